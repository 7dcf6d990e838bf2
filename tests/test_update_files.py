"""``briefpress update`` keeps what is a translator's, and writes nothing broken."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from conftest import Publication
from desk import COST, ITALIAN, LAW, PORTS, TEXTS, Desk, others_are_kept
from test_catalogue import BROKEN

from briefpress.catalogues.update import update

# What is a translator's stays


RICH = """\
# Translated by the desk.
# Ask before you change “quay”.
msgid ""
msgstr ""
"X-Zebra: first\\n"
"Project-Id-Version: Ports\\n"
"Language-Team: Desk <desk@example.org>\\n"
"Language: it\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Generator: Poedit 3.4\\n"
"POT-Creation-Date: 2020-01-01 00:00+0000\\n"

# A remark, at length.
#
#   indented
#. paragraph
#: docs/briefs/ports.md
#, no-wrap, python-format
msgid "One \\"quoted\\"\\tword and 5 % in a year\\\\"
msgstr "Una parola"

#. paragraph
#: docs/briefs/ports.md
#, fuzzy
#| msgid "Tow"
msgid "Two"
msgstr "Due"

#~ msgid "Gone"
#~ msgstr "Andato"

# The end.
"""
RICH_TEXTS = ['One "quoted"\tword and 5 % in a year\\', "Two"]


def test_comments_headers_and_flags_are_kept_to_the_byte(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.document(PORTS, RICH_TEXTS, ["paragraph", "paragraph"])
    desk.file(PORTS).parent.mkdir(parents=True)
    desk.file(PORTS).write_text(RICH, encoding="utf-8")
    desk.update("it")
    assert desk.text(PORTS) == RICH


def test_files_are_written_as_msgcat_would(desk: Desk) -> None:
    desk.document(PORTS, [*TEXTS[:-3], COST.replace("new", "old"), "a\\\nb \u2028 c", 'd "e"'])
    desk.update("it")
    done = subprocess.run(
        ["msgcat", "--no-wrap", str(desk.file(PORTS))], capture_output=True, check=True
    )
    assert done.stdout.decode() == desk.text(PORTS)


@pytest.mark.parametrize(
    "tool",
    [
        ["msgcat", "--width=79"],  # as Poedit wraps
        ["msgattrib", "--width=77"],  # as Weblate does
        ["msgcat", "--no-wrap", "--sort-output"],
        ["msgmerge", "--quiet", "--previous", "{po}", "{pot}", "-o", "-"],
    ],
    ids=lambda tool: " ".join(tool[:2]),
)
def test_what_other_tools_saved_comes_to_the_same(tool: list[str], desk: Desk) -> None:
    desk.document(PORTS, [text.replace("20 centim", "21 centim") for text in TEXTS if text != LAW])
    desk.update("it")
    before = desk.text(PORTS)
    po, pot = desk.file(PORTS), desk.path / "build" / "gettext" / f"{PORTS}.pot"
    places = [word.format(po=po, pot=pot) for word in tool]
    command = places if "{po}" in tool else [*places, str(po)]
    saved = subprocess.run(command, capture_output=True, check=True).stdout
    assert saved.decode() != before
    po.write_bytes(saved.replace(b"\n", b"\r\n") if tool[0] == "msgattrib" else saved)
    desk.update("it")
    assert desk.text(PORTS) == before


def as_poedit_saves(text: str) -> str:
    return text.replace('"Language: it', '"X-Generator: Poedit 3.2.2\\n"\n"Language: it', 1)


def as_weblate_saves(text: str) -> str:
    """The header on one line, and its fields in another form."""
    head, body = text.split("\n\n", 1)
    first, fields = head.split('msgstr ""\n', 1)
    joined = "".join(line.strip('"') for line in fields.splitlines())
    joined = joined.replace("plural=(n != 1)", "plural=n != 1") + r"X-Generator: Weblate 5.14\n"
    return f'{first}msgstr "{joined}"\n\n{body}'


def as_weblate_wraps(text: str) -> str:
    """What was edited is wrapped, and nothing else."""
    line = f'msgstr "{ITALIAN[COST]}"'
    assert line in text
    words = ITALIAN[COST].split(" ")
    half = len(words) // 2
    return text.replace(
        line, f'msgstr ""\n"{" ".join(words[:half])} "\n"{" ".join(words[half:])}"', 1
    )


@pytest.mark.parametrize(
    ("save", "changed"), [(as_poedit_saves, 0), (as_weblate_saves, 14), (as_weblate_wraps, 4)]
)
def test_an_edit_in_another_program_is_kept_and_changes_few_lines(
    save: Callable[[str], str], changed: int, desk: Desk
) -> None:
    saved = save(desk.text(PORTS).replace(ITALIAN[TEXTS[1]], "Altro."))
    desk.file(PORTS).write_text(saved, encoding="utf-8")
    desk.update("it")
    lines = desk.text(PORTS).splitlines()
    assert len(set(lines) - set(saved.splitlines())) <= changed
    for sign in ("X-Generator", "X-Complete-For"):
        assert desk.text(PORTS).count(sign) == saved.count(sign)
    entries = desk.entries(PORTS)
    assert entries.pop(TEXTS[1]).msgstr == "Altro."
    assert others_are_kept(entries)
    before = desk.files()
    desk.update("it")
    assert desk.files() == before


@pytest.mark.slow
def test_sphinx_intl_works_on_the_same_files(desk: Desk) -> None:
    before = desk.entries(PORTS)
    desk.publication  # writes the index  # noqa: B018
    command = [sys.executable, "-m", "sphinx_intl", "update", "-p", "build/gettext", "-l", "it"]
    desk.document(PORTS, [*TEXTS, "Barges carry sand."])
    subprocess.run([*command, "-d", "locale"], cwd=desk.path, check=True, capture_output=True)
    desk.update("it")
    after = desk.entries(PORTS)
    assert others_are_kept(after) and list(after) == [*before, "Barges carry sand."]
    files = desk.files()
    desk.update("it")
    assert desk.files() == files


# What is broken is not written, nor from


@pytest.mark.parametrize("name", BROKEN)
def test_nothing_is_written_from_a_broken_file(name: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("en", "it", "fr"))
    desk.document(PORTS, ["ports", "ships"])
    desk.document("briefs/b", ["ships"])
    file = desk.file(PORTS)
    file.parent.mkdir(parents=True)
    content, line, _ = BROKEN[name]
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = desk.files()
    found = {updated.tag: updated for updated in desk.update("it", "fr")}
    places = [(problem.path, problem.line) for problem in found["it"].problems]
    assert ("locale/it/LC_MESSAGES/briefs/ports.po", line) in places
    assert {n: v for n, v in desk.files().items() if "/it/" in n} == before
    # The other language is done.
    assert not found["fr"].problems and desk.file(PORTS, "fr").exists()


def test_an_escape_that_would_be_spoilt_is_refused(desk: Desk) -> None:
    text = desk.text(PORTS)
    desk.file(PORTS).write_text(text.replace("La maggior", "La\\a maggior"), encoding="utf-8")
    before = desk.files()
    [problem] = desk.update("it")[0].problems
    assert problem.line == 1 + text[: text.index("La maggior")].count("\n")
    assert desk.files() == before


def test_a_file_that_stays_the_same_is_not_touched(desk: Desk) -> None:
    desk.document("briefs/other", ["Something new."])
    before = desk.files()
    desk.update("it")
    after = desk.files()
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1


def test_a_new_catalogue_begins_properly_and_without_a_clock(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("en", "ar", "uk", "zh-Hans"))
    desk.document(PORTS, TEXTS)
    desk.update()
    for code, plural in {"ar": "nplurals=6", "uk": "nplurals=3", "zh_Hans": "nplurals=1"}.items():
        header = polib.pofile(str(desk.file(PORTS, code))).metadata
        assert header["Language"] == code and header["Plural-Forms"].startswith(plural)
        assert header["PO-Revision-Date"] == "YEAR-MO-DA HO:MI+ZONE"
        assert header["Content-Type"] == "text/plain; charset=UTF-8"


def test_the_state_of_the_source_is_recorded_before_it_changes(desk: Desk) -> None:
    record = next(line for line in desk.text(PORTS).splitlines() if "X-Complete-For" in line)
    assert record.endswith(' 2025-03-17\\n"')
    desk.document(PORTS, [*TEXTS, "Barges carry sand."])
    desk.update("it")
    assert record in desk.text(PORTS)


def test_an_interruption_leaves_each_file_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.document("briefs/costs", [COST])
    desk.document(PORTS, TEXTS[:-2])
    before = desk.files()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefpress.catalogues.update.fill", interrupted)
    with pytest.raises(KeyboardInterrupt):
        desk.update("it")
    assert desk.files() == before


@pytest.mark.slow
def test_many_languages_are_done_side_by_side(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("en", "it", "fr", "de"))
    for number in range(80):
        desk.document(f"briefs/b{number}", [f"{number} {text}" for text in TEXTS[:3]])
    found = desk.update("fr", "it", "de")
    assert [str(each) for each in found] == [f"{tag}: 241 new" for tag in ("fr", "it", "de")]
    before = desk.files()
    assert len(before) == 3 * 81
    assert [str(each) for each in desk.update("it", "de")] == [
        "it: 241 unchanged",
        "de: 241 unchanged",
    ]
    assert desk.files() == before


@pytest.mark.slow
def test_what_is_saved_during_extraction_is_not_lost(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("en", "it", "fr"))
    for number in range(100):
        desk.document(f"briefs/b{number}", [f"{number} {text}" for text in TEXTS[:3]])
    desk.update()

    def extract() -> None:
        time.sleep(2)  # by now everything has been read once
        desk.translate("briefs/b7", {f"7 {TEXTS[0]}": "Salvato adesso."})
        desk.document("briefs/b8", [f"8 {TEXTS[0]}", "Wholly new."])

    update(desk.publication, tmp_path / "build", ["it", "fr"], extract)
    assert desk.entries("briefs/b7")[f"7 {TEXTS[0]}"].msgstr == "Salvato adesso."
    assert desk.entries("briefs/b8").keys() == {f"8 {TEXTS[0]}", "Wholly new."}


@pytest.mark.slow
def test_the_command_says_what_it_did(two_languages: Publication) -> None:
    done = two_languages.briefpress("update", "-l", "it")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("it: ")
    files = sorted((two_languages.path / "locale").rglob("*.po"))
    before = {file: file.read_bytes() for file in files}
    assert two_languages.briefpress("update", "-l", "it").returncode == 0
    assert {file: file.read_bytes() for file in files} == before
    files[0].write_text('msgid "\n', encoding="utf-8")
    done = two_languages.briefpress("update")
    assert done.returncode == 1
    assert "it: nothing was written." in done.stderr and "en: " in done.stdout
