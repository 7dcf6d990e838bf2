"""Parse a translation as inline MyST, from an allow-list: a translator changes words only.

What is not in `ALLOWED` is refused, and so is a link, a note or a role that the original does not
have where it could do something other than the original does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import new_document
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import validateLink
from markdown_it.token import Token
from myst_parser.parsers.mdit import create_md_parser
from sphinx.util.docutils import LoggingReporter

from briefpress.elements.markdown import BriefRenderer

if TYPE_CHECKING:
    from docutils.frontend import Values
    from myst_parser.config.main import MdParserConfig


class Refused(Exception):
    """A translation that is not put in; the message says why and what to do."""


@dataclass(frozen=True)
class Original:
    """What the original message holds beside words."""

    links: frozenset[str]
    roles: frozenset[tuple[str, str]]
    targets: frozenset[tuple[str, str]]
    pictures: Counter[str]
    names: frozenset[str]
    maths: frozenset[str]
    attributes: frozenset[tuple[str, str]]
    notes: Counter[str]


# Roles whose content is shown as text and which read, copy and run nothing.
SAFE_ROLES = frozenset({"cite:p", "cite:t", "abbr", "sub", "sup", "subscript", "superscript"})
# Roles that lead somewhere: a translation may give other words, and no other target.
REFERENCES = frozenset({"doc", "numref", "ref", "term"})
SAFE_SCHEMES = re.compile(r"(?:https?|mailto):", re.IGNORECASE)

# Shown as text they would do nothing, but read like a fault: a directive is a block.
_DIRECTIVE = re.compile(r"^\s*(?:`{3,}|~{3,}|:{3,})\s*\{", re.MULTILINE)


def _link(token: Token, original: Original) -> str:
    target = str(token.attrs.get("href", ""))
    if SAFE_SCHEMES.match(target) or (target in original.links and validateLink(target)):
        return ""
    return f"the link to “{target}” is not in the original; keep the original's address"


def _attribute(token: Token, original: Original) -> str:
    """Say what is wrong with the attributes in braces behind a link or code."""
    added = set(_attributes([token])) - original.attributes
    if not added:
        return ""
    name, value = min(added)
    return f"{{{name}={value}}} is not in the original; keep what the original has in braces"


def _role(token: Token, original: Original) -> str:
    name = str(token.meta["name"])
    if name in SAFE_ROLES or (name, token.content) in original.roles:
        return ""
    if name in REFERENCES and (name, _target(token.content)) in original.targets:
        return ""
    return f"the role {{{name}}} is not in the original; keep what the original has in braces"


def _target(content: str) -> str:
    """Return what the role of a reference names: ``words <target>`` or the target alone."""
    match = re.fullmatch(r".+?\s*<([^<>]+)>", content, re.DOTALL)
    return match[1] if match else content


def _picture(token: Token, original: Original) -> str:
    if str(token.attrs.get("src")) in original.pictures:
        return ""
    return "it holds a picture that is not in the original; remove it, or keep its address"


def _substitution(token: Token, original: Original) -> str:
    if token.content in original.names:
        return ""
    return f"{{{{ {token.content} }}}} is not in the original; keep what stands in braces there"


def _math(token: Token, original: Original) -> str:
    if token.content in original.maths:
        return ""
    return f"the formula “{token.content}” is not in the original; keep formulas as they are"


def _plain(token: Token, original: Original) -> str:
    return ""


# The kind of a markdown-it token -> what is wrong with this one.
ALLOWED: Mapping[str, Callable[[Token, Original], str]] = {
    "text": _plain,
    "softbreak": _plain,
    "hardbreak": _plain,
    "code_inline": _plain,
    "em_open": _plain,
    "em_close": _plain,
    "strong_open": _plain,
    "strong_close": _plain,
    "link_open": _link,
    "link_close": _plain,
    "span_open": _plain,
    "span_close": _plain,
    "footnote_ref": _plain,
    "myst_role": _role,
    "math_inline": _math,
    "image": _picture,
    "substitution_inline": _substitution,
}

_NAMES = {"html_inline": "HTML"}


class MsgstrParser:
    """Parses the translations of one document; *config* is MyST's configuration for it."""

    def __init__(self, config: MdParserConfig, settings: Values, source: str) -> None:
        """*source* is the text of the document: links may be defined anywhere in it."""
        self._markdown = create_md_parser(config, BriefRenderer)
        # Of each link its own check judges; markdown-it would show some as plain text.
        self._markdown.validateLink = lambda url: True  # type: ignore[method-assign]
        self._settings = settings
        self._definitions: dict[str, Any] = {}
        MarkdownIt("commonmark").disable("inline").parse(source, self._definitions)

    def parse(self, msgid: str, msgstr: str, path: str, line: int) -> list[nodes.Node]:
        """Return *msgstr* as inline nodes; raise `Refused` if it holds what it must not hold.

        *path* and *line* are those of the message in the ``.po`` file.
        """
        if "\n\n" in msgstr.strip():
            raise Refused("it has several paragraphs, the original one; join them into one")
        if _DIRECTIVE.search(msgstr):
            raise Refused("it holds a directive, which a translation must not add; remove it")
        inline = self._parse(msgstr)
        original = self._original(msgid)
        for token in _inline_tokens(inline):
            check = ALLOWED.get(token.type)
            if check is None:
                name = _NAMES.get(token.type, token.type.replace("_", " "))
                raise Refused(f"it holds {name}, which a translation must not add; remove it")
            if reason := check(token, original) or _attribute(token, original):
                raise Refused(reason)
        notes = Counter(_notes(inline))
        if notes != original.notes:
            raise Refused(_note_difference(original.notes, notes))
        pictures = Counter(_pictures(inline))
        if pictures != original.pictures:
            raise Refused(_picture_difference(original.pictures, pictures))
        return self._render(inline, path, line)

    def _parse(self, text: str) -> list[Token]:
        return self._markdown.parseInline(text, dict(self._definitions))

    def _original(self, msgid: str) -> Original:
        tokens = list(_inline_tokens(self._parse(msgid)))
        roles = {(str(t.meta["name"]), t.content) for t in tokens if t.type == "myst_role"}
        return Original(
            links=frozenset(str(t.attrs.get("href")) for t in tokens if t.type == "link_open"),
            roles=frozenset(roles),
            targets=frozenset((name, _target(content)) for name, content in roles),
            pictures=Counter(_pictures(tokens)),
            maths=frozenset(t.content for t in tokens if t.type == "math_inline"),
            names=frozenset(t.content for t in tokens if t.type == "substitution_inline"),
            attributes=frozenset(_attributes(tokens)),
            notes=Counter(_notes(tokens)),
        )

    def _render(self, inline: list[Token], path: str, line: int) -> list[nodes.Node]:
        document = new_document(path, self._settings)
        document.reporter = LoggingReporter.from_reporter(document.reporter)
        self._markdown.options["document"] = document
        for token in inline:
            token.map = [line - 1, line]
        paragraph = [
            Token("paragraph_open", "p", 1, map=[line - 1, line], block=True),
            *inline,
            Token("paragraph_close", "p", -1, block=True),
        ]
        self._markdown.renderer.render(paragraph, self._markdown.options, {})
        return list(document[0].children) if document.children else []


def _inline_tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "inline":
            yield from token.children or []
        else:
            yield token


_PICTURES_OWN = frozenset({("image", "src"), ("image", "alt")})


def _attributes(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    for token in tokens:
        for name, value in token.attrs.items():
            if name not in ("href", "title") and (token.type, name) not in _PICTURES_OWN:
                yield name, str(value)


def _notes(tokens: list[Token]) -> Iterator[str]:
    for token in _inline_tokens(tokens):
        if token.type == "footnote_ref":
            yield str(token.meta["label"])


def _pictures(tokens: list[Token]) -> Iterator[str]:
    for token in _inline_tokens(tokens):
        if token.type == "image":
            yield str(token.attrs.get("src"))


def _picture_difference(original: Counter[str], translated: Counter[str]) -> str:
    if lost := list(original - translated):
        return f"the picture {lost[0]} is lost; put it where it belongs in the translation"
    added = list(translated - original)
    return f"the picture {added[0]} is there more often than in the original; remove it"


def _note_difference(original: Counter[str], translated: Counter[str]) -> str:
    if lost := list(original - translated):
        return f"the note [^{lost[0]}] is lost; put it where it belongs in the translation"
    added = list(translated - original)
    return f"the note [^{added[0]}] is not in the original; remove it"
