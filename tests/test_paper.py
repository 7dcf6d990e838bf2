"""What a reader sees of a brief on paper."""

from __future__ import annotations

import ctypes
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from conftest import Publication
from docutils import nodes
from docutils.utils import new_document

import briefpress
from briefpress.fonts import FACES, write_fontconfig
from briefpress.nodes import brief_part
from briefpress.pattern import CELL
from briefpress.pdf.cover import Lead, beginning, cover
from briefpress.press_settings import A4, Paper

SENTENCE = (
    "Enforcement remains uneven across the Union, and member states should pool inspectors, share "
    "customs data in real time and agree on common penalties before any new measure is added to "
    "a list that nobody who has to apply it can still read in a year"
)
TITLE = (
    "How the Union could enforce the rules that it has before it writes new ones: customs, "
    "inspectors, penalties and the long shadow of circumvention through third countries of "
    "every kind"
)
ROWS = "\n".join(f"| Row {row} | {row * 37} | some words |" for row in range(60))
LONG_NOTE = " ".join([SENTENCE] * 6)
EXTREME = f"""---
title: "{TITLE}"
authors: [{", ".join(f"author-{place}" for place in range(8))}]
date: 2025-03-17
topic: trade
series: papers
number: "2025/12"
---

```{{summary}}
{SENTENCE}. {SENTENCE}.
```

```{{key-messages}}
- {SENTENCE.replace("Enforcement", "FIRST")}.
- {SENTENCE}.
- {SENTENCE}.
- {SENTENCE}.
- {SENTENCE.replace("year", "LAST")}.
```

## Evidence

{SENTENCE}.[^long]

```{{pull-quote}}
{SENTENCE}.
```

```{{pull-quote}}
{SENTENCE}.
```

{SENTENCE}.

| Head | Number | Words |
| --- | ---: | --- |
{ROWS}

| Country | Imports of dual-use goods | Exports of dual-use goods | Authorities | Visits | Days |
| --- | ---: | ---: | ---: | ---: | ---: |
| Italy | 1,234.5 | 234.1 | 12 | 345 | 12 |

[^long]: {LONG_NOTE}
"""


