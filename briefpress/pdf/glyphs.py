"""Find the letters of a document that none of the packaged faces has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

import uharfbuzz
from docutils import nodes

from briefpress.fonts import FACES


def missing_letters(doctree: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """Yield each element of *doctree* whose own text has such letters, and the letters, once.

    Not formulas, which have a font of their own.
    """
    found: set[str] = set()
    for text in doctree.findall(nodes.Text):
        if isinstance(text.parent, (nodes.math, nodes.math_block, nodes.raw)):
            continue
        missing = {letter for letter in text.astext() if not _is_known(letter)} - found
        if missing:
            found |= missing
            yield text.parent, "".join(sorted(missing))


def _is_known(letter: str) -> bool:
    # Control characters and the like have no shape: joiners, soft hyphens, line ends.
    return ord(letter) in _known() or unicodedata.category(letter) in ("Cc", "Cf", "Mn", "Zs")


@cache
def _known() -> frozenset[int]:
    found: set[int] = set()
    for face in FACES:
        found.update(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.source))).unicodes)
    return frozenset(found)
