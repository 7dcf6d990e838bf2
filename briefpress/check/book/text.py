"""Hold the text of a book against the web pages of its chapters, block by block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from briefpress.check.book.chapter import Chapter, Site
from briefpress.check.book.differences import differences
from briefpress.check.book.opened import TYPE, Book, of_class, words
from briefpress.check.book.reading import quoted
from briefpress.check.result import Finding
from briefpress.epub.spine import chapter_page
from briefpress.trees import XHTML

_CALL, _NOTE = "doc-noteref", "doc-footnote"
_NUMBER = re.compile(r"[^\s\[\]()]+")


def findings(book: Book, site: Site) -> Iterator[Finding]:
    """Yield what *book* has otherwise than the pages of *site*."""
    for number, page in enumerate(site.pages):
        if page is not None:
            chapter = Chapter(book, site, number)
            if number:
                yield from _title(chapter, page)
            both, where = (chapter.written, chapter.found), chapter.path
            yield from differences(*both, where, page="on the web page", book="in the book")
    yield from _numbers(book)
    for name, tree in book.texts.items():
        yield from _notes(tree, f"EPUB/{name}")


def _title(chapter: Chapter, page: ET.Element) -> Iterator[Finding]:
    """Yield where the chapter has another number and title than its place and its brief's page."""
    tree = chapter.book.pages.get(chapter_page(chapter.number), ET.Element("html"))
    said = [words(heading) for heading in tree.iter(f"{{{XHTML}}}h1")]
    expected = [f"{chapter.number} {words(each)}" for each in page.iter(f"{{{XHTML}}}h1")]
    if said != expected:
        message = f"Chapter {chapter.number} is called “{'”, “'.join(said)}”, and should be called"
        yield Finding("chapter", f"{message} “{'”, “'.join(expected)}”.", chapter.path)


def _numbers(book: Book) -> Iterator[Finding]:
    """Yield the figures and tables that have the number of another: they run through the book."""
    captions = Counter(
        words(each) for tree in book.texts.values() for each in of_class(tree, "caption-number")
    )
    for caption, count in captions.items():
        if count > 1:
            yield Finding("number", f"There are {count} captions with “{caption}”.")


def _notes(tree: ET.Element, place: str) -> Iterator[Finding]:
    """Yield the notes that cannot be shown where they are called, or that lead not back there."""
    notes = {e.get("id", ""): e for e in tree.iter() if e.get("role") == _NOTE}
    calls = {e.get("id", ""): e for e in tree.iter() if e.get("role") == _CALL}
    for element in [*notes.values(), *calls.values()]:
        # Reading systems look for EPUB's own names, and not for those of ARIA.
        kind = "noteref" if element.get("role") == _CALL else "footnote"
        if element.get(TYPE) != kind:
            message = f"{quoted(words(element))} is not marked as epub:type {kind}."
            yield Finding("note", message, place)
    for call in calls.values():
        note = notes.get(call.get("href", "")[1:])
        label = next(of_class(note, "label"), None) if note is not None else None
        if label is not None and _number(label) != _number(call):
            message = f"The call {quoted(words(call))} leads to the note {quoted(words(label))}."
            yield Finding("note", message, place)


def _number(element: ET.Element) -> str:
    """Return the number, or sign, that a call or the label of a note shows."""
    found = _NUMBER.search(words(element))
    return found[0] if found else ""
