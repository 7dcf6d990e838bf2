"""Look in a book for what neither EPUBCheck nor Ace sees.

They know the standard, and not the brief: they take any claim of accessibility for true, any list
of pages for that of the PDF, and any title for the brief's. So a book is held against itself
(`briefpress.epub.accessibility`), and against the pages of its chapters and the PDF beside it.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import tinyhtml5

from briefpress.check.packages import require
from briefpress.check.result import Finding, Report
from briefpress.epub.accessibility import CONFORMANCE, examine
from briefpress.epub.spine import COLOPHON, NAV, chapter_page
from briefpress.epub.xhtml import OPS, XHTML, XML_LANG
from briefpress.tags import is_tag

STANDARD = "accessibility metadata"
# One more whenever another verdict is possible.
VERSION = "book 2"

_TYPE = f"{{{OPS}}}type"
_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_PACKAGE = "EPUB/package.opf"


@dataclass(frozen=True)
class Book:
    """What a file of a book holds: its package document, its pages in the order in which they are
    read, and its pictures by name."""

    package: ET.Element
    pages: dict[str, ET.Element]
    pictures: dict[str, bytes]

    @classmethod
    def opened(cls, content: bytes) -> Book:
        """Return the book *content*; raise `ValueError` if it cannot be read."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                package = ET.fromstring(archive.read("EPUB/package.opf"))  # noqa: S314  # of our own making
                items = {item.get("id", ""): item for item in package.iter(f"{_OPF}item")}
                order = [each.get("idref", "") for each in package.iter(f"{_OPF}itemref")]
                types = {
                    items[name].get("href", ""): items[name].get("media-type", "")
                    for name in dict.fromkeys([*order, *items])
                }
                files = {name: archive.read(f"EPUB/{name}") for name in types}
        except (KeyError, zipfile.BadZipFile, ET.ParseError) as fault:
            raise ValueError(str(fault)) from fault
        try:
            pages = {
                name: ET.fromstring(files[name])  # noqa: S314
                for name, media_type in types.items()
                if media_type == "application/xhtml+xml"
            }
        except ET.ParseError as fault:
            raise ValueError(str(fault)) from fault
        pictures = {
            name: content
            for name, content in files.items()
            if types[name].startswith("image/") and not name.startswith("cover.")
        }
        return cls(package, pages, pictures)

    def dc(self, name: str) -> list[str]:
        """Return the elements of Dublin Core of that *name*."""
        return [_text(element) for element in self.package.iter(f"{_DC}{name}")]

    def meta(self, name: str) -> list[str]:
        """Return the values of the property *name*."""
        found = (e for e in self.package.iter(f"{_OPF}meta") if e.get("property") == name)
        return [_text(element) for element in found]


def look(book: bytes, pages: Sequence[str] = (), pdf: bytes = b"") -> Report:
    """Return what is wrong with *book*, whose chapters have the web *pages* and whose PDF is
    *pdf*; what is empty is not there to compare with."""
    try:
        opened = Book.opened(book)
    except ValueError as fault:
        return Report((Finding("unreadable", f"The book cannot be read: {fault}"),))
    findings = [*_claims(opened), *_page_list(opened, pdf), *_languages(opened), *_numbers(opened)]
    for number, page in enumerate(pages):
        if not page:
            continue
        web = tinyhtml5.parse(page)
        findings += _passages(opened, number, web)
        findings += _chapter(opened, number, web) if number else _metadata(opened, web)
    return Report(tuple(findings))


