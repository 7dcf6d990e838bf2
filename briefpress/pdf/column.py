"""Estimate what stands beside what on paper, where CSS alone would leave a hole in the text."""

from __future__ import annotations

import re
from math import ceil

from docutils import nodes

from briefpress.nodes import brief_part, chart, chart_data

# The measures of paper.css, in mm: lines of the text and of a pull quote, and how many letters
# they take; about how high is what is no text.
_LINE, _LETTERS = 5.15, 68
_QUOTE_LINE, _QUOTE_LETTERS, _QUOTE_EDGES = 5.5, 20, 11
_PICTURE = 60
_DRAWN = re.compile(r'<svg [^>]*\bheight="([\d.]+)pt"')
_POINT = 0.3528
_ROW, _DATA_ROW = 6, 5
_FORMULA = 14

# A higher box may be broken over two pages: two fifths of a page left white look like a fault.
LONG_BOX = 100

# A chart that is higher with its numbers may be broken over two pages, between their rows.
TALL_CHART = 150

# A longer list of references is set in two columns, small.
LONG_LIST = 8


def part_column(doctree: nodes.document) -> None:
    """Mark the pull quotes of *doctree* that would stand in the margin where what follows needs it,
    the boxes and charts that may be broken over pages, and the lists of references that take both
    columns."""
    for part in doctree.findall(brief_part):
        if part["kind"] == "pull-quote" and not _has_margin(part):
            part["classes"].append("in-text")
        elif part["kind"] == "box" and _height(part) > LONG_BOX:
            part["classes"].append("long")
    for drawn in doctree.findall(chart):
        if _height(drawn.parent) > TALL_CHART:
            drawn.parent["classes"].append("tall")
    for listing in doctree.findall(nodes.bullet_list):
        if "references" in listing["classes"] and len(listing) > LONG_LIST:
            listing["classes"].append("long")


def _has_margin(quote: brief_part) -> bool:
    """Whether the margin is free beside what follows *quote*, for twice its height: it may begin
    the page after that of its place in the text."""
    free = 2 * (ceil(len(quote.astext()) / _QUOTE_LETTERS) * _QUOTE_LINE + _QUOTE_EDGES)
    for node in quote.findall(include_self=False, descend=False, ascend=True):
        takers = (
            inner
            for inner in node.findall(nodes.Element)
            if {"wide", "narrow"} & set(inner["classes"])
            and isinstance(inner, (nodes.table, chart_data))
        )
        if (taker := next(takers, None)) is not None:
            before = _height_before(node, taker)
            return before >= free
        free -= _height(node)
        if free <= 0:
            return True
    return True


def _height_before(node: nodes.Node, taker: nodes.Element) -> float:
    """Return how high the part of *node* above *taker*, or the figure that it is of, is."""
    while taker is not node and isinstance(taker.parent, (nodes.figure, nodes.container)):
        taker = taker.parent
    above = 0.0
    while taker is not node:
        place = taker.parent.index(taker)
        above += sum(map(_height, taker.parent.children[:place]))
        taker = taker.parent
    return above


def _height(node: nodes.Node) -> float:
    """Return about how many millimetres *node* takes in the text column."""
    if isinstance(node, nodes.Invisible):
        return 0
    if isinstance(node, chart_data):
        return _height_of_data(node)
    if isinstance(node, chart):
        drawn = _DRAWN.search(node.get("drawing", ""))
        return float(drawn[1]) * _POINT if drawn else _PICTURE
    if isinstance(node, nodes.image):
        return _PICTURE
    if isinstance(node, nodes.row):
        return _ROW
    if isinstance(node, nodes.math_block):
        return _FORMULA
    if isinstance(node, nodes.literal_block):
        return 9 + (node.astext().count("\n") + 1) * 4.2
    if isinstance(node, nodes.TextElement):
        pictures = sum(1 for _ in node.findall(nodes.image)) * _PICTURE
        return pictures + ceil(len(node.astext()) / _LETTERS) * _LINE + 2.4
    return sum(map(_height, node.children))


def _height_of_data(node: chart_data) -> float:
    """Return how many millimetres the numbers of a chart take: none in the margin column, a third
    in three columns."""
    if "narrow" in node["classes"]:
        return 0
    rows = sum(1 for _ in node.findall(nodes.row))
    is_folded = any("folded" in table["classes"] for table in node.findall(nodes.table))
    return rows * _DATA_ROW / (3 if is_folded else 1)
