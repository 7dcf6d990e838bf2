"""Read what is to be checked: the translated messages of a catalogue, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from briefpress.catalogues.lint.text import Text, read_rst
from briefpress.translation.catalogue import entries_of
from briefpress.translation.places import Place, place_of


@dataclass(frozen=True)
class Entry:
    """A translated message: texts taken apart, languages as BCP 47 tags, and the *line* (1-based)
    of its msgid in the file."""

    source: Text
    target: Text
    source_language: str
    language: str
    line: int
    place: Place = Place.OTHER
    excused: tuple[str, ...] = ()
    """The rules that a translator's comment switches off."""
    is_rst: bool = False

    @property
    def begin(self) -> str:
        """The beginning of the message, to know it by."""
        text = re.sub(r"\s+", " ", self.source.raw).strip()
        return text if len(text) <= 50 else f"{text[:50].rstrip()}…"


_EXCUSE = re.compile(r"^\s*lint:\s*ignore\s*=\s*([\w-]+(?:\s*,\s*[\w-]+)*)", re.MULTILINE)


def read_entries(
    file: Path, source_language: str, language: str, read: Callable[[str], Text]
) -> Iterator[Entry]:
    """Yield what is translated in *file*; *read* takes a MyST text apart.

    What is fuzzy, obsolete or untranslated is not published, so it is not checked.
    """
    for entry in entries_of(file)[0]:
        if entry.obsolete or not entry.msgstr.strip() or entry.fuzzy:
            continue
        is_rst = any(path.endswith(".rst") for path, _ in entry.occurrences)
        take = read_rst if is_rst else read
        yield Entry(
            take(entry.msgid),
            take(entry.msgstr),
            source_language,
            language,
            entry.linenum or 0,
            _place(entry.comment),
            excuses(entry.tcomment) if entry.tcomment else (),
            is_rst,
        )


_place = lru_cache(4096)(place_of)


def excuses(comment: str) -> tuple[str, ...]:
    """Return the rules that a translator's *comment* switches off:
    ``lint: ignore=number, date (the author asked for it)``."""
    found = (match[1] for match in _EXCUSE.finditer(comment))
    return tuple(rule.strip() for rules in found for rule in rules.split(","))
