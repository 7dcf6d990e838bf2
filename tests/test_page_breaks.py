"""Where the pages of a PDF end, and its lines: nothing stands alone, nothing is torn apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from conftest import Publication
from docutils import nodes
from docutils.utils import new_document
from mending import mended
from weasyprint import CSS, HTML
from weasyprint.formatting_structure.boxes import BlockBox, LineBox
from weasyprint.layout import inline

from briefpress.nodes import brief_part, chart_data
from briefpress.pdf.column import part_column
from briefpress.pdf.patches import lines
from briefpress.pdf.patches.breaks import mend_breaks
from briefpress.pdf.patches.lines import mend_lines

pytestmark = pytest.mark.slow

# In half lines, so that each place comes to the end of page one: the colophon, then the list.
LENGTHS = [*range(14, 26, 2), *range(32, 42)]
TWO_LINES = "Of two lines, " + "more and more, " * 6 + "for example."

BRIEF = """\
---
title: Brief {length}
keywords: [one, two, three]
funding: By nobody.
acknowledgements: To nobody.
---

{lines}

We ask for these:

- FIRST
- second
- third
- LAST

| Package | Adopted | Persons | Entities | What is controlled in exports |
| --- | --- | ---: | ---: | --- |
| Fourteenth | 23 September 2024 | 1 | 2 | Machines, machine tools, software and parts of them |
"""

# With a cell that is higher than a page.
HIGH = f"""\
A line.

