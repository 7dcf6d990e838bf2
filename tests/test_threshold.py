"""A translation that is not complete appears from the percentage on that the institute chose, says
what is missing, and marks it."""

from __future__ import annotations

import ctypes
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from conftest import Publication

pytestmark = pytest.mark.slow

PO = "locale/it/LC_MESSAGES/briefs/ports.po"
GUIDE = "locale/it/LC_MESSAGES/guide/start.po"
HEAD = """\
msgid ""
msgstr ""
"Language: it\\n"
"PO-Revision-Date: 2025-03-17 10:00+0100\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
BRIEF = """\
---
title: Ports
subtitle: What they are
description: A brief on ports.
keywords: [ports, ships]
banner:
  image: ports/harbour.svg
  alt: A harbour
---

## Ships

Ships carry trade. See [](rivers.md).

![A ship](ports/harbour.svg)

```{figure} ports/harbour.svg
:alt: A harbour again
:source: Own drawing.

The harbour
```

| Port | Tons |
| --- | ---: |
| North | few |

```{chart} Tons of the ports
:alt: Bars
:unit: Tons

,Tons
East,1
```
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><path d="M0 0h9v9z"/></svg>'
# What is to be translated of the brief: what has a translation, and the rest.
TRANSLATED = {
    "Ports": "Porti",
    "ports": "porti",
    "Ships carry trade. See [](rivers.md).": "Le navi portano merci. Si veda [](rivers.md).",
    "Tons": "Tonnellate",
}
ENGLISH = (
    "What they are",
    "A brief on ports.",
    "ships",
    "A harbour",
    "Ships",
    "A ship",
    "A harbour again",
    "Own drawing.",
    "The harbour",
    "Port",
    "North",
    "few",
    "Tons of the ports",
    "Bars",
    "East",
)
TOTAL = len(TRANSLATED) + len(ENGLISH)


def entries(translations: dict[str, str]) -> str:
    return HEAD + "".join(f'\nmsgid "{a}"\nmsgstr "{b}"\n' for a, b in translations.items())


def choose(publication: Publication, threshold: object) -> None:
    conf = re.sub(r"\nbriefpress_publish_threshold.*", "", publication.read("conf.py"))
    publication.write("conf.py", f"{conf.rstrip()}\nbriefpress_publish_threshold = {threshold}\n")


@pytest.fixture
def partly(two_languages: Publication) -> Publication:
    """A brief in English of which a fifth is in Italian, nothing in French, and a guide."""
    two_languages.replace("conf.py", '["en", "it"]', '["en", "it", "fr"]')
    two_languages.write("docs/briefs/ports.md", BRIEF)
    two_languages.write("docs/briefs/ports/harbour.svg", SVG)
    two_languages.write("docs/briefs/rivers.md", "# Rivers\n\nWet.\n")
    two_languages.write("docs/guide/start.md", "# Start\n\nHere.\n\nThere.\n\nSee [](../index.md).")
    two_languages.write(PO, entries(TRANSLATED))
    two_languages.write(GUIDE, entries({"Start": "Inizio", "Here.": "Qui."}))
    return two_languages


def build(publication: Publication, *options: str) -> str:
    done = publication.briefpress("build", *options)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def decisions(publication: Publication, brief: str = "ports") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(publication.read("build/published.json"))[brief]
    return found


def languages_of(tree: ET.Element, inherited: str = "") -> Iterator[tuple[str, str]]:
    """Yield each piece of text, and each text alternative, with its language."""
    own = tree.get("lang") or inherited
    for text in (tree.text, tree.get("alt"), tree.get("aria-label"), tree.get("content")):
        if text and text.strip():
            yield " ".join(text.split()), own
    for child in tree:
        yield from languages_of(child, own)
        if child.tail and child.tail.strip():
            yield " ".join(child.tail.split()), own


def marked(page: str) -> dict[str, set[str]]:
    """Return the languages in which each text of *page* stands."""
    import tinyhtml5

    found: dict[str, set[str]] = {}
    for text, language in languages_of(tinyhtml5.parse(page)):
        found.setdefault(text, set()).add(language)
    return found


