"""Write every brief as HTML for paper, and make a rendering job of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util import logging
from sphinx.util.osutil import copyfile

from briefpress.brief import Brief
from briefpress.builders import BriefTranslator, PublicationBuilder, publication_time
from briefpress.nodes import page_note
from briefpress.pdf.editions import SCREEN, Edition
from briefpress.pdf.fonts import write_fontconfig
from briefpress.pdf.render import Job, Rendered, is_current, render_jobs
from briefpress.problems import Kind
from briefpress.themes import stylesheet
from briefpress.web import canonical_url

logger = logging.getLogger(__name__)


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


class BriefPdfBuilder(PublicationBuilder):
    """The builder ``briefpdf``: one PDF per brief, for the screen."""

    name = "briefpdf"
    format = "html"
    epilog = "The PDFs are in %(outdir)s."
    default_translator_class = PaperTranslator
    kinds = (Brief,)
    theme_name = "briefpress-paper"
    allow_parallel = False  # jobs gathered in Sphinx's own processes would be lost
    edition: ClassVar[Edition] = SCREEN

    def init(self) -> None:
        """Begin with no jobs."""
        super().init()
        self.jobs: list[Job] = []

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the web address of *to*: a PDF is read anywhere. `NoUri` if conf.py names no
        ``html_baseurl``, which leaves the words without a link."""
        return absolute_uri(self, from_, to)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write *docname*, its notes on the pages of their calls."""
        place_notes(doctree)
        # Asked now: writing gives the pictures their new names.
        self._pictures = {f"_images/{name}" for name in self.pictures(doctree)}
        super().write_doc(docname, doctree)

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "brief.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Make a job of one brief."""
        brief = self.domain.index.documents[pagename]
        assert isinstance(brief, Brief)
        context = self.globalcontext | addctx | self.facts(pagename)
        context["created"] = publication_time(brief).date().isoformat()
        self.jobs.append(
            Job(
                html=self.templates.render("brief.html", context),
                css=stylesheet("paper"),
                base=Path(self.outdir),
                page=f"{pagename}.html",
                images=tuple(sorted(self._pictures)),
                edition=self.edition.name,
                source=brief.path,
                target=Path(self.outdir, f"{pagename}.pdf"),
            )
        )

    def copy_assets(self) -> None:
        """Nothing: the style sheet is part of the job."""

    def finish(self) -> None:
        """Render what is out of date, unless the `briefpress` command does it for all languages."""
        for source, name in self.images.items():
            self._images_dir.mkdir(parents=True, exist_ok=True)
            copyfile(self.srcdir / source, self._images_dir / name, force=True)
        if self.config.briefpress_render:
            outdated = [job for job in self.jobs if not is_current(job)]
            render_jobs(outdated, write_fontconfig(Path(self.outdir, ".fonts")), report)


def report(job: Job, rendered: Rendered) -> None:
    """Log what went wrong while *job* was rendered."""
    kind, place = Kind.RENDERING.value, f"{job.source}:1"
    if rendered.fault:
        logger.error("no PDF: %s", rendered.fault, location=place, type="briefpress", subtype=kind)


def absolute_uri(builder: PublicationBuilder, here: str, there: str) -> str:
    """Return the web address of the document *there* in the nearest language."""
    if here == there:
        return ""
    tag = builder.nearest(here, there)
    if not builder.config.html_baseurl:
        raise NoUri(there)
    uri = canonical_url(builder.config, tag, there)
    builder.note_language(uri, tag)
    return uri


def place_notes(doctree: nodes.document) -> None:
    """Move each note of *doctree* to its first call, where CSS lays it at the foot of the page.

    A note stands inside a sentence then, so its paragraphs become inline; later calls of the same
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
        call.replace_self(_inline_note(notes[name], name, label))


def _inline_note(note: nodes.footnote, name: str, label: str) -> page_note:
    inline = page_note("", "", label=label, ids=[name])
    for place, paragraph in enumerate(note.findall(nodes.paragraph)):
        if place:
            inline += nodes.Text(" ")
        inline += nodes.inline("", "", *paragraph.children, classes=["note-paragraph"])
    return inline
