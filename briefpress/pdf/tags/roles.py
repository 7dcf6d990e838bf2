"""Say which structure elements an element of the HTML becomes (ISO 32000-1, 14.8.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

SVG = "{http://www.w3.org/2000/svg}"

_ROLES: Mapping[str, tuple[str, ...]] = {
    "address": ("Div",),
    "article": ("Art",),
    "aside": ("Sect",),
    "blockquote": ("BlockQuote",),
    "caption": ("Caption",),
    "center": ("Div",),
    "code": ("Code",),
    "details": ("Div",),
    "div": ("Div",),
    "dl": ("L",),
    "fieldset": ("Div",),
    "figcaption": ("Caption",),
    # No Figure: its alternative text would stand for the caption in it too (14.9.3).
    "figure": ("Div",),
    "footer": ("Div",),
    "header": ("Div",),
    "hgroup": ("Div",),
    "img": ("Figure",),
    "legend": ("P",),
    "li": ("LI", "LBody"),
    "main": ("Part",),
    "menu": ("L",),
    "nav": ("Sect",),
    "ol": ("L",),
    "p": ("P",),
    "pre": ("P", "Code"),
    "q": ("Quote",),
    "search": ("Div",),
    "section": ("Sect",),
    "summary": ("P",),
    f"{SVG}svg": ("Figure",),
    "table": ("Table",),
    "tbody": ("TBody",),
    "td": ("TD",),
    "tfoot": ("TFoot",),
    "th": ("TH",),
    "thead": ("THead",),
    "tr": ("TR",),
    "ul": ("L",),
} | {f"h{level}": (f"H{level}",) for level in range(1, 7)}

# The names of list_style_type in CSS, and of ListNumbering (14.8.5.5).
_NUMBERING: Mapping[str, str] = {
    "circle": "Circle",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "disc": "Disc",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "lower-roman": "LowerRoman",
    "square": "Square",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "upper-roman": "UpperRoman",
}


def roles(element: Any, parents: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return the roles of *element*, the outer one first; none if it only styles the words in it.

    *parents* are the elements that all others stand in.
    """
    tag, parent = element.tag, parents.get(element)
    if tag == "a" and "href" in element.attrib:
        return ("Reference", "Link") if element.get("href").startswith("#") else ("Link",)
    if tag == "img" and "formula" in element.get("class", "").split():
        return ("Formula",)
    if tag in ("li", "ol", "ul") and _in_contents(element, parents):
        return ("TOCI",) if tag == "li" else ("TOC",)
    if tag == "code" and parent is not None and parent.tag == "pre":
        return ()
    if tag == "figcaption" and parent is not None and parent.find("blockquote") is not None:
        return ("P",)  # whose words they are
    if tag == "div" and parent is not None and parent.tag == "dl":
        return ()  # around a term and its definitions
    found = _ROLES.get(tag, ())
    # An inline element matters if it says what is heard otherwise.
    if not found and (element.get("lang") or expansion(element)):
        return ("Span",)
    return found


def _in_contents(element: Any, parents: Mapping[Any, Any]) -> bool:
    """Whether *element* is of a table of contents."""
    while (element := parents.get(element)) is not None:
        if element.tag == "nav" and "contents" in element.get("class", "").split():
            return True
    return False


def numbering(style: Any) -> str:
    """Return how the items of a list are numbered, of which one has this *style*."""
    return _NUMBERING.get(str(style["list_style_type"]), "None")


def is_hidden(element: Any) -> bool:
    """Whether *element* is there for the eye alone."""
    if element.tag == "img":
        return bool(element.get("alt") == "")
    return bool(element.get("aria-hidden") == "true")


def alternative(element: Any) -> str:
    """Return what is heard in place of the picture *element*."""
    title = element.find(f"{SVG}title")
    return str(
        element.get("alt") or element.get("aria-label") or (title is not None and title.text) or ""
    )


def expansion(element: Any) -> str:
    """Return what *element* stands for, if it is an abbreviation."""
    return str(element.get("title", "")) if element.tag in ("abbr", "acronym") else ""


def description(element: Any, parents: Mapping[Any, Any]) -> str:
    """Return what says where the link *element* leads: its words, unless it has others. A bare
    address says little: what stands before it is taken too, as the title of a work."""
    if label := element.get("aria-label"):
        return str(label)
    words = spoken(element)
    address = element.get("href", "")
    if not words or address.startswith("#") or not address.endswith(words):
        return words
    block = element
    while not (block.tag in _BLOCKS or _is_note(block) or parents.get(block) is None):
        block = parents[block]
    before = spoken(block, until=element, notes=False)
    if len(before) > _CONTEXT:
        before = "… " + before[-_CONTEXT:].partition(" ")[2]
    return f"{before} {words}".strip()


def _is_note(element: Any) -> bool:
    """Whether it is a note, which stands in its paragraph until it is laid out."""
    return "page-note" in element.get("class", "").split()


_BLOCKS = frozenset({"body", "dd", "div", "li", "p", "td"})
_CONTEXT = 200  # letters


def spoken(element: Any, until: Any = None, *, notes: bool = True) -> str:
    """Return what is heard of *element*, or what stands in it before *until*; with the *notes* in
    it, or without."""
    found: list[str] = []
    _speak(element, until, found, notes=notes)
    return re.sub(r"\s+", " ", "".join(found)).strip()


def _speak(element: Any, until: Any, found: list[str], *, notes: bool) -> bool:
    """Add to *found* what is heard of *element*; return whether *until* was met."""
    if element is until:
        return True
    if element.tag in ("img", f"{SVG}svg"):
        found.append(alternative(element))
        return False
    found.append(" " if element.tag == "br" else element.text or "")
    for child in element:
        if (notes or not _is_note(child)) and _speak(child, until, found, notes=notes):
            return True
        found.append(child.tail or "")
    return False
