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
from typing import TYPE_CHECKING, Any

from briefpress.charts.canvas import COLOURS, OTHERS, fonts, tidied
from briefpress.themes import token

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

WIDTH = 372.0  # points: the text column of paper.css
TEXT, SMALL = 8.5, 8.0  # points
GAP = 5.0  # points between a label and what it names
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


def draw(picture: Picture) -> str:
    """Return *picture* as an SVG document; raise `Unprintable`."""
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
        fonts(names + _written(picture), TEXT) as (regular, bold),
    ):
        warnings.simplefilter("ignore", mpl.MatplotlibDeprecationWarning)
        figure = Figure()
        FigureCanvasSVG(figure)
        _Drawing(figure, picture, regular, bold).draw()
        file = io.StringIO()
        empty = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(file, format="svg", transparent=True, metadata=empty)
    return tidied(file.getvalue())


class _Drawing:
    """One drawing under way; lengths are in points."""

    def __init__(
        self, figure: Any, picture: Picture, regular: FontProperties, bold: FontProperties
    ) -> None:
        self._figure = figure
        self._picture = picture
        self._regular = regular
        self._bold = bold
        self._size = float(regular.get_size())  # points; of lines of text
        self._ink, self._quiet, self._rule = (token(f"--{name}") for name in OTHERS)
        self._colours = [token(f"--{name}") for name in COLOURS]
        self._many = len(picture.series) > 1

    def draw(self) -> None:
        {"bar": self._bars, "column": self._columns, "line": self._lines}[self._picture.kind]()

    def _bars(self) -> None:
        picture = self._picture
        labels = [self._wrapped(name, WIDTH * 0.34) for name in picture.categories]
        left = max(self._width(line) for label in labels for line in label) + GAP
        thick = 12.0 if not self._many else 10.0
        step = max(thick * len(picture.series) + 8, max(map(len, labels)) * self._size * 1.2 + GAP)
        unit = 17.0 if picture.unit else 2.0
        height = unit + step * len(labels) + 2
        axes = self._axes(height, left, unit, 0, 2)
        numbers = self._numbers()
        low, high = min(0.0, *numbers), max(0.0, *numbers)
        room = max(
            self._width(self._bar_label(place, series, number), self._bold)
            for place, row in enumerate(picture.rows)
            for series, number in enumerate(row)
            if number is not None
        )
        inside = WIDTH - left
        share = (high - low) / max(inside - (room + GAP) * (1 + (low < 0)), inside / 4)
        self._limit(axes, low - (room + GAP) * share * (low < 0), high + (room + GAP) * share)
        axes.set_ylim(step * len(labels), 0)
        for place, row in enumerate(picture.rows):
            top = place * step + (step - thick * len(row)) / 2
            for series, number in enumerate(row):
                middle = top + thick * (series + 0.5)
                if number is None:
                    continue
                value = float(number)
                axes.barh(middle, value, thick - 1, color=self._colours[series])
                self._text(
                    axes,
                    self._bar_label(place, series, number),
                    (value, middle),
                    (GAP * (-0.6 if value < 0 else 0.6), 0),
                    ha="right" if value < 0 else "left",
                    font=self._bold if self._many and place == 0 else self._regular,
                )
            self._text(
                axes,
                "\n".join(labels[place]),
                (self._begin(axes), (place + 0.5) * step),
                (-GAP, 0),
                ha="right",
            )
        axes.axvline(0, color=self._ink, linewidth=0.7)
        self._unit(height)

    def _bar_label(self, place: int, series: int, number: Decimal) -> str:
        """Return what stands at a bar's end; the bars of the first category name the series."""
        label = self._picture.written(number, series)
        return f"{label}  {self._picture.series[series]}" if self._many and not place else label

    def _columns(self) -> None:
        picture = self._picture
        own_numbers = not self._many and len(picture.categories) <= 12
        ticks = self._ticks(with_zero=True)
        left = 2.0 if own_numbers else self._tick_room(ticks)
        slot = (WIDTH - left) / len(picture.categories)
        labels = [self._wrapped(name, slot - 3) for name in picture.categories]
        bottom = max(map(len, labels)) * self._size * 1.2 + 6
        # A number above its column is farther from the unit than from the column.
        top = (14.0 if picture.unit else 2.0) + (16.0 if self._many else 18.0)
        axes = self._axes(HEIGHT, left, top, 0, bottom)
        self._limit(axes, -0.5, len(labels) - 0.5)
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
                axes.bar(middle, value, thick * 0.94, color=self._colours[series])
                if own_numbers:
                    below = value < 0
                    text = picture.written(number, series)
                    shift = (0, -2 if below else 2)
                    va = "top" if below else "bottom"
                    self._text(axes, text, (middle, value), shift, va=va, font=self._bold)
            self._text(
                axes, "\n".join(labels[place]), (place, axes.get_ylim()[0]), (0, -4), va="top"
            )
        axes.axhline(0, color=self._ink, linewidth=0.7)
        self._unit(HEIGHT)
        if self._many:
            self._names(left, HEIGHT - (14.0 if picture.unit else 2.0))

    def _names(self, x: float, top: float) -> None:
        """Name the series above the columns, each beside a spot of its colour."""
        from matplotlib.patches import Rectangle

        y = top - self._size
        for name, hue in zip(self._picture.series, self._colours, strict=False):
            self._figure.add_artist(
                Rectangle(
                    ((WIDTH - x - 7 if self._picture.is_mirrored else x) / WIDTH, y / HEIGHT),
                    7 / WIDTH,
                    7 / HEIGHT,
                    color=hue,
                    linewidth=0,
                    transform=self._figure.transFigure,
                )
            )
            self._write(name, x + 10, y, HEIGHT, self._bold)
            x += 10 + self._width(name, self._bold) + 14

    def _lines(self) -> None:
        picture = self._picture
        ticks = self._ticks(with_zero=False)
        left = self._tick_room(ticks)
        names = picture.series if self._many else [""]
        ends = [self._end(place) for place in range(len(picture.series))]
        labels = [
            f"{picture.written(number, place)}  {name}".strip()
            for place, (name, (_, number)) in enumerate(zip(names, ends, strict=True))
        ]
        right = max(self._width(label, self._bold) for label in labels) + GAP + 4
        top = (18.0 if picture.unit else 2.0) + 5
        axes = self._axes(HEIGHT, left, top, right, self._size * 1.2 + 6)
        places = self._places()
        self._limit(axes, places[0], places[-1] if len(places) > 1 else places[0] + 1)
        axes.set_ylim(ticks[0], ticks[-1])
        self._grid(axes, ticks)
        if ticks[0] < 0 < ticks[-1]:
            axes.axhline(0, color=self._ink, linewidth=0.7)
        for series in range(len(picture.series)):
            values = [float("nan") if n is None else float(n) for n in picture.column(series)]
            axes.plot(
                places,
                values,
                color=self._colours[series],
                linewidth=1.8,
                solid_capstyle="round",
                solid_joinstyle="round",
                clip_on=False,
                marker="o",
                markersize=3.2,
                markevery=[*_alone(values), ends[series][0]],
            )
        inner = HEIGHT - top - self._size * 1.2 - 6
        scale = inner / (ticks[-1] - ticks[0])
        heights = _spread([(float(n) - ticks[0]) * scale for _, n in ends], self._size * 1.25)
        for series, (label, height) in enumerate(zip(labels, heights, strict=True)):
            at = (places[ends[series][0]], float(ends[series][1]))
            up = height - (at[1] - ticks[0]) * scale
            hue = self._colours[series]
            self._text(axes, label, at, (GAP, up), ha="left", font=self._bold, hue=hue)
        for place in self._shown(places, WIDTH - left - right):
            at = (places[place], ticks[0])
            self._text(axes, picture.categories[place], at, (0, -4), va="top")
        self._unit(HEIGHT)

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
            half = self._width(self._picture.categories[place]) / 2
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
        return max(map(self._width, self._tick_labels(ticks))) + GAP

    def _grid(self, axes: Axes, ticks: Sequence[float]) -> None:
        for tick, label in zip(ticks, self._tick_labels(ticks), strict=True):
            axes.axhline(tick, color=self._rule, linewidth=0.5, zorder=0)
            at = (self._begin(axes), tick)
            self._text(axes, label, at, (-GAP, 0), ha="right", hue=self._quiet)

    def _numbers(self) -> list[float]:
        return [float(number) for row in self._picture.rows for number in row if number is not None]

    def _axes(self, height: float, left: float, top: float, right: float, bottom: float) -> Axes:
        """Make the figure so high and give it axes without lines and marks of their own; *left* and
        *right* change places in a mirrored one."""
        if self._picture.is_mirrored:
            left, right = right, left
        self._figure.set_size_inches(WIDTH / 72, height / 72)
        inner = (
            left / WIDTH,
            bottom / height,
            (WIDTH - left - right) / WIDTH,
            (height - top - bottom) / height,
        )
        axes: Axes = self._figure.add_axes(inner)
        axes.set_axis_off()
        return axes

    def _limit(self, axes: Axes, begin: float, end: float) -> None:
        """Let *axes* go from *begin* to *end* in the direction of reading."""
        axes.set_xlim(*((end, begin) if self._picture.is_mirrored else (begin, end)))

    def _begin(self, axes: Axes) -> float:
        """Return where on *axes* reading begins."""
        return float(axes.get_xlim()[1 if self._picture.is_mirrored else 0])

    def _text(
        self,
        axes: Axes,
        text: str,
        at: tuple[float, float],
        shift: tuple[float, float],
        *,
        ha: str = "center",
        va: str = "center",
        font: FontProperties | None = None,
        hue: str = "",
    ) -> None:
        if self._picture.is_mirrored:
            ha = _MIRRORED.get(ha, ha)
            shift = (-shift[0], shift[1])
        axes.annotate(
            text,
            at,
            shift,
            textcoords="offset points",
            ha=ha,
            va=va,
            color=hue or self._ink,
            fontproperties=font or self._regular,
            multialignment=ha,
            linespacing=1.15,
            annotation_clip=False,
            parse_math=False,  # a $ is a dollar
        )

    def _write(self, text: str, x: float, y: float, height: float, font: FontProperties) -> None:
        mirrored = self._picture.is_mirrored
        self._figure.text(
            (WIDTH - x if mirrored else x) / WIDTH,
            y / height,
            text,
            ha="right" if mirrored else "left",
            color=self._ink,
            fontproperties=font,
            parse_math=False,
        )

    def _unit(self, height: float) -> None:
        if self._picture.unit:
            self._write(self._picture.unit, 0, height - self._size, height, self._regular)

    def _width(self, text: str, font: FontProperties | None = None) -> float:
        from matplotlib.textpath import TextPath

        if not text.strip():
            return 0.0
        font = font or self._regular
        path = TextPath((0, 0), text.replace("$", r"\$"), size=font.get_size(), prop=font)
        return float(path.get_extents().x1)

    def _wrapped(self, text: str, room: float) -> list[str]:
        """Break *text* into lines of at most *room* points, if its words are not longer."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._width(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines or [""]


_MIRRORED = {"left": "right", "right": "left"}


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
