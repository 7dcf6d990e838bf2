"""Write every work as HTML for paper, and make a rendering job of it."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.util.osutil import copyfile

from briefpress.binding import Chapter, FileBuilder
from briefpress.books import Book
from briefpress.brief import Brief, Work
from briefpress.conf_file import place_of
from briefpress.facts import modification_time, publication_time
from briefpress.files import write_atomically
from briefpress.fonts import write_fontconfig
from briefpress.index import relative
from briefpress.nodes import chart
from briefpress.pdf.apart import SCHEME, chapter_id, set_apart
from briefpress.pdf.breaking import hold_together, keep_last_words
from briefpress.pdf.column import part_column
from briefpress.pdf.cover import Lead, beginning, cover
from briefpress.pdf.editions import PRINT, SCREEN, Edition
from briefpress.pdf.job import LINE, Budget, Job, Rendered, is_current, last_rendered, warnings_of
from briefpress.pdf.limits import Limits
from briefpress.pdf.notes import place_notes
from briefpress.pdf.order import print_edition
from briefpress.pdf.places import find_places
from briefpress.pdf.pool import render_jobs
from briefpress.pdf.profile import USUAL, ProfileError
from briefpress.pdf.tables import measure_tables
from briefpress.pdf.translator import PaperTranslator
from briefpress.pdf.watermark import draw_watermark
from briefpress.press_settings import A4, PrintSettings, paper_of
from briefpress.problems import Kind, log_error, log_warning
from briefpress.themes import paper_stylesheet, print_stylesheet
from briefpress.themes.tokens import tokens_of
from briefpress.typography.rules import rules_for

# A share of those on A4: shorter lines of justified text have holes between their words.
LONG_LINES = 0.8

# Of lines and paragraphs, from programs for layout. They are spaces in HTML, and no font has them.
_SEPARATORS = str.maketrans("\u2028\u2029", "  ")


class BriefPdfBuilder(FileBuilder):
    """The builder ``briefpdf``: one PDF per work, for the screen."""

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
        """Write the file of *docname*, with what all its chapters bring."""
        self._leads: list[Lead] = []
        self._pictures: set[str] = set()
        self._places: dict[str, tuple[str, int]] = {}
        super().write_doc(docname, doctree)

    def write_chapter(self, work: Work, doctree: nodes.document) -> None:
        """Write *work*, its notes on the pages of their calls."""
        self._leads.append(beginning(doctree))
        hold_together(doctree)
        measure_tables(doctree, self.paper.share)
        part_column(doctree)
        place_notes(doctree)
        # Asked now: writing gives the pictures their new names.
        names = {*self.pictures(doctree), *self.drawings_in(doctree)}
        self._pictures |= {f"_images/{name}" for name in names}
        named = {uri: f"_images/{name}" for name, uri in self.pictures(doctree).items()}
        self._places = find_places(doctree, named, Path(self.confdir)) | self._places
        super().write_chapter(work, doctree)

    def place(self, node: nodes.Element) -> str:
        """Return where in the sources *node* comes from, as ``path:line``."""
        source = Path(node.source or self.env.doc2path(self.current_docname))
        return f"{relative(source, self.domain.publication.top)}:{node.line}"

    def write_book(self, book: Book, chapters: Sequence[Chapter]) -> None:
        """Make a job of *book*."""
        work, context = book.work, chapters[0].context
        for chapter, lead in zip(chapters, self._leads, strict=True):
            self._complete(chapter, lead)
        context["created"] = publication_time(work).date().isoformat()
        context["modified"] = modification_time(book).date().isoformat()
        if context["watermark"]:
            picture = self._write_watermark(context["watermark"])
            context["watermark_url"] = posixpath.relpath(picture, posixpath.dirname(work.docname))
            self._pictures.add(picture)
        if not book.is_single:
            context |= self._bound(chapters)
        limits = Limits(**self.config.briefpress_render_limits)
        self.jobs.append(
            Job(
                html=self.templates.render(f"{work.kind}.html", context).translate(_SEPARATORS),
                css=self.style,
                base=Path(self.outdir),
                page=f"{work.docname}.html",
                images=tuple(sorted(self._pictures)),
                edition=self.edition,
                source=work.path,
                target=Path(self.outdir, f"{work.docname}.pdf"),
                budget=self._budget(work),
                limits=limits.times(len(chapters)),
                places=self._places,
            )
        )

    def _complete(self, chapter: Chapter, lead: Lead) -> None:
        """Add what only paper says of *chapter*, which begins with *lead*."""
        work, context = chapter.work, chapter.context
        images = Path(self.outdir, self.imagedir)
        context["cover"] = cover(context, lead, self.facts_of.hue(work), images, self.paper)
        self._pictures.add(f"_images/{context['cover']['pattern']}")
        # So many letters of the running heads stand on a line, side by side: 0.65 in a millimetre.
        end = int(66 + (self.paper.column - A4.column) * 0.65)
        context["head_letters"] = {"start": 44, "end": min(68, end)}
        context["is_paper"] = True
        context["justified"] = rules_for(self.tag).justified and self.paper.share >= LONG_LINES
        context["title"] = keep_last_words(context["title"])
        context["imgpath"] = self.imgpath
        lines = {**work.lines, "title": work.title_line}
        context["at"] = lambda key: f' {LINE}="{work.path}:{lines.get(key, 1)}"'

    def _bound(self, chapters: Sequence[Chapter]) -> dict[str, Any]:
        """Return what a template is told of *chapters* that become one page."""
        introduction, *briefs = chapters
        whole = introduction.context
        volume = whole["short_title"] or whole["name"]
        return {
            "chapter_id": chapter_id,
            "chapters": [
                {**brief.context, "html": set_apart(self._chapter(brief, volume), number)}
                for number, brief in enumerate(briefs, 1)
            ],
            "introduction": set_apart(whole["body"], 0) if introduction.has_text else "",
        }

    def _chapter(self, brief: Chapter, volume: str) -> str:
        return str(self.templates.render("chapter.html", {**brief.context, "volume": volume}))

    def uri_within(self, docname: str) -> str:
        """Return how links name *docname*, a chapter of the book."""
        return f"{SCHEME}{self.book.number_of(docname)}"

    def _budget(self, work: Work) -> Budget | None:
        """Return how many pages *work* may have; said of one edition, it is said of all."""
        pages = work.budget(self.tag) if isinstance(work, Brief) else None
        if pages is None or self.edition.name != SCREEN.name:
            return None
        return Budget(pages, self.tag, work.lines["page_budget"])

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
    """The builder ``briefprint``: one PDF per work, for a printing press."""

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
