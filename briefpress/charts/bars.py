"""Draw a chart of bars: names beside them, numbers at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from briefpress.charts.names import are_ordered
from briefpress.charts.plot import Plot
from briefpress.charts.sheet import GAP

# The share of the drawing's width for names, and for one with a long word.
_BESIDE, _BESIDE_AT_MOST = 0.34, 0.42


class Crowded(Exception):
    """There is no room on a page for all names; says how many it has room for."""


class Bars(Plot):
    """Bars, those of a category below each other."""

    def draw(self) -> None:
        """Draw it."""
        picture = self.picture
        words = (word for name in picture.categories for word in name.split())
        widest = max(map(self.sheet.measure, words))
        beside = max(_BESIDE, min(widest / self.sheet.width, _BESIDE_AT_MOST))
        labels = [self.sheet.wrapped(x, self.sheet.width * beside) for x in picture.categories]
        left = max(self.sheet.measure(line) for label in labels for line in label) + GAP
        inside = self.sheet.width - left
        names = picture.series if picture.has_many else ()
        before, after = self._room(names)
        above: Sequence[str] = ()
        if before + after > inside / 2:  # the names of the series would leave the bars no room
            above, names = names, ()
            before, after = self._room(names)
        top = self.sheet.head(picture.unit, above)
        top += 3 if top > 2 else 0
        step, thick = self._step(top + 2, max(map(len, labels)))
        height = top + step * len(labels) + 2
        axes = self.sheet.axes(height, left, top, 0, 2)
        numbers = picture.numbers
        low, high = min(0.0, *numbers), max(0.0, *numbers)
        share = (high - low) / max(inside - before - after, GAP)
        self.sheet.limit(axes, low - before * share, high + after * share)
        axes.set_ylim(step * len(labels), 0)
        for place, row in enumerate(picture.rows):
            begin = place * step + (step - thick * len(row)) / 2
            for series, number in enumerate(row):
                middle = begin + thick * (series + 0.5)
                if number is None:
                    continue
                value = float(number)
                axes.barh(middle, value, thick - 1, color=self.sheet.colours[series])
                self.sheet.text(
                    axes,
                    self._label(place, series, number, names),
                    (value, middle),
                    (GAP * (-0.6 if value < 0 else 0.6), 0),
                    ha="right" if value < 0 else "left",
                    font=self.sheet.bold if names and place == 0 else self.sheet.regular,
                )
            self.sheet.text(
                axes,
                "\n".join(labels[place]),
                (self.sheet.begin(axes), (place + 0.5) * step),
                (-GAP, 0),
                ha="right",
            )
        axes.axvline(0, color=self.sheet.ink, linewidth=0.7)
        self.sheet.write_head(picture.unit, above, height)

    def _step(self, beside: float, lines: int) -> tuple[float, float]:
        """Return how far from each other categories of bars are whose names have so many *lines*,
        and how thick the bars: on paper a page must hold them, with what stands *beside* them."""
        count, bars = len(self.picture.categories), len(self.picture.series)
        text = lines * self.sheet.line
        thick = 10.0 if self.picture.has_many else 12.0
        step = max(thick * bars + 8, text + GAP)
        if step * count <= self.sheet.highest - beside:
            return step, thick
        least = max(8.5 * bars + 2.5, text + 1)
        if least * count <= self.sheet.highest - beside:
            step = (self.sheet.highest - beside) / count
            return step, min(thick, (step - 2.5) / bars)
        fitting = int((self.sheet.highest - beside) / least)
        cure = "leave some out, or make two charts"
        if are_ordered(self.picture.categories):
            cure += ", or write :kind: line"
        raise Crowded(f"the chart has {count} names, and a page has room for {fitting}; {cure}")

    def _room(self, names: Sequence[str]) -> tuple[float, float]:
        """Return how much room the labels of bars take before those below zero and after others."""
        rooms = {True: 0.0, False: GAP}
        for place, row in enumerate(self.picture.rows):
            for series, number in enumerate(row):
                if number is not None:
                    label = self._label(place, series, number, names)
                    room = self.sheet.measure(label, self.sheet.bold) + GAP
                    rooms[number < 0] = max(rooms[number < 0], room)
        return rooms[True], rooms[False]

    def _label(self, place: int, series: int, number: Decimal, names: Sequence[str]) -> str:
        """Return what stands at a bar's end; the bars of the first category have the *names* of
        the series, if there are any."""
        label = self.picture.written(number, series)
        return f"{names[series]}  {label}" if names and not place else label
