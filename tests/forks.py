"""Run Sphinx in processes forked from one that has loaded it: half of a small build is loading."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

LOADED = (
    "sphinx.cmd.build",
    "sphinx.builders.html",
    "sphinx.builders.gettext",
    "myst_parser.sphinx_ext.main",
    "briefpress.bibliography",
    "briefpress.charts.directive",
    "briefpress.elements.markdown",
    "briefpress.epub.builder",
    "briefpress.pdf.builder",
    "briefpress.web.builder",
)


def run_sphinx(arguments: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run ``sphinx-build`` with *arguments*, as a command that begins in *cwd*."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder, name)) for name in ("stdout", "stderr")]
        server.stdin.write(json.dumps([list(arguments), str(cwd), dict(os.environ), *files]) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        said = [Path(file).read_text(encoding="utf-8") for file in files]
    return subprocess.CompletedProcess(["sphinx-build", *arguments], code, *said)


@cache
def _server() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def _serve() -> None:
    import importlib

    for name in LOADED:
        importlib.import_module(name)
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            os._exit(_build(*json.loads(line)))
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def _build(arguments: list[str], cwd: str, env: dict[str, str], out: str, err: str) -> int:
    from sphinx.cmd.build import main

    os.chdir(cwd)
    os.environ.clear()
    os.environ |= {**env, "NO_COLOR": "1"}
    sys.path.insert(0, cwd)  # as ``python -m`` does
    for name, number in ((out, 1), (err, 2)):
        with Path(name).open("wb") as file:
            os.dup2(file.fileno(), number)
    with open(os.devnull, encoding="utf-8") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    try:
        return main(arguments)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


if __name__ == "__main__":
    _serve()
