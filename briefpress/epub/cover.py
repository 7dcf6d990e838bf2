"""Draw a book's cover: institution, series, title and authors on the colour of the identity."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 1600  # pixels; 3:4, what shops and shelves expect
MARGIN = 110
GROUND = "#12395b"  # --accent of tokens.css
INK = "#ffffff"
QUIET = "#c9d6e2"
SIGNAL = "#9a3412"  # --signal
BAND = 84  # pixels


def draw_cover(institution: str, label: str, title: str, byline: str, watermark: str = "") -> bytes:
    """Return the cover as a PNG file of `WIDTH` x `HEIGHT` pixels, the *watermark* in a band."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    small, large = _font("Literata", 44), _title_font(title)
    draw.text((MARGIN, MARGIN), institution, font=small, fill=INK)
    draw.line([(MARGIN, 200), (WIDTH - MARGIN, 200)], fill=QUIET, width=3)
    draw.text((MARGIN, 230), label, font=small, fill=QUIET)
    y = 420
    for line in _wrap(title, large):
        draw.text((MARGIN, y), line, font=large, fill=INK)
        y += int(large.size * 1.25)
    for place, line in enumerate(_wrap(byline, small)):
        draw.text((MARGIN, HEIGHT - 2 * MARGIN + place * 56), line, font=small, fill=QUIET)
    if watermark:
        draw.rectangle([(0, 0), (WIDTH, BAND)], fill=SIGNAL)
        font = _font(
            "Literata", min(44, int(44 * (WIDTH - 2 * MARGIN) / small.getlength(watermark)))
        )
        draw.text((MARGIN, BAND / 2), watermark, font=font, fill=INK, anchor="lm")
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _title_font(title: str) -> ImageFont.FreeTypeFont:
    """Return the largest face in which *title* takes no more than eight lines."""
    for size in (112, 96, 84, 72, 60):
        font = _font("Literata", size)
        lines = list(_wrap(title, font))
        if len(lines) * size * 1.25 < HEIGHT * 0.55:
            return font
    return font


@cache
def _font(family: str, size: int) -> ImageFont.FreeTypeFont:
    folder = Path(str(files("fontpkg_literata") / "files"))
    return ImageFont.truetype(folder / f"{family}[opsz,wght].ttf", size)


def _wrap(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > WIDTH - 2 * MARGIN:
            yield line
            line = word
        else:
            line = longer
    yield line
