"""Check all front matter of a publication: every fault, its file and its line, all at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from briefpress.brief import Status
from briefpress.index import Index, read_index
from briefpress.problems import Problem, PublicationError
from briefpress.publication import Publication, find_documents

SOUND: Mapping[str, str] = {
    "index.md": "---\ntitle: Briefs\n---\n",
    "authors/north-desk.md": "---\nname: North Desk\n---\n\nThe desk looks north.\n",
    "authors/rossi.md": "---\nname: Maria Rossi\norcid: 0000-0002-1825-0097\n---\n",
    "topics/trade.md": "---\ntitle: Trade\n---\n",
    "series/papers.md": "---\ntitle: Papers\nissn: 2049-3630\n---\n",
    "briefs/ports.md": """\
---
title: "Ports: a primer"
subtitle: What ships carry
description: Ships carry most of what is traded.
keywords: [ports, ships]
authors: [north-desk, rossi]
date: 2024-05-06
topic: trade
series: papers
number: 1
doi: 10.1234/ports
language: en
---

## Ships
""",
}
BRIEF = "docs/briefs/ports.md"

Read = Callable[..., tuple[Index, list[Problem]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that indexes the sound publication with some files replaced."""

    def index(files: Mapping[str, str | bytes] | None = None) -> tuple[Index, list[Problem]]:
        for name, content in {**SOUND, **(files or {})}.items():
            file = tmp_path / "docs" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        docs = tmp_path / "docs"
        return read_index(docs, find_documents(docs), ["en", "it"], tmp_path)

    return index


def brief(**keys: str) -> str:
    """Return a brief whose front matter has a title and *keys*."""
    lines = [f"{name}: {value}" for name, value in {"title": "T", **keys}.items()]
    return "\n".join(["---", *lines, "---", "", "Text.", ""])


def test_a_sound_publication_has_no_problems(read: Read) -> None:
    index, problems = read()

    assert problems == []
    ports = index.briefs["ports"]
    assert (ports.heading, ports.title_from, ports.title_line) == (
        "Ports: a primer",
        "front matter",
        2,
    )
    assert ports.date == datetime.date(2024, 5, 6)
    assert ports.authors == ("north-desk", "rossi")
    assert ports.number == "1"
    assert ports.source_language == "en"
    assert ports.strings == {
        "subtitle": ("What ships carry",),
        "description": ("Ships carry most of what is traded.",),
        "keywords": ("ports", "ships"),
    }
    assert [document.docname for document in index.companions(ports)] == [
        "authors/north-desk",
        "authors/rossi",
        "topics/trade",
        "series/papers",
    ]
    assert {document.kind for document in index.documents.values()} == {
        "page",
        "brief",
        "author",
        "topic",
        "series",
    }


def test_what_stands_in_a_value_has_its_own_line_and_is_translated(read: Read) -> None:
    text = brief(
        banner="\n  image: hero.svg\n  alt: A ship\n  credit: By A.",
        corrections="\n  - date: 2025-01-01\n    text: One.\n  - {text: Two., date: 2025-01-02}",
        translators="{it: [rossi, Studio V.]}",
        license="cc-by-nd-4.0",
    )
    index, problems = read({"briefs/ports.md": text, "briefs/hero.svg": "<svg/>"})

    assert problems == []
    ports = index.briefs["ports"]
    assert ports.strings == {
        "banner.alt": ("A ship",),
        "banner.credit": ("By A.",),
        "corrections.0.text": ("One.",),
        "corrections.1.text": ("Two.",),
    }
    assert [ports.lines[key] for key in ports.strings] == [5, 6, 9, 10]
    assert ports.translators == {"it": ("rossi", "Studio V.")}
    assert ports.license == "CC-BY-ND-4.0"


