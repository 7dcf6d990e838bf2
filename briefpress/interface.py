"""Speak the interface's own words in the reader's language.

The words stand in the templates, marked with ``_()``. Their translations are in the package's
catalogue ``locale/<lang>/LC_MESSAGES/briefpress.po``; the publication's own of that name goes
before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources import as_file, files
from pathlib import Path

from briefpress.languages import gettext_code
from briefpress.translation.catalogue import catalogue_file, read_catalogue

DOMAIN = "briefpress"


def interface(tag: str, locale_dirs: Iterable[Path]) -> Callable[[str], str]:
    """Return the function that gives an English word of the interface in the language *tag*;
    a word without a translation stays English."""
    words: dict[str, str] = {}
    packaged = files("briefpress") / "locale" / gettext_code(tag) / "LC_MESSAGES" / "briefpress.po"
    if packaged.is_file():
        with as_file(packaged) as file:
            words |= {m.msgid: m.msgstr for m in read_catalogue(file).messages.values()}
    if own := catalogue_file(locale_dirs, tag, DOMAIN):
        words |= {m.msgid: m.msgstr for m in read_catalogue(own).messages.values()}

    def translate(word: str) -> str:
        return words.get(word, word)

    return translate
