"""Look whether a PDF shows the pictures that it should: there, whole, upright, alike.

The edition for the screen is held against the page that it prints: below each alternative text
must be seen what the page shows with the same words (`figures`), and each picture of pixels must be
there as fine as its file, and no other (`pixels`, `embedded`). The edition for printing is held
against the screen's; drawings are painted anew by the press there, and have words, lines and inks
that other checks look at. Pictures are compared by thumbnails of them (`alike`).
"""

from __future__ import annotations

from importlib.metadata import version as installed
from io import BytesIO
from typing import TYPE_CHECKING

from briefpress.check.packages import DISTRIBUTIONS, require
from briefpress.check.reference import NOTHING_TO_COMPARE
from briefpress.check.result import Finding, Report, shortened

if TYPE_CHECKING:
    from briefpress.check.reference import Shown

MOST_SHOWN = 10
"""How many findings of one rule are listed; the others are counted."""

_UNREADABLE = Report((Finding("unreadable", "The file cannot be read as a PDF."),))


def version() -> str:
    """Return the tools with their versions: the rules are briefpress's."""
    names = ("pikepdf", "pypdfium2")
    for name in names:
        require(name)
    tools = (f"{DISTRIBUTIONS[name]} {installed(DISTRIBUTIONS[name])}" for name in names)
    return f"briefpress {installed('briefpress')} with {' and '.join(tools)}"


def compare_with_screen(screen: bytes, printed: bytes) -> Report:
    """Return which pictures of the PDF *screen* are not in the PDF *printed*."""
    import pikepdf

    from briefpress.check.pictures.pixels import lost
    from briefpress.check.preflight.document import DAMAGE

    try:
        with pikepdf.open(BytesIO(screen)) as shown, pikepdf.open(BytesIO(printed)) as made:
            return Report(tuple(lost(shown, made)))
    except DAMAGE:
        return _UNREADABLE


def compare_with_page(shown: Shown, pdf: bytes) -> Report:
    """Return which pictures of the page that is *shown* are not in *pdf* as they are there."""
    import pikepdf

    from briefpress.check.pictures import figures, pixels
    from briefpress.check.preflight.document import DAMAGE

    if not shown.html:
        return Report((Finding("no-page", NOTHING_TO_COMPARE),))
    try:
        found = list(figures.findings(shown, pdf))
        with pikepdf.open(BytesIO(pdf)) as made:
            found += pixels.findings(shown, made)
    except DAMAGE:
        return _UNREADABLE
    return Report(shortened(found, MOST_SHOWN))
