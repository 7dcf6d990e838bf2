"""Name what pip cannot bring, look for it on this machine, and say how to install it.

Standard library only: the set-up reads this before anything is installed.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MSYS2_BIN = "C:/msys64/ucrt64/bin"
"""Where MSYS2's UCRT64 packages put libraries and programs; WeasyPrint looks there unasked."""


@dataclass(frozen=True)
class Need:
    """One thing that pip cannot bring, and who brings it."""

    kind: str
    """``module`` of Python, shared ``library``, ``program`` or ``colour data``."""
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
        """The one command that installs ``needs``; what to do if no package holds them."""
        packages = {need.packages[self.manager] for need in needs if self.manager in need.packages}
        if not packages:
            return "no package holds it; install it from its makers' site"
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

GHOSTSCRIPT = Need(
    "program",
    "gs",
    "for the checks of print editions, to measure ink (GHOSTSCRIPT=... names another one)",
    dict.fromkeys(("apt", "dnf", "brew", "msys2"), "ghostscript"),
    others=("gswin64c", "gswin32c"),
    variable="GHOSTSCRIPT",
)

PDFTOTEXT = Need("program", "pdftotext", "for the checks, to read PDFs (Poppler)", _POPPLER)

CHECK_NEEDS = (CHROMIUM, GHOSTSCRIPT, PDFTOTEXT)
"""Asked for besides with ``requirements-check.lock``."""

COLPROF = Need(
    "program",
    "colprof",
    "to make the press's colour profile (Argyll)",
    {"apt": "argyll", "dnf": "argyllcms", "brew": "argyll-cms"},
)
FOGRA39 = Need(
    "colour data",
    "FOGRA39L.ti3",
    "the measurements that the profile is made of",
    {"apt": "icc-profiles-free", "dnf": "icc-profiles-openicc"},
)

PRINT_NEEDS = (COLPROF, FOGRA39)
"""Asked for by ``make print``, and by the tests, unless conf.py names a profile."""

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
        "requirements-test.lock": CHECK_NEEDS + PRINT_NEEDS,
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
    if need.kind == "colour data":
        return find_colour_data(need) is not None
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


def find_colour_data(need: Need) -> Path | None:
    """The file in a folder where systems, or a person, put colour profiles; None without one."""
    home = Path.home()
    own = os.environ.get("XDG_DATA_HOME") or home / ".local/share"
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    shares = [Path(folder, "color") for folder in (own, *shared.split(":"))]
    folders = [share / name for share in shares for name in ("icc", "target/fogra")]
    if sys.platform == "darwin":
        folders += [home / "Library/ColorSync/Profiles", Path("/Library/ColorSync/Profiles")]
    elif sys.platform == "win32":
        windows = os.environ.get("SYSTEMROOT", "C:/Windows")
        folders = [folders[0], Path(windows, "System32/spool/drivers/color")]
    files = (folder / need.name for folder in folders)
    return next((file for file in files if file.is_file()), None)


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


def is_root() -> bool:
    """Whether this runs with all rights, as in a container."""
    return sys.platform != "win32" and os.geteuid() == 0


def this_system() -> System | None:
    """The family of the machine that this runs on."""
    try:
        os_release = platform.freedesktop_os_release()
    except OSError:  # macOS, Windows
        os_release = {}
    return system_of(sys.platform, os_release)


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
