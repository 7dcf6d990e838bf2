"""Drafts are seen by no one else, what is withdrawn says so, and old addresses still lead on."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import Publication, files, restored
from PIL import Image, ImageColor

from briefpress.epub.cover import MASTHEAD
from briefpress.themes.tokens import packaged

pytestmark = pytest.mark.slow

CATALOGUE = "locale/it/LC_MESSAGES/briefs/ports.po"

# Nothing that is published may hold these words, which only the draft and its author know.
SECRETS = ("zibaldone", "segreta", "ritratto")
DRAFT = (
    """\
---
title: Zibaldone
language: it
authors: [segreta]
topic: trade
date: 2025-01-27
aliases: [vecchio-zibaldone]
status: draft
---

Si vedano [i porti](ports.md) e [le acque](waters.md).

"""
    + "Una riga dopo l'altra, tante da riempire la pagina.\n\n" * 60
)
WATERS = "---\ntitle: Waters\nstatus: embargoed\ndate: 2025-01-27\n---\n\nWet.\n"
ENTRIES = '\nmsgid "Waters"\nmsgstr "Acque"\n\nmsgid "Wet."\nmsgstr "Bagnate."\n'
HEADER = 'msgid ""\nmsgstr ""\n"Language: it\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
HEADER += '"Content-Transfer-Encoding: 8bit\\n"\n"MIME-Version: 1.0\\n"\n'


def add_drafts(publication: Publication) -> None:
    publication.write("docs/briefs/zibaldone.md", DRAFT)
    publication.write("docs/briefs/waters.md", WATERS)
    publication.write("locale/it/LC_MESSAGES/briefs/waters.po", HEADER + ENTRIES)
    publication.write(
        "docs/authors/segreta.md", "---\nname: Ada Segreta\n---\n\n![A](ritratto.png)"
    )
    Image.new("RGB", (9, 9), "red").save(publication.path / "docs/authors/ritratto.png")
    publication.add("docs/index.md", "\n```{toctree}\n:glob:\nbriefs/*\n```\n")


def pages_of(folder: Path) -> set[str]:
    return {name for name in files(folder) if "/_static/" not in name}


def pdf_pages(file: Path) -> list[str]:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(file)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def said_in(file: Path) -> str:
    """All that a file says, packed or not."""
    if file.suffix == ".pdf":
        return " ".join(pdf_pages(file)) + file.read_bytes().decode("latin-1")
    if file.suffix == ".epub":
        with zipfile.ZipFile(file) as book:
            return " ".join(
                [*book.namelist(), *(book.read(n).decode("latin-1") for n in book.namelist())]
            )
    return file.read_bytes().decode("utf-8", errors="replace")


def leaks(site: Path) -> list[str]:
    """The files of the site that know of the draft."""
    return [
        name
        for name in files(site)
        for secret in SECRETS
        if secret in f"{name} {said_in(site / name)}".lower()
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Two drafts, built; not to be changed."""
    publication = Publication.of("two-languages", tmp_path_factory.mktemp("drafts") / "publication")
    add_drafts(publication)
    publication.write("output.txt", publication.build())
    return publication


@pytest.fixture
def drafts(made: Publication) -> Iterator[Publication]:
    """The same, to be changed."""
    with restored(made):
        yield made


def test_nothing_in_the_site_knows_of_a_draft(made: Publication) -> None:
    assert leaks(made.site) == []
    assert not [name for name in files(made.site) if "waters" in name]
    assert "Waters" not in made.read("build/site/en/index.html")


def test_drafts_are_made_in_every_format_and_language_that_is_complete(made: Publication) -> None:
    formats = ("epub", "html", "pdf")
    assert {name for name in pages_of(made.path / "build/drafts") if "_images" not in name} == {
        *(f"en/waters.{name}" for name in formats),
        *(f"it/waters.{name}" for name in formats),
        *(f"it/zibaldone.{name}" for name in formats),
    }
    decision = json.loads(made.read("build/published.json"))
    assert (decision["waters"]["it"]["published"], decision["waters"]["it"]["why"]) == (
        False,
        "embargoed",
    )
    assert decision["zibaldone"]["it"]["why"] == "draft"
    assert decision["zibaldone"]["en"]["why"].startswith("0 of ")
    receipt = json.loads(made.read("build/receipts/it/zibaldone.pdf.json"))
    assert receipt["path"] == "drafts/it/zibaldone.pdf"
    output = made.read("output.txt")
    assert re.search(r"^zibaldone \(draft\) +it +source", output, re.MULTILINE)
    assert re.search(r"^waters \(embargoed\) +it +100 %", output, re.MULTILINE)
    assert re.search(r"^zibaldone +en +0 % not published", output, re.MULTILINE)


