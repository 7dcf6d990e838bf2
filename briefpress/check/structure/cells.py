"""Compare the tables of a PDF with those of its page, cell by cell, and what heads each cell."""

from __future__ import annotations

from collections.abc import Iterator

from briefpress.check.result import Finding
from briefpress.check.structure.page import Page
from briefpress.check.structure.pdf import Element, Structure
from briefpress.check.structure.words import key, shown

_Grid = dict[tuple[int, int], Element]

_SCOPES = {"col": "Column", "row": "Row"}


def tables(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield what is wrong with tables."""
    elements = [element for element in structure.root if element.role == "Table"]
    if len(elements) != len(page.tables):
        message = f"The page has {len(page.tables)} tables, the PDF {len(elements)}."
        yield Finding("tables", message)
        return
    for element, cells, head in zip(elements, page.tables, page.heads, strict=True):
        found = [each for each in element if each.role in ("TD", "TH")]
        if [each.role.lower() for each in found] != [tag for tag, _, _ in cells]:
            yield Finding("cells", f"Its cells are not those of the page: {shown(element.text)}.")
            continue
        pairs = [
            (key(each.text), key(text)) for each, (_, text, _) in zip(found, cells, strict=True)
        ]
        others = [(heard, written) for heard, written in pairs if heard != written]
        if any(
            not heard.startswith(written[:1]) or (heard and not written)
            for heard, written in others
        ):
            yield Finding("cells", f"Not each word is in its cell: {shown(element.text)}.")
        heads = [each for each in found if each.within("THead")]
        if len(heads) != head:
            message = f"Its head has {len(heads)} cells, on the page {head}: {shown(element.text)}."
            yield Finding("cells", message)
        # A note that stands in its cell is heard with it.
        if {heard for heard, _ in others} & {written for _, written in others}:
            message = f"Its cells are heard in another order: {shown(element.text)}."
            yield Finding("cells", message)
        names = {each.entries.get("ID") for each in found if each.role == "TH"}
        for each, (_, text, scope) in zip(found, cells, strict=True):
            if scope and each.attributes.get("Scope") != _SCOPES.get(scope):
                message = f"The header {shown(text)} is not said to be that of its {scope}."
                yield Finding("scope", message)
            if not names.issuperset(each.attributes.get("Headers", ())):
                yield Finding("headers", f"The cell {shown(text)} names a header that is none.")
        for cell, header in _unnamed_headers(element):
            message = f"The cell {shown(cell.text)} does not name its header {shown(header.text)}."
            yield Finding("headers", message)


def _unnamed_headers(table: Element) -> Iterator[tuple[Element, Element]]:
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
