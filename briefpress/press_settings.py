"""Read what conf.py says of paper and press, and tell what of it is wrong."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Paper:
    """The size of a page, in mm."""

    width: float
    height: float

    @property
    def column(self) -> float:
        """How wide the text's column is: the margins do not change."""
        return self.width - 84

    @property
    def share(self) -> float:
        """How wide it is, measured by that of A4."""
        return self.column / A4.column


A4 = Paper(210, 297)
PAGE_SIZES: Mapping[str, Paper] = MappingProxyType({"A4": A4, "Letter": Paper(215.9, 279.4)})
# The least and the most on which the theme's columns stand.
_LEAST_PAGE, _MOST_PAGE = Paper(170, 240), Paper(250, 350)


@dataclass(frozen=True)
class Standard:
    """A standard of files for presses: its name, the newest version of PDF that it allows, and
    whether it allows transparency, layers, and whatever else is newer than PDF 1.4."""

    name: str
    version: str
    transparency: bool


_X4 = Standard("PDF/X-4", "1.6", transparency=True)  # ISO 15930-7
_X1A = Standard("PDF/X-1a:2003", "1.4", transparency=False)  # ISO 15930-4
STANDARDS: Mapping[str, Standard] = MappingProxyType({each.name: each for each in (_X4, _X1A)})
MOST_INK = 200
"""Percent of all four inks together, in what is painted flat: more dries too slowly."""

NEUTRAL = 0.15
"""How much red, green and blue, from 0 to 1, may differ in what still looks black."""
SOLID = 0.95
"""Of black, from 0 to 1: what is as dark is printed in all of it, for anything less is dots."""
# How light black text is at most.
_DARK = 0.35

PercentInks = tuple[float, float, float, float]


def looks_black(inks: tuple[float, float, float, float]) -> bool:
    """Whether *inks*, each from 0 to 1, look like black or a dark grey."""
    *colours, black = inks
    light = [(1 - ink) * (1 - black) for ink in colours]
    return max(light) <= _DARK and max(light) - min(light) <= NEUTRAL


def paper_of(written: str) -> Paper:
    """Return the page size *written*; raise `ValueError` if it is none."""
    if written in PAGE_SIZES:
        return PAGE_SIZES[written]
    number = r"(\d{1,4}(?:\.\d+)?)mm"
    match = re.fullmatch(rf"{number} {number}", written)
    if match is None:
        raise ValueError(written)
    paper = Paper(float(match[1]), float(match[2]))
    if not _LEAST_PAGE.width <= paper.width <= _MOST_PAGE.width:
        raise ValueError(written)
    if not _LEAST_PAGE.height <= paper.height <= _MOST_PAGE.height:
        raise ValueError(written)
    return paper


def is_page_size(value: Any) -> bool:
    """Whether *value* is a page size."""
    try:
        return isinstance(value, str) and bool(paper_of(value))
    except ValueError:
        return False


def _number(least: float, most: float) -> Callable[[Any], bool]:
    return lambda value: type(value) in (int, float) and least <= value <= most


def _is_inks(value: Any) -> bool:
    percents = value.values() if isinstance(value, dict) else [None]
    return all(
        isinstance(inks, (list, tuple))
        and len(inks) == 4
        and all(map(_number(0, 100), inks))
        and sum(inks) <= MOST_INK
        for inks in percents
    )


def _setting(default: Any, check: Callable[[Any], bool], wanted: str) -> Any:
    metadata = {"check": check, "wanted": wanted}
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class PrintSettings:
    """What stands in ``briefpress_print``; lengths in mm.

    *profile* describes the press: ``FOGRA39``, or a file beside conf.py. *binding* is how much
    further from the fold the content of a page stands than in the middle. *multiple* is what the
    number of pages must be a multiple of (0: any); *blanks*, whether blank pages are added for
    that. *inks* are those of colours of the theme, in percent.
    """

    standard: str = _setting(_X4.name, STANDARDS.__contains__, " or ".join(STANDARDS))
    profile: str = _setting(
        "FOGRA39",
        lambda value: isinstance(value, str) and bool(value),
        'FOGRA39 or the name of a file beside conf.py, like "press.icc"',
    )
    bleed: float = _setting(3, _number(0, 20), "millimetres from 0 to 20")
    marks: bool = _setting(True, lambda value: isinstance(value, bool), "True or False")
    binding: float = _setting(4, _number(0, 8), "millimetres from 0 to 8")
    multiple: int = _setting(
        0,
        lambda value: type(value) is int and 0 <= value <= 64,
        "a number of pages from 0 (any) to 64, like 4",
    )
    blanks: bool = _setting(True, lambda value: isinstance(value, bool), "True or False")
    inks: Mapping[str, PercentInks] = _setting(
        {},
        _is_inks,
        "cyan, magenta, yellow and black in percent, together at most 200, for each name, like "
        '{"accent": (92, 50, 0, 58)}',
    )


def wrong_settings(value: Mapping[str, Any], colours: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the key and what is wrong with it for each wrong entry of *value*, which stands in
    ``briefpress_print``; *colours* are the names that *inks* may have."""
    checks = {entry.name: entry.metadata for entry in fields(PrintSettings)}
    for key, setting in value.items():
        if key not in checks:
            yield key, unknown("has", "setting", key, checks)
        elif not checks[key]["check"](setting):
            yield key, f"“{key}” is {setting!r}, but takes {checks[key]['wanted']}"
        elif key == "inks":
            for name in setting:
                if name not in colours:
                    yield name, unknown("gives inks to", "colour", name, colours)


def unknown(verb: str, kind: str, key: Any, known: Iterable[str]) -> str:
    """Return what is wrong with a setting that *verb*s *key*, which is no *kind* that is *known*,
    and which of these may be meant."""
    close = difflib.get_close_matches(str(key), list(known), n=1)
    cure = f"did you mean “{close[0]}”?" if close else f"there are {', '.join(known)}"
    return f"it {verb} “{key}”, and there is no such {kind}; {cure}"
