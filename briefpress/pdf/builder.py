"""Write every brief as HTML for paper, and make a rendering job of it."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.util.osutil import copyfile

from briefpress.brief import Brief
from briefpress.builders import FileBuilder
from briefpress.conf_file import place_of
from briefpress.facts import publication_time
from briefpress.files import write_atomically
from briefpress.fonts import write_fontconfig
from briefpress.index import relative
from briefpress.nodes import chart, page_note
from briefpress.pdf.column import part_column
from briefpress.pdf.cover import beginning, cover
from briefpress.pdf.editions import PRINT, SCREEN, Edition
from briefpress.pdf.job import LINE, Budget, Job, Rendered, is_current, last_rendered, warnings_of
from briefpress.pdf.limits import Limits
from briefpress.pdf.order import print_edition
from briefpress.pdf.places import find_places
from briefpress.pdf.pool import render_jobs
from briefpress.pdf.profile import USUAL, ProfileError
from briefpress.pdf.tables import measure_tables
from briefpress.pdf.translator import PaperTranslator
from briefpress.pdf.watermark import draw_watermark
from briefpress.press_settings import PrintSettings, paper_of
from briefpress.problems import Kind, log_error, log_warning
from briefpress.themes import paper_stylesheet, print_stylesheet
from briefpress.themes.tokens import tokens_of
from briefpress.typography.rules import NO_BREAK, rules_for

# A paragraph of fewer letters has one line, and under a heading stays with what follows it.
ONE_LINE = 68


class BriefPdfBuilder(FileBuilder):
    """The builder ``briefpdf``: one PDF per brief, for the screen."""

    name = "briefpdf"
    epilog = "The PDFs are in %(outdir)s."
    default_translator_class = PaperTranslator
    theme_name = "briefpress-paper"
    allow_parallel = False  # jobs gathered in Sphinx's own processes would be lost
    edition: Edition = SCREEN
    drawn = (nodes.image, chart, nodes.math, nodes.math_block)
    shown = ("image/jpeg", "image/png", "image/svg+xml")
    shows_plain = True

    def init(self) -> None:
        """Begin with no jobs."""
        super().init()
        self.jobs: list[Job] = []
        self.paper = paper_of(self.config.briefpress_page_size)
        press, tokens = self.edition.press, tokens_of(self.config)
        self.style = (
            print_stylesheet(tokens, self.paper, press.bleed, press.binding)
            if press
            else paper_stylesheet(tokens, self.paper)
        )

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write *docname*, its notes on the pages of their calls."""
        self._lead = beginning(doctree)
        mark_lead_ins(doctree)
        measure_tables(doctree, self.paper.share)
        part_column(doctree)
        hold_captions(doctree)
        hold_initials(doctree)
        place_notes(doctree)
        # Asked now: writing gives the pictures their new names.
        names = {*self.pictures(doctree), *self.drawings_in(doctree)}
        self._pictures = {f"_images/{name}" for name in names}
        named = {uri: f"_images/{name}" for name, uri in self.pictures(doctree).items()}
        self._places = find_places(doctree, named, Path(self.confdir))
        super().write_doc(docname, doctree)

    def place(self, node: nodes.Element) -> str:
        """Return where in the sources *node* comes from, as ``path:line``."""
        source = Path(node.source or self.env.doc2path(self.current_docname))
        return f"{relative(source, self.domain.publication.top)}:{node.line}"

    def write_brief(self, brief: Brief, context: dict[str, Any], doctree: nodes.document) -> None:
        """Make a job of one brief."""
        context["created"] = publication_time(brief).date().isoformat()
        images = Path(self.outdir, self.imagedir)
        hue = self.facts_of.hue(brief)
        context["cover"] = cover(context, self._lead, hue, images, self.paper)
        # So many letters of the running heads stand on a line, side by side.
        context["heads"] = {"start": 44, "end": min(68, int(66 * self.paper.share))}
        context["justified"] = rules_for(self.tag).justified
        context["title"] = keep_last_words(context["title"])
        context["imgpath"] = self.imgpath
        lines = {**brief.lines, "title": brief.title_line}
        context["at"] = lambda key: f' {LINE}="{brief.path}:{lines.get(key, 1)}"'
        if context["watermark"]:
            picture = self._write_watermark(context["watermark"])
            context["watermark_url"] = posixpath.relpath(picture, posixpath.dirname(brief.docname))
            self._pictures.add(picture)
        self.jobs.append(
            Job(
                html=self.templates.render("brief.html", context),
                css=self.style,
                base=Path(self.outdir),
                page=f"{brief.docname}.html",
                images=tuple(sorted({*self._pictures, f"_images/{context['cover']['pattern']}"})),
                edition=self.edition,
                source=brief.path,
                target=Path(self.outdir, f"{brief.docname}.pdf"),
                budget=self._budget(brief),
                limits=Limits(**self.config.briefpress_render_limits),
                places=self._places,
            )
        )

    def _budget(self, brief: Brief) -> Budget | None:
        """Return how many pages the brief may have; said of one edition, it is said of all."""
        pages = brief.budget(self.tag)
        if pages is None or self.edition.name != SCREEN.name:
            return None
        return Budget(pages, self.tag, brief.lines["page_budget"])

    def _write_watermark(self, words: str) -> str:
        """Draw *words* and return the name of the picture in the output folder."""
        content = draw_watermark(words, self.paper, tokens_of(self.config)["signal"])
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


