"""Write every brief as HTML for paper, and make a rendering job of it."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.util.osutil import copyfile

from briefpress.brief import Brief
from briefpress.builders import FileBuilder
from briefpress.facts import publication_time
from briefpress.files import write_atomically
from briefpress.fonts import write_fontconfig
from briefpress.nodes import chart, page_note, reference_list
from briefpress.pdf.column import part_column
from briefpress.pdf.cover import beginning, cover
from briefpress.pdf.editions import SCREEN, Edition
from briefpress.pdf.glyphs import missing_letters
from briefpress.pdf.job import Job, Rendered, is_current, last_rendered
from briefpress.pdf.limits import Limits
from briefpress.pdf.places import find_places
from briefpress.pdf.pool import render_jobs
from briefpress.pdf.tables import measure_tables
from briefpress.pdf.watermark import draw_watermark
from briefpress.problems import Kind, log_error, log_warning
from briefpress.themes import stylesheet
from briefpress.translator import BriefTranslator
from briefpress.typography.rules import NO_BREAK


class PaperTranslator(BriefTranslator):
    """HTML that WeasyPrint tags as PDF/UA-1 asks."""

    def visit_list_item(self, node: nodes.list_item) -> None:
        """Wrap what an item holds: WeasyPrint makes of a ``dd`` in an ``li`` the list body that
        paragraphs must stand in (ISO 14289-1, 7.2; ISO 32000-1, 14.8.4.3.3)."""
        super().visit_list_item(node)
        self.body.append("<dd>")

    def depart_list_item(self, node: nodes.list_item) -> None:
        """Close the wrapping."""
        self.body.append("</dd>")
        super().depart_list_item(node)

    def emptytag(
        self, node: nodes.Element, tagname: str, suffix: str = "\n", **attributes: Any
    ) -> str:
        """Write a picture without a text alternative as an ``object``: it is no part of the
        structure then, as PDF/UA-1 (ISO 14289-1, 7.3) wants of decorations, and not a fault."""
        if tagname == "img" and not attributes.get("alt"):
            attributes["data"] = attributes.pop("src")
            del attributes["alt"]
            return self.starttag(node, "object", "", **attributes) + f"</object>{suffix}"
        return str(super().emptytag(node, tagname, suffix, **attributes))

    def visit_literal(self, node: nodes.Element) -> None:
        """Write code without the element that Sphinx puts around each of its words: in a link
        it would be tagged as a link's child (see `sink_links`)."""
        before = self.protect_literal_text
        super().visit_literal(node)
        node["protected"] = self.protect_literal_text - before
        self.protect_literal_text = before

    def depart_literal(self, node: nodes.Element) -> None:
        """Close it."""
        self.protect_literal_text += node["protected"]
        super().depart_literal(node)


