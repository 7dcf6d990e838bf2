"""Read all front matter of a publication, check it, and give an immutable index or all problems."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, TypeVar

from briefpress.brief import (
    Author,
    Brief,
    Collection,
    Document,
    Series,
    Topic,
    Work,
    keys_of,
    kind_of,
)
from briefpress.problems import Kind, Problem, error
from briefpress.relations import cross_check
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
    def collections(self) -> dict[str, Collection]:
        """The collections by slug."""
        return self.of_kind(Collection)

    @property
    def works(self) -> dict[str, Work]:
        """The briefs and the collections by slug, the briefs first."""
        return {**self.briefs, **self.collections}

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

    def hue(self, work: Work) -> int | None:
        """Return the hue in degrees of *work*'s topic, `None` if it names none."""
        topic = self.topics.get(work.topic or "")
        return topic.hue if topic else None

    def titles_with(self, letters: str, page: str) -> list[tuple[str, int]]:
        """Return the file and line of each title that has one of *letters* and is named in *page*,
        which is HTML: it has them from there."""

        def words(text: str) -> str:  # whatever marks and spaces a language puts between them
            return "".join(letter for letter in text if letter.isalnum() or letter in letters)

        shown = words(html.unescape(re.sub(r"<[^>]*>", "", page)))
        return [
            (each.path, each.title_line)
            for each in self.documents.values()
            if set(letters) & set(each.heading) and words(each.heading) in shown
        ]

    def members(self, collection: Collection) -> list[Brief]:
        """Return the briefs of *collection*, in its order."""
        named = (self.documents[f"briefs/{brief}"] for brief in collection.briefs or ())
        return [brief for brief in named if isinstance(brief, Brief)]

    def companions(self, work: Work) -> list[Document]:
        """Return the documents that *work* embeds or names: its authors, topic and series."""
        found: list[Document] = [self.authors[author] for author in work.authors or ()]
        if work.topic:
            found.append(self.topics[work.topic])
        if work.series:
            found.append(self.series[work.series])
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
    problems += cross_check(index, docs)
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
        # What has no front matter at all has a title all the same.
        given = name in written or (bare and name == kind.title_key)
        if entry.metadata["required"] and not (given or broken):
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
        text = plain_text(written) if kind.title_key == "title" else written
        return text, source.values[kind.title_key].line, "front matter"
    if heading := source.heading():
        return heading.text, heading.line, "heading"
    name = docname.rsplit("/", 1)[-1].replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:], 1, "file name"


def _title_problems(
    path: str, kind: type[Document], source: Source, values: Mapping[str, Any]
) -> Iterator[Problem]:
    is_empty = source.values is None and not any(map(str.strip, source.lines))
    if is_empty and kind is not Document:  # the home page may be empty
        message = "the file is empty; write a title and a text, or delete the file"
        yield error(Kind.MISSING_TITLE, path, 1, message)
    elif source.values is None or kind.title_key in source.values:
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
