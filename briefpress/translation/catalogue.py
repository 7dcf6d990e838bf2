"""Read ``.po`` files, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Container, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import polib

from briefpress.catalogues.po import read_plain
from briefpress.languages import gettext_code, language_tag
from briefpress.problems import Kind, Problem, error
from briefpress.translation.broken import cured, language_folder, overlooked
from briefpress.translation.whole import known_digests, remember


@dataclass(frozen=True)
class Message:
    """A translated message, its context (``msgctxt``, empty if it has none) and the line (1-based)
    of its ``msgid`` in the ``.po`` file."""

    msgid: str
    msgstr: str
    line: int
    context: str = ""


@dataclass(frozen=True)
class Catalogue:
    """The translated messages of one ``.po`` file by context and msgid; fuzzy and obsolete ones are
    not among them. *fuzzy* are the keys of the fuzzy ones; *header* is the file's."""

    path: Path
    messages: Mapping[tuple[str, str], Message]
    fuzzy: frozenset[tuple[str, str]] = frozenset()
    header: Mapping[str, str] = field(default_factory=dict)


def catalogue_file(locale_dirs: Iterable[Path], tag: str, domain: str) -> Path | None:
    """Return the ``.po`` file of *domain* for the language *tag*, the first that exists."""
    for folder in locale_dirs:
        file = folder / gettext_code(tag) / "LC_MESSAGES" / f"{domain}.po"
        if file.is_file():
            return file
    return None


# White space, and the characters without width that look like it in an editor.
_BLANK = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]*")


def read_catalogue(file: Path) -> Catalogue:
    """Read a ``.po`` file that `check_catalogues` found to be whole."""
    entries, header = entries_of(file)
    filled = [e for e in entries if not _BLANK.fullmatch(e.msgstr) and not e.obsolete]
    return Catalogue(
        file,
        {
            (entry.msgctxt or "", entry.msgid): Message(
                entry.msgid, entry.msgstr, entry.linenum or 0, entry.msgctxt or ""
            )
            for entry in filled
            if not entry.fuzzy
        },
        frozenset((entry.msgctxt or "", entry.msgid) for entry in filled if entry.fuzzy),
        header,
    )


def entries_of(file: Path) -> tuple[list[polib.POEntry], Mapping[str, str]]:
    """Return the entries of a ``.po`` file that is known to be whole, their lines being those of
    their msgids, and the fields of its header."""
    text = file.read_text(encoding="utf-8")
    if po := read_plain(text):
        return po.entries, po.fields
    # By its path: polib would part a text also at U+2028 and its like, which are no line's end.
    parsed = polib.pofile(str(file), encoding="utf-8")
    lines = text.split("\n")
    for entry in parsed:
        entry.linenum = _line_of_msgid(entry.linenum or 1, lines)
    return list(parsed), parsed.metadata


def _line_of_msgid(first: int, lines: list[str]) -> int:
    """Return where the text of the entry at the line *first* begins: polib counts from its first
    comment."""
    return next(
        (n for n, text in enumerate(lines[first - 1 :], first) if _MSGID.match(text)), first
    )


_MSGID = re.compile(r"\s*msgid\b")


