"""The looks of web, paper and book, made from one file of design tokens."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.highlighting import PygmentsBridge

from briefpress.press_settings import Paper

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
    tokens, dark, _ = _palettes()
    if name == "web":
        # Sphinx gives pages of the web the colours of code; see theme.toml.
        return f"{tokens}{dark}\n{own}"
    if name == "paper":
        tokens += tokens.replace(":root", "@page")
    return f"{tokens}\n{own}\n{code_colours()}\n"


def paper_stylesheet(paper: Paper) -> str:
    """Return the style sheet of pages of the size *paper*."""
    width, height = f"{paper.width:g}mm", f"{paper.height:g}mm"
    lengths = f":root {{ --page-width: {width}; --page-height: {height} }}\n"
    return f"{stylesheet('paper')}{lengths}@page {{ size: {width} {height} }}\n"


def print_stylesheet(paper: Paper, bleed: float, binding: float) -> str:
    """Return the same for the print edition; lengths are in mm."""
    own = (files(__name__) / "paper" / "print.css").read_text(encoding="utf-8")
    lengths = f"--edge: {bleed:g}mm; --binding: {binding:g}mm"
    added = f":root {{ {lengths} }}\n@page {{ {lengths}; bleed: {bleed:g}mm }}\n{own}"
    return paper_stylesheet(paper) + added


def token(name: str) -> str:
    """Return the value of the design token *name*, for what is drawn without CSS."""
    return _values(_palettes()[0])[name]


def press_palette() -> dict[str, tuple[float, float, float, float]]:
    """Return the names of the colours that have inks of their own, and these in percent."""
    found = {}
    for name, percents in _values(_palettes()[2]).items():
        cyan, magenta, yellow, black = map(float, percents.split())
        found[name.removeprefix("--")] = (cyan, magenta, yellow, black)
    return found


def palettes() -> dict[str, dict[str, str]]:
    """Return the tokens of each palette by their names without dashes."""
    light, dark, press = map(_values, _palettes())
    found = {"light": light, "dark": light | dark, "press": light | press}
    return {name: {key[2:]: each for key, each in of.items()} for name, of in found.items()}


def tokens_file() -> Path:
    """Return the file of the tokens."""
    return Path(str(files(__name__) / "tokens.css"))


@cache
def _palettes() -> tuple[str, str, str]:
    """Return the tokens: those of all, the palette of dark screens, that of the press."""
    text = (files(__name__) / "tokens.css").read_text(encoding="utf-8")
    tokens, dark, press = re.split(r"(?=^@media)", text, flags=re.MULTILINE)
    return tokens, dark, press


def _values(css: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", css))


def code_colours() -> str:
    """Return the rules for code, in the style of Pygments whose colours are the darkest: 4.6:1 and
    more on the tint (WCAG 2.2, 1.4.3)."""
    rules = PygmentsBridge("html", "xcode").get_stylesheet().splitlines()
    return "\n".join(rule for rule in rules if rule.startswith(".highlight ."))
