"""Each patch of WeasyPrint mends what it says; when WeasyPrint does, a test here fails.

Then the fault, its line in the module of the patch and what mends it can go.
"""

from __future__ import annotations

import importlib
import io
import logging
import pkgutil
import re
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import ModuleType
from typing import Any

import pikepdf
import pypdfium2
import pytest
from layout_faults import LAYOUT_FAULTS, lines_of
from mending import mended
from PIL import Image
from test_actual_text import made, read_by_pdfium
from weasyprint import HTML, images
from weasyprint.logger import LOGGER

from briefpress.check.structure.pdf import read_structure
from briefpress.pdf import patches
from briefpress.pdf.drawn import drawn
from briefpress.pdf.patches import (
    actual_text,
    gradients,
    letters,
    mend_weasyprint,
    pictures,
    tags,
    whereabouts,
)

# ---- what is read --------------------------------------------------------------------------------


def letters_drawn_alike_are_one() -> bool:
    words = "Ţara, Țara"
    return read_by_pdfium(made(f"<p>{words}", "ro")) != [words]


def what_runs_to_the_left_is_read_as_it_is_seen() -> bool:
    words = "ارتفعت النسبة بنسبة 25% في عام 2023، و٣٠٪ بعدها."
    return read_by_pdfium(made(f"<p>{words}", "ar")) != [words]


def a_glyph_stands_for_a_cluster_and_others_for_nothing() -> bool:
    with pikepdf.open(io.BytesIO(made("<p>בֵּית", "he"))) as pdf:
        maps = [font.ToUnicode.read_bytes() for font in pdf.objects if "/ToUnicode" in keys(font)]
    return any(re.search(rb"<\w+> <>", each) for each in maps)


def keys(thing: Any) -> set[str]:
    return {*thing.keys()} if isinstance(thing, pikepdf.Dictionary) else set()


def brackets_are_turned_round() -> bool:
    return "(a)" not in read_by_pdfium(made("<p dir=rtl>(2024)<p>(a)"))


# ---- drawings and pictures -----------------------------------------------------------------------


DRAWING = """<style>@page { size: 100px; margin: 0 } * { margin: 0 }</style>
<svg width=100 height=100><%sGradient id=a %s>%s</%sGradient>
<rect width=100 height=100 fill="url(#a)"/></svg>"""
BLUE = "<stop offset=0 stop-color=blue /><stop offset=1 stop-color=blue />"
RIM = "<stop offset=0 stop-color=white /><stop offset=.9 stop-color=white /><stop offset=1 />"


def pixel(
    kind: str, stops: str, at: tuple[int, int], turn: str = "", *, poppler: bool = False
) -> Any:
    """Return the colour of a drawing of 100 x 100 at a place, as PDFium or Poppler shows it."""
    pdf = HTML(string=DRAWING % (kind, turn, stops, kind)).write_pdf()
    if poppler:
        command = ["pdftoppm", "-png", "-r", "96", "-singlefile", "-"]
        done = subprocess.run(command, input=pdf, capture_output=True, check=True)
        return Image.open(io.BytesIO(done.stdout)).convert("RGB").getpixel(at)
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=96 / 72).to_pil().convert("RGB").getpixel(at)


def poppler_shows_no_gradient() -> bool:
    return bool(pixel("linear", BLUE, (50, 50), poppler=True) != (0, 0, 255))


def a_turned_gradient_is_not_shown() -> bool:
    turn = 'gradientTransform="rotate(45 .5 .5)"'
    return any(pixel("linear", BLUE, (at, at), turn) != (0, 0, 255) for at in (5, 50, 95))


def a_circle_is_larger_than_its_square() -> bool:
    return bool(pixel("radial", RIM, (50, 1)) == (255, 255, 255))


def a_hue_is_taken_for_red() -> bool:
    stops = BLUE.replace("blue", '"hsl(240 100% 50%)"')
    return bool(pixel("linear", stops, (50, 50)) != (0, 0, 255))


def inks_are_not_embedded_but_in_jpeg() -> bool:
    file = io.BytesIO()
    Image.new("CMYK", (2, 2)).save(file, "TIFF")
    with suppress(OSError):
        return not images.RasterImage(Image.open(file), "x", file.getvalue())
    return True


