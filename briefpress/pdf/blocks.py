"""Tell on which pages of a laid-out document its numbered blocks stand."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure.boxes import TextBox

from briefpress.blocks import BLOCK


def find_blocks(document: Any) -> dict[str, list[tuple[int, int]]]:
    """Return for each block of *document* its pages (from 1), and how many letters and figures of
    it stand on the pages before.

    Hyphens are not counted, nor what paper sets itself (the marks of lists, the numbers of notes):
    they make no difference. WeasyPrint tells no other way which words a
    page begins with: its boxes are private, and its anchors know where an element begins alone.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    letters: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        _look(page._page_box, number, "", found, letters)
    return dict(sorted(found.items(), key=lambda entry: entry[1][0]))


def _look(
    box: Any,
    page: int,
    block: str,
    found: dict[str, list[tuple[int, int]]],
    letters: dict[str, int],
) -> None:
    """Note what *box*, which stands in the block named *block*, tells of the *page*."""
    if box.element is not None and (name := box.element.get(BLOCK)):
        block = name
        pages = found.setdefault(name, [])
        if not pages or pages[-1][0] != page:
            pages.append((page, letters.get(name, 0)))
    if isinstance(box, TextBox) and "::" not in (box.element_tag or ""):
        letters[block] = letters.get(block, 0) + sum(map(str.isalnum, box.text))
    for child in getattr(box, "children", ()):
        _look(child, page, block, found, letters)
