"""The command ``briefpress build``, as a person meets it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Publication, files, restored

pytestmark = pytest.mark.slow

PAGES = {
    "en/authors/north-desk.html",
    "en/briefs/ports.epub",
    "en/briefs/ports.html",
    "en/briefs/ports.pdf",
    "en/index.html",
    "en/series/papers.html",
    "en/topics/trade.html",
    "index.html",
    "it/authors/north-desk.html",
    "it/briefs/ports.epub",
    "it/briefs/ports.html",
    "it/briefs/ports.pdf",
    "it/briefs/rivers.epub",
    "it/briefs/rivers.html",
    "it/briefs/rivers.pdf",
    "it/index.html",
    "it/series/papers.html",
    "it/topics/trade.html",
}
CATALOGUE = "locale/it/LC_MESSAGES/briefs/ports.po"


def documents(publication: Publication) -> set[str]:
    """The names of all files of the site but those that pages are made with."""
    names = files(publication.site)
    return {name for name in names if not {"_static", "_images"} & set(Path(name).parts)}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """A publication that was built, for tests that only look at it."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("build") / "publication")
    made.build()
    return made


@pytest.fixture
def built(published: Publication) -> Iterator[Publication]:
    """The same, for a test that changes it."""
    with restored(published):
        yield published


def test_every_published_brief_is_there_in_every_format_and_nothing_else(
    published: Publication,
) -> None:
    assert documents(published) == PAGES
    pages = "".join(
        published.read(f"build/site/{name}") for name in PAGES if name.endswith(".html")
    )
    pictures = list(published.site.glob("*/_images/*"))
    assert pictures
    assert all(picture.name in pages for picture in pictures)
    decision = json.loads(published.read("build/published.json"))
    assert decision["ports"]["it"]["published"] is True
    assert decision["rivers"]["en"] == {
        "messages": 2,
        "published": False,
        "translated": 0,
        "why": "0 of 2 messages are translated, 100 % are needed",
    }


def test_pages_switch_to_the_languages_that_are_there(published: Publication) -> None:
    ports, rivers = (
        published.read(f"build/site/it/briefs/{name}.html") for name in ("ports", "rivers")
    )
    assert 'href="../../en/briefs/ports.html" lang="en" hreflang="en">English</a>' in ports
    assert 'href="ports.pdf" type="application/pdf"' in ports
    assert "hreflang" not in rivers
    link = '<a class="reference internal" href="../../it/briefs/rivers.html" hreflang="it">'
    assert link in published.read("build/site/en/briefs/ports.html")


def test_receipts_say_what_a_file_is_and_what_it_was_made_of(published: Publication) -> None:
    receipt = json.loads(published.read("build/receipts/it/ports.pdf.json"))
    content = (published.site / "it/briefs/ports.pdf").read_bytes()
    assert receipt["sha256"] == hashlib.sha256(content).hexdigest()
    assert (receipt["size"], receipt["pages"]) == (len(content), 1)
    assert receipt["claims"] == ["PDF/UA-1", "PDF/A-2a"]
    assert set(receipt["sources"]) == {
        "conf.py",
        "docs/authors/north-desk.md",
        "docs/briefs/ports.md",
        "docs/references.json",
        "docs/series/papers.md",
        "docs/topics/trade.md",
        CATALOGUE,
    }
    assert {"pango", "harfbuzz", "weasyprint", "sphinx"} <= set(receipt["tools"])


def test_a_second_build_does_nothing_and_says_so(published: Publication) -> None:
    before = files(published.path / "build")
    done = published.briefpress("build")
    assert done.stdout == "Nothing to do: build/site is up to date.\n"
    assert files(published.path / "build") == before


def test_a_word_in_a_catalogue_remakes_that_brief_in_that_language_in_all_formats(
    built: Publication,
) -> None:
    before = files(built.site)
    built.replace(CATALOGUE, "Misurate in tonnellate.", "Espresse in tonnellate.")
    built.build("--format", "html")
    assert changed(before, files(built.site)) == {"it/briefs/ports.html"}
    built.build()
    assert changed(before, files(built.site)) == {
        "it/briefs/ports.epub",
        "it/briefs/ports.html",
        "it/briefs/ports.pdf",
    }


def test_a_new_title_shows_at_once_wherever_it_is_named(built: Publication) -> None:
    before = files(built.site)
    built.replace("docs/topics/trade.md", "title: Trade", "title: Commerce")
    built.build()
    assert "it/briefs/ports.pdf" in changed(before, files(built.site))
    assert "Commerce" in built.read("build/site/en/index.html")


