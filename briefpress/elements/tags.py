"""Refuse tags of HTML that show no reader what their author meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from briefpress.confinement import line_in
from briefpress.elements import open_tags
from briefpress.html_tags import Tag, tags_of, unended, unknown
from briefpress.problems import Kind, log_error

# What stands in them is no HTML, up to their end or that of the page.
_SWALLOWING = ("noembed", "noframes", "plaintext", "style", "title", "xmp")


_OPEN = (
    "<%s> is not ended where the text around it ends, so that it takes in what follows; write "
    "</%s> where it ends, before the next heading"
)
_OPEN_COMMENT = (
    "this comment (<%s) is not ended, so that nobody reads what follows; write --> where it ends"
)
_UNBEGUN = "</%s> ends nothing that is begun beside it, but the page around it; take it out"


class CheckTags(SphinxTransform):
    """Looks at each tag, in all formats alike."""

    # After the title, in which tags are words, is cleaned (5).
    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        """Change nothing."""
        raws = [n for n in self.document.findall(nodes.raw) if "html" in n["format"].split()]
        found = [(raw, tag) for raw in raws for tag in tags_of(raw.astext())]
        for place in unknown([tag for _, tag in found]):
            self._refuse(
                *found[place],
                "there is no element <%s> in HTML, so that readers see nothing of it; write "
                "&lt;%s&gt; if you mean the word and the signs",
            )
        for raw, tag in _unended_in_lines(found):
            self._refuse(
                raw,
                tag,
                "<%s> is not ended in its paragraph, so that it takes in what follows; write </%s> "
                "where it ends, or &lt;%s&gt; for the word and the signs",
            )
        for blocks in _side_by_side(raws):
            pieces = [raw.astext() for raw in blocks]
            for name, piece, line in open_tags.unended(pieces):
                if not _is_in_line(blocks[piece]) and name not in _SWALLOWING:
                    message = _OPEN_COMMENT if name == "!--" else _OPEN
                    self._refuse(blocks[piece], Tag(name, "", line), message)
            for name, piece, line in open_tags.unbegun(pieces):
                self._refuse(blocks[piece], Tag(name, "", line), _UNBEGUN)
        for raw in raws:
            if name := _left_open(raw):
                self._refuse(
                    raw,
                    Tag(name, "", 0),
                    "<%s> swallows all that follows; write &lt;%s&gt; for the word, or end it with "
                    "</%s>",
                )

    def _refuse(self, raw: nodes.raw, tag: Tag, message: str) -> None:
        place = f"{raw.source or self.document['source']}:{line_in(raw) + tag.line}"
        log_error(place, Kind.HTML, message, *[tag.name] * message.count("%s"))


def _unended_in_lines(found: list[tuple[nodes.raw, Tag]]) -> Iterator[tuple[nodes.raw, Tag]]:
    """Yield those of the tags *found* within a paragraph that nothing in it ends; a block may end
    in another one."""
    in_lines = (pair for pair in found if _is_in_line(pair[0]))
    for _, group in groupby(in_lines, lambda pair: id(_text_around(pair[0]))):
        line = list(group)
        for place in unended([tag for _, tag in line]):
            if line[place][1].name not in _SWALLOWING:
                yield line[place]


def _is_in_line(raw: nodes.raw) -> bool:
    return isinstance(raw.parent, nodes.TextElement)


def _side_by_side(raws: list[nodes.raw]) -> Iterator[list[nodes.raw]]:
    """Yield those of *raws* that stand in the same section, item or the like, if a block is among
    them: one may end what another begins."""
    found: dict[int, list[nodes.raw]] = {}
    for raw in raws:
        around = _text_around(raw).parent if _is_in_line(raw) else raw.parent
        found.setdefault(id(around), []).append(raw)
    for group in found.values():
        if not all(map(_is_in_line, group)):
            yield group


def _text_around(raw: nodes.raw) -> nodes.Element:
    """Return the paragraph, or the like, that *raw* stands in."""
    block: nodes.Element = raw.parent
    while isinstance(block, nodes.Inline):
        block = block.parent
    return block


def _left_open(block: nodes.raw) -> str:
    """Return the element that *block* begins and nothing ends beside it, if it swallows text; empty
    if there is none. In a line each tag is a node of its own."""
    beside = "".join(each.astext() for each in block.parent.findall(nodes.raw))
    for tag in _SWALLOWING:
        begin, end = (re.compile(rf"<{mark}{tag}[\s/>]", re.IGNORECASE) for mark in ("", "/"))
        if begin.search(block.astext()) and len(begin.findall(beside)) > len(end.findall(beside)):
            return tag
    return ""
