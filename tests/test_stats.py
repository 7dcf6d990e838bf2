"""The statistics say how far every translation is, by the numbers of the build."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import polib
import pytest
from conftest import Publication

from briefpress.brief import Brief, Status
from briefpress.catalogues.completion import HEADER as COMPLETE_FOR
from briefpress.catalogues.completion import recorded
from briefpress.catalogues.stats import Line
from briefpress.domain import Coverage
from briefpress.published import row_of

PO = "locale/it/LC_MESSAGES/briefs/ports.po"
# Its catalogue has 13 messages, of which this takes away three in three ways.
FUZZY = ('msgid "North"\n', '#, fuzzy\nmsgid "North"\n')
UNTRANSLATED = ('msgstr "Che cosa portano le navi"', 'msgstr ""')
REFUSED = ('msgstr "Misurate in tonnellate."', 'msgstr "<i>Misurate</i> in tonnellate."')
HEADER = (
    '"Language: it\\n"\n',
    '"Language: it\\n"\n"PO-Revision-Date: 2025-03-17 10:00+0100\\n"\n',
)
BROKEN = ('msgstr "Fonti"', 'msgstr "Fonti')


def brief(**keys: Any) -> Brief:
    return Brief(
        docname="briefs/ports",
        path="docs/briefs/ports.md",
        source_language="en",
        heading="Ports",
        title_line=1,
        title_from="heading",
        lines={},
        **keys,
    )


def line(coverage: Coverage, tag: str = "it", threshold: float = 100, **keys: Any) -> Line:
    document = brief(**keys)
    return Line(document, tag, coverage, row_of(document, tag, coverage, threshold), threshold)


def test_percentages_are_never_rounded_up() -> None:
    assert line(Coverage(3000, 2999)).percent == 99.9
    assert line(Coverage(3000, 3000)).percent == 100
    assert line(Coverage(0, 0)).percent == 100


def test_an_editor_is_told_why_a_brief_is_not_published_and_what_it_was_complete_for() -> None:
    outdated = Coverage(87, 84, fuzzy=2, refused=1, complete_for=date(2025, 3, 17))

    assert line(outdated).notes == [
        "not published: 84 of 87 messages are translated, 100 % are needed",
        "complete for the source of 17 March 2025; 3 messages changed since",
        "1 translation not used; `make` says at which line and why",
    ]
    assert line(outdated, threshold=80).notes == line(outdated).notes[1:]
    # Complete again, and only not recorded yet.
    assert line(Coverage(87, 87, complete_for=date(2025, 3, 17))).notes == []


def test_what_nobody_translates_does_not_fall_under() -> None:
    assert line(Coverage(10, 7)).falls_under(71)
    assert not line(Coverage(10, 7)).falls_under(70)
    assert not line(Coverage(10, 0), tag="en").falls_under(100)
    assert not line(Coverage(10, 0), status=Status.WITHDRAWN).falls_under(100)


def stats(publication: Publication, *options: str) -> dict[str, Any]:
    done = publication.briefpress("stats", "--json", *options)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_the_numbers_are_those_of_the_build(two_languages: Publication) -> None:
    for old, new in (FUZZY, UNTRANSLATED, REFUSED, HEADER):
        two_languages.replace(PO, old, new)
    english = two_languages.read(PO).replace("Language: it", "Language: en")
    two_languages.write("locale/en/LC_MESSAGES/briefs/ports.po", english)
    found = stats(two_languages)
    assert not two_languages.site.exists()  # no build is needed
    assert (found["version"], found["ignored"]) == (1, ["locale/en/LC_MESSAGES/briefs/ports.po"])
    rows = {(row["id"], row["language"]): row for row in found["briefs"]}
    assert list(rows) == [("ports", "en"), ("ports", "it"), ("rivers", "en"), ("rivers", "it")]
    assert rows["ports", "it"] == {
        "complete_for": None,
        "document": "briefs/ports",
        "fuzzy": 1,
        "id": "ports",
        "is_source": False,
        "kind": "brief",
        "language": "it",
        "last_change": "2025-03-17",
        "messages": rows["ports", "en"]["messages"],
        "percent": rows["ports", "it"]["percent"],
        "published": False,
        "refused": 1,
        "source_language": "en",
        "threshold": 100,
        "translated": rows["ports", "en"]["messages"] - 3,
        "untranslated": 1,
        "why": rows["ports", "it"]["why"],
        "words_left": 1 + 3 + 3,
    }
    assert [key for key, row in rows.items() if row["is_source"]] == [
        ("ports", "en"),
        ("rivers", "it"),
    ]
    kinds = {row["kind"] for row in found["others"]}
    assert kinds == {"author", "page", "series", "topic"}

    assert two_languages.briefpress("build", "--format", "html").returncode == 0
    for name, decision in json.loads(two_languages.read("build/published.json")).items():
        for tag, row in decision.items():
            assert {key: rows[name, tag][key] for key in row} == row
    assert stats(two_languages) == found


@pytest.mark.slow
def test_a_source_that_changed_after_its_translation_was_complete(
    two_languages: Publication,
) -> None:
    for name in (PO, "docs/briefs/ports.md"):
        two_languages.replace(name, "2.5", "few")
    two_languages.replace(PO, *HEADER)
    catalogue = polib.pofile(str(two_languages.path / PO))
    value = recorded(catalogue, catalogue.metadata)
    assert value.endswith(" 2025-03-17")
    two_languages.replace(PO, '"MIME', f'"{COMPLETE_FOR}: {value}\\n"\n"MIME')
    options = ("-b", "ports", "-l", "it")
    [row] = stats(two_languages, *options)["briefs"]
    assert (row["percent"], row["complete_for"]) == (100, None)

    two_languages.replace("docs/briefs/ports.md", "Measured in tons.", "Measured in tonnes.")
    [row] = stats(two_languages, *options)["briefs"]
    assert (row["untranslated"], row["complete_for"]) == (1, "2025-03-17")
    table = two_languages.briefpress("stats", *options).stdout
    assert "complete for the source of 17 March 2025; 1 message changed since" in table


@pytest.mark.slow
def test_a_person_reads_a_table_in_80_columns_without_colours(
    two_languages: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for old, new in (FUZZY, UNTRANSLATED, HEADER):
        two_languages.replace(PO, old, new)
    done = two_languages.briefpress("stats", "--all")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [text.rstrip() for text in done.stdout.splitlines()]
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in done.stdout
    columns = [text.split() for text in lines]
    total = stats(two_languages, "-b", "ports", "-l", "it")["briefs"][0]["messages"]
    percent = 100 * (total - 2) // total
    row = ["ports", "it", f"{total - 2}", "1", "1", "4", f"{percent}", "2025-03-17", "no"]
    assert row in columns
    assert ["ports", "en", *"––––", "source", "–", "yes"] in columns
    assert any(text.startswith("topics/trade") for text in lines)
    why = f"ports, it: not published: {total - 2} of {total} messages are translated, 100 % are"
    assert why in " ".join(" ".join(lines).split())


@pytest.mark.slow
def test_a_publication_without_briefs_is_told_of_its_pages(tmp_path: Path) -> None:
    publication = Publication(tmp_path)
    settings = 'extensions = ["briefpress"]\nbriefpress_languages = ["en", "it"]\n'
    publication.write("conf.py", settings)
    publication.write("docs/index.md", "# Handbook\n")
    publication.write("docs/tides.md", "# Tides\n")
    done = publication.briefpress("stats")
    assert "tides" in done.stdout.split()


@pytest.mark.slow
def test_a_job_can_ask_for_a_percentage(two_languages: Publication) -> None:
    asked = ("stats", "-b", "ports", "-l", "it", "--fail-under")
    assert two_languages.briefpress(*asked, "100").returncode == 0
    two_languages.replace(PO, *UNTRANSLATED)
    assert two_languages.briefpress(*asked, "90").returncode == 0
    done = two_languages.briefpress(*asked, "95")
    assert done.returncode == 1
    assert re.search(
        r"^ports in it: 9[12]\.\d % are translated, less than 95 %$", done.stderr, re.M
    )
    # rivers has no English translation at all
    assert two_languages.briefpress("stats", "--fail-under", "10").returncode == 1
    assert two_languages.briefpress("stats", "--fail-under", "101").returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), f"{PO}:42: error: "),
        (("-l", "it"), f"{PO}:42: error: "),
        (("-l", "xx"), "“xx” is none of the publication's languages: en, it"),
        (("-b", "none"), "there is no brief “none”; there are: ports, rivers"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    two_languages: Publication, options: tuple[str, ...], message: str
) -> None:
    if "xx" not in options and "none" not in options:
        two_languages.replace(PO, *BROKEN)
    done = two_languages.briefpress("stats", "--json", *options)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
