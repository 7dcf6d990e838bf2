"""Mark in a book where the pages of its PDF begin.

EPUB Accessibility 1.1 wants it where a book has a paged edition
(https://www.w3.org/TR/epub-a11y-11/#sec-page-nav). A mark stands before the first words of its page
that the text itself has there: paper moves figures, tables and boxes, and a book does not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from xml.etree import ElementTree as ET

from briefpress.blocks import BLOCK
from briefpress.epub.xhtml import MATHML, OPS, SVG, XHTML

# What takes a mark between the blocks in it; elsewhere the mark is the first thing in the block.
_HOLDERS = frozenset(
    f"{{{XHTML}}}{name}"
    for name in ("aside", "blockquote", "body", "dd", "div", "li", "section", "td", "th")
)
_LINK = f"{{{XHTML}}}a"
_PICTURES = (f"{{{MATHML}}}", f"{{{SVG}}}")
_MOVABLE = tuple(f"{{{XHTML}}}{name}" for name in ("aside", "figure"))


@dataclass(frozen=True)
class Pages:
    """How many pages a PDF has, and for each block of its text the pages that it stands on, with
    the number of its letters and figures on those before."""

    count: int
    blocks: Mapping[str, Sequence[tuple[int, int]]]

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Pages | None:
        """Return what `state`, kept beside a PDF, tells; None if there is no PDF."""
        return cls(state["pages"], state["blocks"]) if state.get("blocks") else None

    @property
    def labels(self) -> list[str]:
        """What the pages are called, in their order."""
        return [str(page) for page in range(1, self.count + 1)]


def page_id(label: str) -> str:
    """Return the id of the mark of a page; Sphinx makes none with an underscore."""
    return f"page_{label}"


def mark_pages(tree: ET.Element, pages: Pages) -> None:
    """Put a mark into the text *tree*, XHTML, where each of *pages* begins."""
    parents = {child: parent for parent in tree.iter() for child in parent}
    blocks = [each for each in tree.iter() if each.get(BLOCK, "") in pages.blocks]
    places = [pages.blocks[each.get(BLOCK, "")] for each in blocks]
    body = tree.find(f"{{{XHTML}}}body")
    assert body is not None
    marks = [_mark("1")]
    movable = {inner for each in tree.iter() if _is_movable(each) for inner in each.iter()}
    firsts = [(place[0][0], each in movable) for place, each in zip(places, blocks, strict=True)]
    breaks = _breaks(firsts, pages.count)
    for page, after in enumerate(breaks, 2):
        mark = _mark(str(page))
        marks.append(mark)
        before = _broken(places[:after], page)
        if before is not None:
            letters = next(count for number, count in places[before] if number == page)
            if _insert_after(blocks[before], letters, mark):
                continue
        if after == len(blocks):  # a page that nothing begins on, at the very end
            body.append(mark)
        else:
            _insert_before(blocks[after], mark, parents)
    body.text, marks[0].tail = None, body.text
    body.insert(0, marks[0])


def remove_numbers(tree: ET.Element) -> None:
    """Take the numbers of the blocks out of *tree*."""
    for element in tree.iter():
        element.attrib.pop(BLOCK, None)


def _mark(label: str) -> ET.Element:
    attributes = {"role": "doc-pagebreak", "id": page_id(label), "aria-label": label}
    return ET.Element(f"{{{XHTML}}}span", {f"{{{OPS}}}type": "pagebreak", **attributes})


def _is_movable(element: ET.Element) -> bool:
    return element.tag in _MOVABLE or "table-block" in element.get("class", "").split()


def _breaks(firsts: Sequence[tuple[int, bool]], count: int) -> list[int]:
    """Return for each page from the second on how many blocks stand before it.

    *firsts* are the pages on which the blocks begin, in the order of the book, and whether paper
    may have moved them. A page begins where fewest blocks are on the wrong side, and after them if
    there are two such places; a block of the text weighs more than all that may be moved.
    """
    weights = [1 if is_movable else len(firsts) for _, is_movable in firsts]
    found = []
    for page in range(2, count + 1):
        pairs = [(first < page, weight) for (first, _), weight in zip(firsts, weights, strict=True)]
        wrong = least = sum(weight for is_before, weight in pairs if is_before)
        place = 0
        for number, (is_before, weight) in enumerate(pairs, 1):
            wrong += -weight if is_before else weight
            if wrong <= least:
                least, place = wrong, number
        found.append(place)
    return found


def _broken(places: Sequence[Sequence[tuple[int, int]]], page: int) -> int | None:
    """Return which block, of those that stand before *page*, goes on there; None if none does.

    Of a row of a table several cells may: the first is meant.
    """
    goes_on = [any(number == page and letters for number, letters in place) for place in places]
    last = sum(1 for _ in takewhile(bool, reversed(goes_on)))
    return len(places) - last if last else None


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


def _insert_after(block: ET.Element, count: int, mark: ET.Element) -> bool:
    """Put *mark* into *block* after so many letters and figures and the end of their word; return
    whether there is such a place."""
    for parent, place, may_part in _texts(block):
        text = (parent.text if place < 0 else parent[place].tail) or ""
        for number, letter in enumerate(text):
            if count <= 0 and may_part and (letter.isspace() or _is_word(letter)):
                cut = number + letter.isspace()
                head, mark.tail = text[:cut], text[cut:]
                if place < 0:
                    parent.text = head
                else:
                    parent[place].tail = head
                parent.insert(place + 1, mark)
                return True
            count -= letter.isalnum()
    return False


def _is_word(letter: str) -> bool:
    """Whether *letter* may begin a line wherever it stands, as those of Chinese and Japanese."""
    return letter.isalnum() and unicodedata.east_asian_width(letter) == "W"


def _texts(element: ET.Element, may_part: bool = True) -> Iterator[tuple[ET.Element, int, bool]]:
    """Yield the texts in *element* in their order, that before the first child as -1, that after a
    child as its place, and whether a mark may stand in it: a link's words are its name.

    Formulas and drawings are pictures on paper, without letters, and a note has another number.
    """
    yield element, -1, may_part
    for place, child in enumerate(element):
        is_text = isinstance(child.tag, str) and not child.tag.startswith(_PICTURES)
        if is_text and child.get("role") != "doc-noteref":
            yield from _texts(child, may_part and child.tag != _LINK)
        yield element, place, may_part
