"""Follow the blocks of a page through what a program read in its PDF."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise, takewhile

from briefpress.check.text_layer.letters import (
    EITHER,
    JOINED,
    Spelling,
    has_vowels,
    is_to_left,
    normal,
    spell,
)
from briefpress.check.text_layer.readers import Reading

MOST_NOTE_DIGITS = 3
"""How long a note's number may be."""

_PROBES = (24, 10, 4, 1)
"""With how many of its first letters a block is looked for."""

_CONTINUATION = 12
"""By how many letters the rest of a block is found on a later page."""

_LEAST = 3
"""By how many letters it is found at least, if it has so many."""

_MOST_PAGES = 3
"""How many pages may lie between two pieces of a block, full of figures."""


@dataclass(frozen=True)
class Piece:
    """Letters of a block, from ``start`` to before ``stop``, that stand in the flow from ``at``;
    ``tangled`` ones not one by one."""

    start: int
    stop: int
    at: int
    tangled: bool = False


@dataclass
class Trail:
    """Where the letters of a block stand; ``reached`` is how many were found."""

    pieces: list[Piece] = field(default_factory=list)
    reached: int = 0
    calls: list[int] = field(default_factory=list)
    """The places in the flow where notes are called."""

    @property
    def start(self) -> int:
        """Where the first letter stands."""
        return self.pieces[0].at

    @property
    def is_unbroken(self) -> bool:
        """Whether nothing stands between its pieces but the numbers of notes."""
        gaps = (b.at - a.at - a.stop + a.start for a, b in pairwise(self.pieces))
        return all(0 <= gap <= MOST_NOTE_DIGITS for gap in gaps)


