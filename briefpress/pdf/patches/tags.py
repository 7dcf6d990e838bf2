"""Let briefpress write the structure of a PDF in WeasyPrint's place.

WeasyPrint 70 makes an element of every box: one of each piece of what lines and pages break
(Kozea/WeasyPrint issue 2903), and of running heads (1836). It knows no notes, no languages and no
numbering of lists (2482), and offers no place to change what it makes of a box.
"""

from __future__ import annotations

from weasyprint import pdf

from briefpress.pdf.tags import add_tags


def mend_tags() -> None:
    """Put the function in WeasyPrint's place for it, in this process."""
    pdf.add_tags = add_tags
