"""Draw a chart of lines: names and last numbers at their ends, a scale beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from briefpress.charts.plot import BELOW, HEIGHT, LOWEST, Plot
from briefpress.charts.scale import lone, places_of, spread
from briefpress.charts.sheet import GAP


class Lines(Plot):
    """Lines, one for each series."""

    def draw(self) -> None:
        """Draw it."""
        picture = self.picture
        marks = self.ticks(with_zero=False)
        left = self.tick_room(marks)
        ends = [self._end(place) for place in range(len(picture.series))]
        numbers = [picture.written(number, place) for place, (_, number) in enumerate(ends)]
        names: Sequence[str] = ()
        labels = numbers
        if picture.has_many:
            labels = [f"{a}  {b}" for a, b in zip(picture.series, numbers, strict=True)]
        if self._end_room(labels) > self.sheet.width * 0.4:
            names, labels = picture.series, numbers  # else they would leave the lines no room
        lines = self.wrapped(self.sheet.width * BELOW)
        right = max(self._end_room(labels), self.half(lines[-1]))
        left = max(left, self.half(lines[0]))
        places = places_of(picture.categories)
        first, last = places[0], places[-1] if len(places) > 1 else places[0] + 1
        scale = (self.sheet.width - left - right) / (last - first)
        middles = [(place - first) * scale for place in places]
        below = self.named(lines, middles, (-left, self.sheet.width - left))
        top, bottom = self.sheet.head(picture.unit, names) + 9, self.bottom(below)
        height = max(HEIGHT, top + LOWEST + bottom)
        axes = self.sheet.axes(height, left, top, right, bottom)
        self.sheet.limit(axes, first, last)
        axes.set_ylim(marks[0], marks[-1])
        self.grid(axes, marks)
        if marks[0] < 0 < marks[-1]:
            axes.axhline(0, color=self.sheet.ink, linewidth=0.7)
        for series in range(len(picture.series)):
            values = [float("nan") if n is None else float(n) for n in picture.column(series)]
            axes.plot(
                places,
                values,
                color=self.sheet.colours[series],
                linewidth=1.8,
                solid_capstyle="round",
                solid_joinstyle="round",
                clip_on=False,
                marker="o",
                markersize=3.2,
                markevery=[*lone(values), ends[series][0]],
            )
        inner = height - top - bottom
        scale = inner / (marks[-1] - marks[0])
        levels = spread([(float(n) - marks[0]) * scale for _, n in ends], self.sheet.line * 1.04)
        for series, (label, level) in enumerate(zip(labels, levels, strict=True)):
            at = (places[ends[series][0]], float(ends[series][1]))
            up = level - (at[1] - marks[0]) * scale
            hue = self.sheet.colours[series]
            self.sheet.text(axes, label, at, (GAP, up), ha="left", font=self.sheet.bold, hue=hue)
        for place, words in below.items():
            at = (places[place], marks[0])
            self.sheet.text(axes, "\n".join(words), at, (0, -4), va="top")
        self.sheet.write_head(picture.unit, names, height)

    def _end_room(self, labels: Sequence[str]) -> float:
        """Return how much room *labels* take beside the lines."""
        return max(self.sheet.measure(label, self.sheet.bold) + GAP + 4 for label in labels)

    def _end(self, series: int) -> tuple[int, Decimal]:
        """Return the last number of a series and its place."""
        numbers = enumerate(self.picture.column(series))
        return [(place, number) for place, number in numbers if number is not None][-1]
