"""Extract messages from the sources and bring the catalogues up to date with them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sphinx_intl.basic import update as update_catalogues

from briefpress.languages import gettext_code
from briefpress.problems import PublicationError
from briefpress.publication import Publication
from briefpress.worker import Language, Writing, extract_messages


def extract(publication: Publication, target: Path) -> int:
    """Write a template (``.pot``) for every document into *target*/gettext; return how many.

    Raise `PublicationError` if the publication has errors.
    """
    publication.index([])
    folder = target / "gettext"
    shutil.rmtree(folder, ignore_errors=True)
    language = Language(publication, publication.languages[0], target / "stage")
    found: Writing = extract_messages(language, folder)
    if any(problem.is_error for problem in found.problems):
        raise PublicationError(found.problems)
    return len(list(folder.rglob("*.pot")))


def update(publication: Publication, target: Path, tags: Iterable[str]) -> None:
    """Bring ``locale/<lang>`` up to date for the languages *tags*.

    A document written in a language needs no catalogue in it, and gets none.
    """
    index, _ = publication.index([])
    for tag in tags:
        with tempfile.TemporaryDirectory(dir=target) as folder:
            for docname, document in index.documents.items():
                template = target / "gettext" / f"{docname}.pot"
                if document.source_language != tag and template.is_file():
                    copy = Path(folder, f"{docname}.pot")
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(template, copy)
            code = gettext_code(tag)
            update_catalogues(str(publication.locale_dirs[0]), folder, [code], line_width=0)
