"""Reckon the contrast of two colours, and the least that people need to read (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

Colour = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""

TEXT, LARGE_TEXT = 4.5, 3.0
"""To one: the least contrast of text, and of text that is large."""

_LARGE, _LARGE_BOLD = 18, 14
"""In points: from where on text is large."""


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least(size: float, *, bold: bool) -> float:
    """Return the contrast that text of *size* points needs."""
    return LARGE_TEXT if size >= (_LARGE_BOLD if bold else _LARGE) else TEXT


def luminance(colour: Colour) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shown(colour: Colour) -> str:
    """Return a colour as style sheets write it."""
    return "#" + "".join(f"{part:02x}" for part in colour)
