"""The nodes that briefpress adds to docutils' and Sphinx's."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


class page_note(nodes.Inline, nodes.TextElement):
    """A note at the place of its first call, for paper: ``label`` is its number."""


def visit_page_note(translator: HTML5Translator, node: page_note) -> None:
    """Begin the element that the paper theme lays at the foot of the page."""
    attributes = {"class": "note", "data-label": node["label"]}
    translator.body.append(translator.starttag(node, "span", "", **attributes))


def depart_page_note(translator: HTML5Translator, node: page_note) -> None:
    """End it."""
    translator.body.append("</span>")


def skip(translator: nodes.NodeVisitor, node: nodes.Node) -> None:
    """Write nothing for *node*."""
    raise nodes.SkipNode
