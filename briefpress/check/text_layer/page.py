"""Read the words of a page, block by block, in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import tinyhtml5

from briefpress.check.text_layer.letters import CALL, FAST, LOOSE, SOFT_HYPHEN, SPLIT, normal
from briefpress.markup import WITHIN_WORDS
from briefpress.trees import local_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOT_TEXT = frozenset({"math", "noscript", "script", "style", "svg", "template"})

_UNSEEN = re.compile(r"(^|[;\s])(display\s*:\s*none|visibility\s*:\s*(hidden|collapse))\b", re.I)
"""An author's style that no eye sees."""

_CALL, _BACK, _NOTE = "doc-noteref", "doc-backlink", "doc-footnote"
"""Roles of what calls a note, leads back from it, and of the note. The PDF has numbers of its own
for the first two."""

_MOVING = frozenset({"aside", "figure", "table"})
"""What layout may set elsewhere than between its neighbours."""


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, an item, a row of a table.

    ``text`` has marks of `letters`; ``calls`` are the notes that it calls, ``note`` is the note
    that it begins. It ``moves`` if it may stand elsewhere, and is ``loose`` if its words alone
    count, as those of the cover.
    """

    text: str
    calls: tuple[str, ...] = ()
    note: str = ""
    moves: bool = False
    loose: bool = False
    is_head: bool = False
    """Whether it is repeated where its table goes on."""


@lru_cache(maxsize=2)  # several checks of one file look at the same page
def parse_page(html: str) -> Element:
    """Return the root of an HTML document, which is not to be changed: others get it too."""
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def is_left_out(element: Element) -> bool:
    """Whether what *element* holds is not on paper, or no text there."""
    # The tag of a comment is a function; those of MathML and SVG begin with their namespace.
    return (
        not isinstance(element.tag, str)
        or local_name(element) in _NOT_TEXT
        or "data-web-only" in element.attrib
        or "hidden" in element.attrib
        or bool(_UNSEEN.search(element.get("style", "")))
        or not {_CALL, _BACK}.isdisjoint(element.get("role", "").split())
    )


class Page:
    """What an HTML document has in its ``<article data-brief>``."""

    def __init__(self, html: str) -> None:
        self._root = parse_page(html)
        self._articles = list(self._root.iterfind(".//article[@data-brief]"))

    @property
    def language(self) -> str:
        """The language of the page, as BCP 47."""
        return self._root.get("lang", "")

    @property
    def runs_to_left(self) -> bool:
        """Whether its text runs to the left."""
        return self._root.get("dir") == "rtl"

    @property
    def formulas(self) -> list[str]:
        """What is read aloud for its formulas."""
        found = (each for article in self._articles for each in article.iterfind(".//{*}math"))
        return [each.get("alttext", "") for each in found if "alttext" in each.attrib]

    @cached_property
    def blocks(self) -> list[Block]:
        """Its blocks that have words, in the order of reading."""
        return [block for article in self._articles for block in _Blocks(article)]


class _Blocks:
    """Collects the blocks of an element."""

    def __init__(self, element: Element) -> None:
        self._element = element
        self._found: list[Block] = []
        self._pieces: list[str] = []
        self._calls: list[str] = []
        self._note = ""
        self._is_term = False

    def __iter__(self) -> Iterator[Block]:
        self._walk(self._element, frozenset())
        self._end(frozenset())
        return iter(self._found)

    def _walk(self, element: Element, marks: frozenset[str]) -> None:
        roles = element.get("role", "").split()
        if _CALL in roles:
            self._pieces.append(CALL)
            self._calls.append(element.get("href", "").rpartition("#")[2])
        if is_left_out(element):
            return
        is_note = _NOTE in roles
        is_inline = bool(WITHIN_WORDS.fullmatch(element.tag)) and not is_note
        inner = self._marks(element, marks)
        # A row is one block, as heads that are repeated on the next page; so is a term with what is
        # said of it, which may stand beside it.
        is_part = "cell" in inner and not is_note
        if (
            element.tag == "br"
            or (is_part and not is_inline)
            or (self._is_term and element.tag in ("dd", "p"))
        ):
            self._pieces.append(" ")
        elif not is_inline:
            self._end(marks)
        if is_note:
            self._note = element.get("id", "")
        around = _around(element)
        self._pieces += [around[0], element.text or ""]
        for child in element:
            self._walk(child, inner)
            self._pieces.append(child.tail or "")
        self._pieces.append(around[1])
        if (is_part and not is_inline) or element.tag == "dt":
            self._pieces.append(" ")
            self._is_term = not is_part
        elif not is_inline:
            self._end(inner)

    @staticmethod
    def _marks(element: Element, marks: frozenset[str]) -> frozenset[str]:
        found = set(marks)
        if element.tag in _MOVING or _NOTE in element.get("role", "").split():
            found.add("moves")
        if "table-block" in element.get("class", "").split():
            found.add("moves")
        if element.tag == "header" and "loose" not in marks:
            found.add("loose")
        if element.tag in ("thead", "tbody") and element.find("tr/*[@rowspan]") is not None:
            found.add("crossed")
        # Beside a cell that reaches over several rows, no row is read as one.
        if element.tag in ("td", "th") and "crossed" not in marks:
            found.add("cell")
        if element.tag in ("thead", "caption"):
            found.add("head")
        return frozenset(found)

    def _end(self, marks: frozenset[str]) -> None:
        text = normal("".join(self._pieces).replace(SOFT_HYPHEN, ""))
        self._pieces.clear()
        self._is_term = False
        if any(map(str.isalnum, text)):
            block = Block(
                text,
                tuple(self._calls),
                self._note,
                moves="moves" in marks,
                loose="loose" in marks,
                is_head="head" in marks,
            )
            self._found.append(block)
            self._calls.clear()
            self._note = ""


def _around(element: Element) -> tuple[str, str]:
    """Return what marks how the words of *element* may be parted from those beside it."""
    if element.tag in ("code", "pre", "kbd", "samp"):
        return LOOSE, FAST
    if element.tag in ("sub", "sup", "wbr"):
        return SPLIT, SPLIT
    return "", ""
