"""Render jobs in worker processes, one per core; this side knows no Sphinx.

A worker that dies, or takes more than its job may, costs that job alone: who is at work on what is
known here, and another worker takes its place.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection, wait
from pathlib import Path

from briefpress.pdf.job import Job, Remark, Rendered, keep
from briefpress.pdf.limits import watch_memory

# Not forked: WeasyPrint must find FONTCONFIG_FILE set before it loads fontconfig.
_context = multiprocessing.get_context("spawn")


def render_jobs(
    jobs: Iterable[Job], fontconfig: Path, done: Callable[[Job, Rendered], None]
) -> None:
    """Render *jobs*, the longest first, write their targets, and call *done* for each."""
    waiting = sorted(jobs, key=lambda job: len(job.html))
    idle = [_Worker(fontconfig) for _ in waiting[: os.cpu_count() or 1]]
    working: list[_Worker] = []
    try:
        while waiting or working:
            while waiting and idle:
                worker = idle.pop()
                worker.begin(waiting.pop())
                working.append(worker)
            for worker in _finished(working):
                working.remove(worker)
                rendered = worker.end()
                if worker.is_alive:
                    idle.append(worker)
                elif waiting:
                    idle.append(_Worker(fontconfig))
                if not rendered.faults:
                    keep(worker.job, rendered)
                done(worker.job, rendered)
    finally:
        for worker in (*idle, *working):
            worker.stop()


def _finished(working: list[_Worker]) -> list[_Worker]:
    """Return those that have answered, died, or are out of time; wait until there is one."""
    soonest = min(worker.deadline for worker in working)
    left = max(0, soonest - time.monotonic())
    ready = wait([worker.connection for worker in working], left)
    now = time.monotonic()
    return [each for each in working if each.connection in ready or each.deadline <= now]


class _Worker:
    """A process that renders one job after the other, and the *job* that it is at."""

    job: Job
    deadline: float

    def __init__(self, fontconfig: Path) -> None:
        self.connection, its_end = _context.Pipe()
        self._process = _context.Process(target=_work, args=(its_end, str(fontconfig)), daemon=True)
        self._process.start()
        its_end.close()  # the process alone holds it, so that its death is seen
        self.is_alive = True

    def begin(self, job: Job) -> None:
        """Hand *job* over."""
        self.job = job
        self.deadline = time.monotonic() + job.limits.patience
        try:
            self.connection.send(job)
        except OSError:  # it is dead, which `end` will find
            self.deadline = 0

    def end(self) -> Rendered:
        """Return the answer, or why there is none; the worker is no longer alive then."""
        code = None
        try:
            if self.connection.poll():
                rendered: Rendered = self.connection.recv()
                return rendered
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode
        self.stop()
        return Rendered(faults=(Remark(self.job.limits.death(code)),))

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.is_alive = False
        self._process.kill()
        self._process.join()
        self.connection.close()


def _work(connection: Connection, fontconfig: str) -> None:
    """Render in a process of its own what comes in, until nobody can send more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a person who stops the parent, which ends us
    os.environ["FONTCONFIG_FILE"] = fontconfig
    # fontTools writes the time into the instances that it makes of variable fonts.
    os.environ["SOURCE_DATE_EPOCH"] = "315532800"  # 1980-01-01
    # The patches of WeasyPrint stand on its stack too, at each level of what is nested.
    sys.setrecursionlimit(3 * sys.getrecursionlimit())
    from briefpress.pdf.render import render

    watch_memory()
    while True:
        try:
            job: Job = connection.recv()
            job.limits.begin()
            connection.send(render(job))
        except (EOFError, OSError):
            os._exit(0)  # Python's own end is not safe with what Pango has made