# file, its text with the fault, the line of the fault, its kind, and a part of the message
FAULTS = [
    pytest.param(
        BRIEF, "---\nnumber: 1\nseries: papers\n---\n\nText.\n", 1, "missing-title", "title: …"
    ),
    pytest.param(BRIEF, "---\n---\n\nText.\n", 1, "missing-title", "title: …", id="empty"),
    pytest.param(BRIEF, brief(subtitel="S"), 3, "unknown-key", "did you mean `subtitle`?"),
    pytest.param(BRIEF, brief(zzz="S"), 3, "unknown-key", "it knows title", id="unlike any"),
    pytest.param(BRIEF, brief(name="S"), 3, "unknown-key", "a brief does not know `name`"),
    pytest.param(
        "docs/topics/trade.md", brief(date="2025-01-27"), 3, "unknown-key", "a topic does not know"
    ),
    pytest.param(
        "docs/authors/rossi.md",
        "---\nname: R\ntitle: T\n---\n",
        3,
        "unknown-key",
        "an author does not know `title`",
    ),
    pytest.param(
        BRIEF, "---\ntitle: T\ndate: 2025-01-27\ntitle: T\n---\n", 4, "duplicate-key", "`title`"
    ),
    pytest.param(BRIEF, brief(date="27/01/2025"), 3, "bad-date", "write it as year-month-day"),
    pytest.param(BRIEF, brief(date="2025-02-30"), 3, "bad-date", "there is no day “2025-02-30”"),
    pytest.param(BRIEF, brief(date="2025-1-27"), 3, "bad-date", "for example 2025-01-27"),
    pytest.param(BRIEF, brief(date="20250127"), 3, "bad-date", "“20250127”"),
    pytest.param(BRIEF, brief(date="2025-01-27T10:00:00"), 3, "bad-date", "year-month-day"),
    pytest.param(BRIEF, brief(date="0025-01-27"), 3, "bad-date", "too long ago"),
    pytest.param(BRIEF, brief(license="CC BY 4.0"), 3, "bad-value", "did you mean CC-BY-4.0?"),
    pytest.param(BRIEF, brief(license="MIT"), 3, "bad-value", "or all-rights-reserved"),
    pytest.param(BRIEF, brief(funding="[]"), 3, "bad-value", "this one is empty"),
    pytest.param(
        BRIEF, brief(authors="\n  - rossi\n  - rossi"), 5, "bad-value", "“rossi” stands twice"
    ),
    pytest.param(BRIEF, brief(translators="Verdi"), 3, "bad-value", "a list for each language"),
    pytest.param(
        BRIEF, brief(translators="\n  it: V\n  fr: V"), 5, "unknown-language", "into “fr”"
    ),
    pytest.param(BRIEF, brief(translators="\n  en: V"), 4, "bad-value", "is written in “en”"),
    pytest.param(BRIEF, brief(translators="\n  it:"), 4, "bad-value", "takes a text"),
    pytest.param(BRIEF, brief(banner="hero.svg"), 3, "bad-value", "takes `image: …`, `alt: …`"),
    pytest.param(BRIEF, brief(banner="\n  image: hero.svg"), 3, "bad-value", "line `alt: …`"),
    pytest.param(
        BRIEF, brief(banner="\n  alt: A\n  image: hero.svg"), 5, "picture", "check its name"
    ),
    pytest.param(
        BRIEF,
        brief(banner="\n  alt: A\n  image: ../../conf.svg"),
        5,
        "picture",
        "lies outside the sources",
    ),
    pytest.param(
        BRIEF, brief(banner="\n  alt: A\n  image: /etc/a.svg"), 5, "picture", "lies outside"
    ),
    pytest.param(
        BRIEF,
        brief(banner="\n  alt: A\n  image: a.tiff"),
        5,
        "bad-value",
        "is wrong: `image`",
    ),
    pytest.param(
        BRIEF, brief(banner="\n  alt: A\n  legend: L"), 5, "bad-value", "does not know `legend`"
    ),
    pytest.param(BRIEF, brief(corrections="none"), 3, "bad-value", "takes a list"),
    pytest.param(
        BRIEF, brief(corrections="\n  - text: T\n    date: 1.2.2025"), 5, "bad-date", "“1.2.2025”"
    ),
    pytest.param(BRIEF, brief(corrections="\n  - text: T"), 4, "bad-value", "`date: …`"),
    pytest.param(
        BRIEF,
        brief(corrections="\n  - {date: 2025-01-01, text: T}\n  - {date: 2025-01-01, text: }"),
        5,
        "bad-value",
        "`text` takes a text",
    ),
    pytest.param(
        "docs/authors/rossi.md", "---\nname: R\nportrait: r.png\n---\n", 3, "picture", "“r.png”"
    ),
    pytest.param(
        "docs/authors/rossi.md", "---\nname: R\ngiven: G\n---\n", 3, "missing-key", "family: …"
    ),
    pytest.param(
        "docs/authors/rossi.md",
        "---\nname: R\naffiliation: A\n---\n",
        3,
        "unknown-key",
        "did you mean `affiliations`?",
    ),
    pytest.param(BRIEF, brief(date="27 January 2025"), 3, "bad-date", "“27 January 2025”"),
    pytest.param(
        BRIEF, brief(authors="[north-desk, verdi]"), 3, "unknown-author", "authors/verdi.md"
    ),
    pytest.param(
        BRIEF,
        brief(authors="\n- north-desk\n- north-dsek"),
        5,
        "unknown-author",
        "did you mean “north-desk”?",
        id="an author on a line of its own",
    ),
    pytest.param(
        BRIEF,
        brief(authors="Maria Rossi"),
        3,
        "unknown-author",
        "did you mean “rossi”?",
        id="an author by the printed name",
    ),
    pytest.param(BRIEF, brief(authors="verdi"), 3, "unknown-author", "there is no author “verdi”"),
    pytest.param(BRIEF, brief(topic="war"), 3, "unknown-topic", "write the file topics/war.md"),
    pytest.param(BRIEF, brief(series="paper"), 3, "unknown-series", "there is no series “paper”"),
    pytest.param(BRIEF, brief(language="de"), 3, "unknown-language", "(en, it)"),
    pytest.param(BRIEF, brief(language="english"), 3, "unknown-language", "no language tag"),
    pytest.param(
        "docs/topics/trade.md", brief(language="de"), 3, "unknown-language", "briefpress_languages"
    ),
    pytest.param(
        "docs/authors/rossi.md",
        "---\nname: R\norcid: 0000-0002-1825-0098\n---\n",
        3,
        "bad-orcid",
        "check digit",
    ),
    pytest.param(
        "docs/authors/rossi.md",
        "---\nname: R\norcid: 0000-0002-1825-009\n---\n",
        3,
        "bad-orcid",
        "four groups of four",
    ),
    pytest.param(
        "docs/authors/rossi.md", "---\nurl: https://a.org\n---\n", 1, "missing-key", "`name`"
    ),
    pytest.param(
        "docs/authors/rossi.md", "---\nname: R\nurl: a.org\n---\n", 3, "bad-value", "https://"
    ),
    pytest.param(BRIEF, brief(doi="1234/abc"), 3, "bad-doi", "it has the form 10.1234/abc"),
    pytest.param(BRIEF, brief(doi="10.1234"), 3, "bad-doi", "“10.1234”"),
    pytest.param(BRIEF, brief(doi="10.1234/a b"), 3, "bad-doi", "“10.1234/a b”"),
    pytest.param(
        "docs/series/papers.md",
        "---\ntitle: P\nissn: 2049-3631\n---\n",
        3,
        "bad-issn",
        "check digit",
    ),
    pytest.param(
        "docs/series/papers.md", "---\ntitle: P\nissn: 20493630\n---\n", 3, "bad-issn", "1234-5679"
    ),
    *(
        pytest.param(
            "docs/topics/trade.md", f"---\ntitle: T\nhue: {hue}\n---\n", 3, "bad-value", "0 to 359"
        )
        for hue in ("360", "-1", "blue", "12.5")
    ),
    pytest.param(
        "docs/briefs/rivers.md",
        brief(series="papers", number="1"),
        4,
        "same-number",
        "already that of docs/briefs/ports.md (line 10)",
    ),
    pytest.param(BRIEF, brief(number="7"), 3, "missing-key", "add a line `series: …`"),
    pytest.param(BRIEF, brief(status="drafted"), 3, "bad-value", "did you mean `draft`?"),
    pytest.param(
        BRIEF, brief(status="secret"), 3, "bad-value", "takes draft, embargoed, published"
    ),
    pytest.param(BRIEF, brief(status="withdrawn"), 3, "missing-key", "add `withdrawal:`"),
    pytest.param(
        BRIEF,
        brief(status="draft", withdrawal="\n  date: 2025-02-03\n  text: Wrong."),
        4,
        "bad-value",
        "`withdrawal` belongs to a brief with `status: withdrawn`",
    ),
    pytest.param(
        BRIEF,
        brief(status="withdrawn", withdrawal="Wrong."),
        4,
        "bad-value",
        "`withdrawal` takes `date: …`, `text: …`, one a line",
    ),
    pytest.param(
        BRIEF,
        brief(status="withdrawn", withdrawal="\n  date: 2025-02-03\n  why: Wrong."),
        6,
        "bad-value",
        "does not know `why`; it knows date, text",
    ),
    pytest.param(
        BRIEF,
        brief(status="withdrawn", withdrawal="\n  text: Wrong.\n  date: 3 May"),
        6,
        "bad-date",
        "for example 2025-01-27",
    ),
    pytest.param(BRIEF, brief(aliases="\n- harbours\n- old/ports"), 5, "bad-value", "“old/ports”"),
    pytest.param(BRIEF, brief(aliases="harbours.html"), 3, "bad-value", "without .html"),
    pytest.param(
        BRIEF,
        brief(aliases="Ports"),
        3,
        "same-alias",
        "is the name of docs/briefs/ports.md (line 2) already",
        id="its own name",
    ),
    pytest.param(
        "docs/briefs/rivers.md",
        brief(aliases="[streams, ports]"),
        3,
        "same-alias",
        "the alias “ports” is the name of docs/briefs/ports.md (line 2) already",
    ),
    pytest.param(
        BRIEF,
        brief(aliases="\n- harbours\n- harbours"),
        5,
        "same-alias",
        "stands in docs/briefs/ports.md (line 4) too",
    ),
    pytest.param(BRIEF, "---\ntitle: T\n---\n\n# Another\n", 5, "title-twice", "(line 2) and here"),
    pytest.param(BRIEF, "---\ntitle: T\n---\n\nAnother\n===\n", 5, "title-twice", "two signs (##)"),
    pytest.param(
        "docs/authors/rossi.md", "---\nname: R\n---\n\n# Another\n", 5, "title-twice", "keep one"
    ),
    pytest.param(
        BRIEF, "---\ntitle:\n---\n", 2, "bad-value", "`title` takes a text", id="no title"
    ),
    pytest.param(BRIEF, '---\ntitle: " "\n---\n', 2, "bad-value", "`title` takes a text"),
    pytest.param(BRIEF, "---\ntitle: [a, b]\n---\n", 2, "bad-value", "`title` takes a text"),
    pytest.param(BRIEF, brief(subtitle=""), 3, "bad-value", "`subtitle` takes a text"),
    pytest.param(BRIEF, brief(date=""), 3, "bad-value", "`date` takes a text"),
    pytest.param(BRIEF, brief(keywords=""), 3, "bad-value", "`keywords` takes a text"),
    pytest.param(BRIEF, brief(keywords="[]"), 3, "bad-value", "`keywords` takes a list"),
    pytest.param(BRIEF, brief(keywords="\n- a\n-"), 5, "bad-value", "`keywords` takes a text"),
    pytest.param(BRIEF, brief(keywords="{a: b}"), 3, "bad-value", "`keywords` takes a text"),
    pytest.param(BRIEF, brief(series="", number="1"), 3, "bad-value", "`series` takes a text"),
    pytest.param(BRIEF, brief(myst="yes"), 3, "bad-value", "`myst` takes MyST's settings"),
    pytest.param(
        "docs/authors/rossi.md", "---\nname:\n---\n", 2, "bad-value", "`name` takes a text"
    ),
    pytest.param(BRIEF, "---\ntitle: T\n", 1, "front-matter", "not closed"),
    pytest.param(BRIEF, "---\ntitle: T: U\n---\n", 2, "front-matter", "quotation marks"),
    pytest.param(BRIEF, b"---\ntitle: T\n---\n\nPerch\xe9\n", 5, "encoding", "UTF-8"),
    pytest.param("docs/authors/rossi.md", b"---\nname: Ren\xe9e\n---\n", 2, "encoding", "UTF-8"),
    pytest.param(
        "docs/index.md", brief(date="2025-01-27"), 3, "unknown-key", "a page does not know"
    ),
]


