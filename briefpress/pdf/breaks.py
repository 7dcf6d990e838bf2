"""Let a block that WeasyPrint breaks over two pages end with what is left of it on the first.

Where a break is not wanted WeasyPrint 70 goes back to an earlier one and takes what follows it away,
but leaves to the blocks around the height that they had: rules and tints run on to the page's
foot. Both functions are private ones; there is no other place where the heights are set.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

_find = block.find_earlier_page_break
_lay_out = block._in_flow_layout


def mend_breaks() -> None:
    """Put the mended functions in WeasyPrint's place for them, in this process."""
    block.find_earlier_page_break = _find_earlier_page_break
    block._in_flow_layout = _in_flow_layout


def _find_earlier_page_break(*arguments: Any) -> tuple[list[Any], Any] | None:
    """Do what WeasyPrint's function does; it returns the children that stay and where the rest
    begins."""
    found: tuple[list[Any], Any] | None = _find(*arguments)
    if found:
        children, rest = found
        last = children[-1] if children else None
        is_broken = last is not None and rest.get(getattr(last, "index", None)) is not None
        if isinstance(last, boxes.BlockBox) and is_broken and last.children:
            last.height = max(0, _bottom(last.children[-1]) - last.content_box_y())
    return found


def _in_flow_layout(*arguments: Any) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does; it returns, among others, whether the block stops here,
    the height that it has reached, and its children."""
    abort, stop, rest, height, margins, page, children, lines = _lay_out(*arguments)
    if stop and not abort and children and children[-1].is_in_normal_flow():
        height = min(height, _bottom(children[-1]))
    return abort, stop, rest, height, margins, page, children, lines


def _bottom(box: Any) -> float:
    """Return where *box* ends, without its margin."""
    if isinstance(box, boxes.LineBox):
        return float(box.position_y + box.height)
    return float(box.position_y + box.margin_height() - box.margin_bottom)
