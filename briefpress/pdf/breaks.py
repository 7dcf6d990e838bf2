"""Let a block that WeasyPrint breaks over two pages end with its text on the first.

WeasyPrint 70 lets it fill the page, as CSS Fragmentation (section 5) asks, and leaves it so high
where it goes back to an earlier break: rules and tints would run on to the page's foot.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

_lay_out = block.block_container_layout
_find = block.find_earlier_page_break


def mend_breaks() -> None:
    """Put the mended functions in WeasyPrint's place for them, in this process."""
    block.block_container_layout = _block_container_layout
    block.find_earlier_page_break = _find_earlier_page_break


def _block_container_layout(*arguments: Any, **named: Any) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does; it returns first the box, and where the rest begins
    (None: there is none)."""
    box, rest, *others = _lay_out(*arguments, **named)
    if rest is not None:
        _shrink(box)
    return box, rest, *others


def _find_earlier_page_break(*arguments: Any) -> tuple[list[Any], Any] | None:
    """Do what WeasyPrint's function does; it returns the children that stay and where the rest
    begins: in the last of them if it is broken."""
    found: tuple[list[Any], Any] | None = _find(*arguments)
    if found and found[0] and (last := found[0][-1]).is_in_normal_flow():
        _shrink(last)
    return found


def _shrink(box: Any) -> None:
    """Let *box* end where the last of its children does."""
    if isinstance(box, boxes.BlockBox) and box.style["height"] == "auto":
        children = [child for child in box.children if child.is_in_normal_flow()]
        if children:
            box.height = max(0, _bottom(children[-1]) - box.content_box_y())


def _bottom(box: Any) -> float:
    """Return where *box* ends, without its margin."""
    if isinstance(box, boxes.LineBox):
        return float(box.position_y + box.height)
    return float(box.position_y + box.margin_height() - box.margin_bottom)
