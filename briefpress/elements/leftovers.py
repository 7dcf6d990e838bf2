"""Find what an author meant for markup and Markdown takes for words: readers would see its signs.

Only what hardly anybody writes as words is told of; a backslash before a sign leaves it a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

# What stands in the text for code and for all else that is read; words have neither.
_CODE, _OTHER = "\ue000", "\ue001"


@dataclass(frozen=True)
class Leftover:
    """Words like *pattern* and what is said of them, with its groups; *is_error* if something that
    readers should see is lost."""

    pattern: re.Pattern[str]
    words: str
    is_error: bool = False


def _leftover(pattern: str, words: str, *, is_error: bool = False) -> Leftover:
    return Leftover(re.compile(pattern, re.MULTILINE), words, is_error)


_COMPUTER = r"file:[^)\n]*|[A-Za-z]:\\[^)\n]*"
_FILE = r"[^()\n]*\.(?:csv|docx?|epub|gif|html?|jpe?g|md|odt|pdf|png|pptx?|svg|tiff?|webp|xlsx?)"

# Of what several take, the first tells.
LEFTOVERS = (
    _leftover(
        r"\A(?:[—–-]+[ \t]*\n)?title:[ \t]\S.*",
        "this is no front matter; write three hyphens (---), which Word makes a dash of, on line 1 "
        "and on the line below it",
        is_error=True,
    ),
    _leftover(
        rf"!?\[[^\]]*\]\(\s*<?(?P<place>{_COMPUTER})",
        r"“\g<place>” is a place on one computer alone; put the file beside the brief, and write "
        "its name alone",
        is_error=True,
    ),
    _leftover(
        r"\[[^\]]*\]\(\s*(?P<place>(?:javascript|vbscript|data):[^)\n]{0,30})",
        r"“\g<place>” is nothing that a brief may lead to or show; write an address that begins "
        "with https:// or mailto:, or the name of a file beside the brief",
        is_error=True,
    ),
    _leftover(
        rf"!\[[^\]]*\]\((?P<name>{_FILE})\)",
        r"this picture is not shown, for its file's name has spaces; write “(<\g<name>>)”, or give "
        "the file a name without spaces",
        is_error=True,
    ),
    _leftover(
        rf"\]\((?P<name>{_FILE})\)",
        r"this is no link, for the file's name has spaces; write “(<\g<name>>)”, or give the file "
        "a name without spaces",
    ),
    _leftover(
        rf"!\s*\[[^\]\n]*\]\s*\((?P<name>{_FILE})\)",
        r"this picture is not shown; write it without spaces between its parts: "
        r"“![what it shows](\g<name>)”",
        is_error=True,
    ),
    _leftover(
        rf"\][ \t]+\((?P<name>(?:https?://|mailto:)[^)\s]*|{_FILE})\)",
        r"a space stands between ] and (, so that this is no link; take it out",
    ),
    _leftover(
        rf"\[[^\[\]\n]*{_OTHER}[^\[\]\n]*\]\((?P<address>(?:https?://|mailto:)[^)\s]*)\)",
        r"a link's words hold no note and no other link; put that behind “](\g<address>)”",
    ),
    _leftover(
        r"\]\((?:https?://|mailto:)",
        "this link does not end, or its address has spaces; write ) where it ends, and %20 for a "
        "space",
    ),
    _leftover(
        r"\([^()\n]+\)\[(?P<address>https?://[^\]\s]+)\]",
        r"the signs of this link are the wrong way round; write “[words](\g<address>)”",
    ),
    _leftover(
        rf"(?P<role>\{{[a-z][\w:-]*\}})[ \t]+{_CODE}",
        r"a space stands behind \g<role>, so that it does nothing; take it out",
    ),
    _leftover(
        r"\[-?@(?P<key>[\w:.-]+)[^\]\n]*\]",
        r"works are cited in other words; write “{cite:p}`\g<key>`”",
    ),
    _leftover(
        r"\$\$(?:[^$]*\$\$)?|\$[^$\n]*\\[A-Za-z]+[^$\n]*\$",
        "formulas stand in other signs; write “{math}`…`”, or a {math} block for one on a line of "
        "its own",
    ),
    _leftover(
        rf"[<{_OTHER}](?P<prefix>\w+):math\b",
        "this formula is taken for words; write it between “```{raw} html” and “```”, or take "
        r"“\g<prefix>:” out of its tags",
        is_error=True,
    ),
    _leftover(
        r"^#{2,6}(?P<title>[^\s#][^\n]*)",
        r"this is no heading, for a space must follow the signs #; write “## \g<title>”",
    ),
    _leftover(
        r"^[•▪●◦‣][ \t]*\S.*(?:\n[•▪●◦‣].*)*",
        "this is no list; begin each of its lines with a hyphen and a space, and write an empty "
        "line before the first",
    ),
    _leftover(
        r"^\|.*\|[ \t]*\n\|.*\|[ \t]*$",
        "this is no table; write a line like | --- | --- |, with as many parts as columns, below "
        "its head",
    ),
    _leftover(
        rf"\*\*[^\s*{_OTHER}][^*\n]*?\s\*\*(?!\S)|(?<!\S)\*\*\s[^*\n]*?[^\s*{_OTHER}]\*\*",
        "these stars are shown as they are, for a space stands between them and the words; take "
        "it out",
    ),
)


def note_leftovers(state: StateCore) -> None:
    """Note at each piece of text what in it was meant for markup, and how many lines from its
    begin: a rule of markdown-it's, before what is escaped becomes words."""
    for token in state.tokens:
        text = "".join(map(_shown, token.children or ()))
        if found := sorted(_found(text), key=lambda each: each[0]):
            token.meta["leftovers"] = found


def _found(text: str) -> Iterator[tuple[int, Leftover, str]]:
    """Yield each leftover in *text*: how many lines from the begin, and what is said of it."""
    taken: list[range] = []
    for leftover in LEFTOVERS:
        for match in leftover.pattern.finditer(text):
            if not any(match.start() in each or match.end() - 1 in each for each in taken):
                taken.append(range(*match.span()))
                yield text.count("\n", 0, match.start()), leftover, match.expand(leftover.words)


def _shown(token: Token) -> str:
    """Return *token* as it is looked at."""
    if token.type == "text" or (token.type == "text_special" and token.content[0] == "\\"):
        return token.content  # a backslash before a letter is one, as in the name of a folder
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    lines = "\n" * token.content.count("\n")
    return (_CODE if token.type == "code_inline" else _OTHER) + lines
