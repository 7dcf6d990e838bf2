"""Give every document what is its own of catalogues that hold messages of several.

Sphinx makes one catalogue of all documents in a folder unless it is told otherwise, and one of the
whole site if it is told so (``gettext_compact``). What a message is of, its ``#:`` lines say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
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
    if not heirs:
        return {}

    namesakes: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        namesakes[PurePosixPath(document).name].append(document)

    @cache
    def owner(path: str) -> str:
        return _owner(PurePosixPath(path), documents, namesakes)

    found: dict[str, Share] = {}
    for name, po in catalogues.items():
        parts: dict[str, list[polib.POEntry]] = defaultdict(list)
        for entry in po.entries:
            if entry.msgstr.strip() or entry.tcomment:
                owners = {owner(path) for path, _ in entry.occurrences}
                for heir in owners & set(heirs) or {""}:
                    parts[heir].append(entry)
        of_nobody = parts.pop("", [])
        if name in documents:  # it stays, and keeps what is no other's
            of_nobody = []
        for heir in sorted(parts):
            entries, of_nobody = [*parts[heir], *of_nobody], []
            if heir not in found or len(entries) > len(found[heir].entries):
                found[heir] = Share(name, entries)
    return found


def _owner(
    path: PurePosixPath, documents: Collection[str], namesakes: Mapping[str, list[str]]
) -> str:
    """Return the document that *path*, as another project saw it, is of; empty if none is.

    It may lie in another folder now, if only one has its name.
    """
    parts = path.with_suffix("").parts if path.name else ()
    for start in range(len(parts)):
        if (name := "/".join(parts[start:])) in documents:
            return name
    same = namesakes.get(parts[-1], []) if parts else []
    return same[0] if len(same) == 1 else ""
