"""Say what is wrong with a publication: where, what, and what to do about it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docutils.nodes import Node


class Kind(Enum):
    """Every error and warning of briefpress; the value is its name in messages and settings.

    A warning of the kind ``NAME`` is silenced with
    ``suppress_warnings = ["briefpress.NAME"]`` in conf.py. Errors cannot be silenced.
    """

    ENCODING = "encoding"
    """A file is not UTF-8 text, or holds control characters."""
    FRONT_MATTER = "front-matter"
    """The front matter does not begin on line 1, is not closed, is not YAML, or is not a list of
    ``key: value`` lines."""
    DUPLICATE_KEY = "duplicate-key"
    """A key stands twice in one front matter."""
    UNKNOWN_KEY = "unknown-key"
    """The front matter has a key that this kind of document does not know."""
    MISSING_KEY = "missing-key"
    """The front matter lacks a key that this kind of document needs."""
    MISSING_TITLE = "missing-title"
    """There is front matter, but no title in it and no heading in the text."""
    TITLE = "title"
    """A title holds a note, a picture or a tag of HTML."""
    TITLE_TWICE = "title-twice"
    """The title stands in the front matter and again, differently, as a level-1 heading."""
    BAD_VALUE = "bad-value"
    """The value of a key is not what the key takes."""
    BAD_DATE = "bad-date"
    """A date is not written as year-month-day, or there is no such day."""
    BAD_ORCID = "bad-orcid"
    """An ORCID iD has a wrong form or a wrong check digit (ISO/IEC 7064, MOD 11-2)."""
    BAD_DOI = "bad-doi"
    """A DOI does not have the form ``10.prefix/suffix``."""
    BAD_ISSN = "bad-issn"
    """An ISSN has a wrong form or a wrong check digit (ISO 3297)."""
    BAD_ISBN = "bad-isbn"
    """An ISBN has not thirteen digits, or a wrong check digit (ISO 2108)."""
    UNKNOWN_LANGUAGE = "unknown-language"
    """A language that is none of the publication's ``briefpress_languages``."""
    UNKNOWN_AUTHOR = "unknown-author"
    """A brief or collection names an author who has no file in ``authors/``."""
    UNKNOWN_TOPIC = "unknown-topic"
    """A brief or collection names a topic that has no file in ``topics/``."""
    UNKNOWN_SERIES = "unknown-series"
    """A brief or collection names a series that has no file in ``series/``."""
    UNKNOWN_BRIEF = "unknown-brief"
    """A collection names a brief that has no file in ``briefs/``."""
    UNKNOWN_TERM = "unknown-term"
    """A text names a term that no glossary explains."""
    AMBIGUOUS = "ambiguous"
    """A text names a term, a figure, … of another document, and several others have one so
    called."""
    MISPLACED = "misplaced"
    """A document lies where it gets no address of its own."""
    SAME_NUMBER = "same-number"
    """Two briefs, or two collections, of one series have the same number."""
    SAME_ALIAS = "same-alias"
    """An old name of a brief is the name, or an old name, of another page."""
    SAME_NAME = "same-name"
    """A collection is called as a brief is: the files made of them would be too."""
    CATALOGUE = "catalogue"
    """A ``.po`` file cannot be read whole (``msgfmt -c`` refuses it), or is of no document."""
    TOOL = "tool"
    """A program that the build needs is not installed."""
    TERMS = "terms"
    """A line of ``terms.csv`` is none that a list of terms takes."""
    TRANSLATION = "translation"
    """A translation holds something that a translation must not hold; the original is shown."""
    CITATION = "citation"
    """A citation cannot be resolved, or its document has no list of references."""
    REFERENCES = "references"
    """The file of references cannot be read."""
    BIOGRAPHY = "biography"
    """A biography, topic or series text holds what belongs into briefs: a note, a citation, …"""
    UNCLOSED = "unclosed"
    """A box, or another directive or code, is begun and not ended: it takes in what follows it."""
    TABLE = "table"
    """A row of a table has more cells than its head, which has no place for them."""
    OUTSIDE = "outside"
    """A document reads a file outside the folder of the sources, or an address on the web."""
    ALTERNATIVE = "alternative"
    """A picture has no text alternative, so that it is taken for a decoration."""
    HTML = "html"
    """HTML of an author is none, is not ended, or holds what a book must not: a script, a form,
    something of the web."""
    MARKUP = "markup"
    """Signs that were meant for markup are words: readers see them, and not what they mean."""
    ATTRIBUTE = "attribute"
    """Braces in the text hold what does nothing there."""
    CODE = "code"
    """A passage of code is in a language that is not known: nothing of it is coloured."""
    CHART = "chart"
    """A chart cannot be drawn of its numbers, or has no text alternative."""
    CONTRAST = "contrast"
    """Text in the colours of conf.py does not stand out from its ground."""
    FORMULA = "formula"
    """A formula cannot be read; its source is shown."""
    GLOSSARY = "glossary"
    """A glossary has a term without an explanation."""
    PICTURE = "picture"
    """A picture is not there, cannot be read, or holds what a picture must not: a script, …"""
    RENDERING = "rendering"
    """WeasyPrint could not set a page as it was asked to."""
    SUBSTITUTION = "substitution"
    """Between double braces stands what is no name, or one that nothing is defined for."""
    LIMIT = "limit"
    """A part of a brief is longer or shorter than the institute wants it."""
    LINK = "link"
    """A link leads to a document that is published in no language, a draft for example."""
    BUILD = "build"
    """Sphinx stopped, or a worker process died."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: *path* (relative to the publication's top) and *line* (1-based,
    0 if it concerns the whole file), what it is, and what to do; the *language* of the publication
    that alone it concerns, if it is one."""

    path: str
    line: int
    message: str
    kind: str = field(compare=False, default="")
    is_error: bool = field(compare=False, default=True)
    language: str = field(compare=False, default="")

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        kind = f" [briefpress.{self.kind}]" if self.kind in _KINDS else ""
        word = "error" if self.is_error else "warning"
        return f"{place + ': ' if place else ''}{word}: {self.message}{kind}"


