"""The editions of a brief on pages, as rows of data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefpress.files import sha256
from briefpress.pdf.inks import Inks
from briefpress.press_settings import Paper, Standard


@dataclass(frozen=True)
class Press:
    """What a press asks for beyond the pages; lengths are in mm.

    *trim* is the size of a page when it is cut, *profile* describes the printing *condition*. The
    file holds a multiple of *multiple* pages (0: any number), *blanks* says whether blank ones are
    added for that. *palette* gives colours of the screen, as ``#rrggbb``, the inks for them.
    """

    standard: Standard
    trim: Paper
    profile: Path
    condition: str
    bleed: float
    marks: bool
    binding: float
    multiple: int
    blanks: bool
    palette: tuple[tuple[str, Inks], ...]

    def lacking(self, pages: int) -> int:
        """Return how many pages more than *pages* make a number that the press can fold."""
        return -pages % self.multiple if self.multiple else 0

    def order(self, pages: int) -> Mapping[str, Any]:
        """Return what a file with *pages* of text is held against when it is checked."""
        return {
            "binding": self.binding,
            "bleed": self.bleed,
            "condition": self.condition,
            "marks": self.marks,
            "multiple": self.multiple,
            "pages": pages + (self.lacking(pages) if self.blanks else 0),
            "profile": sha256(self.profile),
            "trim": (self.trim.width, self.trim.height),
        }


@dataclass(frozen=True)
class Edition:
    """One edition: WeasyPrint's name of the PDF variant, and the standards that its files claim;
    *press* is what only a file for a press has."""

    name: str
    variant: str | None
    claims: tuple[str, ...]
    press: Press | None = None


SCREEN = Edition("screen", "pdf/a-2a", ("PDF/UA-1", "PDF/A-2a"))
PRINT = Edition("print", None, ())  # `order.print_edition` says the rest
