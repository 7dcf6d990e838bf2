"""Draw a chart as SVG with matplotlib: direct labels, no frame, as few lines as it takes.

The same chart gives the same bytes. Letters are drawn as outlines of the packaged font: what a
reader's device has for fonts would move the labels, and a screen reader is told the text
alternative and reads the table.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from briefpress.charts.canvas import fonts, tidied
from briefpress.charts.sheet import GAP, Sheet
from briefpress.themes.tokens import Tokens

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 372.0  # points: the text column of paper.css
NARROW_WIDTH = 220.0  # points: as wide as a telephone, where its letters have 11 px at least
TEXT = 8.5  # points
HEIGHT = 190.0  # points, of columns and lines

Row = Sequence[Decimal | None]


@dataclass(frozen=True)
class Picture:
    """What is drawn, in the reader's words: *rows* has a row of numbers for each category,
    *written* writes a number as the reader's language does, with the decimals of the series with
    that place, or, without one, with its own. *is_mirrored*: it begins at the right, as its readers
    do."""

    kind: str
    series: Sequence[str]
    categories: Sequence[str]
    rows: Sequence[Row]
    unit: str
    written: Callable[[Decimal, int | None], str]
    is_mirrored: bool = False

    def column(self, place: int) -> list[Decimal | None]:
        """Return the numbers of the series with that *place*."""
        return [row[place] for row in self.rows]


def draw(picture: Picture, tokens: Tokens, width: float = WIDTH) -> str:
    """Return *picture* in the colours of *tokens* as an SVG document of that *width*; raise
    `Unprintable`."""
    # Imported here: it takes half a second, which a brief without charts need not spend.
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    names = "".join([*picture.series, *picture.categories, picture.unit])
    # Not the user's matplotlibrc.
    settings = {**mpl.rcParamsDefault, "svg.fonttype": "path", "svg.hashsalt": "briefpress"}
    with (
        warnings.catch_warnings(),
        mpl.rc_context(settings),
        fonts(names + _written(picture), TEXT) as faces,
    ):
        warnings.simplefilter("ignore", mpl.MatplotlibDeprecationWarning)
        figure = Figure()
        FigureCanvasSVG(figure)
        sheet = Sheet(figure, width, faces, tokens, is_mirrored=picture.is_mirrored)
        _Drawing(sheet, picture).draw()
        file = io.StringIO()
        empty = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(file, format="svg", transparent=True, metadata=empty)
    return tidied(file.getvalue())


class _Drawing:
    """One drawing under way; lengths are in points."""

    def __init__(self, sheet: Sheet, picture: Picture) -> None:
        self._sheet = sheet
        self._picture = picture
        self._many = len(picture.series) > 1

    def draw(self) -> None:
        """Draw the picture; what would not fit into columns lies in bars."""
        kind = self._picture.kind
        if kind == "column" and self._sheet.width < WIDTH and not self._has_room():
            kind = "bar"
        {"bar": self._bars, "column": self._columns, "line": self._lines}[kind]()

    def _has_room(self) -> bool:
        """Whether the words below the columns are as narrow as those."""
        slot = self._slot(self._ticks(with_zero=True))
        words = (word for name in self._picture.categories for word in name.split())
        return all(self._sheet.measure(word) <= slot - 3 for word in words)

    def _bars(self) -> None:
        picture = self._picture
        labels = [
            self._sheet.wrapped(name, self._sheet.width * 0.34) for name in picture.categories
        ]
        left = max(self._sheet.measure(line) for label in labels for line in label) + GAP
        thick = 12.0 if not self._many else 10.0
        step = max(thick * len(picture.series) + 8, max(map(len, labels)) * self._sheet.line + GAP)
        inside = self._sheet.width - left
        names = picture.series if self._many else ()
        room = self._bar_room(names)
        above: Sequence[str] = ()
        if room > inside / 2:  # the names of the series would leave the bars no room
            above, names = names, ()
            room = self._bar_room(names)
        top = self._sheet.head(picture.unit, above)
        top += 3 if top > 2 else 0
        height = top + step * len(labels) + 2
        axes = self._sheet.axes(height, left, top, 0, 2)
        numbers = self._numbers()
        low, high = min(0.0, *numbers), max(0.0, *numbers)
        share = (high - low) / max(inside - (room + GAP) * (1 + (low < 0)), inside / 4)
        self._sheet.limit(axes, low - (room + GAP) * share * (low < 0), high + (room + GAP) * share)
        axes.set_ylim(step * len(labels), 0)
        for place, row in enumerate(picture.rows):
            begin = place * step + (step - thick * len(row)) / 2
            for series, number in enumerate(row):
                middle = begin + thick * (series + 0.5)
                if number is None:
                    continue
                value = float(number)
                axes.barh(middle, value, thick - 1, color=self._sheet.colours[series])
                self._sheet.text(
                    axes,
                    self._bar_label(place, series, number, names),
                    (value, middle),
                    (GAP * (-0.6 if value < 0 else 0.6), 0),
                    ha="right" if value < 0 else "left",
                    font=self._sheet.bold if names and place == 0 else self._sheet.regular,
                )
            self._sheet.text(
                axes,
                "\n".join(labels[place]),
                (self._sheet.begin(axes), (place + 0.5) * step),
                (-GAP, 0),
                ha="right",
            )
        axes.axvline(0, color=self._sheet.ink, linewidth=0.7)
        self._sheet.write_head(picture.unit, above, height)

    def _bar_room(self, names: Sequence[str]) -> float:
        """Return how wide the widest label of a bar is."""
        return max(
            self._sheet.measure(self._bar_label(place, series, number, names), self._sheet.bold)
            for place, row in enumerate(self._picture.rows)
            for series, number in enumerate(row)
            if number is not None
        )

    def _bar_label(self, place: int, series: int, number: Decimal, names: Sequence[str]) -> str:
        """Return what stands at a bar's end; the bars of the first category have the *names* of
        the series, if there are any."""
        label = self._picture.written(number, series)
        return f"{names[series]}  {label}" if names and not place else label

    def _columns(self) -> None:
        picture = self._picture
        own_numbers = self._has_own_numbers()
        ticks = self._ticks(with_zero=True)
        slot = self._slot(ticks)
        left = self._sheet.width - slot * len(picture.categories)
        labels = [self._sheet.wrapped(name, slot - 3) for name in picture.categories]
        bottom = max(map(len, labels)) * self._sheet.line + 6
        # A number above its column is farther from the unit than from the column.
        names = picture.series if self._many else ()
        head = self._sheet.head(picture.unit, names)
        top = head + (2 if self._many else 18)
        axes = self._sheet.axes(HEIGHT, left, top, 0, bottom)
        self._sheet.limit(axes, -0.5, len(labels) - 0.5)
        axes.set_ylim(ticks[0], ticks[-1])
        if own_numbers:
            axes.set_ylim(min(0.0, *self._numbers()), max(0.0, *self._numbers()))
        else:
            self._grid(axes, ticks)
        thick = 0.74 / len(picture.series)
        for place, row in enumerate(picture.rows):
            for series, number in enumerate(row):
                if number is None:
                    continue
                middle = place + thick * (series - (len(row) - 1) / 2)
                value = float(number)
                axes.bar(middle, value, thick * 0.94, color=self._sheet.colours[series])
                if own_numbers:
                    below = value < 0
                    text = picture.written(number, series)
                    shift = (0, -2 if below else 2)
                    va = "top" if below else "bottom"
                    self._sheet.text(
                        axes, text, (middle, value), shift, va=va, font=self._sheet.bold
                    )
            self._sheet.text(
                axes, "\n".join(labels[place]), (place, axes.get_ylim()[0]), (0, -4), va="top"
            )
        axes.axhline(0, color=self._sheet.ink, linewidth=0.7)
        self._sheet.write_head(picture.unit, names, HEIGHT)

    def _has_own_numbers(self) -> bool:
        """Whether each column has its number, and the drawing no scale."""
        return not self._many and len(self._picture.categories) <= 12

    def _slot(self, ticks: Sequence[float]) -> float:
        """Return how wide a category is among columns."""
        left = 2.0 if self._has_own_numbers() else self._tick_room(ticks)
        return (self._sheet.width - left) / len(self._picture.categories)

    def _lines(self) -> None:
        picture = self._picture
        ticks = self._ticks(with_zero=False)
        left = self._tick_room(ticks)
        ends = [self._end(place) for place in range(len(picture.series))]
        numbers = [picture.written(number, place) for place, (_, number) in enumerate(ends)]
        names: Sequence[str] = ()
        labels = numbers
        if self._many:
            labels = [f"{a}  {b}" for a, b in zip(picture.series, numbers, strict=True)]
        if self._end_room(labels) > self._sheet.width * 0.4:
            names, labels = picture.series, numbers  # else they would leave the lines no room
        right = self._end_room(labels)
        top = self._sheet.head(picture.unit, names) + 9
        axes = self._sheet.axes(HEIGHT, left, top, right, self._sheet.line + 6)
        places = self._places()
        self._sheet.limit(axes, places[0], places[-1] if len(places) > 1 else places[0] + 1)
        axes.set_ylim(ticks[0], ticks[-1])
        self._grid(axes, ticks)
        if ticks[0] < 0 < ticks[-1]:
            axes.axhline(0, color=self._sheet.ink, linewidth=0.7)
        for series in range(len(picture.series)):
            values = [float("nan") if n is None else float(n) for n in picture.column(series)]
            axes.plot(
                places,
                values,
                color=self._sheet.colours[series],
                linewidth=1.8,
                solid_capstyle="round",
                solid_joinstyle="round",
                clip_on=False,
                marker="o",
                markersize=3.2,
                markevery=[*_alone(values), ends[series][0]],
            )
        inner = HEIGHT - top - self._sheet.line - 6
        scale = inner / (ticks[-1] - ticks[0])
        heights = _spread([(float(n) - ticks[0]) * scale for _, n in ends], self._sheet.line * 1.04)
        for series, (label, height) in enumerate(zip(labels, heights, strict=True)):
            at = (places[ends[series][0]], float(ends[series][1]))
            up = height - (at[1] - ticks[0]) * scale
            hue = self._sheet.colours[series]
            self._sheet.text(axes, label, at, (GAP, up), ha="left", font=self._sheet.bold, hue=hue)
        for place in self._shown(places, self._sheet.width - left - right):
            at = (places[place], ticks[0])
            self._sheet.text(axes, picture.categories[place], at, (0, -4), va="top")
        self._sheet.write_head(picture.unit, names, HEIGHT)

    def _end_room(self, labels: Sequence[str]) -> float:
        """Return how much stands beside the lines: *labels*, half the name of the last category."""
        last = self._sheet.measure(self._picture.categories[-1]) / 2
        return max(last, *(self._sheet.measure(x, self._sheet.bold) + GAP + 4 for x in labels))

    def _end(self, series: int) -> tuple[int, Decimal]:
        """Return the last number of a series and its place."""
        numbers = enumerate(self._picture.column(series))
        return [(place, number) for place, number in numbers if number is not None][-1]

    def _places(self) -> list[float]:
        """Return where the categories stand on the axis: years as far apart as they are."""
        names = self._picture.categories
        if all(re.fullmatch(r"\d{4}", name) for name in names):
            years = [float(name) for name in names]
            if all(a < b for a, b in pairwise(years)):
                return years
        return [float(place) for place in range(len(names))]

    def _shown(self, places: Sequence[float], width: float) -> Iterator[int]:
        """Yield the places of the categories that have room below a line of *width*: the last
        one first, as it is what a reader looks for."""
        scale = width / max(places[-1] - places[0], 1e-9)
        free = float("inf")
        for place in range(len(places) - 1, -1, -1):
            middle = (places[place] - places[0]) * scale
            half = self._sheet.measure(self._picture.categories[place]) / 2
            if middle + half + GAP <= free:
                yield place
                free = middle - half

    def _ticks(self, *, with_zero: bool) -> list[float]:
        from matplotlib.ticker import MaxNLocator

        numbers = self._numbers()
        low, high = min(numbers), max(numbers)
        if with_zero or 0 <= low < high / 2:
            low = min(low, 0)
        if with_zero or high <= 0:
            high = max(high, 0)
        if low == high:
            low, high = low - 1, high + 1
        found = MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        step = found[1] - found[0]
        return [float(t) for t in found if low - step < t < high + step]

    def _tick_labels(self, ticks: Sequence[float]) -> list[str]:
        """Write *ticks* with no more decimals than they need."""
        numbers = [Decimal(f"{tick:.6f}").normalize() for tick in ticks]
        places = max(max(0, -int(n.as_tuple().exponent)) for n in numbers)
        step = Decimal(1).scaleb(-places)
        return [self._tick_label(number.quantize(step) + 0) for number in numbers]

    def _tick_label(self, number: Decimal) -> str:
        return self._picture.written(number, None)

    def _tick_room(self, ticks: Sequence[float]) -> float:
        return max(map(self._sheet.measure, self._tick_labels(ticks))) + GAP

    def _grid(self, axes: Axes, ticks: Sequence[float]) -> None:
        for tick, label in zip(ticks, self._tick_labels(ticks), strict=True):
            axes.axhline(tick, color=self._sheet.rule, linewidth=0.5, zorder=0)
            at = (self._sheet.begin(axes), tick)
            self._sheet.text(axes, label, at, (-GAP, 0), ha="right", hue=self._sheet.quiet)

    def _numbers(self) -> list[float]:
        return [float(number) for row in self._picture.rows for number in row if number is not None]


def _alone(values: Sequence[float]) -> list[int]:
    """Return the places of numbers between gaps, which make no line."""
    padded = [float("nan"), *values, float("nan")]
    triples = zip(padded, padded[1:], padded[2:], strict=False)
    return [i for i, (a, b, c) in enumerate(triples) if b == b and a != a and c != c]


def _spread(heights: Sequence[float], least: float) -> list[float]:
    """Move *heights* apart so that they have *least* between them, each as little as may be."""
    order = sorted(range(len(heights)), key=lambda place: (heights[place], -place))
    moved = list(heights)
    for _ in range(100):
        still = True
        for low, high in pairwise(order):
            missing = least - (moved[high] - moved[low])
            if missing > 0.01:
                moved[low] -= missing / 2
                moved[high] += missing / 2
                still = False
        if still:
            break
    return moved


def _written(picture: Picture) -> str:
    numbers = [
        picture.written(number, place)
        for row in picture.rows
        for place, number in enumerate(row)
        if number is not None
    ]
    return "".join(numbers) + "0123456789.,'\u2019\u00a0\u202f-\u2212 "
