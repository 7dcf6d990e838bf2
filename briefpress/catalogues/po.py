"""Read a ``.po`` file so that nothing of it is lost, and write it as ``msgcat --no-wrap`` would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
from babel import UnknownLocaleError
from babel.messages.plurals import get_plural

from briefpress.languages import gettext_code


@dataclass
class PoFile:
    """A ``.po`` file: its first *comment*, its *header*, its *entries*, those that are obsolete
    last, and the comments that stand behind them all."""

    comment: str
    header: polib.POEntry
    entries: list[polib.POEntry]
    tail: str = ""

    @property
    def live(self) -> list[polib.POEntry]:
        """The entries that are not obsolete."""
        return [entry for entry in self.entries if not entry.obsolete]

    @property
    def obsolete(self) -> list[polib.POEntry]:
        """The entries that the source has no more."""
        return [entry for entry in self.entries if entry.obsolete]

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the header."""
        lines = (line.partition(":") for line in self.header.msgstr.split("\n"))
        return {name.strip(): value.strip() for name, colon, value in lines if colon}

    def set_field(self, name: str, value: str) -> None:
        """Give the header's field *name* a *value*, in its place or as the last."""
        field = f"{name}: {value}\n"
        text, found = re.subn(
            rf"^{re.escape(name)}:.*\n?", lambda _: field, self.header.msgstr, flags=re.MULTILINE
        )
        self.header.msgstr = text if found else f"{text}{field}"


class _AsItIs(polib.POFile):
    """polib takes the header apart and sorts its fields; nothing that it finds stays an entry."""

    def find(
        self,
        st: str,
        by: str = "msgid",
        include_obsolete_entries: bool = False,
        msgctxt: str | bool = False,
    ) -> None:
        return None


def read_po(file: Path) -> PoFile:
    """Read a ``.po`` or ``.pot`` file that is known to be whole.

    Raise `ValueError`, its text the reason, if it holds what would not survive being written.
    """
    text = file.read_text(encoding="utf-8")
    # What the compiler takes and polib does not, or not as it is meant.
    rare = re.search(r'^[^#\n]*[^\\\n](?:\\\\)*\\[^ntrvbf"\\\n]', text, re.MULTILINE)
    if rare:
        line = text.count("\n", 0, rare.end()) + 1
        raise ValueError(f"{line}: the escape “{rare[0][-2:]}” is rare; write the sign itself")
    # A comment may begin right behind its “#”; polib wants a space.
    spaced = re.sub(r"^#(?=[^\s.:,|~#])", "# ", text, flags=re.MULTILINE)
    try:
        # By its lines, else polib would part a text also at U+2028 and its like.
        parsed = polib.pofile(_Lines(spaced), encoding="utf-8", klass=_AsItIs)
    except OSError as fault:
        found = re.search(r"line (\d+)", str(fault))
        raise ValueError(f"{found[1] if found else 0}: {fault}") from None
    headers = [entry for entry in parsed if not entry.msgid and entry.msgctxt is None]
    header = headers[0] if headers else polib.POEntry(msgid="")
    entries = [entry for entry in parsed if entry is not header]
    return PoFile(parsed.header, header, entries, _tail(spaced))


_TEXT = r'"[^"\\\n]*(?:\\[ntrvbf"\\][^"\\\n]*)*"'
_TEXTS = rf"{_TEXT}(?:\n{_TEXT})*"
_GONE_TEXTS = rf"{_TEXT}(?:\n#~ {_TEXT})*"
_ENTRY = re.compile(
    r"((?:#(?: .*)?\n)*)((?:#\. .*\n)*)((?:#: .*\n)*)(?:#, (.*)\n)?"
    rf"(?:#\| msgctxt ({_TEXT})\n)?(?:#\| msgid ({_TEXT}(?:\n#\| {_TEXT})*)\n)?"
    rf"(?:(?:msgctxt ({_TEXT})\n)?msgid (?P<msgid>{_TEXTS})\nmsgstr ({_TEXTS})"
    rf"|(?:#~ msgctxt ({_TEXT})\n)?#~ msgid (?P<gone>{_GONE_TEXTS})\n#~ msgstr ({_GONE_TEXTS}))"
    r"\n(?:\n+|\Z)"
)
# What only the compiler can judge.
_STRANGE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u2066-\u2069]")
_CONFLICT = ("<<<<<<<", ">>>>>>>", "|||||||")


# Without one of these msgfmt may have something to say.
_FIELDS = {
    "Project-Id-Version",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}
_TWO_FORMS = "nplurals=2; plural=(n != 1);"


@cache
def plural_forms(tag: str) -> str:
    """Return the rule of the language *tag* for plurals, as a header has it."""
    try:
        return str(get_plural(gettext_code(tag)))
    except (UnknownLocaleError, ValueError):
        return _TWO_FORMS


def read_plain(text: str, tag: str | None = None) -> PoFile | None:
    """Read the *text* of a file in the form that `render` gives it, much faster than polib and as
    strictly as ``msgfmt -c``; None if it is in another form, or broken. An entry has the line of
    its msgid.

    The header of a catalogue must be one of the language *tag* that leaves no doubt; that of a
    template (no tag) may be any.
    """
    po = _read_plain(text)
    if po is None or tag is None:
        return po
    fields = po.fields
    is_plain = (
        fields.keys() >= _FIELDS
        and fields["Content-Type"].lower() == "text/plain; charset=utf-8"
        and fields.get("Plural-Forms") in (plural_forms(tag), _TWO_FORMS)
        and fields.get("Language") == gettext_code(tag)
    )
    return po if is_plain else None


