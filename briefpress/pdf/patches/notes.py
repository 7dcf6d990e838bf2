"""Let each note stand on the page of its call.

Where the last lines of a page cannot be broken, for a heading or for widows and orphans, WeasyPrint
70 makes room by taking notes to the next page, those of earlier text too, and from there on to
pages without end (Kozea/WeasyPrint issue 2432). Here the lines go to the next page instead, as
they do on a page without notes.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import block

_lay_out = block._linebox_layout


def keep_notes_with_calls() -> None:
    """Put the mended function in WeasyPrint's place for it, in this process."""
    block._linebox_layout = _linebox_layout


def _linebox_layout(
    context: Any,
    box: Any,
    index: int,
    child: Any,
    lines: list[Any],
    page_is_empty: bool,
    *more: Any,
) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does; it puts the lines of *box* into *lines*, and returns
    first whether none of them is to stand on this page."""
    before = list(context.reported_footnotes)
    found: tuple[Any, ...] = _lay_out(context, box, index, child, lines, page_is_empty, *more)
    abort, _, _, *others = found
    late = [note for note in context.reported_footnotes if note not in before]
    if abort or page_is_empty or not late:
        return found
    absolute_boxes, fixed_boxes, *_ = more
    for note in late:
        context.unlayout_footnote(note)
        context.layout_footnote(note)
    for line in lines:
        block.remove_placeholders(context, line.children, absolute_boxes, fixed_boxes)
    return True, False, None, *others
