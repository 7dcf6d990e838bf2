"""Tell how a line ends in the text that it is part of: within a word, or between two."""

from __future__ import annotations

import re
import unicodedata

from briefpress.pdf.tags.streams import SOFT_HYPHEN

_HYPHENS = "-\u2010"


def ending(line: str, after: str, text: str) -> str:
    """Return what ends *line* where *after* is the next one of *text*, which is `plain`: a space,
    a hyphen that is no part of the word, or nothing.

    Nothing is known of what runs to the left: its first glyph is the last of the text.
    """
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in line):
        return ""
    last, first = plain(line).split()[-1:], plain(after).split()[:1]
    if not last or not first:
        return ""
    if last[0] + first[0] in text:
        return ""
    if last[0][-1] in _HYPHENS and last[0][:-1] + first[0] in text:
        return SOFT_HYPHEN
    return " "


def plain(text: str) -> str:
    """Return *text* as it is compared: CSS may have changed its capitals."""
    return re.sub(r"\s+", " ", text.replace(SOFT_HYPHEN, "")).casefold()
