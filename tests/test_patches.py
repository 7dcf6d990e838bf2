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
from itertools import groupby
from types import ModuleType
from typing import Any

import pikepdf
import pypdfium2
import pytest
from mending import mended
from PIL import Image
from test_actual_text import made, read_by_pdfium
from weasyprint import CSS, HTML, images
from weasyprint.formatting_structure import boxes
from weasyprint.logger import LOGGER

from briefpress.check.structure.pdf import read_structure
from briefpress.pdf import patches
from briefpress.pdf.drawn import drawn
from briefpress.pdf.patches import (
    actual_text,
    breaks,
    edges,
    floats,
    gradients,
    letters,
    lines,
    mend_weasyprint,
    notes,
    pictures,
    tags,
    whereabouts,
)

TEXT = "p { font: 16px serif; hyphens: auto }"


def lines_in(box: Any) -> list[str]:
    """Return the lines of what is laid out in *box*."""
    return [
        "".join(text.text for text in line.descendants() if isinstance(text, boxes.TextBox))
        for line in box.descendants()
        if isinstance(line, boxes.LineBox)
    ]


def lines_of(html: str, style: str = TEXT) -> list[list[str]]:
    """Return the lines of each page of *html*."""
    pages = HTML(string=html).render(stylesheets=[CSS(string=style)]).pages
    return [lines_in(page._page_box) for page in pages]


def lines_at(widths: range, html: str, style: str = TEXT) -> list[list[str]]:
    """Return the lines of the paragraph *html* at many *widths* (pixels), for fonts differ."""
    body = "".join(f"<p style='width: {width}px'>{html}</p>" for width in widths)
    sheet = CSS(string=f"@page {{ size: 420px 30000px }} {style}")
    (page,) = HTML(string=f"<html lang=it>{body}").render(stylesheets=[sheet]).pages
    found = page._page_box.descendants()
    return [lines_in(p) for p in found if isinstance(p, boxes.BlockBox) and p.element_tag == "p"]


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


# ---- pages ---------------------------------------------------------------------------------------


def the_tint_of_a_broken_box_runs_on() -> bool:
    """Of a box, three lines of 10 px stay on a page of 200 px."""
    text = "<p>A<br>B<br>C</p><p style='height: 180px; break-inside: avoid'>D</p>"
    style = (
        "@page { size: 100px 200px; margin: 0 } * { margin: 0; line-height: 10px }"
        "section { padding: 5px; box-decoration-break: clone }"
    )
    page, *_ = HTML(string=f"<section>{text}").render(stylesheets=[CSS(string=style)]).pages
    (section,) = (b for b in page._page_box.descendants() if b.element_tag == "section")
    return float(section.height) != 30


def a_page_ends_within_a_word() -> bool:
    words = "the long conversations go on and on in all of the towns " * 30
    style = f"{TEXT} @page {{ size: 300px 200px; margin: 10px }}"
    paragraph = "<p lang=en style='width: {}px'>" + words
    found = (lines_of(paragraph.format(width), style) for width in range(160, 280, 12))
    return any(page[-1].endswith("\u2010") for pages in found for page in pages[:-1])


def a_figure_leaves_the_page_white() -> bool:
    style = "@page { size: 200px; margin: 0 } * { margin: 0; font: 10px/10px serif }"
    style += "figure { height: 150px; break-inside: avoid }"
    figure = "<figure><figcaption><span class=caption-number>1</span> A</figcaption></figure>"
    first, _ = lines_of(f"<section><h2>H</h2><p>{'a<br>' * 8}</p>{figure}<p>b</section>", style)
    return "b" not in first


NOTES = """
@page { size: %spx; margin: 0; @footnote { margin: 0 } } html { font: 10px/1 serif }
body, p { margin: 0; orphans: 2; widows: 2 } span { float: footnote } .columns { columns: 2 }
span::footnote-call { content: "*" } span::footnote-marker { content: "" }
"""


def notes_of_earlier_text_leave_the_page() -> bool:
    text = "<p>a<span>ONE</span>" + "<br>b" * 6 + "<p>c<span>TWO</span><br>d<br>e<br>f"
    first, _ = lines_of(text, NOTES % 100)
    return "ONE" not in first


def a_note_that_is_called_in_columns_is_lost() -> bool:
    text = "a<br>b<span>ONE<br>1<br>1<br>1<br>1<br>1</span><br>c<span>TWO</span><br>d<br>e<br>f"
    pages = lines_of(f"<p>-<div class=columns><p>{text}</div>", NOTES % 100)
    return not any("TWO" in page for page in pages)


def a_note_of_the_line_that_others_make_room_for_is_lost() -> bool:
    text = f"<p>a<span>{'1<br>' * 6}ONE</span><br>b<span>TWO</span><br>c<br>d"
    return not any("TWO" in page for page in lines_of(text, NOTES % 95))


