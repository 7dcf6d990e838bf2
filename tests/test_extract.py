"""Extraction: every string that a reader sees, once, with its line; nothing else; the same bytes.

``tests/roots/test-every-string`` holds every construct that has words, each with a tag of its own.
``tests/frozen`` holds its templates: what changes there orphans translations all over the world.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from conftest import Publication

from briefpress.catalogues.locate import find_line
from briefpress.markup import find_words, refusal, to_html
from briefpress.translation.messages import has_words

FROZEN = Path(__file__).parent / "frozen"
TEMPLATES = ("briefs/rich", "briefs/restructured", "index")
TAG = re.compile(r"Tag\d{3}")


def extracted(publication: Publication, *options: str, language: str = "en") -> dict[str, str]:
    """The templates that plain ``sphinx-build -b gettext`` makes, by the document's name."""
    done = publication.sphinx("gettext", language, *options, out="build/pot")
    assert (done.returncode, done.stderr) == (0, "")
    folder = publication.path / "build/pot"
    return {
        file.relative_to(folder).with_suffix("").as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*.pot"))
    }


@pytest.fixture(scope="module")
def every_string(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return Publication.of("every-string", tmp_path_factory.mktemp("every") / "publication")


@pytest.fixture(scope="module")
def templates(every_string: Publication) -> dict[str, str]:
    return extracted(every_string)


def entries(template: str) -> list[polib.POEntry]:
    return list(polib.pofile(template))


def tags(publication: Publication) -> dict[str, tuple[str, str]]:
    """Where each tag stands: its file and line."""
    return {
        tag: (file.relative_to(publication.path).as_posix(), str(number))
        for file in sorted((publication.path / "docs").rglob("*.*"))
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1)
        for tag in TAG.findall(line)
    }


def test_every_string_is_extracted_once_with_its_line(
    every_string: Publication, templates: dict[str, str]
) -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    for template in templates.values():
        for entry in entries(template):
            for tag in TAG.findall(entry.msgid):
                found.setdefault(tag, []).extend(entry.occurrences)
    places = tags(every_string)
    assert len(places) > 250
    assert {tag: found.get(tag) for tag in places} == {tag: [p] for tag, p in places.items()}


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_messages_are_those_that_translators_have(templates: dict[str, str], name: str) -> None:
    """Also after a new version of Sphinx, docutils or MyST-Parser."""
    file = FROZEN / f"{name.replace('/', '-')}.pot"
    if os.environ.get("BRIEFPRESS_FREEZE"):
        file.write_text(templates[name], encoding="utf-8")
    frozen = file.read_text(encoding="utf-8")
    changes = "\n".join(difflib.unified_diff(frozen.split("\n"), templates[name].split("\n"), n=3))
    if changes:
        pytest.fail(
            f"{name} has other messages than before. A changed msgid or msgctxt orphans its "
            "translations in every catalogue: make sure that this is wanted, then freeze it with\n"
            f"  BRIEFPRESS_FREEZE=1 python -m pytest {Path(__file__).name}\n{changes}",
            pytrace=False,
        )


def test_there_is_a_template_for_each_document_and_none_besides(templates: dict[str, str]) -> None:
    """No sphinx.pot, and none for a part that is included."""
    assert set(templates) == {"briefs/restructured", "briefs/rich", "briefs/second", "index"}


def test_no_message_is_code_a_number_or_a_name(templates: dict[str, str]) -> None:
    found = {entry.msgid for entry in entries(templates["briefs/rich"])}
    for text in ("54", "2001", "`code alone`", "{cite:t}`nobody2020`", "{{ second }}", "42", "bar"):
        assert text not in found
    assert not [text for text in found if "nobody translates" in text or "a = b" in text]


