"""Marks and spaces are those of the language; words, digits and their order stay."""

from __future__ import annotations

import html
import re
from contextlib import closing
from pathlib import Path

import polib
import pypdfium2
import pytest
from conftest import Publication
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


PRICES = """---
title: 'Prix : "la hausse" ?'
subtitle: Pourquoi l'Europe paie
language: fr
date: 2025-01-01
---

Le texte dit: "Bonjour !" et `code : "x" -- y` puis *un mot* ; **45** % de l'*eau*.[^note]
Fin [^end].

[Un lien ; ici](https://example.org/a?b=1:2--3) et <https://example.org/x--y?z>, à 12:30 le 27
janvier.

```python
x = "a ; b" -- 'c'
```

[^note]: Voir p. 5 : "là".
[^end]: Non !
"""


def text_of(page: str) -> str:
    body = page[page.index("<article") : page.index("</article>")]
    return shown(html.unescape(re.sub("<[^>]+>", "", body)))


def paper(pdf: Path) -> str:
    """The text layer of the first page, as it is searched and copied."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return str(document[0].get_textpage().get_text_range())


def in_five_languages(publication: Publication) -> None:
    publication.replace("conf.py", '["en", "it"]', '["en", "it", "fr", "ar", "zh"]')
    publication.write("docs/briefs/prices.md", PRICES)
    publication.replace(
        "docs/briefs/ports.md", "## Sources", 'He said "no" -- it\'s 5 km.\n\n## Sources'
    )
    catalogue = polib.pofile(str(publication.path / "locale/it/LC_MESSAGES/briefs/ports.po"))
    msgid = 'He said "no" -- it\'s 5 km.'
    catalogue.append(polib.POEntry(msgid=msgid, msgstr='Disse "no" -- sono 5 km, l\'1 maggio.'))
    catalogue.save()


@pytest.mark.slow
def test_every_format_shows_texts_as_their_language_sets_them(two_languages: Publication) -> None:
    in_five_languages(two_languages)
    done = two_languages.briefpress("build", "-W")  # Arabic and Chinese warn of nothing
    assert done.returncode == 0, done.stderr
    site = two_languages.site
    french = (site / "fr/briefs/prices.html").read_text(encoding="utf-8")
    text = text_of(french)
    assert "<title>Prix\u202f: «\u202fla hausse\u202f»\u202f? –" in french
    assert "Pourquoi l’Europe paie" in text
    assert "1er~janvier 2025" in text
    assert 'dit^: «^Bonjour^!^» et code : "x" -- y puis un mot^; 45~% de l’eau.' in text
    assert "\nFin^[2]" in text
    assert "Un lien^; ici et https://example.org/x--y?z, à 12:30 le 27~janvier." in text
    assert "Voir p.~5^: «^là^»." in text
    assert 'href="https://example.org/a?b=1:2--3"' in french
    assert "x = \"a ; b\" -- 'c'" in text
    assert "He said “no” – it’s 5~km." in text_of(
        two_languages.read("build/site/en/briefs/ports.html")
    )
    italian = text_of(two_languages.read("build/site/it/briefs/ports.html"))
    assert "Disse «no» – sono 5~km, l’1~maggio." in italian
    assert not set(paper(site / "fr/briefs/prices.pdf")) & {NO_BREAK, NARROW}
    assert "« la hausse » ?" in paper(site / "fr/briefs/prices.pdf")
    assert two_languages.briefpress("check", "-f", "pdf").returncode == 0


@pytest.mark.slow
def test_no_message_and_no_count_of_words_changes(two_languages: Publication) -> None:
    in_five_languages(two_languages)
    done = two_languages.sphinx("gettext", "fr")
    assert done.returncode == 0, done.stderr
    template = two_languages.read("build/plain/gettext/fr/briefs/prices.pot")
    assert 'msgid "Prix : \\"la hausse\\" ?"' in template
    assert not set(template) & set("«»’\u00a0\u202f")


def test_words_are_what_holds_a_letter_or_digit() -> None:
    text = '"Oui !" dit-il -- à 5 % de 12 000 ; voilà...'
    assert word_count(typeset(text, "fr")) == word_count(text) == 8


@pytest.mark.slow
def test_a_passage_in_another_language_keeps_its_own_rules(two_languages: Publication) -> None:
    in_five_languages(two_languages)
    french, unknown = '[l\'"ami" : ici !]{.language-fr}', '["x"]{.language-qqq}'
    text = f'\nA "word" and {french} : "so" and {unknown} <i>"i"</i>.\n'
    two_languages.replace("docs/briefs/ports.md", "\n## Sources", text + "\n## Sources")
    assert two_languages.sphinx("html", "en").returncode == 0
    english = text_of(two_languages.read("build/plain/html/en/briefs/ports.html"))
    assert 'A “word” and l’«^ami^»^: ici^! : “so” and "x" “i”.' in english
    # Not translated: the French stays, and its marks.
    untranslated = text_of(two_languages.read("build/plain/html/en/briefs/prices.html"))
    assert "Prix^: «^la hausse^»^?" in untranslated
    assert "Le texte dit^: «^Bonjour^!^» et" in untranslated


@pytest.mark.slow
def test_an_institute_may_do_without(two_languages: Publication) -> None:
    in_five_languages(two_languages)
    two_languages.write("conf.py", two_languages.read("conf.py") + "smartquotes = False\n")
    assert two_languages.sphinx("html", "fr").returncode == 0
    page = text_of(two_languages.read("build/plain/html/fr/briefs/prices.html"))
    assert 'dit^: "Bonjour^!" et' in page
    two_languages.write(
        "conf.py", two_languages.read("conf.py") + "briefpress_typography = False\n"
    )
    assert two_languages.sphinx("html", "fr").returncode == 0
    page = text_of(two_languages.read("build/plain/html/fr/briefs/prices.html"))
    assert 'dit: "Bonjour !" et' in page
    assert "le 27\njanvier" in page


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'

MARKUP = """---
title: L'*Economist* e l'Europa
language: {language}
date: 2025-01-02
---

