"""Choose the words of a PDF that are looked at, and say what is wrong with them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby

import numpy
import pikepdf

from briefpress.check.glyphs.faces import family
from briefpress.check.glyphs.fonts import font_findings
from briefpress.check.glyphs.pictures import WRONG, Picture, difference, pictures
from briefpress.check.glyphs.words import Word, words_of
from briefpress.check.packages import require
from briefpress.check.result import Finding
from briefpress.check.text_layer.readers import language as language_of
from briefpress.colour import contrast, least, shown

_ENOUGH = 2
"""In how many words each letter of a font is looked at, if it has so many."""

_SHARED = 0.4
"""Of the place of the smaller of two words: how much of it the other may take."""

_MOST_LETTERS = 14
"""Of a word that is looked at: in longer ones a letter weighs less."""


def findings(data: bytes) -> Iterator[Finding]:
    """Yield what is wrong with the letters of a PDF; raise `ValueError` for what is none."""
    pypdfium2 = require("pypdfium2")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield from font_findings(pdf)
        with closing(pypdfium2.PdfDocument(data)) as document:
            words = list(words_of(document))
            chosen = sample(words)
            seen = list(pictures(document, words, frozenset(chosen)))
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise ValueError(str(error)) from error
    language = language_of(data)
    for picture in seen:
        if not picture.is_seen:
            message = f"The word “{picture.word.text}” cannot be seen: it is covered, or has the"
            message += " colour of its ground."
            yield Finding("unseen", message, f"page {picture.word.page + 1}")
        elif (
            family(picture.word.font) and picture.is_even and difference(picture, language) > WRONG
        ):
            word = picture.word
            message = f"The word “{word.text}” does not look like that in {_name(word)}."
            yield Finding("wrong-picture", message, f"page {word.page + 1}")
    yield from _pale(seen)
    yield from _on_others(words)


def sample(words: Iterable[Word]) -> list[Word]:
    """Choose as many words as it takes to see every letter of each font, and every colour."""
    left = [word for word in words if word.stands_alone and len(word.text) <= _MOST_LETTERS]
    often = Counter(kind for word in left for kind in _kinds(word))
    # Words with rare letters first: their other letters are then seen as well.
    left.sort(key=lambda word: min(often[kind] for kind in _kinds(word)))
    chosen = []
    seen: Counter[tuple[object, ...]] = Counter()
    for word in left:
        kinds = _kinds(word)
        if any(seen[kind] < _ENOUGH for kind in kinds):
            seen.update(kinds)
            chosen.append(word)
    return chosen


def _kinds(word: Word) -> set[tuple[object, ...]]:
    """Return what is to be seen of a word: its letters, and its colour at its size."""
    letters = {(word.font, letter) for letter in word.text}
    return letters | {(word.colour, round(word.size))}


def _pale(seen: Iterable[Picture]) -> Iterator[Finding]:
    """Yield the colours that are not told from their grounds."""
    told = set()
    for picture in seen:
        word = picture.word
        found = contrast(word.colour, picture.ground)
        wanted = least(word.size, bold="bold" in word.font.casefold())
        pair = word.colour, picture.ground
        if found < wanted and pair not in told:
            told.add(pair)
            message = (
                f"Text in {shown(word.colour)} on {shown(picture.ground)}, as “{word.text}”, has a"
                f" contrast of {found:.1f}:1; it needs {wanted:g}:1."
            )
            yield Finding("contrast", message, f"page {word.page + 1}")


def _on_others(words: Sequence[Word]) -> Iterator[Finding]:
    """Yield the words that stand on others."""
    alone = (word for word in words if word.stands_alone)  # no piece of an Arabic word
    for page, group in groupby(alone, lambda word: word.page):
        there = list(group)
        left, bottom, right, top = numpy.array([word.box for word in there]).T
        width = numpy.minimum.outer(right, right) - numpy.maximum.outer(left, left)
        height = numpy.minimum.outer(top, top) - numpy.maximum.outer(bottom, bottom)
        area = (right - left) * (top - bottom)
        least = _SHARED * numpy.minimum.outer(area, area)
        is_on = (width > 0) & (height > 0) & (width * height > least)
        for one, other in numpy.argwhere(numpy.triu(is_on, 1)):
            message = f"“{there[other].text}” stands on “{there[one].text}”."
            yield Finding("overlap", message, f"page {page + 1}")


def _name(word: Word) -> str:
    return word.font.rpartition("+")[2].replace("-", " ").rstrip(",")
