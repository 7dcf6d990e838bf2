"""Look for each picture of pixels where it should be: as fine as it was, and no other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
from PIL import Image, ImageFilter

from briefpress.check.pictures.alike import Thumbnail, find, is_alike, photograph, thumbnail
from briefpress.check.pictures.embedded import Embedded, embedded, opened
from briefpress.check.result import Finding
from briefpress.check.structure.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefpress.check.reference import Shown

_FINE = 0.7
"""How much of the details of a picture explains those of the one in the PDF, at least."""

_PLAIN = 1.0
"""Of 255: a picture whose neighbouring pixels differ less has no details."""

_PATCH = 256
"""In pixels: so much of a picture's middle is looked at for details."""

_FILE = re.compile(r"[^\s\"'(),;]+\.(?:avif|gif|jpe?g|png|webp)(?=[\s\"'),;])", re.IGNORECASE)
"""The address of a picture of pixels, in HTML and in a style."""

_IN_DRAWING = b"data:image/"


def lost(screen: pikepdf.Pdf, printed: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield which pictures of the edition for the *screen* are not in that which is *printed*."""
    wanted = list(embedded(screen)) if _has_pictures(screen) else []
    there = [each.look for each in embedded(printed)] if wanted else []
    for picture in wanted:
        place = find(picture.look, there)
        if place is not None:
            del there[place]
            continue
        yield Finding(
            "missing-picture",
            "The picture that is here in the edition for the screen is not in this one, or it"
            " is turned, stretched, cropped or in other colours.",
            f"page {picture.page} of the screen edition",
        )


def findings(shown: Shown, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield which pictures of the page that is *shown* are not in *pdf*, or coarser, and which
    others are."""
    there = list(embedded(pdf)) if _has_pictures(pdf) else []
    page = Page(shown.html)
    # Its style may name more.
    known = dict(_files([*page.files, *_FILE.findall(shown.html)], shown))
    for name in page.files:
        if name in known and not any(is_alike(known[name][1], each.look) for each in there):
            message = f"The picture {_title(name)} is not here, or it is turned or stretched."
            yield Finding("missing-picture", message)
    draws_others = _has_drawn_pictures(page, shown)
    for each in there:
        alike = {n: image for n, (image, look) in known.items() if is_alike(look, each.look)}
        if alike and not any(_is_as_fine(image, each) for image in alike.values()):
            message = f"The picture {_title(next(iter(alike)))} has lost details."
            yield Finding("coarse-picture", message, f"page {each.page}")
        if not alike and not draws_others:
            message = "The page does not show the picture that is here, or it is turned."
            yield Finding("strange-picture", message, f"page {each.page}")


def _has_drawn_pictures(page: Page, shown: Shown) -> bool:
    """Whether drawings hold pictures."""
    drawings = (shown.read(name) for name in page.files if name.endswith(".svg"))
    return any(_IN_DRAWING in each for each in (shown.html.encode(), *drawings))


def _has_pictures(pdf: pikepdf.Pdf) -> bool:
    """Whether there are any, so that the pages must be read."""
    return any(
        isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        for each in pdf.objects
    )


def _files(names: list[str], shown: Shown) -> Iterator[tuple[str, tuple[Image.Image, Thumbnail]]]:
    """Yield those of the *names* that are pictures of pixels, with what they show."""
    for name in dict.fromkeys(names):
        image = None if name.endswith(".svg") else photograph(shown.read(name))
        if image is not None:
            plain = image.convert("RGB")
            look = thumbnail(plain, image.getchannel("A"))
            if look.is_seen:
                yield name, (plain, look)


def _is_as_fine(image: Image.Image, made: Embedded) -> bool:
    """Whether what was *made* of a picture has all of its details."""
    try:
        found = opened(made.image, max(image.size)).convert("L")
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError):
        return False
    across, along = min(image.width, _PATCH), min(image.height, _PATCH)
    left, top = (image.width - across) // 2, (image.height - along) // 2
    patch = image.crop((left, top, left + across, top + along)).convert("L")
    x, y = found.width / image.width, found.height / image.height
    box = (left * x, top * y, (left + across) * x, (top + along) * y)
    these = _details(patch)
    those = _details(found.resize(patch.size, Image.Resampling.BICUBIC, box))
    if these.std() < _PLAIN:
        return True
    return bool(those.std() and np.corrcoef(these.ravel(), those.ravel())[0, 1] >= _FINE)


def _details(image: Image.Image) -> Any:
    blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(2)), np.float32)
    return np.asarray(image, np.float32) - blurred


def _title(name: str) -> str:
    return f"“{name.rpartition('/')[2]}”"
