"""Make the print edition that conf.py orders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefpress.pdf.editions import PRINT, Edition, Press
from briefpress.pdf.inks import Inks
from briefpress.pdf.profile import condition, profile_file
from briefpress.press_settings import STANDARDS, Paper, PercentInks, PrintSettings
from briefpress.themes import press_palette, token


def print_edition(settings: PrintSettings, paper: Paper, top: Path) -> Edition:
    """Return the edition that *settings* ask for, on *paper*; *top* is the folder of conf.py. Raise
    `ProfileError` if there is no such profile."""
    profile = profile_file(settings.profile, top)
    inks = {**press_palette(), **settings.inks}
    press = Press(
        standard=STANDARDS[settings.standard],
        trim=paper,
        profile=profile,
        condition=condition(profile),
        bleed=settings.bleed,
        marks=settings.marks,
        binding=settings.binding,
        multiple=settings.multiple,
        blanks=settings.blanks,
        palette=tuple((token(f"--{name}"), _parts(inks[name])) for name in sorted(inks)),
    )
    return replace(PRINT, claims=(settings.standard,), press=press)


def _parts(percents: PercentInks) -> Inks:
    cyan, magenta, yellow, black = (percent / 100 for percent in percents)
    return cyan, magenta, yellow, black
