"""Small publications to build, and ways to build them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from forks import run_sphinx

ROOTS = Path(__file__).parent / "roots"
REPOSITORY = Path(__file__).parent.parent


@dataclass(frozen=True)
class Publication:
    """A copy of one of tests/roots, which a test may change."""

    path: Path

    @property
    def site(self) -> Path:
        return self.path / "build" / "site"

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))

    def briefpress(
        self, *arguments: str, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the command line as a person does, in a process of its own."""
        return self._run("briefpress", *arguments, env=env)

    def sphinx(
        self, builder: str, language: str, *options: str, out: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run plain ``sphinx-build``, warnings as errors, into build/plain/<builder>/<language>."""
        target = out or f"build/plain/{builder}/{language}"
        arguments = ["-q", "-W", "-c", ".", "-b", builder, "-D", f"language={language}"]
        everything = [*arguments, *options, "docs", target]
        if hasattr(os, "fork"):
            return run_sphinx(everything, self.path)
        return self._run("sphinx", *everything)

    def _run(
        self, module: str, *arguments: str, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.path,
            env={**os.environ, "NO_COLOR": "1", **(env or {})},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def publication(tmp_path: Path) -> Callable[[str], Publication]:
    """Return a function that copies ``tests/roots/test-<name>`` and gives the copy."""

    def copy(name: str) -> Publication:
        target = tmp_path / name
        shutil.copytree(ROOTS / f"test-{name}", target)
        return Publication(target)

    return copy


@pytest.fixture
def two_languages(publication: Callable[[str], Publication]) -> Publication:
    """A brief in English with an Italian translation, and one in Italian without an English one."""
    return publication("two-languages")
