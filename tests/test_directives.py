"""Summary, key messages, recommendations, boxes and pull quotes, as a reader meets them."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from conftest import Publication


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page of the brief in each language, from plain builds without a warning."""
    publication = Publication.of("parts", tmp_path_factory.mktemp("parts") / "publication")
    found = {}
    for language in ("en", "it"):
        done = publication.sphinx("html", language)
        assert (done.returncode, done.stderr) == (0, "")
        found[language] = publication.read(f"build/plain/html/{language}/briefs/parts.html")
    return found


def headings(page: str) -> list[tuple[str, str]]:
    found = re.findall(r"<(h[1-6])[^>]*>(.*?)</\1>", page)
    return [(level, re.sub("<[^>]*>", "", text)) for level, text in found]


def test_parts_have_headings_in_the_readers_language(pages: dict[str, str]) -> None:
    assert headings(pages["it"]) == [
        ("h1", "Le parti"),
        ("h2", "Messaggi chiave"),
        ("h2", "In sintesi"),
        ("h2", "Prove"),
        ("h3", "Il porto di Genova"),
        ("h2", "Che fare"),
        ("h2", "Note"),
        ("h2", "Fonti"),
        ("h2", "Informazioni sul brief"),
    ]
    assert headings(pages["en"])[1:3] == [("h2", "Key messages"), ("h2", "Summary")]


def test_a_part_is_named_by_its_heading(pages: dict[str, str]) -> None:
    for name in ("summary", "key-messages", "box", "recommendations"):
        tag = re.search(rf'<(?:section|aside)[^>]* id="{name}"[^>]*>', pages["en"])
        assert tag is not None
        label = re.search(r'aria-labelledby="([^"]*)"', tag[0])
        assert label is not None
        assert re.search(rf'<h[23] id="{label[1]}">', pages["en"])
    assert 'role="doc-abstract"' in pages["en"]


def test_parts_hold_links_notes_citations_and_lists(pages: dict[str, str]) -> None:
    summary = pages["it"].split('id="summary"')[1].split("</section>")[0]
    assert 'href="#ref-rossi2020"' in summary
    assert 'role="doc-noteref"' in summary
    assert 'href="https://example.org/two">un’altra</a>' in pages["it"]


def test_a_recommendation_names_whom_it_is_for(pages: dict[str, str]) -> None:
    part = pages["it"].split('id="recommendations"')[1].split("</section>")[0]
    assert re.search(r"<dt>\s*Commissione\s*</dt>", part)
    assert part.index("Commissione") < part.index("dati<") < part.index("Stati membri")


def test_boxes_are_told_apart_by_a_label(pages: dict[str, str]) -> None:
    assert '<p class="box-label">Case</p>' in pages["en"]
    assert '<p class="box-label">Caso</p>' in pages["it"]


def test_screen_readers_pass_over_a_pull_quote(pages: dict[str, str]) -> None:
    """Nor does anything in it take the focus of the keyboard."""
    quote = re.search(r'<aside[^>]*aria-hidden="true"[^>]*>\s*<p>(.*?)</p>', pages["it"])
    assert quote is not None
    assert quote[1] == "Molto, e di più (Rossi, 2020)."
    assert pages["it"].count('role="doc-noteref"') == 1


def test_what_follows_a_part_stays_behind_it(pages: dict[str, str]) -> None:
    page = pages["en"]
    assert (
        page.index("Name an authority") < page.index("After that, silence") < page.rindex("Sources")
    )


def test_parts_stand_in_the_contents(pages: dict[str, str]) -> None:
    contents = pages["en"].split('<nav class="contents"')[1].split("</nav>")[0]
    assert re.findall(r'href="#([^"]*)"', contents) == [
        "key-messages",
        "summary",
        "evidence",
        "recommendations",
        "notes",
        "sources",
        "colophon_heading",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- The second thing is [another](https://example.org/two).\n", "", "key messages: 1"),
        ("is this one.", "is this one " + "and more " * 30, "words of key message 1: 68"),
        ("What this brief says, in so many words that", "That", "words of the summary: 20"),
    ],
)
def test_what_is_out_of_the_limits_is_warned_of(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    publication = Publication.of("parts", tmp_path / "parts")
    publication.replace("docs/briefs/parts.md", old, new)
    done = publication.sphinx("html", "en")
    assert done.returncode != 0
    assert re.search(
        rf"parts\.md:\d+: WARNING: {re.escape(message)}, but this institute", done.stderr
    )
    publication.add("conf.py", "\nbriefpress_limits = {}\n")
    assert publication.sphinx("html", "en").stderr == ""


def test_what_is_no_message_and_no_summary_is_not_measured(tmp_path: Path) -> None:
    """A list in a message is none of the messages; the heading is not part of the summary."""
    publication = Publication.of("parts", tmp_path / "parts")
    nested = "- The first thing to remember is this one.\n  - a\n  - b\n  - c\n  - d\n  - e\n"
    brief = "docs/briefs/parts.md"
    publication.replace(brief, "- The first thing to remember is this one.\n", nested)
    publication.replace(brief, "```{summary}", "```{summary} " + "So many words. " * 60)
    done = publication.sphinx("html", "en")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_parts_are_in_the_pdf_and_the_book(tmp_path: Path) -> None:
    publication = Publication.of("parts", tmp_path / "parts")
    for builder in ("briefpdf", "briefepub"):
        done = publication.sphinx(builder, "it")
        assert (done.returncode, done.stderr) == (0, "")
    pdf = pypdfium2.PdfDocument(tmp_path / "parts/build/plain/briefpdf/it/briefs/parts.pdf")
    words = " ".join(page.get_textpage().get_text_range() for page in pdf)
    book = zipfile.ZipFile(tmp_path / "parts/build/plain/briefepub/it/briefs/parts.epub")
    text = book.read("EPUB/text.xhtml").decode()
    for word in ("In sintesi", "Messaggi chiave", "Caso", "Che fare", "Stati membri"):
        assert word in words
        assert word in text


def test_parts_that_are_moved_keep_their_own_citations(two_languages: Publication) -> None:
    works = [
        {"id": name.lower(), "type": "book", "title": name, "author": [{"family": name}]}
        for name in ("First", "Second")
    ]
    two_languages.write("docs/references.json", json.dumps(works))
    two_languages.write(
        "docs/briefs/cited.md",
        "# Cited\n\n```{summary}\nOf the summary {cite:p}`first`.\n```\n\n"
        "```{key-messages}\n- Of the message {cite:p}`second`.\n```\n",
    )
    done = two_languages.sphinx("html", "en", "-D", "suppress_warnings=briefpress")
    assert done.returncode == 0, done.stderr
    page = re.sub(r"<[^>]+>", "", two_languages.read("build/plain/html/en/briefs/cited.html"))
    assert "Of the summary (First, n.d.)" in page
    assert "Of the message (Second, n.d.)" in page
