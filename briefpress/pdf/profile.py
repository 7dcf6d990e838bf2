"""Find the colour profile of a press, and make that of FOGRA39 of measurements that are free.

``python -m briefpress.pdf.profile``, which the set-up runs for ``make print``, installs what that
takes where it may, and makes the profile once for this user.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from PIL import ImageCms
from platformdirs import user_cache_dir

from briefpress.bootstrap import SetupError, bring
from briefpress.conf_file import read_conf
from briefpress.files import write_atomically
from briefpress.needs import (
    COLPROF,
    FOGRA39,
    PRINT_NEEDS,
    find_colour_data,
    find_program,
    instructions,
    is_there,
    missing,
    this_system,
)
from briefpress.problems import PublicationError

USUAL = "FOGRA39"
"""Coated paper in offset (ISO 12647-2:2004); as the ICC's registry of conditions calls it."""

# The measurements are Fogra's, packed by OpenICC under the zlib licence, which asks that what is
# made of them is marked as such.
_COPYRIGHT = "Made by briefpress of FOGRA39L (Fogra; zlib licence). No copyright of its own."

# Argyll's arguments: ink of 300 % at most, 95 % of it black; colours get black from a quarter of
# the way to black on, so that light tones show no black dots; no date of the measurements in it.
# Its default, a table in Lab, is made in a quarter of the time that one in XYZ takes (-ax), and
# half as far from the measurements: 0.5 on the average, 1.6 at most (CIE 1976).
_ARGUMENTS = (
    *("-qm", "-bl", "-l300", "-L95", "-kp", "0", ".25", ".95", ".95", ".7", "-nc"),
    *("-A", "briefpress", "-M", USUAL, "-D", USUAL, "-C", _COPYRIGHT),
)
_HEADER = {  # ICC.1:2001-04, 6.1: where colprof says when and on what system it ran
    24: bytes.fromhex("07d6 000c 0001 0000 0000 0000"),  # the month of the measurements
    40: bytes(4),
}
_SECONDS = 900


class ProfileError(Exception):
    """There is no such profile, or it is of no use here; the message says what to do."""


def profile_file(name: str = USUAL, top: Path | None = None) -> Path:
    """Return the profile that conf.py calls *name*: `USUAL`, or a file relative to *top*, the
    folder of conf.py. Raise `ProfileError`."""
    if name == USUAL:
        target = _usual()
        if not target.is_file():
            write_atomically(target, _make(_measurements()), shared=True)
        return target
    file = Path(top or ".", name).resolve()
    if not file.is_file():
        raise ProfileError(
            f"there is no colour profile {name} beside conf.py; put the press's file there "
            f"(a name that ends with .icc), or write “{USUAL}”"
        )
    condition(file)
    return file


@cache
def condition(file: Path) -> str:
    """Return the name of the printing condition that the profile *file* describes; raise
    `ProfileError` if it is none of a press."""
    try:
        profile = ImageCms.getOpenProfile(str(file)).profile
    except (OSError, ImageCms.PyCMSError):
        raise ProfileError(
            f"{file.name} cannot be read as a colour profile; ask the press for its ICC profile"
        ) from None
    space, kind = profile.xcolor_space.strip(), profile.device_class
    if (space, kind) != ("CMYK", "prtr"):
        raise ProfileError(
            f"{file.name} is a profile for {space} colours of the class “{kind}”, and a press "
            "needs one for CMYK of the class “prtr”; ask the press for it"
        )
    return str(profile.profile_description or file.stem).strip()


def _usual() -> Path:
    """Return where the profile of FOGRA39 is kept for this user, named by what it is made of."""
    made_of = (_measurements(), _ARGUMENTS, _HEADER)
    key = hashlib.sha256(repr(made_of).encode()).hexdigest()[:16]
    return Path(user_cache_dir("briefpress"), "profiles", f"{USUAL}-{key}.icc")


def _measurements() -> bytes:
    file = find_colour_data(FOGRA39)
    if file is None:
        raise ProfileError(_advice())
    return file.read_bytes()


def _make(measurements: bytes) -> bytes:
    program = find_program(COLPROF)
    if program is None:
        raise ProfileError(_advice())
    with tempfile.TemporaryDirectory(prefix="briefpress-") as folder:
        Path(folder, f"{USUAL}.ti3").write_bytes(measurements)
        done = subprocess.run(
            [program, *_ARGUMENTS, USUAL],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
        made = [file for file in Path(folder).iterdir() if file.suffix in (".icc", ".icm")]
        content = bytearray(made[0].read_bytes() if made else b"")
    if done.returncode or not content:
        said = f"{done.stdout}{done.stderr}".strip()
        raise ProfileError(f"Argyll's colprof made no profile of {FOGRA39.name}; it said: {said}")
    for place, value in _HEADER.items():
        content[place : place + len(value)] = value
    return bytes(content)


def _advice() -> str:
    lines = instructions(missing(PRINT_NEEDS, is_there), this_system())
    return (
        f"{lines}\n\n"
        f"{FOGRA39.name} may also be put into ~/.local/share/color/icc by hand: Debian's package "
        f"{FOGRA39.packages['apt']} holds it.\n"
        "Or give briefpress the profile of your press, in conf.py:\n"
        '  briefpress_print = {"profile": "profiles/ISOcoated_v2_300_eci.icc"}'
    )


def main() -> None:
    """Make the profile that conf.py in this folder asks for."""
    conf = Path("conf.py")
    try:
        settings = read_conf(conf.resolve()) if conf.is_file() else {}
        name = settings.get("briefpress_print", {}).get("profile", USUAL)
        if name == USUAL:
            bring(PRINT_NEEDS)
            if not _usual().is_file():
                sys.stdout.write("setup: making the colour profile of the press (half a minute)\n")
                sys.stdout.flush()
        profile_file(name, conf.parent)
    except (ProfileError, PublicationError, SetupError) as fault:
        sys.exit(f"setup: {fault}")


if __name__ == "__main__":
    main()
