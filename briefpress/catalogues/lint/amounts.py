"""Compare the numbers, dates, percentages and sums of money of a message and its translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from briefpress.catalogues.lint.entries import Entry
from briefpress.catalogues.lint.numerals import (
    Number,
    is_spelled,
    knows_words,
    localised,
    months,
    numbers,
    powers,
    romans,
    unreadable,
)
from briefpress.languages import locale_of


def number(entry: Entry) -> Iterator[str]:
    """A number that is lost, added, changed or written as in the other language."""
    if not entry.source.has_numbers and not entry.target.has_numbers:
        return
    source, target = entry.source.prose, entry.target.prose
    theirs = _with_ranges(numbers(source, entry.source_language), source)
    ours = _with_ranges(numbers(target, entry.language), target)
    theirs, ours = _without_names(theirs, ours, entry)
    lost, added = _without(theirs, ours), _without(ours, theirs)
    if added:
        lost = [n for n in theirs if n in lost or _is_in_parts(n, entry)]
    # CO2 may be carbon dioxide, but the G7 are not the G8.
    if not any(n.is_part for n in lost):
        added = [n for n in added if not n.is_part]
    if not added:
        lost = [n for n in lost if not n.is_part]
    if not lost and not added:
        yield from _signs(entry)
        return
    named = _months_in(entry)
    lost = [n for n in lost if not n.values & named and not _otherwise(n, added, entry)]
    added = [n for n in added if not n.values & named and not _from_words(n, theirs, entry)]
    if not added:
        lost = [n for n in lost if not n.is_part]
    if lost and not added:
        lost = [n for n in lost if not _in_words(n, entry)]
    yield from _said(lost, added, entry)


def _is_in_parts(n: Number, entry: Entry) -> bool:
    """Whether the translation has *n* as the original writes it, which is no number there: 30.0."""
    prose = entry.target.prose
    return n.written in prose and n.written in unreadable(prose, entry.language)


_NEGATIVE = re.compile(r"(?<![\w\ufffc])[-−–](?=\d)")
# Words for what is less than nothing, in part.
_MINUS = re.compile(
    r"min|menos?|moins|nega|below|unter|sotto|bajo|abaixo|sous|dessous|fall|cal[oi]|baiss|cay"
    r"|мінус|минус|нижче|ниже|зниз|سالب|ناقص|تحت|انخف",
    re.IGNORECASE,
)


def _signs(entry: Entry) -> Iterator[str]:
    """Yield what is wrong with numbers below zero."""
    theirs, ours = _NEGATIVE.findall(entry.source.prose), _NEGATIVE.findall(entry.target.prose)
    if theirs and not ours and not _MINUS.search(entry.target.prose):
        yield "the minus sign is missing; write it"
    elif ours and not theirs and not _MINUS.search(entry.source.prose):
        yield "the minus sign is not in the original; take it out"


def _said(lost: list[Number], added: list[Number], entry: Entry) -> Iterator[str]:
    for n in lost:
        should = localised(n, entry.language, entry.source_language)
        copied = re.search(rf"(?<![\d.,]){re.escape(_digits(n))}(?![.,]?\d)", entry.target.prose)
        if copied and should != _digits(n):
            yield f"{_digits(n)} is written as in the original's language; write {should}"
            parts = set(re.findall(r"\d+", _digits(n)))
            added = [m for m in added if m.written not in parts and _digits(m) != _digits(n)]
        elif len(lost) == len(added) == 1:
            yield f"{n.written} has become {added[0].written}; write {should}"
            return
        else:
            yield f"{n.written} is missing; write {should}"
    for n in added:
        yield f"{n.written} is not in the original; take it out"


def _digits(n: Number) -> str:
    found = re.match(r"\d[\d.,'’\s٫٬]*\d|\d", n.written)
    return found[0] if found else n.written


def _with_ranges(found: list[Number], text: str) -> list[Number]:
    """Let the second year of a range be written with two digits or four: 2025/26."""
    result: list[Number] = []
    for n in found:
        if result:
            before = result[-1]
            joined = re.fullmatch(r"\s?[-–—/]\s?", text[before.end : n.start])
            if joined and len(before.written) == 4 and before.written.isdigit():
                if len(n.written) == 2 and n.written.isdigit():
                    n = replace(n, values=n.values | {Decimal(before.written[:2] + n.written)})
                elif len(n.written) == 4 and n.written.isdigit():
                    n = replace(n, values=n.values | {Decimal(n.written[2:])})
        result.append(n)
    return result


_VERSION = re.compile(
    r"\b(?:version|release|section|clause|chapter|table|figure|equation|v|no|nos|para)s?\b",
    re.IGNORECASE,
)


def _without_names(
    theirs: list[Number], ours: list[Number], entry: Entry
) -> tuple[list[Number], list[Number]]:
    """Take out what both call alike: WCAG 2.1, ISO 32000-1, § 3.2.1."""
    source, target = entry.source.prose, entry.target.prose
    known = {value.scaleb(-power) for n in theirs for value in n.values for power in (0, n.power)}
    names = {
        written
        for written in unreadable(source, entry.source_language)
        if not any(n.values & known for n in numbers(written, entry.language))
    }
    for n in theirs:
        before = re.search(r"[\w/&§-]+[ \u00a0]?$", source[max(0, n.start - 40) : n.start])
        if _VERSION.search(source[max(0, n.start - 40) : n.start]) and "." in n.written:
            names.add(n.written)
        elif before and re.search(r"[A-Z§]|-$", before[0]):
            name = before[0] + n.written
            if re.search(rf"(?<!\w){re.escape(name)}(?![.,]?\d)", target):
                names.add(name)
    for n in theirs:
        if _is_time(n, source) and re.search(
            rf"(?<![\d.,]){re.escape(n.written)}(?![.,]?\d)", target
        ):
            names.add(n.written)
    for name in names:
        if name not in target:
            continue
        at, there = source.find(name), target.find(name)
        theirs = [n for n in theirs if not at <= n.start < at + len(name)]
        ours = [n for n in ours if not there <= n.start < there + len(name)]
    return theirs, ours


def _is_time(n: Number, text: str) -> bool:
    """Whether *n* may be a time: 8.30."""
    time = re.fullmatch(r"(\d{1,2})\.([0-5][05])", n.written)
    return bool(time and int(time[1]) < 25 and not re.match(r"\s?[%€$£‰°]|\s?per", text[n.end :]))


_MOST = 20  # findings: nobody reads more of one message


def _without(found: list[Number], others: list[Number]) -> list[Number]:
    """Return the numbers of *found* that are not among *others*."""
    known = {value for other in others for value in other.values}
    return [n for n in found if not n.values & known][:_MOST]


def _otherwise(n: Number, added: list[Number], entry: Entry) -> bool:
    """Whether the translation says *n* as 8:30 or 8h30, or with its million elsewhere: 5 million
    to 10 million."""
    if _is_time(n, ""):
        parts = {Decimal(part) for part in n.written.split(".")}
        pieces = [other for other in added if other.values & parts]
        if {value for other in pieces for value in other.values} >= parts:
            for other in pieces:
                added.remove(other)
            return True
    shared = powers(entry.target.prose, entry.language) & powers(
        entry.source.prose, entry.source_language
    )
    for other in added:
        for power in shared | {3 * bool(shared & {9})}:
            if power and any(
                value in {o.scaleb(power) for o in other.values}
                or value.scaleb(power) in other.values
                for value in n.values
            ):
                added.remove(other)
                return True
    return False


def _in_words(n: Number, entry: Entry) -> bool:
    """Whether the translation says *n* in words, or may do so unseen."""
    prose, tag = entry.target.prose, entry.language
    has_dual = tag.split("-")[0] in ("ar", "sl", "he")
    if n.value == 1 or (n.value == 2 and has_dual):
        return True
    if n.values & romans(prose):
        return True
    # A thousand billion is a trillion.
    if n.power and n.value.scaleb(-n.power) in ((1, 2) if has_dual else (1,)):
        named = powers(prose, tag)
        if named & {n.power} or n.power in {a + b for a in named for b in named}:
            return True
    values = {Decimal(int(v) % 100) for v in n.values} if n.is_decade else n.values
    if not knows_words(tag):
        return n.value <= 12 or n.is_decade
    bare = {v.scaleb(-n.power) for v in n.values} if n.power else set()
    return any(is_spelled(v, prose, tag) for v in {*values, *bare})


def _from_words(n: Number, theirs: list[Number], entry: Entry) -> bool:
    """Whether the original says *n* in words or as part of a name."""
    prose, tag = entry.source.prose, entry.source_language
    if n.values & romans(prose) or (n.value == 1 and is_spelled(n.value, prose, tag)):
        return True
    named = [Decimal(1).scaleb(p) for p in powers(prose, tag)]
    if n.value * 2 in named and is_spelled(Decimal(50), prose, tag):  # half a million
        return True
    if n.power and n.value in named:
        return True
    if any(is_spelled(v, prose, tag) for v in n.values):
        return True
    return bool(n.power) and any(is_spelled(v.scaleb(-n.power), prose, tag) for v in n.values)


@cache
def _month_pattern(tag: str) -> re.Pattern[str]:
    names = sorted(months(tag), key=len, reverse=True)
    forms = "|".join(re.escape(name).replace("\u00a0", r"\s") for name in names)
    if tag.split("-")[0] in ("ja", "zh", "yue", "ko"):  # 2023年5月5日
        return re.compile(rf"(?<!\d)(?:{forms})")
    start = "" if tag.split("-")[0] in ("ar", "he") else r"(?<!\w)"
    return re.compile(rf"{start}(?:{forms})(?!\w)", re.IGNORECASE)


# English months that are no other words.
_PLAIN_MONTHS = re.compile(
    r"January|February|April|June|July|September|October|November|December", re.ASCII
)


def _months(prose: str, tag: str, *, dated: bool) -> dict[int, str]:
    """Return the months that *prose* names, those beside a number only if *dated*."""
    found: dict[int, str] = {}
    for match in _month_pattern(tag).finditer(prose):
        beside = prose[max(0, match.start() - 9) : match.start()] + prose[match.end() :][:9]
        is_plain = tag.startswith("en") and _PLAIN_MONTHS.fullmatch(match[0])
        if not dated or is_plain or re.search(r"\d", beside + match[0]):
            name = re.sub(r"\s", "\u00a0", match[0].lower())
            found.setdefault(months(tag).get(name, 0), match[0])
    return found


def _months_in(entry: Entry) -> frozenset[Decimal]:
    """Return the numbers of the months that either text names."""
    found = {
        *_months(entry.source.prose, entry.source_language, dated=True),
        *_months(entry.target.prose, entry.language, dated=True),
    }
    return frozenset(map(Decimal, found))


_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?!\d)")


def date(entry: Entry) -> Iterator[str]:
    """A month that is lost, added or changed."""
    source, target = entry.source.prose, entry.target.prose
    dated = entry.source.has_numbers or entry.target.has_numbers
    if not dated and not (entry.source_language.startswith("en") and _PLAIN_MONTHS.search(source)):
        return
    if dated:
        yield from _weekdays(entry)
    theirs = _months(source, entry.source_language, dated=True)
    ours = _months(target, entry.language, dated=True)
    if not theirs and not ours:
        return
    anywhere = {*_months(target, entry.language, dated=False), *_numeric_months(target)}
    lost = [m for m in theirs if m not in anywhere and not _begins(m, target, entry.language)]
    known = {*_months(source, entry.source_language, dated=False), *_numeric_months(source)}
    added = [m for m in ours if m not in known]
    if lost and added:
        yield f"{theirs[lost[0]]} has become {ours[added[0]]}; write the same month"
    elif lost:
        yield f"the month {theirs[lost[0]]} is missing; write it"
    elif added:
        yield f"the month {ours[added[0]]} is not in the original; take it out"


def _weekdays(entry: Entry) -> Iterator[str]:
    """Yield what is wrong with the days of the week that dates name."""
    theirs = _days(entry.source.low, entry.source_language)
    ours = _days(entry.target.low, entry.language)
    lost = [day for day in theirs if day not in ours]
    added = [day for day in ours if day not in theirs]
    if lost and added:
        yield f"{theirs[lost[0]]} has become {ours[added[0]]}; write the same day"


def _days(low: str, tag: str) -> dict[int, str]:
    names = locale_of(tag).days["format"]["wide"]
    return {
        number: name
        for number, name in names.items()
        if re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", low)
    }


def _numeric_months(prose: str) -> frozenset[int]:
    found = (int(part) for m in _NUMERIC_DATE.finditer(prose) for part in m.groups())
    return frozenset(part for part in found if part <= 12)


def _begins(month: int, prose: str, tag: str) -> bool:
    """Whether a word of *prose* begins as the *month* does: cases of a name."""
    stems = {name[:3] for name, number in months(tag).items() if number == month}
    return any(re.search(rf"(?<!\w){re.escape(stem)}", prose.lower()) for stem in stems)


_PERCENT = re.compile(
    r"""[%٪％﹪]
    | \bper\s?cent\w* | percent\w* | \bpours?\s?cents? | pourcent\w* | prozent\w* | \bprocent\w*
    | \bpor\s?cien\w* | \bpor\s?cento | porcent\w* | percentu\w* | prosent\w* | \bproc\b
    | відсот\w* | процент\w* | \bпроц\b | بالمئة | بالمائة | في\s(?:المئة|المائة) | مئوي\w* | نسب\w*
    | 百分 | パーセント | 퍼센트 | \byüzde | τοις\s+εκατό | ποσοστ\w* | százalék\w* | prosentt\w*
    | \bpp\b | \bp\.?\s?p\.(?=\s|$) | п\.\s?п\.
    """,
    re.VERBOSE,
)
# What may well become per cent.
_SHARE = re.compile(r"half|third|quarter|fifth|tenth|one in|\d in \d|hundred|points?")
_PER_MILLE = re.compile(r"‰|per\s?mille|pour\s?mille|promille")


def _shares(entry: Entry) -> frozenset[Decimal]:
    """Return the numbers of the original that are per cent."""
    prose = entry.source.prose
    found = numbers(prose, entry.source_language)
    shares = (n for n in found if _PERCENT.match(prose[n.end :].lstrip().lower()))
    return frozenset(value for n in shares for value in n.values)


def _values(entry: Entry) -> frozenset[Decimal]:
    """Return the numbers of the translation."""
    found = numbers(entry.target.prose, entry.language)
    return frozenset(value for n in found for value in n.values)


def percent(entry: Entry) -> Iterator[str]:
    """A percent sign that is lost or added."""
    if not entry.source.has_numbers and not entry.target.has_numbers:
        return
    source, target = entry.source.low, entry.target.low
    theirs, ours = _PERCENT.search(source), _PERCENT.search(target)
    if bool(_PER_MILLE.search(source)) != bool(_PER_MILLE.search(target)):
        if theirs or ours or _PER_MILLE.search(source):
            yield "one has per cent, the other per mille; write what the original does"
        return
    if theirs and not ours and _shares(entry) & _values(entry):
        if not re.match(r"percentag", theirs[0]):
            yield f"“{theirs[0]}” is missing; write per cent as your language does"
    elif ours and not theirs and re.search(r"\d\s?[%٪]", target) and not _SHARE.search(source):
        yield f"“{ours[0]}” is not in the original; take it out"


# Stems of the names of currencies in many languages, signs and codes.
_CURRENCIES = {
    # Not Europe, the eurozone, Eurostat.
    "euro": r"€|\beur\b|\beuro(?![bcdfgjmprtvz]|s[ckt])\w{0,3}|\bевро\b|\bєвро\b|\bευρώ"
    r"|يورو|欧元|ユーロ|유로",
    "dollar": r"\$|\busd\b|d[oó]l+ar\w*|\bдолл?ар\w*|دولار|美元|ドル|달러|δολ[άα]ρ\w*|\bmdd\b",
    "pound": r"£|\bgbp\b|\bpounds?\b|sterlin\w*|\blivres?\b|pfund\w*|\blibras?\b|фунт\w*"
    r"|جنيه|استرليني|英镑|ポンド",
    "yen": r"¥|\bjpy\b|\by[eè]ns?\b|иен\w*|єн[аиу]?\b|円|日元|ين\s?ياباني|\bين\b",
    "yuan": r"\bcny\b|\brmb\b|yuan\w*|renminbi|юан\w*|يوان|人民币|元",
    "rouble": r"₽|\brub\b|rou?bl\w*|rublo?s?\b|rubel\w*|рубл\w*|روبل|卢布",
    "hryvnia": r"₴|\buah\b|hryvn\w*|grivn\w*|hrywn\w*|гривн\w*|гривен\w*|هريفنيا",
    "franc": r"\bchf\b|\bfran(?:c|chi|co|cos|cs)\b|franken\b|франк\w*|فرنك",
    "rupee": r"₹|\binr\b|rup[ie]\w*|roupie\w*|рупі?\w*|روبية",
}
_CURRENCY = {name: re.compile(pattern) for name, pattern in _CURRENCIES.items()}
# What no name of a currency goes without: most texts have none of it.
_HINT = re.compile(
    "[€$£¥₽₴₹円元]|eur|usd|gbp|jpy|cny|rmb|rub|uah|chf|inr|mdd|d[oó]l|δολ|ευρ|дол|pound|sterlin|livre|pfun"
    "|libra|фунт|y[eè]n|иен|єн|yuan|renmin|юан|rou?bl|rubel|рубл|hryv|gri|hryw|грив|fran|франк|rup|roup|руп"
    "|евро|євро|يورو|دولار|جنيه|استرل|يوان|روبل|هريف|فرنك|روبي|ين|欧|ユ|유|ドル|달|镑|ポ|卢"
)
# A currency is money beside a number only: not the dollar's rise.
_MONEY = re.compile(r"\d|million|milli|billion|бил|милл?|мільй|млн|млрд|مليون|مليار|万|亿")


def currency(entry: Entry) -> Iterator[str]:
    """A currency that is lost, added or changed."""
    if not entry.source.has_numbers and not entry.target.has_numbers:
        return
    source, target = entry.source.low, entry.target.low
    if not _HINT.search(source) and not _HINT.search(target):
        return
    theirs, ours = _money(source), _money(target)
    lost = [name for name in theirs if not _CURRENCY[name].search(target)]
    added = [name for name in ours if not _CURRENCY[name].search(source)]
    if lost and added:
        yield f"{theirs[lost[0]]} has become {ours[added[0]]}; write the same currency"
    elif lost and numbers(target, entry.language):
        yield f"the currency is missing: {theirs[lost[0]]}"
    elif added:
        yield f"{ours[added[0]]} is not in the original; write its currency"


def _money(prose: str) -> dict[str, str]:
    """Return the currencies that stand beside numbers, and how they are written."""
    found: dict[str, str] = {}
    for name, pattern in _CURRENCY.items():
        for match in pattern.finditer(prose):
            beside = prose[max(0, match.start() - 14) : match.start()] + prose[match.end() :][:6]
            if _MONEY.search(beside):
                found.setdefault(name, match[0])
    return found
