"""Read the numbers of a chart from comma-separated lines, and say which row is wrong."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MOST_SERIES = 4  # hues that stay apart in grey and for the colour-blind: --chart-1 to --chart-4


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


_NUMBER = re.compile(r"[-+\u2212]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[-+\u2212]?\d{1,3}(?:[,. '\u2019\u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+,\d+")


def read_table(text: Iterable[str]) -> Table:
    """Read the lines of *text*: the first names the series, each other one a category and its
    numbers. Raise `BadData` for what is not of that form."""
    reader = csv.reader((f"{line}\n" for line in text), skipinitialspace=True, strict=True)
    found: list[tuple[int, list[str]]] = []
    begin = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begin, [" ".join(cell.split()) for cell in cells]))
            begin = reader.line_num
    except csv.Error as fault:
        raise BadData(begin, f"the row cannot be read: {fault}") from None
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
            raise BadData(line, "the row has no name; write one before the first comma")
        rows.append(tuple(_number(cell, line) for cell in cells))
    lines, categories = zip(*((line, cells[0]) for line, cells in rest), strict=True)
    for place, column in enumerate(zip(*rows, strict=True)):
        if all(number is None for number in column):
            raise BadData(first, f"“{series[place]}” has no numbers; remove the column")
    return Table(head, tuple(series), categories, tuple(rows), first, lines)


def _check_series(line: int, series: list[str]) -> None:
    if not series:
        raise BadData(line, "the first row names no series; write one after the first comma")
    if len(series) > MOST_SERIES:
        message = f"the chart has {len(series)} series, but more than {MOST_SERIES} cannot be told"
        raise BadData(line, f"{message} apart; leave some out, or make two charts")
    if not all(series):
        raise BadData(line, "a series has no name; write one between the commas of the first row")
    if len(set(series)) < len(series):
        raise BadData(line, "two series have the same name; name them apart")


def _number(cell: str, line: int) -> Decimal | None:
    if not cell:
        return None
    if _NUMBER.fullmatch(cell):
        return Decimal(cell.replace("\u2212", "-"))
    cure = "write it like -1234.5, or leave the cell empty"
    if _GROUPED.fullmatch(cell):
        cure = "write it like 1234.5, with a full stop and nothing between the thousands"
    raise BadData(line, f"“{cell}” is no number; {cure}")


def _places(number: Decimal | None) -> int:
    exponent = number.as_tuple().exponent if number is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
