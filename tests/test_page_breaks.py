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

from briefpress.nodes import brief_part, chart, chart_data
from briefpress.pdf.column import part_column
from briefpress.pdf.patches.breaks import mend_breaks
from briefpress.pdf.patches.lines import mend_lines
from briefpress.pdf.tables import measure_tables

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


def test_the_colophon_stands_whole_and_seldom_alone(briefs: dict[int, Pages]) -> None:
    places = []
    for pages in briefs.values():
        last = pages[-1]
        places.append(last.index("About this brief"))
        assert "Publisher Test Institute" in last[places[-1] :]
    assert sum(place > 0 for place in places) > len(places) / 2


def test_a_date_in_a_table_stays_on_a_line(briefs: dict[int, Pages]) -> None:
    for length in LENGTHS:
        pages = briefs[length]
        rows = [line for page in pages for line in page if line.startswith("Fourteenth")]
        assert [row for row in rows if "23 September 2024" in row] == rows != []


def test_a_cell_higher_than_a_page_begins_below_its_caption_and_head(
    briefs: dict[int, Pages],
) -> None:
    first, second, *_ = briefs[0]
    place = first.index("Table 1 The caption")
    assert first[place + 1 : place + 3] == ["Head Other head", f"Before{' more and' * 8} more"]
    assert second[0] == "Head Other head"
    assert "more and more" in second[1]


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


@pytest.mark.parametrize(
    ("drawn", "rows", "is_tall"),
    [(190, 8, False), (190, 18, True), (300, 8, False), (400, 8, True)],
)
def test_a_chart_that_fills_a_page_may_be_broken(drawn: int, rows: int, is_tall: bool) -> None:
    document = new_document("")
    data = chart_data("", *(nodes.row() for _ in range(rows)))
    figure = nodes.figure("", chart(drawing=f'<svg width="372pt" height="{drawn}pt">'), data)
    document += figure
    part_column(document)
    assert ("tall" in figure["classes"]) == is_tall


@pytest.mark.parametrize(
    ("rows", "letters", "is_long"),
    [(9, 50, False), (10, 50, True), (4, 200, False), (5, 200, True)],
)
def test_a_table_of_many_lines_may_be_broken(rows: int, letters: int, is_long: bool) -> None:
    document = new_document("")
    cells = [nodes.entry("", nodes.paragraph("", "ab " * (letters // 3))) for _ in range(rows)]
    body = nodes.tbody("", *(nodes.row("", cell) for cell in cells))
    table = nodes.table("", nodes.tgroup("", nodes.colspec(), body))
    document += table
    measure_tables(document, 1)
    assert ("long" in table["classes"]) == is_long


@pytest.mark.parametrize(("count", "is_long"), [(8, False), (9, True)])
def test_a_long_list_of_references_takes_both_columns(count: int, is_long: bool) -> None:
    document = new_document("")
    items = [nodes.list_item("", nodes.paragraph("", "A. (2024). B.")) for _ in range(count)]
    listing = nodes.bullet_list("", *items, classes=["references"])
    document += listing
    part_column(document)
    assert ("long" in listing["classes"]) == is_long


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
