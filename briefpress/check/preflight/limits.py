"""Say what is agreed with the printer besides the standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What is agreed with the printer."""

    bleed: float = 3
    """In mm: how far colour reaches beyond the trimmed page, at least."""
    binding: float = 0
    """In mm: how much further from the fold the pages stand; `layout` looks at it."""
    trim: Sequence[float] | None = None
    """Width and height of the trimmed page in mm; None if all pages need only be alike."""
    marks: bool = False
    """Whether there are crop marks."""
    pages: int = 0
    """How many, blank ones among them; 0: any number."""
    multiple: int = 0
    """Of what the number of pages is a multiple, so that sheets can be folded; 0: of none."""
    condition: str = ""
    """The name of the press and its paper, such as FOGRA39; empty: any."""
    profile: str = ""
    """The SHA-256 of its ICC profile; empty: of any."""
    ink: float = 300
    """In percent: the sum of the four inks in one place, at most."""
    resolution: float = 225
    """In pixels per inch: a picture has at least as many."""
