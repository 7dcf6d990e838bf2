"""Names in double braces stand for words, translated once, and run nothing."""

from __future__ import annotations

import re

import polib
import pytest
from conftest import Publication

BRIEF = "docs/briefs/names.md"
CATALOGUE = "locale/it/LC_MESSAGES/briefs/names.po"
HEADER = 'msgid ""\nmsgstr ""\n"Language: it\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
TEXT = """\
---
title: Names
substitutions:
  pact: the *Green* Pact
  year: 2030
---

By {{ year }}, {{pact}} binds {{ house }}.

{{ pact }}

Code: `{{ pact }}` and \\{{ pact }}.

```
{{ pact }}
```
"""
SITE = """
myst_substitutions = {
    "house": "the [Institute](https://example.org)",
    "year": "1999",
}
"""


@pytest.fixture
def names(two_languages: Publication) -> Publication:
    two_languages.write(BRIEF, TEXT)
    two_languages.add("conf.py", SITE)
    return two_languages


def page(publication: Publication, language: str) -> str:
    done = publication.sphinx("html", language)
    assert (done.returncode, done.stderr) == (0, "")
    return publication.read(f"build/plain/html/{language}/briefs/names.html")


def test_a_name_stands_for_its_words(names: Publication) -> None:
    text = page(names, "en")
    house = 'the <a class="reference external" href="https://example.org">Institute</a>'
    assert f"<p>By 2030, the <em>Green</em> Pact binds {house}.</p>" in text
    assert "<p>the <em>Green</em> Pact</p>" in text
    assert text.count("{{") == 2 + text.count('<span class="pre">{{')


def test_the_words_are_one_message_and_the_name_stays_in_the_sentence(names: Publication) -> None:
    done = names.sphinx("gettext", "en")
    assert (done.returncode, done.stderr) == (0, "")
    brief = polib.pofile(names.path / "build/plain/gettext/en/briefs/names.pot")
    found = {entry.msgid: entry.occurrences for entry in brief}
    assert [line for _, line in found["the *Green* Pact"]] == ["4"]
    assert "By {{ year }}, {{pact}} binds {{ house }}." in found
    assert "{{ pact }}" not in found  # a paragraph that is a name has nothing to translate
    assert not any("Institute" in words for words in found)
    index = polib.pofile(names.path / "build/plain/gettext/en/index.pot")
    (entry,) = [entry for entry in index if "Institute](" in entry.msgid]
    assert entry.msgid == "the [Institute](https://example.org)"
    ((file, line),) = entry.occurrences
    assert file.endswith("conf.py")
    assert "house" in names.read("conf.py").splitlines()[int(line) - 1]


@pytest.mark.slow
def test_the_words_are_translated_wherever_the_name_stands(names: Publication) -> None:
    sentence = "By {{ year }}, {{pact}} binds {{ house }}."
    names.write(
        CATALOGUE,
        f'{HEADER}msgid "{sentence}"\n'
        'msgstr "{{ house }}: {{ pact }} entro il {{ year }}."\n\n'
        'msgid "the *Green* Pact"\nmsgstr "il Patto *verde*"\n',
    )
    text = page(names, "it")
    assert "Patto <em>verde</em> entro il" in text
    assert '<span lang="en">the <a' in text  # the catalogue of the index says nothing yet
    assert "<p>il Patto <em>verde</em></p>" in text  # no message but its words
    names.write(
        "locale/it/LC_MESSAGES/index.po",
        f'{HEADER}msgid "the [Institute](https://example.org)"\n'
        'msgstr "l’[Istituto](https://example.org)"\n',
    )
    text = page(names, "it")
    assert '<p>l’<a class="reference external" href="https://example.org">Istituto</a>: il' in text


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{{ 6 * 7 }}", "“{{ 6 * 7 }}”: between the braces stands a name"),
        ("{{ env.srcdir }}", "“{{ env.srcdir }}”: between"),
        ("{{ env }}", "“{{ env }}”: between"),
        ("{{ pact | upper }}", "“{{ pact | upper }}”: between"),
        ("{{ unknown }}", r"not one of those defined .*\(house, pact, year\)"),
    ],
)
def test_what_is_no_name_is_an_error_and_runs_nothing(
    names: Publication, written: str, message: str
) -> None:
    names.replace(BRIEF, "\n{{ pact }}\n", f"\nHere: {written}.\n")
    done = names.sphinx("html", "en")
    assert done.returncode != 0
    pattern = message if "(" in message else re.escape(message)
    assert re.search(rf"names\.md:10: ERROR: .*{pattern}", done.stderr)
    assert f"Here: {written}." in names.read("build/plain/html/en/briefs/names.html")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("pact: the *Green* Pact", "pact: a <b>bold</b> pact", "names.md:4: ERROR: .*holds HTML"),
        ("pact: the *Green* Pact", "pact: a pact[^n]", "names.md:4: ERROR: .*note"),
        ("year: 2030", "year: in {{ pact }}", "names.md:5: ERROR: .*must not hold another name"),
        ("pact: the", "1pact: the", "names.md:4: .*“1pact” is no name"),
        ("  pact: the *Green* Pact\n  year: 2030\n", "  - a\n", "names.md:3: .*`name: words`"),
    ],
)
def test_wrong_words_are_named_at_their_line(
    names: Publication, old: str, new: str, message: str
) -> None:
    names.replace(BRIEF, old, new)
    done = names.sphinx("html", "en")
    assert done.returncode != 0
    assert re.search(message, done.stderr)


def test_a_translation_adds_no_name(names: Publication) -> None:
    names.write(CATALOGUE, f'{HEADER}msgid "Names"\nmsgstr "{{{{ pact }}}}"\n')
    done = names.sphinx("html", "it")
    assert "names.po:6: WARNING" in done.stderr
    assert "{{ pact }} is not in the original" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["text", "briefepub", "briefpdf"])
def test_every_format_has_the_words(names: Publication, builder: str) -> None:
    done = names.sphinx(builder, "en")
    assert (done.returncode, done.stderr) == (0, "")
    if builder == "text":
        text = names.read("build/plain/text/en/briefs/names.txt")
        assert "By 2030, the *Green* Pact binds the Institute" in text
