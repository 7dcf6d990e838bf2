"""Keep what only reading a document tells: its translated strings and how much is translated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain
from sphinx.errors import SphinxError

from briefpress.languages import language_tag
from briefpress.nodes import front_matter_text
from briefpress.translation.catalogue import catalogue_file, digest

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from briefpress.index import Index
    from briefpress.problems import Problem
    from briefpress.publication import Publication


@dataclass(frozen=True)
class Coverage:
    """How many different messages a document has, and how many of them are translated."""

    messages: int
    translated: int

    @property
    def complete(self) -> bool:
        """Whether no message is left untranslated."""
        return self.translated == self.messages


class BriefsDomain(Domain):
    """What reading adds to the index, per document.

    ``strings``: the front matter's texts in the language of the build, by key.
    ``coverage``: see `Coverage`. ``catalogues``: the SHA-256 of the ``.po`` file last read.
    ``words``: how many words the text has.
    ``problems``: warnings of the last reading, which the next build must not forget.
    ``untranslated``: the keys of ``strings``, and ``title``, that stay in the source language.
    """

    name = "briefpress"
    label = "Policy briefs"
    data_version = 1  # one more whenever the shape of the data changes
    initial_data: ClassVar[dict[str, Any]] = {
        "strings": {},
        "coverage": {},
        "catalogues": {},
        "words": {},
        "problems": {},
        "untranslated": {},
    }

    # Set anew for every build, never pickled.
    index: Index
    publication: Publication

    def clear_doc(self, docname: str) -> None:
        """Forget *docname*."""
        for table in self.initial_data:
            self.data[table].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for table in self.initial_data:
            for docname in docnames:
                if docname in otherdata[table]:
                    self.data[table][docname] = otherdata[table][docname]

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Collect the strings of *document* and remember its catalogue."""
        strings: dict[str, tuple[str, ...]] = {}
        for node in document.findall(front_matter_text):
            strings[node["key"]] = (*strings.get(node["key"], ()), node.astext())
        self.data["strings"][docname] = strings
        self.data["catalogues"][docname] = self._catalogue_digest(docname)
        words = (len(text.astext().split()) for text in document.findall(nodes.Text))
        self.data["words"][docname] = sum(words) - len(" ".join(sum(strings.values(), ())).split())

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

    def note_untranslated(self, docname: str, keys: frozenset[str]) -> None:
        """Remember which strings of *docname* have no translation."""
        self.data["untranslated"][docname] = keys

    def language_of(self, docname: str, key: str) -> str:
        """Return the language (BCP 47) of the string *key*, empty if it is that of the build."""
        if key not in self.data["untranslated"].get(docname, ()):
            return ""
        return self.index.documents[docname].source_language

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
        lines = (self.publication.top / "conf.py").read_text(encoding="utf-8").splitlines()
        strings = {key: getattr(config, key) for key in ("project", "author", "copyright")}
        return {
            key: (value, _line_of(key, lines))
            for key, value in strings.items()
            if isinstance(value, str) and value
        }

    def changed_catalogues(self) -> list[str]:
        """Return the documents whose ``.po`` file is not the one that was read."""
        return [
            docname
            for docname, read in self.data["catalogues"].items()
            if read != self._catalogue_digest(docname)
        ]

    def _catalogue_digest(self, docname: str) -> str:
        tag = language_tag(self.env.config.language)
        document = self.index.documents.get(docname)
        if document is None or document.source_language == tag:
            return ""
        return digest(catalogue_file(self.publication.locale_dirs, tag, docname))


def briefs_domain(env: BuildEnvironment) -> BriefsDomain:
    """Return the domain of *env*."""
    return cast("BriefsDomain", env.get_domain(BriefsDomain.name))


def refuse_outside_files(app: Sphinx, document: nodes.document) -> None:
    """Stop if *document* reads a file outside the publication (event ``doctree-read``).

    Neither a path with ``..`` nor a link leads out: what is read would be published.
    """
    env = app.env
    docname = env.current_document.docname
    top = briefs_domain(env).publication.top.resolve()
    for dependency in sorted(env.dependencies.get(docname, ())):
        file = Path(env.srcdir, dependency).resolve()
        if not file.is_relative_to(top):
            image = next(
                (n for n in document.findall(nodes.image) if file == _source_of(n, env)), document
            )
            raise SphinxError(
                f"{env.doc2path(docname)}:{_line_in(image)}: “{file.name}” lies outside the "
                "publication's folder, where nothing is read; put the file beside the brief"
            )


def _source_of(image: nodes.image, env: BuildEnvironment) -> Path:
    return Path(env.srcdir, image["uri"]).resolve()


def _line_in(node: nodes.Element) -> int:
    """Return the line of *node* or of the nearest element around it that has one, else 1."""
    element: nodes.Element | None = node
    while element is not None:
        if element.line:
            return int(element.line)
        element = element.parent
    return 1


def reread_changed_catalogues(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> Iterable[str]:
    """Read documents again whose catalogue changed (event ``env-get-outdated``)."""
    return briefs_domain(env).changed_catalogues()


def _line_of(name: str, lines: list[str]) -> int:
    """Return the line (1-based) on which *name* is assigned, 1 if it is not found."""
    assignment = re.compile(rf"{name}\s*=")
    return next((number for number, line in enumerate(lines, 1) if assignment.match(line)), 1)
