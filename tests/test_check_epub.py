"""What EPUBCheck and Ace say of books, most of them with a seeded defect."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_files import make
from PIL import Image

from briefpress.check import Result, ToolFailed, ace, check_build, epubcheck

if TYPE_CHECKING:
    from collections.abc import Mapping


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
