"""Mark in a book where the pages of its PDF begin.

EPUB Accessibility 1.1 wants it where a book has a paged edition
(https://www.w3.org/TR/epub-a11y-11/#sec-page-nav). A mark stands before the first words of its page
that the text itself has there: paper moves figures, tables and boxes, and a book does not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from briefpress.blocks import BLOCK
from briefpress.trees import MATHML, OPS, SVG, XHTML

# What takes a mark between the blocks in it; elsewhere the mark is the first thing in the block.
_HOLDERS = frozenset(
    f"{{{XHTML}}}{name}"
    for name in (
        *("article", "aside", "blockquote", "body", "dd", "div", "li", "main", "section", "td"),
        "th",
    )
)
# What takes none between its words: links, and what holds items or rows alone.
_CLOSED = frozenset(
    f"{{{XHTML}}}{name}"
    for name in ("a", "dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul")
)
_BETWEEN = frozenset(f"{{{XHTML}}}{name}" for name in ("br", "hr"))
_WHOLE = -2
_TYPE = f"{{{OPS}}}type"
_PAGE_BREAK = "doc-pagebreak"
_PICTURES = (f"{{{MATHML}}}", f"{{{SVG}}}")
_MOVABLE = tuple(f"{{{XHTML}}}{name}" for name in ("aside", "figure"))


@dataclass(frozen=True)
class Pages:
    """How many pages a PDF has, and what `briefpress.pdf.blocks` tells of the blocks of its text:
    the page on which each begins and those on which it goes on, with the number of its letters and
    figures on those before."""

    count: int
    blocks: Mapping[str, Sequence[tuple[int, int]]]

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Pages | None:
        """Return what `state`, kept beside a PDF, tells; None if there is no PDF."""
        return cls(state["pages"], state["blocks"]) if state.get("blocks") else None


def page_id(label: str) -> str:
    """Return the id of the mark of a page; Sphinx makes none with an underscore."""
    return f"page_{label}"


def mark_pages(texts: Mapping[str, ET.Element], pages: Pages) -> dict[str, str]:
    """Put a mark where each of *pages* begins into *texts*, XHTML in the order of the book by
    their files; return the addresses of the marks by the labels of the pages."""
    elements = [each for tree in texts.values() for each in tree.iter()]
    parents = {child: parent for parent in elements for child in parent}
    blocks = _read_blocks(elements, parents, pages)
    bodies = [each for each in elements if each.tag == f"{{{XHTML}}}body"]
    marks = [_mark(str(page)) for page in range(1, pages.count + 1)]
    bodies[0].text, marks[0].tail = None, bodies[0].text
    bodies[0].insert(0, marks[0])
    places = _places(blocks, pages.count)
    for page, place in enumerate(places, 2):
        mark = marks[page - 1]
        if page > 2 and place == places[page - 3]:
            _insert_behind(marks[page - 2], mark, bodies)
            continue
        later = {block.element for block in blocks if block.pages[0][0] >= page}
        is_within = place.letters >= 0
        if is_within and _insert_after(
            blocks[place.block].element, place.letters, later, mark, parents
        ):
            continue
        before = blocks[place.behind + is_within :][:1]
        if before:
            _insert_before(before[0].element, mark, parents)
        else:  # a page that nothing begins on, at the very end
            bodies[-1].append(mark)
    return {
        mark.get("aria-label", ""): f"{name}#{mark.get('id')}"
        for name, tree in texts.items()
        for mark in tree.iter()
        if mark.get("role") == _PAGE_BREAK
    }


class _Place(NamedTuple):
    """Where a mark stands, in the order of reading: before the block that *behind* others come
    before, or, if that has *letters*, so many of them within *block*: the one before, or what holds
    it."""

    behind: int
    is_around: bool = False
    letters: int = -1
    block: int = 0


@dataclass(frozen=True)
class _Block:
    """A block of the text: where it stands on paper (see `Pages`), whether paper may have moved it,
    and the blocks that it is in, by their places among all."""

    element: ET.Element
    pages: Sequence[tuple[int, int]]
    is_movable: bool
    around: frozenset[int]

    def letters_before(self, page: int) -> int | None:
        """Return how many of its letters stand before *page*; None if it does not go on there."""
        return next((letters for number, letters in self.pages[1:] if number == page), None)


def _read_blocks(
    elements: Sequence[ET.Element], parents: Mapping[ET.Element, ET.Element], pages: Pages
) -> list[_Block]:
    movable = {inner for each in elements if _is_movable(each) for inner in each.iter()}
    places: dict[ET.Element, int] = {}
    blocks: list[_Block] = []
    for element in elements:
        if element.get(BLOCK, "") not in pages.blocks:
            continue
        around, parent = set(), parents.get(element)
        while parent is not None:
            if parent in places:
                around.add(places[parent])
            parent = parents.get(parent)
        places[element] = len(blocks)
        on_paper = pages.blocks[element.get(BLOCK, "")]
        blocks.append(_Block(element, on_paper, element in movable, frozenset(around)))
    return blocks


def add_list(tree: ET.Element, other: ET.Element) -> None:
    """Add to *tree*, the navigation of a book, the list of the pages that *other* has more."""
    body = next(tree.iter(f"{{{XHTML}}}body"))
    navs = (each for each in other.iter(f"{{{XHTML}}}nav") if each.get(_TYPE) == "page-list")
    body.extend(navs)


def remove_numbers(tree: ET.Element) -> None:
    """Take the numbers of the blocks out of *tree*."""
    for element in tree.iter():
        element.attrib.pop(BLOCK, None)


def _mark(label: str) -> ET.Element:
    attributes = {"role": _PAGE_BREAK, "id": page_id(label), "aria-label": label}
    return ET.Element(f"{{{XHTML}}}span", {_TYPE: "pagebreak", **attributes})


def _is_movable(element: ET.Element) -> bool:
    return element.tag in _MOVABLE or "table-block" in element.get("class", "").split()


def _places(blocks: Sequence[_Block], count: int) -> list[_Place]:
    """Return where each page from the second on begins. One that has only what paper moved begins
    where the next one does."""
    breaks = enumerate(_breaks(blocks, count), 2)
    found = [_broken(blocks[:after], page) or _Place(after) for page, after in breaks]
    return list(accumulate(reversed(found), min))[::-1]


def _breaks(blocks: Sequence[_Block], count: int) -> list[int]:
    """Return for each page from the second on how many of *blocks* stand before it.

    A page begins where fewest blocks are on the wrong side, and after them if there are two such
    places; a block of the text weighs more than all that may be moved.
    """
    weights = [1 if block.is_movable else len(blocks) for block in blocks]
    found = []
    for page in range(2, count + 1):
        pairs = [
            (block.pages[0][0] < page, weight)
            for block, weight in zip(blocks, weights, strict=True)
        ]
        wrong = least = sum(weight for is_before, weight in pairs if is_before)
        place = 0
        for number, (is_before, weight) in enumerate(pairs, 1):
            wrong += -weight if is_before else weight
            if wrong <= least:
                least, place = wrong, number
        found.append(place)
    return found


def _broken(blocks: Sequence[_Block], page: int) -> _Place | None:
    """Return where *page* begins in one of *blocks*, those that begin before it; None if none of
    them goes on there.

    Several may: of a row of a table the first cell is meant, of what stands in another block this
    one, and the text rather than what paper may have moved.
    """
    letters = [block.letters_before(page) for block in blocks]
    found: list[int] = []
    for number in reversed(range(len(blocks))):
        if letters[number] is not None:
            found.append(number)
        elif all(letters[outer] is None for outer in blocks[number].around):
            break
    outer = {each for number in found for each in blocks[number].around}
    inner = [number for number in reversed(found) if number not in outer]
    still = [number for number in inner if not blocks[number].is_movable]
    for number in (still or inner)[:1]:
        within = [place for place, block in enumerate(blocks) if number in block.around]
        return _Place(max([number, *within]), bool(within), letters[number] or 0, number)
    return None


def _insert_behind(other: ET.Element, mark: ET.Element, bodies: Sequence[ET.Element]) -> None:
    parent = next(each for body in bodies for each in body.iter() if other in list(each))
    mark.tail, other.tail = other.tail, None
    parent.insert(list(parent).index(other) + 1, mark)


def _insert_before(
    block: ET.Element, mark: ET.Element, parents: Mapping[ET.Element, ET.Element]
) -> None:
    """Put *mark* before *block*, and before what it is the first block of: the label of a box
    belongs to its page too."""
    while (parent := parents[block]).tag in _HOLDERS and parents.get(parent) is not None:
        first = next(each for each in parent.iter() if each.get(BLOCK))
        if parents[parent].tag not in _HOLDERS or first not in block.iter():
            break
        block = parent
    if parent.tag in _HOLDERS:
        parent.insert(list(parent).index(block), mark)
    else:
        block.text, mark.tail = None, block.text
        block.insert(0, mark)


def _insert_after(
    block: ET.Element,
    count: int,
    later: Set[ET.Element],
    mark: ET.Element,
    parents: Mapping[ET.Element, ET.Element],
) -> bool:
    """Put *mark* into *block* after so many letters and figures and the end of their word; return
    whether there is such a place. Of the blocks in it those of *later* begin behind the mark."""
    is_between = not count
    for parent, place, may_part in _texts(block):
        if place == _WHOLE:
            if count <= 0 and parent in later:
                _insert_before(parent, mark, parents)
                return True
            is_between = count <= 0
            continue
        text = (parent.text if place < 0 else parent[place].tail) or ""
        cut = _cut(text, count, is_between) if may_part else None
        if cut is not None:
            head, mark.tail = text[:cut], text[cut:]
            if place < 0:
                parent.text = head
            else:
                parent[place].tail = head
            parent.insert(place + 1, mark)
            return True
        count -= sum(map(str.isalnum, text))
    return False


def _cut(text: str, count: int, is_between: bool) -> int | None:
    """Return where a mark may stand in *text* after *count* letters and figures and the end of
    their word, before which *is_between* words stands; None if it may not."""
    if is_between:
        return len(text) - len(text.lstrip()) if any(map(str.isalnum, text)) else None
    for number, letter in enumerate(text):
        if count <= 0 and (letter.isspace() or _is_word(letter)):
            return number + letter.isspace()
        count -= letter.isalnum()
    return None


def _is_word(letter: str) -> bool:
    """Whether *letter* may begin a line wherever it stands, as those of Chinese and Japanese."""
    return letter.isalnum() and unicodedata.east_asian_width(letter) == "W"


def _texts(element: ET.Element, may_part: bool = True) -> Iterator[tuple[ET.Element, int, bool]]:
    """Yield the texts in *element* in their order, that before the first child as -1, that after a
    child as its place, and whether a mark may stand in it: a link's words are its name. What parts
    words, and blocks, which count their own letters, come as themselves and `_WHOLE`.

    Formulas and drawings are pictures on paper, without letters, and a note has another number.
    """
    may_part = may_part and element.tag not in _CLOSED
    yield element, -1, may_part
    for place, child in enumerate(element):
        is_text = isinstance(child.tag, str) and not child.tag.startswith(_PICTURES)
        if is_text and (child.get(BLOCK) or child.tag in _BETWEEN):
            yield child, _WHOLE, False
        elif is_text and child.get("role") != "doc-noteref":
            yield from _texts(child, may_part)
        yield element, place, may_part
