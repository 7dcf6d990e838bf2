"""Name the cells (document x language x format) of a decision, and the files that they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from briefpress.assemble import Cell, File
from briefpress.books import is_whole
from briefpress.brief import Document, Work
from briefpress.files import write_atomically
from briefpress.index import Index
from briefpress.interface import interface
from briefpress.pseudo import is_pseudo, pseudo
from briefpress.publication import Publication
from briefpress.published import Published, suffix
from briefpress.site import root_page
from briefpress.stamp import FORMATS, Request
from briefpress.worker import NEEDED, Language, Writing


def in_turn(formats: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return *formats* and what they need in two parts: what is written first, and what only when
    that is finished."""
    wanted = {*formats, *(needed for name in formats for needed in NEEDED.get(name, ()))}
    first = tuple(name for name in FORMATS if name in wanted and name not in NEEDED)
    return first, tuple(name for name in FORMATS if name in wanted and name in NEEDED)


def expected_cells(published: Published, index: Index) -> frozenset[Cell]:
    """Return all cells of the decision, those of whole languages and of the site too."""
    found: set[Cell] = {("", "", "html")}
    for docname, tags in [*published.documents.items(), *published.drafts.items()]:
        formats = formats_of(index.documents[docname])
        if docname in published.drafts:
            formats = tuple(format_ for format_ in formats if format_ != "print")
        found |= {(docname, tag, format_) for tag in tags for format_ in formats}
        found |= {("", tag, "html") for tag in tags}
    return frozenset(found)


def formats_of(document: Document) -> tuple[str, ...]:
    """Return the formats of *document*: works have all, but of a withdrawn one a page is left."""
    return FORMATS if is_whole(document) else ("html",)


def made_cells(
    request: Request, published: Published, index: Index, publication: Publication
) -> frozenset[Cell]:
    """Return those cells of the decision that *request* asks for."""
    languages = request.languages or publication.languages
    works = {index.works[name].docname for name in request.briefs or index.works}
    return frozenset(
        (docname, tag, format_)
        for docname, tag, format_ in expected_cells(published, index)
        if tag in languages
        and format_ in request.made_formats
        and (docname in works or docname not in index.documents or not is_work(index, docname))
    )


def is_work(index: Index, docname: str) -> bool:
    """Whether *docname* is a brief or a collection, not what stands around them."""
    return isinstance(index.documents[docname], Work)


def finished_files(
    made: Iterable[Cell],
    writings: Mapping[tuple[str, str], Writing],
    languages: Mapping[str, Language],
    published: Published,
) -> list[File]:
    """Return the finished files of the cells *made*."""
    files = []
    for docname, tag, format_ in made:
        if format_ != "html":
            staged = languages[tag].outdir(format_) / f"{docname}{suffix(format_)}"
            path = published.file(docname, tag, format_)
            files.append(File(path, staged, (docname, tag, format_)))
    for (tag, format_), writing in writings.items():
        folder = languages[tag].outdir(format_)
        files += [
            File(output.path, folder / output.name, (output.docname, tag, format_))
            for output in writing.outputs
        ]
    return files


def root_file(
    publication: Publication, index: Index, published: Published, stage: Path, files: list[File]
) -> File:
    """Write the site's first page and return it. It sends to those languages whose first page is
    there, or is among *files*."""
    site = stage.parent / "site"
    page_of = "site/{}/" + f"{publication.root_doc}.html"
    made = {file.path for file in files}
    tags = [
        tag
        for tag in published.languages(publication.root_doc)
        if page_of.format(tag) in made or (site / tag / f"{publication.root_doc}.html").is_file()
    ]
    words = interface(tags[0] if tags else "en", publication.locale_dirs)
    title = publication.title or index.documents[publication.root_doc].heading
    if is_pseudo(tags[0] if tags else ""):
        title = pseudo(title)
    page = root_page(tags, title, words)
    staged = stage / "site" / "index.html"
    write_atomically(staged, page.encode())
    return File("site/index.html", staged, ("", "", "html"))
