"""Translations are checked: faults are found, good work is left alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from conftest import REPOSITORY, Publication

from briefpress.__main__ import main
from briefpress.build import open_publication
from briefpress.catalogues.lint.entries import Entry
from briefpress.catalogues.lint.rules import OTHERS, RULES, Context
from briefpress.catalogues.lint.run import check, lint, parser_for
from briefpress.catalogues.lint.terms import Term, TermBase, read_terms
from briefpress.catalogues.lint.text import read_myst, read_rst
from briefpress.translation.places import Place

DATA = Path(__file__).parent / "lint"
GOOD: list[dict[str, str]] = yaml.safe_load((DATA / "good.yaml").read_text("utf-8"))
FINE: list[list[str]] = yaml.safe_load((DATA / "fine.yaml").read_text("utf-8"))
FAULTS: list[dict[str, Any]] = yaml.safe_load((DATA / "faults.yaml").read_text("utf-8"))
TERMS = TermBase(
    [
        Term(
            "it", "heatwave", ("ondata di calore",), ("onda di calore", "onda di caldo", "canicola")
        ),
        Term("it", "policy brief", ("brief",), ("documento politico",)),
        Term("it", "stakeholder", ("portatore di interessi", "parte interessata")),
        Term("de", "heatwave", ("Hitzewelle",), ("Wärmewelle",)),
        Term("fr", "mitigation", ("atténuation",), ("mitigation",)),
        Term("uk", "sanctions", ("санкції",)),
        Term("ar", "the Commission", ("المفوضية",), ("اللجنة",)),
        Term("es", "", (), ("implementar",)),
    ]
)
PARSER = parser_for("[^plans]: A note of several words.\n[^x]: Another one.\n")
CONTEXT = Context(TERMS, PARSER.check)


def found(language: str, msgid: str, msgstr: str, **more: Any) -> dict[str, list[str]]:
    """Return what the rules have against a translation."""
    is_rst = more.get("rst", False)
    source, target = (
        read_rst(text) if is_rst else read_myst(text, PARSER.tokens) for text in (msgid, msgstr)
    )
    place = Place(more["place"]) if more.get("place") else Place.OTHER
    entry = Entry(source, target, "en", language, 1, place, is_rst=is_rst)
    return check(entry, CONTEXT)


@pytest.mark.parametrize("language", ["it", "fr", "de", "es", "pt", "uk", "ar"])
def test_good_translations_are_left_alone(language: str) -> None:
    said = {row["en"]: found(language, row["en"], row[language]) for row in GOOD}
    assert {text: what for text, what in said.items() if what} == {}


@pytest.mark.parametrize(("language", "msgid", "msgstr"), FINE)
def test_what_might_be_taken_for_a_fault_is_not(language: str, msgid: str, msgstr: str) -> None:
    assert found(language, msgid, msgstr) == {}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f['language']}-{f['rule']}")
def test_a_fault_is_found_and_its_good_twin_is_not(fault: dict[str, Any]) -> None:
    more = {key: fault[key] for key in ("place", "rst") if key in fault}
    assert found(fault["language"], fault["en"], fault["good"], **more) == {}
    assert fault["rule"] in found(fault["language"], fault["en"], fault["bad"], **more)


def lint_po(publication: Publication, *arguments: str) -> Result:
    """Run ``briefpress lint-po``."""
    return CliRunner().invoke(main, ["-C", str(publication.path), "lint-po", *arguments])


PORTS = "locale/it/LC_MESSAGES/briefs/ports.po"


def test_good_catalogues_pass(two_languages: Publication) -> None:
    done = lint_po(two_languages, "--strict")
    assert (done.exit_code, done.stdout) == (
        0,
        "13 messages in 1 catalogue checked, nothing found.\n",
    )


def test_a_finding_is_a_line_that_editors_jump_from(two_languages: Publication) -> None:
    two_languages.replace(PORTS, 'msgstr "2,5"', 'msgstr "2.5"')
    number = two_languages.read(PORTS).split("\n").index('msgid "2.5"') + 1
    done = lint_po(two_languages)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"{PORTS}:{number}: error: number: “2.5”: 2.5 is written as in the original's language; "
        "write 2,5",
        "13 messages in 1 catalogue checked: 1 error, 0 warnings (number 1).",
    ]


def test_warnings_fail_only_where_they_are_to(two_languages: Publication) -> None:
    two_languages.replace(PORTS, "gran parte di ciò che si scambia.", "gran parte di tutto")
    assert lint_po(two_languages).exit_code == 0
    assert lint_po(two_languages, "--strict").exit_code == 1


def test_what_is_not_published_is_not_checked(two_languages: Publication) -> None:
    two_languages.write(
        PORTS,
        two_languages.read(PORTS)
        + '\n#, fuzzy\nmsgid "five 5"\nmsgstr "6"\n\nmsgid "seven 7"\nmsgstr ""\n'
        + '\n#~ msgid "eight 8"\n#~ msgstr "9"\n',
    )
    assert lint_po(two_languages, "--strict").exit_code == 0


def test_a_comment_excuses_one_message_and_is_missed_where_it_does_nothing(
    two_languages: Publication,
) -> None:
    two_languages.replace(
        PORTS,
        'msgid "2.5"\nmsgstr "2,5"',
        '# lint: ignore=number (a version)\nmsgid "2.5"\nmsgstr "2.5"',
    )
    assert lint_po(two_languages, "--strict").exit_code == 0
    two_languages.replace(PORTS, 'msgstr "2.5"', 'msgstr "2,5"')
    two_languages.replace(PORTS, 'msgid "Port"', '# lint: ignore=nmber\nmsgid "Port"')
    done = lint_po(two_languages)
    assert "excuse: “2.5”: “number” finds nothing here" in done.stdout
    assert "excuse: “Port”: “nmber” is the name of no rule" in done.stdout


def test_nobody_excuses_what_is_dangerous(two_languages: Publication) -> None:
    two_languages.replace(
        PORTS,
        'msgid "Port"\nmsgstr "Porto"',
        '# lint: ignore=dangerous\nmsgid "Port"\nmsgstr "<b>Porto</b>"',
    )
    done = lint_po(two_languages)
    assert done.exit_code == 1
    assert "dangerous: “Port”: it holds HTML, “<b>”" in done.stdout
    assert "nobody can excuse “dangerous”" in done.stdout


def test_a_rule_is_switched_off_in_conf_py(two_languages: Publication) -> None:
    two_languages.replace(PORTS, 'msgstr "2,5"', 'msgstr "2.5"')
    two_languages.add("conf.py", '\nbriefpress_lint_ignore = ["number"]\n')
    assert lint_po(two_languages, "--strict").exit_code == 0


def test_terms_are_asked_for_and_their_file_is_checked(two_languages: Publication) -> None:
    head = "language,source,required,banned,note\n"
    two_languages.write("locale/terms.csv", head + "it,ships,bastimenti,navi,of old\n")
    done = lint_po(two_languages)
    assert (
        "warning: term: “ships”: “ships” is “bastimenti” here (of old); write it so" in done.stdout
    )
    assert "error: banned-term: “ships”: “navi” is not wanted here" in done.stdout
    two_languages.write("locale/terms.csv", head + "it,ships\n")
    done = lint_po(two_languages)
    assert (done.exit_code, "locale/terms.csv:2: error: a line needs" in done.stderr) == (1, True)


def test_a_spreadsheet_may_separate_with_semicolons(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("\ufefflanguage;source;required;banned;note\nit;ship;nave|barca;;\n", "utf-8")
    assert read_terms(file, "terms.csv") == ([Term("it", "ship", ("nave", "barca"))], [])


def test_json_says_what_the_text_says(two_languages: Publication) -> None:
    two_languages.replace(PORTS, 'msgstr "2,5"', 'msgstr "2.5"')
    content = json.loads(lint_po(two_languages, "--format", "json").stdout)
    assert (content["errors"], content["warnings"], content["messages"]) == (1, 0, 13)
    [finding] = content["findings"]
    assert (finding["path"], finding["rule"], finding["language"]) == (PORTS, "number", "it")


def test_sarif_names_every_rule_and_the_place_of_each_finding(two_languages: Publication) -> None:
    two_languages.replace(PORTS, 'msgstr "2,5"', 'msgstr "2.5"')
    content = json.loads(lint_po(two_languages, "--format", "sarif").stdout)
    assert content["version"] == "2.1.0"
    [run] = content["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    [result] = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "number"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": PORTS, "uriBaseId": "TOP"}
    assert place["region"]["startLine"] > 1


def test_a_broken_catalogue_is_a_finding_and_stops_no_other(two_languages: Publication) -> None:
    two_languages.replace(PORTS, 'msgstr "2,5"', 'msgstr "2.5"')
    two_languages.write("locale/it/LC_MESSAGES/index.po", 'msgid "a"\nmsgstr "b\n')
    before = {file: file.read_bytes() for file in two_languages.path.rglob("*") if file.is_file()}
    done = lint_po(two_languages)
    assert done.exit_code == 1
    assert "locale/it/LC_MESSAGES/index.po:2: error: catalogue: the catalogue cannot" in done.stdout
    assert f"{PORTS}:" in done.stdout
    after = {file: file.read_bytes() for file in two_languages.path.rglob("*") if file.is_file()}
    assert after == before


@pytest.mark.slow
def test_no_byte_is_written_from_a_broken_catalogue(two_languages: Publication) -> None:
    text = two_languages.read(PORTS)
    two_languages.write(PORTS, text[: len(text) // 2])
    before = {file: file.read_bytes() for file in two_languages.path.rglob("*.*") if file.is_file()}
    done = two_languages.briefpress("build")
    assert done.returncode == 1
    assert f"{PORTS}:" in done.stderr
    after = {
        file: file.read_bytes()
        for file in two_languages.path.rglob("*.*")
        if file.is_file() and "build" not in file.parts
    }
    assert after == before


@pytest.mark.parametrize(("option", "value"), [("-l", "xx"), ("-b", "rives")])
def test_what_is_not_there_is_not_passed_over(
    option: str, value: str, two_languages: Publication
) -> None:
    done = lint_po(two_languages, option, value)
    assert (done.exit_code, f"“{value}” is none of the publication's" in done.stderr) == (1, True)


def test_the_catalogues_of_this_publication_pass() -> None:
    publication = open_publication(REPOSITORY, REPOSITORY / "docs")
    report = lint(publication)
    assert report.messages > 1000
    assert report.findings == ()


def test_the_guide_lists_every_rule() -> None:
    guide = (REPOSITORY / "docs/guide/checking-translations.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (error|warning) \|", guide, re.MULTILINE)
    rules = [(rule.id, rule.severity) for rule in RULES]
    assert rows == rules + [(rule, severity) for rule, (severity, _) in OTHERS.items()]
