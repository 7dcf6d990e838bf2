"""Parse the values of the front matter, and say what is wrong with those that are not taken."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import Enum
from pathlib import PurePosixPath
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote

from briefpress.files import MEDIA_TYPES
from briefpress.licences import likely_id, spdx_id
from briefpress.problems import Kind
from briefpress.sources import Value
from briefpress.tags import BadTag, read_tag


class Fault(Exception):
    """A value that its key does not take."""

    def __init__(self, kind: Kind, line: int, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.line = line
        self.message = message


T = TypeVar("T")

Parser = Callable[[Value], Any]

# A date before printing is a slip, as 0025 for 2025.
FIRST_YEAR = 1500


def text(value: Value) -> str:
    """Take one line of text."""
    if not isinstance(value.data, str) or not value.data:
        raise Fault(Kind.BAD_VALUE, value.line, "takes a text")
    return " ".join(value.data.split())


def title(value: Value) -> str:
    """Take a text on one line: MyST-Parser takes a second one for a paragraph."""
    if isinstance(value.data, str) and "\n" in value.data.strip():
        raise Fault(
            Kind.BAD_VALUE, value.line, "takes one line; write it on one, or with > instead of |"
        )
    return text(value)


def texts(value: Value) -> tuple[str, ...]:
    """Take a list of texts, or one text."""
    return tuple(item for item, _ in marked_texts(value))


def marked_texts(value: Value) -> tuple[tuple[str, int], ...]:
    """Take a list of texts, or one text; give each with its line."""
    items = value.data if isinstance(value.data, tuple) else (value,)
    if not items:
        raise Fault(Kind.BAD_VALUE, value.line, "takes a list, and this one is empty")
    return tuple((text(item), item.line) for item in items)


def date(value: Value) -> datetime.date:
    """Take a date in the extended form of ISO 8601: ``2025-01-27``."""
    written = text(value)
    cure = "write it as year-month-day, for example 2025-01-27"
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        raise Fault(Kind.BAD_DATE, value.line, f"bad date “{written}”; {cure}")
    try:
        found = datetime.date.fromisoformat(written)
    except ValueError:
        raise Fault(
            Kind.BAD_DATE, value.line, f"there is no day “{written}”; check it, and {cure}"
        ) from None
    if found.year < FIRST_YEAR:
        message = f"“{written}” is too long ago for a publication; check the year, and {cure}"
        raise Fault(Kind.BAD_DATE, value.line, message)
    return found


def orcid(value: Value) -> str:
    """Take an ORCID iD, bare or as its address; give the bare iD.

    The last character is a check digit, ISO/IEC 7064 MOD 11-2
    (https://support.orcid.org/hc/en-us/articles/360006897674).
    """
    written = text(value)
    bare = re.sub(r"^https?://orcid\.org/", "", written)
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", bare):
        raise Fault(
            Kind.BAD_ORCID,
            value.line,
            f"bad ORCID iD “{written}”; it has four groups of four, like 0000-0002-1825-0097",
        )
    total = 0
    for digit in bare.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if bare[-1] != ("X" if check == 10 else str(check)):
        raise Fault(
            Kind.BAD_ORCID,
            value.line,
            f"bad ORCID iD “{written}”: its check digit is wrong, so a digit is mistyped; "
            "copy it from the author's page at orcid.org",
        )
    return bare


def doi(value: Value) -> str:
    """Take a DOI, bare or as its address; give the bare name (ISO 26324: ``10.prefix/suffix``),
    without the escapes of an address (DOI Handbook, 2.5.2.4)."""
    written = text(value)
    address = r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/"
    bare = re.sub(r"^doi:\s*", "", written, flags=re.IGNORECASE)
    if match := re.match(address, written, re.IGNORECASE):
        bare = unquote(written[match.end() :])
    if not re.fullmatch(r"10\.\d{4,9}(?:\.\d+)*/\S+", bare):
        raise Fault(Kind.BAD_DOI, value.line, f"bad DOI “{written}”; it has the form 10.1234/abc")
    return bare


def issn(value: Value) -> str:
    """Take an ISSN (ISO 3297: eight characters, the last one a check digit MOD 11)."""
    written = text(value)
    digits = written.replace("-", "")
    if not re.fullmatch(r"\d{4}-\d{3}[\dX]", written):
        raise Fault(Kind.BAD_ISSN, value.line, f"bad ISSN “{written}”; it has the form 1234-5679")
    total = sum(int(digit) * (8 - place) for place, digit in enumerate(digits[:7]))
    check = -total % 11
    if digits[7] != ("X" if check == 10 else str(check)):
        raise Fault(Kind.BAD_ISSN, value.line, f"bad ISSN “{written}”: its check digit is wrong")
    return written


def one_isbn(value: Value) -> str:
    """Take an ISBN (ISO 2108: thirteen digits, the last one a check digit), as it is printed."""
    written = text(value)
    digits = re.sub(r"[- ]", "", written)
    if not re.fullmatch(r"97[89]\d{10}", digits):
        cure = "it has thirteen digits and begins with 978 or 979"
        raise Fault(Kind.BAD_ISBN, value.line, f"bad ISBN “{written}”; {cure}")
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    if total % 10:
        raise Fault(Kind.BAD_ISBN, value.line, f"bad ISBN “{written}”: its check digit is wrong")
    return written.replace(" ", "-")


def isbn(value: Value) -> str | dict[str, str]:
    """Take an ISBN, or one for each of some languages; give BCP 47 tags."""
    return _one_or_each(value, one_isbn, "an ISBN", "{en: 978-…, it: 978-…}")


def hue(value: Value) -> int:
    """Take a hue in degrees: 0 is red, 120 green, 240 blue."""
    written = text(value)
    if not re.fullmatch(r"\d{1,3}", written) or int(written) > 359:
        raise Fault(
            Kind.BAD_VALUE,
            value.line,
            f"takes a whole number from 0 to 359 (0 is red, 120 green, 240 blue), not “{written}”",
        )
    return int(written)


def language(value: Value) -> str:
    """Take a BCP 47 language tag."""
    try:
        return read_tag(text(value))
    except BadTag as fault:
        raise Fault(Kind.UNKNOWN_LANGUAGE, value.line, str(fault)) from None


def address(value: Value) -> str:
    """Take the address of a web page."""
    written = text(value)
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", written):
        raise Fault(
            Kind.BAD_VALUE, value.line, f"“{written}” is no web address; begin it with https://"
        )
    return written


def choice(kind: type[Enum]) -> Parser:
    """Return the parser of the name of one of *kind*."""

    def parse(value: Value) -> Enum:
        written = text(value)
        known = [str(entry.value) for entry in kind]
        if written not in known:
            close = difflib.get_close_matches(written, known, n=1)
            hint = f"; did you mean `{close[0]}`?" if close else ""
            message = f"takes {', '.join(known)}, and not “{written}”{hint}"
            raise Fault(Kind.BAD_VALUE, value.line, message)
        return kind(written)

    return parse


def slugs(value: Value) -> tuple[str, ...]:
    """Take names of pages, without folder and suffix: letters, digits, hyphens, underscores."""
    found = marked_texts(value)
    for name, line in found:
        if not re.fullmatch(r"\w[\w-]*", name):
            message = f"“{name}” is no name of a page; write it as in its address, without .html"
            raise Fault(Kind.BAD_VALUE, line, f"takes old names of this page: {message}")
    return tuple(name for name, _ in found)


def license_id(value: Value) -> str:
    """Take a licence by its SPDX identifier, or ``all-rights-reserved``."""
    written = text(value)
    if known := spdx_id(written):
        return known
    guess = likely_id(written)
    cure = f"did you mean {guess}?" if guess else "write one like CC-BY-4.0, CC0-1.0"
    cure += "" if guess else " or all-rights-reserved"
    message = f"does not know the licence “{written}”; {cure}"
    raise Fault(Kind.BAD_VALUE, value.line, message)


def picture(value: Value) -> str:
    """Take the path of a picture, as seen from the file; whether it is there, the index tells."""
    written = text(value)
    if "://" in written or PurePosixPath(written).suffix.lower() not in MEDIA_TYPES:
        known = ", ".join(sorted(MEDIA_TYPES))
        message = f"takes the path of a picture beside the file ({known}), not “{written}”"
        raise Fault(Kind.BAD_VALUE, value.line, message)
    return written


def by_language(value: Value) -> dict[str, tuple[str, ...]]:
    """Take a list of texts, or one text, for each of some languages; give BCP 47 tags."""
    if not isinstance(value.data, Mapping) or not value.data:
        message = "takes a list for each language, like `{it: [Maria Rossi]}`"
        raise Fault(Kind.BAD_VALUE, value.line, message)
    return {language(Value(tag, names.line)): texts(names) for tag, names in value.data.items()}


def pages(value: Value) -> int:
    """Take a number of pages."""
    written = text(value)
    if not re.fullmatch(r"[1-9]\d{0,2}", written):
        raise Fault(Kind.BAD_VALUE, value.line, f"takes a number of pages, not “{written}”")
    return int(written)


def page_budget(value: Value) -> int | dict[str, int]:
    """Take a number of pages, or one for each of some languages; give BCP 47 tags."""
    return _one_or_each(value, pages, "a number of pages", "{en: 8, it: 9}")


def _one_or_each(
    value: Value, take: Callable[[Value], T], what: str, example: str
) -> T | dict[str, T]:
    """Take *what*, or one for each of some languages, like *example*; give BCP 47 tags."""
    if not isinstance(value.data, Mapping):
        return take(value)
    if not value.data:
        message = f"takes {what}, or one for each language, like `{example}`"
        raise Fault(Kind.BAD_VALUE, value.line, message)
    return {language(Value(tag, each.line)): take(each) for tag, each in value.data.items()}


def record(kind: type[Any]) -> Parser:
    """Return the parser of a value that is itself lines of ``key: value``, those of *kind*."""

    def parse(value: Value) -> Any:
        schema = {entry.name: entry.metadata for entry in fields(kind)}
        if not isinstance(value.data, Mapping):
            message = f"takes {', '.join(f'`{name}: …`' for name in schema)}, one a line"
            raise Fault(Kind.BAD_VALUE, value.line, message)
        found = {}
        for name, entry in value.data.items():
            if name not in schema:
                message = f"does not know `{name}`; it knows {', '.join(schema)}"
                raise Fault(Kind.BAD_VALUE, entry.line, message)
            try:
                found[name] = schema[name]["parse"](entry)
            except Fault as fault:
                if fault.kind is Kind.BAD_VALUE:
                    fault.message = f"is wrong: `{name}` {fault.message}"
                raise
        for name, metadata in schema.items():
            if metadata["required"] and name not in found:
                message = f"needs {metadata['required']}; add a line `{name}: …`"
                raise Fault(Kind.BAD_VALUE, value.line, message)
        return kind(**found)

    return parse


def records(kind: type[Any]) -> Parser:
    """Return the parser of a list of what `record` takes."""
    parse_one = record(kind)

    def parse(value: Value) -> tuple[Any, ...]:
        if not isinstance(value.data, tuple) or not value.data:
            names = ", ".join(f"{entry.name}: …" for entry in fields(kind))
            message = f"takes a list, each item with a hyphen: `- {{{names}}}`"
            raise Fault(Kind.BAD_VALUE, value.line, message)
        return tuple(parse_one(item) for item in value.data)

    return parse


# The others would let a document run code, load files, or write tags into the head of the page.
PAGE_SETTINGS = ("footnote_sort", "heading_anchors", "highlight_code_blocks", "number_code_blocks")


def settings(value: Value) -> bool:
    """Take MyST-Parser's settings for one page; MyST-Parser reads them itself."""
    if not isinstance(value.data, Mapping):
        raise Fault(Kind.BAD_VALUE, value.line, "takes MyST's settings, one `key: value` a line")
    for name, entry in value.data.items():
        if name not in PAGE_SETTINGS:
            known = ", ".join(PAGE_SETTINGS)
            message = f"does not take “{name}” in one document; it takes {known}"
            raise Fault(Kind.BAD_VALUE, entry.line, message)
    return True


class Substitution(NamedTuple):
    """A name, the words for it, and their line."""

    name: str
    text: str
    line: int


def substitutions(value: Value) -> tuple[Substitution, ...]:
    """Take names and the words, inline Markdown, that stand for them."""
    if not isinstance(value.data, Mapping):
        raise Fault(Kind.BAD_VALUE, value.line, "takes one `name: words` a line")
    for name, entry in value.data.items():
        if not re.fullmatch(r"[A-Za-z][\w-]*", name):
            cure = "write letters, digits, - and _"
            raise Fault(Kind.BAD_VALUE, entry.line, f"“{name}” is no name; {cure}")
    return tuple(Substitution(name, text(entry), entry.line) for name, entry in value.data.items())
