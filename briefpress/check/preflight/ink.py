"""Measure the ink on every page, by having Ghostscript print it into pictures of four inks.

Only drawing tells how much ink comes together where things lie over one another, shine through or
overprint. A reckoning of our own would be a second RIP; Ghostscript is one that printers use.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from briefpress.check.packages import program
from briefpress.check.preflight.colours import ROUNDING
from briefpress.check.preflight.document import Fault
from briefpress.check.preflight.geometry import POINTS_PER_MM, Box
from briefpress.needs import GHOSTSCRIPT

if TYPE_CHECKING:
    from briefpress.check.preflight.document import Document, Rule, Sheet

DPI = 100

BLOCK = 4
"""In pixels: ink is averaged over squares of 1 mm. One pixel of a JPEG may be heavier; what does
not dry is an area."""

LONGEST = 300
"""In seconds: after that Ghostscript is stopped."""

_EDGE = 5.0
"""In mm: colour that touches the cut over this length is meant to reach beyond it."""

_LEAST = 0.03
"""Of one ink, from 0 to 1: less is paper."""


@cache
def version() -> str:
    """Return the version of Ghostscript."""
    process = subprocess.run(
        [program(GHOSTSCRIPT), "--version"], capture_output=True, encoding="ascii", check=False
    )
    return process.stdout.strip() or "of unknown version"


def ink(document: Document) -> Iterator[Fault]:
    """Nowhere does more ink come together than paper takes, and colour reaches over the cut."""
    with tempfile.TemporaryDirectory(prefix="briefpress-") as folder:
        target = Path(folder, "pages.tif")
        said = _print(document.file, target)
        pages = 0
        if not said and target.exists():
            with Image.open(target) as image:
                pages = getattr(image, "n_frames", 1)
                for frame, sheet in zip(range(pages), document.sheets, strict=False):
                    image.seek(frame)
                    inks = np.asarray(image, dtype=np.float32) / 255
                    if inks.ndim == 3:
                        # As the page stands without its turning, which is clockwise.
                        inks = np.rot90(inks, int(sheet.inherited("/Rotate") or 0) // 90)
                        yield from _too_much(inks, sheet, document.limits.ink)
                        yield from _stops_at_the_cut(inks, sheet)
        if said or pages != len(document.sheets):
            yield Fault(f"Ghostscript cannot print this file: {said or 'pages are missing'}")


def _print(file: Path, target: Path) -> str:
    """Have Ghostscript print *file*; return its complaint, empty if it has none."""
    options = ("-dSAFER", "-dBATCH", "-dNOPAUSE", "-q", "-sDEVICE=tiff32nc", f"-r{DPI}")
    # CMYK goes through as it is: what comes in and what goes out have the same profile.
    exact = ("-dPDFSTOPONERROR", "-sCompression=lzw", f"-sOutputFile={target}")
    try:
        process = subprocess.run(
            [program(GHOSTSCRIPT), *options, *exact, str(file.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"it took more than {LONGEST} s."
    if process.returncode == 0:
        return ""
    lines = process.stdout.decode(errors="replace").split("\n")
    return next((line.strip() for line in lines if line.strip()), f"code {process.returncode}")


def _too_much(inks: Any, sheet: Sheet, most: float) -> Iterator[Fault]:
    page = _cut_out(inks, sheet, sheet.bleed)
    height, width = (length // BLOCK * BLOCK for length in page.shape[:2])
    if not height or not width:
        return
    sums = 100 * page[:height, :width].sum(axis=2)
    means = sums.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK).mean(axis=(1, 3))
    heaviest = float(means.max())
    if heaviest > most + ROUNDING:
        row, column = (int(n) * BLOCK for n in np.unravel_index(means.argmax(), means.shape))
        x = sheet.bleed.left + column * 72 / DPI
        y = sheet.bleed.top - row * 72 / DPI
        area = float((means > most + ROUNDING).sum()) * (BLOCK * 25.4 / DPI) ** 2
        yield Fault(
            f"Up to {heaviest:.0f} % of ink come together, on {area:.0f} mm² of the page; paper"
            f" takes {most:g} %.",
            sheet,
            Box(x, y, x, y),
        )


def _stops_at_the_cut(inks: Any, sheet: Sheet) -> Iterator[Fault]:
    """Find colour that reaches the cut on the inside and is not there in the bleed."""
    trim, bleed = sheet.trim, sheet.bleed
    near = 0.7 * POINTS_PER_MM
    strips = {
        "left": (
            trim._replace(right=trim.left + near),
            trim._replace(left=bleed.left, right=trim.left),
            1,
        ),
        "right": (
            trim._replace(left=trim.right - near),
            trim._replace(left=trim.right, right=bleed.right),
            1,
        ),
        "top": (
            trim._replace(bottom=trim.top - near),
            trim._replace(bottom=trim.top, top=bleed.top),
            0,
        ),
        "bottom": (
            trim._replace(top=trim.bottom + near),
            trim._replace(bottom=bleed.bottom, top=trim.bottom),
            0,
        ),
    }
    for side, (inner, outer, axis) in strips.items():
        inside, outside = _cut_out(inks, sheet, inner), _cut_out(inks, sheet, outer)
        if not inside.size or not outside.size:
            continue
        has = (inside.max(axis=2) > _LEAST).all(axis=axis)
        lacks = (outside.max(axis=2) <= _LEAST).mean(axis=axis) > 0.2  # a fifth: rounding is less
        length = float((has[: len(lacks)] & lacks[: len(has)]).sum()) * 25.4 / DPI
        if length > _EDGE:
            message = (
                f"Colour stops at the cut on {length:.0f} mm of the page's {side}. It must reach"
                " over the whole bleed, or white slivers show when the paper is cut."
            )
            yield Fault(message, sheet)


def _cut_out(inks: Any, sheet: Sheet, box: Box) -> Any:
    """Return the pixels that lie wholly within *box*."""
    scale, paper = DPI / 72, sheet.paper
    top, bottom = (paper.top - box.top) * scale, (paper.top - box.bottom) * scale
    left, right = (box.left - paper.left) * scale, (box.right - paper.left) * scale
    rows = slice(max(0, int(np.ceil(top - 0.01))), max(0, int(bottom + 0.01)))
    return inks[rows, max(0, int(np.ceil(left - 0.01))) : max(0, int(right + 0.01))]


RULES: Mapping[str, Rule] = {"ink": ink}