class BriefPrintBuilder(BriefPdfBuilder):
    """The builder ``briefprint``: one PDF per brief, for a printing press."""

    name = "briefprint"
    epilog = "The PDFs for the press are in %(outdir)s."
    edition = PRINT

    def init(self) -> None:
        """Take from conf.py what the press asks for."""
        settings = PrintSettings(**self.config.briefpress_print)
        paper = paper_of(self.config.briefpress_page_size)
        try:
            self.edition = print_edition(
                settings, paper, tokens_of(self.config), Path(self.confdir)
            )
        except ProfileError as fault:
            if settings.profile == USUAL:
                raise ConfigError(str(fault)) from None
            place = place_of(Path(self.confdir, "conf.py"), "briefpress_print", "profile")
            raise ConfigError(f"{place}: briefpress_print: {fault}") from None
        super().init()


def report(job: Job, rendered: Rendered) -> None:
    """Log what went wrong while *job* was rendered."""
    for remark in warnings_of(job, rendered):
        path, line = remark.place(job)
        log_warning(f"{path}:{line}", Kind.RENDERING, "%s", remark.text)
    for fault in rendered.faults:
        path, line = fault.place(job)
        log_error(f"{path}:{line}", Kind.RENDERING, "no PDF: %s", fault.text)


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
    lists = [each for each in doctree.findall(nodes.bullet_list) if "references" in each["classes"]]
    for text in [text for each in lists for text in each.findall(nodes.Text)]:
        parts = re.split(r"(\b\w\.-\w\.)", text)
        if len(parts) > 1:
            pieces = [
                nodes.inline("", part, classes=["whole"]) if place % 2 else nodes.Text(part)
                for place, part in enumerate(parts)
            ]
            text.parent[(place := text.parent.index(text)) : place + 1] = pieces


def mark_lead_ins(doctree: nodes.document) -> None:
    """Mark each paragraph of *doctree* that announces what follows it, or is a line alone under a
    heading: the page does not end between the two."""
    for paragraph in doctree.findall(nodes.paragraph):
        words = "".join(
            child.astext()
            for child in paragraph.children
            if not isinstance(child, nodes.footnote_reference)
        )
        # The second is Chinese and Japanese.
        announces = words.rstrip().endswith((":", "\uff1a"))
        before = paragraph.previous_sibling()
        if announces or (isinstance(before, nodes.title) and len(words) < ONE_LINE):
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


def _inline_note(note: nodes.footnote, name: str, label: str) -> page_note:
    inline = page_note("", "", label=label, ids=[name])
    inline.source, inline.line = note.source, note.line
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
