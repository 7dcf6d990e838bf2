"""Bring one catalogue up to date: what a template asks for, of what the catalogue holds.

1. `carry` takes over what needs no review: translations of the same text, or of one that differs
   in typography or in a link's address alone. `untouched` stands for it where nothing changed.
2. `fill` offers, as fuzzy, what the document itself or other catalogues have that is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polib
from rapidfuzz import fuzz

from briefpress.catalogues.alike import (
    typographic_key,
    with_new_addresses,
    without_addresses,
)
from briefpress.catalogues.memory import Memory, Offer, Pair
from briefpress.catalogues.po import PoFile


@dataclass
class Counts:
    """What became of the messages of a catalogue or more."""

    unchanged: int = 0
    carried: int = 0
    restored: int = 0
    fuzzy: int = 0
    remembered: int = 0
    new: int = 0
    gone: int = 0
    sources: dict[str, int] = field(default_factory=dict)
    """How many were remembered from each document."""

    def add(self, other: Counts) -> None:
        """Count what *other* counts too."""
        for name, value in vars(other).items():
            if name != "sources":
                setattr(self, name, getattr(self, name) + value)
        for name, value in other.sources.items():
            self.sources[name] = self.sources.get(name, 0) + value


@dataclass
class Merge:
    """A catalogue on its way: its *entries* in the template's order, the *obsolete* ones; which
    of the entries are new and still empty, each with what stood in its place before if that is
    plain, and which were empty before."""

    document: str
    old: PoFile
    entries: list[polib.POEntry]
    obsolete: list[polib.POEntry]
    new: dict[int, polib.POEntry | None]
    empty: list[int]
    counts: Counts

    @property
    def has_changed(self) -> bool:
        """Whether the catalogue had other messages, or others were done."""
        return self.counts.unchanged != len(self.entries) or self.counts.gone > 0

    @property
    def result(self) -> PoFile:
        """The catalogue as it is to be written."""
        entries = [*self.entries, *self.obsolete]
        return PoFile(self.old.comment, self.old.header, entries, self.old.tail)

    def pairs(self) -> Iterator[Pair]:
        """Yield what is translated, the obsolete last; suggestions that nobody approved are not
        passed on."""
        for entry in (*self.entries, *self.obsolete):
            if entry.msgstr.strip() and not entry.fuzzy:
                yield Pair(entry.msgid, entry.msgstr, self.document, entry.msgctxt, entry.tcomment)


def carry(template: PoFile, old: PoFile, document: str) -> Merge:
    """Return what *template* asks for with what *old*, the catalogue so far, has of it."""
    merge = Merge(document, old, [], [], {}, [], Counts())
    stock = _Stock(old)
    for index, wanted in enumerate(template.live):
        entry = fresh(wanted)
        merge.entries.append(entry)
        source = stock.take(entry)
        if source is None:
            merge.new[index] = None
        elif not source.msgstr.strip():
            entry.tcomment, entry.flags = source.tcomment, _flags(source, entry, fuzzy=False)
            merge.empty.append(index)
        else:
            _carry_over(entry, source)
            merge.counts.restored += source.obsolete
            merge.counts.unchanged += not source.obsolete
    stock.take_nearly_the_same(merge)
    merge.counts.unchanged += len(merge.empty)
    _find_places(merge, stock)
    merge.obsolete = stock.rest({(entry.msgctxt, entry.msgid) for entry in merge.entries})
    merge.counts.gone = sum(not entry.obsolete for entry in merge.obsolete)
    merge.obsolete = [_put_away(entry) for entry in merge.obsolete]
    return merge


def untouched(catalogue: PoFile, document: str) -> Merge:
    """Return what `carry` returns of a *catalogue* that the template asks nothing else of."""
    entries = catalogue.live
    empty = [index for index, entry in enumerate(entries) if not entry.msgstr.strip()]
    counts = Counts(unchanged=len(entries))
    return Merge(document, catalogue, entries, catalogue.obsolete, {}, empty, counts)


def fresh(wanted: polib.POEntry) -> polib.POEntry:
    """Return an empty entry for a message of a template; it names the file, not the line."""
    return polib.POEntry(
        msgctxt=wanted.msgctxt,
        msgid=wanted.msgid,
        msgid_plural=wanted.msgid_plural,
        msgstr_plural=dict(wanted.msgstr_plural),
        comment=wanted.comment,
        occurrences=[(path, "") for path in dict.fromkeys(path for path, _ in wanted.occurrences)],
        flags=list(wanted.flags),
    )


class _Stock:
    """The entries of a catalogue, and which of them are used."""

    def __init__(self, old: PoFile) -> None:
        self.entries = [*old.live, *old.obsolete]
        self.used: dict[int, polib.POEntry] = {}
        """What an entry (by its `id`) was used for."""
        self._by_text: dict[tuple[str | None, str], polib.POEntry] = {}
        for entry in self.entries:
            known = self._by_text.setdefault((entry.msgctxt, entry.msgid), entry)
            if not known.msgstr.strip() and entry.msgstr.strip():
                self._by_text[entry.msgctxt, entry.msgid] = entry

    def take(self, entry: polib.POEntry) -> polib.POEntry | None:
        """Return what there is for the very text of *entry*."""
        found = self._by_text.get((entry.msgctxt, entry.msgid))
        if found is not None:
            self.used[id(found)] = entry
        return found

    def take_nearly_the_same(self, merge: Merge) -> None:
        """Fill what is new in *merge* from entries that differ in typography or addresses alone."""
        if not merge.new:
            return
        left = [entry for entry in self.entries if self._is_free(entry)]
        left += [entry for entry in self.entries if not self._is_free(entry) and entry.msgstr]
        by_key: dict[tuple[str | None, str], polib.POEntry] = {}
        by_words: dict[tuple[str | None, str], polib.POEntry] = {}
        for entry in left:
            if entry.msgstr.strip():
                by_key.setdefault((entry.msgctxt, typographic_key(entry.msgid)), entry)
                words = typographic_key(without_addresses(entry.msgid))
                by_words.setdefault((entry.msgctxt, words), entry)
        for index in list(merge.new):
            entry = merge.entries[index]
            source = by_key.get((entry.msgctxt, typographic_key(entry.msgid)))
            if source is not None:
                _carry_over(entry, source)
            else:
                words = typographic_key(without_addresses(entry.msgid))
                source = by_words.get((entry.msgctxt, words))
                if source is None:
                    continue
                text = with_new_addresses(source.msgid, source.msgstr, entry.msgid)
                if text is None:
                    continue
                _carry_over(entry, source)
                entry.msgstr = text
            self.used.setdefault(id(source), entry)
            del merge.new[index]
            merge.counts.carried += 1

    def _is_free(self, entry: polib.POEntry) -> bool:
        return id(entry) not in self.used

    def rest(self, taken: set[tuple[str | None, str]]) -> list[polib.POEntry]:
        """Return what was not used and holds work, of two with one text the later; the obsolete
        first, as they stood. None has one of the texts *taken*: a text may stand in a file once."""
        kept: dict[tuple[str | None, str], polib.POEntry] = {}
        for entry in sorted(self.entries, key=lambda entry: not entry.obsolete):
            key = (entry.msgctxt, entry.msgid)
            work = entry.msgstr.strip() or entry.tcomment or any(entry.msgstr_plural.values())
            if self._is_free(entry) and work and key not in taken:
                kept[key] = entry
        return list(kept.values())


def _flags(source: polib.POEntry, entry: polib.POEntry, *, fuzzy: bool) -> list[str]:
    both = dict.fromkeys([*source.flags, *entry.flags])
    return ["fuzzy"] * fuzzy + [flag for flag in both if flag != "fuzzy"]


def _carry_over(entry: polib.POEntry, source: polib.POEntry) -> None:
    """Give *entry* the translation of *source*, and what a translator wrote beside it."""
    entry.msgstr = source.msgstr
    if entry.msgid_plural and source.msgstr_plural:
        entry.msgstr_plural = dict(source.msgstr_plural)
    entry.tcomment = source.tcomment
    entry.flags = _flags(source, entry, fuzzy=source.fuzzy)
    if source.fuzzy:
        entry.previous_msgctxt = source.previous_msgctxt
        entry.previous_msgid = source.previous_msgid
        where_from = [line for line in source.comment.split("\n") if _is_provenance(line)]
        entry.comment = "\n".join([*filter(None, [entry.comment]), *where_from])


def _put_away(entry: polib.POEntry) -> polib.POEntry:
    """Return *entry* as an obsolete one; of these polib reads no previous text."""
    return polib.POEntry(
        msgctxt=entry.msgctxt,
        msgid=entry.msgid,
        msgstr=entry.msgstr,
        msgid_plural=entry.msgid_plural,
        msgstr_plural=dict(entry.msgstr_plural),
        tcomment=entry.tcomment,
        flags=list(entry.flags),
        obsolete=True,
    )


def _find_places(merge: Merge, stock: _Stock) -> None:
    """Say what stood before where something new stands, if between the same neighbours as many
    messages went as came."""
    live = [entry for entry in stock.entries if not entry.obsolete]
    place = {id(stock.used[id(e)]): at for at, e in enumerate(live) if id(e) in stock.used}
    run: list[int] = []
    before = -1
    for index in range(len(merge.entries) + 1):
        if index in merge.new:
            run.append(index)
            continue
        is_end = index == len(merge.entries)
        after = len(live) if is_end else place.get(id(merge.entries[index]))
        if after is None:  # it stood nowhere before
            continue
        between = [entry for entry in live[before + 1 : after] if id(entry) not in stock.used]
        if len(between) == len(run):
            merge.new.update(zip(run, between, strict=True))
        run, before = [], after


def fill(merge: Merge, memory: Memory) -> None:
    """Offer for what is empty in *merge* what the document had, or *memory* has, that is near."""
    counts = merge.counts
    if merge.new:
        own = Memory([*merge.pairs(), *_unapproved(merge)])
    for index, stood_here in merge.new.items():
        entry = merge.entries[index]
        offers = [own.exact(entry.msgid), own.near(entry.msgid), _in_place(entry, stood_here)]
        offers += [_elsewhere(memory.exact(entry.msgid), merge.document)]
        found = [offer for offer in offers if offer]
        if not found or max(offer.score for offer in found) < _SURELY:
            near = _elsewhere(memory.near(entry.msgid), merge.document)
            found += [near] if near else []
        best = max(found, key=lambda offer: offer.score, default=None)
        if best is None:
            counts.new += 1
        else:
            _suggest(merge, entry, best)
    for index in merge.empty:
        offer = _elsewhere(memory.exact(merge.entries[index].msgid), merge.document)
        if offer:
            counts.unchanged -= 1
            _suggest(merge, merge.entries[index], offer)


# What is so like (in per cent) is not looked for in other documents too.
_SURELY = 95


def _unapproved(merge: Merge) -> Iterator[Pair]:
    """Yield the suggestions that nobody approved before their text went."""
    for entry in merge.obsolete:
        if entry.fuzzy and entry.msgstr.strip():
            yield Pair(entry.msgid, entry.msgstr, merge.document, entry.msgctxt, entry.tcomment)


def _elsewhere(offer: Offer | None, document: str) -> Offer | None:
    return offer if offer and any(name != document for name in offer.documents) else None


# How like a text must be to one that stood in its place (in per cent).
_IN_PLACE = 50


def _in_place(entry: polib.POEntry, before: polib.POEntry | None) -> Offer | None:
    if before is None or not before.msgstr.strip():
        return None
    score = fuzz.ratio(typographic_key(entry.msgid), typographic_key(before.msgid))
    if score < _IN_PLACE or not any(char.isalpha() for char in entry.msgid):
        return None
    # Of a suggestion that nobody approved it is known what it really translates.
    source = before.previous_msgid if before.fuzzy and before.previous_msgid else before.msgid
    pair = Pair(before.msgid, before.msgstr, "", before.msgctxt, before.tcomment)
    return Offer(before.msgstr, source, score, (pair,))


def _suggest(merge: Merge, entry: polib.POEntry, offer: Offer) -> None:
    """Put *offer* into *entry*, to be looked at by a translator."""
    first = offer.pairs[0]
    entry.msgstr = offer.text
    entry.flags = _flags(entry, entry, fuzzy=True)
    if offer.source != entry.msgid or first.context != entry.msgctxt:
        entry.previous_msgid = offer.source
        entry.previous_msgctxt = None if offer.in_pieces else first.context
    others = [name for name in offer.documents if name not in ("", merge.document)]
    if others:
        merge.counts.remembered += 1
        for name in others:
            merge.counts.sources[name] = merge.counts.sources.get(name, 0) + 1
    else:
        merge.counts.fuzzy += 1
        entry.tcomment = entry.tcomment or ("" if offer.in_pieces else first.comment)
    if others or offer.in_pieces:
        where = provenance(offer, merge.document)
        entry.comment = "\n".join(filter(None, [entry.comment, where]))


def provenance(offer: Offer, document: str) -> str:
    """Return the comment that says where a suggestion for *document* comes from."""
    names = ", ".join(f"{name or document}.md" for name in offer.documents)
    return f"from sentences of {names}" if offer.in_pieces else f"from {names}"


def _is_provenance(comment: str) -> bool:
    return bool(re.fullmatch(r"from (sentences of )?\S.*\.md", comment))


def shares_most(template: PoFile, catalogues: Iterable[tuple[str, PoFile]]) -> str | None:
    """Return the name of that of *catalogues* which has the most of *template*'s messages, if it
    has half of them: the document was renamed."""
    wanted = {(e.msgctxt, typographic_key(e.msgid)) for e in template.live}
    best, most = None, len(wanted) / 2
    for name, po in catalogues:
        shared = sum(
            (e.msgctxt, typographic_key(e.msgid)) in wanted for e in po.live if e.msgstr.strip()
        )
        if shared and shared >= most:
            best, most = name, shared + 0.5
    return best
