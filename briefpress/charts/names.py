"""Choose which categories of a chart are named below it, so that no name touches another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, pairwise

# Where a name begins and ends, in points.
Span = tuple[float, float]

_YEAR = re.compile(r"\d{4}")


def are_ordered(names: Sequence[str]) -> bool:
    """Whether a reader knows a name that is left out from those beside it, as of years, quarters,
    months of several years, and whatever is numbered."""
    if not all(re.search(r"\d", name) for name in names):
        return False
    return len({re.sub(r"\d+", "", name) for name in names}) == 1 or bool(_period(names))


def named(names: Sequence[str], spans: Sequence[Span], room: Span, *, are_even: bool) -> list[int]:
    """Return the places of those *names* that can stand at *spans* within *room* and do not touch:
    the last one, as it is what a reader looks for, and before it, if all *are_even*, as far apart
    as each other, every second, every fifth or the same month of each year; else what fits."""
    places = [i for i, (begin, end) in enumerate(spans) if room[0] <= begin and end <= room[1]]
    if are_even:
        for step in _steps(_period(names) or 1):
            chosen = [place for place in places if (len(names) - 1 - place) % step == 0]
            if all(spans[a][1] < spans[b][0] for a, b in pairwise(chosen)):
                return chosen
    free, fitting = float("inf"), []
    for place in reversed(places):
        if spans[place][1] < free:
            fitting.append(place)
            free = spans[place][0]
    return fitting[::-1]


def _period(names: Sequence[str]) -> int:
    """Return after how many of *names* they are the same but for the year; 0 if they never are."""
    bare = [_YEAR.sub("", name) for name in names]
    periods = (n for n in range(1, len(bare)) if all(map(str.__eq__, bare, bare[n:])))
    return next(periods, 0)


def _steps(period: int) -> Iterator[int]:
    """Yield how many names on the next one may be that is shown, without end."""
    yield from (part for part in range(1, period) if period % part == 0)
    for power in count():
        yield from (period * part * 10**power for part in (1, 2, 5))
