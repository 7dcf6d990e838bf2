"""Read all front matter of a publication, check it, and give an immutable index or all problems."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, TypeVar

from briefpress.brief import (
    Author,
    Brief,
    Document,
    Series,
    Status,
    Topic,
    keys_of,
    kind_of,
)
from briefpress.problems import Kind, Problem, error
from briefpress.sources import Source, Value, plain_text, read_source
from briefpress.values import Fault

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Index:
    """What the publication holds: its languages (BCP 47, the first is the default source
    language) and its documents by Sphinx's name."""

    languages: tuple[str, ...]
    documents: Mapping[str, Document]

    def of_kind(self, kind: type[D]) -> dict[str, D]:
        """Return the documents of *kind* by id, sorted by id."""
        found = {entry.id: entry for entry in self.documents.values() if isinstance(entry, kind)}
        return dict(sorted(found.items()))

    @property
    def briefs(self) -> dict[str, Brief]:
        """The briefs by slug."""
        return self.of_kind(Brief)

    @property
    def authors(self) -> dict[str, Author]:
        """The authors by id."""
        return self.of_kind(Author)

    @property
    def topics(self) -> dict[str, Topic]:
        """The topics by id."""
        return self.of_kind(Topic)

    @property
    def series(self) -> dict[str, Series]:
        """The series by id."""
        return self.of_kind(Series)

    def hue(self, brief: Brief) -> int | None:
        """Return the hue in degrees of *brief*'s topic, `None` if it names none."""
        topic = self.topics.get(brief.topic or "")
        return topic.hue if topic else None

    def companions(self, brief: Brief) -> list[Document]:
        """Return the documents that *brief* embeds or names: its authors, topic and series."""
        found: list[Document] = [self.authors[author] for author in brief.authors or ()]
        if brief.topic:
            found.append(self.topics[brief.topic])
        if brief.series:
            found.append(self.series[brief.series])
        return found


def read_index(
    docs: Path, docnames: Iterable[str], languages: Iterable[str], top: Path
) -> tuple[Index, list[Problem]]:
    """Read the front matter of *docnames* (without suffix, below *docs*).

    *top* is the folder that paths in problems are relative to. The index is meant to be used
    only if there are no problems.
    """
    known = tuple(languages)
    problems: list[Problem] = []
    documents: dict[str, Document] = {}
    for docname in docnames:
        file = docs / f"{docname}.md"
        path = relative(file, top)
        try:
            content = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as fault:
            line = fault.object[: fault.start].count(b"\n") + 1
            message = "the file is not UTF-8 text; save it again with the encoding UTF-8"
            source, found = Source({}), [error(Kind.ENCODING, path, line, message)]
        else:
            source, found = read_source(content, path)
        problems += found
        document = _document(docname, path, source, known, problems, broken=bool(found))
        documents[docname] = document
    index = Index(known, documents)
    problems += _cross_check(index)
    problems += _check_pictures(index, docs)
    return index, problems


def relative(file: PurePath, top: PurePath) -> str:
    """Return *file* as seen from *top*, with forward slashes."""
    try:
        return file.relative_to(top).as_posix()
    except ValueError:
        return file.as_posix()


def _document(
    docname: str,
    path: str,
    source: Source,
    languages: tuple[str, ...],
    problems: list[Problem],
    *,
    broken: bool,
) -> Document:
    """Return the document; what is wrong with its front matter is added to *problems*."""
    kind = kind_of(docname)
    schema = keys_of(kind)
    written = source.values or {}
    bare = source.values is None
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for name, value in written.items():
        lines |= _lines(name, value)
        if name not in schema:
            message = _unknown_key(name, kind, list(schema))
            problems.append(error(Kind.UNKNOWN_KEY, path, value.line, message))
            continue
        try:
            values[name] = schema[name].metadata["parse"](value)
        except Fault as fault:
            message = fault.message
            if fault.kind is Kind.BAD_VALUE:
                message = f"`{name}` {message}"
            problems.append(error(fault.kind, path, fault.line, message))
    language = values.get("language") or languages[0]
    if language not in languages:
        message = (
            f"the language “{language}” is none of this publication's "
            f"({', '.join(languages)}); correct it, or add it to briefpress_languages in conf.py"
        )
        problems.append(error(Kind.UNKNOWN_LANGUAGE, path, lines.get("language", 1), message))
    for name, entry in schema.items():
        if entry.metadata["required"] and name not in written and not (broken or bare):
            message = f"`{name}` is missing; add a line `{name}: …`"
            problems.append(error(Kind.MISSING_KEY, path, 1, message))
    heading, line, origin = _title(docname, kind, source, values)
    if not broken:
        problems += _title_problems(path, kind, source, values)
    return kind(
        docname=docname,
        path=path,
        source_language=language,
        heading=heading,
        title_line=line,
        title_from=origin,
        lines=lines,
        **values,
    )


def _lines(name: str, value: Value) -> dict[str, int]:
    """Return the line of *value*, called *name*, and of all that it holds."""
    lines = {name: value.line}
    held: Iterable[tuple[Any, Value]] = ()
    if isinstance(value.data, tuple):
        held = enumerate(value.data)
    elif isinstance(value.data, Mapping):
        held = value.data.items()
    for inner, item in held:
        lines |= _lines(f"{name}.{inner}", item)
    return lines


