"""Write every work as a book of its own."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree as ET

from docutils import nodes

from briefpress.binding import Chapter, FileBuilder, has_text
from briefpress.books import Book
from briefpress.brief import Collection, Work
from briefpress.domain import FrontPicture
from briefpress.epub.accessibility import CONFORMANCE, examine, summary
from briefpress.epub.package import Part, pack
from briefpress.epub.pages import Pages, add_list, mark_pages, remove_numbers
from briefpress.epub.spine import (
    NAV,
    TITLE,
    chapter_page,
    contents_of,
    contributors,
    further_languages,
    pages_of,
)
from briefpress.epub.xhtml import to_bytes, to_tree
from briefpress.facts import modification_time
from briefpress.files import MEDIA_TYPES, write_atomically
from briefpress.languages import join
from briefpress.nodes import chart
from briefpress.pdf.job import state_of
from briefpress.problems import Kind, log_warning
from briefpress.themes import stylesheet
from briefpress.themes.tokens import tokens_of
from briefpress.trees import MATHML, SVG

_XHTML = "application/xhtml+xml"

# Of all identifiers of books; another one would make other books of them.
_NAMESPACE = uuid.UUID("5d3c6b0e-3b7b-5b0e-9b1c-6f0a6f4f7f0a")

# EPUBCheck wants a path to have data, and matplotlib gives spaces none.
_EMPTY_PATH = re.compile(rb"<path(?=\s)(?![^>]*\sd=)")


class BriefEpubBuilder(FileBuilder):
    """The builder ``briefepub``: one EPUB 3.3 per brief and per collection."""

    name = "briefepub"
    epilog = "The books are in %(outdir)s."
    theme_name = "briefpress-book"
    is_book = True
    drawn: ClassVar[tuple[type[nodes.Element], ...]] = (nodes.image, chart)
    # The core media types (EPUB 3.3, 3.2).
    shown = ("image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp")

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write the book of *docname*."""
        self._pictures: dict[str, Part] = {}
        super().write_doc(docname, doctree)

    def write_chapter(self, work: Work, doctree: nodes.document) -> None:
        """Write *work* and gather its pictures, which writing gives new names."""
        own = self.pictures(doctree)
        files = {name: Path(self.srcdir, uri).read_bytes() for name, uri in own.items()}
        files |= {name: self.drawings[name] for name in self.drawings_in(doctree)}
        self._pictures |= {name: _picture(name, content) for name, content in files.items()}
        super().write_chapter(work, doctree)

    def write_book(self, book: Book, chapters: Sequence[Chapter]) -> None:
        """Write one book."""
        work, context = book.work, chapters[0].context
        pages = self._pages(work)
        cover = self.cover(work, context)
        context |= {
            "contents": list(contents_of(chapters, self.words("Introduction"))),
            "contributors": contributors(chapters),
            "cover": cover.name,
            "further_languages": further_languages(chapters),
            "identifier": self.identifier(work),
            "modified": modification_time(book).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "position": group_position(work.number),
            "source": source_of_pages(context),
        }
        spine = list(pages_of(chapters))
        context["spine"] = [Part(page.name, _XHTML, b"").id for page in spine]
        context["landmarks"] = {page.name for page in spine}
        context["pages"] = {}
        trees = {
            page.name: to_tree(self.templates.render(page.template, page.context)) for page in spine
        }
        if pages:
            texts = {page.name: trees[page.name] for page in spine if page.has_pages}
            context["pages"] = mark_pages(texts, pages)
            # The contents are a page too, and list where all begin.
            add_list(trees[NAV], to_tree(self.templates.render(NAV, context)))
        for tree in trees.values():
            remove_numbers(tree)
        shown = {each.get("src") for tree in trees.values() for each in tree.iter()}
        pictures = [part for _, part in sorted(self._pictures.items()) if part.href in shown]
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
            "summary": summary(found, self.words),
        }
        package = self.templates.render("package.opf", context)
        target = Path(self.outdir, f"{work.docname}.epub")
        write_atomically(target, pack(package, context["parts"]))

    def uri_within(self, docname: str) -> str:
        """Return the page of *docname* in the book."""
        number = self.book.number_of(docname)
        if not (number or self.book.is_single or has_text(self.texts[0])):
            return TITLE
        return chapter_page(number)

    def _pages(self, work: Work) -> Pages | None:
        """Return the pages of the PDF; None if this build does not know where it is."""
        folder = self.config.briefpress_pages
        target = Path(folder, f"{work.docname}.pdf")
        return Pages.from_state(state_of(target)) if folder else None

    def identifier(self, work: Work) -> str:
        """Return the book's identifier: a UUID (RFC 9562, section 5.5) of who publishes what, the
        first name that the brief had, and the language. It stays when the site moves, and when
        the brief is given another file name and keeps the old one among its ``aliases``."""
        config = self.config
        publication = [config.author, config.project]
        if not any(publication):
            publication = [config.html_baseurl]
        first = work.aliases[0] if work.aliases else work.id
        if isinstance(work, Collection):
            first = f"collections/{first}"  # a brief may be called so too
        return uuid.uuid5(_NAMESPACE, "\n".join([*publication, first, self.tag])).urn

    def cover(self, work: Work, context: dict[str, Any]) -> Part:
        """Return the picture of the cover of *work*."""
        # Imported here: NumPy is slow to load, and only this needs it.
        from briefpress.epub.cover import Cover, UnreadablePicture

        series = context["series"]["name"] if context["series"] else context["publication"]
        pictures: dict[str, FrontPicture] = self.domain.data["pictures"].get(work.docname, {})
        picture = pictures.get("banner.image")
        names = join([author["name"] for author in context["authors"]], self.tag)
        is_edited = names and isinstance(work, Collection)
        cover = Cover(
            byline=f"{self.words('Edited by')} {names}" if is_edited else names,
            direction=context["direction"],
            drawing=picture.drawing if picture else "",
            hue=self.facts_of.hue(work),
            institution=context["institution"],
            name=work.id,
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
                f"{work.path}:1",
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
        "nav": name == NAV,
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
