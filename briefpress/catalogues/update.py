"""Bring the catalogues (``.po``) up to date with the templates."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sphinx_intl.basic import update as update_catalogues

from briefpress.languages import gettext_code
from briefpress.publication import Publication


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
