"""What a PDF shows below an alternative text is what its page shows there; forgeries are found."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Publication
from photographs import saved
from PIL import Image, ImageDraw, ImageOps
from spoiling import elements

from briefpress.check.pictures import compare_with_page
from briefpress.check.reference import Shown, read_shown
from briefpress.qr import qr_modules

pytestmark = pytest.mark.slow

BRIEF = """\
---
title: Seen
authors: [ann]
description: Pictures of all kinds.
banner: {image: banner.svg, alt: Red and blue planes.}
date: 2025-02-03
---

## Pictures

![A photograph.](turned.jpg)

```{box} On another ground
![A round one.](round.png)
```

![](border.webp){.decorative}

```{figure} line.svg
:alt: A line falls and rises.

Caption
```

```{chart} Trade grew
:kind: column
:name: trade
:alt: Two columns.

Year,Trade
2023,3
2024,9
```

"""

LINE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">
<path d="M5 5L60 60L120 40L195 95" fill="none" stroke="#333333"/>
<text x="120" y="20" font-size="12">Growth</text></svg>"""

BANNER = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 150"><path d="M0 0h200v150H0z"
fill="#103060"/><path d="M20 20h40v110h-40z" fill="#e0a030"/></svg>"""


def scene(width: int, height: int) -> Image.Image:
    """A picture with details, which is another one turned, mirrored or cropped."""
    noise = Image.linear_gradient("L").resize((7, 7)).rotate(40)
    tiles = Image.new("L", (width, height))
    for x in range(0, width, 7):
        for y in range(0, height, 7):
            tiles.paste(noise, (x, y))
    ground = Image.linear_gradient("L").resize((width, height))
    made = ImageOps.colorize(Image.blend(ground, tiles, 0.3), "#103060", "#f0e0a0")
    ImageDraw.Draw(made).ellipse((30, 20, width // 2, height // 2), fill=(160, 30, 30))
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF, with its page beside it."""
    made = Publication.of("elements", tmp_path_factory.mktemp("shown") / "publication")
    folder = made.path / "docs/briefs"
    made.write("docs/briefs/seen.md", BRIEF)
    made.write("docs/briefs/line.svg", LINE)
    made.write("docs/briefs/banner.svg", BANNER)
    made.write("docs/authors/ann.md", "---\nname: Ann Bell\n---\n")
    lying = Image.Exif()
    lying[0x0112] = 6
    (folder / "turned.jpg").write_bytes(saved(scene(600, 900), "JPEG", exif=lying))
    (folder / "border.webp").write_bytes(saved(scene(700, 300), "WEBP"))
    opaque = Image.new("L", (400, 400))
    ImageDraw.Draw(opaque).ellipse((20, 20, 380, 380), fill=255)
    round_ = scene(400, 400)
    round_.putalpha(opaque)
    (folder / "round.png").write_bytes(saved(round_))
    made.build("-b", "seen", "-l", "en", "-f", "html", "-f", "pdf")
    return made.site / "en/briefs/seen.pdf"


@pytest.fixture(scope="module")
def shown(built: Path) -> Shown:
    return read_shown(built.with_suffix(".html"))


def rules(shown: Shown, pdf: bytes) -> set[str]:
    return {finding.rule for finding in compare_with_page(shown, pdf).findings}


def test_a_good_file_has_the_pictures_of_its_page(built: Path, shown: Shown) -> None:
    assert compare_with_page(shown, built.read_bytes()).findings == ()


Change = Callable[[Image.Image], Image.Image]


def replaced(change: Change) -> Callable[[pikepdf.Pdf], None]:
    """Return what changes the largest picture of pixels."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        found = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        images = [each for each in found if each.get("/Filter") == "/DCTDecode"]
        image = max(images, key=lambda each: int(each.Height))
        made = change(Image.open(io.BytesIO(image.read_raw_bytes())))
        image.write(saved(made, "JPEG"), filter=pikepdf.Name.DCTDecode)
        image.Width, image.Height = made.size

    return spoil


def coarse(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 9, image.height // 9))


def swapped(one: str, other: str) -> Callable[[pikepdf.Pdf], None]:
    """Return what exchanges the alternative texts that begin so."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        figures = elements(pdf, "Figure")
        first = next(each for each in figures if str(each.Alt).startswith(one))
        second = next(each for each in figures if str(each.Alt).startswith(other))
        first.Alt, second.Alt = second.Alt, first.Alt

    return spoil


