"""Tell each cell of a table which headers are its own (ISO 32000-1, 14.8.5.7).

What comes down from a row above is counted, and what goes over several rows or columns is a header
of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefpress.pdf.tags.tree import Node

_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}


@dataclass(frozen=True)
class _Cell:
    """A cell, and the rows and columns that it fills."""

    node: Node
    rows: range
    columns: range
    in_head: bool

    @property
    def scope(self) -> str:
        """What a header is one of."""
        said = self.node.box.element.get("scope", "")
        return _SCOPES.get(said, "Column" if self.in_head else "Row")

    def is_header_of(self, cell: _Cell) -> bool:
        """Whether this header is one of *cell*: above it, or before it in its row."""
        if self.scope == "Column":
            return self.rows.start < cell.rows.start and _meet(self.columns, cell.columns)
        return self.columns.start < cell.columns.start and _meet(self.rows, cell.rows)


def name_headers(root: Node) -> None:
    """Set the attributes Scope and Headers of the cells of all tables below *root*."""
    for number, table in enumerate(node for node in root.nodes() if node.role == "Table"):
        cells = list(_cells(table))
        headers = [cell for cell in cells if cell.node.role == "TH"]
        for place, header in enumerate(headers):
            header.node.entries["ID"] = f"table-{number}-{place}"
            header.node.attributes.setdefault("Table", {})["Scope"] = f"/{header.scope}"
        for cell in cells:
            names = [each.node.entries["ID"] for each in headers if each.is_header_of(cell)]
            # Of the corner of a table both its column and its row say the same.
            if names:
                cell.node.attributes.setdefault("Table", {})["Headers"] = names


def _cells(table: Node) -> Iterator[_Cell]:
    taken: set[tuple[int, int]] = set()
    for number, (row, in_head) in enumerate(_rows(table, in_head=False)):
        column = 0
        for node in row.kids:
            if not isinstance(node, Node) or node.role not in ("TD", "TH"):
                continue
            while (number, column) in taken:
                column += 1
            rows = range(number, number + node.spans[0])
            columns = range(column, column + node.spans[1])
            taken |= {(x, y) for x in rows for y in columns}
            yield _Cell(node, rows, columns, in_head)
            column = columns.stop


def _rows(parent: Node, *, in_head: bool) -> Iterator[tuple[Node, bool]]:
    for child in parent.kids:
        if isinstance(child, Node) and child.role == "TR":
            yield child, in_head
        elif isinstance(child, Node) and child.role in ("THead", "TBody", "TFoot"):
            yield from _rows(child, in_head=child.role == "THead")


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
