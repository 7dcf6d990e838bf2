"""Lay pictures through which something shows on the colour of their ground, in the inks of a press.

A picture in pixels is mixed with it as X-4 lets a press do, ink by ink. A drawing is drawn in
pixels for that. What is opaque stays as it is.
"""

from __future__ import annotations

import io
import re
from typing import Any
from xml.etree import ElementTree

from PIL import Image
from tinycss2.color5 import Color
from weasyprint import images

from briefpress.drawings import rasterised
from briefpress.files import MEDIA_TYPES
from briefpress.pdf.editions import Press
from briefpress.pdf.inks import Inks, Mixer, less_ink
from briefpress.pdf.parts import drawing_root
from briefpress.pdf.separation import separate
from briefpress.pdf.srgb import in_srgb

# How drawings say that something shows through; a picture in them may do so too.
_TRANSLUCENT = re.compile(
    rb"opacity|<(?:\w+:)?(?:mask|image)|mix-blend-mode|feBlend|(?:rgb|hsl)a\(|#\w{8}\b"
)
# Of a drawing's longer side: 300 per inch over a page's width.
_PIXELS = 2600

Size = tuple[float, float]


class Layer:
    """Lays pictures on grounds, each on each once."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._mixer = Mixer(press.profile, press.palette)
        self._drawn: dict[tuple[bytes, Size], Any] = {}
        self._laid: dict[tuple[str, Inks], Any] = {}

    def opened(self, image: Any, size: Size) -> Any:
        """Return *image*, one of WeasyPrint's, as one in pixels if it is a drawing of that *size*
        (pixels of CSS) through which something may show."""
        if not isinstance(image, images.SVGImage):
            return image
        content = ElementTree.tostring(drawing_root(image))
        if not _TRANSLUCENT.search(content):
            return image
        if (content, size) not in self._drawn:
            drawing = _in_pixels(content, size, image.get_intrinsic_size(1, 16))
            self._drawn[content, size] = self._picture(drawing)
        return self._drawn[content, size]

    def _picture(self, drawing: Image.Image) -> Any:
        saved = io.BytesIO()
        drawing.save(saved, "PNG")
        content, _ = separate(saved.getvalue(), MEDIA_TYPES[".png"], self._press.profile)
        name = f"drawing{len(self._drawn)}"
        return images.RasterImage(Image.open(io.BytesIO(content)), name, content)

    def laid(self, image: Any, ground: Color) -> Any:
        """Return *image*, a translucent one in pixels, as it looks on *ground*."""
        inks = self._inks(ground)
        key = image.id, inks
        if key not in self._laid:
            self._laid[key] = image.laid_on(inks)
        return self._laid[key]

    def _inks(self, colour: Color) -> Inks:
        if colour.space == "device-cmyk":
            cyan, magenta, yellow, black = (part or 0 for part in colour.coordinates)
            return less_ink((cyan, magenta, yellow, black))
        red, green, blue = (part or 0 for part in in_srgb(colour).coordinates)
        return self._mixer.inks(red, green, blue)


def _in_pixels(content: bytes, size: Size, own: tuple[float | None, ...]) -> Image.Image:
    """Return a drawing as it fills a place of that *size*; *own* is its width and height."""
    root = ElementTree.fromstring(content)  # noqa: S314  # `svg` refuses entities
    width, height = size
    if "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {own[0] or width} {own[1] or height}")
        root.set("preserveAspectRatio", "none")
    scale = _PIXELS / max(width, height)
    root.set("width", str(round(width * scale)))
    root.set("height", str(round(height * scale)))
    return rasterised(ElementTree.tostring(root, encoding="unicode"))
