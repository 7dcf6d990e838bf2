"""Extract the messages of the sources into templates (``.pot``)."""

from __future__ import annotations

import shutil
from pathlib import Path

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
