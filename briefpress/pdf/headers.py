"""Tell every table cell of a PDF its header cells, also where cells span columns and rows.

WeasyPrint 70 does so too, but counts columns without the cells that come down from the row above,
gives a header over several columns to the first alone, and writes no scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pydyf

Element = Any  # pydyf is not typed: a pydyf.Dictionary


def mend_headers(document: Any, pdf: pydyf.PDF) -> None:
    """Set the attributes ``Headers`` and ``Scope`` (ISO 32000-1, 14.8.5.7) in *pdf*, which
    WeasyPrint is about to write: a ``finisher`` of its ``write_pdf``."""
    elements: dict[bytes, Element] = {
        thing.reference: thing
        for thing in pdf.objects
        if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem"
    }
    for element in elements.values():
        if element["S"] == "/Table":
            _mend(element, elements)


def _mend(table: Element, elements: dict[bytes, Element]) -> None:
    columns: dict[int, list[Any]] = defaultdict(list)
    rows: dict[int, list[Any]] = defaultdict(list)
    cells = list(_cells(table, elements))
    for cell, in_head, cell_rows, cell_columns in cells:
        if cell["S"] == "/TH":
            cell["A"]["Scope"] = "/Column" if in_head else "/Row"
            for place in cell_columns if in_head else cell_rows:
                (columns if in_head else rows)[place].append(cell["ID"])
    for cell, _, cell_rows, cell_columns in cells:
        if cell["S"] == "/TD":
            headers = [name for place in cell_rows for name in rows[place]]
            headers += [name for place in cell_columns for name in columns[place]]
            # By their text: WeasyPrint's strings are not hashable.
            unique = {name.string: name for name in headers}
            cell["A"]["Headers"] = pydyf.Array(unique.values())


def _cells(
    table: Element, elements: dict[bytes, Element]
) -> Iterator[tuple[Element, bool, range, range]]:
    """Yield each cell, whether it stands in the head, and the rows and columns that it fills."""
    taken: set[tuple[int, int]] = set()
    for number, (row, in_head) in enumerate(_rows(table, elements, in_head=False)):
        column = 0
        for cell in _children(row, elements):
            if cell["S"] not in ("/TH", "/TD"):
                continue
            while (number, column) in taken:
                column += 1
            filled_rows = range(number, number + int(cell["A"].get("RowSpan", 1)))
            filled_columns = range(column, column + int(cell["A"].get("ColSpan", 1)))
            taken |= {(x, y) for x in filled_rows for y in filled_columns}
            yield cell, in_head, filled_rows, filled_columns
            column = filled_columns.stop


def _rows(
    parent: Element, elements: dict[bytes, Element], *, in_head: bool
) -> Iterator[tuple[Element, bool]]:
    for child in _children(parent, elements):
        if child["S"] == "/TR":
            yield child, in_head
        elif child["S"] in ("/THead", "/TBody", "/TFoot"):
            yield from _rows(child, elements, in_head=child["S"] == "/THead")


def _children(parent: Element, elements: dict[bytes, Element]) -> Iterator[Element]:
    return (elements[kid] for kid in parent["K"] if kid in elements)