```{{list-table}} The caption
:header-rows: 1

* - Head
  - Other head
* - Before
  - {"more and more and " * 700}
* - After
  - last
```
"""

# Running heads, and the bullets, which WeasyPrint writes last.
FURNITURE = re.compile(r"Test briefs Brief \d+|Test Institute \d / \d|•")


Pages = list[list[str]]


@pytest.fixture(scope="module")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Pages]:
    """The lines of the pages of each brief, without running heads."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("breaks") / "publication")
    for length in LENGTHS:
        lines = "\n\n".join([TWO_LINES] * (length % 2) + ["A line."] * (length // 2))
        made.write(f"docs/briefs/b{length}.md", BRIEF.format(length=length, lines=lines))
    made.write("docs/briefs/b0.md", HIGH)
    done = made.briefpress("build", "-f", "pdf", "-l", "en")
    assert done.returncode == 0, done.stderr
    return {
        length: list(_pages(made.site / f"en/briefs/b{length}.pdf")) for length in [0, *LENGTHS]
    }


def _pages(pdf: Path) -> Iterator[list[str]]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            lines = map(str.strip, page.get_textpage().get_text_range().splitlines())
            yield [line for line in lines if line and not FURNITURE.fullmatch(line)]


def test_nothing_stands_alone_on_a_page(briefs: dict[int, Pages]) -> None:
    ends = {(page[-1], after[0]) for pages in briefs.values() for page, after in pairwise(pages)}
    assert ("third", "LAST") not in ends
    assert not [end for end in ends if end[0] == "We ask for these:"]
    # The places did come to a page's end, or this proves nothing.
    assert {("FIRST", "second"), ("second", "third")} & ends


def test_the_colophon_stands_whole_and_not_alone(briefs: dict[int, Pages]) -> None:
    for pages in briefs.values():
        last = pages[-1]
        place = last.index("About this brief")
        assert "Publisher Test Institute" in last[place:]
        assert place > 0


def test_a_date_in_a_table_stays_on_a_line(briefs: dict[int, Pages]) -> None:
    for pages in briefs.values():
        rows = [line for page in pages for line in page if line.startswith("Fourteenth")]
        assert [row for row in rows if "23 September 2024" in row] == rows != []


def test_a_cell_higher_than_a_page_begins_below_its_caption_and_head(
    briefs: dict[int, Pages],
) -> None:
    first, second, *_ = briefs[0]
    place = first.index("Table 1 The caption")
    assert first[place + 1 : place + 3] == ["Head Other head", "Before more and more"]
    assert second[0] == "Head Other head"
    assert second[1].startswith("more")


def test_a_text_fills_its_line_but_for_the_last_space() -> None:
    """WeasyPrint alone leaves the first word on a line of its own where only the space before the
    italics has no room."""
    assert "One" in _first_lines()
    with mended(mend_lines):
        assert "One" not in _first_lines()


def _first_lines() -> set[str]:
    """The lines of a text in boxes that are wide enough for two of its words or more."""
    texts = (
        f'<p style="width: {width / 4}px">One two three four <i>five six</i></p>'
        for width in range(400, 640)
    )
    style = "@page { size: 400px 20000px; margin: 10px } p { font: 16px serif; margin: 0 }"
    pdf = HTML(string="".join(texts)).write_pdf(stylesheets=[CSS(string=style)])
    with pypdfium2.PdfDocument(pdf) as document:
        return {line.strip() for line in document[0].get_textpage().get_text_range().splitlines()}


@mended(mend_lines)
def test_the_end_of_a_word_is_no_last_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint alone lets it be one."""
    with monkeypatch.context() as alone:
        alone.setattr(inline, "split_text_box", lines._split_text)
        assert {"mente", "riamente"} & _last_lines()
    assert _last_lines() == {"straordinariamente", "è straordinariamente"}


def _last_lines() -> set[str]:
    """The last lines, of a word or two, of texts of many widths."""
    text = "La rete ferroviaria <em>internazionale</em> è straordinariamente"
    style = "p { font: 16px serif; hyphens: auto; float: left; clear: left }"
    body = "".join(f'<p style="width: {width}px">{text}' for width in range(150, 400, 5))
    html = HTML(string=f"<html lang=it>{body}")
    (page,) = html.render(
        stylesheets=[CSS(string=f"@page {{ size: 420px 20000px }} {style}")]
    ).pages
    found = page._page_box.descendants()
    blocks = [box for box in found if isinstance(box, BlockBox) and box.element_tag == "p"]
    ends = [
        "".join(each.text for each in block.children[-1].descendants() if hasattr(each, "text"))
        for block in blocks
        if len(block.children) > 1
    ]
    return {end for end in ends if end.count(" ") < 2}


def test_the_tint_of_a_broken_box_ends_with_its_text() -> None:
    """WeasyPrint alone lets it run on to the page's foot."""
    assert _height_of_the_first_part() > 100
    with mended(mend_breaks):
        assert _height_of_the_first_part() == 30


def _height_of_the_first_part() -> float:
    """The height of a box of which three lines of 10 px stay on a page of 200 px."""
    text = "<p>A<br>B<br>C</p><p style='height: 180px; break-inside: avoid'>D</p>"
    sheet = CSS(
        string="@page { size: 100px 200px; margin: 0 } * { margin: 0; line-height: 10px }"
        "section { padding: 5px; box-decoration-break: clone }"
    )
    document = HTML(string=f"<section>{text}</section>").render(stylesheets=[sheet])
    (section,) = (
        box for box in document.pages[0]._page_box.descendants() if box.element_tag == "section"
    )
    return float(section.height)


@pytest.mark.parametrize(
    ("word", "is_broken"), [("Washingtonians", False), ("conversations", True)]
)
@mended(mend_lines)
def test_names_are_not_hyphenated(word: str, is_broken: bool) -> None:
    text = f"<p lang=en style='hyphens: auto; width: 60px; font: 16px serif'>{word}"
    document = HTML(string=text).render()
    texts = [box.text for box in document.pages[0]._page_box.descendants() if hasattr(box, "text")]
    assert (len(texts) > 1) == is_broken


@pytest.mark.parametrize(("letters", "in_text"), [(300, True), (3000, False)])
def test_a_pull_quote_leaves_the_margin_to_a_chart_that_needs_it(
    letters: int, in_text: bool
) -> None:
    document = new_document("")
    quote = brief_part("", nodes.paragraph("", "Most die on days that nobody names."))
    quote["kind"] = "pull-quote"
    figure = nodes.figure("", chart_data("", classes=["narrow"]))
    text = nodes.paragraph("", "a" * letters)
    document += nodes.section("", quote, text, nodes.section("", figure))
    part_column(document)
    assert ("in-text" in quote["classes"]) == in_text


@mended(mend_breaks, mend_lines)
def test_no_word_is_parted_by_a_page() -> None:
    """The line with its first half goes over the page too; no word is lost or set twice."""
    words = "the long conversations go on and on in all of the towns " * 30
    style = "@page { size: 300px 200px; margin: 10px } p { font: 16px serif; hyphens: auto }"
    html = HTML(string=f"<p lang=en>{words}")
    ends, texts = set(), []
    for width in range(160, 280, 4):
        sheet = CSS(string=f"{style} p {{ width: {width}px }}")
        pages = html.render(stylesheets=[sheet]).pages
        lines = [
            [box.text for box in page._page_box.descendants() if hasattr(box, "text")]
            for page in pages
        ]
        ends |= {line[-1][-1] for line in lines[:-1]}
        text = " ".join(word for line in lines for word in line)
        texts.append(text.replace("\u2010 ", "").split())
    assert "\u2010" not in ends
    assert all(text == words.split() for text in texts)


@mended(mend_lines)
def test_no_word_is_broken_that_the_next_line_has_room_for() -> None:
    """An address inside an element that begins the line."""
    style = "p { font: 16px serif; overflow-wrap: break-word }"
    for width in range(150, 400, 7):
        text = f"<p style='width: {width}px'><span>As it is at <a>https://a.org/b</a>"
        document = HTML(string=text).render(stylesheets=[CSS(string=style)])
        boxes = document.pages[0]._page_box.descendants()
        ends = {box.text[-1] for box in boxes if hasattr(box, "text") and box.text[0] != "A"}
        assert ends <= {"/", "b"}


def test_the_number_of_a_note_stands_on_the_line_of_its_word() -> None:
    """WeasyPrint alone breaks the line between a full stop and the number."""
    assert "7" in _lines_with_notes()
    with mended(mend_lines):
        assert "7" not in _lines_with_notes()


def _lines_with_notes() -> set[str]:
    """The lines of a text that calls a note in the end, and once more, at many widths."""
    text = "One two three four.<span>N.</span> Five six.<sup>7</sup>"
    style = "p { font: 16px serif } span { float: footnote } span::footnote-call { content: '7' }"
    found = set()
    for width in range(60, 160, 3):
        document = HTML(string=f"<p style='width: {width}px'>{text}").render(
            stylesheets=[CSS(string=style)]
        )
        boxes = document.pages[0]._page_box.descendants()
        for line in (box for box in boxes if isinstance(box, LineBox)):
            found.add("".join(each.text for each in line.descendants() if hasattr(each, "text")))
    return found
