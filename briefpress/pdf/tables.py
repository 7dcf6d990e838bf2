"""Give each table of a document the width and the breaks that its cells ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import ceil

from docutils import nodes

from briefpress.nodes import chart_data

# So many letters of the table's face stand side by side in the text column of paper.css, and in
# both columns.
TABLE_LETTERS = 66
WIDE_TABLE_LETTERS = 90

# Cells that take no more side by side would stand far apart in the whole column; the words of their
# heads may stand below each other.
SHORT_TABLE_LETTERS = 46

# A cell with digits and no more letters stays on one line if its table fits then.
WHOLE_CELL = 20

# A table of more lines may be broken over pages, and so may a row of more, with its table: two
# fifths of a page left white look like a fault. The space between two rows counts too.
LONG_TABLE = 16
HIGH_ROW = 24
ROW_SPACE = 0.7


def measure_tables(doctree: nodes.document, share: float) -> None:
    """Let a table of *doctree* take both columns if it needs them, or less than one, its words be
    broken that would not fit there, and a long one go on over the page; keep dates and quantities
    on one line if that fits. The column is *share* times as wide as that of A4."""
    column, columns, short = (
        letters * share for letters in (TABLE_LETTERS, WIDE_TABLE_LETTERS, SHORT_TABLE_LETTERS)
    )
    for table in doctree.findall(nodes.table):
        letters = _letters_across(table)
        room = columns if letters > column else column
        if _letters_across(table, _is_whole) <= room * 8 / 7:  # digits are narrow
            for cell in filter(_is_whole, table.findall(nodes.entry)):
                cell["classes"].append("whole")
        if letters > column:
            table["classes"].append("wide")
        if letters > columns:
            table["classes"].append("tight")
        if not isinstance(table.parent, chart_data):
            if _letters_across(table, lambda cell: True) <= short:
                table["classes"].append("short")
            elif _letters_across(table, _is_below_head) <= short:
                table["classes"].append("narrowed")
        rows = list(table.findall(nodes.row))
        lines = [_lines(row, room) for row in rows]
        for row, height in zip(rows, lines, strict=True):
            if height > HIGH_ROW:
                row["classes"].append("high")
        if sum(lines) + len(rows) * ROW_SPACE > LONG_TABLE:
            table["classes"].append("long")


def _letters_across(
    table: nodes.Element, is_unbroken: Callable[[nodes.entry], bool] = lambda cell: False
) -> int:
    """Return how many letters wide *table* is at least, if no word is broken, and no cell that
    *is_unbroken*."""
    widest: dict[int, int] = {}
    for row in table.findall(nodes.row):
        for place, cell in enumerate(row.findall(nodes.entry)):
            text = cell.astext()
            words = [text] if is_unbroken(cell) else re.split(r"[ \n]+", text)
            longest = max(map(len, words))
            widest[place] = max(widest.get(place, 0), longest + 2)  # and the space between
    return sum(widest.values())


def _lines(row: nodes.row, room: float) -> float:
    """Return how many lines *row* has at least, of so many letters in all."""
    cells = list(row.findall(nodes.entry))
    paragraphs = ([*cell.findall(nodes.TextElement)] for cell in cells)
    highest = max(
        (sum(ceil(len(text.astext()) / room) for text in texts) for texts in paragraphs), default=0
    )
    return max(highest, sum(len(cell.astext()) for cell in cells) / room)


def _is_below_head(cell: nodes.entry) -> bool:
    return not isinstance(cell.parent.parent, nodes.thead)


def _is_whole(cell: nodes.entry) -> bool:
    """Whether *cell* is as short as a date, a quantity or a range: 23 September 2024."""
    text = cell.astext()
    short = len(text) <= WHOLE_CELL and "\n" not in text
    return short and any(map(str.isdecimal, text))