def test_every_link_of_a_draft_leads_somewhere(made: Publication) -> None:
    file = made.path / "build/drafts/it/zibaldone.html"
    links = re.findall(r'(?:href|src)="([^"#]+)[^"]*"', file.read_text(encoding="utf-8"))
    local = {unquote(urlsplit(link).path) for link in links if not urlsplit(link).scheme}
    assert {"waters.html", "../../site/it/briefs/ports.html", "zibaldone.pdf"} <= local
    assert any("_images/ritratto" in link for link in local)
    assert [link for link in local if not (file.parent / link).is_file()] == []
    assert 'href="../en/waters.html"' in made.read("build/drafts/it/waters.html")
    assert "canonical" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "watermark"),
    [
        ("it/zibaldone", "Bozza – non diffondere"),
        ("en/waters", "Embargoed until 27 January 2025"),
        ("it/waters", "Sotto embargo fino al giorno 27 gennaio 2025"),
    ],
)
def test_every_page_of_every_format_is_marked(made: Publication, name: str, watermark: str) -> None:
    folder = made.path / "build/drafts"
    page = (folder / f"{name}.html").read_text(encoding="utf-8")
    assert f'<p class="status">{watermark}</p>' in page
    assert '<meta name="robots" content="noindex">' in page
    sheets = pdf_pages(folder / f"{name}.pdf")
    assert (len(sheets) > 1) is name.endswith("zibaldone")
    assert all(watermark in sheet for sheet in sheets)
    with zipfile.ZipFile(folder / f"{name}.epub") as book:
        assert f'<p class="status">{watermark}</p>' in book.read("EPUB/text.xhtml").decode()
        assert watermark in book.read("EPUB/cover.xhtml").decode()
        cover = Image.open(io.BytesIO(book.read("EPUB/cover.png"))).convert("RGB")
    assert cover.getpixel((5, MASTHEAD + 5)) == ImageColor.getrgb(packaged()["signal"])


def test_what_is_published_is_not_marked(made: Publication) -> None:
    page = made.read("build/site/it/briefs/ports.html")
    assert 'class="status"' not in page
    assert "noindex" not in page
    assert "Bozza" not in "".join(pdf_pages(made.site / "it/briefs/ports.pdf"))
    with zipfile.ZipFile(made.site / "it/briefs/ports.epub") as book:
        cover = Image.open(io.BytesIO(book.read("EPUB/cover.png"))).convert("RGB")
    assert cover.getpixel((5, MASTHEAD + 5)) != ImageColor.getrgb(packaged()["signal"])


def test_drafts_pass_the_checks(made: Publication) -> None:
    done = made.briefpress("check", "-b", "zibaldone", "-b", "waters")
    assert (done.returncode, done.stderr) == (0, "")
    assert "All of 11 files are as they should be." in done.stdout


def test_a_second_build_does_nothing_until_a_draft_is_touched(drafts: Publication) -> None:
    assert "Nothing to do" in drafts.build()
    (drafts.path / "build/drafts/it/zibaldone.pdf").unlink()
    drafts.build()
    assert (drafts.path / "build/drafts/it/zibaldone.pdf").is_file()


def test_a_brief_that_becomes_a_draft_leaves_the_site_at_once(drafts: Publication) -> None:
    drafts.replace("docs/briefs/ports.md", "number: 1", "number: 1\nstatus: draft")
    output = drafts.build("-b", "rivers", "-f", "html", "-l", "it")
    assert "what is published has changed" in output
    assert not [name for name in files(drafts.site) if "ports" in name]
    # Its series has no other brief.
    assert not [name for name in files(drafts.site) if "series" in name]
    assert "ports" not in drafts.read("build/site/it/index.html")
    assert not (drafts.site / "en").exists()  # nothing is left in English
    for language in ("en", "it"):
        assert (drafts.path / f"build/drafts/{language}/ports.pdf").is_file()
    drafts.replace("docs/briefs/ports.md", "status: draft", "status: published")
    drafts.build()
    assert (drafts.site / "it/briefs/ports.pdf").is_file()
    assert not [name for name in files(drafts.path / "build/drafts") if "ports" in name]


def test_a_draft_that_is_published_leaves_the_drafts(drafts: Publication) -> None:
    drafts.replace("docs/briefs/zibaldone.md", "status: draft", "status: published")
    drafts.replace("docs/briefs/zibaldone.md", " e [le acque](waters.md)", "")
    (drafts.path / "docs/briefs/waters.md").unlink()
    (drafts.path / "locale/it/LC_MESSAGES/briefs/waters.po").unlink()
    drafts.build("-b", "ports")
    assert not (drafts.path / "build/drafts").exists()
    assert {"it/briefs/zibaldone.html", "it/briefs/vecchio-zibaldone.html"} <= pages_of(drafts.site)
    assert "Ada Segreta" in drafts.read("build/site/it/authors/segreta.html")
    assert "Zibaldone" in drafts.read("build/site/it/index.html")


