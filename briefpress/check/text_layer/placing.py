"""Find every block of a page in what a program reads of its PDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from briefpress.check.text_layer.flow import Flow, Trail
from briefpress.check.text_layer.letters import Spelling, spell
from briefpress.check.text_layer.page import Block

_SHORT = 5
"""Letters."""


@dataclass
class Placed:
    """A block of the page, and where it stands in the flow."""

    block: Block
    spelling: Spelling
    trail: Trail = field(default_factory=Trail)
    found: bool = False

    @property
    def is_short(self) -> bool:
        """Whether it has few letters, as the number of a formula."""
        return len(self.spelling.letters) < _SHORT

    @property
    def begin(self) -> str:
        """Its first words, as they are shown."""
        words = self.spelling.shown(0, len(self.spelling.letters)).split()
        return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


def place_blocks(blocks: Iterable[Block], flow: Flow, *, to_left: bool) -> list[Placed]:
    """Find *blocks* in *flow* and return those that have letters. First come those that follow each
    other: what a pull quote or a head repeats is theirs. Of the rest the longest come first: what
    is short may be found in the midst of what is long."""
    spellings = [(block, spell(block.text, to_left=to_left)) for block in blocks]
    found = [Placed(*each) for each in spellings if each[1].letters]
    cursor = 0
    cursors = []
    for placed in found:
        if not placed.block.moves and not placed.is_short:
            cursor = _find(placed, flow, cursor)
        cursors.append(cursor)
    pairs = zip(found, cursors, strict=True)
    rest = [each for each in pairs if each[0].block.moves or each[0].is_short]
    for placed, after in sorted(rest, key=lambda each: -len(each[0].spelling.letters)):
        _find(placed, flow, after)
    return found


def _find(placed: Placed, flow: Flow, cursor: int) -> int:
    """Find a block, from *cursor* on if it can be, and return where it ends."""
    if placed.block.loose:
        return cursor
    placed.trail = flow.find(placed.spelling, cursor, moves=placed.block.moves)
    placed.found = placed.trail.reached == len(placed.spelling.letters)
    if not placed.found:
        return cursor
    for piece in placed.trail.pieces:
        stop = piece.at + piece.stop - piece.start
        flow.used[piece.at : stop] = b"\1" * (stop - piece.at)
    return stop
