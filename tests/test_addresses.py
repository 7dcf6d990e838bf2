"""Addresses have no signs but those that they may have, whatever an author wrote."""

from __future__ import annotations

import pytest
from docutils import nodes

from briefpress.addresses import doi_address, encoded, shows_address


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://example.org/a(b);c=1?d=e,f&g#h", "https://example.org/a(b);c=1?d=e,f&g#h"),
        ("https://example.org/a b|c<d>", "https://example.org/a%20b%7Cc%3Cd%3E"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/più?è=ü", "https://example.org/pi%C3%B9?%C3%A8=%C3%BC"),
        ("https://münchen.example/x", "https://xn--mnchen-3ya.example/x"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_what_an_address_may_not_have_is_escaped(written: str, expected: str) -> None:
    assert encoded(written) == expected
    assert encoded(expected) == expected


@pytest.mark.parametrize(
    ("doi", "expected"),
    [
        ("10.1234/ports", "https://doi.org/10.1234/ports"),
        (
            "10.1002/(SICI)30<1661::A>3.0.CO;2-2",
            "https://doi.org/10.1002/(SICI)30%3C1661::A%3E3.0.CO;2-2",
        ),
        ("10.1000/a?b#c", "https://doi.org/10.1000/a%3Fb%23c"),
    ],
)
def test_a_doi_has_neither_query_nor_fragment(doi: str, expected: str) -> None:
    assert doi_address(doi) == expected


def test_a_link_shows_its_address_although_it_is_escaped() -> None:
    for words, true in (
        ("https://example.org/più", True),
        ("example.org/pi%C3%B9", True),
        ("x", False),
    ):
        link = nodes.reference("", words, refuri="https://example.org/pi%C3%B9")
        assert shows_address(link) == true
