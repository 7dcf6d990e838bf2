"""Describe the settings ``briefpress_*`` of conf.py, and tell which of its values are no such."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from briefpress.colour_settings import DARK, LIGHT, weak_colours, wrong_colours
from briefpress.conf_file import line_of, line_of_key
from briefpress.controls import unfit_within
from briefpress.licences import spdx_id
from briefpress.pdf.limits import Limits
from briefpress.press_settings import is_page_size, unknown, wrong_settings
from briefpress.problems import Kind, Problem, PublicationError, error
from briefpress.tags import BadTag, is_tag, read_tag
from briefpress.themes.tokens import packaged

# Stands in a dictionary for every language that it does not name.
ANY_LANGUAGE = "*"

# Whether a value is one that a setting takes.
Check = Callable[[Any], bool]


def is_text(value: Any) -> bool:
    """Whether *value* is a text."""
    return isinstance(value, str)


def is_switch(value: Any) -> bool:
    """Whether *value* is true or false."""
    return isinstance(value, bool)


def is_list(value: Any) -> bool:
    """Whether *value* is a list of texts; a text alone would be taken for a list of letters."""
    return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)


def is_table(value: Any) -> bool:
    """Whether *value* holds something under each of some names."""
    return isinstance(value, dict) and all(isinstance(name, str) for name in value)


def is_paths(value: Any) -> bool:
    """Whether *value* is a list of texts or paths."""
    return isinstance(value, (list, tuple)) and all(isinstance(i, (str, Path)) for i in value)


def is_decision(value: Any) -> bool:
    """Whether *value* is None, or a list of texts for each of some names."""
    return value is None or (isinstance(value, dict) and all(map(is_list, value.values())))


def is_limits(value: Any) -> bool:
    """Whether *value* gives a least and a most number for each of some names."""
    return isinstance(value, dict) and all(
        isinstance(pair, (list, tuple))
        and len(pair) == 2
        and all(type(number) is int for number in pair)
        and 0 <= pair[0] <= pair[1]
        for pair in value.values()
    )


def is_render_limits(value: Any) -> bool:
    """Whether *value* gives whole numbers for some of what `Limits` has."""
    names = {entry.name for entry in fields(Limits)}
    return isinstance(value, dict) and all(
        name in names and type(number) is int and number > 0 for name, number in value.items()
    )


def is_license(value: Any) -> bool:
    """Whether *value* names a licence as SPDX does, or none."""
    return isinstance(value, str) and (not value or spdx_id(value) == value)


def is_threshold(value: Any) -> bool:
    """Whether *value* is a percentage, or one for each of some languages."""
    numbers = value.values() if isinstance(value, dict) else [value]
    languages = value if isinstance(value, dict) else ()
    return all(type(n) in (int, float) and 0 <= n <= 100 for n in numbers) and all(
        isinstance(name, str) for name in languages
    )


# What each check wants, as its message says it.
_WANTED: Mapping[Check, str] = {
    is_decision: "None, or a list of languages for each document",
    is_limits: 'least and most for each name, like {"key_messages": (2, 5)}',
    is_license: 'a licence as SPDX names it, like "CC-BY-4.0", "CC0-1.0" or "all-rights-reserved"',
    is_list: 'a list of texts, like ["en", "it"]',
    is_page_size: '"A4", "Letter", or a width and height from "170mm 240mm" to "250mm 350mm"',
    is_paths: 'a list of names, like ["static"]',
    is_render_limits: 'whole numbers for "seconds" and "megabytes", like {"seconds": 300}',
    is_switch: "True or False",
    is_table: 'names with what they are, like {"bleed": 3}',
    is_text: "a text in quotation marks",
    is_threshold: 'a percentage from 0 to 100, or one for each language, like {"fr": 80, "*": 100}',
}

_LIMITS = {
    "key_messages": (2, 5),
    "key_message_words": (4, 45),
    "recommendations": (1, 10),
    "summary_words": (25, 200),
}


def _setting(
    default: Callable[[], Any], types: tuple[type, ...], check: Check, text: str, rebuild: str = ""
) -> Any:
    metadata = {"types": types, "check": check, "text": text, "rebuild": rebuild}
    return field(default_factory=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """The config values ``briefpress_*``.

    Defaults are lists, not tuples: Sphinx then takes ``-D briefpress_languages=en,it`` apart.
    """

    languages: list[str] = _setting(
        list,
        (list, tuple),
        is_list,
        "BCP 47 tags of the publication's languages; the first is the one a document is written "
        "in if it does not say. Empty: the value of `language` alone.",
        "env",
    )
    published: dict[str, list[str]] | None = _setting(
        lambda: None,
        (dict, type(None)),
        is_decision,
        "Set by the `briefpress` command: in which languages each document is published. "
        "None: every document is written, and nothing outside the output folder is linked to.",
    )
    drafts: dict[str, list[str]] = _setting(
        dict,
        (dict,),
        is_decision,
        "Set by the `briefpress` command: in which languages each draft is made.",
    )
    briefs: list[str] = _setting(
        list,
        (list, tuple),
        is_list,
        "Set by the `briefpress` command: the briefs to write. Empty: all.",
    )
    limits: dict[str, tuple[int, int]] = _setting(
        lambda: dict(_LIMITS),
        (dict,),
        is_limits,
        "How many of what an institute wants: least and most. What is out of the limits is "
        "warned of. A limit that is not named is not watched.",
        "env",
    )
    link_hosts: list[str] = _setting(
        list,
        (list, tuple),
        is_list,
        "Hosts (`eur-lex.europa.eu`) that a translation may link to although its original does "
        "not; what stands before their names is meant too. Other addresses of a translation are "
        "on the original's site.",
        "env",
    )
    typography: bool = _setting(
        lambda: True,
        (bool,),
        is_switch,
        "Whether marks and spaces are set by the rules of each language. Sphinx's `smartquotes` "
        "chooses whether quotation marks, dashes and dots are. False: Sphinx's own smart quotes.",
        "env",
    )
    publish_threshold: float | dict[str, float] = _setting(
        lambda: 100,
        (int, float, dict),
        is_threshold,
        "How many percent of a brief's messages must be translated for it to be published in a "
        "language. A dictionary gives each language its own, `*` is for those that it does not "
        "name. What is fuzzy is not translated.",
    )
    license: str = _setting(
        str,
        (str,),
        is_license,
        "The licence of briefs that name none, as SPDX calls it: `CC-BY-4.0`. Empty: none.",
        "env",
    )
    disclaimer: str = _setting(
        str,
        (str,),
        is_text,
        "What readers are told of whose views a brief gives, unless its series has a text of its "
        "own. Translated with the first page.",
        "env",
    )
    lint_ignore: list[str] = _setting(
        list,
        (list, tuple),
        is_list,
        "Rules that `briefpress lint-po` does not check translations for, by their names.",
    )
    page_size: str = _setting(
        lambda: "A4",
        (str,),
        is_page_size,
        "The size of PDFs on the screen and in print: `A4`, `Letter`, or width and height like "
        "`170mm 240mm`.",
        "env",
    )
    colours: dict[str, Any] = _setting(
        dict,
        (dict,),
        is_table,
        "The institution's colours, by the names that the theme's have: `accent`, `signal`, `ink`, "
        "`paper`, …, and the `hue` of covers. What is not named is the theme's.",
        "env",
    )
    dark_colours: dict[str, Any] = _setting(
        dict,
        (dict,),
        is_table,
        "The same for dark screens. Of what is not named here `colours` has the hue.",
    )
    print: dict[str, Any] = _setting(
        dict,
        (dict,),
        is_table,
        "What the press asks of the print edition: `standard`, `profile`, `bleed`, `marks`, "
        "`binding`, `multiple`, `blanks` and `inks`.",
    )
    render_limits: dict[str, int] = _setting(
        dict,
        (dict,),
        is_render_limits,
        "What the PDF of one brief may take to be laid out: `seconds` of CPU time (120), "
        "`megabytes` of memory (2000). A brief that takes more is an error, and has no PDF.",
    )
    certifier: str = _setting(
        str,
        (str,),
        is_text,
        "Who answers for the accessibility of ePubs. A book that `briefpress` finds nothing wrong "
        "with claims EPUB Accessibility 1.1 with WCAG 2.2 AA in this name. Empty: none claims it.",
    )
    pages: str = _setting(
        str,
        (str,),
        is_text,
        "Set by the `briefpress` command: where the PDFs lie whose pages the ePubs tell. Empty: "
        "they tell none.",
    )
    code: str = _setting(
        str,
        (str,),
        is_text,
        "Set by briefpress: its own version, so that a new one reads everything again.",
        "env",
    )
    render: bool = _setting(
        lambda: True,
        (bool,),
        is_switch,
        "Set by the `briefpress` command: whether the builder `briefpdf` renders by itself.",
    )


# Sphinx's own settings that briefpress reads before Sphinx does, or without it.
_SPHINX: Mapping[str, Check] = {
    "author": is_text,
    "exclude_patterns": is_list,
    "html_baseurl": is_text,
    "html_extra_path": is_paths,
    "html_static_path": is_paths,
    "include_patterns": is_list,
    "language": is_text,
    "locale_dirs": is_paths,
    "project": is_text,
    "templates_path": is_paths,
}


# What readers see of them.
_READ = (
    *("author", "briefpress_certifier", "briefpress_disclaimer", "briefpress_license"),
    *("copyright", "myst_substitutions", "project"),
)


def check_settings(settings: Mapping[str, Any], conf: Path) -> list[Problem]:
    """Return what to warn of in *settings*; raise `PublicationError` with every value that is none
    of its setting. Both name its line in *conf*, the file conf.py."""
    problems = list(_wrong(settings, conf))
    if any(problem.is_error for problem in problems):
        raise PublicationError(problems)
    return problems


def _wrong(settings: Mapping[str, Any], conf: Path) -> Iterator[Problem]:
    own = {f"briefpress_{entry.name}": entry.metadata["check"] for entry in fields(Settings)}
    lines = conf.read_text(encoding="utf-8").split("\n") if conf.is_file() else []
    sound = True
    for name in _READ:
        if strange := unfit_within(settings.get(name)):
            yield error(Kind.ENCODING, conf.name, line_of(name, lines), strange.message)
    for name, check in {**own, **_SPHINX}.items():
        value = settings.get(name)
        # None is Sphinx's old way to say that no language is said.
        if name not in settings or check(value) or (value is None and name == "language"):
            continue
        sound = False
        message = f"{name} is {value!r}, but takes {_WANTED[check]}"
        yield error(Kind.BAD_VALUE, conf.name, line_of(name, lines), message)
    if sound:
        table = settings.get("briefpress_print", {})
        line = line_of("briefpress_print", lines)
        for key, message in wrong_settings(table, tuple(packaged().press)):
            place = line_of_key(key, line, lines)
            yield error(Kind.BAD_VALUE, conf.name, place, f"briefpress_print: {message}")
        yield from _limits(settings, conf.name, lines)
        yield from _colours(settings, conf.name, lines)
        yield from _unknown_languages(settings, conf.name, lines)
    yield from _unknown_settings(own, conf.name, lines)


def _unknown_settings(known: Collection[str], conf: str, lines: list[str]) -> Iterator[Problem]:
    """Yield an error for each name of briefpress's that is assigned and is no setting."""
    for number, line in enumerate(lines, 1):
        assigned = re.match(r"(briefpress_\w*)\s*(?::[^=]*)?=(?!=)", line)
        if assigned and assigned[1] not in known:
            close = difflib.get_close_matches(assigned[1], known, n=1)
            cure = f"did you mean {close[0]}?" if close else "remove it"
            message = f"there is no setting {assigned[1]}; {cure}"
            yield error(Kind.BAD_VALUE, conf, number, message)


