"""Find what each straight quotation mark of a text is: one that opens, one that closes, or an
apostrophe."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from briefpress.typography.rules import Rules

HIDDEN = "\ufffc"
"""Stands for each character that is left alone, as in code; beside a mark it is a word."""

_OPENERS = frozenset("([{<-–—/«“„‘‚¿¡=\u200b「『（")
_CLOSERS = frozenset(",.;:!?)]}»”’…。，」』）")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")
_CLOSING_SINGLE = re.compile(rf"(?<=[^\s(\[{{])'(?![\w{HIDDEN}])")


def quotes(text: str, rules: Rules, fixed: Collection[int]) -> dict[int, str]:
    """Return what stands for the straight marks of *text*, by place, but for those in *fixed*.

    What is in doubt is left out: 5'10" and an unmatched mark stay as they are.
    """
    if not rules.quotes:
        return {}
    return _Reader(text, rules, fixed).read()


class _Reader:
    """Reads a text once, from its beginning, and knows which quotations are open."""

    def __init__(self, text: str, rules: Rules, fixed: Collection[int]) -> None:
        self.text = text
        self.rules = rules
        self.fixed = fixed
        self.open: list[str] = []
        self.made: dict[int, str] = {}
        self.opening: set[int] = set()
        """Places after which a quotation may begin: opening marks, apostrophes as in l'"Ami"."""

    def read(self) -> dict[int, str]:
        for match in re.finditer("[\"']", self.text):
            place = match.start()
            if place not in self.fixed:
                self._double(place) if match[0] == '"' else self._single(place)
        return self.made

    def _at(self, place: int) -> str:
        return self.text[place] if 0 <= place < len(self.text) else " "

    def _opens(self, place: int) -> bool:
        before, after = self._at(place - 1), self._at(place + 1)
        begins = before.isspace() or before in _OPENERS or place - 1 in self.opening
        dots = self.text.startswith("...", place + 1)
        return begins and not after.isspace() and (after not in _CLOSERS or dots)

    def _begin(self, mark: str, place: int) -> None:
        self.open.append(mark)
        self.opening.add(place)
        self.made[place] = self.rules.quotes[0 if mark == '"' else 2]

    def _end(self, mark: str, place: int) -> None:
        while mark in self.open and self.open.pop() != mark:
            pass
        self.made[place] = self.rules.quotes[1 if mark == '"' else 3]

    def _double(self, place: int) -> None:
        before, after = self._at(place - 1), self._at(place + 1)
        if _UNSPACED.match(before) or (_UNSPACED.match(after) and _is_word(before)):
            (self._end if '"' in self.open else self._begin)('"', place)
        elif _is_word(before) and _is_word(after):
            if self.rules.inner_double and before.isalpha() and after.isalpha():
                self.made[place] = self.rules.inner_double
        elif self._opens(place):
            self._begin('"', place)
        elif not before.isspace() and ('"' in self.open or not before.isdigit()):
            self._end('"', place)

    def _single(self, place: int) -> None:
        before, after = self._at(place - 1), self._at(place + 1)
        quoted = after in '"«“„' and _is_word(self._at(place + 2))
        if _is_word(before) and (_is_word(after) or (before.isalpha() and quoted)):
            if not (before.isdigit() and after.isdigit()):
                self._apostrophe(place)
                if quoted:
                    self.opening.add(place)
        elif self._opens(place):
            if self._is_elision(place) or not _CLOSING_SINGLE.search(self.text, place + 2):
                if after.isalnum() or after == HIDDEN:
                    self._apostrophe(place)
            else:
                self._begin("'", place)
        elif not before.isspace():
            if "'" in self.open:
                self._end("'", place)
            elif before.isalpha() or before == HIDDEN:
                self._apostrophe(place)

    def _apostrophe(self, place: int) -> None:
        self.made[place] = self.rules.apostrophe

    def _is_elision(self, place: int) -> bool:
        """Whether letters or digits are left out at *place*: '90s, 'tis."""
        return bool(_elision(self.rules.elisions).match(self.text, place + 1))


@cache
def _elision(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\d\d\d?s?{f'|{words}' if words else ''})\b", re.IGNORECASE)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == HIDDEN
