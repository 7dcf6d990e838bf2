"""A figure that does not fit on the page lets the text go on there, and begins the next page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from mending import mended
from weasyprint import CSS, HTML
from weasyprint.formatting_structure.boxes import BlockLevelBox

from briefpress.pdf.patches.breaks import mend_breaks
from briefpress.pdf.patches.outline import order_bookmarks

STYLE = """
@page { size: 300px 300px; margin: 0 }
* { margin: 0; font: 10px/10px serif }
figure { height: 100px; break-inside: avoid } figure.note b { float: footnote }
.box { height: 100px; break-inside: avoid }
h2, .lead-in { break-after: avoid } p { orphans: 2; widows: 2 }
blockquote { break-inside: avoid } section > span:empty { display: block; break-after: avoid }
"""
NUMBER = "<span class=caption-number>1</span>"
FIGURE = f"<figure><figcaption>{NUMBER} Trade</figcaption></figure>"
BOX = "<aside class=box>box</aside>"
QUOTE = "<aside style='float: left'><b style='display: inline-block; height: 99px'>q</b></aside>"
SECTION = "<section><h2>H</h2><p>{}</p>{}</section>"

WHOLE = "<section><h2>H</h2><blockquote>" + "x<br>" * 8 + "</blockquote></section>"


def lines(count: int) -> str:
    return "<br>".join(["xxx"] * count)


@mended(mend_breaks)
def order(body: str) -> list[list[str]]:
    """The elements of each page."""
    document = HTML(string=f"<main>{body}</main>").render(stylesheets=[CSS(string=STYLE)])
    pages = []
    for page in document.pages:
        blocks = (box for box in page._page_box.descendants() if isinstance(box, BlockLevelBox))
        pages.append([box.element_tag for box in blocks if box.element_tag in SHOWN])
    return pages


SHOWN = ("aside", "blockquote", "figure", "h2", "p", "ul")


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        # The text goes on, and may be broken by the page's end itself.
        (
            SECTION.format(lines(20), f"{FIGURE}<p>{lines(4)}</p>"),
            [["h2", "p", "p"], ["figure"]],
        ),
        (
            SECTION.format(lines(20), f"{FIGURE}<p>{lines(12)}</p>"),
            [["h2", "p", "p"], ["p", "figure"]],
        ),
        # One paragraph after the other.
        (
            SECTION.format(lines(20), f"{FIGURE}<p>{lines(2)}</p><blockquote>a</blockquote>"),
            [["h2", "p", "p", "blockquote"], ["figure"]],
        ),
        # Under the next heading, and over the end of a section in a section.
        (
            SECTION.format(lines(20), FIGURE) + SECTION.format(lines(2), f"<p>{lines(9)}</p>"),
            [["h2", "p", "h2", "p", "p"], ["p", "figure"]],
        ),
        (
            f"<section>{SECTION.format(lines(20), FIGURE)}</section>"
            + SECTION.format(lines(3), f"<aside>{lines(9)}</aside>"),
            [["h2", "p", "h2", "p"], ["figure", "aside"]],
        ),
        (
            SECTION.format(lines(20), FIGURE + SECTION.format(lines(3), "<aside>a</aside>")),
            [["h2", "p", "h2", "p"], ["figure", "aside"]],
        ),
        # Links lead to the heading by names that stand before it.
        (
            SECTION.format(lines(20), FIGURE)
            + f"<section><span id=a></span><span id=b></span><h2>H</h2><p>{lines(2)}</p></section>",
            [["h2", "p", "h2", "p"], ["figure"]],
        ),
        # No room for what follows, and nothing has moved.
        (
            SECTION.format(lines(22), FIGURE + WHOLE),
            [["h2", "p"], ["figure", "h2", "blockquote"]],
        ),
        # Floats that follow each other give way together, in their order; a box is one of them.
        (
            SECTION.format(lines(20), FIGURE + FIGURE + f"<p>{lines(2)}</p>"),
            [["h2", "p", "p"], ["figure", "figure"]],
        ),
        (
            SECTION.format(lines(20), FIGURE + BOX)
            + SECTION.format(lines(2), f"<p>{lines(9)}</p>"),
            [["h2", "p", "h2", "p", "p"], ["p", "figure", "aside"]],
        ),
        # Nothing comes between a lead-in and its list.
        (
            SECTION.format(lines(20), f"{BOX}<p class=lead-in>a:</p><ul><li>b</ul><p>c"),
            [["h2", "p", "p", "ul", "p"], ["aside"]],
        ),
        # What is no text keeps its place.
        (
            SECTION.format(lines(20), f"{FIGURE}<aside>a</aside>"),
            [["h2", "p"], ["figure", "aside"]],
        ),
        # Without a number the text may mean the place; notes stand in the order of their numbers.
        (
            SECTION.format(lines(20), "<figure></figure><p>a</p>"),
            [["h2", "p"], ["figure", "p"]],
        ),
        (
            SECTION.format(lines(20), f"<figure class=note>{NUMBER}<b>n</b></figure><p>a</p>"),
            [["h2", "p"], ["figure", "p"]],
        ),
        # Text beside which a pull quote has no room goes before that too.
        (
            SECTION.format(lines(20), f"{FIGURE}{QUOTE}<p>{lines(4)}</p>"),
            [["h2", "p", "p"], ["figure", "aside"]],
        ),
        # A strip that is hardly seen.
        (
            SECTION.format(lines(25), f"{FIGURE}<p>a</p>"),
            [["h2", "p"], ["figure", "p"]],
        ),
    ],
)
def test_a_figure_gives_way_to_the_text(body: str, pages: list[list[str]]) -> None:
    assert order(body) == pages


@pytest.mark.parametrize(
    ("length", "pages"),
    [
        (22, [["h2", "p"], ["aside", "blockquote"]]),
        (14, [["h2", "p", "aside"], ["blockquote"]]),
    ],
)
def test_what_ends_a_text_takes_no_more_than_a_quarter_of_a_page_with_it(
    length: int, pages: list[list[str]]
) -> None:
    """As the colophon does the last author."""
    end = "<blockquote style='break-before: avoid; height: 120px'>Colophon</blockquote>"
    about = "<section><aside style='height: 50px'>About</aside></section>"
    assert order(SECTION.format(lines(length), "") + about + end) == pages


def test_weasyprint_has_no_page_floats(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """If it knows page floats one day, the patch can go (CSS Page Floats, section 3)."""
    CSS(string="figure { float: top }")
    assert "invalid value" in caplog.text


@mended(mend_breaks)
def test_notes_of_text_that_is_laid_out_twice_stand_once() -> None:
    body = SECTION.format(lines(20), f"{FIGURE}<p>a<i>note</i></p><p>{lines(9)}</p>")
    style = CSS(string=STYLE + "i { float: footnote }")
    pages = HTML(string=body).render(stylesheets=[style]).pages
    texts = [
        [box.text for box in page._page_box.descendants() if getattr(box, "text", "") == "note"]
        for page in pages
    ]
    assert texts == [["note"], []]


def test_bookmarks_follow_the_text_from_which_a_box_has_moved() -> None:
    box = '<aside class=box style="height: 150px"><h3>Box</h3></aside>'
    text = f"<section><h2>A</h2><p>{lines(20)}</p>{box}</section>"
    text += f"<section><h2>B</h2><p>{lines(4)}</p><p>{lines(4)}</p></section>"

    def outline(*patches: Callable[[], None]) -> list[tuple[str, int, list[str]]]:
        with mended(mend_breaks, *patches):
            document = HTML(string=f"<main>{text}</main>").render(stylesheets=[CSS(string=STYLE)])
            tree = document.make_bookmark_tree()
        return [(words, at[0], [inner[0] for inner in below]) for words, at, below, _ in tree]

    assert outline() == [("A", 0, []), ("B", 0, ["Box"])]
    assert outline(order_bookmarks) == [("A", 0, ["Box"]), ("B", 0, [])]
