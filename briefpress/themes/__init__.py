"""The looks of web, paper and book, made from one file of design tokens."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from briefpress.press_settings import Paper
from briefpress.themes.tokens import Tokens

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAMES = ("web", "paper", "book")


def register(app: Sphinx) -> None:
    """Register the themes with Sphinx as ``briefpress-web`` and so on."""
    for name in NAMES:
        app.add_html_theme(f"briefpress-{name}", str(files(__name__) / name))


def stylesheet(name: str, tokens: Tokens) -> str:
    """Return the style sheet of a theme: the tokens, then the theme's own rules.

    The dark palette is for screens, and WeasyPrint takes no such condition. On paper the boxes in
    a page's margins, which are no elements, take the tokens from the page. Code has colours on the
    web alone, where Sphinx gives them to it (see theme.toml).
    """
    own = (files(__name__) / name / f"{name}.css").read_text(encoding="utf-8")
    css = tokens.css()
    css += css.replace(":root", "@page") if name == "paper" else tokens.dark_css()
    return f"{css}\n{own}"


def paper_stylesheet(tokens: Tokens, paper: Paper) -> str:
    """Return the style sheet of pages of the size *paper*."""
    width, height = f"{paper.width:g}mm", f"{paper.height:g}mm"
    lengths = f":root {{ --page-width: {width}; --page-height: {height} }}\n"
    return f"{stylesheet('paper', tokens)}{lengths}@page {{ size: {width} {height} }}\n"


def print_stylesheet(tokens: Tokens, paper: Paper, bleed: float, binding: float) -> str:
    """Return the same for the print edition; lengths are in mm."""
    own = (files(__name__) / "paper" / "print.css").read_text(encoding="utf-8")
    lengths = f"--edge: {bleed:g}mm; --binding: {binding:g}mm"
    added = f":root {{ {lengths} }}\n@page {{ {lengths}; bleed: {bleed:g}mm }}\n{own}"
    return paper_stylesheet(tokens, paper) + added
