"""Write every brief as a book of its own."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes

from briefpress.brief import Brief
from briefpress.builders import FileBuilder
from briefpress.domain import FrontPicture
from briefpress.epub.cover import Cover, UnreadablePicture
from briefpress.epub.package import Part, pack
from briefpress.epub.xhtml import to_xhtml
from briefpress.facts import publication_time
from briefpress.files import MEDIA_TYPES, write_atomically
from briefpress.languages import join
from briefpress.nodes import chart
from briefpress.outline import outline
from briefpress.problems import Kind, log_warning
from briefpress.themes import stylesheet
from briefpress.themes.tokens import tokens_of
from briefpress.web.fonts import math_font

_XHTML = "application/xhtml+xml"

# Few reading devices have a face for formulas; a book has the letters that its own need.
_MATH_FACE = '@font-face { font-family: "STIX Two Math"; src: url("math.woff2") format("woff2") }'


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
        context["identifier"] = self.identifier(brief)
        context["modified"] = publication_time(brief).strftime("%Y-%m-%dT%H:%M:%SZ")
        context["outline"] = outline(doctree)
        context["position"] = group_position(brief.number)
        style = stylesheet("book", tokens_of(self.config))
        parts = [
            Part("cover.png", "image/png", self.cover(brief, context), "cover-image"),
            self._page("cover.xhtml", context),
            self._page("nav.xhtml", context, "nav"),
            self._page("text.xhtml", context),
            *self._pictures,
        ]
        if self._formulas:
            style = f"{_MATH_FACE}\n{style}"
            parts.append(Part("math.woff2", "font/woff2", math_font(self._formulas)))
        parts.append(Part("style.css", "text/css", style.encode()))
        context["pictures"] = bool(self._pictures)
        context["described"] = self._described
        context["parts"] = sorted(parts, key=lambda part: part.name)
        package = self.templates.render("package.opf", context)
        target = Path(self.outdir, f"{brief.docname}.epub")
        write_atomically(target, pack(package, context["parts"]))

    def identifier(self, brief: Brief) -> str:
        """Return the book's identifier: a UUID from the publication's address, the brief's id
        and the language (RFC 9562, section 5.5), so that it stays the same for ever."""
        base = self.config.html_baseurl or self.config.project
        name = f"{base}/{self.tag}/{brief.docname}"
        return uuid.uuid5(uuid.NAMESPACE_URL, name).urn

    def cover(self, brief: Brief, context: dict[str, Any]) -> bytes:
        """Return the picture of the cover of *brief*."""
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
            return cover.draw()
        except UnreadablePicture as fault:
            log_warning(
                f"{brief.path}:1",
                Kind.PICTURE,
                "the picture “%s” cannot stand on the book’s cover (%s); save it anew",
                picture.uri if picture else "",
                fault,
            )
            return replace(cover, picture=None, drawing="").draw()

    def _page(self, name: str, context: dict[str, Any], properties: str = "") -> Part:
        content = to_xhtml(self.templates.render(name, context))
        if b"<m:math" in content:  # EPUB 3.3, appendix D.6.2: a reader must know beforehand
            properties = f"{properties} mathml".strip()
        return Part(name, _XHTML, content, properties)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the page of the text: all of a book's pages lie in one folder."""
        return "text.xhtml"

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write *docname* and gather its pictures, which writing gives new names."""
        self._pictures = [
            Part(
                f"_images/{name}",
                MEDIA_TYPES[Path(name).suffix.lower()],
                Path(self.srcdir, source).read_bytes(),
            )
            for name, source in sorted(self.pictures(doctree).items())
        ]
        self._pictures += [
            Part(f"_images/{name}", MEDIA_TYPES[Path(name).suffix], self.drawings[name])
            for name in self.drawings_in(doctree)
        ]
        formulas = chain(doctree.findall(nodes.math), doctree.findall(nodes.math_block))
        self._formulas = "".join(node.get("mathml", "") for node in formulas)
        # Those of the front matter have a text in the index.
        shown = (image for image in doctree.findall(nodes.image) if "key" not in image)
        self._described = all(image.get("alt") for image in shown)
        super().write_doc(docname, doctree)

    def finish(self) -> None:
        """Nothing more to write."""


def group_position(number: str | None) -> str:
    """Return *number* as EPUB 3.3, appendix D.3.6, wants it: integers parted by full stops;
    empty if it is not made of integers."""
    numbers = re.findall(r"\d+", number or "")
    return ".".join(numbers) if re.fullmatch(r"\d+(?:[./-]\d+)*", number or "") else ""
