"""Write for every work, language and format what it is and what it was made of."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from briefpress.assemble import Cell
from briefpress.books import Book, book_of
from briefpress.brief import Work
from briefpress.cells import expected_cells, is_work
from briefpress.files import read_json, sha256, write_json
from briefpress.index import Index, relative
from briefpress.publication import Publication
from briefpress.published import Published
from briefpress.tools import versions
from briefpress.translation.catalogue import catalogue_file

CLAIMS: Mapping[str, tuple[str, ...]] = {
    "epub": ("EPUB 3.3",),
    "html": (),
}


def receipt_file(build: Path, brief: str, tag: str, format_: str) -> Path:
    """Return where the receipt is kept."""
    return build / "receipts" / tag / f"{brief}.{format_}.json"


def write_receipts(
    build: Path,
    publication: Publication,
    index: Index,
    made: Iterable[Cell],
    published: Published,
    dependencies: Mapping[str, Mapping[str, list[Path]]],
) -> list[str]:
    """Write the receipts of what was *made*, and delete those of what is no longer published;
    *dependencies* are the files that documents read, by language. Return the paths below *build*
    of all receipts that are there."""
    for docname, tag, format_ in made:
        work = index.documents.get(docname)
        if isinstance(work, Work):
            book = book_of(work, index, published, tag)
            sources = {
                publication.top / "conf.py",
                *sources_of(book, tag, index, publication, dependencies[tag]),
            }
            _write_receipt(build, book, tag, format_, published, sources, publication.top)
    wanted = {
        receipt_file(build, index.documents[docname].id, tag, format_)
        for docname, tag, format_ in expected_cells(published, index)
        if docname and is_work(index, docname)
    }
    for file in build.glob("receipts/*/*.json"):
        if file not in wanted:
            file.unlink()
    return sorted(file.relative_to(build).as_posix() for file in build.glob("receipts/*/*.json"))


def sources_of(
    book: Book,
    tag: str,
    index: Index,
    publication: Publication,
    dependencies: Mapping[str, list[Path]],
) -> set[Path]:
    """Return the files of the publication that *book* is made of in the language *tag*, beside
    conf.py."""
    found = set()
    parts = (part for work in book.chapters for part in (work, *index.companions(work)))
    for document in parts:
        found.add(publication.top / document.path)
        found.update(dependencies.get(document.docname, ()))
        catalogue = catalogue_file(publication.locale_dirs, tag, document.docname)
        if catalogue and document.source_language != tag:
            found.add(catalogue)
    return found


def _write_receipt(
    build: Path,
    book: Book,
    tag: str,
    format_: str,
    published: Published,
    sources: Iterable[Path],
    top: Path,
) -> None:
    """Write the receipt of a file of *book* that is in place below *build*."""
    work = book.work
    path = published.file(work.docname, tag, format_)
    # What the last rendering of a PDF told; the other formats have no such file.
    state = read_json(build / "stage" / format_ / tag / f"{work.docname}.json")
    receipt = {
        "brief": work.id,
        "claims": list(CLAIMS.get(format_) or state.get("claims", ())),
        "format": format_,
        "language": tag,
        "pages": state.get("pages"),
        "parts": _parts(build / path) if format_ == "epub" else None,
        "path": path,
        "sha256": sha256(build / path),
        "size": (build / path).stat().st_size,
        "sources": {relative(file, top): sha256(file) for file in sorted(sources)},
        # The pages with the words of its chapters.
        "texts": [published.path(each.docname, tag, ".html") for each in book.chapters],
        "tools": versions(),
    }
    if state.get("order"):  # of a file for a press
        receipt["order"] = state["order"]
    write_json(receipt_file(build, work.id, tag, format_), receipt)


def _parts(book: Path) -> dict[str, int]:
    """Return how many bytes each file takes in *book*."""
    with zipfile.ZipFile(book) as archive:
        return {entry.filename: entry.compress_size for entry in archive.infolist()}
