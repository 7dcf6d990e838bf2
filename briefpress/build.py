"""Build a publication: index, read, decide, write, assemble, for all languages and formats."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

from filelock import FileLock, Timeout

from briefpress.assemble import Cell, assemble, last_decision, resume
from briefpress.cells import (
    expected_cells,
    finished_files,
    in_turn,
    is_work,
    made_cells,
    root_file,
)
from briefpress.conf_file import read_conf
from briefpress.domain import Coverage
from briefpress.files import write_json
from briefpress.fonts import write_fontconfig
from briefpress.index import Index, relative
from briefpress.pdf.job import Job, Rendered, is_current, last_rendered, warnings_of
from briefpress.pdf.pool import render_jobs
from briefpress.problems import Kind, Problem, PublicationError, error, errors_first, told_once
from briefpress.pseudo import is_pseudo
from briefpress.publication import Publication
from briefpress.published import Published, decide
from briefpress.receipts import write_receipts
from briefpress.stamp import USUAL_FORMATS, Request, inputs_key, write_stamp
from briefpress.summary import Line, lines_of
from briefpress.translation.catalogue import catalogue_file, unclaimed
from briefpress.worker import Language, Reading, Writing, read, write

T = TypeVar("T")

# The formats whose files are rendered when all are written.
_RENDERED = ("pdf", "print")


class Progress(Protocol):
    """Is told what happens, to show it."""

    def expect(self, cells: int) -> None:
        """So many cells (work x language x format) are to be made."""

    def step(self, what: str, cells: int = 0) -> None:
        """A step is done, and with it so many cells."""

    def say(self, what: str) -> None:
        """Something worth a line."""


@dataclass
class Result:
    """What a build made: a line for each work and language, the problems (errors first), and
    whether it is in place."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    assembled: bool = False


def open_publication(top: Path, docs: Path) -> Publication:
    """Read conf.py; raise `PublicationError` if it cannot be read."""
    file = top / "conf.py"
    if not file.is_file():
        message = "there is no conf.py here; go to the folder of your publication"
        raise PublicationError([error(Kind.BUILD, "", 0, message)])
    if not docs.is_dir():
        message = f"there is no folder {docs.name}/ with the sources; name it with --docs"
        raise PublicationError([error(Kind.BUILD, "", 0, message)])
    return Publication.from_settings(read_conf(file), top, docs)


def build(
    publication: Publication,
    target: Path,
    request: Request,
    progress: Progress,
    *,
    strict: bool = False,
) -> Result:
    """Make what *request* asks for below *target* (``build/``).

    If anything is wrong (with *strict*, also if a warning is given) nothing is assembled: what is
    in place stays as it was, and finished work waits in the stage for the next build.
    """
    key = inputs_key(publication.top, publication.docs, _roots(publication))
    index, _ = publication.index(publication.languages)
    check_request(request, publication, index)
    with _alone(target):
        resume(target)
        return _build(publication, index, target, request, progress, key, strict=strict)


