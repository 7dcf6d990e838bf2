"""Make the design tokens of a publication from those of the theme and the colours of conf.py."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from briefpress.colour import hue_of, luminance, mixed, of_luminance, parsed, shown
from briefpress.press_settings import PercentInks

if TYPE_CHECKING:
    from sphinx.config import Config

HUE = "hue"
"""The token that is no colour, but an angle."""

# What has another lightness on dark screens, and keeps its hue.
_VIVID = ("accent", "signal", "chart-1", "chart-2", "chart-3", "chart-4")
# How much of the accent is in the ground of boxes: on light, and on dark screens.
_TINT, _DARK_TINT = 0.05, 0.065
# Below it a colour looks grey: it has no hue.
_COLOURFUL = 0.1
_TEXT = "ink"


@dataclass(frozen=True)
class Tokens:
    """The tokens by their names without dashes: all of them in *light*, those that are others on
    dark screens in *dark*, and in *press* the inks, in percent, of the colours that have some."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    press: Mapping[str, PercentInks]

    @classmethod
    def chosen(
        cls,
        light: Mapping[str, Any] | None = None,
        dark: Mapping[str, Any] | None = None,
        inks: Mapping[str, PercentInks] | None = None,
    ) -> Tokens:
        """Return the tokens of the theme with the colours *light* and *dark* and the *inks* that
        conf.py gives. What hangs together changes together: see `_light` and `_dark`."""
        theme = packaged()
        made = _light(theme, {name: _written(value) for name, value in (light or {}).items()})
        on_dark = _dark(theme, made, {name: _written(v) for name, v in (dark or {}).items()})
        return cls(made, on_dark, _press(theme, made, inks or {}))

    @classmethod
    def read(cls, css: str) -> Tokens:
        """Return the tokens that a style sheet has; what it lacks is as in the theme."""
        theme = packaged()
        light, *dark = re.split(r"(?=^@media)", css, maxsplit=1, flags=re.MULTILINE)
        on_dark = {**theme.dark, **_values("".join(dark))}
        return cls({**theme.light, **_values(light)}, on_dark, theme.press)

    def __getitem__(self, name: str) -> str:
        return self.light[name]

    @property
    def hue(self) -> int:
        """The hue, in degrees, of what has no topic, or a topic that names none."""
        return int(self.light[HUE])

    def palettes(self) -> dict[str, dict[str, str]]:
        """Return the tokens on light screens, on dark ones, and in print, where some are inks."""
        press = {name: " ".join(f"{ink:g}" for ink in inks) for name, inks in self.press.items()}
        light = dict(self.light)
        return {"light": light, "dark": light | dict(self.dark), "press": light | press}

    def css(self) -> str:
        """Return the tokens as rules for light screens and paper."""
        return _with_values(_parts()[0], self.light)

    def dark_css(self) -> str:
        """Return the rules for dark screens."""
        return _with_values(_parts()[1], self.dark)


def tokens_of(config: Config) -> Tokens:
    """Return the tokens of the publication with this *config*."""
    inks = config.briefpress_print.get("inks")
    return Tokens.chosen(config.briefpress_colours, config.briefpress_dark_colours, inks)


@cache
def packaged() -> Tokens:
    """Return the theme's own tokens."""
    light, dark, press = (_values(part) for part in _parts())
    inks = {}
    for name, percents in press.items():
        cyan, magenta, yellow, black = map(float, percents.split())
        inks[name] = (cyan, magenta, yellow, black)
    return Tokens(light, dark, inks)


def _light(theme: Tokens, own: Mapping[str, str]) -> dict[str, str]:
    """Return the tokens with the values *own*. The first colour of charts is the accent, as the
    covers' hue is; the ground of boxes has a little of it; unless *own* says otherwise."""
    made = {**theme.light, **own}
    accent = parsed(made["accent"])
    if "accent" in own:
        made["chart-1"] = own.get("chart-1", made["accent"])
        hue, saturation = hue_of(accent)
        if HUE not in own and saturation >= _COLOURFUL:
            made[HUE] = f"{round(hue) % 360}"
    if own.keys() & {"accent", "paper"} and "tint" not in own:
        made["tint"] = shown(mixed(accent, parsed(made["paper"]), _TINT))
    return made


def _dark(theme: Tokens, light: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Return the tokens of dark screens with the values *own*. What else is not the theme's in
    *light* has its hue there too, as light as the theme's own is."""
    made = {**theme.dark, **own}
    for name in _VIVID:
        if name not in own and light[name] != theme.light[name]:
            hue, saturation = hue_of(parsed(light[name]))
            made[name] = shown(of_luminance(hue, saturation, luminance(parsed(theme.dark[name]))))
    if "tint" not in own and any(made[name] != theme.dark[name] for name in ("accent", "paper")):
        made["tint"] = shown(mixed(parsed(made["accent"]), parsed(made["paper"]), _DARK_TINT))
    return made


def _press(
    theme: Tokens, light: Mapping[str, str], own: Mapping[str, PercentInks]
) -> dict[str, PercentInks]:
    """Return the inks of colours: those of conf.py, *own*, and the theme's of what it has not
    changed. Others are mixed. Text is black alone, whatever its black on the screen: what several
    plates print is blurred if they are not in line."""
    same = {name for name in theme.press if light[name] == theme.light[name]}
    inks = {name: theme.press[name] for name in theme.press if name in {*same, _TEXT}}
    # One colour has one mixture, whichever of its names conf.py says.
    mixtures = {light[name]: mixture for name, mixture in own.items()}
    inks |= {name: mixtures[light[name]] for name in theme.press if light[name] in mixtures}
    return inks | dict(own)


def _written(value: str | int) -> str:
    return value.lower() if isinstance(value, str) else str(value)


@cache
def _parts() -> tuple[str, str, str]:
    """Return the file's parts without its remarks: the tokens of all, the palette of dark screens,
    that of the press."""
    text = (files(__package__) / "tokens.css").read_text(encoding="utf-8")
    # What they say of contrasts need not be true of other colours.
    text = re.sub(r"\s*/\*.*?\*/", "", text, flags=re.DOTALL).lstrip()
    tokens, dark, press = re.split(r"(?=^@media)", text, flags=re.MULTILINE)
    return tokens, dark, press


_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")


def _values(css: str) -> dict[str, str]:
    return dict(_TOKEN.findall(css))


def _with_values(css: str, values: Mapping[str, str]) -> str:
    return _TOKEN.sub(lambda match: f"--{match[1]}: {values[match[1]]};", css)
