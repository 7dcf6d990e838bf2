"""Pictures as tests need them, and their bytes."""

import io

import numpy as np
from PIL import Image


def photograph(width=120, height=80, darker=1) -> Image.Image:
    """Every colour somewhere, no two neighbours alike."""
    y, x = np.mgrid[0:height, 0:width]
    parts = (255 * x / width, 255 * y / height, (7 * x + 11 * y) % 256)
    return Image.fromarray((np.stack(parts, 2) / darker).astype(np.uint8))


def saved(picture: Image.Image, kind="PNG", **options) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
