"""Look at a translation's marks, spaces and words the way the readers of its language do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from briefpress.catalogues.lint.entries import Entry
from briefpress.catalogues.lint.text import OBJECT
from briefpress.translation.places import Place
from briefpress.typography.rules import rules_for

_CLOSERS = " \t\n\u00a0\u202f\u200e\u200f\"'”’“‘»›«)]}*_`）」』】"
_ENDS = {
    "full stop": ".。．।۔։｡",
    "question mark": "?？؟;\u037e՞",
    "exclamation mark": "!！՜",
    "colon": ":：",
    "ellipsis": "…",
    "comma": ",，،、",
}
_END = {sign: name for name, signs in _ENDS.items() for sign in signs}
# No full stop ends a sentence here.
_STOPLESS = frozenset({"th", "lo", "km", "my", "bo"})
_SHORT_FORMS = (
    "al approx art bzw cf cie co corp ecc ed eds etc ff gmbh inc jr ltd mio mld mrd no nr p pp sig "
    "spa sr usw vol vs г гг грн др млн млрд р руб рр ст тис тыс ін"
)
_ABBREVIATION = re.compile(
    rf"(?:^|[\s(’'/-])(?:\w|(?:\w{{1,3}}\.\s?)+\w{{1,3}}|{_SHORT_FORMS.replace(' ', '|')})\.$",
    re.IGNORECASE,
)


def _end(prose: str, tag: str) -> str:
    """Return what *prose* ends with: the name of a mark, empty if none."""
    text = prose.rstrip(_CLOSERS + OBJECT if not prose.rstrip().endswith(OBJECT) else " \n")
    if text.endswith("..."):
        return "ellipsis"
    sign = text[-1:]
    if sign in ";；؛" and not (sign == ";" and tag.startswith("el")):
        return "semicolon" if sign else ""
    return _END.get(sign, "")


def punctuation(entry: Entry) -> Iterator[str]:
    """Another mark at the end than the original has."""
    theirs = _end(entry.source.prose, entry.source_language)
    ours = _end(entry.target.prose, entry.language)
    if theirs == ours or entry.language.split("-")[0] in _STOPLESS:
        return
    prose = entry.source.prose if theirs else entry.target.prose
    is_short = _ABBREVIATION.search(prose.rstrip(_CLOSERS))
    if is_short and {theirs, ours} == {"full stop", ""}:
        return
    if (theirs, ours) in _free_ends(entry):
        return
    if not ours:
        yield f"the original ends with a {theirs}; end with one too"
    elif not theirs:
        yield f"it ends with a {ours}, the original does not; take it out"
    else:
        yield f"it ends with a {ours}, the original with a {theirs}; end as the original does"


# A sentence that leads to what follows it, a list or a line of code, often ends with no mark.
_RUNNING = frozenset({Place.PARAGRAPH, Place.LIST_ITEM, Place.OTHER})
_SENTENCE = 5  # words
_EAST_ASIAN = frozenset({"zh", "yue", "ja", "ko"})


def _free_ends(entry: Entry) -> frozenset[tuple[str, str]]:
    """Return the pairs of ends, of the original and the translation, that are habits and no
    faults."""
    if entry.place not in _RUNNING:
        return frozenset()
    free = {("", "colon")}
    if entry.place is not Place.LIST_ITEM and len(entry.source.prose.split()) >= _SENTENCE:
        free.add(("", "full stop"))
    if entry.language.split("-")[0] in _EAST_ASIAN:
        free |= {("", "full stop"), ("", "semicolon"), ("colon", "full stop")}
    return frozenset(free)


# Marks that a script has of its own, by what is typed instead, beside a letter of it.
_ARABIC = "\u0620-\u064a\u066e-\u06d3"
_HAN = "\u3040-\u30ff\u3400-\u9fff"
_OWN_MARKS: Mapping[str, tuple[tuple[str, Mapping[str, str]], ...]] = {
    "ar": ((rf"(?<=[{_ARABIC}\d)»”])\s?([?,;])(?=\s|$|[»”)])", {"?": "؟", ",": "،", ";": "؛"}),),
    "zh": ((rf"(?<=[{_HAN}])([,.;:?!])(?=[{_HAN}\s]|$)",
            {",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！"}),),
    "ja": ((rf"(?<=[{_HAN}])([,.])(?=[{_HAN}\s]|$)", {",": "、", ".": "。"}),),
    "hi": (("(?<=[\u0904-\u0939\u093e-\u094d])(\\.)(?=\\s*$)", {".": "।"}),),
    "el": ((r"(?<=[α-ωά-ώ])(\?)", {"?": ";"}),),
}  # fmt: skip
_OWN_MARKS = {**_OWN_MARKS, **dict.fromkeys(("fa", "ur", "ps", "ckb"), _OWN_MARKS["ar"])}


def marks(entry: Entry) -> Iterator[str]:
    """A mark of another script, or ¿ and ¡ left out in Spanish."""
    prose, language = entry.target.prose, entry.language.split("-")[0]
    for pattern, instead in _OWN_MARKS.get(language, ()):
        if found := re.search(pattern, prose):
            yield f"“{found[1]}” is no mark of this language; write “{instead[found[1]]}”"
    if language == "es":
        for closes, opens in (("?", "¿"), ("!", "¡")):
            if prose.count(closes) > prose.count(opens) and re.search(rf"\w\s*\{closes}", prose):
                yield f"“{opens}” is missing before what “{closes}” ends"


# Pairs that are usual beside those that the language's rules name: opening marks, closing marks.
_ALSO = {
    "ar": "«»“””“\"\"", "ca": "“”‘’", "cs": "»«", "da": "“””””„“", "de": "»«", "en": "",
    "es": "“”‘’", "fr": "“”‹›«»", "hu": "„”»«", "it": "“”«»", "nl": "„”“”", "pl": "„”»««»",
    "pt": "“”«»", "ro": "„”«»", "ru": "«»„“", "uk": "«»„““”„”", "sv": "””»»", "fi": "””»»",
    "he": "””„”“”", "fa": "«»", "zh": "“”「」《》", "ja": "「」『』", "tr": "“”", "el": "«»“”",
}  # fmt: skip
_QUOTES = "“”„«»"


@cache
def _allowed(tag: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the marks that may open and those that may close a quotation in the language *tag*."""
    pairs = rules_for(tag).quotes + _ALSO.get(tag.split("-")[0], "")
    return frozenset(pairs[0::2]), frozenset(pairs[1::2])


