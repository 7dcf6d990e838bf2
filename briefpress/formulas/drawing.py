"""Draw formulas, for paper."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from briefpress.formulas.mathml import TOKENS, BadFormula
from briefpress.html_tags import names

SIZE = 10.0  # of the drawing's text, in its own units
DEEPEST = 18  # ziamath measures twice, at each level, what stands in it
MARGIN = 0.4  # around it, for letters that lean out

# What ziamath draws around something; the arrow comes out larger than the words.
_NOTATIONS = names("""
    actuarial bottom box circle downdiagonalstrike horizontalstrike left longdiv madruwb phasorangle
    right roundedbox top updiagonalstrike verticalstrike
""")
_SPANS = ("columnspan", "rowspan")
_LINES = ("columnlines", "frame", "rowlines")


def draw(tree: ET.Element, colour: str) -> tuple[str, float, float]:
    """Return a formula in MathML as an SVG document of that *colour*, how deep it hangs below the
    line, and its height, both in ems; raise `BadFormula` for what would not be drawn as it is
    meant."""
    from ziafont.fonttypes import BBox
    from ziamath.config import config
    from ziamath.zmath import Math

    if _depth(tree) > DEEPEST:
        raise BadFormula("its fractions, roots or brackets stand too deep in each other; part it")
    config.svg2 = False  # letters as paths: WeasyPrint misplaces symbols
    tree = copy.deepcopy(tree)
    tree.attrib.pop("xmlns", None)  # ziamath knows the bare names alone
    tree.attrib.setdefault("mathcolor", colour)
    _prepare(tree)
    try:
        formula = Math(tree, size=SIZE, margin=MARGIN)
        box = formula.node.bbox
        letters = [*_letters(formula.node, 0, 0)]
        # Some boxes are made smaller than what is in them (\smash), which would be cut off.
        formula.node.bbox = box = BBox(
            min([box.xmin, *(x + letter.bbox.xmin for x, _, letter in letters)]),
            max([box.xmax, *(x + letter.bbox.xmax for x, _, letter in letters)]),
            min([box.ymin, *(letter.bbox.ymin - y for _, y, letter in letters)]),
            max([box.ymax, *(letter.bbox.ymax - y for _, y, letter in letters)]),
        )
        svg = formula.svg()
    except Exception as fault:  # assertions and errors of XML among others
        raise BadFormula("it cannot be drawn; write it more simply") from fault
    lacking = {letter.char for _, _, letter in letters if letter.glyph.index == 0}
    if lacking:
        raise BadFormula(
            f"the font of formulas has no “{''.join(sorted(lacking))}”; write it outside of the "
            "formula, or in other letters"
        )
    return svg, (MARGIN - box.ymin) / SIZE, (box.ymax - box.ymin + 2 * MARGIN) / SIZE


def _depth(tree: ET.Element) -> int:
    """Return how deep the elements of *tree* stand in each other."""
    depth, level = 0, [tree]
    while level:  # not by recursion: authors nest deep
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


def _letters(node: Any, x: float, y: float) -> Iterator[tuple[float, float, Any]]:
    """Yield the letters in *node*, which ziamath has set at *x* and *y* (down the page), and where
    they stand."""
    if hasattr(node, "glyph"):
        yield x, y, node
    for (right, down), child in zip(getattr(node, "nodexy", ()), node.nodes, strict=False):
        yield from _letters(child, x + right, y + down)


def _prepare(element: ET.Element) -> None:
    """Write *element* as ziamath needs it; raise `BadFormula` for what it leaves out."""
    for child in list(element):
        _prepare(child)
    if element.tag == "mo":
        _prepare_sign(element)
    elif element.tag == "mtable":
        element.attrib.pop("columnspacing", None)
        # Browsers draw them by style, if at all.
        if any(element.get(name, "none").replace("none", "").strip() for name in _LINES):
            raise BadFormula("lines between the rows or columns of a formula cannot be drawn")
    elif element.tag == "mtd":
        if any(element.get(name, "1") != "1" for name in _SPANS):
            raise BadFormula("a cell over more than one row or column cannot be drawn")
    elif element.tag == "menclose":
        wanted = element.get("notation", "longdiv")
        element.set("notation", wanted)
        if unknown := sorted({*wanted.split()} - _NOTATIONS):
            raise BadFormula(f"“{unknown[0]}” (menclose) cannot be drawn")
    elif element.tag == "mfrac":
        if not re.match(r"[\d.]", element.get("linethickness", "")):
            element.attrib.pop("linethickness", None)  # ziamath draws none for a word
    elif element.tag == "mstyle":
        _take_off(element)
    if element.tag in TOKENS:
        is_empty = not (element.text or "").strip(" \t\r\n")
    else:
        is_empty = element.tag != "mprescripts" and not len(element)
    if is_empty and element.tag != "mspace":  # ziamath has no box for it
        if element.tag in ("math", "mtd"):
            ET.SubElement(element, "mspace", width="0")
        else:
            element.tag = "mspace"
            element.attrib = {"width": "0"}


def _prepare_sign(sign: ET.Element) -> None:
    """Take the signs that browsers take: accents that stand on a letter, a minus."""
    if sign.text == "^":
        sign.text = "\u02c6" if sign.get("stretchy") == "false" else "\u0302"
    elif sign.text == "~":
        sign.text = "\u0303"
    elif sign.text == "-":
        sign.text = "\u2212"


def _take_off(style: ET.Element) -> None:
    """Make another element of ``mstyle``, of which ziamath would lose the parts that make one."""
    if len(style) == 1:
        (child,) = style
        attributes = {**style.attrib, **child.attrib}
        style[:], style.tag, style.text = list(child), child.tag, child.text
        style.attrib = attributes
    else:
        style.tag = "mrow"
