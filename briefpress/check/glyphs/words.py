"""Find the words of a PDF with their places, fonts and colours."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefpress.check.packages import require

_TURN = 0.01

_THIN = 2
"""In points: higher than a line that strikes words out."""

_NEAR = 3
"""Letters: a vowel mark so near may be one of the word's, or part the word in PDFium's eyes."""


# Left, bottom, right, top, in points.
_Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Word:
    """A word between spaces: its page, from 0, its font as the PDF names it, the size and the box
    in points, its colour as red, green, blue from 0 to 255."""

    page: int
    text: str
    font: str
    size: float
    box: _Box
    colour: tuple[int, int, int]
    stands_alone: bool
    """Whether spaces stand on both sides, and no mark beside it may reach into its picture."""


def words_of(document: Any) -> Iterator[Word]:
    """Yield the words of an open document, page by page."""
    reader = _Reader()
    for number, page in enumerate(document):
        yield from reader.of_page(number, page)


class _Reader:
    def __init__(self) -> None:
        self._raw = require("pypdfium2").raw
        self._name = ctypes.create_string_buffer(256)
        self._matrix = self._raw.FS_MATRIX()
        self._lines: list[_Box] = []
        self._marks: list[_Box] = []

    def of_page(self, number: int, page: Any) -> Iterator[Word]:
        text = page.get_textpage()
        paths = page.get_objects([self._raw.FPDF_PAGEOBJ_PATH], max_depth=1)
        self._lines = [each for each in (path.get_bounds() for path in paths) if _is_line(each)]
        count = text.count_chars()
        letters = [chr(self._raw.FPDFText_GetUnicode(text, n)) for n in range(count)]
        # PDFium reads some elsewhere in the line, as the hamza of Persian.
        self._marks = [text.get_charbox(n) for n in range(count) if _is_mark(letters[n])]
        start = 0
        while start < count:
            if not letters[start].isalnum():
                start += 1
                continue
            stop = start
            while stop < count and letters[stop].isalnum():
                stop += 1
            word = self._word(number, text, letters, start, stop)
            if word is not None:
                yield word
            start = stop

    def _word(self, page: int, text: Any, letters: list[str], start: int, stop: int) -> Word | None:
        before = letters[start - 1] if start else " "
        after = letters[stop] if stop < len(letters) else " "
        faces = {self._font(text, letter) for letter in range(start, stop)}
        if len(faces) > 1:
            return None  # with the number of a note, or an index in it as H₂O
        font, size = faces.pop()
        if not size:
            return None
        boxes = [text.get_charbox(n) for n in range(start, stop)]
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        if stop < len(letters) and letters[stop] == " ":
            # At a line's end PDFium halves the glyph that stands for a letter and the space after.
            left, bottom, right, top = text.get_charbox(stop)
            if (left, bottom, top) == (rights[-1], bottoms[-1], tops[-1]):
                rights = (*rights, right)
        box = min(lefts), min(bottoms), max(rights), max(tops)
        if any(_strikes(line, box) for line in self._lines):
            return None
        if max(tops) - min(bottoms) > 2 * size:
            return None  # in two lines
        word = "".join(letters[start:stop])
        near = letters[max(start - _NEAR, 0) : start] + letters[stop : stop + _NEAR]
        has_marks = any(map(_is_mark, near)) or any(_touches(mark, box) for mark in self._marks)
        alone = before.isspace() and after.isspace() and not has_marks
        return Word(page, word, font, size, box, self._colour(text, start), alone)

    def _font(self, text: Any, letter: int) -> tuple[str, float]:
        self._raw.FPDFText_GetFontInfo(text, letter, self._name, len(self._name), None)
        self._raw.FPDFText_GetMatrix(text, letter, self._matrix)
        scale: float = (self._matrix.c**2 + self._matrix.d**2) ** 0.5
        size: float = self._raw.FPDFText_GetFontSize(text, letter) * scale
        # Text that is turned, as beside an axis, is left alone; and so is what stands in for an
        # italic or bold face that the family has not: a slanted one, one with a line around it.
        turn, slant = abs(self._matrix.b), abs(self._matrix.c)
        upright = self._matrix.a > 0 and max(turn, slant) < _TURN * self._matrix.a
        thing = self._raw.FPDFText_GetTextObject(text, letter)
        upright = upright and self._raw.FPDFTextObj_GetTextRenderMode(thing) == 0
        return self._name.value.decode("utf-8", "replace"), size if upright else 0

    def _colour(self, text: Any, letter: int) -> tuple[int, int, int]:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        self._raw.FPDFText_GetFillColor(text, letter, red, green, blue, alpha)
        return red.value, green.value, blue.value


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


def _touches(one: _Box, other: _Box) -> bool:
    return all(one[n] < other[n + 2] and other[n] < one[n + 2] for n in (0, 1))


def _is_line(box: _Box) -> bool:
    return box[3] - box[1] < _THIN < box[2] - box[0]


def _strikes(line: _Box, box: _Box) -> bool:
    """Whether *line* goes through what stands in *box*, as through words that are struck out."""
    middle = (line[1] + line[3]) / 2
    above_feet = box[1] + (box[3] - box[1]) / 4  # one below them is an underline
    return above_feet < middle < box[3] and line[0] < box[2] and box[0] < line[2]
