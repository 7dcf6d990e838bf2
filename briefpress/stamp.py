"""Know in an instant that there is nothing to do: one stamp over inputs, outputs and versions.

Looked at before Sphinx is imported.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from briefpress.files import read_json, write_json
from briefpress.pseudo import is_pseudo
from briefpress.tools import code_digest

# What a build makes if it is not told; the print edition is made when it is asked for.
USUAL_FORMATS = ("html", "epub", "pdf")
FORMATS = (*USUAL_FORMATS, "print")


@dataclass(frozen=True)
class Request:
    """What is to be made; an empty selection means all, of the formats the usual ones."""

    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    briefs: tuple[str, ...] = ()

    @property
    def made_formats(self) -> tuple[str, ...]:
        """The formats that are to be made."""
        return self.formats or USUAL_FORMATS

    @property
    def is_pseudo(self) -> bool:
        """Whether nothing is asked for but pseudo-translations."""
        return bool(self.languages) and all(map(is_pseudo, self.languages))

    def covers(self, other: Request) -> bool:
        """Whether whoever made this has made *other* too."""
        pairs = (
            (self.made_formats, other.made_formats),
            (self.languages, other.languages),
            (self.briefs, other.briefs),
        )
        return all(not own or (asked and set(asked) <= set(own)) for own, asked in pairs)


def is_done(build: Path, top: Path, docs: Path, request: Request, *, strict: bool) -> bool:
    """Whether *request* is already made of what is there now.

    With *strict*, only if it was made without a warning.
    """
    stamp = read_json(build / "stamp.json")
    # First, because briefpress itself is among the inputs: another one wrote another stamp.
    if stamp.get("inputs") != inputs_key(top, docs, map(Path, stamp.get("roots", ()))):
        return False
    return (
        not (strict and stamp["warnings"])
        and set(request.languages) <= set(stamp["languages"])
        and set(request.briefs) <= set(stamp["briefs"])
        and any(_request(row).covers(request) for row in stamp["done"])
        and all(_state(build / path) == state for path, state in stamp["outputs"].items())
    )


def last_warnings(build: Path) -> list[str]:
    """Return the warnings with which what is there was made."""
    return [str(warning) for warning in read_json(build / "stamp.json").get("warnings", ())]


def write_stamp(
    build: Path,
    key: str,
    roots: Iterable[Path],
    request: Request,
    outputs: Iterable[str],
    *,
    languages: Iterable[str],
    briefs: Iterable[str],
    warnings: list[str],
) -> None:
    """Note that *request* is made of the inputs whose key was *key* when the build began.

    What was made of the same inputs before, and is not made again now, stays noted: its warnings
    too.
    """
    before = read_json(build / "stamp.json")
    earlier = before["done"] if before.get("inputs") == key else []
    earlier = [row for row in earlier if not request.covers(_request(row))]
    if earlier:
        warnings = list(dict.fromkeys([*before["warnings"], *warnings]))
    stamp = {
        "briefs": sorted(briefs),
        "done": [*earlier, {name: list(values) for name, values in asdict(request).items()}],
        "inputs": key,
        "languages": sorted(languages),
        "outputs": {path: _state(build / path) for path in outputs},
        "roots": sorted(str(root) for root in roots),
        "warnings": warnings,
    }
    write_json(build / "stamp.json", stamp)


def inputs_key(top: Path, docs: Path, roots: Iterable[Path]) -> str:
    """Return the SHA-256 over everything that a build reads: conf.py, the sources, the further
    files and folders *roots*, briefpress itself, and the versions of what it works with."""
    digest = hashlib.sha256(code_digest().encode())
    digest.update(os.environ.get("SOURCE_DATE_EPOCH", "").encode())
    for root in (top / "conf.py", docs, *sorted(roots)):
        for file in _files(root):
            digest.update(f"{file}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path) -> Iterable[Path]:
    if root.is_file():
        return [root]
    return sorted(file for file in root.rglob("*") if file.is_file())


def _state(file: Path) -> list[int]:
    """Return size in bytes and time of change in nanoseconds, empty if there is no such file."""
    try:
        stat = file.stat()
    except OSError:
        return []
    return [stat.st_size, stat.st_mtime_ns]


def _request(row: Mapping[str, list[str]]) -> Request:
    return Request(**{name: tuple(values) for name, values in row.items()})
