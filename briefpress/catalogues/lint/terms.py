"""Hold translations against the institute's own terms, ``locale/terms.csv``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import snowballstemmer
from babel import Locale

from briefpress.catalogues.lint.entries import Entry
from briefpress.problems import Kind, Problem, error
from briefpress.tags import canonical_tag

COLUMNS = ("language", "source", "required", "banned", "note")
"""The first line of the file. Several translations in one cell are separated by ``|``."""


@dataclass(frozen=True)
class Term:
    """What a term of the original, *source*, must (one of *required*) and must not (any of
    *banned*) be in the language; *source* is empty for words that are always banned."""

    language: str
    source: str
    required: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    note: str = ""


def read_terms(file: Path, path: str) -> tuple[list[Term], list[Problem]]:
    """Return the terms in *file* and what is wrong with it; *path* is what problems call it by."""
    if not file.is_file():
        return [], []
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        message = "the file is not UTF-8 text; save it again with the encoding UTF-8"
        return [], [error(Kind.TERMS, path, line, message)]
    # Spreadsheets of many countries separate with semicolons.
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    header = tuple(cell.strip().lower() for cell in next(rows, []))
    if header != COLUMNS:
        message = f"the first line must be “{','.join(COLUMNS)}”"
        return [], [error(Kind.TERMS, path, 1, message)]
    terms, problems = [], []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) > len(COLUMNS):
            message = f"the line has {len(cells)} cells, not {len(COLUMNS)}; put a text with the "
            message += "separator in it in quotation marks"
            problems.append(error(Kind.TERMS, path, rows.line_num, message))
            continue
        language, source, required, banned, note = cells + [""] * (len(COLUMNS) - len(cells))
        if not language or not (banned or (source and required)):
            message = "a line needs a language, and a source with its translation or what is banned"
            problems.append(error(Kind.TERMS, path, rows.line_num, message))
            continue
        terms.append(Term(canonical_tag(language), source, _cells(required), _cells(banned), note))
    return terms, problems


def _cells(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


class TermBase:
    """The terms of a publication, ready to be looked up."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_language: dict[str, list[Term]] = {}
        for term in terms:
            self._by_language.setdefault(term.language, []).append(term)

    def required(self, entry: Entry) -> Iterator[str]:
        """A term that is not translated as the institute wants it."""
        for term in self._asked(entry):
            if term.required and not any(
                find(wanted, entry.target.prose, entry.language) for wanted in term.required
            ):
                wanted = "” or “".join(term.required)
                note = f" ({term.note})" if term.note else ""
                yield f"“{term.source}” is “{wanted}” here{note}; write it so"

    def banned(self, entry: Entry) -> Iterator[str]:
        """A translation that the institute does not want."""
        for term in [*self._asked(entry), *(t for t in self._of(entry) if not t.source)]:
            for word in term.banned:
                found = _literal(word, term.required, entry.target.prose)
                if not found and not any(_holds(right, word, entry) for right in term.required):
                    found = find(word, entry.target.prose, entry.language)
                if found:
                    instead = (
                        f"; write “{term.required[0]}”" if term.required else "; write another"
                    )
                    note = f" ({term.note})" if term.note else ""
                    yield f"“{found[0]}” is not wanted here{note}{instead}"

    def _of(self, entry: Entry) -> list[Term]:
        base = entry.language.split("-")[0]
        own = self._by_language.get(entry.language, [])
        return own if base == entry.language else own + self._by_language.get(base, [])

    def _asked(self, entry: Entry) -> list[Term]:
        """Return the terms whose source is in the original and in no longer one that is."""
        terms = self._of(entry)
        if not terms:
            return []
        prose, tag = entry.source.prose, entry.source_language
        spots = {
            term: [m.span() for m in find_all(term.source, prose, tag)]
            for term in terms
            if term.source
        }
        spans = [span for found in spots.values() for span in found]
        return [
            term
            for term, found in spots.items()
            if any(not any(_inside(span, other) for other in spans) for span in found)
        ]


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return other != span and other[0] <= span[0] and span[1] <= other[1]


def _literal(word: str, required: Iterable[str], prose: str) -> re.Match[str] | None:
    """Return where *prose* has *word* letter by letter, and not as part of what is *required*:
    “onda” may be taken for a form of “ondata”, and is another word."""
    rights = [match.span() for right in required for match in _letters(right).finditer(prose)]
    found = _letters(word).finditer(prose)
    return next((m for m in found if not any(_inside(m.span(), span) for span in rights)), None)


@lru_cache(8192)
def _letters(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)


def _holds(right: str, word: str, entry: Entry) -> bool:
    """Whether *word* is found only because what is *right* holds it."""
    if not find(word, right, entry.language):
        return False
    without = entry.target.prose
    for match in find_all(right, without, entry.language):
        without = without.replace(match[0], " ")
    return not find(word, without, entry.language)


def find(term: str, prose: str, tag: str) -> re.Match[str] | None:
    """Return where *prose* has *term*, inflected or not; None if it has not."""
    return next(find_all(term, prose, tag), None)


def find_all(term: str, prose: str, tag: str) -> Iterator[re.Match[str]]:
    """Yield all places where *prose* has *term*, inflected or not."""
    found = _pattern(term, tag).finditer(prose)
    stems = _stems(term, tag)
    for match in found:
        words = _WORDS.findall(match[0])
        if len(words) != len(stems) or all(
            stem == _stem(word, tag) or _alike(stem, word)
            for stem, word in zip(stems, words, strict=True)
        ):
            yield match


_WORDS = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


@lru_cache(8192)
def _pattern(term: str, tag: str) -> re.Pattern[str]:
    """Return a pattern that finds every form of *term*, and more than those."""
    words = _WORDS.findall(term)
    if _UNSPACED.search(term) or not words:
        return re.compile(re.escape(term))
    if all(word.isupper() and len(word) < 6 for word in words):  # an abbreviation
        return re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")
    parts = (_form(word) for word in words)
    prefix = "(?:[وفبكل]?(?:ال|لل)?)?" if tag.split("-")[0] == "ar" else ""
    return re.compile(rf"(?<!\w){prefix}" + rf"[\W_]{{1,3}}{prefix}".join(parts), re.IGNORECASE)


def _form(word: str) -> str:
    if len(word) < 4:
        return rf"{re.escape(word)}\w{{0,2}}(?!\w)"
    return rf"{re.escape(word[: max(3, (len(word) + 1) // 2)])}\w*(?!\w)"


@lru_cache(8192)
def _stems(term: str, tag: str) -> tuple[str, ...]:
    return tuple(_stem(word, tag) for word in _WORDS.findall(term))


@lru_cache(65536)
def _stem(word: str, tag: str) -> str:
    word = word.lower()
    if tag.startswith("ar"):
        word = re.sub("^[وفبكل]?(?:ال|لل)(?=...)", "", word)
    stemmer = _stemmer(tag.split("-")[0])
    return str(stemmer.stemWord(word)) if stemmer else word


@lru_cache(64)
def _stemmer(language: str) -> snowballstemmer.stemmer | None:
    name = Locale("en").languages.get(language, "").lower()
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


def _alike(stem: str, word: str) -> bool:
    """Whether *word* differs from *stem* in its end alone: for languages without a stemmer, and
    where one cuts too little."""
    word = word.lower()
    same = 0
    for a, b in zip(stem, word, strict=False):
        if a != b:
            break
        same += 1
    return same >= 4 and same >= len(stem) - 2 and len(word) - same <= 4
