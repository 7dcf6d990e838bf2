"""Hold what a PDF shows below each alternative text against what the page shows with it."""

from __future__ import annotations

import re
from contextlib import closing
from copy import copy
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
from PIL import Image, ImageOps

from briefpress.check.packages import require
from briefpress.check.pictures.alike import Thumbnail, is_alike, likeness, photograph, thumbnail
from briefpress.check.result import Finding
from briefpress.check.structure.page import Page
from briefpress.check.structure.pdf import Element, read_structure
from briefpress.check.structure.words import shown as quoted
from briefpress.drawings import rasterised
from briefpress.qr import qr_modules
from briefpress.trees import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefpress.check.reference import Shown

_PIXELS = 160
"""How long the longer side of a picture is drawn."""

_SAME = 1.02
"""How much wider or narrower than its place a picture may be that is neither cropped nor framed."""

_ALIKE = 0.6
"""As `alike.ALIKE`: programs draw thin lines and letters differently, small pictures are drawn
larger, and the page's colours of charts are not known here."""

_TURNED = 0.05
"""So much more alike is what is turned, as what is nearly symmetrical may be by chance."""

_THIN = 4
"""In points: of what is as narrow nothing is recognised."""

_MODULE = 8
"""In pixels: how large a square of a QR code is drawn."""

_DARK = 128
"""Of 255: what is darker is a dark square."""

_VARIABLE = re.compile(r"var\(--([\w-]+)\)")
"""A colour of the style sheet."""


def findings(shown: Shown, pdf: bytes) -> Iterator[Finding]:
    """Yield the pictures of *pdf* that are not those of the page that is *shown*."""
    wanted: dict[str, list[Image.Image]] = {}
    page = Page(shown.html)
    for element, text in page.described:
        # A book has charts of its own, drawn for small screens.
        if element not in page.chart_files and (picture := _wanted(element, shown)) is not None:
            wanted.setdefault(text, []).append(picture)
    texts = set(page.pictures)
    figures = [each for each in read_structure(pdf).root if each.role == "Figure"]
    with closing(require("pypdfium2").PdfDocument(pdf)) as document:
        for figure in figures:
            text = _text(figure)
            if not figure.pages or not _has_place(figure):
                continue
            if text not in texts:
                yield from _code(document, figure, shown.address)
            if not (there := wanted.get(text)):
                continue
            seen = _seen(document, figure)
            place = next((n for n, each in enumerate(there) if _is_seen(each, seen)), None)
            if place is not None:
                del there[place]
                continue
            message = f"What is seen here is not what the page shows as {quoted(text)}."
            yield Finding("other-picture", message, f"page {min(figure.pages) + 1}")


def _code(document: Any, figure: Element, address: str) -> Iterator[Finding]:
    """Yield what is wrong with a picture that only paper has: the code of the page's *address*."""
    if not address:
        return
    modules = np.array(qr_modules(address))
    side = len(modules) * _MODULE
    seen = _seen(document, figure, side).resize((side, side)).convert("L")
    middles = slice(_MODULE // 2, None, _MODULE)
    is_dark = np.asarray(seen)[middles, middles] < _DARK
    if (is_dark != modules).any():
        message = f"This is no QR code of {address}, nor on the page: {quoted(_text(figure))}."
        yield Finding("other-picture", message, f"page {min(figure.pages) + 1}")


def _wanted(element: ET.Element, shown: Shown) -> Image.Image | None:
    """Return what the page shows for *element*, None if it cannot be drawn here."""
    try:
        if local_name(element) == "svg":
            return rasterised(_alone(element), width=_PIXELS)
        content = shown.read(name := element.get("src", ""))
        if name.endswith(".svg"):
            return rasterised(content.decode(), width=_PIXELS)
    except (OSError, ValueError):
        return None
    if (image := photograph(content)) is not None:
        image.thumbnail((_PIXELS, _PIXELS))
    return image


def _alone(drawing: ET.Element) -> str:
    """Return a *drawing* of the page as a file of its own."""
    made = copy(drawing)
    made.attrib = {name: each for name, each in drawing.items() if "/xmlns/}" not in name}
    return _VARIABLE.sub(_grey, ET.tostring(made, "unicode"))


def _grey(match: re.Match[str]) -> str:
    return {"ink": "#000", "paper": "#fff"}.get(match[1], "#888")


def _is_seen(wanted: Image.Image, seen: Image.Image) -> bool:
    """Whether what is *seen* shows the picture that is *wanted*, and not turned."""
    found = thumbnail(seen)
    for image in _fitted(wanted, seen.width / seen.height):
        look = thumbnail(_on_ground(image, seen))
        most = likeness(look, found) + _TURNED
        if is_alike(look, found, _ALIKE) and all(
            likeness(turned, found) <= most for turned in _turned(look)
        ):
            return True
    return False


def _turned(one: Thumbnail) -> Iterator[Thumbnail]:
    """Yield *one* mirrored, on its head, and both."""
    for across, up in ((-1, 1), (1, -1), (-1, -1)):
        yield one.placed((across, 0), (0, up))


def _text(figure: Element) -> str:
    return figure.entries.get("Alt", "")


def _has_place(figure: Element) -> bool:
    """Whether it is said where it stands (if not, `structure` tells), and it is no mere line."""
    left, bottom, right, top = map(float, figure.attributes.get("BBox", [0] * 4))
    return right - left > _THIN and top - bottom > _THIN


def _seen(document: Any, figure: Element, pixels: int = _PIXELS) -> Image.Image:
    """Return what is seen in the place of *figure*, its longer side so many *pixels* long."""
    page = document[min(figure.pages)]
    left, bottom, right, top = map(float, figure.attributes["BBox"])
    scale = pixels / max(right - left, top - bottom)
    x, y, to_x, to_y = page.get_bbox()
    # Of what reaches out of the page, as a cover, no more is seen.
    edges = (left - x, bottom - y, to_x - right, to_y - top)
    crop = tuple(max(edge, 0) for edge in edges)
    drawn: Image.Image = page.render(scale=scale, crop=crop, rev_byteorder=True).to_pil()
    return drawn.convert("RGB")


def _fitted(image: Image.Image, shape: float) -> Iterator[Image.Image]:
    """Yield *image* as it may stand in a place so much wider than high: as it is; framed; or as
    much of it as fills the place, from its top, its middle or its foot."""
    own = image.width / image.height
    if max(own / shape, shape / own) <= _SAME:
        yield image
        return
    size = (_PIXELS, max(round(_PIXELS / shape), 1))
    for height in (0.5, 0.0, 1.0):
        yield ImageOps.fit(image, size, centering=(0.5, height))
    framed = Image.new("RGBA", size)
    inner = ImageOps.contain(image, size)
    framed.paste(inner, ((size[0] - inner.width) // 2, (size[1] - inner.height) // 2))
    yield framed


def _on_ground(image: Image.Image, seen: Image.Image) -> Image.Image:
    """Return *image* on the ground on which it is *seen*, if it lets that through."""
    opacity = image.getchannel("A")
    through = np.asarray(opacity.resize(seen.size)) == 0
    pixels = np.asarray(seen)[through]
    ground = tuple(int(part) for part in np.median(pixels, 0)) if len(pixels) else (255,) * 3
    return Image.composite(image.convert("RGB"), Image.new("RGB", image.size, ground), opacity)
