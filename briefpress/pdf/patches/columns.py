"""Let WeasyPrint balance columns in few steps.

Faults of WeasyPrint 70 that are mended here:

- Columns grow until all has room in them, each time by what is missing for the next block. That is
  measured by its first line, as if there were no ``orphans`` and ``widows``: where these keep the
  line back, columns grow by a pixel at a time (not reported).
"""

from __future__ import annotations

import math
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

_lay_out = block.block_box_layout


def mend_columns() -> None:
    """Put the mended function in WeasyPrint's place for it, in this process."""
    block.block_box_layout = _block_box_layout


def _block_box_layout(
    context: Any, box: Any, bottom_space: float, skip: Any, *more: Any, **named: Any
) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does; it returns first the box. Of a column without height the
    first child is as high as what cannot be parted from its beginning."""
    if not (box.is_column and math.isinf(bottom_space) and skip):
        found: tuple[Any, ...] = _lay_out(context, box, bottom_space, skip, *more, **named)
        return found
    ((place, inner),) = skip.items()
    column = box.copy_with_children(box.children[: place + 1])
    new, *others = _lay_out(context, column, -math.inf, skip, *more, **named)
    child = next((child for child in new.children if child.is_in_normal_flow()), None)
    if child is not None and child.style["break_inside"] == "auto":
        lines = [part for part in child.descendants() if isinstance(part, boxes.LineBox)]
        style = child.style
        least = 1 if inner else style["orphans"]
        if len(lines) >= least + style["widows"]:
            child.height -= lines[-1].position_y - lines[least - 1].position_y
    return new, *others
