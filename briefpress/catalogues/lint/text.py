"""Take a text of a catalogue apart: its words, and what it holds beside words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from markdown_it.token import Token

OBJECT = "\ufffc"
"""Stands in the words of a text for what is none: code, a formula, a reference, a citation."""

Tokenize = Callable[[str], Iterable[Token]]
"""Parses inline MyST."""


@dataclass(frozen=True)
class Text:
    """A text, taken apart."""

    raw: str
    prose: str
    """The words as readers see them, `OBJECT` for what is not words."""
    own: str
    """The same without what is emphasised or in another language: titles and names may be so."""
    things: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Kind and value of what is not words: ``("link", "https://…")``."""
    html: tuple[str, ...] = ()
    """Tags and other HTML in it."""

    @cached_property
    def low(self) -> str:
        """The words in lower case."""
        return self.prose.lower()

    @cached_property
    def has_numbers(self) -> bool:
        """Whether a digit stands among the words, of whatever script."""
        return _DIGIT.search(self.prose) is not None


_DIGIT = re.compile(r"[\d½⅓⅔¼¾]")
# Without one of these a text is nothing but words.
_MARKUP = re.compile(r"[`*_\[\]<{\\!&]|://|www\.")
_ADDRESS = re.compile(
    r"\b(?:https?|ftp)://[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]'’]|\bwww\.[\w.-]+\.\w+(?:/[^\s<>]*\w)?"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.ASCII,
)
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_REFERENCE = re.compile(r"(?<=\])\[([^\]^\s][^\]]*)\]")
_TARGET = re.compile(r"(?s)(.*?)\s*<([^<>]+)>")
# Those of a link that are no matter of this: its address is looked at as a thing of its own.
_OWN_ATTRIBUTES = frozenset({"href", "title"})
# What roles show as written, so that it is translated.
_WORDS = frozenset({"abbr", "sub", "sup", "subscript", "superscript"})


def read_myst(raw: str, tokenize: Tokenize) -> Text:
    """Take a MyST text apart, as *tokenize* parses it."""
    if not _MARKUP.search(raw):
        return Text(raw, raw, raw)
    things: Counter[tuple[str, str]] = Counter()
    html: list[str] = []
    shown: list[tuple[str, bool]] = []  # words, and whether they are the text's own
    depth = skip = 0
    for token in tokenize(raw):
        kind = token.type
        words = ""
        if kind == "text":
            words = "" if skip else token.content
        elif kind in ("softbreak", "hardbreak"):
            words = " "
        elif kind == "link_open":
            things["link", str(token.attrs.get("href", ""))] += 1
            skip = int(token.info == "auto")
            words = OBJECT if skip else ""
        elif kind == "link_close":
            skip = 0
        elif kind in ("em_open", "strong_open", "span_open"):
            depth += 1
            if kind == "strong_open":
                things["strong", ""] += 1
            if kind == "span_open":
                things["passage", str(token.attrs.get("lang", ""))] += 1
        elif kind in ("em_close", "strong_close", "span_close"):
            depth -= 1
        elif kind == "html_inline":
            html.append(token.content)
        elif kind == "footnote_ref":
            things["note", str(token.meta["label"])] += 1
        elif kind == "image":
            things["picture", str(token.attrs.get("src", ""))] += 1
            words = f" {token.content} "
        elif kind == "code_inline":
            things["code", token.content] += 1
            words = OBJECT
        elif kind in ("math_inline", "math_single", "math_inline_double"):
            things["math", token.content] += 1
            words = OBJECT
        elif kind == "substitution_inline":
            things["substitution", token.content] += 1
            words = OBJECT
        elif kind == "myst_role":
            words = _role(str(token.meta["name"]), token.content, things)
        else:
            things["construct", kind] += 1
        for name, value in token.attrs.items() if kind != "image" else ():
            if name not in _OWN_ATTRIBUTES and kind != "substitution_inline":
                things["attribute", f"{name}={value}"] += 1
        for name, value in token.meta.get("insecure_attrs", {}).items():
            things["attribute", f"{name}={value}"] += 1
        if words:
            shown.append((words, not depth))
    prose = _without_objects("".join(words for words, _ in shown), things)
    own = "".join(words if is_own else OBJECT for words, is_own in shown)
    return Text(raw, prose, _ADDRESS.sub(OBJECT, own), things, tuple(html))


def _role(name: str, content: str, things: Counter[tuple[str, str]]) -> str:
    """Note a role among *things* and return the words that it shows."""
    if name.startswith("cite"):
        for key in re.split(r"[,;]", re.sub(r"\{[^{}]*\}", "", content)):
            if key.strip():
                things["citation", key.strip()] += 1
        return OBJECT
    if name == "math":
        things["math", content.strip()] += 1
        return OBJECT
    if name in _WORDS:
        things["role", f"{{{name}}}"] += 1
        return content
    target = _TARGET.fullmatch(content)
    things["role", f"{{{name}}}`{(target[2] if target else content).strip()}`"] += 1
    return f"{target[1]}{OBJECT}" if target else OBJECT


def _without_objects(prose: str, things: Counter[tuple[str, str]]) -> str:
    """Note addresses, notes and references that the parser left in *prose*, and take them out."""

    def noted(kind: str, instead: str) -> Callable[[re.Match[str]], str]:
        def note(match: re.Match[str]) -> str:
            things[kind, match[match.lastindex or 0]] += 1
            return instead

        return note

    if "[" in prose:
        prose = _NOTE.sub(noted("note", ""), prose)
        prose = _REFERENCE.sub(noted("link", ""), prose)
    return _ADDRESS.sub(noted("link", OBJECT), prose)


_RST = re.compile(
    r"""(?s)
      ``(?P<code>.+?)``
    | :(?P<role>[A-Za-z][\w:.+-]*):`(?P<content>[^`]+)`
    | `(?P<words>[^`<]*?)\s*<(?P<target>[^<>`]+)>`__?
    | `(?P<named>[^`]+)`__?
    | \[(?P<note>\#[\w.-]*|\*|[\w.-]+)\]_
    | (?<!\w)\|(?P<name>[^|\s](?:[^|]*[^|\s])?)\|_{0,2}
    | (?<![*\w\\])\*\*(?P<strong>\S(?:.*?\S)?)\*\*(?!\w)
    | (?<![*\w\\])\*(?P<em>[^\s*](?:.*?\S)?)\*(?![*\w])
    """,
    re.VERBOSE,
)


def read_rst(raw: str) -> Text:
    """Take a reStructuredText text apart."""
    things: Counter[tuple[str, str]] = Counter()

    def thing(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "code":
            things["code", match["code"]] += 1
        elif kind == "content":
            return _role(match["role"], match["content"], things)
        elif kind == "target":
            things["link", match["target"]] += 1
            return match["words"]
        elif kind == "named":
            things["named link", ""] += 1
            return match["named"]
        elif kind == "note":
            things["note", match["note"]] += 1
            return ""
        elif kind == "name":
            things["substitution", match["name"]] += 1
        else:
            things["strong", ""] += kind == "strong"
            return match[kind or 0]
        return OBJECT

    prose = _without_objects(_RST.sub(thing, raw), things)
    return Text(raw, prose, prose, +things)
