"""The looks of web, paper and book, made from one file of design tokens."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAMES = ("web", "paper", "book")


def register(app: Sphinx) -> None:
    """Register the themes with Sphinx as ``briefpress-web`` and so on."""
    for name in NAMES:
        app.add_html_theme(f"briefpress-{name}", str(files(__name__) / name))


def stylesheet(name: str) -> str:
    """Return the style sheet of a theme: the tokens, then the theme's own rules."""
    folder = files(__name__)
    parts = (folder / "tokens.css", folder / name / f"{name}.css")
    return "\n".join(part.read_text(encoding="utf-8") for part in parts)


@cache
def colour(name: str) -> str:
    """Return the colour token *name*, for paper: ``#12395b``."""
    text = (files(__name__) / "tokens.css").read_text(encoding="utf-8")
    found = re.search(rf"--{name}:\s*(#[0-9a-f]{{6}})", text)
    assert found is not None, name
    return found[1]
