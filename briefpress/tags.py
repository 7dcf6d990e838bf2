"""Read the language tags that people write (BCP 47, RFC 5646), and say what is wrong with them.

A tag is taken in any case, with gettext's underscores and ``@``, and with a subtag that another one
has replaced (``iw`` for Hebrew); it is kept in the one form that `read_tag` gives.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

# What CLDR names for other purposes than to tag a text.
_NO_LANGUAGES = frozenset({"mul", "root", "und", "zxx"})
_NO_REGIONS = frozenset({"XA", "XB", "ZZ"})
_NO_SCRIPTS = frozenset({"Zinh", "Zmth", "Zsye", "Zsym", "Zxxx", "Zyyy", "Zzzz"})


class BadTag(ValueError):
    """A text that is no language tag; the message says why, and what to write."""


@cache
def read_tag(written: str) -> str:
    """Return the tag that *written* means, as BCP 47 recommends to write it: ``PT_br`` ->
    ``pt-BR``. Raise `BadTag` if it means none."""
    plain = written.strip().replace("@latin", "-Latn")
    language, *subtags = re.sub("[_@]", "-", plain).split("-")
    aliases: Mapping[str, str] = get_global("language_aliases")
    # Serbo-Croatian is now Serbian in Latin script: an alias may have more than one subtag.
    language, *more = aliases.get(language.lower(), language.lower()).split("_")
    tag = canonical_tag("-".join([language, *more, *subtags]))
    language, *subtags = tag.split("-")
    english = Locale("en")
    if language not in english.languages or language in _NO_LANGUAGES:
        raise BadTag(f"“{written}” is no language tag; {_guess(language)}")
    kept: list[str] = []
    position = 0
    for subtag in subtags:
        place, name = _kind(subtag)
        if place <= position and not place == position == _VARIANT:
            raise BadTag(
                f"“{written}” is no language tag: “{subtag}” is none of the scripts, countries and "
                f"variants that may stand there; write {'-'.join([language, *kept])}, or one "
                "like zh-Hans, pt-BR or ca-valencia"
            )
        position = place
        kept.append(name)
    return "-".join([language, *kept])


def is_tag(written: str) -> bool:
    """Whether *written* means a language."""
    try:
        read_tag(written)
    except BadTag:
        return False
    return True


_SCRIPT, _REGION, _VARIANT = 1, 2, 3


def _kind(subtag: str) -> tuple[int, str]:
    """Return the place at which *subtag* may stand behind a language, 0 if there is no such one,
    and the subtag that stands for it now."""
    english = Locale("en")
    if subtag in english.scripts and subtag not in _NO_SCRIPTS:
        return _SCRIPT, subtag
    now = get_global("territory_aliases").get(subtag, [subtag])
    region = now[0] if len(now) == 1 else subtag
    if region in english.territories and region not in _NO_REGIONS:
        return _REGION, region
    known = subtag.upper() in english.variants
    return (_VARIANT if known else 0), subtag


def _guess(language: str) -> str:
    """Return a cure for a *language* that there is not."""
    names = {name.casefold(): code for code, name in Locale("en").languages.items()}
    for code in _COMMON:
        names[(Locale.parse(code).get_language_name(code) or code).casefold()] = code
    # People write the country's code, and the language's name.
    official = get_official_languages(language.upper())
    if language in names or (close := difflib.get_close_matches(language, names, 1, 0.8)):
        code = names[language] if language in names else names[close[0]]
    elif official:
        code = official[0]
    elif alike := difflib.get_close_matches(language, _COMMON, 1, 0.6):
        code = alike[0]
    else:
        return "write one like en, it or zh-Hans"
    return f"did you mean {code} ({Locale('en').languages[code]})?"


# The languages whose own names are known here, the most used first.
_COMMON = (
    *("en", "zh", "es", "ar", "fr", "pt", "ru", "de", "ja", "it", "tr", "ko", "pl", "uk", "nl"),
    *("fa", "he", "el", "cs", "sv", "hu", "ro", "fi", "da", "nb", "sk", "bg", "hr", "sr", "sl"),
    *("ca", "eu", "gl", "lt", "lv", "et", "sq", "mk", "bs", "ka", "hy", "az", "kk", "hi", "bn"),
    *("ur", "id", "vi", "th", "is", "ga", "mt", "be"),
)


def canonical_tag(tag: str) -> str:
    """Return *tag* in the letters that BCP 47 (RFC 5646, 2.1.1) recommends: ``zh-Hans-CN``."""
    language, *subtags = tag.split("-")
    cased = (
        s.title() if re.fullmatch("[A-Za-z]{4}", s) else s.upper() if len(s) == 2 else s.lower()
        for s in subtags
    )
    return "-".join([language.lower(), *cased])
