"""Open a publication: read what conf.py says of it, index it, and check its catalogues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinx.project import Project

from briefpress.brief import KINDS
from briefpress.confinement import links_out
from briefpress.index import Index, read_index, relative
from briefpress.problems import Kind, Problem, PublicationError, error
from briefpress.references import FILES, Listed, read_works
from briefpress.settings import check_settings, threshold_of
from briefpress.tags import read_tag
from briefpress.themes.tokens import Tokens, packaged
from briefpress.translation.catalogue import catalogue_files, check_catalogues

CATALOGUES = "locale"
"""The folder beside conf.py that holds the catalogues, unless ``locale_dirs`` names another."""


@dataclass(frozen=True)
class Publication:
    """Where a publication lies and what conf.py says of it.

    *top* is the folder of conf.py, *docs* that of the sources, *locale_dirs* those of the
    catalogues, all absolute; *languages* are BCP 47 tags, the first is the default source
    language; *excluded* and *included* are the patterns, as in Sphinx's ``exclude_patterns``, of
    what are no sources and of what may be; *extra* are the files and folders of
    the theme that conf.py names; *title* is the publication's name as written there;
    *thresholds* say, for each language, how many percent of a document must be translated for it
    to be published; *markup* are the extensions of MyST that it asks for; *link_hosts* are those
    that translations may link to, *lint_ignore* the rules that they are not checked for; *tokens*
    are the colours of everything; *certifier* answers for the accessibility of books.
    """

    top: Path
    docs: Path
    locale_dirs: tuple[Path, ...]
    languages: tuple[str, ...]
    excluded: tuple[str, ...]
    included: tuple[str, ...]
    root_doc: str
    title: str
    extra: tuple[Path, ...]
    thresholds: Mapping[str, float]
    markup: tuple[str, ...] = ()
    link_hosts: tuple[str, ...] = ()
    lint_ignore: tuple[str, ...] = ()
    tokens: Tokens = field(default_factory=packaged)
    certifier: str = ""

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], top: Path, docs: Path) -> Publication:
        """Return what *settings*, the names of conf.py or Sphinx's config, say.

        Raise `PublicationError` if a value is not what its setting takes.
        """
        check_settings(settings, top / "conf.py")
        language = settings.get("language") or "en"
        languages = [read_tag(tag) for tag in settings.get("briefpress_languages") or [language]]
        threshold = settings.get("briefpress_publish_threshold", 100)
        paths = ("html_static_path", "html_extra_path", "html_theme_path", "templates_path")
        extra = [top / path for key in paths for path in settings.get(key) or ()]
        extra += [top / settings[key] for key in ("html_logo", "html_favicon") if settings.get(key)]
        extra += [top / "docutils.conf", *sorted(top.glob("*.py"))]  # conf.py may import them
        # Sphinx means relative folders from the sources.
        folders = settings.get("locale_dirs", [top.resolve() / CATALOGUES])
        locale_dirs = [(docs / folder).resolve() for folder in folders]
        names = ("exclude_patterns", "html_static_path", "html_extra_path", "templates_path")
        excluded = [str(pattern) for name in names for pattern in settings.get(name) or ()]
        excluded += [relative(folder, docs.resolve()) for folder in locale_dirs]
        return cls(
            top=top,
            docs=docs,
            locale_dirs=tuple(locale_dirs),
            languages=tuple(languages),
            excluded=tuple(excluded),
            included=tuple(settings.get("include_patterns", ("**",))),
            root_doc=settings.get("root_doc") or settings.get("master_doc") or "index",
            title=settings.get("project") or "",
            extra=tuple(extra),
            thresholds={tag: threshold_of(threshold, tag) for tag in languages},
            markup=tuple(settings.get("myst_enable_extensions") or ()),
            link_hosts=tuple(settings.get("briefpress_link_hosts") or ()),
            lint_ignore=tuple(settings.get("briefpress_lint_ignore") or ()),
            tokens=Tokens.chosen(
                settings.get("briefpress_colours"),
                settings.get("briefpress_dark_colours"),
                settings.get("briefpress_print", {}).get("inks"),
            ),
            certifier=settings.get("briefpress_certifier") or "",
        )

    def index(self, catalogues_of: Iterable[str]) -> tuple[Index, dict[str, Listed]]:
        """Return the index and the works in the reference files, by their keys.

        Raise `PublicationError` with everything that is wrong with the front matter, the
        reference files, and the catalogues of the languages *catalogues_of*.
        """
        problems = self._links_out()
        if problems:  # before anything is read
            raise PublicationError(problems)
        docnames = find_documents(self.docs, self.excluded, self.included)
        if self.root_doc not in docnames:
            path = relative(self.docs / f"{self.root_doc}.md", self.top)
            message = "the file is missing; write it: it is the first page, above the briefs"
            problems.append(error(Kind.MISSING_KEY, path, 0, message))
        problems += self._misplaced(docnames)
        index, found = read_index(self.docs, docnames, self.languages, self.top)
        works, more = read_works(self.docs, self.top)
        catalogues = catalogue_files(self.locale_dirs, catalogues_of)
        problems += found + more + check_catalogues(catalogues, self.top)
        if problems:
            raise PublicationError(problems)
        return index, works

    def _misplaced(self, docnames: Iterable[str]) -> Iterator[Problem]:
        """Yield an error for each document whose place gives it no address of its own."""
        known: dict[str, str] = {}
        for docname in docnames:
            path = relative(self.docs / f"{docname}.md", self.top)
            kind, *deeper = docname.split("/")
            if kind in KINDS and len(deeper) > 1:
                message = (
                    f"{kind} stand in {self.docs.name}/{kind}/ itself, not in folders below it; "
                    "move the file there, or name it in exclude_patterns in conf.py if it is "
                    "only included by others"
                )
                yield error(Kind.MISPLACED, path, 0, message)
            same = known.setdefault(docname.casefold(), docname)
            if same != docname:
                message = (
                    f"“{same}.md” differs in capital letters only, and on many machines the one "
                    "replaces the other; rename one of them"
                )
                yield error(Kind.MISPLACED, path, 0, message)

    def _links_out(self) -> list[Problem]:
        """Return an error for each document, reference file, catalogue and folder that is a link
        out of the folders where they belong."""
        found = list(links_out(self.docs, [self.docs], (".md", *FILES)))
        for folder in self.locale_dirs:
            found += links_out(folder, self.locale_dirs, (".po",))
        message = (
            "this is a link to what lies outside its folder, where nothing is read; "
            "put the file itself here"
        )
        return [error(Kind.OUTSIDE, relative(path, self.top), 0, message) for path in found]


def find_documents(
    docs: Path, excluded: Iterable[str] = (), included: Iterable[str] = ("**",)
) -> list[str]:
    """Return the names of the Markdown documents below *docs*, sorted: those that Sphinx finds."""
    return sorted(Project(docs, [".md"]).discover(excluded, included))
