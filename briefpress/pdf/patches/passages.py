"""Tell in a PDF in which language each passage is (ISO 32000-1, 14.9.2; WCAG 2.2, 3.1.2).

WeasyPrint 70 writes the language of the whole document alone: its function that makes an element of
the structure tree out of a box is wrapped. It is a private one; there is no other place where both
are known (Kozea/WeasyPrint issue 2482 gathers what its tags lack).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.pdf import tags

_build = tags._build_box_tree


def name_languages() -> None:
    """Let WeasyPrint, in this process, write the attribute lang of an element into the tree."""
    tags._build_box_tree = _build_with_language


def _build_with_language(box: Any, *arguments: Any) -> Iterator[Any]:
    for element in _build(box, *arguments):
        language = _language(box)
        if language:
            element["Lang"] = pydyf.String(language)
        yield element


def _language(box: Any) -> str:
    """Return the language that *box*, or what stands in for it, is given; that of the document is
    in the catalogue."""
    element = getattr(box, "_box", box).element
    if element is None or element.tag in ("html", "body"):
        return ""
    return str(element.get("lang", ""))
