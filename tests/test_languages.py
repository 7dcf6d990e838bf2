"""Name languages, dates and lists the way their readers do."""

from __future__ import annotations

import datetime

import pytest

from briefpress.languages import (
    canonical_tag,
    direction,
    gettext_code,
    is_language,
    join,
    language_classes,
    language_name,
    language_of_classes,
    language_tag,
    locale_of,
    long_date,
    name_of_language,
    reading_time,
)


@pytest.mark.parametrize(
    ("tag", "code"),
    [("it", "it"), ("pt-BR", "pt_BR"), ("zh-Hans", "zh_Hans"), ("sr-Latn-RS", "sr_Latn_RS")],
)
def test_the_tag_of_the_web_and_the_code_of_gettext_stand_for_each_other(
    tag: str, code: str
) -> None:
    assert gettext_code(tag) == code
    assert language_tag(code) == tag
    assert language_tag(tag) == tag


@pytest.mark.parametrize("tag", ["it", "pt-BR", "zh-Hans", "sr-Latn-RS", "es-419", "ca-valencia"])
def test_a_tag_keeps_its_letters_in_a_class(tag: str) -> None:
    assert canonical_tag(tag.lower()) == canonical_tag(tag.upper()) == tag
    assert language_classes(tag) == [f"language-{tag}"]
    assert language_of_classes(["a", *language_classes(tag.lower()), "language-fr"]) == tag
    assert language_of_classes(["a"]) == ""


@pytest.mark.parametrize("tag", ["en", "it", "pt-BR", "zh-Hans", "sr-Latn", "ar", "no"])
def test_known_languages_are_known(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["", "xx", "english", "en_US", "en-", "a b", "../en", "i-klingon"])
def test_what_is_no_language_is_not_known_and_reads_as_english(tag: str) -> None:
    assert not is_language(tag)
    assert str(locale_of(tag)) == "en_001"


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "English"),
        ("it", "Italiano"),
        ("pt-BR", "Português (Brasil)"),
        ("zh-Hans", "中文 (简体)"),
        ("ar", "العربية"),
        ("ka", "ქართული"),  # no capital at the beginning
    ],
)
def test_a_language_is_named_as_its_readers_name_it(tag: str, name: str) -> None:
    assert language_name(tag) == name


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "27 January 2025"),
        ("en-US", "January 27, 2025"),
        ("en-GB", "27 January 2025"),
        ("it", "27 gennaio 2025"),
        ("fr", "27 janvier 2025"),
        ("de", "27. Januar 2025"),
        ("pt-BR", "27 de janeiro de 2025"),
        ("zh-Hans", "2025年1月27日"),
    ],
)
def test_a_date_is_written_in_full(tag: str, written: str) -> None:
    assert long_date(datetime.date(2025, 1, 27), tag) == written


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("it", "1º gennaio 2025"),
        ("it-CH", "1º gennaio 2025"),
        ("fr", "1er janvier 2025"),
        ("fr-CA", "1er janvier 2025"),
        ("pt-BR", "1º de janeiro de 2025"),
        ("pt-PT", "1 de janeiro de 2025"),
        ("es", "1 de enero de 2025"),
        ("de", "1. Januar 2025"),
        ("en", "1 January 2025"),
        ("en-US", "January 1, 2025"),
        ("ja", "2025年1月1日"),
    ],
)
def test_the_first_of_a_month_is_written_as_its_readers_write_it(tag: str, written: str) -> None:
    assert long_date(datetime.date(2025, 1, 1), tag) == written


@pytest.mark.parametrize(
    ("tag", "items", "written"),
    [
        ("it", [], ""),
        ("it", ["Rossi"], "Rossi"),
        ("it", ["Rossi", "Bianchi"], "Rossi e Bianchi"),
        ("it", ["Rossi", "Bianchi", "Verdi"], "Rossi, Bianchi e Verdi"),
        ("en", ["Rossi", "Bianchi", "Verdi"], "Rossi, Bianchi and Verdi"),
        ("en-US", ["Rossi", "Bianchi", "Verdi"], "Rossi, Bianchi, and Verdi"),
        ("zh-Hans", ["甲", "乙", "丙"], "甲、乙和丙"),
    ],
)
def test_names_stand_in_a_list_as_in_a_sentence(tag: str, items: list[str], written: str) -> None:
    assert join(items, tag) == written


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "ltr"), ("it", "ltr"), ("zh-Hans", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("he", "rtl")],
)
def test_a_language_is_written_in_its_direction(tag: str, expected: str) -> None:
    assert direction(tag) == expected


@pytest.mark.parametrize(
    ("words", "tag", "expected"),
    [
        (10, "en", "1 minute"),
        (1500, "en", "7 minutes"),
        (1500, "it", "8 minuti"),
        (1840, "eo", "10"),
    ],
)
def test_reading_time_depends_on_the_language(words: int, tag: str, expected: str) -> None:
    assert reading_time(words, tag).startswith(expected)


@pytest.mark.parametrize(
    ("tag", "reader", "name"),
    [
        ("en", "it", "inglese"),
        ("en", "en", "English"),
        ("it", "fr", "italien"),
        ("pt-BR", "en", "Portuguese (Brazil)"),
        ("xx", "it", "xx"),
    ],
)
def test_a_language_has_the_name_that_the_reader_gives_it(tag: str, reader: str, name: str) -> None:
    assert name_of_language(tag, reader) == name
