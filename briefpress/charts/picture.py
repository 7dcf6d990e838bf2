"""Say what a chart shows, in the words of its reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Row = Sequence[Decimal | None]


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

    @property
    def has_many(self) -> bool:
        """Whether it has more series than one."""
        return len(self.series) > 1

    def column(self, place: int) -> list[Decimal | None]:
        """Return the numbers of the series with that *place*."""
        return [row[place] for row in self.rows]

    @property
    def numbers(self) -> list[float]:
        """All numbers there are."""
        return [float(number) for row in self.rows for number in row if number is not None]

    @property
    def letters(self) -> str:
        """The letters that a font must have."""
        words = [*self.series, *self.categories, self.unit]
        return "".join(words) + self._figures()

    def _figures(self) -> str:
        numbers = [
            self.written(number, place)
            for row in self.rows
            for place, number in enumerate(row)
            if number is not None
        ]
        return "".join(numbers) + "0123456789.,'\u2019\u00a0\u202f-\u2212 "
