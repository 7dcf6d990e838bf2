"""Preflight a PDF for printing: hold it against PDF/X-4 or PDF/X-1a, as a printer's program would.

There is no free validator of these standards, so the rules are our own, each a small function in
its module's table: `identity`, `interaction`, `pages`, `boxes`, `drawing`, `colours`, `images`,
`text`, `edge` and `ink`. They look at a `document`, whose pages know what is on them (`content`,
`colour`). Where the standards leave a choice they are as strict as printers are who want four inks
and nothing else; there, rules name the specification of the Ghent Workgroup (GWG 2015).
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version as installed
from typing import TYPE_CHECKING

from briefpress.check.packages import DISTRIBUTIONS, require
from briefpress.check.preflight.limits import Limits
from briefpress.press_settings import STANDARDS

if TYPE_CHECKING:
    from pathlib import Path

    from briefpress.check.result import Report

__all__ = ["STANDARDS", "Limits", "validate", "version"]


@cache
def version() -> str:
    """Return the tools with their versions: the rules are briefpress's."""
    names = ("pikepdf", "pypdfium2")
    for name in names:
        require(name)
    from briefpress.check.preflight import ink

    others = "".join(f" {DISTRIBUTIONS[name]} {installed(DISTRIBUTIONS[name])}," for name in names)
    return f"briefpress {installed('briefpress')} with{others} Ghostscript {ink.version()}"


def validate(file: Path, standard: str, limits: Limits | None = None) -> Report:
    """Return what stands against printing *file* as one of *standard*, a key of `STANDARDS`."""
    require("pikepdf")
    from briefpress.check.preflight import rules

    return rules.judge(file, STANDARDS[standard], limits or Limits())
