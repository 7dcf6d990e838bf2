"""Compare the structure of a PDF with that of the page that it prints.

A validator sees whether a structure is well made, not whether it is right: a paragraph that a page
break splits in two, a running head that is read aloud, a note that nothing leads to, a passage
without its language, a link described by its address. `pdf` reads the one, `page` the other; here,
in `lists`, in `cells` of tables and in `links` is what they must have in common. Words are compared
with their spaces (`words`), so that a word parted by a line's end must be one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version as installed
from math import inf

from briefpress.check.packages import DISTRIBUTIONS, require
from briefpress.check.reference import NOTHING_TO_COMPARE
from briefpress.check.result import Finding, Report, shortened
from briefpress.check.structure.cells import tables
from briefpress.check.structure.links import Place, block_places, links, notes
from briefpress.check.structure.lists import lists
from briefpress.check.structure.page import Page
from briefpress.check.structure.pdf import Bookmark, Element, Structure, read_structure
from briefpress.check.structure.words import key, letters, plain, shown

MOST_SHOWN = 10
"""How many findings of one rule are listed; the others are counted."""

_BLOCKS = frozenset({"Caption", "LBody", "Lbl", "P", "TD", "TH", *(f"H{n}" for n in range(1, 7))})

_PICTURES = ("Figure", "Formula")
"""Roles of what is heard as its alternative text."""

_PASSED_OVER = ("Artifact", "Private")
"""Roles of what is not read."""

_FILE_NAME = re.compile(r"\S+\.(?:avif|gif|jpe?g|pdf|png|svg|tiff?|webp)", re.IGNORECASE)
"""What is no alternative text."""

_SAME = {"blockquote": "BlockQuote", "code": "Code"}
"""Tags of the page and the roles that say the same."""


def version() -> str:
    """Return the tools with their versions: the rules are briefpress's, pikepdf reads the PDF."""
    require("pikepdf")
    pikepdf = DISTRIBUTIONS["pikepdf"]
    return f"briefpress {installed('briefpress')} with {pikepdf} {installed(pikepdf)}"


def compare(html: str, pdf: bytes) -> Report:
    """Return what is wrong with the structure of *pdf*, if it is to be that of a page's *html*."""
    try:
        structure = read_structure(pdf)
    except ValueError as error:
        return Report((Finding("unreadable", f"There is no structure to be read: {error}"),))
    page = Page(html)
    if not page.blocks:
        return Report((Finding("no-page", NOTHING_TO_COMPARE),))
    found = [
        *_itself(structure),
        *_said(structure, page),
        *_running_heads(structure, page),
        *notes(structure, page),
        *_blocks(structure, page),
        *_strays(structure, page),
        *_headings(structure, page),
        *_order(structure, page),
        *_pictures(structure, page),
        *_roles(structure, page),
        *_passages(structure, page),
        *lists(structure, page),
        *tables(structure, page),
        *links(structure, page),
    ]
    return Report(shortened(found, MOST_SHOWN))


def _itself(structure: Structure) -> Iterator[Finding]:
    """Yield what is wrong whatever the page says."""
    for element in structure.root:
        if _is_empty(element):
            yield Finding("empty", f"An element {element.role} holds nothing.")
        if element.role == "L" and "ListNumbering" not in element.attributes:
            words = shown(element.text)
            yield Finding("list-numbering", f"It is not said how this list is numbered: {words}.")
        other = element.entries.get("Alt") if element.role not in _PICTURES else ""
        # What runs to the left is seen in another order.
        if "ActualText" in element.entries and letters(element.text) != letters(element.shown):
            other = element.text
        if other:
            message = f"{shown(other)} is read in place of {shown(element.shown)}."
            yield Finding("replaced", message)
        if element.role in _PASSED_OVER and element.text.strip():
            yield Finding("role", f"As {element.role}, this is not read: {shown(element.text)}.")
        if any(piece.is_hidden and piece.text.strip() for _, piece in element.pieces):
            yield Finding("hidden", f"This is read and cannot be seen: {shown(element.text)}.")
        if element.is_astray:
            message = f"The file has two places for {element.role}: {shown(element.text)}."
            yield Finding("parent", message)
        name = element.entries.get("ID")
        if name is not None and structure.index.get(name) != name:
            message = f"By its name {shown(name)} another element {element.role} is found, or none."
            yield Finding("name", message)
    for entry in structure.strange:
        message = f"The file has an entry that no edition for the screen has: {entry}."
        yield Finding("entry", message)
    for name, (info, packet) in structure.names.items():
        if key(info) != key(packet):
            places = f"{shown(info)} in one place, {shown(packet)} in another"
            message = f"The {name.lower()} is {places}."
            yield Finding("metadata", message)


