"""Decide in which languages each document is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefpress.brief import Author, Brief, Document, Series, Topic

if TYPE_CHECKING:
    from briefpress.domain import Coverage
    from briefpress.index import Index


@dataclass(frozen=True)
class Published:
    """The languages (BCP 47, in the publication's order) of every document that is published."""

    documents: Mapping[str, tuple[str, ...]]
    everything: bool = False  # a plain Sphinx build: every document, in its one language

    def languages(self, docname: str) -> tuple[str, ...]:
        """Return the languages in which *docname* is published."""
        return self.documents.get(docname, ())

    def is_published(self, docname: str, tag: str) -> bool:
        """Whether *docname* has a page in the language *tag*."""
        return self.everything or tag in self.languages(docname)

    def nearest(self, docname: str, tag: str, source_language: str) -> str | None:
        """Return the language in which a reader of *tag* is best served with *docname*:
        the same, one that begins alike (``pt-BR``, ``pt``), the one it was written in, any."""
        if self.is_published(docname, tag):
            return tag
        found = self.languages(docname)
        alike = [other for other in found if other.split("-")[0] == tag.split("-")[0]]
        written = [source_language] if source_language in found else []
        return next(iter([*alike, *written, *found]), None)


@dataclass(frozen=True)
class Row:
    """The decision on one brief in one language, and why."""

    published: bool
    why: str
    messages: int
    translated: int
    is_source: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the row as it stands in published.json."""
        return {
            "messages": self.messages,
            "published": self.published,
            "translated": self.translated,
            "why": self.why,
        }


def decide(
    index: Index, coverage: Mapping[str, Mapping[str, Coverage]], root_doc: str = "index"
) -> tuple[Published, dict[str, dict[str, Row]]]:
    """Decide from *coverage* (language -> document -> `Coverage`).

    A brief, and a page of the handbook, is published in the language it is written in and where
    every message is translated. An author, a topic and a series have a page where a brief that
    is published names them; the first page *root_doc* is where any brief is.
    """
    rows: dict[str, dict[str, Row]] = {}
    documents: dict[str, tuple[str, ...]] = {}
    for docname, document in sorted(index.documents.items()):
        if isinstance(document, (Author, Topic, Series)):
            continue
        found = {tag: _row(document, tag, coverage[tag][docname]) for tag in index.languages}
        documents[docname] = tuple(tag for tag, row in found.items() if row.published)
        if isinstance(document, Brief):
            rows[document.id] = found
    named: dict[str, set[str]] = {}
    for brief in index.briefs.values():
        for companion in index.companions(brief):
            named.setdefault(companion.docname, set()).update(documents[brief.docname])
    anywhere = {tag for brief in index.briefs.values() for tag in documents[brief.docname]}
    if anywhere:
        named[root_doc] = anywhere
    for docname, tags in named.items():
        documents[docname] = tuple(tag for tag in index.languages if tag in tags)
    return Published(dict(sorted(documents.items()))), rows


def _row(document: Document, tag: str, coverage: Coverage) -> Row:
    if document.source_language == tag:
        why = "written in this language"
        return Row(True, why, coverage.messages, coverage.translated, is_source=True)
    count = f"{coverage.translated} of {coverage.messages} messages are translated"
    return Row(coverage.complete, count, coverage.messages, coverage.translated)
