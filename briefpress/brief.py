"""Describe the kinds of documents of a publication and what their front matter may hold.

A field whose metadata has ``parse`` (see `values`) is a key of the front matter; ``translate``
marks the keys whose text reaches the translators. Keys follow the mystmd front-matter specification
(https://mystmd.org/guide/frontmatter) where it has one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Any, ClassVar

from briefpress.values import (
    Parser,
    Substitution,
    address,
    by_language,
    choice,
    date,
    doi,
    hue,
    isbn,
    issn,
    language,
    license_id,
    orcid,
    page_budget,
    picture,
    record,
    records,
    settings,
    slugs,
    substitutions,
    text,
    texts,
    title,
)


class Position(Enum):
    """Which part of a picture stays where its edges are cut off."""

    TOP = "top"
    CENTER = "center"
    BOTTOM = "bottom"


class Status(Enum):
    """What a work is to the public. Only the author changes it, never the clock."""

    DRAFT = "draft"
    EMBARGOED = "embargoed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def is_hidden(self) -> bool:
        """Whether the public may not see the work yet."""
        return self in (Status.DRAFT, Status.EMBARGOED)


def key(
    parse: Parser,
    *,
    translate: bool = False,
    required: bool | str = False,
    default: Any = None,
) -> Any:
    """Declare a dataclass field that is a key of the front matter; within a record *required*
    says what is missing without it."""
    return field(
        default=default,
        metadata={"parse": parse, "translate": translate, "required": required},
    )


@dataclass(frozen=True, kw_only=True)
class Document:
    """What every document has.

    *docname* is Sphinx's name of the document, *path* its file relative to the publication's
    top, *source_language* the BCP 47 tag of the language it is written in, *heading* the title
    as plain text and *title_line* its line; *title_from* says where the title was found.
    *lines* gives the line of each key of the front matter, of each item of a list as ``key.0``,
    ``key.1``, and of each key within as ``key.0.date``.
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
        return dict(_strings(self))

    @property
    def pictures(self) -> dict[str, str]:
        """The pictures of the front matter, as paths seen from the file, by key."""
        return {}


def _strings(holder: Any, prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the translated texts of a document, or of what `record` or `records` took in it."""
    for entry in fields(holder):
        value = getattr(holder, entry.name)
        name = f"{prefix}{entry.name}"
        if is_dataclass(value):
            yield from _strings(value, f"{name}.")
        elif isinstance(value, tuple) and all(map(is_dataclass, value)):
            for place, item in enumerate(value):
                yield from _strings(item, f"{name}.{place}.")
        elif entry.metadata.get("translate") and value:
            yield name, (value,) if isinstance(value, str) else value


@dataclass(frozen=True, kw_only=True)
class Banner:
    """The picture on top of a work: what it shows, in words, and who made it; *position* is the
    part of it that stays where there is no room for all of it."""

    image: str = key(picture, required="the path of a picture")
    alt: str = key(
        text,
        translate=True,
        required="a text that says what the picture shows, for all who do not see it",
    )
    credit: str | None = key(text, translate=True)
    position: Position = key(choice(Position), default=Position.CENTER)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What was corrected in a work after it was published, and when."""

    date: datetime.date = key(date, required="the day of the correction")
    text: str = key(text, translate=True, required="a text that says what was corrected")


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """When and why a work was withdrawn."""

    date: datetime.date = key(date, required="the day of the withdrawal")
    text: str = key(text, translate=True, required="a text that says why")


@dataclass(frozen=True, kw_only=True)
class Work(Document):
    """What readers take with them as one PDF and one ePub: a brief, or a collection of briefs.

    *authors*, *topic* and *series* are ids, *license* is one of SPDX. *translators* has, for each
    language (BCP 47), names or ids of authors.
    """

    subtitle: str | None = key(text, translate=True)
    date: datetime.date | None = key(date)
    authors: tuple[str, ...] | None = key(texts)
    topic: str | None = key(text)
    series: str | None = key(text)
    number: str | None = key(text)
    doi: str | None = key(doi)
    status: Status = key(choice(Status), default=Status.PUBLISHED)
    withdrawal: Withdrawal | None = key(record(Withdrawal))
    aliases: tuple[str, ...] | None = key(slugs)
    license: str | None = key(license_id)
    funding: tuple[str, ...] | None = key(texts, translate=True)
    acknowledgements: str | None = key(text, translate=True)
    translators: Mapping[str, tuple[str, ...]] | None = key(by_language)
    banner: Banner | None = key(record(Banner))
    corrections: tuple[Correction, ...] | None = key(records(Correction))

    @property
    def pictures(self) -> dict[str, str]:
        """The banner."""
        return {"banner.image": self.banner.image} if self.banner else {}


@dataclass(frozen=True, kw_only=True)
class Brief(Work):
    """A policy brief; *page_budget* says how many pages the PDF may have, in all languages or in
    each."""

    kind: ClassVar[str] = "brief"

    page_budget: int | Mapping[str, int] | None = key(page_budget)

    def budget(self, tag: str) -> int | None:
        """Return how many pages the PDF in the language *tag* may have."""
        if isinstance(self.page_budget, Mapping):
            return self.page_budget.get(tag)
        return self.page_budget


@dataclass(frozen=True, kw_only=True)
class Collection(Work):
    """A dossier or a volume: *briefs* are ids, in the order of the book; the body of the file is
    its introduction, *authors* are its editors. *isbn* is that of the book, in all languages or in
    each."""

    kind: ClassVar[str] = "collection"

    briefs: tuple[str, ...] | None = key(texts, required=True)
    isbn: str | Mapping[str, str] | None = key(isbn)

    def isbn_in(self, tag: str) -> str | None:
        """Return the ISBN of the book in the language *tag*."""
        return self.isbn.get(tag) if isinstance(self.isbn, Mapping) else self.isbn


@dataclass(frozen=True, kw_only=True)
class Author(Document):
    """A person or an organisation; the body of the file is the biography.

    *name* is printed; *family* (and *given*) tell a person, who is then sorted and cited so.
    """

    kind: ClassVar[str] = "author"
    title_key: ClassVar[str] = "name"

    name: str | None = key(text, required=True)
    given: str | None = key(text, translate=True)
    family: str | None = key(text, translate=True)
    affiliations: tuple[str, ...] | None = key(texts, translate=True)
    orcid: str | None = key(orcid)
    url: str | None = key(address)
    portrait: str | None = key(picture)

    @property
    def pictures(self) -> dict[str, str]:
        """The portrait."""
        return {"portrait": self.portrait} if self.portrait else {}


@dataclass(frozen=True, kw_only=True)
class Topic(Document):
    """A topic; the body of the file is a paragraph on it. *hue* tints its briefs' covers."""

    kind: ClassVar[str] = "topic"

    hue: int | None = key(hue)


@dataclass(frozen=True, kw_only=True)
class Series(Document):
    """A series of briefs; the body of the file is a paragraph on it."""

    kind: ClassVar[str] = "series"

    issn: str | None = key(issn)
    disclaimer: str | None = key(text, translate=True)


# The folder of each kind, one level deep; every other document is a page.
KINDS: Mapping[str, type[Document]] = {
    "briefs": Brief,
    "collections": Collection,
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
