"""Make messages of the words in blocks of HTML, and put their translations in; refuse HTML that
swallows what follows it."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from briefpress.confinement import line_in
from briefpress.markup import find_words, to_html
from briefpress.nodes import html_text, html_words
from briefpress.problems import Kind, log_error
from briefpress.translation.transform import Translate

# What stands in them is no HTML, up to their end or that of the page.
_SWALLOWING = ("noembed", "noframes", "plaintext", "style", "title", "xmp")


class ReadHtml(SphinxTransform):
    """Puts the words of blocks of HTML beside them."""

    # Before Sphinx collects the translatable messages (PreserveTranslatableMessages, 10).
    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for block in list(self.document.findall(nodes.raw)):
            if tag := _left_open(block):
                log_error(
                    f"{block.source or self.document['source']}:{line_in(block)}",
                    Kind.HTML,
                    "<%s> swallows all that follows; write &lt;%s&gt; for the word, or end it with "
                    "</%s>",
                    *[tag] * 3,
                )
            # Within a paragraph it is part of a message.
            if isinstance(block.parent, nodes.TextElement) or "html" not in block["format"]:
                continue
            content = block.astext()
            holder = html_words()
            for words in find_words(content):
                text = html_text(words.text, words.text, key="html", attribute=words.attribute)
                text.source = block.source or self.document["source"]
                text.line = (block.line or 1) + content.count("\n", 0, words.begin)
                holder += text
            if holder.children:
                block.parent.insert(block.parent.index(block), holder)


class WriteHtml(SphinxTransform):
    """Puts the translated words into the blocks."""

    default_priority = Translate.default_priority + 1

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for holder in list(self.document.findall(html_words)):
            block = holder.next_node(nodes.raw, descend=False, siblings=True)
            assert isinstance(block, nodes.raw)
            content = block.astext()
            pairs = [*zip(find_words(content), holder.children, strict=True)]
            for words, text in reversed(pairs):
                if isinstance(text, html_text) and text.get("translated"):
                    new = to_html(text.astext())
                    content = content[: words.begin] + new + content[words.end :]
            block[:] = [nodes.Text(content)]
            holder.parent.remove(holder)


def _left_open(block: nodes.raw) -> str:
    """Return the element that *block* begins and nothing ends beside it, if it swallows text; empty
    if there is none. In a line each tag is a node of its own."""
    html = block.astext() if "html" in block["format"].split() else ""
    beside = "".join(each.astext() for each in block.parent.findall(nodes.raw))
    for tag in _SWALLOWING:
        begin, end = (re.compile(rf"<{mark}{tag}[\s/>]", re.IGNORECASE) for mark in ("", "/"))
        if begin.search(html) and len(begin.findall(beside)) > len(end.findall(beside)):
            return tag
    return ""
