"""The editions of a brief on pages, as rows of data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from briefpress.pdf.inks import Inks


@dataclass(frozen=True)
class Standard:
    """A standard of files for presses: its name, the version of PDF that it is written in, and
    whether it knows transparency."""

    name: str
    version: str
    transparency: bool


STANDARDS: Mapping[str, Standard] = MappingProxyType(
    {
        standard.name: standard
        for standard in (
            Standard("PDF/X-4", "1.6", transparency=True),
            Standard("PDF/X-1a:2003", "1.4", transparency=False),
        )
    }
)


@dataclass(frozen=True)
class Press:
    """What a press asks for beyond the pages; lengths are in mm.

    *profile* describes the printing *condition*. The file holds a multiple of *multiple* pages (0:
    any number), *blanks* says whether blank ones are added for that. *palette* gives colours of the
    screen, as ``#rrggbb``, the inks that stand for them.
    """

    standard: Standard
    profile: Path
    condition: str
    bleed: float
    marks: bool
    binding: float
    multiple: int
    blanks: bool
    palette: tuple[tuple[str, Inks], ...]


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
