"""What stands in the front matter is shown sign by sign: in each format, as written and translated.

Titles may have emphasis, as headings have; tags of HTML are words in them too.
"""

from __future__ import annotations

import html
import re
import subprocess
import zipfile

import pytest
from conftest import SVG, Publication

pytestmark = pytest.mark.slow

# What each value has, after a word of its own, as an author writes it and in the translation.
SIGNS = {
    "en": "<health> & *a* _b_ `c` {d} &amp; [e](f) $g$ {{ h }}",
    "it": "<salute> & *a* _b_ `c` {d} &amp; [e](f) $g$ {{ h }}",
}
# The same in titles, in which Markdown is read.
TITLES = {"en": "<health> & *a* &lt; `c`", "it": "<salute> & *a* &lt; `c`"}
SHOWN_TITLES = {"en": "<health> & a < c", "it": "<salute> & a < c"}

BRIEF = """\
---
title: {title}
subtitle: {subtitle}
short_title: {short}
description: {description}
keywords: [{keyword}]
authors: [north-desk]
date: 2025-01-01
topic: trade
series: papers
funding: {funding}
acknowledgements: {thanks}
banner: {{image: square.svg, alt: {alt}, credit: {credit}}}
corrections: [{{date: 2025-01-02, text: {correction}}}]
---

## One

"""
# What stands in running heads is on the second page, and the next ones.
FILLING = {"en": " ".join(["Words."] * 900), "it": " ".join(["Parole."] * 900)}
PLAIN = (
    *("subtitle", "short", "description", "keyword", "funding", "thanks", "alt", "credit"),
    *("correction", "author", "affiliation", "disclaimer"),
)
MARKED = ("title", "topic", "series")

# Where each must be found: the brief's page, the other pages, the book, its package document, the
# PDF, which shows no alternative text, and its properties.
PLACES = {
    "page": {*PLAIN, *MARKED} - {"short"},
    "lists": {*MARKED, "author", "subtitle", "description", "affiliation"},
    "book": {*PLAIN, *MARKED} - {"short", "description"},
    "package": {"title", "subtitle", "description", "keyword", "author", "series"},
    "pdf": {*PLAIN, *MARKED} - {"description", "keyword", "alt"},
    "info": {"title", "author", "keyword"},
}


def written(name: str, language: str) -> str:
    return f"{name.upper()} {(TITLES if name in MARKED else SIGNS)[language]}"


def shown(name: str, language: str) -> str:
    return f"{name.upper()} {(SHOWN_TITLES if name in MARKED else SIGNS)[language]}"


def quoted(text: str) -> str:
    return f'"{text}"'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    made = Publication.of("two-languages", tmp_path_factory.mktemp("values") / "publication")
    values = {name: quoted(written(name, "en")) for name in (*PLAIN, *MARKED)}
    made.write("docs/briefs/signs.md", BRIEF.format(**values) + FILLING["en"])
    made.write("docs/briefs/square.svg", SVG)
    name, affiliation = values["author"], values["affiliation"]
    desk = f"---\nname: {name}\naffiliations: {affiliation}\n---\n\nThe desk.\n"
    made.write("docs/authors/north-desk.md", desk)
    made.write("docs/topics/trade.md", f"---\ntitle: {values['topic']}\n---\n")
    series = f"---\ntitle: {values['series']}\ndisclaimer: {values['disclaimer']}\n---\n"
    made.write("docs/series/papers.md", series)
    header = made.read("locale/it/LC_MESSAGES/briefs/ports.po").partition("\n\n")[0]
    messages = {"One": "Uno", FILLING["en"]: FILLING["it"], "The desk.": "La redazione."}
    messages |= {written(each, "en"): written(each, "it") for each in (*PLAIN, *MARKED)}
    entries = [f'msgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in messages.items()]
    for docname in ("briefs/signs", "authors/north-desk", "topics/trade", "series/papers"):
        made.write(f"locale/it/LC_MESSAGES/{docname}.po", "\n".join([header + "\n", *entries]))
    made.build("-b", "signs")
    return made


def words(built: Publication, place: str, language: str) -> str:
    """All that a reader is shown or told in one place, without the spaces."""
    folder = built.site / language / "briefs"
    if place == "page":
        text = plain((folder / "signs.html").read_text(encoding="utf-8"))
    elif place == "lists":
        pages = [page for page in (built.site / language).rglob("*.html") if page.parent != folder]
        text = "\n".join(plain(page.read_text(encoding="utf-8")) for page in pages)
    elif place in ("book", "package"):
        ending = ".opf" if place == "package" else ".xhtml"
        with zipfile.ZipFile(folder / "signs.epub") as book:
            names = [name for name in book.namelist() if name.endswith(ending)]
            text = "\n".join(plain(book.read(name).decode()) for name in names)
    else:
        file = str(folder / "signs.pdf")
        command = ["pdftotext", file, "-"] if place == "pdf" else ["pdfinfo", file]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        text = done.stdout
    return closed_up(text)


def plain(markup: str) -> str:
    """The words of *markup*, and those of its attributes that are shown or told."""
    told = re.findall(r'\b(?:alt|content|aria-label)="([^"]*)"', markup)
    return html.unescape("\n".join([re.sub(r"<[^>]*>", "", markup), *told]))


def closed_up(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\u2060]+", "", text)


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("place", PLACES)
def test_each_sign_of_a_value_is_shown(built: Publication, place: str, language: str) -> None:
    found = words(built, place, language)
    lost = [name for name in PLACES[place] if closed_up(shown(name, language)) not in found]
    assert not lost, sorted(lost)


def test_a_translation_may_have_other_words_between_its_signs(built: Publication) -> None:
    assert built.briefpress("update", "-l", "it").returncode == 0  # which says what each text is
    done = built.briefpress("lint-po")
    assert done.returncode == 0, done.stdout
