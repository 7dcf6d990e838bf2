"""Plain ``sphinx-build`` and ``sphinx-intl`` work on a publication: one language, one format."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import polib
import pytest
from conftest import Publication
from plainly import CATALOGUE, PORTS, book, copied, make

MO_FILES = [f"locale/it/LC_MESSAGES/{name}.mo" for name in ("authors/north-desk", "briefs/ports")]


def body(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def paper(publication: Publication, name: str) -> str:
    """The text layer of a PDF made by the plain builder, its lines joined."""
    command = ["pdftotext", f"build/plain/briefpdf/it/briefs/{name}.pdf", "-"]
    done = subprocess.run(
        command, cwd=publication.path, capture_output=True, encoding="utf-8", check=True
    )
    return " ".join(done.stdout.split())


def sphinx_intl(publication: Publication, templates: str, language: str) -> None:
    """Run it as a person does, beside conf.py."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx_intl",
            "update",
            "-p",
            templates,
            "-d",
            "locale",
            "-l",
            language,
        ],
        cwd=publication.path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


# One build of each kind, looked at from many sides; no test changes it.


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Built as ``html`` in Italian; an editor has left .mo files, and sphinx-intl a catalogue
    of the language that a brief is written in."""
    publication = copied(tmp_path_factory.mktemp("plain") / "publication")
    catalogue = polib.pofile(str(publication.path / CATALOGUE))
    catalogue.append(polib.POEntry(msgid="The desk looks north."))
    for entry in catalogue:
        entry.msgstr = "MO " + entry.msgstr
    for name in MO_FILES:
        (publication.path / name).parent.mkdir(exist_ok=True)
        catalogue.save_as_mofile(str(publication.path / name))
    header = publication.read(CATALOGUE).partition("\n\n")[0]
    own = f'{header}\n\nmsgid "I fiumi portano poco."\nmsgstr "OWN"\n'
    publication.write("locale/it/LC_MESSAGES/briefs/rivers.po", own)
    site = f'{header}\n\nmsgid "Test briefs"\nmsgstr "Brevi di prova"\n'
    site += '\nmsgid "Test Institute"\nmsgstr "Istituto di prova"\n'
    publication.write("locale/it/LC_MESSAGES/index.po", site)
    make(publication, "html", "it")
    return publication


@pytest.fixture(scope="module")
def ports(plain: Publication) -> str:
    return plain.read(PORTS)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The messages, extracted while a target language is set, which must not matter."""
    publication = copied(tmp_path_factory.mktemp("templates") / "publication")
    text = publication.read("docs/briefs/ports.md")
    text = text.replace("keywords: [ports, ships]", "keywords:\n  - ports\n  - ships")
    publication.write("docs/briefs/ports.md", text)
    make(publication, "gettext", "it")
    return publication


def messages(publication: Publication, docname: str) -> dict[str, list[tuple[str, str]]]:
    """The messages of a template, each with its places: file and line."""
    file = publication.path / f"build/plain/gettext/it/{docname}.pot"
    template = polib.pofile(str(file))
    return {entry.msgid: entry.occurrences for entry in template}


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param("<title>I porti: nozioni di base – Brevi di prova</title>", id="title"),
        pytest.param("<h1>I porti: nozioni di base</h1>", id="heading"),
        pytest.param('<p class="subtitle">Che cosa portano le navi</p>', id="subtitle"),
        pytest.param(
            '<meta name="description" content="Le navi portano gran parte di ciò che si scambia.">',
            id="description",
        ),
        pytest.param('<meta name="keywords" content="porti, navi">', id="keywords for machines"),
        pytest.param(
            '<dd class="keywords" data-web-only="">porti, navi</dd>',
            id="keywords",
        ),
        pytest.param('<time datetime="2024-05-06">6\u00a0maggio 2024</time>', id="date"),
        pytest.param("<h2>Le navi</h2>", id="section"),
        pytest.param('<a href="#ships">Le navi</a>', id="contents"),
        pytest.param("viaggiano per <em>nave</em> (", id="emphasis"),
        pytest.param("Rossi, 2020, p.\u00a05</a>).", id="citation"),
        pytest.param('<a class="reference internal" href="rivers.html">i fiumi</a>', id="link"),
        pytest.param("<p>Porto</p></th>", id="head of a table"),
        pytest.param("<p>2,5</p></td>", id="cell"),
        pytest.param("<p>Misurate in tonnellate.</p>", id="note"),
        pytest.param("Rossi, M. (2020). <em>Ports and their towns</em>.", id="reference"),
        pytest.param("<h2>L’autore</h2>", id="the interface's words"),
        pytest.param('<html lang="it" dir="ltr">', id="language"),
        pytest.param('<span class="institution">Istituto di prova</span>', id="conf.py's author"),
    ],
)
def test_a_page_is_translated(shown: str, ports: str) -> None:
    assert shown in ports


