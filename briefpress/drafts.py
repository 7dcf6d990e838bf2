"""Keep the titles of drafts out of what is published."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from briefpress.brief import Brief, Document
from briefpress.domain import briefs_domain
from briefpress.problems import Kind

logger = logging.getLogger(__name__)


class RefuseTitles(SphinxPostTransform):
    """Refuses links of a public document that take their words from a draft: its title would be
    known before it is published. A link with words of its own loses the link and keeps them."""

    default_priority = 8  # before MyST-Parser fills the words in (9)

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        documents = briefs_domain(self.env).index.documents
        if _is_hidden(documents.get(self.env.current_document.docname)):
            return
        for link in list(self.document.findall(addnodes.pending_xref)):
            target = documents.get(link["reftarget"])
            if link["refdomain"] != "doc" or link["refexplicit"] or not _is_hidden(target):
                continue
            assert isinstance(target, Brief)
            logger.error(
                "this link would show the title of %s, whose status is %s; "
                "give it words of its own: [words](…)",
                target.path,
                target.status.value,
                location=link,
                type="briefpress",
                subtype=Kind.LINK.value,
            )
            link.replace_self(nodes.Text("…"))


def _is_hidden(document: Document | None) -> bool:
    return isinstance(document, Brief) and document.status.is_hidden