def quotes(entry: Entry) -> Iterator[str]:
    """Quotation marks of another language, unpaired, or lost with the quotation."""
    prose, source = entry.target.prose, entry.source.prose
    if not re.search('["“”„«»]', prose + source):
        return
    opening, closing = _allowed(entry.language)
    depth = 0
    for match in re.finditer(f"[{_QUOTES}]", prose):
        sign = match[0]
        before, after = prose[: match.start()][-1:], prose[match.end() :][:1]
        opens = _opens(sign, before, after, opening, closing)
        depth += 1 if opens else -1
        if sign not in (opening if opens else closing):
            pair = rules_for(entry.language).quotes[:2]
            yield f"“{sign}” {'opens' if opens else 'closes'} no quotation here; write {pair}"
            return
    straight = prose.count('"') - len(re.findall(r'\d"|[^\W\d_]"(?=[^\W\d_])', prose))
    if depth or (straight % 2 and not (source.count('"') % 2)):
        if not _is_unpaired(source):
            yield "a quotation mark opens and none closes, or the reverse; write both"
        return
    # A name or a word may stand in italics instead, and a translation may mark a name in addition.
    is_marked = _has_quotation(prose) or re.search(r"[*_‘’'‹「『]", entry.target.raw)
    if _has_quotation(source) and not is_marked:
        yield "the original has quotation marks, the translation none; put them in"


def _opens(
    sign: str, before: str, after: str, opening: frozenset[str], closing: frozenset[str]
) -> bool:
    begins = not before or before.isspace() or before in "([{—–-/’'«“„"
    ends = not after or after.isspace() or after in ".,;:!?)]}…—–»”،؛؟" or after == OBJECT
    if begins != ends:
        return begins
    if sign in opening and sign in closing:
        return begins
    return sign in opening or (sign not in closing and sign in "“„«")


def _is_unpaired(text: str) -> bool:
    return text.count("“") != text.count("”") or bool(text.count('"') % 2)


