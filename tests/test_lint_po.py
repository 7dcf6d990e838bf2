"""Translations are checked: faults are found, good work is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from briefpress.catalogues.lint.entries import Entry
from briefpress.catalogues.lint.rules import Context
from briefpress.catalogues.lint.run import check, parser_for
from briefpress.catalogues.lint.terms import Term, TermBase
from briefpress.catalogues.lint.text import read_myst, read_rst
from briefpress.translation.places import Place

DATA = Path(__file__).parent / "lint"
GOOD: list[dict[str, str]] = yaml.safe_load((DATA / "good.yaml").read_text("utf-8"))
FAULTS: list[dict[str, Any]] = (
    yaml.safe_load((DATA / "faults.yaml").read_text("utf-8"))
    if (DATA / "faults.yaml").exists()
    else []
)
TERMS = TermBase(
    [
        Term("it", "heatwave", ("ondata di calore",), ("onda di caldo", "canicola")),
        Term("it", "policy brief", ("brief",), ("documento politico",)),
        Term("it", "stakeholder", ("portatore di interessi", "parte interessata")),
        Term("de", "heatwave", ("Hitzewelle",), ("Wärmewelle",)),
        Term("fr", "mitigation", ("atténuation",), ("mitigation",)),
        Term("uk", "sanctions", ("санкції",)),
        Term("ar", "the Commission", ("المفوضية",), ("اللجنة",)),
        Term("es", "", (), ("implementar",)),
    ]
)
PARSER = parser_for("[^plans]: A note of several words.\n[^x]: Another one.\n")
CONTEXT = Context(TERMS, PARSER.check)


def found(language: str, msgid: str, msgstr: str, **more: Any) -> dict[str, list[str]]:
    """Return what the rules have against a translation."""
    is_rst = more.get("rst", False)
    source, target = (
        read_rst(text) if is_rst else read_myst(text, PARSER.tokens) for text in (msgid, msgstr)
    )
    place = Place(more["place"]) if more.get("place") else Place.OTHER
    entry = Entry(source, target, "en", language, 1, place, is_rst=is_rst)
    return check(entry, CONTEXT)


@pytest.mark.parametrize("language", ["it", "fr", "de", "es", "pt", "uk", "ar"])
def test_good_translations_are_left_alone(language: str) -> None:
    said = {row["en"]: found(language, row["en"], row[language]) for row in GOOD}
    assert {text: what for text, what in said.items() if what} == {}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f['language']}-{f['rule']}")
def test_a_fault_is_found_and_its_good_twin_is_not(fault: dict[str, Any]) -> None:
    more = {key: fault[key] for key in ("place", "rst") if key in fault}
    assert found(fault["language"], fault["en"], fault["good"], **more) == {}
    assert fault["rule"] in found(fault["language"], fault["en"], fault["bad"], **more)
