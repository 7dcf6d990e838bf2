"""Hold a book against the web pages of its chapters, which are made of the same texts and the same
front matter."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

import tinyhtml5

from briefpress.check.book.opened import PACKAGE, TYPE, Book, is_mark, words
from briefpress.check.result import Finding
from briefpress.check.structure.page import Page
from briefpress.check.text_layer.page import is_left_out, parse_page
from briefpress.epub.builder import group_position
from briefpress.epub.spine import COLOPHON, chapter_page
from briefpress.epub.trees import XHTML, remove
from briefpress.languages import comma

_LETTERS = 60  # of a passage are shown
# What says a number of a figure, a table or a formula: it is another in a collection.
_NUMBERS = frozenset({"caption-number", "eqno", "numbered", "std-numref"})
_FORMULA = "#equation-"  # a link to one has no class


def findings(book: Book, pages: Sequence[str]) -> Iterator[Finding]:
    """Yield what *book* has otherwise than the web *pages* of its chapters; the first is that of
    the brief or of the collection itself."""
    for number, page in enumerate(pages):
        if page:
            chapter = _Chapter(book, number, in_collection=len(pages) > 1)
            web = tinyhtml5.parse(page)
            yield from chapter.titles(web) if number else _metadata(book, _without_briefs(web))
            yield from chapter.passages(web)
            yield from chapter.content(page)
    yield from _numbers(book)
    yield from _notes(book)


def _without_briefs(web: ET.Element) -> ET.Element:
    """Return the page of a collection without what it tells of its briefs."""
    for element in web.iter():
        for listing in [each for each in element if "chapters" in each.get("class", "").split()]:
            element.remove(listing)
    return web


def _metadata(book: Book, web: ET.Element) -> Iterator[Finding]:
    """Yield what the book says of the brief in other words than its page."""
    said = _said(book)
    for name, written in _written(web).items():
        values = [" ".join(value.split()) for value in written]
        if said[name] != values:
            message = (
                f"The web page has {_listed(values)} as {name}, the book {_listed(said[name])}."
            )
            yield Finding("metadata", message, PACKAGE)
    links = (link for link in web.iter(f"{{{XHTML}}}link") if link.get("rel") == "canonical")
    for address in (link.get("href", "") for link in links):
        pdf = f"{address.removesuffix('.html')}.pdf"
        for source in book.meta("pageBreakSource"):
            if source != pdf:
                message = f"The book has the pages of {source}, and not of {pdf}."
                yield Finding("page-source", message, PACKAGE)


def _written(web: ET.Element) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for meta in web.iter(f"{{{XHTML}}}meta"):
        metas.setdefault(meta.get("name", ""), []).append(meta.get("content", ""))
    # An author's text may have elements of these classes too; the cover comes first.
    cover = next(_of_class(web, "cover"), web)
    colophon = next(reversed([*_of_class(web, "colophon")]), web)
    series = [link for link in _in(cover, "label", "a") if "/series/" in link.get("href", "")]
    numbers = (group_position((each.tail or "").partition("·")[0].strip()) for each in series)
    licence = [
        *_entry(colophon, "license"),
        *(each.get("href", "") for each in _in(colophon, "license", "a")),
    ]
    orcids = [
        each for each in _in(cover, "author", "a") if "orcid" in each.get("class", "").split()
    ]
    return {
        "title": [words(heading) for heading in cover.iter(f"{{{XHTML}}}h1")],
        "subtitle": [words(each) for each in _of_class(cover, "subtitle")],
        "creator": metas.get("author", []),
        "ORCID": [link.get("href", "") for link in orcids],
        "translator": _entry(colophon, "translators"),
        "publisher": [words(each) for each in _of_class(web, "institution")][:1],
        "date": [time.get("datetime", "") for time in _in(cover, "byline", "time")],
        "description": metas.get("description", []),
        "language": [web.get("lang", "")],
        "DOI": [words(link) for link in _in(cover, "doi", "a")],
        "subject": [", ".join(metas.get("keywords", []))],
        "licence": [", ".join(licence)] if licence else [],
        "series": [words(link) for link in series],
        "number": list(filter(None, numbers)),
        "ISSN": [words(each).removeprefix("ISSN ") for each in _of_class(cover, "issn")],
        "ISBN": [number.replace("-", "") for number in _entry(colophon, "isbn")],
    }


def _said(book: Book) -> dict[str, list[str]]:
    titles, languages = book.dc("title"), book.dc("language")
    names = book.contributors("translator")
    translators = comma(languages[0] if languages else "en").join(names)
    numbers = [(e.get("refines", ""), words(e)) for e in book.metas("dcterms:identifier")]
    return {
        "title": titles[:1],
        "subtitle": titles[1:],
        "creator": book.dc("creator"),
        "ORCID": [number for of, number in numbers if of.startswith("#author-")],
        "translator": [translators] if translators else [],
        "publisher": book.dc("publisher"),
        "date": book.dc("date"),
        "description": book.dc("description"),
        "language": languages[:1],
        "DOI": [each for each in book.dc("identifier") if each.startswith("https://doi.org/")],
        "subject": [", ".join(book.dc("subject"))],
        "licence": book.dc("rights"),
        "series": book.meta("belongs-to-collection"),
        "number": book.meta("group-position"),
        "ISSN": [number.removeprefix("urn:ISSN:") for of, number in numbers if of == "#series"],
        "ISBN": [
            each.removeprefix("urn:isbn:")
            for each in book.dc("identifier")
            if each.startswith("urn:isbn:")
        ],
    }


@dataclass(frozen=True)
class _Chapter:
    """The chapter of *book* with that *number*; 0 is the text of the brief or of the collection."""

    book: Book
    number: int
    in_collection: bool

    @property
    def pages(self) -> dict[str, ET.Element]:
        """The pages of the book that have what is in the chapter alone."""
        own = chapter_page(self.number)
        return {
            name: tree
            for name, tree in self.book.texts.items()
            if name == own or not (self.number or name.startswith("chapter-"))
        }

    def _with_end(self) -> list[ET.Element]:
        """Return the pages that have what is in the chapter: what all say is said at the end, and
        who an author is in the first chapter by that author."""
        if not self.number:
            return [*self.pages.values()]
        end = [tree for name, tree in self.book.texts.items() if name == COLOPHON]
        before = [self.book.texts[chapter_page(number)] for number in range(1, self.number)]
        authors = (part for tree in before for part in _of_class(tree, "about-authors"))
        return [*self.pages.values(), *map(_page_of, authors), *end]

    @property
    def path(self) -> str:
        return f"EPUB/{chapter_page(self.number)}"

    def titles(self, web: ET.Element) -> Iterator[Finding]:
        """Yield where the chapter has another title than its brief's page."""
        written = [words(heading) for heading in web.iter(f"{{{XHTML}}}h1")]
        said = [words(each) for tree in self.pages.values() for each in tree.iter(f"{{{XHTML}}}h1")]
        if [f"{self.number} {title}" for title in written] != said:
            message = f"The brief’s page has the title {_listed(written)}, chapter {self.number}"
            yield Finding("chapter", f"{message} {_listed(said)}.", self.path)

    def passages(self, web: ET.Element) -> Iterator[Finding]:
        """Yield the passages that are in another language on the web page than in the book."""
        said = {passage for tree in self.pages.values() for passage in _foreign(tree)}
        known = said | {passage for tree in self._with_end() for passage in _foreign(tree)}
        parts = [part for part in web.iter(f"{{{XHTML}}}article") if "data-brief" in part.attrib]
        written = {passage for part in parts for passage in _foreign(part)}
        in_text = (part for each in parts for part in _of_class(each, "brief-text"))
        for tag, text in dict.fromkeys(passage for part in in_text for passage in _foreign(part)):
            if (tag, text) not in known:
                message = f"“{text[:_LETTERS]}” is in the language “{tag}”, and not marked so."
                yield Finding("passage", message, self.path)
        for tag, text in sorted(said - written):
            message = f"“{text[:_LETTERS]}” is marked as being in the language “{tag}”, and is not."
            yield Finding("passage", message, self.path)

    def content(self, page: str) -> Iterator[Finding]:
        """Yield what of the web *page* is not in the chapter, nor said of all at the end."""
        chapter = _as_page(self._with_end())
        texts = [
            each
            for each in parse_page(page).iter("div")
            if "brief-text" in each.get("class", "").split()
        ]
        if self.in_collection:
            texts = copy.deepcopy(texts)
            for tree in (chapter, *texts):
                _forget_numbers(tree)
        written, found = Page(page), Page(ET.tostring(chapter, "unicode", "html"))
        for rule, what, there, here in (
            ("words", "The text", [t for each in texts for t in _strings(each)], _strings(chapter)),
            ("note", "The note", written.notes, found.notes),
            ("alternative", "What a picture shows,", written.pictures, found.pictures),
            ("alternative", "What a formula says,", written.formulas, found.formulas),
            ("link", "The link to", written.addresses, found.addresses),
        ):
            for text in Counter(_plain(there)) - Counter(_plain(here)):
                yield Finding(rule, f"{what} “{text[:_LETTERS]}” is not in the book.", self.path)


