"""Read what a file of a book holds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from briefpress.trees import OPS

TYPE = f"{{{OPS}}}type"
PACKAGE = "EPUB/package.opf"

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"


@dataclass(frozen=True)
class Book:
    """A book: its package document, its files by name, the items of the manifest that name them,
    and its pages in the order of the spine."""

    package: ET.Element
    files: dict[str, bytes]
    items: dict[str, ET.Element]
    pages: dict[str, ET.Element]

    @classmethod
    def opened(cls, content: bytes) -> Book:
        """Return the book *content*; raise `ValueError` if it cannot be read."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                package = ET.fromstring(archive.read(PACKAGE))  # noqa: S314  # of our own making
                items = {unquote(i.get("href", "")): i for i in package.iter(f"{_OPF}item")}
                files = {name: archive.read(f"EPUB/{name}") for name in items}
                spine = [each.get("idref") for each in package.iter(f"{_OPF}itemref")]
                names = {item.get("id"): name for name, item in items.items()}
                pages = {
                    name: ET.fromstring(files[name])  # noqa: S314
                    for name in [names[each] for each in spine]
                    if items[name].get("media-type") == "application/xhtml+xml"
                }
        except (KeyError, zipfile.BadZipFile, ET.ParseError) as fault:
            raise ValueError(str(fault)) from fault
        return cls(package, files, items, pages)

    @property
    def pictures(self) -> dict[str, bytes]:
        """Its pictures but for the cover."""
        return {
            name: content
            for name, content in self.files.items()
            if self.items[name].get("media-type", "").startswith("image/")
            and not name.startswith("cover.")
        }

    @property
    def spine(self) -> Iterator[ET.Element]:
        """What names its pages in their order."""
        return self.package.iter(f"{_OPF}itemref")

    @property
    def texts(self) -> dict[str, ET.Element]:
        """The pages that hold the text."""
        furniture = ("cover.xhtml", "nav.xhtml")
        return {name: tree for name, tree in self.pages.items() if name not in furniture}

    @property
    def progression(self) -> str:
        """Where its pages follow each other to; empty is to the right."""
        spine = self.package.find(f"{_OPF}spine")
        return "" if spine is None else spine.get("page-progression-direction", "")

    def elements(self, name: str) -> Iterator[ET.Element]:
        """Yield the elements of Dublin Core of that *name*."""
        return self.package.iter(f"{_DC}{name}")

    def dc(self, name: str) -> list[str]:
        """Return what they say."""
        return [words(element) for element in self.elements(name)]

    def people(self) -> list[tuple[str, str]]:
        """Return who made the book: the id, as “author-1”, and the name."""
        found = [*self.elements("creator"), *self.elements("contributor")]
        return [(each.get("id", ""), words(each)) for each in found]

    def contributors(self, kind: str) -> list[str]:
        """Return who contributed in that way, as the package names it: “translator”."""
        return [name for id_, name in self.people() if id_.startswith(f"{kind}-")]

    def meta(self, name: str) -> list[str]:
        """Return the values of the property *name*."""
        return [words(element) for element in self.metas(name)]

    def metas(self, name: str) -> Iterator[ET.Element]:
        """Yield the elements that have the property *name*."""
        return (e for e in self.package.iter(f"{_OPF}meta") if e.get("property") == name)

    def links(self, relation: str) -> list[str]:
        """Return where links of that *relation* lead."""
        found = (
            e for e in self.package.iter(f"{_OPF}link") if relation in e.get("rel", "").split()
        )
        return [element.get("href", "") for element in found]


def words(element: ET.Element) -> str:
    """Return the words in *element*."""
    return " ".join("".join(element.itertext()).split())


def is_mark(element: ET.Element) -> bool:
    """Whether *element* marks where a page of the PDF begins."""
    return element.get(TYPE) == "pagebreak" or element.get("role") == "doc-pagebreak"


def of_class(tree: ET.Element, kind: str) -> Iterator[ET.Element]:
    """Yield the elements in *tree* that have the class *kind*."""
    return (each for each in tree.iter() if kind in each.get("class", "").split())
