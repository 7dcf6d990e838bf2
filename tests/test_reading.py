"""What is read again, and what is read at all."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from conftest import Publication

from briefpress.build import _unread
from briefpress.domain import Coverage
from briefpress.publication import Publication as Sources
from briefpress.publication import find_documents

CATALOGUE = "locale/it/LC_MESSAGES/briefs/ports.po"
PORTS = "build/plain/html/it/briefs/ports.html"


def make(publication: Publication, builder: str = "html", *options: str) -> None:
    """Build in Italian, expecting success and not a word."""
    done = publication.sphinx(builder, "it", *options)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.slow
def test_content_and_not_time_decides_what_is_read_again(two_languages: Publication) -> None:
    rivers = "docs/briefs/rivers.md"
    page = "build/plain/html/it/briefs/rivers.html"
    two_languages.replace(rivers, "poco.", "poco.\n\n```{include} more.txt\n```")
    two_languages.write("docs/briefs/more.txt", "Ma spesso.\n")
    make(two_languages)
    doctree = two_languages.path / "build/plain/html/it/.doctrees/briefs/ports.doctree"
    before = doctree.stat().st_mtime_ns

    two_languages.replace(rivers, "portano poco", "portano molto")
    os.utime(two_languages.path / rivers, (1, 1))  # as cp -p and unzip do
    make(two_languages)
    assert "portano molto" in two_languages.read(page)

    two_languages.replace("docs/briefs/more.txt", "spesso", "mai")
    os.utime(two_languages.path / "docs/briefs/more.txt", (1, 1))
    make(two_languages)
    assert "Ma mai." in two_languages.read(page)
    assert doctree.stat().st_mtime_ns == before


SAVES = """
def setup(app):
    app.connect("source-read", save, priority=900)

def save(app, docname, content):
    file = app.env.doc2path(docname)
    text = file.read_text()
    if docname == "briefs/rivers" and "portano poco" in text:
        file.write_text(text.replace("portano poco", "portano molto"))
"""
STOPS = """
import os
import signal

def setup(app):
    # Also where what runs the tests ignores it, as a shell's background does.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    app.connect("env-updated", stop, priority=1)

def stop(app, env):
    if "STOP" in os.environ:
        os.kill(os.getpid(), int(os.environ["STOP"]))
"""


@pytest.mark.slow
def test_what_is_saved_while_it_is_read_is_read_by_the_next_build(
    two_languages: Publication,
) -> None:
    two_languages.add("conf.py", SAVES)
    make(two_languages)
    make(two_languages)
    assert "portano molto" in two_languages.read("build/plain/html/it/briefs/rivers.html")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_reading_leaves_nothing_of_itself(
    two_languages: Publication, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    two_languages.add("conf.py", STOPS)
    make(two_languages)
    page = two_languages.read(PORTS)

    two_languages.replace(CATALOGUE, "Misurate", "Espresse")
    monkeypatch.setenv("STOP", str(int(number)))
    assert two_languages.sphinx("html", "it").returncode != 0
    monkeypatch.delenv("STOP")
    two_languages.replace(CATALOGUE, "Espresse", "Misurate")

    make(two_languages)
    assert two_languages.read(PORTS) == page


@pytest.mark.slow
def test_references_that_are_added_are_noticed(two_languages: Publication) -> None:
    references = two_languages.read("docs/references.json")
    (two_languages.path / "docs/references.json").unlink()
    done = two_languages.sphinx("html", "en")
    assert "no work has the key “rossi2020”" in done.stderr
    two_languages.write("docs/references.json", references)
    done = two_languages.sphinx("html", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Rossi, M." in two_languages.read("build/plain/html/en/briefs/ports.html")

    two_languages.replace("docs/references.json", "Rossi", "Bianchi")
    assert two_languages.sphinx("html", "en").returncode == 0
    assert "Bianchi, M." in two_languages.read("build/plain/html/en/briefs/ports.html")


@pytest.mark.slow
def test_a_new_copyright_is_shown(two_languages: Publication) -> None:
    conf = two_languages.read("conf.py")
    for text in ("2024, Test Institute", "Test Institute, CC BY 4.0"):
        two_languages.write("conf.py", f'{conf}copyright = "{text}"\n')
        make(two_languages)
        assert text in two_languages.read(PORTS)


@pytest.mark.slow
def test_briefpress_and_sphinx_find_the_same_documents(two_languages: Publication) -> None:
    """Also with patterns, a linked folder, and folders of the theme and catalogues below docs."""
    two_languages.write("docs/locale/it/notes.md", "---\nnot closed\n")
    two_languages.write("docs/_static/notes.md", "---\nnot closed\n")
    two_languages.write("docs/drafts/notes.md", "---\nnot closed\n")
    two_languages.write("docs/shared/deep/notes.md", "---\nnot closed\n")
    two_languages.write("docs/shared/guide.md", "# Guide\n")
    (two_languages.path / "docs/guides").symlink_to("shared")
    settings = (
        'locale_dirs = ["../locale", "locale"]\nhtml_static_path = ["_static"]\n'
        'include_patterns = ["*.md", "*/*.md"]\nexclude_patterns = ["drafts"]\n'
        'suppress_warnings = ["toc.not_included"]\n'
    )
    two_languages.add("conf.py", settings)
    two_languages.write("_static/own.css", "")

    done = two_languages.briefpress("build", "--format", "html")
    assert (done.returncode, done.stderr) == (0, "")
    assert (two_languages.site / "en/guides/guide.html").is_file()
    for builder in ("gettext", "html", "text"):
        done = two_languages.sphinx(builder, "en")
        assert (builder, done.returncode, done.stderr) == (builder, 0, "")
        read = two_languages.path / f"build/plain/{builder}/en/.doctrees"
        names = {file.relative_to(read).as_posix() for file in read.rglob("*.doctree")}
        assert "guides/guide.doctree" in names
        assert not {name for name in names if "notes" in name}


def test_patterns_and_folders_of_conf_leave_out_what_they_name(tmp_path: Path) -> None:
    names = ["index.md", "briefs/a.md", "briefs/old/b.md", "_static/c.md", "locales/it/d.md"]
    for name in [*names, "_templates/e.md", ".#f.md", "g.txt"]:
        file = tmp_path / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    conf = {
        "exclude_patterns": ["briefs/old"],
        "locale_dirs": ["locales"],
        "html_static_path": ["_static"],
        "templates_path": ["_templates"],
    }
    sources = Sources.from_settings(conf, tmp_path, tmp_path / "docs")
    assert find_documents(sources.docs, sources.excluded, sources.included) == ["briefs/a", "index"]
    assert find_documents(sources.docs, ["**/b*"], ["briefs/**"]) == ["briefs/a"]


def test_a_document_that_was_not_read_is_an_error(two_languages: Publication) -> None:
    conf = {"briefpress_languages": ["en", "it"]}
    sources = Sources.from_settings(conf, two_languages.path, two_languages.path / "docs")
    index, _ = sources.index([])
    read = {name: Coverage(1, 1) for name in index.documents if name != "briefs/ports"}
    assert [problem.path for problem in _unread(index, {"en": read})] == ["docs/briefs/ports.md"]
