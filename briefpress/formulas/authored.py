"""Find and read the formulas that an author wrote as MathML, in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

import tinyhtml5

from briefpress.formulas.mathml import (
    CHOICES,
    COLOUR,
    LAYOUT,
    PARTS,
    TOKENS,
    BadFormula,
    has_pairs,
    mend_formula,
)
from briefpress.html_tags import names, tags_of
from briefpress.trees import MATHML, name_in, remove

# Elements of HTML in a token that words are not all of.
_PICTURES = names("audio canvas embed iframe img input object picture select svg textarea video")
_NOTHING_THERE = "there is nothing in it"


def formulas_in(html: str) -> Iterator[slice]:
    """Yield the formulas in *html*, from where to where they go; one may have a prefix, as those of
    word processors (``mml:math``)."""
    begin, depth = 0, 0
    for tag in tags_of(html):
        if tag.name.rpartition(":")[2] != "math":
            continue
        if depth == 0:
            begin = tag.begin
        if not tag.written.endswith("/>"):
            depth = max(0, depth - 1) if tag.is_end else depth + 1
        if depth == 0 and not html.startswith("</", begin):
            yield slice(begin, tag.end)


def read_authored(written: str) -> ET.Element:
    """Return *written*, an element ``math``, as browsers and books show it and paper is drawn;
    raise `BadFormula` for what would be lost."""
    if prefix := re.match(r"<([^\s<>/:]+):", written):
        written = re.sub(rf"(</?){re.escape(prefix[1])}:", r"\1", written)
    body = tinyhtml5.parse(f"<!DOCTYPE html><body>{written}").find("{*}body")
    first: ET.Element = body[0]
    if len(body) > 1 or (first.tail or "").strip():
        raise BadFormula(
            "HTML within it ends it; leave in it elements of MathML alone, and put words into "
            "<mtext>"
        )
    _check(first)
    if not mend_formula(first) or not first.get("alttext"):
        raise BadFormula(_NOTHING_THERE)
    for element in first.iter():
        element.tag = name_in(MATHML, element)
        _mend_style(element)
    _set_variants(first, "")
    if "display" not in first.attrib:
        first.set("display", "inline")
    return first


def _check(element: ET.Element) -> None:
    """Take comments and the like out of *element*; raise `BadFormula` if it is not whole."""
    name = name_in(MATHML, element)
    for child in list(element):
        if not isinstance(child.tag, str):
            remove(element, child)
    if name in CHOICES:
        element[1:] = []
        if not len(element):
            raise BadFormula(f"<{name}> is empty")
    elif name not in TOKENS | LAYOUT:
        raise BadFormula(
            f"<{element.tag.rpartition('}')[2]}> is nothing that a formula can be set of; write it "
            "without"
        )
    if len(element) != PARTS.get(name, len(element)):
        raise BadFormula(f"<{name}> has {len(element)} parts, and must have {PARTS[name]}")
    if name == "mmultiscripts" and not has_pairs([name_in(MATHML, part) for part in element]):
        raise BadFormula(
            "an index in <mmultiscripts> has none above or below it; write <none/> for what is not "
            "there"
        )
    if element.get("href") or any(key.endswith("}href") for key in element.attrib):
        raise BadFormula("a part of a formula is no link; put <a href=…> around the whole")
    if element.get("dir", "").lower() == "rtl":
        raise BadFormula("formulas are drawn from left to right alone; take dir out")
    if name in TOKENS:
        _check_token(element)
        return
    for child in element:
        _check(child)


def _check_token(token: ET.Element) -> None:
    """Leave nothing but words in *token*, with the spaces that are seen."""
    for child in token.iter():
        if child.tag.rpartition("}")[2] in _PICTURES:
            raise BadFormula("a formula holds no pictures and no fields; put them beside it")
    token.text = re.sub("[ \t\r\n\f]+", " ", "".join(token.itertext())).strip(" ")
    token[:] = []


_COLOURS = {"background": "mathbackground", "background-color": "mathbackground"}
_STYLE = re.compile(rf"(?:^|;)\s*(background(?:-color)?|color)\s*:\s*({COLOUR})\s*(?=;|$)", re.I)


def _mend_style(element: ET.Element) -> None:
    """Take colours from the style of *element*, and nothing else: it is drawn without one."""
    for match in _STYLE.finditer(element.attrib.pop("style", "")):
        element.set(_COLOURS.get(match[1].lower(), "mathcolor"), match[2])


# The letters that browsers and the drawing have for a variant (MathML Core, 2.2.3 and appendix C):
# what ziamath calls it, and whether it is bold and italic. ``normal`` they know.
_VARIANTS: Mapping[str, tuple[str, bool, bool]] = {
    "bold": ("serif", True, False),
    "bold-fraktur": ("fraktur", True, False),
    "bold-italic": ("serif", True, True),
    "bold-sans-serif": ("sans", True, False),
    "bold-script": ("script", True, False),
    "double-struck": ("double", False, False),
    "fraktur": ("fraktur", False, False),
    "italic": ("serif", False, True),
    "monospace": ("mono", False, False),
    "sans-serif": ("sans", False, False),
    "sans-serif-bold-italic": ("sans", True, True),
    "sans-serif-italic": ("sans", False, True),
    "script": ("script", False, False),
}


def _set_variants(element: ET.Element, around: str) -> None:
    """Write the letters of *element* in the variant that it asks for, or what is *around* it."""
    from ziamath.styles import MathVariant, styledstr

    asked = element.get("mathvariant", around)
    if element.tag in TOKENS and asked in _VARIANTS:
        style, bold, italic = _VARIANTS[asked]
        variant = MathVariant(style=style, bold=bold, italic=italic)
        element.text = styledstr(element.text or "", variant)
    if asked != "normal" or element.tag != "mi":
        element.attrib.pop("mathvariant", None)
    for child in element:
        _set_variants(child, asked)
