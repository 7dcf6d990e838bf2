"""A complete catalogue records the state of the source that it was completed for."""

from __future__ import annotations

from datetime import date

import polib
import pytest

from briefpress.catalogues.completion import (
    HEADER,
    Completion,
    digest_of,
    last_change,
    read,
    recorded,
    source_digest,
)

REVISED = {"PO-Revision-Date": "2025-03-17 10:04+0100"}
EARLIER = {**REVISED, HEADER: "0123456789abcdef 2025-01-27"}
ENTRIES = [
    polib.POEntry(msgid="Ports", msgstr="Porti"),
    polib.POEntry(msgid="may", msgctxt="month", msgstr="maggio"),
]
GONE = polib.POEntry(msgid="Gone", msgstr="Sparito", obsolete=True)


def test_what_is_recorded_is_read_again() -> None:
    value = recorded([*ENTRIES, GONE], REVISED)

    assert read({HEADER: value}) == Completion(source_digest(ENTRIES), date(2025, 3, 17))
    assert source_digest([GONE, *reversed(ENTRIES)]) == source_digest(ENTRIES)
    assert source_digest(ENTRIES) == digest_of([("", "Ports"), ("month", "may")])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([("", "ab")], [("a", "b")]),
        ([("", "a"), ("", "b")], [("", "a\nb")]),
        ([("", 'a",""],["","b')], [("", "a"), ("", "b")]),
        ([("", "a")], []),
    ],
)
def test_other_messages_have_another_digest(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    assert digest_of(one) != digest_of(other)


@pytest.mark.parametrize(
    "entry",
    [
        polib.POEntry(msgid="New", msgstr=""),
        polib.POEntry(msgid="New", msgstr="Nuovo", flags=["fuzzy"]),
    ],
)
def test_an_incomplete_catalogue_keeps_what_it_recorded(entry: polib.POEntry) -> None:
    assert recorded([*ENTRIES, entry], EARLIER) == EARLIER[HEADER]
    assert recorded([*ENTRIES, entry], REVISED) == ""


def test_a_catalogue_without_a_day_or_a_message_records_nothing_new() -> None:
    assert recorded(ENTRIES, {}) == ""
    assert recorded([], EARLIER) == EARLIER[HEADER]


@pytest.mark.parametrize(
    "value", ["", "0123", "0123456789abcdef", "0123456789abcdef 2025-02-30", "XYZ 2025-01-01"]
)
def test_what_cannot_be_read_is_not_believed(value: str) -> None:
    assert read({HEADER: value}) is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-03-17 10:04+0100", date(2025, 3, 17)),
        ("2025-03-17", date(2025, 3, 17)),
        ("YEAR-MO-DA HO:MI+ZONE", None),
        ("2025-13-17 10:04+0100", None),
        ("", None),
    ],
)
def test_the_last_change_is_the_day_of_the_revision(value: str, day: date | None) -> None:
    assert last_change({"PO-Revision-Date": value}) == day
