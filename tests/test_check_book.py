"""A book tells the pages of its PDF and is what it says that it is; the check finds where not."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from book_defects import drawn, move, spoil, swap, zipped
from conftest import SVG, Publication
from PIL import Image

from briefpress.check.book import look
from briefpress.epub.accessibility import CONFORMANCE, examine
from briefpress.epub.xhtml import to_tree
from briefpress.formulas.latex import read
from briefpress.formulas.words import in_words

PARAGRAPH = (
    "Ships carry what is traded, and ports are where they stop to be unloaded by many hands. "
)

# More than fit on a page.
FORMULAS = "".join(f":::{{math}}\n:label: eq-{number}\nx\n:::\n\n" for number in range(40))

LONG = f"""\
---
title: A long brief
subtitle: Of ships
date: 2024-05-06
authors: [north-desk]
series: papers
number: 2024/7
doi: 10.5555/long.7
description: Many words.
license: CC-BY-4.0
keywords: [ships, "ports, large"]
translators: {{it: [north-desk]}}
---

{PARAGRAPH * 30}

## Second

[Des mots en français]{{lang=fr}}, and a note.[^a]

![A square](square.svg)

<ul>{"".join(f"<li>An item of HTML, number {number}" for number in range(50))}</ul>

It grows as {{math}}`x^2` does[^b], [says the port](https://example.org/port), see [above](#second).

:::{{chart}} Tons fall
:alt: A line that falls.
Year,Tons
2020,3
2021,2
:::

{f"{PARAGRAPH[:-1]}[^a] " * 60}

| Port | Tons |
| --- | ---: |
{"".join(f"| Harbour {number} | {number} |{chr(10)}" for number in range(60))}

## Third

{PARAGRAPH * 9}

{FORMULAS}

[^a]: With {PARAGRAPH}
[^b]: Since 1990.
"""
NAME = "build/site/en/briefs/long"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """A brief of some pages as page, book and PDF."""
    publication = Publication.of("two-languages", tmp_path_factory.mktemp("book") / "publication")
    publication.write("docs/briefs/long.md", LONG)
    publication.write("docs/briefs/square.svg", SVG)
    publication.add("conf.py", 'briefpress_certifier = "We"\n')
    publication.replace("docs/series/papers.md", "---\n", "---\nissn: 2049-3630\n")
    orcid = "---\norcid: 0000-0002-1825-0097\nfamily: Desk\n"
    publication.replace("docs/authors/north-desk.md", "---\n", orcid)
    publication.briefpress("build", "-b", "long", "-l", "en")
    return publication


@pytest.fixture(scope="module")
def files(made: Publication) -> dict[str, bytes]:
    return {kind: (made.path / f"{NAME}.{kind}").read_bytes() for kind in ("html", "epub", "pdf")}


@pytest.fixture(scope="module")
def parts(files: dict[str, bytes]) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(files["epub"])) as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf"))]
        return {name.removeprefix("EPUB/"): book.read(name).decode() for name in names}


def words(text: str) -> str:
    return re.sub(r"[\W\d]+", "", text.replace("\ufffe", ""))


# The pages


@pytest.mark.slow
def test_a_book_begins_each_page_with_the_words_of_the_pdf(
    files: dict[str, bytes], parts: dict[str, str]
) -> None:
    pdf = pypdfium2.PdfDocument(files["pdf"])
    pieces = re.split(r'<span[^>]* id="page_(\d+)"[^>]*/>', parts["text.xhtml"])
    assert pieces[1::2] == [str(page + 1) for page in range(len(pdf))]
    assert len(pdf) > 4
    for number, piece in zip(pieces[3::2], pieces[4::2], strict=True):
        if piece.startswith('<div class="formula"'):
            continue  # drawn on paper
        begin = words(re.sub("<[^>]+>", "", piece))[:20]
        # Above stand running head and, in a table that goes on, its head.
        top = words(pdf[int(number) - 1].get_textpage().get_text_bounded())[:300]
        assert begin in top, number
    assert '/><div class="formula"' in parts["text.xhtml"]  # a page that begins with one


@pytest.mark.slow
def test_the_pages_are_listed_and_have_a_source(parts: dict[str, str]) -> None:
    listed = re.findall(r'href="text.xhtml#page_(\d+)">(\d+)<', parts["nav.xhtml"])
    assert [label for _, label in listed] == [label for label, _ in listed]
    assert len(listed) > 4
    address = "https://briefs.example.org/en/briefs/long.pdf"
    assert f'<dc:source id="pages">{address}</dc:source>' in parts["package.opf"]
    assert '<meta refines="#pages" property="source-of">pagination</meta>' in parts["package.opf"]
    assert f'<meta property="pageBreakSource">{address}</meta>' in parts["package.opf"]
    assert "data-block" not in parts["text.xhtml"]


@pytest.mark.slow
def test_a_book_alone_is_made_after_its_pdf(made: Publication, files: dict[str, bytes]) -> None:
    other = Publication(made.path.with_name("alone"))
    for name in ("conf.py", "docs", "locale"):
        _copy(made.path / name, other.path / name)
    other.briefpress("build", "-b", "long", "-l", "en", "-f", "epub")
    assert (other.path / f"{NAME}.epub").read_bytes() == files["epub"]
    assert not (other.path / f"{NAME}.pdf").exists()


def _copy(source: Path, target: Path) -> None:
    for file in [source] if source.is_file() else source.rglob("*"):
        if file.is_file():
            place = target / file.relative_to(source) if source.is_dir() else target
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())


# The metadata


@pytest.mark.slow
def test_people_series_and_doi_are_identified(parts: dict[str, str]) -> None:
    package = parts["package.opf"]
    assert ">https://doi.org/10.5555/long.7</dc:identifier>" in package
    assert 'property="identifier-type" scheme="onix:codelist5">06</meta>' in package
    orcid = '<meta refines="#author-1" property="dcterms:identifier">https://orcid.org/0000-0002'
    assert orcid in package
    assert '<meta refines="#series" property="group-position">2024.7</meta>' in package


@pytest.mark.slow
def test_a_receipt_says_what_weighs_what(made: Publication) -> None:
    receipt = json.loads(made.read("build/receipts/en/long.epub.json"))
    assert sum(receipt["parts"].values()) < receipt["size"]
    assert max(receipt["parts"], key=receipt["parts"].get) == "EPUB/cover.png"


@pytest.mark.slow
def test_a_chart_is_drawn_for_telephones(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["epub"])) as book:
        [name] = [name for name in book.namelist() if "/chart" in name]
        assert 'width="220pt"' in book.read(name).decode()[:300]


@pytest.mark.slow
def test_letters_of_formulas_need_no_font_of_their_own(parts: dict[str, str]) -> None:
    assert '<m:mi class="variable">x</m:mi>' in parts["text.xhtml"]


def test_nothing_is_claimed_that_is_not_so() -> None:
    def found(body: str, **pictures: bytes) -> tuple[set[str], tuple[str, ...]]:
        page = to_tree(f"<!DOCTYPE html><title>T</title><body>{body}")
        facts = examine([page], pictures)
        return {*facts.features, *facts.sufficient, *facts.hazards}, facts.faults

    frames = [Image.new("L", (2, 2), shade) for shade in (0, 255)]
    moving = io.BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    assert "alternativeText" in found('<img src="a" alt="A">')[0]
    assert found('<img src="a" alt="" class="decorative">')[1] == ()
    for body, missing, pictures in (
        ('<img src="a">', "alternativeText", {}),
        ('<img src="a">', "textual", {}),
        ('<img src="a" alt="">', "textual", {}),
        ("<svg></svg>", "alternativeText", {}),
        ("<math><mspace></mspace></math>", "describedMath", {}),
        ('<p style="color: red">x</p>', "displayTransformability", {}),
        ("<table><tr><td>x</table>", "", {}),
        ('<a href="#a"><img src="a" alt=""></a>', "alternativeText", {}),
        ("", "none", {"a.gif": moving.getvalue()}),
        ("<svg aria-label='a'><animate attributeName='x'/></svg>", "none", {}),
    ):
        claims, faults = found(body, **pictures)
        assert missing not in claims, body
        assert faults, body


@pytest.mark.parametrize(
    ("latex", "is_described"),
    [("x", True), ("n = 25", True), ("x^2", False), (r"\frac{a}{b}", False), (r"\hat{y}", False)],
)
def test_formulas_are_described_if_what_is_said_of_them_can_be_spoken(
    latex: str, is_described: bool
) -> None:
    def claims(alternative: str) -> bool:
        formula.set("alttext", alternative)
        page = to_tree(f"<!DOCTYPE html><title>T</title>{ET.tostring(formula, 'unicode')}")
        return "describedMath" in examine([page], {}).features

    formula = read(latex, block=False)
    assert claims(in_words(formula)) == is_described
    assert claims("what its author says of it")


# The check, and what it is there to find


def test_a_sound_book_is_found_sound(files: dict[str, bytes]) -> None:
    assert look(files["epub"], [files["html"].decode()], files["pdf"]).findings == ()


FEATURE = '<meta property="schema:accessibilityFeature">'
CLAIM = re.escape(CONFORMANCE)
OTHER_COVER = drawn("hotpink")
SEEDED = {
    "conformance comma": ("package.opf", swap(CLAIM, CONFORMANCE.replace(" - ", ", "))),
    "conformance dash": ("package.opf", swap(CLAIM, CONFORMANCE.replace(" - ", " – "))),
    "conformance case": ("package.opf", swap(CLAIM, CONFORMANCE.replace("Level", "level"))),
    "conformance version": ("package.opf", swap(CLAIM, CONFORMANCE.replace("2.2", "2.3"))),
    "conformance twice": ("package.opf", swap(r"(<meta[^>]*conformsTo.*?</meta>)", r"\1\1")),
    "conformance link": (
        "package.opf",
        swap(
            r"<meta[^>]*conformsTo.*?</meta>",
            '<link rel="dcterms:conformsTo" id="conformance" '
            'href="http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa"/>',
        ),
    ),
    "conformance fault": ("text.xhtml", swap(r"<p>Ships", '<p style="color: red">Ships')),
    "certifier": ("package.opf", swap(r"<meta[^>]*certifiedBy.*?</meta>")),
    "certifier nobody": ("package.opf", swap(r'(certifiedBy">)We', r"\1 ")),
    "certifier of nothing": ("package.opf", swap(r"<meta[^>]*conformsTo.*?</meta>")),
    "alternative": ("text.xhtml", swap(r' alt="A square"')),
    "alternative other": ("text.xhtml", swap(r' alt="A square"', ' alt="square.svg"')),
    "alternative chart": ("text.xhtml", swap(r'="A line that falls."', '="A chart"')),
    "alternative formula": ("text.xhtml", swap(r'alttext="[^"]*"', 'alttext="y"')),
    "untrue alternative": ("text.xhtml", swap(r' alt="A square"', ' alt=""')),
    "untrue formula": ("text.xhtml", swap(r' alttext="[^"]*"')),
    "untrue chart": ("text.xhtml", swap("chart-data")),
    "untrue": ("package.opf", swap(FEATURE, FEATURE + "signLanguage</meta>" + FEATURE)),
    "untrue hazard": ("package.opf", swap(r'Hazard">none', 'Hazard">sound')),
    "untrue still": ("square", swap(r"</svg>", '<animate attributeName="x"/></svg>')),
    "untrue pages": (
        "text.xhtml",
        lambda text: re.sub(r"<span[^>]*doc-pagebreak[^>]*/>", "", text),
    ),
    "untrue contents": ("nav.xhtml", swap(' epub:type="toc"')),
    "unsaid": ("package.opf", swap(FEATURE + "alternativeText</meta>")),
    "unsaid mode": ("package.opf", swap(r'<meta property="schema:accessMode">visual</meta>')),
    "unsaid sufficient": (
        "package.opf",
        swap(r'<meta property="schema:accessModeSufficient">textual</meta>'),
    ),
    "summary": ("package.opf", swap(r"(accessibilitySummary\">)", r"\1A human voice reads. ")),
    "summary in another language": ("package.opf", swap(r"Headings, lists", "Titoli, elenchi")),
    "hidden": ("text.xhtml", swap("<figure", '<figure aria-hidden="true"')),
    "no-summary": ("package.opf", swap(r"(accessibilitySummary\">)[^<]*", r"\1")),
    "page-list": ("nav.xhtml", swap(r'<li><a href="text.xhtml#page_2">2</a></li>')),
    "page-list label": ("nav.xhtml", swap(r'(#page_2">)2<', r"\1ii<")),
    "page-list target": ("nav.xhtml", swap(r'#page_2"', '#page_3"')),
    "page-list order": ("text.xhtml", swap(r'id="page_2"', 'id="page_9"')),
    "page-place late": ("text.xhtml", move(1)),
    "page-place later": ("text.xhtml", move(20)),
    "page-place early": ("text.xhtml", move(-1)),
    "page-source": ("package.opf", swap(r"<meta property=\"pageBreakSource.*?</meta>")),
    "page-source other": (
        "package.opf",
        lambda text: text.replace("en/briefs/long.pdf", "it/briefs/long.pdf"),
    ),
    "metadata title": ("package.opf", swap("A long brief", "A short brief")),
    "metadata subtitle": ("package.opf", swap("Of ships", "Of boats")),
    "metadata creator": ("package.opf", swap("North Desk", "South Desk")),
    "metadata ORCID": ("package.opf", swap("0000-0002-1825-0097", "0000-0001-5109-3700")),
    "metadata publisher": ("package.opf", swap("<dc:publisher>.*?</dc:publisher>")),
    "metadata date": ("package.opf", swap(">2024-05-06<", ">2024-05-07<")),
    "metadata description": ("package.opf", swap("Many words", "Few words")),
    "metadata subject": ("package.opf", swap("<dc:subject>ships</dc:subject>")),
    "metadata licence": ("package.opf", swap("licenses/by/4.0", "licenses/by-nc/4.0")),
    "metadata series": ("package.opf", swap(">Papers<", ">Books<")),
    "metadata number": ("package.opf", swap(">2024.7<", ">2024.8<")),
    "metadata ISSN": ("package.opf", swap("2049-3630", "0000-0000")),
    "metadata DOI": ("package.opf", swap("10.5555/long.7", "10.5555/long.8")),
    "metadata language": ("package.opf", swap("<dc:language>en", "<dc:language>it")),
    "language": ("text.xhtml", swap(r'lang="fr" xml:lang="fr"', 'lang="fr" xml:lang="de"')),
    "language of nothing": (
        "text.xhtml",
        swap(r'lang="fr" xml:lang="fr"', 'lang="xx" xml:lang="xx"'),
    ),
    "language of metadata": ("package.opf", swap('xml:lang="en"', 'xml:lang="it"')),
    "direction": ("package.opf", swap("<spine>", '<spine page-progression-direction="rtl">')),
    "direction of text": ("text.xhtml", swap('dir="ltr"', 'dir="rtl"')),
    "direction of a passage": ("text.xhtml", swap("<p>It grows", '<p dir="rtl">It grows')),
    "passage": ("text.xhtml", swap(r' lang="fr" xml:lang="fr"')),
    "passage other": ("text.xhtml", swap(r'lang="fr" xml:lang="fr"', 'lang="de" xml:lang="de"')),
    "passage too many": ("text.xhtml", swap("<h2>", '<h2 lang="fr" xml:lang="fr">')),
    "words": ("text.xhtml", swap("<p>It grows", "<p>It falls")),
    "words lost": ("text.xhtml", swap("<h2>Third</h2>")),
    "note": ("text.xhtml", swap("Since 1990", "Since 1991")),
    "note that opens": ("text.xhtml", swap(' epub:type="footnote"')),
    "note back": ("text.xhtml", swap('<a role="doc-backlink".*?</a>')),
    "note of another call": (
        "text.xhtml",
        lambda text: (
            text.replace('href="#a"', 'href="#c"')
            .replace('href="#b"', 'href="#a"')
            .replace('href="#c"', 'href="#b"')
        ),
    ),
    "note number": ("text.xhtml", swap(r"(doc-noteref.*?</span>)1<", r"\g<1>9<")),
    "words added": ("text.xhtml", swap("</body>", "<p>Buy now!</p></body>")),
    "words of a draft": ("text.xhtml", swap("<header", '<p class="status">Draft</p><header')),
    "order": ("text.xhtml", swap(r"(<h2>Second.*?</p>)\s*(<p>.*?</p>)", r"\2\1")),
    "order of cells": (
        "text.xhtml",
        swap(r"(<td>.*?)Harbour 7(</p></td>\s*<td[^>]*><p>)7<", r"\g<1>7\2Harbour 7<"),
    ),
    "kind": ("text.xhtml", swap("<h2>Third</h2>", "<h4>Third</h4>")),
    "kind of a heading": ("text.xhtml", swap("<h2>Third</h2>", "<p>Third</p>")),
    "kind of a cell": ("text.xhtml", swap(r"<th (.*?)</th>", r"<td \1</td>")),
    "page-title": ("text.xhtml", swap("<title>[^<]*", "<title>Untitled")),
    "page-title of the contents": ("nav.xhtml", swap("<title>[^<]*", "<title>Untitled")),
    "words in the contents": ("nav.xhtml", swap(">Second<", ">First<")),
    "words not in the contents": ("nav.xhtml", swap(r"<li>[^\n]*#second.*?</li>")),
    "contents": ("nav.xhtml", swap('#second"', '#third"')),
    "landmarks": ("nav.xhtml", swap('epub:type="bodymatter"', 'epub:type="bibliography"')),
    "landmarks lost": ("nav.xhtml", swap(' epub:type="landmarks"')),
    "spine": ("package.opf", swap(r"(<itemref[^>]*nav[^>]*>)\s*(<itemref[^>]*>)", r"\2\1")),
    "spine not turned to": ("package.opf", swap('idref="text-xhtml"', r'\g<0> linear="no"')),
    "picture": ("square", swap("<svg ", '<svg id="other" ')),
    "picture cut off": ("square", lambda text: text[:60]),
    "cover": ("cover.png", lambda text: text[:2000]),
    "cover of another brief": ("cover.png", lambda text: OTHER_COVER),
    "cover not marked": ("package.opf", swap(' properties="cover-image"')),
    "cover in words": ("cover.xhtml", swap('alt="[^"]*"', 'alt="Cover: cover.png"')),
    "style": ("style.css", lambda text: f"{text}p {{ display: none }}"),
    "style without contrast": ("style.css", swap("--ink: [^;]*", "--ink: #fff; color: #eee")),
    "role": ("package.opf", swap(r'(#author-1" property="role"[^>]*>)aut', r"\1ill")),
    "identifier": ("package.opf", swap("urn:uuid:[^<]*", "urn:long")),
    "metadata modified": ("package.opf", swap(r'(dcterms:modified">)2024', r"\g<1>1999")),
    "link within": ("text.xhtml", swap('href="#second"', 'href="cover.xhtml"')),
    "link": ("text.xhtml", swap("https://example.org/port", "https://example.org/part")),
    "unreadable": ("text.xhtml", swap("</p>")),
}


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDED)
def test_each_seeded_defect_is_found(files: dict[str, bytes], seed: str) -> None:
    name, change = SEEDED[seed]
    if name == "square":
        [name] = re.findall(r"_images/square-[^\"]*", zipped(files["epub"], "text.xhtml"))
    spoiled = spoil(files["epub"], name, change)
    rule, _, word = seed.partition(" ")
    pdf = files["pdf"] if rule.startswith("page-") else b""  # takes a second to be read
    found = look(spoiled, [files["html"].decode()], pdf).findings
    assert rule in {finding.rule for finding in found}
    if rule == "metadata":
        assert any(f" as {word}, " in finding.message for finding in found)


@pytest.mark.slow
def test_who_answers_for_a_book_is_who_conf_py_names(files: dict[str, bytes]) -> None:
    def found(certifier: str) -> list[str]:
        return [each.rule for each in look(files["epub"], certifier=certifier).findings]

    assert found("We") == []
    assert found("They") == ["certifier"]
    assert found("") == ["certifier"]


@pytest.mark.slow
def test_a_book_without_the_pages_of_its_pdf_is_found(files: dict[str, bytes]) -> None:
    def no_list(text: str) -> str:
        return re.sub(r'<nav[^>]*"page-list".*?</nav>', "", text, flags=re.DOTALL)

    spoiled = spoil(files["epub"], "nav.xhtml", no_list)
    spoiled = spoil(
        spoiled, "text.xhtml", lambda t: re.sub(r"<span[^>]*doc-pagebreak[^>]*/>", "", t)
    )
    rules = {finding.rule for finding in look(spoiled, (), files["pdf"]).findings}
    assert rules == {"page-list", "summary", "untrue"}
