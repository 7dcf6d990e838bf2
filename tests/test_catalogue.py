"""A catalogue is read whole or not at all, and what is read is what a translator approved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Publication

from briefpress.catalogues.po import read_plain
from briefpress.translation import whole
from briefpress.translation.catalogue import catalogue_file, check_catalogues, read_catalogue

HEADER = """\
msgid ""
msgstr ""
"Language: it\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""  # eight lines

WHOLE = HEADER + 'msgid "ports"\nmsgstr "porti"\n'

# name -> the file, the line that is named, a word of the complaint
BROKEN: dict[str, tuple[str | bytes, int, str]] = {
    "unterminated": (HEADER + 'msgid "ports"\nmsgstr "porti\n\nmsgid "a"\n', 10, "end-of-line"),
    "cut in a word": (HEADER + 'msgid "ports"\nmsgstr "por', 10, "end-of-file"),
    "cut after a msgid": (HEADER + 'msgid "ports"\n', 9, "msgstr"),
    "merge markers": (
        HEADER
        + 'msgid "ports"\n<<<<<<< HEAD\nmsgstr "porti"\n=======\nmsgstr "scali"\n>>>>>>> theirs\n',
        10,
        "two versions",
    ),
    "merge markers in a text": (
        HEADER + 'msgid "ports"\nmsgstr ""\n"<<<<<<< HEAD\\n"\n"porti"\n',
        11,
        "two versions",
    ),
    "no rule for plurals": (WHOLE.replace("nplurals=2; plural=(n != 1);", "many"), 7, "many"),
    "a template's plurals": (
        WHOLE.replace("nplurals=2; plural=(n != 1);", "nplurals=INTEGER; plural=EXPRESSION;"),
        7,
        "EXPRESSION",
    ),
    "two headers": (WHOLE + '\nmsgid ""\nmsgstr ""\n"Language: it\\n"\n', 12, "twice"),
    "a zero byte": (WHOLE.replace("porti", "por\0ti"), 10, "zero"),
    "msgid and msgstr swapped": (HEADER + 'msgstr "porti"\nmsgid "ports"\n', 9, "msgid"),
    "no msgstr": (HEADER + 'msgid "a"\n\nmsgid "ports"\nmsgstr "porti"\n', 9, "msgstr"),
    "typographic marks": (WHOLE.replace('"porti"', "“porti”"), 10, "quotation marks"),
    "plural forms": (WHOLE.replace("(n != 1)", "(n != "), 2, "plural"),
    "same msgid twice": (WHOLE + '\nmsgid "ports"\nmsgstr "scali"\n', 12, "duplicate"),
    "bad escape": (WHOLE.replace('"porti"', '"por\\ti\\q"'), 10, "control sequence"),
    "another charset": (WHOLE.replace("UTF-8", "ISO-8859-1"), 5, "charset=ISO-8859-1"),
    "no such charset": (WHOLE.replace("UTF-8", "UTF-9"), 5, "charset=UTF-9"),
    "charset never set": (WHOLE.replace("UTF-8", "CHARSET"), 5, "charset=CHARSET"),
    "not UTF-8": (WHOLE.replace("porti", "città").encode("latin-1"), 10, "not UTF-8"),
    "cut in a comment": (WHOLE + "\n#. paragr", 12, "cut off"),
    "no header": ('msgid "ports"\nmsgstr "porti"\n', 1, "whole: PO file header missing"),
    "empty": ("", 1, "the catalogue is empty"),
}


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "it.po"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_catalogue_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    content, line, word = BROKEN[name]
    problems = check_catalogues([written(tmp_path, content)], tmp_path)
    assert ("it.po", line) in [(problem.path, problem.line) for problem in problems]
    assert any(word in problem.message for problem in problems)
    assert all(problem.is_error and problem.kind == "catalogue" for problem in problems)