def a_note_leaves_its_page_by_rounding() -> bool:
    style = "@page { size: 300px; margin: 0; @footnote { margin-top: %spx } } p { widows: 1 }"
    style += "span { float: footnote; footnote-policy: line; line-height: 20.1093px }"
    text = "<p style='orphans: 1'>a<br>b<span>1<br>1<br>1</span>"
    return any(len(lines_of(text, style % (ninth / 9))) > 1 for ninth in range(20))


# ---- lines ---------------------------------------------------------------------------------------


def a_line_ends_after_its_first_word() -> bool:
    """Where only the space before the italics has no room."""
    found = lines_at(range(100, 160), "One two three four <i>five six</i>")
    return any("One" in text for text in found)


def a_word_is_broken_that_the_next_line_has_room_for() -> bool:
    style = f"{TEXT} p {{ overflow-wrap: break-word; hyphens: none }}"
    found = lines_at(range(120, 200, 7), "<span>As it is at <a>abcdefghijklm</a> and", style)
    return not all("abcdefghijklm" in " ".join(text) for text in found)


def hyphens_stand_below_each_other() -> bool:
    text = "amministrazione straordinariamente infrastruttura contemporaneamente " * 3
    return any(
        is_hyphenated and len([*run]) > 2
        for found in lines_at(range(100, 200, 20), text)
        for is_hyphenated, run in groupby(line.endswith("\u2010") for line in found)
    )


def the_end_of_a_word_is_a_last_line() -> bool:
    text = "La rete ferroviaria <em>internazionale</em> è straordinariamente"
    found = lines_at(range(150, 400, 5), text)
    return bool({text[-1] for text in found} & {"mente", "riamente"})


def the_number_of_a_note_begins_a_line() -> bool:
    style = "p { font: 16px serif } span { float: footnote } span::footnote-call { content: '7' }"
    text = "One two three four.<span>N.</span> Five six.<sup>7</sup>"
    return any("7" in found for found in lines_at(range(60, 160, 3), text, style))


def a_word_longer_than_a_line_begins_below_a_float() -> bool:
    float_, text = "float: left; width: 9px; height: 50px", "overflow-wrap: anywhere; margin: 0"
    html = f"<div style='{float_}'></div><p style='{text}'>{'w' * 99}"
    page = HTML(string=html).render(stylesheets=[CSS(string="@page { margin: 0 }")]).pages[0]
    found = page._page_box.descendants()
    return bool(next(box for box in found if isinstance(box, boxes.LineBox)).position_y > 50)


def names_are_hyphenated() -> bool:
    return len(lines_of("<p lang=en style='width: 60px'>Washingtonians")[0]) > 1


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
def a_head_leaves_the_edge_of_a_left_page_white() -> bool:
    style = """@page { size: 420px; margin: 0 20px 0 60px }
        @page :left { margin: 0 30px 0 50px }
        header { background: teal; margin: 0 -20px 0 -60px } h1 { padding: 0 20px 0 60px }"""
    html = "<p>a</p><header class='brief title-usual' style='break-before: page'><h1>b</h1>c"
    _, page = (
        HTML(string=f"<body style='margin: 0'>{html}").render(stylesheets=[CSS(string=style)]).pages
    )
    found = list(page._page_box.descendants())
    head = next(box for box in found if box.element_tag == "header")
    assert [box.position_x for box in found if getattr(box, "text", "") == "b"] == [50]
    return (head.border_box_x(), head.border_width()) != (0, 420)


FAULTS: Mapping[ModuleType, tuple[Callable[[], bool], ...]] = {
    actual_text: (letters_drawn_alike_are_one, what_runs_to_the_left_is_read_as_it_is_seen),
    breaks: (the_tint_of_a_broken_box_runs_on, a_page_ends_within_a_word),
    edges: (a_head_leaves_the_edge_of_a_left_page_white,),
    floats: (a_figure_leaves_the_page_white,),
    gradients: (
        poppler_shows_no_gradient,
        a_turned_gradient_is_not_shown,
        a_circle_is_larger_than_its_square,
        a_hue_is_taken_for_red,
    ),
    letters: (a_glyph_stands_for_a_cluster_and_others_for_nothing, brackets_are_turned_round),
    lines: (
        a_line_ends_after_its_first_word,
        a_word_is_broken_that_the_next_line_has_room_for,
        hyphens_stand_below_each_other,
        the_end_of_a_word_is_a_last_line,
        a_word_longer_than_a_line_begins_below_a_float,
        the_number_of_a_note_begins_a_line,
        names_are_hyphenated,
    ),
    notes: (
        notes_of_earlier_text_leave_the_page,
        a_note_that_is_called_in_columns_is_lost,
        a_note_of_the_line_that_others_make_room_for_is_lost,
        a_note_leaves_its_page_by_rounding,
    ),
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
