"""Write a document as HTML for paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes

from briefpress.html_tags import TAG
from briefpress.markup import with_lines
from briefpress.pdf.job import LINE
from briefpress.translator import BriefTranslator

if TYPE_CHECKING:
    from briefpress.pdf.builder import BriefPdfBuilder


class PaperTranslator(BriefTranslator):
    """HTML whose elements say where they come from, and whose code can be broken."""

    def attributes_of(self, node: nodes.Element, tagname: str) -> dict[str, str]:
        """Add where *node* comes from, for messages on what does not fit on the page."""
        found = super().attributes_of(node, tagname)
        if isinstance(node, nodes.Element) and node.line:
            found[LINE] = self._place(node)
        return found

    def _place(self, node: nodes.Element) -> str:
        return cast("BriefPdfBuilder", self.builder).place(node)  # no other has this translator

    def html_of_author(self, text: str, node: nodes.raw, offset: int) -> str:
        """Return *text* with its lines on its elements."""
        text = _without_tabs(text)
        if not node.line:
            return text
        path, _, line = self._place(node).rpartition(":")
        first = int(line) + offset
        return with_lines(text, lambda at: f' {LINE}="{path}:{first + at}"')

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Write code without colours, which paper has not: a long word in an element of its own
        would not be broken."""
        for text in list(node.findall(nodes.Text)):
            text.parent.replace(text, nodes.Text(text.expandtabs()))
        node.rawsource = ""  # Sphinx leaves what was parsed without them
        super().visit_literal_block(node)


def _without_tabs(text: str) -> str:
    """Return the HTML *text* with spaces for the tabs in its words: a PDF has none, and who copies
    from it or searches would have what stands on both sides as one word."""
    parts = re.split(f"({TAG.pattern})", text, flags=re.DOTALL)
    return "".join(part if TAG.fullmatch(part) else part.expandtabs() for part in parts)