L'{{abbr}}`UE`, l'[accordo](ports.md), l'*Economist*, l'**Europa** e l'`x`: "[qui](ports.md)",
"*tutto*", ("{{abbr}}`UE`"), "L'*Economist*", l'"*Ami*", 'l'*Ami*', *'x'*, *L'Unità*'s.[^note]

[^note]: "L'*Unità*".
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "opens", "closes"), [("it", "«", "»"), ("fr", "«\u202f", "\u202f»")]
)
def test_marks_beside_markup_are_those_of_the_words(
    two_languages: Publication, language: str, opens: str, closes: str
) -> None:
    two_languages.replace("conf.py", '["en", "it"]', '["en", "it", "fr"]')
    two_languages.write("docs/briefs/marks.md", MARKUP.format(language=language))
    original = 'The *ship\'s* [port](ports.md) and "[its town](ports.md)".'
    two_languages.write("docs/briefs/told.md", f"# Told\n\n{original}\n")
    translated = "L'*Unità* dell'[uno](ports.md) e \"[l'altro](ports.md)\"."
    two_languages.write(
        f"locale/{language}/LC_MESSAGES/briefs/told.po",
        f"{HEADER}\n{polib.POEntry(msgid=original, msgstr=translated)}",
    )
    assert two_languages.sphinx("html", language).returncode == 0
    page = two_languages.read(f"build/plain/html/{language}/briefs/marks.html")
    assert "<h1>L’<em>Economist</em> e l’Europa</h1>" in page
    text = text_of(page)
    colon = "^:" if language == "fr" else ":"
    opens, closes = shown(opens), shown(closes)
    for words in (
        f"L’UE, l’accordo, l’Economist, l’Europa e l’x{colon} {opens}qui{closes},",
        f"{opens}tutto{closes}, ({opens}UE{closes}), {opens}L’Economist{closes}, "
        f"l’{opens}Ami{closes}, “l’Ami”, “x”, L’Unità’s.",
        f"{opens}L’Unità{closes}.",
    ):
        assert words in text
    told = text_of(two_languages.read(f"build/plain/html/{language}/briefs/told.html"))
    assert f"L’Unità dell’uno e {opens}l’altro{closes}." in told
