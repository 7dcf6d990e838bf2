"""Tell what a program must read for glyphs so that it finds the order of a text that it sees.

A page has its glyphs as they are seen, from left to right. Programs that read it turn back what
runs to the left: letters they know, but a bracket, a sign or a full stop between two directions
they take for either. They all know the marks of direction (UAX #9, 2.6), which nobody sees: with
marks beside it a sign has one direction. Which ones, PDFium 159 and Poppler 22 have told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

_RIGHT, _LEFT = "\u200e", "\u200f"  # marks of what runs to the right, and to the left

# Joiners, marks of direction, soft hyphens: they have no glyph of their own.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f]")

_TO_LEFT = ("R", "AL", "NSM")
_TO_RIGHT = ("L", "EN", "AN", "NSM")


@dataclass(frozen=True)
class Cluster:
    """Glyphs that stand for some letters together: how many, the text, whether it runs to the left;
    ``read`` is what a program reads in the glyphs."""

    glyphs: int
    text: str
    to_left: bool
    read: str

    @property
    def letters(self) -> str:
        """The text, as it is seen."""
        return _letters(self.text)

    @property
    def is_of_numbers(self) -> bool:
        """Whether programs take it for part of a number wherever it stands."""
        return _kind(self.text) in ("EN", "AN", "CS", "ES", "ET")

    @property
    def is_clear(self) -> bool:
        """Whether its letters say which way they run."""
        return _kind(self.text) in (_TO_LEFT if self.to_left else _TO_RIGHT)

    @property
    def is_mirrored(self) -> bool:
        """Whether it is shown as its mirror image."""
        return self.to_left and _is_bracket(self.text)


@cache
def _letters(text: str) -> str:
    return _UNSEEN.sub("", text)


@cache
def _kind(text: str) -> str:
    """Return the class of the direction of *text* (UAX #9, 3.2)."""
    return unicodedata.bidirectional(_letters(text)[:1] or " ")


@cache
def _is_bracket(text: str) -> bool:
    return len(text) == 1 and bool(unicodedata.mirrored(text))


def is_turned(text: str, direction: str) -> bool:
    """Whether *text*, in a passage of that *direction*, is seen in another order than it is read
    in."""
    kinds = {unicodedata.bidirectional(letter) for letter in text.strip()}
    if direction == "rtl":
        return not kinds.issubset(_TO_RIGHT)
    return not kinds.isdisjoint(_TO_LEFT[:2])


def plain(text: str, form: Literal["NFC", "NFKC"] = "NFC") -> str:
    """Return *text* as it is compared: without what is not seen, all spaces alike, in a *form* of
    Unicode's."""
    return unicodedata.normalize(form, _SPACES.sub(" ", _UNSEEN.sub("", text)))


def texts_to_read(clusters: Sequence[Cluster]) -> Iterator[str | None]:
    """Yield for each cluster of a line, from left to right, the text that is to be read in place of
    its glyphs, which is in the order that is seen; None where they say it themselves."""
    is_mixed = any(cluster.to_left for cluster in clusters)
    around = zip([None, *clusters[:-1]], clusters, [*clusters[1:], None], strict=True)
    for left, cluster, right in around:
        before, after = _marks(left, cluster, right) if is_mixed else ("", "")
        if before or after or not _says_itself(cluster):
            letters = cluster.letters[::-1] if cluster.to_left else cluster.letters
            yield before + letters + after
        else:
            yield None


def _marks(left: Cluster | None, cluster: Cluster, right: Cluster | None) -> tuple[str, str]:
    """Return the marks on both sides of *cluster*, which stands between two others."""
    if not cluster.to_left:
        # A bracket's own mark would end there.
        before = _LEFT if left and left.is_mirrored else ""
        turns = right is not None and right.to_left
        return before, _RIGHT if turns and not cluster.is_clear else ""
    if cluster.is_clear:
        return "", ""
    if cluster.is_mirrored:
        # Poppler turns no bracket round, PDFium those that stand beside what runs to the left.
        return _LEFT, _RIGHT
    if right and not right.to_left:
        return _LEFT, _LEFT  # PDFium turns round what runs more to the left
    is_weak = cluster.is_of_numbers and left and not (left.to_left and left.is_clear)
    return (_LEFT, _RIGHT) if is_weak else ("", "")


def _says_itself(cluster: Cluster) -> bool:
    if cluster.read == cluster.text:
        # Programs turn round the letters of one glyph too.
        return not cluster.to_left or cluster.glyphs >= len(cluster.text)
    if cluster.to_left:  # a letter may be written as its form in a word
        return plain(cluster.read, "NFKC") == plain(cluster.letters, "NFKC")
    return plain(cluster.read) == plain(cluster.letters)
