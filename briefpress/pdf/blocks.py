"""Tell on which pages of a laid-out document its numbered blocks stand."""

from __future__ import annotations

from collections import Counter
from typing import Any

from weasyprint.formatting_structure.boxes import TableRowGroupBox, TextBox

from briefpress.blocks import BLOCK
from briefpress.pdf.notes import LATER_CALL
from briefpress.pdf.parts import page_box


def find_blocks(document: Any) -> dict[str, list[tuple[int, int]]]:
    """Return for each block of *document* the page (from 1) on which it begins and those on which
    words of its own go on, and how many letters and figures of it stand on the pages before.

    Hyphens are not counted, nor what paper sets itself (the marks of lists, the numbers of notes,
    the head of a table that goes on): they make no difference. WeasyPrint tells no other way which
    words a page begins with: its boxes are private, and its anchors know where an element begins
    alone.
    """
    finder = _Finder()
    for number, page in enumerate(document.pages, 1):
        finder.look(page_box(page), number, "")
    return dict(sorted(finder.found.items(), key=lambda entry: entry[1][0]))


class _Finder:
    def __init__(self) -> None:
        self.found: dict[str, list[tuple[int, int]]] = {}
        self._letters: Counter[str] = Counter()
        self._heads: dict[Any, int] = {}  # the page on which the head or foot of a table is first

    def look(self, box: Any, page: int, block: str) -> None:
        """Note what *box*, which stands in the block named *block*, tells of the *page*."""
        is_head = isinstance(box, TableRowGroupBox) and (box.is_header or box.is_footer)
        if is_head and self._heads.setdefault(box.element, page) != page:
            return
        if box.element is not None and (name := box.element.get(BLOCK)):
            block = name
            self.found.setdefault(name, [(page, 0)])
        if block and isinstance(box, TextBox) and not _is_set_by_paper(box):
            if (count := sum(map(str.isalnum, box.text))) and self.found[block][-1][0] != page:
                self.found[block].append((page, self._letters[block]))
            self._letters[block] += count
        for child in getattr(box, "children", ()):
            self.look(child, page, block)


def _is_set_by_paper(box: TextBox) -> bool:
    if "::" in (box.element_tag or ""):
        return True
    return box.element is not None and LATER_CALL in box.element.get("class", "").split()
