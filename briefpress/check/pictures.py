"""Look in the edition for printing for each picture of the screen's: there, whole, upright, alike.

Only pictures of pixels are compared; drawings are painted anew by the press and have words, lines
and inks that other checks look at. Colours must not be equal, as few screens' colours can be
printed: what is light must be light, and a colour of about the same hue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version as installed
from io import BytesIO
from typing import TYPE_CHECKING, Any

from briefpress.check.packages import require
from briefpress.check.result import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf
    from PIL import Image, ImageCms

_SIDE = 12
"""In pixels: what is left of a picture for the comparison."""

_ALIKE = 0.9
"""How much of the light and dark of one picture explains that of another, at least."""

_FLAT = 3.0
"""In CIE L*: a picture whose lightness varies less has no light and dark to compare."""

_COLOURED = 12.0
"""In CIE C*: a picture is in colour from there on."""

_PALE = 0.25
"""Of its colour a picture keeps so much, at least, in inks."""

_MODES = {"/DeviceGray": "L", "/DeviceRGB": "RGB", "/DeviceCMYK": "CMYK"}
"""What Pillow calls colours."""

_HUE = 0.6
"""The cosine of the angle, about 53°, by which a picture's hues may turn."""

_STRETCHED = 1.03
"""How much wider or narrower for its height a picture may be."""


@dataclass(frozen=True)
class _Picture:
    """A picture on a page."""

    page: int
    shape: float
    """Its width on paper by its height."""
    lab: Any
    """Lightness and colour, as rows of CIE L*, a* and b*, where it is opaque."""
    opaque: Any
    """Where it is opaque."""


def version() -> str:
    """Return the tool with its version."""
    require("pikepdf")
    return f"briefpress {installed('briefpress')} with pikepdf {installed('pikepdf')}"


def compare(screen: bytes, printed: bytes) -> Report:
    """Return which pictures of the PDF *screen* are not in the PDF *printed*."""
    import pikepdf

    from briefpress.check.preflight.document import DAMAGE

    try:
        with pikepdf.open(BytesIO(screen)) as shown, pikepdf.open(BytesIO(printed)) as made:
            wanted, there = list(_pictures(shown)), list(_pictures(made))
    except DAMAGE:
        return Report((Finding("unreadable", "The file cannot be read as a PDF."),))
    return Report(
        tuple(
            Finding(
                "missing-picture",
                "The picture that is here in the edition for the screen is not in this one, or it"
                " is turned, stretched, cropped or in other colours.",
                f"page {picture.page} of the screen edition",
            )
            for picture in wanted
            if not _taken(picture, there)
        )
    )


def _taken(picture: _Picture, there: list[_Picture]) -> bool:
    """Whether *picture* is one of those that are *there*, which is one less then."""
    for number, other in enumerate(there):
        if _is_alike(picture, other):
            del there[number]
            return True
    return False


def _is_alike(one: _Picture, other: _Picture) -> bool:
    import numpy as np

    if max(one.shape / other.shape, other.shape / one.shape) > _STRETCHED:
        return False
    these, those = one.lab[one.opaque], other.lab[one.opaque]
    light, light_too = these[:, 0], those[:, 0]
    if light.std() > _FLAT:
        if not light_too.std() or np.corrcoef(light, light_too)[0, 1] < _ALIKE:
            return False
    elif light_too.std() > 2 * _FLAT:
        return False
    colours, colours_too = these[:, 1:].ravel(), those[:, 1:].ravel()
    strong, kept = np.linalg.norm(colours), np.linalg.norm(colours_too)
    if strong < _COLOURED * len(these) ** 0.5:
        return True
    return bool(kept >= _PALE * strong and colours @ colours_too >= _HUE * strong * kept)


def _pictures(pdf: pikepdf.Pdf) -> Iterator[_Picture]:
    """Yield the pictures of pixels on the pages of *pdf*, those that can be read."""
    import numpy as np

    from briefpress.check.preflight.document import Sheet

    profile = _profile(pdf)
    seen: dict[tuple[int, int], tuple[Any, Any] | None] = {}
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
            if (found := seen[key]) is not None:
                lab, alpha = found
                # As it stands on the page: the rows of a picture begin at its top.
                for axis, is_turned in ((1, matrix.a < 0), (0, matrix.d < 0)):
                    if is_turned:
                        lab, alpha = np.flip(lab, axis), np.flip(alpha, axis)
                if (opaque := alpha > 0.5).any():
                    yield _Picture(number, matrix.width / matrix.height, lab, opaque)


def _reduced(image: Any, profile: ImageCms.ImageCmsProfile) -> tuple[Any, Any] | None:
    """Return what is left of an *image*: its colours, and how opaque they are, from 0 to 1; None
    of what is packed in a way that cannot be unpacked here."""
    import numpy as np
    import pikepdf
    from PIL import Image, ImageCms

    size = (_SIDE, _SIDE)
    try:
        small = _opened(image).resize(size, Image.Resampling.BOX, reducing_gap=2.0)
        if small.mode != "CMYK":
            small = small.convert("RGB")
        lab = ImageCms.applyTransform(small, _to_lab(small.mode, profile))
        mask = image.get("/SMask")
        alpha = Image.new("L", size, 255) if mask is None else _opened(mask).resize(size)
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError):
        return None
    except (Image.DecompressionBombError, ImageCms.PyCMSError, pikepdf.PdfError):
        return None
    parts = np.asarray(lab).astype(np.float32)
    parts[..., 1:] -= np.where(parts[..., 1:] > 127, 256, 0)
    parts[..., 0] /= 2.55
    # As on white paper, where a press that knows no transparency has put it already.
    share = np.asarray(alpha.convert("L"))[..., None] / 255
    return parts * share + np.array([100, 0, 0]) * (1 - share), share[..., 0]


@lru_cache(maxsize=4)
def _to_lab(mode: str, profile: ImageCms.ImageCmsProfile) -> ImageCms.ImageCmsTransform:
    """Return what makes colours for the eye of inks of *profile*, or of a screen's."""
    from PIL import ImageCms

    source = profile if mode == "CMYK" else ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(source, ImageCms.createProfile("LAB"), mode, "LAB")


def _opened(image: Any) -> Image.Image:
    """Return the pixels of a PDF's *image*, of a JPEG no more than are needed."""
    from PIL import Image, ImageChops

    if image.get("/Filter") != "/DCTDecode":
        if image.get("/BitsPerComponent") != 8:
            raise ValueError("not packed as either edition's are")
        mode, size = _MODES[str(image.get("/ColorSpace"))], (int(image.Width), int(image.Height))
        return Image.frombytes(mode, size, image.read_bytes())
    opened = Image.open(BytesIO(image.read_raw_bytes()))
    opened.draft(None, (4 * _SIDE, 4 * _SIDE))
    # Pillow turns the inks of Adobe's JPEGs round, which PDF leaves to /Decode.
    decoded = [float(number) for number in image.get("/Decode", ())]
    turned = opened.mode == "CMYK" and "adobe" in opened.info
    return ImageChops.invert(opened) if turned != (decoded[:2] == [1, 0]) else opened


def _profile(pdf: pikepdf.Pdf) -> ImageCms.ImageCmsProfile:
    """Return the profile of the press for which *pdf* is; that of screens if it is for none."""
    from PIL import ImageCms

    from briefpress.check.preflight.colour import entry

    for intent in pdf.Root.get("/OutputIntents", ()):
        stream = entry(intent, "/DestOutputProfile")
        if stream is not None:
            try:
                return ImageCms.ImageCmsProfile(BytesIO(stream.read_bytes()))
            except OSError:
                break
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
