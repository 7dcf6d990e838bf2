"""Each part of what writes a PDF's structure does its share."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from mending import mended
from test_tagging import of_role, words
from test_text_layer import page, printed

from briefpress.check.structure import compare
from briefpress.check.structure.pdf import read_structure
from briefpress.pdf.patches.tags import mend_tags
from briefpress.pdf.tags.lines import ending, plain
from briefpress.pdf.tags.roles import description
from briefpress.pdf.tags.streams import SOFT_HYPHEN
from briefpress.pdf.tags.tree import Node, drop_empty, level_headings


def test_what_a_page_breaks_is_one_element() -> None:
    html = page("<p lang=fr>Uno<br>due</p>")
    style = "@page { size: 60mm; margin: 20mm } p { font-size: 13mm; orphans: 1; widows: 1 }"
    with mended(mend_tags):
        _, whole = of_role(read_structure(printed(html, style)).root, "P")
    assert (words(whole), whole.pages, whole.entries["Lang"]) == ("Uno due", {1, 2}, "fr")


@pytest.mark.parametrize(
    ("line", "after", "text", "end"),
    [
        ("a long", "word", "A long word", " "),
        ("incompre\u2010", "hensible", "an incomprehensible word", SOFT_HYPHEN),
        ("self-", "evident", "a self-evident word", ""),
        ("https://example.", "org/a", "see https://example.org/a", ""),
        ("铁", "路", "铁路", ""),
        ("A LONG", "WORD", "a long word", " "),
        ("incompre\u2010", "hensible", "in\u00adcom\u00adpre\u00adhen\u00adsible", SOFT_HYPHEN),
        ("مثال", "آخر", "مثال آخر", " "),
        ("raw goods e", "la strada", "Relazioni: raw goods e la strada", " "),
        ("is un\u2010", "real", "It is unreal, not un\u2010real", SOFT_HYPHEN),
    ],
)
def test_a_line_ends_as_the_text_goes_on(line: str, after: str, text: str, end: str) -> None:
    assert ending(line, after, plain(text)) == end


def test_headings_skip_no_level_and_keep_their_rank() -> None:
    root = Node("Document")
    headings = [root.add(f"H{level}") for level in (2, 4, 4, 3, 2, 6)]
    level_headings(root)
    assert [each.role for each in headings] == ["H1", "H2", "H2", "H2", "H1", "H2"]


def test_what_a_page_had_no_room_for_is_heard_in_its_place() -> None:
    root = Node("Document")
    for role, order in (("P", 1), ("P", 3), ("Div", 2), ("P", 4)):
        root.add(role, order=order)
    assert [kid.role for kid in root.kids if isinstance(kid, Node)] == ["P", "Div", "P", "P"]


def test_only_cells_may_hold_nothing() -> None:
    root = Node("Document")
    row = root.add("Table").add("TR")
    row.add("TD")
    root.add("Sect").add("P")
    drop_empty(root)
    assert [node.role for node in root.nodes()] == ["Document", "Table", "TR", "TD"]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ('<a href="https://a.example/b">open <b>data</b></a>', "open data"),
        ('<a href="https://a.example/b">a.example/b</a>', "Ports and towns. a.example/b"),
        (
            '<span class="page-note">Also <a href="https://a.example/b">a.example/b</a></span>',
            "Also a.example/b",
        ),
        (
            '<span class="page-note">No.</span> <a href="https://a.example/b">a.example/b</a>',
            "Ports and towns. a.example/b",
        ),
        ('<a href="#tariff">tariff</a>', "tariff"),
        ('<a href="https://orcid.org/1" aria-label="ORCID: Ann">ORCID</a>', "ORCID: Ann"),
        ('<a href="https://a.example/b"><img alt="a ship"/></a>', "a ship"),
    ],
)
def test_a_link_is_described_by_more_than_its_address(link: str, said: str) -> None:
    paragraph = ET.fromstring(f"<p><i>Ports</i> and towns. {link} More.</p>")
    parents = {child: each for each in paragraph.iter() for child in each}
    (anchor,) = paragraph.iter("a")
    assert description(anchor, parents) == said


@pytest.mark.parametrize(
    "body",
    [
        "<details><summary>More</summary>Hidden.</details>",
        "<fieldset><legend>More</legend>Hidden.</fieldset>",
        "<center>More</center>Hidden.",
        "<div>One<div><p>two</p>three</div>four<p>five</p>six</div>",
        "<p>A word that a line may end in: heat\u200bwave, heat\u00adwave.</p>",
    ],
)
def test_blocks_of_authors_are_heard_as_they_are_seen(body: str) -> None:
    html = page(f"<section>{body}</section>")
    with mended(mend_tags):
        found = {finding.rule for finding in compare(html, printed(html)).findings}
    assert not found & {"stray", "text", "order"}
