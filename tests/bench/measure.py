"""Measure a program: its time on the clock, its CPU time, its memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measure:
    """What a step took: *seconds* on the clock, seconds of *cpu*, *memory* in MB. *figure* is what
    the *target* is set for."""

    what: str
    seconds: float
    cpu: float
    memory: float
    figure: str = ""
    target: str = ""


def run(
    command: Sequence[str | Path],
    cache: Path,
    cwd: Path | None = None,
    programs: Path | None = None,
) -> Measure:
    """Run *command* with an own *cache* and, if need be, the *programs* of a folder; raise
    `SystemExit` with what it says if it fails."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    if programs:
        environment |= {"PATH": f"{programs}{os.pathsep}{environment['PATH']}"}
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment, cwd=cwd)
        # Its own, and that of those which it waited for.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise SystemExit(output.read().decode()[-4000:])
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Measure("", seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)
