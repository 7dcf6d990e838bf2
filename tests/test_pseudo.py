"""Make a pseudo-translation: nothing plain left, nothing lost, nothing published."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Publication
from lxml import etree, html

from briefpress.pseudo import pseudo

# What is no translator's: code, formulas, and what the browser never shows.
_OTHERS = {"code", "head", "math", "pre", "script", "style"}
# Names that are the same everywhere, and what is in the list of references.
_NAMES = {"PDF", "ePub", "https", "Nobody", "work"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Trade", "[Ţŕàđé ~~]"),
        ("See {date} and %s", "[Šéé {date} àñđ %s ~~~]"),
        ("At https://example.org/a", "[Àţ https://example.org/a ~]"),
        ('A <abbr title="big">b</abbr>', '[À <abbr title="[ßîĝ ~]">ß</abbr> ~]'),
        ("less <2 % than >3", "[ĺéšš <2 % ţĥàñ >3 ~~~~~]"),
        ("1,234.5", "1,234.5"),
    ],
)
def test_words_are_accented_and_what_is_none_is_kept(text: str, shown: str) -> None:
    assert pseudo(text) == shown


def test_a_text_is_a_third_longer() -> None:
    text = "Governments can still choose which of these roads they take together. " * 3
    assert 1.25 < len(pseudo(text)) / len(text) < 1.4


def _shown(root: etree._Element) -> Iterator[str]:
    for node in root.iter():
        around = [node, *node.iterancestors()]
        names = {str(each.tag).rpartition("}")[2] for each in around if isinstance(each.tag, str)}
        if names.isdisjoint(_OTHERS):
            yield node.text or ""
            yield from (node.get(name, "") for name in ("alt", "title", "aria-label"))
        if node is not root and (names - {str(node.tag).rpartition("}")[2]}).isdisjoint(_OTHERS):
            yield node.tail or ""


def _plain_words(texts: Iterator[str]) -> set[str]:
    words = (re.findall(r"(?<![\w./:@-])[A-Za-z]{3,}(?![\w@])", text) for text in texts)
    return {word for found in words for word in found}


@pytest.fixture(scope="module")
def pseudo_translated(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    made = Publication.of("every-string", tmp_path_factory.mktemp("pseudo") / "p")
    made.build("-f", "html")
    made.build("-l", "qps")
    return made


@pytest.mark.slow
def test_no_word_of_the_source_is_left(pseudo_translated: Publication) -> None:
    site = pseudo_translated.path / "build" / "pseudo" / "site"
    pages = sorted(site.rglob("*.html"))
    assert pages
    for page in pages:
        assert _plain_words(_shown(html.parse(str(page)).getroot())) <= _NAMES | {"code"}, page
    for book in sorted(site.rglob("*.epub")):
        with zipfile.ZipFile(book) as archive:
            for name in archive.namelist():
                if name.endswith((".xhtml", ".svg")):
                    root = etree.fromstring(archive.read(name))
                    assert _plain_words(_shown(root)) <= _NAMES | {"code"}, name
    for file in sorted(site.rglob("*.svg")):
        assert not _plain_words(_shown(etree.parse(str(file)).getroot())), file
    code = {"abbr", "alone", "code", "nobody", "not", "print", "that", "translated", "translates"}
    for file in sorted(site.rglob("*.pdf")):
        text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)
        assert _plain_words(iter([text.stdout])) <= _NAMES | code, file


@pytest.mark.slow
def test_links_lead_where_those_of_the_source_lead(pseudo_translated: Publication) -> None:
    build = pseudo_translated.path / "build"

    def links(folder: Path) -> list[str]:
        page = html.parse(str(folder / "briefs" / "rich.html")).getroot()
        found = [link.get("href", "") for link in page.findall(".//main//a")]
        return [re.sub("/(en|qps)/", "/", link) for link in found]

    assert links(build / "pseudo" / "site" / "qps") == links(build / "site" / "en")


@pytest.mark.slow
def test_it_is_no_part_of_the_publication(pseudo_translated: Publication) -> None:
    build = pseudo_translated.path / "build"
    assert not (build / "site" / "qps").exists()
    assert "qps" not in (build / "published.json").read_text(encoding="utf-8")
    assert "qps" not in (build / "site" / "index.html").read_text(encoding="utf-8")
    done = pseudo_translated.briefpress("build", "-l", "qps", "-l", "en")
    assert done.returncode == 1
    assert "“qps”, the pseudo-translation, is made alone" in done.stderr
