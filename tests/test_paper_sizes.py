"""On every size of paper a brief is as easy to read as on A4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import Publication
from pikepdf import Matrix
from test_charts import add, picture

from briefpress.charts.bars import Crowded
from briefpress.charts.draw import TEXT, draw
from briefpress.charts.room import PAGE, room_on
from briefpress.press_settings import A4, PAGE_SIZES, Paper
from briefpress.themes.tokens import packaged

MM = 72 / 25.4
SMALL = Paper(170, 240)
INSTITUTION = "Institute for Applied Research on Administration and Society"
# The height of a letter's square, in the units that matplotlib draws its outline in.
EM = 6400
# Of a drawing on A4: the text column is narrower than it is drawn.
SCALE = A4.column * MM / PAGE.width


def chart(kind: str) -> str:
    rows = "\n".join(f"{2010 + n},{n},{n * n - 9}" for n in range(9))
    return f"```{{chart}} Title of {kind}\n:kind: {kind}\n:alt: A.\n\nyear,a,b\n{rows}\n```\n\n"


def sizes(file: Path) -> Iterator[float]:
    """Yield how high (points) the letters are that are drawn in *file*, those of charts: there a
    curve is of a letter or is a point of a line, and those are drawn in points."""
    with pikepdf.open(file) as pdf:
        for page in pdf.pages:
            yield from _sizes(page, Matrix())


def _sizes(content: pikepdf.Page | pikepdf.Object, matrix: Matrix) -> Iterator[float]:
    around = []
    for operands, operator in pikepdf.parse_content_stream(content):
        match str(operator):
            case "q":
                around.append(matrix)
            case "Q":
                matrix = around.pop()
            case "cm":
                matrix = Matrix(*map(float, operands)) @ matrix
            case "Do":
                drawn = content.Resources.XObject[operands[0]]
                if drawn.Subtype == "/Form":
                    yield from _sizes(drawn, matrix)
            case "c" if 0.001 < matrix.a < 0.01:
                yield matrix.a * EM


@pytest.mark.slow
def test_both_editions_of_a_small_brief(two_languages: Publication, profile: Path) -> None:
    add(two_languages, "".join(map(chart, ("bar", "column", "line"))))
    settings = f"""author = "{INSTITUTION}"
briefpress_page_size = "170mm 240mm"
briefpress_print = {{"binding": 8, "bleed": 5}}
"""
    two_languages.add("conf.py", settings)
    formats = ("--format", "pdf", "--format", "print")
    two_languages.build(*formats, "--language", "en", "--brief", "ports")
    screen = two_languages.site / "en/briefs/ports.pdf"
    press = two_languages.path / "build/print/en/ports.pdf"
    for file in (screen, press):
        assert {round(size, 1) for size in sizes(file)} == {round(TEXT * SCALE, 1)}
    with pikepdf.open(press) as pdf:
        page = pdf.pages[0]
        assert [float(edge) / MM for edge in page["/TrimBox"]] == pytest.approx([0, 0, 170, 240])
        assert float(page["/BleedBox"][0]) / MM == pytest.approx(-5, abs=0.001)
    with pypdfium2.PdfDocument(screen) as pdf:
        assert INSTITUTION in pdf[1].get_textpage().get_text_range()


def test_drawings_are_made_for_the_paper() -> None:
    assert room_on(A4) == PAGE
    assert room_on(PAGE_SIZES["Letter"]).width > PAGE.width > room_on(SMALL).width
    assert room_on(PAGE_SIZES["Letter"]).height < PAGE.height


def test_many_long_names_have_more_width_where_a_page_is_short() -> None:
    names = [f"Country of origin number {n} with a long name" for n in range(15)]
    drawn = replace(picture("bar", 1, 15), categories=names)
    room = room_on(SMALL)
    assert f'height="{room.height:g}' in draw(drawn, packaged(), room)
    with pytest.raises(Crowded, match="has 30 names, and a page has room for 16;"):
        draw(replace(drawn, categories=names * 2, rows=[*drawn.rows] * 2), packaged(), room)
