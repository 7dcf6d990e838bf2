"""Tell how a line ends in the text that it is part of: within a word, or between two."""

from __future__ import annotations

import re

from briefpress.pdf.tags.streams import SOFT_HYPHEN

_HYPHENS = "-\u2010"


def ending(line: str, after: str, text: str) -> str:
    """Return what ends *line* where *after* is the next one of *text*, which is `plain`: a space,
    a hyphen that is no part of the word, or nothing."""
    before, behind = plain(line).split(), plain(after).split()
    if not before or not behind:
        return ""
    found = " "
    ends = ["", SOFT_HYPHEN, " "]
    # “e la” is, joined, in “relation” as well: where several ends fit the words beside them, more
    # words tell which is right.
    for count in range(1, max(len(before), len(behind)) + 1):
        start, rest = " ".join(before[-count:]), " ".join(behind[:count])
        ends = [end for end in ends if _fits(start, end, rest, text)]
        if not ends:
            break
        found = ends[0]
    return found


def _fits(start: str, end: str, rest: str, text: str) -> bool:
    """Whether *text* has *start* and *rest* with that *end* of a line between them."""
    if end == SOFT_HYPHEN:
        return start[-1] in _HYPHENS and start[:-1] + rest in text
    return start + end + rest in text


def plain(text: str) -> str:
    """Return *text* as it is compared: CSS may have changed its capitals."""
    return re.sub(r"\s+", " ", text.replace(SOFT_HYPHEN, "")).casefold()
