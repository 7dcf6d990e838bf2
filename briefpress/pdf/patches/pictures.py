"""Let WeasyPrint embed pictures in inks, show them in every script, and tell how fine they are.

Its class of pictures in pixels is given a subclass that takes TIFF files too, which
`separation.separate` makes: inks on the first page, how opaque they are on the second, if any. Nor
does WeasyPrint say how large it draws a picture: the subclass notes it (`resolution.py`).

Faults of WeasyPrint 70 that are mended here:

- DeviceCMYK is written for JPEG files alone: all others become PNG, which knows no inks
  (not reported).
- A drawing that has a shape and no width stops everything in a line that runs to the left: it is
  moved to the right before it has a place (not reported).
"""

from __future__ import annotations

import copy
import io
from math import hypot
from typing import Any

import pydyf
from PIL import Image, ImageChops
from weasyprint import images
from weasyprint.layout import inline

_lay_out = inline.inline_replaced_box_layout


def mend_pictures() -> None:
    """Put the subclass and the function in WeasyPrint's place for its own, in this process."""
    images.RasterImage = _Picture
    inline.inline_replaced_box_layout = _lay_out_in_line


def _lay_out_in_line(box: Any, containing_block: Any) -> None:
    """Do what WeasyPrint's function does; the line gives *box* its place afterwards."""
    box.position_x = 0
    _lay_out(box, containing_block)


class _Picture(images.RasterImage):  # type: ignore[misc]  # WeasyPrint has no types
    """A picture in pixels, of which those in TIFF files are in inks."""

    def __init__(
        self, picture: Image.Image, name: str, content: bytes, *arguments: Any, **named: Any
    ) -> None:
        self._parts: list[Image.Image] = []
        if picture.format == "TIFF":
            for page in range(getattr(picture, "n_frames", 1)):
                picture.seek(page)
                self._parts.append(picture.copy())
            # WeasyPrint's own class keeps name and size, and has no bytes to look into.
            picture, content = Image.new("L", picture.size), b""
            picture.format = "PNG"
        super().__init__(picture, name, content, *arguments, **named)
        self.resolution: float | None = None
        """Pixels per inch where it is drawn largest; None if it is drawn nowhere."""
        self._source = self

    @property
    def is_translucent(self) -> bool:
        """Whether something may show through it."""
        return len(self._parts) > 1 or self.mode == "LA"

    def laid_on(self, ground: tuple[float, ...]) -> _Picture:
        """Return it as it looks on *ground*: cyan, magenta, yellow and black, from 0 to 1."""
        if self._parts:
            inks, opacity = self._parts
        else:
            grey, opacity = Image.open(io.BytesIO(self.image_data.data)).split()
            none = Image.new("L", grey.size)
            inks = Image.merge("CMYK", (none, none, none, ImageChops.invert(grey)))
        tone = tuple(round(255 * part) for part in ground)
        made = copy.copy(self)
        made._parts = [Image.composite(inks, Image.new("CMYK", inks.size, tone), opacity)]
        made.id = f"{self.id}-{bytes(tone).hex()}"
        return made

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draw the picture *width* x *height* in the unit of *stream*."""
        across, along, up, down, *_ = stream.ctm.values  # to points
        for pixels, inches in (
            (self.width, abs(width) * hypot(across, along) / 72),
            (self.height, abs(height) * hypot(up, down) / 72),
        ):
            if inches:
                found = pixels / inches
                self._source.resolution = min(self._source.resolution or found, found)
        super().draw(stream, width, height, style)

    def get_x_object(self, interpolate: bool, dpi_ratio: float) -> pydyf.Stream:
        """Return the picture as it is written into the PDF."""
        if not self._parts:
            return super().get_x_object(interpolate, dpi_ratio)
        inks, *opacity = self._parts
        # PNG's filters and Flate take four bytes for a pixel, whatever they mean.
        pixels = Image.frombytes("RGBA", inks.size, inks.tobytes())
        made = self._stream(pixels, "/DeviceCMYK", 4, interpolate)
        for mask in opacity:
            made.extra["SMask"] = self._stream(mask, "/DeviceGray", 1, interpolate)
        return made

    def _stream(
        self, pixels: Image.Image, colours: str, parts: int, interpolate: bool
    ) -> pydyf.Stream:
        predictor = {"Predictor": 15, "Columns": pixels.width, "Colors": parts}
        return pydyf.Stream(
            [self._get_png_data(pixels)],
            {
                "Type": "/XObject",
                "Subtype": "/Image",
                "Width": pixels.width,
                "Height": pixels.height,
                "ColorSpace": colours,
                "BitsPerComponent": 8,
                "Interpolate": "true" if interpolate else "false",
                "Filter": "/FlateDecode",
                "DecodeParms": pydyf.Dictionary(predictor),
            },
        )
