"""Let briefpress write the structure of a PDF in WeasyPrint's place.

WeasyPrint makes an element of every box, and offers no place to change what it makes of one.

Faults of WeasyPrint 70 that are mended here:

- There is one element of each piece of what lines and pages break (Kozea/WeasyPrint issue 2903).
- Running heads are no artifacts (Kozea/WeasyPrint issue 1836).
- Notes are no notes (not reported).
- A passage in another language has none (not reported).
- Nothing says how a list is numbered (not reported).
"""

from __future__ import annotations

from weasyprint import pdf

from briefpress.pdf.tags import add_tags


def mend_tags() -> None:
    """Put the function in WeasyPrint's place for it, in this process."""
    pdf.add_tags = add_tags
