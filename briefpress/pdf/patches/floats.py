"""Let the text go on where a figure or table does not fit on the page, as in a printed book.

WeasyPrint 70 knows no page floats (CSS Page Floats, section 3; Kozea/WeasyPrint issue 36): what is
not to be broken takes what follows it to the next page, and leaves the page above it white. Here it
changes places with the text that follows it in its section, as long as that text finds room before
it. Only what has a number goes: the text calls it by that, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

_lay_out = block.block_container_layout

_LEAST = 56.7  # px, 15 mm: as much as nobody takes for a fault

# The elements of text that a figure gives way to: no heading, no other figure.
_TEXT = ("blockquote", "dl", "ol", "p", "ul")


def fill_pages(context: Any, box: Any, *arguments: Any, **named: Any) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does; it returns first the box, and where the rest begins
    (None: there is none). The children of *box* may have another order afterwards."""
    if not any(_is_float(child) or _is_section(child) for child in box.children):
        found: tuple[Any, ...] = _lay_out(context, box, *arguments, **named)
        return found
    # A block in normal flow: WeasyPrint names no arguments there.
    first, margins, more = arguments[:5], arguments[5], arguments[6:]
    bottom_space, _, _, absolute_boxes, fixed_boxes = first
    place = box.position_x, box.position_y

    def lay_out() -> tuple[Any, ...]:
        box.position_x, box.position_y = place
        result: tuple[Any, ...] = _lay_out(context, box, *first, list(margins), *more)  # they grow
        return result

    def lay_out_again() -> tuple[Any, ...]:
        if found[0] is not None:
            block.remove_placeholders(context, [found[0]], absolute_boxes, fixed_boxes)
        return lay_out()

    found = lay_out()
    while move := _move(box, found, context.page_bottom - bottom_space):
        move.make()
        found = lay_out_again()
        if found[0] is None or found[1] == move.failed:
            move.undo()
            return lay_out_again()
    return found


@dataclass(frozen=True)
class _Move:
    """A float's way from its place among the children of one box to that of another; *failed* is
    where the rest begins if there was no room for what it gave way to."""

    start: Any
    start_place: int
    end: Any
    end_place: int
    failed: Any

    def make(self) -> None:
        """Bring the float to its new place."""
        _insert(self.end, self.end_place, _remove(self.start, self.start_place))

    def undo(self) -> None:
        """Bring it back."""
        _insert(self.start, self.start_place, _remove(self.end, self.end_place))


def _move(box: Any, found: tuple[Any, ...], bottom: float) -> _Move | None:
    """Return the move that fills the page, if what does not fit on it is a float before text: of
    its own section, or of the one that begins after it."""
    new, rest, *_ = found
    if new is None or rest is None or _room(new, bottom) < _LEAST:
        return None
    ((place, inner),) = rest.items()
    if len(box.children) < place + 2:
        return None
    child, following = box.children[place : place + 2]
    if inner is None:
        if not _is_float(child):
            return None
        if _is_text(following):
            return _Move(box, place, box, place + 1, {place: None})
        if _begins_with_text(following):
            return _Move(box, place, following, 2, {place: None})
    elif _ends_with_float(child) and _begins_with_text(following):
        section, last = child, len(child.children) - 1
        while _is_section(section.children[last]) and inner.get(last):
            section, inner = section.children[last], inner[last]
            last = len(section.children) - 1
        if inner == {last: None}:
            return _Move(section, last, following, 2, {place + 1: None})
    return None


def _room(box: Any, bottom: float) -> float:
    """Return how much of the page is white below what of *box* stands on it."""
    while True:
        placed = [child for child in box.children if child.is_in_normal_flow()]
        if not placed:
            return 0
        box = placed[-1]
        if box.element is None or box.element.tag != "section":
            return float(bottom - box.position_y - box.margin_height())


def _ends_with_float(box: Any) -> bool:
    """Whether *box* is a section of the text and ends, or its last section does, with a float."""
    if not _is_section(box) or not box.children:
        return False
    return _is_float(box.children[-1]) or _ends_with_float(box.children[-1])


def _begins_with_text(box: Any) -> bool:
    """Whether *box* is a section of the text with a heading, text and something more."""
    return _is_section(box) and len(box.children) > 1 and _is_text(box.children[1])


def _is_section(box: Any) -> bool:
    # Those with a class are summary, recommendations and the like.
    return box.element is not None and box.element.tag == "section" and not box.element.get("class")


def _is_float(box: Any) -> bool:
    """Whether *box* is a figure or table with a number and without notes, whose order is that of
    their numbers."""
    if box.element is None or not isinstance(box, boxes.BlockLevelBox):
        return False
    if box.element.tag != "figure" and "table-block" not in box.element.get("class", "").split():
        return False
    inner = list(_descendants(box))
    has_number = any(
        child.element is not None and child.element.get("class") == "caption-number"
        for child in inner
    )
    return has_number and not any(child.footnote for child in inner)


def _is_text(box: Any) -> bool:
    return box.is_in_normal_flow() and box.element is not None and box.element.tag in _TEXT


def _descendants(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield child
        yield from _descendants(child)


def _remove(box: Any, place: int) -> Any:
    children = list(box.children)
    child = children.pop(place)
    box.children = type(box.children)(children)
    return child


def _insert(box: Any, place: int, child: Any) -> None:
    children = list(box.children)
    children.insert(place, child)
    box.children = type(box.children)(children)
