"""Small publications to build, and ways to build them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import forks
import pytest
from desk import ITALIAN, TEXTS, Desk
from front_matters import Read, reader

from briefpress.pdf.profile import profile_file

ROOTS = Path(__file__).parent / "roots"
REPOSITORY = Path(__file__).parent.parent
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


@dataclass(frozen=True)
class Publication:
    """A copy of one of tests/roots, which a test may change; ``conf.py`` there is that of those
    that have none of their own."""

    path: Path

    @classmethod
    def of(cls, name: str, folder: Path) -> Publication:
        """Copy ``tests/roots/test-<name>`` to *folder*, which must not be there."""
        shutil.copytree(ROOTS / f"test-{name}", folder)
        if not (folder / "conf.py").exists():
            shutil.copy(ROOTS / "conf.py", folder)
        return cls(folder)

    @property
    def site(self) -> Path:
        return self.path / "build" / "site"

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def add(self, name: str, text: str) -> int:
        """Write *text* at the end of a file and return the line that it begins on."""
        before = self.read(name)
        self.write(name, before + text)
        return before.count("\n") + 1

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))

    def briefpress(
        self, *arguments: str, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the command line as a person does; with *env*, in a process that begins with it."""
        return self._run("briefpress", arguments, env)

    def build(self, *options: str) -> str:
        """Build, expecting success and no warning; return what it said."""
        done = self.briefpress("build", "--fail-on-warning", *options)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout

    def sphinx(
        self,
        builder: str,
        language: str,
        *options: str,
        out: str | None = None,
        strict: bool = True,
    ) -> subprocess.CompletedProcess[str]:
        """Run plain ``sphinx-build`` into build/plain/<builder>/<language>; *strict* takes warnings
        for errors."""
        target = out or f"build/plain/{builder}/{language}"
        arguments = ("-q", "-c", ".", "-b", builder, "-D", f"language={language}", *options)
        return self._run("sphinx", (*arguments, *(["-W"] if strict else []), "docs", target))

    def _run(
        self, module: str, arguments: tuple[str, ...], env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        if env is None and hasattr(os, "fork"):
            return forks.run(module, arguments, self.path)
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.path,
            env={**os.environ, "NO_COLOR": "1", **(env or {})},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of slow tests, so that no long one is left when others have ended."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@contextmanager
def restored(publication: Publication) -> Iterator[Publication]:
    """Let *publication*, with what is built of it, be changed, and put all back: to build it takes
    longer than to copy it, and at another place it would be read anew."""
    kept = publication.path.with_name("kept")
    shutil.copytree(publication.path, kept, symlinks=True)
    try:
        yield publication
    finally:
        shutil.rmtree(publication.path)
        kept.rename(publication.path)


def files(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below *folder*, but for what Sphinx keeps for itself."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and ".doctrees" not in file.parts
    }


@pytest.fixture
def publication(tmp_path: Path) -> Callable[[str], Publication]:
    """Return a function that copies ``tests/roots/test-<name>`` and gives the copy."""
    return lambda name: Publication.of(name, tmp_path / name)


@pytest.fixture
def two_languages(tmp_path: Path) -> Publication:
    """A brief in English with an Italian translation, and one in Italian without an English one."""
    return Publication.of("two-languages", tmp_path / "two-languages")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that indexes front matter."""
    return reader(tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An article, completely translated."""
    return Desk(tmp_path).started(TEXTS, ITALIAN)


@pytest.fixture(scope="session")
def profile() -> Path:
    """The profile of the press; made now if no set-up has."""
    return profile_file()
