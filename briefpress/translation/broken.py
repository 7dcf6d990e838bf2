"""Find what makes a catalogue unfit that ``msgfmt`` lets pass, and say what cures what it finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from briefpress.languages import language_tag
from briefpress.tags import canonical_tag

_CONFLICT = re.compile(r'^"?(?:<{7}|>{7}|\|{7})(?: |$)', re.MULTILINE)
# Of an entry that does not come.
_CUT_OFF = re.compile(r"^#[.:,|][^\n]*\s*\Z", re.MULTILINE)
_HEADER = re.compile(r'^msgid ""\s*\nmsgstr (?P<text>"[^\n]*"(?:\n"[^\n]*")*)', re.MULTILINE)
_FIELD = re.compile(r"(?P<name>[\w-]+)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*\\n")
_PLURALS = re.compile(r"nplurals\s*=\s*\d+\s*;\s*plural\s*=\s*[n\d(!][^;]*;?\s*")


def overlooked(text: str, file: Path) -> Iterator[tuple[int, str]]:
    """Yield the line (1-based) and what is wrong there with *text*, that of the catalogue *file*,
    and what to do."""
    if "\0" in text:
        message = "a byte is zero, which is in no text; the file is damaged: get it again"
        yield _line(text, text.index("\0")), message
    if conflict := _CONFLICT.search(text):
        message = "two versions of the file were merged and both are there; keep one of the two"
        yield _line(text, conflict.start()), f"{message} and delete the lines of signs"
    if cut := _CUT_OFF.search(text):
        yield _line(text, cut.start()), "the file is cut off; get it whole"
    header = _HEADER.search(text)
    if header is None:
        return  # msgfmt says so
    for field in _FIELD.finditer(header["text"]):
        line = _line(text, header.start("text") + field.start())
        name, value = field["name"].lower(), field["value"]
        if name == "language" and value and not _is_of(value, file):
            message = f"the header says “Language: {value}”, the folder {language_folder(file)}"
            yield line, f"{message}; put the file where it belongs, or correct the header"
        elif name == "plural-forms" and value and not _PLURALS.fullmatch(value):
            message = f"“Plural-Forms: {value}” is no rule for plurals"
            yield line, f"{message}; copy that line from another catalogue of the language"


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl"}  # gettext's names of them: sr@latin


def language_folder(file: Path) -> str:
    """Return the name of the folder that says of which language *file* is, empty if none does."""
    parts = file.parts
    return parts[parts.index("LC_MESSAGES") - 1] if "LC_MESSAGES" in parts[1:] else ""


def _is_of(value: str, file: Path) -> bool:
    """Whether *value*, a language in a header, is that of the folder of *file*."""
    folder = language_folder(file)
    if not folder:
        return True
    tags = []
    for code in (value, folder):
        name, _, modifier = code.partition("@")
        script = f"-{_SCRIPTS[modifier]}" if modifier in _SCRIPTS else ""
        tags.append(canonical_tag(language_tag(name.partition(".")[0]) + script).split("-"))
    ours, theirs = tags
    # The country may be left out, as in “pt” for pt_BR; two that differ are two languages.
    return all(a == b for a, b in zip(ours, theirs, strict=False))


# What msgfmt says, in part, and what to do about it.
_CURES = (
    ("end-of-line within string", "the quotation mark at the end of the line is missing; add it"),
    ("end-of-file within string", "the file is cut off in the middle of a text; get it whole"),
    ("missing 'msgstr' section", "add the line msgstr, or get the file whole if it is cut off"),
    ("missing 'msgid' section", "add the line msgid above"),
    ("duplicate message", "the message stands twice; delete one of the two entries"),
    ("location of the first definition", "this is the other of the two entries"),
    ("control sequence", "delete the backslash, or write two for one that is to be shown"),
    ("plural", "copy the line Plural-Forms from another catalogue of the language"),
    ("end with", "let msgid and msgstr both end with \\n, or neither"),
    ("begin with", "let msgid and msgstr both begin with \\n, or neither"),
    ("header", 'copy the first entry, msgid "", from another catalogue of the language'),
    ("unknown", "an entry has the lines msgid and msgstr, each with a text in quotation marks"),
    (
        "syntax error",
        "an entry has the lines msgid and msgstr, each with a text in quotation marks",
    ),
    ("charset", "write charset=UTF-8"),
)


def cured(complaint: str) -> str:
    """Return a *complaint* of msgfmt with what to do about it."""
    cure = next((cure for part, cure in _CURES if part in complaint), "")
    return f"{complaint.rstrip('.')}; {cure}" if cure else complaint
