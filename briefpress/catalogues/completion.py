"""Record in a catalogue's header for which state of the source it was completed.

A complete catalogue says ``X-Complete-For: 0123456789abcdef 2025-03-17``: a digest of the messages
that it has, and the day on which it was last revised. When the source changes afterwards, readers
and editors can be told what the translation is a translation of.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polib

HEADER = "X-Complete-For"


@dataclass(frozen=True)
class Completion:
    """What a header records: the *digest* of the messages, and the *day* of the revision."""

    digest: str
    day: date


def digest_of(messages: Iterable[tuple[str, str]]) -> str:
    """Return 16 hexadecimal digits that tell *messages* (context and msgid) from any others,
    however they are ordered."""
    listed = json.dumps(sorted(set(messages)), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(listed.encode()).hexdigest()[:16]


def source_digest(entries: Iterable[polib.POEntry]) -> str:
    """Return `digest_of` the messages of a catalogue, those that are obsolete left out."""
    live = (entry for entry in entries if not entry.obsolete)
    return digest_of((entry.msgctxt or "", entry.msgid) for entry in live)


def read(header: Mapping[str, str]) -> Completion | None:
    """Return what *header* records; None if that is nothing, or nothing that can be read."""
    match = re.fullmatch(r"([0-9a-f]{16}) (\S+)", header.get(HEADER, "").strip())
    day = _day(match[2]) if match else None
    return Completion(match[1], day) if match and day else None


def recorded(entries: Iterable[polib.POEntry], header: Mapping[str, str]) -> str:
    """Return what a catalogue with these *entries* is to record, empty if nothing: its own state
    if it is complete, else what its *header* records already."""
    live = [entry for entry in entries if not entry.obsolete]
    day = last_change(header)
    if not live or day is None or not all(entry.translated() for entry in live):
        return header.get(HEADER, "")
    return f"{source_digest(live)} {day.isoformat()}"


def last_change(header: Mapping[str, str]) -> date | None:
    """Return the day of ``PO-Revision-Date``; None where a translator never saved the file."""
    return _day(header.get("PO-Revision-Date", "").strip()[:10])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:  # 2025-02-30
        return None
