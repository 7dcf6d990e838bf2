"""Name languages, dates and lists the way their readers do."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Literal
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from briefpress.pseudo import is_pseudo, pseudo
from briefpress.tags import canonical_tag

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence
    from decimal import Decimal


def language_tag(code: str) -> str:
    """Return the BCP 47 tag of a gettext language code: ``zh_Hans`` -> ``zh-Hans``."""
    return code.replace("_", "-")


def gettext_code(tag: str) -> str:
    """Return the gettext code of a BCP 47 language tag: ``zh-Hans`` -> ``zh_Hans``."""
    return tag.replace("-", "_")


# The catalogues that Sphinx has for languages whose gettext code it does not know.
_SPHINX_CODES = {
    "ca_valencia": "ca@valencia",
    "sr_Latn": "sr@latin",
    "uk": "uk_UA",
    "zh": "zh_CN",
    "zh_Hans": "zh_CN",
    "zh_Hant": "zh_TW",
    "zh_Hant_HK": "zh_HK",
}


def tags_like(tag: str) -> list[str]:
    """Return the tags whose words a reader of *tag* can read, the best first: those in the same
    script that say less. ``pt-BR``, ``pt``."""
    parts = tag.split("-")
    shorter = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return [each for each in shorter if script(each) == script(tag)]


def sphinx_codes(tag: str) -> list[str]:
    """Return the names that Sphinx's own catalogue for the language *tag* may have, the best
    first: ``zh-Hans`` -> ``zh_CN``."""
    codes = [gettext_code(each) for each in tags_like(tag)]
    return [_SPHINX_CODES.get(code, code) for code in codes]


_CLASS = "language-"


def language_classes(tag: str) -> list[str]:
    """Return the classes that give a node the language *tag*, none if it is empty: docutils'
    writers turn them into the attribute lang."""
    return [_CLASS + canonical_tag(tag)] if tag else []


def language_of_classes(classes: Iterable[str]) -> str:
    """Return the language that *classes* give a node, empty if they give none."""
    named = (name.removeprefix(_CLASS) for name in classes if name.startswith(_CLASS))
    return language_tag(next(named, ""))


@cache
def locale_of(tag: str) -> Locale:
    """Return the CLDR locale of a BCP 47 *tag*; English's where CLDR has none.

    English of no country is that of the world (001), not CLDR's default, that of the United States.
    """
    if tag == "en":
        return Locale("en", "001")
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "001")


def language_name(tag: str) -> str:
    """Return the language's own name, as a switch shows it: ``it`` -> ``Italiano``."""
    if is_pseudo(tag):
        return pseudo("Pseudo-translation")
    locale = Locale("en") if tag == "en" else locale_of(tag)  # else “English (world)”
    name = locale.get_display_name(locale) or tag
    # In title case, which is not upper case everywhere: Georgian has no capitals at the beginning.
    return name[:1].title() + name[1:]


def name_of_language(tag: str, reader: str) -> str:
    """Return the name of the language *tag* for a *reader* of another one: ``en``, ``it`` ->
    ``inglese``."""
    try:
        named = Locale.parse(tag, sep="-").get_display_name(locale_of(reader))
    except (UnknownLocaleError, ValueError):
        named = None
    return _in_words(named or tag, reader)


# Scripts that run from right to left (Unicode, Scripts.txt and DerivedBidiClass.txt), those that
# are written today.
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})


@cache
def script(tag: str) -> str:
    """Return the script (ISO 15924) in which *tag* is written: ``Arab``."""
    language, *subtags = tag.split("-")
    if subtags and re.fullmatch("[A-Z][a-z]{3}", subtags[0]):
        return subtags[0]
    likely = get_global("likely_subtags")
    full = likely.get("_".join([language, *subtags[:1]])) or likely.get(language, "")
    return next((part for part in full.split("_")[1:] if len(part) == 4), "Latn")


def direction(tag: str) -> str:
    """Return ``ltr`` or ``rtl``, the direction in which *tag* is written."""
    return "rtl" if script(tag) in _RIGHT_TO_LEFT else "ltr"


