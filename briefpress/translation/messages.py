"""List the messages of a document: what a translator reads, and the nodes that it stands in.

Extraction writes these into templates, and the translated build looks for these in catalogues: one
list for both, or a template would hold what no build asks for.
"""

from __future__ import annotations

from typing import NamedTuple

from docutils import nodes
from sphinx.util.nodes import extract_messages


class DocumentMessage(NamedTuple):
    """A message in its *node*: its *context* (``msgctxt``, empty if it has none) and its text
    (``msgid``)."""

    node: nodes.Element
    context: str
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """What a catalogue finds it by."""
        return self.context, self.text


def document_messages(document: nodes.document) -> list[DocumentMessage]:
    """Return the messages of *document*, which is not translated yet, in the order of reading."""
    return [DocumentMessage(node, "", text) for node, text in extract_messages(document)]
