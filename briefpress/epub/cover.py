"""Draw a book's cover, which looks as page one does on paper: masthead, picture, plate."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from briefpress.drawings import rasterised
from briefpress.fonts import FACES
from briefpress.pattern import LIGHT_TEXT, pattern, shade, usual_hue
from briefpress.themes import token

WIDTH, HEIGHT = 1200, 1600  # pixels; 3:4, what shops and shelves expect
MARGIN = 96
MASTHEAD = 132  # pixels from the top
BAND = 84  # what a draft says of itself, below the masthead
PICTURE = 600

# Sizes of the title, and the most lines that it may have in each; the last takes any number.
_TITLES = ((92, 3), (80, 4), (70, 5), (58, 6), (48, 99))


class UnreadablePicture(Exception):
    """A file that is no picture; the message says why."""


@dataclass(frozen=True)
class Cover:
    """What a cover shows. *picture* is a file, *drawing* an SVG document; with neither there is the
    pattern of *name*."""

    name: str
    hue: int | None
    institution: str
    series: str
    topic: str
    title: str
    subtitle: str
    byline: str
    watermark: str
    picture: Path | None
    direction: str
    drawing: str = ""

    def draw(self) -> bytes:
        """Return the cover as a PNG file; raise `UnreadablePicture`."""
        hue = usual_hue() if self.hue is None else self.hue
        ground, light = shade(hue), shade(hue, LIGHT_TEXT)
        image = Image.new("RGB", (WIDTH, HEIGHT), ground)
        pen = _Pen(image, self.direction)
        top = MASTHEAD + (BAND if self.watermark else 0)
        pen.block(0, MASTHEAD, token("--paper"))
        middle = MASTHEAD // 2
        pen.write(self.institution, middle, "text-semibold", 40, token("--ink"), room=0.55)
        pen.write(self.series, middle, "furniture", 34, token("--quiet"), at_end=True, room=0.4)
        if self.watermark:
            pen.block(MASTHEAD, top, token("--signal"))
            pen.write(self.watermark, MASTHEAD + BAND // 2, "furniture-semibold", 40, "#ffffff")
        drawing = self.drawing or pattern(self.name, hue, columns=10, rows=5)
        bottom = MASTHEAD + PICTURE
        image.paste(_fitted(self.picture, drawing, WIDTH, bottom - top), (0, top))
        y = bottom + 84
        if self.topic:
            pen.write(self.topic, y, "furniture", 38, light)
            y += 92
        y = pen.write_lines(self.title, y, *self._title_size(), "#ffffff", 1.18)
        y = pen.write_lines(self.subtitle, y + 34, "text-italic", 44, "#ffffff", 1.36)
        names = _lines(self.byline, _font("furniture", self.byline, 36))
        foot = HEIGHT - 90 - 48 * (len(names) - 1)
        pen.write_lines(self.byline, max(y + 40, foot), "furniture", 36, light, 48 / 36)
        buffer = io.BytesIO()
        image.save(buffer, "PNG", optimize=True)
        return buffer.getvalue()

    def _title_size(self) -> tuple[str, int]:
        face = "text-semibold"
        for size, most in _TITLES:
            if len(_lines(self.title, _font(face, self.title, size))) <= most:
                break
        return face, size


@dataclass(frozen=True)
class _Pen:
    """Writes on *image* from the side where lines begin."""

    image: Image.Image
    direction: str

    def block(self, top: int, bottom: int, colour: str) -> None:
        """Fill the picture from *top* to *bottom*."""
        ImageDraw.Draw(self.image).rectangle(((0, top), (WIDTH, bottom - 1)), fill=colour)

    def write(
        self,
        text: str,
        y: int,
        face: str,
        size: int,
        colour: str,
        *,
        at_end: bool = False,
        room: float = 1,
    ) -> None:
        """Write *text* on one line whose middle is *y*; smaller, if it needs more than *room*, a
        part of the width."""
        font = _font(face, text, size)
        longest = room * (WIDTH - 2 * MARGIN)
        if font.getlength(text) > longest:
            font = _font(face, text, int(size * longest / font.getlength(text)))
        at_right = (self.direction == "rtl") != at_end
        x, anchor = (WIDTH - MARGIN, "rm") if at_right else (MARGIN, "lm")
        ImageDraw.Draw(self.image).text((x, y), text, font=font, fill=colour, anchor=anchor)

    def write_lines(
        self, text: str, y: int, face: str, size: int, colour: str, leading: float
    ) -> int:
        """Write *text* on as many lines as it needs; return where the next would be."""
        for line in _lines(text, _font(face, text, size)):
            self.write(line, y, face, size, colour)
            y += round(size * leading)
        return y


def _fitted(file: Path | None, drawing: str, width: int, height: int) -> Image.Image:
    """Return the picture *file*, or *drawing*, cut to *width* x *height* pixels."""
    try:
        if file is not None and file.suffix.lower() != ".svg":
            picture = ImageOps.exif_transpose(Image.open(file)).convert("RGBA")
        else:
            svg = drawing if file is None else file.read_text(encoding="utf-8")
            picture = rasterised(svg, width=width)
            if picture.height < height:
                picture = rasterised(svg, height=height)
    except (OSError, ValueError) as fault:
        raise UnreadablePicture(str(fault)) from fault
    ground = Image.new("RGBA", picture.size, token("--paper"))
    ground.alpha_composite(picture)
    return ImageOps.fit(ground.convert("RGB"), (width, height))


@cache
def _face(name: str) -> bytes:
    return next(face for face in FACES if face.name == name).font()


@cache
def _font(face: str, text: str, size: int) -> ImageFont.FreeTypeFont:
    """Return *face*, or that of the Arabic letters if *text* has some."""
    if any("\u0600" <= letter <= "\u08ff" for letter in text):
        face = "arabic-bold" if "semibold" in face else "arabic"
    return ImageFont.truetype(io.BytesIO(_face(face)), size)


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Return *text* as lines of about the same length, as few as there can be."""
    room = WIDTH - 2 * MARGIN
    lines = list(_wrapped(text, font, room))
    while (narrower := list(_wrapped(text, font, room := room - 20))) and room > 0:
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
