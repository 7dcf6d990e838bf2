"""Look at the pages as a whole: all are there, none among them is blank, each has its marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefpress.check.preflight.colours import PAINTED
from briefpress.check.preflight.document import Fault
from briefpress.check.preflight.geometry import POINTS_PER_MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefpress.check.preflight.document import Document, Rule, Sheet
    from briefpress.check.preflight.geometry import Box

_IN_LINE = 0.1 * POINTS_PER_MM
"""In points: so far a crop mark may stand from the cut that it shows."""


def number(document: Document) -> Iterator[Fault]:
    """There are as many pages as were made, and as many as can be folded (GWG 2015, 4.6)."""
    count, limits = len(document.sheets), document.limits
    if limits.pages and count != limits.pages:
        yield Fault(f"The file has {count} pages; {limits.pages} were made.")
    elif limits.multiple and count % limits.multiple:
        message = f"The file has {count} pages, no multiple of {limits.multiple}."
        yield Fault(message, severity="warning")


def blank(document: Document) -> Iterator[Fault]:
    """No page is blank but the last ones, which fill a folded sheet (GWG 2015, 4.5)."""
    empty: list[Sheet] = []
    for sheet in document.sheets:
        if _is_blank(sheet):
            empty.append(sheet)
            continue
        for each in empty:
            yield Fault("The page is blank, and others follow.", each)
        empty = []
    if len(empty) == len(document.sheets):
        yield Fault("All pages are blank.")


def _is_blank(sheet: Sheet) -> bool:
    return not any(
        mark.kind in PAINTED and mark.box and mark.box.within(sheet.trim) for mark in sheet.marks
    )


def crop_marks(document: Document) -> Iterator[Fault]:
    """Two marks at each corner show where the page is cut, if such were ordered."""
    if not document.limits.marks:
        return
    for sheet in document.sheets:
        lines = [
            mark.box
            for mark in sheet.marks
            if mark.kind == "stroke" and mark.box and not mark.box.within(sheet.bleed)
        ]
        missing = sum(not any(map(wanted.holds, lines)) for wanted in _places(sheet))
        if missing:
            yield Fault(
                f"{missing} of the 8 crop marks are missing, or not in line with the cut.", sheet
            )


def _places(sheet: Sheet) -> Iterator[Box]:
    """Yield the eight narrow boxes, beyond the bleed, in each of which a mark stands."""
    trim, bleed, paper = sheet.trim, sheet.bleed, sheet.paper
    for x in (trim.left, trim.right):
        across = paper._replace(left=x - _IN_LINE, right=x + _IN_LINE)
        yield across._replace(top=bleed.bottom)
        yield across._replace(bottom=bleed.top)
    for y in (trim.bottom, trim.top):
        along = paper._replace(bottom=y - _IN_LINE, top=y + _IN_LINE)
        yield along._replace(right=bleed.left)
        yield along._replace(left=bleed.right)


RULES: Mapping[str, Rule] = {
    "page-count": number,
    "blank-page": blank,
    "crop-marks": crop_marks,
}
