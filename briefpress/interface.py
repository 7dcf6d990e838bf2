"""Speak the interface's own words in the reader's language.

The words stand in the templates, marked with ``_()``. Their translations are in the package's
catalogue ``locale/<lang>/LC_MESSAGES/briefpress.po``; the publication's own of that name goes
before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources import as_file, files
from pathlib import Path

from briefpress.languages import gettext_code, tags_like
from briefpress.pseudo import is_pseudo, pseudo
from briefpress.translation.catalogue import catalogue_file, read_catalogue

DOMAIN = "briefpress"


def interface(tag: str, locale_dirs: Iterable[Path]) -> Callable[[str], str]:
    """Return the function that gives an English word of the interface in the language *tag*;
    a word without a translation there is that of a language like it (``pt`` for ``pt-BR``), else
    English."""
    if is_pseudo(tag):
        return pseudo
    words: dict[str, str] = {}
    for each in reversed(tags_like(tag)):
        packaged = files("briefpress") / "locale" / gettext_code(each) / "LC_MESSAGES"
        if (packaged / f"{DOMAIN}.po").is_file():
            with as_file(packaged / f"{DOMAIN}.po") as file:
                words |= {m.msgid: m.msgstr for m in read_catalogue(file).messages.values()}
        if own := catalogue_file(locale_dirs, each, DOMAIN):
            words |= {m.msgid: m.msgstr for m in read_catalogue(own).messages.values()}

    def translate(word: str) -> str:
        return words.get(word, word)

    return translate
