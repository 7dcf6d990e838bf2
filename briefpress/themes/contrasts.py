"""Tell which texts and parts of charts of a palette do not stand out from their grounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefpress.colour import GRAPHICS, TEXT, Colour, contrast, parsed, shown

STRONG = 7.0
"""To one: the contrast that text on paper should have (WCAG's level AAA)."""


@dataclass(frozen=True)
class Pair:
    """Two tokens that stand on each other: the contrast that they need, and that they should have
    in the theme."""

    text: str
    ground: str
    least: float
    wanted: float


_TEXTS = ("ink", "accent", "signal", "quiet")

PAIRS = (
    *(Pair(text, "paper", TEXT, STRONG) for text in _TEXTS),
    *(Pair(text, "tint", TEXT, TEXT) for text in _TEXTS),
    *(Pair(f"chart-{number}", "paper", GRAPHICS, GRAPHICS) for number in range(1, 5)),
)
"""What the style sheets set on what."""


@dataclass(frozen=True)
class Weak:
    """A *pair* of the palette that has too little contrast; *message* says so with its colours."""

    pair: Pair
    is_unreadable: bool
    message: str


def weak_pairs(name: str, tokens: Mapping[str, str]) -> Iterator[Weak]:
    """Yield what is wrong with the palette *name*, colours by the names of their tokens."""
    for pair in PAIRS:
        text, ground = as_seen(tokens[pair.text]), as_seen(tokens[pair.ground])
        found = contrast(text, ground)
        if found < pair.wanted:
            is_unreadable = found < pair.least
            need = (
                f"it needs {pair.least:g}:1"
                if is_unreadable
                else f"that can be read, but {pair.wanted:g}:1 tires less"
            )
            yield Weak(
                pair,
                is_unreadable,
                f"in the palette “{name}”, {pair.text} ({shown(text)}) on {pair.ground}"
                f" ({shown(ground)}) has a contrast of {found:.2f}:1; {need}",
            )


def as_seen(value: str) -> Colour:
    """Return a colour of a palette, ``#rrggbb``, or inks in percent as they look about."""
    if re.fullmatch(r"#[0-9a-f]{6}", value):
        return parsed(value)
    *inks, black = (float(part) / 100 for part in value.split())
    red, green, blue = (round(255 * (1 - ink) * (1 - black)) for ink in inks)
    return red, green, blue
