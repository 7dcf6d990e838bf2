"""Hold how a book is entered against its text: order of pages, titles, contents, landmarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

from briefpress.check.book.differences import differences
from briefpress.check.book.opened import PACKAGE, TYPE, Book, of_class, words
from briefpress.check.book.reading import Block, Mark, quoted
from briefpress.check.result import Finding
from briefpress.epub.spine import COLOPHON, COVER, NAV, TEXT, TITLE
from briefpress.trees import MATHML, XHTML

_PLACE = f"EPUB/{NAV}"
_BELOW = re.compile(f"{{{XHTML}}}h[2-6]")  # headings below the title
_LINK = "the link to "
_FIRST, _LAST = (COVER, TITLE, NAV, TEXT), (COLOPHON,)


def findings(book: Book) -> Iterator[Finding]:
    """Yield where readers of *book* are led astray."""
    yield from _order(book)
    for name, tree in book.pages.items():
        yield from _title(name, tree)
    nav = _nav(book, "toc")
    if nav is not None:
        found = [entry for part in nav.iterfind(f"{{{XHTML}}}ol") for entry in _entries(part, 1)]
        said = {entry.marks: entry.text for entry in found}
        written = [
            replace(entry, text=entry.text or said.get(entry.marks, ""))
            for name, tree in book.texts.items()
            for entry in _expected(name, tree)
        ]
        yield from differences(
            written, found, _PLACE, page="in the text of the book", book="in its contents"
        )
        yield from _landmarks(book, found)


def _order(book: Book) -> Iterator[Finding]:
    """Yield where the pages are read in another order than that of the book, or passed over."""
    names = [name for name in book.items if name.endswith(".xhtml")]
    chapters = sorted(
        (name for name in names if name.startswith("chapter-")),
        key=lambda name: int(re.sub(r"\D", "", name) or 0),
    )
    expected = [name for name in (*_FIRST, *chapters, *_LAST) if name in names]
    ids = {item.get("id"): name for name, item in book.items.items()}
    found = [ids.get(each.get("idref"), "") for each in book.spine]
    if found != expected:
        message = f"The pages follow each other so: {', '.join(found)}; the order of the book is"
        yield Finding("spine", f"{message} {', '.join(expected)}.", PACKAGE)
    for each in book.spine:
        if each.get("linear", "yes") != "yes":
            message = f"Who turns the pages does not come to {ids.get(each.get('idref'))}."
            yield Finding("spine", message, PACKAGE)


def _title(name: str, tree: ET.Element) -> Iterator[Finding]:
    """Yield where a page has another title than its first heading; the cover has none."""
    said = next((words(each) for each in tree.iter(f"{{{XHTML}}}title")), "")
    heading = next((_label(each) for each in tree.iter(f"{{{XHTML}}}h1")), "")
    if name == COVER:
        pictures = tree.iter(f"{{{XHTML}}}img")
        heading = next((each.get("alt", "").partition(":")[0] for each in pictures), "")
    if said != heading and heading:
        message = f"The page has the title {quoted(said)}, and begins with {quoted(heading)}."
        yield Finding("page-title", message, f"EPUB/{name}")


def _label(heading: ET.Element) -> str:
    """Return the words of *heading* as contents and titles have them; nothing if a formula is among
    them, which these have in other signs."""
    if any(isinstance(e.tag, str) and e.tag.startswith(f"{{{MATHML}}}") for e in heading.iter()):
        return ""
    return " ".join("".join(_pieces(heading)).split())


def _pieces(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        is_left_out = child.get("role") == "doc-noteref" or "chapter-number" in child.get(
            "class", ""
        )
        if isinstance(child.tag, str) and not is_left_out:
            yield from _pieces(child)
        yield child.tail or ""


def _entries(part: ET.Element, level: int) -> Iterator[Block]:
    """Yield the entries of a list of the contents."""
    for item in part.iterfind(f"{{{XHTML}}}li"):
        for link in item.iterfind(f"{{{XHTML}}}a"):
            names = next(of_class(link, "names"), None)
            label = words(link)
            if names is not None:
                label = label.removesuffix(words(names)).rstrip()
            yield _entry(level, label, link.get("href", ""))
        for inner in item.iterfind(f"{{{XHTML}}}ol"):
            yield from _entries(inner, level + 1)


def _expected(name: str, tree: ET.Element) -> Iterator[Block]:
    """Yield the entries that a page of the text has in the contents."""
    if name == TITLE:
        return
    level = 1
    for heading in tree.iter(f"{{{XHTML}}}h1"):
        number = next((f"{words(each)}. " for each in of_class(heading, "chapter-number")), "")
        yield _entry(1, f"{number}{_label(heading)}", name)
        level = 2
    if name != COLOPHON:
        yield from _sections(tree, name, level)


def _sections(element: ET.Element, name: str, level: int) -> Iterator[Block]:
    """Yield the entries of the sections in *element*; what an example shows has none."""
    for child in element:
        # Before it may stand marks of pages, and of the section's other names.
        inside = (each for each in child if each.tag != f"{{{XHTML}}}span")
        heading = next(inside, None) if child.tag == f"{{{XHTML}}}section" else None
        id_ = child.get("id") or child.get("aria-labelledby", "")
        inner = level
        if id_ and heading is not None and _BELOW.fullmatch(str(heading.tag)):
            yield _entry(level, _label(heading), f"{name}#{id_}")
            inner += 1
        if "example-result" not in child.get("class", "").split():
            yield from _sections(child, name, inner)


def _entry(level: int, label: str, target: str) -> Block:
    return Block(f"an entry of level {level}", label, (Mark("contents", f"{_LINK}{target}"),))


def _landmarks(book: Book, entries: list[Block]) -> Iterator[Finding]:
    first = entries[0].marks[0].what.removeprefix(_LINK) if entries else TEXT
    places = [("cover", COVER), ("titlepage", TITLE), ("toc", f"{NAV}#toc"), ("bodymatter", first)]
    expected = [
        (kind, place)
        for kind, place in (*places, ("colophon", COLOPHON))
        if place.partition("#")[0] in book.pages
    ]
    nav = _nav(book, "landmarks")
    links = [] if nav is None else nav.iter(f"{{{XHTML}}}a")
    found = [(each.get(TYPE, ""), each.get("href", "")) for each in links]
    if found != expected:
        message = f"The landmarks are {_listed(found)}, and should be {_listed(expected)}."
        yield Finding("landmarks", message, _PLACE)


def _listed(landmarks: list[tuple[str, str]]) -> str:
    return ", ".join(f"{kind} ({place})" for kind, place in landmarks) or "none"


def _nav(book: Book, kind: str) -> ET.Element | None:
    tree = book.pages.get(NAV)
    navs = [] if tree is None else tree.iter(f"{{{XHTML}}}nav")
    return next((each for each in navs if each.get(TYPE) == kind), None)
