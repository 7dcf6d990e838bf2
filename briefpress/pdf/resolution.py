"""Tell which pictures have too few pixels for the size that they are printed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LEAST = 225
"""Pixels per inch: three quarters of what presses ask for; with fewer a reader sees the pixels."""


def printed_resolutions(images: Mapping[str, Any]) -> dict[str, int]:
    """Return the pixels per inch of each of *images* that has fewer than `LEAST` where it is
    largest, by its address.

    *images* is what was WeasyPrint's ``cache`` when a document was written: its own pictures,
    which `patches.pictures` lets know how large they are, and bytes.
    """
    found = {url: getattr(image, "resolution", LEAST) for url, image in images.items()}
    return {url: round(least) for url, least in sorted(found.items()) if least < LEAST - 0.5}