@pytest.mark.parametrize(("path", "text", "line", "kind", "message"), FAULTS)
def test_a_fault_gives_its_message_and_no_other(
    read: Read, path: str, text: str | bytes, line: int, kind: str, message: str
) -> None:
    _, problems = read({path.removeprefix("docs/"): text})

    assert [(problem.kind, problem.path, problem.line) for problem in problems] == [
        (kind, path, line)
    ]
    assert message in problems[0].message
    assert problems[0].is_error


def test_a_message_can_be_clicked_on_and_names_its_kind(read: Read) -> None:
    _, (problem,) = read({"briefs/ports.md": brief(date="27/01/2025")})

    assert str(problem) == (
        "docs/briefs/ports.md:3: error: bad date “27/01/2025”; write it as year-month-day, "
        "for example 2025-01-27 [briefpress.bad-date]"
    )


def test_all_faults_of_all_files_are_told_at_once(read: Read) -> None:
    _, problems = read(
        {
            "briefs/ports.md": brief(dat="2025-01-27", date="27/01/2025", topic="war", doi="x"),
            "briefs/rivers.md": "---\ntitle: T\n",
            "briefs/lakes.md": b"\xff",
            "authors/rossi.md": "---\nname: R\norcid: 1\n---\n\n# Not R\n",
            "series/papers.md": "---\nissn: 1\n---\n",
        }
    )

    assert sorted((problem.path, problem.line, problem.kind) for problem in problems) == [
        ("docs/authors/rossi.md", 3, "bad-orcid"),
        ("docs/authors/rossi.md", 6, "title-twice"),
        ("docs/briefs/lakes.md", 1, "encoding"),
        ("docs/briefs/ports.md", 3, "unknown-key"),
        ("docs/briefs/ports.md", 4, "bad-date"),
        ("docs/briefs/ports.md", 5, "unknown-topic"),
        ("docs/briefs/ports.md", 6, "bad-doi"),
        ("docs/briefs/rivers.md", 1, "front-matter"),
        ("docs/series/papers.md", 1, "missing-title"),
        ("docs/series/papers.md", 2, "bad-issn"),
    ]