def page_texts(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def faces(pdf: Path) -> set[bytes]:
    """The fonts embedded in *pdf* that any of its text is set in."""

    def fonts() -> Iterator[bytes]:
        raw = pypdfium2.raw
        with pypdfium2.PdfDocument(pdf) as document:
            for page in document:
                for piece in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
                    font = raw.FPDFTextObj_GetFont(piece.raw)
                    name = ctypes.create_string_buffer(200)
                    raw.FPDFFont_GetBaseFontName(font, name, 200)
                    yield name.value

    return set(fonts())


@pytest.mark.slow
def test_ordinary_briefs_have_four_faces_and_their_messages_on_page_one(
    publication: Callable[[str], Publication],
) -> None:
    parts = publication("parts")
    done = parts.briefpress("build", "-W")
    assert done.returncode == 0, done.stderr
    pdf = parts.site / "en/briefs/parts.pdf"
    assert len(faces(pdf)) <= 4, faces(pdf)
    first = page_texts(pdf)[0]
    assert first.index("Key messages") < first.index("Summary")
    assert "another" in first


@pytest.mark.slow
def test_extremes_are_set_without_a_complaint(two_languages: Publication) -> None:
    for place in range(8):
        two_languages.write(
            f"docs/authors/author-{place}.md",
            f"---\nname: Alexandra Featherstonehaugh-Müller {place}\n---\n\nA person.\n",
        )
    two_languages.replace("docs/topics/trade.md", "---\n", "---\nhue: 25\n")
    two_languages.write("docs/briefs/extreme.md", EXTREME)
    two_languages.write("docs/briefs/bare.md", f"{SENTENCE}.\n")
    done = two_languages.briefpress("build", "-W")
    assert done.returncode == 0, done.stderr
    first, second, *_ = page_texts(two_languages.site / "en/briefs/extreme.pdf")
    assert "FIRST" in first
    assert "LAST" in first
    # The running heads fit on their line.
    assert second.count("How the Union could") == 1
    assert "…" in second
    (bare,) = page_texts(two_languages.site / "en/briefs/bare.pdf")
    assert "Bare" in bare


@pytest.mark.slow
def test_arabic_pages_are_mirrored(two_languages: Publication) -> None:
    two_languages.replace("conf.py", '["en", "it"]', '["en", "it", "ar"]')
    two_languages.write(
        "docs/briefs/arabic.md",
        "---\ntitle: الحياد\nlanguage: ar\n---\n\n```{key-messages}\n- تقول\n```\n",
    )
    done = two_languages.briefpress("build")
    assert done.returncode == 0, done.stderr
    with pypdfium2.PdfDocument(two_languages.site / "ar/briefs/arabic.pdf") as document:
        page = document[0].get_textpage()
        found = page.search("تقول")
        place = found.get_next()
        assert place is not None
        left, *_ = page.get_charbox(place[0])
    # The text column is the left one, and its text begins at its right edge.
    assert 300 < left < 420


def test_a_brief_begins_with_its_messages_and_its_summary() -> None:
    summary = brief_part("", nodes.paragraph("", "Short."), kind="summary")
    items = [nodes.list_item("", nodes.paragraph("", text)) for text in ("One.", "Two.")]
    messages = brief_part("", nodes.bullet_list("", *items), kind="key-messages")
    document = new_document("briefs/ports")
    document += nodes.section("", nodes.title("", "Title"), messages, summary)
    assert beginning(document) == Lead(("One.", "Two."), "Short.")


FACTS: dict[str, object] = {
    **{"name": "Ports", "subtitle": "", "topic": None, "authors": [], "docname": "briefs/p"},
    "chapter": 0,
    **{"date": "1 May", "issn": "", "doi": "", "license": None, "banner": None, "qr": "<svg/>"},
    **{
        "address": "https://briefs.example.org/briefs/p.html",
        "direction": "ltr",
        "incomplete": None,
    },
}


def test_authors_stand_in_the_margin_if_it_has_room_for_all(tmp_path: Path) -> None:
    """Else it would go on over the next page, and with it the licence and the QR code."""
    author = {"name": "Ada North", "affiliations": [SENTENCE[:60]], "orcid": "", "portrait": ""}
    for number, is_shown in ((1, True), (4, True), (5, True), (10, False)):
        found = cover(FACTS | {"authors": [author] * number}, Lead(("One.",)), 208, tmp_path)
        assert found["margin_authors"] == is_shown


@pytest.mark.parametrize(
    ("title", "paper", "size"),
    [
        ("Skilled migration " * 4, A4, "usual"),
        ("Skilled migration " * 4, Paper(170, 240), "long"),
        ("Skilled migration " * 7, Paper(170, 240), "longer"),
        ("Fachkräfteeinwanderung", A4, "usual"),
        ("Fachkräfteeinwanderung", Paper(170, 240), "long"),
        ("Grundstücksverkehrsgenehmigung", A4, "long"),
        ("Grundstücksverkehrs-Genehmigung", A4, "usual"),
        ("w" * 99, A4, "longer"),
    ],
)
def test_a_title_is_as_large_as_its_words_and_lines_allow(
    tmp_path: Path, title: str, paper: Paper, size: str
) -> None:
    found = cover(FACTS | {"name": title}, Lead(("One.",)), 208, tmp_path, paper)
    assert found["title"] == size


@pytest.mark.slow
def test_ten_authors_and_a_long_title_leave_page_two_to_the_text(
    two_languages: Publication,
) -> None:
    ids = [f"author-{number}" for number in range(10)]
    for name in ids:
        text = f"---\nname: Ada {name}\naffiliations: [{SENTENCE[:60]}]\n---\n\nWrites.\n"
        two_languages.write(f"docs/authors/{name}.md", text)
    two_languages.write(
        "docs/briefs/many.md",
        f'---\ntitle: "{TITLE} at sea"\nauthors: [{", ".join(ids)}]\n---\n\n'
        + f"{SENTENCE} {SENTENCE}\n\n" * 12,
    )
    two_languages.build("--format", "pdf", "--brief", "many")
    with pypdfium2.PdfDocument(two_languages.site / "en/briefs/many.pdf") as document:
        lines = document[0].get_textpage().get_text_bounded().splitlines()
        # Left of the text column is nothing but the running head and foot.
        page = document[1]
        margin = page.get_textpage().get_text_bounded(left=0, right=150, bottom=60, top=780)
    assert not margin.strip()
    assert not any(line.strip() == "sea" for line in lines)


@pytest.mark.slow
def test_pdfs_are_made_again_by_another_renderer(two_languages: Publication) -> None:
    """Without a change of what is read or written."""
    folder = two_languages.path.with_name("briefpress")
    shutil.copytree(Path(briefpress.__file__).parent, folder / "briefpress")
    renderer = {"PYTHONPATH": str(folder)}
    order = ("build", "-f", "pdf", "-b", "ports", "-l", "en")
    made = two_languages.briefpress(*order, env=renderer)
    assert "made en/ports.pdf" in made.stdout, made.stderr
    lines = folder / "briefpress/pdf/patches/lines.py"
    lines.write_text(lines.read_text(encoding="utf-8") + "# another\n", encoding="utf-8")
    again = two_languages.briefpress(*order, env=renderer)
    assert "made en/ports.pdf" in again.stdout, again.stderr


def test_the_picture_of_a_cover_leaves_room_for_the_messages(tmp_path: Path) -> None:
    facts = FACTS

    def made(facts: dict[str, object], *messages: str) -> dict[str, object]:
        return cover(facts, Lead(messages), 208, tmp_path)

    high, low = made(facts, "One."), made(facts | {"name": TITLE}, *[SENTENCE] * 4)
    assert high["height"] == 58
    assert low["height"] < 58
    assert not high["dense"]
    assert made(facts | {"name": TITLE}, *[SENTENCE] * 8)["dense"]
    for found in (high, low):
        svg = (tmp_path / str(found["pattern"])).read_text(encoding="utf-8")
        # It is as wide as the page and as high as the picture, or wider: no row is cut off.
        width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())  # type: ignore[union-attr]
        assert width / height >= 211 / int(str(found["height"]))
        assert height % CELL == 0


