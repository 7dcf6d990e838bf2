"""The editions of a brief on pages, as rows of data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """One edition: WeasyPrint's name of the PDF variant, and the standards that its files claim."""

    name: str
    variant: str
    claims: tuple[str, ...]


SCREEN = Edition("screen", "pdf/a-2a", ("PDF/UA-1", "PDF/A-2a"))
