"""Remember what was translated, and offer it for what is nearly the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process

from briefpress.catalogues.alike import aligned, sentences, typographic_key


class Pair(NamedTuple):
    """A text of a *document* and its translation; *context* is the message's."""

    source: str
    target: str
    document: str
    context: str | None = None
    comment: str = ""


@dataclass(frozen=True)
class Offer:
    """A translation that may serve: its *text*, what it translates, how near that comes (0 to
    100), and the pairs that it was taken from; from one it is taken whole, unless *in_pieces*."""

    text: str
    source: str
    score: float
    pairs: tuple[Pair, ...]
    in_pieces: bool = False

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that it comes from."""
        return tuple(dict.fromkeys(pair.document for pair in self.pairs))


# With more pairs than this only those are compared that share a text's rarest words.
_FEW = 300
_RAREST = 8
_WITH_A_WORD = 100
_COMPARED = 20


class Memory:
    """Pairs of texts and translations; of equals the most frequent is offered, then the first."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._pairs = list(dict.fromkeys(pairs))
        self._parts: dict[Pair, list[tuple[str, Pair]]] = {}
        self._keys: dict[int, str] = {}

    @cached_property
    def _exact(self) -> dict[str, list[Pair]]:
        found: dict[str, list[Pair]] = defaultdict(list)
        for pair in self._pairs:
            found[pair.source].append(pair)
        return found

    @cached_property
    def _words(self) -> dict[str, list[int]]:
        """The pairs that hold a word, by the word; of a frequent one the first only."""
        found: dict[str, list[int]] = defaultdict(list)
        frequent: set[str] = set()
        for index, pair in enumerate(self._pairs):
            for word in _words(pair.source) - frequent:
                numbers = found[word]
                numbers.append(index)
                if len(numbers) > _WITH_A_WORD:
                    frequent.add(word)
        return found

    def exact(self, text: str) -> Offer | None:
        """Return the translation of *text* itself."""
        pairs = self._exact.get(text)
        if not pairs:
            return None
        usual, _ = Counter(pair.target for pair in pairs).most_common(1)[0]
        pair = next(pair for pair in pairs if pair.target == usual)
        return Offer(usual, pair.source, 100, (pair,))

    def near(self, text: str) -> Offer | None:
        """Return the translation of what is most like *text*, whole or sentence by sentence."""
        if not any(char.isalpha() for char in text):
            return None
        numbers = self._candidates(text)
        offers = [*self._whole(text, numbers)]
        if not offers or offers[0].score < 100 - _PIECED:
            offers += self._in_pieces(text, numbers)
        offers = offers or [*self._part_of(text, numbers)]
        return max(offers, key=lambda offer: offer.score, default=None)

    def _candidates(self, text: str) -> list[int]:
        if len(self._pairs) <= _FEW:
            return list(range(len(self._pairs)))
        known = [word for word in _words(text) if len(word) > 3 and word in self._words]
        rarest = sorted(known, key=lambda word: (len(self._words[word]), word))[:_RAREST]
        shared = Counter(index for word in rarest for index in self._words[word])
        return [index for index, _ in shared.most_common(_COMPARED)]

    def _whole(self, text: str, numbers: list[int]) -> Iterator[Offer]:
        key = typographic_key(text)
        keys = [self._key(number) for number in numbers]
        found = process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=enough(key))
        if found:
            pair = self._pairs[numbers[found[2]]]
            yield Offer(pair.target, pair.source, found[1], (pair,))

    def _part_of(self, text: str, numbers: list[int]) -> Iterator[Offer]:
        """Yield the whole translation of what *text* is a good part of, or of a part of it."""
        key = typographic_key(text)
        for number in numbers:
            shorter, longer = sorted((key, self._key(number)), key=len)
            share = 100 * len(shorter) / max(1, len(longer))
            if len(shorter) >= _LONG and share >= _PART and shorter in longer:
                pair = self._pairs[number]
                yield Offer(pair.target, pair.source, share, (pair,))

    def _key(self, number: int) -> str:
        if number not in self._keys:
            self._keys[number] = typographic_key(self._pairs[number].source)
        return self._keys[number]

    def _in_pieces(self, text: str, numbers: list[int]) -> Iterator[Offer]:
        """Yield a translation put together from sentences, if most of *text* has one."""
        pool: dict[str, tuple[Pair, Pair]] = {}
        for number in numbers:
            whole = self._pairs[number]
            if whole not in self._parts:
                self._parts[whole] = [
                    (typographic_key(a), Pair(a, b, whole.document))
                    for a, b in aligned(whole.source, whole.target)
                ]
            for key, part in self._parts[whole]:
                pool.setdefault(key, (part, whole))
        found = list(_hits(sentences(text), pool))
        hits = [hit for hit in found if hit]
        if not hits:
            return
        source = " ".join(part.source for part, _ in hits)
        score = fuzz.ratio(typographic_key(text), typographic_key(source))
        if score >= _MOST:
            # One that is whole is better than pieces of the same likeness, and better by far if a
            # piece is missing: of a sentence that was written anew there is the old one in it.
            score -= _PIECED if len(hits) == len(found) else 20
            wholes = tuple(dict.fromkeys(whole for _, whole in hits))
            target = re.sub(r"(?<=[。！？]) ", "", " ".join(part.target for part, _ in hits))
            # Of a paragraph that was parted the whole, of those that were joined all.
            before = "\n\n".join(whole.source for whole in wholes)
            yield Offer(target, before, score, wholes, in_pieces=True)


# So much of a text must be known (in per cent) for its translation to be put together.
_MOST = 60
# So much less (per cent) is it worth than one that is whole.
_PIECED = 2


# A part of a paragraph is offered the whole if it is so many letters, and so much of it (per cent).
_LONG = 25
_PART = 25


def enough(text: str) -> float:
    """Return how like another must be to *text*, in per cent: the shorter, the liker."""
    length = len(text)
    return 75 if length >= 40 else 80 if length >= 15 else 88


def _hits(
    parts: list[str], pool: dict[str, tuple[Pair, Pair]]
) -> Iterator[tuple[Pair, Pair] | None]:
    """Yield what is known of the sentences *parts*, two or three of them at a time if need be; None
    for one that is not known."""
    keys = list(pool)
    at = 0
    while at < len(parts):
        for length in (3, 2, 1):
            key = typographic_key(" ".join(parts[at : at + length]))
            if key in pool:
                break
        else:
            length = 1
            near = process.extractOne(
                key, keys, scorer=fuzz.ratio, score_cutoff=max(80, enough(key))
            )
            key = near[0] if near else ""
        yield pool[key] if key else None
        at += length


_NO_LETTERS = str.maketrans(dict.fromkeys("\"'.,:;!?()[]{}<>*_`“”‘’«»…–—/-", " "))


def _words(text: str) -> set[str]:
    return set(text.casefold().translate(_NO_LETTERS).split())
