"""Find the characters that no page, book or PDF can hold, and say so where they stand.

Nobody sees them: they come from damaged files, or from programs that meant something else by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from briefpress.problems import Kind, log_error

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx

FORCED = "\u202d\u202e"
"""Turn the order of the letters round that follow: they are read in another order than seen."""

# What XML 1.0 (2.2) and HTML (13.2.3.5, control characters, noncharacters) do not know.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd"
    + FORCED
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_LOST = "\ufffd"  # what programs write for what they cannot read


class Unfit(NamedTuple):
    """The line (from 0) of a character that may not stand there, and what to do about it."""

    line: int
    message: str


def unfit(text: str) -> Unfit | None:
    """Return the first character of *text* that may not stand there, None if there is none."""
    found = _UNFIT.search(text)
    if found is None:
        return None
    message = f"the control character U+{ord(found[0]):04X} may not stand here; delete it"
    if found[0] == _LOST:
        message = "U+FFFD stands here for a letter that could not be read; write that letter"
    if found[0] in FORCED:
        message = f"U+{ord(found[0]):04X} turns the order of letters round; delete it"
    return Unfit(text.count("\n", 0, found.start()), message)


def fit(text: str) -> str:
    """Return *text* without them, fit for a message."""
    return _UNFIT.sub("", text)


def unfit_within(value: Any) -> Unfit | None:
    """Return the first of them in *value*, a text or what holds texts."""
    return next((found for text in _texts(value) if (found := unfit(text))), None)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts(key)
            yield from _texts(each)
    elif isinstance(value, (list, tuple, set)):
        for each in value:
            yield from _texts(each)


def refuse_unfit(app: Sphinx, document: document) -> None:
    """Tell of what came into *document* otherwise than by its own file (event ``doctree-read``): by
    one that it includes, a table, a number (``&#0;``)."""
    # Imported here: the index reads front matter without loading Sphinx.
    from docutils import nodes

    from briefpress.confinement import line_in

    for block in document.findall(nodes.TextElement):
        if not isinstance(block, nodes.Inline) and (found := unfit(block.astext())):
            source = block.source or document["source"]
            place = f"{source}:{line_in(block) + found.line}"
            log_error(place, Kind.ENCODING, "%s", found.message)