def _has_quotation(text: str) -> bool:
    return bool(re.search(r'[“”„«»「『]|"[^"]+"', text))


_SPACE = "[ \u00a0\u202f]"


# All that the patterns below need.
_SPACED = re.compile(r"\s[,.;:!?،؛؟)»]|  |[(«]\s|[,.;:!?،؛](?=[^\W\d_])")


@cache
def _spacing(tag: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    rules = rules_for(tag)
    tight = "".join(sign for sign in ",.;:!?،؛؟" if sign not in rules.high_marks)
    letter = r"[^\W\d_]"
    found = [
        (rf"(?<=\S){_SPACE}+[{re.escape(tight)}](?=\s|$|[»”)])", "take out the space before “{}”"),
        (r"(?<=\S) {2,}(?=\S)", "write one space, not several"),
        (r"\(\s+(?=\S)|(?<=\S)\s+\)", "take out the space inside the brackets"),
    ]
    if tag.split("-")[0] not in ("zh", "ja", "yue"):
        found += [
            (rf"(?<={letter}{letter})[,;،؛](?={letter}{letter})", "put a space after “{}”"),
            (r"(?<=[a-zà-ÿа-яіїєґ]{2})[.!?](?=[A-ZÀ-ÝА-ЯІЇЄҐ][^\W\d_.])", "put a space after “{}”"),
        ]
    if tag.split("-")[0] not in ("zh", "ja", "yue", "de", "sv", "fi"):  # Leser:innen, EU:n
        colon = rf"(?<={letter}{letter}):(?={letter}{letter})"
        found.append((colon, "put a space after “{}”"))
    if not rules.spaced_quotes:
        found.append((r"«\s+(?=\S)|(?<=\S)\s+»", "take out the space inside the quotation marks"))
    return tuple((re.compile(pattern), message) for pattern, message in found)


def spacing(entry: Entry) -> Iterator[str]:
    """A space too many or too few beside a mark, of what the build does not mend."""
    prose = entry.target.prose
    if not _SPACED.search(prose):
        return
    for pattern, message in _spacing(entry.language):
        found = pattern.search(prose)
        if found and not pattern.search(entry.source.prose):
            begin = prose[max(0, found.start() - 12) : found.end() + 8].replace(OBJECT, "…").strip()
            yield f"{message.format(found[0].strip())}: “{begin}”"


def edges(entry: Entry) -> Iterator[str]:
    """White space at the beginning or the end."""
    source, target = entry.source.raw, entry.target.raw
    for place, inside in (("beginning", str.lstrip), ("end", str.rstrip)):
        if inside(target) != target and inside(source) == source:
            yield f"there is white space at the {place}; delete it"


# Words that may well stand twice in a row.
_TWICE = {
    "de": "die das der dass sie den dem", "nl": "die dat er", "en": "that had",
    "it": "piano via mano man poco appena vicino così ben bene quasi giù su sotto passo lento",
    "fr": "nous vous en", "es": "", "pt": "se", "uk": "ще ледве", "ru": "еле чуть давно",
    "ar": "جدا رويدا شيئا سواء يوما", "sv": "det", "da": "der det", "cs": "se si", "pl": "coraz",
}  # fmt: skip
_DOUBLED = re.compile(
    r"(?<![\w'’-])([^\W\d_]+(?:[ \u00a0][^\W\d_]+)?)\s+(\1)(?![\w'’-])", re.IGNORECASE
)
# Doubling makes a plural or a stronger word here.
_REDUPLICATING = frozenset({"id", "ms", "vi", "tr", "hi", "bn", "ur", "th", "sw", "ja", "zh", "so"})


def doubled(entry: Entry) -> Iterator[str]:
    """A word, or two, that stand twice in a row."""
    language = entry.language.split("-")[0]
    if language in _REDUPLICATING:
        return
    for match in _DOUBLED.finditer(entry.target.prose):
        word = match[1]
        if word.lower() in _TWICE.get(language, "").split():
            continue
        if _is_name(word) and match[2] == word and f"{word} {word}" in entry.source.prose:
            continue
        yield f"“{word}” stands twice; delete one"


def _is_name(word: str) -> bool:
    return word[:1].isupper()