def read_languages(
    publication: Publication, target: Path, tags: Iterable[str], progress: Progress
) -> dict[str, Reading]:
    """Read the publication in the languages *tags* and make nothing of it."""
    languages = {tag: Language(publication, tag, target / "stage") for tag in tags}
    with _alone(target), _pool(len(languages)) as pool:
        return _read(pool, languages, progress)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Keep other builds out of *target*: they would work on the same doctrees and the same
    manifest. The system takes the lock back if the process dies."""
    target.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(target / ".lock", timeout=0):
            yield
    except Timeout:
        message = "another build is at work here; wait until it ends"
        raise PublicationError([error(Kind.BUILD, "", 0, message)]) from None


def _build(
    publication: Publication,
    index: Index,
    target: Path,
    request: Request,
    progress: Progress,
    key: str,
    *,
    strict: bool,
) -> Result:
    result = Result()
    stage = target / "stage"
    tags = made_languages(publication, request)
    index = replace(index, languages=tags)
    languages = {tag: Language(publication, tag, stage) for tag in tags}
    with _pool(len(languages)) as pool:
        readings = _read(pool, languages, progress)
        result.problems += [p for reading in readings.values() for p in reading.problems]
        if _fails(result.problems):
            return _ended(result, publication, index)
        result.problems += _unclaimed(publication, index)
        coverage = {tag: reading.coverage for tag, reading in readings.items()}
        result.problems += _unread(index, coverage)
        if _fails(result.problems):
            return _ended(result, publication, index)
        published, rows = decide(index, coverage, publication.root_doc, publication.thresholds)
        request = _widened(request, published, target, progress)
        made = made_cells(request, published, index, publication)
        first, then = in_turn(request.made_formats)
        wider = replace(request, formats=(*first, *then))
        needed = made_cells(wider, published, index, publication)
        cells = [cell for cell in needed if cell[0] and is_work(index, cell[0])]
        progress.expect(len(cells))
        writings = _write(pool, languages, request, first, published, cells, progress)
        jobs = {job: tag for (tag, _), writing in writings.items() for job in writing.jobs}
        seconds = _render(jobs, index, stage, progress, result.problems)
        if then:
            writings |= _write(pool, languages, request, then, published, cells, progress)
    result.problems += [p for writing in writings.values() for p in writing.problems]
    result.lines = lines_of(
        made, index, rows, readings, result.problems, seconds, stage, publication, published
    )
    if _fails(result.problems) or (strict and result.problems):
        return _ended(result, publication, index)
    files = finished_files(made, writings, languages, published)
    result.problems += [
        error(Kind.BUILD, "", 0, f"{file.path} was not written; is there room on the disk?")
        for file in files
        if not file.staged.is_file()
    ]
    if _fails(result.problems):
        return _ended(result, publication, index)
    if any(file.cell[2] == "html" for file in files):
        files.append(root_file(publication, index, published, stage, files))
    sums = assemble(target, files, expected_cells(published, index), published.as_json())
    decision = {
        brief: {tag: row.as_json() for tag, row in found.items()} for brief, found in rows.items()
    }
    write_json(target / "published.json", decision)
    dependencies = {tag: reading.dependencies for tag, reading in readings.items()}
    receipts = write_receipts(target, publication, index, made, published, dependencies)
    outputs = [*sums, *receipts, "published.json", "manifest.json"]
    _ended(result, publication, index)
    write_stamp(
        target,
        key,
        _roots(publication),
        request,
        outputs,
        languages=tags,
        briefs=index.works,
        warnings=[str(problem) for problem in result.problems],
    )
    result.assembled = True
    return result


def _unclaimed(publication: Publication, index: Index) -> Iterator[Problem]:
    """Yield a warning for each catalogue whose translations nothing uses."""
    message = (
        "the catalogue is of no document, so that its translations are not used; `make update` "
        "offers them to the documents: delete it then"
    )
    for file in unclaimed(publication.locale_dirs, index.languages, index.documents):
        path = relative(file, publication.top)
        yield Problem(path, 0, message, Kind.CATALOGUE.value, is_error=False)


def _roots(publication: Publication) -> list[Path]:
    """Return what a build reads beside conf.py and the sources."""
    return [*publication.locale_dirs, *publication.extra]


def _ended(result: Result, publication: Publication, index: Index) -> Result:
    originals = {
        relative(file, publication.top): document.path
        for tag in index.languages
        for docname, document in index.documents.items()
        if (file := catalogue_file(publication.locale_dirs, tag, docname))
    }
    result.problems = errors_first(told_once(result.problems, originals))
    return result


def _fails(problems: Iterable[Problem]) -> bool:
    return any(problem.is_error for problem in problems)


def made_languages(publication: Publication, request: Request) -> tuple[str, ...]:
    """Return the languages that are read for *request*: what is published in one depends on all.
    A pseudo-translation is no part of the publication and stands alone."""
    return request.languages if request.is_pseudo else publication.languages


def check_request(request: Request, publication: Publication, index: Index) -> None:
    """Raise `PublicationError` with the languages and briefs of *request* that are none of the
    publication's."""
    problems = []
    for tag in request.languages:
        if is_pseudo(tag) and not request.is_pseudo:
            message = f"“{tag}”, the pseudo-translation, is made alone; leave the others out"
            problems.append(error(Kind.UNKNOWN_LANGUAGE, "", 0, message))
        elif tag not in publication.languages and not is_pseudo(tag):
            known = ", ".join(publication.languages)
            message = f"“{tag}” is none of the publication's languages: {known}"
            problems.append(error(Kind.UNKNOWN_LANGUAGE, "", 0, message))
    for brief in request.briefs:
        if brief not in index.works:
            message = (
                f"there is no brief or collection “{brief}”; there are: {', '.join(index.works)}"
            )
            problems.append(error(Kind.BUILD, "", 0, message))
    if problems:
        raise PublicationError(problems)


def _pool(languages: int) -> ProcessPoolExecutor:
    workers = max(1, min(languages, os.cpu_count() or 1))
    # Spawned, not forked: the same on every system, and nothing is inherited by accident.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _read(
    pool: ProcessPoolExecutor, languages: Mapping[str, Language], progress: Progress
) -> dict[str, Reading]:
    """Read all languages side by side."""
    tasks = {tag: (read, language) for tag, language in languages.items()}
    return _side_by_side(
        pool,
        tasks,
        lambda problem: Reading(problems=[problem]),
        lambda tag: progress.step(f"read {tag}"),
    )


