"""Move finished files into place, one by one, so that a stopped build leaves no half of one.

``build/manifest.json`` names every file that the build owns, with its SHA-256 and the staged file
it comes from. It is renamed into place before the first move: what it names and is not there yet
is still to be moved, what the one before named and this one does not is to be deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefpress.files import read_json, sha256, write_atomically, write_json

Cell = tuple[str, str, str]
"""A document's name, a language and a format; the name is empty for what serves a language's
pages together, the language too for what serves the whole site."""


@dataclass(frozen=True)
class File:
    """A finished file: where it belongs below build/, where it is staged, and whose it is."""

    path: str
    staged: Path
    cell: Cell


def manifest_file(build: Path) -> Path:
    """Return the file of the manifest."""
    return build / "manifest.json"


def resume(build: Path) -> None:
    """Finish an assembly that was interrupted. Do this before anything is staged anew."""
    manifest = read_json(manifest_file(build))
    if manifest:
        _move(build, manifest)


def assemble(
    build: Path,
    files: Iterable[File],
    expected: frozenset[Cell],
    decision: Mapping[str, Any],
) -> dict[str, str]:
    """Move *files* into place and delete what is no longer published.

    *expected* are the cells of the whole decision: a file of another build is kept if its cell is
    among them and was not made now. *decision* is noted, see `last_decision`. Return the SHA-256 of
    every file that is now in place.
    """
    before = read_json(manifest_file(build)).get("files", {})
    entries: dict[str, dict[str, Any]] = {}
    made: set[Cell] = set()
    for file in files:
        made.add(file.cell)
        entries[file.path] = {
            "cell": list(file.cell),
            "sha256": sha256(file.staged),
            "staged": file.staged.relative_to(build).as_posix(),
        }
    for path, entry in before.items():
        cell = tuple(entry["cell"])
        if cell in expected and cell not in made:
            entries.setdefault(path, entry)
    manifest = {
        "delete": sorted(set(before) - set(entries)),
        "files": entries,
        "published": decision,
    }
    write_json(manifest_file(build), manifest)
    _move(build, manifest)
    return {path: entry["sha256"] for path, entry in entries.items()}


def _move(build: Path, manifest: Mapping[str, Any]) -> None:
    for path, entry in sorted(manifest["files"].items()):
        staged, target = build / entry["staged"], build / path
        if sha256(target) == entry["sha256"]:
            continue
        content = staged.read_bytes() if staged.is_file() else b""
        # A staged file that is another one by now is made again by the build that follows.
        if sha256(staged) == entry["sha256"]:
            write_atomically(target, content)
    for path in manifest["delete"]:
        target = build / path
        target.unlink(missing_ok=True)
        _remove_empty_folders(target.parent, build)


def _remove_empty_folders(folder: Path, build: Path) -> None:
    while folder != build:
        if folder.is_dir():  # it may be gone since an interruption
            if any(folder.iterdir()):
                return
            folder.rmdir()
        folder = folder.parent


def last_decision(build: Path) -> Mapping[str, Any] | None:
    """Return the decision with which the site was last assembled, None if it never was."""
    found: Mapping[str, Any] | None = read_json(manifest_file(build)).get("published")
    return found
