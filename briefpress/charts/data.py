"""Read the numbers of a chart from lines of CSV, and say which row is wrong.

Cells are separated by commas, with a full stop in 3.5; or by semicolons, with a comma in 3,5, as
spreadsheets write them in most of Europe.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from briefpress.controls import unfit

MOST_SERIES = 4  # hues that stay apart in grey and for the colour-blind: --chart-1 to --chart-4

MOST_DIGITS = 15
"""What a number may have that is counted with exactly (IEEE 754, binary64)."""


class BadData(Exception):
    """The data cannot be drawn; *line* is where, counted from 0."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Table:
    """What a chart shows: the series' names; the categories; for each category a number of every
    series, None where there is none; and on which line (from 0) each category stands."""

    head: str
    series: tuple[str, ...]
    categories: tuple[str, ...]
    rows: tuple[tuple[Decimal | None, ...], ...]
    first_line: int
    lines: tuple[int, ...]

    @property
    def places(self) -> tuple[int, ...]:
        """How many decimals the numbers of each series have."""
        return tuple(max(map(_places, column)) for column in zip(*self.rows, strict=True))


_NUMBERS = {
    ",": re.compile(r"[-+\u2212]?\d+(?:\.\d+)?"),
    # Between semicolons 1.234 is more than a thousand, to most who write it.
    ";": re.compile(r"[-+\u2212]?\d+(?:,\d+|\.(?!\d{3}$)\d+)?"),
}
_GROUPED = re.compile(r"[-+\u2212]?\d{1,3}(?:[,. '\u2019\u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+,\d+")


def read_table(text: Iterable[str]) -> Table:
    """Read the lines of *text*: the first names the series, each other one a category and its
    numbers. Raise `BadData` for what is not of that form."""
    lines = list(text)
    if strange := unfit("\n".join(lines)):
        raise BadData(strange.line, strange.message)
    separator = _separator(lines)
    found = _rows(lines, separator)
    if len(found) < 2:
        line = found[0][0] if found else 0
        raise BadData(line, "the chart has no numbers; write a row with a name and numbers")
    (first, (head, *series)), *rest = found
    _check_series(first, series)
    rows = []
    for line, (category, *cells) in rest:
        if len(cells) != len(series):
            message = f"the row has {len(cells) + 1} cells, the first one {len(series) + 1}"
            raise BadData(line, f"{message}; write a name and a number for each series")
        if not category:
            raise BadData(line, "the row has no name; write one into its first cell")
        rows.append(tuple(_number(cell, line, separator) for cell in cells))
    begins, categories = zip(*((line, cells[0]) for line, cells in rest), strict=True)
    for place, column in enumerate(zip(*rows, strict=True)):
        if all(number is None for number in column):
            raise BadData(first, f"“{series[place]}” has no numbers; remove the column")
    return Table(head, tuple(series), categories, tuple(rows), first, begins)


def _separator(lines: list[str]) -> str:
    """Return what stands between cells: semicolons if every row has one, for with commas each
    would be part of a name."""
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines if line.strip()]
    return ";" if bare and all(";" in line for line in bare) else ","


def _rows(lines: Iterable[str], separator: str) -> list[tuple[int, list[str]]]:
    """Return the cells of each row that has any, with the line (from 0) that it begins on."""
    reader = csv.reader(
        (f"{line}\n" for line in lines), delimiter=separator, skipinitialspace=True, strict=True
    )
    found: list[tuple[int, list[str]]] = []
    begin = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begin, [" ".join(cell.split()) for cell in cells]))
            begin = reader.line_num
    except csv.Error as fault:
        raise BadData(begin, f"the row cannot be read: {fault}") from None
    return found


def _check_series(line: int, series: list[str]) -> None:
    if not series:
        raise BadData(line, "the first row names no series; write “name, series”, with a comma")
    if len(series) > MOST_SERIES:
        message = f"the chart has {len(series)} series, but more than {MOST_SERIES} cannot be told"
        raise BadData(line, f"{message} apart; leave some out, or make two charts")
    if not all(series):
        raise BadData(line, "a series has no name; write one into each cell of the first row")
    if len(set(series)) < len(series):
        raise BadData(line, "two series have the same name; name them apart")


def _number(cell: str, line: int, separator: str) -> Decimal | None:
    if not cell:
        return None
    if _NUMBERS[separator].fullmatch(cell):
        if sum(map(str.isdigit, cell)) > MOST_DIGITS:
            message = f"“{cell[:MOST_DIGITS]}…” has more than {MOST_DIGITS} digits; write fewer"
            raise BadData(line, f"{message}, in millions for example, and say so with `:unit:`")
        return Decimal(cell.replace("\u2212", "-").replace(",", "."))
    cure = "write it like -1234.5, or leave the cell empty"
    if _GROUPED.fullmatch(cell):
        mark = "1234,5, with a comma" if separator == ";" else "1234.5, with a full stop"
        cure = f"write it like {mark} and nothing between the thousands"
    raise BadData(line, f"“{cell}” is no number; {cure}")


def _places(number: Decimal | None) -> int:
    exponent = number.as_tuple().exponent if number is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