def _page_of(part: ET.Element) -> ET.Element:
    tree = ET.Element(f"{{{XHTML}}}html")
    ET.SubElement(tree, f"{{{XHTML}}}body").append(part)
    return tree


def _foreign(tree: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield the languages and the words of the passages in *tree* that have one of their own."""
    for element in tree.iter():
        tag, text = element.get("lang"), words(element)
        if tag and text and element.tag != f"{{{XHTML}}}html":
            yield tag, text


def _strings(element: ET.Element) -> Iterator[str]:
    """Yield the texts in *element* that are not parted by other elements."""
    if not is_left_out(element):
        yield element.text or ""
        for child in element:
            yield from _strings(child)
    yield element.tail or ""


def _plain(texts: Iterable[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts if any(map(str.isalnum, text))]


def _forget_numbers(tree: ET.Element) -> None:
    """Take the numbers out of *tree*, and whose they are: “Figure 2 (The ports)”; and what says
    whether those who are told of are one or several."""
    for element in list(tree.iter()):
        kinds = {*element.get("class", "").split()}
        if "about-authors" in kinds and len(element):
            element.remove(element[0])
        is_note = element.tag == "span" and "label" in kinds
        if _NUMBERS & kinds or is_note or _FORMULA in element.get("href", ""):
            element[:], element.text = [], ""
        for before, owner in [*pairwise(element)]:
            if "other-document" in owner.get("class", "").split():
                words_before = (before.tail or "").removesuffix("(")
                before.tail = words_before + (owner.tail or "").removeprefix(")")
                element.remove(owner)


def _numbers(book: Book) -> Iterator[Finding]:
    """Yield the figures and tables that have the number of another: they run through the book."""
    captions = Counter(
        words(each) for tree in book.texts.values() for each in _of_class(tree, "caption-number")
    )
    for caption, count in captions.items():
        if count > 1:
            yield Finding("number", f"There are {count} captions with “{caption}”.")


def _notes(book: Book) -> Iterator[Finding]:
    """Yield the notes that reading systems cannot show where they are called: they look for EPUB's
    own names, and not for those of ARIA."""
    for name, tree in book.texts.items():
        for element in tree.iter():
            kind = {"doc-noteref": "noteref", "doc-footnote": "footnote"}.get(
                element.get("role", "")
            )
            if kind and element.get(TYPE) != kind:
                message = f"“{words(element)[:_LETTERS]}” is not marked as epub:type {kind}."
                yield Finding("note", message, f"EPUB/{name}")


def _as_page(pages: Iterable[ET.Element]) -> ET.Element:
    """Return the text of *pages* as a web page has it, whole where a page of the PDF begins."""
    article = ET.Element("article", {"data-brief": ""})
    for tree in pages:
        article.extend(copy.deepcopy(tree).iterfind(f"{{{XHTML}}}body/*"))
    for element in article.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
        for mark in [child for child in element if is_mark(child)]:
            remove(element, mark)
    return article


def _entry(web: ET.Element, name: str) -> list[str]:
    """Return what the page says of the brief under a *name* in its last part."""
    return [words(each) for each in _of_class(web, name) if each.tag == f"{{{XHTML}}}dd"]


def _in(tree: ET.Element, kind: str, tag: str) -> Iterator[ET.Element]:
    """Yield the elements *tag* in those of the class *kind*."""
    for element in _of_class(tree, kind):
        yield from element.iter(f"{{{XHTML}}}{tag}")


def _of_class(tree: ET.Element, kind: str) -> Iterator[ET.Element]:
    return (each for each in tree.iter() if kind in each.get("class", "").split())


def _listed(values: list[str]) -> str:
    return ", ".join(f"“{value}”" for value in values) or "nothing"
