"""Read the pictures of pixels that are on the pages of a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from PIL import Image, ImageChops, ImageCms

from briefpress.check.pictures.alike import SCREEN, SIDE, Thumbnail, thumbnail
from briefpress.check.preflight.colour import entry
from briefpress.check.preflight.document import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODES = {"/DeviceGray": "L", "/DeviceRGB": "RGB", "/DeviceCMYK": "CMYK"}
"""What Pillow calls colours."""


@dataclass(frozen=True, eq=False)
class Embedded:
    """A picture of pixels on the page with this number; ``look`` is how it stands there, ``image``
    the object of the file."""

    page: int
    look: Thumbnail
    image: Any


def embedded(pdf: pikepdf.Pdf) -> Iterator[Embedded]:
    """Yield the pictures of pixels on the pages of *pdf*, those that can be read."""
    profile = _profile(pdf)
    seen: dict[tuple[int, int], Thumbnail | None] = {}
    for number, page in enumerate(pdf.pages, 1):
        for mark in Sheet(number, page).marks:
            if mark.kind != "image" or mark.colour or mark.thing.objgen == (0, 0):
                continue
            matrix = mark.state.matrix
            if not matrix.width or not matrix.height:
                continue
            key = mark.thing.objgen
            if key not in seen:
                seen[key] = _reduced(mark.thing, profile)
            if (found := seen[key]) is not None and found.is_seen:
                placed = found.placed((matrix.a, matrix.b), (matrix.c, matrix.d))
                yield Embedded(number, placed, mark.thing)


def _reduced(image: Any, profile: ImageCms.ImageCmsProfile) -> Thumbnail | None:
    """Return what is left of an *image*; None of what is packed in a way that cannot be unpacked
    here."""
    try:
        mask = image.get("/SMask")
        return thumbnail(opened(image), None if mask is None else opened(mask), profile)
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError):
        return None
    except (Image.DecompressionBombError, ImageCms.PyCMSError, pikepdf.PdfError):
        return None


def opened(image: Any, least: int = 4 * SIDE) -> Image.Image:
    """Return the pixels of a PDF's *image*, of a JPEG no more than are needed for *least* of them
    in a row."""
    if image.get("/Filter") != "/DCTDecode":
        if image.get("/BitsPerComponent") != 8:
            raise ValueError("not packed as either edition's are")
        mode, size = _MODES[str(image.get("/ColorSpace"))], (int(image.Width), int(image.Height))
        return Image.frombytes(mode, size, image.read_bytes())
    found = Image.open(BytesIO(image.read_raw_bytes()))
    found.draft(None, (least, least))
    # Pillow turns the inks of Adobe's JPEGs round, which PDF leaves to /Decode.
    decoded = [float(number) for number in image.get("/Decode", ())]
    turned = found.mode == "CMYK" and "adobe" in found.info
    return ImageChops.invert(found) if turned != (decoded[:2] == [1, 0]) else found


def _profile(pdf: pikepdf.Pdf) -> ImageCms.ImageCmsProfile:
    """Return the profile of the press for which *pdf* is; that of screens if it is for none."""
    for intent in pdf.Root.get("/OutputIntents", ()):
        stream = entry(intent, "/DestOutputProfile")
        if stream is not None:
            try:
                return ImageCms.ImageCmsProfile(BytesIO(stream.read_bytes()))
            except OSError:
                break
    return SCREEN
