"""Tell readers the status of a brief, and keep the titles of drafts from the public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefpress.brief import Brief, Document, Status
from briefpress.domain import BriefsDomain, briefs_domain
from briefpress.languages import long_date
from briefpress.problems import Kind, log_error


def watermark(brief: Brief, tag: str, words: Callable[[str], str]) -> str:
    """Return what a reader of the language *tag* is told of a brief that is not public yet, in the
    *words* of the interface; empty if it is."""
    _ = words
    if brief.status is Status.DRAFT:
        return _("Draft – not for circulation")
    if brief.status is not Status.EMBARGOED:
        return ""
    if brief.date is None:
        return _("Embargoed")
    return _("Embargoed until {date}").replace("{date}", long_date(brief.date, tag))


def withdrawal(
    brief: Brief, tag: str, words: Callable[[str], str], domain: BriefsDomain
) -> dict[str, str] | None:
    """Return when and why *brief* was withdrawn, for templates; None if it was not."""
    if brief.withdrawal is None:
        return None
    _ = words
    date = long_date(brief.withdrawal.date, tag)
    return {
        "iso_date": brief.withdrawal.date.isoformat(),
        "notice": _("This brief was withdrawn on {date}.").replace("{date}", date),
        "text": domain.text(brief.docname, "withdrawal.text"),
        "text_language": domain.language_of(brief.docname, "withdrawal.text"),
    }


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
            log_error(
                link,
                Kind.LINK,
                "this link would show the title of %s, whose status is %s; "
                "give it words of its own: [words](…)",
                target.path,
                target.status.value,
            )
            link.replace_self(nodes.Text("…"))


def _is_hidden(document: Document | None) -> bool:
    return isinstance(document, Brief) and document.status.is_hidden
