"""Make messages of the words in blocks of HTML, and put their translations in."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from briefpress.confinement import line_in
from briefpress.html_tags import ids_of, with_ids
from briefpress.markup import find_words, to_html
from briefpress.nodes import html_text, html_words
from briefpress.problems import Kind, log_error
from briefpress.translation.transform import Translate


class ReadHtml(SphinxTransform):
    """Puts the words of blocks of HTML beside them."""

    # Before Sphinx collects the translatable messages (PreserveTranslatableMessages, 10).
    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for block in list(self.document.findall(nodes.raw)):
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
    """Puts the translated words into the blocks, and ids on the places to link to."""

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
        for raw in self.document.findall(nodes.raw):
            if "html" in raw["format"].split():
                raw[:] = [nodes.Text(with_ids(raw.astext()))]
                for name in ids_of(raw.astext()):
                    self._admit(raw, name)

    def _admit(self, raw: nodes.raw, name: str) -> None:
        """Let *name*, the id of an element in *raw*, be linked to as a target is."""
        if name in self.document.ids:
            log_error(
                f"{raw.source or self.document['source']}:{line_in(raw)}",
                Kind.HTML,
                "another element has the id “%s” already; give this one another",
                name,
            )
            return
        raw["ids"].append(name)
        self.document.ids[name] = raw
        if name not in self.document.nameids:
            self.document.nameids[name] = name
            self.document.nametypes[name] = True
