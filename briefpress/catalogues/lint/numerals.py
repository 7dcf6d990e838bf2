"""Read the numbers of a text as the readers of its language do: separators, millions, ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from unicode_rbnf import FormatPurpose, RbnfEngine
from unicode_rbnf.engine import NoRuleForNumberError

from briefpress.languages import locale_of


@dataclass(frozen=True)
class Number:
    """A number as it stands in a text, at *start* to *end*: all values that it may be meant as,
    and the power of ten (6 of “million”) that a word after it adds."""

    written: str
    values: frozenset[Decimal]
    start: int
    end: int
    power: int = 0
    is_decade: bool = False
    is_ordinal: bool = False
    is_part: bool = False
    """Whether it is part of a name: G7, CO2."""

    @property
    def value(self) -> Decimal:
        """The value that it is meant as most likely."""
        return min(self.values)


# 1 234 567 is one number, 2022 300 are two.
_NUMERAL = re.compile(
    r"(?<!\d)\d{1,3}(?:[ \u00a0\u2007\u2009\u202f'’]\d{3})+(?![\d])(?:[.,٫]\d+)?"
    r"|\d+(?:[.,٫٬]\d+)*"
)
_SPACES = re.compile("[ \u00a0\u2007\u2009\u202f'’]")
_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")
_CODES = re.compile(r"(?:EUR|USD|GBP|CHF|JPY|CNY|RUB|INR|US|CA|AU|HK|No|Nr|n)$")
# Digits of all scripts, but superscript ones, which are calls of notes or units.
_DIGITS = str.maketrans(
    {chr(zero + d): str(d) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10) for d in range(10)}
)
_FRACTIONS = str.maketrans({"½": " 1/2", "⅓": " 1/3", "⅔": " 2/3", "¼": " 1/4", "¾": " 3/4"})
_ORDINAL = re.compile(
    r"(?:st|nd|rd|th|er|ère|re|e|è|ème|°|º|ª|\.º|\.ª|o|a|de|ste|-й|-го|-му|-м|-е|-я|-ї|-ій|-та"
    r"|-те|-ти|-ше|\.)(?!\w)"
)
_DECADE = re.compile(r"(?:[’']?s|er|-х|-ті|-е|-ых)(?![^\W\d])")
_MERIDIEM = re.compile(r"(?:[.:]\d\d)?\s?(?P<half>[ap])\.?\s?m\b")


def numbers(prose: str, tag: str) -> list[Number]:
    """Return the numbers of *prose*, which is of the language *tag*."""
    if not any(map(str.isdigit, prose)) and not any(c in prose for c in "½⅓⅔¼¾"):
        return []
    return list(_numbers(prose.translate(_FRACTIONS).translate(_DIGITS), tag))


def _numbers(text: str, tag: str) -> Iterator[Number]:
    scale = _scale(tag)
    for match in _NUMERAL.finditer(text):
        if match[0] == "00":  # the minutes of a full hour
            continue
        before = text[match.start() - 1 : match.start()]
        word = re.search(r"[^\W\d]*$", _before(text, match.start()))
        is_part = bool(_LETTER.fullmatch(before) and not _CODES.search(word[0] if word else ""))
        values = _values(match[0], tag)
        half = _MERIDIEM.match(text, match.end())
        if not values or (half and "." in match[0]):
            # No number of this language: a date, a version, a list without spaces.
            for digits in re.finditer(r"\d+", match[0]):
                if digits.start() and digits[0] == "00":
                    continue
                start = match.start() + digits.start()
                end = start + len(digits[0])
                yield Number(digits[0], _hours(Decimal(digits[0]), half), start, end)
            continue
        end = match.end()
        found = scale.match(text, end) if scale and not is_part else None
        power = _power(found, tag) if found else 0
        if power:
            values = frozenset(value.scaleb(power) for value in values)
        if found and not power and re.fullmatch("[mkb]", found[0], re.IGNORECASE):
            # 1.4m residents, or 1.4m of cloth.
            values |= {value.scaleb(_LETTERS[found[0].lower()]) for value in values}
        values = frozenset(v for value in values for v in _hours(value, half))
        is_decade = bool(len(match[0]) in (2, 4) and match[0][-1] == "0" and _decade(text, end))
        if is_decade and len(match[0]) == 4:
            values |= {Decimal(match[0][2:])}
        elif is_decade:
            values |= {Decimal(century + match[0]) for century in ("18", "19", "20")}
        is_ordinal = bool(_ORDINAL.match(text, end)) and not power and len(match[0]) < 4
        yield Number(
            text[match.start() : found.end() if found and power else end].strip(),
            values,
            match.start(),
            found.end() if found and power else end,
            power,
            is_decade,
            is_ordinal,
            is_part,
        )


def _before(text: str, place: int) -> str:
    """Return what stands near before *place*: a long text is not searched for every number."""
    return text[max(0, place - 30) : place]


def _hours(value: Decimal, half: re.Match[str] | None) -> frozenset[Decimal]:
    """Return *value*, and as it is on a clock of 24 hours if it is one of the afternoon."""
    return frozenset(
        {value, value + 12} if half and half["half"] == "p" and value < 12 else {value}
    )


def _decade(text: str, end: int) -> re.Match[str] | None:
    return _DECADE.match(text, end)


def localised(number: Number, tag: str, source: str) -> str:
    """Return *number*, of the language *source*, as the language *tag* writes it."""
    digits = re.match(r"[\d.,\s'’]*\d", number.written)
    shown = digits[0] if digits else number.written
    for grouping, point in _styles(source):
        locale = locale_of(tag)
        symbols = locale.number_symbols["latn"]
        if re.fullmatch(
            rf"\d+(?:[{re.escape(grouping)}]\d{{3}})*(?:[{re.escape(point)}]\d+)?", shown
        ):
            table = {ord(sign): str(symbols.get("group", "")) for sign in grouping}
            return shown.translate(table | {ord(point): str(symbols.get("decimal", point))})
    return shown


_POINTED = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)+(?![\d.,]*\d)")


def unreadable(prose: str, tag: str) -> list[str]:
    """Return what has digits with signs between them and is no number of the language *tag*: a
    version, a list, a slip of the author's."""
    return [found for found in _POINTED.findall(prose) if not _values(found, tag)]


