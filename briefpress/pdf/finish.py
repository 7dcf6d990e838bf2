"""Mend in a PDF what WeasyPrint leaves wrong: spaces, pictures, what the file says of itself.

Faults of WeasyPrint 70 that are mended here, as in `patches`:

- A no-break space, which a font draws as it draws a space, may stand for all spaces of the document
  (not reported).
- Viewers are asked to smooth pictures, also by a PDF/A (Kozea/WeasyPrint issues 1661 and 2278).
"""

from __future__ import annotations

from typing import Any

import pydyf

from briefpress.pdf.metadata import complete_metadata


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Mend *pdf*, which WeasyPrint is about to write: a ``finisher`` of its ``write_pdf``."""
    _plain_spaces(pdf)
    _plain_pictures(pdf)
    complete_metadata(document.metadata, pdf)


# How a font's map of characters ends the line of a glyph that stands for U+00A0 or U+202F.
_NO_BREAKS = (b"<00a0>", b"<202f>")


def _plain_spaces(pdf: pydyf.PDF) -> None:
    """Let every space of *pdf* be found and copied as a plain one.

    A font draws them with one glyph, for which the map of characters has one place: the whole text
    would have the space that came first.
    """
    for item in pdf.objects:
        stream = getattr(item, "stream", None)
        if isinstance(stream, list) and b"begincmap" in stream:
            stream[:] = [
                line[:-6] + b"<0020>" if line.endswith(_NO_BREAKS) else line for line in stream
            ]


def _plain_pictures(pdf: pydyf.PDF) -> None:
    """Ask no viewer to smooth the pictures of *pdf*: PDF/A forbids it (ISO 19005-2, 6.2.8)."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Interpolate") == "true":
            item.extra["Interpolate"] = "false"
