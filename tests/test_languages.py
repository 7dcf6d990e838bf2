"""Name languages, dates and lists the way their readers do."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from briefpress.languages import (
    direction,
    gettext_code,
    join,
    language_classes,
    language_name,
    language_of_classes,
    language_tag,
    locale_of,
    long_date,
    name_of_language,
    number,
    reading_time,
    script,
    sphinx_codes,
)
from briefpress.tags import BadTag, canonical_tag, is_tag, read_tag


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
    assert is_tag(tag)


@pytest.mark.parametrize("tag", ["", "xx", "english", "en-", "a b", "../en", "i-klingon"])
def test_what_is_no_language_is_not_known_and_reads_as_english(tag: str) -> None:
    assert not is_tag(tag)
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
        (1840, "vi", "10 phút"),
        (1840, "fa", "10 دقیقه"),
        (1840, "zh-Hans", "10分钟"),
        (1840, "ta", "10 நிமிடங்கள்"),
        (1840, "co", "10 min"),
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


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("it", "it"),
        ("it-IT", "it-IT"),
        ("PT-br", "pt-BR"),
        ("zh_Hans", "zh-Hans"),
        ("sr@latin", "sr-Latn"),
        ("iw", "he"),
        ("in", "id"),
        ("eng", "en"),
        ("en-UK", "en-GB"),
        ("es-419", "es-419"),
        ("de-ch-1901", "de-CH-1901"),
    ],
)
def test_a_tag_is_taken_as_people_write_it(written: str, tag: str) -> None:
    assert read_tag(written) == tag


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("english", "did you mean en (English)?"),
        ("italiano", "did you mean it (Italian)?"),
        ("itt", "did you mean it (Italian)?"),
        ("jp", "did you mean ja (Japanese)?"),  # the country's code
        ("xx", "write one like en, it or zh-Hans"),
        ("qps", "write one like en, it or zh-Hans"),  # of the build's own
        ("en-XX", "“XX” is none of the scripts, countries and variants"),
        ("it-Foo", "“foo” is none of the scripts, countries and variants"),
        ("en-US-Latn", "write en-US, or one like"),
    ],
)
def test_what_is_no_tag_is_refused_with_a_cure(written: str, cure: str) -> None:
    with pytest.raises(BadTag) as refused:
        read_tag(written)
    assert written in str(refused.value)
    assert cure in str(refused.value)


@pytest.mark.parametrize(
    ("tag", "codes"),
    [
        ("it", ["it"]),
        ("pt-BR", ["pt_BR", "pt"]),
        ("zh-Hans", ["zh_CN", "zh_CN"]),
        ("zh-TW", ["zh_TW"]),  # in other letters than zh
        ("sr-Latn", ["sr@latin"]),
        ("uk-UA", ["uk_UA", "uk_UA"]),
    ],
)
def test_sphinx_has_its_own_names_for_catalogues(tag: str, codes: list[str]) -> None:
    assert sphinx_codes(tag) == codes


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ar", "Arab"), ("he", "Hebr"), ("zh-TW", "Hant"), ("sr", "Cyrl"), ("az-Arab", "Arab")],
)
def test_a_language_has_a_script(tag: str, expected: str) -> None:
    assert script(tag) == expected


@pytest.mark.parametrize(
    ("tag", "expected"), [("de", "−1.234,50"), ("he", "\u200e−1,234.50"), ("ar", "\u200e−1,234.50")]
)
def test_a_number_keeps_its_sign_before_it(tag: str, expected: str) -> None:
    """Also where it is read to the left."""
    assert number(Decimal("-1234.5"), tag, 2) == expected
