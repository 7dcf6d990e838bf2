"""Say what a made file is held against: for each format the checks, each ready to be run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Literal

from briefpress.check import (
    ace,
    axe,
    book,
    epubcheck,
    glyphs,
    layout,
    pictures,
    preflight,
    structure,
    text_layer,
    verapdf,
    vnu,
)
from briefpress.check.made import Made
from briefpress.check.reference import read_page, read_shown
from briefpress.check.result import Finding, Merit, Report
from briefpress.files import sha256
from briefpress.interface import DOMAIN
from briefpress.languages import direction
from briefpress.publication import Publication
from briefpress.tools import package_digest
from briefpress.translation.catalogue import catalogue_file

Validate = Callable[[Sequence[Path]], Iterable[Report]]
"""Gets all files that one tool is to look at, so that it need start only once, and returns a report
for each."""

Runs = Literal["here", "program", "worker"]
"""Where: in the thread that began (a JVM ends only when the thread that started it does), as a
program, or in a worker process, which gets `Validate` and the files pickled."""


@dataclass(frozen=True)
class Check:
    """One thing to hold a file against; the fields are those of a `Result`."""

    check: str
    tool: str
    validate: Validate
    merit: Merit = "passed"
    inputs: tuple[tuple[str, str], ...] = ()
    runs: Runs = "worker"


def checks_of(made: Made, build: Path, publication: Publication | None = None) -> Iterator[Check]:
    """Yield what the file that was *made* below *build* is held against; a book also against what
    the *publication* says."""
    code = ("briefpress/check", package_digest("check"))
    if made.format in CHECKS:
        own = _book_checks(made, build, publication) if made.format == "epub" else ()
        for check in (*CHECKS[made.format](made, build), *own):
            # In the order in which a stored result has them.
            yield replace(check, inputs=tuple(sorted((*check.inputs, code))))


def _html_checks(made: Made, build: Path) -> Iterator[Check]:
    yield Check(
        "HTML",
        f"Nu HTML checker {vnu.version()}",
        vnu.validate,
        merit="verified",
        runs="program",
    )
    yield Check(
        axe.STANDARD,
        f"axe {axe.version()}",
        axe.validate,
        inputs=((made.site, _furniture(build / made.site)),),
        runs="program",
    )


def _epub_checks(made: Made, build: Path) -> Iterator[Check]:
    yield Check(
        epubcheck.STANDARD,
        f"EPUBCheck {epubcheck.version()}",
        epubcheck.validate,
        merit="verified",
        runs="program",
    )
    yield Check(ace.STANDARD, f"Ace {ace.version()}", ace.validate, runs="program")


def _book_checks(made: Made, build: Path, publication: Publication | None) -> Iterator[Check]:
    pdf = str(PurePosixPath(made.path).with_suffix(".pdf"))
    inputs = [(path, sha256(build / path)) for path in (*made.texts, pdf)]
    look = book.look
    if publication:
        folders, certifier = publication.locale_dirs, publication.certifier
        look = partial(look, locale_dirs=folders, certifier=certifier)
        words = catalogue_file(folders, made.language, DOMAIN)
        inputs += [("certifier", certifier), (f"{DOMAIN}.po", sha256(words) if words else "")]
    yield Check(
        book.STANDARD,
        book.VERSION,
        partial(_book, look, [build / path for path in made.texts], build / pdf),
        inputs=tuple(inputs),
    )


def _pdf_checks(made: Made, build: Path) -> Iterator[Check]:
    for claim in made.claims:
        if claim in verapdf.PROFILES:
            tool, validate = f"veraPDF {verapdf.version()}", partial(_verapdf, claim)
            yield Check(claim, tool, validate, merit="verified", runs="here")
    yield from _text_checks(build, made.page)
    inputs = ((made.page, sha256(build / made.page)),)
    compare = partial(_compare, structure.compare, build / made.page)
    yield Check("structure", structure.version(), compare, inputs=inputs)
    compare = partial(_shown, build / made.page)
    yield Check("pictures", pictures.version(), compare, inputs=inputs)


def _text_checks(build: Path, page: str) -> Iterator[Check]:
    """Yield what every PDF is held against that has the words of a *page*."""
    inputs = ((page, sha256(build / page)),)
    compare = partial(_compare, text_layer.compare, build / page)
    yield Check("text layer", text_layer.version(), compare, inputs=inputs)
    yield Check("letters", glyphs.version(), _letters)


def _print_checks(made: Made, build: Path) -> Iterator[Check]:
    inputs = (("order", repr(sorted(made.order.items()))),)
    for claim in made.claims:
        if claim in preflight.STANDARDS:
            validate = partial(_preflight, claim, preflight.Limits(**made.order))
            yield Check(claim, preflight.version(), validate, inputs=inputs, merit="preflighted")
    if (build / made.page).is_file():
        yield from _text_checks(build, made.page)
    else:
        yield Check("text layer", text_layer.version(), _not_compared, merit="not compared")
        yield Check("letters", glyphs.version(), _letters)
    screen = str(PurePosixPath(made.page).with_suffix(".pdf"))
    if (build / screen).is_file():
        inputs = ((screen, sha256(build / screen)),)
        compare = partial(_pictures, build / screen)
        yield Check("pictures", pictures.version(), compare, inputs=inputs)
        fold = layout.Fold(
            binding=made.order.get("binding", 0),
            to_left=direction(made.language) == "rtl",
            has_title_page=len(made.texts) > 1,
        )
        compare = partial(_layout, build / screen, fold)
        yield Check("layout", layout.version(), compare, inputs=(*inputs, ("fold", repr(fold))))


CHECKS: Mapping[str, Callable[[Made, Path], Iterator[Check]]] = {
    "html": _html_checks,
    "epub": _epub_checks,
    "pdf": _pdf_checks,
    "print": _print_checks,
}
"""The checks of each format."""


def _verapdf(claim: str, pdfs: Sequence[Path]) -> Iterator[Report]:
    return (verapdf.validate(pdf.read_bytes(), claim) for pdf in pdfs)


def _preflight(claim: str, limits: preflight.Limits, pdfs: Sequence[Path]) -> Iterator[Report]:
    return (preflight.validate(pdf, claim, limits) for pdf in pdfs)


def _book(
    look: Callable[[bytes, Sequence[str], bytes], Report],
    texts: Sequence[Path],
    pdf: Path,
    books: Sequence[Path],
) -> Iterator[Report]:
    pages = [_content(text).decode() for text in texts]
    return (look(file.read_bytes(), pages, _content(pdf)) for file in books)


def _content(file: Path) -> bytes:
    """Return what is in *file*, nothing if it is not there."""
    return file.read_bytes() if file.is_file() else b""


def _letters(pdfs: Sequence[Path]) -> Iterator[Report]:
    return (glyphs.validate(pdf.read_bytes()) for pdf in pdfs)


def _pictures(screen: Path, pdfs: Sequence[Path]) -> Iterator[Report]:
    return (pictures.compare_with_screen(screen.read_bytes(), pdf.read_bytes()) for pdf in pdfs)


def _layout(screen: Path, fold: layout.Fold, pdfs: Sequence[Path]) -> Iterator[Report]:
    return (layout.compare(screen.read_bytes(), pdf.read_bytes(), fold) for pdf in pdfs)


def _not_compared(pdfs: Sequence[Path]) -> Iterator[Report]:
    """What is made for printers alone has no page to be compared with; its letters are seen."""
    message = (
        "Words, pictures and layout were compared with nothing: there is no web page and no PDF "
        "for the screen. Make them too (make), and check again."
    )
    return (Report((Finding("not-compared", message, severity="warning"),)) for _ in pdfs)


def _shown(page: Path, pdfs: Sequence[Path]) -> Iterator[Report]:
    shown = read_shown(page)
    return (pictures.compare_with_page(shown, pdf.read_bytes()) for pdf in pdfs)


def _compare(
    compare: Callable[[str, bytes], Report], page: Path, pdfs: Sequence[Path]
) -> Iterator[Report]:
    html = read_page(page)
    return (compare(html, pdf.read_bytes()) for pdf in pdfs)


@cache
def _furniture(folder: Path) -> str:
    """Return the SHA-256 over what pages show besides themselves: style sheets, fonts, pictures."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix not in (".html", ".epub", ".pdf"):
            digest.update(f"{file.relative_to(folder).as_posix()}\0{sha256(file)}\0".encode())
    return digest.hexdigest()