def test_three_briefs_with_one_number_are_told_of_the_first(read: Read) -> None:
    numbered = brief(series="papers", number="1")

    _, problems = read({"briefs/rivers.md": numbered, "briefs/seas.md": numbered})

    assert [(problem.path, problem.kind) for problem in problems] == [
        ("docs/briefs/rivers.md", "same-number"),
        ("docs/briefs/seas.md", "same-number"),
    ]
    assert all("docs/briefs/ports.md" in problem.message for problem in problems)


def test_one_alias_of_two_briefs_is_told_with_both_places(read: Read) -> None:
    _, problems = read(
        {"briefs/ports.md": brief(aliases="[old]"), "briefs/rivers.md": brief(aliases="\n- Old")}
    )

    assert [str(problem) for problem in problems] == [
        "docs/briefs/rivers.md:4: error: the alias “Old” stands in docs/briefs/ports.md (line 3) "
        "too; delete one of the two [briefpress.same-alias]"
    ]


def test_a_brief_is_published_if_it_does_not_say_otherwise(read: Read) -> None:
    files = {f"briefs/{status.value}.md": brief(status=status.value) for status in Status}
    why = "\n  date: 2025-02-03\n  text: >\n    Wrong\n    tons."
    files["briefs/withdrawn.md"] = brief(status="withdrawn", withdrawal=why)
    index, problems = read(files)

    assert problems == []
    assert index.briefs["ports"].status is Status.PUBLISHED
    assert all(index.briefs[status.value].status is status for status in Status)
    withdrawn = index.briefs["withdrawn"]
    assert withdrawn.withdrawal is not None
    assert withdrawn.withdrawal.date == datetime.date(2025, 2, 3)
    assert withdrawn.withdrawal.text == "Wrong tons."
    assert withdrawn.strings == {"withdrawal.text": ("Wrong tons.",)}
    assert withdrawn.lines["withdrawal.text"] == 6


