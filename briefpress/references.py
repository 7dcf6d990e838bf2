"""Read which works the files of references hold, and what is wrong with these files."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefpress.addresses import is_outside
from briefpress.bibtex import TYPES as BIBTEX_TYPES
from briefpress.bibtex import read_entries
from briefpress.controls import unfit, unfit_within
from briefpress.problems import Kind, Problem, error
from briefpress.translation.catalogue import digest

# Beside index.md; what Zotero exports. A .bib file is read too.
FILES = ("references.json", "references.bib")

_CSL_TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter"
    " classic collection dataset document entry entry-dictionary entry-encyclopedia event figure"
    " graphic hearing interview legal_case legislation manuscript map motion_picture"
    " musical_score pamphlet paper-conference patent performance periodical"
    " personal_communication post post-weblog regulation report review review-book software song"
    " speech standard thesis treaty webpage"
)
CSL_TYPES = frozenset(_CSL_TYPES.split())
"""What a work can be (CSL 1.0.2, appendix III)."""

_TITLES = frozenset(
    ["booktitle", "crossref", "issuetitle", "journaltitle", "maintitle", "title", "xdata"]
)
"""Fields of BibTeX that are a title, or that take it from another work."""

_UNTITLED = frozenset(["letter", "personal_communication", "set", "xdata"])
"""What needs no title."""


@dataclass(frozen=True)
class _Form:
    type: type
    words: str


_DATE = _Form(dict, 'a date, written like {"date-parts": [[2025, 1, 21]]}')
_PEOPLE = _Form(list, 'a list of names, like [{"family": "Rossi", "given": "Maria"}]')
_FORMS = {
    **dict.fromkeys(("accessed", "event-date", "issued", "original-date", "submitted"), _DATE),
    **dict.fromkeys(("author", "container-author", "director", "editor", "translator"), _PEOPLE),
}
"""What is no text."""


@dataclass(frozen=True)
class Listed:
    """A work in a file of references: where it begins, and what is amiss if it is cited."""

    path: str
    line: int
    flaws: tuple[str, ...] = ()


def reference_files(docs: Path) -> list[Path]:
    """Return the reference files that are there."""
    return [docs / name for name in FILES if (docs / name).is_file()]


def references_digest(docs: Path) -> tuple[str, ...]:
    """Return the SHA-256 of each of `FILES`, empty if there is no such file."""
    there = reference_files(docs)
    return tuple(digest(docs / name if docs / name in there else None) for name in FILES)


def read_works(docs: Path, top: Path) -> tuple[dict[str, Listed], list[Problem]]:
    """Return all works in the reference files of *docs*, by their keys."""
    works: dict[str, Listed] = {}
    problems: list[Problem] = []
    for file in reference_files(docs):
        path = file.relative_to(top).as_posix() if file.is_relative_to(top) else file.as_posix()
        try:
            content = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as fault:
            line = fault.object[: fault.start].count(b"\n") + 1
            message = "the file is not UTF-8 text; save it again with the encoding UTF-8"
            problems.append(error(Kind.ENCODING, path, line, message))
            continue
        read = _bibtex if file.suffix == ".bib" else _csl_json
        found: dict[str, Listed] = {}
        try:
            for key, work in read(content, path, problems):
                first = found.setdefault(key, work)
                if first is not work:
                    message = (
                        f"a second work has the key “{key}” (the first is in line {first.line}); "
                        "delete one of them, or give it another key"
                    )
                    problems.append(error(Kind.REFERENCES, path, work.line, message))
        except json.JSONDecodeError as fault:
            message = f"not valid JSON: {fault.msg}; export the references from Zotero again"
            problems.append(error(Kind.REFERENCES, path, fault.lineno, message))
        works = found | works
    return works, problems


def _bibtex(content: str, path: str, problems: list[Problem]) -> Iterator[tuple[str, Listed]]:
    if strange := unfit(content):
        problems.append(error(Kind.ENCODING, path, strange.line + 1, strange.message))
    entries, faults = read_entries(content)
    problems += [error(Kind.REFERENCES, path, fault.line, fault.message) for fault in faults]
    if not entries and not faults:
        message = "no work stands in this file; export the references again, or delete the file"
        problems.append(error(Kind.REFERENCES, path, 1, message))
    for entry in entries:
        flaws = _flaws(entry.key, entry.type, BIBTEX_TYPES, titled=bool(entry.fields & _TITLES))
        yield entry.key, Listed(path, entry.line, flaws)


def _csl_json(content: str, path: str, problems: list[Problem]) -> Iterator[tuple[str, Listed]]:
    listed = json.loads(content)
    if not isinstance(listed, list):
        message = "not CSL-JSON: it must be a list of works, each with an id"
        problems.append(error(Kind.REFERENCES, path, 1, message))
        return
    for line, item in list_items(content):
        if not isinstance(item, dict) or "id" not in item:
            message = "this is no work of CSL-JSON: it has no id; give it one"
            problems.append(error(Kind.REFERENCES, path, line, message))
            continue
        if strange := unfit_within(item):
            problems.append(error(Kind.ENCODING, path, line, strange.message))
            continue
        key, titled = str(item["id"]), bool(item.get("title"))
        for name, value in item.items():
            if (form := _FORMS.get(name)) and not isinstance(value, form.type):
                message = f"“{name}” of the work “{key}” must be {form.words}"
                problems.append(error(Kind.REFERENCES, path, line, message))
        flaws = _flaws(key, str(item.get("type", "")), CSL_TYPES, titled=titled)
        url = str(item.get("URL") or "")
        if url and not is_outside(url if ":" in url else f"https://{url}"):
            flaws += (
                f"the URL “{url}” of the cited work “{key}” is no address, and is no link; "
                "write one that begins with https://",
            )
        yield key, Listed(path, line, flaws)


def list_items(content: str) -> list[tuple[int, Any]]:
    """Return the entries of a JSON list with the lines in which they begin."""
    found = []
    decoder, between = json.JSONDecoder(), re.compile(r"[\s,]*")
    place, line, counted = content.index("[") + 1, 1, 0
    while gap := between.match(content, place):
        begin = gap.end()
        if content[begin] == "]":
            break
        line, counted = line + content.count("\n", counted, begin), begin
        item, place = decoder.raw_decode(content, begin)
        found.append((line, item))
    return found


def _flaws(key: str, kind: str, kinds: frozenset[str], *, titled: bool) -> tuple[str, ...]:
    found = []
    if kind not in kinds:
        close = difflib.get_close_matches(kind, sorted(kinds), n=1)
        advice = f"did you mean “{close[0]}”?" if close else "choose the type again in Zotero"
        is_none = f"is of the unknown type “{kind}”" if kind else "is of no type"
        found.append(f"the cited work “{key}” {is_none}, and is listed as any document; {advice}")
    if not titled and kind not in _UNTITLED:
        found.append(f"the cited work “{key}” has no title; give it one")
    return tuple(found)
