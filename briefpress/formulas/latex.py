"""Read formulas in LaTeX."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree as ET

from briefpress.formulas.mathml import PARTS, BadFormula

# What \href and \style could make of a page.
_REFUSED = ("class", "href", "id", "style")


def read(latex: str, *, block: bool) -> ET.Element:
    """Return *latex* as MathML; raise `BadFormula` for what latex2mathml passes over or shows as
    it is written."""
    # Imported here: a brief without formulas need not wait for it.
    from latex2mathml.converter import convert_to_element

    plain = re.sub(r"\\.", "", latex, flags=re.DOTALL)
    if plain.count("{") != plain.count("}"):
        raise BadFormula("a brace is not closed, or one too many is")
    latex = _known(latex)
    try:
        tree = convert_to_element(latex, display="block" if block else "inline")
    except Exception as fault:  # it has no common class of errors, and raises Python's own too
        raise BadFormula(_reason(fault)) from None
    for element in tree.iter():
        text = element.text or ""
        if re.match(r"\\[A-Za-z]", text):
            raise BadFormula(f"{text} is no command that is known here")
        if text == "&":
            raise BadFormula(r"a & stands outside of a table; write \&")
        if len(element) < PARTS.get(element.tag, 0):
            raise BadFormula("a fraction, a root or an index lacks a part")
        # It writes letters as references, for a serialiser of its own that leaves < as it is.
        element.text = html.unescape(text)
        if element.tag == "mtext":
            element.text = re.sub(r"\\([#$%&_{}])", r"\1", element.text)
        for name in _REFUSED:
            element.attrib.pop(name, None)
    return tree


# Environments of amsmath that latex2mathml lacks, or counts the rows of, which is left to Sphinx;
# and those that are set so.
_ALIKE = {
    "align": "align*",
    "aligned": "split",
    "equation": "equation*",
    "gather": "matrix",
    "gather*": "matrix",
    "gathered": "matrix",
}


def _known(latex: str) -> str:
    """Return *latex* with environments that latex2mathml has; raise `BadFormula` if there is none
    like one of its own: it would put all in one row."""
    from latex2mathml.commands import MATRICES

    there = {name.removeprefix("\\") for name in MATRICES} | {"equation*"}

    def change(match: re.Match[str]) -> str:
        name = _ALIKE.get(match["name"], match["name"])
        if name not in there:
            raise BadFormula(
                f"{name} is no environment that is known here; rows that are aligned stand in "
                "“align”, others in “gather”"
            )
        return f"\\{match['end']}{{{name}}}"

    return re.sub(r"\\(?P<end>begin|end)\{(?P<name>[^{}]*)\}", change, latex)


def _reason(fault: Exception) -> str:
    """Make words of the name of an error: ``ExtraLeftOrMissingRightError``."""
    words = re.findall(r"[A-Z][a-z]+", type(fault).__name__.removesuffix("Error"))
    return " ".join(words).lower() or "it is no LaTeX"
