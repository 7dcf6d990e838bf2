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
from briefpress.pattern import LIGHT_TEXT, pattern, shade
from briefpress.press_settings import A4, Paper

# The measures of paper.css, in mm: the margin at the foot of page one, and the heights of the
# picture that a cover may have. How many letters stand on a line is counted on A4.
_FOOT = 25
_PICTURES = (58, 46, 34, 22, 12)
# A pattern may be a strip; a picture is not recognised in one, and is worth more than that all of
# the summary stands on page one.
_LEAST_BANNER, _ENOUGH_BANNER = 34, 46
_ROW = 13  # of the pattern, about
_MASTHEAD = 19
_GAP = 8
_BEGINNING = 24  # heading and first lines of what follows the messages

# The sizes of a title: its name in paper.css, from how many letters on, how many stand on a line,
# and how high a line is; on A4.
_TITLES = (("longer", 150, 40, 7.2), ("long", 85, 34, 8.4), ("usual", 0, 26, 10.5))

# The margin of page one beside the text: its lines' height, and how many letters they take.
_MARGIN_LINE = 4.1
_MARGIN_LETTERS = 26
_PORTRAIT = 14
_QR = 24
_ARABIC = 1.16  # as much higher are lines in Arabic letters


@dataclass(frozen=True)
class Lead:
    """What a brief begins with: the texts of its key messages, and its summary."""

    messages: tuple[str, ...] = ()
    summary: str = ""

    def heights(self, share: float) -> tuple[float, float]:
        """Return the millimetres that page one needs at least, and those that it should have, in a
        column *share* times as wide as that of A4."""
        box = 16 + sum(_lines(text, 57 * share) * 5.15 + 1.8 for text in self.messages)
        summary = 9 + _lines(self.summary, 62 * share) * 5.15
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


def cover(
    facts: Mapping[str, Any], lead: Lead, hue: int, folder: Path, paper: Paper = A4
) -> dict[str, Any]:
    """Return what the template needs to know of the cover; write its pattern into *folder*."""
    share = paper.share
    least, all_of_it = lead.heights(share)
    masthead = 0 if facts["chapter"] else _MASTHEAD
    below = paper.height - _FOOT - masthead - _plate(facts, share) - _GAP
    left = below - _corrections(facts, share) - _incomplete(facts, share)
    lowest = _LEAST_BANNER if facts["banner"] else _PICTURES[-1]
    # Best with all that a brief begins with, else with a beginning of what follows the messages.
    most = _picture(left - least - _BEGINNING)
    height = _picture(left - all_of_it) or most
    if facts["banner"]:
        height = max(height, min(most, _ENOUGH_BANNER))
    height = max(height, lowest)
    # Lower if all that is to stand in the margin finds room beside the text then.
    margin = _margin(facts)
    lower = (each for each in _PICTURES if lowest <= each <= height and margin <= below - each)
    height = next(lower, height)
    # Rows as high as they are whole: cut off by the band's edge they would look like a mishap.
    rows = round(height / _ROW)
    columns = ceil((paper.width + 1) * rows / height)
    drawing = pattern(facts["docname"].rpartition("/")[2], hue, columns, rows).encode()
    name = f"cover-{hashlib.sha256(drawing).hexdigest()[:12]}.svg"
    if not (folder / name).is_file():
        write_atomically(folder / name, drawing)
    return {
        "dense": left - least < lowest,
        "ground": shade(hue),
        "height": height,
        "light": shade(hue, LIGHT_TEXT),
        # If not, the byline has their names, and the end of the brief all that is to be known.
        "margin_authors": margin <= below - height,
        "pattern": name,
        "title": _title(facts, share)[0],
    }


def _picture(left: float) -> int:
    """Return the height of the highest picture that *left* millimetres take, 0 if none."""
    return next((height for height in _PICTURES if height <= left), 0)


def _title(facts: Mapping[str, Any], share: float) -> tuple[str, int, int, float]:
    """Return the row of `_TITLES` for the title, which has about as many lines on all paper, and on
    each its longest word whole, if it can be."""
    name = facts["name"]
    longest = max(map(len, name.replace("-", " ").split()), default=0)
    fitting = [row for row in _TITLES if longest <= row[2] * share] or [_TITLES[0]]
    return next((row for row in fitting if len(name) >= row[1] * share), fitting[-1])


def _margin(facts: Mapping[str, Any]) -> float:
    """Return how high the margin's column is with all authors."""
    texts = [facts["date"] or "", "Reading time", f"ISSN {facts['issn']}" if facts["issn"] else ""]
    texts += [f"https://doi.org/{facts['doi']}" if facts["doi"] else ""]
    texts += [facts["license"].name if facts["license"] else ""]
    texts += [facts["banner"]["credit"] or "" if facts["banner"] else ""]
    height = sum(_lines(text, _MARGIN_LETTERS) * _MARGIN_LINE + 2 for text in texts if text)
    for author in facts["authors"]:
        words = [author["name"], *author["affiliations"], "ORCID" if author["orcid"] else ""]
        lines = _lines(", ".join(words), _MARGIN_LETTERS) * _MARGIN_LINE
        is_shown = author["portrait"] and len(facts["authors"]) <= 3
        height += max(lines * 1.4, _PORTRAIT) if is_shown else lines
        height += 2.4
    if facts["qr"]:
        height += _QR + (_lines(facts["address"], _MARGIN_LETTERS - 4) * _MARGIN_LINE) + 2
    return height * (_ARABIC if facts["direction"] == "rtl" else 1)


def _plate(facts: Mapping[str, Any], share: float) -> float:
    height = 16.5 + (6 if facts["topic"] else 0)
    _, _, letters, line = _title(facts, share)
    height += 3.4 + _lines(facts["name"], letters * share) * line
    height += 5 + _lines(facts["subtitle"], 50 * share) * 6.3 if facts["subtitle"] else 0
    names = ", ".join(author["name"] for author in facts["authors"])
    return height + _lines(names, 72 * share) * 4.8


def _corrections(facts: Mapping[str, Any], share: float) -> float:
    texts = [correction["html"] for correction in facts.get("corrections", ())]
    return 19 + sum(_lines(text, 54 * share) * 4.6 + 1.4 for text in texts) if texts else 0


def _incomplete(facts: Mapping[str, Any], share: float) -> float:
    notice = facts.get("incomplete")
    # With the words in bold, which are about as many letters as the tags of the dates.
    if not notice:
        return 0
    return 13 + _lines(notice["html"], 66 * share) * 4.6 + (4.6 if notice["url"] else 0)


def _lines(text: str, letters: float) -> int:
    return ceil(len(text) / letters)