def test_a_translated_text_has_no_mark_of_another_language(ports: str) -> None:
    """Only what topic, series and author say, which have no catalogue, carries its own."""
    assert re.findall(r'<(\w+) lang="en">([^<]*)<', body(ports)) == [
        ("span", "Trade"),
        ("span", "Papers"),
        ("span", "North Desk"),
        ("span", "Test Institute"),
        ("strong", ""),
        ("span", "Test Institute"),
        ("p", "The desk looks north."),
    ]


def test_the_first_page_lists_briefs_by_their_translated_titles(plain: Publication) -> None:
    page = plain.read("build/plain/html/it/index.html")
    assert '<a href="briefs/ports.html">I porti: nozioni di base</a>' in page
    assert "<h2" in page
    assert "I brief</h2>" in page
    # The newest goes first.
    assert page.index("7\u00a0giugno 2024") < page.index("6\u00a0maggio 2024")


def test_what_lies_outside_the_output_is_left_out(plain: Publication) -> None:
    """No language switch and no download: a plain build does not know whether they are there."""
    out = plain.path / "build/plain/html/it"
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert 'class="languages"' not in text, page
        assert 'rel="alternate"' not in text, page
        assert "hreflang" not in text, page
        assert "download" not in text, page
        links = [urlsplit(link) for link in re.findall(r'(?:href|src)="([^"]+)"', text)]
        assert any(link.path for link in links)
        for link in links:
            if link.netloc or not link.path:
                continue
            target = (page.parent / link.path).resolve()
            assert target.is_file(), f"{page}: {link.path}"
            assert target.is_relative_to(out.resolve()), f"{page}: {link.path}"


def test_a_mo_file_is_neither_read_nor_made(plain: Publication, ports: str) -> None:
    """Sphinx would take the editor's, and write one beside every catalogue."""
    assert "MO" not in ports
    assert "MO" not in plain.read("build/plain/html/it/authors/north-desk.html")
    names = [file.relative_to(plain.path).as_posix() for file in plain.path.rglob("*.mo")]
    assert sorted(names) == MO_FILES


def test_a_catalogue_of_a_documents_own_language_is_ignored(plain: Publication) -> None:
    page = plain.read("build/plain/html/it/briefs/rivers.html")
    assert "<p>I fiumi portano poco.</p>" in page
    assert "OWN" not in page


@pytest.mark.slow
def test_the_other_formats_are_translated_too(plain: Publication) -> None:
    make(plain, "briefepub", "it")
    make(plain, "briefpdf", "it")
    assert "<h1>I porti: nozioni di base</h1>" in book(plain, "ports")
    words_of_book = re.sub(r"<[^>]+>", "", book(plain, "ports")).replace("\u00a0", " ")
    for text in (words_of_book, paper(plain, "ports")):
        for words in (
            "I porti: nozioni di base",
            "Che cosa portano le navi",
            "6 maggio 2024",
            "Le navi",
            "viaggiano per nave (Rossi, 2020, p. 5).",
            "Tonnellate",
            "2,5",
            "Misurate in tonnellate.",
            "Rossi, M. (2020). Ports and their towns.",
            "L’autore",
        ):
            assert words in text
        assert "Measured in tons" not in text
    assert "I fiumi portano poco." in paper(plain, "rivers")


# The other direction: from Italian to English


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """In English, of which the Italian brief has a catalogue for all but its title."""
    publication = copied(tmp_path_factory.mktemp("english") / "publication")
    catalogue = publication.read(CATALOGUE).partition("\n\n")[0].replace(": it", ": en")
    catalogue += '\n\nmsgid "I fiumi portano poco."\nmsgstr "Rivers carry “little”."\n'
    publication.write("locale/en/LC_MESSAGES/briefs/rivers.po", catalogue)
    text = publication.read("docs/briefs/rivers.md")
    text += '\n## Le dighe\n\nLe dighe sono "alte".\n\n- Una\n\n| A |\n| --- |\n| Riga |\n'
    publication.write("docs/briefs/rivers.md", text)
    make(publication, "html", "en")
    return publication


def test_a_document_of_another_language_is_translated_to_the_first(english: Publication) -> None:
    page = english.read("build/plain/html/en/briefs/rivers.html")
    assert '<html lang="en"' in page
    assert "<p>Rivers carry “little”.</p>" in page
    assert "7\u00a0June 2024" in page