@lru_cache(65536)
def _values(written: str, tag: str) -> frozenset[Decimal]:
    found = set()
    for grouping, point in _styles(tag):
        whole, sign, fraction = written.rpartition(point)
        if not sign or not fraction.isdigit() or point in whole:
            whole, fraction = written, ""
            if point in written:
                continue
        groups = re.split(f"[{re.escape(grouping)}]", _SPACES.sub(grouping[0], whole))
        sizes = {len(group) for group in groups[1:]}
        if not all(group.isdigit() for group in groups) or not sizes <= _group_sizes(tag):
            continue
        if len(groups) > 1 and (len(groups[0]) > 3 or len(groups[-1]) != 3 or groups[0] == "0"):
            continue
        found.add(Decimal(f"{''.join(groups)}.{fraction or 0}").normalize())
    return frozenset(found)


def _group_sizes(tag: str) -> frozenset[int]:
    return frozenset({2, 3} if tag.split("-")[0] in _INDIAN else {3})


_INDIAN = frozenset({"hi", "bn", "gu", "kn", "ml", "mr", "ne", "or", "pa", "ta", "te"})
# Written with Western separators in one country and with continental ones in another.
_BOTH = frozenset({"ar", "fa", "ur", "ps", "ckb"})


@cache
def _styles(tag: str) -> tuple[tuple[str, str], ...]:
    """Return the separators of groups (one or more) and of decimals, each way to write numbers."""
    if tag.split("-")[0] in _BOTH:
        return ((",٬", "."), (".٬", "٫"), (".", ","), (",٬", "٫"))
    symbols = locale_of(tag).number_symbols["latn"]
    point = str(symbols.get("decimal") or ".")
    # A space is read as either; the other sign groups digits, whatever CLDR prefers.
    return (("," if point == "." else ".", point),)


# Beside what CLDR has: abbreviations of the press, and forms of cases.
_SCALES = {
    "de": {"mio": 6, "mrd": 9, "bio": 12, "tsd": 3},
    "en": {"bn": 9, "tn": 12, "trn": 12, "mn": 6, "mln": 6, "crore": 7, "lakh": 5},
    "es": {"mil": 3, "mil millones": 9, "mdd": 6},
    "fr": {"mille": 3, "md": 9, "mds": 9, "mio": 6, "mia": 9},
    "it": {"mln": 6, "mld": 9, "mila": 3, "mille": 3, "migliaia": 3, "mila miliardi": 12},
    "pt": {"mil": 3, "mil milhões": 9, "bilhões": 9, "bilhão": 9, "trilhões": 12, "biliões": 12},
    "ar": {"آلاف": 3, "ألف": 3, "مليون": 6, "ملايين": 6, "مليار": 9, "مليارات": 9, "بليون": 9,
           "تريليون": 12, "ترليون": 12},
    "ru": {"млн": 6, "млрд": 9, "трлн": 12, "тыс": 3},
    "uk": {"млн": 6, "млрд": 9, "трлн": 12, "тис": 3},
    "pl": {"mln": 6, "mld": 9, "tys": 3},
}  # fmt: skip


