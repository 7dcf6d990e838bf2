"""Decide in which languages each document is published, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from briefpress.brief import Document, Status, kind_of
from briefpress.domain import Coverage
from briefpress.index import Index
from briefpress.published import Published, Row, decide

LANGUAGES = ("en", "it", "pt-BR")


def document(docname: str, language: str = "en", **keys: Any) -> Document:
    return kind_of(docname)(
        docname=docname,
        path=f"docs/{docname}.md",
        source_language=language,
        heading=docname,
        title_line=1,
        title_from="file name",
        lines={},
        **keys,
    )


def decided(
    documents: Iterable[Document],
    translated: Mapping[str, Mapping[str, tuple[int, int]]],
    root_doc: str = "index",
    **thresholds: float,
) -> tuple[Published, dict[str, dict[str, Row]]]:
    """Decide on *documents*; *translated* gives (translated, messages) by document and language,
    and is (0, 3) where it says nothing."""
    index = Index(LANGUAGES, {entry.docname: entry for entry in documents})
    coverage: dict[str, dict[str, Coverage]] = {}
    for tag in LANGUAGES:
        for docname in index.documents:
            done, messages = translated.get(docname, {}).get(tag, (0, 3))
            coverage.setdefault(tag, {})[docname] = Coverage(messages, done)
    return decide(index, coverage, root_doc, thresholds)


def test_a_brief_is_published_in_its_own_language_and_where_it_is_translated_whole() -> None:
    published, rows = decided(
        [document("briefs/ports"), document("briefs/rivers", "it")],
        {
            "briefs/ports": {"it": (3, 3), "pt-BR": (2, 3)},
            "briefs/rivers": {"en": (3, 3), "pt-BR": (3, 3)},
        },
    )

    assert published.languages("briefs/ports") == ("en", "it")
    assert published.languages("briefs/rivers") == LANGUAGES
    assert {brief: list(row) for brief, row in rows.items()} == {
        "ports": list(LANGUAGES),
        "rivers": list(LANGUAGES),
    }
    assert rows["ports"]["en"] == Row(True, "written in this language", 3, 0, is_source=True)
    assert rows["ports"]["pt-BR"].as_json() == {
        "messages": 3,
        "published": False,
        "translated": 2,
        "why": "2 of 3 messages are translated, 100 % are needed",
    }
    assert rows["rivers"]["it"].is_source
    assert not rows["rivers"]["en"].is_source


@pytest.mark.parametrize(
    ("translated", "messages", "languages"),
    [
        (0, 3, ("en",)),
        (2, 3, ("en",)),
        (3, 3, ("en", "it")),
        (0, 0, ("en", "it")),  # nothing to translate
    ],
)
def test_one_missing_message_keeps_a_translation_back(
    translated: int, messages: int, languages: tuple[str, ...]
) -> None:
    published, _ = decided(
        [document("briefs/ports")], {"briefs/ports": {"it": (translated, messages)}}
    )

    assert published.languages("briefs/ports") == languages
    assert [tag for tag in LANGUAGES if published.is_published("briefs/ports", tag)] == [*languages]


@pytest.mark.parametrize(
    ("threshold", "translated", "is_published", "why"),
    [
        pytest.param(80, 4, True, "4 of 5 messages are translated, 80 % are needed", id="exactly"),
        pytest.param(80.5, 4, False, "4 of 5 messages are translated, 80.5 % are needed", id="not"),
        pytest.param(80, 5, True, "5 of 5 messages are translated", id="whole"),
        pytest.param(0, 0, True, "0 of 5 messages are translated, 0 % are needed", id="anything"),
    ],
)
def test_the_threshold_of_a_language_decides_for_briefs_and_the_handbook(
    threshold: float, translated: int, is_published: bool, why: str
) -> None:
    done = {"it": (translated, 5), "pt-BR": (translated, 5)}
    published, rows = decided(
        [
            document("briefs/ports", topic="trade"),
            document("briefs/waters", status=Status.DRAFT),
            document("guide/start"),
            document("topics/trade"),
        ],
        dict.fromkeys(("briefs/ports", "briefs/waters", "guide/start"), done),
        it=threshold,
    )

    assert (rows["ports"]["it"].published, rows["ports"]["it"].why) == (is_published, why)
    for name in ("briefs/ports", "guide/start", "topics/trade", "index"):
        assert ("it" in published.languages(name)) == is_published, name
    assert published.is_draft("briefs/waters", "it") == is_published
    # The others ask for all.
    assert rows["ports"]["pt-BR"].published == (translated == 5)


def test_languages_stand_in_the_order_of_the_publication() -> None:
    published, _ = decided(
        [document("briefs/rivers", "pt-BR", authors=("rossi",)), document("authors/rossi")],
        {"briefs/rivers": {"it": (3, 3), "en": (3, 3)}},
    )

    assert set(published.documents) == {"authors/rossi", "briefs/rivers", "index"}
    assert set(published.documents.values()) == {LANGUAGES}


def test_authors_topics_and_series_have_a_page_where_a_published_brief_names_them() -> None:
    published, rows = decided(
        [
            document("briefs/ports", authors=("rossi",), topic="trade"),
            document("briefs/rivers", "it", authors=("rossi", "verdi"), series="papers"),
            document("authors/rossi", "pt-BR"),
            document("authors/verdi"),
            *(document(f"{folder}/unnamed") for folder in ("authors", "topics", "series")),
            document("topics/trade"),
            document("series/papers"),
        ],
        # Neither the language they are written in nor their translation has a say.
        {"authors/rossi": {"en": (3, 3)}, "authors/unnamed": {"it": (3, 3)}},
    )

    assert published.documents == {
        "authors/rossi": ("en", "it"),
        "authors/verdi": ("it",),
        "briefs/ports": ("en",),
        "briefs/rivers": ("it",),
        "index": ("en", "it"),
        "series/papers": ("it",),
        "topics/trade": ("en",),
    }
    assert list(rows) == ["ports", "rivers"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.EMBARGOED])
def test_a_draft_is_made_where_it_would_be_published_and_published_nowhere(status: Status) -> None:
    published, rows = decided(
        [
            document("briefs/ports", authors=("rossi",), topic="trade", status=status),
            document("briefs/rivers", "it", authors=("verdi",)),
            document("authors/rossi"),
            document("authors/verdi"),
            document("topics/trade"),
        ],
        {"briefs/ports": {"it": (3, 3), "pt-BR": (2, 3)}},
    )

    assert published.documents == {
        "authors/verdi": ("it",),
        "briefs/ports": (),
        "briefs/rivers": ("it",),
        "index": ("it",),
    }
    assert published.drafts == {"briefs/ports": ("en", "it")}
    assert {tag: (row.published, row.why, row.is_made) for tag, row in rows["ports"].items()} == {
        "en": (False, status.value, True),
        "it": (False, status.value, True),
        "pt-BR": (False, "2 of 3 messages are translated, 100 % are needed", False),
    }
    assert published.path("briefs/ports", "en", ".pdf") == "drafts/en/ports.pdf"
    assert published.path("briefs/rivers", "it", ".pdf") == "site/it/briefs/rivers.pdf"


def test_a_withdrawn_brief_keeps_its_pages_and_nothing_that_names_it() -> None:
    published, rows = decided(
        [
            document("briefs/ports", authors=("rossi",), status=Status.WITHDRAWN),
            document("authors/rossi"),
        ],
        {"briefs/ports": {"it": (3, 3)}},
    )

    assert published.documents == {"briefs/ports": ("en", "it"), "index": ("en", "it")}
    assert published.drafts == {}
    assert {(row.published, row.why) for tag, row in rows["ports"].items() if tag != "pt-BR"} == {
        (False, "withdrawn")
    }


def test_decisions_that_differ_in_a_status_alone_are_not_the_same() -> None:
    decisions = [
        decided([document("briefs/ports", status=status), document("index")], {})[0].as_json()
        for status in (Status.PUBLISHED, Status.DRAFT, Status.WITHDRAWN)
    ]

    assert all(decisions.count(decision) == 1 for decision in decisions)


def test_only_a_reader_of_drafts_is_sent_to_drafts() -> None:
    published = Published({"briefs/ports": ()}, {"briefs/ports": ("en", "it")})

    assert published.nearest("briefs/ports", "it", "en") is None
    assert published.nearest("briefs/ports", "it", "en", in_draft=True) == "it"
    assert published.nearest("briefs/ports", "de", "it", in_draft=True) == "it"


def test_a_page_of_the_handbook_follows_the_rule_of_the_briefs() -> None:
    published, rows = decided(
        [document("briefs/ports"), document("guide/writing", "it"), document("guide/start")],
        {"guide/start": {"it": (3, 3), "pt-BR": (1, 3)}},
    )

    assert published.languages("guide/writing") == ("it",)
    assert published.languages("guide/start") == ("en", "it")
    assert list(rows) == ["ports"]


@pytest.mark.parametrize("root_doc", ["index", "home"])
def test_the_first_page_is_where_any_brief_is_however_much_of_it_is_translated(
    root_doc: str,
) -> None:
    published, _ = decided(
        [document(root_doc), document("briefs/rivers", "it")],
        {root_doc: {"pt-BR": (3, 3)}},
        root_doc,
    )

    assert published.documents == {root_doc: ("it",), "briefs/rivers": ("it",)}


def test_without_a_brief_the_first_page_is_a_page_like_others() -> None:
    published, rows = decided([document("index")], {})

    assert published.documents == {"index": ("en",)}
    assert rows == {}


@pytest.mark.parametrize(
    ("languages", "reader", "written_in", "served"),
    [
        pytest.param(("en", "it"), "it", "en", "it", id="the reader's own"),
        pytest.param(("en", "pt", "pt-BR"), "pt-BR", "en", "pt-BR", id="the reader's own variant"),
        pytest.param(("en", "pt"), "pt-BR", "en", "pt", id="one that begins alike"),
        pytest.param(("en", "zh-Hans"), "zh-Hant", "en", "zh-Hans", id="another script"),
        pytest.param(("en", "it"), "de", "it", "it", id="the one it was written in"),
        pytest.param(("en", "it"), "de", "fr", "en", id="any"),
        pytest.param((), "de", "en", None, id="none"),
        pytest.param(("fr", "es"), "est", "et", "fr", id="tags that only look alike"),
    ],
)
def test_a_reader_is_served_with_the_nearest_language(
    languages: tuple[str, ...], reader: str, written_in: str, served: str | None
) -> None:
    published = Published({"briefs/ports": languages})

    assert published.nearest("briefs/ports", reader, written_in) == served


def test_a_plain_build_publishes_everything_in_its_own_language() -> None:
    published = Published({}, everything=True)

    assert published.is_published("briefs/ports", "it")
    assert published.nearest("briefs/ports", "it", "en") == "it"
    assert published.languages("briefs/ports") == ()
