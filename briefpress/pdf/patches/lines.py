"""Let WeasyPrint fill a line that a text fits in all but its last space, and hyphenate no names.

A text before words in italics or a link ends with a space, which may hang over the line's end.
Where it does, WeasyPrint 70 breaks the line after the first word of the text instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyphen
from weasyprint.layout import inline

_split = inline.split_first_line


def mend_lines() -> None:
    """Put the mended function in WeasyPrint's place for it, in this process."""
    inline.split_first_line = _split_first_line
    pyphen.Pyphen = _Hyphenation


def _split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, *more: Any, **named: Any
) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does; it returns the line as layout, length, where the rest
    begins (None: there is none), width, height and baseline."""
    line: tuple[Any, ...] = _split(text, style, context, max_width, *more, **named)
    words = text.rstrip(" ")
    if line[2] is None or max_width is None or words == text or style["white_space"] != "normal":
        return line
    shorter: tuple[Any, ...] = _split(words, style, context, max_width, *more, **named)
    if shorter[2] is None and shorter[3] <= max_width:
        return (*shorter[:2], len(text.encode()), *shorter[3:])
    return line


class _Hyphenation(pyphen.Pyphen):  # type: ignore[misc]
    """Hyphenates no word that begins with a capital, which most often is a name; German has too
    many of them."""

    def __init__(self, *, lang: str, left: int, right: int) -> None:
        super().__init__(lang=lang, left=left, right=right)
        self._takes_capitals = lang.partition("_")[0] == "de"

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield the two parts of *word* at each of its places, the last one first."""
        if self._takes_capitals or not word[:1].isupper():
            yield from super().iterate(word)
