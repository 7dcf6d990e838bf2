"""The nodes that briefpress adds to docutils' and Sphinx's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


class front_matter(nodes.General, nodes.Element):
    """The strings of a document's front matter; shown by templates, skipped by writers."""


class front_matter_text(nodes.General, nodes.TextElement):
    """One string, plain text; ``key`` is its key in the front matter."""


class citation_cluster(nodes.Inline, nodes.TextElement):
    """Works cited in one place: ``cites`` is a tuple of `briefpress.bibliography.Cite`.

    Gone before anything is written.
    """


class reference_list(nodes.General, nodes.Element):
    """Where the list of references stands. Gone before anything is written."""


class brief_part(nodes.General, nodes.Element):
    """A part that the author marked: ``kind`` is one of `briefpress.directives`, ``label`` the
    kind of a box. Its first child may be its title."""


class element_line(nodes.Part, nodes.TextElement):
    """A line below a figure or a table: ``kind`` is one of `briefpress.elements.lines.LABELS`.

    Gone before anything is written.
    """


class span_mark(nodes.Inline, nodes.Element):
    """``over`` (``morecols`` or ``morerows``) how many columns or rows (``count``) a cell of a list
    goes. Gone when the table is made."""


class substitution(nodes.Inline, nodes.TextElement):
    """A ``name`` in double braces. Gone when the translations are put in."""


class substitution_words(nodes.TextElement):
    """The words for a ``name``, among the strings of the `front_matter`."""


class page_note(nodes.Inline, nodes.TextElement):
    """A note at the place of its first call, for paper: ``label`` is its number."""


# The element of each kind of part, and its ARIA role (Digital Publishing WAI-ARIA Module 1.1).
_PARTS = {
    "box": ("aside", ""),
    "key-messages": ("section", ""),
    "pull-quote": ("aside", ""),
    "recommendations": ("section", ""),
    "summary": ("section", "doc-abstract"),
}


def visit_brief_part(translator: HTML5Translator, node: brief_part) -> None:
    """Begin the element of a part; a heading of its own names it."""
    element, role = _PARTS[node["kind"]]
    attributes: dict[str, Any] = {"role": role} if role else {}
    if node["kind"] == "pull-quote":
        attributes["aria-hidden"] = "true"  # the sentence stands in the text too
    elif node["ids"]:
        attributes["aria-labelledby"] = f"{node['ids'][0]}-heading"
    translator.body.append(translator.starttag(node, element, **attributes))
    if node.get("label"):
        label = translator.encode(node["label"])
        translator.body.append(f'<p class="box-label">{label}</p>\n')


def depart_brief_part(translator: HTML5Translator, node: brief_part) -> None:
    """End it."""
    translator.body.append(f"</{_PARTS[node['kind']][0]}>\n")


def visit_page_note(translator: HTML5Translator, node: page_note) -> None:
    """Begin the element that the paper theme lays at the foot of the page."""
    attributes = {"class": "page-note", "data-label": node["label"]}
    translator.body.append(translator.starttag(node, "span", "", **attributes))


def depart_page_note(translator: HTML5Translator, node: page_note) -> None:
    """End it."""
    translator.body.append("</span>")


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Show the source of a formula in a line as code."""
    start = translator.starttag(node, "code", "", CLASS="formula")
    translator.body.append(f"{start}{translator.encode(node.astext())}</code>")
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Show the source of a formula on lines of its own as code."""
    start = translator.starttag(node, "pre", "", CLASS="formula")
    translator.body.append(f"{start}{translator.encode(node.astext())}</pre>\n")
    raise nodes.SkipNode


def skip(translator: nodes.NodeVisitor, node: nodes.Node) -> None:
    """Write nothing for *node*."""
    raise nodes.SkipNode
