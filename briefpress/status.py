"""Tell readers the status of a work, and keep the titles of drafts from the public."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join

from briefpress.brief import Collection, Document, Status, Work
from briefpress.domain import BriefsDomain, briefs_domain
from briefpress.languages import long_date
from briefpress.problems import Kind, log_error

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def watermark(work: Work, tag: str, words: Callable[[str], str]) -> str:
    """Return what a reader of the language *tag* is told of a work that is not public yet, in the
    *words* of the interface; empty if it is."""
    _ = words
    if work.status is Status.DRAFT:
        return _("Draft – not for circulation")
    if work.status is not Status.EMBARGOED:
        return ""
    if work.date is None:
        return _("Embargoed")
    return _("Embargoed until {date}").replace("{date}", long_date(work.date, tag))


def withdrawal(
    work: Work, tag: str, words: Callable[[str], str], domain: BriefsDomain
) -> dict[str, str] | None:
    """Return when and why *work* was withdrawn, for templates; None if it was not."""
    if work.withdrawal is None:
        return None
    _ = words
    date = long_date(work.withdrawal.date, tag)
    notice = (
        _("This collection was withdrawn on {date}.")
        if isinstance(work, Collection)
        else _("This brief was withdrawn on {date}.")
    )
    return {
        "iso_date": work.withdrawal.date.isoformat(),
        "notice": notice.replace("{date}", date),
        "text": domain.text(work.docname, "withdrawal.text"),
        "text_language": domain.language_of(work.docname, "withdrawal.text"),
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
            assert isinstance(target, Work)
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
    return isinstance(document, Work) and document.status.is_hidden


def link_to(there: str, doctree: nodes.document, env: BuildEnvironment) -> nodes.Element | None:
    """Return the first link of *doctree*, in which none is resolved yet, to the document *there* or
    to something in it; None if no link is, as to one that a biography of its own names."""
    labels = env.domains.standard_domain.anonlabels
    for link in doctree.findall(addnodes.pending_xref):
        target = link["reftarget"]
        place, *_ = labels.get(target, ("",))
        if there in (target, place, docname_join(link.get("refdoc", ""), target)):
            return link
    return None
