"""Read citations, and make them with the packaged pandoc."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from citing import ROSSI, cite, text
from docutils import nodes

from briefpress.bibliography import parse_cites
from briefpress.citeproc import Made, UnreadableReferences, run_citeproc, to_nodes
from briefpress.references import read_works

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
    {"id": "lakes", "type": "book", "title": "Lakes", "author": [ROSSI], "publisher": "A\u2028B"},
]


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
