"""Say what the standards for printing allow, and what is agreed with the printer besides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Standard:
    """A standard for files that are to be printed."""

    name: str
    pdf_version: str
    """The newest version of PDF that it allows."""
    transparency: bool
    """Whether it allows transparency, layers, and whatever else is newer than PDF 1.4."""


STANDARDS = {
    "PDF/X-1a:2003": Standard("PDF/X-1a:2003", "1.4", transparency=False),  # ISO 15930-4
    "PDF/X-4": Standard("PDF/X-4", "1.6", transparency=True),  # ISO 15930-7
}
"""By their name in a receipt's claims."""


@dataclass(frozen=True)
class Limits:
    """What is agreed with the printer."""

    bleed: float = 3
    """In mm: how far colour reaches beyond the trimmed page, at least."""
    trim: tuple[float, float] | None = None
    """Width and height of the trimmed page in mm; None if all pages need only be alike."""
    ink: float = 300
    """In percent: the sum of the four inks in one place, at most."""
    resolution: float = 225
    """In pixels per inch: a picture has at least as many."""
