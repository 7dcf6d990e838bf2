"""The pattern of a cover and the tokens that it and the pages are coloured with."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from briefpress.pattern import pattern, shade
from briefpress.themes import stylesheet
from briefpress.themes.tokens import packaged


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, ``#rrggbb`` (WCAG 2.2, 1.4.3)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_a_pattern_is_the_same_for_ever() -> None:
    drawn = pattern("ports", 160)
    assert drawn == pattern("ports", 160)
    # Not only in this process: hash() differs from one to the next.
    assert re.findall(r"rotate\((\d+)", drawn)[:6] == ["0", "90", "0", "270", "90", "180"]


def test_briefs_and_topics_differ() -> None:
    names = ["ports", "rivers", "rail", "west-china-russia", "asimmetria-sino-russa"]
    assert len({pattern(name, hue) for name in names for hue in (20, 200)}) == 10


@pytest.mark.parametrize("name", ["ports", "rivers", "“Ö” & <3>"])
@pytest.mark.parametrize(("columns", "rows"), [(16, 5), (3, 4), (1, 1)])
def test_a_pattern_fills_any_box(name: str, columns: int, rows: int) -> None:
    svg = ElementTree.fromstring(pattern(name, 160, columns, rows))
    width, height = (int(svg.attrib[key]) for key in ("width", "height"))
    assert width * rows == height * columns
    assert svg.attrib["viewBox"] == f"0 0 {width} {height}"
    assert "slice" in svg.attrib["preserveAspectRatio"]


def test_a_wider_pattern_goes_on() -> None:
    narrow, wide = (pattern("ports", 160, columns, 1) for columns in (4, 9))
    cells = narrow.partition("</svg>")[0].partition("<g")[2]
    assert cells
    assert cells in wide


@pytest.mark.parametrize("hue", range(0, 360, 15))
def test_white_words_are_read_on_every_cover(hue: int) -> None:
    assert contrast(shade(hue), "#ffffff") > 10
    assert contrast(shade(hue), shade(hue, 0.62)) >= 7


@pytest.mark.parametrize("name", ["ink", "accent", "signal", "quiet"])
def test_colours_of_text_are_read_on_paper(name: str) -> None:
    tokens = packaged()
    assert contrast(tokens[name], tokens["paper"]) >= 7
    assert contrast(tokens[name], tokens["tint"]) >= 7


def test_margins_of_pages_have_the_tokens_and_no_screen_has_a_say() -> None:
    paper = stylesheet("paper", packaged())
    assert paper.count("--accent: #12395b") == 2
    assert re.search(r"@page \{\s+--ink", paper)
    assert "prefers-color-scheme" not in paper
    assert "prefers-color-scheme" in stylesheet("web", packaged())
