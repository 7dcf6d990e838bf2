"""Say when two texts say the same: but for typography, or but for the addresses of links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# What is no typography: code, roles, addresses.
_FIXED = re.compile(
    r"(`+[^`]*`+|\{[^{}]*\}|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*[^()]*\)|<[^<>\s]+>|\w+://[^\s)>]+)"
)
_MARKS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛‹›", "'"),
        **dict.fromkeys("‐‑", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff"),
        "…": "...",
        "−": "–",
    }
)


_DASHES_AND_SPACES = ("--", " -", "- ", "-\n", "\n-", "  ", "\t", "\v", "\f", "\r")


def typographic_key(text: str) -> str:
    """Return what *text* has in common with all that differ from it in typography alone: the form
    of quotation marks, dashes and spaces, an ellipsis or three dots."""
    if text.isascii() and not any(sign in text for sign in _DASHES_AND_SPACES):
        return text.strip()  # most are
    pieces = _FIXED.split(unicodedata.normalize("NFC", text))
    return "".join(
        piece if index % 2 else _plain(piece) for index, piece in enumerate(pieces)
    ).strip()


def _plain(text: str) -> str:
    text = re.sub(r"[^\S\n]+", " ", text.translate(_MARKS))
    # A dash between words parts them, spaced or not; a hyphen without spaces joins them.
    text = re.sub(r" ?(?:—|---) ?| (?:[-–―]|--) ", " - ", text)
    return re.sub(r"--|[–―]", "-", text)


# The address of a link or picture, in angle brackets, or bare.
_ADDRESS = re.compile(r"(?<=\]\()[^()\s]+(?:\([^()\s]*\)[^()\s]*)*|\w+://[^\s)>\]]*[^\s)>\].,;:!?]")


def without_addresses(text: str) -> str:
    """Return *text*, the addresses of its links all the same."""
    return _ADDRESS.sub("⁂", text) if "](" in text or "://" in text else text


def with_new_addresses(old: str, translation: str, new: str) -> str | None:
    """Return *translation* of *old* as one of *new*, which leads elsewhere but says the same.

    None if it is not plain which address has become which: each that has changed must occur once
    in the old text and once in the translation.
    """
    before, after = _ADDRESS.findall(old), _ADDRESS.findall(new)
    if len(before) != len(after) or typographic_key(without_addresses(old)) != typographic_key(
        without_addresses(new)
    ):
        return None
    moved = {was: now for was, now in zip(before, after, strict=True) if was != now}
    there = _ADDRESS.findall(translation)
    if not moved or any(before.count(was) != 1 or there.count(was) != 1 for was in moved):
        return None
    return _ADDRESS.sub(lambda match: moved.get(match[0], match[0]), translation)


# Words that a full stop shortens, of the languages that briefs are often written in.
_SHORT = (
    " al art arts ca cap cf cfr dott dr ecc ed eds eg e.g etc fig figs gen hon i.e ibid inc ltd "
    "mr mrs ms n no nos nr op p par pp prof rev sect sen sig st tab u.s u.k vol vs z.b "
)
_END = re.compile(
    # What closes after the full stop belongs to the sentence, a note's call too; the next does not
    # begin with a small letter.
    r"[.!?…؟][\"'”’»)\]*_]*(?:\[\^[^\]]+\])*\s+(?=[^\sa-zß-ÿа-яё])"
    r"|[。！？](?=\S)"
)


def sentences(text: str) -> list[str]:
    """Return the sentences of *text*; none ends inside of code, brackets or strong emphasis."""
    found: list[str] = []
    begin = 0
    for match in _END.finditer(text):
        sentence = text[begin : match.end()].strip()
        if _is_whole(sentence):
            found.append(sentence)
            begin = match.end()
    last = text[begin:].strip()
    return [*found, last] if last else found


_LETTER = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(r"[`*\[({]")


def _is_whole(sentence: str) -> bool:
    if not _LETTER.search(sentence):  # the number of an item
        return False
    word = sentence.rsplit(None, 1)[-1]
    if word.endswith("."):
        word = word[:-1].lstrip("([“«\"'‘*_").lower()
        if f" {word} " in _SHORT or (len(word) == 1 and word.isalpha()):
            return False
    return not _MARKUP.search(sentence) or (
        sentence.count("`") % 2 == 0
        and sentence.count("**") % 2 == 0
        and all(sentence.count(a) <= sentence.count(b) for a, b in ("[]", "()", "{}"))
    )


def aligned(source: str, target: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of *source*, each with that of *target* which translates it.

    Where the one text has more of them than the other, two may stand for one: of all ways to put
    them side by side, that in which the lengths agree best (after Gale and Church, “A Program for
    Aligning Sentences in Bilingual Corpora”, Computational Linguistics 19, 1993).
    """
    ours, theirs = sentences(source), sentences(target)
    if len(ours) == len(theirs):
        yield from zip(ours, theirs, strict=True)
        return
    rate = len(target) / max(1, len(source))
    best: dict[tuple[int, int], tuple[float, tuple[int, int] | None]] = {(0, 0): (0.0, None)}
    for i in range(len(ours) + 1):
        for j in range(len(theirs) + 1):
            if (i, j) not in best:
                continue
            for di, dj in ((1, 1), (2, 1), (1, 2)):
                if i + di <= len(ours) and j + dj <= len(theirs):
                    a, b = " ".join(ours[i : i + di]), " ".join(theirs[j : j + dj])
                    cost = best[i, j][0] + abs(len(a) * rate - len(b)) + 10 * (di + dj - 2)
                    if cost < best.get((i + di, j + dj), (float("inf"), None))[0]:
                        best[i + di, j + dj] = (cost, (i, j))
    place: tuple[int, int] | None = (len(ours), len(theirs))
    if place not in best:
        yield source, target
        return
    steps = []
    while place is not None:
        steps.append(place)
        place = best[place][1]
    for (i, j), (k, m) in zip(steps[::-1], steps[-2::-1], strict=False):
        yield " ".join(ours[i:k]), " ".join(theirs[j:m])
