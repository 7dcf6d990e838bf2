"""Tell a text block by block, in the order in which it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from briefpress.epub.trees import MATHML, SVG, XHTML, local_name
from briefpress.markup import WITHIN_WORDS

LETTERS = 60
"""How many of a passage are shown."""

_WITHIN_WORDS = re.compile(f"br|img|rb|rp|rt|ruby|{WITHIN_WORDS.pattern}")
_HEADING = re.compile("h([1-6])")
_SUFFIX = re.compile(r"(-[0-9a-f]{12})?\.\w+$")  # see `PublicationBuilder.picture_name`
_KINDS = {
    "blockquote": "a quotation",
    "caption": "a caption",
    "dd": "what is said of a term",
    "dt": "a term",
    "figcaption": "a caption",
    "li": "an item of a list",
    "pre": "code",
    "td": "a cell",
    "th": "a header cell",
}
_PARAGRAPH, NOTE = "a paragraph", "a note"
_CALLS = {"doc-backlink": "back from", "doc-noteref": "to"}


class Mark(NamedTuple):
    """What a block has besides words: the rule that wants it there, and how it is called."""

    rule: str
    what: str


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item, a cell: what it is, its words and the marks in it."""

    kind: str
    text: str
    marks: tuple[Mark, ...] = ()

    def __str__(self) -> str:
        """Return how a message names it."""
        return quoted(self.text) if self.text else ", ".join(mark.what for mark in self.marks)


def quoted(text: str) -> str:
    """Return the beginning of *text* in quotation marks."""
    return f"“{text[:LETTERS].rstrip()}…”" if len(text) > LETTERS else f"“{text}”"


def read_blocks(
    roots: Iterable[ET.Element], place: Callable[[str], str], *, numbered: bool = True
) -> list[Block]:
    """Return the blocks of *roots*, XHTML. *place* says where an address leads, nothing if that
    does not count; the numbers of notes count if it is *numbered*."""
    reader = _Reader(place, numbered=numbered)
    for root in roots:
        reader.read(root, _PARAGRAPH)
        reader.end(_PARAGRAPH)
    return reader.blocks


class _Reader:
    """Collects blocks."""

    def __init__(self, place: Callable[[str], str], *, numbered: bool) -> None:
        self.blocks: list[Block] = []
        self._place = place
        self._numbered = numbered
        self._pieces: list[str] = []
        self._marks: list[Mark] = []

    def read(self, element: ET.Element, kind: str) -> None:
        """Read *element*, which stands in a block of that *kind*."""
        if not isinstance(element.tag, str):
            return
        name = local_name(element)
        is_foreign = element.tag.startswith((f"{{{MATHML}}}", f"{{{SVG}}}"))
        is_inline = is_foreign or bool(_WITHIN_WORDS.fullmatch(name))
        if not is_inline:
            self.end(kind)
        inner = _kind(element, name) or kind
        self._marks += self._marks_of(element, name)
        if is_foreign:
            if name == "math":
                self._pieces += element.itertext()
            return
        if name == "br":
            self._pieces.append(" ")
        if not self._numbered and element.get("role") in _CALLS:
            return
        self._pieces.append(element.text or "")
        for child in element:
            self.read(child, inner)
            self._pieces.append(child.tail or "")
        if not is_inline:
            self.end(inner)

    def end(self, kind: str) -> None:
        """End the block of that *kind* that was read until here, if there is any."""
        text = " ".join("".join(self._pieces).split())
        if text or any(mark.rule == "alternative" for mark in self._marks):
            self.blocks.append(Block(kind, text, tuple(self._marks)))
            self._marks.clear()
        self._pieces.clear()

    def _marks_of(self, element: ET.Element, name: str) -> Iterator[Mark]:
        """Yield what an *element* with that *name* adds to the words in it."""
        role, words = element.get("role", ""), " ".join("".join(element.itertext()).split())
        if name == "a" and (target := self._place(element.get("href", ""))):
            if role not in _CALLS:
                yield Mark("link", f"the link {quoted(words)} to {target}")
            elif self._numbered:
                yield Mark("note", f"the call {quoted(words)} {_CALLS[role]} the note, {target}")
            else:
                yield Mark("note", f"the call {_CALLS[role]} the note, {target}")
        if label := _shown(element, name):
            yield Mark("alternative", f"{_picture(element)} that shows {quoted(label)}")
        if name == "math":
            label = element.get("alttext", "")
            yield Mark("alternative", f"the formula that is read {quoted(label)}")
        if words and element.get("aria-hidden") == "true":
            yield Mark("hidden", f"{quoted(words)} without being read aloud")
        if words and (tag := element.get("lang")):
            yield Mark("passage", f"{quoted(words)} in the language “{tag}”")
        if words and (direction := element.get("dir")):
            yield Mark("direction", f"{quoted(words)} in the direction “{direction}”")


def _kind(element: ET.Element, name: str) -> str:
    """Return what an *element* with that *name* makes of what is in it; nothing if that stays what
    it is."""
    if element.get("role") == "doc-footnote":
        return NOTE
    if level := _HEADING.fullmatch(name):
        return f"a heading of level {level[1]}"
    return _KINDS.get(name, "") if element.tag == f"{{{XHTML}}}{name}" else ""


def _shown(element: ET.Element, name: str) -> str:
    """Return what readers are told that a picture shows; nothing of other elements."""
    if name == "img":
        return element.get("alt", "")
    # The web page has a chart twice.
    is_drawing = name == "svg" and "narrow" not in element.get("class", "").split()
    return element.get("aria-label", "") if is_drawing else ""


def _picture(image: ET.Element) -> str:
    """Return how *image* is called, without what its name has of its format; a chart, which the web
    page draws itself, has none."""
    if "src" not in image.attrib or "chart-drawing" in image.get("class", "").split():
        return "the picture"
    return f"the picture “{_SUFFIX.sub('', PurePosixPath(unquote(image.get('src', ''))).name)}”"
