"""Shape words with the packaged faces, as they should look on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import accumulate
from operator import ne

import uharfbuzz
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from briefpress.fonts import FACES, Face

_FEATURES: tuple[Mapping[str, bool], ...] = (
    {},
    {"kern": False},  # drawings
    {"onum": True},
    {"lnum": True, "tnum": True},
    {"smcp": True},
    {"smcp": True, "onum": True},
)
"""The ways in which a style sheet may set a word, which the PDF does not tell."""


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Shape:
    """A word as a face draws it: its glyphs by number, each with its place, and the box of its ink,
    in units of the em, the y axis downwards; and for each glyph how many letters are left of it."""

    face: str
    glyphs: tuple[tuple[int, float, float], ...]
    box: Box
    before: tuple[int, ...]

    def spaced(self, tracking: float) -> Shape:
        """Return the shape with so much space, in em, between its letters."""
        left, top, right, bottom = self.box
        placed = zip(self.glyphs, self.before, strict=True)
        return replace(
            self,
            glyphs=tuple((glyph, x + count * tracking, y) for (glyph, x, y), count in placed),
            box=(left, top, right + self.before[-1] * tracking, bottom),
        )

    def svg(self) -> str:
        """Return its glyphs as elements of SVG."""
        scale = _font(self.face)[1]
        return "".join(
            f'<path transform="translate({x:.5f} {y:.5f}) scale({scale} {-scale})" d="{path}"/>'
            for glyph, x, y in self.glyphs
            if (path := _outline(self.face, glyph))
        )


def family(font: str) -> str:
    """Return the family among those packaged of a font as a PDF names it; empty if it is none."""
    plain = _plain(font.rpartition("+")[2])
    found = [name for name in _families() if plain.startswith(_plain(name))]
    return max(found, key=len, default="")


def shapes(font: str, word: str, language: str) -> Iterator[Shape]:
    """Yield *word* as a packaged font, by its name in a PDF, may draw it, in each of the ways that
    differ. Faces have other letters for some languages."""
    known: set[Shape] = set()
    of_family = _families()[family(font)]
    faces = [face for face in of_family if _style(face.name) == _style(font)] or of_family
    ways = [(face, features) for face in faces for features in _FEATURES]
    for tag in dict.fromkeys((language, "")):
        for face, features in ways:
            if not features or _concern(features, word):
                shape = _shape(face, word, features, tag)
                if shape and shape not in known:
                    known.add(shape)
                    yield shape


def _concern(features: Mapping[str, bool], word: str) -> bool:
    has_digits, has_letters = any(map(str.isdigit, word)), any(map(str.islower, word))
    if "kern" in features:
        return len(word) > 1
    return has_letters if "smcp" in features else has_digits


def _style(name: str) -> tuple[bool, bool]:
    """Return whether a face or font of this name is bold, and whether it is italic."""
    return "bold" in name.casefold(), "italic" in name.casefold()


def _shape(face: Face, word: str, features: Mapping[str, bool], language: str) -> Shape | None:
    font, scale = _font(face.name)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    if language:
        buffer.language = language
    uharfbuzz.shape(font, buffer, dict(features))
    if any(info.codepoint == 0 for info in buffer.glyph_infos):
        return None  # the face has not all of its letters
    glyphs, boxes = [], []
    at = 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        x, y = at + position.x_offset * scale, -position.y_offset * scale
        glyphs.append((info.codepoint, x, y))
        if ink := _bounds(face.name, info.codepoint):
            left, bottom, right, top = (scale * side for side in ink)
            boxes.append((x + left, y - top, x + right, y - bottom))
        at += position.x_advance * scale
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    box = min(lefts), min(tops), max(rights), max(bottoms)
    clusters = [info.cluster for info in buffer.glyph_infos]
    before = accumulate(map(int, map(ne, clusters, [clusters[0], *clusters])))
    return Shape(face.name, tuple(glyphs), box, tuple(before))


@cache
def _outline(face: str, glyph: int) -> str:
    pen = SVGPathPen(None)
    _font(face)[0].draw_glyph_with_pen(glyph, pen)
    return str(pen.getCommands())


@cache
def _bounds(face: str, glyph: int) -> Box | None:
    """Return left, bottom, right and top of the ink; what the face itself says may be more."""
    pen = BoundsPen(None)
    _font(face)[0].draw_glyph_with_pen(glyph, pen)
    bounds: Box | None = pen.bounds
    return bounds


@cache
def _font(name: str) -> tuple[uharfbuzz.Font, float]:
    face = next(face for face in FACES if face.name == name)
    opened = uharfbuzz.Face(uharfbuzz.Blob(face.font()))
    return uharfbuzz.Font(opened), 1 / opened.upem


@cache
def _families() -> Mapping[str, tuple[Face, ...]]:
    found: dict[str, tuple[Face, ...]] = {}
    for face in FACES:
        with TTFont(BytesIO(face.source.read_bytes()), lazy=True) as font:
            name = str(font["name"].getBestFamilyName())
        found[name] = (*found.get(name, ()), face)
    return found


def _plain(name: str) -> str:
    return re.sub(r"\W", "", name).casefold()
