"""Read and write one language with Sphinx, in a process of its own."""

from __future__ import annotations

import io
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, cast

from sphinx.application import Sphinx

# Before there is an application, or its words would be those of the first language read here.
from sphinx.domains import changeset  # noqa: F401  # see `read`
from sphinx.errors import SphinxError
from sphinx.locale import translators
from sphinx.util import logging as sphinx_logging
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from briefpress.bibliography import citations_domain
from briefpress.collector import rarely_collecting
from briefpress.conf_file import placed
from briefpress.confinement import OutsideError
from briefpress.domain import Coverage, briefs_domain
from briefpress.index import relative
from briefpress.languages import gettext_code
from briefpress.pdf.builder import BriefPdfBuilder
from briefpress.problems import Kind, Problem
from briefpress.references import reference_files
from briefpress.web import BriefHtmlBuilder, Output
from briefpress.wording import reword

if TYPE_CHECKING:
    from briefpress.pdf.job import Job
    from briefpress.publication import Publication
    from briefpress.published import Published

# The builder of each format.
BUILDERS: Mapping[str, str] = {
    "html": "html",
    "epub": "briefepub",
    "pdf": "briefpdf",
    "print": "briefprint",
}

# What has to be there before a format is written: the page list of a book is that of the PDF.
NEEDED: Mapping[str, tuple[str, ...]] = {"epub": ("pdf",)}

# A path in a message; the colon of a Windows drive does not end it.
_PATH = r"(?:[A-Za-z]:(?=[\\/]))?[^:]*"


@dataclass(frozen=True)
class Language:
    """One language of a publication, and the folder *stage* where its builders work."""

    publication: Publication
    tag: str
    stage: Path

    def outdir(self, format_: str) -> Path:
        """Return where the files of a format are written."""
        return self.stage / format_ / self.tag


