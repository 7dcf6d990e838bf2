"""Make of a chapter of a book, and of its web page, the same sequence of blocks if all is well.

They have the same text, and what stands around it in another order: a cover here, the head of a
text there. In a collection numbers run through the book, and its end says what all chapters would.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

from briefpress.check.book.opened import Book, is_mark, of_class, words
from briefpress.check.book.reading import Block, read_blocks
from briefpress.epub.spine import COLOPHON, TEXT, TITLE, chapter_page
from briefpress.epub.trees import XHTML, local_name, remove
from briefpress.epub.xhtml import to_tree

# What the web alone has: addresses of files, lists of other works.
_WEB_ONLY = frozenset({"chapters", "contents", "downloads", "volumes"})
# What says a number of a figure, a table or a formula: it is another in a collection.
_NUMBERS = frozenset({"caption-number", "eqno", "numbered", "std-numref"})
# What the end of a collection says of all its chapters (see `binding`), and a publisher is one.
_SAID_ONCE = ("disclaimer", "license", "publisher")
_PERSON = "biography"
_FORMULA = "#equation-"  # a link to one has no class


class Site:
    """The web pages of a book's chapters; the first is that of the brief or of the collection."""

    def __init__(self, pages: Sequence[str]) -> None:
        self.sources = pages
        self.pages = [to_tree(page) if page else None for page in pages]
        self.is_collection = len(pages) > 1
        self._names = [_name(page) for page in self.pages]

    def address(self, number: int) -> str:
        """Return the web address of a page, empty if it has none."""
        page = self.pages[number]
        return "" if page is None else _address(page)

    def place(self, link: str, number: int) -> str:
        """Return where a *link* of the page with that *number* leads in the book, or on the web;
        nothing if no book has that link."""
        if link.startswith("#"):
            return unquote(chapter_page(number) + link).removesuffix("#")
        path, _, part = link.partition("#")
        if urlsplit(link).scheme or link.startswith("//"):
            return unquote(link)
        file = PurePosixPath(unquote(path))
        if file.suffix != ".html" or not self.address(number):
            return ""  # a file to download, or nobody knows which place in the web it is
        if file.parts.count("..") < 2 and file.stem in self._names:
            here = chapter_page(self._names.index(file.stem))
            return f"{here}#{unquote(part)}" if part else here
        return unquote(urljoin(self.address(number), link))


def _name(page: ET.Element | None) -> str | None:
    """Return what a page is called: as the book beside it."""
    links = [] if page is None else page.iter(f"{{{XHTML}}}link")
    books = (link.get("href", "") for link in links if link.get("type") == "application/epub+zip")
    return next((PurePosixPath(unquote(book)).stem for book in books), None)


def _address(page: ET.Element) -> str:
    links = (link for link in page.iter(f"{{{XHTML}}}link") if link.get("rel") == "canonical")
    return next((link.get("href", "") for link in links), "")


