"""Open a publication: read what conf.py says of it, index it, and check its catalogues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefpress.bibliography import read_keys
from briefpress.index import Index, find_documents, read_index, relative
from briefpress.languages import language_tag
from briefpress.problems import Kind, Problem, PublicationError, error
from briefpress.translation.catalogue import catalogue_files, check_catalogues


@dataclass(frozen=True)
class Publication:
    """Where a publication lies and what conf.py says of it.

    *top* is the folder of conf.py, *docs* that of the sources, *locale_dirs* those of the
    catalogues, all absolute; *languages* are BCP 47 tags, the first is the default source
    language; *excluded* are Sphinx's ``exclude_patterns``; *extra* are the files and folders of
    the theme that conf.py names; *title* is the publication's name as written there.
    """

    top: Path
    docs: Path
    locale_dirs: tuple[Path, ...]
    languages: tuple[str, ...]
    excluded: tuple[str, ...]
    root_doc: str
    title: str
    extra: tuple[Path, ...]

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], top: Path, docs: Path) -> Publication:
        """Return what *settings*, the names of conf.py or Sphinx's config, say."""
        language = language_tag(settings.get("language") or "en")
        languages = settings.get("briefpress_languages") or [language]
        paths = ("html_static_path", "html_extra_path", "templates_path")
        extra = [top / path for key in paths for path in settings.get(key) or ()]
        return cls(
            top=top,
            docs=docs,
            # Sphinx means relative folders from the sources.
            locale_dirs=tuple(
                (docs / folder).resolve() for folder in settings.get("locale_dirs", ["locales"])
            ),
            languages=tuple(language_tag(tag) for tag in languages),
            excluded=tuple(settings.get("exclude_patterns") or ()),
            root_doc=settings.get("root_doc") or settings.get("master_doc") or "index",
            title=settings.get("project") or "",
            extra=tuple(extra),
        )

    def index(self, catalogues_of: Iterable[str]) -> tuple[Index, frozenset[str]]:
        """Return the index and the keys of the references.

        Raise `PublicationError` with everything that is wrong with the front matter, the
        reference files, and the catalogues of the languages *catalogues_of*.
        """
        problems: list[Problem] = []
        docnames = list(find_documents(self.docs, self.excluded))
        if self.root_doc not in docnames:
            path = relative(self.docs / f"{self.root_doc}.md", self.top)
            message = "the file is missing; write it: it is the first page, above the briefs"
            problems.append(error(Kind.MISSING_KEY, path, 0, message))
        index, found = read_index(self.docs, docnames, self.languages, self.top)
        keys, more = read_keys(self.docs, self.top)
        catalogues = catalogue_files(self.locale_dirs, catalogues_of)
        problems += found + more + check_catalogues(catalogues, self.top)
        if problems:
            raise PublicationError(problems)
        return index, keys
