"""Read the structure of a PDF: its elements with their words, and what the file says of itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from briefpress.check.packages import require
from briefpress.check.structure.content import Contents, Piece
from briefpress.check.structure.entries import strange_entries

SOFT_HYPHEN = "\u00ad"

INLINE = frozenset({"Code", "Link", "Quote", "Reference", "Span"})
"""Roles within a line of text. What else stands in a block is a block of its own."""


@dataclass(frozen=True)
class Link:
    """A link: what is said of it, and the web address or the page, from 0, that it leads to."""

    contents: str
    address: str
    page: int | None
    top: float | None
    """How high on that page, in points from its foot."""
    box: tuple[float, float, float, float]
    """Where it stands itself, in points: left, bottom, right, top."""
    is_on_page: bool
    """Whether a page has it, so that it can be followed."""


@dataclass(eq=False)
class Element:
    """A structure element (ISO 32000-1, 14.7.2); ``kids`` are elements and pieces of text."""

    role: str
    parent: Element | None
    entries: dict[str, str]
    """ActualText, Alt, E, ID and Lang."""
    attributes: dict[str, Any]
    """Of all owners: Headers, ListNumbering, Scope …"""
    kids: list[Element | str] = field(default_factory=list)
    pieces: list[tuple[int, Piece]] = field(default_factory=list)
    """The page, from 0, of each text among ``kids``, and where it stands."""
    links: list[Link] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    number: tuple[int, int] = (0, 0)
    """Of its object in the file."""
    is_astray: bool = False
    """Whether the file says elsewhere that it, or some of its text, is in another element."""
    note: Element | None = None
    """The note that it calls."""
    shown: str = ""
    """What is seen of it, where other words are read."""

    def __iter__(self) -> Iterator[Element]:
        """Yield this element and all below it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid

    def within(self, role: str) -> bool:
        """Whether it stands in an element of *role*."""
        return self.parent is not None and (self.parent.role == role or self.parent.within(role))

    @property
    def around(self) -> list[Element]:
        """What it stands in, from inside out."""
        return [self.parent, *self.parent.around] if self.parent else []

    @property
    def language(self) -> str:
        """The language of its words; empty for that of the document."""
        return self.entries.get("Lang") or (self.parent.language if self.parent else "")

    @property
    def text(self) -> str:
        """All words in it."""
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    @property
    def own_text(self) -> str:
        """Its words without those of blocks in it, of notes and of their calls."""
        return "".join(
            kid if isinstance(kid, str) else kid.own_text if kid.note is None else kid.space
            for kid in self.kids
            if isinstance(kid, str) or kid.role in INLINE
        )

    @property
    def space(self) -> str:
        """The space that it ends with, if it does."""
        return " " if self.text[-1:].isspace() else ""


@dataclass(frozen=True)
class Bookmark:
    """A bookmark, how deep it stands below others, and where it leads to."""

    title: str
    depth: int
    page: int | None
    """From 0."""
    top: float | None
    """As of a link."""


@dataclass(frozen=True)
class Structure:
    """What is read of a PDF."""

    root: Element
    names: dict[str, tuple[str, str]]
    """What the file says of itself in the two places that it has for it, by key."""
    bookmarks: list[Bookmark]
    index: dict[str, str]
    """The names by which elements are found, and the name of what each leads to."""
    pages: int
    strange: list[str]
    """The entries of the file that are none of ours."""


