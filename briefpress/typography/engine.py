"""Apply the rules of a language to a text: marks for what a keyboard has, spaces that hold, signs
that stay before their number.

Digits, letters and their order stay; so does what is no prose: addresses, DOIs, numbers of
telephones and books. Each rule is a pattern of which only spaces, or one mark, are changed, so that
the parts of a text (words in italics, a link) need not be known here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from babel import Locale

from briefpress.languages import direction, locale_of
from briefpress.typography.quotes import HIDDEN, quotes
from briefpress.typography.rules import NARROW, NO_BREAK, Rules, rules_for

NOTE = "\ufff9"
"""Stands for each character of the call of a note."""

MARKS = "qDe"
"""What is done to marks, as in Sphinx's ``smartquotes_action``: quotation marks, dashes, dots."""

_SPACE = "[ \n]"  # a line of the source ends with the second
_START = r"(?<![\w.…])"  # of a word or an abbreviation

# What is no prose, though it stands among words.
_FIXED = re.compile(
    r"""
    \b[a-z][a-z0-9+.-]*://[^\s"<>«»“”]+  | \bwww\.[^\s"<>«»“”]+
    | \b(?:mailto|doi|urn|arXiv):[^\s"'<>«»“”]+
    | \b10\.\d{4,9}/[^\s"'<>«»“”]+
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | \b(?:[ep]-?)?IS[SB]N\b\D{0,12}\d[\dX\s-]*
    | \b(?:tel|fax|phone|telefono|t[eé]l[eé]fono|t[eé]l|telefon|тел)\b[.:\s]*[+(\d][\d\s()./-]*
    | \+\d[\d\s()./-]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LAST = ".,;:!?)]}'"  # ends the sentence, not the address

_CURRENCIES = "€$£¥₽₹₴₺₩₪"
_CODES = (
    "EUR|USD|GBP|CHF|JPY|CNY|RUB|INR|CAD|AUD|SEK|NOK|DKK|PLN|CZK|UAH|TRY|BRL"
    "|zł|Kč|kr|Ft|lei|лв|руб|грн"
)
# Symbols of the International System and those used with it; none that is a word somewhere (ha, s).
_UNITS = (
    r"‰|°C|°F|[kcm]?m[²³]?|[kmµ]?g|t|[cm]?l|hl|km/h|m/s|[kMGT]?Hz|[kMGT]?W|[kMGT]Wh|Wh|kV|MPa|hPa"
    r"|[kMGT]B|min|h|ppm|CO₂e|bcm|Mt|Gt|kt|dwt|GRT"
)
_CAPITAL = f"[{''.join(filter(str.isupper, map(chr, range(0x530))))}]"

_YEARS = r"(?<![\w./:,…–-])(?P<low>1[5-9]\d\d|20\d\d)(?P<hyphen>-)(?P<high>1[5-9]\d\d|20\d\d)"
_END_OF_RANGE = r"(?![\w/:–-]|[.,]\d)"


# A number's sign, which on a page that is read to the left would stand behind the number (UAX #9,
# W4). CLDR has the same mark before the minus of Arabic and Hebrew; Eastern Arabic digits have
# their sign behind them. A hyphen after a letter is none, but a word may end before a minus: و−3.
_SIGNED = re.compile(
    rf"(?<![0-9A-Za-z.,%)\]{HIDDEN}\u200e])"
    rf"(?:[+±\u2212]|(?<![\w–-])(?:-{{1,3}}|–))(?=[{_CURRENCIES}]?[.,]?[0-9])"
)
_LEFT_TO_RIGHT = "\u200e"


def typeset(text: str, tag: str, marks: str = MARKS) -> str:
    """Return *text*, of the language *tag* (BCP 47), as its readers expect it to be set."""
    return "".join(pieces(text, tag, marks))


def pieces(text: str, tag: str, marks: str = MARKS) -> list[str]:
    """Return for each character of *text* what stands for it, which may be nothing."""
    rules = rules_for(tag)
    fixed = _fixed(text)
    done = held(text, tag)
    for place, mark in _marks(text, rules, fixed, marks):
        done[place] = mark
    if rules.ranges:
        for place in _ranges(text, rules, fixed):
            done[place] = "–"
    if rules.spaced_quotes:
        _space_quotes(done)
    for place in _tight(text, rules, fixed):
        done[place] = NARROW + done[place]
    if direction(tag) == "rtl":
        for match in _SIGNED.finditer(text):
            done[match.start()] = _LEFT_TO_RIGHT + done[match.start()]
    return done


def held(text: str, tag: str) -> list[str]:
    """Return what stands for each character of *text* if only spaces are set: what the language
    *tag* keeps on one line. It is for what others have written, as the titles of works."""
    done = list(text)
    for pattern, glue in _glues(tag):
        for match in pattern.finditer(text):
            for place in range(*match.span()):
                if text[place] in " \n":
                    done[place] = glue
    return done


def _fixed(text: str) -> frozenset[int]:
    """Return the places of what is no prose."""
    return frozenset(
        place
        for match in _FIXED.finditer(text)
        for place in range(match.start(), match.start() + len(match[0].rstrip(_LAST)))
    )


def _marks(
    text: str, rules: Rules, fixed: Collection[int], marks: str
) -> Iterator[tuple[int, str]]:
    if "q" in marks:
        yield from quotes(text, rules, fixed).items()
    runs = []
    if "D" in marks:
        runs += [(r"(?<![-!<])---(?![->])", "—"), (r"(?<![-!<])--(?![->])", "–")]
    if "e" in marks:
        runs.append((r"(?<!\.)\.\.\.(?!\.)", "…"))
    for pattern, mark in runs:
        for match in re.finditer(pattern, text):
            if match.start() not in fixed:
                yield match.start(), mark
                yield from ((place, "") for place in range(match.start() + 1, match.end()))


def _ranges(text: str, rules: Rules, fixed: Collection[int]) -> Iterator[int]:
    """Yield the places of the hyphens that stand for “to” without a doubt: between years, after an
    abbreviation like pp., and before a percent sign."""
    for pattern in _range_patterns(rules.before_number):
        for match in pattern.finditer(text):
            place = match.start("hyphen")
            if int(match["low"]) < int(match["high"]) and place not in fixed:
                yield place


@cache
def _range_patterns(abbreviations: str) -> tuple[re.Pattern[str], ...]:
    pair = r"(?P<low>\d{1,4})(?P<hyphen>-)(?P<high>\d{1,4})"
    found = [
        re.compile(_YEARS + _END_OF_RANGE),
        re.compile(rf"(?<![\w./:,…–-]){pair}(?=\s?%)"),
    ]
    if abbreviations:
        before = rf"{_START}{_words(abbreviations)}\s?"
        found.append(re.compile(before + pair + _END_OF_RANGE))
    return tuple(found)


def _space_quotes(done: list[str]) -> None:
    """Put narrow spaces inside « and », typed or made; those that were typed become narrow."""
    shown = [place for place, piece in enumerate(done) if piece]
    for last, place, following in zip([-1, *shown], shown, [*shown[1:], -1], strict=False):
        mark = done[place]
        if mark == "«" and following >= 0:
            if done[following] in (" ", "\n"):
                done[following] = NARROW
            elif not done[following].isspace():
                done[place] = f"«{NARROW}"
        elif mark == "»" and last >= 0:
            if done[last] in (" ", "\n"):
                done[last] = NARROW
            elif not done[last][-1].isspace():
                done[place] = f"{NARROW}»"


def _tight(text: str, rules: Rules, fixed: Collection[int]) -> Iterator[int]:
    """Yield the places of high marks that stand close to a word and end it."""
    if rules.high_marks:
        for match in _high_marks(rules.high_marks)[1].finditer(text):
            if match.start() not in fixed and match.start() - 1 not in fixed:
                yield match.start()


@cache
def _high_marks(marks: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return two patterns: a space before one of *marks*, and one without a space. Neither finds
    times (12:30), ratios and faces."""
    end = rf"[!?]*(?:[\s»”\"'’.,…{HIDDEN}{NOTE}]|$)"
    # No face ends with these: :) ;]
    bracket = r"|[!?]+[)\]]"
    ahead = rf"(?=[{marks}]{end}{bracket if '?' in marks else ''})"
    behind = rf"(?<=[\w.»”\"'’)\]%…{HIDDEN}{NOTE}])"
    return re.compile(rf"(?<=\S){_SPACE}{ahead}"), re.compile(behind + ahead)


@cache
def _glues(tag: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns whose spaces hold a line together, each with the space that does."""
    rules, locale = rules_for(tag), locale_of(tag)
    percent = _space_of(locale.percent_formats[None].pattern)
    currency = _space_of(locale.currency_formats["standard"].pattern)
    group = _space_of(locale.number_symbols.get("latn", {}).get("group", ""))
    note = NARROW if rules.spaced_quotes else NO_BREAK
    found = [
        (rf"(?<![\d.,–-])\d{{1,3}}(?:{_SPACE}\d\d\d)+(?![\d-])", group),
        (rf"(?<=\d){_SPACE}(?=%)", percent),
        (rf"(?<=\d){_SPACE}(?=[{_CURRENCIES}]|(?:{_CODES})\b)", currency),
        (rf"(?:(?<=[{_CURRENCIES}])|(?<!\w)(?:{_CODES})){_SPACE}(?=\d)", currency),
        (rf"(?<=[§№]){_SPACE}(?=\d)", NO_BREAK),
        (rf"(?<=\d){_SPACE}(?=(?:{_UNITS})(?![\w'’]))", NO_BREAK),
        (rf"{_START}{_CAPITAL}\.{_SPACE}(?={_CAPITAL})", NO_BREAK),
        (rf"(?<=\S){_SPACE}(?={NOTE})", note),
        (rf"{_START}et{_SPACE}al\.", NO_BREAK),
        *((pattern, NO_BREAK) for pattern in _dates(tag, locale)),
        *((pattern, NO_BREAK) for pattern in _bound_words(rules)),
    ]
    compiled = [(re.compile(pattern), glue) for pattern, glue in found]
    if rules.high_marks:
        compiled.append((_high_marks(rules.high_marks)[0], NARROW))
    return tuple(compiled)


def _space_of(pattern: str) -> str:
    """Return the space that CLDR's *pattern* has; where it has none a typed one does not break."""
    return NARROW if NARROW in pattern else NO_BREAK


def _bound_words(rules: Rules) -> Iterator[str]:
    if bound := f"{rules.before_number} {rules.parts}".strip():
        # %s and {number} stand for one: {numref}`Table {number} <trade>`
        number = r"(?=\d|[IVXLCDM]{2,}\b|%s|\{number\})"
        yield rf"{_START}{_words(bound)}{_SPACE}{number}"
    if rules.after_number:
        yield rf"(?<=\d){_SPACE}(?=(?:{_any(rules.after_number.split())})(?!\w))"
    if rules.before_name:
        yield rf"{_START}(?:{_any(rules.before_name.split())}){_SPACE}(?={_CAPITAL})"
    for phrase in rules.phrases:
        yield rf"{_START}{_SPACE.join(map(re.escape, phrase.split()))}(?!\w)"
    if rules.short_words:
        letters = rules.short_words + rules.short_words.upper()
        yield rf"{_START}(?<!['’-])[{letters}]{_SPACE}(?=\S)"
    if rules.dash_stays:
        yield rf"(?<=\S){_SPACE}(?=(?:[–—]|---?){_SPACE})"


def _words(abbreviations: str) -> str:
    """Return a pattern of *abbreviations*, with a capital too."""
    words = abbreviations.split()
    return f"(?:{_any([*words, *(word[0].upper() + word[1:] for word in words)])})"


def _any(words: Collection[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _dates(tag: str, locale: Locale) -> Iterator[str]:
    """Yield patterns of a day and its month, by CLDR's names of the months."""
    months = [
        name
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in locale.months[context][width].values()
        if not name.strip(".")[-1:].isdigit()
    ]
    if not months:
        return
    names = _any(months)
    ordinal = r"(?:\.º|\.|er|re|º|°|st|nd|rd|th|-го)?"
    yield rf"(?<![\d.,])\d\d?{ordinal}{_SPACE}(?=(?:de |d['’])?(?:{names})(?!\w))"
    if tag.split("-")[0] == "en":
        yield rf"(?<!\w)(?:{names}){_SPACE}(?=\d\d?(?!\w))"
