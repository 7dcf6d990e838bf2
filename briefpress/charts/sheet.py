"""Place axes, words and the names of series on a drawing, in the direction of reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefpress.charts.canvas import COLOURS, OTHERS
from briefpress.themes.tokens import Tokens

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

GAP = 5.0  # points between a label and what it names
_SPOT = 10.0  # points before the name of a series: a spot of its colour
_BETWEEN = 14.0  # points between two names


class Sheet:
    """A drawing so many points wide; all lengths are in points."""

    def __init__(
        self,
        figure: Figure,
        width: float,
        fonts: tuple[FontProperties, FontProperties],
        tokens: Tokens,
        *,
        is_mirrored: bool,
    ) -> None:
        self._figure = figure
        self._is_mirrored = is_mirrored
        self.width = width
        self.regular, self.bold = fonts
        self.line = float(self.regular.get_size()) * 1.2  # of text
        self.ink, self.quiet, self.rule = (tokens[name] for name in OTHERS)
        self.colours = [tokens[name] for name in COLOURS]

    def axes(self, height: float, left: float, top: float, right: float, bottom: float) -> Axes:
        """Make the figure so high and give it axes without lines and marks of their own; *left* and
        *right* change places in a mirrored one."""
        if self._is_mirrored:
            left, right = right, left
        self._figure.set_size_inches(self.width / 72, height / 72)
        inner = (
            left / self.width,
            bottom / height,
            (self.width - left - right) / self.width,
            (height - top - bottom) / height,
        )
        axes: Axes = self._figure.add_axes(inner)
        axes.set_axis_off()
        return axes

    def limit(self, axes: Axes, begin: float, end: float) -> None:
        """Let *axes* go from *begin* to *end* in the direction of reading."""
        axes.set_xlim(*((end, begin) if self._is_mirrored else (begin, end)))

    def begin(self, axes: Axes) -> float:
        """Return where on *axes* reading begins."""
        return float(axes.get_xlim()[1 if self._is_mirrored else 0])

    def text(
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
        """Write *text* beside the place *at* of *axes*, moved by *shift*."""
        if self._is_mirrored:
            ha = _MIRRORED.get(ha, ha)
            shift = (-shift[0], shift[1])
        axes.annotate(
            text,
            at,
            shift,
            textcoords="offset points",
            ha=ha,
            va=va,
            color=hue or self.ink,
            fontproperties=font or self.regular,
            multialignment=ha,
            linespacing=1.15,
            annotation_clip=False,
            parse_math=False,  # a $ is a dollar
        )

    def write(self, text: str, x: float, y: float, height: float, font: FontProperties) -> None:
        """Write *text* at *x* and *y* of a drawing of that *height*."""
        mirrored = self._is_mirrored
        self._figure.text(
            (self.width - x if mirrored else x) / self.width,
            y / height,
            text,
            ha="right" if mirrored else "left",
            color=self.ink,
            fontproperties=font,
            parse_math=False,
        )

    def head(self, unit: str, names: Sequence[str]) -> float:
        """Return how high the *unit* and the *names* of the series are that stand on top."""
        return (
            2 + self.line * 1.2 * len(self._unit(unit)) + self.line * 1.4 * len(self._rows(names))
        )

    def write_head(self, unit: str, names: Sequence[str], height: float) -> None:
        """Write the *unit*, and below it the *names*, each beside a spot of its colour."""
        from matplotlib.patches import Rectangle

        y = height - self.line / 1.2
        for words in self._unit(unit):
            self.write(words, 0, y, height, self.regular)
            y -= self.line * 1.2
        for row in self._rows(names):
            for place, x in row:
                begin = self.width - x - 7 if self._is_mirrored else x
                spot = Rectangle(
                    (begin / self.width, y / height),
                    7 / self.width,
                    7 / height,
                    color=self.colours[place],
                    linewidth=0,
                    transform=self._figure.transFigure,
                )
                self._figure.add_artist(spot)
                self.write(names[place], x + _SPOT, y, height, self.bold)
            y -= self.line * 1.4

    def _unit(self, unit: str) -> list[str]:
        return self.wrapped(unit, self.width) if unit else []

    def _rows(self, names: Sequence[str]) -> list[list[tuple[int, float]]]:
        """Return which of *names* stand in each row, and where they begin."""
        rows: list[list[tuple[int, float]]] = []
        end = self.width
        for place, name in enumerate(names):
            length = _SPOT + self.measure(name, self.bold)
            if not rows or end + length > self.width:
                rows.append([])
                end = 0.0
            rows[-1].append((place, end))
            end += length + _BETWEEN
        return rows

    def measure(self, text: str, font: FontProperties | None = None) -> float:
        """Return how wide *text* is."""
        from matplotlib.textpath import TextPath

        if not text.strip():
            return 0.0
        font = font or self.regular
        path = TextPath((0, 0), text.replace("$", r"\$"), size=font.get_size(), prop=font)
        return float(path.get_extents().x1)

    def wrapped(self, text: str, room: float) -> list[str]:
        """Break *text* into lines of at most *room* points, if its words are not longer."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.measure(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines or [""]


_MIRRORED = {"left": "right", "right": "left"}
