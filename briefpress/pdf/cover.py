"""Share page one between the cover and the key messages, which stand on it whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from docutils import nodes

from briefpress.files import write_atomically
from briefpress.nodes import brief_part
from briefpress.pattern import pattern, shade, usual_hue

# The measures of paper.css, in mm: what page one has above its foot's margin, and the heights of
# the picture that a cover may have.
_PAGE = 297 - 25
_PICTURES = (58, 46, 34, 22, 12)
_WIDTH = 211
_ROW = 13  # of the pattern, about
_MASTHEAD = 19
_GAP = 8
_BEGINNING = 24  # heading and first lines of what follows the messages

LONG_TITLE = 84  # letters


@dataclass(frozen=True)
class Lead:
    """What a brief begins with: the texts of its key messages, and its summary."""

    messages: tuple[str, ...] = ()
    summary: str = ""

    @property
    def heights(self) -> tuple[float, float]:
        """The millimetres that page one needs at least, and those that it should have."""
        box = 16 + sum(_lines(text, 57) * 5.15 + 1.8 for text in self.messages)
        summary = 9 + _lines(self.summary, 62) * 5.15
        messages = box + _GAP if self.messages else 0
        return messages, messages + (summary if self.summary else _BEGINNING)


def beginning(doctree: nodes.document) -> Lead:
    """Return what *doctree* begins with."""
    # Not those in a box or an example.
    found = [part for part in doctree.findall(brief_part) if isinstance(part.parent, nodes.section)]
    parts = {part["kind"]: part for part in found}
    summary = parts["summary"].astext() if "summary" in parts else ""
    if "key-messages" not in parts:
        return Lead((), summary)
    part = parts["key-messages"]
    messages = [item.astext() for item in part.findall(nodes.list_item)] or [part.astext()]
    return Lead(tuple(messages), summary)


def cover(facts: Mapping[str, Any], lead: Lead, hue: int | None, folder: Path) -> dict[str, Any]:
    """Return what the template needs to know of the cover; write its pattern into *folder*."""
    hue = usual_hue() if hue is None else hue
    title = "long" if len(facts["name"]) > LONG_TITLE else "usual"
    least, all_of_it = lead.heights
    left = _PAGE - _MASTHEAD - _plate(facts, title) - _GAP - _corrections(facts)
    left -= _incomplete(facts)
    # Best with all that a brief begins with, else with a beginning of what follows the messages.
    height = _picture(left - all_of_it) or _picture(left - least - _BEGINNING) or _PICTURES[-1]
    # Rows as high as they are whole: cut off by the band's edge they would look like a mishap.
    rows = round(height / _ROW)
    columns = ceil(_WIDTH * rows / height)
    drawing = pattern(facts["docname"].rpartition("/")[2], hue, columns, rows).encode()
    name = f"cover-{hashlib.sha256(drawing).hexdigest()[:12]}.svg"
    if not (folder / name).is_file():
        write_atomically(folder / name, drawing)
    return {
        "dense": left - least < _PICTURES[-1],
        "ground": shade(hue),
        "height": height,
        "light": shade(hue, 0.62),
        "pattern": name,
        "title": title,
    }


def _picture(left: float) -> int:
    """Return the height of the highest picture that *left* millimetres take, 0 if none."""
    return next((height for height in _PICTURES if height <= left), 0)


def _plate(facts: Mapping[str, Any], title: str) -> float:
    height = 16.5 + (6 if facts["topic"] else 0)
    letters, line = (34, 8.4) if title == "long" else (26, 10.5)
    height += 3.4 + _lines(facts["name"], letters) * line
    height += 5 + _lines(facts["subtitle"], 50) * 6.3 if facts["subtitle"] else 0
    names = ", ".join(author["name"] for author in facts["authors"])
    return height + _lines(names, 72) * 4.8


def _corrections(facts: Mapping[str, Any]) -> float:
    texts = [correction["html"] for correction in facts.get("corrections", ())]
    return 19 + sum(_lines(text, 54) * 4.6 + 1.4 for text in texts) if texts else 0


def _incomplete(facts: Mapping[str, Any]) -> float:
    notice = facts.get("incomplete")
    # With the words in bold, which are about as many letters as the tags of the dates.
    return 13 + _lines(notice["html"], 66) * 4.6 + (4.6 if notice["url"] else 0) if notice else 0


def _lines(text: str, letters: int) -> int:
    return ceil(len(text) / letters)
