"""Hold the theme's colours against the contrast that people need to read (WCAG 2.2, 1.4.3).

What an institution changes in ``tokens.css``, or a topic's hue, changes the colours of all pages:
each pair of text and ground is reckoned here, in each palette, whether a page shows it or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version as installed
from itertools import product
from pathlib import Path

from briefpress.check.contrast import TEXT, Colour, contrast, shown
from briefpress.check.result import Finding, Result, write_results
from briefpress.files import sha256
from briefpress.pattern import LIGHT_TEXT, shade
from briefpress.themes import palettes, tokens_file

STRONG = 7.0
"""To one: the contrast of what must be read or acted on (WCAG's level AAA)."""

GRAPHICS = 3.0
"""To one: that of the parts of charts (WCAG 2.2, 1.4.11)."""

_WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Pair:
    """Two tokens that stand on each other, and the contrast that they need."""

    text: str
    ground: str
    least: float


PAIRS = (
    *(Pair(text, "paper", STRONG) for text in ("ink", "accent", "signal", "quiet")),
    *(Pair(text, "tint", TEXT) for text in ("ink", "accent", "signal", "quiet")),
    *(Pair(f"chart-{number}", "paper", GRAPHICS) for number in range(1, 5)),
)
"""What the style sheets set on what."""


def check_palettes(build: Path) -> Result:
    """Reckon the contrasts of all palettes, and store the result beside those of *build*."""
    found = [each for name, of in palettes().items() for each in pair_findings(name, of)]
    result = Result(
        brief="colours",
        language="",
        format="css",
        is_brief=False,
        path=tokens_file().name,
        sha256=sha256(tokens_file()),
        check="contrast",
        tool=f"briefpress {installed('briefpress')}",
        findings=(*found, *cover_findings()),
    )
    write_results(build / "checks" / "colours.css.json", [result])
    return result


def pair_findings(name: str, tokens: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with one palette: the colours by the names of their tokens."""
    for pair in PAIRS:
        colours = colour(tokens[pair.text]), colour(tokens[pair.ground])
        found = contrast(*colours)
        if found < pair.least:
            message = (
                f"In the palette “{name}”, --{pair.text} ({shown(colours[0])}) on --{pair.ground}"
                f" ({shown(colours[1])}) has a contrast of {found:.2f}:1; it needs"
                f" {pair.least:g}:1."
            )
            yield Finding("contrast", message, "tokens.css")


def cover_findings() -> Iterator[Finding]:
    """Yield the hues on whose covers the title or the lines beside it cannot be read."""
    for hue, (text, least) in product(range(360), ((_WHITE, STRONG), (None, TEXT))):
        ground = colour(shade(hue))
        front = text or colour(shade(hue, LIGHT_TEXT))
        found = contrast(front, ground)
        if found < least:
            message = (
                f"On the cover of hue {hue}, {shown(front)} on {shown(ground)} has a contrast of"
                f" {found:.2f}:1; it needs {least:g}:1."
            )
            yield Finding("contrast", message, "cover")


def colour(value: str) -> Colour:
    """Return a colour of a style sheet, ``#rrggbb``, or inks in percent as they look about."""
    if match := re.fullmatch(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})", value.strip()):
        red, green, blue = (int(part, 16) for part in match.groups())
        return red, green, blue
    *inks, black = (float(part) / 100 for part in value.split())
    red, green, blue = (round(255 * (1 - ink) * (1 - black)) for ink in inks)
    return red, green, blue