@pytest.mark.parametrize("broken", ["docs/briefs/ports.md", CATALOGUE])
def test_a_faulty_source_is_named_and_leaves_the_last_build_byte_for_byte(
    built: Publication, broken: str
) -> None:
    before = files(built.path / "build")
    old, new = (
        ("date: 2024-05-06", "date: May 6") if broken.endswith("md") else ('"Porto"', '"Porto')
    )
    built.replace(broken, old, new)
    line = built.read(broken).split(new)[0].count("\n") + 1
    done = built.briefpress("build")
    assert done.returncode == 1
    assert f"{broken}:{line}: error: " in done.stderr
    assert "Nothing was touched." in done.stderr
    assert files(built.path / "build") == before


def test_what_is_no_longer_translated_is_withdrawn_with_every_link_to_it(
    built: Publication,
) -> None:
    built.replace(CATALOGUE, 'msgstr "Porto"', 'msgstr ""')
    output = built.build("--language", "en")
    assert "what is published has changed: everything is made" in output
    assert {name for name in files(built.site) if "ports" in name} == {
        "en/briefs/ports.epub",
        "en/briefs/ports.html",
        "en/briefs/ports.pdf",
    }
    assert "hreflang" not in built.read("build/site/en/briefs/ports.html").split("<main")[0]
    assert not (built.path / "build/receipts/it/ports.pdf.json").exists()


def test_a_deleted_brief_is_deleted(built: Publication) -> None:
    (built.path / "docs/briefs/rivers.md").unlink()
    built.replace("docs/briefs/ports.md", " See [the rivers](rivers.md).", "")
    built.replace(CATALOGUE, " See [the rivers](rivers.md).", "")
    built.replace(CATALOGUE, " Si vedano [i fiumi](rivers.md).", "")
    built.build()
    assert not [name for name in files(built.site) if "rivers" in name]


def test_a_selection_narrows_what_is_made_and_not_what_is_decided(
    two_languages: Publication,
) -> None:
    output = two_languages.build("--language", "it", "--brief", "ports", "--format", "epub")
    assert output.endswith("It is in build/site.\n")
    made = {name for name in files(two_languages.site) if "briefs" in name}
    assert made == {"it/briefs/ports.epub"}
    decision = json.loads(two_languages.read("build/published.json"))
    assert decision["rivers"]["it"]["published"] is True
    two_languages.build()
    assert documents(two_languages) == PAGES


def test_an_unknown_selection_is_an_error(two_languages: Publication) -> None:
    done = two_languages.briefpress("build", "--language", "fr", "--brief", "lakes")
    assert done.returncode == 1
    assert "“fr” is none of the publication's languages: en, it" in done.stderr
    assert "there is no brief or collection “lakes”; there are: ports, rivers" in done.stderr
    assert not (two_languages.path / "build").exists()


def test_a_failed_cell_keeps_everything_back_and_is_the_only_one_done_again(
    built: Publication,
) -> None:
    before = files(built.site)
    built.replace("docs/briefs/rivers.md", "I fiumi portano poco.", "I fiumi 🙂.")
    built.replace(CATALOGUE, "Misurate", "Espresse")
    done = built.briefpress("build")
    assert done.returncode == 1
    assert (
        "docs/briefs/rivers.md:8: error: no PDF in it: no font of the PDF has “🙂”" in done.stderr
    )
    assert "what is in build is as it was before" in done.stderr
    assert files(built.site) == before
    built.replace("docs/briefs/rivers.md", "I fiumi 🙂.", "I fiumi.")
    output = built.build()
    assert "made it/rivers.pdf" in output
    assert "made it/ports.pdf" not in output  # it waited in the stage
    assert "it/briefs/ports.pdf" in changed(before, files(built.site))


@pytest.mark.parametrize("way", ["../../../secret.png", "rivers.png"])
def test_nothing_outside_the_publication_is_read(built: Publication, way: str) -> None:
    before = files(built.site)
    outside = built.path.parent / "secret.png"
    outside.write_bytes(b"secret")
    (built.path / "docs/briefs/rivers.png").symlink_to(outside)
    built.replace("docs/briefs/rivers.md", "poco.", f"poco.\n\n![Fiume]({way})")
    done = built.briefpress("build")
    assert done.returncode == 1
    assert "docs/briefs/rivers.md:10: error: “" in done.stderr
    assert "lies outside the publication's folder" in done.stderr
    assert files(built.site) == before


def test_a_warning_is_not_forgotten_by_the_next_build(built: Publication) -> None:
    built.replace(CATALOGUE, 'msgstr "Tonnellate"', 'msgstr "<b>Tonnellate</b>"')
    line = built.read(CATALOGUE).split('msgid "Tons"')[0].count("\n") + 1
    for _ in range(2):
        done = built.briefpress("build", "--fail-on-warning")
        assert done.returncode == 1
        assert (
            done.stderr.count(f"{CATALOGUE}:{line}: warning: “Tons”: the translation is not used")
            == 1
        )
    assert built.briefpress("build").returncode == 0  # published without it
    assert not (built.site / "it/briefs/ports.html").exists()


