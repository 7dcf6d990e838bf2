"""Read what a PDF is held against: a brief's web page, or the texts of a collection's ePub."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

_WHOLE = ("doc-chapter", "doc-introduction")
_CONTAINER = ".//{*}rootfile"
_CHAPTERS = ("doc-chapter", "doc-introduction")
_NAMES = ("aria-describedby", "aria-labelledby", "for", "headers", "id")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_page(file: Path) -> str:
    """Return the HTML that has the words of a PDF, from *file*; empty if there is none."""
    if not file.is_file():
        return ""
    return _bound(file) if file.suffix == ".epub" else file.read_text("utf-8")


def _bound(book: Path) -> str:
    """Return the texts of *book* as one page, an article for each file."""
    root: ET.Element | None = None
    for number, page in enumerate(_texts(book)):
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


def _texts(book: Path) -> Iterator[ET.Element]:
    """Yield the pages of *book* in their order, but for its cover and what is made for reading
    systems."""
    with zipfile.ZipFile(book) as archive:
        container = ET.fromstring(archive.read("META-INF/container.xml"))  # noqa: S314  # of our own making
        rootfile = container.find(_CONTAINER)
        assert rootfile is not None
        path = rootfile.get("full-path", "")
        package = ET.fromstring(archive.read(path))  # noqa: S314
        items = {item.get("id"): item for item in package.iterfind("{*}manifest/{*}item")}
        for each in package.iterfind("{*}spine/{*}itemref"):
            item = items[each.get("idref")]
            if "nav" in item.get("properties", "").split():
                continue
            name = posixpath.join(posixpath.dirname(path), item.get("href", ""))
            page = ET.fromstring(archive.read(name))  # noqa: S314
            if page.find(".//*[@role='doc-cover']") is None:
                yield page


def _make_plain(element: ET.Element, prefix: str) -> None:
    """Make of an *element* of XHTML one of HTML, and begin what it and others are called with
    *prefix*."""
    element.tag = element.tag.rpartition("}")[2]
    if element.get("role") in _WHOLE:
        element.tag = "div"  # no section of a text
    language = element.attrib.pop(_XML_LANG, None)
    if language and not element.get("lang"):
        element.set("lang", language)
    for name in [name for name in element.attrib if name.startswith("{")]:
        del element.attrib[name]
    for name in _NAMES:
        if value := element.get(name):
            element.set(name, " ".join(prefix + word for word in value.split()))
    if (address := element.get("href", "")).startswith("#"):
        element.set("href", f"#{prefix}{address[1:]}")
