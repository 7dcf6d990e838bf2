"""Compare how words look on the pages of a PDF with how the packaged faces draw them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy
import resvg_py
from PIL import Image, ImageDraw, ImageFilter

from briefpress.check.glyphs.faces import Shape, shapes
from briefpress.check.glyphs.words import Word

SCALE = 5
"""Pixels per point. Letters of 7 points are then 35 pixels high, and differ clearly."""

WRONG = 0.5
"""From how many strokes on that are on one of two pictures alone a word is wrong."""

_SHADE, _OTHERS = 24, 0.15
"""Of 255: what is another colour; how much of the edge may have it, from letters of other lines."""

_EDGE = 2
"""Pixels around a picture."""

_INK, _TRACE = 0.5, 0.2
"""From 0, the ground, to 1: what is ink, and what may be its edge."""

_WINDOW = 0.4
"""In em: about a letter. So much of a word is looked at together: one letter of many counts."""

_STROKE = 0.01
"""In em x em: about a stroke that tells one letter from another, as that of an e from a c."""

_STRETCH, _PIXELS = 0.06, 3
"""How much larger or smaller than drawn a word may be, as a part of it or in pixels."""

_TRACKING = 0.01, 0.15
"""In em: how much space a style sheet may put between letters, if any."""

_JOINED = re.compile("[\u0620-\u06ff]")
_NON_JOINER = "\u200c"

_Ink = Any  # an array of numbers, which numpy types only with its own names


@dataclass(frozen=True)
class Picture:
    """A word as the page shows it: where its ink is, from 0 to 1, and the colour of the ground."""

    word: Word
    ink: _Ink
    ground: tuple[int, int, int]
    is_even: bool
    """Whether the ground is of one colour, so that all else is ink."""
    is_seen: bool
    """Whether it stands out from its ground, in about its colour."""


_WHITE = 255

_STANDS_OUT, _FADED = 64, 128
"""Of 255: how far the lightest of a word is from the darkest, at least; and how far the strokes may
be from the colour that they are drawn in, as half opaque."""


def pictures(document: Any, words: Sequence[Word], chosen: Set[Word]) -> Iterator[Picture]:
    """Yield the pictures of some words of an open document: those *chosen*, and those that cannot
    be seen."""
    for number in sorted({word.page for word in words}):
        page = document[number]
        left, bottom, _, _ = page.get_bbox()
        drawn = page.render(scale=SCALE, rev_byteorder=True).to_numpy()[:, :, :3]
        height, width = drawn.shape[:2]
        for word in words:
            if word.page == number:
                x0, y0, x1, y1 = word.box
                right, top = int((x1 - left) * SCALE) + _EDGE + 1, int((y1 - bottom) * SCALE) + 1
                columns = slice(max(int((x0 - left) * SCALE) - _EDGE, 0), min(right, width))
                lower = min(height - int((y0 - bottom) * SCALE) + _EDGE, height)
                cut = drawn[max(height - top - _EDGE, 0) : max(lower, 0), columns]
                # Beyond the page nothing is seen.
                cut = cut if cut.size else numpy.full((1, 1, 3), _WHITE)
                is_seen = _is_seen(word, cut)
                if word in chosen or not is_seen:
                    yield _picture(word, cut, is_seen=is_seen)


def _is_seen(word: Word, cut: _Ink) -> bool:
    """Whether something stands out in its picture, and has about the colour of the word."""
    # Every other row and column: strokes are wider, and there are many words.
    few = cut[::2, ::2].astype("int16")
    if (few.max((0, 1)) - few.min((0, 1))).max() < _STANDS_OUT:
        return False
    unlike = abs(few - numpy.array(word.colour, "int16"))
    return bool((unlike.max(2) < _FADED).any())


def _picture(word: Word, cut: _Ink, *, is_seen: bool) -> Picture:
    cut = cut.astype(float)
    edges = numpy.concatenate([cut[0], cut[-1], cut[:, 0], cut[:, -1]])
    ground = numpy.median(edges, axis=0)
    difference = abs(cut - ground).max(2)
    ink = difference / max(difference.max(), 1)
    red, green, blue = (round(float(part)) for part in ground)
    others = (abs(edges - ground).max(1) > _SHADE).mean()
    ink = _without_neighbours(ink)
    return Picture(word, ink, (red, green, blue), bool(others < _OTHERS), is_seen)


def _without_neighbours(ink: _Ink) -> _Ink:
    """Take away what reaches in over the edge: no letter of the word does."""
    inked = ink > _TRACE
    inked[1:-1, 1:-1] = False
    if not inked.any():
        return ink
    image = Image.fromarray(((ink > _TRACE) * 255).astype("uint8"))
    for row, column in zip(*numpy.nonzero(inked), strict=True):
        ImageDraw.floodfill(image, (int(column), int(row)), 128)
    return numpy.where(numpy.asarray(image) == 128, 0, ink)


def difference(picture: Picture, language: str) -> float:
    """Return by how many strokes a picture differs from the first drawing of its word that is like
    it, else from the likest; 1 if by its size."""
    word, actual = picture.word, _trimmed(picture.ink)
    if not actual.size:
        return 1
    em = word.size * SCALE
    least: float = 1
    for spelling in _spellings(word.text):
        drawn = list(shapes(word.font, spelling, language))
        for shape in [*drawn, *_spaced(drawn, actual.shape[1] / em)]:
            least = min(least, _unlike(actual, shape, em))
            if least <= WRONG:
                return least
    return least


def _spellings(word: str) -> Iterator[str]:
    """Yield *word*, and one of Arabic letters with what parts two of them, as Persian does: the
    text of a PDF has no place for it on which programs agree."""
    yield word
    if _JOINED.match(word):
        places = range(1, len(word))
        for first in places:
            yield word[:first] + _NON_JOINER + word[first:]
        for first, second in combinations(places, 2):
            parts = word[:first], word[first:second], word[second:]
            yield _NON_JOINER.join(parts)


def _spaced(drawn: Sequence[Shape], width: float) -> Iterator[Shape]:
    """Yield those shapes that have this *width*, in em, with a little space between letters."""
    for shape in drawn:
        if gaps := shape.before[-1]:
            tracking = (width - shape.box[2] + shape.box[0]) / gaps
            if _TRACKING[0] < tracking <= _TRACKING[1]:
                yield shape.spaced(tracking)


def _trimmed(ink: _Ink) -> _Ink:
    rows, columns = numpy.nonzero((ink > _INK).any(1))[0], numpy.nonzero((ink > _INK).any(0))[0]
    if not len(rows):
        return ink[:0, :0]
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _unlike(actual: _Ink, shape: Shape, em: float) -> float:
    left, top, right, bottom = shape.box
    for drawn, found in (
        ((bottom - top) * em, actual.shape[0]),
        ((right - left) * em, actual.shape[1]),
    ):
        if abs(drawn - found) > max(_STRETCH * found, _PIXELS):
            return 1
    expected = _drawn(shape, actual.shape)
    wrong = (actual > _INK) & ~_spread(expected) | (expected > _INK) & ~_spread(actual)
    window = numpy.ones(max(int(_WINDOW * em), 1))
    wrongs = numpy.convolve(wrong.sum(0), window, "same")
    return float(wrongs.max()) / (_STROKE * em * em)


def _spread(ink: _Ink) -> _Ink:
    """Return where ink or its edge is, or a pixel beside it."""
    image = Image.fromarray(((ink > _TRACE) * 255).astype("uint8"))
    return numpy.asarray(image.filter(ImageFilter.MaxFilter(3))) > 0


def _drawn(shape: Shape, size: tuple[int, int]) -> _Ink:
    """Draw a shape so that it fills a picture of so many rows and columns."""
    rows, columns = size
    left, top, right, bottom = shape.box
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{columns}" height="{rows}"'
        f' viewBox="{left} {top} {right - left} {bottom - top}" preserveAspectRatio="none">'
        f"{shape.svg()}</svg>"
    )
    made = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    return numpy.asarray(Image.open(io.BytesIO(bytes(made))).getchannel("A")) / 255
