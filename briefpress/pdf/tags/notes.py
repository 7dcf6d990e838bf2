"""Tie notes to their calls: the call is a reference with a link, and the note leads back.

ISO 32000-1, table 338, lets a note be a child of the element that refers to it. It is the last one
there: heard after the sentence, not within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from briefpress.pdf.parts import POINTS, object_at
from briefpress.pdf.tags.tree import INLINE, Annotation, Node


@dataclass
class PageNote:
    """A note at a page's foot, and its call in the text.

    ``element`` is that of the HTML. Of each end there are the link around its number, the box of
    the number, and the page, from 0.
    """

    element: Any
    node: Node
    call: Node
    call_box: Any
    call_page: int
    back: Node | None = None
    back_box: Any = None
    back_page: int = 0


def place_notes(pdf: pydyf.PDF, notes: Iterable[PageNote], pages: Sequence[Any]) -> None:
    """Put all *notes* into the tree and link them; *pages* are WeasyPrint's."""
    for number, note in enumerate(notes, 1):
        block = note.call
        while block.role in INLINE and block.parent is not None:
            block = block.parent
        place = len(block.kids)
        if block.role[:1] == "H" and block.parent is not None:
            # A heading is read in lists of headings too.
            place, block = block.parent.kids.index(block) + 1, block.parent
        block.kids.insert(place, note.node)
        note.node.parent = block
        note.node.entries["ID"] = f"note-{note.element.get('id') or number}"
        if note.back is None:
            continue
        here, there = (note.call_page, note.call_box), (note.back_page, note.back_box)
        for link, source, target, words in (
            (note.call, here, there, "data-call"),
            (note.back, there, here, "data-back"),
        ):
            text = note.element.get(words) or note.element.get("data-label", "")
            link.kids.append(_link(pdf, pages, source, target, text))


def _link(
    pdf: pydyf.PDF,
    pages: Sequence[Any],
    source: tuple[int, Any],
    target: tuple[int, Any],
    text: str,
) -> Annotation:
    """Add a link from one box to another, each with its page, and return it."""
    number, box = source
    height = pages[number].height * POINTS
    x, y, wide, high = (POINTS * length for length in box.hit_area())
    there, goal = target
    top = pages[there].height * POINTS - POINTS * goal.hit_area()[1]
    left = POINTS * goal.hit_area()[0]
    annotation = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Link",
            "Rect": pydyf.Array([x, height - y - high, x + wide, height - y]),
            "BS": pydyf.Dictionary({"W": 0}),
            "F": 4,  # printed: PDF/A wants it
            "Contents": pydyf.String(text),
            "Dest": pydyf.Array([pdf.page_references[there], "/XYZ", left, top, 0]),
        }
    )
    pdf.add_object(annotation)
    page = object_at(pdf, pdf.page_references[number])
    page.setdefault("Annots", pydyf.Array()).append(annotation.reference)
    return Annotation(number, annotation)
