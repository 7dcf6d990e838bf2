"""Tags of blocks of HTML that nothing ends, or that end what is around them, are told."""

from __future__ import annotations

import re

import pytest
from conftest import Publication
from test_charts import add

from briefpress.elements.open_tags import unbegun, unended

# What is left open in pieces of HTML between which text stands, as name, piece and line.
OPEN: list[tuple[list[str], list[tuple[str, int, int]]]] = [
    (["<div>"], [("div", 0, 0)]),
    (["<div>", "</div>"], []),
    (["<div>", "<p>x</p></div>"], []),
    (["<table>", "<tr><td>", "</td></tr></table>"], []),
    (["<details><summary>x</summary>", "</details>"], []),
    (["a", "<section>\n<div>x</div>\n<aside>"], [("section", 1, 0), ("aside", 1, 2)]),
    (["<table><tr><td>x"], [("table", 0, 0)]),
    (["<table>\n<tr><td>x</td></tr>"], [("table", 0, 0)]),
    (["<ul><li>x"], [("ul", 0, 0)]),
    (["<li>x"], [("li", 0, 0)]),
    (["<ul><li>x</ul>", "<p>x", "<dl><dt>a<dd>b</dl>", "<p>a<p><span>b"], []),
    (["<p>x <b>y</p>"], [("b", 0, 0)]),
    (["<center><p>x <span>y</center>"], []),
    (["<p><i><b>x</i></b></p>", "<p><o:p></p>", "<br><img>"], []),
    (["<div>\n<!-- x</div>"], [("!--", 0, 1)]),
    (["<!-- x --><p>y</p>"], []),
    (["<select><option>x"], [("select", 0, 0)]),
    (["<textarea>x"], [("textarea", 0, 0)]),
    (["\n<math><mi>x</mi>", "</math>"], [("math", 0, 1)]),
    (["<svg><g></svg>", "<svg/>", "<svg>", "</svg>"], []),
    (["<svg>", "<svg></svg>"], [("svg", 0, 0)]),
    (["<html><body><p>x</body></html>"], []),
]


@pytest.mark.parametrize(("pieces", "found"), OPEN, ids=[" … ".join(each) for each, _ in OPEN])
def test_what_takes_in_what_follows(pieces: list[str], found: list[tuple[str, int, int]]) -> None:
    assert [*unended(pieces)] == found
    assert [*unbegun(pieces)] == []


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        (["</div>"], [("div", 0, 0)]),
        (["<div></div>", "\n</div>"], [("div", 1, 1)]),
        (["<div>", "</div></section>"], [("section", 1, 0)]),
        (["</p></b></span>"], []),
    ],
)
def test_what_ends_the_page_around_it(pieces: list[str], found: list[tuple[str, int, int]]) -> None:
    assert [*unbegun(pieces)] == found


def test_both_are_told_with_their_lines(two_languages: Publication) -> None:
    line = add(
        two_languages,
        "## One\n\n<div>\n\nText.\n\n## Two\n\n</div>\n\n- item\n\n  <section>\n\n  text\n\n"
        "<aside>\n\nSome *text*.</aside>\n",
    )
    said = two_languages.sphinx("html", "en", strict=False).stderr
    found = re.findall(r"ports\.md:(\d+): ERROR: (<\S+)", said)
    assert sorted(found) == [
        (str(line + 2), "<div>"),
        (str(line + 8), "</div>"),
        (str(line + 12), "<section>"),
    ], said
