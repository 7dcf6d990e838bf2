"""Look at the tags of HTML one by one: those of no element, and those that nothing ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^\s>/]*(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_NAME = re.compile(r"</?([A-Za-z][^\s>/]*)")


def names(text: str) -> frozenset[str]:
    """Return the names in *text*."""
    return frozenset(text.split())


# All that the standard has (HTML, index of elements).
ELEMENTS = names("""
    a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption
    cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input
    ins kbd label legend li link main map mark math menu meta meter nav noscript object ol optgroup
    option output p picture pre progress q rp rt ruby s samp script search section select slot small
    source span strong style sub summary sup svg table tbody td template textarea tfoot th thead
    time title tr track u ul var video wbr
""")
# What it had before (HTML, 16.2), and word processors write.
_FORMER = names("""
    acronym applet basefont bgsound big blink center dir font frame frameset image isindex keygen
    listing marquee menuitem multicol nextid nobr noembed noframes param plaintext rb rtc spacer
    strike tt xmp
""")
# Attributes that name other elements (HTML, index of attributes; WAI-ARIA 1.2, "ID reference").
REFERENCES = names("""
    aria-activedescendant aria-controls aria-describedby aria-details aria-errormessage aria-flowto
    aria-labelledby aria-owns for headers
""")
# These have no end; the others of the second list have one that may be left out (HTML, 13.1.2).
_VOID = names("""
    area base basefont bgsound br col embed frame hr image img input isindex keygen link meta
    nextid param source spacer track wbr
""")
ENDED_BY_OTHERS = names("""
    body caption colgroup dd dt head html li optgroup option p rb rp rt rtc tbody td tfoot th thead
    tr
""")
# In these are other elements, and in those none.
_FOREIGN = names("math svg")
_TEXT = names("script style textarea title")


class Tag(NamedTuple):
    """A tag as it is *written*, the *name* of its element, its line (from 0) and its place."""

    name: str
    written: str
    line: int
    begin: int = 0

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.begin + len(self.written)

    @property
    def is_end(self) -> bool:
        """Whether it ends the element."""
        return self.written.startswith("</")

    @property
    def is_known(self) -> bool:
        """Whether there may be such an element: that of a script of the site has a hyphen, that of
        a word processor a colon."""
        return self.name in ELEMENTS | _FORMER or "-" in self.name or ":" in self.name


def tags_of(html: str) -> Iterator[Tag]:
    """Yield the tags in *html*, without those in comments and scripts."""
    text = ""  # the element whose content is none
    for match in TAG.finditer(html):
        if named := _NAME.match(match[0]):
            begin = match.start()
            tag = Tag(named[1].lower(), match[0], html.count("\n", 0, begin), begin)
            if text and not (tag.is_end and tag.name == text):
                continue
            text = tag.name if tag.name in _TEXT and not tag.is_end else ""
            yield tag


_ATTRIBUTE = re.compile(
    r"\s(?P<name>[^\s=>\"'/]+)(?P<value>\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?"
)


def with_ids(html: str) -> str:
    """Return *html* with ``id`` in place of the ``name`` of a place to link to, which word
    processors write (HTML, 16.2)."""
    return TAG.sub(lambda tag: _with_id(tag[0]), html)


def _with_id(tag: str) -> str:
    attributes = {each["name"].lower(): each for each in _ATTRIBUTE.finditer(tag)}
    name = attributes.get("name")
    if not re.match(r"<a\s", tag, re.IGNORECASE) or name is None or "id" in attributes:
        return tag
    if len((name["value"] or "").split()) != 1:  # an id has no spaces
        return tag
    return f"{tag[: name.start('name')]}id{tag[name.end('name') :]}"


def ids_of(html: str) -> Iterator[str]:
    """Yield the ids in *html*."""
    for tag in tags_of(html):
        for attribute in _ATTRIBUTE.finditer(tag.written):
            if attribute["name"].lower() == "id" and attribute["value"]:
                yield attribute["value"].strip(" \t\r\n\f=\"'")


def unknown(tags: Sequence[Tag]) -> Iterator[int]:
    """Yield the places of those of *tags* that begin or end no element of HTML."""
    begun: set[str] = set()
    depth = 0  # in drawings and formulas
    for place, tag in enumerate(tags):
        if tag.name in _FOREIGN and not tag.written.endswith("/>"):
            depth += -1 if tag.is_end else 1
        elif not tag.is_known and depth <= 0 and not (tag.is_end and tag.name in begun):
            begun.add(tag.name)
            yield place


def unended(tags: Sequence[Tag]) -> Iterator[int]:
    """Yield the places of those of *tags* that begin an element which nothing ends. A slash at the
    end of a tag ends nothing (HTML, 13.1.2.1)."""
    left: list[int] = []
    for place, tag in enumerate(tags):
        if not tag.is_end:
            left.append(place)
            continue
        begun = (at for at in reversed(left) if tags[at].name == tag.name)
        if (at := next(begun, None)) is not None:
            left.remove(at)
    for place in left:
        tag = tags[place]
        is_whole = tag.name in _FOREIGN and tag.written.endswith("/>")
        if tag.is_known and tag.name not in _VOID | ENDED_BY_OTHERS and not is_whole:
            yield place
