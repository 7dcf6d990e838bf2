"""Remember which catalogues were found whole, so that only those that changed are asked about."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_cache_dir

# One more whenever more is asked of a catalogue.
_FILE = "whole-catalogues-3.txt"
_MOST = 50_000  # lines; then it begins anew


def known_digests() -> frozenset[str]:
    """Return the SHA-256 of catalogues that were whole."""
    try:
        return frozenset(_file().read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def remember(digests: Iterable[str], known: int) -> None:
    """Add *digests* to the *known* ones, if there is room for them; other processes do so too."""
    text = "".join(f"{digest}\n" for digest in digests)
    if not text:
        return
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if known > _MOST else os.O_APPEND)
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(_file(), flags, 0o600)
    except OSError:
        return  # it is only slower without
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text)


def _file() -> Path:
    return Path(user_cache_dir("briefpress"), _FILE)
