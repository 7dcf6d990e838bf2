"""Turn drawings (SVG) into pictures in pixels, with the packaged faces for their words."""

from __future__ import annotations

import io

import resvg_py
from PIL import Image

from briefpress.fonts import FACES


def rasterised(svg: str, *, width: int | None = None, height: int | None = None) -> Image.Image:
    """Return *svg* as a picture of that *width* or *height* in pixels, transparent where nothing
    is drawn. The system's faces would make another picture elsewhere."""
    made = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        height=height,
        font_files=[str(face.source) for face in FACES],
        font_family="Source Sans 3",
        skip_system_fonts=True,
        dpi=96,  # of CSS; the default is none, and takes a drawing measured in mm for an empty one
    )
    return Image.open(io.BytesIO(bytes(made))).convert("RGBA")
