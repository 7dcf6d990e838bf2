"""The interface's own words are all in its catalogues, and a publication may have its own."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from conftest import REPOSITORY, Publication

from briefpress.directives import BOXES, HEADINGS
from briefpress.interface import interface
from briefpress.licences import CONDITIONS, SCOPES
from briefpress.translation.catalogue import check_catalogues

PACKAGE = REPOSITORY / "briefpress"
CATALOGUES = sorted((PACKAGE / "locale").rglob("briefpress.po"))
LANGUAGES = [file.parts[-3] for file in CATALOGUES]
OWN = "locale/it/LC_MESSAGES/briefpress.po"
HEADER = 'msgid ""\nmsgstr ""\n"Language: it\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
HEADER += '"Content-Transfer-Encoding: 8bit\\n"\n"MIME-Version: 1.0\\n"\n\n'

# _('word') in templates, _("word") in Python; a quotation mark within would need a backslash.
CALL = re.compile(r"""\b_\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\)""")

# Calls that take their words from a table, and those words.
FROM_TABLES = {
    "_(CONDITIONS[conditions])",
    "_(HEADINGS[kind])",
    '_(HEADINGS[part["kind"]])',
    "_(SCOPES[version])",
    '_(part["label"])',
}
TABLES = {*BOXES.values(), *CONDITIONS.values(), *HEADINGS.values(), *SCOPES.values()}


def words() -> set[str]:
    """Every word that a template or a module marks."""
    found = set(TABLES)
    for file in PACKAGE.rglob("*"):
        if file.suffix in (".py", ".html", ".xhtml", ".opf", ".xml"):
            text = file.read_text(encoding="utf-8")
            found |= {single or double for single, double in CALL.findall(text)}
    return found


def test_words_are_found_in_templates_and_in_python() -> None:
    assert {"Contents", "Keywords", "Cover", "Notes", "About the author"} <= words()


def test_no_call_hides_its_word() -> None:
    """What is not written as one text in quotation marks cannot be found and translated."""
    for file in PACKAGE.rglob("*"):
        if file.suffix in (".py", ".html", ".xhtml", ".opf"):
            text = file.read_text(encoding="utf-8")
            calls = set(re.findall(r"\b_\([^)]+\)", text)) - FROM_TABLES
            assert [call for call in calls if not CALL.fullmatch(call)] == [], file


def test_italian_is_there() -> None:
    assert "it" in LANGUAGES


@pytest.mark.parametrize("file", CATALOGUES, ids=LANGUAGES)
def test_a_catalogue_has_every_word_and_no_other(file: Path) -> None:
    entries = [entry for entry in polib.pofile(str(file)) if not entry.obsolete]
    assert {entry.msgid for entry in entries} == words()
    assert [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy] == []
    assert check_catalogues([file], REPOSITORY) == []


def test_a_word_without_translation_stays_english() -> None:
    assert interface("it", [])("Contents") == "Indice"
    assert interface("it", [])("Not a word of the interface") == "Not a word of the interface"
    assert interface("cy", [])("Contents") == "Contents"
    assert interface("en", [])("Contents") == "Contents"


def test_a_publications_own_words_go_before(two_languages: Publication) -> None:
    text = f'{HEADER}msgid "Briefs"\nmsgstr "Note brevi"\n\n'
    text += '#, fuzzy\nmsgid "Notes"\nmsgstr "Forse"\n\nmsgid "Contents"\nmsgstr ""\n'
    two_languages.write(OWN, text)
    done = two_languages.sphinx("html", "it")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert ">Note brevi</h2>" in two_languages.read("build/plain/html/it/index.html")
    page = two_languages.read("build/plain/html/it/briefs/ports.html")
    assert ">Note</h2>" in page
    assert 'aria-label="Indice"' in page


def test_a_broken_catalogue_of_ones_own_stops_the_build(two_languages: Publication) -> None:
    two_languages.write(OWN, f'{HEADER}msgid "Briefs"\nmsgstr "Note\n')
    done = two_languages.sphinx("html", "it")
    assert done.returncode != 0
    assert f"{OWN}:9: error:" in done.stderr


@pytest.mark.slow
def test_a_new_word_reaches_every_page_at_the_next_build(two_languages: Publication) -> None:
    assert two_languages.sphinx("html", "it").returncode == 0
    two_languages.write(OWN, f'{HEADER}msgid "Notes"\nmsgstr "Annotazioni"\n')
    assert two_languages.sphinx("html", "it").returncode == 0
    assert ">Annotazioni</h2>" in two_languages.read("build/plain/html/it/briefs/ports.html")
