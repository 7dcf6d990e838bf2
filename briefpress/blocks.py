"""Number the blocks of a text alike for paper and book, so that a book knows the pages of paper."""

from __future__ import annotations

import itertools
import re
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefpress.brief import Work
from briefpress.domain import briefs_domain
from briefpress.nodes import front_matter

# The attribute of HTML that holds a block's number.
BLOCK = "data-block"

_BLOCKS = (
    nodes.figure,
    nodes.literal_block,
    nodes.math_block,
    nodes.paragraph,
    nodes.table,
    nodes.term,
    nodes.title,
)

# What they hold stands elsewhere on paper (a note at the foot, a caption beside), or nowhere.
_CLOSED = (nodes.TextElement, nodes.figure, nodes.footnote, front_matter)

# What begins a block in the HTML of an author.
_BLOCKS_OF_HTML = re.compile(
    "<(?:address|article|aside|blockquote|caption|center|dd|details|div|dt|fieldset|figcaption|"
    "figure|footer|form|h[1-6]|header|li|main|nav|p|pre|section|summary|table|td|th)(?=[\\s/>])",
    re.IGNORECASE,
)


class NumberBlocks(SphinxPostTransform):
    """Gives every block that begins where the text before it ends a number, ``block``."""

    # After the authors are there (4), before paper and book part: notes are gathered at 6.
    default_priority = 5
    builders = ("briefepub", "briefpdf")

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        domain = briefs_domain(self.env)
        work = domain.index.documents.get(self.env.current_document.docname)
        if isinstance(work, Work):
            self._prefix = domain.bound.prefix(work) if domain.bound else ""
            self._number(self.document, 0)

    def _number(self, element: nodes.Element, count: int) -> int:
        """Number what *element* holds, after *count* blocks; return how many there are then."""
        for child in element.children:
            if not isinstance(child, nodes.Element):
                continue
            if isinstance(child, nodes.raw) and "html" in child["format"].split():
                for text in [each for each in child.children if isinstance(each, nodes.Text)]:
                    numbered, count = self._number_html(text.astext(), count)
                    child.replace(text, nodes.Text(numbered))
            if isinstance(child, _BLOCKS) and not isinstance(element, nodes.table):
                count += 1
                child["block"] = f"{self._prefix}{count}"
            if not isinstance(child, _CLOSED):
                count = self._number(child, count)
        return count

    def _number_html(self, html: str, count: int) -> tuple[str, int]:
        """Number the blocks of an author's *html*, after *count* blocks; return how many there are
        then."""
        numbers = itertools.count(count + 1)
        numbered, found = _BLOCKS_OF_HTML.subn(
            lambda begin: f'{begin[0]} {BLOCK}="{self._prefix}{next(numbers)}"', html
        )
        return numbered, count + found
