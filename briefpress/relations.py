"""Check what documents say of each other: whom they name is there, and nothing is named twice."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.brief import KINDS, Collection, Document, Status, Work
from briefpress.problems import Kind, Problem, error

if TYPE_CHECKING:
    from briefpress.index import Index


def cross_check(index: Index, docs: Path) -> Iterator[Problem]:
    """Yield what is wrong between the documents of *index*, and with the files below *docs* that
    they name."""
    for person in index.authors.values():
        if person.given and not person.family:
            message = "a person with a given name has a family name; add a line `family: …`"
            yield error(Kind.MISSING_KEY, person.path, person.lines["given"], message)
    works = [*index.briefs.values(), *index.collections.values()]
    numbers: dict[tuple[str, str, str], Work] = {}
    for work in works:
        yield from _check_names(work, "authors", work.authors or (), index)
        yield from _check_languages(work, index)
        for folder, name in (("topics", work.topic), ("series", work.series)):
            if name:
                line = work.lines[KINDS[folder].kind]
                yield from _known(work, name, folder, index, line)
        yield from _check_number(work, numbers)
        yield from _check_withdrawal(work)
        if isinstance(work, Collection):
            yield from _check_names(work, "briefs", work.briefs or (), index)
            yield from _check_name(work, index)
    yield from _check_aliases(works)
    yield from _check_pictures(index, docs)


_UNKNOWN: Mapping[str, Kind] = {
    "authors": Kind.UNKNOWN_AUTHOR,
    "briefs": Kind.UNKNOWN_BRIEF,
    "series": Kind.UNKNOWN_SERIES,
    "topics": Kind.UNKNOWN_TOPIC,
}


def _check_names(work: Work, key: str, names: tuple[str, ...], index: Index) -> Iterator[Problem]:
    """Check the list *names* of *key*, which is called as the folder of those that it names."""
    for place, name in enumerate(names):
        line = work.lines.get(f"{key}.{place}", work.lines.get(key, 0))
        yield from _known(work, name, key, index, line)
        if name in names[:place]:
            message = f"the {KINDS[key].kind} “{name}” stands twice; keep one of the two"
            yield error(Kind.BAD_VALUE, work.path, line, message)


def _known(work: Work, name: str, folder: str, index: Index, line: int) -> Iterator[Problem]:
    known: Mapping[str, Document] = index.of_kind(KINDS[folder])
    if name in known:
        return
    # Many write the name that readers see, in place of the file's.
    printed = (
        key for key, each in known.items() if name in (getattr(each, "name", None), each.heading)
    )
    close = list(printed) or difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean “{close[0]}”? If not, write" if close else "write"
    message = f"there is no {KINDS[folder].kind} “{name}”; {hint} the file {folder}/{name}.md"
    yield error(_UNKNOWN[folder], work.path, line, message)


def _check_languages(work: Work, index: Index) -> Iterator[Problem]:
    """Check the languages that *work* is said to be translated into, and to have an ISBN in."""
    for tag in work.translators or ():
        line = work.lines.get(f"translators.{tag}", work.lines["translators"])
        if tag not in index.languages:
            message = (
                f"the {work.kind} is translated into “{tag}”, which is none of this publication's "
                f"languages ({', '.join(index.languages)}); correct it"
            )
            yield error(Kind.UNKNOWN_LANGUAGE, work.path, line, message)
        elif tag == work.source_language:
            message = (
                f"the {work.kind} is written in “{tag}”, not translated into it; correct `{tag}`"
            )
            yield error(Kind.BAD_VALUE, work.path, line, message)
    isbn = work.isbn if isinstance(work, Collection) else None
    for tag in isbn if isinstance(isbn, Mapping) else ():
        if tag not in index.languages:
            line = work.lines.get(f"isbn.{tag}", work.lines["isbn"])
            message = (
                f"there is no book in “{tag}”, which is none of this publication's languages "
                f"({', '.join(index.languages)}); correct it"
            )
            yield error(Kind.UNKNOWN_LANGUAGE, work.path, line, message)


def _check_number(work: Work, numbers: dict[tuple[str, str, str], Work]) -> Iterator[Problem]:
    """Check the number of *work* in its series; *numbers* are those of the works before it. A
    series counts its briefs and its collections each by themselves."""
    if not work.number:
        return
    if "series" not in work.lines:
        message = "`number` counts within a series; add a line `series: …`"
        yield error(Kind.MISSING_KEY, work.path, work.lines["number"], message)
    elif work.series:
        first = numbers.setdefault((work.kind, work.series, work.number), work)
        if first is not work:
            yield error(
                Kind.SAME_NUMBER,
                work.path,
                work.lines["number"],
                f"number “{work.number}” of the series “{work.series}” is already that of "
                f"{first.path} (line {first.lines['number']}); give one of them another",
            )


def _check_withdrawal(work: Work) -> Iterator[Problem]:
    lines = work.lines
    if work.status is Status.WITHDRAWN and "withdrawal" not in lines:
        message = (
            f"a withdrawn {work.kind} says when and why; add `withdrawal:` with `date:` and `text:`"
        )
        yield error(Kind.MISSING_KEY, work.path, lines["status"], message)
    elif work.status is not Status.WITHDRAWN and "withdrawal" in lines:
        message = (
            f"`withdrawal` belongs to a {work.kind} with `status: withdrawn`; add that, or "
            "delete it"
        )
        yield error(Kind.BAD_VALUE, work.path, lines["withdrawal"], message)


def _check_name(collection: Collection, index: Index) -> Iterator[Problem]:
    """Check that no brief is called as *collection* is: what printers, editors of drafts and
    archives get stands side by side, and ``-b`` names both."""
    same = {slug.casefold(): brief for slug, brief in index.briefs.items()}
    if brief := same.get(collection.id.casefold()):
        message = (
            f"{brief.path} has the same name, and so would have what is made; rename this file"
        )
        yield error(Kind.SAME_NAME, collection.path, 0, message)


def _check_aliases(works: list[Work]) -> Iterator[Problem]:
    """Yield an error for each old name of a work that another page of its kind has, or had too."""
    # Some file systems take capitals for small letters.
    places = {(work.kind, work.id.casefold()): (work, work.title_line) for work in works}
    for work in works:
        for place, alias in enumerate(work.aliases or ()):
            line = work.lines.get(f"aliases.{place}", work.lines["aliases"])
            key = (work.kind, alias.casefold())
            first, there = places.setdefault(key, (work, line))
            whose = f"{first.path} (line {there})"
            if alias.casefold() == first.id.casefold():
                message = f"the alias “{alias}” is the name of {whose} already; delete it here"
            elif (first, there) != (work, line):
                message = f"the alias “{alias}” stands in {whose} too; delete one of the two"
            else:
                continue
            yield error(Kind.SAME_ALIAS, work.path, line, message)


def _check_pictures(index: Index, docs: Path) -> Iterator[Problem]:
    """Look for the pictures of the front matter: without one nothing could be built."""
    for document in index.documents.values():
        folder = posixpath.dirname(document.docname)
        for key, picture in document.pictures.items():
            path = posixpath.normpath(posixpath.join(folder, picture))
            outside = path.startswith(("../", "/"))
            if outside or not (docs / path).is_file():
                message = f"there is no picture “{picture}”; check its name, or put it there"
                if outside:
                    message = f"“{picture}” lies outside the sources; put it beside the file"
                yield error(Kind.PICTURE, document.path, document.lines[key], message)