def _limits(settings: Mapping[str, Any], conf: str, lines: list[str]) -> Iterator[Problem]:
    """Yield an error for each limit of what nobody counts."""
    name = "briefpress_limits"
    for key in settings.get(name, {}):
        if key not in _LIMITS:
            message = f"{name}: {unknown('limits', 'part of a brief', key, _LIMITS)}"
            place = line_of_key(key, line_of(name, lines), lines)
            yield error(Kind.BAD_VALUE, conf, place, message)


def _colours(settings: Mapping[str, Any], conf: str, lines: list[str]) -> Iterator[Problem]:
    """Yield an error for each colour that is none, or that makes texts which cannot be read, and a
    warning for each that makes them hard to read."""
    tables = {name: settings.get(name) or {} for name in (LIGHT, DARK)}
    wrong = [(name, *found) for name in tables for found in wrong_colours(name, tables[name])]
    for name, key, message in wrong:
        place = line_of_key(key, line_of(name, lines), lines)
        yield error(Kind.BAD_VALUE, conf, place, f"{name}: {message}")
    if not wrong:
        for name, key, weak in weak_colours(tables[LIGHT], tables[DARK]):
            place = line_of_key(key, line_of(name, lines), lines)
            message = f"{name}: {weak.message}"
            yield Problem(conf, place, message, Kind.CONTRAST.value, is_error=weak.is_unreadable)


