"""Compare the structure of a PDF with that of the page that it prints.

A validator sees whether a structure is well made, not whether it is right: a paragraph that a page
break splits in two, a running head that is read aloud, a note that nothing leads to, a passage
without its language, a link described by its address. `pdf` reads the one, `page` the other; here
is what they must have in common. Words are compared with their spaces, so that a word parted by a
line's end must be one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version as installed

from briefpress.check.packages import DISTRIBUTIONS, require
from briefpress.check.reference import NOTHING_TO_COMPARE
from briefpress.check.result import Finding, Report, shortened
from briefpress.check.structure.cells import unnamed_headers
from briefpress.check.structure.page import Page
from briefpress.check.structure.pdf import SOFT_HYPHEN, Element, Structure, read_structure
from briefpress.check.text_layer.letters import INVISIBLE, LIGATURES

MOST_SHOWN = 10
"""How many findings of one rule are listed; the others are counted."""

MOST_LETTERS = 60
"""How many letters of a text are shown."""

_BLOCKS = frozenset({"Caption", "LBody", "Lbl", "P", "TD", "TH", *(f"H{n}" for n in range(1, 7))})

_WHOLE = frozenset({"Document", "Part"})

_PICTURES = ("Figure", "Formula")
"""Roles of what is heard as its alternative text."""

_SAME = {"blockquote": "BlockQuote", "code": "Code"}
"""Tags of the page and the roles that say the same."""

_SCOPES = {"col": "Column", "row": "Row"}


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
        *_running_heads(structure, page),
        *_notes(structure, page),
        *_blocks(structure, page),
        *_headings(structure, page),
        *_order(structure, page),
        *_pictures(structure, page),
        *_roles(structure, page),
        *_passages(structure, page),
        *_lists(structure, page),
        *_tables(structure, page),
        *_links(structure, page),
    ]
    return Report(shortened(found, MOST_SHOWN))


def _key(text: str) -> str:
    """Return *text* as it is compared: CSS may have changed its capitals."""
    text = INVISIBLE.sub("", text.replace(SOFT_HYPHEN, ""))
    text = unicodedata.normalize("NFC", text.translate(LIGATURES)).casefold()
    return " ".join(text.split())


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sorted(letter for letter in plain if letter.isalnum()))


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text[:MOST_LETTERS]}…”" if len(text) > MOST_LETTERS else f"“{text}”"


def _itself(structure: Structure) -> Iterator[Finding]:
    """Yield what is wrong whatever the page says."""
    for element in structure.root:
        if not element.kids and not element.links and element.role not in ("TD", "TH"):
            yield Finding("empty", f"An element {element.role} holds nothing.")
        if element.role == "L" and "ListNumbering" not in element.attributes:
            words = _shown(element.text)
            yield Finding("list-numbering", f"It is not said how this list is numbered: {words}.")
        other = element.entries.get("Alt") if element.role not in _PICTURES else ""
        # What runs to the left is seen in another order.
        if "ActualText" in element.entries and _letters(element.text) != _letters(element.shown):
            other = element.text
        if other:
            message = f"{_shown(other)} is read in place of {_shown(element.shown)}."
            yield Finding("replaced", message)
    for name, (info, packet) in structure.names.items():
        if _key(info) != _key(packet):
            places = f"{_shown(info)} in one place, {_shown(packet)} in another"
            message = f"The {name.lower()} is {places}."
            yield Finding("metadata", message)


def _running_heads(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield what is read on several pages and stands nowhere in the text, and numbers of pages.

    The chapters of a collection begin alike, and its contents name the same authors twice.
    """
    texts = {_key(block.text) for block in page.blocks}
    places: dict[tuple[str, Element | None], set[int]] = {}
    for element in structure.root:
        key = _key(element.own_text)
        if key and key not in texts and element.role in _BLOCKS - {"Lbl"}:
            chapter = next((each for each in element.around if each.role in ("Art", "TOC")), None)
            place = re.sub(r"\d+", "#", key), chapter
            places.setdefault(place, set()).update(element.pages)
    for (text, chapter), pages in places.items():
        is_repeated = len(pages) > 1 and (chapter is None or chapter.role == "Art")
        if is_repeated or text == "# / #":
            message = f"A running head or foot is read as text: {_shown(text)}."
            yield Finding("running-head", message)


