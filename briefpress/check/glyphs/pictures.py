"""Compare how words look on the pages of a PDF with how the packaged faces draw them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import resvg_py
from PIL import Image, ImageFilter

from briefpress.check.glyphs.faces import Shape, family, shapes
from briefpress.check.glyphs.words import Word
from briefpress.check.packages import require

SCALE = 5
"""Pixels per point. Letters of 7 points are then 35 pixels high, and differ clearly."""

_EDGE = 2
"""Pixels around a picture."""

_INK, _TRACE = 0.5, 0.2
"""From 0, the ground, to 1: what is ink, and what may be its edge."""

_WINDOW = 0.4
"""In em: about a letter. So much of a word is looked at together: one letter of many counts."""

WRONG = 0.2
"""From which part of a window's ink on that is on one of the pictures alone a word is wrong."""

_STRETCH = 0.06
"""How much wider or narrower than drawn a word may be, but for the space between letters."""

_TRACKING = 0.15
"""In em: how much space a style sheet may put between letters."""


@dataclass(frozen=True)
class Misfit:
    """A word that does not look as it should; ``part`` is how much of a letter differs."""

    word: Word
    part: float


def misfits(document: Any, words: Sequence[Word]) -> Iterator[Misfit]:
    """Yield those of *words* that none of their family's faces draws as the page does."""
    for word, picture in _pictures(document, words):
        part = _difference(picture, word)
        if part > WRONG:
            yield Misfit(word, part)


def _pictures(document: Any, words: Iterable[Word]) -> Iterator[tuple[Word, Any]]:
    """Yield words with their ink on the page, from 0 to 1."""
    pages: dict[int, list[Word]] = {}
    for word in words:
        pages.setdefault(word.page, []).append(word)
    for number, found in sorted(pages.items()):
        page = document[number]
        left, bottom, _, _ = page.get_bbox()
        drawn = page.render(scale=SCALE, grayscale=True).to_numpy()
        height = drawn.shape[0]
        for word in found:
            x0, y0, x1, y1 = word.box
            columns = slice(
                max(int((x0 - left) * SCALE) - _EDGE, 0), int((x1 - left) * SCALE) + _EDGE + 1
            )
            rows = slice(
                max(height - int((y1 - bottom) * SCALE) - _EDGE - 1, 0),
                height - int((y0 - bottom) * SCALE) + _EDGE,
            )
            yield word, _ink(drawn[rows, columns])


def _ink(picture: Any) -> Any:
    """Return how much ink is in each pixel, whatever the colours of text and ground."""
    numpy = require("numpy")
    picture = picture.astype(float).reshape(picture.shape[:2])
    edges = numpy.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    difference = abs(picture - numpy.median(edges))
    return difference / max(difference.max(), 1)


def _trimmed(ink: Any) -> Any:
    numpy = require("numpy")
    rows, columns = numpy.nonzero((ink > _INK).any(1))[0], numpy.nonzero((ink > _INK).any(0))[0]
    if not len(rows):
        return ink[:0, :0]
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _difference(picture: Any, word: Word) -> float:
    """Return by how much a picture differs from the likest drawing of its word."""
    actual = _trimmed(picture)
    if not actual.size:
        return 1
    em = word.size * SCALE
    name = family(word.font)
    least: float = 1
    for shape in shapes(name, word.text):
        lacking = actual.shape[1] / em - (shape.box[2] - shape.box[0])
        tracking = lacking / (shape.clusters - 1) if shape.clusters > 1 else 0
        least = min(least, _unlike(actual, shape, em))
        if 0.01 < tracking <= _TRACKING:
            wider = shapes(name, word.text, tracking)
            least = min([least, *(_unlike(actual, each, em) for each in wider)])
        if least < WRONG / 4:
            break
    return least


def _unlike(actual: Any, shape: Shape, em: float) -> float:
    numpy = require("numpy")
    width, height = shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]
    if abs(width * em - actual.shape[1]) > max(_STRETCH * actual.shape[1], 3):
        return 1
    if abs(height * em - actual.shape[0]) > max(_STRETCH * actual.shape[0], 3):
        return 1
    expected = _drawn(shape, actual.shape)
    wrong = (actual > _INK) & ~_spread(expected) | (expected > _INK) & ~_spread(actual)
    ink = (actual > _INK) | (expected > _INK)
    window = numpy.ones(max(int(_WINDOW * em), 1))
    wrongs = numpy.convolve(wrong.sum(0), window, "same")
    inks = numpy.convolve(ink.sum(0), window, "same")
    return float((wrongs / numpy.maximum(inks, window.size)).max())


def _spread(ink: Any) -> Any:
    """Return where ink or its edge is, or a pixel beside it."""
    numpy = require("numpy")
    image = Image.fromarray(((ink > _TRACE) * 255).astype("uint8"))
    return numpy.asarray(image.filter(ImageFilter.MaxFilter(3))) > 0


def _drawn(shape: Shape, size: tuple[int, int]) -> Any:
    """Draw a shape so that it fills a picture of so many rows and columns."""
    numpy = require("numpy")
    rows, columns = size
    left, top, right, bottom = shape.box
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{columns}" height="{rows}"'
        f' viewBox="{left} {top} {right - left} {bottom - top}" preserveAspectRatio="none">'
        f'<path d="{shape.path}"/></svg>'
    )
    image = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))))
    return numpy.asarray(image.getchannel("A")) / 255