class BriefPdfBuilder(FileBuilder):
    """The builder ``briefpdf``: one PDF per brief, for the screen."""

    name = "briefpdf"
    epilog = "The PDFs are in %(outdir)s."
    default_translator_class = PaperTranslator
    theme_name = "briefpress-paper"
    allow_parallel = False  # jobs gathered in Sphinx's own processes would be lost
    edition: ClassVar[Edition] = SCREEN
    drawn = (nodes.image, chart, nodes.math, nodes.math_block)

    def init(self) -> None:
        """Begin with no jobs."""
        super().init()
        self.jobs: list[Job] = []

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write *docname*, its notes on the pages of their calls; not if it cannot be set."""
        missing = list(missing_letters(doctree))
        for element, letters in missing:
            log_error(
                element,
                Kind.RENDERING,
                "no font of the PDF has “%s” (%s), so there is no PDF; write it in other letters, "
                "in words, or as a picture",
                letters,
                ", ".join(f"U+{ord(letter):04X}" for letter in letters),
            )
        if missing:
            return
        self._lead = beginning(doctree)
        mark_lead_ins(doctree)
        measure_tables(doctree)
        part_column(doctree)
        hold_captions(doctree)
        hold_initials(doctree)
        place_notes(doctree)
        sink_links(doctree)
        # Asked now: writing gives the pictures their new names.
        names = {*self.pictures(doctree), *(node["file"] for node in self.drawn_in(doctree))}
        self._pictures = {f"_images/{name}" for name in names}
        named = {uri: f"_images/{name}" for name, uri in self.pictures(doctree).items()}
        self._places = find_places(doctree, named, Path(self.confdir))
        super().write_doc(docname, doctree)

    def write_brief(self, brief: Brief, context: dict[str, Any], doctree: nodes.document) -> None:
        """Make a job of one brief."""
        context["created"] = publication_time(brief).date().isoformat()
        images = Path(self.outdir, self.imagedir)
        context["cover"] = cover(context, self._lead, self.domain.index.hue(brief), images)
        context["title"] = keep_last_words(context["title"])
        context["imgpath"] = self.imgpath
        if context["watermark"]:
            picture = self._write_watermark(context["watermark"])
            context["watermark_url"] = posixpath.relpath(picture, posixpath.dirname(brief.docname))
            self._pictures.add(picture)
        self.jobs.append(
            Job(
                html=self.templates.render("brief.html", context),
                css=stylesheet("paper"),
                base=Path(self.outdir),
                page=f"{brief.docname}.html",
                images=tuple(sorted({*self._pictures, f"_images/{context['cover']['pattern']}"})),
                edition=self.edition,
                source=brief.path,
                target=Path(self.outdir, f"{brief.docname}.pdf"),
                limits=Limits(**self.config.briefpress_render_limits),
                places=self._places,
            )
        )

    def _write_watermark(self, words: str) -> str:
        """Draw *words* and return the name of the picture in the output folder."""
        content = draw_watermark(words)
        name = f"_images/watermark-{hashlib.sha256(content).hexdigest()[:12]}.svg"
        write_atomically(Path(self.outdir, name), content)
        return name

    def finish(self) -> None:
        """Render what is out of date, unless the `briefpress` command does it for all languages."""
        images = Path(self.outdir, self.imagedir)
        images.mkdir(parents=True, exist_ok=True)
        for name, drawing in self.drawings.items():
            (images / name).write_bytes(drawing)
        for source, name in self.images.items():
            copyfile(self.srcdir / source, images / name, force=True)
        if self.config.briefpress_render:
            outdated = [job for job in self.jobs if not is_current(job)]
            for job in self.jobs:
                if job not in outdated:
                    report(job, last_rendered(job))
            render_jobs(outdated, write_fontconfig(Path(self.outdir, ".fonts")), report)


def report(job: Job, rendered: Rendered) -> None:
    """Log what went wrong while *job* was rendered."""
    for remark in rendered.warnings:
        path, line = remark.place(job)
        log_warning(f"{path}:{line}", Kind.RENDERING, "%s", remark.text)
    if rendered.fault:
        path, line = rendered.place or (job.source, 1)
        log_error(f"{path}:{line}", Kind.RENDERING, "no PDF: %s", rendered.fault)


def keep_last_words(title: str) -> str:
    """Put no break before the last word of *title* (HTML), which would stand on a line alone;
    WeasyPrint does not balance lines. A long word may."""
    last = r" (?=(?:<[^>]*>)*[^ <>]{1,12}(?:<[^>]*>)*$)"
    return re.sub(last, NO_BREAK, title) if title.count(" ") > 3 else title


def hold_captions(doctree: nodes.document) -> None:
    """Do the same in the captions of *doctree*."""
    titles = (
        title for title in doctree.findall(nodes.title) if isinstance(title.parent, nodes.table)
    )
    for caption in (*doctree.findall(nodes.caption), *titles):
        last = caption.children[-1] if caption.children else None
        if isinstance(last, nodes.Text) and (held := keep_last_words(last)) != last:
            caption.replace(last, nodes.Text(held))


def hold_initials(doctree: nodes.document) -> None:
    """Break no line at the hyphen of initials in the references of *doctree*: J.-P."""
    texts = (text for each in doctree.findall(reference_list) for text in each.findall(nodes.Text))
    for text in list(texts):
        parts = re.split(r"(\b\w\.-\w\.)", text)
        if len(parts) > 1:
            pieces = [
                nodes.inline("", part, classes=["whole"]) if place % 2 else nodes.Text(part)
                for place, part in enumerate(parts)
            ]
            text.parent[(place := text.parent.index(text)) : place + 1] = pieces


def mark_lead_ins(doctree: nodes.document) -> None:
    """Mark each paragraph of *doctree* that announces what follows it: the page does not end
    between the two."""
    for paragraph in doctree.findall(nodes.paragraph):
        words = "".join(
            child.astext()
            for child in paragraph.children
            if not isinstance(child, nodes.footnote_reference)
        )
        if words.rstrip().endswith((":", "\uff1a")):  # the second is Chinese and Japanese
            paragraph["classes"].append("lead-in")


def place_notes(doctree: nodes.document) -> None:
    """Move each note of *doctree* to its first call, where CSS lays it at the foot of the page.

    A note stands inside a sentence then, so all it holds becomes inline; later calls of the same
    note link to it.
    """
    notes = {note["ids"][0]: note for note in list(doctree.findall(nodes.footnote))}
    for note in notes.values():
        note.parent.remove(note)
    placed: set[str] = set()
    for call in list(doctree.findall(nodes.footnote_reference)):
        name = call.get("refid", "")
        if name not in notes:
            continue
        label = call.astext()
        if name in placed:
            link = nodes.reference("", "", nodes.Text(label), refid=name, internal=True)
            call.replace_self(nodes.superscript("", "", link))
            continue
        placed.add(name)
        placed_note = _inline_note(notes[name], name, label)
        call.replace_self(placed_note)
        for inner in list(
            placed_note.findall(nodes.footnote_reference)
        ):  # a note at a note's foot: no
            inner.replace_self(nodes.superscript("", "", nodes.Text(inner.astext())))


def sink_links(doctree: nodes.document) -> None:
    """Let every link of *doctree* hold words alone: ``[**a** b](…)`` becomes two links, and a
    picture is none.

    WeasyPrint gives the link to the elements in it too, and tags it as their child, which PDF/UA-1
    (ISO 14289-1, 7.18.5) forbids.
    """
    for link in list(doctree.findall(nodes.reference)):
        if not any(isinstance(child, nodes.Element) for child in link.children):
            continue
        parts: list[nodes.Node] = []
        for child in list(link.children):
            if isinstance(child, nodes.image):
                parts.append(child)
            elif isinstance(child, nodes.Element):
                link_in_it = link.copy()
                link_in_it += child.children
                child.children = []
                child += link_in_it
                parts.append(child)
            else:
                words = link.copy()
                words += child
                parts.append(words)
        place = link.parent.index(link)
        link.parent[place : place + 1] = parts
        inner = [node for part in parts for node in part.findall(nodes.reference)]
        if any(isinstance(child, nodes.Element) for node in inner for child in node.children):
            sink_links(doctree)  # **`code`**: one level more
            return


def _inline_note(note: nodes.footnote, name: str, label: str) -> page_note:
    inline = page_note("", "", label=label, ids=[name])
    for place, line in enumerate(_lines(note)):
        if place:
            inline += nodes.raw("", "<br>", format="html")
        inline += line
    return inline


def _lines(element: nodes.Element) -> Iterator[list[nodes.Node]]:
    """Yield what stands in *element* as lines of inline nodes, for a browser takes no block in a
    sentence: items with their bullets or numbers, rows with their cells, code as it is."""
    for child in element.children:
        if isinstance(child, (nodes.label, nodes.comment, nodes.target, nodes.Text)):
            continue
        if isinstance(child, nodes.paragraph):
            yield child.children
        elif isinstance(child, (nodes.literal_block, nodes.doctest_block)):
            for text in child.astext().splitlines():
                yield [nodes.literal(text, text)]
        elif isinstance(child, nodes.math_block):
            formula = nodes.math(child.astext(), child.astext())
            formula.attributes |= child.attributes
            yield [formula]
        elif isinstance(child, nodes.image):
            yield [child]
        elif isinstance(child, nodes.raw):
            log_warning(
                child,
                Kind.RENDERING,
                "the HTML of a note cannot stand at the foot of a page; write it in Markdown",
            )
        elif isinstance(child, (nodes.bullet_list, nodes.enumerated_list)):
            yield from _items(child)
        elif isinstance(child, nodes.row):
            cells = [[*chain.from_iterable(_lines(cell))] for cell in child.findall(nodes.entry)]
            yield [*chain.from_iterable([*cell, nodes.Text(" ")] for cell in cells)]
        elif isinstance(child, nodes.TextElement):
            yield child.children
        elif isinstance(child, nodes.Element):
            yield from _lines(child)


def _items(listing: nodes.Element) -> Iterator[list[nodes.Node]]:
    numbered = isinstance(listing, nodes.enumerated_list)
    items = (child for child in listing.children if isinstance(child, nodes.list_item))
    for number, item in enumerate(items, listing.get("start", 1)):
        mark = nodes.Text(f"{number}. " if numbered else "• ")
        for place, line in enumerate(_lines(item)):
            yield line if place else [mark, *line]
