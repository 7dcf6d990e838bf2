"""The looks of web, paper and book, made from one file of design tokens."""

from __future__ import annotations

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
    """Return the style sheet of a theme: the tokens, then the theme's own rules."""
    folder = files(__name__)
    parts = (folder / "tokens.css", folder / name / f"{name}.css")
    sheet = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    # Sphinx gives pages of the web the colours of code; see theme.toml.
    return sheet if name == "web" else f"{sheet}\n{code_colours()}\n"


def code_colours() -> str:
    """Return the rules for code, in the style of Pygments whose colours are the darkest: 4.6:1 and
    more on the tint (WCAG 2.2, 1.4.3)."""
    rules = PygmentsBridge("html", "xcode").get_stylesheet().splitlines()
    return "\n".join(rule for rule in rules if rule.startswith(".highlight ."))