@dataclass(frozen=True)
class Chapter:
    """The chapter of *book* with that *number*, whose web page is in *site*; 0 is the text of the
    brief or of the collection itself."""

    book: Book
    site: Site
    number: int

    @property
    def path(self) -> str:
        """Where messages say that it is."""
        return f"EPUB/{chapter_page(self.number)}"

    @cached_property
    def found(self) -> list[Block]:
        """The blocks that the book has."""
        names = [chapter_page(self.number)] if self.number else [TITLE, TEXT, COLOPHON]
        pages = [copy.deepcopy(self.book.pages[name]) for name in names if name in self.book.pages]
        bodies = [body for page in pages for body in page.iterfind(f"{{{XHTML}}}body")]
        for body in bodies:
            _drop(body, is_mark)
            _drop(body, lambda e: e.get("id") == "introduction_heading")
            _drop(body, lambda e: "chapter-number" in _classes(e))
        return self._blocks(bodies, self._place)

    def _place(self, link: str) -> str:
        """Return where a *link* of the book leads; nothing if its page cannot tell. That of a
        draft, or of a site without address, names others as they lie beside it."""
        if link.startswith("#"):
            return unquote(chapter_page(self.number) + link).removesuffix("#")
        if not (self.site.address(self.number) or link in self._links):
            return ""
        # A collection that has no text is named by its title page.
        place = unquote(link).replace(TITLE, TEXT)
        numbers = range(len(self.site.pages))
        hidden = [chapter_page(each) for each in numbers if not self.site.address(each)]
        return "" if place.partition("#")[0] in hidden else place

    @cached_property
    def _links(self) -> set[str]:
        page = self.site.pages[self.number]
        return set() if page is None else {each.get("href", "") for each in page.iter()}

    @cached_property
    def written(self) -> list[Block]:
        """The blocks that the web page has."""
        page = self.site.pages[self.number]
        assert page is not None
        article = next(e for e in copy.deepcopy(page).iter() if "data-brief" in e.attrib)
        _drop(article, lambda e: bool(_WEB_ONLY & _classes(e)))
        _drop(article, lambda e: local_name(e) == "summary" and "data-web-only" in e.attrib)
        self._arrange_head(article, page)
        if self.number:
            self._leave_to_end(article)
            self._leave_to_others(article)
        elif self.site.is_collection:  # there it is a page of its own
            for heading in article.iter(f"{{{XHTML}}}h2"):
                if heading.get("id") == "colophon_heading":
                    heading.tag = f"{{{XHTML}}}h1"
        return self._blocks([article], lambda link: self.site.place(link, self.number))

    def _arrange_head(self, article: ET.Element, page: ET.Element) -> None:
        """Put what stands on the cover into the order in which the book has it."""
        cover = next(of_class(article, "cover"))
        # A book has no page of a series, a topic or a person.
        for part in (cover, *of_class(article, "translators")):
            for link in part.iter(f"{{{XHTML}}}a"):
                if not urlsplit(link.get("href", "")).scheme:
                    link.attrib.pop("href", None)
        head = next(of_class(cover, "cover-text"))
        pictures = list(of_class(cover, "cover-picture"))
        credits = list(of_class(cover, "cover-credit"))
        _drop(cover, lambda e: e in (*pictures, *credits))
        for credit in credits:
            credit.tag = f"{{{XHTML}}}figcaption"
        masthead = ET.Element(f"{{{XHTML}}}p")
        masthead.extend([copy.copy(each) for each in of_class(page, "institution")][:1])
        for each in masthead:
            each.tail = None
        isbn = ET.Element(f"{{{XHTML}}}p")
        numbers = (each for each in of_class(page, "isbn") if local_name(each) == "span")
        isbn.text = next((f"ISBN {words(each)}" for each in numbers), "")
        if not self.site.is_collection:
            head.insert(0, masthead)
        head.extend([isbn, *pictures, *credits])
        if self.site.is_collection and not self.number:
            head.append(masthead)

    def _leave_to_end(self, article: ET.Element) -> None:
        """Take out of *article* what the end of the book says of all chapters."""
        own, end = self.book.pages.get(chapter_page(self.number)), self.book.pages.get(COLOPHON)
        for publisher in of_class(article, "publisher"):
            for name in [each for each in publisher if "issn" not in _classes(each)]:
                name.text, name.tail = None, (name.tail or "").lstrip(" ·")
        said = {words(each) for name in _SAID_ONCE for each in _entries(end, name)}
        missing = {name for name in _SAID_ONCE if not _entries(own, name)}
        _drop(
            article,
            lambda e: (
                local_name(e) in ("dd", "dt")
                and bool(missing & _classes(e))
                and (words(e) in said or "publisher" in _classes(e))
            ),
        )

    def _leave_to_others(self, article: ET.Element) -> None:
        """Take out of *article* whom the book tells of in an earlier chapter."""
        before = (self.book.pages.get(chapter_page(each)) for each in range(1, self.number))
        known = {
            words(each) for page in before if page is not None for each in of_class(page, _PERSON)
        }
        _drop(article, lambda e: _PERSON in _classes(e) and words(e) in known)

    def _blocks(self, roots: Sequence[ET.Element], place: Callable[[str], str]) -> list[Block]:
        if self.site.is_collection:
            for root in roots:
                _forget_issn(root)
                _forget_numbers(root)
                for part in of_class(root, "about-authors"):
                    # It says whether those who are left are one or several.
                    _drop(part, lambda e: local_name(e).startswith("h"))
        return read_blocks(roots, place, numbered=not self.site.is_collection)


def _entries(page: ET.Element | None, name: str) -> list[ET.Element]:
    """Return what the last part of a page says under a *name*, and its term."""
    found = [] if page is None else of_class(page, name)
    return [each for each in found if local_name(each) in ("dd", "dt")]


def _forget_issn(tree: ET.Element) -> None:
    """Take the number of the series out of the head: in a collection the end alone tells it."""
    for label in of_class(tree, "label"):
        _drop(label, lambda e: "issn" in _classes(e))
        if len(label):
            label[-1].tail = (label[-1].tail or "").rstrip(" ·")
        else:
            label.text = (label.text or "").rstrip(" ·")


def _forget_numbers(tree: ET.Element) -> None:
    """Take the numbers out of *tree*, and whose they are: “Figure 2 (The ports)”."""
    for element in list(tree.iter()):
        kinds = _classes(element)
        if element.get("role") == "doc-footnote":
            for label in of_class(element, "label"):
                label.text = ""
                for link in label:
                    link.tail = ""
        if _NUMBERS & kinds or _FORMULA in element.get("href", ""):
            element[:], element.text = [], ""
        for before, owner in [*pairwise(element)]:
            if "other-document" in _classes(owner):
                words_before = (before.tail or "").removesuffix("(")
                before.tail = words_before + (owner.tail or "").removeprefix(")")
                element.remove(owner)


def _drop(tree: ET.Element, is_meant: Callable[[ET.Element], bool]) -> None:
    """Take out of *tree* what *is_meant*; the words after it stay."""
    for element in list(tree.iter()):
        for child in [child for child in element if isinstance(child.tag, str) and is_meant(child)]:
            remove(element, child)


def _classes(element: ET.Element) -> frozenset[str]:
    return frozenset(element.get("class", "").split())
