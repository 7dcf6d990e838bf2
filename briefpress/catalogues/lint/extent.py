"""Find what was not translated, and what is too long for its place or too short for its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from briefpress.catalogues.lint.entries import Entry
from briefpress.catalogues.lint.text import OBJECT
from briefpress.translation.places import Place

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# The names that programs give to things, `read_all()` and `max_size`, are no words.
_IDENTIFIER = re.compile(r"[^\W\d][\w.]*\(\)|[^\W_]+(?:_[^\W_]+)+")
_QUOTED = re.compile(r"[“„«\"][^“”„«»\"]{1,200}[”“»\"]|[‘‹][^‘’‹›]{1,100}[’›]")
# Written in an alphabet of their own: words of Latin letters in a row are not translated.
_SCRIPTS = re.compile(
    "[\u0370-\u03ff\u0400-\u052f\u0530-\u06ff\u0900-\u0dff\u0e00-\u0fff\u10a0-\u10ff\u3040-\u9fff\uac00-\ud7af]"
)


def copied(entry: Entry) -> Iterator[str]:
    """A text, or a good part of it, that is still the original's."""
    if not _related(entry) and entry.place is not Place.ALT_TEXT:
        if _is_copy(entry):
            yield "it is the original's text; translate it"
        elif run := _untranslated_run(entry):
            yield f"“{run}” is still in the original's language; translate it"


def alt_text(entry: Entry) -> Iterator[str]:
    """The words for who does not see a picture, not translated."""
    if entry.place is Place.ALT_TEXT and not _related(entry):
        words = _WORD.findall(entry.source.prose)
        if entry.source.raw.strip() == entry.target.raw.strip() and any(
            word.islower() and len(word) > 2 for word in words
        ):
            yield "the text for who does not see the picture is not translated; translate it"
        elif run := _untranslated_run(entry):
            yield f"“{run}” is still in the original's language; translate it"


def _related(entry: Entry) -> bool:
    """Whether both languages are one, as pt-BR and pt-PT are."""
    return entry.source_language.split("-")[0] == entry.language.split("-")[0]


def _is_copy(entry: Entry) -> bool:
    source = " ".join(entry.source.own.split())
    if source.casefold() != " ".join(entry.target.own.split()).casefold():
        return False
    words = _WORD.findall(_IDENTIFIER.sub(" ", _QUOTED.sub(" ", source.replace(OBJECT, " "))))
    lower = [word for word in words if word.islower()]
    # One word may be the same in both languages, and so is a name, though “of” stands in it.
    if entry.source_language.startswith("en") and _NO_NAME.intersection(source.lower().split()):
        return True
    plain = [word for word in lower if len(word) > 3]
    if not plain or len(words) < 2:
        return False
    return len(lower) > 1 or (len(words) == 2 and words[1].islower())


# English words that no name holds: a title in capitals is known by them.
_NO_NAME = frozenset({
    "what", "how", "why", "when", "where", "who", "which", "can", "should", "must", "will", "do",
    "does", "is", "are", "was", "were", "has", "have", "be", "its", "their", "than", "beyond",
    "between", "without", "against",
})  # fmt: skip


def _untranslated_run(entry: Entry) -> str:
    """Return the longest row of words that both texts have, if it can be no name and no title."""
    target = _QUOTED.sub(OBJECT, entry.target.own)
    if _SCRIPTS.search(target) or entry.language.split("-")[0] in _OTHER_SCRIPT:
        for match in re.finditer(r"[A-Za-z]+(?:[ ,;:]+[A-Za-z]+){4,}", target):
            lower = [word for word in _WORD.findall(match[0]) if word.islower()]
            if len(lower) >= 4 and match[0] in entry.source.prose:
                return _short(match[0])
        return ""
    ours = re.findall(rf"[^\W\d_]+|{OBJECT}", target)
    if len(ours) < 6:
        return ""
    words = re.findall(rf"[^\W\d_]+|{OBJECT}", entry.source.prose)
    if len(set(words).intersection(ours)) < 4:
        return ""
    theirs = " ".join(words)
    size = 6
    for start in range(len(ours) - size + 1):
        words = ours[start : start + size]
        row = " ".join(words)
        lower = sum(word.islower() and len(word) > 1 for word in words)
        if lower >= 4 and OBJECT not in row and row in theirs:
            return _short(row)
    return ""


_OTHER_SCRIPT = frozenset({"ar", "fa", "he", "ru", "uk", "be", "bg", "el", "zh", "ja", "ko", "hi"})


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40].rstrip()}…"


# Where there is little room: how many times as wide as the original a text may be, and what is
# short enough whatever the original is (in columns).
_ROOM = {
    Place.TITLE: (1.9, 70),
    Place.SUBTITLE: (2.0, 110),
    Place.SHORT_TITLE: (1.7, 32),
    Place.KEYWORD: (2.5, 32),
    Place.HEADING: (2.2, 60),
    Place.TABLE_HEADER: (2.0, 24),
    Place.CHART: (2.0, 32),
    Place.DRAWING: (1.8, 24),
    Place.TERM: (2.5, 40),
}
_SENTENCE = re.compile(r"[^\W\d_]{2}[»”\"’)]*[.!?؟](?=[\s»”\"’)]|$)|[。！？]")
# Texts of these have fewer signs than those of alphabets.
_DENSE = {
    "zh": 0.34,
    "ja": 0.45,
    "ko": 0.55,
    "yue": 0.34,
    "th": 0.9,
    "ar": 0.85,
    "he": 0.8,
    "fa": 0.9,
}


def length(entry: Entry) -> Iterator[str]:
    """A text too wide for its place, or so short or long that something is lost or added."""
    if room := _ROOM.get(entry.place):
        times, enough = room
        source, target = _width(entry.source.prose), _width(entry.target.prose)
        if target > enough and target > source * times:
            limit = max(enough, int(source * times))
            yield f"{target} characters are too long for a {entry.place.value}; write up to {limit}"
        return
    dense = _DENSE.get(entry.language.split("-")[0], 1) / _DENSE.get(
        entry.source_language.split("-")[0], 1
    )
    theirs, ours = len(entry.source.prose), len(entry.target.prose)
    sentences = (
        len(_SENTENCE.findall(entry.source.prose)),
        len(_SENTENCE.findall(entry.target.prose)),
    )
    least = 0.75 if sentences[1] < sentences[0] else 0.55
    if theirs > 60 and ours < theirs * least * dense:
        yield "it is much shorter than the original; see whether a part is missing"
    elif ours > 120 and ours > theirs * 2.2 * max(dense, 1):
        yield "it is more than twice as long as the original; see what was added"


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
