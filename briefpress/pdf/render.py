"""Render jobs into PDFs in worker processes; this side knows no Sphinx."""

from __future__ import annotations

import hashlib
import json
import logging
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from briefpress.files import read_json, sha256, write_atomically, write_json
from briefpress.pdf.editions import Edition
from briefpress.tools import package_digest, versions


@dataclass(frozen=True)
class Job:
    """One PDF to make.

    *html* and *css* are texts; pictures are named in *html* relative to *base*/*page* and lie in
    *base*; *source* is the file of the brief, for messages; *target* is the PDF to write, and the
    state of the last rendering stands beside it.
    """

    html: str
    css: str
    base: Path
    page: str
    images: tuple[str, ...]
    edition: Edition
    source: str
    target: Path

    @property
    def key(self) -> str:
        """SHA-256 of all that the rendering consumes; the target is up to date with the same."""
        consumed = {
            "code": package_digest("pdf"),
            "css": self.css,
            "edition": repr(self.edition),
            "html": self.html,
            "images": {name: sha256(self.base / name) for name in self.images},
            "tools": versions(),
        }
        return hashlib.sha256(json.dumps(consumed, sort_keys=True).encode()).hexdigest()

    @property
    def state_file(self) -> Path:
        """Where the state of the last rendering is kept."""
        return self.target.with_suffix(".json")


@dataclass(frozen=True)
class Rendered:
    """What a worker returns: the file, its number of pages, the page (from 1) of every anchor,
    and how long it took. *fault* says why there is no file, *warnings* what of the author's own
    style was ignored."""

    pdf: bytes = b""
    pages: int = 0
    anchors: Mapping[str, int] | None = None
    fault: str = ""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


def is_current(job: Job) -> bool:
    """Whether the target is what *job* would make again."""
    state = read_json(job.state_file)
    return (
        state.get("key") == job.key
        and job.target.is_file()
        and state.get("sha256") == sha256(job.target)
    )


def last_rendered(job: Job) -> Rendered:
    """Return what the last rendering of a current *job* still tells: its warnings."""
    return Rendered(warnings=tuple(read_json(job.state_file).get("warnings", ())))


def render_jobs(
    jobs: Iterable[Job], fontconfig: Path, done: Callable[[Job, Rendered], None]
) -> None:
    """Render *jobs* with one worker per core, write their targets, and call *done* for each.

    A worker that dies takes nothing with it but the job that killed it: the others are tried
    again, each in a process of its own.
    """
    waiting = list(jobs)
    if not waiting:
        return
    for alone in (False, True):
        batches = [[job] for job in waiting] if alone else [waiting]
        waiting = []
        for batch in batches:
            for job, rendered in _render_batch(batch, fontconfig):
                if rendered is None and not alone:
                    waiting.append(job)
                    continue
                result = rendered or Rendered(fault="the renderer died on this document")
                if not result.fault:
                    _keep(job, result)
                done(job, result)


def _render_batch(batch: list[Job], fontconfig: Path) -> Iterable[tuple[Job, Rendered | None]]:
    workers = min(len(batch), os.cpu_count() or 1)
    # Not forked: WeasyPrint must meet FONTCONFIG_FILE before it loads fontconfig.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_start_worker, initargs=(str(fontconfig),)
    ) as pool:
        futures: dict[Future[Rendered], Job] = {pool.submit(render, job): job for job in batch}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                yield futures[future], None


def _start_worker(fontconfig: str) -> None:
    os.environ["FONTCONFIG_FILE"] = fontconfig
    # fontTools writes the time into the instances that it makes of variable fonts.
    os.environ["SOURCE_DATE_EPOCH"] = "315532800"  # 1980-01-01


def _keep(job: Job, rendered: Rendered) -> None:
    write_atomically(job.target, rendered.pdf)
    state = {
        "anchors": rendered.anchors,
        "key": job.key,
        "pages": rendered.pages,
        "sha256": hashlib.sha256(rendered.pdf).hexdigest(),
        "warnings": rendered.warnings,
    }
    write_json(job.state_file, state)


def render(job: Job) -> Rendered:
    """Render *job* in this process, whose FONTCONFIG_FILE must name the packaged fonts."""
    # Imported by the workers alone: it takes a second and loads Pango.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    from briefpress.pdf.fetcher import BASE_URL, ConfinedFetcher
    from briefpress.pdf.finish import finish
    from briefpress.pdf.patches import mend_weasyprint

    mend_weasyprint()
    begin = time.monotonic()
    fonts = FontConfiguration()
    fetcher = ConfinedFetcher([job.base / "_images"], job.base)
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        page = HTML(string=job.html, base_url=BASE_URL + quote(job.page), url_fetcher=fetcher)
        sheet = CSS(string=job.css, font_config=fonts, url_fetcher=fetcher)
        own = len(complaints.messages)  # those of our style sheet
        variant = job.edition.variant
        document = page.render(stylesheets=[sheet], font_config=fonts, pdf_variant=variant)
        pdf = document.write_pdf(
            finisher=finish,
            pdf_variant=variant,
            pdf_identifier=hashlib.sha256(job.html.encode()).hexdigest()[:32].encode(),
        )
        anchors = {
            name: number
            for number, sheet_of_paper in enumerate(document.pages, 1)
            for name in sheet_of_paper.anchors
        }
        pages = len(document.pages)
    except FatalURLFetchingError as fault:
        return Rendered(fault=str(fault))
    except Exception as fault:  # a bug in the renderer costs this document, not the build
        return Rendered(fault=f"WeasyPrint stopped: {type(fault).__name__} {fault}".strip())
    finally:
        logger.removeHandler(complaints)
    messages = [message.replace(BASE_URL, "") for message in complaints.messages]
    ignored = [message for message in messages[own:] if message.startswith(_IGNORED)]
    if faults := [message for message in messages if message not in ignored]:
        # A page that lacks a picture, or that is not set as it was asked to, is not published.
        return Rendered(fault="; ".join(faults))
    return Rendered(
        pdf=pdf,
        pages=pages,
        anchors=dict(sorted(anchors.items())),
        warnings=tuple(dict.fromkeys(f"in the PDF: {message}" for message in ignored)),
        seconds=time.monotonic() - begin,
    )


# How WeasyPrint begins to tell of declarations that it passes over.
_IGNORED = ("Ignored `", "Error: ")


class _Complaints(logging.Handler):
    """Collects what WeasyPrint logs: in library use its logger says nothing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.messages.append(record.getMessage())


def state_of(target: Path) -> dict[str, Any]:
    """Return the state of the last rendering into *target*, empty if there was none."""
    return read_json(target.with_suffix(".json"))
