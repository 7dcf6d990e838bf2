"""Find the tags of blocks of HTML that nothing ends, and those that end what is around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple
from xml.etree import ElementTree as ET

import tinyhtml5

from briefpress.html_tags import ENDED_BY_OTHERS, tags_of
from briefpress.html_tags import unended as never_ended
from briefpress.markup import with_lines

# What stands around the text on a page. An end tag too many ends one of them.
_AROUND = ("main", "article", "div", "section")
_PLACE, _BEHIND = "data-place", "data-behind"


class OpenTag(NamedTuple):
    """A tag called *name* in the *piece* of HTML with that number, and its line there (from 0)."""

    name: str
    piece: int
    line: int


def unended(pieces: Sequence[str]) -> Iterator[OpenTag]:
    """Yield what begins in *pieces*, HTML between which other text stands, and takes in or comes
    behind what follows the last of them."""
    root = _parsed(pieces)
    order = [*root.iter()]
    behind = next((each for each in order if _BEHIND in each.attrib), None)
    if behind is None:  # it was taken for words
        taking = _last_of(root)
    else:
        # What stands in a table and in no cell is put before it.
        after = [each for each in order[order.index(behind) :] if _PLACE in each.attrib]
        taking = [*_around(root, behind), *after[:1]]
    found = [*dict.fromkeys(filter(None, map(_found, taking)))]
    if behind is None and (comment := _open_comment(pieces)):
        found = [comment]
    for number, open_tag in enumerate(found):
        if number == 0 or open_tag.name not in ENDED_BY_OTHERS:
            yield open_tag
    tags = [(number, tag) for number, piece in enumerate(pieces) for tag in tags_of(piece)]
    groups = [[(at, tag) for at, tag in tags if tag.name == "svg"]]
    for number in range(len(pieces)):  # a formula is set as one
        groups.append([(at, tag) for at, tag in tags if tag.name == "math" and at == number])
    for group in groups:  # the parser ends these where HTML begins
        for place in never_ended([tag for _, tag in group]):
            number, tag = group[place]
            if (open_tag := OpenTag(tag.name, number, tag.line)) not in found:
                yield open_tag


def unbegun(pieces: Sequence[str]) -> Iterator[OpenTag]:
    """Yield the end tags in *pieces* that end what is around them."""
    root = _parsed(pieces)
    behind = next((each for each in root.iter() if _BEHIND in each.attrib), None)
    if behind is None or {*_AROUND} <= {
        each.tag for each in _around(root, behind) if _PLACE not in each.attrib
    }:
        return
    begun: Counter[str] = Counter()
    for number, piece in enumerate(pieces):
        for tag in tags_of(piece):
            begun[tag.name] += -1 if tag.is_end else 1
            if begun[tag.name] < 0:
                begun[tag.name] = 0
                if tag.name in _AROUND:
                    yield OpenTag(tag.name, number, tag.line)


def _parsed(pieces: Sequence[str]) -> ET.Element:
    """Return *pieces* as a page has them, with where they begin on their elements, and a mark of
    what follows."""
    marked = (with_lines(piece, partial(_mark, number)) for number, piece in enumerate(pieces))
    around = "".join(f"<{name}>" for name in _AROUND)
    page = f"<!DOCTYPE html><body>{around}{''.join(marked)}<p {_BEHIND}>x"
    root: ET.Element = tinyhtml5.parse(page, namespace_html_elements=False)
    for element in list(root.iter()):
        for child in [each for each in element if not isinstance(each.tag, str)]:
            element.remove(child)  # a comment
    return root


def _mark(piece: int, line: int) -> str:
    return f' {_PLACE}="{piece}:{line}"'


def _found(element: ET.Element) -> OpenTag | None:
    place = element.get(_PLACE)
    if place is None or element.tag in ("body", "html"):  # of a page that was pasted whole
        return None
    piece, _, line = place.partition(":")
    return OpenTag(element.tag.rpartition("}")[2], int(piece), int(line))


def _around(root: ET.Element, inner: ET.Element) -> list[ET.Element]:
    """Return the elements around *inner*, the outermost first."""
    parents = {child: parent for parent in root.iter() for child in parent}
    found = []
    while inner in parents:
        inner = parents[inner]
        found.append(inner)
    return found[::-1]


def _last_of(root: ET.Element) -> list[ET.Element]:
    """Return the last element in *root*, the last in that, and so on."""
    found = [root]
    while len(found[-1]):
        found.append(found[-1][-1])
    return found


def _open_comment(pieces: Sequence[str]) -> OpenTag | None:
    for number, piece in enumerate(pieces):
        at = piece.rfind("<!--")
        if at >= 0 and "-->" not in piece[at:]:
            return OpenTag("!--", number, piece.count("\n", 0, at))
    return None