def test_a_narrowed_build_leaves_other_drafts_alone(drafts: Publication) -> None:
    before = files(drafts.path / "build/drafts")
    drafts.replace("docs/briefs/zibaldone.md", "Una riga", "Ogni riga")
    drafts.build("-b", "ports", "-f", "html")
    assert files(drafts.path / "build/drafts") == before
    drafts.build("-b", "zibaldone", "-f", "pdf")
    after = files(drafts.path / "build/drafts")
    assert {name for name in before | after if before.get(name) != after.get(name)} == {
        "it/zibaldone.pdf"
    }
    drafts.build("-b", "zibaldone", "-f", "html", "-l", "it")
    assert "Ogni riga" in drafts.read("build/drafts/it/zibaldone.html")
    assert leaks(drafts.site) == []


def test_a_publication_may_hold_nothing_but_drafts(drafts: Publication) -> None:
    drafts.replace("docs/briefs/ports.md", "number: 1", "number: 1\nstatus: draft")
    drafts.replace("docs/briefs/rivers.md", "topic: trade", "topic: trade\nstatus: draft")
    drafts.build()
    assert pages_of(drafts.site) == {"index.html", "en/index.html"}
    assert leaks(drafts.site) == []


def test_a_link_to_a_draft_keeps_its_words_and_is_warned_of(two_languages: Publication) -> None:
    two_languages.replace("docs/briefs/rivers.md", "topic: trade", "topic: trade\nstatus: draft")
    done = two_languages.briefpress("build")
    assert done.returncode == 0
    assert done.stderr == (
        "docs/briefs/ports.md:15: warning: docs/briefs/rivers.md is published in no language, "
        "because its status is draft; the link is left out [briefpress.link]\n"
    )
    page = two_languages.read("build/site/en/briefs/ports.html")
    assert "the rivers" in page
    assert "rivers.html" not in page


@pytest.mark.parametrize("link", ["[](rivers.md)", "[](rivers.md#il-po)", "<project:rivers.md>"])
def test_a_link_that_would_tell_the_title_of_a_draft_stops_the_build(
    two_languages: Publication, link: str
) -> None:
    two_languages.replace("docs/briefs/rivers.md", "topic: trade", "topic: trade\nstatus: draft")
    two_languages.replace("docs/briefs/rivers.md", "poco.", "poco.\n\n## Il Po\n\nLungo.")
    two_languages.replace("docs/briefs/ports.md", "[the rivers](rivers.md)", link)
    done = two_languages.briefpress("build", "-l", "en", "-f", "html")
    assert done.returncode == 1
    assert "docs/briefs/ports.md:15: error: this link would show the title of" in done.stderr
    assert not two_languages.site.exists()


def test_a_plain_build_marks_a_draft_and_lists_it_nowhere(made: Publication) -> None:
    done = made.sphinx("html", "it")
    assert (done.returncode, done.stderr) == (0, "")
    out = "build/plain/html/it"
    assert "Bozza – non diffondere" in made.read(f"{out}/briefs/zibaldone.html")
    assert '<h3><a href="briefs/zibaldone.html">' not in made.read(f"{out}/index.html")
    assert "Zibaldone" not in made.read(f"{out}/topics/trade.html")
    assert not (made.path / out / "briefs/vecchio-zibaldone.html").exists()


WITHDRAWN = "number: 1\nstatus: withdrawn\nwithdrawal:\n  date: 2025-02-03\n  text: Wrong *tons*.\n"
WITHDRAWN += "aliases: [harbours]"


@pytest.fixture(scope="module")
def made_and_withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("withdrawn") / "publication"
    publication = Publication.of("two-languages", folder)
    publication.build()
    publication.replace("docs/briefs/ports.md", "number: 1", WITHDRAWN)
    publication.replace("docs/briefs/rivers.md", "poco.", "poco. Si vedano [i porti](ports.md).")
    publication.build("-b", "rivers", "-f", "html")
    return publication


@pytest.fixture
def withdrawn(made_and_withdrawn: Publication) -> Iterator[Publication]:
    with restored(made_and_withdrawn):
        yield made_and_withdrawn


