"""Keep apart what the chapters of one page call their elements, and how they set them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import tinycss2

from briefpress.html_tags import REFERENCES, TAG

# How links name a chapter until the page is put together: ``chapter:2#id``.
SCHEME = "chapter:"

_ATTRIBUTE = re.compile(
    r"""(?<=\s)(?P<name>[\w:-]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|(?P<bare>[^\s"'=<>`]+))"""
)

# An author's style sheet, which is one of the page, or of a drawing alone.
_SHEET = re.compile(
    r"(?P<drawing><svg\b(?:(?!</svg>).)*)?(?P<begin><style\b[^>]*>)(?P<css>.*?)(?=</style>)",
    re.DOTALL | re.IGNORECASE,
)
_ADDRESS = re.compile(r"url\(\s*[\"']?#")


def chapter_id(number: int) -> str:
    """Return the id of the element that holds the chapter with this *number*."""
    return f"chapter-{number}"


def set_apart(html: str, number: int) -> str:
    """Return *html*, the chapter with this *number*, with ids that no other chapter has, with links
    that lead to them and to those of other chapters, and with style sheets for itself alone."""
    html = _SHEET.sub(partial(_confine, number=number), html)
    return TAG.sub(partial(_rename, number=number), html)


def _confine(sheet: re.Match[str], number: int) -> str:
    """Let a style sheet be of one chapter; that of a drawing is of the drawing already."""
    rules = _rules(_ADDRESS.sub(rf"\g<0>{_own('', number)}", sheet["css"]), number)
    css = tinycss2.serialize(rules) if sheet["drawing"] else "".join(_within(rules, number))
    return f"{sheet['drawing'] or ''}{sheet['begin']}{css}"


def _rules(css: Any, number: int) -> list[Any]:
    """Return the rules in *css*, text or tokens, with the ids of the chapter in their selectors."""
    rules: list[Any] = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if _is_media(rule):
            rule.content = _rules(rule.content, number)
        elif rule.type == "qualified-rule":
            _rename_ids(rule.prelude, number)
    return rules


def _rename_ids(tokens: Iterable[Any], number: int) -> None:
    for token in tokens:
        if token.type == "hash":
            token.value = _own(token.value, number)
        elif token.type == "function":
            _rename_ids(token.arguments, number)


def _is_media(rule: Any) -> bool:
    # WeasyPrint 70 passes over all others that hold rules, as @supports.
    return rule.type == "at-rule" and rule.lower_at_keyword == "media" and bool(rule.content)


def _within(rules: Iterable[Any], number: int) -> Iterator[str]:
    """Yield *rules* for what stands in a chapter. Those of the whole book (``@page``) are left
    out, and those that would read a file."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield f"#{chapter_id(number)} {{{rule.serialize()}}}"
        elif _is_media(rule):
            inner = "".join(_within(rule.content, number))
            yield f"@media{tinycss2.serialize(rule.prelude)}{{{inner}}}"


def _rename(tag: re.Match[str], number: int) -> str:
    """Rename what the attributes of one element name."""
    if tag[0].startswith(("<!--", "</")):
        return tag[0]
    is_anchor = re.match(r"<a\s", tag[0], re.IGNORECASE) is not None

    def change(attribute: re.Match[str]) -> str:
        name = attribute["name"].lower()
        value = attribute["double"] or attribute["single"] or attribute["bare"] or ""
        if name in REFERENCES or name == "id" or (name == "name" and is_anchor):
            new = " ".join(_own(word, number) for word in value.split())
        elif name in ("href", "xlink:href"):
            new = _address(value, number)
        else:
            new = value.replace("url(#", f"url(#{_own('', number)}")
        if new == value:
            return attribute[0]
        quote = "'" if attribute["single"] is not None else '"'
        return f"{attribute['name']}={quote}{new}{quote}"

    return _ATTRIBUTE.sub(change, tag[0])


def _address(address: str, number: int) -> str:
    """Return where a link in the chapter with this *number* leads."""
    place, _, name = address.partition("#")
    if place.startswith(SCHEME):
        number = int(place.removeprefix(SCHEME))
    elif place or not name:
        return address
    return f"#{_own(name, number) if name else chapter_id(number)}"


def _own(name: str, number: int) -> str:
    return f"{chapter_id(number)}.{name}"
