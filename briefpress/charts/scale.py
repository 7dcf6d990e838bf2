"""Choose where on its axes a chart has numbers, categories and labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise


def ticks(numbers: Sequence[float], *, with_zero: bool) -> list[float]:
    """Return round numbers from below *numbers* to above them, with zero also where it is far."""
    from matplotlib.ticker import MaxNLocator

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


def places_of(names: Sequence[str]) -> list[float]:
    """Return where categories with *names* stand on the axis: years as far apart as they are."""
    if all(re.fullmatch(r"\d{4}", name) for name in names):
        years = [float(name) for name in names]
        if all(a < b for a, b in pairwise(years)):
            return years
    return [float(place) for place in range(len(names))]


def lone(values: Sequence[float]) -> list[int]:
    """Return the places of numbers between gaps, which make no line."""
    padded = [float("nan"), *values, float("nan")]
    triples = zip(padded, padded[1:], padded[2:], strict=False)
    return [i for i, (a, b, c) in enumerate(triples) if b == b and a != a and c != c]


def spread(heights: Sequence[float], least: float) -> list[float]:
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
