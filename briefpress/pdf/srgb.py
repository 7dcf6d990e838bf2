"""Turn the colours of style sheets, in whatever terms they are written, into those of sRGB."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tinycss2.color5 import Color

Matrix = tuple[tuple[float, float, float], ...]

# From the white of prints to that of screens (Bradford), and from there to the lights of a screen
# (CSS Color 4, sample code).
_TO_D65: Matrix = (
    (0.955473421488075, -0.02309845494876471, 0.06325924320057072),
    (-0.0283697093338637, 1.0099953980813041, 0.021041441191917323),
    (0.012314014864481998, -0.020507649298898964, 1.330365926242124),
)
_TO_LIGHT: Matrix = (
    (3.2409699419045226, -1.537383177570094, -0.4986107602930034),
    (-0.9692436362808796, 1.8759675015077202, 0.04155505740717559),
    (0.05563007969699366, -0.20397695888897652, 1.0569715142428786),
)
_OF_PRINT, _OF_SCREEN = ("lab", "lch", "xyz-d50"), ("oklab", "oklch", "xyz-d65", "xyz")


def in_srgb(colour: Color) -> Color:
    """Return *colour* in sRGB, or as it is if it has other terms than those of CSS."""
    if colour.space in ("srgb", "hsl", "hwb"):
        return colour.to("srgb")
    if colour.space in _OF_PRINT:
        xyz: Sequence[float] = _product(_TO_D65, colour.to("xyz-d50").coordinates)
    elif colour.space in _OF_SCREEN:
        xyz = colour.to("xyz-d65").coordinates
    else:
        return colour
    parts = (min(1, max(0, encoded(light))) for light in _product(_TO_LIGHT, xyz))
    return Color("srgb", parts, colour.alpha)


def _product(matrix: Matrix, vector: Iterable[float]) -> list[float]:
    parts = list(vector)
    return [sum(a * b for a, b in zip(row, parts, strict=True)) for row in matrix]


def encoded(light: float) -> float:
    """Return the number, from 0 to 1, that a screen is given for so much *light*."""
    return 12.92 * light if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)