def _claims(book: Book) -> Iterator[Finding]:
    """Yield what is not true of what the book says of its accessibility."""
    found = examine(book.pages.values(), book.pictures)
    for name in dict.fromkeys(name for name, _ in found.properties):
        true = {value for each, value in found.properties if each == name}
        said = set(book.meta(name))
        for value in sorted(said - true):
            yield Finding("untrue", f"The book says {name} “{value}”, which it is not.", _PACKAGE)
        for value in sorted(true - said):
            yield Finding("unsaid", f"The book is {name} “{value}” and does not say so.", _PACKAGE)
    if not any(book.meta("schema:accessibilitySummary")):
        message = "The book does not tell readers in a summary how accessible it is."
        yield Finding("no-summary", message, _PACKAGE)
    claims, certifiers = book.meta("dcterms:conformsTo"), book.meta("a11y:certifiedBy")
    for claim in claims:
        if claim != CONFORMANCE:
            message = (
                f"The book conforms to “{claim}”; EPUB Accessibility 1.1 takes letter by letter"
            )
            yield Finding("conformance", f"{message} “{CONFORMANCE}”.", _PACKAGE)
        for fault in found.faults:
            yield Finding("conformance", f"The book claims “{claim}”, but has {fault}.", _PACKAGE)
    if claims and not any(certifiers):
        message = "The book claims to be accessible, and does not say who answers for it."
        yield Finding("certifier", message, _PACKAGE)
    for name, tree in book.pages.items():
        for image in tree.iter(f"{{{XHTML}}}img"):
            if image.get("alt") is None:
                message = f"The picture {image.get('src')} has no text alternative."
                yield Finding("alternative", message, f"EPUB/{name}")


def _page_list(book: Book, pdf: bytes) -> Iterator[Finding]:
    """Yield where the list of pages is not that of *pdf*, or leads nowhere."""
    marks = [
        (name, mark.get("id", ""), mark.get("aria-label", ""))
        for name, tree in book.pages.items()
        for mark in tree.iter()
        if mark.get(_TYPE) == "pagebreak" or mark.get("role") == "doc-pagebreak"
    ]
    entries = [
        (*link.get("href", "").partition("#")[::2], _text(link))
        for tree in book.pages.values()
        for nav in tree.iter(f"{{{XHTML}}}nav")
        if nav.get(_TYPE) == "page-list"
        for link in nav.iter(f"{{{XHTML}}}a")
    ]
    if entries != marks:
        message = "The list of pages and the marks in the text are not the same, or in other order."
        yield Finding("page-list", message, "EPUB/nav.xhtml")
    if entries and not (set(book.meta("pageBreakSource")) & set(book.dc("source"))):
        message = "The book does not say which edition its pages are of."
        yield Finding("page-source", message, _PACKAGE)
    labels = _labels(pdf) if pdf else [label for *_, label in entries]
    if [label for *_, label in entries] != labels:
        message = f"The PDF has the pages {_span(labels)}, the book lists "
        message += _span([label for *_, label in entries])
        yield Finding("page-list", f"{message}.", "EPUB/nav.xhtml")


def _labels(pdf: bytes) -> list[str]:
    document = require("pypdfium2").PdfDocument(pdf)
    try:
        pages = range(len(document))
        return [document.get_page_label(page) or str(page + 1) for page in pages]
    finally:
        document.close()


def _span(labels: list[str]) -> str:
    if not labels:
        return "none"
    return f"{labels[0]} to {labels[-1]} ({len(labels)})"


def _languages(book: Book) -> Iterator[Finding]:
    """Yield where a language is not said, said twice and differently, or none."""
    said = book.dc("language")
    for name, tree in book.pages.items():
        if tree.get("lang") not in said:
            message = f"The page is in “{tree.get('lang', '')}”, the book in {', '.join(said)}."
            yield Finding("language", message, f"EPUB/{name}")
        for element in tree.iter():
            tag, other = element.get("lang"), element.get(XML_LANG)
            if tag != other:
                message = (
                    f"<{_name(element)}> has lang “{tag or ''}”, but xml:lang “{other or ''}”."
                )
                yield Finding("language", message, f"EPUB/{name}")
            elif tag is not None and not is_tag(tag):
                message = f"<{_name(element)}> is in “{tag}”, which is no language."
                yield Finding("language", message, f"EPUB/{name}")


