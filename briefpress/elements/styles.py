"""Tell of words that an author's style sheet puts on a page: none can be translated or found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from briefpress.confinement import line_in
from briefpress.html_tags import tags_of
from briefpress.markup import unescaped
from briefpress.problems import Kind, log_warning

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CONTENT = re.compile(
    r"[{;\s](?P<all>content\s*:\s*(?P<value>(?:[^;}\"']|\"[^\"]*\"|'[^']*')*))", re.IGNORECASE
)
# What makes a box without words: a rule, a ground.
_NOTHING = re.compile(r"(?:none|normal|\"\s*\"|'\s*')?\s*(?:!\s*important)?", re.IGNORECASE)


class CheckStyles(SphinxTransform):
    """Looks at the style sheets in the text, but for those of one format."""

    # Beside the tags (`briefpress.elements.tags`).
    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        """Change nothing."""
        for raw in self.document.findall(nodes.raw):
            if "html" in raw["format"].split() and not isinstance(raw.parent, addnodes.only):
                for line, written in words_in(raw.astext()):
                    log_warning(
                        f"{raw.source or self.document['source']}:{line_in(raw) + line}",
                        Kind.HTML,
                        "“%s” puts words on the page that are not in the text, where they can be "
                        "translated and found; write them there",
                        written,
                    )


def words_in(html: str) -> Iterator[tuple[int, str]]:
    """Yield what in the style sheets of *html* makes words, and its line there (from 0)."""
    begin: int | None = None
    for tag in tags_of(html):
        if tag.name != "style":
            continue
        if begin is not None:
            sheet = _COMMENT.sub(_emptied, unescaped(html[begin : tag.begin]))
            for match in _CONTENT.finditer(sheet):
                if not _NOTHING.fullmatch(match["value"].strip()):
                    line = html.count("\n", 0, begin) + sheet.count("\n", 0, match.start("all"))
                    yield line, " ".join(match["all"].split())
        begin = None if tag.is_end else tag.end


def _emptied(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")
