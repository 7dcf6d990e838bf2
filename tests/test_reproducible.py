"""The same sources give the same PDFs, whoever makes them, wherever and in what order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib
import pytest
from conftest import Publication, files
from fontTools.ttLib import TTFont

# Builds with so many workers as the first argument says, whatever the machine has.
BUILD = """
import os, sys
workers = int(sys.argv.pop(1))
os.cpu_count = lambda: workers
from briefpress.__main__ import main
main()
"""
ALL: tuple[str, ...] = ()
OTHER = Path(matplotlib.get_data_path(), "fonts", "ttf")


def install_fonts(folder: Path) -> Path:
    """Put other fonts into *folder*, and some that go by the names of ours."""
    folder.mkdir(parents=True)
    shutil.copy(OTHER / "DejaVuSans.ttf", folder)
    for family, file in (("Literata", "DejaVuSansMono.ttf"), ("Source Sans 3", "cmr10.ttf")):
        font = TTFont(OTHER / file)
        for record in font["name"].names:
            if record.nameID in (1, 4, 16):
                record.string = family
        font.save(folder / file)
    return folder


def system(home: Path, fonts: str) -> dict[str, str]:
    """Return the environment of somebody with *home* and other *fonts*."""
    found = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    if fonts == "in the folder of data":
        install_fonts(home / "data" / "fonts")
    elif fonts == "in the configuration":
        folder = install_fonts(home / "fonts")
        conf = home / "fonts.conf"
        conf.write_text(f"<fontconfig><dir>{folder}</dir></fontconfig>")
        found |= {"FONTCONFIG_FILE": str(conf), "FONTCONFIG_PATH": str(home), "LC_ALL": "C"}
    return found


def built(
    folder: Path, place: str, workers: int, steps: tuple[tuple[str, ...], ...], env: dict[str, str]
) -> dict[str, str]:
    """The PDFs of a publication that is built in *steps*."""
    publication = Publication.of("elements", folder / place)
    for step in steps:
        arguments = [str(workers), "build", "-f", "pdf", *step]
        subprocess.run(
            [sys.executable, "-c", BUILD, *arguments],
            cwd=publication.path,
            env={**os.environ, "NO_COLOR": "1", **env},
            check=True,
        )
    return {name: sum_ for name, sum_ in files(publication.site).items() if name.endswith(".pdf")}


@pytest.mark.slow
def test_nothing_but_the_sources_is_in_a_pdf(tmp_path: Path) -> None:
    first = {"PYTHONHASHSEED": "0", "TZ": "UTC", **system(tmp_path / "first", "of the machine")}
    second = {
        "PYTHONHASHSEED": "12345",
        "TZ": "Pacific/Kiritimati",
        **system(tmp_path / "second", "in the folder of data"),
    }
    third = {
        "PYTHONHASHSEED": "7",
        "TZ": "America/Los_Angeles",
        **system(tmp_path / "third", "in the configuration"),
    }

    expected = built(tmp_path, "here", 2, (ALL,), first)

    assert len(expected) == 4
    one_by_one = (("-b", "other", "-l", "it"), ALL)
    assert built(tmp_path, "a place/with blänks", 1, one_by_one, second) == expected
    italian = built(tmp_path, "elsewhere/別處", 3, (("-l", "it"),), third)
    assert len(italian) == 2
    assert italian.items() <= expected.items()
