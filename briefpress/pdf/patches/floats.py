"""Let the text go on where a figure, table or box does not fit on the page, as in a printed book.

It changes places with the text that follows it, in its section or under the next heading, as long
as that text finds room before it. What follows each other keeps its order. Only figures and tables
with a number go, which the text calls them by wherever they stand, and boxes, which stand for
themselves.

Faults of WeasyPrint 70 that are mended here:

- There are no page floats (CSS Page Floats, section 3): what is not to be broken takes what follows
  it to the next page, and leaves the page above it white (Kozea/WeasyPrint issues 1098 and 259).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

_lay_out = block.block_container_layout

_LEAST = 56.7  # px, 15 mm: as much as nobody takes for a fault
_MUCH = 0.25  # of a page: what is to stand on one with what follows it does not then

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

    def bottom() -> float:  # notes raise it
        return float(context.page_bottom - bottom_space)

    found = lay_out()
    while moves := [*_moves(box, found, bottom())]:
        for move in moves:
            move.make()
            found = lay_out_again()
            if found[0] is not None and found[1] != move.failed:
                break
            move.undo()
        else:
            found = lay_out_again()
            break
    if (end := _held_back(box, found, bottom())) is not None:
        end.style["break_before"] = "auto"
        found = lay_out_again()
    return found


@dataclass(frozen=True)
class _Move:
    """The way of *count* floats from their place among the children of one box to one among those
    of another; *failed* is where the rest begins if there was no room for what they gave way to."""

    start: Any
    start_place: int
    end: Any
    end_place: int
    count: int
    failed: Any

    def make(self) -> None:
        """Bring the floats to their new place."""
        _insert(self.end, self.end_place, _remove(self.start, self.start_place, self.count))

    def undo(self) -> None:
        """Bring them back."""
        _insert(self.start, self.start_place, _remove(self.end, self.end_place, self.count))


def _moves(box: Any, found: tuple[Any, ...], bottom: float) -> Iterator[_Move]:
    """Yield the moves that may fill the page, if what does not fit on it is a float, with others
    after it or none, before text: of its own section, or of the one that begins after it."""
    new, rest, *_ = found
    if new is None or rest is None or _room(new, bottom) < _LEAST:
        return
    ((place, inner),) = rest.items()
    if inner is None:
        if not (count := _floats(box, place)):
            return
        failed = {place: None}
        if texts := _texts(box, place + count):
            yield _Move(box, place, box, place + texts, count, failed)
            # A pull quote in the margin beside the text may be higher than the page has room.
            if asides := _asides(box, place + count):
                yield _Move(box, place, box, place + texts - asides, count + asides, failed)
        elif target := _beginning(box, place + count):
            yield _Move(box, place, *target, count, failed)
    elif target := _beginning(box, place + 1):
        section = box.children[place]
        while _is_section(section):
            ((first, inner),) = inner.items()
            if inner is None:
                count = _floats(section, first)
                if count and first + count == len(section.children):
                    yield _Move(section, first, *target, count, {place + 1: None})
                break
            if first + 1 < len(section.children):
                break
            section = section.children[first]


def _held_back(box: Any, found: tuple[Any, ...], bottom: float) -> Any:
    """Return the last child of *box* if what stands before it left the page with it, and too much
    of that white; None if it did not."""
    new, rest, *_ = found
    if new is None or rest is None or len(box.children) - 1 in rest:
        return None
    end = box.children[-1]
    if end.style["break_before"] != "avoid" or len(box.children) - 2 not in rest:
        return None
    return end if _room(new, bottom) > (bottom - new.position_y) * _MUCH else None


def _asides(box: Any, place: int) -> int:
    """Return how many children of *box*, from *place* on, stand in the margin."""
    return sum(1 for _ in takewhile(lambda child: child.is_floated(), box.children[place:]))


def _floats(box: Any, place: int) -> int:
    """Return how many children of *box* are floats, from *place* on."""
    return sum(1 for _ in takewhile(_is_float, box.children[place:]))


def _texts(box: Any, place: int) -> int:
    """Return how many children of *box*, from *place* on, are text that can be parted from what
    follows it, with the pull quotes in the margin beside it; 0 if there is none."""
    for count, child in enumerate(box.children[place:], 1):
        if child.is_floated():
            continue
        if not _is_text(child):
            break
        if child.style["break_after"] != "avoid":
            return count
    return 0


def _beginning(box: Any, place: int) -> tuple[Any, int] | None:
    """Return the section that the child of *box* at *place* begins with, and the place in it after
    its first text; None if it has no heading before text."""
    section = box.children[place] if place < len(box.children) else None
    while section and _is_section(section):
        # The targets of links stand before the heading.
        text = 1 + sum(1 for _ in takewhile(_is_target, section.children))
        if texts := _texts(section, text):
            return section, text + texts
        section = section.children[text] if text < len(section.children) else None
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


def _is_section(box: Any) -> bool:
    # Those with a class are summary, recommendations and the like.
    return box.element is not None and box.element.tag == "section" and not box.element.get("class")


def _is_float(box: Any) -> bool:
    """Whether *box* is one that the text does not run into: a figure or table with a number, or an
    aside in its own ground; and without notes, whose order is that of their numbers."""
    if box.element is None or not isinstance(box, boxes.BlockLevelBox):
        return False
    classes = box.element.get("class", "").split()
    if box.element.tag == "figure" or "table-block" in classes:
        inner = list(_descendants(box))
        is_numbered = any(
            child.element is not None and child.element.get("class") == "caption-number"
            for child in inner
        )
    elif box.element.tag == "aside" and "box" in classes:
        inner = list(_descendants(box))
        is_numbered = True
    else:
        return False
    return is_numbered and not any(child.footnote for child in inner)


def _is_target(box: Any) -> bool:
    return box.element is not None and box.element.tag == "span" and not box.children


def _is_text(box: Any) -> bool:
    return box.is_in_normal_flow() and box.element is not None and box.element.tag in _TEXT


def _descendants(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield child
        yield from _descendants(child)


def _remove(box: Any, place: int, count: int) -> list[Any]:
    children = list(box.children)
    taken = children[place : place + count]
    del children[place : place + count]
    box.children = type(box.children)(children)
    return taken


def _insert(box: Any, place: int, taken: list[Any]) -> None:
    children = list(box.children)
    children[place:place] = taken
    box.children = type(box.children)(children)