def _unread(index: Index, coverage: Mapping[str, Mapping[str, Coverage]]) -> list[Problem]:
    """Return an error for each document that was there when the build began and was not read."""
    message = "the file was not read; if it is there, run the same command again"
    return [
        error(Kind.BUILD, document.path, 0, message)
        for docname, document in index.documents.items()
        if any(docname not in found for found in coverage.values())
    ]


def _write(
    pool: ProcessPoolExecutor,
    languages: Mapping[str, Language],
    request: Request,
    formats: tuple[str, ...],
    published: Published,
    cells: list[Cell],
    progress: Progress,
) -> dict[tuple[str, str], Writing]:
    """Write the languages asked for side by side, in *formats*."""
    tasks = {
        tag: (write, language, formats, published, request.briefs)
        for tag, language in languages.items()
        if tag in (request.languages or languages)
    }

    def failed(problem: Problem) -> dict[str, Writing]:
        return {format_: Writing(problems=[problem]) for format_ in formats}

    def done(tag: str) -> None:
        written = [cell for cell in cells if cell[1] == tag and cell[2] in formats]
        finished = sum(cell[2] not in _RENDERED for cell in written)
        progress.step(f"wrote {tag}: {', '.join(formats)}", finished)

    found = _side_by_side(pool, tasks, failed, done)
    return {
        (tag, format_): writing
        for tag, writings in found.items()
        for format_, writing in writings.items()
    }


def _side_by_side(
    pool: ProcessPoolExecutor,
    tasks: Mapping[str, tuple[Any, ...]],
    failed: Callable[[Problem], T],
    done: Callable[[str], None],
) -> dict[str, T]:
    """Run a task (a function and its arguments) for each language and return what they gave."""
    futures = {pool.submit(*task): tag for tag, task in tasks.items()}
    found: dict[str, T] = {}
    for future in as_completed(futures):
        tag = futures[future]
        try:
            found[tag] = future.result()
        except BrokenProcessPool:
            message = f"the process for the language {tag} died; it may lack memory"
            found[tag] = failed(error(Kind.BUILD, "", 0, message))
        done(tag)
    return {tag: found[tag] for tag in tasks}


def _widened(request: Request, published: Published, target: Path, progress: Progress) -> Request:
    """Return *request*, or all, in the formats asked for too, if what is published, or a draft, is
    no longer what it was.

    A page links to what is published: with another decision, pages that were not asked for would
    link to what is gone, or not to what is new.
    """
    before = last_decision(target)
    if before is None or before == published.as_json() or request == Request():
        return request
    progress.say("what is published has changed: everything is made")
    return Request(tuple(dict.fromkeys([*USUAL_FORMATS, *request.made_formats])))


def _render(
    jobs: Mapping[Job, str], index: Index, stage: Path, progress: Progress, problems: list[Problem]
) -> dict[str, float]:
    """Render the PDFs that are out of date; return the seconds of each by its target. What is wrong
    with several is told once."""
    seconds: dict[str, float] = {}
    failed: dict[tuple[str, str, str, int], list[str]] = {}
    outdated = [job for job in jobs if not is_current(job)]

    def warn(job: Job, rendered: Rendered) -> None:
        for remark in warnings_of(job, rendered):
            kind = Kind.RENDERING.value
            place = remark.place(job)
            problems.append(Problem(*place, remark.text, kind, False, language=jobs[job]))

    def done(job: Job, rendered: Rendered) -> None:
        edition = "print edition" if job.edition.press else "PDF"
        for fault in rendered.faults:
            for place in index.titles_with(fault.letters, job.html) or [fault.place(job)]:
                failed.setdefault((edition, fault.text, *place), []).append(jobs[job])
        warn(job, rendered)
        seconds[str(job.target)] = rendered.seconds
        verb = "failed" if rendered.faults else "made"
        folder = f"print/{jobs[job]}" if job.edition.press else jobs[job]
        progress.step(f"{verb} {folder}/{job.target.name}", 1)

    for job in jobs:
        if job not in outdated:
            warn(job, last_rendered(job))
    if current := len(jobs) - len(outdated):
        progress.step(f"{current} PDF{'s are' if current > 1 else ' is'} up to date", current)
    if outdated:
        render_jobs(outdated, write_fontconfig(stage / "fonts"), done)
    for (edition, text, path, line), tags in failed.items():
        message = f"no {edition} in {', '.join(sorted(set(tags)))}: {text}"
        problems.append(error(Kind.RENDERING, path, line, message))
    return seconds
