"""Gradients of drawings are seen in every reader, in the colours that they are given."""

from __future__ import annotations

import subprocess
from io import BytesIO

import pypdfium2
import pytest
from mending import mended
from PIL import Image
from weasyprint import HTML

from briefpress.pdf.patches.gradients import mend_gradients

MORE = """<style>@page { size: 200px 100px; margin: 0 }</style>
<svg width="200" height="100"><linearGradient id="a" gradientTransform="rotate(45 .5 .5)">%s
</linearGradient><radialGradient id="b"><stop stop-color="#00f"/><stop offset=".9"
stop-color="oklch(45.2%% 0.313 264)"/><stop offset="1" stop-color="#fff"/></radialGradient>
<rect width="90" height="100" fill="url(#a)"/><rect x="100" width="100" height="100"
fill="url(#b)"/></svg>"""
STOPS = '<stop offset="0" stop-color="hsl(240 100% 50%)"/><stop offset="1" stop-color="#00f"/>'
DRAWING = """<style>@page { size: 200px 100px; margin: 0 }</style>
<svg width="200" height="100"><linearGradient id="a">%s</linearGradient>
<radialGradient id="b">%s</radialGradient>
<rect width="90" height="100" fill="url(#a)"/><circle cx="150" cy="50" r="50" fill="url(#b)"/>
</svg>"""
BLUE = (0, 0, 255)


def colours(
    reader: str,
    drawing: str = DRAWING % (STOPS, STOPS),
    places: tuple[tuple[int, int], ...] = ((45, 50), (150, 60)),
) -> list[tuple[int, ...]]:
    """Return the colours of *drawing* at some *places*, as *reader* shows them."""
    pdf = HTML(string=drawing).write_pdf()
    if reader == "PDFium":
        shown = pypdfium2.PdfDocument(pdf)[0].render(scale=96 / 72).to_pil()
    else:
        command = ["pdftoppm", "-png", "-r", "96", "-singlefile", "-"]
        shown = Image.open(BytesIO(subprocess.run(command, input=pdf, stdout=-1).stdout))
    rgb = shown.convert("RGB")
    return [rgb.getpixel(place) for place in places]


@pytest.mark.parametrize("reader", ["Poppler", "PDFium"])
def test_gradients_are_shown(reader: str) -> None:
    with mended(mend_gradients):
        assert colours(reader) == [BLUE, BLUE]
        # One that is turned fills all of its shape, and a circle ends at the edge of its own.
        shown = colours(reader, MORE % STOPS, ((45, 50), (11, 11), (94, 94), (150, 50), (111, 11)))
        near = colours(reader, MORE % STOPS, ((118, 58),))[0]
    assert shown[:4] == [BLUE] * 4
    assert min(shown[4]) > 240
    assert max(abs(one - other) for one, other in zip(near, BLUE, strict=True)) < 6
