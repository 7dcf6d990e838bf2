"""Name languages, dates and lists the way their readers do."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence


def language_tag(code: str) -> str:
    """Return the BCP 47 tag of a gettext language code: ``zh_Hans`` -> ``zh-Hans``."""
    return code.replace("_", "-")


def gettext_code(tag: str) -> str:
    """Return the gettext code of a BCP 47 language tag: ``zh-Hans`` -> ``zh_Hans``."""
    return tag.replace("-", "_")


@cache
def locale_of(tag: str) -> Locale:
    """Return the CLDR locale of a BCP 47 *tag*; English's where CLDR has none."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def is_language(tag: str) -> bool:
    """Whether CLDR knows the language of *tag*."""
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def language_name(tag: str) -> str:
    """Return the language's own name, as a switch shows it: ``it`` -> ``Italiano``."""
    locale = locale_of(tag)
    name = locale.get_display_name(locale) or tag
    # In title case, which is not upper case everywhere: Georgian has no capitals at the beginning.
    return name[:1].title() + name[1:]


def direction(tag: str) -> str:
    """Return ``ltr`` or ``rtl``, the direction in which *tag* is written."""
    return locale_of(tag).text_direction


def long_date(date: datetime.date, tag: str) -> str:
    """Return *date* in CLDR's long form: ``27 gennaio 2025``."""
    return str(format_date(date, "long", locale=locale_of(tag)))


def join(items: Sequence[str], tag: str) -> str:
    """Return *items* as a list in a sentence: ``Rossi, Bianchi e Verdi``."""
    return str(format_list(items, locale=locale_of(tag)))