def struct(element: Any) -> Iterator[tuple[str, str]]:
    """Yield the kind and the language of each element of a PDF's structure that has one."""

    def text(function: Any) -> str:
        size = function(element, None, 0)
        buffer = ctypes.create_string_buffer(size)
        function(element, buffer, size)
        return buffer.raw[: max(0, size - 2)].decode("utf-16-le")

    if language := text(pdfium.FPDF_StructElement_GetLang):
        alt = text(pdfium.FPDF_StructElement_GetAltText)
        yield text(pdfium.FPDF_StructElement_GetType) + (f" {alt}" if alt else ""), language
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, place):
            yield from struct(child)


def pdf_languages(file: Path) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    with pypdfium2.PdfDocument(file) as pdf:
        for page in pdf:
            tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
            for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                found |= set(struct(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place)))
    return found


def pdf_text(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_the_threshold_decides_what_exists_and_what_leads_there(partly: Publication) -> None:
    everywhere = [
        f"{name}.{kind}" for name in ("briefs/ports",) for kind in ("html", "epub", "pdf")
    ]
    build(partly)
    assert decisions(partly)["it"]["why"] == (
        f"{len(TRANSLATED)} of {TOTAL} messages are translated, 100 % are needed"
    )
    for tag in ("it", "fr"):
        assert not (partly.site / tag).exists()
    page = partly.read("build/site/en/briefs/ports.html")
    assert "hreflang" not in page
    assert "incomplete" not in page

    choose(partly, '{"it": 20, "*": 100}')
    build(partly)
    for name in everywhere:
        assert (partly.site / "it" / name).is_file()
    assert not (partly.site / "fr").exists()
    assert not (partly.site / "it/briefs/rivers.html").exists()
    # 2 of 4 messages: the handbook follows the same rule.
    assert "Passaggi ancora in inglese" in partly.read("build/site/it/guide/start.html")
    assert 'hreflang="it"' in partly.read("build/site/en/briefs/ports.html")
    assert 'hreflang="fr"' not in partly.read("build/site/en/briefs/ports.html")
    assert "Porti" in partly.read("build/site/it/index.html")
    assert 'href="it/index.html"' in partly.read("build/site/index.html")
    assert "Nothing to do" in build(partly)

    choose(partly, 80)
    before = (partly.site / "en/briefs/rivers.html").stat().st_mtime_ns
    build(partly)
    assert not (partly.site / "it").exists()
    assert "hreflang" not in partly.read("build/site/en/briefs/ports.html")
    assert (partly.site / "en/briefs/rivers.html").stat().st_mtime_ns == before
    assert "Nothing to do" in build(partly)

    partly.write(PO, entries(TRANSLATED | {text: f"{text} (it)" for text in ENGLISH}))
    build(partly)
    assert decisions(partly)["it"]["why"] == f"{TOTAL} of {TOTAL} messages are translated"
    assert "incomplete" not in partly.read("build/site/it/briefs/ports.html")


def test_what_is_left_in_its_language_says_so_in_all_formats(partly: Publication) -> None:
    choose(partly, 20)
    build(partly)
    page = marked(partly.read("build/site/it/briefs/ports.html"))
    with zipfile.ZipFile(partly.site / "it/briefs/ports.epub") as archive:
        book = marked(archive.read("EPUB/text.xhtml").decode())
        contents = marked(archive.read("EPUB/nav.xhtml").decode())
        package = archive.read("EPUB/package.opf").decode()
    in_page_only = {"A brief on ports."}
    for text in ENGLISH:
        assert page.get(text) == {"en"}, text
        if text not in in_page_only:
            assert book.get(text) == {"en"}, text
    for text in (*TRANSLATED.values(), "Figura 1", "Fonte:", "Dati:"):
        for found in (page, book):
            assert found.get(text.split(". Si")[0], {"it"}) == {"it"}, text
    assert page["Rivers"] == {"en"}  # the title of another brief, in a link to it
    assert contents["Ships"] == {"en"}
    assert 'xml:lang="en">What they are<' in package
    assert package.index("<dc:language>it<") < package.index("<dc:language>en<")

    card = marked(partly.read("build/site/it/index.html"))
    assert (card["Porti"], card["What they are"]) == ({"it"}, {"en"})
    assert card["A brief on ports."] == {"en"}

    found = pdf_languages(partly.site / "it/briefs/ports.pdf")
    for expected in ("H2", "Figure A harbour", "Figure A ship", "Figure A harbour again"):
        assert (expected, "en") in found, expected
    assert ("Figure Bars", "en") in found
    assert {language for _, language in found} == {"en"}
    assert pdf_languages(partly.site / "en/briefs/ports.pdf") == set()


def test_a_banner_says_in_all_formats_what_is_missing(partly: Publication) -> None:
    choose(partly, 20)
    build(partly)
    count = f"Passaggi ancora in inglese: {len(ENGLISH)} su {TOTAL}."
    page = partly.read("build/site/it/briefs/ports.html")
    with zipfile.ZipFile(partly.site / "it/briefs/ports.epub") as archive:
        book = archive.read("EPUB/text.xhtml").decode()
    paper = pdf_text(partly.site / "it/briefs/ports.pdf")
    for text in (page, book):
        assert '<div class="incomplete" role="note">' in text
        assert count in text
        assert '<time datetime="2025-03-17">17\N{NO-BREAK SPACE}marzo 2025</time>' in text
    assert f"Questa traduzione non è completa. {count}" in paper
    assert "17 marzo 2025" in paper
    assert '<a href="../../en/briefs/ports.html" hreflang="en">Il testo completo in' in page
    assert 'href="https://briefs.example.org/en/briefs/ports.html" hreflang="en"' in book
    assert "Era completa" not in page
    assert "incomplete" not in partly.read("build/site/en/briefs/ports.html")


def test_a_banner_without_a_date_tells_none(partly: Publication) -> None:
    choose(partly, 20)
    partly.replace(PO, '"PO-Revision-Date: 2025-03-17 10:00+0100\\n"\n', "")
    build(partly, "--format", "html")
    page = partly.read("build/site/it/briefs/ports.html")
    assert "Passaggi ancora in inglese" in page
    assert "Stato al" not in page


def test_a_translation_that_was_complete_says_for_which_source(partly: Publication) -> None:
    choose(partly, 20)
    header = '"X-Complete-For: 0123456789abcdef 2025-01-27\\n"\n"MIME'
    partly.replace(PO, '"MIME', header)
    build(partly, "--format", "html")
    page = partly.read("build/site/it/briefs/ports.html")
    assert '<time datetime="2025-01-27">27\N{NO-BREAK SPACE}gennaio 2025</time>, che nel' in page


def test_fuzzy_and_refused_translations_do_not_count(partly: Publication) -> None:
    choose(partly, 20)
    fuzzy = '\n#, fuzzy\nmsgid "North"\nmsgstr "Nord"\n'
    refused = '\nmsgid "The harbour"\nmsgstr "Il <b>porto</b>"\n'
    partly.write(PO, entries(TRANSLATED) + fuzzy + refused)
    done = partly.briefpress("build", "--format", "html")
    assert done.returncode == 0
    assert "“The harbour”: the translation is not used" in done.stderr
    assert decisions(partly)["it"]["translated"] == len(TRANSLATED)
    assert marked(partly.read("build/site/it/briefs/ports.html"))["North"] == {"en"}


def test_a_plain_build_tells_too_and_guesses_no_address(partly: Publication) -> None:
    done = partly.sphinx("html", "it")
    assert (done.returncode, done.stderr) == (0, "")
    page = partly.read("build/plain/html/it/briefs/ports.html")
    assert "Questa traduzione non è completa." in page
    assert "Il testo completo" not in page


def test_a_draft_follows_the_threshold_and_leads_to_the_draft_it_is_made_of(
    partly: Publication,
) -> None:
    choose(partly, 20)
    partly.replace("docs/briefs/ports.md", "title: Ports", "title: Ports\nstatus: draft")
    build(partly)
    page = partly.read("build/drafts/it/ports.html")
    assert '<a href="../en/ports.html" hreflang="en">Il testo completo in inglese</a>' in page
    with zipfile.ZipFile(partly.path / "build/drafts/it/ports.epub") as archive:
        book = archive.read("EPUB/text.xhtml").decode()
    assert "Passaggi ancora in inglese" in book
    assert "Il testo completo" not in book  # a draft has no address
