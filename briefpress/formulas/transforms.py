"""Put formulas into the document: what is written, shown, drawn and heard of them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, ClassVar
from unicodedata import normalize
from xml.etree import ElementTree as ET

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.directives.patches import MathDirective
from sphinx.transforms import SphinxTransform

from briefpress.confinement import line_in
from briefpress.elements.html import WriteHtml
from briefpress.formulas.authored import formulas_in, read_authored
from briefpress.formulas.drawing import draw
from briefpress.formulas.latex import read
from briefpress.formulas.mathml import BadFormula
from briefpress.formulas.words import in_words
from briefpress.nodes import plain_text
from briefpress.problems import Kind, log_error
from briefpress.themes.tokens import tokens_of
from briefpress.translation.transform import Translate

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.config import Config
    from sphinx.util.typing import OptionSpec


SCALE = 1.04  # STIX Two has smaller letters than Literata


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
            tree.set("alttext", node.get("alt") or in_words(tree))
            _fill(node, tree, self.config)
        except BadFormula as fault:
            log_error(
                _location(node),
                Kind.FORMULA,
                "the formula “%s” cannot be read: %s",
                _shortened(node.astext()),
                fault,
            )


def _fill(node: nodes.Element, tree: ET.Element, config: Config) -> None:
    """Give *node* what is shown, drawn and heard of the formula *tree*; raise `BadFormula`."""
    svg, depth, height = draw(tree, tokens_of(config)["ink"])
    _name_variables(tree)
    node["alt"] = tree.get("alttext")
    node["mathml"] = ET.tostring(tree, encoding="unicode")
    node["drawing"], node["stem"] = svg, "formula"
    node["style"] = f"height: {height * SCALE:.3f}em; vertical-align: {-depth * SCALE:.3f}em"


def _name_variables(tree: ET.Element) -> None:
    """Let style sheets find the letters that are set in italics (MathML Core, 3.2.2)."""
    for element in tree.iter("mi"):
        text = element.text or ""
        is_plain = len(text) == 1 and text.isalpha() and normalize("NFKC", text) == text
        if is_plain and not element.get("mathvariant"):
            element.set("class", " ".join([*element.get("class", "").split(), "variable"]))


def _location(node: nodes.Element) -> str:
    """Return file and line of a formula; one in a line has those of its paragraph."""
    element: Node | None = node
    while element is not None and not (element.line and element.source):
        element = element.parent
    return f"{element.source}:{element.line}" if element is not None else ""


def _shortened(text: str) -> str:
    return re.sub(r"\s+", " ", text)[:50]


class JoinFormulas(SphinxTransform):
    """Makes one node of a formula in a line of Markdown, which has one for each of its tags: what
    stands between them is nothing to translate."""

    # Before messages are collected (10), and before the words of HTML are found.
    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        join_formulas(self.document)


def join_formulas(document: nodes.document) -> None:
    """Make one node of each formula that an author wrote in a line of *document*."""
    for block in list(document.findall(nodes.TextElement)):
        for place in range(len(block) - 1, -1, -1):  # from behind, for those before it stay
            child = block[place]
            if isinstance(child, nodes.raw) and _is_html(child) and _BEGIN.match(child.astext()):
                _join(block, place)
        is_named = block["ids"] or block["classes"]
        is_plain = isinstance(block, nodes.paragraph) and len(block) == 1 and not is_named
        if is_plain and _is_formula(block[0]):
            block.replace_self(block[0])  # as HTML in a block: its words are an attribute


def _join(block: nodes.TextElement, place: int) -> None:
    """Make one node of the formula that begins at *place* in *block*."""
    written = ""
    for end, node in enumerate(block.children[place:], place + 1):
        if isinstance(node, nodes.Text):
            written += html.escape(node.astext(), quote=False)
        elif isinstance(node, nodes.raw):
            written += node.astext()
        else:
            return  # markup, which is told when formulas are set
        if [*formulas_in(written)]:
            joined = nodes.raw("", written, format="html")
            joined.source, joined.line = block[place].source, block[place].line
            block[place:end] = [joined]
            return


def _is_formula(node: Node) -> bool:
    if not (isinstance(node, nodes.raw) and _is_html(node)):
        return False
    return [*formulas_in(node.astext())] == [slice(0, len(node.astext()))]


_BEGIN = re.compile(r"<(?:\w+:)?math[\s/>]", re.IGNORECASE)


class SetAuthoredFormulas(SphinxTransform):
    """Sets the formulas that an author wrote as MathML as those in LaTeX are."""

    # When the translated words are in them, and their ids are known.
    default_priority = WriteHtml.default_priority + 1

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        join_formulas(self.document)
        for raw in list(self.document.findall(nodes.raw)):
            if _is_html(raw):
                self._part(raw)

    def _part(self, raw: nodes.raw) -> None:
        """Make nodes of the formulas in *raw*. Those in a block stay in it: its elements must not
        come apart."""
        written, end = raw.astext(), 0
        in_line = isinstance(raw.parent, nodes.TextElement)
        parts: list[Node] = []
        for place in formulas_in(written):
            parts.append(_as_written(written[end : place.start], in_line=in_line))
            line = line_in(raw) + written.count("\n", 0, place.start)
            parts.append(self._made(written[place], raw, line, in_line=in_line))
            end = place.stop
        if not parts:
            if in_line and _BEGIN.match(written) and _is_ended(raw):
                self._refuse(raw, line_in(raw), _MARKED)
            return
        parts.append(_as_written(written[end:], in_line=in_line))
        shown = [part for part in parts if isinstance(part, nodes.Element) or part.astext().strip()]
        alone = shown[0] if len(shown) == 1 and isinstance(shown[0], nodes.math) else None
        if in_line:
            index = raw.parent.index(raw)
            raw.parent[index : index + 1] = [part for part in parts if part.astext()]
        elif alone is not None:
            raw.replace_self(_on_its_own(alone))
        else:
            raw[:] = parts

    def _made(self, written: str, raw: nodes.raw, line: int, *, in_line: bool) -> Node:
        """Return the node of a formula of *raw*, as *written* on that *line*."""
        try:
            tree = read_authored(written)
            name = tree.attrib.pop("id", "")
            node = nodes.math(written, written, display=tree.get("display"))
            _fill(node, tree, self.config)
        except BadFormula as fault:
            self._refuse(raw, line, str(fault))
            return _as_written(written, in_line=in_line)
        node.source, node.line = raw.source, line
        if in_line:
            node[:] = [nodes.Text(node["alt"])]
        if name:
            node["ids"].append(name)
            self.document.ids[name] = node
        return node

    def _refuse(self, raw: nodes.raw, line: int, why: str) -> None:
        place = f"{raw.source or self.document['source']}:{line}"
        log_error(place, Kind.FORMULA, "this formula (<math>) cannot be set: %s", why)


_MARKED = (
    "Markdown takes some of its signs for its own; write it on lines of its own, between "
    "“```{raw} html” and “```”"
)


def _is_html(raw: nodes.raw) -> bool:
    return "html" in raw["format"].split()


def _is_ended(raw: nodes.raw) -> bool:
    """Whether a formula that *raw* begins ends beside it."""
    behind = raw.parent.children[raw.parent.index(raw) :]
    return any(isinstance(each, nodes.raw) and "math>" in each.astext() for each in behind[1:])


def _as_written(text: str, *, in_line: bool) -> Node:
    return nodes.raw("", text, format="html") if in_line else nodes.Text(text)


def _on_its_own(formula: nodes.math) -> nodes.Element:
    """Return a block of *formula* alone."""
    words = formula["alt"]
    if formula["display"] == "block":
        block: nodes.Element = nodes.math_block(words, words, **formula.attributes)
    else:
        formula[:] = [nodes.Text(words)]
        block = nodes.paragraph("", "", formula)
    block.source, block.line = formula.source, formula.line
    return block
