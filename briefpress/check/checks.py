"""Say what a made file is held against: for each format the checks, each ready to be run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from briefpress.check import epubcheck, text_layer, verapdf
from briefpress.files import sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from briefpress.check.result import Report


@dataclass(frozen=True)
class Made:
    """A file that the build made, as its receipt describes it."""

    brief: str
    language: str
    format: str
    path: str
    sha256: str
    claims: tuple[str, ...] = ()
    """Names of standards, as in `verapdf.PROFILES`."""


@dataclass(frozen=True)
class Check:
    """One thing to hold a file against; the fields are those of a `Result`."""

    check: str
    tool: str
    run: Callable[[], Report]
    validator: bool = False
    inputs: tuple[tuple[str, str], ...] = ()


def _epub_checks(made: Made, file: Path) -> Iterator[Check]:
    yield Check(
        epubcheck.STANDARD,
        f"EPUBCheck {epubcheck.version()}",
        partial(epubcheck.validate, file),
        validator=True,
    )


def _pdf_checks(made: Made, file: Path) -> Iterator[Check]:
    pdf = file.read_bytes()
    for claim in made.claims:
        if claim in verapdf.PROFILES:
            yield Check(
                claim,
                f"veraPDF {verapdf.version()}",
                partial(verapdf.validate, pdf, claim),
                validator=True,
            )
    page = file.with_suffix(".html")
    html = page.read_text("utf-8") if page.is_file() else ""
    yield Check(
        "text layer",
        text_layer.version(),
        partial(text_layer.compare, html, pdf),
        inputs=((str(PurePosixPath(made.path).with_suffix(".html")), sha256(page)),),
    )


CHECKS: Mapping[str, Callable[[Made, Path], Iterator[Check]]] = {
    "epub": _epub_checks,
    "pdf": _pdf_checks,
}
"""The checks of each format. A format without any is only compared with its receipt."""


def checks_of(made: Made, file: Path) -> Iterator[Check]:
    """Yield what *file*, made as the receipt says, is held against."""
    if made.format in CHECKS:
        yield from CHECKS[made.format](made, file)