class Flow:
    """The letters that one program read in a PDF, and which of them belong to blocks."""

    def __init__(self, reading: Reading, *, to_left: bool) -> None:
        self.reading = reading
        pages = [normal(page) for page in reading.pages]
        self.spelling: Spelling = spell("\n".join(pages) + "\n", to_left=to_left)
        self.letters = self.spelling.letters
        self.used = bytearray(len(self.letters))
        self._page_starts = self._first_letters(accumulate((len(p) + 1 for p in pages), initial=0))
        lines = list(re.finditer(r"[^\n]*\n", self.spelling.text))
        self._line_starts = self._first_letters(line.start() for line in lines)
        raw = "\n".join(reading.pages).split("\n")
        self._to_left = to_left
        self._tangled = [_is_tangled(line, to_left=to_left) for line in raw]
        self._starts = frozenset(self._line_starts)

    def _first_letters(self, places: Iterator[int]) -> list[int]:
        """Return the letters that stand at or after some places of the text."""
        found = []
        letter = 0
        for place in places:
            while letter < len(self.letters) and self.spelling.places[letter] < place:
                letter += 1
            found.append(letter)
        return found

    def page(self, at: int) -> int:
        """Return the page of a letter, from 1."""
        last = len(self.reading.pages)
        return min(bisect_right(self._page_starts, at), last)

    def page_end(self, at: int) -> int:
        """Return where the page of a letter ends."""
        return self._page_starts[self.page(at)]

    def _line(self, at: int) -> int:
        return bisect_right(self._line_starts, at) - 1

    def _line_end(self, at: int) -> int:
        return (
            self._line_starts[self._line(at) + 1]
            if self._line(at) + 1 < len(self._line_starts)
            else len(self.letters)
        )

    def is_tangled(self, at: int) -> bool:
        """Whether the words of the line are parted at the program's will."""
        return self._tangled[self._line(at)]

    def _is_mixed(self, at: int) -> bool:
        """Whether the order of the letters in the line is a matter of the program. In a line that
        runs to the left may be a piece of the one beside it."""
        return self._to_left or self.is_tangled(at)

    def find(self, block: Spelling, cursor: int, *, moves: bool = False) -> Trail:
        """Return where *block* stands, first from *cursor* on: where nothing interrupts it, or, if
        it does not *move*, at a line's beginning; else where it can be followed, with an
        interruption; if it stands nowhere, the trail that goes farthest."""
        best = Trail()
        for places in self._candidates(block, cursor):
            broken = None
            for at in places:
                trail = self.follow(block, at)
                if trail.reached == len(block.letters) and self._ends(trail):
                    if trail.is_unbroken or (self._opens(at) and not moves):
                        return trail
                    broken = broken or trail
                elif trail.reached > best.reached:
                    best = trail
            if broken:
                return broken
        return best

    def _candidates(self, block: Spelling, cursor: int) -> Iterator[list[int]]:
        """Yield where *block* may begin: its first letters are there, the likeliest places first,
        or a mixed line begins."""
        first = block.calls[0] if block.calls else 0
        tried: set[int] = set()
        mixed = set(self._mixed_starts())
        for length in _PROBES:
            probe = block.letters[: min(length, first or length)]
            places = (set(self._places(probe)) | mixed) - tried
            yield sorted(places, key=lambda at: (self._is_alone(at), at < cursor, at))
            tried |= places
            if length >= len(block.letters):
                break

    def _is_alone(self, at: int) -> bool:
        """Whether a line has no letter after this one: Poppler reads a watermark so."""
        return self._line_end(at) - at == 1

    def _opens(self, at: int) -> bool:
        """Whether nothing but a number stands before a letter in its line: most blocks begin so."""
        before = self.letters[self._line_starts[self._line(at)] : at]
        return not before or before.isdigit()

    def _places(self, probe: str) -> Iterator[int]:
        at = self.letters.find(probe)
        while at >= 0:
            if not self.used[at] and self._begins(at):
                yield at
            at = self.letters.find(probe, at + 1)

    def _begins(self, at: int) -> bool:
        """Whether a block may begin with a letter: a word does, or a note's number stands before
        it."""
        if at == 0 or self.spelling.edges[at] != JOINED or not self._knows_words(at):
            return True
        return self.letters[at - 1].isdigit()

    def _ends(self, trail: Trail) -> bool:
        last = trail.pieces[-1]
        after = last.at + last.stop - last.start
        if last.tangled or after >= len(self.letters) or not self._knows_words(after):
            return True
        return self.spelling.edges[after] != JOINED or self.letters[after].isdigit()

    def _knows_words(self, at: int) -> bool:
        return self.reading.has_words and not self.is_tangled(at)

    def _mixed_starts(self) -> Iterator[int]:
        for start in self._line_starts:
            if start < len(self.letters) and not self.used[start] and self._is_mixed(start):
                yield start

    def follow(self, block: Spelling, at: int) -> Trail:
        """Follow *block* from a letter on as far as it goes."""
        trail = Trail()
        here, letters = 0, block.letters
        calls = list(block.calls)
        # Two lines that begin alike lead to each other.
        seen: set[tuple[int, int]] = set()
        while here < len(letters) and (here, at) not in seen:
            seen.add((here, at))
            while calls and calls[0] <= here:
                calls.pop(0)
                trail.calls.append(max(at - 1, 0))
                at += self._number(letters[here:], at)
            stop = calls[0] if calls else len(letters)
            count = self._common(letters[here:stop], at)
            if count:
                trail.pieces.append(Piece(here, here + count, at))
                here, at = here + count, at + count
                if here == stop:
                    continue
            call = stop - here
            there: int | Piece | None = self._untangle(block, trail, here, at)
            if there is None and not here:
                break  # it begins elsewhere, which is tried too
            there = there or self._jump(letters[here:], call, at)
            if there is None and (back := self._back(trail, at)):
                here, at = here - back, at - back
                there = self._jump(letters[here:], call + back, at)
            if there is None:
                break
            if isinstance(there, Piece):
                here, at = there.stop, there.at + there.stop - there.start
                calls = [call for call in calls if call > here]
            else:
                at = there
        trail.reached = here
        trail.calls += [max(at - 1, 0)] * (len(block.calls) - len(trail.calls))
        return trail

    def _common(self, letters: str, at: int) -> int:
        """Return how many of *letters* stand in the flow from *at* on and are no one's yet."""
        if self.letters.startswith(letters, at) and self.used.find(1, at, at + len(letters)) < 0:
            return len(letters)
        pairs = zip(letters, self.letters[at : at + len(letters)], self.used[at:], strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and not pair[2], pairs))

    def _number(self, rest: str, at: int) -> int:
        """Return how many letters at *at* are a note's number: those after which the text goes on
        longest."""
        digits = "".join(takewhile(str.isdigit, self.letters[at : at + MOST_NOTE_DIGITS]))
        counts = range(len(digits) + 1)
        return max(
            counts, key=lambda count: (self._common(rest[:_CONTINUATION], at + count), count)
        )

    def _untangle(self, block: Spelling, trail: Trail, here: int, at: int) -> Piece | None:
        """Take a tangled line as a whole, if its letters are those that come next."""
        if not (at < len(self.letters) and self._is_mixed(at)):
            return None
        start = self._line_starts[self._line(at)]
        while trail.pieces and trail.pieces[-1].at >= start and trail.pieces[-1].at <= at:
            here, at = trail.pieces[-1].start, trail.pieces[-1].at
            trail.pieces.pop()
        stop = min(self._line_end(at), at + len(block.letters) - here)
        end = here + stop - at
        if stop <= at or self.used.find(1, at, stop) >= 0:
            return None
        if sorted(self.letters[at:stop]) != sorted(block.letters[here:end]):
            return None
        piece = Piece(here, end, at, tangled=True)
        trail.pieces.append(piece)
        return piece

    def _back(self, trail: Trail, at: int) -> int:
        """Give back the last letters, which may be there by chance, and return how many they are:
        those of an unfinished line, or after a hyphen, at which PDFium ends no line."""
        if not trail.pieces:
            return 0
        last = trail.pieces[-1]
        start = self._line_starts[self._line(min(at, len(self.letters) - 1))]
        edges = self.spelling.edges
        hyphens = (place for place in range(at - 1, last.at, -1) if edges[place] == EITHER)
        start = max(start, next(hyphens, 0))
        if not last.at < start < at:
            return 0
        trail.pieces[-1] = replace(last, stop=last.stop - (at - start))
        return at - start

    def _jump(self, rest: str, call: int, at: int) -> int | None:
        """Return where *rest* goes on, with a note or its end after *call* letters, if the text may
        be interrupted at *at*: at a page's end notes and figures follow, and running heads."""
        is_end = at >= len(self.letters) or at in self._starts or self.used[at]
        # PDFium ends no line after a hyphen.
        if not is_end and self.spelling.edges[at] != EITHER:
            return None
        first = self.page(max(at - 1, 0))
        best, longest = None, 0
        for start in self._line_starts:
            if start < len(self.letters) and start != at and self._may_go_on(first, start):
                count = self._fits(rest, call, start)
                if count > longest:
                    best, longest = start, count
        return best if longest >= min(len(rest), _LEAST) else None

    def _fits(self, rest: str, call: int, start: int) -> int:
        """Return how many letters of *rest*, at most so many as count, the line at *start* has; a
        note's number stands in it after *call*."""
        count = self._common(rest[: min(call, _CONTINUATION)], start)
        if count == call < min(len(rest), _CONTINUATION):
            after = start + count + self._number(rest[call:], start + count)
            count += self._common(rest[call:_CONTINUATION], after)
        stop = self._line_end(start)
        length = min(stop - start, len(rest))
        is_free = self._is_mixed(start) and self.used.find(1, start, stop) < 0
        if is_free and sorted(self.letters[start : start + length]) == sorted(rest[:length]):
            return min(length, _CONTINUATION)
        return count

    def _may_go_on(self, first: int, start: int) -> bool:
        page = self.page(start)
        if self.reading.whole:
            return first < page <= first + _MOST_PAGES
        return first <= page <= first + _MOST_PAGES


def _is_tangled(line: str, *, to_left: bool) -> bool:
    letters = [letter for letter in line if letter.isalnum()]
    directions = {is_to_left(letter) for letter in letters}
    return len(directions) > 1 or (to_left and has_vowels(line))
