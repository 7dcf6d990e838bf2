"""Tell which pictures have too few pixels for the size that they are printed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from math import ceil
from typing import Any
from urllib.parse import unquote

from briefpress.pdf.fetcher import BASE_URL
from briefpress.pdf.job import Job, Remark

LEAST = 225
"""Pixels per inch: three quarters of what presses ask for; with fewer a reader sees the pixels."""


def coarse_pictures(job: Job, images: Mapping[str, Any]) -> Iterator[Remark]:
    """Yield a remark on each picture that has fewer than `LEAST` in the print edition of *job*;
    *images* as in `printed_resolutions`."""
    found = printed_resolutions(images) if job.edition.name == "print" else {}
    for url, pixels in found.items():
        if pixels < LEAST:
            name = _drawing_with(job, url) or unquote(url.removeprefix(BASE_URL))
            file = re.sub(r"-[0-9a-f]{12}(?=\.\w+$)", "", name.rpartition("/")[2])  # the author's
            yield Remark(
                f"the picture “{file}” is printed with {pixels} pixels per inch, and needs "
                f"{LEAST}; take one that is {ceil(100 * LEAST / pixels) - 100} % wider and higher, "
                "or show it smaller",
                *job.places.get(name, ()),
            )


def printed_resolutions(images: Mapping[str, Any]) -> dict[str, int]:
    """Return the pixels per inch of each picture in pixels where it is largest, by its address.

    *images* is what was WeasyPrint's ``cache`` when a document was written: its own pictures,
    which `patches.pictures` lets know how large they are, and bytes.
    """
    measured = ((url, getattr(image, "resolution", None)) for url, image in sorted(images.items()))
    return {url: round(least) for url, least in measured if least}


def _drawing_with(job: Job, url: str) -> str:
    """Return the name of the drawing in which the picture stands that *url* itself is; empty if it
    is the address of a file."""
    if not url.startswith("data:"):
        return ""
    wanted = "".join(unquote(url).split())
    for name in job.images:
        if name.endswith(".svg"):
            drawing = (job.base / name).read_text(encoding="utf-8")
            if wanted in "".join(unescape(drawing).split()):
                return name
    return ""
