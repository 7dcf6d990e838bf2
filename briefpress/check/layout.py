"""Compare where the lines of a PDF for printing stand with where those of the screen's do.

Both have the same lines in the same places; only the fold moves them aside (`print.css`). What is
moved, set smaller, or stands elsewhere is told. Words within drawings, which the press paints anew,
are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version as installed
from itertools import zip_longest
from statistics import median
from typing import Any, NamedTuple

from briefpress.check.packages import DISTRIBUTIONS, require
from briefpress.check.preflight.geometry import POINTS_PER_MM
from briefpress.check.result import Finding, Report, shortened

MOST_SHOWN = 10
"""How many findings are listed; the others are counted."""

_AS_HIGH, _BESIDE, _AS_LONG = 1.0, 1.5, 3.0
"""In points: how far a line may stand from where it should, upwards and sideways, and how much
longer it may be: rules of other widths take other room, and a space at its end is not seen."""

_GAP = 8
"""In points: more is between two columns; less, as between two words, is in one line."""

_LARGER = 0.005
"""How much larger or smaller, of 1, a text is that is called so."""


@dataclass(frozen=True)
class Fold:
    """How the pages are bound."""

    binding: float
    """In mm: how much further from the fold they stand than on the screen."""
    to_left: bool
    """Whether the text runs to the left, and the fold of odd pages is on their right."""
    has_title_page: bool
    """Whether it begins with a page that has no margins, and is not moved."""

    def shift(self, number: int) -> float:
        """Return how far to the right, in points, it moves the page with this *number*."""
        if number == 1 and self.has_title_page:
            return 0
        is_right = (number % 2 == 1) != self.to_left
        return self.binding * POINTS_PER_MM * (1 if is_right else -1)


class _Line(NamedTuple):
    """A line of text, in points from the left and the foot of the trimmed page."""

    height: float
    start: float
    end: float


def version() -> str:
    """Return the tool with its version."""
    require("pypdfium2")
    pdfium = DISTRIBUTIONS["pypdfium2"]
    return f"briefpress {installed('briefpress')} with {pdfium} {installed(pdfium)}"


def compare(screen: bytes, printed: bytes, fold: Fold) -> Report:
    """Return on which pages of the PDF *printed* lines do not stand where they do in the PDF
    *screen*."""
    pypdfium2 = require("pypdfium2")
    try:
        with closing(pypdfium2.PdfDocument(screen)) as shown:
            wanted = [_lines(page) for page in shown]
        with closing(pypdfium2.PdfDocument(printed)) as made:
            found = [_lines(page) for page in made]
    except pypdfium2.PdfiumError:
        return Report((Finding("unreadable", "The file cannot be read as a PDF."),))
    return Report(shortened(_findings(wanted, found, fold), MOST_SHOWN))


def _lines(page: Any) -> list[_Line]:
    """Return the lines of a *page*: the pieces of text that stand side by side, each as one."""
    left, bottom, _, _ = page.get_trimbox()
    pieces = []
    for piece in page.get_objects([require("pypdfium2").raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
        start, _, end, _ = piece.get_bounds()
        if start < end:
            pieces.append(_Line(piece.get_matrix().f - bottom, start - left, end - left))
    lines: list[_Line] = []
    for piece in sorted(pieces, key=lambda each: each.start):
        for place, line in enumerate(lines):
            if abs(line.height - piece.height) < _AS_HIGH / 2 and piece.start < line.end + _GAP:
                lines[place] = line._replace(end=max(line.end, piece.end))
                break
        else:
            lines.append(piece)
    return lines


def _findings(
    wanted: Sequence[list[_Line]], found: Sequence[list[_Line]], fold: Fold
) -> Iterator[Finding]:
    pages = zip_longest(wanted, found, fillvalue=list[_Line]())
    for number, (these, those) in enumerate(pages, 1):
        shift = fold.shift(number)
        here = [_Line(line.height, line.start - shift, line.end - shift) for line in those]
        lost = [line for line in these if not any(_is_at(line, other) for other in here)]
        strange = [line for line in here if not any(_is_at(line, other) for other in these)]
        if lost or strange:
            yield Finding("layout", _message(these, here, len(lost or strange)), f"page {number}")


def _is_at(line: _Line, other: _Line) -> bool:
    distances = (abs(one - two) for one, two in zip(line, other, strict=True))
    return all(map(float.__le__, distances, (_AS_HIGH, _BESIDE, _AS_LONG)))


def _message(these: list[_Line], those: list[_Line], count: int) -> str:
    """Say how the lines of the edition for printing, *those*, differ from the screen's."""
    if len(these) == len(those) and count * 2 > len(these):
        pairs = list(zip(sorted(these), sorted(those), strict=True))
        larger = median((b.end - b.start) / (a.end - a.start) for a, b in pairs)
        if abs(larger - 1) > _LARGER:
            return f"The text is set at {larger:.1%} of its size in the edition for the screen."
        aside = median(b.start - a.start for a, b in pairs)
        upwards = median(b.height - a.height for a, b in pairs)
        said = [
            f"{abs(by) / POINTS_PER_MM:.1f} mm too far {forth if by > 0 else back}"
            for by, forth, back in ((aside, "to the right", "to the left"), (upwards, "up", "down"))
            if abs(by) > _AS_HIGH
        ]
        if said:
            return f"The text stands {' and '.join(said)}."
    lines = "A line stands" if count == 1 else f"{count} lines stand"
    return f"{lines} elsewhere than in the edition for the screen."
