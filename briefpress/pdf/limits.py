"""Limit what a process may take to render a document, and tell afterwards which limit it met."""

from __future__ import annotations

import math
import os
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:  # Windows: the clock alone is watched, by the parent
    resource = None  # type: ignore[assignment]

# The exit code of a process that took too much memory.
_TOO_LARGE = 77

_CURE = (
    "; is there a table, a picture or a style without end? If not, raise briefpress_render_limits "
    "in conf.py"
)


@dataclass(frozen=True)
class Limits:
    """What one document may take: *seconds* of CPU time, and *megabytes* of memory."""

    seconds: int = 120
    megabytes: int = 2000

    def times(self, count: int) -> Limits:
        """Return what so many documents may take that are laid out together."""
        return Limits(self.seconds * count, self.megabytes * count)

    @property
    def patience(self) -> int:
        """The seconds on the clock after which a document is given up; a machine may be busy."""
        return self.seconds * 10 if resource else self.seconds

    def begin(self) -> None:
        """Let the system end this process when it has taken so much more CPU time; more memory
        than the limit ends it too, once `watch_memory` was called."""
        global _most
        _most = self.megabytes * 10**6
        if resource:
            _, hard = resource.getrlimit(resource.RLIMIT_CPU)
            soft = math.ceil(time.process_time()) + self.seconds
            soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))

    def death(self, code: int | None) -> str:
        """Say why a process ended with the exit *code* (None: it had to be ended)."""
        if code is None:
            return f"it took more than {self.patience} s to lay out{_CURE}"
        if code == _TOO_LARGE:
            return f"it took more than {self.megabytes} MB of memory to lay out{_CURE}"
        if resource and code == -signal.SIGXCPU:
            return f"it took more than {self.seconds} s of CPU time to lay out{_CURE}"
        if resource and code == -signal.SIGKILL:
            return "the renderer was ended from outside; if the machine lacks memory, build again"
        return f"the renderer died (exit code {code}); leave out parts of the text to find which"


_most: float = math.inf


def watch_memory() -> None:
    """End this process within a tenth of a second when it takes more than the job's limit.

    Not by RLIMIT_AS, which counts what is reserved and not what is taken, and which macOS does not
    know.
    """
    if resource:
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while _memory() < _most:
        time.sleep(0.1)
    os._exit(_TOO_LARGE)


def _memory() -> int:
    """Return how many bytes of memory this process has."""
    try:  # Linux; there the most that getrusage tells of may be that of the parent
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:  # macOS
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * resource.getpagesize()