def test_the_same_sources_give_the_same_bytes_anywhere(
    published: Publication, tmp_path: Path
) -> None:
    (tmp_path / "another place").mkdir()
    other = Publication.of("two-languages", tmp_path / "another place" / "of the same")
    env = {"PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo"}
    assert other.briefpress("build", env=env).returncode == 0
    for folder in ("site", "receipts"):
        mine, theirs = (files(p.path / "build" / folder) for p in (published, other))
        assert mine == theirs


def test_a_killed_build_ends_in_the_same_bytes_when_started_again(
    built: Publication, tmp_path: Path
) -> None:
    """Kill it at moments spread over the time that it takes, each time with work to do."""
    moments = int(os.environ.get("BRIEFPRESS_KILLS", "3"))
    states = ("Misurate in tonnellate.", "Espresse in tonnellate.")
    expected = {states[0]: files(built.site)}
    built.replace(CATALOGUE, *states)
    begin = time.monotonic()
    built.build()
    duration = time.monotonic() - begin
    expected[states[1]] = files(built.site)
    state = 1
    for moment in range(moments):
        built.replace(CATALOGUE, states[state], states[1 - state])
        state = 1 - state
        process = subprocess.Popen(
            [sys.executable, "-m", "briefpress", "build"],
            cwd=built.path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(duration * (moment + 0.5) / moments)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        whole = files(built.site)
        for name in changed(expected[states[0]], expected[states[1]]):
            assert whole[name] in {found[name] for found in expected.values()}
        built.build()
        assert files(built.site) == expected[states[state]]


def test_pasted_text_publishes_in_all_formats(tmp_path: Path) -> None:
    text = (
        "Asia e Pacifico\n\n \n\nLe relazioni, una fratellanza\n\nDi Qualcuno\n\n"
        "“Un'Europa aperta” e globale... (Reuters, 2025). 240 miliardi, il 36,5% * delle _cose\n"
        "una riga dopo l'altra.\n\nhttps://example.org/a_b_c\n\nBibliografia\n\n"
        "COX, M. (2022). “Best and bosom friends”. LSE. http://www.example.org/resrep45334\n"
    )
    publication = Publication(tmp_path)
    publication.write("conf.py", 'extensions = ["briefpress"]\nlanguage = "it"\n')
    publication.write("docs/index.md", "Benvenuti.\n")
    publication.write("docs/briefs/pasted_text.md", text)
    publication.write("docs/briefs/with.md", f"---\ntitle: Con un titolo\n---\n{text}")
    publication.build()
    found = {name for name in files(publication.site) if "briefs" in name}
    assert found == {
        f"it/briefs/{name}.{suffix}"
        for name in ("pasted_text", "with")
        for suffix in ("html", "epub", "pdf")
    }
    assert "<h1>Pasted text</h1>" in publication.read("build/site/it/briefs/pasted_text.html")


def test_what_sphinx_says_is_in_the_language_of_the_page(built: Publication) -> None:
    """One process reads several languages, one after the other."""
    built.replace("conf.py", '"en", "it"', '"en", "it", "fr"')
    for brief in ("ports", "rivers"):
        text = built.read(f"docs/briefs/{brief}.md")
        built.write(f"docs/briefs/{brief}.md", f"{text}\n```{{warning}}\n2\n```\n")
    built.add(CATALOGUE, '\nmsgid "2"\nmsgstr "2"\n')
    built.build("--format", "html")
    titles = {
        page: built.read(f"build/site/{page}").split('admonition-title">')[1].split("<")[0]
        for page in ("en/briefs/ports.html", "it/briefs/ports.html", "it/briefs/rivers.html")
    }
    assert titles == {
        "en/briefs/ports.html": "Warning",
        "it/briefs/ports.html": "Avvertimento",
        "it/briefs/rivers.html": "Avvertimento",
    }


def test_an_unknown_selection_is_an_error_also_when_there_is_nothing_to_do(
    built: Publication,
) -> None:
    done = built.briefpress("build", "--brief", "lakes")
    assert done.returncode == 1
    assert "there is no brief or collection “lakes”" in done.stderr


def test_warnings_are_shown_again_when_there_is_nothing_to_do(built: Publication) -> None:
    built.replace(CATALOGUE, 'msgstr "Tonnellate"', 'msgstr "<b>Tonnellate</b>"')
    done = built.briefpress("build")
    assert done.returncode == 0
    (original,) = re.findall(r"^ports +en .* (\S+) +\S+$", done.stdout, re.MULTILINE)
    assert original == "–"  # the warning is of its translation
    done = built.briefpress("build")
    assert "Nothing to do" in done.stdout
    assert "warning: “Tons”: the translation is not used" in done.stderr
