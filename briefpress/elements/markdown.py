"""Read Markdown as MyST-Parser does, with the line of every cell and the language of a passage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.config.main import TopmatterReadError, merge_file_level, read_topmatter
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.util import logging

from briefpress.elements.passages import passage_classes
from briefpress.nodes import substitution
from briefpress.problems import Kind

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode
    from myst_parser.config.main import MdParserConfig

logger = logging.getLogger(__name__)

# What MyST-Parser or briefpress understands in braces, and what Markdown itself sets.
ATTRIBUTES = frozenset(
    [
        "a",
        "align",
        "alt",
        "attribution",
        "class",
        "context",
        "emphasize-lines",
        "h",
        "height",
        "href",
        "id",
        "lang",
        "lineno-start",
        "src",
        "start",
        "style",
        "title",
        "w",
        "width",
    ]
)


class BriefRenderer(SphinxRenderer):
    """MyST-Parser's renderer, with the line of every table cell and ``lang`` in braces."""

    def render_table_row(self, token: SyntaxTreeNode) -> None:
        """Give the cells their file and line: without a file they would not be translated."""
        super().render_table_row(token)
        for paragraph in self.current_node.children[-1].findall(nodes.paragraph):
            self.add_line_and_source_path(paragraph, token)

    def render_substitution_inline(self, token: SyntaxTreeNode) -> None:
        """Put a mark instead of running a template."""
        mark = substitution("", f"{{{{ {token.content} }}}}", name=token.content)
        self.add_line_and_source_path(mark, token)
        self.current_node.append(mark)

    def render_substitution_block(self, token: SyntaxTreeNode) -> None:
        """Put a mark into a paragraph of its own, in which is nothing else to translate."""
        paragraph = nodes.paragraph(translatable=False)
        self.add_line_and_source_path(paragraph, token)
        with self.current_node_context(paragraph, append=True):
            self.render_substitution_inline(token)

    def render_restructuredtext(self, token: SyntaxTreeNode) -> None:
        """Remember in which markup these texts are written: their translations are in it too."""
        before = len(self.current_node)
        super().render_restructuredtext(token)
        for node in self.current_node.children[before:]:
            for text in node.findall(nodes.TextElement):
                text["markup"] = "rst"

    def copy_attributes(
        self,
        token: SyntaxTreeNode,
        node: nodes.Element,
        keys: Sequence[str] = ("class",),
        *,
        converters: dict[str, Callable[[str], Any]] | None = None,
        aliases: dict[str, str] | None = None,
    ) -> None:
        """Copy the language too, and warn of what does nothing."""
        super().copy_attributes(token, node, keys, converters=converters, aliases=aliases)
        place = node if node.line else self.current_node
        if context := token.attrs.get("context"):
            node["msgctxt"] = str(context)
        if tag := token.attrs.get("lang"):
            node["classes"] += passage_classes(str(tag), place)
        # markdown-it takes event handlers out itself, and keeps them here.
        unknown = {*token.attrs, *token.meta.get("insecure_attrs", ())} - ATTRIBUTES
        for name in sorted(map(str, unknown)):
            logger.warning(
                "“%s” in braces does nothing; take it out, or write lang, class or id",
                name,
                location=place,
                type="briefpress",
                subtype=Kind.ATTRIBUTE.value,
            )


class BriefParser(MystParser):
    """MyST-Parser with `BriefRenderer`, which it offers no other way to choose."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse the text *inputstring* into *document*."""
        config: MdParserConfig = document.settings.env.myst_config
        try:
            front_matter = read_topmatter(inputstring)
        except TopmatterReadError:
            front_matter = None  # the renderer reports it
        if front_matter:
            config = merge_file_level(config, front_matter, lambda kind, message: None)
        parser = create_md_parser(config, BriefRenderer)
        parser.options["document"] = document
        parser.render(inputstring)