@cache
def _scales(tag: str) -> dict[str, int]:
    """Return the words for thousand, million and so on, and their power of ten."""
    found: dict[str, int] = {}
    formats = locale_of(tag).compact_decimal_formats
    for width in ("long", "short"):
        for patterns in formats.get(width, {}).values():
            for key, pattern in patterns.items():
                word = re.sub(r"[0'\u200f]", "", pattern.pattern).strip(" .\u00a0").lower()
                if len(word) > 1 or word > "\u3000":
                    found[word] = len(key) - pattern.pattern.count("0")
    return found | _SCALES.get(tag.split("-")[0], {})


@cache
def _scale(tag: str) -> re.Pattern[str] | None:
    words = sorted(_scales(tag), key=len, reverse=True)
    if not words:
        return None
    forms = (rf"(?P<w{n}>{_stem(word)})" for n, word in enumerate(words))
    return re.compile(rf"[\s-]?(?:{'|'.join(forms)}|[mkb](?![\w²³/]))", re.IGNORECASE)


def _stem(word: str) -> str:
    """Return a pattern for *word* and its forms: miliardo, miliardi."""
    escaped = re.escape(word).replace(r"\ ", r"\s")
    if re.search("[\u2e80-\u9fff\uac00-\ud7af]", word):
        return escaped
    if len(word) < 6:
        return rf"{escaped}(?!\w)"
    return rf"{re.escape(word[:-1]).replace(chr(92) + ' ', chr(92) + 's')}\w{{0,4}}(?!\w)"


_LETTERS = {"k": 3, "m": 6, "b": 9}


def _power(found: re.Match[str], tag: str) -> int:
    name = found.lastgroup or ""
    if name.startswith("w"):
        words = sorted(_scales(tag), key=len, reverse=True)
        return _scales(tag)[words[int(name[1:])]]
    text, start = found.string, found.start()
    # A lone letter is a unit (5 m, 5 k) unless money stands before the number.
    money = re.search(r"[€$£¥₽₴₹]\s?[\d.,]+$", _before(text, start))
    written = found[0].strip()
    if money or (written == "M" and re.match(r"\s?[€$£]", text[found.end() :])):
        return _LETTERS[written.lower()]
    return 0


def powers(prose: str, tag: str) -> frozenset[int]:
    """Return the powers of ten that words of *prose* name."""
    low = prose.lower()
    return frozenset(
        power
        for word, power in _scales(tag).items()
        if (word[:-1] if len(word) > 5 else word) in low
    )


@cache
def _engine(language: str) -> RbnfEngine | None:
    try:
        return RbnfEngine.for_language(language)
    except (KeyError, ValueError):
        return None


# What a text may say instead of a numeral, beside the words of CLDR.
_OTHER_WORDS = {
    "en": {2: "twice both double pair couple half second", 3: "thrice triple treble", 4: "quarter",
           10: "decade ten", 12: "dozen", 20: "score", 25: "quarter", 50: "half", 75: "quarters",
           100: "centur hundred whole", 1000: "thousand millenni"},
    "it": {2: "doppi raddopp metà entramb coppia paio ambedue second", 3: "tripl", 4: "quart",
           10: "decenni decina", 12: "dozzin", 15: "quattrocento", 16: "cinquecento",
           17: "seicento", 18: "settecento", 19: "ottocento", 20: "novecento", 25: "quart",
           50: "metà", 75: "quarti",
           100: "secol centinai cento", 1000: "migliai mille"},
    "fr": {2: "double moiti deux paire second", 3: "tripl tiers", 4: "quart", 10: "décenni dizaine",
           12: "douzaine", 25: "quart", 50: "moiti", 75: "quarts", 100: "siècle centaine"},
    "de": {2: "doppel hälfte halb beide zwei paar", 3: "dreifach drittel drei", 4: "viertel",
           10: "jahrzehnt", 12: "dutzend", 25: "viertel", 50: "hälfte", 100: "jahrhundert hundert"},
    "es": {2: "dobl mitad ambos par segund", 3: "tripl terci", 4: "cuart", 10: "décad decena",
           12: "docena", 25: "cuart", 50: "mitad", 100: "siglo centenar cien"},
    "pt": {2: "dobr metade ambos par segund dois duas", 3: "tripl terç", 4: "quart", 10: "décad",
           12: "dúzia", 25: "quart", 50: "metade", 100: "século centena cem"},
    "uk": {2: "подві половин обидв двох двом друг", 3: "потрі трет трьох трьом", 4: "четвер чотир",
           5: "п'ят", 6: "шост шіст", 7: "сьом сім", 8: "восьм вісім", 10: "десят", 9: "дев'ят",
           12: "дюжин дванадцят", 40: "сорок", 50: "половин", 100: "сто"},
    "ru": {2: "удво половин оба обе двух двум втор", 3: "утро трет трёх трех трём",
           4: "четвер четыр",
           10: "десят", 7: "седьм", 50: "половин", 100: "столет"},
    "ar": {2: "اثن ضعف نصف كلا ثان", 3: "ثلاث ثلث ثالث", 4: "ربع رابع", 5: "خمس خامس",
           6: "ست سادس سدس", 7: "سبع سابع", 8: "ثمان ثامن", 9: "تسع تاسع", 10: "عشر عقد عاشر",
           11: "أحد إحدى", 12: "اثنا اثني اثنت",
           20: "عشرون عشرين", 25: "ربع", 50: "نصف", 100: "مئة مائة قرن"},
}  # fmt: skip


