"""A collection of briefs: its front matter, where it is published, its page and its ePub."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from book_defects import spoil, swap
from conftest import Publication, files, restored
from PIL import Image, ImageChops

from briefpress.check.book import look
from briefpress.epub.cover import HEIGHT, WIDTH, _font

WATER = "docs/collections/water.md"
SITE = "https://briefs.example.org"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("collections") / "publication"
    publication = Publication.of("collections", folder)
    publication.build()
    return publication


@pytest.fixture(scope="module")
def page(made: Publication) -> str:
    return made.read("build/site/en/collections/water.html")


def parts_of(book: Path) -> dict[str, str]:
    with zipfile.ZipFile(book) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xhtml", ".opf"))]
        return {name.removeprefix("EPUB/"): archive.read(name).decode() for name in names}


@pytest.fixture(scope="module")
def english(made: Publication) -> dict[str, str]:
    return parts_of(made.site / "en/collections/water.epub")


@pytest.fixture(scope="module")
def italian(made: Publication) -> dict[str, str]:
    return parts_of(made.site / "it/collections/water.epub")


def names_of(part: str) -> list[str]:
    return re.findall(r'<span class="caption-number">(\S+) </span>', part.replace("\u00a0", "_"))


@pytest.mark.slow
def test_a_page_lists_the_briefs_in_the_order_of_the_book(page: str) -> None:
    assert re.findall(r'<h3><a href="([^"]*)"', page) == [
        "../briefs/canals.html",
        "../briefs/ports.html",
    ]
    assert 'href="../../it/briefs/rivers.html" hreflang="it"' in page
    assert '<a href="water.pdf" type="application/pdf"' in page
    assert '<a href="water.epub" type="application/epub+zip"' in page
    assert "Edited by" in page
    assert "978-3-16-148410-0" in page
    cited = "Rossi, M. (Ed.). (2025). <em>Ways by water: A dossier</em>"
    assert cited in page.replace("\u00a0", " ")


@pytest.mark.slow
def test_the_first_page_and_those_of_editors_topics_and_series_list_it(made: Publication) -> None:
    for name in ("index", "authors/rossi", "topics/trade", "series/volumes"):
        text = made.read(f"build/site/en/{name}.html")
        assert '<h2 id="list_of_collections">Collections</h2>' in text, name
        assert "collections/water.html" in text, name


@pytest.mark.slow
def test_a_brief_leads_to_the_collections_that_have_it(made: Publication) -> None:
    link = '<dd class="volumes" data-web-only><a href="../collections/water.html">Ways by water</a>'
    assert link in made.read("build/site/en/briefs/ports.html")
    assert "Le vie d’acqua" in made.read("build/site/it/briefs/rivers.html")
    assert "water" not in made.read("build/site/en/briefs/lakes.html")
    assert "Ways by water" not in parts_of(made.site / "en/briefs/ports.epub")["text.xhtml"]


@pytest.mark.slow
def test_a_book_has_title_page_contents_introduction_chapters_and_imprint(
    english: dict[str, str],
) -> None:
    assert re.findall(r'idref="([^"]*)"', english["package.opf"]) == [
        "cover-xhtml",
        "title-xhtml",
        "nav-xhtml",
        "text-xhtml",
        "chapter-1-xhtml",
        "chapter-2-xhtml",
        "colophon-xhtml",
    ]
    assert "<h1>Ways by water</h1>" in english["title.xhtml"]
    assert "ISBN 978-3-16-148410-0" in english["title.xhtml"]
    assert '<span class="chapter-number">1</span> Canals</h1>' in english["chapter-1.xhtml"]
    assert 'role="doc-chapter" aria-labelledby="chapter_heading"' in english["chapter-1.xhtml"]
    contents = english["nav.xhtml"].partition("</nav>")[0]
    assert re.findall(r'<li><a href="([^"#]*)">', contents) == [
        "text.xhtml",
        "chapter-1.xhtml",
        "chapter-2.xhtml",
        "colophon.xhtml",
    ]
    assert "North Desk and Maria Rossi" in contents
    assert '<li><a href="chapter-1.xhtml#locks">Locks</a></li>' in contents
    assert 'href="title.xhtml" epub:type="titlepage"' in english["nav.xhtml"]


@pytest.mark.slow
def test_what_is_missing_in_a_language_is_named_in_the_contents(
    english: dict[str, str], italian: dict[str, str]
) -> None:
    assert f'<a href="{SITE}/it/briefs/rivers.html" hreflang="it">' in english["nav.xhtml"]
    assert f'<a href="{SITE}/en/briefs/ports.html" hreflang="en">' in italian["nav.xhtml"]
    assert "I fiumi</h1>" in italian["chapter-2.xhtml"]


@pytest.mark.slow
def test_figures_equations_and_notes_are_numbered_through_the_book(
    english: dict[str, str], italian: dict[str, str]
) -> None:
    first, second = english["chapter-1.xhtml"], english["chapter-2.xhtml"]
    assert names_of(first) == ["Figure_1"]
    assert names_of(second) == ["Figure_2", "Table_1", "Figure_3"]
    assert "Data of Figure\u00a03</span>: tons, 2024" in second
    assert names_of(italian["chapter-2.xhtml"]) == ["Figura_2"]
    numbers = [re.findall(r'"eqno">\((\d)\)<', part) for part in (first, second)]
    assert numbers == [["1"], ["2"]]
    assert '<a class="reference internal" href="#equation-eq-tons">(2)</a>' in second
    calls = [
        re.findall(r'doc-noteref".*?</span>(\d)<', english[name])
        for name in ("text.xhtml", "chapter-1.xhtml", "chapter-2.xhtml")
    ]
    assert calls == [["1"], ["2"], ["3", "4"]]
    labels = re.findall(r'doc-backlink" href="#[^"]*">(\d)<', second)
    assert labels == ["3", "4"]


@pytest.mark.slow
def test_a_brief_keeps_its_own_numbers_beside_the_book(made: Publication) -> None:
    ports = parts_of(made.site / "en/briefs/ports.epub")["text.xhtml"]
    assert names_of(ports) == ["Figure_1", "Table_1", "Figure_2"]
    assert '"eqno">(1)<' in ports
    assert re.findall(r'doc-noteref".*?</span>(\d)<', ports) == ["1", "2"]


@pytest.mark.slow
def test_links_lead_within_the_book_where_they_can(
    english: dict[str, str], italian: dict[str, str]
) -> None:
    first = english["chapter-1.xhtml"]
    assert '<a class="reference internal" href="chapter-2.xhtml">the ports</a>' in first
    assert f'href="{SITE}/it/briefs/rivers.html" hreflang="it">the rivers</a>' in first
    assert f'href="{SITE}/en/briefs/lakes.html">the lakes</a>' in first
    assert 'href="chapter-2.xhtml#fig-ship"><span class="std std-numref">Figure' in first
    assert 'href="chapter-1.xhtml#locks">the canals</a>' in english["chapter-2.xhtml"]
    # A figure of a brief that is not in the book has the number it has there.
    outside = italian["chapter-1.xhtml"].replace("\u00a0", " ")
    assert (
        'ports.html#fig-ship" hreflang="en"><span class="std std-numref">Figura 1</span>' in outside
    )
    assert "Ports: a primer</span>)" in outside


@pytest.mark.slow
def test_what_is_alike_in_all_chapters_is_said_once(english: dict[str, str]) -> None:
    said = [name for name, part in english.items() if "Views are those of the authors" in part]
    assert said == ["colophon.xhtml"]
    licences = [
        name for name, part in english.items() if 'rel="license"' in part and "CC0" not in part
    ]
    assert licences == ["colophon.xhtml"]
    assert "CC0 1.0" in english["chapter-2.xhtml"]
    for name in ("chapter-1.xhtml", "chapter-2.xhtml", "colophon.xhtml"):
        assert "How to cite" in english[name]
    assert "https://doi.org/10.5555/canals" in english["chapter-1.xhtml"]
    assert "A number was corrected." in english["chapter-2.xhtml"]


@pytest.mark.slow
def test_an_author_is_told_of_in_the_first_chapter_alone(english: dict[str, str]) -> None:
    told = {
        name: re.findall(
            r"The desk looks north|Maria Rossi edits|<h2>About the author.*?</h2>", part
        )
        for name, part in english.items()
        if name.startswith("chapter-")
    }
    assert told == {
        "chapter-1.xhtml": ["<h2>About the author</h2>", "The desk looks north"],
        "chapter-2.xhtml": ["<h2>About the author</h2>", "Maria Rossi edits"],
    }


@pytest.mark.slow
def test_the_cover_says_who_edited_it(made: Publication) -> None:
    with zipfile.ZipFile(made.site / "en/collections/water.epub") as archive:
        (name,) = (name for name in archive.namelist() if name.startswith("EPUB/cover.p"))
        image = Image.open(io.BytesIO(archive.read(name))).convert("RGB")
    foot = image.crop((0, HEIGHT - 112, WIDTH, HEIGHT - 68))
    ground = Image.new("RGB", foot.size, foot.getpixel((1, 1)))
    box = ImageChops.difference(foot, ground).convert("L").point(lambda x: 255 * (x > 60)).getbbox()
    words = "Edited by Maria Rossi"
    assert box is not None
    assert abs(box[2] - box[0] - _font("furniture", words, 36).getlength(words)) < 9


@pytest.mark.slow
def test_libraries_are_told_editors_authors_isbn_and_series(
    english: dict[str, str], italian: dict[str, str]
) -> None:
    package = english["package.opf"]
    assert '<dc:creator id="author-1">Maria Rossi</dc:creator>' in package
    assert '#author-1" property="role" scheme="marc:relators">edt<' in package
    assert '<dc:contributor id="contributor-1">North Desk</dc:contributor>' in package
    assert '#contributor-1" property="role" scheme="marc:relators">aut<' in package
    assert package.count("Maria Rossi") == 1
    assert ">urn:isbn:9783161484100</dc:identifier>" in package
    assert "urn:isbn" not in italian["package.opf"]
    assert '<meta property="belongs-to-collection" id="series">Volumes</meta>' in package
    assert '<meta refines="#series" property="group-position">1</meta>' in package


@pytest.mark.slow
def test_a_receipt_names_the_pages_and_sources_of_all_chapters(made: Publication) -> None:
    receipt = json.loads(made.read("build/receipts/en/water.epub.json"))
    assert receipt["texts"] == [
        "site/en/collections/water.html",
        "site/en/briefs/canals.html",
        "site/en/briefs/ports.html",
    ]
    assert {"docs/briefs/ports.md", "docs/authors/north-desk.md", WATER} <= set(receipt["sources"])
    assert "docs/briefs/rivers.md" not in receipt["sources"]


@pytest.mark.slow
def test_the_book_is_made_again_when_a_brief_of_it_changes(made: Publication) -> None:
    with restored(made):
        before = files(made.site)
        made.replace("docs/briefs/ports.md", "Measured in tons.", "Measured in long tons.")
        made.build()
        after = files(made.site)
        changed = {name for name, digest in after.items() if before.get(name) != digest}
    assert {"en/collections/water.epub", "en/collections/water.pdf", "en/briefs/ports.epub"} <= (
        changed
    )
    assert not {name for name in changed if name.startswith("it/") and "." in name}


@pytest.mark.slow
def test_a_collection_alone_is_the_same_anywhere(made: Publication) -> None:
    other = Publication(made.path.with_name("alone"))
    for name in ("docs", "locale"):
        shutil.copytree(made.path / name, other.path / name)
    shutil.copy(made.path / "conf.py", other.path)
    env = {"PYTHONHASHSEED": "4242", "TZ": "Asia/Tokyo"}
    other.briefpress("build", "-b", "water", "-l", "en", "-f", "epub", env=env)
    books = [publication.site / "en/collections/water.epub" for publication in (made, other)]
    assert books[0].read_bytes() == books[1].read_bytes()
    assert not list(other.site.glob("en/briefs/*.epub"))


@pytest.mark.slow
def test_statistics_templates_and_the_lint_know_it(made: Publication) -> None:
    stats = json.loads(made.briefpress("stats", "--json", "-b", "water").stdout)
    assert [(row["kind"], row["language"], row["percent"]) for row in stats["briefs"]] == [
        ("collection", "en", 100.0),
        ("collection", "it", 100.0),
    ]
    assert made.briefpress("gettext").returncode == 0
    template = made.read("build/gettext/collections/water.pot")
    assert 'msgid "Why now"' in template
    assert "Locks" not in template
    assert "9 messages in 1 catalogue" in made.briefpress("lint-po", "-b", "water").stdout


@pytest.mark.slow
def test_plain_sphinx_makes_it_too(made: Publication) -> None:
    done = made.sphinx("briefepub", "en", "-j", "2")
    assert done.returncode == 0, done.stderr
    plain = parts_of(made.path / "build/plain/briefepub/en/collections/water.epub")
    # All that is there is published: the one in Italian too.
    assert "I fiumi</h1>" in plain["chapter-3.xhtml"]
    assert 'href="chapter-3.xhtml">the rivers</a>' in plain["chapter-1.xhtml"]
    for builder in ("text", "latex"):
        assert made.sphinx(builder, "en").returncode == 0


@pytest.mark.slow
def test_a_draft_of_a_collection_may_show_drafts(made: Publication) -> None:
    with restored(made):
        made.replace(WATER, "topic: trade\n", "topic: trade\nstatus: draft\n")
        made.replace("docs/briefs/canals.md", "topic: trade\n", "topic: trade\nstatus: draft\n")
        made.briefpress("build", "-f", "epub", "-l", "en")
        assert not (made.site / "en/collections").exists()
        draft = parts_of(made.path / "build/drafts/en/water.epub")
        assert "Canals</h1>" in draft["chapter-1.xhtml"]
        assert "Draft – not for circulation" in draft["title.xhtml"]
        # The collection is published, and the draft in it is not: nobody is told of it.
        made.replace(WATER, "status: draft\n", "")
        made.replace(WATER, "[canals](../briefs/canals.md)", "canals")
        made.briefpress("build", "-f", "epub", "-l", "en")
        book = parts_of(made.site / "en/collections/water.epub")
        assert "Ports: a primer</h1>" in book["chapter-1.xhtml"]
        assert not any("Canals" in part for part in book.values())


# The check


@pytest.fixture(scope="module")
def beside(made: Publication) -> tuple[bytes, list[str], bytes]:
    receipt = json.loads(made.read("build/receipts/en/water.epub.json"))
    pages = [made.read(f"build/{path}") for path in receipt["texts"]]
    book, pdf = (made.site / f"en/collections/water.{kind}" for kind in ("epub", "pdf"))
    return book.read_bytes(), pages, pdf.read_bytes()


@pytest.mark.slow
def test_a_book_as_it_is_made_has_no_findings(beside: tuple[bytes, list[str], bytes]) -> None:
    assert look(*beside).findings == ()


SEEDED: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "chapter": ("chapter-2.xhtml", swap("Ports: a primer</h1>", "Harbours</h1>")),
    "number": ("chapter-2.xhtml", swap(r"(Figure\s)2", r"\g<1>1")),
    "page-list": ("nav.xhtml", swap(r'chapter-1.xhtml(#page_\d+">)', r"chapter-2.xhtml\1")),
    "passage": ("chapter-2.xhtml", swap(r' lang="fr" xml:lang="fr"')),
    "words": ("chapter-2.xhtml", swap("Nine tenths", "Eight tenths")),
    "words of all": ("colophon.xhtml", swap("Views are those", "Views are not those")),
    "words of authors": ("chapter-1.xhtml", swap("The desk looks", "A desk looks")),
    "metadata": ("package.opf", swap(">Maria Rossi<", ">Mario Rossi<")),
    "words of the title page": ("title.xhtml", swap("ISBN 978", "ISBN 979")),
    "words of the contents": ("nav.xhtml", swap(r">2\. Ports", ">3. Ports")),
    "words of another chapter": ("chapter-2.xhtml", swap("</section>", "<p>Locks</p></section>")),
    "role": ("package.opf", swap(r'(#author-1" property="role"[^>]*>)edt', r"\1aut")),
    "spine": (
        "package.opf",
        swap(r"(<itemref[^>]*chapter-1[^>]*>)\s*(<itemref[^>]*chapter-2[^>]*>)", r"\2\1"),
    ),
    "note": ("chapter-2.xhtml", swap(r"(doc-noteref.*?</span>)3<", r"\g<1>4<")),
    "link": ("chapter-1.xhtml", swap("chapter-2.xhtml#fig-ship", "chapter-2.xhtml")),
    "kind": ("chapter-2.xhtml", swap(r"<h2>(.*?)</h2>", r"<h3>\1</h3>")),
    "page-title": ("colophon.xhtml", swap("<title>[^<]*", "<title>Imprint")),
    "landmarks": ("nav.xhtml", swap('epub:type="titlepage"', 'epub:type="cover"')),
}


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDED)
def test_each_seeded_defect_is_found(beside: tuple[bytes, list[str], bytes], seed: str) -> None:
    book, pages, pdf = beside
    name, change = SEEDED[seed]
    found = look(spoil(book, name, change), pages, pdf).findings
    assert seed.partition(" ")[0] in {finding.rule for finding in found}
