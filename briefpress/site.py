"""Make the files that serve the site as a whole, from the decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources import files

from jinja2 import Environment

from briefpress.languages import direction, language_name


def root_page(tags: Iterable[str], publication: str, words: Callable[[str], str]) -> str:
    """Return the page that sends a reader to a language; *tags* are those that have a first page.

    Without JavaScript it is a page of links.
    """
    template = (files("briefpress.themes") / "web" / "root.html").read_text(encoding="utf-8")
    languages = [
        {"tag": tag, "name": language_name(tag), "direction": direction(tag)} for tag in tags
    ]
    environment = Environment(autoescape=True, keep_trailing_newline=True)
    return environment.from_string(template).render(
        languages=languages, publication=publication, _=words
    )