_KINDS = frozenset(kind.value for kind in Kind)


def error(kind: Kind, path: str, line: int, message: str) -> Problem:
    """Return an error of *kind*."""
    return Problem(path, line, message, kind.value)


def log_warning(place: Node | str, kind: Kind, message: str, *arguments: object) -> None:
    """Warn through Sphinx of what is wrong at *place*: a node, ``path:line``, or a document's
    name. *arguments* are put into *message* as `logging` does it."""
    _log(logging.WARNING, place, kind, message, arguments)


def log_error(place: Node | str, kind: Kind, message: str, *arguments: object) -> None:
    """Say through Sphinx what is wrong at *place*, so that nothing is published; see
    `log_warning`."""
    _log(logging.ERROR, place, kind, message, arguments)


def _log(
    level: int, place: Node | str, kind: Kind, message: str, arguments: tuple[object, ...]
) -> None:
    # Imported here: the command line says "nothing to do" without loading Sphinx.
    from sphinx.util.logging import getLogger

    logger = getLogger(__name__)
    logger.log(level, message, *arguments, location=place, type="briefpress", subtype=kind.value)


def errors_first(problems: Iterable[Problem]) -> list[Problem]:
    """Return *problems* without repetitions, errors first, then by file and line."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (not problem.is_error, problem))


def told_once(problems: Iterable[Problem], originals: Mapping[str, str]) -> list[Problem]:
    """Return *problems* without those of a translation that are said of its original too: who put
    into other words what an author wrote did nothing wrong. *originals* has the path of the
    document of each catalogue."""
    found = list(problems)
    known = {(problem.path, problem.kind, problem.message) for problem in found}
    return [
        problem
        for problem in found
        if (originals.get(problem.path), problem.kind, problem.message) not in known
    ]


class PublicationError(Exception):
    """The publication cannot be built; *problems* says why. Nothing was touched."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = errors_first(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