def test_one_number_in_two_series_is_fine(read: Read) -> None:
    _, problems = read(
        {
            "briefs/rivers.md": brief(series="notes", number="1"),
            "series/notes.md": "---\ntitle: Notes\n---\n",
        }
    )

    assert problems == []


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        pytest.param(
            "rivers.md", "# The *Po* and others\n\nText.\n", ("The Po and others", "heading", 1)
        ),
        pytest.param("rivers.md", "Text.\n\n## Later\n", ("Later", "heading", 3)),
        pytest.param("rivers.md", "Rivers\n======\n", ("Rivers", "heading", 1)),
        pytest.param("the-great_rivers.md", "Text.\n", ("The great rivers", "file name", 1)),
        pytest.param("élan.md", "", ("Élan", "file name", 1)),
        pytest.param("rivers.md", "---\ntopic: trade\n---\n\n# Rivers\n", ("Rivers", "heading", 5)),
        pytest.param("rivers.md", "---\ntitle: T\n---\n\n# T\n", ("T", "front matter", 2)),
        pytest.param("rivers.md", "---\ntitle: T *x*\n---\n\n# T x\n", ("T x", "front matter", 2)),
        pytest.param("rivers.md", "---\ntitle: T\n---\n\n## U\n", ("T", "front matter", 2)),
        pytest.param("rivers.md", "---\ntitle: >\n  A\n  B\n---\n", ("A B", "front matter", 2)),
        pytest.param("rivers.md", "---\ntitle: 08\n---\n", ("08", "front matter", 2)),
        pytest.param("rivers.md", "---\ntitle: no\n---\n", ("no", "front matter", 2)),
        pytest.param("rivers.md", "\ufeff---\ntitle: T\n---\n", ("T", "front matter", 2), id="BOM"),
        pytest.param("rivers.md", "\ufeff# T\n", ("T", "heading", 1), id="BOM, no front matter"),
        pytest.param(
            "rivers.md", "---\r\ntitle: T\r\n---\r\n", ("T", "front matter", 2), id="CRLF"
        ),
    ],
)
def test_the_title_is_in_the_front_matter_or_the_first_heading_or_the_file_name(
    read: Read, name: str, text: str, title: tuple[str, str, int]
) -> None:
    index, problems = read({f"briefs/{name}": text})

    assert problems == []
    found = index.briefs[name.removesuffix(".md")]
    assert (found.heading, found.title_from, found.title_line) == title


