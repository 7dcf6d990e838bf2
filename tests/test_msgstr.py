"""A translator changes words and nothing else: what a msgstr may hold, and what is refused.

All cases are messages of one brief, built once in every format.
"""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator

import pytest
from conftest import Publication
from msgstr_cases import (
    ALLOWED,
    EVERY_ALLOWED,
    EVERY_REFUSED,
    PLAIN,
    REFUSED,
    RST_ALLOWED,
    RST_REFUSED,
    UNKNOWN,
    Case,
)

from briefpress.catalogues.lint.run import parser_for
from briefpress.translation.rules import Refused, check_letters

BRIEF = "hostile"
CATALOGUE = f"locale/it/LC_MESSAGES/briefs/{BRIEF}.po"
SECRET = "the-secret-of-the-publication"

FRONT = """\
---
title: Hostile
subtitle: A subtitle
description: In a sentence
keywords: [a keyword]
funding: By a fund
substitutions:
  pact: a pact
---

"""

END = """\
{.wide}
![A ship](ship.svg)

![A drawing](port.svg)

```{chart} Chart
:alt: A chart
:unit: $mn

Country,Exports
North,1
South,2
```

```{glossary}
tariff
  A tax.
```

```{eval-rst}
RST
```

## The last

```{bibliography}
```

[law]: https://law.example.org/
[^one]: Note one.
[^two]: Note two.
"""


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


WORDS = {
    "Hostile": "Ostile",
    "Note one.": "Nota una.",
    "Note two.": "Nota due.",
    "tariff": "dazio",
    "A tax.": "Una tassa.",
    "a pact": "un patto",
    "The last": "L'ultimo",
    "A drawing": 'Un "disegno" <',
    "Chart": "Grafico",
    "A chart": "Un grafico",
    "$mn": r"$\frac{1}{0}$",  # of matplotlib's mathematics
    "Country": "=cmd|' /C calc'!A0",  # a formula for a spreadsheet
    "South": "Sud,2;3",
}


def entries() -> Iterator[tuple[str, str]]:
    yield from WORDS.items()
    for case in [*EVERY_ALLOWED, *EVERY_REFUSED, *PLAIN, UNKNOWN]:
        yield case.original, case.translation


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The publication of two languages, with a brief that has all cases for messages."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("msgstr") / "publication")
    # The worst that an institution can choose.
    conf = 'myst_enable_extensions = ["dollarmath", "substitution"]\n'
    conf += 'briefpress_link_hosts = ["eur-lex.example"]\n'
    made.add("conf.py", conf)
    originals = "\n\n".join(case.original for case in [*ALLOWED, *REFUSED, UNKNOWN])
    rst = "\n\n".join(case.original for case in [*RST_ALLOWED, *RST_REFUSED])
    end = END.replace("RST\n", f"{rst}\n\n.. _e: https://e.example\n.. _f: https://f.example\n")
    made.write(f"docs/briefs/{BRIEF}.md", f"{FRONT}{originals}\n\n{end}")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>{}</text></svg>'
    made.write("docs/briefs/port.svg", svg.format("Port"))
    made.write("docs/briefs/ship.svg", svg.format(1))
    header = made.read("locale/it/LC_MESSAGES/briefs/ports.po").partition("\n\n")[0]
    messages = [
        f"# A remark.\n#: docs/briefs/x.md\nmsgid {quoted(key)}\nmsgstr {quoted(text)}"
        for key, text in entries()
    ]
    made.write(CATALOGUE, "\n\n".join([header, *messages]) + "\n")
    made.write("docs/secret.txt", SECRET)
    made.write("secret.txt", SECRET)
    return made


def build(hostile: Publication, builder: str) -> str:
    """Build on the doctrees that all builders share, and return what Sphinx said."""
    return hostile.sphinx(builder, "it", "-d", "build/doctrees").stderr


@pytest.fixture(scope="module")
def built(hostile: Publication) -> str:
    """What Sphinx said when it read everything and wrote the pages."""
    return build(hostile, "html")


@pytest.fixture(scope="module")
def page(hostile: Publication, built: str) -> str:
    assert built
    return hostile.read(f"build/plain/html/it/briefs/{BRIEF}.html")


def warnings(text: str) -> list[tuple[int, str]]:
    """The line of every warning at the catalogue, and what it says."""
    pattern = re.compile(rf"^.*{re.escape(CATALOGUE)}:(\d+): WARNING: (.*)$", re.MULTILINE)
    return [(int(line), message) for line, message in pattern.findall(text)]


def line_of(hostile: Publication, case: Case) -> int:
    lines = hostile.read(CATALOGUE).splitlines()
    return lines.index(f"msgid {quoted(case.original)}") + 1


def by_name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", EVERY_ALLOWED, ids=by_name)
def test_allowed(case: Case, page: str) -> None:
    assert case.expected in page


@pytest.mark.parametrize("case", [*EVERY_REFUSED, *PLAIN], ids=by_name)
def test_refused_at_its_line(case: Case, hostile: Publication, built: str) -> None:
    line = line_of(hostile, case)
    [message] = [message for place, message in warnings(built) if place == line]
    assert case.expected in message
    assert "is not used" in message
    assert message.endswith("[briefpress.translation]")


@pytest.mark.parametrize("case", EVERY_REFUSED, ids=by_name)
def test_the_original_is_shown_instead(case: Case, page: str) -> None:
    """With its language, so that it is read and hyphenated as what it is."""
    words = re.match(r"[\w .:]+", case.original)
    assert words
    assert f'<p lang="en">{words[0].rstrip()}' in page


