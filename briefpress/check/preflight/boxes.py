"""Look at the boxes of each page: where it is cut, and how far its colours reach beyond."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefpress.check.preflight.document import BOXES, Fault
from briefpress.check.preflight.geometry import POINTS_PER_MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefpress.check.preflight.document import Document, Rule, Sheet
    from briefpress.check.preflight.geometry import Box

TOLERANCE = 0.01
"""In mm."""

_INSIDE_OUT = ("/TrimBox", "/BleedBox", "/CropBox", "/MediaBox")


def trim(document: Document) -> Iterator[Fault]:
    """Every page says where it is cut, once."""
    for sheet in document.sheets:
        if "/TrimBox" not in sheet.boxes:
            yield Fault("The page does not say where it is to be cut: it has no TrimBox.", sheet)
        elif "/ArtBox" in sheet.boxes:
            message = "The page has a TrimBox and an ArtBox; only one of them may say where to cut."
            yield Fault(message, sheet)


def box_order(document: Document) -> Iterator[Fault]:
    """No box reaches out of one that holds it: trim, bleed, crop, media."""
    for sheet in document.sheets:
        for name in BOXES:
            if sheet.inherited(name) is not None and name not in sheet.boxes:
                yield Fault(f"The {name[1:]} of the page is no box of four numbers.", sheet)
        if "/MediaBox" not in sheet.boxes:
            yield Fault("The page has no MediaBox, so it has no size.", sheet)
        there = [name for name in _INSIDE_OUT if name in sheet.boxes]
        for index, inner in enumerate(there):
            for outer in there[index + 1 :]:
                if not sheet.boxes[outer].holds(sheet.boxes[inner]):
                    message = f"The {inner[1:]} reaches out of the {outer[1:]}."
                    yield Fault(message, sheet)


def bleed(document: Document) -> Iterator[Fault]:
    """Every page has the bleed that was agreed, on all four sides."""
    wanted = document.limits.bleed
    for sheet in document.sheets:
        if "/TrimBox" not in sheet.boxes or not wanted:
            continue
        narrow = [
            f"{mm:.2f} mm at the {side}"
            for side, mm in _margins(sheet).items()
            if mm < wanted - TOLERANCE
        ]
        if narrow:
            message = f"The bleed is too narrow: {', '.join(narrow)}. It should be {wanted:g} mm."
            yield Fault(message, sheet)


def _margins(sheet: Sheet) -> Mapping[str, float]:
    outer, inner = sheet.bleed, sheet.trim
    return {
        "left": (inner.left - outer.left) / POINTS_PER_MM,
        "right": (outer.right - inner.right) / POINTS_PER_MM,
        "top": (outer.top - inner.top) / POINTS_PER_MM,
        "bottom": (inner.bottom - outer.bottom) / POINTS_PER_MM,
    }


def trim_size(document: Document) -> Iterator[Fault]:
    """All pages have one size, the one that was ordered."""
    sizes = [_size(sheet.trim) for sheet in document.sheets]
    wanted = document.limits.trim or Counter(sizes).most_common(1)[0][0]
    for sheet, size in zip(document.sheets, sizes, strict=True):
        if any(abs(mm - right) > TOLERANCE for mm, right in zip(size, wanted, strict=True)):
            message = f"The page is {_words(size)} when it is cut, not {_words(wanted)}."
            yield Fault(message, sheet)


def _size(box: Box) -> tuple[float, float]:
    return round(box.width / POINTS_PER_MM, 2), round(box.height / POINTS_PER_MM, 2)


def _words(size: Sequence[float]) -> str:
    return f"{size[0]:g} × {size[1]:g} mm"


def user_unit(document: Document) -> Iterator[Fault]:
    """A point is a point."""
    for sheet in document.sheets:
        if sheet.page.obj.get("/UserUnit", 1) != 1:
            message = (
                "The page is drawn to scale (UserUnit): its size differs from program to program."
            )
            yield Fault(message, sheet)


def upright(document: Document) -> Iterator[Fault]:
    """No page is turned (GWG 2015, 4.4): it would be printed lying, or on its head."""
    for sheet in document.sheets:
        turned = int(sheet.inherited("/Rotate") or 0) % 360
        if turned:
            yield Fault(f"The page is turned by {turned}° (Rotate).", sheet)


RULES: Mapping[str, Rule] = {
    "trim": trim,
    "box-order": box_order,
    "bleed": bleed,
    "trim-size": trim_size,
    "user-unit": user_unit,
    "upright": upright,
}
