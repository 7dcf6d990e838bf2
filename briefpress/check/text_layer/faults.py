"""Say what a reading of a PDF lacks of its page, has too much, or has in another order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from briefpress.check.result import Finding
from briefpress.check.text_layer.damage import damage
from briefpress.check.text_layer.flow import Flow
from briefpress.check.text_layer.letters import APART, EITHER, JOINED, is_to_left, spell
from briefpress.check.text_layer.page import Page
from briefpress.check.text_layer.placing import Placed, place_blocks
from briefpress.check.text_layer.readers import Reading

_LEAST_MOVED = 12
"""Letters; where less stands is no matter of order, as it may be found where something else is."""

_LEAST_DOUBLED = 4
"""Words that stand a second time and are no accident."""

_LONGEST_HEAD = 20
"""Words; more are no running head."""


class Comparison:
    """The blocks of a page, each where one program sees it in the PDF."""

    def __init__(self, page: Page, reading: Reading) -> None:
        self._to_left = page.runs_to_left
        self.flow = Flow(reading, to_left=self._to_left)
        self._placed = place_blocks(page.blocks, self.flow, to_left=self._to_left)
        self._blocks = page.blocks

    @property
    def words(self) -> int:
        """How many words of the page were compared."""
        return sum(sum(1 for _ in placed.spelling.words()) for placed in self._placed)

    def findings(self) -> Iterator[Finding]:
        """Yield all faults."""
        yield from self._damaged()
        yield from self._edges()
        if self.flow.reading.in_order:
            yield from self._displaced()
            yield from self._doubled()
        yield from self._cover()
        yield from self._other_direction()

    def note_pages(self) -> Iterator[Finding]:
        """Yield the notes that do not begin on the page of their first call."""
        calls: dict[str, int] = {}
        for placed in self._placed:
            if placed.found and len(placed.trail.calls) == len(placed.block.calls):
                for name, at in zip(placed.block.calls, placed.trail.calls, strict=True):
                    calls.setdefault(name, self.flow.page(at))
        for placed in self._placed:
            note = placed.block.note
            # The number of a short one is in many places.
            if placed.found and note in calls and not placed.is_short:
                page = self.flow.page(placed.trail.start)
                if page != calls[note]:
                    words = placed.begin
                    message = (
                        f"The note “{words}” is called on page {calls[note]} and stands on page"
                        f" {page}."
                    )
                    yield Finding("note-page", message, f"page {page}")

    def _damaged(self) -> Iterator[Finding]:
        last = 0
        for placed in self._placed:
            if placed.found:
                last = placed.trail.start
            elif not placed.block.loose:
                yield from damage(self.flow, placed, last)

    def _edges(self) -> Iterator[Finding]:
        """Yield the words that are parted, and those that are joined."""
        if not self.flow.reading.has_words:
            return
        for placed in self._placed:
            if placed.found:
                yield from self._wrong_edges(placed)

    def _wrong_edges(self, placed: Placed) -> Iterator[Finding]:
        flow, spelling = self.flow, placed.spelling
        words = list(spelling.words())
        starts = [start for start, _ in words]
        for piece in placed.trail.pieces:
            if piece.tangled:
                continue
            shift = piece.at - piece.start
            for place in range(piece.start + 1, piece.stop):
                ours, theirs = spelling.edges[place], flow.spelling.edges[place + shift]
                if {ours, theirs} != {JOINED, APART} or flow.is_tangled(place + shift):
                    continue
                number = max(bisect_left(starts, place + 1) - 1, 0)
                where = f"page {flow.page(place + shift)}: "
                where += spelling.in_context(words, number, number + 1)
                reader = flow.reading.reader
                if ours == JOINED:
                    word = spelling.shown(*words[number])
                    yield Finding("split-word", f"{reader} reads “{word}” as two words.", where)
                else:
                    pair = " ".join(spelling.shown(*words[n]) for n in (number - 1, number))
                    yield Finding("joined-words", f"{reader} reads “{pair}” as one word.", where)

    def _displaced(self) -> Iterator[Finding]:
        """Yield the fewest letters that would have to move for the blocks to be in order."""
        fixed = [
            placed
            for placed in self._placed
            if placed.found
            and not placed.block.moves
            and len(placed.spelling.letters) >= _LEAST_MOVED
        ]
        kept = _in_order([(p.trail.start, len(p.spelling.letters)) for p in fixed])
        for number, placed in enumerate(fixed):
            if number not in kept:
                reader, text = self.flow.reading.reader, placed.begin
                before = next((p for p in reversed(fixed[:number])), None)
                after = f" after “{before.begin}”" if before else " first"
                message = f"{reader} does not find this{after}, but elsewhere: “{text}”."
                where = f"page {self.flow.page(placed.trail.start)}"
                yield Finding("displaced", message, where)

    def _doubled(self) -> Iterator[Finding]:
        """Yield what is no block's, and is part of one."""
        blocks = [
            placed.spelling
            for placed in self._placed
            if not placed.block.is_head and not placed.block.loose
        ]
        body = "".join(f" {spelling.letters} " for spelling in blocks)
        # What a list and a note are numbered with, 1 to 6, is no part of an ISSN.
        numbers = "".join(f" {_parted(spelling.letters, spelling.words())} " for spelling in blocks)
        runs = list(self._unused())
        times = Counter(self.flow.letters[a:b] for a, b, _ in runs)
        cover = " ".join(p.spelling.letters for p in self._placed if p.block.loose)
        body_runs = " ".join(self.flow.letters[a:b] for a, b, is_foot in runs if not is_foot)
        for start, stop, is_foot in runs:
            letters = self.flow.letters[start:stop]
            words = list(self.flow.spelling.words(start, stop))
            if is_foot and len(words) < _LONGEST_HEAD:
                continue
            # A paragraph with the cover's words was found there, and left its own place unused.
            if body_runs.count(letters) <= cover.count(letters):
                continue
            beside = self._beside(start, stop)
            many = len(words) >= _LEAST_DOUBLED and times[letters] == 1
            if letters.isdigit():
                many = many and f" {_parted(self.flow.letters, words)} " in numbers
            if (letters in body and many) or beside:
                text = " ".join(self.flow.spelling.shown(start, stop).split()[:12])
                message = f"{self.flow.reading.reader} finds “{text}” twice."
                yield Finding("doubled", message, f"page {self.flow.page(start)}")

    def _beside(self, start: int, stop: int) -> bool:
        """Whether letters of no block repeat the words before or after them."""
        letters, used = self.flow.letters, self.flow.used
        size = stop - start
        if letters[start:stop].isdigit() or stop >= len(letters) or not start:
            return False
        before, after = letters[max(start - size, 0) : start], letters[stop : stop + size]
        return (letters[start:stop] == before and bool(used[start - 1])) or (
            letters[start:stop] == after and bool(used[stop])
        )

    def _unused(self) -> Iterator[tuple[int, int, bool]]:
        """Yield what is no block's, page by page, and whether it is the last on its page."""
        used = self.flow.used
        at = used.find(0)
        while at >= 0:
            end = self.flow.page_end(at)
            stop = used.find(1, at, end)
            stop = end if stop < 0 else stop
            yield at, stop, stop == end
            at = used.find(0, stop)

    def _cover(self) -> Iterator[Finding]:
        """Yield the words of the cover that stand nowhere in the PDF."""
        flow = self.flow.spelling
        words = {flow.letters[a:b] for a, b in flow.words()}
        for placed in self._placed:
            if not placed.block.loose:
                continue
            spelling = placed.spelling
            ours = list(spelling.words())
            for number, (start, stop) in enumerate(ours):
                word = spelling.letters[start:stop]
                is_whole = self.flow.reading.has_words and stop - start < _LEAST_MOVED
                if word not in words if is_whole else word not in flow.letters:
                    shown = spelling.shown(*ours[number])
                    message = f"{self.flow.reading.reader} does not find the word “{shown}”."
                    where = spelling.in_context(ours, number, number + 1)
                    yield Finding("missing-word", message, where)

    def _other_direction(self) -> Iterator[Finding]:
        """Yield the words that run in the other direction and stand nowhere in the PDF."""
        text = "\n".join(self.flow.reading.pages)
        theirs = _sorted_words(text, to_left=not self._to_left)
        flow = "".join(theirs)
        for block in self._blocks:
            if not any(is_to_left(letter) != self._to_left for letter in block.text):
                continue
            spelling = spell(block.text, to_left=not self._to_left)
            for start, stop in spelling.words():
                if EITHER in spelling.edges[start + 1 : stop]:
                    continue  # an address, whose pieces are turned round
                word = "".join(sorted(spelling.letters[start:stop]))
                if word not in theirs and self.flow.reading.has_words and word not in flow:
                    shown = spelling.shown(start, stop)
                    message = f"{self.flow.reading.reader} does not find the word “{shown}”."
                    yield Finding("missing-word", message)


def _sorted_words(text: str, *, to_left: bool) -> list[str]:
    spelling = spell(text, to_left=to_left)
    return ["".join(sorted(spelling.letters[a:b])) for a, b in spelling.words()]


def _in_order(places: Sequence[tuple[int, int]]) -> set[int]:
    """Return which of some places, each with a weight, are in order, so that they weigh most."""
    best: list[tuple[int, int]] = []  # weight of the best chain that ends here, and what is before
    for number, (place, weight) in enumerate(places):
        before = max(
            (n for n in range(number) if places[n][0] < place),
            key=lambda n: best[n][0],
            default=-1,
        )
        best.append((weight + (best[before][0] if before >= 0 else 0), before))
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    kept = set()
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    return kept


def _parted(letters: str, words: Iterable[tuple[int, int]]) -> str:
    return " ".join(letters[start:stop] for start, stop in words)
