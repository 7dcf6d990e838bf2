"""Mend an author's own formulas (MathML) and drawings (SVG), as browsers show them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from briefpress.epub.trees import MATHML, SVG, gather, name_in, remove
from briefpress.formulas import PARTS, in_words
from briefpress.html_tags import names

# MathML 3, chapter 3: what holds words; what holds others; and the parts of a table.
_TOKENS = names("mi mn mo ms mspace mtext")
_LAYOUT = (
    names("""
    math menclose merror mfenced mmultiscripts mpadded mphantom mprescripts mrow msqrt mstyle mtable
    mtd mtr none
""")
    | PARTS.keys()
)
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
_COLOUR = (
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
    **dict.fromkeys(("mathbackground", "mathcolor"), _COLOUR),
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
    if name in ("maction", "semantics"):  # others may be chosen in their place
        element[1:] = []
    children = [child for child in element if name_in(MATHML, child)]
    is_whole = len(children) == _COUNTS.get(name, len(children))
    if name == "mmultiscripts":
        is_whole = _has_pairs([name_in(MATHML, child) for child in children])
    if name not in _TOKENS | _LAYOUT or not is_whole or _PARENTS.get(name, parent) != parent:
        name = "mrow"
        element.tag = f"{{{MATHML}}}mrow"
    for attribute, value in list(element.items()):
        is_known = attribute in _COMMON or attribute in _OWN.get(name, ())
        if not (is_known and re.fullmatch(_VALUES.get(attribute, ".+"), value, re.DOTALL)):
            del element.attrib[attribute]
    if name in _TOKENS:
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


def _has_pairs(parts: Sequence[str]) -> bool:
    """Whether all indices of *parts* of ``mmultiscripts`` have another over or under them."""
    at = parts.index("mprescripts") if "mprescripts" in parts else len(parts)
    return at % 2 == 1 and (at == len(parts) or (len(parts) - at) % 2 == 1)


# What a drawing is made of (SVG 1.1), and what it shows nothing without.
_SHAPES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        names("""
            a clipPath defs desc feBlend feColorMatrix feComponentTransfer feComposite
            feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feFlood feFuncA
            feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset
            fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter foreignObject g
            line linearGradient marker mask pattern radialGradient style svg switch symbol text
            textPath title tspan use
        """),
        frozenset(),
    ),
    **dict.fromkeys(("animate", "animateTransform", "set"), names("attributeName")),
    "circle": names("r"),
    "ellipse": names("rx ry"),
    "image": names("height width"),
    "path": names("d"),
    "polygon": names("points"),
    "polyline": names("points"),
    "rect": names("height width"),
    "stop": names("offset"),
}
_DRAWN = names("""
    accumulate additive alignment-baseline amplitude attributeName attributeType begin by calcMode
    dur end from keySplines keyTimes repeatCount repeatDur restart to
    aria-describedby aria-hidden aria-label aria-labelledby azimuth
    baseFrequency baseline-shift bias class clip clip-path clip-rule clipPathUnits color
    color-interpolation color-interpolation-filters cx cy d diffuseConstant direction display
    divisor dominant-baseline dx dy edgeMode elevation exponent fill fill-opacity fill-rule filter
    filterUnits flood-color flood-opacity focusable font-family font-size font-size-adjust
    font-stretch font-style font-variant font-weight fx fy gradientTransform gradientUnits height
    href id image-rendering in in2 intercept k1 k2 k3 k4 kernelMatrix lang lengthAdjust
    letter-spacing lighting-color limitingConeAngle marker-end marker-mid marker-start markerHeight
    markerUnits markerWidth mask maskContentUnits maskUnits method mode numOctaves offset opacity
    operator order orient overflow pathLength patternContentUnits patternTransform patternUnits
    points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius
    refX refY result role rotate rx ry scale seed shape-rendering slope spacing specularConstant
    specularExponent spreadMethod startOffset stdDeviation stitchTiles stop-color stop-opacity
    stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width style surfaceScale systemLanguage tabindex tableValues targetX
    targetY text-anchor text-decoration text-rendering textLength title transform type
    unicode-bidi values version viewBox visibility width word-spacing writing-mode x x1 x2
    xChannelSelector y y1 y2 yChannelSelector z
""")


_DRAWN_VALUES: Mapping[str, str] = {
    "aria-hidden": "true|false",
    "role": "group|img|none|presentation",
    "tabindex": r"-?\d+",
}


def mend_drawing(drawing: ET.Element) -> None:
    """Take out of *drawing* what is nothing to the standard: browsers do not show it either."""
    for attribute, value in list(drawing.items()):
        is_known = attribute.startswith("{") or attribute in _DRAWN
        if not (is_known and re.fullmatch(_DRAWN_VALUES.get(attribute, ".*"), value, re.DOTALL)):
            del drawing.attrib[attribute]
    for child in list(drawing):
        name = name_in(SVG, child)
        if not name:  # a comment, or HTML
            continue
        needed = _SHAPES.get(name)
        if needed is None or not all(child.get(each) for each in needed):
            remove(drawing, child)
        else:
            mend_drawing(child)
