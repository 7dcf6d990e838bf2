"""Look at the letters of a PDF as they are seen, whatever its text layer says.

A text layer may be right where the page shows other letters: a font cut down wrongly, or one that
stands in for another. So the words of each font are drawn once more with the packaged face that the
font is named for (`faces`), and the pictures are compared (`pictures`): as many words as it takes
to see every letter of the font, the same ones each time (`words`, `look`). What the fonts say of
themselves is looked at too (`fonts`): all of them are in the file, are packaged ones, and tell what
their letters are. The colours of the same words are held against those behind them; and every word
must be seen: nothing is painted over it, and no other word stands on it.
"""

from __future__ import annotations

from importlib.metadata import version as installed

from briefpress.check.packages import DISTRIBUTIONS, require
from briefpress.check.result import Finding, Report, shortened

MOST_SHOWN = 10
"""How many findings of one rule are listed; the others are counted."""


def version() -> str:
    """Return the tools with their versions: the rules are briefpress's, PDFium draws the pages."""
    for module in ("numpy", "pikepdf", "pypdfium2"):
        require(module)
    pdfium = DISTRIBUTIONS["pypdfium2"]
    return f"briefpress {installed('briefpress')} with {pdfium} {installed(pdfium)}"


def validate(pdf: bytes) -> Report:
    """Return what is wrong with the letters that *pdf* shows."""
    from briefpress.check.glyphs import look  # only now: its packages are optional

    try:
        return Report(shortened(look.findings(pdf), MOST_SHOWN))
    except ValueError as error:
        return Report((Finding("unreadable", f"This file cannot be read: {error}"),))
