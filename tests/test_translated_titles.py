"""A translated title is new wherever it is shown, although only its own document is read again."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from conftest import Publication

pytestmark = pytest.mark.slow

CATALOGUE = "locale/it/LC_MESSAGES/briefs/ports.po"
RIVERS = "docs/briefs/rivers.md"
OLD, NEW = "I porti: nozioni di base", "Gli scali"
OLD_HEADING, NEW_HEADING = "Che navi", "Che vascelli"


def build(publication: Publication) -> None:
    done = publication.briefpress("build", "-W")
    assert done.returncode == 0, done.stderr


def words(file: Path) -> str:
    """All that readers get of *file*, the bookmarks and the title of a PDF too."""
    if file.suffix == ".html":
        return file.read_text(encoding="utf-8")
    if file.suffix == ".epub":
        with zipfile.ZipFile(file) as book:
            names = [name for name in book.namelist() if name.endswith(("html", "opf", "ncx"))]
            return "\n".join(book.read(name).decode() for name in names)
    commands = (["pdftotext", file, "-"], ["pdfinfo", file], ["pdfinfo", "-dests", file])
    return "\n".join(
        subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
        for command in commands
    )


def showing(publication: Publication, text: str) -> set[str]:
    folder = publication.site / "it"
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.suffix in (".html", ".pdf", ".epub") and text in " ".join(words(file).split())
    }


def test_a_title_and_a_heading_change_everywhere_at_once(two_languages: Publication) -> None:
    text = two_languages.read(RIVERS)
    links = "Si vedano [](ports.md) e [](ports.md#ships)."
    two_languages.write(RIVERS, f"{text}\n{links}\n")
    two_languages.replace(CATALOGUE, 'msgstr "Le navi"', f'msgstr "{OLD_HEADING}"')
    build(two_languages)
    titles, headings = showing(two_languages, OLD), showing(two_languages, OLD_HEADING)
    pages = {"index.html", "topics/trade.html", "series/papers.html", "authors/north-desk.html"}
    own = {f"briefs/ports.{suffix}" for suffix in ("html", "pdf", "epub")}
    linking = {f"briefs/rivers.{suffix}" for suffix in ("html", "pdf", "epub")}
    assert titles == pages | own | linking
    assert headings == own | linking

    catalogue = two_languages.read(CATALOGUE)
    changed = catalogue.replace(OLD, NEW).replace(f'"{OLD_HEADING}"', f'"{NEW_HEADING}"')
    two_languages.write(CATALOGUE, changed)
    build(two_languages)
    assert showing(two_languages, NEW) == titles
    assert showing(two_languages, NEW_HEADING) == headings
    assert not showing(two_languages, OLD) | showing(two_languages, OLD_HEADING)


def test_without_its_catalogue_a_brief_is_untranslated(two_languages: Publication) -> None:
    build(two_languages)
    (two_languages.path / CATALOGUE).unlink()
    build(two_languages)
    assert not showing(two_languages, OLD)
    assert not (two_languages.site / "it/briefs/ports.html").exists()
