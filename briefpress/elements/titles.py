"""Make messages of words that no node holds: the titles of links that are defined elsewhere
(``[ref]: https://… "title"``), which stand in no paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from briefpress.nodes import link_titles, plain_text
from briefpress.translation.transform import Translate


class ReadTitles(SphinxTransform):
    """Adds the titles to the document, and the file to what docutils gives none."""

    # Before Sphinx collects the translatable messages (PreserveTranslatableMessages, 10).
    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for subtitle in self.document.findall(nodes.subtitle):  # of a sidebar
            if not subtitle.source:
                subtitle.source, subtitle.line = subtitle.parent.source, subtitle.parent.line
        holder = link_titles()
        for title, line in self._titles().items():
            text = plain_text(title, title, key="link")
            text.source, text.line = self.document["source"], line
            holder += text
        if holder.children:
            self.document += holder

    def _titles(self) -> dict[str, int]:
        """Return the titles and their lines."""
        found: dict[str, int] = {}
        lines: list[str] = []
        for link in _links(self.document):
            title = link.get("reftitle")
            if not title or title in found or title in _block(link).rawsource:
                continue
            if not lines:
                docname = self.env.current_document.docname
                lines = self.env.doc2path(docname).read_text(encoding="utf-8-sig").split("\n")
            found[title] = next((n for n, line in enumerate(lines, 1) if title in line), 1)
        return found


def _links(document: nodes.document) -> Iterator[nodes.Element]:
    kinds = (nodes.reference, addnodes.pending_xref)
    return (node for node in document.findall(nodes.Element) if isinstance(node, kinds))


def _block(node: nodes.Element) -> nodes.Element:
    while isinstance(node, nodes.Inline) and node.parent is not None:
        node = node.parent
    return node


class WriteTitles(SphinxTransform):
    """Gives links their titles in the language of the build."""

    default_priority = Translate.default_priority + 1

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        titles: dict[str, str] = {}
        for holder in list(self.document.findall(link_titles)):
            holder.parent.remove(holder)
            texts = holder.findall(plain_text)
            titles |= {text.rawsource: text.astext() for text in texts}
        for link in _links(self.document) if titles else ():
            if link.get("reftitle") in titles:
                link["reftitle"] = titles[link["reftitle"]]