def direction_of(text: str) -> str:
    """Return the direction in which most letters of *text* run, ``ltr`` if none has one: a work may
    have one author whose name is written the other way."""
    kinds = Counter(bidirectional(letter) for letter in text)
    return "rtl" if kinds["R"] + kinds["AL"] > kinds["L"] else "ltr"


def language_attributes(tag: str, around: str) -> dict[str, str]:
    """Return the attributes of HTML that a passage in the language *tag* has within one in that of
    *around*: its language, and its direction if that is another one. Without *tag*, none."""
    found = {"lang": tag} if tag else {}
    if tag and direction(tag) != direction(around):
        found["dir"] = direction(tag)
    return found


def comma(tag: str) -> str:
    """Return what stands between the items of a list in the language *tag* that is no sentence."""
    return _COMMAS.get(script(tag), ", ")


_COMMAS = {"Arab": "، ", "Hans": "、", "Hant": "、", "Jpan": "、"}

# How the first day of a month is written where not as a plain number; CLDR's patterns cannot say
# so. French: Imprimerie nationale, Lexique. Italian: Lesina, Il nuovo manuale di stile. Brazil:
# Manual de redação da Presidência da República; Portugal writes a plain number.
_FIRST_DAYS = {"fr": "1er", "it": "1º", "pt": "1º", "pt_PT": "1"}


def long_date(date: datetime.date, tag: str) -> str:
    """Return *date* in CLDR's long form: ``27 gennaio 2025``, ``1º gennaio 2025``."""
    locale = locale_of(tag)
    written = str(format_date(date, "long", locale=locale))
    first = _FIRST_DAYS.get(str(locale), _FIRST_DAYS.get(locale.language, "1"))
    return _in_words(re.sub("^1(?= )", first, written), tag)


def number(value: Decimal, tag: str, places: int) -> str:
    """Return *value* with so many decimal *places*: ``1.234,50``, and a minus that is none of the
    hyphens which CLDR has in most languages."""
    locale = locale_of(tag)
    whole = locale.decimal_formats[None].pattern.partition(".")[0]
    pattern = f"{whole}.{'0' * places}" if places else whole
    written = str(format_decimal(value, pattern, locale=locale)).replace("-", "\u2212")
    # Its sign would else stand behind it in a cell that is read to the left (UAX #9, W4).
    return f"\u200e{written}" if value < 0 and direction(tag) == "rtl" else written


# Words a minute that adults read in silence: Trauzettel-Klosinski and Dietz, “Standardized
# Assessment of Reading Performance: The New International Reading Speed Texts IReST”,
# Investigative Ophthalmology & Visual Science 53 (2012), 5452-5461, table 2.
_READING_RATES = {
    "ar": 138,
    "de": 179,
    "en": 228,
    "es": 218,
    "fi": 161,
    "fr": 195,
    "he": 187,
    "it": 188,
    "nl": 202,
    "pl": 166,
    "pt": 181,
    "ru": 184,
    "sl": 180,
    "sv": 199,
    "tr": 166,
}
_READING_RATE = 184  # the mean of all seventeen languages of the study


_MINUTES = "duration-minute"
_LENGTHS: tuple[Literal["long", "short", "narrow"], ...] = ("long", "short", "narrow")


def reading_time(words: int, tag: str) -> str:
    """Return how long a text of so many *words* is read, in minutes: ``8 minuti``."""
    rate = _READING_RATES.get(tag.split("-")[0], _READING_RATE)
    minutes = max(1, round(words / rate))
    locale = locale_of(tag)
    written = (str(format_unit(minutes, _MINUTES, length, locale=locale)) for length in _LENGTHS)
    # Babel writes the unit's identifier where CLDR has no words of that length.
    found = next((each for each in written if _MINUTES not in each), f"{minutes} min")
    return _in_words(found, tag)


def _in_words(written: str, tag: str) -> str:
    """Return what CLDR has *written* for *tag*, which has nothing in a pseudo-translation."""
    return pseudo(written) if is_pseudo(tag) else written


def join(items: Sequence[str], tag: str) -> str:
    """Return *items* as a list in a sentence: ``Rossi, Bianchi e Verdi``."""
    if is_pseudo(tag):
        return ", ".join(items)
    return str(format_list(items, locale=locale_of(tag)))
