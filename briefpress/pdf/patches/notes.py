"""Let a block with more notes than a page takes be broken between its lines.

With ``footnote-policy: block`` WeasyPrint 70 takes a block whose notes find no room to the next
page, also where it stands first on a page already, and stops with an AssertionError.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import block

_lay_out = block._linebox_layout

_POLICY = "footnote_policy"


def break_between_notes() -> None:
    """Put the mended function in WeasyPrint's place for it, in this process."""
    block._linebox_layout = _linebox_layout


def _linebox_layout(
    context: Any, box: Any, index: int, child: Any, lines: Any, page_is_empty: bool, *more: Any
) -> tuple[Any, ...]:
    waiting = context.footnotes if page_is_empty else ()
    notes = [note for note in waiting if note.style[_POLICY] == "block"]
    for note in notes:
        note.style[_POLICY] = "line"
    try:
        found: tuple[Any, ...] = _lay_out(context, box, index, child, lines, page_is_empty, *more)
    finally:
        for note in notes:
            note.style[_POLICY] = "block"
    return found
