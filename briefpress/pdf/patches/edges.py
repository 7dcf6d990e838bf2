"""Let the head of a chapter reach both edges of a page, also where it begins on a left one.

Faults of WeasyPrint 70 that are mended here:

- Margins of pages may differ for left and right ones, as CSS has it (Paged Media, section 4.2), but
  not those of a block that covers them: made for right pages, it leaves one edge of left pages
  white, and goes too far beyond the other (not reported).
"""

from __future__ import annotations

from typing import Any

_LEAST = 0.01  # px: less is rounding


def reach_edges(context: Any, box: Any) -> None:
    """Let what is to cover the page's margins, of the children of *box*, reach equally far beyond
    the page's edges; what stands in it keeps its place in the column of text."""
    for child in box.children:
        if not _is_head(child):
            continue
        width, _ = context.style_for.initial_page_sizes["box"]
        first, last = box.content_box_x(), box.content_box_x() + box.width
        left, right = (child.style[f"margin_{side}"].value for side in ("left", "right"))
        shift = (width - last + right - first - left) / 2
        if abs(shift) > _LEAST:
            _move(child, "margin", shift)
            for inner in child.children:
                if inner.style["padding_left"].value:
                    _move(inner, "padding", -shift)


def _move(box: Any, kind: str, shift: float) -> None:
    left, right = box.style[f"{kind}_left"], box.style[f"{kind}_right"]
    box.style[f"{kind}_left"] = left._replace(value=left.value + shift)
    box.style[f"{kind}_right"] = right._replace(value=right.value - shift)


def _is_head(box: Any) -> bool:
    element = box.element
    return element is not None and element.tag == "header" and "brief" in element.get("class", "")
