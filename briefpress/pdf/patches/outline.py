"""Let the bookmarks of a PDF follow the text, whatever stands where.

WeasyPrint 70 takes them in the order of its boxes, which is not that of the text where one has
changed places with another (see `floats`): a box would stand under the next heading. It is no fault
there (not reported): in WeasyPrint nothing changes places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint import document
from weasyprint.matrix import Matrix

from briefpress.pdf.parts import page_box

_add_bookmarks = document.make_page_bookmark_tree


@dataclass(frozen=True)
class _Stand:
    """What stands in a page's place, with one of its bookmarks."""

    bookmarks: list[Any]


def order_bookmarks() -> None:
    """Put the mended function in WeasyPrint's place for it, in this process."""
    document.Document.make_bookmark_tree = _make_bookmark_tree


def _make_bookmark_tree(
    self: Any, scale: float = 1, transform_pages: bool = False
) -> list[tuple[Any, ...]]:
    """Do what WeasyPrint's function does; it returns the trees of the highest bookmarks."""
    root: list[tuple[Any, ...]] = []
    skipped: list[int] = []
    last = [root]
    level = 0
    for _, number, bookmark in sorted(_bookmarks(self.pages), key=lambda each: each[0]):
        page = self.pages[number]
        up = Matrix(a=scale, d=-scale, f=page.height * scale)
        matrix = up if transform_pages else Matrix(a=scale, d=scale)
        level = _add_bookmarks(_Stand([bookmark]), skipped, last, level, number, matrix)
    return root


def _bookmarks(pages: list[Any]) -> Iterator[tuple[int, int, Any]]:
    """Yield each bookmark of *pages*, before it the number of its page, from 0, and first the place
    of its element in the text."""
    order: dict[Any, int] = {}
    for number, page in enumerate(pages):
        # The print edition has taken them away.
        for bookmark, box in zip(page.bookmarks, _marked(page_box(page)), strict=False):
            if not order:
                root = page_box(page).children[0].element
                order = {element: place for place, element in enumerate(root.iter())}
            yield order[box.element], number, bookmark


def _marked(box: Any) -> Iterator[Any]:
    """Yield the boxes with a bookmark, in the order in which WeasyPrint gathers them."""
    if box.bookmark_label and box.style["bookmark_level"] != "none":
        yield box
    for child in box.all_children():
        yield from _marked(child)
