"""The nodes that briefpress adds to docutils' and Sphinx's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

    from briefpress.builders import PublicationBuilder


class front_matter(nodes.General, nodes.Element):
    """The strings and the pictures of a document's front matter; shown by templates, skipped by
    writers. A picture has its key in the front matter as ``key``."""


class plain_text(nodes.General, nodes.TextElement):
    """A message without markup, also when it is translated; ``key`` says what it is for."""


class front_matter_text(plain_text):
    """One string; ``key`` is its key in the front matter."""


class html_text(plain_text):
    """Words of a block of HTML, with the tags within a sentence."""


class html_words(nodes.Invisible, nodes.Element):
    """The words of the block of HTML that follows, `html_text`. Gone when they are translated."""


class link_titles(nodes.Invisible, nodes.Element):
    """Titles of links, as `plain_text`. Gone when they are translated."""


class citation_cluster(nodes.Inline, nodes.TextElement):
    """Works cited in one place: ``cites`` is a tuple of `briefpress.citeproc.Cite`.

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


class chart(nodes.General, nodes.Element):
    """A chart in a figure: ``kind``, ``rows`` of numbers, ``places`` (decimals) of each series.

    Its words are `plain_text` with the keys ``alt``, ``unit``, ``head``, ``series``, ``category``.
    ``drawing`` is its picture, an SVG document, and ``narrow`` the same for a telephone.
    """


class chart_data(nodes.General, nodes.Element):
    """The numbers of a chart, as a table; ``summary`` is what opens it on the web."""


class picture_words(nodes.Invisible, nodes.Element):
    """The words in the picture ``file`` (in the folder of the sources), as `plain_text`.

    Gone when they are translated.
    """


class substitution(nodes.Inline, nodes.TextElement):
    """A ``name`` in double braces. Gone when the translations are put in."""


class substitution_words(nodes.TextElement):
    """The words for a ``name``, among the strings of the `front_matter`."""


class page_note(nodes.Inline, nodes.TextElement):
    """A note at the place of its first call, for paper: ``label`` is its number."""


def is_bibliography(node: nodes.Node) -> bool:
    """Whether *node* holds the list of references and, but for its heading, nothing else."""
    if not isinstance(node, (nodes.container, nodes.section)):
        return False
    shown = [each for each in node.children if not isinstance(each, (nodes.Invisible, nodes.title))]
    if len(shown) != 1 or not isinstance(shown[0], nodes.bullet_list):
        return False
    return "references" in shown[0]["classes"]


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
    _ = cast("PublicationBuilder", translator.builder).words
    attributes = {
        "class": "page-note",
        "data-label": node["label"],
        # What is heard of the links to the note and back (see `briefpress.pdf.tags.notes`).
        "data-call": _("Note %s") % node["label"],
        "data-back": _("Back to the text"),
    }
    translator.body.append(translator.starttag(node, "span", "", **attributes))


def depart_page_note(translator: HTML5Translator, node: page_note) -> None:
    """End it."""
    translator.body.append("</span>")


def skip(translator: nodes.NodeVisitor, node: nodes.Node) -> None:
    """Write nothing for *node*."""
    raise nodes.SkipNode
