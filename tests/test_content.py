"""What authors write beyond plain text: toctrees, odd pictures, rich notes, Word's HTML."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from conftest import REPOSITORY, SVG, Publication
from sphinx.errors import SphinxError

from briefpress.check import verapdf
from briefpress.check.text_layer import compare
from briefpress.epub.package import Part
from briefpress.problems import Problem
from briefpress.worker import _early_warnings, _path_and_line, _stopped

TOCTREE = "# Test briefs\n\n```{toctree}\nbriefs/ports\nbriefs/rivers\npages/about\n```\n"
NESTED = "# About\n\n```{toctree}\n/topics/unused\n```\n"
RICH_NOTE = """\
# Rich

## Brief

Text[^a] and `R&D`: ![One](R&D.svg) ![Two](città.svg) ![Three](a.b.svg) ![Four](a-b.svg)
![Five](<a b.svg>)

<span style="mso-fareast-language: EN-US; color: bluish">From Word.</span>

[^a]: Firstly[^b].

    - bulleted
    - twofold

      1. numbered

    ```python
    coded = 1
    ```

    ```{figure} a b.svg
    :alt: Five again
    ```

    | Left | Right |
    | --- | --- |
    | celled | rowed |

[^b]: Secondly, of a note alone[^c], and again[^c].
[^c]: Thirdly.
"""
BIOGRAPHY = """\
---
name: North Desk
---

Looks north {cite:p}`rossi2020` and on[^b].

(here)=
## Earlier

:::{box} Boxed
Inside.
:::

