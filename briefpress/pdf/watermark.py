"""Draw a few words across a page, as a picture that stands behind its text."""

from __future__ import annotations

from xml.sax.saxutils import escape

WIDTH, HEIGHT = 210, 297  # mm, A4
SIZE = 20  # mm, the largest letters
LENGTH = 300  # mm, what is left of the diagonal

# WeasyPrint marks a page's background as an artifact: screen readers do not stop at it. So pale
# that text upon it keeps a contrast of more than 12:1.
_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<text x="{x}" y="{y}" transform="rotate(-54.7 {x} {y})" text-anchor="middle" \
font-family="Source Sans 3" font-weight="600" font-size="{size:.1f}" \
fill="#9a3412" fill-opacity="0.13">{words}</text>
</svg>
"""


def draw_watermark(words: str) -> bytes:
    """Return *words* along the diagonal of a page as an SVG file."""
    size = min(SIZE, LENGTH / (0.55 * max(len(words), 1)))
    x, y = WIDTH / 2, HEIGHT / 2
    return _DRAWING.format(
        width=WIDTH, height=HEIGHT, x=x, y=y, size=size, words=escape(words)
    ).encode()
