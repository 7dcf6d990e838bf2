"""Compare a PDF's text layer with the page that it prints: every word, in the order of reading.

A reader never sees the text layer; search, copying and screen readers have nothing else. It must
hold the words of the web page next to the PDF, as two programs read them (`readers`). `page` reads
the page block by block, `letters` spells both as they are compared, `flow` follows a block through
the PDF, over the ends of lines and pages, and `placing` all of them; `faults` says what is wrong,
and `damage` what of a block that is not there.

What layout moves as a whole, notes, figures, tables and boxes, may stand elsewhere; words that only
the PDF has (running heads, page numbers, what the margin says) are no fault unless they are the
text's own. The text of pictures is not compared: the PDF draws it. So it does with formulas, each
of which must have on paper the alternative text that the page gives it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version as installed

from briefpress.check.reference import NOTHING_TO_COMPARE
from briefpress.check.result import Finding, Report, shortened
from briefpress.check.text_layer import readers
from briefpress.check.text_layer.faults import Comparison
from briefpress.check.text_layer.page import Page

MOST_SHOWN = 20
"""How many findings of one rule are listed; the others are counted."""


def version() -> str:
    """Return the tools with their versions: the rules are briefpress's, others read the PDF."""
    return f"briefpress {installed('briefpress')} with {readers.tools()}"


def compare(html: str, pdf: bytes) -> Report:
    """Return what is wrong with the text layer of *pdf*, if it is to be that of a page's *html*."""
    page = Page(html)
    if not page.blocks:
        return Report((Finding("no-page", NOTHING_TO_COMPARE),))
    try:
        found = [*_faults(page, pdf)]
        found += _document(page, pdf)
    except readers.Unreadable as error:
        return Report((Finding("unreadable", str(error)),))
    return Report(shortened(found, MOST_SHOWN))


def _faults(page: Page, pdf: bytes) -> Iterator[Finding]:
    for reading in readers.readings(pdf, to_left=page.runs_to_left):
        comparison = Comparison(page, reading)
        yield from comparison.findings()
        if reading.reader == readers.PDFIUM:
            yield from comparison.note_pages()


def _document(page: Page, pdf: bytes) -> Iterator[Finding]:
    """Yield what is wrong with the document as a whole: its language, what its formulas say."""
    language = readers.language(pdf)
    if language.casefold() != page.language.casefold():
        message = f"The PDF says that it is in “{language}”, the page says “{page.language}”."
        yield Finding("language", message)
    spoken = readers.alternatives(pdf)
    lost = Counter(page.formulas) - Counter(spoken)
    for text, times in lost.items() if spoken is not None else ():
        yield Finding("missing-formula", f"The PDF lacks the formula “{text}”, {times} times.")
