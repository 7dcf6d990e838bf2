"""Let each note stand once, and on the page of its call.

Faults of WeasyPrint 70 that are mended here:

- Where the last lines of a page cannot be broken, for a heading or for widows and orphans, room is
  made by taking notes to the next page, those of earlier text too, and from there on to pages
  without end. Here the lines go to the next page instead, as they do on a page without notes
  (Kozea/WeasyPrint issue 2432, which brought it).
- A note that comes from the page before, where it had no room or was called in columns, is lost:
  the text that called it goes on, and if that is to begin on the next page, all notes of the whole
  text are taken back. Here those alone are that are called on this page (not reported).
- Where room is made by taking notes away, those of the line that it is made for are forgotten
  (not reported).
- The area of the notes, which is as high as they are, is found too low for the last one by
  rounding: that leaves the page with its line, and may leave the next one (not reported).
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import LayoutContext, block, page

_lay_out = block._linebox_layout
_make = page.make_page
_put = LayoutContext.layout_footnote
_take_back = LayoutContext.unlayout_footnote


def keep_notes_with_calls() -> None:
    """Put the mended functions in WeasyPrint's place for them, in this process."""
    block._linebox_layout = _linebox_layout
    page.make_page = _make_page
    LayoutContext.layout_footnote = _layout_footnote
    LayoutContext.unlayout_footnote = _unlayout_footnote


def _make_page(context: Any, *arguments: Any) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does, and know meanwhile which notes an earlier page calls."""
    context.called_before = tuple(context.reported_footnotes)
    made: tuple[Any, ...] = _make(context, *arguments)
    return made


def _layout_footnote(context: Any, note: Any) -> bool:
    """Do what WeasyPrint's function does; it returns whether *note* leaves the area of the notes,
    whose height is not limited here."""
    _put(context, note)
    return False


def _unlayout_footnote(context: Any, note: Any) -> None:
    if note not in context.called_before:
        _take_back(context, note)


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
    if abort or not late:
        return found
    if page_is_empty:
        _report_forgotten(context, lines[-1])
        return found
    absolute_boxes, fixed_boxes, *_ = more
    for note in late:
        context.reported_footnotes.remove(note)
        context.footnotes.append(note)
        context.layout_footnote(note)
    for line in lines:
        block.remove_placeholders(context, line.children, absolute_boxes, fixed_boxes)
    return True, False, None, *others


def _report_forgotten(context: Any, line: Any) -> None:
    """Let the notes that *line* calls, and that stand on no page yet, stand on the next one."""
    for part in line.descendants():
        if part.footnote in context.footnotes:
            context.footnotes.remove(part.footnote)
            context.reported_footnotes.append(part.footnote)