def _said(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield what the file says of itself, and the page otherwise."""
    for name, text in page.said.items():
        _, packet = structure.names[name]
        if key(packet) != key(text):
            message = f"The {name.lower()} is {shown(packet)}, on the page {shown(text)}."
            yield Finding("metadata", message)
    heard = set[int]().union(*(element.pages for element in structure.root))
    for number in set(range(structure.pages)) - heard:
        yield Finding("page", f"Nothing is read of page {number + 1}.")
    title = structure.names["Title"][1]
    if not any(block.tag == "h1" and key(block.text) == key(title) for block in page.blocks):
        yield Finding("metadata", f"The title {shown(title)} is not that of the page.")


def _is_empty(element: Element) -> bool:
    """Whether nothing is heard of it, as of a rule; but cells may be empty."""
    roles = {*_PICTURES, "TD", "TH"}
    return not (
        element.text.strip()
        or roles.intersection(each.role for each in (*element, *element.around))
        or any(each.links for each in element)
    )


def _running_heads(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield what is read on several pages and stands nowhere in the text, and numbers of pages.

    The chapters of a collection begin alike, and its contents name the same authors twice.
    """
    texts = {key(block.text) for block in page.blocks}
    places: dict[tuple[str, Element | None], set[int]] = {}
    for element in structure.root:
        spelled = key(element.own_text)
        if spelled and spelled not in texts and element.role in _BLOCKS - {"Lbl"}:
            chapter = next((each for each in element.around if each.role in ("Art", "TOC")), None)
            place = re.sub(r"\d+", "#", spelled), chapter
            places.setdefault(place, set()).update(element.pages)
    for (text, chapter), pages in places.items():
        is_repeated = len(pages) > 1 and (chapter is None or chapter.role == "Art")
        if is_repeated or text == "# / #":
            message = f"A running head or foot is read as text: {shown(text)}."
            yield Finding("running-head", message)


def _blocks(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield the blocks of the page that are no single element of the PDF."""
    texts: dict[str, list[Element]] = {}
    for element in structure.root:
        if element.own_text.strip():
            texts.setdefault(key(element.own_text), []).append(element)
    begun = sorted(texts)
    for block in page.blocks:
        spelled = key(block.text)
        if not spelled or not block.in_text:
            continue
        if spelled not in texts:
            split = any(len(part) > 1 and spelled.startswith(part) for part in begun)
            why = "is split over several" if split else "is not one"
            yield Finding("text", f"A passage {why} of the PDF's elements: {shown(block.text)}.")
        elif block.in_caption and not any(
            each.role == "Caption" or each.within("Caption") for each in texts[spelled]
        ):
            yield Finding("caption", f"This is no caption: {shown(block.text)}.")


def _headings(structure: Structure, page: Page) -> Iterator[Finding]:
    found = [
        (element.role, key(element.own_text))
        for element in structure.root
        if re.fullmatch("H[1-6]", element.role)
    ]
    expected = [(block.tag.upper(), key(block.text)) for block in page.blocks if block.is_heading]
    for level, text in dict.fromkeys(expected):
        if (level, text) not in found:
            yield Finding("heading", f"The PDF has no {level} {shown(text)}.")
    yield from _bookmarks(structure)
    common = [heading for heading in found if heading in expected]
    if common != [heading for heading in expected if heading in common]:
        yield Finding("heading-order", "The headings stand in another order than on the page.")


def _bookmarks(structure: Structure) -> Iterator[Finding]:
    """Yield the headings that no bookmark leads to, as deep among the others as they are."""
    marked: dict[str, list[Bookmark]] = {}
    for each in structure.bookmarks:
        marked.setdefault(key(each.title), []).append(each)
    places: dict[str, list[Place]] = {}
    for text, place in block_places(structure):
        places.setdefault(text, []).append(place)
    headings = [e for e in structure.root if re.fullmatch("H[1-6]", e.role) and key(e.own_text)]
    for element in headings:
        text = key(element.own_text)
        if text not in marked:
            message = f"No bookmark leads to the heading {shown(element.own_text)}."
        elif not any(each.page in element.pages for each in marked[text]):
            message = f"The bookmark {shown(element.own_text)} leads to another page."
        elif not any(
            place.is_reached(each.page, each.top)
            for place in places.get(text, ())
            for each in marked[text]
        ):
            message = f"The bookmark {shown(element.own_text)} leads to another place."
        elif int(element.role[1]) - 1 not in [each.depth for each in marked[text]]:
            message = f"The bookmark {shown(element.own_text)} is not as deep as its heading."
        else:
            continue
        yield Finding("bookmark", message)
    titles = [key(each.title) for each in structure.bookmarks]
    named = [key(element.own_text) for element in headings]
    if [each for each in titles if each in named] != [each for each in named if each in marked]:
        yield Finding("bookmark", "The bookmarks stand in another order than the headings.")
    texts = {key(element.text) for element in headings}
    for each in structure.bookmarks:
        if key(each.title) not in texts:
            yield Finding("bookmark", f"No heading is called {shown(each.title)}.")


def _order(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield where the PDF is read in another order than the page."""
    read = [key(e.own_text) for e in structure.root if e.role in _BLOCKS and not e.within("Note")]
    once = {text for text, count in Counter(read).items() if count == 1}
    places = {text: place for place, text in enumerate(read) if text in once}
    texts = [key(block.text) for block in page.blocks if block.in_text]
    last = -1
    for text, count in Counter(texts).items():
        if count == 1 and text in places:
            if places[text] < last:
                yield Finding("order", f"This is read before what it follows: {shown(text)}.")
            last = max(last, places[text])


def _pictures(structure: Structure, page: Page) -> Iterator[Finding]:
    for role, texts in (("Figure", page.pictures), ("Formula", page.formulas)):
        found = Counter(e.entries.get("Alt", "") for e in structure.root if e.role == role)
        for text in Counter(texts) - found:
            yield Finding("alternative", f"No {role} has the alternative text {shown(text)}.")
        read = [e.entries.get("Alt", "") for e in structure.root if e.role == role]
        for text in read:
            if _FILE_NAME.fullmatch(text):
                yield Finding("alternative", f"{shown(text)} says nothing of a {role}.")
        there = Counter(e.entries.get("Alt", "") for e in _in_text(structure) if e.role == role)
        for text in there - Counter(texts):
            yield Finding("alternative", f"On the page nothing is called {shown(text)}.")
        if not Counter(texts) - found and [each for each in read if each in texts] != texts:
            yield Finding("alternative", f"Alternative texts of {role} stand in another order.")
    for element in structure.root:
        if element.role in _PICTURES:
            yield from _place(element)
    expansions = {element.entries.get("E") for element in structure.root}
    for text in sorted({text for text in expansions if text} - {*page.expansions}):
        yield Finding("expansion", f"Nothing on the page stands for {shown(text)}.")
    for text in dict.fromkeys(page.expansions):
        if text not in expansions:
            yield Finding("expansion", f"No abbreviation is said to stand for {shown(text)}.")


def _place(picture: Element) -> Iterator[Finding]:
    """Yield what is wrong with where a picture is said to stand: another is there, perhaps."""
    points = [each for _, piece in picture.pieces for each in (*piece.drawn, *piece.lines)]
    left, bottom, right, top = map(float, picture.attributes.get("BBox", [inf] * 4))
    said = [(left, right), (bottom, top)]
    drawn = [(min(each), max(each)) for each in zip(*points, strict=True)]
    # What is cut off is drawn all the same, and what is drawn may not fill its place.
    if not drawn or not (_holds(drawn, said) or _holds(said, drawn)):
        name = shown(picture.entries.get("Alt", ""))
        yield Finding("place", f"The {picture.role} {name} is drawn elsewhere than is said.")


def _holds(spans: list[tuple[float, float]], others: list[tuple[float, float]]) -> bool:
    """Whether the middle of *others* lies in *spans*."""
    pairs = zip(spans, others, strict=True)
    return all(start <= (a + b) / 2 <= stop for (start, stop), (a, b) in pairs)


def _roles(structure: Structure, page: Page) -> Iterator[Finding]:
    for tag, role in _SAME.items():
        expected = page.count(tag)
        found = sum(element.role == role for element in structure.root)
        if found < expected:
            message = f"The page has {expected} elements <{tag}>, the PDF {found} {role}."
            yield Finding("role", message)


def _strays(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield the blocks of the text that stand nowhere on the page."""
    texts = {plain(block.text) for block in page.blocks}
    for element in _in_text(structure):
        written = element.own_text if element.role in _BLOCKS - {"Lbl"} else ""
        text = plain(written)
        if text and text not in texts and not element.within("Note"):
            yield Finding("stray", f"This stands nowhere on the page: {shown(key(written))}.")


def _in_text(structure: Structure) -> Iterator[Element]:
    """Yield the elements of the author's text; of a collection none, whose chapters begin with
    what its ePub says elsewhere."""
    if not any(element.role == "Art" for element in structure.root):
        yield from (element for element in structure.root if element.within("Part"))


def _passages(structure: Structure, page: Page) -> Iterator[Finding]:
    yield from _others(structure, page)
    said: dict[str, set[str]] = {}
    for element in structure.root:
        said.setdefault(key(element.text), set()).add(element.language)
    for language, text in page.passages:
        found = said.get(key(text))
        if found is not None and language not in found and language != page.language:
            message = f"It is not said that this is in the language {language}: {shown(text)}."
            yield Finding("language", message)


def _others(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield what is said to be in a language in which no passage of the page is."""
    foreign: dict[str, str] = {}
    for language, text in page.passages:
        foreign[language] = foreign.get(language, "") + key(text).replace(" ", "")
    whole = "".join(key(block.text).replace(" ", "") for block in page.blocks if block.in_text)
    for element in structure.root:
        language, text = element.language, key(element.own_text).replace(" ", "")
        inner = {piece.language for _, piece in element.pieces} - page.languages - {""}
        if element.role in _PICTURES and language:
            inner |= {language} - page.languages
        if inner:
            words = shown(element.text or element.entries.get("Alt", ""))
            yield Finding("language", f"This is said to be in {', '.join(inner)}: {words}.")
        if language in ("", page.language) or not text or text in foreign.get(language, ""):
            continue
        if text in whole:
            message = f"This is said to be in the language {language}: {shown(element.text)}."
            yield Finding("language", message)
