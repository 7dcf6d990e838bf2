"""What stands around a brief's text: its notes, its authors, and where its links lead."""

from __future__ import annotations

import re
import subprocess

import pytest
from conftest import Publication

BIOGRAPHY = """\
---
name: Sede Sud
language: it
---

Guarda a "sud"; ha scritto sui [porti](../briefs/ports.md) e sui [fiumi](../briefs/rivers.md).

- Si veda [l’altra sede](north-desk.md) e [la rete](https://south.example.org).
"""

# A brief whose author has chosen the headings that briefpress adds.
ESSAY = """\
---
title: Notes
authors: [south-desk]
---

Text[^a] and again[^a].

## Notes

Of the author.

## About the authors

Words of the author.

[^a]: The note.
"""

# The heading of what a template adds at the end.
COLOPHON = "About this brief"

BARE = "# Bare\n\nText[^a].\n\n## Last\n\nWords.\n\n[^a]: The note.\n"

# Briefs whose references are a part of their text, or stand before some of it.
LISTED = """\
# {title}

## First

Text {{cite:p}}`rossi2020`.[^a]

{parts}

[^a]: The note.
"""
LIST = "```{bibliography}\n```"
PLACES = {
    "below": f"### Sources\n\n{LIST}",
    "within": LIST,
    "amid": f"## Sources\n\n{LIST}\n\n## Annex\n\nMore.[^b]\n\n[^b]: Another.",
    "ahead": f"## Sources\n\n{LIST}\n\n## Annex\n\nMore.",
}

PUBLISHED = {
    "authors/north-desk": ["en"],
    "authors/south-desk": ["en", "it"],
    "briefs/bare": ["en"],
    **{f"briefs/{name}": ["en"] for name in PLACES},
    "briefs/notes": ["en"],
    "briefs/ports": ["en", "it"],
    "briefs/rivers": ["it"],
    "index": ["en", "it"],
    "series/papers": ["en", "it"],
    "topics/trade": ["en", "it"],
}


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Built in both languages after a decision: the brief on rivers is not published in English,
    an author has no page in Italian."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("furniture") / "publication")
    made.write("docs/authors/south-desk.md", BIOGRAPHY)
    made.write("docs/briefs/notes.md", ESSAY)
    made.write("docs/briefs/bare.md", BARE)
    for name, parts in PLACES.items():
        text = LISTED.format(title=name.title(), parts=parts)
        made.write(f"docs/briefs/{name}.md", text)
    made.replace("docs/briefs/ports.md", "[north-desk]", "[north-desk, south-desk]")
    made.add("conf.py", f"briefpress_published = {PUBLISHED!r}\n")
    for language in ("en", "it"):
        done = made.sphinx("html", language)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return made


@pytest.fixture(scope="module")
def english(decided: Publication) -> str:
    return decided.read("build/plain/html/en/briefs/ports.html")


@pytest.fixture(scope="module")
def italian(decided: Publication) -> str:
    return decided.read("build/plain/html/it/briefs/ports.html")


