"""Tell what is wrong with the colours that conf.py chooses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefpress.press_settings import unknown
from briefpress.themes.contrasts import Weak, weak_pairs
from briefpress.themes.tokens import HUE, Tokens, packaged

LIGHT, DARK = "briefpress_colours", "briefpress_dark_colours"


def wrong_colours(setting: str, value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the key and what is wrong with it for each wrong entry of *value*, which stands in
    *setting*."""
    tokens = packaged().dark if setting == DARK else packaged().light
    names = [name for name, token in tokens.items() if token.startswith("#")]
    if setting == LIGHT:
        names.append(HUE)
    for name, colour in value.items():
        if name not in names:
            yield name, unknown("names", "colour", name, names)
        elif name == HUE:
            if type(colour) is not int or not 0 <= colour <= 359:
                yield name, f"“{HUE}” is {colour!r}, but takes degrees from 0 (red) to 359"
        elif not isinstance(colour, str) or not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
            yield name, f"“{name}” is {colour!r}, but takes a colour like '{tokens[name]}'"


def weak_colours(
    light: Mapping[str, Any], dark: Mapping[str, Any]
) -> Iterator[tuple[str, str, Weak]]:
    """Yield the setting, the key and the pair for each two colours that stand on each other and
    are too alike, if conf.py chooses *light* and *dark*."""
    palettes = Tokens.chosen(light, dark).palettes()
    # Colours of dark screens are made of the others if they are not named.
    for name, tables in (("light", {LIGHT: light}), ("dark", {DARK: dark, LIGHT: light})):
        for weak in weak_pairs(name, palettes[name]):
            named = [
                (setting, key)
                for setting, table in tables.items()
                for key in (weak.pair.text, weak.pair.ground, "accent")
                if key in table
            ]
            yield *(named or [(LIGHT, "")])[0], weak
