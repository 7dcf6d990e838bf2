"""Find the line on which a message begins: docutils and MyST-Parser know that of the block.

The caption of a table, the options of a figure, the cells of a CSV file, the entries of a table of
contents have the line of their directive at best. They are looked for from there on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FORWARD = 400  # lines: a long table
_BACKWARD = 5
_LETTERS = 60  # of a message are enough to know it
_LINES = 8  # over which they may be spread


def find_line(text: str, lines: Sequence[str], near: int, *, backward: bool = False) -> int:
    """Return the line (1-based) of *lines* on which *text* begins: the next from *near* on, or one
    just before it, which goes first if *backward*; *near* if it is found nowhere."""
    words = _normalise(text)[:_LETTERS]
    if not words or not lines:
        return near
    for number in _candidates(min(max(near, 1), len(lines)), len(lines), backward=backward):
        if _begins(words, lines, number):
            return number
    return near


def _candidates(near: int, last: int, *, backward: bool) -> Iterator[int]:
    before = range(near - 1, max(near - _BACKWARD, 1) - 1, -1)
    after = range(near, min(near + _FORWARD, last) + 1)
    yield from (*before, *after) if backward else (*after, *before)


def _begins(words: str, lines: Sequence[str], number: int) -> bool:
    """Whether *words* begin on line *number*."""
    first = _normalise(lines[number - 1])
    if not first:
        return False
    if words in first:
        return True
    if not any(first.endswith(words[:length]) for length in range(1, len(words))):
        return False
    joined = "".join(map(_normalise, lines[number - 1 : number - 1 + _LINES]))
    return 0 <= joined.find(words) < len(first)


def _normalise(text: str) -> str:
    """Return the letters and numbers of *text*: quotation marks are doubled in CSV and YAML, lines
    are folded, quotes and lists have signs before each line."""
    return re.sub(r"[\W_]+", "", text)
