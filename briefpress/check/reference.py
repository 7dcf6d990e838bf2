"""Read what a PDF is held against: a brief's web page, or the texts of a collection's ePub."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from briefpress.check.book.opened import Book
from briefpress.epub.xhtml import XML_LANG
from briefpress.html_tags import REFERENCES
from briefpress.trees import local_name

NOTHING_TO_COMPARE = (
    "There is no web page beside it to compare it with, or no ePub of the same collection; make "
    "that first (make html epub)."
)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
_CHAPTERS = ("doc-chapter", "doc-introduction")


@dataclass(frozen=True)
class Shown:
    """A page, and what it shows."""

    html: str
    """Empty if there is none."""
    read: Callable[[str], bytes]
    """Returns the file with an address in it, nothing if that is not there."""
    address: str
    """Of the page on the web; empty if it has none, or none is known."""


def read_shown(file: Path) -> Shown:
    """Return the page that has the words of a PDF, from *file*."""
    book = _book(file) if file.suffix == ".epub" else None

    def read(address: str) -> bytes:
        if book:
            return book.files.get(unquote(address), b"")
        named = file.parent / unquote(address)
        return named.read_bytes() if named.is_file() else b""

    return Shown(_bound(book) if book else read_page(file), read, _address(file))


def _address(file: Path) -> str:
    """Return the address of *file*, or of the page beside a book."""
    page = file.with_suffix(".html")
    match = _CANONICAL.search(page.read_text("utf-8")) if page.is_file() else None
    return unescape(match[1]) if match else ""


def read_page(file: Path) -> str:
    """Return the HTML that has the words of a PDF, from *file*; empty if there is none."""
    if not file.is_file():
        return ""
    return _bound(_book(file)) if file.suffix == ".epub" else file.read_text("utf-8")


def _book(file: Path) -> Book | None:
    """Return the book in *file*, None if it cannot be read, as its own checks say."""
    try:
        return Book.opened(file.read_bytes())
    except (OSError, ValueError):
        return None


def _bound(book: Book | None) -> str:
    """Return the texts of *book* as one page, an article for each file."""
    pages = book.texts if book else {}
    root: ET.Element | None = None
    for number, page in enumerate(pages.values()):
        for element in page.iter():
            _make_plain(element, f"{number}.")
        if root is None:
            root = ET.Element("html", page.attrib)
            around = ET.SubElement(root, "body")
        article = ET.SubElement(around, "article", {"data-brief": ""})
        body = page.find("body")
        assert body is not None
        # A chapter's element says what the article does.
        text = next((each for each in body if each.get("role") in _CHAPTERS), body)
        article.text = text.text
        article.extend(text)
    return "" if root is None else ET.tostring(root, encoding="unicode", method="html")


def _make_plain(element: ET.Element, prefix: str) -> None:
    """Make of an *element* of XHTML one of HTML, and begin what it and others are called with
    *prefix*."""
    element.tag = local_name(element)
    language = element.attrib.pop(XML_LANG, None)
    if language and not element.get("lang"):
        element.set("lang", language)
    for name in [name for name in element.attrib if name.startswith("{")]:
        del element.attrib[name]
    for name in ("id", *sorted(REFERENCES)):
        if value := element.get(name):
            element.set(name, " ".join(prefix + word for word in value.split()))
    if (address := element.get("href", "")).startswith("#"):
        element.set("href", f"#{prefix}{address[1:]}")