def digest(file: Path | None) -> str:
    """Return the SHA-256 of *file* in hexadecimal digits, empty if there is no file."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file else ""


def catalogue_files(locale_dirs: Iterable[Path], tags: Iterable[str]) -> list[Path]:
    """Return all ``.po`` files of the languages *tags*, sorted."""
    dirs = list(locale_dirs)
    return sorted(
        file
        for tag in tags
        for folder in dirs
        for file in (folder / gettext_code(tag) / "LC_MESSAGES").rglob("*.po")
        if file.is_file()  # an editor's lock is a link to nothing
    )


def domain_of(file: Path, locale_dirs: Iterable[Path], tag: str) -> str:
    """Return the domain of the ``.po`` *file* of the language *tag*: the name of its document."""
    folders = [folder / gettext_code(tag) / "LC_MESSAGES" for folder in locale_dirs]
    folder = next(folder for folder in folders if file.is_relative_to(folder))
    return file.relative_to(folder).with_suffix("").as_posix()


# The words of the interface, which a publication may have of its own.
INTERFACE = frozenset({"briefpress", "sphinx"})


def unclaimed(
    locale_dirs: Iterable[Path], tags: Iterable[str], documents: Container[str]
) -> Iterator[Path]:
    """Yield the catalogues that hold translations and are of none of *documents*."""
    dirs = list(locale_dirs)
    for tag in tags:
        for file in catalogue_files(dirs, [tag]):
            domain = domain_of(file, dirs, tag)
            is_claimed = domain in documents or domain in INTERFACE
            if not is_claimed and read_catalogue(file).messages:
                yield file


def check_catalogues(files: Iterable[Path], top: Path) -> list[Problem]:
    """Return what ``msgfmt -c`` finds wrong with *files*.

    GNU gettext is asked because the Python readers take a file with an unterminated string, and
    would publish half a sentence.
    """
    program = shutil.which("msgfmt")
    if program is None:
        message = "the program msgfmt is missing; install GNU gettext (`make` says how)"
        return [error(Kind.TOOL, "", 0, message)]

    known, whole = known_digests(), []

    def check(file: Path) -> list[Problem]:
        # A file may be whole in the folder of one language and misplaced in another's.
        folder = language_folder(file).encode()
        key = hashlib.sha256(folder + b"\0" + file.read_bytes()).hexdigest()
        found = [] if key in known or _is_plain(file) else _check(program, file, top)
        if not found and key not in known:
            whole.append(key)
        return found

    with ThreadPoolExecutor() as pool:
        problems = [problem for found in pool.map(check, files) for problem in found]
    remember(whole, len(known))
    return problems


def _is_plain(file: Path) -> bool:
    """Whether *file* leaves nothing to ask: it is as `update` writes it."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return read_plain(text, language_tag(language_folder(file))) is not None


_CHARSET = re.compile(r'^"Content-Type:[^"\n]*charset=([^\s"\\;]+)', re.MULTILINE | re.IGNORECASE)


def _check(program: str, file: Path, top: Path) -> list[Problem]:
    try:
        path = file.relative_to(top).as_posix()
    except ValueError:
        path = file.as_posix()
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        message = "the catalogue is not UTF-8 text; save it again with the encoding UTF-8"
        return [error(Kind.CATALOGUE, path, line, message)]
    if text.startswith("\ufeff") or not text.strip():
        message = "the catalogue is empty; delete it, or run `make update`"
        if text.strip():
            message = "the catalogue begins with a byte order mark; save it as UTF-8 without BOM"
        return [error(Kind.CATALOGUE, path, 1, message)]
    charset = _CHARSET.search(text)
    if charset and charset[1].upper() not in ("UTF-8", "UTF8"):
        # Other tools believe it, and would save the catalogue spoilt.
        line = text.count("\n", 0, charset.start()) + 1
        message = f"the catalogue is UTF-8, but says charset={charset[1]}; write charset=UTF-8"
        return [error(Kind.CATALOGUE, path, line, message)]
    if found := list(overlooked(text, file)):
        return [error(Kind.CATALOGUE, path, line, message) for line, message in found]
    done = subprocess.run(
        # Not --check-format: sphinx-intl takes “5 % in a year” for a Python format string.
        [program, "--check-header", "--check-domain", "--output-file", os.devnull, str(file)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"},
        check=False,
    )
    if done.returncode == 0:
        return []
    problems = []
    for complaint in done.stderr.splitlines():
        place = re.match(r"(?P<file>.+?):(?P<line>\d+)(?::\d+)?: (?P<message>.*)", complaint)
        # Warnings (no Last-Translator) are not why the file is refused.
        if place and place["file"] == str(file) and not place["message"].startswith("warning:"):
            # msgfmt sees the missing quotation mark only when the line is over.
            line = int(place["line"]) - (place["message"] == "end-of-line within string")
            message = f"the catalogue cannot be read whole: {cured(place['message'])}"
            problems.append(error(Kind.CATALOGUE, path, line, message))
    if not problems:
        # It names no line when the header is missing.
        complaint = done.stderr.partition("\n")[0].rpartition(": ")[2]
        message = f"the catalogue cannot be read whole: {cured(complaint)}"
        problems.append(error(Kind.CATALOGUE, path, 1, message))
    return problems
