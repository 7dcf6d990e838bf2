"""Gradients of drawings are seen in every reader, in the colours that they are given."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from mending import mended
from PIL import Image
from weasyprint import HTML

from briefpress.pdf.patches.gradients import mend_gradients

STOPS = '<stop offset="0" stop-color="hsl(240 100% 50%)"/><stop offset="1" stop-color="#00f"/>'
DRAWING = """<style>@page { size: 200px 100px; margin: 0 }</style>
<svg width="200" height="100"><linearGradient id="a">%s</linearGradient>
<radialGradient id="b">%s</radialGradient>
<rect width="90" height="100" fill="url(#a)"/><circle cx="150" cy="50" r="50" fill="url(#b)"/>
</svg>"""
BLUE = (0, 0, 255)


def colours(folder: Path, reader: str) -> list[tuple[int, ...]]:
    """Return the colours in the middle of both shapes, as *reader* shows them."""
    pdf = HTML(string=DRAWING % (STOPS, STOPS)).write_pdf()
    if reader == "PDFium":
        shown = pypdfium2.PdfDocument(pdf)[0].render(scale=96 / 72).to_pil()
    else:
        command = ["pdftoppm", "-png", "-r", "96", "-singlefile", "-"]
        shown = Image.open(BytesIO(subprocess.run(command, input=pdf, stdout=-1).stdout))
    rgb = shown.convert("RGB")
    return [rgb.getpixel(place) for place in ((45, 50), (150, 60))]


@pytest.mark.parametrize("reader", ["Poppler", "PDFium"])
def test_gradients_are_shown(tmp_path: Path, reader: str) -> None:
    """When WeasyPrint alone shows them, the patch is needed no more."""
    assert BLUE not in colours(tmp_path, reader)
    with mended(mend_gradients):
        assert colours(tmp_path, reader) == [BLUE, BLUE]
