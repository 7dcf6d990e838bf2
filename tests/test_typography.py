"""Marks and spaces are those of the language; words, digits and their order stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefpress.domain import word_count
from briefpress.fonts import FACES
from briefpress.typography.engine import NARROW, NO_BREAK, typeset
from briefpress.typography.rules import rules_for

# In the tables ~ stands for U+00A0 and ^ for U+202F.
CASES = {
    "en": [
        (
            "(Fouillet et al., 2008; Cox, 2022a), as Sher (2024) says",
            "(Fouillet et~al., 2008; Cox, 2022a), as Sher (2024) says",
        ),
        ("Table {number}, Table %s", "Table~{number}, Table~%s"),
        (
            "see Chapter 28 and table 2-3 of {number} pages",
            "see Chapter~28 and table~2-3 of {number} pages",
        ),
        ('"Trade," she said.', "“Trade,” she said."),
        ("the 'new' deal", "the ‘new’ deal"),
        ("\"the 'new' deal\"", "“the ‘new’ deal”"),
        ("It's the states' choice", "It’s the states’ choice"),
        ("in the '90s, 'tis said", "in the ’90s, ’tis said"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("wait -- no --- yes...", "wait – no — yes…"),
        ('("Yes.") "...and" no', "(“Yes.”) “…and” no"),
        ("pp. 3-7, vol. 2, No. 3", "pp.~3–7, vol.~2, No.~3"),
        ("Fig. 1, Art. IX", "Fig.~1, Art.~IX"),
        ("in 2019-2021, 10-15%", "in 2019–2021, 10–15%"),
        ("Dr. Roe and J. R. R. Tolkien", "Dr.~Roe and J.~R.~R.~Tolkien"),
        ("January 27, 2025; 27 January", "January~27, 2025; 27~January"),
        ("5 km, 3 million, 45 %, € 5", "5~km, 3~million, 45~%, €~5"),
        ("3 GW\nor 4 m²", "3~GW\nor 4~m²"),
        ("pipes of 5' 10\"", "pipes of 5' 10\""),
    ],
    "it": [
        ("capitolo 28, articolo 3, nota 5", "capitolo~28, articolo~3, nota~5"),
        ('"Bene", disse', "«Bene», disse"),
        ("\"il 'nuovo' patto\"", "«il “nuovo” patto»"),
        ("l'\"altro\" e l'acqua", "l’«altro» e l’acqua"),
        ("un po' d'aria", "un po’ d’aria"),
        ("la 'ndrangheta negli anni '90", "la ’ndrangheta negli anni ’90"),
        ("nel '900", "nel ’900"),
        ("n. 5, pp. 3-7, art. 5", "n.~5, pp.~3-7, art.~5"),
        ("27 gennaio 2025", "27~gennaio 2025"),
        ("1° gennaio, 1º maggio", "1°~gennaio, 1º~maggio"),
        ("la c. d. riforma, p. es. questa", "la c.~d. riforma, p.~es. questa"),
        ("nel 2022 l'ufficio", "nel 2022 l’ufficio"),
        ("1 234 km, 45 %, 5 €", "1~234~km, 45~%, 5~€"),
        ("il prof. Bo, il Prof. Bo e G. Bo", "il prof. Bo, il Prof.~Bo e G.~Bo"),
        ("5 milioni; nel 2020 ha detto", "5~milioni; nel 2020 ha detto"),
        ("il 2019-2021", "il 2019-2021"),
    ],
    "fr": [
        ("le tableau 2 du chapitre 3", "le tableau~2 du chapitre~3"),
        ('"Bonjour"', "«^Bonjour^»"),
        ("\"un 'mot' juste\"", "«^un “mot” juste^»"),
        ("« mot » et «mot»", "«^mot^» et «^mot^»"),
        ("Quoi ? Non ; si : oui !", "Quoi^? Non^; si^: oui^!"),
        ("Quoi? Non; si: oui!", "Quoi^? Non^; si^: oui^!"),
        ("Vraiment ?! Ah... (Oui ?) Ah?", "Vraiment^?! Ah… (Oui^?) Ah^?"),
        ("l'\"Ami\" l'eau", "l’«^Ami^» l’eau"),
        ("12 345 €, 45 %, 5 km", "12^345~€, 45~%, 5~km"),
        ("le 1er janvier, le 27 janvier 2025", "le 1er~janvier, le 27~janvier 2025"),
        ("p. 5, n° 3, art. 2", "p.~5, n°~3, art.~2"),
        ("M. Dupont, Mme Roy", "M.~Dupont, Mme~Roy"),
        ("p. ex. 100 av. J.-C.", "p.~ex. 100 av.~J.-C."),
        ("à 12:30, un ratio 3:1, a::b ::", "à 12:30, un ratio 3:1, a::b ::"),
        ("content :-) ou ;) ou :)", "content :-) ou ;) ou :)"),
        ("1914-1918", "1914-1918"),
        ("3 milliards", "3~milliards"),
    ],
    "de": [
        ('"Gut", sagte er', "„Gut“, sagte er"),
        ("\"das 'neue' Haus\"", "„das ‚neue‘ Haus“"),
        ("Hans' Auto, geht's?", "Hans’ Auto, geht’s?"),
        ("z. B. dies, d. h. das", "z.~B. dies, d.~h. das"),
        ("i. d. R. u. v. m.", "i.~d.~R. u.~v.~m."),
        ("Nr. 5, S. 3-7, Abb. 2", "Nr.~5, S.~3–7, Abb.~2"),
        ("2019-2021", "2019–2021"),
        ("27. Januar 2025", "27.~Januar 2025"),
        ("45 %, 5 €, 3 Mrd. Euro", "45~%, 5~€, 3~Mrd. Euro"),
        ("Dr. Roth, Prof. Bär", "Dr.~Roth, Prof.~Bär"),
        ("§ 5 Abs. 2", "§~5 Abs.~2"),
        ("um 12:30 Uhr", "um 12:30~Uhr"),
        ("um 12 Uhr - nein -- doch", "um 12~Uhr - nein – doch"),
        ("1 234 567 t", "1~234~567~t"),
    ],
    "de-CH": [('"Gut"', "«Gut»")],
    "fr-CA": [("Quoi? Si : oui! « mot »", "Quoi? Si^: oui! «^mot^»")],
    "es": [
        ('"Sí", dijo', "«Sí», dijo"),
        ("EE. UU., p. ej. hoy", "EE.~UU., p.~ej. hoy"),
        ("27 de enero, n.º 5", "27~de enero, n.º~5"),
        ("45 %, 3 millones", "45~%, 3~millones"),
        ('¿"Qué"?', "¿«Qué»?"),
    ],
    "pt": [
        ('"Sim"', "“Sim”"),
        ("27 de janeiro", "27~de janeiro"),
        ("n.º 5, p. 3", "n.º~5, p.~3"),
        ("R$ 5", "R$~5"),
    ],
    "pt-PT": [('"Sim"', "«Sim»")],
    "nl": [
        ("'s avonds zegt 't kind 'nee'", "’s avonds zegt ’t kind ‘nee’"),
        ('"Ja"', "“Ja”"),
        ("blz. 5, nr. 3", "blz.~5, nr.~3"),
        ("27 januari, € 5", "27~januari, €~5"),
    ],
    "pl": [
        ("\"tak\" i 'nie'", "„tak” i~«nie»"),
        ("w domu i z psem", "w~domu i~z~psem"),
        ("s. 5, 5 zł, 2019 r.", "s.~5, 5~zł, 2019~r."),
        ("27 stycznia 2019-2021", "27~stycznia 2019–2021"),
    ],
    "cs": [
        ("\"ano\" 'ne'", "„ano“ ‚ne‘"),
        ("v Praze a s ním", "v~Praze a~s~ním"),
        ("č. 5, 5 Kč", "č.~5, 5~Kč"),
        ("27. ledna, 45 %", "27.~ledna, 45~%"),
    ],
    "sv": [
        ("\"ja\" 'nej'", "”ja” ’nej’"),
        ("t. ex. 5 kr", "t.~ex. 5~kr"),
        ("27 januari", "27~januari"),
        ("s. 3-7", "s.~3–7"),
    ],
    "da": [
        ('"ja"', "»ja«"),
        ("f. eks. nr. 5", "f.~eks. nr.~5"),
        ("27. januar", "27.~januar"),
        ("45 %", "45~%"),
    ],
    "fi": [
        ("\"kyllä\" 'ei'", "”kyllä” ’ei’"),
        ("27. tammikuuta", "27.~tammikuuta"),
        ("s. 5", "s.~5"),
        ("1 234 €", "1~234~€"),
    ],
    "el": [
        ('"ναι"', "«ναι»"),
        ("σ. 5", "σ.~5"),
        ("27 Ιανουαρίου", "27~Ιανουαρίου"),
        ("5 €", "5~€"),
    ],
    "ru": [
        ("\"да 'нет'\"", "«да „нет“»"),
        ("т. е. в доме", "т.~е. в~доме"),
        ("он -- тут", "он~– тут"),
        ("27 января 2019 г., с. 5", "27~января 2019~г., с.~5"),
    ],
    "uk": [
        ('м\'який "так"', "м’який «так»"),
        ("у домі", "у~домі"),
        ("27 січня", "27~січня"),
        ("5 %", "5~%"),
    ],
    "tr": [
        ("\"evet\" 'hayır'", "“evet” ‘hayır’"),
        ("27 Ocak", "27~Ocak"),
        ("s. 5", "s.~5"),
        ("Türkiye'nin", "Türkiye’nin"),
    ],
    "he": [
        ('אמר "שלום"', "אמר ”שלום”"),
        ('צה"ל', "צה״ל"),
        ("צ'ק", "צ׳ק"),
        ('5 ק"מ', "5 ק״מ"),
        ("-3, ב-2008", "\u200e-3, ב-2008"),
    ],
    "ar": [
        ("\u22123", "\u200e\u22123"),
        ("بين -2.5% و+4 (±$5)", "بين \u200e-2.5% و\u200e+4 (\u200e±$5)"),
        ("10-20، 5 - 3، a-4، \u2212٣", "10-20، 5 - 3، a-4، \u2212٣"),
        ("الجدول 3", "الجدول~3"),
        ('قال "نعم"', "قال ”نعم“"),
        ("5 %", "5~%"),
        ("5 km", "5~km"),
        ("...", "…"),
    ],
    "fa": [('گفت "بله"', "گفت «بله»"), ("5 %", "5~%"), ("...", "…"), ("2019-2021", "2019-2021")],
    "zh": [
        ('他说："你好"。', "他说：“你好”。"),
        ('这是"好"的', "这是“好”的"),
        ("'好'", "‘好’"),
        ("5 km", "5~km"),
    ],
    "zh-Hant": [('他說"你好"', "他說「你好」")],
    "ja": [('彼は"はい"と', "彼は「はい」と"), ("45 %", "45~%"), ("...", "…"), ("3-5", "3-5")],
    "de-AT": [("Kapitel 3, Abbildung 2", "Kapitel~3, Abbildung~2")],
    "ca": [("taula 3", "taula~3")],
    "sk": [("v kapitole 3", "v~kapitole~3")],
    # No row: what CLDR knows, and what is safe.
    "ka": [('"კი"', "„კი“"), ("5 km", "5~km")],
    # Not even that: marks stay.
    "xx": [('"a" 5 km', '"a" 5~km')],
}

UNTOUCHED = [
    "COVID-19",
    "+1 555-1234",
    "tel. 0123 1999-2010",
    "ISSN 1824-2022",
    "e-ISSN (online): 1824-2022",
    "ISBN 978-3-16-148410-0",
    "10.1000/182-190",
    "doi:10.1000/1999-2001",
    "2025-01-27",
    "2024-12",
    "2-3 draw",
    "state-of-the-art",
    "Python 3.11",
    "https://example.org/a?b=2019-2021&c='d'--e",
    "www.example.org/1999-2001",
    "a.b--c@example.org",
    "12:30",
    "3:1",
    "a::b",
    "1999-1998",
    "https://example.org/it's",
    "case 1999-2000-1",
]


def shown(text: str) -> str:
    return text.replace(NO_BREAK, "~").replace(NARROW, "^")


@pytest.mark.parametrize(
    ("tag", "typed", "expected"),
    [(tag, *case) for tag, cases in CASES.items() for case in cases],
)
def test_a_text_is_set_as_its_readers_expect(tag: str, typed: str, expected: str) -> None:
    assert shown(typeset(typed, tag)) == expected


@pytest.mark.parametrize("tag", ["en", "it", "fr", "de", "pl", "ru", "zh", "ar"])
@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_in_doubt_stays(tag: str, text: str) -> None:
    assert typeset(text, tag).replace("\u200e", "") == text


def bare(text: str) -> str:
    """Take out what typesetting may change."""
    text = re.sub("-+|[–—]", "-", text.replace("…", "...").replace("\u200e", ""))
    return re.sub(r"\s", "", re.sub("[“”„‘’‚«»‹›\"'「」『』׳״]", "'", text))


TAGS = sorted(CASES)
# Much of what the rules look for, and what they must not find.
FRAGMENTS = st.sampled_from(
    [
        *"\"'-.:;!?%€«» \n()aAzZ01259éЖ語",
        "pp. ",
        "No. ",
        "z. B. ",
        "27 January",
        "l'",
        "...",
        "--",
        " %",
        "2019-2021",
        "https://a.b/",
        "10.1234/",
        "\u00a0",
        "\u202f",
        "“",
        "’",
        "M. ",
    ]
)
TEXTS = st.lists(FRAGMENTS, max_size=25).map("".join)


@settings(deadline=None, max_examples=400, derandomize=True)
@given(TEXTS, st.sampled_from(TAGS))
def test_only_marks_and_spaces_change(text: str, tag: str) -> None:
    once = typeset(text, tag)
    assert bare(once) == bare(text)
    # A straight mark that is left was in doubt; beside marks that are set it may not be any more.
    if not set(once) & set("\"'"):
        assert typeset(once, tag) == once


@pytest.mark.parametrize(
    ("tag", "typed"), [(tag, case[0]) for tag, cases in CASES.items() for case in cases]
)
def test_a_text_that_is_set_stays(tag: str, typed: str) -> None:
    once = typeset(typed, tag)
    assert typeset(once, tag) == once


def test_each_kind_of_mark_may_be_left_as_typed() -> None:
    text = '"a" -- b...'
    assert typeset(text, "en", "") == text
    assert typeset(text, "en", "q") == "“a” -- b..."
    assert typeset(text, "en", "D") == '"a" – b...'
    assert typeset(text, "en", "e") == '"a" -- b…'


def test_a_language_of_a_region_has_its_own_rules_and_else_those_of_the_language() -> None:
    assert rules_for("de-CH").quotes == rules_for("de-ch").quotes == "«»‹›"
    assert rules_for("de-AT") == rules_for("de")
    assert rules_for("zh-hant").quotes == "「」『』"


def test_the_packaged_fonts_have_every_space_and_mark() -> None:
    """Of two fonts one is enough: the other's words take the space of the first."""
    ttlib = pytest.importorskip("fontTools.ttLib")
    known: set[int] = set()
    for face in FACES:
        known |= set(ttlib.TTFont(face.source).getBestCmap())
    marks = f"{NO_BREAK}{NARROW}–—…’" + "".join(rules_for(tag).quotes for tag in ("it", "de", "pl"))
    assert {mark for mark in marks if ord(mark) not in known} == set()


def test_words_are_what_holds_a_letter_or_digit() -> None:
    text = '"Oui !" dit-il -- à 5 % de 12 000 ; voilà...'
    assert word_count(typeset(text, "fr")) == word_count(text) == 8