def test_what_has_no_translation_keeps_its_own_language(english: Publication) -> None:
    """In heading, paragraph, item and cell, with that language's quotation marks."""
    page = english.read("build/plain/html/en/briefs/rivers.html")
    assert '<h2 lang="it">Le dighe</h2>' in page
    assert '<p lang="it">Le dighe sono «alte».</p>' in page
    assert '<p lang="it">Una</p>' in page
    assert '<p lang="it">Riga</p>' in page


def test_a_document_needs_no_catalogue_in_its_own_language(english: Publication) -> None:
    page = english.read("build/plain/html/en/briefs/ports.html")
    assert "<h1>Ports: a primer</h1>" in page
    assert "lang=" not in body(page)


# Extraction


def test_front_matter_is_extracted_with_its_lines(templates: Publication) -> None:
    path = "docs/briefs/ports.md"
    lines = templates.read(path).splitlines()
    found = messages(templates, "briefs/ports")
    for text, written in {
        "Ports: a primer": 'title: "Ports: a primer"',
        "What ships carry": "subtitle: What ships carry",
        "Ships carry most of what is traded.": "description: Ships carry most of what is traded.",
        "ports": "  - ports",
        "ships": "  - ships",
        "Ships": "## Ships",
        "Measured in tons.": "[^tons]: Measured in tons.",
    }.items():
        assert found[text] == [(path, str(lines.index(written) + 1))], text


def test_a_template_holds_what_a_reader_reads_and_nothing_else(templates: Publication) -> None:
    """No key, id, date or JSON; not the biography, which has a template of its own."""
    assert list(messages(templates, "briefs/ports")) == [
        "Ports: a primer",
        "What ships carry",
        "Ships carry most of what is traded.",
        "ports",
        "ships",
        "Ships",
        "Nine tenths of trade go by *ship* {cite:p}`rossi2020{p. 5}`.[^tons] "
        "See [the rivers](rivers.md).",
        "Port",
        "Tons",
        "North",
        "2.5",
        "Sources",
        "Measured in tons.",
    ]
    assert list(messages(templates, "authors/north-desk")) == [
        "North Desk",
        "Test Institute",
        "The desk looks north.",
    ]
    assert list(messages(templates, "briefs/rivers")) == ["I fiumi", "I fiumi portano poco."]


def test_what_conf_py_says_to_readers_is_extracted_with_the_first_page(
    templates: Publication,
) -> None:
    lines = templates.read("conf.py").splitlines()
    found = messages(templates, "index")
    assert ("conf.py", str(lines.index('project = "Test briefs"') + 1)) in found["Test briefs"]
    assert found["Test Institute"] == [
        ("conf.py", str(lines.index('author = "Test Institute"') + 1))
    ]
    assert set(found) == {"Test briefs", "Test Institute", "All of them."}


def test_formulas_and_pictures_are_no_messages(tmp_path: Path) -> None:
    """Nobody can translate them; a picture's alternative text is one."""
    publication = copied(tmp_path / "publication")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    publication.write("docs/briefs/ship.svg", drawing)
    text = "# Wordless\n\n![A ship](ship.svg)\n\n```{math}\nc = d\n```\n\n"
    publication.write(
        "docs/briefs/wordless.md", f"{text}In words: {{math}}`a`.\n\n```\ncode\n```\n"
    )
    # A translation that is there already does not get into the template.
    header = publication.read(CATALOGUE).partition("\n\n")[0]
    alt = f'{header}\n\nmsgid "A ship"\nmsgstr "Una nave"\n'
    publication.write("locale/it/LC_MESSAGES/briefs/wordless.po", alt)
    make(publication, "gettext", "it")
    found = messages(publication, "briefs/wordless")
    assert list(found) == ["Wordless", "A ship", "In words: {math}`a`."]


@pytest.mark.slow
def test_sphinx_intl_makes_catalogues_that_build(templates: Publication, tmp_path: Path) -> None:
    publication = copied(tmp_path / "publication")
    sphinx_intl(publication, str(templates.path / "build/plain/gettext/it"), "it")
    updated = publication.read(CATALOGUE)
    assert "I porti: nozioni di base" in updated
    made = publication.path / "locale/it/LC_MESSAGES/topics/trade.po"
    catalogue = polib.pofile(str(made))
    catalogue.find("Trade").msgstr = "Commerci"
    catalogue.save()
    make(publication, "html", "it")
    page = publication.read(PORTS)
    assert "<h1>I porti: nozioni di base</h1>" in page
    assert '<a href="../topics/trade.html">Commerci</a>' in page
