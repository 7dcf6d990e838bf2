"""Make opaque what shows through, in the colour that it has on its ground.

For presses that know no transparency (PDF/X-1a). A translucent colour is mixed with that of the
boxes around it, white paper at last; what fades as a whole (`opacity`), with what it stands on;
pictures are laid on it (`ground`). What lies on a picture, or fades out, or is a picture that
fades, cannot be mixed so, and is named.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tinycss2.color5 import Color
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.images import Gradient
from weasyprint.layout.replaced import replacedbox_layout

from briefpress.pdf.diagnosis import Places
from briefpress.pdf.editions import Press
from briefpress.pdf.ground import Layer, Size
from briefpress.pdf.job import Remark
from briefpress.pdf.parts import page_box, placed
from briefpress.pdf.srgb import in_srgb

_SIDES = ("top", "right", "bottom", "left")
# The style of each line that has a colour.
_LINES = {f"border_{side}_color": f"border_{side}_style" for side in _SIDES} | {
    "column_rule_color": "column_rule_style",
    "outline_color": "outline_style",
    "text_decoration_color": "text_decoration_line",
}

_WHITE = Color("srgb", (1, 1, 1), 1)
_NO_INK = Color("device-cmyk", (0, 0, 0, 0), 1)

Mix = Callable[[Color], Color]


class _Unknown(Exception):
    """A colour cannot be mixed with what lies below; the message says what shows through."""


@dataclass(frozen=True)
class _Below:
    """What a box lies on: the colour of the *ground*, None if it is a picture's, and how what is
    painted there *fades*, None if it does not; *layer* lays pictures on it."""

    layer: Layer
    ground: Color | None = _WHITE
    fades: Mix | None = None

    def shown(self, colour: Color, what: str) -> Color:
        """Return *colour*, painted here, as it is seen; *what* has it."""
        if colour.alpha < 1:
            colour = self._mixed(colour, colour.alpha, what)
        return self.fades(colour) if self.fades else colour

    def faded(self, opacity: float) -> _Below:
        """Return what a box of that *opacity* lies on."""
        return replace(
            self, fades=lambda colour: self.shown(_with_alpha(colour, opacity), "something")
        )

    def covered(self, colour: Color) -> _Below:
        """Return what lies on a box in *colour*."""
        if not colour.alpha:
            return self
        ground = colour if colour.alpha == 1 else self._mixed(colour, colour.alpha, "its ground")
        return replace(self, ground=ground)

    def laid(self, image: Any, size: Size) -> Any:
        """Return the picture *image*, of that *size* here, as it is seen."""
        if self.fades:
            raise _Unknown("a picture that is translucent as a whole")
        image = self.layer.opened(image, size)
        if not getattr(image, "is_translucent", False):
            return image
        if self.ground is None:
            raise _Unknown("a picture with transparent parts on a picture or a gradient")
        return self.layer.laid(image, self.ground)

    def _mixed(self, colour: Color, alpha: float, what: str) -> Color:
        ground = self.ground
        if ground is None:
            raise _Unknown(f"{what} translucent on a picture or a gradient")
        is_ink = colour.space == "device-cmyk"
        if is_ink and in_srgb(ground).coordinates == _WHITE.coordinates:
            ground = _NO_INK
        if is_ink != (ground.space == "device-cmyk"):
            raise _Unknown(f"{what} translucent, in inks on a colour of the screen or the reverse")
        above, below = (each if is_ink else in_srgb(each) for each in (colour, ground))
        pairs = zip(above.coordinates, below.coordinates, strict=True)
        parts = ((a or 0) * alpha + (b or 0) * (1 - alpha) for a, b in pairs)
        return Color(above.space, parts, 1)


def _with_alpha(colour: Color, alpha: float) -> Color:
    return Color(colour.space, colour.coordinates, alpha)


def flatten(document: Any, places: Places, press: Press) -> list[Remark]:
    """Change the pages of *document*; return what cannot be made opaque."""
    found: dict[Any, Remark] = {}
    below = _Below(Layer(press))
    for page in document.pages:
        for element, what in _flatten(page_box(page), below):
            place = places.of(element)
            message = (
                f"here is {what}, which {press.standard.name} does not allow and nothing else "
                "looks like; make it opaque, or choose PDF/X-4 in conf.py"
            )
            found.setdefault(place or element, Remark(message, *place))
    return list(found.values())


def _flatten(box: Any, below: _Below) -> Iterator[tuple[Any, str]]:
    """Make *box* and all in it opaque; yield element and words of what cannot be."""
    box = placed(box)
    box.style = style = box.style.copy()
    if style["opacity"] < 1:
        below = below.faded(style["opacity"])
        style["opacity"] = 1
    on = below
    for paint in (_shadow, _background, _lines, _text, _picture):
        try:
            on = paint(box, below, on) or on
        except _Unknown as fault:
            yield box.element, str(fault)
    for child in box.all_children() if hasattr(box, "children") else ():
        yield from _flatten(child, on)


def _shadow(box: Any, below: _Below, on: _Below) -> None:
    shadows = []
    for *shape, blur, spread, colour, inset in box.style["box_shadow"]:
        seen = box.style["color"] if colour == "currentcolor" else colour
        if blur.value:
            raise _Unknown("a shadow that fades out")
        shadows.append((*shape, blur, spread, below.shown(seen, "a shadow"), inset))
    box.style["box_shadow"] = tuple(shadows)


def _background(box: Any, below: _Below, on: _Below) -> _Below | None:
    """Return what lies on the background of *box*."""
    for name in ("canvas_background", "background"):
        background = getattr(box, name, None)
        if background is None:
            continue
        colour = background.color
        if colour.alpha:
            on = below.covered(colour)
            colour = below.shown(colour, "its ground")
        layers: list[Any] = []
        for layer in reversed(background.layers):  # from below
            if layer.image:
                layer = layer._replace(image=_image(layer.image, layer.size, on))
                on = replace(on, ground=None)
            layers.insert(0, layer)
        setattr(box, name, background._replace(color=colour, layers=layers, style=box.style))
    if box.style["mask_border_source"][0] != "none":
        raise _Unknown("a mask")
    return on


def _image(image: Any, size: Size, below: _Below) -> Any:
    """Return the picture of a background without anything translucent."""
    if not isinstance(image, Gradient):
        return below.laid(image, size)
    image = copy.copy(image)
    image.colors = tuple(below.shown(colour, "a gradient") for colour in image.colors)
    return image


def _lines(box: Any, below: _Below, on: _Below) -> None:
    for name, kind in _LINES.items():
        colour = get_color(box.style, name)
        if colour.alpha and box.style[kind] != "none":  # one without colour is not drawn
            box.style[name] = on.shown(colour, "a line")


def _text(box: Any, below: _Below, on: _Below) -> None:
    if not isinstance(box, boxes.TextBox):
        return  # lines that have no colour of their own asked for it already
    colour = box.style["color"]
    if colour.alpha:
        box.style["color"] = on.shown(colour, "text")
    else:
        box.style["visibility"] = "hidden"


def _picture(box: Any, below: _Below, on: _Below) -> None:
    if isinstance(box, boxes.ReplacedBox) and box.width and box.height:
        width, height, *_ = replacedbox_layout(box)
        box.replacement = on.laid(box.replacement, (width, height))