def test_a_comment_says_what_a_message_is(templates: dict[str, str]) -> None:
    comments = {entry.msgid: entry.comment for entry in entries(templates["briefs/rich"])}
    under = ", under “Second heading Tag041”"
    for text, comment in {
        "Tag001 title: of the *brief*": "title",
        "Tag012 first correction.": "front matter: corrections",
        "Tag105 alternative text of a figure": f"alt text of fig-map{under}",
        "Tag109 caption of a *figure*": f"caption of fig-map{under}",
        "Tag084 source of a table": f"source of tab-one{under}",
        "Tag087 cell in a directive": f"table cell, column Tag085 head in a directive{under}",
        "Tag125 first series": f"chart, series of fig-chart{under}",
        "Tag043 note of several paragraphs.": f"note{under}",
        "Second heading Tag041": "heading, under “Tag028 heading with emphasis and code”",
        "Tag177 text of a drawing": "words in a drawing of map.svg",
        "Tag187 open": f"paragraph{under}\nSay it as a clerk would. It is a button.",
    }.items():
        assert comments[text] == comment


def test_a_message_that_stands_twice_is_there_once(templates: dict[str, str]) -> None:
    (year,) = [e for e in entries(templates["briefs/rich"]) if e.msgid == "Year"]
    assert [file for file, _ in year.occurrences] == [
        "docs/briefs/rich.md",
        "docs/briefs/rich/numbers.csv",
    ]


# Nothing but the sources


@pytest.mark.slow
def test_the_templates_are_the_same_in_every_language_and_after_every_build(
    publication: Callable[[str], Publication], templates: dict[str, str]
) -> None:
    other = publication("every-string")
    for name in TEMPLATES:
        catalogue = polib.pofile(templates[name])
        catalogue.metadata["Language"] = "it"
        for entry in catalogue:
            entry.msgstr = "Una traduzione"
        file = other.path / f"locale/it/LC_MESSAGES/{name}.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(file))
    shutil.copy(other.path / "docs/briefs/rich/map.svg", other.path / "docs/briefs/rich/map.it.svg")
    doctrees = ("-d", "build/doctrees")
    shutil.rmtree(other.path / "locale/it/LC_MESSAGES/briefs")
    assert other.sphinx("html", "it", *doctrees).returncode == 0
    assert extracted(other, *doctrees, "-j2", language="it") == templates
    pages = other.sphinx("html", "it", *doctrees)
    assert (pages.returncode, pages.stderr) == (0, "")
    assert "Una traduzione" in other.read("build/plain/html/it/index.html")


def test_what_is_gone_has_no_template_and_what_is_the_same_is_not_written(
    publication: Callable[[str], Publication],
) -> None:
    other = publication("every-string")
    before = extracted(other)
    other.write("build/pot/own.pot", 'msgid ""\nmsgstr ""\n')
    index = other.path / "build/pot/index.pot"
    os.utime(index, (0, 0))
    (other.path / "docs/briefs/restructured.md").unlink()
    other.replace("docs/briefs/second.md", "Nothing.", "Something.")
    after = extracted(other)
    assert set(before) - set(after) == {"briefs/restructured"}
    assert "own" in after
    assert index.stat().st_mtime == 0
    assert 'msgid "Something."' in after["briefs/second"]
    assert extracted(other, "-E") == after


# Contexts and HTML in the translated build


def test_two_contexts_have_two_translations(two_languages: Publication) -> None:
    two_languages.write(
        "docs/briefs/months.md",
        "---\ntitle: Months\n---\n\n% context: month\n\nMay\n\n## May\n\n| A |\n| - |\n"
        '| [May]{context="verb"} |\n',
    )
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: it\\n"\n'
    texts = [("", "Months", "Mesi"), ("month", "May", "Maggio"), ("", "May", "Mai")]
    texts += [("verb", "May", "Potere"), ("", "A", "B")]
    head += "".join(
        (f'\nmsgctxt "{context}"' if context else "") + f'\nmsgid "{text}"\nmsgstr "{words}"\n'
        for context, text, words in texts
    )
    two_languages.write("locale/it/LC_MESSAGES/briefs/months.po", head)
    done = two_languages.sphinx("html", "it")
    assert (done.returncode, done.stderr) == (0, "")
    page = two_languages.read("build/plain/html/it/briefs/months.html")
    assert "<p>Maggio</p>" in page
    assert re.search(r"<h2.*>Mai</h2>", page)
    assert "<p>Potere</p>" in page
    assert "context" not in page


