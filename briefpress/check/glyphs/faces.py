"""Shape words with the packaged faces, as they should look on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import uharfbuzz
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from briefpress.fonts import FACES, Face

_FEATURES: tuple[Mapping[str, bool], ...] = (
    {},
    {"onum": True},
    {"lnum": True, "tnum": True},
    {"smcp": True},
    {"smcp": True, "onum": True},
)
"""The ways in which a style sheet may set a word, which the PDF does not tell."""


@dataclass(frozen=True)
class Shape:
    """A word as a face draws it: an SVG path in units of the em, its y axis downwards, and the box
    of its ink: left, top, right, bottom."""

    path: str
    box: tuple[float, float, float, float]
    clusters: int


def family(font: str) -> str:
    """Return the family among those packaged of a font as a PDF names it; empty if it is none."""
    plain = _plain(font.rpartition("+")[2])
    found = [name for name in _families() if plain.startswith(_plain(name))]
    return max(found, key=len, default="")


def shapes(name: str, word: str, tracking: float = 0) -> Iterator[Shape]:
    """Yield *word* in the faces of a family, in each of the ways that differ; *tracking*, in em,
    is put between its letters."""
    known = set()
    for face in _families()[name]:
        for features in _FEATURES:
            if not features or _concern(features, word):
                shape = _shape(face, word, features, tracking)
                if shape and shape.path not in known:
                    known.add(shape.path)
                    yield shape


def _concern(features: Mapping[str, bool], word: str) -> bool:
    has_digits, has_letters = any(map(str.isdigit, word)), any(map(str.islower, word))
    return has_letters if "smcp" in features else has_digits


def _shape(
    face: Face, word: str, features: Mapping[str, bool], tracking: float
) -> Shape | None:
    font, scale = _font(face.name)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, dict(features))
    drawn, bounds = SVGPathPen(None), BoundsPen(None)
    at = 0.0
    clusters = list(dict.fromkeys(info.cluster for info in buffer.glyph_infos))
    cluster = None
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if info.codepoint == 0:
            return None  # the face has not all of its letters
        if cluster not in (None, info.cluster):
            at += tracking
        cluster = info.cluster
        place = (
            scale,
            0,
            0,
            -scale,
            at + position.x_offset * scale,
            -position.y_offset * scale,
        )
        for pen in (drawn, bounds):
            font.draw_glyph_with_pen(info.codepoint, TransformPen(pen, place))
        at += position.x_advance * scale
    if bounds.bounds is None:
        return None
    return Shape(drawn.getCommands(), bounds.bounds, len(clusters))


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
