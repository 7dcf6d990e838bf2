"""Find the words of a block of HTML, and say whether a translation of them keeps its tags.

Each paragraph, heading, cell or item has words of its own; the tags within a sentence are part of
them.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from briefpress.html_tags import TAG
from briefpress.translation.messages import has_words

# Word processors write formulas with a prefix (mml:math).
_NAME = re.compile(r"</?(?:\w+:(?=math\b))?([A-Za-z][\w-]*)", re.IGNORECASE)
# Of a tag that stands for itself: what is seen, or heard, of it.
_SPOKEN = re.compile(
    r"\s(?P<name>alt|alttext|aria-label|placeholder|title)\s*=\s*(?:\"([^\"]+)\"|'([^']+)')"
)

# Elements whose edges do not end a word.
WITHIN_WORDS = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong"
    "|sub|sup|time|u|var|wbr"
)

# What may stand within a sentence (HTML, 3.2.5.2.5, phrasing content); all other elements end it.
_PHRASING = re.compile(f"br|img|{WITHIN_WORDS.pattern}")
_CODE = frozenset({"math", "pre", "script", "style", "svg"})


class Words(NamedTuple):
    """Words of a block of HTML, from where to where in it they go, and the attribute that they
    are, if any."""

    text: str
    begin: int
    end: int
    attribute: str = ""


def find_words(block: str) -> Iterator[Words]:
    """Yield the words of a *block* of HTML in their order."""
    begin, skipped = 0, ""
    for tag in TAG.finditer(block):
        match = _NAME.match(tag[0])
        name = match[1].lower() if match else ""
        if skipped:
            if name == skipped and tag[0].startswith("</"):
                begin, skipped = tag.end(), ""
        elif not _PHRASING.fullmatch(name):
            yield from _sentence(block, begin, tag.start())
            yield from _spoken(tag[0], tag.start())
            begin, skipped = tag.end(), name if name in _CODE else ""
    if not skipped:
        yield from _sentence(block, begin, len(block))


def _sentence(block: str, begin: int, end: int) -> Iterator[Words]:
    words = block[begin:end]
    if has_words(html.unescape(TAG.sub("", words))):
        begin += len(words) - len(words.lstrip())
        yield Words(" ".join(words.split()), begin, begin + len(words.strip()))
    else:
        for tag in TAG.finditer(words):
            yield from _spoken(tag[0], begin + tag.start())


def _spoken(tag: str, begin: int) -> Iterator[Words]:
    for match in _SPOKEN.finditer(tag):
        place = 2 if match[2] else 3
        if has_words(match[place]):
            start, end = match.span(place)
            yield Words(match[place], begin + start, begin + end, match["name"])


def with_lines(block: str, mark: Callable[[int], str]) -> str:
    """Return a *block* of HTML with more attributes in each of its tags that begin something: what
    *mark* gives for its line (from 0)."""
    parts, end, skipped = [], 0, ""
    for tag in TAG.finditer(block):
        match = _NAME.match(tag[0])
        name = match[1].lower() if match else ""
        if skipped:
            skipped = "" if name == skipped and tag[0].startswith("</") else skipped
        elif match and not tag[0].startswith("</"):
            place = tag.start() + match.end()
            parts += [block[end:place], mark(block.count("\n", 0, tag.start()))]
            end, skipped = place, name if name in ("script", "style") else ""
    return "".join([*parts, block[end:]])


def unescaped(text: str) -> str:
    """Return HTML, or a style sheet, with its letters in place of the escapes that could hide
    them; its lines stay."""

    def letter(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        known = chr(code) if 0 < code < 0x110000 else ""
        return known.replace("\n", " ") + "\n" * match[0].count("\n")

    plain = html.unescape(text.replace("&#10;", " "))
    return re.sub(r"\\([0-9a-fA-F]{1,6})\s?", letter, plain)


def to_html(words: str) -> str:
    """Return a translation as HTML: its tags are those of the original, all else is text."""
    parts = re.split(f"({TAG.pattern})", words, flags=re.DOTALL)
    return "".join(
        part if TAG.fullmatch(part) else html.escape(html.unescape(part)) for part in parts
    )


def wordless(tag: str) -> str:
    """Return *tag* without the words in it, which a translation may change."""
    return _SPOKEN.sub(lambda match: f"{match[0].partition('=')[0]}={match[0][-1]}…", tag)


def refusal(original: str, translation: str) -> str:
    """Say what is wrong with the tags of a *translation*, nothing if they are the *original*'s."""
    before, after = (Counter(map(wordless, TAG.findall(text))) for text in (original, translation))
    if lost := [*(before - after)]:
        return f"{lost[0]} is lost; put it where it belongs in the translation"
    if added := [*(after - before)]:
        return f"{added[0]} is not in the original; remove it"
    return ""
