"""Remember where an author wrote what a page reads, so that a refusal can name the line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from docutils import nodes
from sphinx.util.nodes import get_node_line, get_node_source

from briefpress.index import relative
from briefpress.markup import unescaped

# What HTML, and the style in it, reads.
_ADDRESS = re.compile(
    r"\b(?:src|href|data)\s*=\s*(?:\"([^\"]+)|'([^']+)|([^\"'\s>]+))"
    r"|\bsrcset\s*=\s*[\"']?([^\"'\s>]+)"
    r"|\burl\(\s*(?:\"([^\"]+)|'([^']+)|([^\"')]+))|@import\s*[\"']([^\"']+)",
    re.IGNORECASE,
)


def find_places(
    doctree: nodes.document, names: Mapping[str, str], top: Path
) -> dict[str, tuple[str, int]]:
    """Return the file, as seen from *top*, and the line where each address in *doctree* stands
    first; *names* are those that pictures have in the output folder."""
    found: dict[str, tuple[str, int]] = {}
    for node in doctree.findall(nodes.Element):
        if not isinstance(node, (nodes.image, nodes.raw)):
            continue
        try:
            path, line = relative(Path(get_node_source(node)), top), get_node_line(node)
        except ValueError:  # nobody wrote it
            continue
        if isinstance(node, nodes.image):
            found.setdefault(names.get(node["uri"], node["uri"]), (path, line))
            continue
        written = node.astext()
        # A quotation mark that is escaped ends no address that it stands in, and one in a style
        # begins one.
        for text in dict.fromkeys([written, unescaped(written)]):
            for match in _ADDRESS.finditer(text):
                address = unescaped(next(filter(None, match.groups())))
                found.setdefault(address, (path, line + text.count("\n", 0, match.start())))
    return found
