"""Say which pages a book has, in their order, and what its contents name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefpress.binding import Chapter
from briefpress.outline import outline

# The pages of the text of a brief, or of the introduction of a collection, and of its end.
TEXT, COLOPHON = "text.xhtml", "colophon.xhtml"
COVER, TITLE, NAV = "cover.xhtml", "title.xhtml", "nav.xhtml"


@dataclass(frozen=True)
class Page:
    """A page of a book: its file, its template, and what the template is told. *has_pages*: the
    pages of the PDF are marked in it."""

    name: str
    template: str
    context: dict[str, Any]
    has_pages: bool = True


@dataclass(frozen=True)
class Entry:
    """What the contents name: a link, its words and their language, who wrote it, what is in
    it."""

    href: str
    title: str
    language: str = ""
    byline: str = ""
    parts: tuple[Entry, ...] = ()


def chapter_page(number: int) -> str:
    """Return the file of a chapter; 0 is the text that comes first."""
    return f"chapter-{number}.xhtml" if number else TEXT


def pages_of(chapters: Sequence[Chapter]) -> Iterator[Page]:
    """Yield the pages of the book of *chapters*, in the order in which it is read."""
    whole = chapters[0]
    yield Page(COVER, COVER, whole.context, has_pages=whole.is_collection)
    if whole.is_collection:
        yield Page(TITLE, TITLE, whole.context)
    yield Page(NAV, NAV, whole.context, has_pages=whole.is_collection)
    for number, chapter in enumerate(chapters):
        if not whole.is_collection or number:
            yield Page(chapter_page(number), "text.xhtml", chapter.context)
        elif chapter.has_text:
            yield Page(TEXT, "introduction.xhtml", whole.context)
    if whole.is_collection:
        yield Page(COLOPHON, "colophon.xhtml", whole.context)


def contents_of(chapters: Sequence[Chapter], introduction: str) -> Iterator[Entry]:
    """Yield what the contents of the book of *chapters* name; *introduction* is the word for the
    text of a collection's own."""
    whole = chapters[0]
    for number, chapter in enumerate(chapters):
        href, context = chapter_page(number), chapter.context
        sections = tuple(_sections(outline(chapter.doctree), href))
        if number or not whole.is_collection:
            end = Entry(f"{href}#colophon_heading", context["about"])
            title = f"{number}. {context['name']}" if number else context["name"]
            byline = context["byline"] if number else ""
            language = context["languages"].get("title", "")
            yield Entry(href, title, language, byline, (*sections, end))
        elif chapter.has_text:
            yield Entry(href, introduction, parts=sections)
    if whole.is_collection:
        yield Entry(COLOPHON, whole.context["about"])


def _sections(parts: Sequence[Mapping[str, Any]], href: str) -> Iterator[Entry]:
    for part in parts:
        inner = tuple(_sections(part["parts"], href))
        yield Entry(f"{href}#{part['id']}", part["title"], part["language"], parts=inner)


def contributors(chapters: Sequence[Chapter]) -> list[dict[str, Any]]:
    """Return who wrote the briefs of the book of *chapters*, each once, and is not named as who
    edited it; none of a brief's own book, whose creators they are."""
    people: dict[str, dict[str, Any]] = {}
    for chapter in chapters[1:]:
        people |= {author["docname"]: author for author in chapter.context["authors"]}
    for editor in chapters[0].context["authors"]:
        people.pop(editor["docname"], None)
    return list(people.values())


def further_languages(chapters: Sequence[Chapter]) -> list[str]:
    """Return the languages in which parts of *chapters* are left that nobody has translated."""
    left = (chapter.context["incomplete"] for chapter in chapters)
    return sorted({notice["language"] for notice in left if notice})
