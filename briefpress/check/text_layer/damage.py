"""Tell how the words of a block that is not found differ from those about its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from briefpress.check.result import Finding
from briefpress.check.text_layer.flow import Flow
from briefpress.check.text_layer.placing import Placed

_AROUND = 60
"""Letters: how far about its place the words of a damaged block are looked for."""


def damage(flow: Flow, placed: Placed, last: int) -> Iterator[Finding]:
    """Compare the words of a block with those of *flow* about the place where it should stand:
    after the one that begins at *last*, if it can be."""
    spelling = placed.spelling
    place = _estimate(flow, placed, last)
    if place is None:
        yield _missing(flow, placed)
        return
    start, stop = _region(flow, place, len(spelling.letters))
    ours, theirs = list(spelling.words()), list(flow.spelling.words(start, stop))
    keys = [spelling.letters[a:b] for a, b in ours]
    found = [flow.letters[a:b] for a, b in theirs]
    matcher = SequenceMatcher(None, keys, found, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        yield _missing(flow, placed)
        return
    for block in blocks:
        a, b = theirs[block.b][0], theirs[block.b + block.size - 1][1]
        flow.used[a:b] = b"\1" * (b - a)
    first, final = blocks[0].b, blocks[-1].b + blocks[-1].size
    for kind, a, b, c, d in matcher.get_opcodes():
        inside = first <= c and d <= final
        more = [flow.spelling.shown(*theirs[n]) for n in range(c, d)] if inside else []
        more = [word for word in more if not word.isdigit()]
        if kind == "equal" or _only_numbers(keys[a:b], found[c:d]):
            continue
        where = f"page {flow.page(theirs[min(c, len(theirs) - 1)][0])}: "
        where += spelling.in_context(ours, a, b)
        end = theirs[min(d, len(theirs) - 1)][0]
        crosses = d > c and flow.page(theirs[c][0]) != flow.page(end)
        lacking = [spelling.shown(*ours[n]) for n in range(a, b)]
        yield from _fault(flow.reading.reader, lacking, [] if crosses else more, where)


def _missing(flow: Flow, placed: Placed) -> Finding:
    message = f"{flow.reading.reader} does not find the text “{placed.begin}”."
    return Finding("missing-text", message)


def _fault(reader: str, ours: list[str], theirs: list[str], where: str) -> Iterator[Finding]:
    if len(ours) == len(theirs):
        for word, other in zip(ours, theirs, strict=True):
            yield Finding("changed-word", f"{reader} reads “{other}” for “{word}”.", where)
    elif ours and theirs:
        message = f"{reader} reads “{' '.join(theirs)}” for “{' '.join(ours)}”."
        yield Finding("changed-word", message, where)
    else:
        for word in ours:
            yield Finding("missing-word", f"{reader} does not find the word “{word}”.", where)
        if theirs:
            message = f"{reader} finds here “{' '.join(theirs)}”, which the page has not."
            yield Finding("extra-word", message, where)


def _only_numbers(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether words differ by the numbers of notes alone."""
    digits = "0123456789"
    return len(ours) == len(theirs) and all(
        other.rstrip(digits) == word.rstrip(digits) and other.startswith(word)
        for word, other in zip(ours, theirs, strict=True)
    )


def _estimate(flow: Flow, placed: Placed, last: int) -> int | None:
    """Return about where a block stands that is damaged: where some of its letters do."""
    letters = placed.spelling.letters
    for length in (24, 12, 6):
        for start in range(0, max(len(letters) - length, 0) + 1, max(length // 2, 1)):
            probe = letters[start : start + length]
            for begin in (last, 0):
                at = flow.letters.find(probe, begin)
                while at >= 0 and flow.used[at]:
                    at = flow.letters.find(probe, at + 1)
                if at >= 0:
                    return at - start
    return None


def _region(flow: Flow, place: int, length: int) -> tuple[int, int]:
    """Return what is no other block's about a place."""
    used = flow.used
    start = max(place, 0)
    while start > max(place - _AROUND, 0) and not used[start - 1]:
        start -= 1
    stop = min(place + length + _AROUND, len(used))
    while start < stop and used[start]:
        start += 1
    while stop > start and used[stop - 1]:
        stop -= 1
    return start, max(stop, start + 1)
