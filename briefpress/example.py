"""Show how something is written and, below it, what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from docutils.nodes import Node


class ExampleDirective(SphinxDirective):
    """``{example}``: its content, as it is written and as it is read.

    For handbooks. What the example shows is built with the page, so it cannot be out of date.
    """

    has_content = True

    def run(self) -> list[Node]:
        """Return the source and the result."""
        self.assert_has_content()
        text = "\n".join(self.content)
        source = nodes.literal_block(text, text, language="markdown")
        self.set_source_info(source)
        result = nodes.container("", *self.parse_content_to_nodes(), classes=["example-result"])
        return [nodes.container("", source, result, classes=["example"])]
