"""Spell text as it is compared: letters, and for each whether a word may or must begin with it.

What a text layer may do to a word without losing it is undone here: ligatures, capitals set by
CSS, hyphens at the ends of lines, marks of direction, vowel marks that readers put in other places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

JOINED, EITHER, NARROW, APART = range(4)
"""What stands before a letter: nothing; a hyphen or a place where a line may end; a space that may
be so narrow that Poppler does not see it; the end of a word."""

CALL = "\ue000"
"""In a text: a note is called here."""

LOOSE, FAST = "\ue001", "\ue002"
"""In a text: from here on lines may end anywhere; no longer."""

SPLIT = "\u200b"
"""In a text: a word may or may not end here."""

SOFT_HYPHEN = "\u00ad"

_CONTEXT = 4
"""How many words before and after a fault are shown."""

LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}

INVISIBLE = re.compile("[\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Joiners and marks of direction, which a text layer may keep or not."""

LONG_WORD = 20
"""Letters; a word of so many may be broken without a hyphen where it does not fit."""

_VOWELS = re.compile("[ \u00a0]?[\u0591-\u05bd\u05bf-\u05c7\u064b-\u0652\u0670]+")
"""Marks of Hebrew and Arabic, which stand over letters: PDFium sees a space before some."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, kana, Han, Hangul: a line may end after any character."""

_ADDRESS = re.compile(r"\S*(?:://|www\.|@|\b10\.\d{4,}/)\S*")
"""Web and mail addresses and DOIs: a line may end anywhere in them."""

_EITHER = re.compile(f".*{SPLIT}.*|[-{SOFT_HYPHEN}\u2010\u2011\ufffe]+(?:\\s*\n\\s*)?")
"""Between two letters: PDFium puts U+FFFE for U+002D with the end of its line."""

_NARROW = "\u00a0\u2009\u200a\u202f"


def normal(text: str) -> str:
    """Return *text* as it is spelled, but with its spaces and marks."""
    text = INVISIBLE.sub("", text).translate(LIGATURES)
    return unicodedata.normalize("NFC", _VOWELS.sub("", text))


def has_vowels(text: str) -> bool:
    """Whether *text* has marks of Hebrew or Arabic, near which readers mix up the letters."""
    return bool(_VOWELS.search(text))


def is_to_left(letter: str) -> bool:
    """Whether *letter* is of a script that runs to the left."""
    return unicodedata.bidirectional(letter) in ("R", "AL")


@dataclass
class Spelling:
    """A text as it is compared: ``letters``, and of each what stands before it and the place in
    ``text`` that it comes from; ``calls`` are the places before which a note is called."""

    text: str
    letters: str = ""
    edges: bytearray = field(default_factory=bytearray)
    places: list[int] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)

    def words(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield where words begin and end."""
        stop = len(self.letters) if stop is None else stop
        begin = start
        for place in range(start + 1, stop + 1):
            if place == stop or self.edges[place] >= NARROW:
                yield begin, place
                begin = place

    def shown(self, start: int, stop: int) -> str:
        """Return letters as they stand in the text."""
        if start >= stop:
            return ""
        text = self.text[self.places[start] : self.places[stop - 1] + 1]
        plain = re.sub(f"[{CALL}{LOOSE}{FAST}{SPLIT}]", "", text)
        return " ".join(plain.replace("\ufffe", "-").split())

    def in_context(self, words: Sequence[tuple[int, int]], start: int, stop: int) -> str:
        """Return in brackets the words from number *start* to *stop*, without that one, with some
        of those about them; *words* are the places of all."""
        before = [self.shown(*words[n]) for n in range(max(start - _CONTEXT, 0), start)]
        last = min(stop + _CONTEXT, len(words))
        after = [self.shown(*words[n]) for n in range(stop, last)]
        here = " ".join(self.shown(*words[n]) for n in range(start, stop))
        return " ".join([*before, f"[{here}]", *after])


def spell(text: str, *, to_left: bool) -> Spelling:
    """Spell *text*, which `normal` made, and in it what runs in its main direction: where the rest
    stands in a line is told by no two readers alike."""
    result = Spelling(text)
    letters: list[str] = []
    loose = _loose_places(text)
    between = ""
    is_loose = skipped = False
    for place, letter in enumerate(text):
        if letter == CALL:
            result.calls.append(len(letters))
        elif letter in (LOOSE, FAST):
            is_loose = letter == LOOSE
        elif not letter.isalnum():
            if unicodedata.category(letter)[0] != "M":
                between += letter
        elif is_to_left(letter) != to_left:
            skipped = True
        else:
            edge = APART if skipped else _edge(between)
            if edge != JOINED and (is_loose or (place in loose and place - 1 in loose)):
                edge = EITHER
            if is_loose or place in loose or _UNSPACED.match(letter):
                edge = max(edge, EITHER) if not between else edge
            for part in letter.casefold():
                letters.append(part)
                result.edges.append(edge)
                result.places.append(place)
                edge = JOINED
            between, skipped = "", False
    result.letters = "".join(letters)
    return result


def _edge(between: str) -> int:
    if not between:
        return JOINED
    if _EITHER.fullmatch(between):
        return EITHER
    return NARROW if between in _NARROW else APART


def _loose_places(text: str) -> set[int]:
    """Return where lines may end: in addresses and long words."""
    found: set[int] = set()
    for match in _ADDRESS.finditer(text):
        found.update(range(match.start() + 1, match.end()))
    for match in re.finditer(rf"\w{{{LONG_WORD},}}", text):
        found.update(range(match.start() + 1, match.end()))
    return found