def test_the_picture_of_a_brief_is_no_slit(tmp_path: Path) -> None:
    banner = {"banner": {"credit": "", "url": "b.svg", "position": "center"}}
    facts = FACTS | banner | {"name": TITLE}
    assert cover(facts, Lead((SENTENCE,) * 8), 208, tmp_path)["height"] == 34
    # The summary may go on over the page.
    summaries = (Lead((), SENTENCE * length) for length in range(1, 40))
    heights = {cover(facts, lead, 208, tmp_path)["height"] for lead in summaries}
    assert heights == {46, 58}


def test_faces_are_made_once(tmp_path: Path) -> None:
    write_fontconfig(tmp_path)
    files = sorted((tmp_path / "faces").iterdir())
    assert {file.stem for file in files} == {face.name for face in FACES}
    before = [(file.read_bytes(), file.stat().st_mtime_ns) for file in files]
    assert not any(b"fvar" in content[:400] for content, _ in before)
    write_fontconfig(tmp_path)
    assert [(file.read_bytes(), file.stat().st_mtime_ns) for file in files] == before


@pytest.mark.slow
def test_a_letter_that_no_face_has_is_named_with_its_line(two_languages: Publication) -> None:
    rivers = "docs/briefs/rivers.md"
    two_languages.replace(rivers, "portano poco.", "portano poco.\n\nUn delta 😀 e `中`.")
    two_languages.replace("docs/authors/north-desk.md", "name: North Desk", "name: Desk 👩")
    # A name that the brief does not show is not what is wrong with it.
    two_languages.write("docs/authors/nobody.md", "---\nname: Nobody 中\n---\nText.\n")

    done = two_languages.briefpress("build", "-f", "pdf")

    assert done.returncode == 1
    assert f"{rivers}:10: error: no PDF in it: no font of the PDF has “😀” (U+1F600)" in done.stderr
    assert f"{rivers}:10: error: no PDF in it: no font of the PDF has “中” (U+4E2D)" in done.stderr
    # Once, where it is written, whoever names it in whichever language.
    name = "docs/authors/north-desk.md:2: error: no PDF in en, it: no font of the PDF has “👩”"
    assert name in done.stderr
    assert done.stderr.count("👩") == 1
    assert not two_languages.site.exists()