def a_drawing_without_width_stops_arabic() -> bool:
    drawing = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 2'/>"
    with suppress(AttributeError):
        return not lines_of(f'<p dir=rtl><img src="{drawing}">')
    return True


# ---- structure -----------------------------------------------------------------------------------


def tagged(body: str, style: str = "") -> bytes:
    html = HTML(string=f"<html lang=en><title>T</title><style>{style}</style>{body}")
    return bytes(html.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True) or b"")


def an_element_is_parted_by_a_page() -> bool:
    style = "@page { size: 60mm; margin: 20mm } p { font-size: 13mm; orphans: 1; widows: 1 }"
    root = read_structure(tagged("<p>Uno<br>due", style)).root
    return [each.role for each in root].count("P") != 1


def running_heads_are_no_artifacts() -> bool:
    return b"/Pagination" not in tagged("<p>a", "@page { @top-center { content: 'A' } }")


def notes_are_no_notes() -> bool:
    return b"/S /Note" not in tagged("<p>a<span>b</span>", "span { float: footnote }")


def no_passage_has_a_language_of_its_own() -> bool:
    return b"/Lang (fr)" not in tagged("<p lang=fr>a")


def no_list_says_how_it_is_numbered() -> bool:
    return b"/ListNumbering /Decimal" not in tagged("<ol><li>a")


# ---- complaints ----------------------------------------------------------------------------------


class Complaints(logging.Handler):
    """Notes which element is drawn when WeasyPrint complains."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.elements: list[Any] = []

    def emit(self, _: logging.LogRecord) -> None:
        self.elements.append(drawn())


def complained_of(html: str) -> list[Any]:
    complaints = Complaints()
    LOGGER.addHandler(complaints)
    try:
        HTML(string=html).write_pdf()
    finally:
        LOGGER.removeHandler(complaints)
    return complaints.elements


def a_glyph_is_missing_nowhere() -> bool:
    return complained_of("<p>\U000f0000") == [None]


def another_font_is_taken_without_a_word() -> bool:
    return complained_of("<p style='font-family: Nonesuch'>x") == []


# ---- all -----------------------------------------------------------------------------------------


# In the order of the list at the top of each module.
FAULTS: Mapping[ModuleType, tuple[Callable[[], bool], ...]] = {
    **LAYOUT_FAULTS,
    actual_text: (letters_drawn_alike_are_one, what_runs_to_the_left_is_read_as_it_is_seen),
    gradients: (
        poppler_shows_no_gradient,
        a_turned_gradient_is_not_shown,
        a_circle_is_larger_than_its_square,
        a_hue_is_taken_for_red,
    ),
    letters: (a_glyph_stands_for_a_cluster_and_others_for_nothing, brackets_are_turned_round),
    pictures: (inks_are_not_embedded_but_in_jpeg, a_drawing_without_width_stops_arabic),
    tags: (
        an_element_is_parted_by_a_page,
        running_heads_are_no_artifacts,
        notes_are_no_notes,
        no_passage_has_a_language_of_its_own,
        no_list_says_how_it_is_numbered,
    ),
    whereabouts: (a_glyph_is_missing_nowhere, another_font_is_taken_without_a_word),
}


@pytest.mark.parametrize("is_faulty", sum(FAULTS.values(), ()), ids=lambda each: each.__name__)
def test_weasyprint_needs_the_patch(is_faulty: Callable[[], bool]) -> None:
    """If the first line fails, WeasyPrint has mended it; if the last does, the patch is broken."""
    assert is_faulty()
    with mended(mend_weasyprint):
        assert not is_faulty()


def test_every_fault_is_listed_with_its_issue() -> None:
    for module in pkgutil.iter_modules(patches.__path__, f"{patches.__name__}."):
        patch = importlib.import_module(module.name)
        _, _, listed = str(patch.__doc__).partition("that are mended here:\n\n")
        found = [" ".join(each.split()) for each in listed.split("\n- ")] if listed else []
        assert len(found) == len(FAULTS.get(patch, ())), module.name
        for fault in found:
            assert ISSUE.search(fault), (module.name, fault)


ISSUE = re.compile(
    r"\((not reported|Kozea/WeasyPrint (issue \d+|issues \d+ and \d+)(, which .+)?)\)\.$"
)
