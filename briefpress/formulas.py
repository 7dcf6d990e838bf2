"""Set formulas: MathML for browsers and books, SVG with a text alternative for paper.

WeasyPrint lays MathML out wrongly, and browsers need no script for it.
"""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from xml.etree import ElementTree as ET

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.directives.patches import MathDirective
from sphinx.transforms import SphinxTransform

from briefpress.nodes import plain_text
from briefpress.problems import Kind, log_error
from briefpress.themes.tokens import tokens_of
from briefpress.translation.transform import Translate

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.util.typing import OptionSpec
    from sphinx.writers.html5 import HTML5Translator


SIZE = 10.0  # of the drawing's text, in its own units
MARGIN = 0.4  # around it, for letters that lean out
SCALE = 1.04  # STIX Two has smaller letters than Literata


class BadFormula(Exception):
    """A formula that cannot be set; the message says why."""


class FormulaDirective(MathDirective):
    """``{math}`` with an option ``:alt:``, the formula in words."""

    option_spec: ClassVar[OptionSpec] = {
        **MathDirective.option_spec,
        "alt": directives.unchanged_required,
    }

    def run(self) -> list[Node]:
        """Return the formula, and its words as a message."""
        found = list(super().run())
        if "alt" in self.options:
            text = self.options["alt"]
            alt = plain_text(text, text, key="formula")
            alt.source, alt.line = self.get_source_info()
            found.append(alt)
        return found


class SetFormulas(SphinxTransform):
    """Sets every formula, once for all formats, and names those that cannot be read."""

    default_priority = Translate.default_priority + 1

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for text in [n for n in self.document.findall(plain_text) if n.get("key") == "formula"]:
            formula = text.previous_sibling()
            assert isinstance(formula, nodes.math_block)
            formula["alt"] = text.astext()
            text.parent.remove(text)
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, (nodes.math, nodes.math_block)):
                self._set(node)

    def _set(self, node: nodes.Element) -> None:
        block = isinstance(node, nodes.math_block)
        if "amsmath" in node["classes"] and node.get("label"):
            # MyST-Parser names it at random; nobody can refer to it.
            target = node.previous_sibling()
            if isinstance(target, nodes.target):
                target.parent.remove(target)
        try:
            tree = read(node.astext(), block=block)
            svg, depth, height = draw(tree, tokens_of(self.config)["ink"])
        except BadFormula as fault:
            log_error(
                _location(node),
                Kind.FORMULA,
                "the formula “%s” cannot be read: %s",
                re.sub(r"\s+", " ", node.astext())[:50],
                fault,
            )
            return
        node["alt"] = node.get("alt") or in_words(tree)
        tree.set("alttext", node["alt"])
        _name_variables(tree)
        node["mathml"] = ET.tostring(tree, encoding="unicode")
        node["drawing"], node["stem"] = svg, "formula"
        node["style"] = f"height: {height * SCALE:.3f}em; vertical-align: {-depth * SCALE:.3f}em"


def _name_variables(tree: ET.Element) -> None:
    """Let style sheets find the letters that are set in italics (MathML Core, 3.2.2)."""
    for element in tree.iter("mi"):
        if len(element.text or "") == 1 and not element.get("mathvariant"):
            element.set("class", "variable")


def _location(node: nodes.Element) -> str:
    """Return file and line of a formula; one in a line has those of its paragraph."""
    element: Node | None = node
    while element is not None and not (element.line and element.source):
        element = element.parent
    return f"{element.source}:{element.line}" if element is not None else ""


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


def draw(tree: ET.Element, colour: str) -> tuple[str, float, float]:
    """Return a formula in MathML as an SVG document of that *colour*, how deep it hangs below the
    line, and its height, both in ems; raise `BadFormula`."""
    from ziamath.config import config
    from ziamath.zmath import Math

    config.svg2 = False  # letters as paths: WeasyPrint misplaces symbols
    tree = copy.deepcopy(tree)
    tree.attrib.pop("xmlns", None)  # ziamath knows the bare names alone
    tree.set("mathcolor", colour)
    for element in tree.iter("mo"):
        # ziamath has the accents under other letters.
        if element.text == "^":
            element.text = "\u02c6" if element.get("stretchy") == "false" else "\u0302"
        elif element.text == "~":
            element.text = "\u0303"
    for element in tree.iter("mtable"):
        element.attrib.pop("columnspacing", None)
    try:
        formula = Math(tree, size=SIZE, margin=MARGIN)
        svg = formula.svg()
    except Exception as fault:  # assertions and errors of XML among others
        raise BadFormula("it cannot be drawn; write it more simply") from fault
    low, high = formula.node.bbox.ymin, formula.node.bbox.ymax
    return svg, (MARGIN - low) / SIZE, (high - low + 2 * MARGIN) / SIZE


def in_words(tree: ET.Element) -> str:
    """Return a formula as a line of text, for those who hear it: ``E = m c^2``."""
    return re.sub(r"\s+", " ", _line(tree)).strip()


def is_line(tree: ET.Element) -> bool:
    """Whether a formula is a line of signs, without fractions, roots, indices and tables."""
    return all(element.tag.rpartition("}")[2] in _IN_LINE for element in tree.iter())


_IN_LINE = frozenset(["math", "mi", "mn", "mo", "mrow", "mspace", "mstyle", "mtext"])


def _line(element: ET.Element) -> str:
    parts = [_line(child) for child in element]
    tag = element.tag.rpartition("}")[2]
    if tag == "mo":
        return f" {element.text or ''} "
    if not parts:
        return element.text or ""
    if tag == "mfrac":
        return f"{_group(parts[0])}/{_group(parts[1])}"
    if tag == "msqrt":
        return f"√{_group(' '.join(parts))}"
    if tag == "mroot":
        return f"{_group(parts[1])}√{_group(parts[0])}"
    if tag in ("msub", "munder"):
        return f"{parts[0].strip()}_{_group(parts[1])}"
    if tag in ("msup", "mover"):
        return f"{parts[0].strip()}^{_group(parts[1])}"
    if tag in ("msubsup", "munderover"):
        return f"{parts[0].strip()}_{_group(parts[1])}^{_group(parts[2])}"
    return ("; " if tag == "mtable" else " ").join(parts)


def _group(text: str) -> str:
    text = text.strip()
    return text if re.fullmatch(r"\w*", text) else f"({text})"


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line."""
    translator.body.append("".join(_written(translator, node)))
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number."""
    body = "".join(_written(translator, node))
    if node.get("number"):
        body += f'<span class="eqno">({node["number"]})</span>'
    start = translator.starttag(node, "div", "", CLASS="formula")
    translator.body.append(f"{start}{body}</div>\n")
    raise nodes.SkipNode


def _written(translator: HTML5Translator, node: nodes.Element) -> Iterator[str]:
    if "uri" in node:
        alt = translator.attval(node["alt"])
        yield f'<img class="formula" src="{node["uri"]}" alt="{alt}" style="{node["style"]}">'
    elif "mathml" in node:
        yield node["mathml"]
    else:  # it could not be read, and its author was told
        yield f"<code>{translator.encode(node.astext())}</code>"