[^b]: Noted.
"""


def words(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "briefepub", "briefpdf"])
@pytest.mark.parametrize("address", ["", "https://briefs.example.org"])
def test_a_toctree_needs_no_address(two_languages: Publication, builder: str, address: str) -> None:
    two_languages.write("docs/index.md", TOCTREE.replace("pages/about\n", ""))
    see = "See {numref}`far`.\n"
    two_languages.write(
        "docs/briefs/bare.md", f"# Bare\n\n```{{toctree}}\nports\nrivers\n```\n\n{see}"
    )
    two_languages.add("docs/briefs/ports.md", "\n```{table} T\n:name: far\n\n| a |\n| - |\n```\n")
    done = two_languages.sphinx(builder, "en", "-D", f"html_baseurl={address}")
    assert (done.returncode, done.stderr) == (0, "")
    if builder == "briefpdf":
        bare = two_languages.path / "build/plain/briefpdf/en/briefs/bare.pdf"
        assert "Ports: a primer" in words(bare)
        assert "See Table 1 (Ports: a primer)." in " ".join(words(bare).split())


def test_a_toctree_leads_to_other_languages_and_not_to_what_is_unpublished(
    two_languages: Publication,
) -> None:
    two_languages.write(
        "docs/index.md", TOCTREE.replace("pages/about", "pages/about\ntopics/unused")
    )
    two_languages.write("docs/pages/about.md", NESTED)
    two_languages.write("docs/topics/unused.md", "# Unused\n")
    done = two_languages.briefpress("build", "--format", "html")
    assert done.returncode == 0, done.stderr
    page = two_languages.read("build/site/en/index.html")
    assert 'href="briefs/ports.html"' in page
    assert 'hreflang="it"' in page
    assert 'href="../it/briefs/rivers.html"' in page
    assert "unused" not in page
    assert done.stderr.count("docs/topics/unused.md is published in no language") >= 1


def test_pages_of_a_handbook_lead_to_each_other(two_languages: Publication) -> None:
    toctree = "```{toctree}\n:hidden:\n\n%s\n```\n"
    two_languages.write("docs/index.md", "# Test briefs\n\n" + toctree % "guide/index")
    two_languages.write(
        "docs/guide/index.md", "# Handbook\n\n" + toctree % "first\nsolo\n../briefs/ports"
    )
    two_languages.write("docs/guide/first.md", "# First\n")
    two_languages.write("docs/guide/solo.md", "# Solo & more\n")
    done = two_languages.briefpress("build", "--format", "html", "-W")
    assert done.returncode == 0, done.stderr
    pages = {
        name: two_languages.read(f"build/site/en/guide/{name}.html")
        for name in ("index", "first", "solo")
    }
    up, before, after = 'class="above" data-web-only', 'rel="prev" href=', 'rel="next" href='
    assert f'{up}><a href="index.html">Handbook</a>' in pages["first"]
    assert f'{after}"solo.html">Solo &amp; more</a>' in pages["first"]
    assert f'{before}"first.html">First</a>' in pages["solo"]
    assert after not in pages["solo"], "a brief stands alone"
    assert f'{after}"first.html"' in pages["index"]
    assert up not in pages["index"] and before not in pages["index"]
    brief = two_languages.read("build/site/en/briefs/ports.html")
    assert up not in brief and before not in brief


def test_a_book_names_pictures_as_its_manifest_does(two_languages: Publication) -> None:
    for name in ("R&D", "città", "a.b", "a-b", "a b"):
        two_languages.write(f"docs/briefs/{name}.svg", f"{SVG}<!-- {name} -->")
    two_languages.write("docs/briefs/rich.md", RICH_NOTE)
    done = two_languages.sphinx("briefepub", "en")
    assert (done.returncode, done.stderr) == (0, "")
    book = two_languages.path / "build/plain/briefepub/en/briefs/rich.epub"
    with zipfile.ZipFile(book) as archive:
        package = ET.fromstring(archive.read("EPUB/package.opf"))
        text = ET.fromstring(archive.read("EPUB/text.xhtml"))
        files = set(archive.namelist())
    items = list(package.iter("{http://www.idpf.org/2007/opf}item"))
    assert len({item.get("id") for item in items}) == len(items)
    hrefs = {item.get("href", "") for item in items}
    assert {f"EPUB/{unquote(href)}" for href in hrefs} <= files
    sources = {img.get("src", "") for img in text.iter("{http://www.w3.org/1999/xhtml}img")}
    assert len(sources) == 5
    assert sources <= hrefs


def test_parts_of_a_book_have_ids_of_their_own() -> None:
    names = ("_images/a.b.png", "_images/a-b.png", "_images/R&D <1>.png", "cover.png")
    found = {Part(name, "image/png", b"").id for name in names}
    assert len(found) == len(names)
    assert "cover-png" in found


@pytest.mark.slow
def test_paper_keeps_all_of_a_note_and_passes_over_words_style(two_languages: Publication) -> None:
    for name in ("R&D", "città", "a.b", "a-b", "a b"):
        two_languages.write(f"docs/briefs/{name}.svg", SVG)
    two_languages.write("docs/briefs/rich.md", RICH_NOTE)
    for _ in ("made", "current"):
        done = two_languages.briefpress("build", "--format", "pdf", "--brief", "rich")
        assert done.returncode == 0, done.stderr
        said = "docs/briefs/rich.md:8: warning: the PDF goes without “color: bluish”: invalid value"
        assert said in done.stderr
        assert done.stderr.count("warning: ") == 1
        # Another document changes, so that the next build does not end at once.
        two_languages.replace("docs/briefs/rivers.md", "portano", "recano poco e portano")
    pdf = two_languages.path / "build/site/en/briefs/rich.pdf"
    assert two_languages.sphinx("html", "en").stderr == ""
    page = two_languages.read("build/plain/html/en/briefs/rich.html")
    assert compare(page, pdf.read_bytes()).findings == ()
    text = words(pdf)
    expected = ("Firstly", "• bulleted", "1. numbered", "coded = 1", "Left", "rowed", "From Word")
    for word in (*expected, "Secondly", "Thirdly"):
        assert word in text


@pytest.mark.slow
def test_a_biography_with_an_apparatus_breaks_no_brief(two_languages: Publication) -> None:
    two_languages.write("docs/authors/north-desk.md", BIOGRAPHY)
    shown = {"html": "html", "briefepub": "epub", "briefpdf": "pdf"}
    for builder, suffix in shown.items():
        done = two_languages.sphinx(builder, "en", strict=False)
        assert done.returncode == 0, done.stderr
        assert (two_languages.path / f"build/plain/{builder}/en/briefs/ports.{suffix}").is_file()
        if builder == "html":
            for name in ("citation", "note", "heading", "part"):
                assert f"write this {name} in a brief" in done.stderr
        else:
            assert done.stderr.count("ERROR") == 0
    page = two_languages.read("build/plain/html/en/briefs/ports.html")
    authors = page.split('id="about-the-authors"')[-1] if "about-the-authors" in page else page
    biography = authors.split('id="about-the-author"')[-1]
    assert re.search(r"\(Rossi,\s2020\)", re.sub(r"<[^>]*>", "", biography))
    assert "Noted." not in page


WINDOWS = PureWindowsPath(r"C:\briefs")
POSIX = PurePosixPath("/briefs")


@pytest.mark.parametrize(
    ("place", "top", "found"),
    [
        (r"C:\briefs\docs\a.md:12", WINDOWS, ("docs/a.md", 12)),
        (r"C:\briefs\docs\a.md", WINDOWS, ("docs/a.md", 0)),
        (r"D:\other\a.md:3", WINDOWS, ("D:/other/a.md", 3)),
        ("/briefs/docs/a.md:12", POSIX, ("docs/a.md", 12)),
        ("/briefs/docs/a.md:12:<translated>:1", POSIX, ("docs/a.md", 12)),
        ("", POSIX, ("", 0)),
    ],
)
def test_a_place_is_read_on_every_system(
    place: str, top: PurePosixPath | PureWindowsPath, found: tuple[str, int]
) -> None:
    assert _path_and_line(place, top) == found


def test_sphinx_stops_at_a_place_on_every_system() -> None:
    windows = _stopped(SphinxError(r"C:\briefs\docs\a.md:7: no: such thing"), WINDOWS)
    assert (windows.path, windows.line, windows.message) == ("docs/a.md", 7, "no: such thing")
    posix = _stopped(SphinxError("/briefs/docs/a.md:7: no: such thing"), POSIX)
    assert (posix.path, posix.line, posix.message) == ("docs/a.md", 7, "no: such thing")
    assert _stopped(SphinxError("theme: not found"), POSIX).message == "theme: not found"


def test_early_warnings_are_found_with_and_without_a_place() -> None:
    stream = "WARNING: first\nC:\\briefs\\conf.py:4: WARNING: second\nWARNING: known\n"
    known = [Problem("", 0, ""), Problem("", 0, "known")]
    found = _early_warnings(stream, known, WINDOWS)
    assert [(p.path, p.line, p.message) for p in found] == [
        ("", 0, "first"),
        ("conf.py", 4, "second"),
    ]


@pytest.mark.parametrize(("builder", "file"), [("text", "briefs/parts.txt"), ("latex", "*.tex")])
def test_other_builders_of_sphinx_work(
    publication: Callable[[str], Publication], builder: str, file: str
) -> None:
    parts = publication("parts")
    parts.write("docs/index.md", "# Parts\n\n```{toctree}\nbriefs/parts\n```\n")
    done = parts.sphinx(builder, "it")
    assert (done.returncode, done.stderr) == (0, "")
    (made,) = (parts.path / "build/plain" / builder / "it").glob(file)
    text = made.read_text(encoding="utf-8")
    for words_of_a_part in ("In sintesi", "Messaggi chiave", "Che fare", "Il porto di Genova"):
        assert words_of_a_part in text


@pytest.mark.slow
def test_links_and_tables_of_every_kind_make_an_accessible_pdf(two_languages: Publication) -> None:
    """WeasyPrint tags what stands in a link as its child, which PDF/UA forbids."""
    cell = "Supercalifragilisticexpialidocious"
    row = f"| {' | '.join([cell] * 5)} |"
    two_languages.write(
        "docs/briefs/rivers.md",
        "---\ntitle: I fiumi\nlanguage: it\n---\n\nA $100 fee and $200 more.\n\n"
        "[**bold**](https://e.org) [*em* and text](https://e.org) [`code`](https://e.org) "
        "<me@example.org> [**`both`**](https://e.org)\n\n```{note}\nNota bene.\n```\n\n"
        "Note[^a], again[^a] and nested[^b].\n\n"
        f"{row}\n|---|---|---|---|---|\n{row}\n\n[^a]: First.\n[^b]: See[^a].\n",
    )
    done = two_languages.briefpress("build", "-f", "pdf", "-b", "rivers")
    assert done.returncode == 0, done.stderr
    pdf = two_languages.site / "it/briefs/rivers.pdf"
    assert verapdf.validate(pdf.read_bytes(), "PDF/UA-1").findings == ()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The pages of a copy of the sample publication without its handbook."""
    made = Publication(tmp_path_factory.mktemp("sample"))
    shutil.copy(REPOSITORY / "conf.py", made.path)
    for folder in ("docs", "locale"):
        shutil.copytree(
            REPOSITORY / folder, made.path / folder, ignore=shutil.ignore_patterns("guide")
        )
    index = made.read("docs/index.md").replace("[the handbook](guide/index.md)", "the handbook")
    made.write("docs/index.md", index.partition("```{toctree}")[0])
    made.build("-f", "html")
    return made


