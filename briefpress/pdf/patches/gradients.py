"""Let the gradients of drawings be seen by all readers, in the colours that they are given.

WeasyPrint's function is given other ones to call, as it offers no place for any.

Faults of WeasyPrint 70 that are mended here:

- A gradient that is measured by its shape is a tile of one by one that is repeated at each unit:
  readers on Poppler (Evince, Okular) then show nothing. Here the tile comes but once
  (not reported).
- Of a gradient that is turned two corners are taken for all four, and nothing is shown again
  (not reported).
- A circle is larger than SVG says: its ``r`` of 50 % is that of the diagonal (not reported).
- The numbers of each colour are taken for red, green and blue, also those of ``hsl()`` or
  ``oklch()``. Here they are turned into what they are taken for (not reported).
"""

from __future__ import annotations

from itertools import product
from typing import Any

from weasyprint import svg
from weasyprint.svg import defs

from briefpress.pdf.srgb import in_srgb

Place = tuple[float, float, float, float]
"""Left, top, width and height."""

_read_colour = defs.color


def mend_gradients() -> None:
    """Put the functions in WeasyPrint's place for them, in this process."""
    defs.color = _colour
    svg.draw_gradient = _draw_gradient


def _colour(text: str) -> Any:
    colour = _read_colour(text)
    return in_srgb(colour)


def _draw_gradient(
    drawing: Any, node: Any, gradient: Any, font_size: float, *arguments: Any, stroke: bool
) -> Any:
    stream = drawing.stream
    add_pattern = stream.add_pattern
    if gradient.tag == "radialGradient" and gradient.get("gradientUnits") != "userSpaceOnUse":
        for name, usual in (("r", "50%"), ("fr", "0%")):
            share, sign, _ = gradient.get(name, usual).partition("%")
            gradient.attrib[name] = str(float(share) / 100) if sign else share

    def add_once(x: float, y: float, width: float, height: float, *others: Any) -> Any:
        place = x, y, width, height
        if "gradientTransform" in gradient.attrib:
            place = _turned(drawing, node, gradient, font_size, stroke)
        x, y, width, height = place
        pattern = add_pattern(*place, 2 * width, 2 * height, others[-1])
        _hold(pattern, place)
        return pattern

    stream.add_pattern = add_once
    try:
        return defs.draw_gradient(drawing, node, gradient, font_size, *arguments, stroke=stroke)
    finally:
        del stream.add_pattern


def _turned(drawing: Any, node: Any, gradient: Any, font_size: float, stroke: bool) -> Place:
    """Return the place of what *gradient* fills, as seen before it is turned."""
    whole = (0.0, 0.0, 1.0, 1.0)
    if gradient.get("gradientUnits") == "userSpaceOnUse":
        whole = drawing.calculate_bounding_box(node, font_size, stroke)
    x, y, width, height = whole
    written = gradient.get("gradientTransform")
    turn = defs.transform(written, "0 0", font_size, drawing.normalized_diagonal).invert
    corners = [turn.transform_point(*at) for at in product((x, x + width), (y, y + height))]
    left, top = (min(part) for part in zip(*corners, strict=True))
    right, bottom = (max(part) for part in zip(*corners, strict=True))
    return left, top, right - left, bottom - top


def _hold(stream: Any, place: Place) -> None:
    """Let all groups in *stream*, and in these, have the same *place*."""
    add_group = stream.add_group

    def add_held(*_: float) -> Any:
        group = add_group(*place)
        _hold(group, place)
        return group

    stream.add_group = add_held
