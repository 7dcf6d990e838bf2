"""Extract the messages of the sources into templates (``.pot``), one for each document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.catalogues.template import is_made_here
from briefpress.domain import briefs_domain
from briefpress.files import write_all
from briefpress.problems import PublicationError
from briefpress.reading import ReadBuilder
from briefpress.worker import Language, Writing, extract_messages

if TYPE_CHECKING:
    from briefpress.publication import Publication


def extract(publication: Publication, target: Path) -> int:
    """Write a template (``.pot``) for every document into *target*/gettext; return how many.

    Raise `PublicationError` if reading finds errors. Those of the index are told better by
    `Publication.index`, which is to be asked before.
    """
    folder = target / "gettext"
    language = Language(publication, publication.languages[0], target / "stage")
    found: Writing = extract_messages(language, folder)
    if any(problem.is_error for problem in found.problems):
        raise PublicationError(found.problems)
    return len(list(folder.rglob("*.pot")))


class TemplateBuilder(ReadBuilder):
    """The builder ``gettext``, in place of Sphinx's: reads, then writes what `collect` made."""

    name = "gettext"
    epilog = "The templates are in %(outdir)s."

    def finish(self) -> None:
        """Write the templates, and remove those of documents that are gone."""
        templates = {
            Path(self.outdir, f"{docname}.pot"): text.encode()
            for docname, text in briefs_domain(self.env).data["templates"].items()
            if text
        }
        there = set(Path(self.outdir).rglob("*.pot"))
        known = {file: file.read_bytes() for file in there & templates.keys()}
        write_all({f: content for f, content in templates.items() if known.get(f) != content})
        for file in there - templates.keys():
            if is_made_here(file.read_text("utf-8")):
                file.unlink()