@pytest.mark.slow
def test_the_sample_is_translated_as_far_as_it_says(sample: Publication) -> None:
    done = sample.briefpress("stats", "--all", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    percent = {(row["id"], row["language"]): row["percent"] for row in found["briefs"]}
    assert percent["west-china-russia", "uk"] == percent["west-china-russia", "ar"] == 100
    assert 80 <= percent["heat-and-health", "fr"] < 90
    published = {(row["id"], row["language"]) for row in found["briefs"] if row["published"]}
    assert {language for _, language in published} == {"en", "it", "fr", "uk", "ar"}
    # The first page, and what a brief pulls in. The copy's first page leads to no handbook.
    others = [row for row in found["others"] if row["published"] and row["id"] != "index"]
    assert {row["percent"] for row in others if not row["is_source"]} == {100}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "brief", "words", "is_partial"),
    [
        ("uk", "west-china-russia", "Чого не можуть списки", False),
        ("ar", "west-china-russia", "حدود القوائم", False),
        ("fr", "heat-and-health", "Passages encore en anglais\u202f: 27 sur 214.", True),
    ],
    ids=["uk", "ar", "fr"],
)
def test_a_page_of_the_sample_is_in_one_language_or_says_so(
    sample: Publication, language: str, brief: str, words: str, is_partial: bool
) -> None:
    page = sample.read(f"build/site/{language}/briefs/{brief}.html")
    assert words in page
    assert ('class="incomplete"' in page) is is_partial
    text = page.partition("<main")[2].partition('id="references"')[0]
    assert (' lang="en"' in text) is is_partial
