"""Mark what is no part of the text in a page's content, and end its lines as the text goes on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pydyf

from briefpress.pdf.parts import marks_of

SOFT_HYPHEN = "\u00ad"

# The last glyph that is shown, of two bytes, and what may move the next one.
_LAST_GLYPH = re.compile(rb"\[(?P<before>.*?)(?P<glyph>[0-9a-f]{4})>(?P<move>-?[\d.]*)\] TJ")


class PageContent:
    """The content of one page, before it is compressed: WeasyPrint's *stream* and *fonts*."""

    def __init__(self, stream: Any, fonts: Mapping[Any, Any]) -> None:
        self._items = stream.stream
        self._numbers = marks_of(stream)
        self._fonts = {str(font.hash): font for font in fonts.values()}
        self._places = {
            item["MCID"]: place
            for place, item in enumerate(self._items)
            if isinstance(item, dict) and "MCID" in item
        }
        self._ends: dict[int, str] = {}

    def take(self, box: Any) -> int | None:
        """Return the number that the content of *box* is marked with, once; None without any."""
        found = self._numbers.pop(box, None)
        return None if found is None else int(found["mcid"])

    def make_artifact(self, number: int, **properties: str) -> None:
        """Make an artifact of the content marked with *number* (ISO 32000-1, 14.8.2.2)."""
        if (place := self._places.get(number)) is not None:
            self._items[place - 1] = "/Artifact"
            self._items[place].pop("MCID", None)
            self._items[place].update(properties)

    def end(self, number: int, ending: str) -> None:
        """Let the text marked with *number* end with a space, or with a hyphen that parts a word:
        the last glyph then is a `SOFT_HYPHEN` (ISO 32000-1, 14.8.2.2.3 and 14.8.2.5)."""
        self._ends.setdefault(number, ending)

    def finish(self) -> None:
        """Write all this into the stream; what nobody took is no part of the text."""
        for left in [*self._numbers]:
            number = self.take(left)
            assert number is not None
            self.make_artifact(number)
        marks = [(self._places[number], end) for number, end in self._ends.items()]
        for place, ending in sorted(marks, reverse=True):
            self._write_end(place, ending)

    def _write_end(self, place: int, ending: str) -> None:
        """Change the last text that is shown after the beginning of a mark in *place*."""
        font, shown, read = None, None, None
        spans: list[Any] = [{}]
        for number in range(place + 2, len(self._items)):
            item = self._items[number]
            if item in (b"BDC", b"BMC"):
                spans.append(self._items[number - 1] if item == b"BDC" else {})
            elif item == b"EMC":
                spans.pop()
                if not spans:
                    break
            elif isinstance(item, bytes) and item.endswith(b" Tf"):
                font = self._fonts.get(item[1:].split(b" ")[0].decode())
            elif isinstance(item, bytes) and item.endswith(b"] TJ"):
                shown, read = number, spans[-1].get("ActualText")
        if font is None or shown is None:
            return
        if read is not None:
            text = read.string if ending == " " else read.string[:-1]
            read.string = text + ending
            return
        last = _LAST_GLYPH.fullmatch(self._items[shown])
        if last is None:
            return
        glyph = int(last["glyph"], 16)
        spaces = [known for known, text in font.to_unicode.items() if text == " "]
        if ending == SOFT_HYPHEN:
            self._items[shown : shown + 1] = _end_with(ending, last)
        elif not spaces:
            self._items[shown : shown + 1] = _end_with(font.to_unicode.get(glyph, "") + " ", last)
        elif glyph not in spaces:
            self._items[shown] = self._items[shown][: -len(b"] TJ")] + b"<%04x>] TJ" % spaces[0]


def read_as(text: str) -> list[Any]:
    """Return the items that begin what is read as *text*, up to ``EMC`` (ISO 32000-1, 14.9.4)."""
    return ["/Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}), b"BDC"]


def _end_with(text: str, last: re.Match[bytes]) -> list[Any]:
    """Return the items that show what *last* found, with its glyph read as *text*."""
    before = last["before"]
    # Either other glyphs of the same string come first, or it begins with this one.
    rest = before[:-1] if before.endswith(b"<") else before + b">"
    return [
        *([b"[" + rest + b"] TJ"] if rest else []),
        *read_as(text),
        b"[<" + last["glyph"] + b">] TJ",
        b"EMC",
    ]
