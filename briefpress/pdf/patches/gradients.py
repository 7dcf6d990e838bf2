"""Let the gradients of drawings be seen by all readers, in the colours that they are given.

WeasyPrint 70 paints a gradient that is measured by its shape with a tile of one by one that is
repeated at each unit: readers on Poppler (Evince, Okular) then show nothing. The tile is told to
come but once. And it takes the numbers of each colour for red, green and blue, also those of
`hsl()` or `oklch()`: these are turned into what they are taken for. Its function is given other
ones to call, as it offers no place for either.
"""

from __future__ import annotations

from typing import Any

from weasyprint import svg
from weasyprint.svg import defs

from briefpress.pdf.srgb import in_srgb

_read_colour = defs.color


def mend_gradients() -> None:
    """Put the functions in WeasyPrint's place for them, in this process."""
    defs.color = _colour
    svg.draw_gradient = _draw_gradient


def _colour(text: str) -> Any:
    colour = _read_colour(text)
    return in_srgb(colour)


def _draw_gradient(drawing: Any, *arguments: Any, **named: Any) -> Any:
    stream = drawing.stream
    add_pattern = stream.add_pattern

    def add_once(x: float, y: float, width: float, height: float, *others: Any) -> Any:
        return add_pattern(x, y, width, height, 2 * width, 2 * height, others[-1])

    stream.add_pattern = add_once
    try:
        return defs.draw_gradient(drawing, *arguments, **named)
    finally:
        del stream.add_pattern
