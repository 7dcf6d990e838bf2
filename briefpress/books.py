"""Say which documents a PDF or an ePub is made of: one for a brief, several for a collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefpress.brief import Brief, Collection, Document, Status, Work

if TYPE_CHECKING:
    from briefpress.index import Index
    from briefpress.published import Published


@dataclass(frozen=True)
class Book:
    """What is bound together: the text of *work*, and of a collection the *briefs* that it has in
    this language. *missing* are those of its briefs that are published in others only."""

    work: Work
    briefs: tuple[Brief, ...] = ()
    missing: tuple[Brief, ...] = ()

    @property
    def chapters(self) -> tuple[Work, ...]:
        """The documents whose text is in the book, in its order; a collection's own, the
        introduction, comes first."""
        return (self.work, *self.briefs)

    @property
    def is_single(self) -> bool:
        """Whether it is the book of a brief: its text is all."""
        return not isinstance(self.work, Collection)

    @property
    def is_empty(self) -> bool:
        """Whether it is a collection of nothing."""
        return not (self.is_single or self.briefs)

    def prefix(self, work: Work) -> str:
        """Return what the names of the blocks of *work* begin with: two chapters have none in
        common."""
        return "" if self.is_single else f"{work.id}."

    def number_of(self, docname: str) -> int:
        """Return the number of the chapter *docname*, 0 for the text of the work itself."""
        return [chapter.docname for chapter in self.chapters].index(docname)

    def holds(self, docname: str) -> bool:
        """Whether the text of *docname* is in the book."""
        return any(chapter.docname == docname for chapter in self.chapters)


def book_of(work: Work, index: Index, published: Published, tag: str) -> Book:
    """Return the book of *work* in the language *tag* (BCP 47)."""
    if not isinstance(work, Collection):
        return Book(work)
    held, missing = [], []
    for brief in index.members(work):
        is_made = published.is_published(brief.docname, tag) or published.is_draft(
            brief.docname, tag
        )
        if is_made and _may_hold(work, brief):
            held.append(brief)
        elif brief.status is Status.PUBLISHED and published.languages(brief.docname):
            missing.append(brief)
    return Book(work, tuple(held), tuple(missing))


def _may_hold(collection: Collection, brief: Brief) -> bool:
    """Whether *collection* may show *brief*: nothing is withdrawn from a book that somebody has,
    and what the public may not see yet stands in drafts alone."""
    if brief.status is Status.WITHDRAWN:
        return False
    return collection.status.is_hidden or not brief.status.is_hidden


def is_whole(document: Document) -> bool:
    """Whether *document* has a PDF and an ePub beside its page: of what is withdrawn only the page
    is left, and other documents have none."""
    return isinstance(document, Work) and document.status is not Status.WITHDRAWN
