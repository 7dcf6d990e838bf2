"""Place axes, words and the names of series on a drawing, in the direction of reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pyphen

from briefpress.charts.canvas import COLOURS, OTHERS
from briefpress.charts.room import Room
from briefpress.themes.tokens import Tokens

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import Bbox

GAP = 5.0  # points between a label and what it names
_SPOT = 10.0  # points before the name of a series: a spot of its colour
_BETWEEN = 14.0  # points between two names


class Sheet:
    """A drawing that takes *room*, with words in *language*; all lengths are in points."""

    def __init__(
        self,
        figure: Figure,
        room: Room,
        fonts: tuple[FontProperties, FontProperties],
        tokens: Tokens,
        *,
        language: str,
        is_mirrored: bool,
    ) -> None:
        self._figure = figure
        self._is_mirrored = is_mirrored
        dictionary = pyphen.language_fallback(language.replace("-", "_"))
        self._hyphens = pyphen.Pyphen(lang=dictionary, left=3, right=3) if dictionary else None
        self._widths: dict[tuple[str, FontProperties], float] = {}
        self.width, self.highest = room.width, room.height
        self.regular, self.bold = fonts
        self.line = float(self.regular.get_size()) * 1.2  # of text
        self.ink, self.quiet, self.rule = (tokens[name] for name in OTHERS)
        self.colours = [tokens[name] for name in COLOURS]

    def part_lines(self, words: Iterable[str]) -> None:
        """Let the lines of *words* be as far apart as the letters are high."""
        heights = [float(self._extents(each, self.regular).height) for each in words if each]
        self.line = max(self.line, *(height + 0.9 for height in heights))

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
        """Write the lines of *text* beside the place *at* of *axes*, moved by *shift*."""
        if self._is_mirrored:
            ha = _MIRRORED.get(ha, ha)
            shift = (-shift[0], shift[1])
        lines = text.split("\n")
        top = {"top": 0, "center": (len(lines) - 1) / 2, "bottom": len(lines) - 1}[va]
        for place, words in enumerate(lines):
            axes.annotate(
                words,
                at,
                (shift[0], shift[1] + (top - place) * self.line),
                textcoords="offset points",
                ha=ha,
                va=va,
                color=hue or self.ink,
                fontproperties=font or self.regular,
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
            for spot, words, x in row:
                if spot is not None:
                    begin = self.width - x - 7 if self._is_mirrored else x
                    square = Rectangle(
                        (begin / self.width, y / height),
                        7 / self.width,
                        7 / height,
                        color=self.colours[spot],
                        linewidth=0,
                        transform=self._figure.transFigure,
                    )
                    self._figure.add_artist(square)
                self.write(words, x + _SPOT, y, height, self.bold)
            y -= self.line * 1.4

    def _unit(self, unit: str) -> list[str]:
        return self.wrapped(unit, self.width) if unit else []

    def _rows(self, names: Sequence[str]) -> list[list[tuple[int | None, str, float]]]:
        """Return the words of *names* that stand in each row, where they begin, and before them the
        place of the name that begins there."""
        rows: list[list[tuple[int | None, str, float]]] = []
        end = self.width
        for place, name in enumerate(names):
            for line, words in enumerate(self.wrapped(name, self.width - _SPOT, self.bold)):
                length = _SPOT + self.measure(words, self.bold)
                if not rows or line or end + length > self.width:
                    rows.append([])
                    end = 0.0
                rows[-1].append((None if line else place, words, end))
                end += length + _BETWEEN
        return rows

    def measure(self, text: str, font: FontProperties | None = None) -> float:
        """Return how wide *text* is."""
        font = font or self.regular
        if (text, font) not in self._widths:
            self._widths[text, font] = float(self._extents(text, font).x1) if text.strip() else 0.0
        return self._widths[text, font]

    def _extents(self, text: str, font: FontProperties) -> Bbox:
        """Return where the letters of *text* stand, from where it begins on its base line."""
        from matplotlib.textpath import TextPath

        escaped = text.replace("$", r"\$")
        return TextPath((0, 0), escaped, size=font.get_size(), prop=font).get_extents()

    def wrapped(self, text: str, room: float, font: FontProperties | None = None) -> list[str]:
        """Break *text* into lines of at most *room* points."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.measure(longer, font) <= room:
                lines[-1] = longer
            else:
                lines += self._parts(word, room, font)
        return lines or [""]

    def _parts(self, word: str, room: float, font: FontProperties | None) -> list[str]:
        """Break *word* if it is too long for *room*: where its language allows it, or anywhere."""
        parts = []
        while len(word) > 1 and self.measure(word, font) > room:
            places = self._hyphens.positions(word) if self._hyphens else []
            cuts = [(int(end), f"{word[:end].removesuffix('-')}-") for end in reversed(places)]
            cuts += [(end, word[:end]) for end in range(len(word) - 1, 0, -1)]
            fitting = (cut for cut in cuts if self.measure(cut[1], font) <= room)
            end, begin = next(fitting, cuts[-1])
            parts.append(begin)
            word = word[end:]
        return [*parts, word]


_MIRRORED = {"left": "right", "right": "left"}
