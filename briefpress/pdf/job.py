"""Describe the PDFs to make, and keep beside each what its last rendering told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from briefpress.files import read_json, sha256, write_atomically, write_json
from briefpress.pdf.editions import Edition
from briefpress.pdf.limits import Limits
from briefpress.tools import package_digest, versions


@dataclass(frozen=True)
class Job:
    """One PDF to make.

    *html* and *css* are texts; pictures are named in *html* relative to *base*/*page* and lie in
    *base*; *source* is the file of the brief, for messages, and *places* the file and line of
    each picture by its name below *base*, or as an address that the author wrote; *target* is the
    PDF to write, and the state of the last rendering stands beside it.
    """

    html: str
    css: str
    base: Path
    page: str
    images: tuple[str, ...]
    edition: Edition
    source: str
    target: Path
    limits: Limits = Limits()
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict, compare=False)

    @property
    def key(self) -> str:
        """SHA-256 of all that the rendering consumes; the target is up to date with the same."""
        consumed = {
            "code": package_digest("pdf"),
            "css": self.css,
            "edition": repr(self.edition),
            "html": self.html,
            "images": {name: sha256(self.base / name) for name in self.images},
            "tools": versions(),
        }
        return hashlib.sha256(json.dumps(consumed, sort_keys=True).encode()).hexdigest()

    @property
    def state_file(self) -> Path:
        """Where the state of the last rendering is kept."""
        return self.target.with_suffix(".json")


class Remark(NamedTuple):
    """What is to be known of a PDF that was made: *text*, and the file and line of its cause (none:
    that of the brief)."""

    text: str
    path: str = ""
    line: int = 0

    def place(self, job: Job) -> tuple[str, int]:
        """Return the file and line to name."""
        return (self.path, self.line) if self.path else (job.source, 1)


@dataclass(frozen=True)
class Rendered:
    """What a rendering gave: the file, its number of pages, the page (from 1) of every anchor,
    and how long it took. *fault* says why there is no file, *place* the file and line of its
    cause (none: that of the brief), *warnings* what of the author's own style was ignored and
    which pictures are coarse."""

    pdf: bytes = b""
    pages: int = 0
    anchors: Mapping[str, int] | None = None
    fault: str = ""
    place: tuple[str, int] | None = None
    warnings: tuple[Remark, ...] = ()
    seconds: float = 0.0


def is_current(job: Job) -> bool:
    """Whether the target is what *job* would make again."""
    state = read_json(job.state_file)
    return (
        state.get("key") == job.key
        and job.target.is_file()
        and state.get("sha256") == sha256(job.target)
    )


def last_rendered(job: Job) -> Rendered:
    """Return what the last rendering of a current *job* still tells: its warnings."""
    kept = read_json(job.state_file).get("warnings", ())
    return Rendered(warnings=tuple(Remark(*entry) for entry in kept))


def keep(job: Job, rendered: Rendered) -> None:
    """Write the target of *job*, and beside it the state of this rendering."""
    write_atomically(job.target, rendered.pdf)
    state = {
        "anchors": rendered.anchors,
        "key": job.key,
        "pages": rendered.pages,
        "sha256": hashlib.sha256(rendered.pdf).hexdigest(),
        "warnings": rendered.warnings,
    }
    write_json(job.state_file, state)


def state_of(target: Path) -> dict[str, Any]:
    """Return the state of the last rendering into *target*, empty if there was none."""
    return read_json(target.with_suffix(".json"))
