"""Make one book of every brief, and of every collection of briefs.

1. `builder.py` writes texts as XHTML and gathers what belongs into their book; `spine.py` says
   which pages it has, in which order, and what its contents name.
2. `xhtml.py` makes XHTML of the writer's HTML and an author's own.
3. `pages.py` marks where the pages of the PDF begin.
4. `cover.py` draws the cover.
5. `accessibility.py` tells what is true of the book for its readers.
6. `package.py` puts a book together: the same parts give the same bytes.
"""

from briefpress.epub.builder import BriefEpubBuilder

__all__ = ["BriefEpubBuilder"]
