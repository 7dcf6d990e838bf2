"""The colour profile of a press is made of free measurements, or is the one that conf.py names."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from briefpress import needs
from briefpress.pdf import profile
from briefpress.pdf.profile import ProfileError, condition, profile_file


@pytest.fixture
def no_argyll(monkeypatch, tmp_path):
    """A machine on which neither Argyll nor the measurements are, and nothing was made."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))


def write_profile(file: Path, name: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes())
    return file


def test_the_usual_profile_is_one_of_a_press_and_kept():
    file = profile_file()
    assert condition(file) == "FOGRA39"
    made = file.stat().st_mtime_ns
    assert profile_file() == file
    assert file.stat().st_mtime_ns == made


def test_it_prints_no_more_than_300_percent():
    press = ImageCms.getOpenProfile(str(profile_file()))
    every = Image.new("RGB", (64, 64 * 64))
    every.putdata([(4 * r, 4 * g, 4 * b) for r in range(64) for g in range(64) for b in range(64)])
    convert = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), press, "RGB", "CMYK")
    inks = ImageCms.applyTransform(every, convert)
    assert max(map(sum, inks.get_flattened_data())) <= 300 * 2.55


@pytest.mark.slow
def test_every_machine_makes_the_same_bytes(monkeypatch, tmp_path):
    usual = profile_file()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    other = profile_file()
    assert other != usual
    assert other.name == usual.name
    assert other.read_bytes() == usual.read_bytes()


def test_other_measurements_are_another_profile(no_argyll, monkeypatch, tmp_path):
    names = set()
    monkeypatch.setattr(profile, "_make", lambda measurements: measurements)
    for content in (b"one", b"two"):
        file = tmp_path / "none/color/icc/FOGRA39L.ti3"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        names.add(profile_file().name)
    assert len(names) == 2


@pytest.mark.parametrize("folder", ["color/icc", "color/target/fogra"])
def test_measurements_are_found_where_systems_put_them(folder, no_argyll, tmp_path):
    file = tmp_path / "none" / folder / "FOGRA39L.ti3"
    file.parent.mkdir(parents=True)
    file.touch()
    assert needs.find_colour_data(needs.FOGRA39) == file


def test_without_argyll_it_is_said_what_to_do(no_argyll):
    with pytest.raises(ProfileError) as caught:
        profile_file()
    said = str(caught.value)
    assert "program colprof" in said
    assert "colour data FOGRA39L.ti3" in said
    assert "apt-get install --no-install-recommends argyll icc-profiles-free" in said
    assert "dnf install argyllcms icc-profiles-openicc" in said
    assert "brew install argyll-cms" in said
    assert 'briefpress_print = {"profile":' in said


def test_a_colprof_that_fails_is_quoted(no_argyll, tmp_path):
    data = tmp_path / "none/color/icc/FOGRA39L.ti3"
    data.parent.mkdir(parents=True)
    data.write_text("no measurements")
    colprof = tmp_path / "colprof"
    colprof.write_text("#!/bin/sh\necho 'CGATS read error' >&2; exit 1\n")
    colprof.chmod(0o755)
    with pytest.raises(ProfileError, match="CGATS read error"):
        profile_file()
    assert not list(tmp_path.glob("cache/**/*.icc"))


def test_a_profile_beside_conf_py_is_taken(tmp_path):
    own = tmp_path / "profiles/press.icc"
    own.parent.mkdir()
    shutil.copyfile(profile_file(), own)
    assert profile_file("profiles/press.icc", tmp_path) == own
    assert condition(own) == "FOGRA39"


def test_a_profile_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ProfileError, match=r"no colour profile none\.icc beside conf\.py"):
        profile_file("none.icc", tmp_path)


def test_a_profile_of_a_screen_is_refused(tmp_path):
    write_profile(tmp_path / "screen.icc", "sRGB")
    with pytest.raises(ProfileError, match=r"screen\.icc is a profile for RGB colours"):
        profile_file("screen.icc", tmp_path)


def test_what_is_no_profile_is_refused(tmp_path):
    (tmp_path / "press.icc").write_bytes(b"not at all")
    with pytest.raises(ProfileError, match=r"press\.icc cannot be read as a colour profile"):
        profile_file("press.icc", tmp_path)


def test_the_setup_makes_none_where_conf_py_names_one(tmp_path):
    write_profile(tmp_path / "screen.icc", "sRGB")
    (tmp_path / "conf.py").write_text('briefpress_print = {"profile": "screen.icc"}\n')
    done = subprocess.run(
        [sys.executable, "-m", "briefpress.pdf.profile"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("setup: screen.icc is a profile for RGB colours")