@dataclass
class Reading:
    """What reading told: per document how much is translated, how many words it has, which files
    it depends on; and what was wrong."""

    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    dependencies: Mapping[str, list[Path]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Writing:
    """What writing one format gave: the files of the site and of the drafts (html), the jobs to
    render (pdf, print); and what was wrong."""

    outputs: list[Output] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(language: Language) -> Reading:
    """Read all documents that changed, in *language*.

    The labels of changes (``versionadded``) are words of the first application in a process, unless
    their module is loaded before there is one.
    """
    found = Reading()
    with _sphinx(language, "briefread", {}, found.problems) as app:
        if app is None:
            return found
        domain = briefs_domain(app.env)
        docs = language.publication.docs
        references = reference_files(docs)
        cited = citations_domain(app.env).data["references"]
        found.coverage = dict(domain.coverage)
        found.words = dict(domain.data["words"])
        found.dependencies = {
            docname: [docs / name for name in sorted(app.env.dependencies.get(docname, ()))]
            + (references if docname in cited else [])
            for docname in app.env.all_docs
        }
        found.problems += domain.problems
    return found


def write(
    language: Language,
    formats: tuple[str, ...],
    published: Published,
    briefs: tuple[str, ...],
) -> dict[str, Writing]:
    """Write *briefs* (all if empty) in each of *formats*, and in HTML the other documents.

    One format after the other: they work on the same doctrees.
    """
    return {name: _write(language, name, published, briefs) for name in formats}


def _write(
    language: Language,
    format_: str,
    published: Published,
    briefs: tuple[str, ...],
) -> Writing:
    found = Writing()
    decision = published.as_json()
    overrides = {
        "briefpress_published": decision["documents"],
        "briefpress_drafts": decision["drafts"],
        "briefpress_briefs": briefs,
        "briefpress_pages": str(language.outdir("pdf")),
        "briefpress_render": False,
    }
    with _sphinx(language, format_, overrides, found.problems) as app:
        if app is None:
            return found
        if isinstance(app.builder, BriefHtmlBuilder):
            found.outputs = app.builder.outputs()
        elif isinstance(app.builder, BriefPdfBuilder):
            found.jobs = app.builder.jobs
    return found


def extract_messages(language: Language, outdir: Path) -> Writing:
    """Write the templates of all documents into *outdir*."""
    found = Writing()
    with _sphinx(language, "gettext", {}, found.problems, outdir):
        return found


@contextmanager
def _sphinx(
    language: Language,
    format_: str,
    overrides: dict[str, Any],
    problems: list[Problem],
    outdir: Path | None = None,
) -> Iterator[Sphinx | None]:
    """Build with Sphinx; give the application, or None if it stopped. What was wrong is added
    to *problems*."""
    publication = language.publication
    nocolor()
    stream = io.StringIO()
    app = None
    # A process reads several languages, and English, which has no catalogue, resets nothing.
    translators.clear()
    with rarely_collecting(), patch_docutils(str(publication.top)), docutils_namespace():
        try:
            app = Sphinx(
                srcdir=publication.docs,
                confdir=publication.top,
                outdir=outdir or language.outdir(format_),
                # Extraction must see the sources untranslated.
                doctreedir=language.stage / "doctrees" / (outdir.name if outdir else language.tag),
                buildername=BUILDERS.get(format_, format_),
                confoverrides={
                    "language": gettext_code(language.tag),
                    "briefpress_languages": list(publication.languages),
                    **overrides,
                },
                status=None,
                warning=stream,
            )
            collector = ProblemCollector(app, publication.top, problems)
            logging.getLogger(sphinx_logging.NAMESPACE).addHandler(collector)
            app.build()
        except SphinxError as fault:
            if not isinstance(fault, OutsideError):  # of each the place is told
                problems.append(_stopped(fault, publication.top))
            if app is not None:  # what was found in documents before
                problems += briefs_domain(app.env).problems
            app = None
        except Exception:  # whatever it is belongs to this language and is shown, not lost
            problems.append(Problem("", 0, traceback.format_exc(), Kind.BUILD.value))
            app = None
        known = [*problems, *(briefs_domain(app.env).problems if app else ())]
        problems += _early_warnings(stream.getvalue(), known, publication.top)
        problems[:] = [placed(problem, publication.top / "conf.py") for problem in problems]
        yield app


class ProblemCollector(logging.Handler):
    """Makes a `Problem` of every warning of Sphinx, and gives those of reading to the domain."""

    def __init__(self, app: Sphinx, top: Path, problems: list[Problem]) -> None:
        super().__init__(logging.WARNING)
        reword(app, self)
        self.addFilter(sphinx_logging.WarningSuppressor(app))
        self.addFilter(sphinx_logging.WarningLogRecordTranslator(app))
        self._app = app
        self._top = top
        self._problems = problems

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the warning; Sphinx holds some back and logs them a second time."""
        if getattr(record, "briefpress_kept", False):
            return
        record.briefpress_kept = True
        problem = self._problem(record)
        docname = self._app.env.current_document.docname
        if docname and self._app.builder.name == "briefread":
            briefs_domain(self._app.env).note_problem(docname, problem)
        else:
            self._problems.append(problem)

    def _problem(self, record: logging.LogRecord) -> Problem:
        place = cast("str", getattr(record, "location", None) or "")
        path, line = _path_and_line(place, self._top)
        # Sphinx's own getMessage() puts place and level before the message.
        message = logging.LogRecord.getMessage(record)
        kind = str(getattr(record, "subtype", None) or "")
        # Sphinx ends its messages with their kind, what it holds back more than once; ours are
        # given theirs when they are shown.
        message = re.sub(r"( \[[\w.-]+\])\1+$", r"\1", message)
        message = message.removesuffix(f" [briefpress.{kind}]")
        return Problem(
            path,
            line,
            message,
            kind,
            # Sphinx only warns of a page that it could not write.
            is_error=record.levelno >= logging.ERROR or _is_file_fault(record),
        )


def _is_file_fault(record: logging.LogRecord) -> bool:
    arguments = record.args if isinstance(record.args, tuple) else ()
    return any(isinstance(argument, OSError) for argument in arguments)


def _stopped(fault: SphinxError, top: PurePath) -> Problem:
    """Return the error with which Sphinx stopped; it may begin with ``file:line:``."""
    match = re.match(rf"(?P<place>{_PATH}(?::\d+)?): (?P<text>.*)", str(fault), re.DOTALL)
    if match is None or not re.match(r"/|[A-Za-z]:[\\/]", match["place"]):
        return Problem("", 0, str(fault), Kind.BUILD.value)
    path, line = _path_and_line(match["place"], top)
    return Problem(path, line, match["text"], Kind.BUILD.value)


def _path_and_line(place: str, top: PurePath) -> tuple[str, int]:
    """Return the path, as seen from *top*, and the line (0 if there is none) of *place*, Sphinx's
    ``path:line`` with or without more after it."""
    match = re.match(rf"(?P<path>{_PATH})(?::(?P<line>\d+))?", place)
    assert match is not None  # it matches nothing too
    path = relative(type(top)(match["path"]), top) if match["path"] else ""
    return path, int(match["line"] or 0)


def _early_warnings(stream: str, known: list[Problem], top: PurePath) -> list[Problem]:
    """Return the warnings that Sphinx wrote before the collector was there."""
    texts = {problem.message.partition("\n")[0][:60] for problem in known} - {""}
    found = []
    for line in stream.splitlines():
        match = re.match(
            rf"(?:(?P<place>{_PATH}(?::\d+)?): )?(?P<level>WARNING|ERROR): (?P<message>.*)", line
        )
        if match and not any(match["message"].startswith(text) for text in texts):
            path, number = _path_and_line(match["place"] or "", top)
            is_error = match["level"] == "ERROR"
            found.append(Problem(path, number, match["message"], is_error=is_error))
    return found
