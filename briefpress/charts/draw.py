"""Draw a chart as SVG with matplotlib: direct labels, no frame, as few lines as it takes.

The same chart gives the same bytes. Letters are drawn as outlines of the packaged font: what a
reader's device has for fonts would move the labels, and a screen reader is told the text
alternative and reads the table.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from briefpress.charts.canvas import fonts, tidied
from briefpress.charts.names import Span, are_ordered, named
from briefpress.charts.scale import lone, places_of, spread, ticks
from briefpress.charts.sheet import GAP, Sheet
from briefpress.themes.tokens import Tokens

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 372.0  # points: the text column of paper.css
NARROW_WIDTH = 220.0  # points: as wide as a telephone, where its letters have 11 px at least
TEXT = 8.5  # points
HEIGHT = 190.0  # points, of columns and lines
_LOWEST = 100.0  # points, of those without what stands above and below them
HIGHEST = 540.0  # points, of bars: a page of paper.css with a caption

# So many categories have all their names, and as bars the numbers too.
_FEW = 12
# Points: thinner columns are hardly seen.
_THIN = 1.0
# The share of the drawing's width beside bars for names, for one with a long word, and what those
# below lines and thin columns take.
_BESIDE, _BESIDE_AT_MOST, _BELOW = 0.34, 0.42, 0.25

Row = Sequence[Decimal | None]


class Crowded(Exception):
    """There is no room on a page for all names; says how many it has room for."""


@dataclass(frozen=True)
class Picture:
    """What is drawn, in the reader's words: *rows* has a row of numbers for each category,
    *written* writes a number as the reader's language does, with the decimals of the series with
    that place, or, without one, with its own. *language* is a tag. *is_mirrored*: it begins at the
    right, as its readers do."""

    kind: str
    series: Sequence[str]
    categories: Sequence[str]
    rows: Sequence[Row]
    unit: str
    written: Callable[[Decimal, int | None], str]
    language: str
    is_mirrored: bool = False

    def column(self, place: int) -> list[Decimal | None]:
        """Return the numbers of the series with that *place*."""
        return [row[place] for row in self.rows]


def draw(picture: Picture, tokens: Tokens, width: float = WIDTH) -> str:
    """Return *picture* in the colours of *tokens* as an SVG document of that *width*; raise
    `Unprintable` and `Crowded`."""
    # Imported here: it takes half a second, which a brief without charts need not spend.
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    names = [*picture.series, *picture.categories, picture.unit]
    # Not the user's matplotlibrc.
    settings = {**mpl.rcParamsDefault, "svg.fonttype": "path", "svg.hashsalt": "briefpress"}
    with (
        warnings.catch_warnings(),
        mpl.rc_context(settings),
        fonts("".join(names) + _written(picture), TEXT) as faces,
    ):
        warnings.simplefilter("ignore", mpl.MatplotlibDeprecationWarning)
        figure = Figure()
        FigureCanvasSVG(figure)
        language, is_mirrored = picture.language, picture.is_mirrored
        sheet = Sheet(figure, width, faces, tokens, language=language, is_mirrored=is_mirrored)
        sheet.part_lines(names)
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
        """Draw the picture; columns that would not have their names lie down as bars."""
        kind = self._picture.kind
        if kind == "column" and not (self._has_room() or self._may_thin_out()):
            kind = "bar"
        {"bar": self._bars, "column": self._columns, "line": self._lines}[kind]()

    def _has_room(self) -> bool:
        """Whether the words below the columns are as narrow as those."""
        slot = self._slot()
        words = (word for name in self._picture.categories for word in name.split())
        return all(self._sheet.measure(word) <= slot - 3 for word in words)

    def _may_thin_out(self) -> bool:
        """Whether columns that have no room for all their names may have some of them."""
        names = self._picture.categories
        thick = self._thick(self._slot())
        return len(names) > _FEW and thick >= _THIN and are_ordered(names)

    def _bars(self) -> None:
        picture = self._picture
        words = (word for name in picture.categories for word in name.split())
        widest = max(map(self._sheet.measure, words))
        beside = max(_BESIDE, min(widest / self._sheet.width, _BESIDE_AT_MOST))
        labels = [self._sheet.wrapped(x, self._sheet.width * beside) for x in picture.categories]
        left = max(self._sheet.measure(line) for label in labels for line in label) + GAP
        inside = self._sheet.width - left
        names = picture.series if self._many else ()
        before, after = self._bar_room(names)
        above: Sequence[str] = ()
        if before + after > inside / 2:  # the names of the series would leave the bars no room
            above, names = names, ()
            before, after = self._bar_room(names)
        top = self._sheet.head(picture.unit, above)
        top += 3 if top > 2 else 0
        step, thick = self._bar_step(top + 2, max(map(len, labels)))
        height = top + step * len(labels) + 2
        axes = self._sheet.axes(height, left, top, 0, 2)
        numbers = self._numbers()
        low, high = min(0.0, *numbers), max(0.0, *numbers)
        share = (high - low) / max(inside - before - after, GAP)
        self._sheet.limit(axes, low - before * share, high + after * share)
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

    def _bar_step(self, beside: float, lines: int) -> tuple[float, float]:
        """Return how far from each other categories of bars are whose names have so many *lines*,
        and how thick the bars: on paper a page must hold them, with what stands *beside* them."""
        count, bars = len(self._picture.categories), len(self._picture.series)
        text = lines * self._sheet.line
        thick = 10.0 if self._many else 12.0
        step = max(thick * bars + 8, text + GAP)
        if self._sheet.width < WIDTH or step * count <= HIGHEST - beside:
            return step, thick
        least = max(8.5 * bars + 2.5, text + 1)
        if least * count <= HIGHEST - beside:
            step = (HIGHEST - beside) / count
            return step, min(thick, (step - 2.5) / bars)
        fitting = int((HIGHEST - beside) / least)
        cure = "leave some out, or make two charts"
        if are_ordered(self._picture.categories):
            cure += ", or write :kind: line"
        raise Crowded(f"the chart has {count} names, and a page has room for {fitting}; {cure}")

    def _bar_room(self, names: Sequence[str]) -> tuple[float, float]:
        """Return how much room the labels of bars take before those below zero and after others."""
        rooms = {True: 0.0, False: GAP}
        for place, row in enumerate(self._picture.rows):
            for series, number in enumerate(row):
                if number is not None:
                    label = self._bar_label(place, series, number, names)
                    room = self._sheet.measure(label, self._sheet.bold) + GAP
                    rooms[number < 0] = max(rooms[number < 0], room)
        return rooms[True], rooms[False]

    def _bar_label(self, place: int, series: int, number: Decimal, names: Sequence[str]) -> str:
        """Return what stands at a bar's end; the bars of the first category have the *names* of
        the series, if there are any."""
        label = self._picture.written(number, series)
        return f"{names[series]}  {label}" if names and not place else label

    def _columns(self) -> None:
        picture = self._picture
        own_numbers = self._has_own_numbers()
        marks = self._ticks(with_zero=True)
        slot = self._slot()
        left, right = self._sheet.width - slot * len(picture.categories), 0.0
        if self._has_room():
            labels = dict(enumerate(self._wrapped(slot - 3)))
        else:
            lines = self._wrapped(self._sheet.width * _BELOW)
            # As far as the last name reaches beyond its column, which grows thinner by that.
            beyond = max(0, self._half(lines[-1]) - slot / 2)
            right = beyond / (1 - 0.5 / len(lines))
            slot -= right / len(lines)
            middles = [(place + 0.5) * slot for place in range(len(lines))]
            labels = self._named(lines, middles, (-left, self._sheet.width - left))
        drop = self._sheet.line if own_numbers and min(self._numbers()) < 0 else 0
        bottom = self._bottom(labels) + drop
        # A number above its column is farther from the unit than from the column.
        names = picture.series if self._many else ()
        head = self._sheet.head(picture.unit, names)
        top = head + (2 if self._many else 18)
        height = max(HEIGHT, top + _LOWEST + bottom)
        axes = self._sheet.axes(height, left, top, right, bottom)
        self._sheet.limit(axes, -0.5, len(picture.categories) - 0.5)
        axes.set_ylim(marks[0], marks[-1])
        if own_numbers:
            axes.set_ylim(min(0.0, *self._numbers()), max(0.0, *self._numbers()))
        else:
            self._grid(axes, marks)
        thick = self._thick(1)
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
        for place, words in labels.items():
            at = (place, axes.get_ylim()[0])
            self._sheet.text(axes, "\n".join(words), at, (0, -4 - drop), va="top")
        axes.axhline(0, color=self._sheet.ink, linewidth=0.7)
        self._sheet.write_head(picture.unit, names, height)

    def _has_own_numbers(self) -> bool:
        """Whether each column has its number, and the drawing no scale."""
        count = len(self._picture.categories)
        if self._many or count > _FEW:
            return False
        numbers = (self._picture.written(n, 0) for n in self._picture.column(0) if n is not None)
        widest = max(self._sheet.measure(number, self._sheet.bold) for number in numbers)
        return widest <= self._sheet.width / count - 3

    def _slot(self) -> float:
        """Return how wide a category is among columns."""
        left = 2.0 if self._has_own_numbers() else self._tick_room(self._ticks(with_zero=True))
        return (self._sheet.width - left) / len(self._picture.categories)

    def _thick(self, slot: float) -> float:
        """Return how wide of a category so wide each column is, with the space beside it."""
        return slot * 0.74 / len(self._picture.series)

    def _wrapped(self, room: float) -> list[list[str]]:
        """Return the lines of each category's name."""
        return [self._sheet.wrapped(name, room) for name in self._picture.categories]

    def _half(self, lines: Sequence[str]) -> float:
        """Return how far *lines* reach to each side of their middle."""
        return max(map(self._sheet.measure, lines)) / 2

    def _named(
        self, lines: Sequence[list[str]], middles: Sequence[float], room: Span
    ) -> dict[int, list[str]]:
        """Return those of the categories' names in *lines* that have room side by side, by their
        places."""
        reach = [self._half(words) + GAP / 2 for words in lines]
        spans = [(at - half, at + half) for at, half in zip(middles, reach, strict=True)]
        gaps = {round(b - a, 3) for a, b in pairwise(middles)}
        whole = (room[0] - GAP / 2 - 0.01, room[1] + GAP / 2 + 0.01)
        chosen = named(self._picture.categories, spans, whole, are_even=len(gaps) <= 1)
        return {place: lines[place] for place in chosen}

    def _bottom(self, labels: Mapping[int, list[str]]) -> float:
        """Return how much room *labels* take below what they name."""
        return max(map(len, labels.values())) * self._sheet.line + 6

    def _lines(self) -> None:
        picture = self._picture
        marks = self._ticks(with_zero=False)
        left = self._tick_room(marks)
        ends = [self._end(place) for place in range(len(picture.series))]
        numbers = [picture.written(number, place) for place, (_, number) in enumerate(ends)]
        names: Sequence[str] = ()
        labels = numbers
        if self._many:
            labels = [f"{a}  {b}" for a, b in zip(picture.series, numbers, strict=True)]
        if self._end_room(labels) > self._sheet.width * 0.4:
            names, labels = picture.series, numbers  # else they would leave the lines no room
        lines = self._wrapped(self._sheet.width * _BELOW)
        right = max(self._end_room(labels), self._half(lines[-1]))
        left = max(left, self._half(lines[0]))
        places = places_of(picture.categories)
        first, last = places[0], places[-1] if len(places) > 1 else places[0] + 1
        scale = (self._sheet.width - left - right) / (last - first)
        middles = [(place - first) * scale for place in places]
        below = self._named(lines, middles, (-left, self._sheet.width - left))
        top, bottom = self._sheet.head(picture.unit, names) + 9, self._bottom(below)
        height = max(HEIGHT, top + _LOWEST + bottom)
        axes = self._sheet.axes(height, left, top, right, bottom)
        self._sheet.limit(axes, first, last)
        axes.set_ylim(marks[0], marks[-1])
        self._grid(axes, marks)
        if marks[0] < 0 < marks[-1]:
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
                markevery=[*lone(values), ends[series][0]],
            )
        inner = height - top - bottom
        scale = inner / (marks[-1] - marks[0])
        levels = spread([(float(n) - marks[0]) * scale for _, n in ends], self._sheet.line * 1.04)
        for series, (label, level) in enumerate(zip(labels, levels, strict=True)):
            at = (places[ends[series][0]], float(ends[series][1]))
            up = level - (at[1] - marks[0]) * scale
            hue = self._sheet.colours[series]
            self._sheet.text(axes, label, at, (GAP, up), ha="left", font=self._sheet.bold, hue=hue)
        for place, words in below.items():
            at = (places[place], marks[0])
            self._sheet.text(axes, "\n".join(words), at, (0, -4), va="top")
        self._sheet.write_head(picture.unit, names, height)

    def _end_room(self, labels: Sequence[str]) -> float:
        """Return how much room *labels* take beside the lines."""
        return max(self._sheet.measure(label, self._sheet.bold) + GAP + 4 for label in labels)

    def _end(self, series: int) -> tuple[int, Decimal]:
        """Return the last number of a series and its place."""
        numbers = enumerate(self._picture.column(series))
        return [(place, number) for place, number in numbers if number is not None][-1]

    def _ticks(self, *, with_zero: bool) -> list[float]:
        return ticks(self._numbers(), with_zero=with_zero)

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


def _written(picture: Picture) -> str:
    numbers = [
        picture.written(number, place)
        for row in picture.rows
        for place, number in enumerate(row)
        if number is not None
    ]
    return "".join(numbers) + "0123456789.,'\u2019\u00a0\u202f-\u2212 "
