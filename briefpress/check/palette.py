"""Hold a publication's colours against the contrast that people need to read (WCAG 2.2, 1.4.3).

What an institution chooses in conf.py, or a topic's hue, changes the colours of all pages: each
pair of text and ground is reckoned here, in each palette, whether a page shows it or not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version as installed
from itertools import product
from pathlib import Path

from briefpress.check.result import Finding, Result, Severity, write_results
from briefpress.colour import TEXT, Colour, contrast, parsed, shown
from briefpress.pattern import LIGHT_TEXT, shade
from briefpress.themes.contrasts import STRONG, weak_pairs
from briefpress.themes.tokens import Tokens

_WHITE: Colour = (255, 255, 255)


def check_palettes(build: Path, tokens: Tokens) -> Result:
    """Reckon the contrasts of all palettes, and store the result beside those of *build*."""
    palettes = tokens.palettes()
    found = [each for name, of in palettes.items() for each in pair_findings(name, of)]
    result = Result(
        brief="colours",
        language="",
        format="css",
        is_brief=False,
        path="conf.py",
        sha256=hashlib.sha256(json.dumps(palettes).encode()).hexdigest(),
        check="contrast",
        tool=f"briefpress {installed('briefpress')}",
        findings=(*found, *cover_findings()),
    )
    write_results(build / "checks" / "colours.css.json", [result])
    return result


def pair_findings(name: str, tokens: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with the palette *name*."""
    for weak in weak_pairs(name, tokens):
        severity: Severity = "error" if weak.is_unreadable else "warning"
        yield Finding(
            "contrast", f"{weak.message[0].upper()}{weak.message[1:]}.", severity=severity
        )


def cover_findings() -> Iterator[Finding]:
    """Yield the hues on whose covers the title or the lines beside it cannot be read."""
    for hue, (text, least) in product(range(360), ((_WHITE, STRONG), (None, TEXT))):
        ground = parsed(shade(hue))
        front = text or parsed(shade(hue, LIGHT_TEXT))
        found = contrast(front, ground)
        if found < least:
            message = (
                f"On the cover of hue {hue}, {shown(front)} on {shown(ground)} has a contrast of"
                f" {found:.2f}:1; it needs {least:g}:1."
            )
            yield Finding("contrast", message, "cover")