def test_an_author_s_file_may_have_no_front_matter_either(read: Read) -> None:
    index, problems = read({"authors/rossi.md": "# Maria Rossi\n\nShe writes.\n"})

    assert problems == []
    assert index.authors["rossi"].heading == "Maria Rossi"


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("doi", "10.1234/abc", "10.1234/abc"),
        ("doi", "https://doi.org/10.1234/abc", "10.1234/abc"),
        ("doi", "http://dx.doi.org/10.1234/abc", "10.1234/abc"),
        ("doi", "doi:10.1234/abc", "10.1234/abc"),
        ("doi", "10.1000.10/a(1)b<2>;x", "10.1000.10/a(1)b<2>;x"),
        ("doi", "https://doi.org/10.1000/a%3C2%3E;x", "10.1000/a<2>;x"),
        ("doi", "10.1000/a%3C", "10.1000/a%3C"),
        ("authors", "rossi", ("rossi",)),
        ("authors", "[rossi, north-desk]", ("rossi", "north-desk")),
        ("authors", "\n- rossi\n- north-desk", ("rossi", "north-desk")),
        ("keywords", "ports", ("ports",)),
        ("keywords", "[no, 08, 1e3]", ("no", "08", "1e3")),
        ("date", "2024-02-29", datetime.date(2024, 2, 29)),
        ("date", '"2024-02-29"', datetime.date(2024, 2, 29)),
        ("language", "it", "it"),
        ("subtitle", ">\n  On two\n  lines", "On two lines"),
        ("myst", "{heading_anchors: 2}", True),
    ],
)
def test_a_value_is_taken_in_all_its_forms(
    read: Read, key: str, written: str, value: object
) -> None:
    index, problems = read({"briefs/rivers.md": brief(**{key: written})})

    assert problems == []
    assert getattr(index.briefs["rivers"], key) == value


