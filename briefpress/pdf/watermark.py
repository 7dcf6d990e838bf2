"""Draw a few words across a page, as a picture that stands behind its text."""

from __future__ import annotations

from math import atan2, degrees, hypot
from xml.sax.saxutils import escape

from briefpress.press_settings import Paper

SIZE = 20  # mm, the largest letters
LENGTH = 0.825  # of the diagonal

# WeasyPrint marks a page's background as an artifact: screen readers do not stop at it. So pale
# that text upon it keeps a contrast of more than 12:1.
_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<text x="{x}" y="{y}" transform="rotate({turn:.1f} {x} {y})" text-anchor="middle" \
font-family="Source Sans 3, sans-serif" font-weight="600" font-size="{size:.1f}" \
fill="{colour}" fill-opacity="0.13">{words}</text>
</svg>
"""


def draw_watermark(words: str, paper: Paper, colour: str) -> bytes:
    """Return *words* in *colour* along the diagonal of a page as an SVG file."""
    diagonal = hypot(paper.width, paper.height)
    size = min(SIZE, LENGTH * diagonal / (0.55 * max(len(words), 1)))
    return _DRAWING.format(
        width=f"{paper.width:g}",
        height=f"{paper.height:g}",
        x=f"{paper.width / 2:g}",
        y=f"{paper.height / 2:g}",
        turn=-degrees(atan2(paper.height, paper.width)),
        size=size,
        colour=colour,
        words=escape(words),
    ).encode()
