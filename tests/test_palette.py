"""The theme's colours are told from each other, and a change that spoils one is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefpress.check import palette
from briefpress.check.result import read_results
from briefpress.themes import palettes


def test_all_palettes_and_all_hues_can_be_read(tmp_path: Path) -> None:
    result = palette.check_palettes(tmp_path)
    assert (result.status, result.findings) == ("passed", ())
    assert read_results(tmp_path / "checks" / "colours.css.json") == [result]


def test_each_palette_has_all_colours_that_are_compared() -> None:
    names = {name for pair in palette.PAIRS for name in (pair.text, pair.ground)}
    assert all(names <= tokens.keys() for tokens in palettes().values())


@pytest.mark.parametrize(
    ("name", "token", "value", "said"),
    [
        ("light", "quiet", "#8a8a8a", "--quiet (#8a8a8a) on --paper (#ffffff)"),
        ("dark", "accent", "#2a4a6b", "--accent (#2a4a6b) on --paper (#16181b)"),
        ("light", "tint", "#5577aa", "--ink (#1c1b1a) on --tint (#5577aa)"),
        ("press", "signal", "0 40 60 0", "--signal (#ff9966) on --paper (#ffffff)"),
        ("light", "chart-4", "#f0e0a0", "--chart-4 (#f0e0a0) on --paper (#ffffff)"),
    ],
)
def test_a_colour_that_cannot_be_read_is_named(
    name: str, token: str, value: str, said: str
) -> None:
    tokens = palettes()[name] | {token: value}
    messages = [finding.message for finding in palette.pair_findings(name, tokens)]
    assert any(said in message and f"palette “{name}”" in message for message in messages)


def test_a_hue_whose_cover_is_too_light_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    shade = palette.shade

    def pale(hue: int, *light: float) -> str:
        return "#99aa77" if hue == 80 and not light else shade(hue, *light)

    monkeypatch.setattr(palette, "shade", pale)
    first, second = palette.cover_findings()
    assert "On the cover of hue 80, #ffffff on #99aa77" in first.message
    assert "needs 4.5:1" in second.message
