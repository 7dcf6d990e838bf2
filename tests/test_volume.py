"""The PDF of a collection: a volume whose chapters are its briefs."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from conftest import Publication
from spoiling import elements, split_a_paragraph, tag_the_running_feet, take_bookmarks

from briefpress.check import preflight, structure, text_layer, verapdf
from briefpress.check.book import look
from briefpress.check.reference import read_page
from briefpress.check.structure.pdf import Element, read_structure
from briefpress.pdf.apart import set_apart
from briefpress.pdf.limits import Limits

MM = 72 / 25.4

# What two chapters may both call the same.
SAME = """
<p id="aside">The <a href="#aside">same</a> in <a id=bare>both</a>.</p>
<svg role="img" aria-label="A ramp" width="40" height="20"><defs>
<linearGradient id="g"><stop stop-color="#123456"/></linearGradient></defs>
<rect width="40" height="20" fill="url(#g)"/></svg>
"""


# -- Names of elements ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p id="a">', '<p id="chapter-2.a">'),
        ("<p class='x' id='a'>", "<p class='x' id='chapter-2.a'>"),
        ("<p id=a class=b>", '<p id="chapter-2.a" class=b>'),
        ('<a href="#a">', '<a href="#chapter-2.a">'),
        ('<a href="#">', '<a href="#">'),
        ('<a name="a">', '<a name="chapter-2.a">'),
        ('<meta name="a">', '<meta name="a">'),
        ('<td headers="a b">', '<td headers="chapter-2.a chapter-2.b">'),
        ('<a href="chapter:1#a">', '<a href="#chapter-1.a">'),
        ('<a href="chapter:0">', '<a href="#chapter-0">'),
        ('<a href="https://example.org/#a">', '<a href="https://example.org/#a">'),
        ('<rect fill="url(#g)"/>', '<rect fill="url(#chapter-2.g)"/>'),
        ('<p title="id=&quot;a&quot; > id">', '<p title="id=&quot;a&quot; > id">'),
        ('<p data-id="a">id="a"</p>', '<p data-id="a">id="a"</p>'),
        ('<!-- <p id="a"> -->', '<!-- <p id="a"> -->'),
        (
            "<style>/* b */#a:not(#b) { color: #abc } @page { margin: 0 }</style>",
            r"<style>#chapter-2 {#chapter-2\.a:not(#chapter-2\.b) { color: #abc }}</style>",
        ),
        (
            "<style>@media print { .a { fill: url('#b') } } @import 'a.css';</style>",
            '<style>@media print {#chapter-2 {.a { fill: url("#chapter-2.b") }}}</style>',
        ),
        (
            "<svg><style>#a { fill: url(#b) }</style></svg>",
            r"<svg><style>#chapter-2\.a { fill: url(#chapter-2.b) }</style></svg>",
        ),
    ],
)
def test_a_chapter_has_names_of_its_own(html: str, expected: str) -> None:
    assert set_apart(html, 2) == expected


def test_more_chapters_may_take_more_time_and_memory() -> None:
    assert Limits(10, 200).times(3) == Limits(30, 600)


# -- The volume ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("volume") / "publication"
    made = Publication.of("collections", folder)
    for name in ("canals", "ports"):
        text = made.read(f"docs/briefs/{name}.md")
        long = f"The administration of {name} is incomprehensible. " * 150
        made.write(f"docs/briefs/{name}.md", f"{text}{SAME}\n{long}")
    # A page has no note at the foot of a note.
    made.replace("docs/briefs/ports.md", "tons.[^2]", "tons.")
    made.replace("docs/briefs/ports.md", "[^2]: Of a thousand kilograms.", "")
    formats = (f"--format={name}" for name in ("html", "pdf", "print", "epub"))
    made.build(*formats, "-l", "en", "-b", "water", "-b", "ports")
    return made


@pytest.fixture(scope="module")
def pdf(made: Publication) -> bytes:
    return (made.site / "en/collections/water.pdf").read_bytes()


@pytest.mark.slow
def test_the_book_marks_the_pages_of_the_volume(made: Publication, pdf: bytes) -> None:
    book = (made.site / "en/collections/water.epub").read_bytes()
    assert look(book, (), pdf).findings == ()
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        contents = archive.read("EPUB/nav.xhtml").decode()
    listed = re.findall(r'href="([^"]*)#page_(\d+)"', contents)
    assert [page for _, page in listed] == [str(n + 1) for n in range(len(listed))]
    assert [name for name, _ in listed][:4] == [
        "cover.xhtml",
        "title.xhtml",
        "nav.xhtml",
        "text.xhtml",
    ]
    # HTML too has names of its own in each chapter.
    blocks = json.loads(made.read("build/stage/pdf/en/collections/water.json"))["blocks"]
    assert {name.partition(".")[0] for name in blocks} == {"water", "canals", "ports"}


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[str]:
    return texts_of(pdf)


@pytest.fixture(scope="module")
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield document


def texts_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        found = [page.get_textpage().get_text_bounded() for page in document]
    return [re.sub(r"\s+", " ", text) for text in found]


def bookmarks(items: list[pikepdf.OutlineItem]) -> list[tuple[str, list[str]]]:
    return [(item.title, [inner.title for inner in item.children]) for item in items]


def page_of(opened: pikepdf.Pdf, place: Any) -> int:
    """The page, from 1, that a destination, or the name of one, leads to."""
    if not isinstance(place, pikepdf.Array):
        names = opened.Root.Names.Dests.Names
        place = dict(zip(map(str, names[::2]), names[1::2], strict=True))[str(place)]
    return next(n for n, page in enumerate(opened.pages, 1) if page.obj == place[0])


@pytest.mark.slow
def test_it_has_cover_title_page_contents_introduction_chapters_and_imprint(
    opened: pikepdf.Pdf,
) -> None:
    with opened.open_outline() as outline:
        found = bookmarks(list(outline.root))
    assert found == [
        ("Ways by water", []),
        ("Contents", []),
        ("Introduction", ["Why now"]),
        ("1 Canals", ["Key messages", "Locks", "About the author", "About this brief"]),
        ("2 Ports: a primer", ["Corrections", "Ships", "About the author", "About this brief"]),
        ("About this collection", []),
    ]


@pytest.mark.slow
def test_the_contents_have_the_pages_on_which_chapters_begin(
    opened: pikepdf.Pdf, pdf: bytes, pages: list[str]
) -> None:
    entries = [each.text for each in read_structure(pdf).root if each.role == "TOCI"]
    found = [re.sub(r"\s+", " ", entry).strip() for entry in entries]
    numbers = []
    with opened.open_outline() as outline:
        for item in list(outline.root)[2:]:
            assert item.destination is not None
            numbers.append(page_of(opened, item.destination))
    assert found == [
        f"Introduction {numbers[0]}",
        f"1 Canals {numbers[1]} North Desk",
        f"2 Ports: a primer {numbers[2]} North Desk and Maria Rossi",
        f"About this collection {numbers[3]}",
    ]
    assert "Not in this language: I fiumi (Italian)" in pages[2]


@pytest.mark.slow
def test_numbers_run_through_it(pages: list[str]) -> None:
    text = " ".join(pages)
    assert [*re.findall(r"Figure\s\d A \w+", text)] == ["Figure 1 A lock", "Figure 2 A ship"]
    assert "rise in Figure 1 by (1). 2" in text
    assert "and Figure 2 shows one" in text  # of another chapter
    assert "by ship, 3 by (2)" in text
    assert "1. At the source." in pages[3]
    assert "3. Measured in tons." in text


@pytest.mark.slow
def test_links_between_its_briefs_lead_to_their_pages(
    opened: pikepdf.Pdf, pages: list[str]
) -> None:
    found = {}
    for page in opened.pages:
        for annotation in page.get("/Annots", ()):
            if "/Dest" in annotation:
                found[str(annotation.Contents)] = page_of(opened, annotation.Dest)
            elif "/A" in annotation and "/D" in annotation.A:
                found[str(annotation.Contents)] = page_of(opened, annotation.A.D)
    canals, ports = (
        next(n for n, text in enumerate(pages, 1) if n > 4 and words in text)
        for words in ("What locks lift", "Nine tenths of trade")
    )
    assert found["canals"] == canals
    assert found["the ports"] == ports
    addresses = {
        str(annotation.A.URI)
        for page in opened.pages
        for annotation in page.get("/Annots", ())
        if "/A" in annotation and "/URI" in annotation.A
    }
    assert "https://briefs.example.org/en/briefs/lakes.html" in addresses


@pytest.mark.slow
def test_running_heads_name_the_volume_and_the_chapter(pages: list[str]) -> None:
    heads = [re.search(r"Ways by water (.*) Test Institute \d+ / \d+$", text) for text in pages]
    canals = next(n for n, text in enumerate(pages) if "What locks lift" in text)
    ports = next(n for n, text in enumerate(pages) if "Nine tenths of trade" in text)
    assert [each[1] if each else "" for each in heads[canals : ports + 2]] == [
        "",
        *["Canals"] * (ports - canals - 1),
        "",
        "Ports: a primer",
    ]
    assert not any("Ways by water" in text for text in pages[2:canals])


@pytest.mark.slow
def test_each_chapter_is_an_article_of_its_own(pdf: bytes) -> None:
    articles = [each for each in read_structure(pdf).root if each.role == "Art"]
    firsts = [first_heading(each) for each in articles]
    assert firsts == ["1 Canals", "2 Ports: a primer"]
    assert all(each.parent and each.parent.role == "Part" for each in articles)


def first_heading(element: Element) -> str:
    return next(each.text.strip() for each in element if each.role == "H1")


@pytest.mark.slow
def test_what_all_chapters_say_is_said_once(pages: list[str]) -> None:
    text = " ".join(pages)
    assert text.count("Views are those of the authors.") == 1
    assert text.count("How to cite") == 3
    assert "Edited by" in pages[0]
    assert "978-3-16-148410-0" in pages[1]


@pytest.mark.slow
def test_a_brief_by_itself_keeps_its_numbers(made: Publication) -> None:
    text = " ".join(texts_of((made.site / "en/briefs/ports.pdf").read_bytes()))
    assert "Figure 1 A ship" in text
    assert "1. Measured in tons." in text


@pytest.mark.slow
def test_the_printed_volume_has_the_same_pages(made: Publication, pages: list[str]) -> None:
    file = made.path / "build/print/en/water.pdf"
    report = preflight.validate(file, "PDF/X-4", preflight.Limits())
    assert report.findings == ()
    printed = texts_of(file.read_bytes())
    assert len(printed) == len(pages)
    firsts = [re.sub(r"\W", "", text)[:60] for text in pages[2:]]
    assert [re.sub(r"\W", "", text)[:60] for text in printed[2:]] == firsts


@pytest.mark.slow
def test_what_does_not_fit_is_named_in_its_chapter(made: Publication, tmp_path: Path) -> None:
    other = Publication.of("collections", tmp_path / "wide")
    wide = '\n<p style="width: 400mm; white-space: nowrap">Words that go on and on '
    wide += "beyond the edge of the page, where nobody can read them any more at all.</p>\n"
    other.write("docs/briefs/canals.md", f"{other.read('docs/briefs/canals.md')}{wide}")
    line = other.read("docs/briefs/canals.md").splitlines().index(wide.strip()) + 1
    done = other.briefpress("build", "-f", "pdf", "-l", "en", "-b", "water")
    assert done.returncode == 1
    assert f"docs/briefs/canals.md:{line}: error: no PDF" in done.stderr


# -- The checks ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(made: Publication) -> str:
    return read_page(made.site / "en/collections/water.epub")


@pytest.mark.slow
def test_it_is_as_accessible_as_a_brief(pdf: bytes, page: str) -> None:
    assert structure.compare(page, pdf).findings == ()
    assert text_layer.compare(page, pdf).findings == ()
    for claim in ("PDF/UA-1", "PDF/A-2a"):
        assert verapdf.validate(pdf, claim).findings == ()


def chapters(pdf: pikepdf.Pdf) -> tuple[pikepdf.Array, list[int]]:
    """What the chapters stand in, and their places there."""
    around = elements(pdf, "Art")[0].P.K
    return around, [place for place, kid in enumerate(around) if kid.get("/S") == "/Art"]


def swap_chapters(pdf: pikepdf.Pdf) -> None:
    around, (first, second) = chapters(pdf)
    around[first], around[second] = around[second], around[first]


def leave_a_chapter_out(pdf: pikepdf.Pdf) -> None:
    around, (_, second) = chapters(pdf)
    del around[second]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (tag_the_running_feet, "running-head"),
        (take_bookmarks, "bookmark"),
        (split_a_paragraph, "text"),
        (swap_chapters, "heading-order"),
        (swap_chapters, "order"),
        (leave_a_chapter_out, "heading"),
        (leave_a_chapter_out, "text"),
    ],
)
def test_seeded_faults_are_found(
    pdf: bytes, page: str, spoil: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        spoil(document)
        spoilt = io.BytesIO()
        document.save(spoilt)
    rules = {finding.rule for finding in structure.compare(page, spoilt.getvalue()).findings}
    assert rule in rules


@pytest.mark.slow
@pytest.mark.parametrize("words", ["A number was corrected.", "Figure 2", "By water alone."])
def test_words_that_a_volume_lacks_are_found(pdf: bytes, page: str, words: str) -> None:
    spoilt = page.replace(words.replace(" 2", "\u00a02"), "Some other words instead")
    assert spoilt != page
    assert text_layer.compare(spoilt, pdf).findings


def test_without_its_book_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    assert read_page(tmp_path / "none.epub") == ""
