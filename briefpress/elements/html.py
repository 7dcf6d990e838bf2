"""Make messages of the words in blocks of HTML, and put their translations in; refuse tags that
show no reader what their author meant."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from briefpress.confinement import line_in
from briefpress.html_tags import ids_of, tags_of, unended, unknown, with_ids
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
        _check_tags(self.document)
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
        self.document.ids[name] = raw
        if name not in self.document.nameids:
            self.document.nameids[name] = name
            self.document.nametypes[name] = True


def _check_tags(document: nodes.document) -> None:
    """Refuse the tags in *document* that HTML does not know, for readers see nothing of them, and
    those in a line that nothing ends, for readers see them beyond it."""
    raws = [raw for raw in document.findall(nodes.raw) if "html" in raw["format"].split()]
    found = [(raw, tag) for raw in raws for tag in tags_of(raw.astext())]
    for place in unknown([tag for _, tag in found]):
        raw, tag = found[place]
        log_error(
            f"{raw.source or document['source']}:{line_in(raw) + tag.line}",
            Kind.HTML,
            "there is no element <%s> in HTML, so that readers see nothing of it; write &lt;%s&gt; "
            "if you mean the word and the signs",
            *[tag.name] * 2,
        )
    in_lines = (pair for pair in found if isinstance(pair[0].parent, nodes.TextElement))
    for _, group in groupby(in_lines, lambda pair: id(_text_around(pair[0]))):
        line = list(group)
        for place in unended([tag for _, tag in line]):
            raw, tag = line[place]
            if tag.name not in _SWALLOWING:
                log_error(
                    f"{raw.source or document['source']}:{line_in(raw) + tag.line}",
                    Kind.HTML,
                    "<%s> is not ended in its paragraph, so that it takes in what follows; write "
                    "</%s> where it ends, or &lt;%s&gt; for the word and the signs",
                    *[tag.name] * 3,
                )


def _text_around(raw: nodes.raw) -> nodes.Element:
    """Return the paragraph, or the like, that *raw* stands in."""
    block: nodes.Element = raw.parent
    while isinstance(block, nodes.Inline):
        block = block.parent
    return block


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
