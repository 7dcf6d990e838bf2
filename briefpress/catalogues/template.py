"""Make the template (``.pot``) of a document of the messages that it has.

Nothing but the sources is in it: the same sources give the same bytes, whatever was built before,
in which language, and when.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import polib

from briefpress.catalogues.po import PoFile, render

# A date of its own would change every template, and by it every catalogue, each time. This one is
# that of the metadata of a document without a date.
_DATE = "1980-01-01 00:00+0000"

_GENERATOR = "briefpress"


class Found(NamedTuple):
    """A message where it stands: its context and text, the file as seen from the publication's
    top, the line (1-based) on which it begins there, and what a translator is told of it."""

    context: str
    text: str
    path: str
    line: int
    comments: tuple[str, ...]


def make_template(messages: Iterable[Found], project: str, language: str) -> str:
    """Return the template of a document with *messages*, written in *language* (BCP 47)."""
    fields = {
        "Project-Id-Version": project,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": _DATE,
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": _GENERATOR,
        "X-Source-Language": language,
    }
    header = "".join(f"{name}: {value}\n" for name, value in fields.items())
    entries = [
        polib.POEntry(
            msgid=text,
            msgctxt=context or None,
            comment="\n".join(dict.fromkeys(c for found in places for c in found.comments)),
            occurrences=list(dict.fromkeys((_path(f.path), str(f.line)) for f in places)),
        )
        for (context, text), places in _by_key(messages).items()
    ]
    return render(PoFile("", polib.POEntry(msgid="", msgstr=header), entries))


def is_made_here(template: str) -> bool:
    """Whether `make_template` made *template*."""
    return f'"X-Generator: {_GENERATOR}' in template


def _by_key(messages: Iterable[Found]) -> dict[tuple[str, str], list[Found]]:
    """Return the places of each message, in the order of reading."""
    found: dict[tuple[str, str], list[Found]] = {}
    for message in messages:
        found.setdefault((message.context, message.text), []).append(message)
    return found


def _path(path: str) -> str:
    """Return *path* as GNU gettext writes it: with spaces it stands between U+2068 and U+2069."""
    return f"\u2068{path}\u2069" if " " in path else path
