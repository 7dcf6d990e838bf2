"""Tag a PDF: write the structure that a screen reader tells from WeasyPrint's boxes.

1. `reading.py` walks the boxes of all pages. Whatever boxes, lines and pages an element of the HTML
   is broken into, it becomes one structure element, in its place in the HTML; `roles.py` says
   which. What is no text of the author's becomes an artifact: running heads, repeated heads of
   tables, decoration, what the HTML hides from screen readers. Pieces of lines that run to the
   left say their text themselves (ActualText): a page has it in the order in which it is seen.
2. `notes.py` puts each note into the paragraph that calls it and links the two both ways;
   `tables.py` tells each cell its headers; `tree.py` sets the levels of headings right and drops
   what is empty.
3. `streams.py` marks artifacts in the pages' content, and ends each line as its text goes on, which
   `lines.py` tells: with a space, or with a hyphen that is no part of the word.
4. `writing.py` writes the tree into the PDF.

The clauses are of ISO 32000-1, 14.7 and 14.8, and of ISO 14289-1, 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefpress.pdf.tags.notes import place_notes
from briefpress.pdf.tags.reading import Reader
from briefpress.pdf.tags.streams import PageContent
from briefpress.pdf.tags.tables import name_headers
from briefpress.pdf.tags.tree import drop_empty, level_headings
from briefpress.pdf.tags.writing import write_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pydyf


def add_tags(pdf: pydyf.PDF, document: Any, pdf_version: Any, page_streams: Sequence[Any]) -> None:
    """Tag *pdf*, made of WeasyPrint's *document*, whose pages have the *page_streams*.

    The arguments are those of ``weasyprint.pdf.tags.add_tags``, for which this stands.
    """
    contents = [PageContent(stream, document.fonts) for stream in page_streams]
    reader = Reader(pdf, contents)
    for number, page in enumerate(document.pages):
        reader.read_page(number, page)
    place_notes(pdf, reader.notes, document.pages)
    drop_empty(reader.root)
    level_headings(reader.root)
    name_headers(reader.root)
    for content in contents:
        content.finish()
    write_tree(pdf, reader.root)