@pytest.mark.parametrize("name", BROKEN)
def test_only_what_is_wrong_is_named(name: str, tmp_path: Path) -> None:
    """A header without Last-Translator, which msgfmt warns of too, stops nobody."""
    problems = check_catalogues([written(tmp_path, BROKEN[name][0])], tmp_path)
    assert not [problem for problem in problems if "Last-Translator" in problem.message]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(WHOLE, id="as Poedit writes it"),
        pytest.param(WHOLE.replace("\n", "\r\n"), id="of Windows"),
        pytest.param(WHOLE.replace("UTF-8", "utf-8"), id="utf-8"),
        pytest.param(
            # sphinx-intl takes the per cent sign and the braces for formats of Python's.
            HEADER
            + '#, python-format\nmsgid "5 % in a year"\nmsgstr "il 5 % nell’anno"\n\n'
            + '#, python-brace-format\nmsgid "{cite:p}`{see}a`"\n'
            + 'msgstr "{cite:p}`{vedi}a{p. 2}`"\n',
            id="flags of sphinx-intl",
        ),
    ],
)
def test_a_whole_catalogue_is_not_refused(content: str, tmp_path: Path) -> None:
    assert check_catalogues([written(tmp_path, content)], tmp_path) == []


@pytest.mark.parametrize(
    ("folder", "header", "is_right"),
    [
        ("it", "it", True),
        ("it", "it_IT", True),
        ("pt_BR", "pt", True),
        ("pt_BR", "pt_BR", True),
        ("sr_Latn", "sr@latin", True),
        ("zh_Hans", "zh_Hans_CN", True),
        ("it", "", True),
        ("it", "fr", False),
        ("it", "Italian", False),
        ("pt_BR", "pt_PT", False),
        ("zh_Hans", "zh_Hant", False),
    ],
)
def test_a_catalogue_lies_in_the_folder_of_its_language(
    folder: str, header: str, is_right: bool, tmp_path: Path
) -> None:
    file = tmp_path / "locale" / folder / "LC_MESSAGES" / "a.po"
    file.parent.mkdir(parents=True)
    file.write_text(WHOLE.replace("Language: it", f"Language: {header}"), encoding="utf-8")
    problems = check_catalogues([file], tmp_path)
    assert [problem.line for problem in problems] == ([] if is_right else [3])


def test_a_whole_catalogue_is_looked_at_again_in_another_folder(tmp_path: Path) -> None:
    for folder, count in (("it", 0), ("fr", 1)):
        file = tmp_path / "locale" / folder / "LC_MESSAGES" / "a.po"
        file.parent.mkdir(parents=True)
        file.write_text(WHOLE, encoding="utf-8")
        assert len(check_catalogues([file], tmp_path)) == count


def test_all_broken_catalogues_are_named_at_once(tmp_path: Path) -> None:
    def files() -> Iterator[Path]:
        for name in ("a", "b", "c"):
            file = tmp_path / f"{name}.po"
            file.write_text(WHOLE if name == "b" else HEADER + 'msgid "x\n', encoding="utf-8")
            yield file

    problems = check_catalogues(files(), tmp_path)
    assert {problem.path for problem in problems} == {"a.po", "c.po"}


def test_without_msgfmt_the_build_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    [problem] = check_catalogues([written(tmp_path, WHOLE)], tmp_path)
    assert problem.kind == "tool"
    assert "gettext" in problem.message


def test_msgfmt_is_asked_once_about_a_whole_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "user_cache_dir", lambda name: str(tmp_path / "cache" / name))
    good, bad = written(tmp_path, WHOLE), tmp_path / "bad.po"
    bad.write_text(str(BROKEN["unterminated"][0]), encoding="utf-8")
    assert check_catalogues([good], tmp_path) == []
    stub = tmp_path / "bin" / "msgfmt"
    stub.parent.mkdir()
    stub.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    stub.chmod(0o755)
    real = os.environ["PATH"]
    monkeypatch.setenv("PATH", f"{stub.parent}:{real}")
    assert check_catalogues([good], tmp_path) == []
    assert check_catalogues([written(tmp_path, WHOLE + "\n# changed\n")], tmp_path) != []
    monkeypatch.setenv("PATH", real)
    for _ in range(2):  # what is broken is not remembered
        assert check_catalogues([bad], tmp_path) != []


def test_entries_that_nobody_approved_are_not_used(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        HEADER
        + 'msgid "ports"\nmsgstr "porti"\n\n'
        + '#, fuzzy\nmsgid "ships"\nmsgstr "pecore"\n\n'
        + '#, fuzzy, python-format\n#| msgid "old"\nmsgid "5 % in"\nmsgstr "il 4 % in"\n\n'
        + 'msgid "seas"\nmsgstr ""\n\n'
        + '#~ msgid "rivers"\n#~ msgstr "fiumi"\n',
    )
    assert check_catalogues([file], tmp_path) == []
    messages = read_catalogue(file).messages
    assert {key: message.msgstr for key, message in messages.items()} == {("", "ports"): "porti"}


