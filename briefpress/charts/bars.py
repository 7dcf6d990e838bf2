"""Draw a chart of bars: names beside them, numbers at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefpress.charts.names import are_ordered
from briefpress.charts.plot import Plot
from briefpress.charts.sheet import GAP

# The share of the drawing's width for names, for one with a long word, and where all of them would
# take too many lines for a page.
_BESIDE, _BESIDE_AT_MOST, _BESIDE_MANY = 0.34, 0.42, 0.55


class Crowded(Exception):
    """There is no room on a page for all names; says how many it has room for."""


@dataclass(frozen=True)
class _Layout:
    """Where everything stands: the lines of each name, and how wide they are; the names of the
    series *above* the bars, or *within* them; how far from each other categories are, and how thick
    a bar is."""

    labels: Sequence[Sequence[str]]
    left: float
    top: float
    above: Sequence[str]
    within: Sequence[str]
    step: float
    thick: float


class Bars(Plot):
    """Bars, those of a category below each other."""

    def draw(self) -> None:
        """Draw it."""
        picture = self.picture
        layout = self._layout()
        height = layout.top + layout.step * len(layout.labels) + 2
        axes = self.sheet.axes(height, layout.left, layout.top, 0, 2)
        before, after = self._ends(layout.within)
        low, high = self.span()
        share = (high - low) / max(self.sheet.width - layout.left - before - after, GAP)
        self.sheet.limit(axes, low - before * share, high + after * share)
        axes.set_ylim(layout.step * len(layout.labels), 0)
        for place, row in enumerate(picture.rows):
            begin = place * layout.step + (layout.step - layout.thick * len(row)) / 2
            for series, number in enumerate(row):
                middle = begin + layout.thick * (series + 0.5)
                if number is None:
                    continue
                value = float(number)
                if value:  # nothing that is painted is printed as a hairline
                    axes.barh(middle, value, layout.thick - 1, color=self.sheet.colours[series])
                self.sheet.text(
                    axes,
                    self._end(place, series, number, layout.within),
                    (value, middle),
                    (GAP * (-0.6 if value < 0 else 0.6), 0),
                    ha="right" if value < 0 else "left",
                    font=self.sheet.bold if layout.within and place == 0 else self.sheet.regular,
                )
            self.sheet.text(
                axes,
                "\n".join(layout.labels[place]),
                (self.sheet.begin(axes), (place + 0.5) * layout.step),
                (-GAP, 0),
                ha="right",
            )
        axes.axvline(0, color=self.sheet.ink, linewidth=0.7)
        self.sheet.write_head(picture.unit, layout.above, height)

    def _layout(self) -> _Layout:
        """Return the usual layout, or one with wide names if a page has no room for that."""
        words = (word for name in self.picture.categories for word in name.split())
        widest = max(map(self.sheet.measure, words))
        try:
            return self._laid_out(max(_BESIDE, min(widest / self.sheet.width, _BESIDE_AT_MOST)))
        except Crowded:
            return self._laid_out(_BESIDE_MANY)

    def _laid_out(self, beside: float) -> _Layout:
        """Return the layout with names that take at most so much of the drawing's width."""
        picture = self.picture
        labels = self.wrapped(self.sheet.width * beside)
        left = max(self.sheet.measure(line) for label in labels for line in label) + GAP
        above: Sequence[str] = ()
        within = picture.series if picture.has_many else ()
        if sum(self._ends(within)) > (self.sheet.width - left) / 2:  # bars would have no room
            above, within = within, ()
        top = self.sheet.head(picture.unit, above)
        top += 3 if top > 2 else 0
        step, thick = self._step(top + 2, max(map(len, labels)))
        return _Layout(labels, left, top, above, within, step, thick)

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

    def _ends(self, names: Sequence[str]) -> tuple[float, float]:
        """Return how much room what stands at the ends of bars takes before those below zero and
        after others."""
        rooms = {True: 0.0, False: GAP}
        for place, row in enumerate(self.picture.rows):
            for series, number in enumerate(row):
                if number is not None:
                    label = self._end(place, series, number, names)
                    room = self.sheet.measure(label, self.sheet.bold) + GAP
                    rooms[number < 0] = max(rooms[number < 0], room)
        return rooms[True], rooms[False]

    def _end(self, place: int, series: int, number: Decimal, names: Sequence[str]) -> str:
        """Return what stands at a bar's end; the bars of the first category have the *names* of
        the series, if there are any."""
        label = self.picture.written(number, series)
        return f"{names[series]}  {label}" if names and not place else label
