"""Collect the messages of each document while it is read, with their lines and comments."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import get_node_line, get_node_source

from briefpress.catalogues.comments import comments_of
from briefpress.catalogues.locate import find_line
from briefpress.domain import briefs_domain
from briefpress.index import relative
from briefpress.translation.messages import DocumentMessage, document_messages
from briefpress.translation.transform import Translate


class Found(NamedTuple):
    """A message where it stands: its context and text, the file as seen from the publication's
    top, the line (1-based) on which it begins there, and what a translator is told of it."""

    context: str
    text: str
    path: str
    line: int
    comments: tuple[str, ...]


class CollectMessages(SphinxTransform):
    """Stands in place of `Translate` when messages are extracted: it sees the same document."""

    default_priority = Translate.default_priority

    def apply(self, **kwargs: Any) -> None:
        """Keep the messages of the document."""
        domain = briefs_domain(self.env)
        docname = self.env.current_document.docname
        if docname in domain.index.documents:
            collector = _Collector(domain.publication.top)
            found = map(collector.found, document_messages(self.document))
            domain.data["messages"][docname] = list(found)


class _Collector:
    """Looks messages up in their files, and reads each of these once."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._files: dict[str, list[str]] = {}

    def found(self, message: DocumentMessage) -> Found:
        """Return *message* where it stands."""
        node = message.node
        path = get_node_source(node)
        lines = self._lines(path)
        is_above = isinstance(node, nodes.attribution)  # in the braces before a quote
        line = find_line(message.text, lines, _line(node), backward=is_above)
        comments = comments_of(node, message.text)
        return Found(*message.key, relative(Path(path), self._top), line, comments)

    def _lines(self, path: str) -> list[str]:
        if path not in self._files:
            try:
                text = Path(path).read_text(encoding="utf-8-sig")
            except OSError:
                text = ""
            # Not splitlines: a line ends where an editor ends it.
            self._files[path] = text.split("\n")
        return self._files[path]


def _line(node: nodes.Element) -> int:
    try:
        return get_node_line(node)
    except ValueError:
        return 1
