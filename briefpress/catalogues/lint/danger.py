"""Find what a translation must not do: run, read, load, or show another text than it holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from briefpress.catalogues.lint.entries import Entry
from briefpress.catalogues.lint.text import OBJECT
from briefpress.translation.msgstr import SAFE_SCHEMES

_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.\-\s]*:", re.IGNORECASE)
_SCRIPT = re.compile(r"\b(?:(?:java|vb)script:\S|data:\w+/[\w+.-]+[;,]|file://)", re.IGNORECASE)
_DIRECTIVE = re.compile(r"(?m)^\s*(?:(?:`{3,}|~{3,}|:{3,})\s*\{?\w|\.\.\s+[\w-]+::)")
_TEMPLATE = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_READING_ROLES = re.compile(
    r"\{(?:download|include|literalinclude|raw|eval|eval-rst|exec|code-cell|program-output)\}`"
    r"|:(?:download|raw|raw-\w+|eval):`"
)
# Characters that turn the order of what follows, or that nobody sees.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ALLOWED = frozenset("\n\t\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff")
_SUSPICIOUS = re.compile(r"[^\w\s.,;:!?()’'“”\"«»–—-]|[\x00-\x1f\x7f-\x9f]")


def dangerous(entry: Entry) -> Iterator[str]:
    """Whatever is more than words and was not in the original."""
    raw, original = entry.target.raw, entry.source.raw
    for character in () if raw.isprintable() else sorted(set(raw) - set(original)):
        if character in _OVERRIDES:
            name = unicodedata.name(character).lower()
            yield f"the character U+{ord(character):04X} ({name}) hides what it holds; delete it"
        elif unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn", "Cs"):
            if character not in _ALLOWED:
                yield f"the character U+{ord(character):04X} may not stand in a text; delete it"
    if not _SUSPICIOUS.search(raw) and ":" not in raw:
        return
    for pattern, what in _PATTERNS:
        for match in pattern.finditer(raw):
            if match[0] not in original:
                yield f"it holds {what}, {_short(match[0])}, that the original has not; remove it"
                break
    if added := [tag for tag in entry.target.html if tag not in entry.source.html]:
        yield f"it holds HTML, {_short(added[0])}, that the original has not; remove it"
    for match in _EXPRESSION.finditer(raw):
        if not re.fullmatch(r"\s*[\w-]+\s*", match[1]) and match[0] not in original:
            yield f"{_short(match[0])} is code; between double braces stands a name alone"
    for (kind, value), _ in entry.target.things.items():
        if kind in ("link", "picture") and (kind, value) not in entry.source.things:
            if _SCHEME.match(value) and not SAFE_SCHEMES.match(value):
                yield f"the address {_short(value)} may run or read something; remove it"


_PATTERNS = (
    (_DIRECTIVE, "a directive"),
    (_READING_ROLES, "a role that reads files"),
    (_TEMPLATE, "code of a template"),
    (_SCRIPT, "an address that may run or read something"),
)


def _short(text: str) -> str:
    text = text.replace(OBJECT, "").strip()
    return f"“{text if len(text) <= 30 else text[:30] + '…'}”"
