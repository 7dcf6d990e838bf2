"""Say in words how the blocks of a book are others than those of the web page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from briefpress.check.book.reading import LETTERS, NOTE, Block, quoted
from briefpress.check.result import Finding

_BEFORE = 3  # words before a difference are shown


def differences(
    written: Sequence[Block], found: Sequence[Block], place: str, *, page: str, book: str
) -> Iterator[Finding]:
    """Yield how the blocks that were *found* at a *place* are others than those that are *written*;
    *page* and *book* say where they stand: “on the web page”."""
    pairs, lost, added = _aligned(written, found)
    for old, new in pairs:
        yield from _changes(old, new, place, page=page, book=book)
    moved = Counter(map(str, lost)) & Counter(map(str, added))
    before = [_before(blocks) for blocks in (written, found)]
    for block in [*lost, *added]:
        name = str(block)
        if not moved[name]:
            here, there = (page, book) if block in lost else (book, page)
            yield Finding(_rule(block), _sentence(f"{name} is {here}, and not {there}."), place)
        elif block in lost:
            after = [each[name] for each in before]
            message = f"{name} stands {page} {after[0]}, and {book} {after[1]}."
            yield Finding("order", _sentence(message), place)


def _aligned(
    written: Sequence[Block], found: Sequence[Block]
) -> tuple[list[tuple[Block, Block]], list[Block], list[Block]]:
    """Return which blocks are one and the same with changes, which are lost, which added."""
    pairs: list[tuple[Block, Block]] = []
    lost: list[Block] = []
    added: list[Block] = []
    for old, new in _unlike(written, found):
        # What has the same words is the same, whatever it is marked as.
        one, other = ([block.text for block in blocks] for blocks in (old, new))
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal" or b - a == d - c:
                pairs += zip(old[a:b], new[c:d], strict=True)
            else:
                lost += old[a:b]
                added += new[c:d]
    return pairs, lost, added


def _unlike(
    written: Sequence[Block], found: Sequence[Block]
) -> Iterator[tuple[Sequence[Block], Sequence[Block]]]:
    matcher = SequenceMatcher(None, written, found, autojunk=False)
    return (
        (written[a:b], found[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    )


def _before(blocks: Sequence[Block]) -> dict[str, str]:
    """Return where the blocks stand, by their names."""
    first = {str(block): "first" for block in blocks[:1]}
    return {str(block): f"after {before}" for before, block in pairwise(blocks)} | first


def _changes(old: Block, new: Block, place: str, *, page: str, book: str) -> Iterator[Finding]:
    if old.text != new.text:
        there, here = _where_unlike(old.text, new.text)
        yield Finding(_rule(old), _sentence(f"{page} stands {there}, {book} {here}."), place)
    elif old.kind != new.kind:
        message = f"{old} is {old.kind} {page}, and {new.kind} {book}."
        yield Finding("kind", _sentence(message), place)
    around = f" (at {quoted(old.text)})" if old.text else ""
    one, other = Counter(old.marks), Counter(new.marks)
    for marks, here, there in ((one - other, page, book), (other - one, book, page)):
        for mark in marks:
            message = f"{mark.what} is {here}, and not {there}{around}."
            yield Finding(mark.rule, _sentence(message), place)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _where_unlike(old: str, new: str) -> tuple[str, str]:
    """Return both texts, from a few words before the first that is another."""
    texts = [old.split(), new.split()]
    same = 0
    while same < min(map(len, texts)) and texts[0][same] == texts[1][same]:
        same += 1
    first = max(0, same - _BEFORE)
    shown = [" ".join(words[first:]) for words in texts]
    begin = "…" if first else ""
    found = [f"“{begin}{text[:LETTERS]}{'…' * (len(text) > LETTERS)}”" for text in shown]
    return found[0], found[1]


def _rule(block: Block) -> str:
    """Return the rule that wants *block* to be there and to say what it says."""
    if not block.text:
        return block.marks[0].rule
    return "note" if block.kind == NOTE else "words"