def _notes(structure: Structure, page: Page) -> Iterator[Finding]:
    elements = [element for element in structure.root if element.role == "Note"]
    if len(elements) != len(page.notes):
        message = f"The page has {len(page.notes)} notes, the PDF {len(elements)}."
        yield Finding("notes", message)
    called: dict[Element, Element] = {}
    for element in structure.root:
        if element.note:
            called.setdefault(element.note, element)
    for element in elements:
        labels = [each for each in element if each.role == "Lbl"]
        back = [link for each in labels for inner in each for link in inner.links]
        words = _shown(element.text)
        if not back or element.parent is None or back[0].page not in element.parent.pages:
            yield Finding("note-back", f"Nothing leads from the note back to its call: {words}.")
        if element not in called:
            yield Finding("note-call", f"No call leads to the note: {words}.")
        elif element.parent not in called[element].around or element.parent.role in _WHOLE:
            yield Finding("note-place", f"The note is heard far from its call: {words}.")


def _blocks(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield the blocks of the page that are no single element of the PDF."""
    texts: dict[str, list[Element]] = {}
    for element in structure.root:
        if element.own_text.strip():
            texts.setdefault(_key(element.own_text), []).append(element)
    begun = sorted(texts)
    for block in page.blocks:
        key = _key(block.text)
        if not key or not block.in_text:
            continue
        if key not in texts:
            split = any(len(part) > 1 and key.startswith(part) for part in begun)
            why = "is split over several" if split else "is not one"
            yield Finding("text", f"A passage {why} of the PDF's elements: {_shown(block.text)}.")
        elif block.in_caption and not any(
            each.role == "Caption" or each.within("Caption") for each in texts[key]
        ):
            yield Finding("caption", f"This is no caption: {_shown(block.text)}.")


def _headings(structure: Structure, page: Page) -> Iterator[Finding]:
    found = [
        (element.role, _key(element.own_text))
        for element in structure.root
        if re.fullmatch("H[1-6]", element.role)
    ]
    expected = [(block.tag.upper(), _key(block.text)) for block in page.blocks if block.is_heading]
    for level, text in dict.fromkeys(expected):
        if (level, text) not in found:
            yield Finding("heading", f"The PDF has no {level} {_shown(text)}.")
    marked = {_key(text) for text in structure.bookmarks}
    for _, text in dict.fromkeys(found):
        if text and text not in marked:
            yield Finding("bookmark", f"No bookmark leads to the heading {_shown(text)}.")
    common = [heading for heading in found if heading in expected]
    if common != [heading for heading in expected if heading in common]:
        yield Finding("heading-order", "The headings stand in another order than on the page.")


def _order(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield where the PDF is read in another order than the page."""
    read = [_key(e.own_text) for e in structure.root if e.role in _BLOCKS and not e.within("Note")]
    once = {text for text, count in Counter(read).items() if count == 1}
    places = {text: place for place, text in enumerate(read) if text in once}
    texts = [_key(block.text) for block in page.blocks if block.in_text]
    last = -1
    for text, count in Counter(texts).items():
        if count == 1 and text in places:
            if places[text] < last:
                yield Finding("order", f"This is read before what it follows: {_shown(text)}.")
            last = max(last, places[text])


def _pictures(structure: Structure, page: Page) -> Iterator[Finding]:
    for role, texts in (("Figure", page.pictures), ("Formula", page.formulas)):
        found = Counter(e.entries.get("Alt", "") for e in structure.root if e.role == role)
        for text in Counter(texts) - found:
            yield Finding("alternative", f"No {role} has the alternative text {_shown(text)}.")
        read = [e.entries.get("Alt", "") for e in structure.root if e.role == role]
        if not Counter(texts) - found and [each for each in read if each in texts] != texts:
            yield Finding("alternative", f"Alternative texts of {role} stand in another order.")
    expansions = {element.entries.get("E") for element in structure.root}
    for text in dict.fromkeys(page.expansions):
        if text not in expansions:
            yield Finding("expansion", f"No abbreviation is said to stand for {_shown(text)}.")


def _roles(structure: Structure, page: Page) -> Iterator[Finding]:
    for tag, role in _SAME.items():
        expected = page.count(tag)
        found = sum(element.role == role for element in structure.root)
        if found < expected:
            message = f"The page has {expected} elements <{tag}>, the PDF {found} {role}."
            yield Finding("role", message)


def _passages(structure: Structure, page: Page) -> Iterator[Finding]:
    said: dict[str, set[str]] = {}
    for element in structure.root:
        said.setdefault(_key(element.text), set()).add(element.language)
    for language, text in page.passages:
        found = said.get(_key(text))
        if found is not None and language not in found and language != page.language:
            message = f"It is not said that this is in the language {language}: {_shown(text)}."
            yield Finding("language", message)


def _lists(structure: Structure, page: Page) -> Iterator[Finding]:
    found: dict[str, list[str]] = {}
    for element in structure.root:
        if element.role == "L":
            bodies = (each.own_text for each in element if each.role in ("LBody", "P"))
            first = next(filter(str.strip, bodies), "")
            numbering = element.attributes.get("ListNumbering", "")
            found.setdefault(_key(first), []).append(numbering)
    numbered = re.compile("Decimal|(Lower|Upper)(Alpha|Roman)")
    for is_numbered, first in page.lists:
        kinds = found.get(_key(first))
        if kinds is None:
            yield Finding("list", f"The PDF has no list that begins with {_shown(first)}.")
        elif not any(bool(numbered.fullmatch(kind)) == is_numbered for kind in kinds):
            kind = "numbered" if is_numbered else "not numbered"
            yield Finding("list-numbering", f"On the page this list is {kind}: {_shown(first)}.")


def _tables(structure: Structure, page: Page) -> Iterator[Finding]:
    elements = [element for element in structure.root if element.role == "Table"]
    if len(elements) != len(page.tables):
        message = f"The page has {len(page.tables)} tables, the PDF {len(elements)}."
        yield Finding("tables", message)
        return
    for element, cells in zip(elements, page.tables, strict=True):
        found = [each for each in element if each.role in ("TD", "TH")]
        if [each.role.lower() for each in found] != [tag for tag, _, _ in cells]:
            yield Finding("cells", f"Its cells are not those of the page: {_shown(element.text)}.")
            continue
        names = {each.entries.get("ID") for each in found if each.role == "TH"}
        for each, (_, text, scope) in zip(found, cells, strict=True):
            if scope and each.attributes.get("Scope") != _SCOPES.get(scope):
                message = f"The header {_shown(text)} is not said to be that of its {scope}."
                yield Finding("scope", message)
            if not names.issuperset(each.attributes.get("Headers", ())):
                yield Finding("headers", f"The cell {_shown(text)} names a header that is none.")
        for cell, header in unnamed_headers(element):
            message = (
                f"The cell {_shown(cell.text)} does not name its header {_shown(header.text)}."
            )
            yield Finding("headers", message)


def _links(structure: Structure, page: Page) -> Iterator[Finding]:
    addresses = set()
    for element in structure.root:
        if len({link.address for link in element.links}) > 1:
            yield Finding("link", f"This link leads to several places: {_shown(element.text)}.")
        for link in element.links:
            addresses.add(link.address)
            words = _key(element.text)
            if not link.contents:
                yield Finding("link", f"It is not said where this link leads: {_shown(words)}.")
            elif (
                link.address and link.contents == link.address and link.address.casefold() != words
            ):
                message = f"A link is described by its address alone: {_shown(link.address)}."
                yield Finding("link", message)
    for address in dict.fromkeys(page.addresses):
        if address not in addresses:
            yield Finding("missing-link", f"Nothing in the PDF leads to {address}.")
