"""Describe the PDFs to make, and keep beside each what its last rendering told."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from briefpress.files import read_json, sha256, write_atomically, write_json
from briefpress.pdf.editions import Edition
from briefpress.pdf.limits import Limits
from briefpress.tools import package_digest, versions

# The attribute of an element that says where in the sources it comes from, as ``path:line``.
LINE = "data-line"


@dataclass(frozen=True)
class Budget:
    """How many *pages* the author allows the PDF in *language*, and the line that says so."""

    pages: int
    language: str
    line: int


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
    budget: Budget | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """SHA-256 of all that the rendering consumes; the target is up to date with the same."""
        press = self.edition.press
        consumed = {
            "code": package_digest("pdf"),
            "css": self.css,
            "edition": repr(self.edition),
            "html": self.text,
            "profile": press and sha256(press.profile),
            "images": {name: sha256(self.base / name) for name in self.images},
            "tools": versions(),
        }
        return hashlib.sha256(json.dumps(consumed, sort_keys=True).encode()).hexdigest()

    @property
    def text(self) -> str:
        """*html* without the lines in the sources, which nobody sees on a page."""
        return re.sub(rf' {LINE}="[^"]*"', "", self.html)

    @property
    def state_file(self) -> Path:
        """Where the state of the last rendering is kept."""
        return self.target.with_suffix(".json")


class Remark(NamedTuple):
    """What is to be known of a PDF, or why there is none: *text*, the file and line of its cause
    (none: that of the brief), and the *letters* that no font has."""

    text: str
    path: str = ""
    line: int = 0
    letters: str = ""

    def place(self, job: Job) -> tuple[str, int]:
        """Return the file and line to name."""
        return (self.path, self.line) if self.path else (job.source, 1)


@dataclass(frozen=True)
class Rendered:
    """What a rendering gave: the file, its number of pages, where the blocks of the text stand on
    them (see `briefpress.pdf.blocks`), and how long it took. *faults* say why there is no file,
    *warnings* what of the author's own style was ignored and which pictures are coarse."""

    pdf: bytes = b""
    pages: int = 0
    blocks: Mapping[str, list[tuple[int, int]]] = field(default_factory=dict)
    faults: tuple[Remark, ...] = ()
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
    """Return what the last rendering of a current *job* still tells."""
    state = read_json(job.state_file)
    warnings = tuple(Remark(*entry) for entry in state.get("warnings", ()))
    return Rendered(pages=state.get("pages", 0), warnings=warnings)


def warnings_of(job: Job, rendered: Rendered) -> Iterator[Remark]:
    """Yield what an author should know of the PDF."""
    yield from rendered.warnings
    budget = job.budget
    if budget and rendered.pages > budget.pages:
        yield Remark(
            f"the PDF in {budget.language} has {rendered.pages} pages, "
            f"{rendered.pages - budget.pages} more than page_budget; shorten the brief, or raise "
            "page_budget",
            job.source,
            budget.line,
        )


def keep(job: Job, rendered: Rendered) -> None:
    """Write the target of *job*, and beside it the state of this rendering."""
    write_atomically(job.target, rendered.pdf)
    press = job.edition.press
    state = {
        "blocks": rendered.blocks,
        "claims": job.edition.claims,
        "key": job.key,
        "order": press and press.order(rendered.pages),
        "pages": rendered.pages,
        "sha256": hashlib.sha256(rendered.pdf).hexdigest(),
        "warnings": rendered.warnings,
    }
    write_json(job.state_file, state)


def state_of(target: Path) -> dict[str, Any]:
    """Return the state of the last rendering into *target*, empty if there was none."""
    return read_json(target.with_suffix(".json"))
