"""Draw the quiet pattern of a cover from a brief's name and a hue, as SVG of any proportions.

The same name gives the same pattern for ever. Motif and turns are taken from its SHA-256, the
colours have the accent's lightness whatever their hue, so that white text is read on the ground.
"""

from __future__ import annotations

import colorsys
import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from briefpress.files import write_atomically
from briefpress.themes import token

CELL = 60  # units of the SVG

# Relative luminance (WCAG 2.2) of the ground, and of the shapes on it: near each other, or the
# pattern would shout. White on the ground has a contrast of 11:1.
_GROUND = 0.044
_SHAPES = (0.056, 0.072, 0.096)
_LIGHT = 0.17

# That of the small text on the ground.
LIGHT_TEXT = 0.62
_SATURATION = 0.5


@cache
def shade(hue: int, luminance: float = _GROUND) -> str:
    """Return the colour of *hue* (degrees, 0 is red) that has *luminance* (0 to 1), as ``#rrggbb``.

    By halving: luminance grows with the lightness of HSL.
    """
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        if _luminance(_rgb(hue, middle)) < luminance:
            low = middle
        else:
            high = middle
    return "#" + "".join(f"{round(255 * part):02x}" for part in _rgb(hue, low))


def _rgb(hue: int, lightness: float) -> tuple[float, float, float]:
    return colorsys.hls_to_rgb(hue % 360 / 360, lightness, _SATURATION)


def _luminance(rgb: tuple[float, float, float]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def usual_hue() -> int:
    """Return the hue of what has no topic, or a topic that names none."""
    return int(token("--hue"))


def pattern(name: str, hue: int | None = None, columns: int = 16, rows: int = 5) -> str:
    """Return the pattern of *name*, *columns* x *rows* cells, as an SVG document.

    It fills any box: what does not fit is cut off evenly. A wider or higher one is the same
    pattern continued.
    """
    hue = usual_hue() if hue is None else hue
    width, height = columns * CELL, rows * CELL
    motif = _MOTIFS[_digest(name)[0] % len(_MOTIFS)]
    shapes = "".join(
        f'<g transform="translate({column * CELL} {row * CELL})">{shape}</g>'
        for row in range(rows)
        for column in range(columns)
        if (shape := "".join(motif(_digest(name, column, row), hue)))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" preserveAspectRatio="xMidYMid slice">'
        f'<rect width="{width}" height="{height}" fill="{shade(hue)}"/>{shapes}</svg>\n'
    )


def write_pattern(name: str, hue: int | None, folder: Path) -> str:
    """Write the pattern of *name* into *folder*; return the name of the file, made of its hash."""
    drawing = pattern(name, hue).encode()
    file = folder / f"cover-{hashlib.sha256(drawing).hexdigest()[:12]}.svg"
    if not file.is_file():
        write_atomically(file, drawing)
    return file.name


def _digest(*parts: object) -> bytes:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).digest()


def _tone(byte: int, hue: int) -> str:
    """Return one of the tones; one cell in sixteen is light."""
    return shade(hue, _LIGHT if byte < 16 else _SHAPES[byte % len(_SHAPES)])


def _arcs(chance: bytes, hue: int) -> Iterator[str]:
    """Rings around one corner of the cell; neighbours join them to curves."""
    turn, tone = chance[0] % 4 * 90, _tone(chance[1], hue)
    half = CELL / 2
    rings = (1, 2 / 3, 1 / 3) if chance[2] % 3 else (1, 1 / 2)
    yield f'<g transform="rotate({turn} {half:g} {half:g})">'
    for place, part in enumerate(rings):
        radius = f"{CELL * part:g}"
        fill = shade(hue) if place % 2 else tone
        yield f'<path fill="{fill}" d="M0 0H{radius}A{radius} {radius} 0 0 1 0 {radius}Z"/>'
    yield "</g>"


def _leaves(chance: bytes, hue: int) -> Iterator[str]:
    """A leaf from corner to corner, now and then half of it."""
    turn, half = chance[0] % 2 * 90, CELL / 2
    yield f'<g transform="rotate({turn} {half:g} {half:g})">'
    yield f'<path fill="{_tone(chance[1], hue)}" d="M0 0A{CELL} {CELL} 0 0 1 {CELL} {CELL}'
    yield "Z" if chance[2] % 3 == 0 else f"A{CELL} {CELL} 0 0 1 0 0Z"
    yield '"/></g>'


def _planes(chance: bytes, hue: int) -> Iterator[str]:
    """Two triangles that meet on a diagonal."""
    turn, half = chance[0] % 4 * 90, CELL / 2
    yield f'<g transform="rotate({turn} {half:g} {half:g})">'
    yield f'<path fill="{_tone(chance[1], hue)}" d="M0 0H{CELL}L0 {CELL}Z"/>'
    if chance[2] % 2:
        yield f'<path fill="{shade(hue, _SHAPES[0])}" d="M{CELL} 0V{CELL}H0Z"/>'
    yield "</g>"


_MOTIFS: tuple[Callable[[bytes, int], Iterator[str]], ...] = (_arcs, _leaves, _planes)