def test_a_message_knows_the_line_of_its_entry_and_its_whole_text(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        HEADER
        + "# a translator's remark\n#. the editor's\n#: ../docs/a.md:3\n"
        + 'msgid "ports"\nmsgstr "porti"\n\n'
        + "#: ../docs/a.md:5 ../docs/a.md:7\n"
        + 'msgid ""\n"Nine tenths of "\n"trade"\n'
        + 'msgstr ""\n"Nove decimi “del”\\n"\n"\\"traffico\\""\n',
    )
    first, second = read_catalogue(file).messages.values()
    lines = file.read_text(encoding="utf-8").splitlines()
    assert (first.msgid, lines[first.line - 1]) == ("ports", 'msgid "ports"')
    assert lines[second.line - 2 : second.line] == [
        "#: ../docs/a.md:5 ../docs/a.md:7",
        'msgid ""',
    ]
    assert second.msgid == "Nine tenths of trade"
    assert second.msgstr == 'Nove decimi “del”\n"traffico"'


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_a_line_feed_ends_a_line(character: str, tmp_path: Path) -> None:
    text = f'msgid "Porto"\nmsgstr "Un{character}porto"\n\nmsgid "Nave"\nmsgstr "Una nave"\n'
    messages = read_catalogue(written(tmp_path, text)).messages
    assert messages["", "Porto"].msgstr == f"Un{character}porto"
    assert messages["", "Nave"].line == 4


def test_the_form_of_a_catalogue_does_not_matter(tmp_path: Path) -> None:
    """One in the form of `update` is read in a faster way."""
    plain = HEADER + "\n".join(
        (
            '# the desk\n#. title\n#: a.md\nmsgid "ports"\nmsgstr "porti"\n',
            '#, fuzzy\n#| msgid "boat"\nmsgid "boats"\nmsgstr "barche"\n',
            'msgctxt "verb"\nmsgid ""\n"ship\\n"\n"it"\nmsgstr ""\n"spe\\"disci\\n"\n"lo"\n',
            'msgid "sea"\nmsgstr ""\n',
            '#~ msgid "old"\n#~ msgstr "vecchio"\n',
        )
    )
    other = plain.replace('msgid "', 'msgid  "')
    assert read_plain(plain) and not read_plain(other)
    first = read_catalogue(written(tmp_path, plain))
    assert first == read_catalogue(written(tmp_path, other))
    assert [(m.context, m.msgstr, m.line) for m in first.messages.values()] == [
        ("", "porti", 12),
        ("verb", 'spe"disci\nlo', 21),
    ]


def test_a_catalogue_lies_where_gettext_looks(tmp_path: Path) -> None:
    """The folder has gettext's name of the language, and the first folder goes before."""
    for folder in ("own", "theirs"):
        file = tmp_path / folder / "zh_Hans" / "LC_MESSAGES" / "briefs" / "a.po"
        file.parent.mkdir(parents=True)
        file.write_text(HEADER, encoding="utf-8")
    own, theirs = tmp_path / "own", tmp_path / "theirs"
    found = catalogue_file([own, theirs], "zh-Hans", "briefs/a")
    assert found == own / "zh_Hans" / "LC_MESSAGES" / "briefs" / "a.po"
    assert catalogue_file([own], "zh-Hant", "briefs/a") is None


@pytest.mark.slow
def test_a_catalogue_that_nothing_uses_is_named(two_languages: Publication) -> None:
    folder = two_languages.path / "locale/it/LC_MESSAGES"
    (folder / "briefs.po").write_bytes((folder / "briefs/ports.po").read_bytes())
    done = two_languages.briefpress("build", "-f", "html")
    assert "locale/it/LC_MESSAGES/briefs.po: warning: the catalogue is of no docum" in done.stderr
    assert done.returncode == 0


@pytest.mark.slow
def test_a_build_stops_before_a_broken_catalogue_touches_anything(
    two_languages: Publication,
) -> None:
    catalogue = "locale/it/LC_MESSAGES/briefs/ports.po"
    text = two_languages.read(catalogue)
    line = text[: text.index('msgstr "porti"')].count("\n") + 1
    two_languages.write(catalogue, text.replace('msgstr "porti"', 'msgstr "porti'))
    done = two_languages.sphinx("html", "it")
    assert done.returncode != 0
    assert f"{catalogue}:{line}: error: the catalogue cannot be read whole" in done.stderr
    assert not list(two_languages.path.rglob("*.html"))
