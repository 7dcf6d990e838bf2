"""Read front matter with the lines of its values, and the headings of the text below it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pytest

from briefpress.problems import Problem
from briefpress.sources import Value, plain_text, read_source


def front_matter(block: str) -> Mapping[str, Value]:
    """Return the values of a front matter that has nothing wrong with it."""
    source, problems = read_source(f"---\n{textwrap.dedent(block).strip()}\n---\n", "brief.md")
    assert problems == []
    assert source.values is not None
    return source.values


def problems_of(text: str) -> list[Problem]:
    return read_source(text, "docs/briefs/brief.md")[1]


def headings(text: str) -> list[tuple[int, str, int]]:
    """Return level, text and line of every heading."""
    source, problems = read_source(text, "brief.md")
    assert problems == []
    found = list(source.headings())
    # The first of them is found without reading the whole text.
    assert source.heading() == next(iter(found), None)
    assert source.heading(1) == next((heading for heading in found if heading.level == 1), None)
    return [(heading.level, heading.text, heading.line) for heading in found]


def plain(value: Value) -> Any:
    """Return the data of *value* without its lines."""
    if isinstance(value.data, tuple):
        return [plain(item) for item in value.data]
    if isinstance(value.data, Mapping):
        return {name: plain(item) for name, item in value.data.items()}
    return value.data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="empty file"),
        pytest.param("Text.\n", None, id="text alone"),
        pytest.param("Text\n---\n", None, id="a heading is underlined"),
        pytest.param("---\n---\n", {}, id="empty"),
        pytest.param("---\n\n# a comment\n---\n", {}, id="comments alone"),
        pytest.param("---\ntitle: T\n---", {"title": "T"}, id="no line after it"),
        pytest.param("---  \ntitle: T\n--- \n", {"title": "T"}, id="spaces after the hyphens"),
        pytest.param("---\ntitle: T\n...\n\nText.\n", {"title": "T"}, id="YAML’s own end"),
        pytest.param(
            "---\ntitle: T\n---\n\n---\nnot: this\n---\n", {"title": "T"}, id="rules in the text"
        ),
        pytest.param(
            "---\ntitle: |\n  a\n   ---\n  b\n---\n",
            {"title": "a\n ---\nb"},
            id="hyphens in a value",
        ),
    ],
)
def test_front_matter_stands_between_two_lines_of_hyphens(
    text: str, expected: dict[str, str] | None
) -> None:
    source, problems = read_source(text, "brief.md")

    assert problems == []
    found = source.values
    assert (found if found is None else {key: plain(value) for key, value in found.items()}) == (
        expected
    )


@pytest.mark.parametrize("text", ["\n---\ntitle: T\n---\n", " ---\ntitle: T\n---\n"])
def test_front_matter_below_or_beside_its_place_is_an_error(text: str) -> None:
    _, [problem] = read_source(text, "brief.md")
    assert problem.is_error
    assert "the front matter must begin on line 1" in problem.message


def test_every_value_has_the_line_of_its_key_and_every_item_its_own() -> None:
    values = front_matter("""
        # what a translator sees
        title: Ports

        description: >
          A text
          over three
          lines.
        keywords:
          - ports

          # not these
          - - nested
            - deeper
          - >-
            folded
            item
        authors: [north,
          south]
        myst:
          substitutions:
            unit: t
        number: 7
    """)

    assert {name: value.line for name, value in values.items()} == {
        "title": 3,
        "description": 5,
        "keywords": 9,
        "authors": 18,
        "myst": 20,
        "number": 23,
    }
    keywords, authors = values["keywords"].data, values["authors"].data
    assert isinstance(keywords, tuple)
    assert isinstance(authors, tuple)
    assert [item.line for item in keywords] == [10, 13, 15]
    assert [item.line for item in keywords[1].data] == [13, 14]
    assert [item.line for item in authors] == [18, 19]
    assert values["myst"].data["substitutions"].line == 21
    assert values["myst"].data["substitutions"].data["unit"].line == 22


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_lines_are_counted_alike_with_every_line_end(end: str) -> None:
    lines = [
        "---",
        "title: Ports",
        "description: |",
        "  a",
        "  b",
        "number: 7",
        "---",
        "",
        "# Ports",
    ]

    source, problems = read_source(end.join(lines), "brief.md")

    assert problems == []
    assert source.values is not None
    assert {name: (plain(value), value.line) for name, value in source.values.items()} == {
        "title": ("Ports", 2),
        "description": ("a\nb", 3),
        "number": ("7", 6),
    }
    assert [(heading.text, heading.line) for heading in source.headings()] == [("Ports", 9)]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_a_line_separator_inside_a_text_is_no_new_line_of_the_file(separator: str) -> None:
    values = front_matter(f'title: "Ports{separator}and ships"\nnumber: 7')

    assert values["number"].line == 3


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("no", "no"),  # Norwegian
        ("on", "on"),
        ("Yes", "Yes"),
        ("true", "true"),
        ("1e3", "1e3"),
        ("1.50", "1.50"),
        ("08", "08"),
        ("0x1F", "0x1F"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("2025-01-27", "2025-01-27"),
        ("2025-02-30", "2025-02-30"),
        ("10.1234/abc", "10.1234/abc"),
        ("'single'", "single"),
        ('"a: b"', "a: b"),
        ("two  spaces # comment", "two  spaces"),
        ('"# no comment"', "# no comment"),
        ('""', ""),
        ("", None),
        ("~", None),
        ("[]", []),
        ("{a: no}", {"a": "no"}),
        ("[no, 08]", ["no", "08"]),
    ],
)
def test_a_value_is_the_text_as_written(written: str, text: object) -> None:
    assert plain(front_matter(f"key: {written}")["key"]) == text


@pytest.mark.parametrize(
    ("block", "joined"),
    [
        ("key: >\n  a\n  b\n", "a b"),
        ("key: >-\n  a\n\n  b\n", "a\nb"),
        ("key: |\n  a\n  b\n", "a\nb"),
        ("key: a\n  b\n", "a b"),
        ('key: "a\n  b"\n', "a b"),
    ],
)
def test_a_value_may_take_several_lines(block: str, joined: str) -> None:
    assert plain(front_matter(block)["key"]) == joined


@pytest.mark.parametrize(
    ("text", "kind", "line", "message"),
    [
        pytest.param("---\ntitle: T\n", "front-matter", 1, "not closed", id="not closed"),
        pytest.param("---", "front-matter", 1, "not closed", id="opened only"),
        pytest.param("---\n- a\n- b\n---\n", "front-matter", 2, "key: value", id="a list"),
        pytest.param("---\nJust text.\n---\n", "front-matter", 2, "key: value", id="a text"),
        pytest.param(
            "---\nnumber: 1\ntitle: Ports: a primer\n---\n",
            "front-matter",
            3,
            "quotation marks",
            id="a colon in a text",
        ),
        pytest.param(
            '---\ntitle: "Ports\nnumber: 1\ntopic: trade\n---\n',
            "front-matter",
            2,
            "quotation marks",
            id="a quotation mark not closed",
        ),
        pytest.param(
            "---\nnumber: 1\nkeywords: [a, b\ntopic: trade\n---\n",
            "front-matter",
            3,
            "quotation marks",
            id="a bracket not closed",
        ),
        pytest.param(
            "---\nnumber: 1\nwords without a colon\ntopic: trade\n---\n",
            "front-matter",
            3,
            "':'",
            id="no key",
        ),
        pytest.param(
            "---\nnumber: 1\ntopic: trade\n- ports\n---\n",
            "front-matter",
            4,
            "found '-'",
            id="an item without a key",
        ),
        pytest.param(
            "---\nnumber: 1\n\ttitle: T\n---\n", "front-matter", 3, "\\t", id="a tab before a key"
        ),
        pytest.param(
            "---\nnumber: 1\ntitle: *Moskva* sinks\n---\n",
            "front-matter",
            3,
            "quotation marks",
            id="an emphasis without quotation marks",
        ),
        pytest.param(
            "---\nnumber: 1\ntitle: @north\n---\n", "front-matter", 3, "'@'", id="a sign of YAML"
        ),
        pytest.param(
            "---\nkeywords: &all\n  - *all\n---\n", "front-matter", 3, "asterisk", id="endless"
        ),
        pytest.param(
            "---\nnumber: 1\ntitle: a\x0bb\n---\n",
            "encoding",
            3,
            "U+000B",
            id="a control character",
        ),
        pytest.param("Text.\n\nA\0b\n", "encoding", 3, "U+0000", id="one in the text"),
        pytest.param("Text.\n\nA\ufffeb\n", "encoding", 3, "U+FFFE", id="no character"),
        pytest.param("A\u202eb\n", "encoding", 1, "turns the order", id="letters turned round"),
        pytest.param('---\nn: 1\nt: "\\ud800"\n---\n', "encoding", 3, "U+D800", id="an escape"),
        pytest.param('---\nt: ["\\e"]\n---\n', "encoding", 2, "U+001B", id="an escape in a list"),
        pytest.param(
            "---\nnumber: 1\n{{ title }}: x\n---\n",
            "front-matter",
            3,
            "key must be a word",
            id="a placeholder as a key",
        ),
        pytest.param(
            "---\ntitle: T\nnumber: 1\ntitle: T\n---\n",
            "duplicate-key",
            4,
            "`title` stands twice",
            id="a key twice",
        ),
        pytest.param(
            "---\nmyst:\n  substitutions:\n    a: 1\n    a: 2\n---\n",
            "duplicate-key",
            5,
            "`a` stands twice",
            id="a nested key twice",
        ),
        pytest.param(
            "---\ntitle: T\nkeywords:\n- {a: 1,\n   a: 2}\n---\n",
            "duplicate-key",
            5,
            "`a` stands twice",
            id="a key twice in a list's item",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, kind: str, line: int, message: str) -> None:
    (problem,) = problems_of(text)

    assert (problem.path, problem.line, problem.kind) == ("docs/briefs/brief.md", line, kind)
    assert problem.is_error
    assert message in problem.message


def test_every_duplicate_is_told_and_the_first_value_counts() -> None:
    source, problems = read_source("---\na: 1\nb: 2\na: 3\nb: 4\na: 5\n---\n", "brief.md")

    assert [problem.line for problem in problems] == [4, 5, 6]
    assert source.values is not None
    assert {name: plain(value) for name, value in source.values.items()} == {"a": "1", "b": "2"}


def test_the_same_key_at_two_places_is_no_duplicate() -> None:
    assert plain(front_matter("a:\n  x: 1\nb:\n  x: 2")["b"]) == {"x": "2"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "# One\n\n## Two\n\n###### Six\n", [(1, "One", 1), (2, "Two", 3), (6, "Six", 5)]
        ),
        pytest.param("One\n===\n\nTwo\n---\n", [(1, "One", 1), (2, "Two", 4)], id="underlined"),
        pytest.param("On two\nlines\n===\n", [(1, "On two lines", 1)], id="underlined, two lines"),
        pytest.param("# One #\n", [(1, "One", 1)], id="closed with signs"),
        pytest.param("#One\n\n    # Two\n", [], id="no heading: no space, indented"),
        pytest.param("---\ntitle: T\n---\n\n# One\n", [(1, "One", 5)], id="below front matter"),
        pytest.param("---\ntitle: T\n---\nOne\n===\n", [(1, "One", 4)], id="just below it"),
        pytest.param("```\n# No\n```\n\n# Yes\n", [(1, "Yes", 5)], id="in a code fence"),
        pytest.param("~~~\n# No\n~~~\n# Yes\n", [(1, "Yes", 4)], id="in a fence of tildes"),
        pytest.param("```{note}\n# No\n```\n# Yes\n", [(1, "Yes", 4)], id="in a directive"),
        pytest.param(":::{note}\n# No\n:::\n# Yes\n", [(1, "Yes", 4)], id="in a colon fence"),
        pytest.param(
            "::::{note}\n:::{tip}\n# No\n:::\n# No\n::::\n# Yes\n",
            [(1, "Yes", 7)],
            id="in nested colon fences",
        ),
        pytest.param("> # No\n\n- # No\n\n# Yes\n", [(1, "Yes", 5)], id="in a quotation, a list"),
        pytest.param("<!--\n# No\n-->\n\n# Yes\n", [(1, "Yes", 5)], id="in a comment of HTML"),
        pytest.param("% # No\n# Yes\n", [(1, "Yes", 2)], id="in a comment of MyST"),
        pytest.param("(label)=\nYes\n===\n", [(1, "Yes", 2)], id="below a target"),
        pytest.param("```{math}\na\n=\n```\n# Yes\n", [(1, "Yes", 5)], id="in a formula"),
        pytest.param("| a |\n|---|\n| b |\n---\n# Yes\n", [(1, "Yes", 5)], id="below a table"),
        pytest.param("[^1]: A long note.\n===\n\n# Yes\n", [(1, "Yes", 4)], id="in a note"),
    ],
)
def test_headings_are_those_of_the_text(text: str, expected: list[tuple[int, str, int]]) -> None:
    assert headings(text) == expected


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Ports", "Ports"),
        ("The *Moskva* and **her** crew", "The Moskva and her crew"),
        ("`code` stays", "code stays"),
        ("[a link](https://example.org) goes", "a link goes"),
        ("![a picture](a.png) speaks", "a picture speaks"),
        ("*nested **marks***", "nested marks"),
        ("Ports &amp; ships", "Ports & ships"),
        (r"\*not marked\*", "*not marked*"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("L’*état*", "L’état"),
    ],
)
def test_a_heading_is_plain_text(markup: str, text: str) -> None:
    assert headings(f"# {markup}\n") == [(1, text, 1)]
    assert plain_text(markup) == text


def test_a_tab_is_told_from_a_colon() -> None:
    _, problems = read_source("---\ntitle: X\nbanner:\n\timage: a.png\n---\n", "a.md")
    assert [(found.line, "indent with spaces" in found.message) for found in problems] == [
        (4, True)
    ]
    _, problems = read_source("---\ntitle: “Heat”: a plan\n---\n", "a.md")
    assert "straight quotation marks" in problems[0].message
