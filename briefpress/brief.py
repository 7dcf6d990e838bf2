"""Describe the kinds of documents of a publication and what their front matter may hold.

A field whose metadata has ``parse`` is a key of the front matter; ``translate`` marks the keys
whose text reaches the translators. Keys follow the mystmd front-matter specification
(https://mystmd.org/guide/frontmatter) where it has one.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar, NamedTuple

from briefpress.languages import is_language
from briefpress.problems import Kind
from briefpress.sources import Value


class Fault(Exception):
    """A value that its key does not take."""

    def __init__(self, kind: Kind, line: int, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.line = line
        self.message = message


Parser = Callable[[Value], Any]


def text(value: Value) -> str:
    """Take one line of text."""
    if not isinstance(value.data, str) or not value.data:
        raise Fault(Kind.BAD_VALUE, value.line, "takes a text")
    return " ".join(value.data.split())


def title(value: Value) -> str:
    """Take a text on one line: MyST-Parser takes a second one for a paragraph."""
    if isinstance(value.data, str) and "\n" in value.data.strip():
        raise Fault(
            Kind.BAD_VALUE, value.line, "takes one line; write it on one, or with > instead of |"
        )
    return text(value)


def texts(value: Value) -> tuple[str, ...]:
    """Take a list of texts, or one text."""
    return tuple(item for item, _ in marked_texts(value))


def marked_texts(value: Value) -> tuple[tuple[str, int], ...]:
    """Take a list of texts, or one text; give each with its line."""
    items = value.data if isinstance(value.data, tuple) else (value,)
    if not items:
        raise Fault(Kind.BAD_VALUE, value.line, "takes a list, and this one is empty")
    return tuple((text(item), item.line) for item in items)


def date(value: Value) -> datetime.date:
    """Take a date in the extended form of ISO 8601: ``2025-01-27``."""
    written = text(value)
    cure = "write it as year-month-day, for example 2025-01-27"
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        raise Fault(Kind.BAD_DATE, value.line, f"bad date “{written}”; {cure}")
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        raise Fault(
            Kind.BAD_DATE, value.line, f"there is no day “{written}”; check it, and {cure}"
        ) from None


def orcid(value: Value) -> str:
    """Take an ORCID iD, bare or as its address; give the bare iD.

    The last character is a check digit, ISO/IEC 7064 MOD 11-2
    (https://support.orcid.org/hc/en-us/articles/360006897674).
    """
    written = text(value)
    bare = re.sub(r"^https?://orcid\.org/", "", written)
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", bare):
        raise Fault(
            Kind.BAD_ORCID,
            value.line,
            f"bad ORCID iD “{written}”; it has four groups of four, like 0000-0002-1825-0097",
        )
    total = 0
    for digit in bare.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if bare[-1] != ("X" if check == 10 else str(check)):
        raise Fault(
            Kind.BAD_ORCID,
            value.line,
            f"bad ORCID iD “{written}”: its check digit is wrong, so a digit is mistyped; "
            "copy it from the author's page at orcid.org",
        )
    return bare


def doi(value: Value) -> str:
    """Take a DOI, bare or as its address; give the bare name (ISO 26324: ``10.prefix/suffix``)."""
    written = text(value)
    bare = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", written)
    if not re.fullmatch(r"10\.\d{4,9}(?:\.\d+)*/\S+", bare):
        raise Fault(Kind.BAD_DOI, value.line, f"bad DOI “{written}”; it has the form 10.1234/abc")
    return bare


def issn(value: Value) -> str:
    """Take an ISSN (ISO 3297: eight characters, the last one a check digit MOD 11)."""
    written = text(value)
    digits = written.replace("-", "")
    if not re.fullmatch(r"\d{4}-\d{3}[\dX]", written):
        raise Fault(Kind.BAD_ISSN, value.line, f"bad ISSN “{written}”; it has the form 1234-5679")
    total = sum(int(digit) * (8 - place) for place, digit in enumerate(digits[:7]))
    check = -total % 11
    if digits[7] != ("X" if check == 10 else str(check)):
        raise Fault(Kind.BAD_ISSN, value.line, f"bad ISSN “{written}”: its check digit is wrong")
    return written


def language(value: Value) -> str:
    """Take a BCP 47 language tag."""
    written = text(value).replace("_", "-")
    if not is_language(written):
        raise Fault(
            Kind.UNKNOWN_LANGUAGE,
            value.line,
            f"“{written}” is no language tag; write one like en, it or zh-Hans",
        )
    return written


def address(value: Value) -> str:
    """Take the address of a web page."""
    written = text(value)
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", written):
        raise Fault(
            Kind.BAD_VALUE, value.line, f"“{written}” is no web address; begin it with https://"
        )
    return written


# The others would let a document run code, load files, or write tags into the head of the page.
PAGE_SETTINGS = ("footnote_sort", "heading_anchors", "highlight_code_blocks", "number_code_blocks")


def settings(value: Value) -> bool:
    """Take MyST-Parser's settings for one page; MyST-Parser reads them itself."""
    if not isinstance(value.data, Mapping):
        raise Fault(Kind.BAD_VALUE, value.line, "takes MyST's settings, one `key: value` a line")
    for name, entry in value.data.items():
        if name not in PAGE_SETTINGS:
            known = ", ".join(PAGE_SETTINGS)
            message = f"does not take “{name}” in one document; it takes {known}"
            raise Fault(Kind.BAD_VALUE, entry.line, message)
    return True


class Substitution(NamedTuple):
    """A name, the words for it, and their line."""

    name: str
    text: str
    line: int


def substitutions(value: Value) -> tuple[Substitution, ...]:
    """Take names and the words, inline Markdown, that stand for them."""
    if not isinstance(value.data, Mapping):
        raise Fault(Kind.BAD_VALUE, value.line, "takes one `name: words` a line")
    for name, entry in value.data.items():
        if not re.fullmatch(r"[A-Za-z][\w-]*", name):
            cure = "write letters, digits, - and _"
            raise Fault(Kind.BAD_VALUE, entry.line, f"“{name}” is no name; {cure}")
    return tuple(Substitution(name, text(entry), entry.line) for name, entry in value.data.items())


def key(parse: Parser, *, translate: bool = False, required: bool = False) -> Any:
    """Declare a dataclass field that is a key of the front matter."""
    return field(
        default=None,
        metadata={"parse": parse, "translate": translate, "required": required},
    )


@dataclass(frozen=True, kw_only=True)
class Document:
    """What every document has.

    *docname* is Sphinx's name of the document, *path* its file relative to the publication's
    top, *source_language* the BCP 47 tag of the language it is written in, *heading* the title
    as plain text and *title_line* its line; *title_from* says where the title was found.
    *lines* gives the line of each key of the front matter, and of each item of a list as
    ``key.0``, ``key.1``.
    """

    kind: ClassVar[str] = "page"
    title_key: ClassVar[str] = "title"

    docname: str
    path: str
    source_language: str
    heading: str
    title_line: int
    title_from: str
    lines: Mapping[str, int]

    title: str | None = key(title)
    short_title: str | None = key(text, translate=True)
    description: str | None = key(text, translate=True)
    keywords: tuple[str, ...] | None = key(texts, translate=True)
    language: str | None = key(language)
    myst: bool | None = key(settings)
    substitutions: tuple[Substitution, ...] | None = key(substitutions)

    @property
    def id(self) -> str:
        """The last part of the document's name: a brief's slug, an author's id."""
        return self.docname.rsplit("/", 1)[-1]

    @property
    def strings(self) -> dict[str, tuple[str, ...]]:
        """The texts of the front matter that are translated, by key; a list has several."""
        found: dict[str, tuple[str, ...]] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if entry.metadata.get("translate") and value:
                found[entry.name] = (value,) if isinstance(value, str) else value
        return found


@dataclass(frozen=True, kw_only=True)
class Brief(Document):
    """A policy brief; *authors*, *topic* and *series* are ids."""

    kind: ClassVar[str] = "brief"

    subtitle: str | None = key(text, translate=True)
    date: datetime.date | None = key(date)
    authors: tuple[str, ...] | None = key(texts)
    topic: str | None = key(text)
    series: str | None = key(text)
    number: str | None = key(text)
    doi: str | None = key(doi)


@dataclass(frozen=True, kw_only=True)
class Author(Document):
    """A person or an organisation; the body of the file is the biography."""

    kind: ClassVar[str] = "author"
    title_key: ClassVar[str] = "name"

    name: str | None = key(text, required=True)
    affiliation: str | None = key(text, translate=True)
    orcid: str | None = key(orcid)
    url: str | None = key(address)


@dataclass(frozen=True, kw_only=True)
class Topic(Document):
    """A topic; the body of the file is a paragraph on it."""

    kind: ClassVar[str] = "topic"


@dataclass(frozen=True, kw_only=True)
class Series(Document):
    """A series of briefs; the body of the file is a paragraph on it."""

    kind: ClassVar[str] = "series"

    issn: str | None = key(issn)


# The folder of each kind, one level deep; every other document is a page.
KINDS: Mapping[str, type[Document]] = {
    "briefs": Brief,
    "authors": Author,
    "topics": Topic,
    "series": Series,
}


def kind_of(docname: str) -> type[Document]:
    """Return the kind of the document *docname*, told by the folder it lies in."""
    folder, _, rest = docname.partition("/")
    return KINDS.get(folder, Document) if rest and "/" not in rest else Document


def keys_of(kind: type[Document]) -> dict[str, Field[Any]]:
    """Return the keys that the front matter of *kind* may hold, in the order of declaration.

    An author has a name instead of a title.
    """
    found = {entry.name: entry for entry in fields(kind) if "parse" in entry.metadata}
    if kind.title_key != "title":
        del found["title"]
    return found