def _metadata(book: Book, web: ET.Element) -> Iterator[Finding]:
    """Yield what the book says of the brief other than its web page, which has the same source:
    the front matter and its translation."""
    metas: dict[str, list[str]] = {}
    for meta in web.iter(f"{{{XHTML}}}meta"):
        metas.setdefault(meta.get("name", ""), []).append(meta.get("content", ""))
    links = [link.get("href", "") for link in _in(web, "doi", "a")]
    expected = {
        "title": [_text(heading) for heading in web.iter(f"{{{XHTML}}}h1")][:1],
        "creator": metas.get("author", []),
        "date": [time.get("datetime", "") for time in _in(web, "byline", "time")][:1],
        "description": metas.get("description", []),
        "language": [web.get("lang", "")],
        "DOI": links[:1],
        "subject": [word for words in metas.get("keywords", []) for word in words.split(", ")],
    }
    found = {name: book.dc(name) for name in expected}
    found["title"], found["language"] = found["title"][:1], found["language"][:1]
    found["DOI"] = [each for each in book.dc("identifier") if each.startswith("https://doi.org/")]
    found["subject"] = [part for word in found["subject"] for part in word.split(", ")]
    for name, written in expected.items():
        values = [" ".join(value.split()) for value in written]
        if found[name] != values:
            message = (
                f"The web page has {_listed(values)} as {name}, the book {_listed(found[name])}."
            )
            yield Finding("metadata", message, _PACKAGE)


def _numbers(book: Book) -> Iterator[Finding]:
    """Yield the figures and tables that have the number of another: they run through the book."""
    captions = Counter(
        _text(element)
        for tree in book.pages.values()
        for element in tree.iter()
        if "caption-number" in element.get("class", "").split()
    )
    for caption, count in captions.items():
        if count > 1:
            yield Finding("number", f"There are {count} captions with “{caption}”.")


def _chapter(book: Book, number: int, web: ET.Element) -> Iterator[Finding]:
    """Yield where the chapter of that *number* has another title than its brief's page."""
    name = chapter_page(number)
    page = book.pages.get(name)
    titles, found = (
        [_text(heading) for heading in tree.iter(f"{{{XHTML}}}h1")]
        for tree in (web, ET.Element("none") if page is None else page)
    )
    if [f"{number} {title}" for title in titles] != found:
        message = f"The brief’s page has the title {_listed(titles)}, chapter {number} "
        yield Finding("chapter", f"{message}{_listed(found)}.", f"EPUB/{name}")


def _passages(book: Book, number: int, web: ET.Element) -> Iterator[Finding]:
    """Yield the passages that are in another language on the *web* page of the chapter *number*
    and not in the book."""
    name = chapter_page(number)
    # Beside the text, a collection has a title page; and what all chapters say is said at the end.
    names = (name, COLOPHON) if number else (name, COLOPHON, "title.xhtml", NAV)
    pages = (book.pages[each] for each in names if each in book.pages)
    known = {passage for page in pages for passage in _foreign(page)}
    for part in web.iter(f"{{{XHTML}}}div"):
        if "brief-text" in part.get("class", "").split():
            for tag, words in dict.fromkeys(_foreign(part)):
                if (tag, words) not in known:
                    message = f"“{words[:60]}” is in the language “{tag}”, and not marked so."
                    yield Finding("passage", message, f"EPUB/{name}")


def _foreign(tree: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield the languages and the words of the passages in *tree* that have one of their own."""
    web_only = {
        inner
        for each in tree.iter()
        if each.get("data-web-only") is not None
        for inner in each.iter()
    }
    for element in tree.iter():
        if element in web_only:
            continue
        tag, words = element.get("lang"), _text(element)
        if tag and words and element.tag != f"{{{XHTML}}}html":
            yield tag, words


def _in(tree: ET.Element, kind: str, tag: str) -> Iterator[ET.Element]:
    """Yield the elements *tag* in those of the class *kind*."""
    for element in tree.iter():
        if kind in element.get("class", "").split():
            yield from element.iter(f"{{{XHTML}}}{tag}")


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _name(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _listed(values: list[str]) -> str:
    return ", ".join(f"“{value}”" for value in values) or "nothing"
