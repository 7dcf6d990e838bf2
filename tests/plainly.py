"""Building with plain ``sphinx-build``, and what comes of it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from conftest import Publication

CATALOGUE = "locale/it/LC_MESSAGES/briefs/ports.po"
PORTS = "build/plain/html/it/briefs/ports.html"


def copied(folder: Path) -> Publication:
    return Publication.of("two-languages", folder)


def make(publication: Publication, builder: str, language: str, *options: str) -> None:
    """Build, expecting success and not a word, warning or other."""
    done = publication.sphinx(builder, language, *options)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def book(publication: Publication, name: str) -> str:
    """The text of a book made by the plain builder."""
    with zipfile.ZipFile(publication.path / f"build/plain/briefepub/it/briefs/{name}.epub") as file:
        return file.read("EPUB/text.xhtml").decode()
