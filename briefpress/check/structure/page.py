"""Read the structure of a page: the blocks of its text, its tables, pictures, notes and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from briefpress.addresses import encoded
from briefpress.check.text_layer.page import is_left_out, parse_page
from briefpress.html_tags import names
from briefpress.markup import WITHIN_WORDS
from briefpress.trees import local_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADING = re.compile("h[1-6]")


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item, a cell: its tag, and its words without those of blocks in
    it and of the calls of notes. ``in_text`` says whether it is of the author's text,
    ``in_caption`` of a caption."""

    tag: str
    text: str
    in_text: bool
    in_caption: bool

    @property
    def is_heading(self) -> bool:
        """Whether it is one."""
        return bool(_HEADING.fullmatch(self.tag))


class Page:
    """What an HTML document has in its ``<article data-brief>``, and screen readers tell of it."""

    def __init__(self, html: str) -> None:
        root = parse_page(html)
        self._root = root
        self._elements = [
            (element, marks)
            for article in root.iterfind(".//article[@data-brief]")
            for element, marks in _walk(article, frozenset())
        ]

    @property
    def language(self) -> str:
        """The language of the page, as BCP 47."""
        return self._root.get("lang", "")

    @cached_property
    def said(self) -> dict[str, str]:
        """What the page says of itself to search engines, by the name that a PDF has for it."""
        said: dict[str, list[str]] = {}
        for each in self._root.iter("meta"):
            said.setdefault(each.get("name", ""), []).append(each.get("content", ""))
        names = {"Author": "author", "Subject": "description", "Keywords": "keywords"}
        return {key: ", ".join(said[name]) for key, name in names.items() if name in said}

    @cached_property
    def blocks(self) -> list[Block]:
        """Its blocks that have words of their own, in reading order, but for those of notes."""
        places = {element: place for place, (element, _) in enumerate(self._elements)}
        found = []
        for element, marks in self._elements:
            if _is_inline(element) or "note" in marks:
                continue
            place = places[element]
            for text, before in _runs(element):
                if text.strip():
                    ahead = () if before is None else before.iter()
                    last = max((places.get(each, place) for each in ahead), default=place)
                    block = Block(element.tag, text, "in_text" in marks, "in_caption" in marks)
                    found.append(((last, before is not None, -place), block))
        return [block for _, block in sorted(found, key=itemgetter(0))]

    @cached_property
    def notes(self) -> list[str]:
        """The words of its notes, as far as they are paragraphs; what calls them must be heard. On
        paper one that only another calls is part of that."""
        return [
            " ".join(_all_text(each) for each in element.iterfind("p"))
            for element, _ in self._elements
            if element.get("role") == "doc-footnote" and f"#{element.get('id')}" in self._calls
        ]

    @property
    def calls(self) -> int:
        """How often its notes are called; on paper, what stands in a note calls none."""
        return len(self._calls)

    @cached_property
    def _calls(self) -> list[str]:
        return [
            child.get("href", "")
            for element, marks in self._elements
            if "note" not in marks
            for child in element
            if child.get("role") == "doc-noteref"
        ]

    @cached_property
    def labels(self) -> list[str]:
        """What is said of links besides their words."""
        return [each.get("aria-label", "") for each in self._named("a") if each.get("aria-label")]

    @cached_property
    def inner_links(self) -> list[tuple[str, str]]:
        """Its links to its own parts: their words, and the first words of what they lead to."""
        named = {each.get("id"): each for each, _ in self._elements if each.get("id")}
        found = []
        for each in self._named("a"):
            target = named.get(each.get("href", "#").removeprefix("#"))
            if each.get("href", "").startswith("#") and target is not None:
                blocks = (_own_text(inner) for inner in target.iter() if not _is_inline(inner))
                found.append((_all_text(each), next(filter(str.strip, blocks), "")))
        return found

    @cached_property
    def web_links(self) -> list[tuple[str, str]]:
        """Its links to the web: their words, and where they lead."""
        return [(_all_text(e), encoded(_address(e))) for e in self._named("a") if _is_web(e)]

    @cached_property
    def languages(self) -> set[str]:
        """All languages in which something is said to be."""
        return {element.get("lang", "") for element, _ in self._elements} | {self.language}

    @property
    def pictures(self) -> list[str]:
        """The alternative texts of its pictures that have one."""
        return [text for _, text in self.described]

    @cached_property
    def described(self) -> list[tuple[Element, str]]:
        """Its pictures that have an alternative text, and that; a chart is drawn twice."""
        found = []
        for element, _ in self._elements:
            if local_name(element) == "img":
                found.append((element, element.get("alt", "")))
            elif local_name(element) == "svg" and "narrow" not in element.get("class", ""):
                found.append((element, element.get("aria-label", "")))
        return [(element, text) for element, text in found if text]

    @cached_property
    def chart_files(self) -> set[Element]:
        """Those of its pictures that are charts."""
        figures = ((each, each.get("class", "").split()) for each in self._named("figure"))
        return {image for each, kinds in figures if "chart" in kinds for image in each.iter("img")}

    @property
    def files(self) -> list[str]:
        """The addresses of its pictures, once each."""
        return list(dict.fromkeys(each.get("src", "") for each in self._named("img")))

    @cached_property
    def formulas(self) -> list[str]:
        """What is read aloud for its formulas."""
        return [each.get("alttext", "") for each in self._named("math")]

    @cached_property
    def passages(self) -> list[tuple[str, str]]:
        """The passages in another language: which, and their words."""
        return [
            (element.get("lang", ""), _all_text(element))
            for element, _ in self._elements
            if element.get("lang") and _all_text(element).strip()
        ]

    @cached_property
    def lists(self) -> list[tuple[int, bool, str]]:
        """Its lists: in how many others they stand, whether they are numbered, and the first words
        of their own."""
        found = []
        for element, marks in self._elements:
            if element.tag in ("ol", "ul") and "note" not in marks and "in_text" in marks:
                items = (_own_text(each) for each in element.iter() if not _is_inline(each))
                depth = sum(mark.startswith("list ") for mark in marks) - 1
                found.append((depth, element.tag == "ol", next(filter(str.strip, items), "")))
        return found

    @cached_property
    def heads(self) -> list[int]:
        """How many cells are in the head of each table."""
        return [
            sum(
                each.tag in ("td", "th") for head in table.iterfind("thead") for each in head.iter()
            )
            for table in self._named("table")
        ]

    @cached_property
    def tables(self) -> list[list[tuple[str, str, str]]]:
        """Its tables as cells: tag, words, scope."""
        return [
            [
                (each.tag, " ".join(_all_text(each).split()), each.get("scope", ""))
                for each in table.iter()
                if each.tag in ("td", "th")
            ]
            for table in self._named("table")
        ]

    @cached_property
    def addresses(self) -> list[str]:
        """Where its links to the web lead."""
        return [address for _, address in self.web_links]

    @cached_property
    def expansions(self) -> list[str]:
        """What its abbreviations stand for."""
        return [each.get("title", "") for each in self._named("abbr") if each.get("title")]

    def count(self, tag: str) -> int:
        """Return how many elements of its text have that *tag*."""
        return sum(e.tag == tag and "in_text" in marks for e, marks in self._elements)

    def _named(self, tag: str) -> Iterator[Element]:
        return (element for element, marks in self._elements if local_name(element) == tag)


