"""Make one book of every brief.

1. `builder.py` writes a brief as XHTML and gathers what belongs into its book.
2. `xhtml.py` makes XHTML of the writer's HTML.
3. `cover.py` draws the cover.
4. `package.py` puts a book together: the same parts give the same bytes.
"""

from briefpress.epub.builder import BriefEpubBuilder

__all__ = ["BriefEpubBuilder"]
