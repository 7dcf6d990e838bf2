"""Write quotes with their attribution, header cells and pictures as HTML."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


class ElementsTranslator(HTML5Translator):
    """Sphinx's HTML of the elements, where HTML has better."""

    def visit_block_quote(self, node: nodes.Element) -> None:
        """Begin a quote, in a figure if it says whose it is: the attribution of a ``blockquote``
        stands outside it (HTML, 4.4.4)."""
        if _has_attribution(node):
            self.body.append('<figure class="quotation">\n')
        self.body.append(self.starttag(node, "blockquote"))

    def depart_block_quote(self, node: nodes.Element) -> None:
        """End it."""
        self.body.append("</figure>\n" if _has_attribution(node) else "</blockquote>\n")

    def visit_attribution(self, node: nodes.attribution) -> None:
        """End the quoted words and say whose they are."""
        start = self.starttag(node, "figcaption", "— ", CLASS="attribution")
        self.body.append(f"</blockquote>\n{start}")

    def depart_attribution(self, node: nodes.attribution) -> None:
        """End it."""
        self.body.append("</figcaption>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """Begin a cell: of a header if it stands in the head or in a stub column, and says
        something. Docutils counts columns without the cells that come down from above."""
        group: Any = node.parent.parent.parent
        in_head = isinstance(node.parent.parent, nodes.thead)
        in_stub = bool(group.stubs[node.get("column", 0)])
        tag = "th" if (in_head or in_stub) and node.astext().strip() else "td"
        attributes: dict[str, Any] = {"scope": "col" if in_head else "row"} if tag == "th" else {}
        for name, more in (("rowspan", "morerows"), ("colspan", "morecols")):
            if more in node:
                attributes[name] = node[more] + 1
        classes = [name for name, true in (("head", in_head), ("stub", in_stub)) if true]
        self.body.append(self.starttag(node, tag, "", classes=classes, **attributes))
        self.context.append(f"</{tag}>\n")


def _has_attribution(node: nodes.Element) -> bool:
    return bool(node.children) and isinstance(node.children[-1], nodes.attribution)
