"""Look in a book for what neither EPUBCheck nor Ace sees.

They know the standard, and not the brief: they take any claim of accessibility for true, any list
of pages for that of the PDF, and any title for the brief's. So a book, which `opened` reads, is
held

- against itself: what it says of its accessibility (`claims`), its `contents`, its `files`;
- against the web pages of its chapters: the `metadata`, and the `text`, of which both have the same
  blocks (`reading`), if what the formats have otherwise is left aside (`chapter`), and messages
  tell the `differences`;
- against the `pages` of the PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefpress.check.book import claims, contents, files, metadata, pages, text
from briefpress.check.book.chapter import Site
from briefpress.check.book.opened import Book
from briefpress.check.result import Finding, Report, shortened

STANDARD = "accessibility metadata"
# One more whenever another verdict is possible.
VERSION = "book 5"

MOST_SHOWN = 20
"""How many findings of one rule are listed; the others are counted."""


def look(
    content: bytes,
    web: Sequence[str] = (),
    pdf: bytes = b"",
    *,
    locale_dirs: Sequence[Path] = (),
    certifier: str | None = None,
) -> Report:
    """Return what is wrong with a book, whose chapters have the pages *web* and whose PDF is *pdf*;
    what is empty is not there to compare with. The publication's own catalogues are in
    *locale_dirs*; None if it is not known whom conf.py names as *certifier*."""
    try:
        book = Book.opened(content)
    except ValueError as fault:
        return Report((Finding("unreadable", f"The book cannot be read: {fault}"),))
    site = Site(web)
    findings = [
        *claims.findings(book, locale_dirs, certifier),
        *contents.findings(book),
        *files.findings(book, site),
        *pages.findings(book, pdf),
        *metadata.findings(book, site),
        *text.findings(book, site),
    ]
    return Report(shortened(findings, MOST_SHOWN))
