"""Verify what was made: phase 6, which reads a build and alone may call a standard "verified".

1. `made` lists the files: those that receipts describe, and the pages that are no briefs.
2. A file must still have the SHA-256 that the build gave it. If not, nothing else is looked at.
3. `checks` says what a file of its format is held against: a page against HTML (`vnu`) and against
   rules of accessibility (`axe`); an ePub against its standard (`epubcheck`) and against rules of
   accessibility (`ace`); a PDF against each standard that it claims and that veraPDF knows
   (`verapdf`), and against the words of the page beside it (`text_layer`), its `structure` and its
   `pictures`; a PDF for printing against the standard that it claims (`preflight`), its words too,
   and against the edition for the screen (`pictures`, `layout`); both against how the packaged
   fonts draw them (`glyphs`). Colours have no file: `palette`.
4. A result that is stored for the same bytes and the same version of the tool is taken as it is.
   For all others each program runs once, with all files that it is to look at, and beside it
   briefpress's own checks in worker processes, file by file.
5. The results of a file are stored in ``build/checks``, under the name of its receipt (`result`).

A stored result holds no clock and no path of this machine. The validators are optional packages,
``briefpress[check]`` (`packages`) and, from npm, `node_packages`, which `install` brings; all that
are missing are named before anything is checked (`needed`).
"""

from __future__ import annotations

import multiprocessing
import os
from collections import defaultdict
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefpress.check.checks import Check, Validate, checks_of
from briefpress.check.made import Made, made_files
from briefpress.check.needed import require_all
from briefpress.check.packages import CheckError, MissingTool, ToolFailed
from briefpress.check.result import Finding, Report, Result, read_results, write_results
from briefpress.files import sha256

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from briefpress.build import Progress
    from briefpress.publication import Publication

__all__ = ["CheckError", "Finding", "MissingTool", "Result", "ToolFailed", "check_build"]


@dataclass
class _Task:
    """What is to be known about one file, and what is known of it."""

    made: Made
    file: Path
    stored: Path
    checks: list[Check] = field(default_factory=list)
    known: dict[Check, Result] = field(default_factory=dict)

    @property
    def results(self) -> list[Result]:
        """What is known, in the order of the checks."""
        return [self.known[check] for check in self.checks if check in self.known]


def check_build(
    build: Path,
    *,
    languages: Collection[str] = (),
    briefs: Collection[str] = (),
    formats: Collection[str] = (),
    publication: Publication | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """Check every file of *build*, or those of some *languages* (BCP 47), *briefs* (slugs) and
    *formats*; of books also whether they say what the *publication* does.

    *progress* is told of each result that is due. Raise MissingTool if validators are not installed
    and ToolFailed if one gives no verdict; what was checked until then is stored.
    """
    every = list(made_files(build))
    _forget(build / "checks", {made.stored for made in every})
    wanted = [
        made
        for made in every
        if (not languages or made.language in languages)
        and (not briefs or (made.is_brief and made.brief in briefs))
        and (not formats or made.format in formats)
    ]
    require_all({made.format for made in wanted})
    tasks = [_task(build, made, publication) for made in wanted]
    try:
        _run(tasks, progress)
    finally:
        for task in tasks:
            if task.results and task.checks[0].check != _RECEIPT.check:
                write_results(task.stored, task.results)
    return [result for task in tasks for result in task.results]


def _forget(folder: Path, kept: Collection[str]) -> None:
    """Delete the results of what is no longer made."""
    for file in folder.rglob("*.json"):
        if file.relative_to(folder).as_posix() not in kept:
            file.unlink()


def _unchanged(files: Iterable[Path]) -> list[Report]:
    """Return what is wrong with *files* that are not as they were built."""
    said = ["has changed since it was built" if file.exists() else "is missing" for file in files]
    message = "The file {}. Run `make` to build it again."
    return [Report((Finding("changed", message.format(words)),)) for words in said]


_RECEIPT = Check("receipt", "SHA-256", _unchanged, runs="here")


def _task(build: Path, made: Made, publication: Publication | None) -> _Task:
    """Return the checks of a file, with those results that are stored already."""
    task = _Task(made, build / made.path, build / "checks" / made.stored)
    if sha256(task.file) != made.sha256:
        task.checks = [_RECEIPT]
        return task
    task.checks = list(checks_of(made, build, publication))
    stored = {
        (old.sha256, old.check, old.tool, old.inputs): old for old in read_results(task.stored)
    }
    for check in task.checks:
        old = stored.get((made.sha256, check.check, check.tool, check.inputs))
        if old:
            task.known[check] = old
    return task


_Due = list[tuple[_Task, Check]]


def _run(tasks: Iterable[_Task], progress: Progress | None) -> None:
    """Run each tool over all files that lack its result."""
    due: dict[Validate, _Due] = defaultdict(list)
    for task in tasks:
        for check in task.checks:
            if check not in task.known:
                due[check.validate].append((task, check))
    if progress:
        progress.expect(sum(map(len, due.values())))

    def take(rows: _Due, reports: Iterable[Report]) -> None:
        for (task, check), report in zip(rows, reports, strict=True):
            task.known[check] = _result(task.made, check, report)
            if progress:
                progress.step(f"{task.made.path}: {check.check}", 1)

    with ExitStack() as pools:
        futures = _begin([rows for rows in due.values() if rows[0][1].runs != "here"], pools)
        here = [row for rows in due.values() if rows[0][1].runs == "here" for row in rows]
        for row in here:
            take([row], _reports(row[1].validate, _files([row])))
        try:
            for future in as_completed(futures):
                take(futures[future], future.result())
        except BrokenProcessPool:
            raise ToolFailed("A process that checks files died; it may lack memory.") from None


def _begin(due: Iterable[_Due], pools: ExitStack) -> dict[Future[list[Report]], _Due]:
    """Begin all that runs beside this thread: one call for each program, and of what is done in
    worker processes one for each file, the largest first."""
    by_program = [rows for rows in due if rows[0][1].runs == "program"]
    by_worker = [[row] for rows in due if rows[0][1].runs == "worker" for row in rows]
    by_worker.sort(key=lambda rows: -rows[0][0].file.stat().st_size)
    processors = os.cpu_count() or 1
    futures: dict[Future[list[Report]], _Due] = {}
    # The workers first: no thread is at work then, should they be forked.
    if by_worker:
        # As in a build, they are spawned.
        context = multiprocessing.get_context("spawn")
        workers = ProcessPoolExecutor(min(processors, len(by_worker)), mp_context=context)
        futures |= _submitted(pools.enter_context(workers), by_worker)
    programs = pools.enter_context(ThreadPoolExecutor(processors))
    return futures | _submitted(programs, by_program)


def _submitted(pool: Executor, due: Iterable[_Due]) -> dict[Future[list[Report]], _Due]:
    return {pool.submit(_reports, rows[0][1].validate, _files(rows)): rows for rows in due}


def _files(rows: _Due) -> list[Path]:
    return [task.file for task, _ in rows]


def _reports(validate: Validate, files: list[Path]) -> list[Report]:
    return list(validate(files))


def _result(made: Made, check: Check, report: Report) -> Result:
    return Result(
        brief=made.brief,
        language=made.language,
        format=made.format,
        is_brief=made.is_brief,
        path=made.path,
        sha256=made.sha256,
        check=check.check,
        tool=check.tool,
        findings=report.findings,
        notes=report.notes,
        merit=check.merit,
        inputs=check.inputs,
    )
