"""Decide in which languages each document is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from briefpress.books import book_of
from briefpress.brief import Author, Collection, Document, Series, Status, Topic, Work

if TYPE_CHECKING:
    from briefpress.domain import Coverage
    from briefpress.index import Index


@dataclass(frozen=True)
class Published:
    """The languages (BCP 47, in the publication's order) of every document that is published, and
    of every *draft*, which nothing that is published may name. Of those that are *withdrawn* a
    notice is published."""

    documents: Mapping[str, tuple[str, ...]]
    drafts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    everything: bool = False  # a plain Sphinx build: every document, in its one language

    def as_json(self) -> dict[str, Any]:
        """Return the decision as it is stored: two that are alike give the same."""
        return {
            "documents": {name: list(tags) for name, tags in self.documents.items()},
            "drafts": {name: list(tags) for name, tags in self.drafts.items()},
            "withdrawn": sorted(self.withdrawn),
        }

    def languages(self, docname: str) -> tuple[str, ...]:
        """Return the languages in which *docname* is published."""
        return self.documents.get(docname, ())

    def is_draft(self, docname: str, tag: str) -> bool:
        """Whether *docname* is made as a draft in the language *tag*."""
        return tag in self.drafts.get(docname, ())

    def place(self, docname: str) -> str:
        """Return the folder of build/ in which *docname* lies: what is a draft lies in another
        than what is published."""
        return "drafts" if docname in self.drafts else "site"

    def path(self, docname: str, tag: str, suffix: str = "") -> str:
        """Return where in build/ the file of *docname* is, in a language and with a *suffix*."""
        place = self.place(docname)
        name = docname.rpartition("/")[2] if place == "drafts" else docname
        return f"{place}/{tag}/{name}{suffix}"

    def file(self, docname: str, tag: str, format_: str) -> str:
        """Return where in build/ the file of a work in a format is. What a printer gets is no part
        of the site."""
        if format_ == "print":
            return f"print/{tag}/{docname.rpartition('/')[2]}.pdf"
        return self.path(docname, tag, suffix(format_))

    def is_published(self, docname: str, tag: str) -> bool:
        """Whether *docname* has a page in the language *tag*."""
        return self.everything or tag in self.languages(docname)

    def nearest(
        self, docname: str, tag: str, source_language: str, *, in_draft: bool = False
    ) -> str | None:
        """Return the language in which a reader of *tag* is best served with *docname*:
        the same, one that begins alike (``pt-BR``, ``pt``), the one it was written in, any.

        *in_draft*: the reader has a draft at hand, and may be sent to another one.
        """
        if self.is_published(docname, tag):
            return tag
        found = self.languages(docname)
        if in_draft and docname in self.drafts:
            found = self.drafts[docname]
            if tag in found:
                return tag
        alike = [other for other in found if other.split("-")[0] == tag.split("-")[0]]
        written = [source_language] if source_language in found else []
        return next(iter([*alike, *written, *found]), None)


def suffix(format_: str) -> str:
    """Return the suffix of the files of *format_*."""
    return ".pdf" if format_ == "print" else f".{format_}"


@dataclass(frozen=True)
class Row:
    """The decision on one work in one language, and why; *instead* says what is made of it if it
    is not published: a draft, an embargoed work or the notice of a withdrawn one."""

    published: bool
    why: str
    messages: int
    translated: int
    is_source: bool = False
    instead: str = ""

    @property
    def is_made(self) -> bool:
        """Whether anything is made of the work."""
        return self.published or bool(self.instead)

    def as_json(self) -> dict[str, Any]:
        """Return the row as it stands in published.json."""
        return {
            "messages": self.messages,
            "published": self.published,
            "translated": self.translated,
            "why": self.why,
        }


def decide(
    index: Index,
    coverage: Mapping[str, Mapping[str, Coverage]],
    root_doc: str = "index",
    thresholds: Mapping[str, float] = MappingProxyType({}),
) -> tuple[Published, dict[str, dict[str, Row]]]:
    """Decide from *coverage* (language -> document -> `Coverage`).

    A brief, and a page of the handbook, is published in the language it is written in and where
    as many percent of its messages are translated as *thresholds* has for the language, every one
    if it has none; so is a collection, where one of its briefs is published. An author, a topic and
    a series have a page where a work that is published names them; the first page *root_doc* is
    where any brief is, or was.

    A draft, and a work under embargo, is made as such in those languages in which it would be
    published. There a withdrawn work keeps a page, which nothing lists.
    """
    rows: dict[str, dict[str, Row]] = {}
    documents: dict[str, tuple[str, ...]] = {}
    drafts: dict[str, tuple[str, ...]] = {}
    withdrawn = frozenset(
        work.docname for work in index.works.values() if work.status is Status.WITHDRAWN
    )
    published = Published(documents, drafts, withdrawn)
    # Collections last: they depend on what is decided on their briefs.
    order = sorted(
        index.documents.values(), key=lambda each: (isinstance(each, Collection), each.docname)
    )
    for document in order:
        if isinstance(document, (Author, Topic, Series)):
            continue
        docname = document.docname
        found = {
            tag: row_of(document, tag, coverage[tag][docname], thresholds.get(tag, 100))
            for tag in index.languages
        }
        if isinstance(document, Collection):
            found = {
                tag: row if book_of(document, index, published, tag).briefs else _empty(row)
                for tag, row in found.items()
            }
        documents[docname] = tuple(tag for tag, row in found.items() if row.published)
        if isinstance(document, Work):
            if document.status is not Status.PUBLISHED:
                found = {tag: _not_public(row, document.status) for tag, row in found.items()}
            if document.status.is_hidden:
                drafts[docname], documents[docname] = documents[docname], ()
            rows[document.id] = found
    named: dict[str, set[str]] = {}
    for work in index.works.values():
        for companion in index.companions(work) if work.status is Status.PUBLISHED else ():
            named.setdefault(companion.docname, set()).update(documents[work.docname])
    anywhere = {tag for brief in index.briefs.values() for tag in documents[brief.docname]}
    if anywhere:
        named[root_doc] = anywhere
    for docname, tags in named.items():
        documents[docname] = tuple(tag for tag in index.languages if tag in tags)
    return replace(published, documents=dict(sorted(documents.items()))), rows


def _empty(row: Row) -> Row:
    """Return *row* for a collection without briefs; one that waits for its translation waits."""
    if not row.published:
        return row
    return replace(row, published=False, why="none of its briefs is published in this language")


def _not_public(row: Row, status: Status) -> Row:
    """Return *row* for a work with *status*; one that waits for its translation waits still."""
    if not row.published:
        return row
    return replace(row, published=False, why=status.value, instead=status.value)


def row_of(document: Document, tag: str, coverage: Coverage, threshold: float) -> Row:
    """Return the decision on *document*, which follows the briefs' rule: *threshold* percent of its
    messages must be translated."""
    if document.source_language == tag:
        why = "written in this language"
        return Row(True, why, coverage.messages, coverage.translated, is_source=True)
    why = f"{coverage.translated} of {coverage.messages} messages are translated"
    if coverage.left:
        why += f", {threshold:g} % are needed"
    return Row(coverage.reaches(threshold), why, coverage.messages, coverage.translated)