def _unknown_languages(
    settings: Mapping[str, Any], conf: str, lines: list[str]
) -> Iterator[Problem]:
    """Yield an error for each language that is none, and for each of the threshold that is none of
    the publication's."""
    tags = []
    name = "briefpress_languages" if settings.get("briefpress_languages") else "language"
    known = settings.get("briefpress_languages") or [settings.get("language") or "en"]
    for written in known:
        try:
            tags.append(read_tag(written))
        except BadTag as fault:
            yield error(Kind.UNKNOWN_LANGUAGE, conf, line_of(name, lines), f"{name}: {fault}")
    for tag in sorted({tag for tag in tags if tags.count(tag) > 1}):
        message = f"{name} has the language {tag} twice; keep one of the two"
        yield error(Kind.BAD_VALUE, conf, line_of(name, lines), message)
    name = "briefpress_publish_threshold"
    threshold = settings.get(name)
    for tag in threshold if isinstance(threshold, dict) else ():
        if tag != ANY_LANGUAGE and not (is_tag(tag) and read_tag(tag) in tags):
            message = (
                f"“{tag}” in {name} is none of the publication's languages: {', '.join(tags)}; "
                f"write one of them, or “{ANY_LANGUAGE}” for all that are not named"
            )
            yield error(Kind.BAD_VALUE, conf, line_of(name, lines), message)


def threshold_of(value: float | Mapping[str, float], tag: str) -> float:
    """Return the percentage that the setting *value* asks for in the language *tag*."""
    if not isinstance(value, Mapping):
        return value
    own = {
        name if name == ANY_LANGUAGE else read_tag(name): number for name, number in value.items()
    }
    return own.get(tag, own.get(ANY_LANGUAGE, 100))
