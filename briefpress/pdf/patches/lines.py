"""Let WeasyPrint fill its lines, and break words only where a maker of books would.

Faults of WeasyPrint 70 that are mended here:

- A text before words in italics or a link ends with a space, which may hang over the line's end.
  Where it does, the line is broken after the first word of the text instead (not reported).
- With ``overflow-wrap`` all inside the first element of a line counts as that line's start, and
  words are broken there wherever the line ends (Kozea/WeasyPrint issue 1614).
- ``hyphenate-limit-lines`` is unknown (not reported).
- The end of a word may be the last line of a text (not reported).
- With ``overflow-wrap: anywhere`` the first word of a line, if it is longer than that and stands
  beside a float, begins below the float (not reported).
- The number of a note may stand on the line after that of its word (not reported).
- Names are hyphenated (not reported).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyphen
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

_least_width = inline.inline_min_content_width
_split = inline.split_first_line
_split_box = inline.split_inline_box
_split_text = inline.split_text_box

HYPHEN = "\u2010"

# The no-break space: a line is broken before it after a space alone.
_JOINED = "\u00a0"

# More than so many lines that end with a hyphen, one below the other, look like a ladder.
_LADDER = 2


@dataclass(frozen=True)
class _Line:
    """A line that is being filled: where it begins, how many before it end with a hyphen, and the
    last text that it may have."""

    start: float
    hyphens: int
    last: Any


# The innermost line last: a block in a line has lines of its own.
_lines: list[_Line] = []


def mend_lines() -> None:
    """Put the mended function in WeasyPrint's place for it, in this process."""
    inline.inline_min_content_width = _min_content_width
    inline.split_first_line = _split_first_line
    inline.split_inline_box = _split_inline_box
    inline.split_text_box = _split_text_box
    pyphen.Pyphen = _Hyphenation


def _min_content_width(context: Any, box: Any, **named: Any) -> float:
    """Do what WeasyPrint's function does, and know that the first line begins a line; it returns
    pixels."""
    if named.get("first_line"):
        named["is_line_start"] = True
    return float(_least_width(context, box, **named))


def _split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, *more: Any, **named: Any
) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does; it returns the line as layout, length, where the rest
    begins (None: there is none), width, height and baseline."""
    if _lines and _lines[-1].hyphens >= _LADDER and style["hyphens"] == "auto":
        style = style.copy()
        style["hyphens"] = "manual"
    line: tuple[Any, ...] = _split(text, style, context, max_width, *more, **named)
    words = text.rstrip(" ")
    if line[2] is None or max_width is None or words == text or style["white_space"] != "normal":
        return line
    shorter: tuple[Any, ...] = _split(words, style, context, max_width, *more, **named)
    if shorter[2] is None and shorter[3] <= max_width:
        return (*shorter[:2], len(text.encode()), *shorter[3:])
    return line


def _split_inline_box(
    context: Any, box: Any, position_x: float, max_x: float, bottom: float, skip: Any, *more: Any
) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does, and know meanwhile which line that is; it returns the
    line first, then where the next one begins, as *skip* says it of this one, and fourth the letter
    before which a line may be broken or not."""
    if not isinstance(box, boxes.LineBox):
        found: tuple[Any, ...] = _split_box(context, box, position_x, max_x, bottom, skip, *more)
        return (*found[:3], _JOINED, *found[4:]) if _is_raised(box) else found
    ladders = box.__dict__.setdefault("ladders", {})
    hyphens = ladders.get(repr(skip), 0)
    if "last_text" not in box.__dict__:
        box.last_text = _last_text(box)
    _lines.append(_Line(position_x, hyphens, box.last_text))
    try:
        found = _split_box(context, box, position_x, max_x, bottom, skip, *more)
    finally:
        _lines.pop()
    line, following, *_ = found
    ladders[repr(following)] = hyphens + 1 if is_hyphenated(line) else 0
    return found


def _split_text_box(
    context: Any, box: Any, width: float | None, skip: int, is_line_start: bool = True
) -> tuple[Any, ...]:
    """Do what WeasyPrint's function does; a word may be broken anywhere at a line's start alone,
    and the last one not so that nothing else follows. It returns the line first, and then where
    the next one begins, in bytes (None: there is none)."""
    if width is not None:
        is_line_start = is_line_start and box.position_x <= _lines[-1].start
    found: tuple[Any, ...] = _split_text(context, box, width, skip, is_line_start)
    line, rest, *_ = found
    if width is None or box is not _lines[-1].last or line is None or rest is None:
        return found
    text = box.text.encode()
    if line.text.endswith(HYPHEN) and b" " not in text[rest:].strip():
        whole = box.copy()
        whole.style = box.style.copy()
        whole.style["hyphens"] = "manual"
        shorter: tuple[Any, ...] = _split_text(context, whole, width, skip, is_line_start)
        if shorter[0] and shorter[1] and text[: shorter[1]].endswith(b" "):
            return shorter
    return found


def _is_raised(box: Any) -> bool:
    """Whether *box* is the number of a note, or what else is raised: part of the word before it."""
    tag = str(box.element_tag)
    return tag == "sup" or tag.endswith("::footnote-call")


def _last_text(box: Any) -> Any:
    """Return the last text of *box* that is the author's: no call of a note."""
    texts = [part for part in box.descendants() if isinstance(part, boxes.TextBox)]
    return next((text for text in reversed(texts) if "::" not in str(text.element_tag)), None)


def is_hyphenated(line: Any) -> bool:
    """Whether *line* ends with a hyphen that stands in no source."""
    texts = [part.text for part in line.descendants() if isinstance(part, boxes.TextBox)]
    return bool(texts) and texts[-1].endswith(HYPHEN)


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
