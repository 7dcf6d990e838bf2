"""Say where a message stands, in the words that a translator reads beside it.

The comment of a message (``#.`` in a template) begins with one of these, and may go on with what it
is part of (“caption of fig-trade”, “table cell, column Exports”) and the heading that it stands
under.
"""

from __future__ import annotations

from enum import Enum


class Place(Enum):
    """Where a message stands."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    SHORT_TITLE = "short title"
    DESCRIPTION = "description for search engines"
    KEYWORD = "keyword"
    FRONT_MATTER = "front matter"
    SITE = "words of the whole site"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TERM = "term"
    DEFINITION = "definition"
    QUOTATION = "quotation"
    ATTRIBUTION = "attribution"
    NOTE = "note"
    CAPTION = "caption"
    CREDIT = "credit"
    SOURCE = "source"
    ALT_TEXT = "alt text"
    TABLE_HEADER = "table header"
    TABLE_CELL = "table cell"
    CHART = "chart"
    DRAWING = "words in a drawing"
    CODE = "code"
    OTHER = "text"


def place_of(comment: str) -> Place:
    """Return the place that a message's *comment* begins with, `Place.OTHER` if it names none."""
    longest_first = sorted(Place, key=lambda place: -len(place.value))
    return next((p for p in longest_first if comment.startswith(p.value)), Place.OTHER)