def headings(page: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", page)


def about(page: str) -> str:
    """The section on the authors."""
    return page[page.index('id="about-the-authors"') :]


def test_notes_stand_before_the_references_and_authors_at_the_end(
    english: str, italian: str
) -> None:
    assert headings(english) == ["Ships", "Notes", "Sources", "About the authors", COLOPHON]
    assert headings(italian) == ["Le navi", "Note", "Fonti", "Gli autori", "Informazioni sul brief"]
    assert english.index("Measured in tons.") < english.index("Ports and their towns")


def test_notes_stand_at_the_end_where_nothing_follows(decided: Publication) -> None:
    page = decided.read("build/plain/html/en/briefs/bare.html")
    assert headings(page) == ["Last", "Notes", COLOPHON]
    assert page.index("Words.") < page.index("The note.")


@pytest.mark.parametrize(
    ("name", "expected", "bibliography"),
    [
        ("below", ["First", "Notes"], "section"),
        ("within", ["First", "Notes"], "div"),
        ("amid", ["First", "Sources", "Annex", "Notes"], "section"),
        ("ahead", ["First", "Notes", "Sources", "Annex"], "section"),
    ],
)
def test_notes_follow_all_that_calls_them(
    decided: Publication, name: str, expected: list[str], bibliography: str
) -> None:
    page = decided.read(f"build/plain/html/en/briefs/{name}.html")
    assert headings(page) == [*expected, COLOPHON]
    assert page.rindex('role="doc-noteref"') < page.index("The note.")
    (listed,) = re.findall(r'<(\w+)[^>]* role="doc-bibliography"[^>]*>(.*?)<ul', page, re.DOTALL)
    assert listed[0] == bibliography
    assert "Text" not in listed[1]


def test_an_author_may_use_the_same_headings(decided: Publication) -> None:
    """Every id stands once, and every link within the page leads to one."""
    page = decided.read("build/plain/html/en/briefs/notes.html")
    own = ["Notes", "About the authors"]
    assert headings(page) == [*own, "Notes", "About the author", COLOPHON]
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    links = re.findall(r'href="#([^"]+)"', page)
    assert set(links) <= set(ids)
    assert len(re.findall('role="doc-backlink"', page)) == 2


def test_a_biography_is_named_and_linked(english: str) -> None:
    text = about(english)
    assert '<a class="reference internal" href="../authors/north-desk.html">North Desk</a>' in text
    assert "</strong>, Test Institute</p>" in text
    assert "<p>The desk looks north.</p>" in text
    assert text.index("North Desk") < text.index("Sede Sud")


def test_a_biographys_links_lead_where_they_lead_on_the_authors_page(
    english: str, decided: Publication
) -> None:
    """They are written as seen from authors/, and shown in briefs/."""
    text = about(english)
    assert '<a class="reference internal" href="#">porti</a>' in text
    assert 'href="../authors/north-desk.html">l’altra sede</a>' in text
    assert 'href="https://south.example.org">la rete</a>' in text
    page = decided.read("build/plain/html/en/authors/south-desk.html")
    assert 'href="../briefs/ports.html">porti</a>' in page
    assert 'href="north-desk.html">l’altra sede</a>' in page


def test_an_untranslated_biography_has_its_own_language(english: str, italian: str) -> None:
    """And its quotation marks; where it is in the reader's language it has no mark of it."""
    assert '<p lang="it">Guarda a «sud»' in about(english)
    assert '<p lang="it">Si veda' in about(english)
    assert "<p>Guarda a «sud»" in about(italian)
    assert '<p lang="en">The desk looks north.</p>' in about(italian)


def test_a_link_leads_to_the_nearest_language(english: str, decided: Publication) -> None:
    """With hreflang, from a text, from a biography and from the list of authors."""
    link = r'<a class="reference internal" href="../../it/briefs/rivers.html" hreflang="it">'
    assert f"{link}the rivers</a>" in english
    assert f"{link}fiumi</a>" in about(english)
    italian = decided.read("build/plain/html/it/briefs/ports.html")
    assert 'href="rivers.html">i fiumi</a>' in italian
    link = r'<a class="reference internal" href="../../en/authors/north-desk.html" hreflang="en">'
    assert f"{link}North Desk</a>" in about(italian)


def test_what_is_not_published_has_no_page(decided: Publication) -> None:
    out = decided.path / "build/plain/html"
    assert not (out / "en/briefs/rivers.html").exists()
    assert (out / "it/briefs/rivers.html").exists()
    assert not (out / "it/authors/north-desk.html").exists()
    english = sorted([*PLACES, "bare", "notes", "ports"])
    for language, names in (("en", english), ("it", ["ports", "rivers"])):
        page = decided.read(f"build/plain/html/{language}/index.html")
        assert sorted(re.findall(r'<h3><a href="briefs/(\w+)\.html"', page)) == names


def test_the_switch_leads_to_the_same_brief(english: str, decided: Publication) -> None:
    assert '<a href="../../it/briefs/ports.html" lang="it" hreflang="it">Italiano</a>' in english
    page = decided.read("build/plain/html/it/briefs/rivers.html")
    assert 'class="languages"' not in page


@pytest.mark.slow
def test_on_paper_a_note_stands_at_the_foot_of_its_page(decided: Publication) -> None:
    """There is no heading for it; the authors are there."""
    done = decided.sphinx("briefpdf", "en", "-D", "briefpress_briefs=bare,notes")
    assert (done.returncode, done.stderr) == (0, "")
    text = {}
    for name in ("bare", "notes"):
        command = ["pdftotext", f"build/plain/briefpdf/en/briefs/{name}.pdf", "-"]
        shown = subprocess.run(
            command, cwd=decided.path, capture_output=True, encoding="utf-8", check=True
        )
        text[name] = shown.stdout
    assert not re.search(r"^Notes$", text["bare"], re.MULTILINE)
    assert text["bare"].index("Last") < text["bare"].index("The note.")
    assert "Sede Sud" in text["notes"]
    assert text["notes"].count("The note.") == 1


def test_a_biography_holds_no_note_and_no_heading(two_languages: Publication) -> None:
    two_languages.replace(
        "docs/authors/north-desk.md",
        "The desk looks north.",
        "The desk[^a] looks.\n\n## A heading\n\nNorth.\n\n[^a]: A note.",
    )
    done = two_languages.sphinx("html", "en")
    assert done.returncode != 0
    assert "north-desk.md:8: WARNING: a biography, topic or series text holds" in done.stderr
    assert "write this heading in a brief" in done.stderr
    assert "write this note in a brief" in done.stderr


@pytest.mark.slow
def test_a_link_to_what_is_published_nowhere_is_warned_of(two_languages: Publication) -> None:
    two_languages.write("docs/topics/lakes.md", "---\ntitle: Lakes\n---\n\nThey lie.\n")
    two_languages.replace(
        "docs/briefs/ports.md", "Nine tenths", "[Lakes](../topics/lakes.md). Nine"
    )
    done = two_languages.briefpress("build", "-f", "html")
    assert done.returncode == 0
    assert (
        "docs/briefs/ports.md:15: warning: docs/topics/lakes.md is published in no language"
        in done.stderr
    )


MOVED = """\
---
title: Moved
---

```{summary}
Summed up[^sum].
```

## What we found

:::{key-messages}
- A message[^message] and the same[^sum].
- Another.
- The last.
:::

Found.

## What to do

:::{recommendations}
1. Do it.
2. Do that.
3. Do more.
:::

No more than that[^last].

## Not done

Words first.

[^sum]: Note of the summary.
[^message]: Note of the message.
[^last]: Last note.
"""


@pytest.fixture
def moved(two_languages: Publication) -> Publication:
    two_languages.write("docs/briefs/moved.md", MOVED)
    two_languages.add("conf.py", "\nbriefpress_limits = {}\n")
    done = two_languages.sphinx("html", "en")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return two_languages


def test_notes_are_numbered_as_they_are_met(moved: Publication) -> None:
    page = moved.read("build/plain/html/en/briefs/moved.html")
    assert re.findall(r'role="doc-noteref".*?</span>(\d+)<', page) == ["1", "2", "2", "3"]
    notes = [page.index(words) for words in ("of the message.", "of the summary.", "Last note.")]
    assert notes == sorted(notes)
    labels = re.findall(r'<span class="label">.*?>(\d+)<', page)
    assert labels == ["1", "2", "3"]
    # The way back from a note with several calls leads to the first of them first.
    calls = re.findall(r'href="#sum" id="(\w+)"', page)
    back = re.findall(r'<a role="doc-backlink" href="#(\w+)">\d', page)
    assert [call for call in back if call in calls] == calls


def test_a_part_takes_the_heading_right_above_it(moved: Publication) -> None:
    page = moved.read("build/plain/html/en/briefs/moved.html")
    own = ["What we found", "Summary", "What to do", "Not done", "Notes"]
    assert headings(page) == [*own, COLOPHON]
    # Links to the author's heading still lead there.
    assert 'id="what-to-do"' in page
    done = moved.sphinx("text", "en")
    assert done.returncode == 0, done.stderr
    text = moved.read("build/plain/text/en/briefs/moved.txt")
    assert "What to do" in text
    assert "Recommendations" not in text
