"""Check all front matter of a publication: every fault, its file and its line, all at once."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from front_matters import FAULTS, Read, brief

from briefpress.brief import Status
from briefpress.problems import PublicationError
from briefpress.publication import Publication, find_documents


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
        pytest.param("élan.md", "Text.\n", ("Élan", "file name", 1)),
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


def test_an_empty_file_is_no_brief(read: Read) -> None:
    _, (problem,) = read({"briefs/ports.md": "\n \n", "index.md": ""})

    assert (problem.path, problem.is_error) == ("docs/briefs/ports.md", True)
    assert problem.message.startswith("the file is empty")


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


def test_a_control_character_in_conf_py_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text('language = "en"\nauthor = "A\\x1bB"\n', encoding="utf-8")
    with pytest.raises(PublicationError, match=r"conf\.py:2: error: .* U\+001B may not stand"):
        publication(tmp_path, author="A\x1bB")


def test_a_publication_without_a_first_page_is_told_so(read: Read, tmp_path: Path) -> None:
    read()
    (tmp_path / "docs" / "index.md").unlink()

    with pytest.raises(PublicationError, match=r"docs/index\.md: error: the file is missing"):
        publication(tmp_path).index([])


def test_excluded_files_are_not_checked(read: Read, tmp_path: Path) -> None:
    read({"briefs/draft-x.md": "---\nnot closed\n"})

    index, keys = publication(tmp_path, exclude_patterns=["briefs/draft-*.md"]).index([])

    assert list(index.briefs) == ["ports"]
    assert not keys


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
