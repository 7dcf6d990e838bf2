"""Reckon with places on a page: matrices, boxes, points and millimetres."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

POINTS_PER_MM = 72 / 25.4

_NOTHING = 0.001
"""In points: what reckoning with fractions makes of nothing."""

Point = tuple[float, float]


class Matrix(NamedTuple):
    """What turns a point of one space into one of another, as PDF writes it."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def then(self, other: Matrix) -> Matrix:
        """Return the matrix that does what this one does and after it what *other* does."""
        return Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )

    def point(self, x: float, y: float) -> Point:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def width(self) -> float:
        """How long a line of length 1 becomes that runs to the right."""
        return hypot(self.a, self.b)

    @property
    def height(self) -> float:
        """How long a line of length 1 becomes that runs upwards."""
        return hypot(self.c, self.d)


class Box(NamedTuple):
    """An upright rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> Box:
        """Return the smallest box that holds all *points*, of which there must be one."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @classmethod
    def read(cls, array: Any) -> Box:
        """Read a PDF's array of two opposite corners; raise TypeError or ValueError on another."""
        x0, y0, x1, y1 = (float(number) for number in array)
        return cls.around([(x0, y0), (x1, y1)])

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def is_flat(self) -> bool:
        """Whether it is a line or a point."""
        return min(self.width, self.height) < _NOTHING

    @property
    def corners(self) -> Sequence[Point]:
        """The four corners."""
        return [
            (self.left, self.bottom),
            (self.right, self.bottom),
            (self.right, self.top),
            (self.left, self.top),
        ]

    def transformed(self, matrix: Matrix) -> Box:
        """Return the box around what this one becomes."""
        return Box.around(matrix.point(*corner) for corner in self.corners)

    def grown(self, by: float) -> Box:
        """Return a box that is larger on each side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def within(self, other: Box | None) -> Box | None:
        """Return what of this box lies in *other*; None if nothing does, or only an edge.

        Without *other* all of it does.
        """
        if other is None:
            return self
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        right, top = min(self.right, other.right), min(self.top, other.top)
        if left > right or bottom > top:
            return None
        shared = Box(left, bottom, right, top)
        return None if shared.is_flat and not self.is_flat else shared

    def holds(self, other: Box, slack: float = 0.01) -> bool:
        """Whether no side of *other* lies outside, by more than *slack*."""
        return (
            self.left <= other.left + slack
            and self.bottom <= other.bottom + slack
            and self.right >= other.right - slack
            and self.top >= other.top - slack
        )