_HALVES = {"de": "halb", "en": "half", "es": "medio", "fr": "demi", "it": "mezzo", "pt": "meio"}


@lru_cache(4096)
def spelled(value: Decimal, tag: str) -> frozenset[str]:
    """Return stems of the words for the whole number *value* in the language *tag*."""
    language = tag.split("-")[0]
    if value != value.to_integral_value() or value > 10**12:
        return frozenset()
    stems = {_plain(word) for word in _OTHER_WORDS.get(language, {}).get(int(value), "").split()}
    engine = _engine(language)
    for purpose in (FormatPurpose.CARDINAL, FormatPurpose.ORDINAL) if engine else ():
        assert engine is not None
        try:
            forms = engine.format_number(int(value), purpose).text_by_ruleset.values()
        except (ValueError, NoRuleForNumberError):  # no ordinals, or none so high
            continue
        for form in forms:
            plain = _plain(form)
            if not re.search(r"\d", plain):
                stems.add(plain if len(plain) < 4 else plain[: max(3, len(plain) - 2)])
    return frozenset(stem for stem in stems if stem)


_MARKS = str.maketrans({"\u00ad": "", "’": "'", "ʼ": "'", "-": " ", "‐": " ", "\u00a0": " "})


def _plain(text: str) -> str:
    return text.lower().translate(_MARKS)


def is_spelled(value: Decimal, prose: str, tag: str) -> bool:
    """Whether *prose* says the whole number *value* in words."""
    low = _plain(prose)
    if _HALVES.get(tag.split("-")[0], "\n") in low:
        for power in powers(prose, tag):
            whole, rest = divmod(value.scaleb(-power), 1)
            if rest == Decimal("0.5") and (whole == 1 or is_spelled(whole, prose, tag)):
                return True  # a billion and a half
    stems = spelled(value, tag)
    glued = tag.split("-")[0] in _GLUED
    return any(
        stem in low and (glued or re.search(rf"(?<![^\W\d_]){re.escape(stem)}", low) is not None)
        for stem in stems
    )


def knows_words(tag: str) -> bool:
    """Whether the words for numbers are known in the language *tag*."""
    return _engine(tag.split("-")[0]) is not None


# Here articles and other words are written together with numbers.
_GLUED = frozenset({"ar", "he", "de", "zh", "ja", "ko", "th", "nl", "fi", "hu", "tr", "sv", "da"})

_ROMAN = re.compile(r"\b[MDCLXVI]+(?=\b|[eèº°]|er|ème)")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def romans(prose: str) -> frozenset[Decimal]:
    """Return the values of the Roman numerals in *prose*."""
    # In Ukrainian and Russian texts they are often typed as Cyrillic letters.
    text = prose.translate(str.maketrans("ХІСМ", "XICM"))
    return frozenset(Decimal(_roman(match[0])) for match in _ROMAN.finditer(text))


def _roman(numeral: str) -> int:
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    following = [*digits[1:], 0]
    return sum(-a if a < b else a for a, b in zip(digits, following, strict=True))


@cache
def months(tag: str) -> dict[str, int]:
    """Return the names of months, in lower case, and their numbers."""
    locale: Locale = locale_of(tag)
    language = tag.split("-")[0]
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for number, name in locale.months[context][width].items():
                plain = name.lower().strip(" .")
                plain += "." if (language, plain) in _WORDS else ""
                if not plain.isdigit() and (len(plain) > 2 or not plain.isascii()):
                    names[plain] = number
    names |= _MONTHS.get(language, {})
    return names


# Abbreviations that are months with their full stop only: “sept” is seven as well.
_WORDS = {("fr", "sept")}

# The months of the Levant and of the Maghreb.
_MONTHS = {
    "ar": dict(
        zip(
            "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني "
            "كانون_الأول".replace("_", "\u00a0").split(" "),
            range(1, 13),
            strict=True,
        )
    )
    | {"جانفي": 1, "فيفري": 2, "أفريل": 4, "ماي": 5, "جوان": 6, "جويلية": 7, "أوت": 8},
    "en": {"sept": 9},
}