def test_what_is_found_later_is_warned_of_at_the_catalogue(
    hostile: Publication, built: str
) -> None:
    line = line_of(hostile, UNKNOWN)
    [message] = [message for place, message in warnings(built) if place == line]
    assert UNKNOWN.expected in message


def test_nothing_else_is_warned_of(built: str) -> None:
    """One warning for each refusal."""
    assert len(warnings(built)) == len([*EVERY_REFUSED, *PLAIN, UNKNOWN])
    assert len(built.strip().splitlines()) == len([*EVERY_REFUSED, *PLAIN, UNKNOWN])


def test_notes_are_numbered_in_the_order_of_the_translation(page: str) -> None:
    text = page[page.index("<p>Prima") :]
    calls = re.findall(r'href="#(one|two)" id="(\w+)"[^>]*>.*?</span>(\d)<', text)[:2]
    assert [(name, number) for name, _, number in calls] == [("two", "1"), ("one", "2")]
    notes = page[page.index('id="notes"') :]
    assert notes.index("Nota due.") < notes.index("Nota una.")


def test_every_call_of_a_note_can_be_returned_to(page: str) -> None:
    """An id stands once in the page, and every link leads somewhere."""
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_plain_text_is_never_markup(page: str) -> None:
    assert '<p class="subtitle" lang="en">A subtitle</p>' in page
    assert 'alt="Un &quot;disegno&quot; &lt;"' in page
    assert "$\\frac{1}{0}$" in page  # as it is written, in the table of the chart too


@pytest.mark.parametrize("signs", ["[^", "{{", "*a ", "`a <", "{", "<a ", "a@b.c ", "![", "*_"])
def test_no_translation_keeps_a_parser_busy(signs: str) -> None:
    """Ten thousand of these took up to twelve seconds, or Python's whole stack."""
    with pytest.raises(Refused, match=r"times the sign|characters"):
        check_letters("A long original. " * 200, signs * (10_000 // len(signs)))
    check_letters("A long original. " * 200, signs * 20)


def outputs(hostile: Publication) -> Iterator[tuple[str, str]]:
    """All that a reader can get, as text."""
    for file in sorted((hostile.path / "build" / "plain").rglob("*")):
        name = file.relative_to(hostile.path).as_posix()
        if file.suffix in (".html", ".css", ".js"):
            yield name, file.read_text(encoding="utf-8")
        elif file.suffix == ".epub":
            with zipfile.ZipFile(file) as book:
                for part in book.namelist():
                    if not part.endswith((".png", ".woff2")):
                        yield f"{name}/{part}", book.read(part).decode()
        elif file.suffix == ".pdf":
            for command in (["pdftotext", str(file), "-"], ["pdfinfo", "-url", str(file)]):
                done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
                yield f"{name} ({command[0]})", done.stdout


@pytest.mark.slow
def test_nothing_hostile_reaches_a_reader(hostile: Publication, built: str) -> None:
    assert built
    # These read nothing again.
    for builder in ("briefepub", "briefpdf"):
        later = warnings(build(hostile, builder))
        assert [line for line, _ in later] == [line_of(hostile, UNKNOWN)]
    found = dict(outputs(hostile))
    for name in (".html", ".epub/EPUB/text.xhtml", ".pdf (pdftotext)", ".pdf (pdfinfo)"):
        assert any(f"{BRIEF}{name}" in output for output in found)
    for name, text in found.items():
        assert SECRET not in text, name
        assert "evil.example" not in text, name
        assert not re.search(r"\b(?:javascript|data|file|ftp):", text), name
        if "(" not in name:  # what pdftotext gives has no tags
            assert not re.search(r"<script>|<iframe|<\w[^<>]*\son\w+=", text), name


def test_nothing_was_run_or_copied(hostile: Publication, built: str) -> None:
    assert built
    assert not list(hostile.path.rglob("*executed*"))
    assert not list(hostile.path.rglob("_downloads"))
    copies = [file for file in hostile.path.rglob("*") if file.name.startswith("secret")]
    assert sorted(file.relative_to(hostile.path).as_posix() for file in copies) == [
        "docs/secret.txt",
        "secret.txt",
    ]


@pytest.mark.slow
def test_a_refused_translation_does_not_count(hostile: Publication) -> None:
    """So the brief is not published in that language, and the command says where and why."""
    done = hostile.briefpress("build", "--format", "html", "--brief", BRIEF)
    assert done.returncode == 0, done.stderr
    row = json.loads(hostile.read("build/published.json"))[BRIEF]["it"]
    assert row["messages"] == len(list(entries()))
    assert row["translated"] == row["messages"] - len([*EVERY_REFUSED, *PLAIN])
    assert row["published"] is False
    assert not (hostile.site / "it" / "briefs" / f"{BRIEF}.html").exists()
    for case in [*EVERY_REFUSED, *PLAIN]:
        assert f"{CATALOGUE}:{line_of(hostile, case)}: warning:" in done.stderr


def test_tags_are_words_in_a_title_if_its_original_has_some() -> None:
    parser = parser_for("")
    [inline] = parser.check("Heat <health> costs", "Costi <salute>", has_html=False)
    assert {token.type for token in inline.children or ()} == {"text"}
    with pytest.raises(Refused, match="HTML"):
        parser.check("Heat", "<b>Caldo</b>", has_html=False)
