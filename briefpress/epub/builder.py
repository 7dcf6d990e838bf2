"""Write every brief as a book of its own."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree as ET

from docutils import nodes

from briefpress.brief import Brief
from briefpress.builders import FileBuilder
from briefpress.domain import FrontPicture
from briefpress.epub.accessibility import CONFORMANCE, examine
from briefpress.epub.package import Part, pack
from briefpress.epub.pages import Pages, mark_pages, page_id, remove_numbers
from briefpress.epub.refusals import refused
from briefpress.epub.xhtml import MATHML, SVG, to_bytes, to_tree
from briefpress.facts import publication_time
from briefpress.files import MEDIA_TYPES, write_atomically
from briefpress.languages import join
from briefpress.nodes import chart
from briefpress.outline import outline
from briefpress.pdf.job import state_of
from briefpress.problems import Kind, log_error, log_warning
from briefpress.themes import stylesheet
from briefpress.themes.tokens import tokens_of

_XHTML = "application/xhtml+xml"

# Of all identifiers of books; another one would make other books of them.
_NAMESPACE = uuid.UUID("5d3c6b0e-3b7b-5b0e-9b1c-6f0a6f4f7f0a")

# EPUBCheck wants a path to have data, and matplotlib gives spaces none.
_EMPTY_PATH = re.compile(rb"<path(?=\s)(?![^>]*\sd=)")


class BriefEpubBuilder(FileBuilder):
    """The builder ``briefepub``: one EPUB 3.3 per brief."""

    name = "briefepub"
    epilog = "The books are in %(outdir)s."
    theme_name = "briefpress-book"
    drawn: ClassVar[tuple[type[nodes.Element], ...]] = (nodes.image, chart)
    # The core media types (EPUB 3.3, 3.2).
    shown = ("image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp")

    def write_brief(self, brief: Brief, context: dict[str, Any], doctree: nodes.document) -> None:
        """Write one book."""
        pages = self._pages(brief)
        context |= {
            "identifier": self.identifier(brief),
            "modified": publication_time(brief).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "outline": outline(doctree),
            "page_id": page_id,
            "pages": pages.labels if pages else [],
            "position": group_position(brief.number),
            "source": source_of_pages(context),
        }
        cover = self.cover(brief, context)
        context["cover"] = cover.name
        trees = {
            name: to_tree(self.templates.render(name, context))
            for name in ("cover.xhtml", "nav.xhtml", "text.xhtml")
        }
        if pages:
            mark_pages(trees["text.xhtml"], pages)
        remove_numbers(trees["text.xhtml"])
        shown = {each.get("src") for tree in trees.values() for each in tree.iter()}
        pictures = [part for part in self._pictures if part.href in shown]
        parts = [
            cover,
            *(
                Part(name, _XHTML, to_bytes(tree), properties(name, tree))
                for name, tree in trees.items()
            ),
            *pictures,
            Part("style.css", "text/css", stylesheet("book", tokens_of(self.config)).encode()),
        ]
        found = examine(trees.values(), {part.name: part.content for part in pictures})
        context |= {
            "accessibility": found,
            "certifier": self.config.briefpress_certifier,
            "conformance": "" if found.faults else CONFORMANCE,
            "parts": sorted(parts, key=lambda part: part.name),
        }
        package = self.templates.render("package.opf", context)
        target = Path(self.outdir, f"{brief.docname}.epub")
        write_atomically(target, pack(package, context["parts"]))

    def _pages(self, brief: Brief) -> Pages | None:
        """Return the pages of the PDF; None if this build does not know where it is."""
        folder = self.config.briefpress_pages
        target = Path(folder, f"{brief.docname}.pdf")
        return Pages.from_state(state_of(target)) if folder else None

    def identifier(self, brief: Brief) -> str:
        """Return the book's identifier: a UUID (RFC 9562, section 5.5) of who publishes what, the
        first name that the brief had, and the language. It stays when the site moves, and when
        the brief is given another file name and keeps the old one among its ``aliases``."""
        config = self.config
        publication = [config.author, config.project]
        if not any(publication):
            publication = [config.html_baseurl]
        first = brief.aliases[0] if brief.aliases else brief.id
        return uuid.uuid5(_NAMESPACE, "\n".join([*publication, first, self.tag])).urn

    def cover(self, brief: Brief, context: dict[str, Any]) -> Part:
        """Return the picture of the cover of *brief*."""
        # Imported here: NumPy is slow to load, and only this needs it.
        from briefpress.epub.cover import Cover, UnreadablePicture

        series = context["series"]["name"] if context["series"] else context["publication"]
        pictures: dict[str, FrontPicture] = self.domain.data["pictures"].get(brief.docname, {})
        picture = pictures.get("banner.image")
        cover = Cover(
            byline=join([author["name"] for author in context["authors"]], self.tag),
            direction=context["direction"],
            drawing=picture.drawing if picture else "",
            hue=self.facts_of.hue(brief),
            institution=context["institution"],
            name=brief.id,
            picture=Path(self.srcdir, picture.uri) if picture and not picture.drawing else None,
            series=" ".join(filter(None, (series, context["number"]))),
            subtitle=context["subtitle"],
            title=context["name"],
            tokens=tokens_of(self.config),
            topic=context["topic"]["name"] if context["topic"] else "",
            watermark=context["watermark"],
        )
        try:
            content, suffix = cover.draw()
        except UnreadablePicture as fault:
            log_warning(
                f"{brief.path}:1",
                Kind.PICTURE,
                "the picture “%s” cannot stand on the book’s cover (%s); save it anew",
                picture.uri if picture else "",
                fault,
            )
            content, suffix = replace(cover, picture=None, drawing="").draw()
        name = f"cover{suffix}"
        return Part(name, MEDIA_TYPES[suffix], content, "cover-image")

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the page of the text: all of a book's pages lie in one folder."""
        return "text.xhtml"

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write *docname* and gather its pictures, which writing gives new names."""
        for path, line, message in refused(doctree):
            log_error(f"{path}:{line}", Kind.HTML, "%s", message)
        own = self.pictures(doctree)
        files = {name: Path(self.srcdir, uri).read_bytes() for name, uri in own.items()}
        files |= {name: self.drawings[name] for name in self.drawings_in(doctree)}
        self._pictures = [_picture(name, content) for name, content in sorted(files.items())]
        super().write_doc(docname, doctree)

    def finish(self) -> None:
        """Nothing more to write."""


def _picture(name: str, content: bytes) -> Part:
    media_type = MEDIA_TYPES[Path(name).suffix.lower()]
    if media_type == MEDIA_TYPES[".svg"]:
        content = _EMPTY_PATH.sub(b'<path d=""', content)
    return Part(f"_images/{name}", media_type, content)


def properties(name: str, tree: ET.Element) -> str:
    """Return what the manifest must say of the page *tree* (EPUB 3.3, appendix D.6.2): a reader
    must know beforehand what it takes to show it."""
    tags = {element.tag for element in tree.iter()}
    found = {
        "mathml": f"{{{MATHML}}}math" in tags,
        "nav": name == "nav.xhtml",
        "svg": f"{{{SVG}}}svg" in tags,
    }
    return " ".join(name for name, true in found.items() if true)


def source_of_pages(context: Mapping[str, Any]) -> str:
    """Return what names the PDF whose pages a book tells: its address, else in words."""
    if address := context["address"]:
        return f"{address.removesuffix('.html')}.pdf"
    words = (context["name"], context["institution"], context["iso_date"])
    return f"{', '.join(filter(None, words))} (PDF)"


def group_position(number: str | None) -> str:
    """Return *number* as EPUB 3.3, appendix D.3.6, wants it: integers parted by full stops;
    empty if it is not made of integers."""
    numbers = re.findall(r"\d+", number or "")
    return ".".join(numbers) if re.fullmatch(r"\d+(?:[./-]\d+)*", number or "") else ""
