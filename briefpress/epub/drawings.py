"""Mend an author's own drawings (SVG), as browsers show them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from briefpress.html_tags import names
from briefpress.trees import SVG, name_in, remove

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
