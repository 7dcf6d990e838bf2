"""Let a block that WeasyPrint breaks over two pages end with its text on the first.

Faults of WeasyPrint 70 that are mended here:

- A broken block fills the page, as CSS Fragmentation (section 5) asks, and stays so high where
  WeasyPrint goes back to an earlier break: rules and tints run on to the page's foot
  (not reported).
- ``hyphenate-limit-last`` is unknown: a page may end within a word, also where a line less avoids
  it (not reported).
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from briefpress.pdf.patches.edges import reach_edges
from briefpress.pdf.patches.floats import fill_pages
from briefpress.pdf.patches.lines import is_hyphenated

_find = block.find_earlier_page_break


def mend_breaks() -> None:
    """Put the mended functions in WeasyPrint's place for them, in this process."""
    block.block_container_layout = _block_container_layout
    block.find_earlier_page_break = _find_earlier_page_break


def _block_container_layout(*arguments: Any, **named: Any) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does; it returns first the box, and where the rest begins
    (None: there is none)."""
    reach_edges(*arguments[:2])
    box, rest, *others = fill_pages(*arguments, **named)
    if rest is not None:
        if _ends_within_word(box):
            box.children = box.children[:-1]
            rest = {0: box.children[-1].resume_at}
        _shrink(box)
    return box, rest, *others


def _find_earlier_page_break(*arguments: Any) -> tuple[list[Any], Any] | None:
    """Do what WeasyPrint's function does; it returns the children that stay and where the rest
    begins: in the last of them if it is broken."""
    found: tuple[list[Any], Any] | None = _find(*arguments)
    if found and found[0] and (last := found[0][-1]).is_in_normal_flow():
        _shrink(last)
    return found


def _ends_within_word(box: Any) -> bool:
    """Whether the last line of *box* has half a word, and can be spared on this page: enough lines
    stay, and no note would go with it."""
    lines = box.children
    if not all(isinstance(line, boxes.LineBox) for line in lines):
        return False
    if len(lines) <= box.style["orphans"]:
        return False
    _, *parts = lines[-1].descendants(placeholders=True)
    is_plain = all(isinstance(part, (boxes.TextBox, boxes.InlineBox)) for part in parts)
    has_note = any(getattr(part, "footnote", None) for part in parts)
    is_better = is_hyphenated(lines[-1]) and not is_hyphenated(lines[-2])
    return is_better and is_plain and not has_note


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
