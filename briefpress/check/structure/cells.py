"""Tell which header cells a table's cells must name, from the rows and columns they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from briefpress.check.structure.pdf import Element

_Grid = dict[tuple[int, int], Element]


def unnamed_headers(table: Element) -> Iterator[tuple[Element, Element]]:
    """Yield each cell of *table* with a header next to it, above or before, that it does not name:
    nothing is then heard of that row or column."""
    grid = _grid(table)
    seen: set[tuple[Element, Element]] = set()
    for (row, column), cell in grid.items():
        if cell.role != "TD":
            continue
        above = [grid.get((each, column)) for each in range(row - 1, -1, -1)]
        before = [grid.get((row, each)) for each in range(column - 1, -1, -1)]
        for headers, scope in ((above, "Column"), (before, "Row")):
            nearest = next((h for h in headers if h and _is_header(h, scope)), None)
            if nearest is None or (cell, nearest) in seen:
                continue
            seen.add((cell, nearest))
            if nearest.entries.get("ID") not in cell.attributes.get("Headers", ()):
                yield cell, nearest


def _is_header(cell: Element, scope: str) -> bool:
    return cell.role == "TH" and cell.attributes.get("Scope") == scope


def _grid(table: Element) -> _Grid:
    """Return the cells of *table* by row and column; one that reaches over several is in each."""
    grid: _Grid = {}
    for row, line in enumerate(each for each in table if each.role == "TR"):
        column = 0
        for cell in (kid for kid in line.kids if isinstance(kid, Element)):
            while (row, column) in grid:
                column += 1
            width, height = _span(cell, "ColSpan"), _span(cell, "RowSpan")
            for down in range(height):
                for across in range(width):
                    grid[row + down, column + across] = cell
            column += width
    return grid


def _span(cell: Element, name: str) -> int:
    written = str(cell.attributes.get(name, 1))
    return int(written) if written.isdecimal() else 1
