"""Collect the messages of each document while it is read, and make its template of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import get_node_line, get_node_source

from briefpress.catalogues.comments import comments_of
from briefpress.catalogues.locate import find_line
from briefpress.catalogues.template import Found, make_template
from briefpress.domain import briefs_domain
from briefpress.index import relative
from briefpress.translation.messages import DocumentMessage, document_messages
from briefpress.translation.transform import Translate


class CollectMessages(SphinxTransform):
    """Stands in place of `Translate` when messages are extracted: it sees the same document."""

    default_priority = Translate.default_priority

    def apply(self, **kwargs: Any) -> None:
        """Keep the template of the document; of one without messages it is empty."""
        domain = briefs_domain(self.env)
        docname = self.env.current_document.docname
        document = domain.index.documents.get(docname)
        if document is None:
            return
        collector = _Collector(domain.publication.top)
        found = [collector.found(message) for message in document_messages(self.document)]
        template = make_template(found, self.config.project, document.source_language)
        domain.data["templates"][docname] = template if found else ""


class _Collector:
    """Looks messages up in their files, and reads each of these once."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._files: dict[str, tuple[str, list[str]]] = {}

    def found(self, message: DocumentMessage) -> Found:
        """Return *message* where it stands."""
        node = message.node
        path, lines = self._file(get_node_source(node))
        is_above = isinstance(node, nodes.attribution)  # in the braces before a quote
        line = find_line(message.text, lines, _line(node), backward=is_above)
        comments = comments_of(node, message.text)
        return Found(*message.key, path, line, comments)

    def _file(self, path: str) -> tuple[str, list[str]]:
        """Return the path as seen from the top, and the lines."""
        if path not in self._files:
            try:
                text = Path(path).read_text(encoding="utf-8-sig")
            except OSError:
                text = ""
            # Not splitlines: a line ends where an editor ends it.
            self._files[path] = relative(Path(path), self._top), text.split("\n")
        return self._files[path]


def _line(node: nodes.Element) -> int:
    try:
        return get_node_line(node)
    except ValueError:
        return 1
