"""Move finished files into place, whatever comes between."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from briefpress.assemble import Cell, File, assemble, last_decision, manifest_file, resume

PUBLISHED = {"documents": {"briefs/ports": ["en", "it"], "index": ["en", "it"]}}


@dataclass(frozen=True)
class Build:
    """A folder build/; a file is called by its path in site/, and its folder is its language."""

    path: Path

    def assemble(
        self, contents: Mapping[str, str], *, expected: tuple[str, ...] = ()
    ) -> dict[str, str]:
        """Stage *contents* and assemble them; *expected* are those that other builds made."""
        files = []
        for name, content in contents.items():
            staged = self.path / "stage" / name
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_text(content, encoding="utf-8")
            files.append(File(f"site/{name}", staged, self.cell(name)))
        cells = frozenset(self.cell(name) for name in (*contents, *expected))
        return assemble(self.path, files, cells, PUBLISHED)

    @staticmethod
    def cell(name: str) -> Cell:
        docname, _, format_ = name.partition("/")[2].rpartition(".")
        return docname, name.partition("/")[0], format_

    @property
    def site(self) -> dict[str, str]:
        """All that is in place, empty folders and left-overs too."""
        root = self.path / "site"
        return {
            path.relative_to(root).as_posix(): path.read_text() if path.is_file() else "(empty)"
            for path in sorted(root.rglob("*"))
            if path.is_file() or not any(path.iterdir())
        }


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return Build(tmp_path / "build")


def test_staged_files_are_put_in_place_and_their_sums_told(build: Build) -> None:
    sums = build.assemble({"en/index.html": "Briefs", "it/briefs/ports.html": "Porti"})

    assert build.site == {"en/index.html": "Briefs", "it/briefs/ports.html": "Porti"}
    assert sums == {
        "site/en/index.html": hashlib.sha256(b"Briefs").hexdigest(),
        "site/it/briefs/ports.html": hashlib.sha256(b"Porti").hexdigest(),
    }


def test_what_is_as_it_was_is_not_touched(build: Build) -> None:
    build.assemble({"en/a.html": "a", "en/b.html": "b"})
    for name in ("a", "b"):
        os.utime(build.path / "site" / "en" / f"{name}.html", ns=(1, 1))

    build.assemble({"en/a.html": "a", "en/b.html": "new"})

    times = {name: (build.path / "site/en" / f"{name}.html").stat().st_mtime_ns for name in "ab"}
    assert times["a"] == 1
    assert times["b"] != 1


def test_what_is_no_longer_published_is_deleted_with_its_folder(build: Build) -> None:
    build.assemble({"en/index.html": "Briefs", "it/briefs/ports.html": "Porti"})

    build.assemble({"en/index.html": "Briefs"})

    assert build.site == {"en/index.html": "Briefs"}


def test_what_other_builds_made_stays_if_it_is_still_expected(build: Build) -> None:
    build.assemble({"en/a.html": "a", "en/a.pdf": "PDF", "it/a.html": "it"})

    build.assemble({"en/a.html": "new"}, expected=("en/a.pdf",))

    assert build.site == {"en/a.html": "new", "en/a.pdf": "PDF"}
    assert last_decision(build.path) == PUBLISHED


def test_a_file_of_a_cell_that_is_made_without_it_now_is_deleted(build: Build) -> None:
    cell = ("", "en", "html")
    files = []
    for name in ("theme.css", "old.js"):
        staged = build.path / "stage" / name
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.write_text(name)
        files.append(File(f"site/en/_static/{name}", staged, cell))
    assemble(build.path, files, frozenset({cell}), {})

    assemble(build.path, files[:1], frozenset({cell}), {})

    assert build.site == {"en/_static/theme.css": "theme.css"}


def test_files_that_the_build_does_not_own_are_left_alone(build: Build) -> None:
    build.assemble({"en/a.html": "a"})
    (build.path / "site" / "en" / "mine.txt").write_text("mine")

    build.assemble({"it/a.html": "a"})

    assert build.site == {"en/mine.txt": "mine", "it/a.html": "a"}


@pytest.mark.parametrize("damage", ["deleted", "changed"])
def test_what_someone_spoilt_in_the_site_is_mended(build: Build, damage: str) -> None:
    build.assemble({"en/a.html": "a", "en/a.pdf": "PDF"})
    for name in ("a.html", "a.pdf"):
        file = build.path / "site" / "en" / name
        file.unlink() if damage == "deleted" else file.write_text("spoilt")

    build.assemble({"en/a.html": "a"}, expected=("en/a.pdf",))

    assert build.site == {"en/a.html": "a", "en/a.pdf": "PDF"}


BEFORE = {
    "de/briefs/ports.html": "Häfen",
    "de/briefs/old/ports.html": "Häfen, alt",
    "en/index.html": "Briefs",
    "en/briefs/ports.html": "Ports",
    "en/briefs/old.html": "Old",
}
AFTER = {
    "en/index.html": "Briefs, new",
    "en/briefs/ports.html": "Ports",
    "it/briefs/ports.html": "Porti",
    "it/index.html": "Schede",
}
STEPS = 10  # the manifest and three files written, three deleted, three folders removed


class Interrupted(BaseException):
    """The process is killed."""


def interrupt_at(step: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the process die before the change number *step* of the file system, 0 the first.

    Return the list that names the changes that it came to.
    """
    changes: list[str] = []

    def counted(name: str) -> None:
        original = getattr(Path, name)

        def change(path: Path, *arguments: Any, **keywords: Any) -> Any:
            if len(changes) == step:
                raise Interrupted
            changes.append(f"{name} {path.name}")
            return original(path, *arguments, **keywords)

        monkeypatch.setattr(Path, name, change)

    for name in ("replace", "unlink", "rmdir"):
        counted(name)
    return changes


