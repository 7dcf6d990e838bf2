"""HTML in the text that is no good is told: tags that nothing ends, or that end what is around
them, levels of headings left out, words of style sheets."""

from __future__ import annotations

import re

import pytest
from conftest import Publication
from docutils import nodes
from docutils.utils import new_document
from test_charts import add

from briefpress.elements.open_tags import unbegun, unended
from briefpress.elements.styles import words_in
from briefpress.web.sheets import take_sheets

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


# A text, and the lines and the levels of its headings that leave one out.
LEVELS = """\
```{summary}
<h3>Below the heading of the summary</h3>
```

<h3>One</h3>

<h4>In it</h4>

<h2>Two</h2>

### Three

<p>A</p>
<h5>Far below</h5>

```{box} A box of level 4
<h5>Good</h5>
```

<h1>High</h1>

### Low

#### Lower
"""


def test_a_level_that_headings_of_html_leave_out_is_told(two_languages: Publication) -> None:
    two_languages.replace("conf.py", "language =", "briefpress_limits = {}\nlanguage =")
    line = add(two_languages, f"## Levels\n\n{LEVELS}")
    said = two_languages.sphinx("html", "en", strict=False).stderr
    found = re.findall(r"ports\.md:(\d+): WARNING: a heading of level (\d) .* level (\d)", said)
    at = {text: line + 2 + number for number, text in enumerate(LEVELS.splitlines())}
    assert found == [
        (str(at["<h5>Far below</h5>"]), "5", "4"),
        (str(at["### Low"]), "3", "2"),
    ], said
    assert said.count("WARNING") == 2


def test_words_of_a_style_sheet_are_told_with_their_lines() -> None:
    sheet = """\
.a { color: red; content: "One; two" } /* content: "b" */
.content { justify-content: center } .b::after { content: "" ; border: 0 }
.c::before { CONTENT: counter(x) '.' !important } .d::before { content: none !important }"""
    html = f'<p style="content: \'x\'">content: "x"</p>\n<style>\n{sheet}</style>'
    assert [*words_in(html)] == [
        (2, 'content: "One; two"'),
        (4, "CONTENT: counter(x) '.' !important"),
    ]


def test_a_style_sheet_is_taken_to_the_head_of_its_page() -> None:
    drawing = "<svg><style>path { fill: red }</style></svg>"
    doctree = new_document("x")
    for html in ("a<style>b</style>c", f"{drawing}<STYLE media='print'>d</STYLE >", "<style>e"):
        doctree += nodes.raw("", html, format="html")
    assert take_sheets(doctree) == ["<style>b</style>", "<STYLE media='print'>d</STYLE >"]
    assert [raw.astext() for raw in doctree.findall(nodes.raw)] == ["ac", drawing, "<style>e"]
