"""Look for letters that are cut off, or that stand too near to the cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefpress.check.packages import require
from briefpress.check.preflight.document import Fault
from briefpress.check.preflight.geometry import POINTS_PER_MM, Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefpress.check.preflight.document import Document, Rule

SAFE = 3
"""In mm: so far a sheet may slip when it is cut."""


def text_at_the_cut(document: Document) -> Iterator[Fault]:
    """No letter reaches the cut, or comes so near to it that it may."""
    with require("pypdfium2").PdfDocument(document.file) as pdf:
        for page, sheet in zip(pdf, document.sheets, strict=True):
            safe = sheet.trim.grown(-SAFE * POINTS_PER_MM)
            for box in _letters(page):
                if not box.within(sheet.bleed):
                    continue  # what a printer reads beside the page
                if not sheet.trim.holds(box):
                    message = "Letters reach over the cut: a part of them is cut off."
                    yield Fault(message, sheet, box)
                elif not safe.holds(box):
                    message = (
                        f"Letters stand less than {SAFE} mm from the cut, which may take them away."
                    )
                    yield Fault(message, sheet, box, "warning")


def _letters(page: Any) -> Iterator[Box]:
    text = page.get_textpage()
    for place in range(text.count_chars()):
        box = Box(*text.get_charbox(place))
        if box.width and box.height:  # a space has none
            yield box


RULES: Mapping[str, Rule] = {"text-at-the-cut": text_at_the_cut}
