"""The faults of WeasyPrint's layout that `briefpress.pdf.patches` mends: what is true where it lays
out as it does, and false where it is mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from types import ModuleType
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from briefpress.pdf.patches import breaks, columns, edges, floats, lines, notes

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


def columns_grow_by_a_pixel() -> bool:
    """Nine lines, three of which belong together, have their place at the third height tried."""
    tried = []
    lay_out = block.block_container_layout

    def count(context: Any, box: Any, *arguments: Any) -> Any:
        tried.append(box.is_column)
        return lay_out(context, box, *arguments)

    block.block_container_layout = count
    try:
        lines_of("<div style='columns: 2'>" + "<p>a<br>b<br>c" * 3)
    finally:
        block.block_container_layout = lay_out
    return sum(map(bool, tried)) > 20


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


# ---- all -----------------------------------------------------------------------------------------


# In the order of the list at the top of each module.
LAYOUT_FAULTS: Mapping[ModuleType, tuple[Callable[[], bool], ...]] = {
    breaks: (the_tint_of_a_broken_box_runs_on, a_page_ends_within_a_word),
    columns: (columns_grow_by_a_pixel,),
    edges: (a_head_leaves_the_edge_of_a_left_page_white,),
    floats: (a_figure_leaves_the_page_white,),
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
}
