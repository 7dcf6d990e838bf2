"""Draw what several kinds of charts have: their names, scale and grid."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from briefpress.charts.names import Span, named
from briefpress.charts.picture import Picture
from briefpress.charts.scale import ticks
from briefpress.charts.sheet import GAP, Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 190.0  # points, of columns and lines
LOWEST = 100.0  # points, of those without what stands above and below them

# The share of the drawing's width that names below lines and thin columns take.
BELOW = 0.25


class Plot(ABC):
    """One drawing under way; lengths are in points."""

    def __init__(self, sheet: Sheet, picture: Picture) -> None:
        self.sheet = sheet
        self.picture = picture

    @abstractmethod
    def draw(self) -> None:
        """Draw it on the sheet."""

    def span(self) -> Span:
        """Return from which number to which bars reach: zero is one of them."""
        low, high = min(0.0, *self.picture.numbers), max(0.0, *self.picture.numbers)
        return low, (high if low < high else 1.0)

    def wrapped(self, room: float) -> list[list[str]]:
        """Return the lines of each category's name."""
        return [self.sheet.wrapped(name, room) for name in self.picture.categories]

    def half(self, lines: Sequence[str]) -> float:
        """Return how far *lines* reach to each side of their middle."""
        return max(map(self.sheet.measure, lines)) / 2

    def named(
        self, lines: Sequence[list[str]], middles: Sequence[float], room: Span
    ) -> dict[int, list[str]]:
        """Return those of the categories' names in *lines* that have room side by side, by their
        places."""
        reach = [self.half(words) + GAP / 2 for words in lines]
        spans = [(at - half, at + half) for at, half in zip(middles, reach, strict=True)]
        gaps = {round(b - a, 3) for a, b in pairwise(middles)}
        whole = (room[0] - GAP / 2 - 0.01, room[1] + GAP / 2 + 0.01)
        chosen = named(self.picture.categories, spans, whole, are_even=len(gaps) <= 1)
        return {place: lines[place] for place in chosen}

    def bottom(self, labels: Mapping[int, list[str]]) -> float:
        """Return how much room *labels* take below what they name."""
        return max(map(len, labels.values())) * self.sheet.line + 6

    def ticks(self, *, with_zero: bool) -> list[float]:
        """Return the numbers of the scale."""
        return ticks(self.picture.numbers, with_zero=with_zero)

    def _tick_label(self, number: Decimal) -> str:
        return self.picture.written(number, None)

    def _tick_labels(self, ticks: Sequence[float]) -> list[str]:
        """Write *ticks* with no more decimals than they need."""
        numbers = [Decimal(f"{tick:.6f}").normalize() for tick in ticks]
        places = max(max(0, -int(n.as_tuple().exponent)) for n in numbers)
        step = Decimal(1).scaleb(-places)
        return [self._tick_label(number.quantize(step) + 0) for number in numbers]

    def tick_room(self, ticks: Sequence[float]) -> float:
        """Return how much room *ticks* take beside what they measure."""
        return max(map(self.sheet.measure, self._tick_labels(ticks))) + GAP

    def grid(self, axes: Axes, ticks: Sequence[float]) -> None:
        """Draw a line across *axes* for each of *ticks*."""
        for tick, label in zip(ticks, self._tick_labels(ticks), strict=True):
            axes.axhline(tick, color=self.sheet.rule, linewidth=0.5, zorder=0)
            at = (self.sheet.begin(axes), tick)
            self.sheet.text(axes, label, at, (-GAP, 0), ha="right", hue=self.sheet.quiet)
