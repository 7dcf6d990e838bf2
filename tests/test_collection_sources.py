"""A collection of briefs: its front matter, and the languages in which it is published."""

from __future__ import annotations

import pytest
from front_matters import Read
from test_published import decided, document

from briefpress.books import book_of
from briefpress.brief import Collection, Status
from briefpress.index import Index

WATER = "docs/collections/water.md"


# The front matter


def collection(**keys: str) -> str:
    lines = [f"{name}: {value}" for name, value in {"title": "Water", **keys}.items()]
    return "\n".join(["---", *lines, "---", ""])


@pytest.mark.parametrize(
    ("text", "line", "kind", "words"),
    [
        (collection(), 1, "missing-key", "`briefs` is missing"),
        ("Text.\n", 1, "missing-key", "`briefs` is missing"),
        (collection(briefs="[]"), 3, "bad-value", "takes a list, and this one is empty"),
        (collection(briefs="[port]"), 3, "unknown-brief", "did you mean “ports”?"),
        (collection(briefs='["Ports: a primer"]'), 3, "unknown-brief", "did you mean “ports”?"),
        (collection(briefs="[ports, ports]"), 3, "bad-value", "“ports” stands twice"),
        (collection(briefs="\n  - ports\n  - x"), 5, "unknown-brief", "write the file briefs/x.md"),
        (collection(briefs="[ports]", authors="[rosi]"), 4, "unknown-author", "“rossi”"),
        (collection(briefs="[ports]", topic="trad"), 4, "unknown-topic", "“trade”"),
        (collection(briefs="[ports]", isbn="3-16-148410-0"), 4, "bad-isbn", "thirteen digits"),
        (collection(briefs="[ports]", isbn="978-3-16-148410-1"), 4, "bad-isbn", "check digit"),
        (
            collection(briefs="[ports]", isbn="{pt: 978-3-16-148410-0}"),
            4,
            "unknown-language",
            "none of this publication's languages (en, it)",
        ),
        (collection(briefs="[ports]", page_budget="9"), 4, "unknown-key", "of a collection"),
        (
            collection(briefs="[ports]", status="withdrawn"),
            4,
            "missing-key",
            "withdrawn collection",
        ),
    ],
)
def test_what_is_wrong_with_a_collection_is_said_with_its_line(
    read: Read,
    text: str,
    line: int,
    kind: str,
    words: str,
) -> None:
    _, problems = read({"collections/water.md": text})
    assert [(problem.path, problem.line, problem.kind) for problem in problems] == [
        (WATER, line, kind)
    ]
    assert words in problems[0].message


def test_a_collection_is_called_as_no_brief_is(read: Read) -> None:
    _, problems = read({"collections/Ports.md": collection(briefs="[ports]")})
    assert [problem.kind for problem in problems] == ["same-name"]


def test_a_series_counts_its_collections_by_themselves(read: Read) -> None:
    text = collection(briefs="[ports]", series="papers", number="1", aliases="[ports]")
    index, problems = read({"collections/water.md": text})
    assert problems == []
    water = index.collections["water"]
    assert [brief.id for brief in index.members(water)] == ["ports"]
    assert list(index.works) == ["ports", "water"]
    _, problems = read({"collections/sea.md": text})
    assert {problem.kind for problem in problems} == {"same-alias", "same-number"}


def test_a_book_has_an_isbn_in_each_language(read: Read) -> None:
    isbn = "{en: 978 3 16 148410 0}"
    index, problems = read({"collections/water.md": collection(briefs="[ports]", isbn=isbn)})
    assert problems == []
    water = index.collections["water"]
    assert (water.isbn_in("en"), water.isbn_in("it")) == ("978-3-16-148410-0", None)


# The decision

TRANSLATED = {"it": (3, 3)}


@pytest.mark.parametrize(
    ("statuses", "status", "languages", "held"),
    [
        ((Status.PUBLISHED, Status.PUBLISHED), Status.PUBLISHED, ("en", "it"), ["ports", "rivers"]),
        ((Status.DRAFT, Status.PUBLISHED), Status.PUBLISHED, ("en", "it"), ["rivers"]),
        ((Status.PUBLISHED, Status.EMBARGOED), Status.PUBLISHED, ("en",), ["ports"]),
        ((Status.PUBLISHED, Status.WITHDRAWN), Status.PUBLISHED, ("en",), ["ports"]),
        ((Status.DRAFT, Status.WITHDRAWN), Status.PUBLISHED, (), []),
        ((Status.PUBLISHED, Status.EMBARGOED), Status.DRAFT, ("en", "it"), ["ports", "rivers"]),
        ((Status.PUBLISHED, Status.WITHDRAWN), Status.DRAFT, ("en",), ["ports"]),
    ],
)
def test_a_collection_is_published_where_a_brief_of_it_is(
    statuses: tuple[Status, Status], status: Status, languages: tuple[str, ...], held: list[str]
) -> None:
    water = document("collections/water", briefs=("ports", "rivers"), status=status)
    ports = document("briefs/ports", status=statuses[0])
    rivers = document("briefs/rivers", status=statuses[1])
    translated = {"collections/water": TRANSLATED, "briefs/rivers": TRANSLATED}
    published, rows = decided([water, ports, rivers], translated)
    made = published.drafts if status is Status.DRAFT else published.documents
    assert made["collections/water"] == languages
    if not languages:
        assert rows["water"]["en"].why == "none of its briefs is published in this language"
    assert isinstance(water, Collection)
    index = Index(("en", "it"), {each.docname: each for each in (water, ports, rivers)})
    assert [brief.id for brief in book_of(water, index, published, "en").briefs] == held


def test_a_collection_waits_for_its_own_translation() -> None:
    documents = [document("collections/water", briefs=("ports",)), document("briefs/ports")]
    published, rows = decided(documents, {"briefs/ports": TRANSLATED})
    assert published.languages("collections/water") == ("en",)
    assert rows["water"]["it"].why == "0 of 3 messages are translated, 100 % are needed"
