"""Reckon with colours: how light one is, and how far it stands out from another (WCAG 2.2)."""

from __future__ import annotations

import colorsys

Colour = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""

TEXT, LARGE_TEXT = 4.5, 3.0
"""To one: the least contrast of text, and of text that is large (WCAG 2.2, 1.4.3)."""

GRAPHICS = 3.0
"""To one: that of the parts of charts (WCAG 2.2, 1.4.11)."""

_LARGE, _LARGE_BOLD = 18, 14
"""In points: from where on text is large."""


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least(size: float, *, bold: bool) -> float:
    """Return the contrast that text of *size* points needs."""
    return LARGE_TEXT if size >= (_LARGE_BOLD if bold else _LARGE) else TEXT


def luminance(colour: tuple[float, float, float]) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shown(colour: Colour) -> str:
    """Return a colour as style sheets write it."""
    return "#" + "".join(f"{part:02x}" for part in colour)


def parsed(written: str) -> Colour:
    """Return the colour *written* as ``#rrggbb``."""
    red, green, blue = bytes.fromhex(written.removeprefix("#"))
    return red, green, blue


def hue_of(colour: Colour) -> tuple[float, float]:
    """Return the hue of a colour (degrees, 0 is red), and its saturation in HSL, from 0 to 1."""
    hue, _, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    return 360 * hue, saturation


def of_luminance(hue: float, saturation: float, wanted: float) -> Colour:
    """Return the colour of *hue* and *saturation* that has the luminance *wanted*.

    By halving: luminance grows with the lightness of HSL.
    """
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        if luminance(_rgb(hue, saturation, middle)) < wanted:
            low = middle
        else:
            high = middle
    red, green, blue = (round(part) for part in _rgb(hue, saturation, low))
    return red, green, blue


def _rgb(hue: float, saturation: float, lightness: float) -> tuple[float, float, float]:
    red, green, blue = colorsys.hls_to_rgb(hue % 360 / 360, lightness, saturation)
    return 255 * red, 255 * green, 255 * blue


def mixed(colour: Colour, ground: Colour, share: float) -> Colour:
    """Return *ground* with a *share*, from 0 to 1, of *colour*."""
    red, green, blue = (
        round(share * one + (1 - share) * other) for one, other in zip(colour, ground, strict=True)
    )
    return red, green, blue