def _unknown_key(name: str, kind: type[Document], known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    cure = f"did you mean `{close[0]}`?" if close else f"it knows {', '.join(known)}"
    return f"the front matter of {_article(kind.kind)} does not know `{name}`; {cure}"


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _title(
    docname: str, kind: type[Document], source: Source, values: Mapping[str, Any]
) -> tuple[str, int, str]:
    """Return the title as plain text, its line, and where it was found."""
    written = values.get(kind.title_key)
    if written:
        assert source.values is not None
        return plain_text(written), source.values[kind.title_key].line, "front matter"
    if heading := source.heading():
        return heading.text, heading.line, "heading"
    name = docname.rsplit("/", 1)[-1].replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:], 1, "file name"


def _title_problems(
    path: str, kind: type[Document], source: Source, values: Mapping[str, Any]
) -> Iterator[Problem]:
    if source.values is None or kind.title_key in source.values:
        written = values.get(kind.title_key)
        twice = source.heading(1) if written else None
        if written and twice and twice.text != plain_text(written):
            assert source.values is not None
            line = source.values[kind.title_key].line
            yield error(
                Kind.TITLE_TWICE,
                path,
                twice.line,
                f"the title stands in the front matter (line {line}) and here, differently; "
                "keep one of them, or make this heading a section with two signs (##)",
            )
    elif kind.title_key == "title" and not source.heading():
        yield error(Kind.MISSING_TITLE, path, 1, "the title is missing; add a line `title: …` here")


def _check_translators(brief: Brief, index: Index) -> Iterator[Problem]:
    for tag in brief.translators or ():
        line = brief.lines.get(f"translators.{tag}", brief.lines["translators"])
        if tag not in index.languages:
            message = (
                f"the brief is translated into “{tag}”, which is none of this publication's "
                f"languages ({', '.join(index.languages)}); correct it"
            )
            yield error(Kind.UNKNOWN_LANGUAGE, brief.path, line, message)
        elif tag == brief.source_language:
            message = f"the brief is written in “{tag}”, not translated into it; correct `{tag}`"
            yield error(Kind.BAD_VALUE, brief.path, line, message)


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


def _cross_check(index: Index) -> Iterator[Problem]:
    for person in index.authors.values():
        if person.given and not person.family:
            message = "a person with a given name has a family name; add a line `family: …`"
            yield error(Kind.MISSING_KEY, person.path, person.lines["given"], message)
    numbers: dict[tuple[str, str], Brief] = {}
    for brief in index.briefs.values():
        lines = brief.lines
        for place, author in enumerate(brief.authors or ()):
            line = lines.get(f"authors.{place}", lines.get("authors", 0))
            yield from _known(brief, author, index.authors, Kind.UNKNOWN_AUTHOR, "authors", line)
            if author in (brief.authors or ())[:place]:
                message = f"the author “{author}” stands twice; keep one of the two"
                yield error(Kind.BAD_VALUE, brief.path, line, message)
        yield from _check_translators(brief, index)
        if brief.topic:
            line = lines["topic"]
            yield from _known(brief, brief.topic, index.topics, Kind.UNKNOWN_TOPIC, "topics", line)
        if brief.series:
            line = lines["series"]
            yield from _known(
                brief, brief.series, index.series, Kind.UNKNOWN_SERIES, "series", line
            )
        if brief.number and "series" not in lines:
            message = "`number` counts within a series; add a line `series: …`"
            yield error(Kind.MISSING_KEY, brief.path, lines["number"], message)
        elif brief.number and brief.series:
            first = numbers.setdefault((brief.series, brief.number), brief)
            if first is not brief:
                yield error(
                    Kind.SAME_NUMBER,
                    brief.path,
                    lines["number"],
                    f"number “{brief.number}” of the series “{brief.series}” is already that of "
                    f"{first.path} (line {first.lines['number']}); give one of them another",
                )
        yield from _check_withdrawal(brief)
    yield from _check_aliases(index)


def _check_withdrawal(brief: Brief) -> Iterator[Problem]:
    lines = brief.lines
    if brief.status is Status.WITHDRAWN and "withdrawal" not in lines:
        message = "a withdrawn brief says when and why; add `withdrawal:` with `date:` and `text:`"
        yield error(Kind.MISSING_KEY, brief.path, lines["status"], message)
    elif brief.status is not Status.WITHDRAWN and "withdrawal" in lines:
        message = "`withdrawal` belongs to a brief with `status: withdrawn`; add that, or delete it"
        yield error(Kind.BAD_VALUE, brief.path, lines["withdrawal"], message)


def _check_aliases(index: Index) -> Iterator[Problem]:
    """Yield an error for each old name of a brief that another page has, or had too."""
    # Some file systems take capitals for small letters.
    places = {slug.casefold(): (brief, brief.title_line) for slug, brief in index.briefs.items()}
    for brief in index.briefs.values():
        for place, alias in enumerate(brief.aliases or ()):
            line = brief.lines.get(f"aliases.{place}", brief.lines["aliases"])
            first, there = places.setdefault(alias.casefold(), (brief, line))
            whose = f"{first.path} (line {there})"
            if alias.casefold() == first.id.casefold():
                message = f"the alias “{alias}” is the name of {whose} already; delete it here"
            elif (first, there) != (brief, line):
                message = f"the alias “{alias}” stands in {whose} too; delete one of the two"
            else:
                continue
            yield error(Kind.SAME_ALIAS, brief.path, line, message)


def _known(
    brief: Brief, name: str, known: Mapping[str, Document], kind: Kind, folder: str, line: int
) -> Iterator[Problem]:
    if name in known:
        return
    # Many write the name that readers see, in place of the file's.
    printed = (key for key, each in known.items() if getattr(each, "name", None) == name)
    close = list(printed) or difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean “{close[0]}”? If not, write" if close else "write"
    word = "series" if folder == "series" else folder[:-1]
    yield error(
        kind,
        brief.path,
        line,
        f"there is no {word} “{name}”; {hint} the file {folder}/{name}.md",
    )
