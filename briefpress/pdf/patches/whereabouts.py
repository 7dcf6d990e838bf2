"""Note what WeasyPrint is drawing, and let it tell of a font that nobody asked for.

Its functions that draw a line of text and a drawing, and that choose the font, are wrapped: there
is no other place where both are known.

Faults of WeasyPrint 70 that are mended here:

- That a glyph is missing, which Kozea/WeasyPrint issue 1810 wished to know, is said, but not where
  (not reported).
- Another font is taken without a word (Kozea/WeasyPrint issue 2310).
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from weasyprint.draw import text
from weasyprint.images import SVGImage
from weasyprint.logger import LOGGER
from weasyprint.pdf.stream import Stream

from briefpress.pdf.drawn import drawing, drawn
from briefpress.pdf.job import LINE
from briefpress.pdf.parts import drawing_address, drawing_root
from briefpress.pdf.patches.actual_text import draw_line

# A list of families that ends with one of them takes what there is.
_GENERIC = frozenset(
    {"cursive", "fantasy", "math", "monospace", "sans-serif", "serif"} | {"system-ui"}
)

_line: ContextVar[Any] = ContextVar("line")

_draw_picture = SVGImage.draw
_add_font = Stream.add_font


def note_whereabouts() -> None:
    """Put the wrapped functions in WeasyPrint's place for them, in this process."""
    text.draw_first_line = _draw_noted_line
    SVGImage.draw = _draw_noted_picture
    Stream.add_font = _add_asked_font


def _draw_noted_line(stream: Any, textbox: Any, *arguments: Any) -> Any:
    line = _line.set(textbox)
    try:
        # The words of a drawing have no element.
        with drawing(getattr(textbox, "element", drawn())):
            return draw_line(stream, textbox, *arguments)
    finally:
        _line.reset(line)


def _draw_noted_picture(picture: Any, *arguments: Any) -> None:
    root = drawing_root(picture)
    # One in HTML is an element of the page, and has its address.
    with drawing(root if LINE in root.attrib else drawing_address(picture)):
        _draw_picture(picture, *arguments)


def _add_asked_font(stream: Any, pango_font: Any) -> tuple[Any, float]:
    font, size = _add_font(stream, pango_font)
    asked = [family.strip(" \"'") for family in _line.get().style["font_family"]]
    known = {family.casefold() for family in asked}
    if font.family.casefold() not in known and not known & _GENERIC:
        textbox = _line.get()
        # Of a drawing each letter may be drawn alone.
        words = f"“{textbox.text.strip()}”" if hasattr(textbox, "element") else "the picture"
        LOGGER.warning(
            "%s asks for the font %s, which pages do not have; name one that they have, or let "
            "the list of fonts end with sans-serif or serif",
            words,
            asked[0],
        )
    return font, size
