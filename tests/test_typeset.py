"""In every format texts are set with the marks and spaces of their language."""

from __future__ import annotations

import html
import re
from contextlib import closing
from pathlib import Path

import polib
import pypdfium2
import pytest
from conftest import Publication
from test_typography import shown

from briefpress.typography.engine import NARROW, NO_BREAK

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
    two_languages.add("conf.py", "smartquotes = False\n")
    assert two_languages.sphinx("html", "fr").returncode == 0
    page = text_of(two_languages.read("build/plain/html/fr/briefs/prices.html"))
    assert 'dit^: "Bonjour^!" et' in page
    two_languages.add("conf.py", "briefpress_typography = False\n")
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