def _walk(element: Element, marks: frozenset[str]) -> Iterator[tuple[Element, frozenset[str]]]:
    """Yield *element* and what is in it; *marks* say where they stand."""
    if not isinstance(element.tag, str) or element.get("aria-hidden") == "true":
        return
    is_picture = local_name(element) in ("math", "svg")
    if is_left_out(element) and not is_picture:
        return
    if element.get("role") == "doc-footnote":
        marks |= {"note"}
    if element.tag in ("dl", "ol", "ul"):
        marks |= {f"list {len(marks)}"}
    if element.tag in ("aside", "section"):
        marks |= {"in_text"}
    # Who said a quotation is no caption of it.
    if element.tag in ("caption", "figcaption") and "attribution" not in element.get("class", ""):
        marks |= {"in_caption"}
    yield element, marks
    if not is_picture:
        for child in element:
            yield from _walk(child, marks)


# What stands in a line beside what ends no word: pictures, and what paper writes out.
_ALSO_INLINE = names("""
    acronym big button font input label math meter nobr output progress rb rp rt ruby strike svg tt
""")


def _address(link: Element) -> str:
    return link.get("href", "").strip()


def _is_web(link: Element) -> bool:
    return _address(link).startswith(("http://", "https://", "mailto:"))


def _is_inline(element: Element) -> bool:
    tag = local_name(element)
    return bool(WITHIN_WORDS.fullmatch(tag)) or tag in _ALSO_INLINE


# What holds blocks: words of its own are paragraphs on paper, before each block and after it.
_GROUPS = names("""
    article aside blockquote center details div fieldset footer header hgroup main nav search
    section
""")


def _runs(element: Element) -> Iterator[tuple[str, Element | None]]:
    """Yield the words of *element* without those of blocks in it; of what holds blocks, those after
    each block on their own, with that block."""
    if element.tag not in _GROUPS:
        yield _own_text(element), None
        return
    words, before = [element.text or ""], None
    for child in element:
        if isinstance(child.tag, str) and not _is_inline(child) and child.tag != "br":
            yield "".join(words), before
            words, before = [], child
        else:
            words += _words(child, blocks=False)
        words.append(child.tail or "")
    yield "".join(words), before


def _own_text(element: Element) -> str:
    """Return the words of *element* without those of blocks in it."""
    return "".join(_pieces(element, blocks=False))


def _all_text(element: Element) -> str:
    return "".join(_pieces(element, blocks=True))


def _pieces(element: Element, *, blocks: bool) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _words(child, blocks=blocks)
        yield child.tail or ""


def _words(child: Element, *, blocks: bool) -> Iterator[str]:
    """Yield what *child* brings to the words of what it stands in."""
    if not isinstance(child.tag, str):
        return
    if child.tag == "br":
        yield " "
    elif not is_left_out(child) and (blocks or _is_inline(child)):
        yield from _pieces(child, blocks=blocks)