@pytest.mark.parametrize(
    ("written", "orcid"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1694-233X", "0000-0002-1694-233X"),  # the check digit is 10
        ("http://orcid.org/0000-0001-5109-3700", "0000-0001-5109-3700"),
    ],
)
def test_an_orcid_id_is_taken_bare_or_as_its_address(read: Read, written: str, orcid: str) -> None:
    index, problems = read({"authors/rossi.md": f"---\nname: R\norcid: {written}\n---\n"})

    assert problems == []
    assert index.authors["rossi"].orcid == orcid


@pytest.mark.parametrize("issn", ["2049-3630", "0317-8471", "2434-561X"])
def test_an_issn_is_taken_with_its_check_digit(read: Read, issn: str) -> None:
    index, problems = read({"series/papers.md": f"---\ntitle: P\nissn: {issn}\n---\n"})

    assert problems == []
    assert index.series["papers"].issn == issn


def test_what_is_no_file_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / ".#open.md").symlink_to("someone@somewhere.123")  # as Emacs locks a file
    (tmp_path / "notes.txt").touch()
    (tmp_path / "index.md").touch()

    assert find_documents(tmp_path) == ["index"]


def publication(top: Path, **settings: Any) -> Publication:
    return Publication.from_settings(
        {"briefpress_languages": ["en", "it"], **settings}, top, top / "docs"
    )


def test_front_matter_references_and_catalogues_are_checked_together(
    read: Read, tmp_path: Path
) -> None:
    read({"briefs/ports.md": brief(date="27/01/2025"), "references.json": "[\n{]"})
    catalogue = tmp_path / "locale" / "it" / "LC_MESSAGES" / "index.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Briefs"\nmsgstr "Note\n', encoding="utf-8")

    with pytest.raises(PublicationError) as caught:
        publication(tmp_path).index(["en", "it"])

    assert {problem.kind for problem in caught.value.problems} == {
        "bad-date",
        "references",
        "catalogue",
    }
    assert [problem.path for problem in caught.value.problems] == sorted(
        problem.path for problem in caught.value.problems
    )
    assert all(str(tmp_path) not in str(problem) for problem in caught.value.problems)


def test_a_publication_without_a_first_page_is_told_so(read: Read, tmp_path: Path) -> None:
    read()
    (tmp_path / "docs" / "index.md").unlink()

    with pytest.raises(PublicationError, match=r"docs/index\.md: error: the file is missing"):
        publication(tmp_path).index([])


def test_excluded_files_are_not_checked(read: Read, tmp_path: Path) -> None:
    read({"briefs/draft-x.md": "---\nnot closed\n"})

    index, keys = publication(tmp_path, exclude_patterns=["briefs/draft-*.md"]).index([])

    assert list(index.briefs) == ["ports"]
    assert keys == frozenset()


def test_a_document_that_lies_where_it_gets_no_address_of_its_own_is_refused(
    read: Read, tmp_path: Path
) -> None:
    read({"briefs/2024/x.md": "# X\n", "briefs/Ports.md": "# Y\n", "guide/authors.md": "# Z\n"})

    with pytest.raises(PublicationError) as caught:
        publication(tmp_path).index([])

    assert [(problem.path, problem.kind) for problem in caught.value.problems] == [
        ("docs/briefs/2024/x.md", "misplaced"),
        ("docs/briefs/ports.md", "misplaced"),
    ]
    assert "move the file there" in str(caught.value)
    assert "“briefs/Ports.md” differs in capital letters only" in str(caught.value)


def test_an_excluded_file_in_a_brief_s_folder_may_be_included_by_others(
    read: Read, tmp_path: Path
) -> None:
    read({"briefs/ports/part.md": "Words.\n"})

    index, _ = publication(tmp_path, exclude_patterns=["briefs/*/**"]).index([])

    assert list(index.briefs) == ["ports"]


def test_a_topic_tints_its_briefs(read: Read) -> None:
    index, problems = read(
        {
            "topics/trade.md": "---\ntitle: Trade\nhue: 200\n---\n",
            "topics/ports.md": "---\ntitle: Ports\n---\n",
            "briefs/a.md": "---\ntitle: A\ntopic: trade\n---\n",
            "briefs/b.md": "---\ntitle: B\ntopic: ports\n---\n",
            "briefs/c.md": "---\ntitle: C\n---\n",
        }
    )
    assert not problems
    assert [index.hue(index.briefs[name]) for name in "abc"] == [200, None, None]
