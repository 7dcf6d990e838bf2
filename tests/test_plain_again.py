"""Plain ``sphinx-build`` makes again what a change asks for, and the same in parallel."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Publication, files
from plainly import CATALOGUE, PORTS, book, copied, make


@pytest.mark.slow
def test_two_builders_on_the_same_doctrees_stay_true(tmp_path: Path) -> None:
    """The second would say that nothing is out of date: the first has read the change."""
    publication = copied(tmp_path / "publication")
    for builder in ("html", "briefepub"):
        make(publication, builder, "it", "-d", "build/doctrees")
    rivers = (publication.path / "build/doctrees/briefs/rivers.doctree").stat().st_mtime_ns
    publication.replace(CATALOGUE, 'msgstr "Le navi"', 'msgstr "I bastimenti"')
    for builder in ("html", "briefepub"):
        make(publication, builder, "it", "-d", "build/doctrees")
    assert "<h2>I bastimenti</h2>" in publication.read(PORTS)
    assert "<h2>I bastimenti</h2>" in book(publication, "ports")
    # Nothing but the document of that catalogue was read again.
    doctree = publication.path / "build/doctrees/briefs/rivers.doctree"
    assert doctree.stat().st_mtime_ns == rivers


@pytest.mark.slow
def test_only_what_a_catalogue_changes_is_read_again(tmp_path: Path) -> None:
    publication = copied(tmp_path / "publication")
    make(publication, "html", "it")
    text = publication.read(CATALOGUE)
    header = text.partition("\n\n")[0]

    def reread() -> list[str]:
        before = doctrees(publication)
        make(publication, "html", "it")
        after = doctrees(publication)
        return sorted(name for name in after if before.get(name) != after[name])

    assert reread() == []

    os.utime(publication.path / CATALOGUE, (1, 1))  # saved without a change
    own = f'{header}\n\nmsgid "I fiumi portano poco."\nmsgstr "Mai"\n'
    publication.write("locale/it/LC_MESSAGES/briefs/rivers.po", own)
    assert reread() == []

    publication.replace(CATALOGUE, 'msgstr "Le navi"', 'msgstr "I bastimenti"')
    assert reread() == ["briefs/ports"]
    assert "<h2>I bastimenti</h2>" in publication.read(PORTS)

    trade = f'{header}\n\nmsgid "Trade"\nmsgstr "Commerci"\n'
    publication.write("locale/it/LC_MESSAGES/topics/trade.po", trade)
    assert reread() == ["topics/trade"]
    assert ">Commerci</a>" in publication.read(PORTS)

    (publication.path / CATALOGUE).unlink()
    assert reread() == ["briefs/ports"]
    assert '<h2 lang="en">Ships</h2>' in publication.read(PORTS)


def doctrees(publication: Publication) -> dict[str, int]:
    """When each document was last read, by its name."""
    folder = publication.path / "build/plain/html/it/.doctrees"
    return {
        file.relative_to(folder).with_suffix("").as_posix(): file.stat().st_mtime_ns
        for file in folder.rglob("*.doctree")
    }


@pytest.mark.slow
def test_a_parallel_build_gives_the_same_bytes(tmp_path: Path) -> None:
    """Sphinx reads in parallel only from six documents on, which there are."""
    publication = copied(tmp_path / "publication")
    made = {}
    for jobs in ("1", "2"):
        out = f"build/jobs-{jobs}"
        done = publication.sphinx("html", "it", "-j", jobs, out=out)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        made[jobs] = files(publication.path / out)
    assert len(made["1"]) > 6
    assert made["1"] == made["2"]


@pytest.mark.slow
def test_a_pdf_follows_its_pictures_and_nothing_else(tmp_path: Path) -> None:
    """Also with processes of Sphinx's own, in which nothing may get lost."""
    publication = copied(tmp_path / "publication")
    square = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    publication.write("docs/briefs/square.svg", square)
    rivers = publication.read("docs/briefs/rivers.md")
    publication.write("docs/briefs/rivers.md", f"{rivers}\n![Un quadrato](square.svg)\n")
    out = publication.path / "build/plain/briefpdf/it/briefs"
    make(publication, "briefpdf", "it", "-j", "2")
    first = files(out)
    assert {name for name in first if name.endswith(".pdf")} == {"ports.pdf", "rivers.pdf"}
    times = {file.name: file.stat().st_mtime_ns for file in out.glob("*.pdf")}

    publication.replace("docs/briefs/square.svg", "h9v9z", "h9v3z")
    make(publication, "briefpdf", "it", "-j", "2")
    assert files(out)["rivers.pdf"] != first["rivers.pdf"]
    assert (out / "ports.pdf").stat().st_mtime_ns == times["ports.pdf"]
