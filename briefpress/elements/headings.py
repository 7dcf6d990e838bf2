"""Let a link without words show the heading that it leads to as readers have it; look at the levels
of headings in HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxSmartQuotes, SphinxTransform
from sphinx.util.nodes import clean_astext

from briefpress.confinement import line_in
from briefpress.directives import HEADINGS
from briefpress.html_tags import tags_of
from briefpress.nodes import brief_part
from briefpress.problems import Kind, log_warning


class NameHeadings(SphinxTransform):
    """Gives the headings that MyST-Parser remembers for ``[](#heading)`` the words that they have
    by now: a translation's, those for a name in braces, with the marks of the language."""

    default_priority = SphinxSmartQuotes.default_priority + 1

    def apply(self, **kwargs: Any) -> None:
        """Change what is remembered, in place: the environment has it too."""
        slugs: dict[str, tuple[int | None, str, str]] = getattr(self.document, "myst_slugs", {})
        for slug, (line, name, _) in slugs.items():
            section = self.document.ids.get(name)
            title = section.next_node(nodes.title) if section is not None else None
            if title is not None:
                slugs[slug] = (line, name, clean_astext(title))


class CheckLevels(SphinxTransform):
    """Tells of headings in HTML that leave out a level, or after which one is left out: who listens
    looks for it. MyST-Parser tells of those in Markdown."""

    # When the title stands above the text (5).
    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        """Change nothing."""
        before, was_html = 1, False
        for level, node, line in self._headings():
            is_html = isinstance(node, nodes.raw)
            if level > before + 1 and (is_html or was_html):
                log_warning(
                    f"{node.source or self.document['source']}:{line}",
                    Kind.HTML,
                    "a heading of level %d follows one of level %d; make it one of level %d, "
                    "for no level may be left out",
                    level,
                    before,
                    before + 1,
                )
            before, was_html = level, is_html

    def _headings(self) -> Iterator[tuple[int, nodes.Element, int]]:
        """Yield each heading with its level and its line."""
        for node in self.document.findall(nodes.Element):
            if isinstance(node, nodes.raw) and "html" in node["format"].split():
                for tag in tags_of(node.astext()):
                    if tag.name in _TAGS and not tag.is_end:
                        yield _TAGS.index(tag.name) + 1, node, line_in(node) + tag.line
            elif isinstance(node, nodes.section):
                yield _depth(node), node, line_in(node[0])
            elif isinstance(node, brief_part) and (_is_titled(node) or node["kind"] in HEADINGS):
                yield _depth(node) + 1, node, line_in(node)


_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def _depth(node: nodes.Element) -> int:
    """Return how many sections *node* stands in; if it is one, it counts too."""
    depth = 0
    around: nodes.Element | None = node
    while around is not None:
        depth += isinstance(around, nodes.section)
        around = around.parent
    return depth


def _is_titled(part: brief_part) -> bool:
    return isinstance(part[0], nodes.title)
