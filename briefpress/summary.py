"""Say what was made of each brief and collection in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefpress.assemble import Cell
from briefpress.books import book_of
from briefpress.index import Index, relative
from briefpress.pdf.job import state_of
from briefpress.problems import Problem
from briefpress.publication import Publication
from briefpress.published import Published, Row, suffix
from briefpress.receipts import sources_of
from briefpress.stamp import FORMATS
from briefpress.worker import Reading


@dataclass(frozen=True)
class Line:
    """One work in one language, for the table at the end: sizes in bytes by format, *seconds*
    of rendering (0 if the PDF was up to date)."""

    brief: str
    language: str
    row: Row
    words: int
    pages: int
    sizes: Mapping[str, int]
    warnings: int
    seconds: float


def lines_of(
    made: Iterable[Cell],
    index: Index,
    rows: Mapping[str, Mapping[str, Row]],
    readings: Mapping[str, Reading],
    problems: list[Problem],
    seconds: Mapping[str, float],
    stage: Path,
    publication: Publication,
    published: Published,
) -> list[Line]:
    """Return the table's lines, work by work. *problems* are counted where a file has them that the
    work is made of: its own, that of an author, the catalogue of the language."""
    cells = set(made)
    lines = []
    for work in index.works.values():
        for tag, row in rows[work.id].items():
            formats = [format_ for format_ in FORMATS if (work.docname, tag, format_) in cells]
            files = {name: stage / name / tag / f"{work.docname}{suffix(name)}" for name in formats}
            if not row.is_made and any(cell[1] == tag for cell in cells):
                lines.append(Line(work.id, tag, row, 0, 0, {}, 0, 0))
            if not formats:
                continue
            book = book_of(work, index, published, tag)
            sources = sources_of(book, tag, index, publication, readings[tag].dependencies)
            paths = {relative(source, publication.top) for source in sources}
            told = {p for p in problems if p.path in paths and p.language in ("", tag)}
            rendered = [file for name, file in files.items() if suffix(name) == ".pdf"]
            lines.append(
                Line(
                    brief=work.id,
                    language=tag,
                    row=row,
                    words=readings[tag].words[work.docname],
                    pages=next((state_of(file).get("pages", 0) for file in rendered), 0),
                    sizes={
                        name: file.stat().st_size for name, file in files.items() if file.is_file()
                    },
                    warnings=len(told),
                    seconds=sum(seconds.get(str(file), 0.0) for file in rendered),
                )
            )
    return lines
