"""Count how far every translation is, by the rules of the build: what `briefpress stats` tells.

The documents are read as the build reads them, so that what it would refuse counts for nothing
here too; what was read before is not read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import floor
from pathlib import Path
from typing import Any

from briefpress.brief import Document, Status, Work
from briefpress.domain import Coverage
from briefpress.incomplete import follows_threshold
from briefpress.index import Index, relative
from briefpress.languages import long_date
from briefpress.problems import PublicationError
from briefpress.publication import Publication
from briefpress.published import Row, decide, row_of
from briefpress.translation.catalogue import catalogue_file, read_catalogue
from briefpress.worker import Reading

# One more whenever a key of the JSON goes or means something else; new keys may come.
SCHEMA = 1


@dataclass(frozen=True)
class Line:
    """How far *document* is in the *language*, and the decision on it; *threshold* is the
    percentage that it needs, None where others decide."""

    document: Document
    language: str
    coverage: Coverage
    row: Row
    threshold: float | None

    @property
    def is_brief(self) -> bool:
        """Whether it is about a brief or a collection, not about what stands around them."""
        return isinstance(self.document, Work)

    @property
    def percent(self) -> float:
        """How much is translated, never rounded up: 99.96 is not all."""
        return floor(self.coverage.percent * 10) / 10

    @property
    def notes(self) -> list[str]:
        """What an editor should know beside the numbers."""
        coverage, found = self.coverage, []
        if not self.row.published:
            found.append(f"not published: {self.row.why}")
        if coverage.complete_for and coverage.left:
            day = long_date(coverage.complete_for, "en")
            changed = _count(coverage.left, "message")
            found.append(f"complete for the source of {day}; {changed} changed since")
        if coverage.refused:
            refused = _count(coverage.refused, "translation")
            found.append(f"{refused} not used; `make` says at which line and why")
        return found

    def falls_under(self, percent: float) -> bool:
        """Whether less than *percent* of it is translated, and somebody should do more."""
        withdrawn = isinstance(self.document, Work) and self.document.status is Status.WITHDRAWN
        return not (self.row.is_source or withdrawn or self.coverage.reaches(percent))

    def as_json(self) -> dict[str, Any]:
        """Return the line for other programs."""
        coverage = self.coverage
        return {
            "complete_for": _day(coverage.complete_for),
            "document": self.document.docname,
            "fuzzy": coverage.fuzzy,
            "id": self.document.id,
            "is_source": self.row.is_source,
            "kind": self.document.kind,
            "language": self.language,
            "last_change": _day(coverage.last_change),
            "messages": coverage.messages,
            "percent": self.percent,
            "published": self.row.published,
            "refused": coverage.refused,
            "source_language": self.document.source_language,
            "threshold": self.threshold,
            "translated": coverage.translated,
            "untranslated": coverage.untranslated,
            "why": self.row.why,
            "words_left": coverage.words_left,
        }


@dataclass(frozen=True)
class Statistics:
    """The *lines* of all documents, briefs first, and the catalogues that hold translations and
    are *ignored*: into the language that the document is written in."""

    lines: tuple[Line, ...]
    ignored: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return them for other programs."""
        return {
            "briefs": [line.as_json() for line in self.lines if line.is_brief],
            "ignored": list(self.ignored),
            "others": [line.as_json() for line in self.lines if not line.is_brief],
            "version": SCHEMA,
        }


def statistics(
    publication: Publication,
    index: Index,
    readings: Mapping[str, Reading],
    briefs: Iterable[str] = (),
) -> Statistics:
    """Return how far all documents are in the languages that were read, or only *briefs*.

    Raise `PublicationError` with the errors of reading.
    """
    problems = [problem for reading in readings.values() for problem in reading.problems]
    if any(problem.is_error for problem in problems):
        raise PublicationError(problem for problem in problems if problem.is_error)
    coverage = {tag: reading.coverage for tag, reading in readings.items()}
    index = replace(index, languages=tuple(coverage))
    published, rows = decide(index, coverage, publication.root_doc, publication.thresholds)
    chosen = set(briefs)
    lines, ignored = [], []
    for docname, document in index.documents.items():
        is_brief = isinstance(document, Work)
        if chosen and not (is_brief and document.id in chosen):
            continue
        if path := _ignored_catalogue(publication, document):
            ignored.append(path)
        for tag, found in coverage.items():
            threshold = None
            if follows_threshold(document, publication.root_doc):
                threshold = publication.thresholds[tag]
            if is_brief:
                row = rows[document.id][tag]
            elif threshold is not None:
                row = row_of(document, tag, found[docname], threshold)
            else:
                row = _companion_row(document, tag, found[docname], published.languages(docname))
            lines.append(Line(document, tag, found[docname], row, threshold))
    lines.sort(key=lambda line: not line.is_brief)
    return Statistics(tuple(lines), tuple(ignored))


def _companion_row(
    document: Document, tag: str, coverage: Coverage, published: Iterable[str]
) -> Row:
    """Return the decision on a document that is published with the briefs that need it."""
    is_needed = tag in published
    return Row(
        published=is_needed,
        why=f"{'a' if is_needed else 'no'} published brief needs it",
        messages=coverage.messages,
        translated=coverage.translated,
        is_source=document.source_language == tag,
    )


def _ignored_catalogue(publication: Publication, document: Document) -> str:
    """Return the path of the catalogue of *document* for its own language, if somebody put
    translations into it; sphinx-intl makes empty ones."""
    file = catalogue_file(publication.locale_dirs, document.source_language, document.docname)
    messages = read_catalogue(file).messages.values() if file else ()
    if file is None or all(message.msgstr == message.msgid for message in messages):
        return ""
    return relative(Path(file), publication.top)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
