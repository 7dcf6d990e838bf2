"""What a brief carries around its text is in its page, its book and its PDF, in every language."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from conftest import Publication, restored

from briefpress.qr import qr_code

BRIEF = "docs/briefs/ports.md"
FORMATS = ("html", "epub", "pdf")

# What a reader must find, in English and in Italian.
FURNITURE = {
    "topic": ("Trade", "Trade"),
    "series": ("Papers 7 · ISSN 2049-3630", "Quaderni 7 · ISSN 2049-3630"),
    "title": ("Ports", "I porti"),
    "subtitle": ("What ships carry", "Che cosa portano le navi"),
    "person": (
        "Maria Rossi, University of Genoa, Institute of Ports ORCID",
        "Maria Rossi, Università di Genova, Istituto dei porti ORCID",
    ),
    "organisation": ("North Desk, Test Institute", "Desk Nord, Istituto di prova"),
    "date": ("6 May 2024 · Reading time: 1 minute", "6 maggio 2024 · Tempo di lettura: 1 minuto"),
    "doi": ("https://doi.org/10.1234/ports", "https://doi.org/10.1234/ports"),
    "credit": ("Drawing by A. Verdi", "Disegno di A. Verdi"),
    "corrections": (
        "Corrections 2 July 2024 A name was misspelt. 1 June 2024 The tonnage was wrong.",
        "Correzioni 2 luglio 2024 Un nome era scritto male. 1º giugno 2024 Il tonnellaggio era "
        "sbagliato.",
    ),
    "biography": ("She counts ships.", "Conta navi."),
    "orcid": ("https://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
    "citation": (
        "How to cite Rossi, M., & North Desk. (2024). Ports: What ships carry (Papers No. 7). "
        "Test Institute. https://doi.org/10.1234/ports",
        "Come citare Rossi, M. e Desk Nord. (2024). I porti: Che cosa portano le navi (Quaderni",
    ),
    "licence": (
        "Licence Creative Commons Attribution-NonCommercial 4.0 International",
        "Licenza Creative Commons Attribuzione - Non commerciale 4.0 Internazionale",
    ),
    "disclaimer": (
        "Disclaimer The Institute takes no positions.",
        "Avvertenza L’Istituto non prende posizione.",
    ),
    "translators": (None, "Traduzione Studio Parole, Maria Rossi"),
    "funding": (
        "Funding Paid by the Harbour Fund. Printed by the Quay Trust.",
        "Finanziamento Pagato dal Fondo portuale. Stampato dalla Fondazione Molo.",
    ),
    "acknowledgements": (
        "Acknowledgements Thanks to all pilots.",
        "Ringraziamenti Grazie a tutti i piloti.",
    ),
    "publisher": (
        "Publisher Test Institute · ISSN 2049-3630",
        "Editore Istituto di prova · ISSN 2049-3630",
    ),
}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    made = Publication.of("furniture", tmp_path_factory.mktemp("imprint") / "publication")
    made.build()
    return made


def markup(publication: Publication, language: str, kind: str) -> str:
    file = publication.site / language / f"briefs/ports.{kind}"
    if kind == "epub":
        with zipfile.ZipFile(file) as book:
            return book.read("EPUB/text.xhtml").decode()
    return file.read_text(encoding="utf-8")


def text(publication: Publication, language: str, kind: str) -> str:
    """The words of a brief, one space between them; where a line ends in the PDF, none is lost."""
    if kind == "pdf":
        file = publication.site / language / "briefs/ports.pdf"
        found = subprocess.run(
            ["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True
        ).stdout.decode()
        found = re.sub(r"[\u00ad\u2010]\n\s*", "", found)
    else:
        found = unescape(re.sub(r"<[^>]+>", " ", markup(publication, language, kind)))
    return squeezed(found)


def squeezed(words: str) -> str:
    """*words* without spaces: a line of the PDF may end within an address."""
    return re.sub(r"\s+", "", words)


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("item", FURNITURE)
def test_everything_is_in_every_format(everything: Publication, item: str, kind: str) -> None:
    for language, shown in zip(("en", "it"), FURNITURE[item], strict=True):
        if shown is None:  # what was not translated names no translator
            assert "Translation" not in text(everything, language, kind)
        else:
            # On paper, what shares a line elsewhere stands on lines of its own.
            parts = shown.split(" · ") if kind == "pdf" else [shown]
            for part in parts:
                assert squeezed(part) in text(everything, language, kind), language


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
def test_the_end_of_a_pdf_does_not_say_again_what_page_one_says(
    everything: Publication, kind: str
) -> None:
    for again in ("Date 6 May 2024", "DOI https://doi.org", "Keywords ships, docks"):
        assert (squeezed(again) in text(everything, "en", kind)) == (kind != "pdf")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["html", "epub"])
def test_pictures_have_their_language_and_their_words(everything: Publication, kind: str) -> None:
    for language, file, alt, portrait in (
        ("en", "hero", "A ship in the fog", "Portrait: Maria Rossi"),
        ("it", "hero-it", "Una nave nella nebbia", "Ritratto: Maria Rossi"),
    ):
        found = markup(everything, language, kind)
        pictures = {}
        for tag in re.findall(r"<img [^>]*>", found):
            attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            pictures[attributes["alt"]] = attributes["src"]
        assert re.search(rf"_images/{file}-[0-9a-f]{{12}}\.svg$", pictures[alt])
        assert re.search(r"_images/rossi-[0-9a-f]{12}\.svg$", pictures[portrait])
        if kind == "html":
            page = everything.site / language / "briefs"
            assert all((page / picture).is_file() for picture in pictures.values())


@pytest.mark.slow
def test_an_orcid_is_named_to_who_hears_it(everything: Publication) -> None:
    link = '<a class="orcid" href="https://orcid.org/0000-0002-1825-0097" aria-label="ORCID: Maria'
    assert link in markup(everything, "en", "html")


@pytest.mark.slow
def test_an_author_s_page_has_the_portrait(everything: Publication) -> None:
    page = everything.read("build/site/it/authors/rossi.html")
    assert 'alt="Ritratto: Maria Rossi"' in page
    assert '<p class="subtitle">Università di Genova, Istituto dei porti</p>' in page


@pytest.mark.slow
def test_metadata(everything: Publication) -> None:
    with zipfile.ZipFile(everything.site / "it/briefs/ports.epub") as book:
        package = book.read("EPUB/package.opf").decode()
    assert '<dc:contributor id="translator-1">Studio Parole</dc:contributor>' in package
    assert 'property="role" scheme="marc:relators">trl</meta>' in package
    assert 'refines="#author-1" property="file-as">Rossi, Maria</meta>' in package
    assert "#author-2" in package
    # An organisation is filed as it is called.
    assert 'refines="#author-2" property="file-as"' not in package
    assert "<dc:date>2024-05-06</dc:date>" in package
    assert '"dcterms:modified">2024-07-02T00:00:00Z' in package  # the day of a correction
    assert "<dc:rights>Creative Commons Attribuzione - Non commerciale 4.0" in package
    assert "https://creativecommons.org/licenses/by-nc/4.0/deed.it</dc:rights>" in package
    about = subprocess.run(
        ["pdfinfo", "-meta", str(everything.site / "it/briefs/ports.pdf")],
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert "Creative Commons Attribuzione - Non commerciale 4.0 Internazionale" in about
    about = subprocess.run(
        ["pdfinfo", str(everything.site / "it/briefs/ports.pdf")], capture_output=True, check=True
    ).stdout.decode()
    assert "Maria Rossi, Desk Nord" in about
    assert re.search(r"CreationDate: +Mon May +6 .*\nModDate: +Tue Jul +2 ", about)
    assert "navi, banchine" in about


@pytest.mark.slow
def test_all_of_it_passes_the_checks(everything: Publication) -> None:
    done = everything.briefpress("check", "-b", "ports")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.slow
def test_messages_have_their_lines(everything: Publication) -> None:
    done = everything.sphinx("gettext", "en")
    assert (done.returncode, done.stderr) == (0, "")
    template = everything.read("build/plain/gettext/en/briefs/ports.pot")
    lines = everything.read(BRIEF).splitlines()
    for message in ("Paid by the Harbour Fund.", "A ship in the fog", "Drawing by A. Verdi"):
        (line,) = re.findall(rf'ports\.md:(\d+)\nmsgid "{message}"', template)
        assert message in lines[int(line) - 1]
    for message in ("The tonnage was wrong.", "A name was misspelt."):
        assert f'msgid "{message}"' in template
    # Each once, and no path of a picture.
    assert template.count("A ship in the fog") == 1
    assert "hero" not in template
    first = everything.read("build/plain/gettext/en/index.pot")
    assert 'conf.py:7\nmsgid "The Institute takes no positions."' in first


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["text", "latex", "man"])
def test_other_builders_leave_it_out(
    publication: Callable[[str], Publication], builder: str
) -> None:
    made = publication("furniture")
    done = made.sphinx(builder, "it")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def changed(everything: Publication) -> Iterator[Publication]:
    with restored(everything):
        yield everything


@pytest.mark.slow
def test_a_change_reaches_every_format(changed: Publication) -> None:
    portrait = re.search(r"rossi-\w+\.svg", markup(changed, "en", "html"))
    assert portrait
    changed.write(
        "docs/briefs/ports/hero.en.svg", changed.read("docs/briefs/ports/hero.svg") + "\n"
    )
    changed.replace("docs/authors/rossi.svg", "#12395b", "#ffffff")
    changed.replace("docs/authors/rossi.md", "family: Rossi", "family: Rossini")
    changed.replace("docs/series/papers.md", "issn:", "disclaimer: Own views.\nissn:")
    changed.build()
    for kind in FORMATS:
        words = text(changed, "en", kind)
        assert squeezed("Rossini, M., & North Desk") in words
        assert squeezed("Disclaimer Own views.") in words
    for kind in ("html", "epub"):
        found = markup(changed, "en", kind)
        assert "hero-en-" in found
        assert portrait[0] not in found


def test_a_qr_code_is_drawn_alike_each_time_and_has_its_words() -> None:
    address = "https://briefs.example.org/it/briefs/ports.html"
    code = qr_code(address, "Codice <QR>")
    assert code == qr_code(address, "Codice <QR>")
    assert "<title>Codice &lt;QR&gt;</title>" in code
    assert "width=" not in code  # CSS says how large it is


@pytest.mark.slow
def test_without_an_address_a_brief_is_cited_without_one(
    publication: Callable[[str], Publication],
) -> None:
    made = publication("furniture")
    made.replace("conf.py", 'html_baseurl = "https://briefs.example.org"', "")
    made.replace(BRIEF, "doi: 10.1234/ports\n", "")
    made.build("--brief", "ports", "--format", "html")
    page = markup(made, "en", "html")
    assert "(Papers No. 7). Test Institute.</span>" in page
