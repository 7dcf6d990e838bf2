"""Look at each picture: sharp enough where it stands, and packed as the standard allows."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from PIL import Image

from briefpress.check.preflight.document import Fault
from briefpress.check.preflight.geometry import POINTS_PER_MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefpress.check.preflight.document import Document, Rule
    from briefpress.check.preflight.marks import Mark

_LINE_ART = 550
"""In pixels per inch, for pictures of black and white alone: their edges show."""

_SMALLEST = 2 * POINTS_PER_MM
"""In points: in what is smaller nobody sees pixels."""

_OLD_DEPTHS = (1, 2, 4, 8)
_MODES_OF_FILES = ("/DCTDecode", "/JPXDecode")
"""What is a file in itself, with colours of its own."""
_LZW = {"/LZWDecode", "/LZW"}
_NEW_FILTERS = ("/JPXDecode", "/JBIG2Decode")


def resolution(document: Document) -> Iterator[Fault]:
    """Every picture has pixels enough for its size on paper."""
    for sheet, mark in document.marks("image"):
        width, height = mark.state.matrix.width, mark.state.matrix.height
        if min(width, height) < _SMALLEST:
            continue
        pixels = int(mark.thing.get("/Width", 0)), int(mark.thing.get("/Height", 0))
        ppi = min(pixels[0] * 72 / width, pixels[1] * 72 / height)
        wanted = _LINE_ART if _is_line_art(mark) else document.limits.resolution
        if ppi < wanted - 1:
            size = f"{width / POINTS_PER_MM:.0f} × {height / POINTS_PER_MM:.0f} mm"
            yield Fault(
                f"A picture of {pixels[0]} × {pixels[1]} pixels is printed {size} large, with"
                f" {ppi:.0f} pixels per inch. With fewer than {wanted:g} it looks blurred.",
                sheet,
                mark.box,
                "warning",
            )


def _is_line_art(mark: Mark) -> bool:
    return mark.colour is not None or mark.thing.get("/BitsPerComponent") == 1


def packing(document: Document) -> Iterator[Fault]:
    """Every picture is packed as the standard allows, and is what is printed."""
    standard = document.standard
    for sheet, mark in document.marks("image"):
        image = mark.thing
        if not standard.transparency:
            for name in _filters(image):
                if name in _NEW_FILTERS:
                    message = f"A picture is packed as {name[1:-6]}, which {standard.name} forbids."
                    yield Fault(message, sheet, mark.box)
            depth = image.get("/BitsPerComponent", 8)
            if depth not in _OLD_DEPTHS:
                message = f"A picture has {depth} bits a colour; {standard.name} allows 8."
                yield Fault(message, sheet, mark.box)
        if "/Alternates" in image:
            message = "A picture has another one that may be printed for it (Alternates)."
            yield Fault(message, sheet, mark.box)
        if "/OPI" in image:
            yield Fault("A picture is to be put in by the printer (OPI).", sheet, mark.box)


def compression(document: Document) -> Iterator[Fault]:
    """Nothing is packed by LZW, which PDF/X-1a forbids and some presses' programs cannot unpack."""
    if any(_LZW & set(_filters(thing)) for thing in document.dictionaries) or any(
        _LZW & set(_filters(mark.thing)) for _, mark in document.marks("image")
    ):
        yield Fault("A part of the file is packed by LZW; presses take Flate instead.")


def contents(document: Document) -> Iterator[Fault]:
    """Every picture has all of its pixels, in the colours that it is said to have."""
    seen: set[tuple[int, int]] = set()
    for sheet, mark in document.marks("image"):
        image = mark.thing
        if image.objgen != (0, 0) and image.objgen in seen:
            continue
        seen.add(image.objgen)
        parts = 1 if mark.colour else mark.space.count if mark.space else 0
        if parts:
            yield from (Fault(message, sheet, mark.box) for message in _amiss(image, parts))
        mask = image.get("/SMask")
        if mask is not None:
            if mask.get("/ColorSpace") != "/DeviceGray":
                yield Fault("A picture's mask is not in grey.", sheet, mark.box)
            else:
                yield from (Fault(message, sheet, mark.box) for message in _amiss(mask, 1))


def _amiss(image: Any, parts: int) -> Iterator[str]:
    """Yield what is wrong with the pixels of *image*, said to be of so many *parts*."""
    filters = _filters(image)
    if filters and filters[-1] in _MODES_OF_FILES:
        try:
            with Image.open(BytesIO(image.read_raw_bytes())) as opened:
                own = len(opened.getbands()) - ("A" in opened.getbands())
                opened.load()
        except (OSError, ValueError, SyntaxError, pikepdf.PdfError):
            yield "A picture is damaged."
        else:
            if own != parts:
                yield f"A picture is said to have {parts} colours, and has {own}."
        return
    try:
        length = len(image.read_bytes())
    except (NotImplementedError, RuntimeError, pikepdf.PdfError):
        return  # faxes, whose pixels nothing here unpacks
    depth = 1 if image.get("/ImageMask") else int(image.get("/BitsPerComponent", 8))
    line = -(-int(image.get("/Width", 0)) * depth * parts // 8)
    if length < line * int(image.get("/Height", 0)):
        yield "A picture is cut off: it has fewer pixels than it says."


def own_colours(document: Document) -> Iterator[Fault]:
    """A picture that brings its colours in its own file (JPEG 2000) has the four inks or one."""
    for sheet, mark in document.marks("image"):
        if mark.colour is not None or mark.space is not None:
            continue
        found = "unreadable"
        if "/JPXDecode" in _filters(mark.thing):
            try:
                with Image.open(BytesIO(mark.thing.read_raw_bytes())) as image:
                    found = image.mode
            except (OSError, ValueError, pikepdf.PdfError, AttributeError):
                pass
        if found not in ("CMYK", "L", "1"):
            message = f"A picture says nothing of its colours; in its own file they are {found}."
            yield Fault(message, sheet, mark.box)


def _filters(image: Any) -> list[str]:
    found = image.get("/Filter", [])
    return [str(found)] if isinstance(found, pikepdf.Name) else [str(name) for name in found]


RULES: Mapping[str, Rule] = {
    "resolution": resolution,
    "picture-packing": packing,
    "compression": compression,
    "picture-content": contents,
    "picture-colours": own_colours,
}
