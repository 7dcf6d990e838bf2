"""Know all words that a page is to hold, to tell after its layout which of them are lost.

A renderer can do nothing worse than to leave out words, and WeasyPrint 70 does, where it lays out a
text twice (`notes.py`). What it has before the layout, boxes with all their text, it shows nobody:
its function that makes them is wrapped. That mends no fault of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from weasyprint import document
from weasyprint.formatting_structure import boxes

from briefpress.pdf.parts import placed

_build = document.build_formatting_structure

_planned: ContextVar[dict[Any, str]] = ContextVar("planned")

# What is set again on each page.
_REPEATED = ("tfoot", "thead")


def know_words() -> None:
    """Put the wrapped function in WeasyPrint's place for it, in this process."""
    document.build_formatting_structure = _build_boxes


def _build_boxes(*arguments: Any, **named: Any) -> Any:
    root = _build(*arguments, **named)
    _planned.set(_letters([root], with_notes=True))
    return root


def spoiled_elements(pages: Iterable[Any], root: Any) -> list[tuple[str, Any]]:
    """Return of the last document that was laid out, on *pages* (boxes), the elements whose own
    words stand there not once, each after these words; *root* is the one they all are in."""
    found = _letters(pages, with_notes=False)
    repeated = {inner for name in _REPEATED for head in root.iter(name) for inner in head.iter()}
    spoiled = []
    for element, letters in _planned.get().items():
        there = found.get(element, "")
        if there == letters or (element in repeated and there and not there.replace(letters, "")):
            continue
        texts = [element.text, *(child.tail for child in element)]
        spoiled.append((" ".join("".join(text or "" for text in texts).split()), element))
    return spoiled


def _letters(tree: Iterable[Any], *, with_notes: bool) -> dict[Any, str]:
    """Return the letters and digits of each element's own text, in the order of the boxes."""
    found: dict[Any, str] = defaultdict(str)

    def read(box: Any) -> None:
        box = placed(box)
        if isinstance(box, boxes.TextBox):
            # What style sheets add is no text; the first letter or line of one is.
            if box.element is not None and ("::" not in str(box.element_tag) or _is_first(box)):
                found[box.element] += "".join(filter(str.isalnum, box.text))
            return
        if with_notes and box.footnote:
            read(box.footnote)
        for child in box.children:
            read(child)

    for box in tree:
        read(box)
    return found


def _is_first(box: Any) -> bool:
    return str(box.element_tag).endswith(("::first-letter", "::first-line"))
