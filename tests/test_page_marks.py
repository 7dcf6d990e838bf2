"""The text of a book is marked where the pages of its PDF begin."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from briefpress.epub.pages import Pages, mark_pages
from briefpress.epub.xhtml import to_tree
from briefpress.trees import XHTML


def marked(body: str, pages: int, **blocks: list[tuple[int, int]]) -> str:
    tree = to_tree(f"<!DOCTYPE html><title>T</title><body>{body}")
    mark_pages(
        {"text.xhtml": tree},
        Pages(pages, {name.removeprefix("b"): at for name, at in blocks.items()}),
    )
    text = ET.tostring(tree.find(f"{{{XHTML}}}body"), encoding="unicode")  # type: ignore[arg-type]
    text = re.sub(r'<[^<]*aria-label="(\d+)"[^<]*/>', r"[\1]", text)
    return re.sub("<[^>]+>", "", text)


TWO = '<p data-block="1">One two three.</p><p data-block="2">Four.</p>'

NESTED = '<div data-block="1">A b<p data-block="2">C d</p>E f</div>'


@pytest.mark.parametrize(
    ("body", "pages", "blocks", "expected"),
    [
        (TWO, 1, {"b1": [(1, 0)], "b2": [(1, 0)]}, "[1]One two three.Four."),
        (TWO, 2, {"b1": [(1, 0)], "b2": [(2, 0)]}, "[1]One two three.[2]Four."),
        (TWO, 2, {"b1": [(1, 0), (2, 6)], "b2": [(2, 0)]}, "[1]One two [2]three.Four."),
        # A page that nothing begins on, within a block and after the last.
        (TWO, 3, {"b1": [(1, 0), (2, 3), (3, 6)], "b2": [(3, 0)]}, "[1]One [2]two [3]three.Four."),
        (TWO, 3, {"b1": [(1, 0)], "b2": [(2, 0)]}, "[1]One two three.[2]Four.[3]"),
        # A figure that paper has on the page after the text which follows it here.
        (
            '<figure data-block="1">F</figure><p data-block="2">A</p><p data-block="3">B</p>',
            2,
            {"b1": [(2, 0)], "b2": [(1, 0)], "b3": [(2, 0)]},
            "[1]FA[2]B",
        ),
        # What paper moved to a later page begins none that the text reaches before.
        (
            '<p data-block="1">A b</p><div class="table-block"><table data-block="2"><tr>'
            '<td data-block="3">T<td data-block="4">U</table><p data-block="5">V</p></div>'
            '<p data-block="6">C d</p><h2 data-block="7">E</h2>',
            4,
            {
                "b1": [(1, 0), (2, 1)],
                **{f"b{number}": [(4, 0)] for number in range(2, 6)},
                "b6": [(2, 0), (3, 1)],
                "b7": [(4, 0)],
            },
            "[1]A [2]bTUVC [3]d[4]E",
        ),
        # What a box begins with is no block; its page begins before it.
        (
            '<p data-block="1">A</p><aside><p>Box</p><h4 data-block="2">B</h4>'
            '<p data-block="3">C</p></aside>',
            2,
            {"b1": [(1, 0)], "b2": [(2, 0)], "b3": [(2, 0)]},
            "[1]A[2]BoxBC",
        ),
        # Figures count, but not those of notes.
        (
            '<p data-block="1">In 2004<a href="#n" role="doc-noteref">1</a> one 20 two</p>',
            2,
            {"b1": [(1, 0), (2, 11)]},
            "[1]In 20041 one 20 [2]two",
        ),
        # Not every script has spaces.
        ('<p data-block="1">一二三四五</p>', 2, {"b1": [(1, 0), (2, 3)]}, "[1]一二三[2]四五"),
        # A block in another counts its own letters, wherever the other goes on.
        (NESTED, 2, {"b1": [(1, 0), (2, 2)], "b2": [(1, 0), (2, 1)]}, "[1]A bC [2]dE f"),
        (NESTED, 2, {"b1": [(1, 0), (2, 2)], "b2": [(1, 0)]}, "[1]A bC d[2]E f"),
        (NESTED, 2, {"b1": [(1, 0), (2, 2)], "b2": [(2, 0)]}, "[1]A b[2]C dE f"),
        (
            '<details data-block="1"><summary data-block="2">S</summary>A b</details>',
            2,
            {"b1": [(1, 0), (2, 0)], "b2": [(1, 0)]},
            "[1]S[2]A b",
        ),
        # No mark stands between items.
        (
            '<div data-block="1">A<ul> <li data-block="2">B</li> </ul>C</div>',
            2,
            {"b1": [(1, 0), (2, 1)], "b2": [(2, 0)]},
            "[1]A [2]B C",
        ),
        # A line that ends ends a word.
        ('<p data-block="1">A b<br>C d</p>', 2, {"b1": [(1, 0), (2, 2)]}, "[1]A b[2]C d"),
        # A page that has only a box of those which paper moved, and one that it goes on to.
        (
            '<p data-block="1">A</p><aside><p data-block="2">B c</p></aside>'
            '<p data-block="3">D e</p>',
            3,
            {"b1": [(1, 0)], "b2": [(2, 0), (3, 1)], "b3": [(1, 0), (3, 1)]},
            "[1]AB cD [2][3]e",
        ),
        # A link stays whole.
        (
            '<p data-block="1">A <a href="#">b c d</a> e f</p>',
            2,
            {"b1": [(1, 0), (2, 2)]},
            "[1]A b c d [2]e f",
        ),
    ],
)
def test_marks_stand_where_pages_begin(
    body: str, pages: int, blocks: dict[str, list[tuple[int, int]]], expected: str
) -> None:
    assert marked(body, pages, **blocks) == expected


def test_marks_stand_in_the_page_of_the_book_where_pages_begin() -> None:
    first, second = (
        to_tree(f'<!DOCTYPE html><title>T</title><body><p data-block="{name}">Words.</p>')
        for name in ("a.1", "b.1")
    )
    texts = {"one.xhtml": first, "two.xhtml": second}
    places = mark_pages(texts, Pages(3, {"a.1": [(2, 0)], "b.1": [(3, 0)]}))
    assert places == {
        "1": "one.xhtml#page_1",
        "2": "one.xhtml#page_2",
        "3": "two.xhtml#page_3",
    }
