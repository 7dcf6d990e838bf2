"""Read what a file of a book holds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from briefpress.epub.trees import OPS

TYPE = f"{{{OPS}}}type"
PACKAGE = "EPUB/package.opf"

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"


@dataclass(frozen=True)
class Book:
    """A book: its package document, its pages by name in the order of the spine, its pictures."""

    package: ET.Element
    pages: dict[str, ET.Element]
    pictures: dict[str, bytes]

    @classmethod
    def opened(cls, content: bytes) -> Book:
        """Return the book *content*; raise `ValueError` if it cannot be read."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                package = ET.fromstring(archive.read(PACKAGE))  # noqa: S314  # of our own making
                items = {item.get("href", ""): item for item in package.iter(f"{_OPF}item")}
                files = {name: archive.read(f"EPUB/{name}") for name in items}
                types = {name: item.get("media-type", "") for name, item in items.items()}
                spine = [each.get("idref") for each in package.iter(f"{_OPF}itemref")]
                names = {item.get("id"): name for name, item in items.items()}
                pages = {
                    name: ET.fromstring(files[name])  # noqa: S314
                    for name in [names[each] for each in spine]
                    if types[name] == "application/xhtml+xml"
                }
        except (KeyError, zipfile.BadZipFile, ET.ParseError) as fault:
            raise ValueError(str(fault)) from fault
        pictures = {
            name: content
            for name, content in files.items()
            if types[name].startswith("image/") and not name.startswith("cover.")
        }
        return cls(package, pages, pictures)

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

    def dc(self, name: str) -> list[str]:
        """Return the elements of Dublin Core of that *name*."""
        return [words(element) for element in self.package.iter(f"{_DC}{name}")]

    def contributors(self, kind: str) -> list[str]:
        """Return who contributed in that way, as the package names it: “translator”."""
        found = self.package.iter(f"{_DC}contributor")
        return [words(each) for each in found if each.get("id", "").startswith(f"{kind}-")]

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
