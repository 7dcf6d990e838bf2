"""Mend in a PDF what WeasyPrint leaves wrong: the header cells of tables, and its spaces.

WeasyPrint 70 counts the columns of a table without the cells that come down from the row above,
gives a header over several columns to the first alone, and writes no scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pydyf

Element = Any  # pydyf is not typed: a pydyf.Dictionary


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Mend *pdf*, which WeasyPrint is about to write: a ``finisher`` of its ``write_pdf``."""
    _mend_headers(pdf)
    _plain_spaces(pdf)


def _mend_headers(pdf: pydyf.PDF) -> None:
    """Set the attributes ``Headers`` and ``Scope`` of all cells (ISO 32000-1, 14.8.5.7)."""
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


# How a font's map of characters ends the line of a glyph that stands for U+00A0 or U+202F.
_NO_BREAKS = (b"<00a0>", b"<202f>")


def _plain_spaces(pdf: pydyf.PDF) -> None:
    """Let every space of *pdf* be found and copied as a plain one.

    A font draws them with one glyph, for which the map of characters has one place: the whole text
    would have the space that came first.
    """
    for item in pdf.objects:
        stream = getattr(item, "stream", None)
        if isinstance(stream, list) and b"begincmap" in stream:
            stream[:] = [
                line[:-6] + b"<0020>" if line.endswith(_NO_BREAKS) else line for line in stream
            ]
