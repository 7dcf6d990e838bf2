"""Say what is agreed with the printer besides the standard."""

from __future__ import annotations

from dataclasses import dataclass


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
