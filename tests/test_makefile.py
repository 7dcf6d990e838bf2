"""Make runs the verbs of briefpress, here and in the container, which holds what they ask for."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from briefpress import needs

ROOT = Path(__file__).parents[1]


@pytest.fixture
def make():
    """A function that says what ``make`` would run."""
    program = shutil.which("make")
    if program is None:
        pytest.skip("no make")

    def dry_run(*arguments: str) -> str:
        command = [program, "--dry-run", "--no-print-directory", *arguments]
        # what a `make test` that runs this was told is in its environment
        ours = ("MAKEFLAGS", "MAKELEVEL", "LANGUAGES", "BRIEF", "STRICT")
        environ = {name: value for name, value in os.environ.items() if name not in ours}
        done = subprocess.run(
            command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()[-1].strip()

    return dry_run


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ((), "build"),
        (("pdf", "STRICT=1"), "build --fail-on-warning --format pdf"),
        (("html", "LANGUAGES=it en"), "build --language it --language en --format html"),
        (("epub", "BRIEF=a b"), "build --brief a --brief b --format epub"),
        (("check", "BRIEF=a"), "check --brief a"),
        (("update", "LANGUAGES=it"), "update --language it"),
        (("gettext",), "gettext"),
    ],
)
def test_make_passes_its_variables_on(arguments, command, make):
    words = make(*arguments).split()
    assert Path(words[0]).stem == "briefpress"
    assert words[1:] == command.split()


def test_the_profile_of_the_press_is_a_stage_of_its_own(make):
    assert make(".venv/.ready-print") == "touch .venv/.ready-print"


def test_make_help_lists_every_verb():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split()
    explained = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
    assert explained == phony


# The container


CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8")


def test_the_container_holds_what_the_checks_ask_for():
    installed = set(re.search(r"apt-get install (.*?)&&", CONTAINERFILE, re.DOTALL)[1].split())
    rows = needs.needs_for("requirements-check.lock")
    python = needs._VENV["apt"]  # of the Python that runs this; the image's is Debian 12's
    asked_for = {need.packages["apt"] for need in rows} - {python} | {"python3.11-venv"}
    assert asked_for | {"make", "git"} <= installed


def test_the_container_makes_the_profile_of_the_press_as_its_user():
    needed = {need.packages["apt"] for need in needs.PRINT_NEEDS}
    assert needed <= set(CONTAINERFILE.split())
    _, as_user = CONTAINERFILE.split("\nUSER author\n")
    assert "-m briefpress.pdf.profile\n" in as_user


def test_the_container_copies_what_is_there_and_sent():
    sent = set(re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    copied = {
        name.rstrip("/")
        for names in re.findall(r"^COPY (.+) \S+$", CONTAINERFILE, re.MULTILINE)
        for name in names.split()
    }
    assert copied == sent
    assert all((ROOT / name).exists() for name in copied)


def test_in_the_container_make_sets_nothing_up(make, monkeypatch):
    venv = re.search(r"BRIEFPRESS_VENV=(\S+)", CONTAINERFILE)[1]
    monkeypatch.setenv("BRIEFPRESS_VENV", venv)
    assert make("check") == f"{venv}/bin/briefpress check"


def test_the_devcontainer_is_the_container():
    folder = ROOT / ".devcontainer"
    settings = json.loads((folder / "devcontainer.json").read_text(encoding="utf-8"))
    assert (folder / settings["build"]["dockerfile"]).resolve() == ROOT / "Containerfile"
    assert f"WORKDIR {settings['workspaceFolder']}\n" in CONTAINERFILE
    assert f"USER {settings['remoteUser']}\n" in CONTAINERFILE
