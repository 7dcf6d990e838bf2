"""Judge what a translation holds beside words by what the original holds: a translator changes
words, never what a page does.

The parsers (`msgstr.py`, `rst.py`) say what stands in a text, this module what of it may stand
there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markdown_it.common.normalize_url import validateLink

from briefpress.bibliography import parse_cites
from briefpress.controls import FORCED
from briefpress.html_tags import tags_of, unended
from briefpress.languages import language_tag
from briefpress.tags import is_tag


class Refused(Exception):
    """A translation that is not put in; the message says why and what to do."""


@dataclass
class Contents:
    """What a text holds beside words and emphasis.

    ``links``: addresses, as they are written. ``roles``: each with its name and its content.
    ``calls``: what leads to a note, as it is written. ``names``: substitutions, without braces.
    ``tags``: those of HTML, without words. ``attributes``: those in braces. ``others``: the names
    of what no translation may hold.
    """

    links: list[str] = field(default_factory=list)
    roles: list[tuple[str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


# Roles whose content is shown as text and which read, copy and run nothing.
_WORDS = frozenset(
    [
        "abbr",
        "command",
        "dfn",
        "emphasis",
        "guilabel",
        "kbd",
        "lang",
        "literal",
        "menuselection",
        "program",
        "strong",
        "sub",
        "subscript",
        "sup",
        "superscript",
        "title-reference",
    ]
)
# Roles that lead somewhere: a translation may give other words, and no other target.
_REFERENCES = frozenset({"doc", "eq", "numref", "ref"})
_CITATIONS = frozenset({"cite:p", "cite:t"})

_CHANGED = "keep what the original has in braces"


def judge(original: Contents, translation: Contents, hosts: Collection[str]) -> None:
    """Raise `Refused` if *translation* holds what *original* gives it no right to.

    *hosts* are those that every translation may link to.
    """
    for reason in _reasons(original, translation, hosts):
        raise Refused(reason)


def _reasons(original: Contents, translation: Contents, hosts: Collection[str]) -> Iterator[str]:
    for name in translation.others:
        yield f"it holds {name}, which a translation must not add; remove it"
    for target in translation.links:
        yield from _link(target, original.links, hosts)
    for name, content in translation.roles:
        yield from _role(name, content, original.roles)
    for content in translation.formulas:
        if content not in original.formulas:
            what = f"the formula “{_short(content)}”"
            yield f"{what} is not in the original; keep formulas as they are"
    for name in translation.names:
        if name not in original.names:
            yield f"{{{{ {_short(name)} }}}} is not in the original; {_CHANGED}"
    for name, value in translation.attributes:
        if (name, value) in original.attributes:
            continue
        # Words of another language may come in, but what the author said of them is so.
        if name != "lang" or any(other == "lang" for other, _ in original.attributes):
            yield f"{{{name}={_short(value)}}} is not in the original; {_CHANGED}"
        elif not is_tag(language_tag(value)):
            yield f"“{_short(value)}” is no language tag; write one like fr, it or zh-Hans"
    yield from _difference(original.calls, translation.calls, "the note {}")
    yield from _difference(original.pictures, translation.pictures, "the picture {}")
    yield from _difference(original.tags, translation.tags, "the HTML {}")
    if (left := _unended(translation)) and not _unended(original):
        yield f"{left} ends before it begins; put the two tags around their words"


def _difference(original: list[str], translation: list[str], name: str) -> Iterator[str]:
    if original == translation:
        return
    for added in Counter(translation) - Counter(original):
        what = name.format(_short(added))
        if added in original:
            yield f"{what} is there more often than in the original; remove one"
        yield f"{what} is not in the original; remove it"
    for lost in Counter(original) - Counter(translation):
        what = name.format(_short(lost))
        yield f"{what} is lost; put it where it belongs in the translation"


def _unended(text: Contents) -> str:
    """Return the first tag of *text* that nothing ends after it, empty if there is none."""
    tags = list(tags_of("".join(text.tags)))
    return next((tags[place].written for place in unended(tags)), "")


def _role(name: str, content: str, original: Collection[tuple[str, str]]) -> Iterator[str]:
    if name in _WORDS or (name, content) in original:
        return
    there = [text for other, text in original if other == name]
    if name in _REFERENCES and _target(content) in map(_target, there):
        return
    if name == "term" and there:  # it leads to no place but a glossary
        return
    if name in _CITATIONS:
        keys = {key for other, text in original if other in _CITATIONS for key in _keys(text)}
        for key in _keys(content):
            if key not in keys:
                yield f"the citation of “{_short(key)}” is not in the original; keep its key"
        return
    if there:
        yield f"the content of the role {{{name}}} is not the original's; {_CHANGED}"
    yield f"the role {{{_short(name)}}} is not in the original; {_CHANGED}"


def _target(content: str) -> str:
    """Return what the role of a reference names: ``words <target>`` or the target alone."""
    match = re.fullmatch(r".+?\s*<([^<>]+)>", content, re.DOTALL)
    return match[1] if match else content


def _keys(content: str) -> list[str]:
    """Return the works that a role cites; what cannot be read cites one of that name."""
    try:
        return [cite.key for cite in parse_cites(content, textual=False)]
    except ValueError:
        return [content]


def _link(target: str, original: Collection[str], hosts: Collection[str]) -> Iterator[str]:
    if target in original and validateLink(target):
        return
    keep = "keep the original's address"
    scheme = target.partition(":")[0].lower()
    if scheme not in ("http", "https", "mailto"):
        yield f"the link to “{_short(target)}” is not in the original; {keep}"
        return
    host = _host(target)
    known = {_site(other) for link in original if (other := _host(link))}
    if not host or not (_site(host) in known or _is_among(host, hosts)):
        cure = f', or name "{host}" in briefpress_link_hosts in conf.py' if host else ""
        what = f"the link to “{_short(target)}” leads to another site than the original's"
        yield f"{what}; {keep}{cure}"
    elif scheme == "http" and not any(link.lower().startswith("http:") for link in original):
        yield f"the link to “{_short(target)}” is not encrypted; begin it with https://"


def _host(target: str) -> str:
    """Return the host of an address on the web, or of a single mail address; empty if it has none
    that everybody would read the same."""
    if match := re.fullmatch(r"mailto:[^@?&,;%]+@([\w.-]+)", target, re.IGNORECASE):
        return match[1].lower()
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not re.fullmatch(
        r"[\w.-]+(?::\d+)?", parts.netloc
    ):
        return ""
    return parts.netloc.lower()


def _site(host: str) -> str:
    """Return *host* without what changes from language to language: ``it.wikipedia.org`` and
    ``en.wikipedia.org`` are one site."""
    first, _, rest = host.partition(".")
    if "." in rest and (first == "www" or is_tag(first)):
        return rest
    return host


def _is_among(host: str, hosts: Collection[str]) -> bool:
    return any(host == other or host.endswith(f".{other}") for other in map(str.lower, hosts))


def _short(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= 80 else f"{text[:79]}…"


# A translation is at most a few times as long as its original: English for one Chinese character
# takes five letters.
_TIMES, _FREE = 6, 400
# So many signs of markup, or they take a parser minutes: some look for the end of each.
_SIGNS, _FREE_SIGNS = "[]{}`*_<>$|@&!\\", 60

_OPENING = {"\u202a": "\u202c", "\u202b": "\u202c"} | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_CLOSING = frozenset(_OPENING.values())
# Between Latin letters nobody sees them; other scripts need them.
_HIDDEN = re.compile(r"(?<=[A-Za-zÀ-ɏ])[\u200b\u200d\u2060\ufeff](?=[A-Za-zÀ-ɏ])")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def check_letters(original: str, text: str) -> None:
    """Raise `Refused` if *text* is none that can stand for *original* in any place: several
    paragraphs, letters that nobody sees, a length beyond all measure."""
    if len(text) > _TIMES * len(original) + _FREE:
        lengths = f"{len(text)} characters, and the original {len(original)}"
        raise Refused(f"it has {lengths}; shorten it")
    for sign in _SIGNS:
        if text.count(sign) > 2 * original.count(sign) + _FREE_SIGNS:
            raise Refused(f"it has {text.count(sign)} times the sign “{sign}”; take it out")
    if _PARAGRAPHS.search(text) and not _PARAGRAPHS.search(original):
        raise Refused("it has several paragraphs, the original one; join them into one")
    if not text.isprintable():  # most are, and hide nothing
        _check_unseen(original, text)


def _check_unseen(original: str, text: str) -> None:
    """Raise `Refused` for what nobody sees of *text*."""
    for letter in dict.fromkeys(text):
        if letter in FORCED and letter not in original:
            raise Refused(f"{_named(letter)} turns the order of letters round; remove it")
        if unicodedata.category(letter) in ("Cc", "Cs", "Cn") and letter not in "\n\t":
            raise Refused(f"it holds a control character, {_named(letter)}; remove it")
    if (hidden := _HIDDEN.search(text)) and hidden[0] not in original:
        raise Refused(f"{_named(hidden[0])} hides in a word, where nobody sees it; remove it")
    if left := _unmatched(text):
        raise Refused(f"{_named(left)}, which turns the direction, has no counterpart; add it")


def _unmatched(text: str) -> str:
    """Return the first sign of direction without its counterpart, empty if there is none."""
    waiting: list[str] = []
    for letter in text:
        if letter in _OPENING:
            waiting.append(letter)
        elif letter in _CLOSING and (not waiting or _OPENING[waiting.pop()] != letter):
            return letter
    return waiting[-1] if waiting else ""


def _named(letter: str) -> str:
    name = unicodedata.name(letter, "").lower()
    return f"U+{ord(letter):04X}" + (f" ({name})" if name else "")


# What would be shown as it is written, or taken for a fault: a block of its own.
_BLOCK = re.compile(
    r"^[ \t]*(?:(?:`{3,}|~{3,}|:{3,})\s*\{|\.\.\s+(?:\S+::|_\S*:|\|))", re.MULTILINE
)
_DEFINITION = re.compile(r"^ {0,3}(?:\[[^\]\n]+\]:[ \t]*\S|\([^()\n]+\)=[ \t]*$)", re.MULTILINE)
_MARKUP: Collection[tuple[re.Pattern[str], str]] = (
    (re.compile(r"<[A-Za-z/!?][^<>]*>"), "HTML"),
    (re.compile(r"\{\{|\{%"), "a template"),
    (re.compile(r"\{[\w:.+-]+\}`|:[\w:.+-]+:`"), "a role"),
    (re.compile(r"!?\[[^\]\n]*\]\([^)\n]*\)"), "a link"),
    (re.compile(r"(?:java|vb)\s*script\s*:", re.IGNORECASE), "a script"),
)


def check_blocks(original: str, text: str) -> None:
    """Raise `Refused` if *text* has what would be more than a line of text."""
    for pattern, name in ((_BLOCK, "a directive"), (_DEFINITION, "a definition")):
        if pattern.search(text) and not pattern.search(original):
            raise Refused(f"it holds {name}, which a translation must not add; remove it")


def check_plain(original: str, text: str) -> None:
    """Raise `Refused` if *text*, which is shown letter by letter, has markup."""
    check_blocks(original, text)
    for pattern, name in _MARKUP:
        found = pattern.search(text)
        if found and not pattern.search(original):  # whose signs are meant to be seen
            raise Refused(
                f"it holds {name}, “{_short(found[0])}”, and this text is shown as it is written; "
                "remove it"
            )
