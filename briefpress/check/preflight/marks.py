"""Hold what is on a page: each thing that is painted, with all that holds for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from briefpress.check.preflight.colour import BLACK, Colour, Space
from briefpress.check.preflight.geometry import Box, Matrix

Kind = Literal[
    "text",
    "invisible",
    "fill",
    "stroke",
    "image",
    "shading",
    "form",
    "settings",
    "intent",
    "broken",
    "unknown",
]


@dataclass(frozen=True, eq=False)
class State:
    """What holds for what is painted next."""

    matrix: Matrix = Matrix()
    clip: Box | None = None
    fill: Colour = BLACK
    stroke: Colour = BLACK
    line_width: float = 1
    font: Any = None
    font_size: float = 0
    text_mode: int = 0
    leading: float = 0
    overprint_fill: bool = False
    overprint_stroke: bool = False
    overprint_mode: int = 0


@dataclass(frozen=True, eq=False)
class Mark:
    """One thing on a page."""

    kind: Kind
    state: State
    colour: Colour | None = None
    """What text, a line, a plane or a stencil is painted with."""
    thing: Any = None
    """The picture, the font, the form, the shading, the settings (/ExtGState)."""
    box: Box | None = None
    """Where it is, in points of the page."""
    size: float = 0
    """Of text its size, of a line its width, of a plane its thinnest side; in points."""
    space: Space | None = None
    """The colour space of a picture or a shading."""
    is_line: bool = False
    """Whether it is drawn with the pen: a line, or the outline of text."""
    text: bytes = b""
    """The codes of text; of what is unknown or broken, what it is."""

    @property
    def overprints(self) -> bool:
        """Whether it is to be printed over what lies below, and that not taken away."""
        return self.state.overprint_stroke if self.is_line else self.state.overprint_fill
