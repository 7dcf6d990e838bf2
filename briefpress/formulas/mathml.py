"""Mend an author's own formulas (MathML), as browsers show them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from briefpress.formulas.words import in_words
from briefpress.html_tags import names
from briefpress.trees import MATHML, gather, name_in


class BadFormula(Exception):
    """A formula that cannot be set; the message says why."""


# How many parts each element has (MathML Core, 3.3 and 3.4).
PARTS: Mapping[str, int] = {
    "mfrac": 2,
    "mover": 2,
    "mroot": 2,
    "msub": 2,
    "msubsup": 3,
    "msup": 2,
    "munder": 2,
    "munderover": 3,
}

# MathML 3, chapter 3: what holds words; what holds others; and the parts of a table.
TOKENS = names("mi mn mo ms mspace mtext")
LAYOUT = (
    names("""
    math menclose merror mfenced mmultiscripts mpadded mphantom mprescripts mrow msqrt mstyle mtable
    mtd mtr none
""")
    | PARTS.keys()
)
# Others than the first may be chosen in its place.
CHOICES = names("maction semantics")
_COUNTS = {**PARTS, "mprescripts": 0, "mspace": 0, "none": 0}
_CELLS = {"mtable": "mtr", "mtr": "mtd"}
_PARENTS = {"mtd": "mtr", "mtr": "mtable"}
# Which attributes all may have, which some have, and their values.
_COMMON = names("class dir href id mathbackground mathcolor style")
_VARIANTS = "normal|italic|monospace|initial|tailed|looped|stretched|double-struck|" + "|".join(
    (
        "(bold-)?(fraktur|script)",
        "bold|bold-italic",
        "(bold-)?sans-serif",
        "sans-serif-(bold-)?italic",
    )
)
_OWN: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("mi", "mn", "ms", "mtext"), names("mathsize mathvariant")),
    "math": names("alttext display displaystyle mathsize mathvariant scriptlevel"),
    "menclose": names("notation"),
    "mfenced": names("close open separators"),
    "mfrac": names("bevelled linethickness"),
    "mo": names("""
        accent fence form largeop lspace mathsize mathvariant maxsize minsize movablelimits rspace
        separator stretchy symmetric
    """),
    "mover": names("accent"),
    "mpadded": names("depth height lspace voffset width"),
    "mspace": names("depth height width"),
    "mstyle": names("displaystyle mathsize mathvariant scriptlevel"),
    "mtable": names("""
        align columnalign columnlines columnspacing displaystyle frame rowalign rowlines rowspacing
    """),
    "mtd": names("columnalign columnspan rowalign rowspan"),
    "mtr": names("columnalign rowalign"),
    "munder": names("accentunder"),
    "munderover": names("accent accentunder"),
}
_LENGTH = r"-?(\d+\.?\d*|\.\d+)(em|ex|px|in|cm|mm|pt|pc|%)?|(very){0,2}(thin|medium|thick)mathspace"
COLOUR = (
    "#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?|aqua|black|blue|fuchsia|gray|green|lime|maroon|navy|olive|"
    "purple|red|silver|teal|white|yellow"
)
_VALUES: Mapping[str, str] = {
    **dict.fromkeys(
        names("""
            accent accentunder bevelled displaystyle fence largeop movablelimits separator stretchy
            symmetric
        """),
        "true|false",
    ),
    **dict.fromkeys(names("lspace minsize rspace"), _LENGTH),
    **dict.fromkeys(("columnspan", "rowspan"), r"[1-9]\d*"),
    **dict.fromkeys(("mathbackground", "mathcolor"), COLOUR),
    **dict.fromkeys(("columnlines", "rowlines"), "((none|solid|dashed) ?)+"),
    "align": "(axis|baseline|bottom|center|top)( -?[0-9]+)?",
    "columnalign": "((left|center|right) ?)+",
    "dir": "ltr|rtl",
    "display": "block|inline",
    "frame": "none|solid|dashed",
    "form": "prefix|infix|postfix",
    "linethickness": f"{_LENGTH}|thin|medium|thick",
    "mathsize": f"{_LENGTH}|small|normal|big",
    "mathvariant": _VARIANTS,
    "maxsize": f"{_LENGTH}|infinity",
    "rowalign": "((axis|baseline|bottom|center|top) ?)+",
    "scriptlevel": r"[+-]?\d+",
}


def mend_formula(formula: ET.Element) -> bool:
    """Write *formula* as the standard has it, with its words; return whether there is anything in
    it."""
    _mend_part(formula, "")
    words = formula.get("alttext", "").strip() or in_words(formula)
    if words:
        formula.set("alttext", words)
    else:
        formula.attrib.pop("alttext", None)
    return len(formula) > 0


def _mend_part(element: ET.Element, parent: str) -> None:
    name = name_in(MATHML, element)
    if name in CHOICES:
        element[1:] = []
    children = [child for child in element if name_in(MATHML, child)]
    is_whole = len(children) == _COUNTS.get(name, len(children))
    if name == "mmultiscripts":
        is_whole = has_pairs([name_in(MATHML, child) for child in children])
    if name not in TOKENS | LAYOUT or not is_whole or _PARENTS.get(name, parent) != parent:
        name = "mrow"
        element.tag = f"{{{MATHML}}}mrow"
    for attribute, value in list(element.items()):
        is_known = attribute in _COMMON or attribute in _OWN.get(name, ())
        if not (is_known and re.fullmatch(_VALUES.get(attribute, ".+"), value, re.DOTALL)):
            del element.attrib[attribute]
    if name in TOKENS:
        if name != "mtext":  # the only one that HTML may stand in
            element.text = "".join(element.itertext())
            element[:] = []
        return
    if inner := _CELLS.get(name):
        gather(element, {f"{{{MATHML}}}{inner}"}, f"{{{MATHML}}}{inner}")
    for child in element:
        if name_in(MATHML, child):
            _mend_part(child, name)
    # Words stand in a token.
    tags = {child.tag for child in element if name_in(MATHML, child)}
    gather(element, tags, f"{{{MATHML}}}mtext")


def has_pairs(parts: Sequence[str]) -> bool:
    """Whether all indices of *parts* of ``mmultiscripts`` have another over or under them."""
    at = parts.index("mprescripts") if "mprescripts" in parts else len(parts)
    return at % 2 == 1 and (at == len(parts) or (len(parts) - at) % 2 == 1)
