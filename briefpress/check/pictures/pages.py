"""Hold the pages of a print edition, as pictures, against those of the edition for the screen.

Inks are not the screen's colours, rules are thinner and text is black: only what is much lighter or
darker is told, in squares as wide as a letter is high. What the fold moves aside may stand in both
places, as covers reach from edge to edge and are not moved.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from briefpress.check.packages import require
from briefpress.check.preflight.geometry import POINTS_PER_MM
from briefpress.check.result import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from briefpress.check.layout import Fold

_SQUARE = 8
"""In points: how wide and high a square is."""

_UNLIKE = 60
"""Of 255: how much lighter or darker than all squares about it a square is that is told."""

_LEAST = 2
"""How many such squares of a page are no accident."""


def findings(screen: bytes, printed: bytes, fold: Fold) -> Iterator[Finding]:
    """Yield the pages of the PDF *printed* that look otherwise than those of the PDF *screen*."""
    pypdfium2 = require("pypdfium2")
    with (
        closing(pypdfium2.PdfDocument(screen)) as one,
        closing(pypdfium2.PdfDocument(printed)) as other,
    ):
        for number, (shown, made) in enumerate(zip(one, other, strict=False), 1):
            wanted = _squares(shown, 0)
            shifts = dict.fromkeys((0.0, fold.shift(number)))
            found = [_alike(_squares(made, shift), wanted) for shift in shifts]
            # Each must be as light and dark as something about there on the other.
            lost = _beyond(wanted, found)
            added = np.minimum.reduce([_beyond(each, [wanted]) for each in found])
            unlike = np.argwhere(np.maximum(lost, added) > _UNLIKE)
            if len(unlike) >= _LEAST:
                down, across = unlike[0] * _SQUARE / POINTS_PER_MM
                place = f"page {number}, {across:.0f} mm from the left, {down:.0f} mm from the top"
                message = "This looks otherwise than in the edition for the screen."
                yield Finding("other-look", message, place)


def _squares(page: Any, shift: float) -> NDArray[np.float32]:
    """Return how light the squares of the trimmed *page* are, from 0 to 255, as they are if the
    page is so many points further to the right."""
    left, bottom, right, top = page.get_trimbox()
    x, _, _, to_y = page.get_bbox()
    whole = page.render(scale=1, grayscale=True).to_pil()
    width, height = round(right - left), round(top - bottom)
    from_x, from_y = round(left - x + shift), round(to_y - top)
    drawn = whole.crop((from_x, from_y, from_x + width, from_y + height))
    size = max(width // _SQUARE, 1), max(height // _SQUARE, 1)
    return np.asarray(drawn.resize(size, Image.Resampling.BOX), np.float32)


def _alike(squares: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return as many *squares* as the *other* page has; white is what is not there."""
    made = np.full(other.shape, 255, np.float32)
    rows, columns = (min(pair) for pair in zip(squares.shape, other.shape, strict=True))
    made[:rows, :columns] = squares[:rows, :columns]
    return made


def _beyond(squares: NDArray[np.float32], others: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return by how much each of the *squares* is lighter or darker than all those about its place
    in all the *others*."""
    about = np.stack(
        [
            np.pad(other, 1, "edge")[row : row + other.shape[0], column : column + other.shape[1]]
            for other in others
            for row in range(3)
            for column in range(3)
        ]
    )
    found: NDArray[np.float32] = np.maximum(about.min(0) - squares, squares - about.max(0))
    return found
