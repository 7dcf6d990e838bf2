"""Give every document what is its own of catalogues that hold messages of several.

Sphinx makes one catalogue of all documents in a folder unless it is told otherwise, and one of the
whole site if it is told so (``gettext_compact``). What a message is of, its ``#:`` lines say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import polib

from briefpress.catalogues.po import PoFile


@dataclass(frozen=True)
class Share:
    """What the catalogue *name* holds of another document."""

    name: str
    entries: list[polib.POEntry]


def shares(
    catalogues: Mapping[str, PoFile], documents: Collection[str], heirs: Collection[str]
) -> dict[str, Share]:
    """Return the share of each of *heirs*, documents without a catalogue, in that of *catalogues*
    (by name) which has most of it. *documents* are all there are.

    What is no living document's goes with the first share, so that nothing is lost with the file.
    """
    found: dict[str, Share] = {}
    for name, po in catalogues.items():
        parts: dict[str, list[polib.POEntry]] = defaultdict(list)
        for entry in po.entries:
            if entry.msgstr.strip() or entry.tcomment:
                for owner in dict.fromkeys(_owners(entry, documents)) or ("",):
                    parts[owner].append(entry)
        of_nobody = parts.pop("", []) if name not in documents else []
        for heir in sorted(set(heirs) & set(parts)):
            entries, of_nobody = [*parts[heir], *of_nobody], []
            if heir not in found or len(entries) > len(found[heir].entries):
                found[heir] = Share(name, entries)
    return found


def _owners(entry: polib.POEntry, documents: Collection[str]) -> list[str]:
    owners = (_owner(PurePosixPath(path), documents) for path, _ in entry.occurrences)
    return [owner for owner in owners if owner]


def _owner(path: PurePosixPath, documents: Collection[str]) -> str:
    """Return the document that *path*, as another project saw it, is of; empty if none is."""
    parts = path.with_suffix("").parts if path.name else ()
    names = ("/".join(parts[start:]) for start in range(len(parts)))
    return next((name for name in names if name in documents), "")
