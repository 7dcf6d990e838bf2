"""Find what a translation must not do: run, read, load, or show another text than it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefpress.catalogues.lint.entries import Entry
from briefpress.translation.places import Place
from briefpress.translation.rules import Refused, check_blocks, check_letters

_SCRIPT = re.compile(r"\b(?:(?:java|vb)script:\S|data:\w+/[\w+.-]+[;,]|file://)", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_READING_ROLES = re.compile(
    r"\{(?:download|include|literalinclude|raw|eval|eval-rst|exec|code-cell|program-output)\}`"
    r"|:(?:download|raw|raw-\w+|eval):`"
)
_PATTERNS = (
    (_READING_ROLES, "a role that reads files"),
    (_TEMPLATE, "code of a template"),
    (_SCRIPT, "an address that may run or read something"),
)
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.\-\s]*:", re.IGNORECASE)
_SAFE_SCHEME = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
# Tags are words in these.
_SHOWN_AS_WRITTEN = frozenset(
    [
        *(Place.TITLE, Place.SUBTITLE, Place.SHORT_TITLE, Place.DESCRIPTION, Place.KEYWORD),
        *(Place.FRONT_MATTER, Place.SITE, Place.ALT_TEXT, Place.CREDIT),
        *(Place.CHART, Place.DRAWING),
    ]
)
# Nothing of this is looked for in plain words.
_SUSPICIOUS = re.compile(r"[`{<:\\]|\.\. ")


def dangerous(entry: Entry) -> Iterator[str]:
    """Whatever is more than words and was not in the original."""
    raw, original = entry.target.raw, entry.source.raw
    try:
        if not raw.isprintable() and "\n\n" not in raw:
            check_letters(original, raw)
        if not _SUSPICIOUS.search(raw):
            return
        check_blocks(original, raw)
    except Refused as reason:
        yield str(reason)
    for pattern, what in _PATTERNS:
        for match in pattern.finditer(raw):
            if match[0] not in original:
                yield f"it holds {what}, {_short(match[0])}, that the original has not; remove it"
                break
    is_shown = entry.source.html and entry.place in _SHOWN_AS_WRITTEN
    added = [tag for tag in entry.target.html if tag not in entry.source.html]
    if added and not is_shown:
        yield f"it holds HTML, {_short(added[0])}, that the original has not; remove it"
    for match in _EXPRESSION.finditer(raw):
        if not re.fullmatch(r"\s*[\w-]+\s*", match[1]) and match[0] not in original:
            yield f"{_short(match[0])} is code; between double braces stands a name alone"
    for kind, value in entry.target.things.keys() - entry.source.things.keys():
        is_unsafe = _SCHEME.match(value) and not _SAFE_SCHEME.match(value)
        if kind in ("link", "picture") and is_unsafe:
            yield f"the address {_short(value)} may run or read something; remove it"


def _short(text: str) -> str:
    text = text.strip()
    return f"“{text if len(text) <= 30 else text[:30] + '…'}”"
