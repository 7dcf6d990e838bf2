"""Remember which catalogues stay as they are: an update made them of the template that is there.

With the same template, `carry` gives such a catalogue back, message by message: it need not be
asked. What is remembered are digests of both, so that it holds of these very bytes; without it all
is only slower.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from briefpress.files import read_json, write_json
from briefpress.tools import package_digest


def key_of(template: bytes, catalogue: bytes) -> str:
    """Return what a template and a catalogue are known by together."""
    digest = hashlib.sha256(hashlib.sha256(template).digest())
    digest.update(catalogue)
    return digest.hexdigest()


def read_settled(stage: Path) -> dict[str, frozenset[str]]:
    """Return the keys of the catalogues that an update left, by language: those of this version of
    briefpress, for another might do otherwise."""
    found = read_json(_file(stage))
    if found.pop("code", "") != _code():
        return {}
    return {tag: frozenset(keys) for tag, keys in found.items()}


def write_settled(stage: Path, settled: Mapping[str, Iterable[str]]) -> None:
    """Write what `read_settled` reads."""
    keys = {tag: sorted(keys) for tag, keys in settled.items()}
    write_json(_file(stage), {"code": _code(), **keys})


def _file(stage: Path) -> Path:
    return stage / "settled.json"


def _code() -> str:
    return package_digest("catalogues")
