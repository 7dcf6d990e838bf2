"""Compare the links and notes of a PDF with those of its page: what is said of them, and where they
lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import inf

from briefpress.addresses import encoded
from briefpress.check.result import Finding
from briefpress.check.structure.page import Page
from briefpress.check.structure.pdf import INLINE, Element, Link, Structure
from briefpress.check.structure.words import key, plain, shown

_WHOLE = frozenset({"Document", "Part"})

_NEAR = 6
"""In points, half a line: so far a link may lead beside what it means."""


def notes(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield what is wrong with notes."""
    elements = [element for element in structure.root if element.role == "Note"]
    if len(elements) != len(page.notes):
        message = f"The page has {len(page.notes)} notes, the PDF {len(elements)}."
        yield Finding("notes", message)
    called: dict[Element, list[Element]] = {}
    for element in structure.root:
        if element.note:
            called.setdefault(element.note, []).append(element)
    calls = sum(map(len, called.values()))
    if calls != page.calls:
        message = f"Notes are called {page.calls} times on the page, and {calls} times in the PDF."
        yield Finding("note-call", message)
    for element in elements:
        labels = [each for each in element if each.role == "Lbl"]
        back = [link for each in labels for inner in each for link in inner.links]
        words = shown(element.text)
        if not back or element.parent is None or back[0].page not in element.parent.pages:
            yield Finding("note-back", f"Nothing leads from the note back to its call: {words}.")
        if element not in called:
            yield Finding("note-call", f"No call leads to the note: {words}.")
            continue
        first = called[element][0]
        if element.parent not in first.around or element.parent.role in _WHOLE:
            yield Finding("note-place", f"The note is heard far from its call: {words}.")
        there = [link for call in called[element] for each in call for link in each.links]
        if back and not all(_leads_to(link, back[0]) for link in there):
            yield Finding("note-call", f"A call of this note leads to another place: {words}.")
        here = [link for each in first for link in each.links]
        if back and here and not _leads_to(back[0], here[0]):
            yield Finding("note-back", f"This note leads back to another place: {words}.")


def _leads_to(link: Link, other: Link) -> bool:
    """Whether *link* leads to the height where *other* stands."""
    _, bottom, _, top = other.box
    return link.top is None or bottom - _NEAR <= link.top <= top + _NEAR


def links(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield what is wrong with links."""
    addresses = set()
    labels = {key(label) for label in page.labels}
    for element in structure.root:
        if len({link.address for link in element.links}) > 1:
            yield Finding("link", f"This link leads to several places: {shown(element.text)}.")
        of_note = element.within("Reference") or element.within("Lbl")
        for link in element.links:
            addresses.add(encoded(link.address or ""))
            words, said = key(element.text), key(link.contents)
            if not link.is_on_page:
                yield Finding("link", f"No page has the link {shown(words)}.")
            if not link.contents:
                yield Finding("link", f"It is not said where this link leads: {shown(words)}.")
            elif (
                link.address and link.contents == link.address and link.address.casefold() != words
            ):
                message = f"A link is described by its address alone: {shown(link.address)}."
                yield Finding("link", message)
            elif not of_note and said not in labels and plain(words) not in plain(said):
                message = f"Of the link {shown(element.text)} is said {shown(link.contents)}."
                yield Finding("link", message)
    for address in dict.fromkeys(page.addresses):
        if address not in addresses:
            yield Finding("missing-link", f"Nothing in the PDF leads to {address}.")
    yield from _inner_links(structure, page)
    yield from _other_addresses(structure, page)
    yield from _places(structure)


def _other_addresses(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield the links that lead to another address than those of the page with their words."""
    addresses: dict[str, set[str]] = {}
    for words, address in page.web_links:
        addresses.setdefault(key(words), set()).add(address)
    for element in structure.root:
        wanted = addresses.get(key(element.text), set())
        for link in element.links if wanted else ():
            if link.address and encoded(link.address) not in wanted:
                message = f"The link {shown(element.text)} leads to {link.address}."
                yield Finding("link", message)


def _places(structure: Structure) -> Iterator[Finding]:
    """Yield the links whose words stand where another can be followed, or nothing."""
    # In a list of contents what leads to a page may be drawn on several lines as one.
    for element in (each for each in structure.root if not each.within("TOC")):
        boxes = [link.box for link in element.links]
        lines = [line for inner in element for _, piece in inner.pieces for line in piece.lines]
        if boxes and lines and not all(any(_in(line, box) for box in boxes) for line in lines):
            message = f"Where the link {shown(element.text)} stands, it cannot be followed."
            yield Finding("link", message)


def _in(line: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    (x, y), (left, bottom, right, top) = line, box
    return left - _NEAR <= x <= right + _NEAR and bottom - _NEAR <= y <= top + _NEAR


def _inner_links(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield the links that lead to another place than that of what they lead to on the web."""
    places: dict[str, list[Place]] = {}
    for text, place in block_places(structure):
        places.setdefault(text, []).append(place)
    targets: dict[str, list[Place]] = {}
    for words, text in page.inner_links:
        targets.setdefault(key(words), []).extend(places.get(key(text), ()))
    for element in structure.root:
        there = targets.get(key(element.text))
        for link in element.links if there else ():
            if link.page is None or any(
                place.is_reached(link.page, link.top) for place in there or ()
            ):
                continue
            where = f"page {link.page + 1}"
            if any(place.page == link.page for place in there or ()):
                where = f"another place on {where}"
            yield Finding("link", f"The link {shown(element.text)} leads to {where}.")


@dataclass(frozen=True)
class Place:
    """Where a block begins: the page, from 0, and between which heights a link leads to it."""

    page: int
    least: float
    most: float

    def is_reached(self, page: int | None, top: float | None) -> bool:
        """Whether what leads so high on a *page* leads to the block, or to the figure or table of
        which it is the caption."""
        if page != self.page or top is None:
            return False
        return self.least - _NEAR <= top <= self.most + _NEAR


def block_places(structure: Structure) -> Iterator[tuple[str, Place]]:
    """Yield the words of each block, with its place: from its first line up to that of the block
    before it, of which there is none above it at the head of a page or a column."""
    found: list[tuple[Element, int, float]] = []
    for element in structure.root:
        lines = ((n, y) for inner in element for n, piece in inner.pieces for _, y in piece.lines)
        if element.own_text.strip() and element.role not in ("Figure", *INLINE):
            found.extend((element, *place) for place in islice(lines, 1))
    nowhere = (structure.root, -1, 0.0)
    for before, (element, page, height), after in zip(
        [nowhere, *found], found, [*found[1:], nowhere], strict=False
    ):
        is_below = before[1] == page and before[2] > height
        is_above = element.role == "Caption" and after[1] == page and after[2] < height
        # A table begins below its caption.
        least, most = after[2] if is_above else height, before[2] if is_below else inf
        yield key(element.own_text), Place(page, least, most)
