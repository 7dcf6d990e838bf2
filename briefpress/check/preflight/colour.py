"""Read the colours of a PDF: in which space each is given, and which inks it puts on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pikepdf

Model = Literal["grey", "CMYK", "RGB", "Lab", "ink", "pattern", "unknown"]

Inks = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, each from 0 to 1."""

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
NO_INK = ("None",)
REGISTRATION = "All"
"""The ink that is every ink: for crop marks."""

_SHORT = {
    "/G": "/DeviceGray",
    "/RGB": "/DeviceRGB",
    "/CMYK": "/DeviceCMYK",
    "/I": "/Indexed",
}
_MODELS: dict[str, Model] = {
    "/DeviceGray": "grey",
    "/CalGray": "grey",
    "/DeviceRGB": "RGB",
    "/CalRGB": "RGB",
    "/DeviceCMYK": "CMYK",
    "/Lab": "Lab",
    "/Pattern": "pattern",
}
_COUNTS: dict[Model, int] = {"grey": 1, "RGB": 3, "CMYK": 4, "Lab": 3}
_PROFILES: dict[bytes, tuple[int, Model]] = {
    b"GRAY": (1, "grey"),
    b"RGB ": (3, "RGB"),
    b"CMYK": (4, "CMYK"),
    b"Lab ": (3, "Lab"),
}
"""How many values a profile's colours have, and what they are, by what stands in its header."""
_MOST_NESTED = 4
"""A pattern of an index of an ink with an alternate: no colour space is deeper."""


@dataclass(frozen=True, eq=False)
class Space:
    """A colour space."""

    family: str
    """PDF's name, with the slash."""
    model: Model
    count: int
    base: Space | None = None
    """Of /Indexed what it chooses from, of an ink what stands in for it, of /Pattern its paint."""
    inks: tuple[str, ...] = ()
    """The names of the inks of /Separation and /DeviceN."""
    table: bytes = b""
    """Of /Indexed."""
    profile: bytes = b""
    """Of /ICCBased."""
    alternate: Space | None = None
    """Of /ICCBased what programs take that cannot read the profile."""

    @property
    def calibrated(self) -> bool:
        """Whether colour management may turn one ink into several."""
        return self.family in ("/CalGray", "/CalRGB", "/Lab", "/ICCBased")

    @property
    def root(self) -> Space:
        """What its values are made of in the end, if the press has no ink of that name."""
        return self.base.root if self.base else self


UNKNOWN = Space("", "unknown", 0)
GREY = Space("/DeviceGray", "grey", 1)
RGB = Space("/DeviceRGB", "RGB", 3)
CMYK = Space("/DeviceCMYK", "CMYK", 4)


@dataclass(frozen=True, eq=False)
class Colour:
    """A colour that something is painted with."""

    space: Space
    values: tuple[float, ...] = ()
    pattern: Any = None

    @property
    def inks(self) -> Inks | None:
        """What comes on paper if all is printed with four inks; None if that cannot be told."""
        return _inks(self.space, self.values)

    @property
    def tints(self) -> tuple[float, ...]:
        """The inks that are not black; none if they cannot be told."""
        return (self.inks or ())[:3]

    @property
    def is_black_only(self) -> bool:
        """Whether it is black, a tint of black or nothing."""
        inks = self.inks
        return inks is not None and not any(inks[:3])

    def __str__(self) -> str:
        inks = self.inks
        if inks:
            return "/".join(f"{100 * ink:.0f}" for ink in inks)
        values = " ".join(f"{value:.3g}" for value in self.values)
        return f"{self.space.model} {values}".strip()


BLACK = Colour(GREY, (0.0,))


def read_space(space: Any, resources: Any, depth: int = 0) -> Space:
    """Return what *space* is, a name or an array; UNKNOWN if it is neither or damaged."""
    if depth > _MOST_NESTED:
        return UNKNOWN
    if isinstance(space, pikepdf.Name):
        name = _SHORT.get(str(space), str(space))
        if name in _MODELS:
            model = _MODELS[name]
            return Space(name, model, _COUNTS.get(model, 0))
        named = entry(resources, "/ColorSpace", name)
        return read_space(named, None, depth + 1) if named is not None else UNKNOWN
    if not isinstance(space, pikepdf.Array) or not len(space):
        return UNKNOWN
    family = _SHORT.get(str(space[0]), str(space[0]))
    if len(space) == 1:
        return read_space(pikepdf.Name(family), resources, depth + 1)

    def nested(index: int) -> Space | None:
        if len(space) <= index:
            return None
        return read_space(space[index], resources, depth + 1)

    if family == "/ICCBased":
        return _profiled(space[1])
    if family == "/Pattern":
        return Space(family, "pattern", 0, nested(1))
    if family == "/Indexed":
        base = nested(1) or UNKNOWN
        table = space[3]
        content = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
        return Space(family, base.model, 1, base, base.inks, content)
    if family == "/Separation":
        return Space(family, "ink", 1, nested(2), (str(space[1])[1:],))
    if family == "/DeviceN":
        inks = tuple(str(name)[1:] for name in space[1])
        return Space(family, "ink", len(inks), nested(2), inks)
    model = _MODELS.get(family, "unknown")
    return Space(family, model, _COUNTS.get(model, 0))


def entry(container: Any, *keys: str) -> Any:
    """Return what stands under *keys*, each in the one before; None if nothing does."""
    for key in keys:
        if not isinstance(container, (pikepdf.Dictionary, pikepdf.Stream)):
            return None
        container = container.get(key)
    return container


def _profiled(stream: Any) -> Space:
    count = int(entry(stream, "/N") or 0)
    profile = stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
    said, model = _PROFILES.get(profile[16:20], (count, "unknown"))
    if said != count:
        model = "unknown"
    other = entry(stream, "/Alternate")
    base = None if other is None else read_space(other, None)
    return Space("/ICCBased", model, count, alternate=base, profile=profile)


def _inks(space: Space, values: tuple[float, ...]) -> Inks | None:
    if len(values) != space.count:
        return None
    if space.family == "/Indexed" and space.base:
        size = space.base.count
        start = int(values[0]) * size
        chosen = space.table[start : start + size]
        return _inks(space.base, tuple(byte / 255 for byte in chosen))
    if space.model == "grey":
        return 0, 0, 0, round(1 - values[0], 6)
    if space.model == "CMYK":
        cyan, magenta, yellow, black = values
        return cyan, magenta, yellow, black
    if space.model == "ink":
        found = dict.fromkeys(PROCESS, 0.0)
        for name, value in zip(space.inks, values, strict=True):
            if name in PROCESS:
                found[name] = value
            elif name == REGISTRATION:
                found = dict.fromkeys(PROCESS, value)
            elif value and name not in NO_INK:
                return None
        return found["Cyan"], found["Magenta"], found["Yellow"], found["Black"]
    return None
