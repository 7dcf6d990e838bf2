"""Make one book of every brief.

1. `builder.py` writes a brief as XHTML and gathers what belongs into its book.
2. `xhtml.py` makes XHTML of the writer's HTML and an author's own; `refusals.py` names what of that
   no book can hold.
3. `pages.py` marks where the pages of the PDF begin.
4. `cover.py` draws the cover.
5. `accessibility.py` tells what is true of the book for its readers.
6. `package.py` puts a book together: the same parts give the same bytes.
"""

from briefpress.epub.builder import BriefEpubBuilder

__all__ = ["BriefEpubBuilder"]
