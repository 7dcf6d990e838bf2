"""Keep apart what the chapters of one page call their elements."""

from __future__ import annotations

import re
from functools import partial

from briefpress.html_tags import REFERENCES, TAG

# How links name a chapter until the page is put together: ``chapter:2#id``.
SCHEME = "chapter:"

_ATTRIBUTE = re.compile(
    r"""(?<=\s)(?P<name>[\w:-]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|(?P<bare>[^\s"'=<>`]+))"""
)


def chapter_id(number: int) -> str:
    """Return the id of the element that holds the chapter with this *number*."""
    return f"chapter-{number}"


def set_apart(html: str, number: int) -> str:
    """Return *html*, the chapter with this *number*, with ids that no other chapter has, and with
    links that lead to them and to those of other chapters."""
    return TAG.sub(partial(_rename, number=number), html)


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
