"""Find the works in a ``.bib`` file, each with its line, and what is wrong with its signs.

Pandoc reads the file for the citations. Where a brace or a comma is missing it tells the line at
which it gave up, which may be far below; here is told where the work, or its field, begins.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

_TYPES = (
    "article artwork audio book bookinbook booklet collection commentary conference customa customb"
    " customc customd custome customf data dataset electronic image inbook incollection"
    " inproceedings inreference jurisdiction legal legislation letter letters manual mastersthesis"
    " misc movie music mvbook mvcollection mvproceedings mvreference newsarticle online patent"
    " performance periodical phdthesis proceedings reference report review set software standard"
    " suppbook suppcollection suppperiodical techreport thesis unpublished video www"
    " xdata"
)
TYPES = frozenset(_TYPES.split())
"""What a work can be (BibTeX, biblatex and its styles); pandoc takes anything else for ``misc``."""

_ENTRY = re.compile(r"@(?P<type>[^\W\d_]+)\s*\{\s*")
_NEXT = re.compile(r"^[ \t]*(?=@[^\W\d_]+\s*\{)", re.MULTILINE)
_COMMENT = re.compile(r"@(?:comment|preamble|string)\b\s*", re.IGNORECASE)
_KEY = re.compile(r"(?P<key>[^\s,{}=\"]+)\s*(?P<comma>,?)\s*")
_FIELD = re.compile(r"(?P<name>[\w:+-]+)\s*=\s*")
_COMMA = re.compile(r",\s*")
_WORD = re.compile(r"[\w:+-]*\s*")
_JOIN = re.compile(r"\s*(?:#\s*)?")
_STRAY = re.compile(r"^[ \t]*(?P<name>[A-Za-z]+)\s*=\s*[{\"]", re.MULTILINE)
_IN_BRACES = re.compile(r"\\[{}]|[{}]")
_IN_QUOTES = re.compile(r"\\.|[{\"]", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A work: the *line* where it begins (1-based) and the names of its *fields*, in small
    letters as its *type*."""

    type: str
    key: str
    line: int
    fields: frozenset[str]


@dataclass(frozen=True)
class Fault:
    """Something that cannot be read, and what to do about it."""

    line: int
    message: str


def read_entries(content: str) -> tuple[list[Entry], list[Fault]]:
    """Return the works in *content*, and what keeps others from being read."""
    return _Reader(content).read()


class _Unreadable(Exception):
    def __init__(self, place: int, message: str) -> None:
        super().__init__(message)
        self.place = place


class _Reader:
    def __init__(self, content: str) -> None:
        self._content = content
        self._place = 0
        self._lines = [match.start() for match in re.finditer("\n", content)]

    def read(self) -> tuple[list[Entry], list[Fault]]:
        entries: list[Entry] = []
        faults: list[Fault] = []
        while self._place < len(self._content):
            begin = self._content.find("@", self._place)
            begin = len(self._content) if begin < 0 else begin
            faults += self._rest(begin)
            self._place = begin
            try:
                if entry := self._entry():
                    entries.append(entry)
            except _Unreadable as fault:
                faults.append(Fault(self._line(fault.place), str(fault)))
                after = _NEXT.search(self._content, begin + 1)
                self._place = after.end() if after else len(self._content)
        return entries, faults

    def _line(self, place: int) -> int:
        return bisect(self._lines, place - 1) + 1

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self._content, self._place)
        if match:
            self._place = match.end()
        return match

    def _next(self) -> str:
        return self._content[self._place : self._place + 1]

    def _rest(self, end: int) -> Iterator[Fault]:
        """Look at what stands before the next work, which is a remark, or the rest of a work."""
        if stray := _STRAY.search(self._content, self._place, end):
            yield Fault(
                self._line(stray.start("name")),
                f"the field “{stray['name']}” is in no work, because the one above it ends too "
                "early; take out the brace } that is too many there",
            )

    def _entry(self) -> Entry | None:
        begin = self._place
        if not self._next():
            return None
        if self._take(_COMMENT):
            if self._next() == "{":
                self._value(begin, "this")
            return None
        head = self._take(_ENTRY)
        if head is None:
            raise _Unreadable(
                begin,
                "here is an @ that begins no work; a work begins like @book{key, and elsewhere "
                "between works there must be no @",
            )
        key = self._take(_KEY)
        if key is None or self._next() == "=":
            message = f"this work has no key; write one after the brace: @{head['type']}{{key,"
            raise _Unreadable(begin, message)
        name = f"the work “{key['key']}”"
        if not key["comma"]:
            raise _Unreadable(begin, f"a comma is missing after the key of {name}")
        fields = self._fields(begin, name)
        return Entry(head["type"].lower(), key["key"], self._line(begin), fields)

    def _fields(self, begin: int, name: str) -> frozenset[str]:
        found: set[str] = set()
        last = begin, name
        while field := self._take(_FIELD):
            found.add(field["name"].lower())
            last = field.start(), f"the field “{field['name']}” of {name}"
            self._value(*last)
            if not self._take(_COMMA):
                break
        if self._next() == "}":
            self._place += 1
            return frozenset(found)
        place, what = last
        raise _Unreadable(place, self._disturbs(name, what))

    def _disturbs(self, name: str, what: str) -> str:
        """Tell what is wrong with what stands after a field, where a comma or a brace should."""
        if self._next() in ("", "@"):
            return f"{name} is not closed; look for a brace }} missing after {what}"
        if self._next() == '"' or _FIELD.match(self._content, self._place):
            return f"a comma is missing after {what}, or it has a quotation mark too many"
        if self._next() == "%":
            return f"a % stands after {what}, and hides nothing there; delete that line"
        return (
            f"“{self._next()}” stands after {what}, where a comma or the last brace should; look "
            "for a brace too many, or for one that is missing"
        )

    def _value(self, begin: int, what: str) -> None:
        """Go on to what follows the value of a field."""
        while True:
            if self._next() == "{":
                self._braces(begin, what)
            elif self._next() == '"':
                self._quotes(begin, what)
            else:
                self._take(_WORD)
            joined = self._take(_JOIN)
            if not (joined and joined[0].strip()):
                return

    def _braces(self, begin: int, what: str) -> None:
        depth = 0
        for match in _IN_BRACES.finditer(self._content, self._place):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth == 0:
                self._place = match.end()
                return
        raise _Unreadable(begin, f"{what} is not closed; look for a brace }} missing there")

    def _quotes(self, begin: int, what: str) -> None:
        self._place += 1
        while match := _IN_QUOTES.search(self._content, self._place):
            self._place = match.end()
            if match[0] == '"':
                return
            if match[0] == "{":
                self._place = match.start()
                self._braces(begin, what)
        raise _Unreadable(begin, f"{what} is not closed; look for a quotation mark missing there")
