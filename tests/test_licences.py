"""A licence is known by its SPDX identifier and named in the reader's language."""

from __future__ import annotations

import pytest

from briefpress.interface import interface
from briefpress.licences import Licence, licence, likely_id, spdx_id


def named(spdx: str, tag: str) -> Licence:
    return licence(spdx, tag, interface(tag, []))


@pytest.mark.parametrize(
    ("spdx", "tag", "name", "path"),
    [
        (
            "CC-BY-4.0",
            "en",
            "Creative Commons Attribution 4.0 International",
            "licenses/by/4.0/deed.en",
        ),
        (
            "CC-BY-NC-SA-4.0",
            "it",
            "Creative Commons Attribuzione - Non commerciale - Condividi allo stesso modo 4.0 "
            "Internazionale",
            "licenses/by-nc-sa/4.0/deed.it",
        ),
        (
            "CC-BY-3.0-IGO",
            "it",
            "Creative Commons Attribuzione 3.0 IGO",
            "licenses/by/3.0/igo/deed.it",
        ),
        (
            "CC-BY-ND-3.0",
            "en",
            "Creative Commons Attribution-NoDerivatives 3.0 Unported",
            "licenses/by-nd/3.0/deed.en",
        ),
        ("CC0-1.0", "it", "CC0 1.0 Universale", "publicdomain/zero/1.0/deed.it"),
    ],
)
def test_creative_commons(spdx: str, tag: str, name: str, path: str) -> None:
    assert named(spdx, tag) == Licence(name, f"https://creativecommons.org/{path}")


def test_a_deed_is_linked_in_the_nearest_language_that_there_is() -> None:
    base = "https://creativecommons.org/licenses/by/4.0/"
    assert named("CC-BY-4.0", "de-AT").url == f"{base}deed.de"
    assert named("CC-BY-4.0", "zh-Hans").url == f"{base}deed.zh-hans"
    assert named("CC-BY-4.0", "mt").url == base


def test_all_rights_may_be_reserved() -> None:
    assert named("all-rights-reserved", "it") == Licence("Tutti i diritti riservati", "")


def test_capitals_do_not_matter() -> None:
    assert spdx_id("cc-by-4.0") == "CC-BY-4.0"
    assert spdx_id("All-Rights-Reserved") == "all-rights-reserved"


@pytest.mark.parametrize("written", ["CC-BY", "CC-BY-5.0", "CC-BY-4.0-IGO", "CC-NC-4.0", "MIT", ""])
def test_what_is_no_licence_of_publications(written: str) -> None:
    assert spdx_id(written) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [("CC BY 4.0", "CC-BY-4.0"), ("cc_by-sa", "CC-BY-SA-4.0"), ("BY-NC-4.0", "CC-BY-NC-4.0")],
)
def test_what_an_author_may_have_meant(written: str, meant: str) -> None:
    assert likely_id(written) == meant
