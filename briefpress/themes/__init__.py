"""The looks of web, paper and book, made from one file of design tokens."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sphinx.highlighting import PygmentsBridge

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAMES = ("web", "paper", "book")


def register(app: Sphinx) -> None:
    """Register the themes with Sphinx as ``briefpress-web`` and so on."""
    for name in NAMES:
        app.add_html_theme(f"briefpress-{name}", str(files(__name__) / name))


def stylesheet(name: str) -> str:
    """Return the style sheet of a theme: the tokens, then the theme's own rules.

    The dark palette is for screens, and WeasyPrint takes no such condition. On paper the boxes in
    a page's margins, which are no elements, take the tokens from the page.
    """
    own = (files(__name__) / name / f"{name}.css").read_text(encoding="utf-8")
    tokens, dark, palette = _tokens().partition("@media")
    if name == "web":
        # Sphinx gives pages of the web the colours of code; see theme.toml.
        return f"{tokens}{dark}{palette}\n{own}"
    if name == "paper":
        tokens += tokens.replace(":root", "@page")
    return f"{tokens}\n{own}\n{code_colours()}\n"


def token(name: str) -> str:
    """Return the value of the design token *name*, for what is drawn without CSS."""
    found = re.search(rf"{re.escape(name)}:\s*([^;]+);", _tokens())
    if found is None:
        raise KeyError(name)
    return found[1]


@cache
def _tokens() -> str:
    return (files(__name__) / "tokens.css").read_text(encoding="utf-8")


def code_colours() -> str:
    """Return the rules for code, in the style of Pygments whose colours are the darkest: 4.6:1 and
    more on the tint (WCAG 2.2, 1.4.3)."""
    rules = PygmentsBridge("html", "xcode").get_stylesheet().splitlines()
    return "\n".join(rule for rule in rules if rule.startswith(".highlight ."))