def test_all_that_is_extracted_is_translated(
    every_string: Publication, templates: dict[str, str], tmp_path: Path
) -> None:
    other = Publication.of("every-string", tmp_path / "publication")
    for name, template in templates.items():
        catalogue = polib.pofile(template)
        catalogue.metadata["Language"] = "it"
        for entry in catalogue:
            entry.msgstr = re.sub(r"Tag(\d)", r"Segno\1", entry.msgid)
        file = other.path / f"locale/it/LC_MESSAGES/{name}.po"
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(file))
    done = other.sphinx("html", "it")
    assert (done.returncode, done.stderr) == (0, "")
    folder = other.path / "build/plain/html/it"
    shown = "".join(
        re.sub(r'(?:id|href)="[^"]*"', "", file.read_text(encoding="utf-8"))
        for suffix in ("html", "svg")
        for file in sorted(folder.rglob(f"*.{suffix}"))
    )
    assert set(TAG.findall(shown)) == set()
    absent = {tag for tag in tags(other) if tag.replace("Tag", "Segno") not in shown}
    assert absent == {"Tag003"}  # the short title stands on paper alone


# The parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Words", True),
        ("слова", True),
        ("字", True),
        ("54", False),
        ("–", False),
        ("54 %", False),
        ("2001–2005", False),
        ("1,234.5", True),
        ("€5", True),
        ("10.1234/abc.5", False),
        ("https://doi.org/10.1234/abc", False),
        ("ISBN 978-3-16-148410-0", False),
        ("https://example.org/words", False),
    ],
)
def test_what_a_translator_can_do_something_with(text: str, expected: bool) -> None:
    assert has_words(text) is expected


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        ("One two", 1, 1),
        ("four five six", 1, 3),
        ('say "so"', 1, 5),
        ("is not there", 2, 2),
        ("after", 99, 6),
        ("", 3, 3),
    ],
)
def test_a_message_is_looked_up_from_its_block_on(text: str, near: int, expected: int) -> None:
    lines = ["# One two", ":::{x}", "> four five", "> six", '"say ""so"""', "after"]
    assert find_line(text, lines, near) == expected


def test_an_attribution_is_looked_up_before_its_quote() -> None:
    lines = ["{attribution=A}", "> said", "", "{attribution=A}", "> said too"]
    assert find_line("A", lines, 2, backward=True) == 1
    assert find_line("A", lines, 5, backward=True) == 4


def test_a_sentence_of_html_is_one_message() -> None:
    block = (
        '<div class="x" title="Tip"><!-- no --><p>One <em>two</em>\n three.</p>'
        '<img src="a" alt="Picture"><ul><li>A &amp; B<li>5</ul><script>var x = "y";</script></div>'
    )
    found = [words.text for words in find_words(block)]
    assert found == ["Tip", "One <em>two</em> three.", "Picture", "A &amp; B"]
    assert [words.attribute for words in find_words(block)] == ["title", "", "alt", ""]
    assert all(re.sub(r"\s+", " ", block[w.begin : w.end]) == w.text for w in find_words(block))


def test_a_translation_of_html_keeps_the_tags_and_adds_none() -> None:
    original = "One <em>two</em>"
    assert not refusal(original, "<em>Zwei</em> eins")
    assert not refusal('<abbr title="Two">2</abbr>', '<abbr title="Zwei">2</abbr>')
    assert refusal('<abbr title="2">2</abbr>', '<abbr title="2" onclick="x">2</abbr>')
    assert "</em> is lost" in refusal(original, "Eins <em>zwei")
    assert "<script> is not in the original" in refusal(original, "<script><em>zwei</em>")
    assert to_html("<em>R&amp;D</em> < 5") == "<em>R&amp;D</em> &lt; 5"