def test_a_withdrawn_brief_leaves_a_page_that_says_so(withdrawn: Publication) -> None:
    assert {name for name in files(withdrawn.site) if "briefs/" in name} == {
        "en/briefs/harbours.html",
        "en/briefs/ports.html",
        "it/briefs/harbours.html",
        "it/briefs/ports.html",
        "it/briefs/rivers.epub",
        "it/briefs/rivers.html",
        "it/briefs/rivers.pdf",
    }
    english, italian = (
        withdrawn.read(f"build/site/{tag}/briefs/ports.html") for tag in ("en", "it")
    )
    for part in (
        "<h1>Ports: a primer</h1>",
        "North Desk",
        '<time datetime="2024-05-06">',
        "This brief was withdrawn on 3 February 2025.",
        "<p>Wrong *tons*.</p>",
        '<meta name="robots" content="noindex">',
        'href="../../it/briefs/ports.html" lang="it"',
    ):
        assert part in english
    for gone in ("Nine tenths", "ports.pdf", "ports.epub", "Ships carry most"):
        assert gone not in english
    assert "Questo brief è stato ritirato in data 3 febbraio 2025." in italian
    # Shown at once, and translated when it is translated.
    assert '<p lang="en">Wrong *tons*.</p>' in italian
    entry = '\nmsgid "Wrong *tons*."\nmsgstr "Tonnellate sbagliate."\n'
    withdrawn.add(CATALOGUE, entry)
    withdrawn.build()
    assert "<p>Tonnellate sbagliate.</p>" in withdrawn.read("build/site/it/briefs/ports.html")


def test_what_is_withdrawn_is_listed_nowhere_and_still_linked_to(withdrawn: Publication) -> None:
    for page in ("en/index.html", "it/index.html", "it/topics/trade.html"):
        assert "ports.html" not in withdrawn.read(f"build/site/{page}")
    assert not (withdrawn.site / "en/authors").exists()
    assert 'href="ports.html"' in withdrawn.read("build/site/it/briefs/rivers.html")
    decision = json.loads(withdrawn.read("build/published.json"))
    assert {(row["published"], row["why"]) for row in decision["ports"].values()} == {
        (False, "withdrawn")
    }
    assert not list(withdrawn.path.glob("build/receipts/*/ports.pdf.json"))
    assert withdrawn.briefpress("check", "-f", "html").returncode == 0


def test_the_text_of_a_withdrawal_reaches_the_translators_with_its_line(
    two_languages: Publication,
) -> None:
    two_languages.replace("docs/briefs/ports.md", "number: 1", WITHDRAWN)
    two_languages.briefpress("gettext")
    template = two_languages.read("build/gettext/briefs/ports.pot")
    assert re.search(r'docs/briefs/ports\.md:14\nmsgid "Wrong \*tons\*\."', template)


def test_books_and_pdfs_of_what_is_withdrawn_are_not_made_by_plain_builds(
    two_languages: Publication,
) -> None:
    two_languages.replace("docs/briefs/ports.md", "number: 1", WITHDRAWN)
    for builder in ("briefepub", "html"):
        done = two_languages.sphinx(builder, "en")
        assert (done.returncode, done.stderr) == (0, "")
    assert [file.stem for file in two_languages.path.glob("build/plain/**/*.epub")] == ["rivers"]
    page = two_languages.read("build/plain/html/en/briefs/ports.html")
    assert "This brief was withdrawn" in page
    assert "Nine tenths" not in page


def test_an_old_address_leads_to_the_new_one(two_languages: Publication) -> None:
    two_languages.replace("docs/briefs/ports.md", "number: 1", "number: 1\naliases: [harbours, h2]")
    two_languages.build("-f", "html")
    assert {name for name in files(two_languages.site) if re.search("harb|h2", name)} == {
        f"{tag}/briefs/{name}.html" for tag in ("en", "it") for name in ("harbours", "h2")
    }
    page = two_languages.read("build/site/it/briefs/harbours.html")
    for part in (
        '<html lang="it" dir="ltr">',
        '<meta http-equiv="refresh" content="0; url=ports.html">',
        '<link rel="canonical" href="https://briefs.example.org/it/briefs/ports.html">',
        '<a href="ports.html">I porti: nozioni di base</a>',
        "Questa pagina ha un nuovo indirizzo:",
    ):
        assert part in page
    assert "<script" not in page
    two_languages.replace("docs/briefs/ports.md", "[harbours, h2]", "[h2]")
    two_languages.build("-f", "html")
    assert not [name for name in files(two_languages.site) if "harbours" in name]
    done = two_languages.sphinx("html", "en")
    assert (done.returncode, done.stderr) == (0, "")
    page = two_languages.read("build/plain/html/en/briefs/h2.html")
    assert '<meta http-equiv="refresh" content="0; url=ports.html">' in page