def read_structure(data: bytes) -> Structure:
    """Read a PDF; raise `ValueError` if it is none, or has no structure."""
    pikepdf = require("pikepdf")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _Reader(pikepdf, pdf).structure()
    except RecursionError as error:
        raise ValueError("an element or a bookmark holds itself") from error
    except (pikepdf.PdfError, AttributeError, IndexError, KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


class _Reader:
    def __init__(self, pikepdf: Any, pdf: Any) -> None:
        self._pikepdf, self._pdf = pikepdf, pdf
        self._places = {page.obj.objgen: place for place, page in enumerate(pdf.pages)}
        contents = Contents(pikepdf)
        self._pieces = [contents.pieces(page) for page in pdf.pages]
        names = pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
        self._names = {str(names[n]): names[n + 1] for n in range(0, len(names), 2)}
        annotations = (each for page in pdf.pages for each in page.obj.get("/Annots", ()))
        self._annotations = {each.objgen for each in annotations}
        self._parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        self._owners = [self._owners_on(page) for page in pdf.pages]

    def structure(self) -> Structure:
        tree = self._pdf.Root.StructTreeRoot
        root = Element("Root", None, {}, {}, number=tree.objgen)
        for kid in self._listed(tree.get("/K")):
            root.kids.append(self._element(kid, root, None))
        _find_calls(root)
        bookmarks = list(self._bookmarks(self._pdf.Root.get("/Outlines", {})))
        strange = list(strange_entries(self._pdf))
        names, index = self._metadata(), self._index(tree)
        return Structure(root, names, bookmarks, index, len(self._pieces), strange)

    def _index(self, tree: Any) -> dict[str, str]:
        """Return the names that elements are found by, and the name of what each leads to."""
        if "/IDTree" not in tree:
            return {}
        index = self._pikepdf.NameTree(tree.IDTree)
        return {name: str(element.get("/ID", "")) for name, element in index.items()}

    def _bookmarks(self, above: Any, depth: int = 0) -> Iterator[Bookmark]:
        each, seen = above.get("/First"), set[Any]()
        while each is not None:
            if each.objgen in seen:
                raise ValueError("the bookmarks go round in a circle")
            seen.add(each.objgen)
            yield Bookmark(str(each.get("/Title", "")), depth, *self._target(each))
            yield from self._bookmarks(each, depth + 1)
            each = each.get("/Next")

    def _element(self, source: Any, parent: Element, page: int | None) -> Element:
        entries = {
            name: str(source[f"/{name}"])
            for name in ("ActualText", "Alt", "E", "ID", "Lang")
            if f"/{name}" in source
        }
        attributes = {
            name[1:]: [str(each) for each in value]
            if isinstance(value, self._pikepdf.Array)
            else str(value).removeprefix("/")
            for of in self._listed(source.get("/A"))
            for name, value in of.items()
        }
        role = str(source.S)[1:]
        element = Element(role, parent, entries, attributes)
        above = source.get("/P")
        element.number = source.objgen
        element.is_astray = above is None or above.objgen != parent.number
        if "/Pg" in source:
            page = self._places[source.Pg.objgen]
        for kid in self._listed(source.get("/K")):
            self._add(element, kid, page)
        if "ActualText" in entries:
            element.shown, element.kids = element.text, [entries["ActualText"]]
        return element

    def _add(self, element: Element, kid: Any, page: int | None) -> None:
        if not isinstance(kid, self._pikepdf.Dictionary):
            if page is not None:
                piece = self._pieces[page].get(int(kid), Piece())
                element.kids.append(piece.text)
                element.pieces.append((page, piece))
                element.pages.add(page)
                element.is_astray |= self._owners[page].get(int(kid)) != element.number
            return
        if "/Pg" in kid and "/S" not in kid:
            page = self._places[kid.Pg.objgen]
        if "/MCID" in kid:
            self._add(element, kid.MCID, page)
        elif "/Obj" in kid:
            element.links.append(self._link(kid.Obj))
            entry = kid.Obj.get("/StructParent")
            owner = self._parents.get(int(entry)) if entry is not None else None
            element.is_astray |= owner is None or owner.objgen != element.number
        else:
            child = self._element(kid, element, page)
            element.kids.append(child)
            element.pages |= child.pages

    def _owners_on(self, page: Any) -> dict[int, tuple[int, int]]:
        """Return whose each marked piece of *page* is said to be."""
        entry = page.obj.get("/StructParents")
        pairs = enumerate(self._parents.get(int(entry), ()) if entry is not None else ())
        return {number: owner.objgen for number, owner in pairs if owner is not None}

    def _listed(self, value: Any) -> list[Any]:
        """Return *value*, which stands alone where a list would have one entry."""
        if isinstance(value, self._pikepdf.Array):
            return list(value)
        return [] if value is None else [value]

    def _link(self, annotation: Any) -> Link:
        address = str(annotation.get("/A", {}).get("/URI", ""))
        x, y, to_x, to_y = map(float, annotation.Rect)
        box = min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)
        target = self._target(annotation)
        is_on_page = annotation.objgen in self._annotations
        return Link(str(annotation.get("/Contents", "")), address, *target, box, is_on_page)

    def _target(self, source: Any) -> tuple[int | None, float | None]:
        """Return the page that a link or a bookmark leads to, and how high on it."""
        target = source.get("/Dest")
        if target is not None and not isinstance(target, self._pikepdf.Array):
            target = self._names.get(str(target))
        if target is None:
            return None, None
        page = self._places.get(target[0].objgen)
        return page, float(target[3]) if len(target) > 3 and target[1] == "/XYZ" else None

    def _metadata(self) -> dict[str, tuple[str, str]]:
        info, found = self._pdf.docinfo, {}
        with self._pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as packet:
            for key, name in (
                ("Title", "dc:title"),
                ("Author", "dc:creator"),
                ("Subject", "dc:description"),
                ("Keywords", "pdf:Keywords"),
            ):
                value = packet.get(name, "")
                said = value if isinstance(value, str) else ", ".join(value)
                found[key] = (str(info.get(f"/{key}", "")), said)
            for key, name in (("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")):
                dates = str(info.get(f"/{key}", "")), str(packet.get(name, ""))
                # D:20250526 in the one, 2025-05-26 in the other.
                found[key] = (_digits(dates[0]), _digits(dates[1]))
        return found


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _find_calls(root: Element) -> None:
    """Tell of every number that leads to the page of a note with that number that it calls it."""
    notes = {number_of(element): element for element in root if element.role == "Note"}
    for element in root:
        note = notes.get(element.text.strip()) if element.role == "Reference" else None
        if note and any(link.page in note.pages for inner in element for link in inner.links):
            element.note = note


def number_of(note: Element) -> str:
    """Return the number of *note*, without what surrounds it."""
    label = next((each.text for each in note if each.role == "Lbl"), "")
    return "".join(filter(str.isalnum, label))
