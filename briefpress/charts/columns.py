"""Draw a chart of columns: names below them, numbers above them or a scale beside them."""

from __future__ import annotations

from briefpress.charts.names import are_ordered
from briefpress.charts.plot import BELOW, HEIGHT, LOWEST, Plot

# So many categories have all their names, and their numbers too.
_FEW = 12
# Points: thinner columns are hardly seen.
_THIN = 1.0


class Columns(Plot):
    """Columns, those of a category beside each other."""

    def has_room(self) -> bool:
        """Whether all columns have their names, or enough of them."""
        return self._has_words() or self._may_thin_out()

    def _has_words(self) -> bool:
        """Whether the words below the columns are as narrow as those."""
        slot = self._slot()
        words = (word for name in self.picture.categories for word in name.split())
        return all(self.sheet.measure(word) <= slot - 3 for word in words)

    def _may_thin_out(self) -> bool:
        """Whether columns that have no room for all their names may have some of them."""
        names = self.picture.categories
        thick = self._thick(self._slot())
        return len(names) > _FEW and thick >= _THIN and are_ordered(names)

    def draw(self) -> None:
        """Draw it."""
        picture = self.picture
        own_numbers = self._has_own_numbers()
        marks = self.ticks(with_zero=True)
        slot = self._slot()
        left, right = self.sheet.width - slot * len(picture.categories), 0.0
        if self._has_words():
            labels = dict(enumerate(self.wrapped(slot - 3)))
        else:
            lines = self.wrapped(self.sheet.width * BELOW)
            # As far as the last name reaches beyond its column, which grows thinner by that.
            beyond = max(0, self.half(lines[-1]) - slot / 2)
            right = beyond / (1 - 0.5 / len(lines))
            slot -= right / len(lines)
            middles = [(place + 0.5) * slot for place in range(len(lines))]
            labels = self.named(lines, middles, (-left, self.sheet.width - left))
        drop = self.sheet.line if own_numbers and min(picture.numbers) < 0 else 0
        bottom = self.bottom(labels) + drop
        # A number above its column is farther from the unit than from the column.
        names = picture.series if picture.has_many else ()
        head = self.sheet.head(picture.unit, names)
        top = head + (2 if picture.has_many else 18)
        height = max(HEIGHT, top + LOWEST + bottom)
        axes = self.sheet.axes(height, left, top, right, bottom)
        self.sheet.limit(axes, -0.5, len(picture.categories) - 0.5)
        axes.set_ylim(marks[0], marks[-1])
        if own_numbers:
            axes.set_ylim(*self.span())
        else:
            self.grid(axes, marks)
        thick = self._thick(1)
        for place, row in enumerate(picture.rows):
            for series, number in enumerate(row):
                if number is None:
                    continue
                middle = place + thick * (series - (len(row) - 1) / 2)
                value = float(number)
                if value:  # nothing that is painted is printed as a hairline
                    axes.bar(middle, value, thick * 0.94, color=self.sheet.colours[series])
                if own_numbers:
                    below = value < 0
                    text = picture.written(number, series)
                    shift = (0, -2 if below else 2)
                    va = "top" if below else "bottom"
                    self.sheet.text(axes, text, (middle, value), shift, va=va, font=self.sheet.bold)
        for place, words in labels.items():
            at = (place, axes.get_ylim()[0])
            self.sheet.text(axes, "\n".join(words), at, (0, -4 - drop), va="top")
        axes.axhline(0, color=self.sheet.ink, linewidth=0.7)
        self.sheet.write_head(picture.unit, names, height)

    def _has_own_numbers(self) -> bool:
        """Whether each column has its number, and the drawing no scale."""
        count = len(self.picture.categories)
        if self.picture.has_many or count > _FEW:
            return False
        numbers = (self.picture.written(n, 0) for n in self.picture.column(0) if n is not None)
        widest = max(self.sheet.measure(number, self.sheet.bold) for number in numbers)
        return widest <= self.sheet.width / count - 3

    def _slot(self) -> float:
        """Return how wide a category is among columns."""
        left = 2.0 if self._has_own_numbers() else self.tick_room(self.ticks(with_zero=True))
        return (self.sheet.width - left) / len(self.picture.categories)

    def _thick(self, slot: float) -> float:
        """Return how wide of a category so wide each column is, with the space beside it."""
        return slot * 0.74 / len(self.picture.series)