def draw(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Return what draws more on every page, as decoration."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            drawn = b" q /Artifact BMC " + content + b" EMC Q "
            page.Contents = pdf.make_stream(page.Contents.read_bytes() + drawn)

    return spoil


def mirrored(pdf: pikepdf.Pdf) -> None:
    """Turn the page with the line from left to right, with its words and marks."""
    box = next(each for each in elements(pdf, "Figure") if "line" in str(each.Alt)).A.BBox
    page = next(each for each in elements(pdf, "Figure") if "line" in str(each.Alt)).Pg
    across = float(box[0]) + float(box[2])
    content = b"q -1 0 0 1 %f 0 cm " % across + page.Contents.read_bytes() + b" Q"
    page.Contents = pdf.make_stream(content)


def turned_as_drawn(pdf: pikepdf.Pdf) -> None:
    """Turn the pictures of pixels as they are drawn."""
    for page in pdf.pages:
        content = re.sub(rb"(/\S+ Do)", rb"0 1 -1 0 1 0 cm \1", page.Contents.read_bytes())
        page.Contents = pdf.make_stream(content)


def advertise(pdf: pikepdf.Pdf) -> None:
    image = pdf.make_stream(saved(scene(90, 60).rotate(180), "JPEG"))
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 90, 60, 8
    image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    resources = pdf.pages[0].obj.Resources
    resources.XObject = pikepdf.Dictionary({**resources.get("/XObject", {}), "/Ad": image})
    draw(b"150 0 0 100 60 60 cm /Ad Do")(pdf)


def another_code(pdf: pikepdf.Pdf) -> None:
    """Draw the QR code of a longer address over that of the page."""
    figure = next(each for each in elements(pdf, "Figure") if "QR" in str(each.Alt))
    left, bottom, right, top = map(float, figure.A.BBox)
    modules = qr_modules("https://briefs.example.com/en/briefs/seen.html")
    size = (right - left) / len(modules)
    squares = "".join(
        f"{left + x * size} {top - y * size} {size} {-size} re "
        for y, row in enumerate(modules)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    white = f"1 1 1 rg {left} {bottom} {right - left} {top - bottom} re f 0 0 0 rg "
    draw(f"{white}{squares}f".encode())(pdf)


FORGED: list[tuple[str, Any, str]] = [
    ("another", replaced(lambda image: Image.radial_gradient("L").resize(image.size)), "other"),
    ("mirrored", replaced(ImageOps.mirror), "other"),
    ("a negative", replaced(ImageOps.invert), "other"),
    ("grey", replaced(lambda image: image.convert("L")), "other"),
    ("its proxy", replaced(coarse), "coarse"),
    ("its proxy, enlarged", replaced(lambda each: coarse(each).resize(each.size)), "coarse"),
    ("turned as drawn", turned_as_drawn, "missing"),
    ("covered", draw(b"1 1 1 rg 0 0 600 850 re f"), "other"),
    ("texts of the cover", swapped("Red", "QR"), "other"),
    ("texts of figures", swapped("A round", "A line"), "other"),
    ("texts of a drawing and a chart", swapped("Two", "A line"), "other"),
    ("a drawing mirrored", mirrored, "other"),
    ("one more", advertise, "strange"),
    ("another QR code", another_code, "other"),
]


@pytest.mark.parametrize(("spoil", "rule"), [pytest.param(*row, id=name) for name, *row in FORGED])
def test_a_forged_picture_is_found(
    built: Path, shown: Shown, spoil: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    with pikepdf.open(built) as pdf:
        spoil(pdf)
        pdf.save(spoiled := io.BytesIO())
    assert f"{rule}-picture" in rules(shown, spoiled.getvalue())