@contextmanager
def dying_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Expect the process to die before that change of the file system."""
    with monkeypatch.context() as dying, pytest.raises(Interrupted):
        interrupt_at(step, dying)
        yield


def test_every_step_of_an_assembly_is_among_those_interrupted_below(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.assemble(BEFORE)
    changes = interrupt_at(-1, monkeypatch)

    build.assemble(AFTER)

    assert len(changes) == STEPS
    assert build.site == AFTER


@pytest.mark.parametrize("step", range(STEPS))
def test_an_interrupted_assembly_is_finished_by_the_next_build(
    build: Build, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    build.assemble(BEFORE)
    with dying_at(step, monkeypatch):
        build.assemble(AFTER)

    whole = {name: text for name, text in build.site.items() if not name.endswith(".new")}
    assert all(
        text in (BEFORE.get(name), AFTER.get(name), "(empty)") for name, text in whole.items()
    )

    resume(build.path)
    assert build.site == (AFTER if step else BEFORE)  # before the manifest there is nothing to do

    build.assemble(AFTER)
    assert build.site == AFTER


def test_an_assembly_may_be_interrupted_again_while_it_is_finished(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.assemble(BEFORE)
    with dying_at(1, monkeypatch):
        build.assemble(AFTER)
    for step in (0, 1, 1, 0, 3):
        with dying_at(step, monkeypatch):
            resume(build.path)

    resume(build.path)

    assert build.site == AFTER


def test_a_staged_file_that_is_another_by_now_is_not_published(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.assemble(BEFORE)
    with dying_at(1, monkeypatch):
        build.assemble(AFTER)
    (build.path / "stage" / "en" / "index.html").write_text("unfinished")
    (build.path / "stage" / "it" / "index.html").unlink()

    resume(build.path)

    found = {name: text for name, text in build.site.items() if not name.endswith(".new")}
    assert found == {
        "en/index.html": "Briefs",
        "en/briefs/ports.html": "Ports",
        "it/briefs/ports.html": "Porti",
    }
    build.assemble(AFTER)
    assert build.site == AFTER


def test_nothing_to_resume_is_no_fault(build: Build) -> None:
    resume(build.path)

    assert not build.path.exists()
    assert last_decision(build.path) is None


@pytest.mark.parametrize("content", ["", '{"files": {"site/', "[]", "\x00\x00", "null"])
def test_a_broken_manifest_costs_nothing_but_its_memory(build: Build, content: str) -> None:
    build.assemble({"en/a.html": "a"})
    manifest_file(build.path).write_text(content)

    resume(build.path)
    assert build.site == {"en/a.html": "a"}
    assert last_decision(build.path) is None

    build.assemble({"en/a.html": "new"})
    assert build.site == {"en/a.html": "new"}
    assert list(json.loads(manifest_file(build.path).read_text())["files"]) == ["site/en/a.html"]