def _read_plain(text: str) -> PoFile | None:
    if _STRANGE.search(text) or any(marks in text for marks in _CONFLICT):
        return None
    entries: list[polib.POEntry] = []
    end, place, line = 0, 0, 1
    for match in _ENTRY.finditer(text):
        if match.start() != end:
            return None
        end = match.end()
        entry = _entry(*match.groups())
        entries.append(entry)
        msgid = match.start("gone" if entry.obsolete else "msgid")
        line += text.count("\n", place, msgid)
        place, entry.linenum = msgid, line
    if (
        not entries
        or end != len(text)
        or len({(e.msgctxt, e.msgid) for e in entries}) != len(entries)
    ):
        return None
    if any(_has_other_ends(e.msgid, e.msgstr) for e in entries[1:]):
        return None
    header, *others = entries
    if header.msgid or header.msgctxt is not None or header.obsolete or header.comment:
        return None
    # The first comment of a file stands above the header, but is the file's.
    comment, header.tcomment = header.tcomment, ""
    return PoFile(comment, header, others)


def _has_other_ends(msgid: str, msgstr: str) -> bool:
    """Whether one of two texts begins or ends with a line's end, and the other does not."""
    return bool(msgstr) and (
        (msgid[:1] == "\n") != (msgstr[:1] == "\n") or (msgid[-1:] == "\n") != (msgstr[-1:] == "\n")
    )


def _entry(
    tcomment: str,
    comment: str,
    places: str,
    flags: str | None,
    previous_context: str | None,
    previous: str | None,
    context: str | None,
    msgid: str | None,
    msgstr: str | None,
    gone_context: str | None,
    gone: str | None,
    gone_msgstr: str | None,
) -> polib.POEntry:
    return polib.POEntry(
        tcomment=_uncommented("#", tcomment) if tcomment else "",
        comment=_uncommented("#.", comment) if comment else "",
        occurrences=[_occurrence(place) for place in places.replace("#: ", " ").split()],
        flags=re.split(r",\s*", flags) if flags else [],
        previous_msgctxt=_text(previous_context),
        previous_msgid=_text(previous),
        msgctxt=_text(context if gone is None else gone_context),
        msgid=_text(msgid if gone is None else gone),
        msgstr=_text(msgstr if gone is None else gone_msgstr),
        obsolete=gone is not None,
    )


def _uncommented(mark: str, lines: str) -> str:
    return "\n".join(line[len(mark) + 1 :] for line in lines.split("\n")[:-1])


def _occurrence(place: str) -> tuple[str, str]:
    path, colon, line = place.rpartition(":")
    return (path, line) if colon and line.isdigit() else (place, "")


def _text(quoted: str | None) -> str | None:
    if quoted is None:
        return None
    text = quoted[1:-1]
    if "\n" in text:
        text = re.sub(r'"\n(?:#~ |#\| )?"', "", text)
    return polib.unescape(text) if "\\" in text else text


class _Lines(str):
    """A text of which polib gets the lines that a file has."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        return self.split("\n")


def _tail(text: str) -> str:
    """Return the comments behind the last entry, which polib leaves out."""
    lines = text.split("\n")
    last = len(lines)
    while last and (not lines[last - 1].strip() or re.match(r"#(?!~)", lines[last - 1])):
        last -= 1
    return "\n".join(line for line in lines[last:] if line.strip())


def render(po: PoFile) -> str:
    """Return the text of a ``.po`` file, its lines unwrapped."""
    # Not polib's own writing, which ends a line also at U+2028 and its like.
    blocks = ["\n".join(_lines(entry)) for entry in (po.header, *po.live, *po.obsolete)]
    blocks += [po.tail] if po.tail else []
    comment = [f"{line}\n" for line in _comment("#", po.comment)]
    return "".join(comment) + "\n\n".join(blocks) + "\n"


def _lines(entry: polib.POEntry) -> Iterator[str]:
    yield from _comment("#", entry.tcomment)
    gone = "#~ " if entry.obsolete else ""
    if not gone:
        yield from _comment("#.", entry.comment)
        if entry.occurrences:
            places = (f"{path}:{line}" if line else path for path, line in entry.occurrences)
            yield f"#: {' '.join(places)}"
    if entry.flags:
        yield f"#, {', '.join(entry.flags)}"
    if not gone:
        yield from _field("#| ", "msgctxt", entry.previous_msgctxt)
        yield from _field("#| ", "msgid", entry.previous_msgid)
        yield from _field("#| ", "msgid_plural", entry.previous_msgid_plural)
    yield from _field(gone, "msgctxt", entry.msgctxt)
    yield from _field(gone, "msgid", entry.msgid)
    if entry.msgid_plural:
        yield from _field(gone, "msgid_plural", entry.msgid_plural)
        for number, text in sorted(entry.msgstr_plural.items()):
            yield from _field(gone, f"msgstr[{number}]", text)
    else:
        yield from _field(gone, "msgstr", entry.msgstr)


def _comment(mark: str, text: str) -> Iterator[str]:
    for line in text.split("\n") if text else ():
        yield f"{mark} {line}".rstrip(" ")


def _field(mark: str, name: str, text: str | None) -> Iterator[str]:
    if text is None:
        return
    lines = [text]
    if "\n" in text[:-1]:
        *ended, last = text.split("\n")
        lines = ["", *(f"{line}\n" for line in ended), *filter(None, [last])]
    if _TO_ESCAPE.search(text):
        lines = [polib.escape(line) for line in lines]
    yield f'{mark}{name} "{lines[0]}"'
    for line in lines[1:]:
        yield f'{mark}"{line}"'


_TO_ESCAPE = re.compile(r'[\\\t\r\n\v\b\f"]')
