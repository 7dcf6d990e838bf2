"""Read the works of the files of references, each with its line and its faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from citing import cite

from briefpress.citeproc import run_citeproc
from briefpress.references import read_works

WORKS = [{"id": key, "type": "book", "title": key.title()} for key in ("ports", "rivers", "ships")]


def test_the_keys_of_both_reference_files_are_known(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    assert read_works(docs, tmp_path) == ({}, [])

    (docs / "references.json").write_text(
        json.dumps([*WORKS, {"id": 12, "type": "book"}]), encoding="utf-8"
    )
    (docs / "references.bib").write_text(
        '@string{tp = "Test, Press"}\n@Book { Lakes:2021 ,\n  title = {Lakes @ home, x},\n}\n'
        "  @article{seas, title={Seas}}\n",
        encoding="utf-8",
    )

    works, problems = read_works(docs, tmp_path)

    assert problems == []
    assert set(works) == {"ports", "rivers", "ships", "12", "Lakes:2021", "seas"}
    assert (works["Lakes:2021"].path, works["Lakes:2021"].line) == ("docs/references.bib", 2)


@pytest.mark.parametrize(
    ("name", "content", "line", "kind", "message"),
    [
        pytest.param("json", b'[\n  {"id": "a",}\n]', 2, "references", "not valid JSON"),
        pytest.param("json", b'[\n{"id": "a", "title": "\\ud800"}]', 2, "encoding", "U+D800"),
        pytest.param("bib", b"@book{a,\n title={A\x00}}", 2, "encoding", "U+0000", id="zero"),
        pytest.param("json", b"", 1, "references", "not valid JSON", id="empty"),
        pytest.param("json", b"\xef\xbb\xbf[]", 1, "references", "not valid JSON", id="BOM"),
        pytest.param("json", b"{}", 1, "references", "must be a list", id="not a list"),
        pytest.param("json", b'{"items": []}', 1, "references", "must be a list"),
        pytest.param("json", b'"text"', 1, "references", "must be a list"),
        pytest.param("json", b"7", 1, "references", "must be a list"),
        pytest.param("json", b'["a"]', 1, "references", "it has no id"),
        pytest.param("json", b'[\n{"id": "a", "issued": 7}]', 2, "references", "must be a date"),
        pytest.param("json", b'[{"id": "a", "author": "B"}]', 1, "references", "list of names"),
        pytest.param("json", b'[{"title": "T"}]', 1, "references", "it has no id"),
        pytest.param("json", b'[\n{"id": "\xe9"}]', 2, "encoding", "UTF-8"),
        pytest.param("bib", b"@book{a,\n title = {\xe9}}", 2, "encoding", "UTF-8"),
        pytest.param("bib", b"", 1, "references", "no work stands in this file", id="empty bib"),
        pytest.param("bib", b"TY  - BOOK\nER  -", 1, "references", "no work stands", id="RIS"),
    ],
)
def test_references_that_cannot_be_read_are_told_with_their_line(
    tmp_path: Path, name: str, content: bytes, line: int, kind: str, message: str
) -> None:
    (tmp_path / f"references.{name}").write_bytes(content)

    works, (problem,) = read_works(tmp_path, tmp_path.parent)

    assert set(works) <= {"a"}
    assert (problem.path, problem.line, problem.kind, problem.is_error) == (
        f"{tmp_path.name}/references.{name}",
        line,
        kind,
        True,
    )
    assert message in problem.message


# What is wrong in the second work, on which of its lines; the third is right.
BROKEN = [
    ("title = {Seas,\n  year = 2020,\n}", 2, "work “b” is not closed; look for a brace } missing"),
    ('title = "Seas,\n  year = 2020,\n}', 2, "look for a quotation mark missing there"),
    ("year = 2020,\n  title = {Seas},", 3, "work “b” is not closed"),
    ("title = {Seas}\n  year = 2020,\n}", 2, "comma is missing after the field “title” of the"),
    ("title = {Seas}},\n  year = {2020},\n}", 3, "the field “year” is in no work"),
    ('title = "Seas" and "lakes",\n}', 2, "“a” stands after the field “title” of the work “b”"),
    ("title = {Seas},\n  % year = 2020,\n}", 2, "hides nothing there; delete that line"),
]


@pytest.mark.parametrize(("text", "line", "message"), BROKEN)
def test_a_broken_work_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    good = "@book{{{},\n  title = {{Lakes}},\n}}\n"
    content = f"{good.format('a')}@article{{b,\n  {text}\n\n{good.format('c')}"
    (tmp_path / "references.bib").write_text(content, encoding="utf-8")

    works, (problem,) = read_works(tmp_path, tmp_path)

    assert {"a", "c"} <= set(works)
    assert (problem.path, problem.line, problem.kind) == ("references.bib", line + 3, "references")
    assert message in problem.message


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("@book{title = {A}}", 1, "this work has no key; write one after the brace: @book{key,"),
        ("@book{a}", 1, "a comma is missing after the key of the work “a”"),
        ("\nask me@example.org\n@book{a, title={A}}", 2, "an @ that begins no work"),
        ("@book{a, title={A}}\n\n@misc{a, title={B}}", 3, "key “a” (the first is in line 1)"),
    ],
)
def test_what_else_is_wrong_with_works(
    tmp_path: Path, content: str, line: int, message: str
) -> None:
    (tmp_path / "references.bib").write_text(content, encoding="utf-8")
    _, (problem,) = read_works(tmp_path, tmp_path)
    assert problem.line == line
    assert message in problem.message


def test_two_works_of_one_id_are_told_with_their_lines(tmp_path: Path) -> None:
    text = json.dumps([*WORKS, WORKS[1]], indent=1)
    (tmp_path / "references.json").write_text(text, encoding="utf-8")
    works, (problem,) = read_works(tmp_path, tmp_path)
    lines = text.splitlines()
    assert lines[problem.line].strip() == '"id": "rivers",'
    assert f"(the first is in line {works['rivers'].line})" in problem.message
    assert lines[works["rivers"].line].strip() == '"id": "rivers",'


WELL = r"""% Exported
@comment{jabref-meta: {a}}
@string(x = {y})
@preamble{"\newcommand{\x}{y}"}
@string{acm = "A. C. M."}
@Article{a.b:c/d_e-f+g,
  title = "A {"}quoted{"} title, \"uber {B}races \{",
  journal = acm # { and } # "more",
  month = jan, year = 2020,
  note = {Write to me@example.org, a = {b}},
  date = ,
}
A remark.
@inbook{h, booktitle={T}, abstract = {One.

  Two: {{three}}}
}
"""


def test_a_file_that_is_well_made_is_not_accused(tmp_path: Path) -> None:
    well = WELL.replace("@string(x = {y})\n", "")
    (tmp_path / "references.bib").write_text(well, encoding="utf-8")
    works, problems = read_works(tmp_path, tmp_path)
    assert problems == []
    assert {key: work.line for key, work in works.items()} == {"a.b:c/d_e-f+g": 5, "h": 13}
    assert not any(work.flaws for work in works.values())
    clusters = [[(cite(key),)] for key in works]
    made = run_citeproc(clusters, [tmp_path / "references.bib"], "en")
    assert all(each.entries for each in made), "pandoc reads the same works"


@pytest.mark.parametrize(
    ("name", "content", "flaws"),
    [
        ("bib", "@artcle{a, title={A}}", ["is of the unknown type “artcle”"]),
        ("bib", "@book{a, year=2020}", ["“a” has no title; give it one"]),
        ("bib", "@Letter{a, author={B}}", []),
        ("json", '[{"id": "a", "type": "boook"}]', ["did you mean “book”?", "no title"]),
        ("json", '[{"id": "a", "title": "A"}]', ["is of no type"]),
    ],
)
def test_a_work_with_flaws_says_so_when_it_is_cited(
    tmp_path: Path, name: str, content: str, flaws: list[str]
) -> None:
    (tmp_path / f"references.{name}").write_text(content, encoding="utf-8")
    works, problems = read_works(tmp_path, tmp_path)
    assert problems == []
    assert len(works["a"].flaws) == len(flaws)
    assert all(flaw in told for flaw, told in zip(flaws, works["a"].flaws, strict=True))
