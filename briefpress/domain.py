"""Keep what only reading a document tells: its translated strings and how much is translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from docutils import nodes

from briefpress.conf_file import line_of
from briefpress.languages import language_of_classes, language_tag
from briefpress.nodes import front_matter, front_matter_text
from briefpress.tables import DocumentTables
from briefpress.translation.catalogue import catalogue_file, digest

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from briefpress.books import Book
    from briefpress.index import Index
    from briefpress.problems import Problem
    from briefpress.publication import Publication


@dataclass(frozen=True)
class Coverage:
    """How many different messages a document has, and how many of them are translated.

    Of the others some are *fuzzy*, and some *refused*: what the catalogue has for them must not be
    used. *words_left* is how many words the source has in all of the others. *last_change* is the
    catalogue's, *complete_for* the day of the source that it was completed for if another source
    is there now.
    """

    messages: int
    translated: int
    fuzzy: int = 0
    refused: int = 0
    words_left: int = 0
    last_change: date | None = None
    complete_for: date | None = None

    @property
    def left(self) -> int:
        """How many messages are shown in the language of the source."""
        return self.messages - self.translated

    @property
    def untranslated(self) -> int:
        """How many messages the catalogue has nothing for."""
        return self.left - self.fuzzy - self.refused

    @property
    def percent(self) -> float:
        """How much is translated; all where there is nothing to translate."""
        return 100 * self.translated / self.messages if self.messages else 100

    def reaches(self, threshold: float) -> bool:
        """Whether *threshold* percent of the messages are translated."""
        return 100 * self.translated >= threshold * self.messages


class FrontPicture(NamedTuple):
    """A picture of the front matter: its file in srcdir, and what is shown in its place if its
    words are translated: a ``drawing`` (SVG) to be named after ``stem``."""

    uri: str
    drawing: str
    stem: str


class BriefsDomain(DocumentTables):
    """What reading adds to the index, per document.

    ``strings``: the front matter's texts in the language of the build, by key.
    ``coverage``: see `Coverage`.
    ``sources`` and ``files``: what it was made of when it was last read, see `briefpress.reading`.
    ``words``: how many words the text has.
    ``problems``: warnings of the last reading, which the next build must not forget.
    ``numbers``: those of figures and tables, by kind and id, as Sphinx's ``toc_fignumbers``.
    ``names``: the rows that it has in Sphinx's tables of names, see `briefpress.names`.
    ``terms``: those of its glossaries in the language of the build, by id.
    ``pictures``: those of the front matter in the language of the build, a `FrontPicture` by key.
    ``templates``: those that a translator is given, see `briefpress.catalogues.collect`; only of
    documents that were read to extract them.
    ``languages``: that of ``title`` and of those ``strings``, by key and place in their list, that
    are in another language than the build.
    ``outside``: those that read a file outside of the sources, see `briefpress.confinement`.
    """

    name = "briefpress"
    label = "Policy briefs"
    data_version = 15  # one more whenever the shape of the data changes
    tables = (
        "strings",
        "coverage",
        "sources",
        "files",
        "templates",
        "words",
        "problems",
        "numbers",
        "names",
        "terms",
        "pictures",
        "languages",
        "outside",
    )

    # Set anew for every build, never pickled.
    index: Index
    publication: Publication
    extracts: bool  # whether this build makes templates

    # The book whose chapters are being written, for what is numbered through it.
    bound: Book | None = None

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Collect the strings of *document*."""
        strings: dict[str, tuple[str, ...]] = {}
        # Templates show these without their nodes.
        title = next(iter(document.findall(nodes.title)), None)
        languages = {("title", 0): _language(title) if title else ""}
        for node in document.findall(front_matter_text):
            before = strings.get(node["key"], ())
            languages[node["key"], len(before)] = _language(node)
            strings[node["key"]] = (*before, node.astext())
        self.data["strings"][docname] = strings
        self.data["languages"][docname] = {key: tag for key, tag in languages.items() if tag}
        words = _words(document) - sum(map(_words, document.findall(front_matter)))
        self.data["words"][docname] = words

    def note_problem(self, docname: str, problem: Problem) -> None:
        """Remember a warning of reading *docname*."""
        self.data["problems"].setdefault(docname, []).append(problem)

    @property
    def problems(self) -> list[Problem]:
        """The warnings of reading, also of documents that were not read this time."""
        return [problem for found in self.data["problems"].values() for problem in found]

    def note_coverage(self, docname: str, coverage: Coverage) -> None:
        """Remember how much of *docname* is translated."""
        self.data["coverage"][docname] = coverage

    @property
    def coverage(self) -> Mapping[str, Coverage]:
        """How much of each document is translated."""
        return cast("Mapping[str, Coverage]", self.data["coverage"])

    def language_of(self, docname: str, key: str, place: int = 0) -> str:
        """Return the language (BCP 47) of the string *key*, or of the one at *place* in its list;
        empty if it is that of the build."""
        return cast("str", self.data["languages"].get(docname, {}).get((key, place), ""))

    def languages(self, docname: str) -> dict[str, str]:
        """Return `language_of` each string of *docname* that is no list, where it has one."""
        found = self.data["languages"].get(docname, {})
        return {key: tag for (key, place), tag in found.items() if place == 0}

    def text(self, docname: str, key: str) -> str:
        """Return the translated text of *key*, empty if the document has none."""
        return self.texts(docname, key)[0] if self.texts(docname, key) else ""

    def texts(self, docname: str, key: str) -> tuple[str, ...]:
        """Return the translated texts of the list *key*."""
        return cast("tuple[str, ...]", self.data["strings"].get(docname, {}).get(key, ()))

    def site_strings(self, docname: str) -> dict[str, tuple[str, int]]:
        """Return what conf.py says to readers, each with its line there: it is extracted with
        the root document."""
        config = self.env.config
        if docname != config.root_doc:
            return {}
        lines = (self.publication.top / "conf.py").read_text(encoding="utf-8").split("\n")
        names = ("project", "author", "copyright", "briefpress_disclaimer")
        strings = {key: getattr(config, key) for key in names}
        return {
            key: (value, line_of(key, lines) or 1)
            for key, value in strings.items()
            if isinstance(value, str) and value
        }

    @property
    def site_substitutions(self) -> dict[str, tuple[str, str, int]]:
        """Return conf.py's words for names in braces, each with its file and line: they are
        extracted with the root document."""
        words: Mapping[str, object] = self.env.config.myst_substitutions
        if not words:
            return {}
        conf = self.publication.top / "conf.py"
        lines = conf.read_text(encoding="utf-8").split("\n")
        first = line_of("myst_substitutions", lines) or 1
        return {
            name: (str(text), str(conf), first + _offset(name, lines[first - 1 :]))
            for name, text in words.items()
        }

    def catalogue_digest(self, docname: str) -> str:
        """Return the SHA-256 of the ``.po`` file of *docname*, empty if there is none."""
        tag = language_tag(self.env.config.language)
        document = self.index.documents.get(docname)
        if document is None or document.source_language == tag:
            return ""
        return digest(catalogue_file(self.publication.locale_dirs, tag, docname))


def word_count(text: str) -> int:
    """Count the words of *text*; a mark with a space on each side is none."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _language(node: nodes.Element) -> str:
    return language_of_classes(node["classes"])


def _words(node: nodes.Element) -> int:
    return sum(word_count(text.astext()) for text in node.findall(nodes.Text))


def _offset(name: str, lines: list[str]) -> int:
    """Return on which of *lines* the key *name* of a dictionary stands, 0 if it is not found."""
    keys = (f'"{name}"', f"'{name}'", f"{name}=")
    found = (place for place, line in enumerate(lines) if any(key in line for key in keys))
    return next(found, 0)


def briefs_domain(env: BuildEnvironment) -> BriefsDomain:
    """Return the domain of *env*."""
    return cast("BriefsDomain", env.get_domain(BriefsDomain.name))
