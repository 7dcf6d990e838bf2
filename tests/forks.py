"""Run Sphinx and briefpress in processes forked from one that has loaded them: half of a small
build is loading."""

from __future__ import annotations

import atexit
import gc
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

LOADED = (
    "briefpress.check",
    "briefpress.pdf.finish",
    "briefpress.terminal",
    "matplotlib.backends.backend_svg",
    "myst_parser.sphinx_ext.main",
    "sphinx.cmd.build",
    "weasyprint",
)


def run(program: str, arguments: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run *program*, a key of `MAINS`, with *arguments*, as a command that begins in *cwd*."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder, name)) for name in ("stdout", "stderr")]
        call = [program, list(arguments), str(cwd), dict(os.environ), *files]
        server.stdin.write(json.dumps(call) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        said = [Path(file).read_text(encoding="utf-8") for file in files]
    return subprocess.CompletedProcess([program, *arguments], code, *said)


@cache
def _server() -> subprocess.Popen[str]:
    server = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(server.communicate)  # it ends when there is nothing more to read
    return server


def load() -> None:
    """Load what a build loads, and look once at what is installed."""
    from sphinx.application import builtin_extensions

    import briefpress
    from briefpress.tools import code_digest

    own = (module.name for module in walk_packages(briefpress.__path__, "briefpress."))
    for name in (*LOADED, *builtin_extensions, *own):
        if not name.endswith("__main__"):
            import_module(name)
    code_digest()


def _serve() -> None:
    # Workers are forked too: nothing is built in this process that they could inherit. What is
    # given an environment of its own is started and spawned as a person's (`Publication`).
    get_context = multiprocessing.get_context
    multiprocessing.get_context = lambda method=None: get_context("fork")
    load()
    gc.freeze()
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            os._exit(_run(*json.loads(line)))
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _run(
    program: str, arguments: list[str], cwd: str, env: dict[str, str], out: str, err: str
) -> int:
    os.chdir(cwd)
    os.environ.clear()
    os.environ |= {**env, "NO_COLOR": "1"}
    sys.path.insert(0, cwd)  # as ``python -m`` does
    for name, number in ((os.devnull, 0), (out, 1), (err, 2)):
        file = os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
    try:
        return MAINS[program](arguments)
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _sphinx(arguments: list[str]) -> int:
    from sphinx.cmd.build import main

    return main(arguments)


def _briefpress(arguments: list[str]) -> int:
    from briefpress.__main__ import main

    main(arguments)  # ends with SystemExit
    return 0


MAINS = {"briefpress": _briefpress, "sphinx": _sphinx}


if __name__ == "__main__":
    _serve()
