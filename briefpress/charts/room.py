"""Say how much room a drawing has, on a telephone and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from briefpress.press_settings import A4, Paper


@dataclass(frozen=True)
class Room:
    """How wide a drawing is, and how high at most, in points."""

    width: float
    height: float


TELEPHONE = Room(220.0, inf)  # its letters have 11 px at least there
PAGE = Room(372.0, 540.0)  # the text column of paper.css on A4; a page has it with a caption


def room_on(paper: Paper) -> Room:
    """Return the room on *paper*, in points as large as on A4, so that letters are."""
    higher = (paper.height - A4.height) / A4.column * PAGE.width
    return Room(PAGE.width * paper.share, PAGE.height + higher)
