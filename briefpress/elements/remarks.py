"""Read what an author tells those who translate: a remark, or the context of a text that one
language has one word for and another two.

Both are comments before a block (``% translators: …``, ``% context: month``) or before a line of
the front matter (``# translators: …``); a context may also stand in braces (``{context="month"}``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from briefpress.nodes import front_matter

_REMARK = re.compile(r"(?P<kind>translators|context):\s*(?P<text>.*)", re.IGNORECASE | re.DOTALL)


class ReadRemarks(SphinxTransform):
    """Puts remarks (``translators``) and contexts (``msgctxt``) on the nodes that they are on."""

    # After the front matter is put in (5), before Sphinx collects the translatable messages (10).
    default_priority = 7

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for comment in list(self.document.findall(nodes.comment)):
            found = list(_remarks(comment.astext().splitlines()))
            block = _block_after(comment)
            if found and block is not None:
                _put(found, block)
                comment.parent.remove(comment)
        for span in list(self.document.findall(nodes.inline)):
            if "msgctxt" in span:
                _take_out(span)
        self._read_front_matter()

    def _read_front_matter(self) -> None:
        files: dict[str, list[str]] = {}
        holder = self.document.next_node(front_matter)
        strings = list(holder.children) if holder is not None else []
        if title := self.document.next_node(nodes.title):
            strings.append(title)
        for node in strings:
            if not isinstance(node, nodes.TextElement) or not node.source or not node.line:
                continue
            if node.source not in files:
                text = Path(node.source).read_text(encoding="utf-8-sig")
                files[node.source] = text.split("\n")
            lines = files[node.source]
            key = _key_line(lines, node.line)
            above = _comments_above(lines, key) if key != node.line else []
            above += _comments_above(lines, node.line)
            # What conf.py says is looked up in other documents too, where it has no context.
            is_here = node.source == self.document["source"]
            _put([(kind, t) for kind, t in _remarks(above) if is_here or kind != "context"], node)


def _key_line(lines: Sequence[str], line: int) -> int:
    """Return the line of the key that *line*, an item of a list or a part, belongs to."""
    while line > 1 and re.match(r"\s|-|#|$", lines[line - 1]):
        line -= 1
    return line


def _comments_above(lines: Sequence[str], line: int) -> list[str]:
    """Return the comments (``# …``) just above *line*, from top to bottom."""
    found: list[str] = []
    for text in reversed(lines[: line - 1]):
        if not text.lstrip().startswith("# "):
            break
        found.insert(0, text.lstrip()[2:])
    return found


def _remarks(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of each remark in the *lines* of a comment; a line that begins
    with no kind goes on with the one before."""
    kind, words = "", list[str]()
    for line in lines:
        if match := _REMARK.match(line.strip()):
            if kind:
                yield kind, " ".join(words)
            kind, words = match["kind"].lower(), [match["text"].strip()]
        elif kind and line.strip():
            words.append(line.strip())
    if kind:
        yield kind, " ".join(words)


def _put(found: list[tuple[str, str]], block: nodes.Element) -> None:
    for kind, text in found:
        if kind == "context":
            block["msgctxt"] = text
        else:
            block["translators"] = [*block.get("translators", ()), text]


def _block_after(comment: nodes.comment) -> nodes.Element | None:
    """Return the block after *comment*; of a section its heading."""
    node: nodes.Node | None = comment
    while node is not None:
        node = node.next_node(descend=False, siblings=True, ascend=True)
        if isinstance(node, nodes.section):
            node = node.next_node(nodes.title)
        if isinstance(node, nodes.Element) and not isinstance(node, (nodes.comment, nodes.target)):
            return node
    return None


def _take_out(span: nodes.inline) -> None:
    """Move the context of *span* to its block, and the braces out of the message."""
    block: nodes.Element = span
    while isinstance(block, nodes.Inline):
        block = block.parent
    context = span.attributes.pop("msgctxt")
    block["msgctxt"] = context
    written = rf"\[([^][]*)\]\{{\s*context=[\"']?{re.escape(context)}[\"']?\s*\}}"
    block.rawsource = re.sub(written, r"\1", block.rawsource)
