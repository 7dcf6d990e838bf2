"""Find on laid-out pages what does not stand where it should, and where in the sources it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

from briefpress.markup import WITHIN_WORDS
from briefpress.pdf.job import LINE, Remark
from briefpress.pdf.parts import page_box, placed
from briefpress.pdf.patches.words import spoiled_elements

_MM = 96 / 25.4  # pixels of CSS

# What no eye sees.
_TOLERANCE = 1 * _MM

# No text stands nearer to the page's edges: printers at home cut it off.
_EDGE = 8 * _MM

# A note that fills more of a page leaves no room for the text that calls it.
_NOTE = 1 / 3

# Readers of PDFs take letters that stand further apart (em) for words of their own.
_APART = 0.08

# Longer words, addresses mostly, are broken anywhere; shorter ones only where there is no room.
_LONG_WORD = 30


# What WeasyPrint says of a letter that no font has.
_MISSING = re.compile(r'\.notdef glyph .*"(?P<letter>.)" \(U\+\w+\)', re.DOTALL)


# A message, and what was drawn then: an element, the address of a drawing, or nothing.
Complaint = tuple[str, Any]


def letters_apart(
    complaints: Iterable[Complaint],
) -> tuple[list[tuple[Complaint, str]], list[Complaint]]:
    """Return what *complaints* say of missing letters, in the words of an author, each letter once
    and together with the others of its place, and these letters; and the other complaints."""
    missing: dict[Any, list[str]] = {}
    others, known = [], set()
    for message, drawn in complaints:
        match = _MISSING.fullmatch(message)
        if match is None:
            others.append((message, drawn))
        elif match["letter"] not in known:
            known.add(match["letter"])
            missing.setdefault(drawn, []).append(match["letter"])
    told = [
        ((_lacking("".join(sorted(letters))), drawn), "".join(sorted(letters)))
        for drawn, letters in missing.items()
    ]
    return told, others


def _lacking(letters: str) -> str:
    codes = ", ".join(f"U+{ord(letter):04X}" for letter in letters)
    if not letters.isprintable():  # nobody sees some of them
        return f"no font of the PDF has {codes}; delete it"
    return (
        f"no font of the PDF has “{letters}” ({codes}); write it in other letters, in words, or as "
        "a picture"
    )


# A file and a line (1-based), or nothing.
Place = tuple[str, int] | tuple[()]


class Places:
    """The file and line of every element of a page: its own, or that of what it stands in."""

    def __init__(self, root: Any = None) -> None:
        self.root = root
        self._found: dict[Any, Place] = {}
        left: list[tuple[Any, Place]] = [] if root is None else [(root, ())]
        while left:  # not by recursion: authors nest deep
            element, around = left.pop()
            path, _, line = element.get(LINE, "").rpartition(":")
            self._found[element] = own = (path, int(line)) if line.isdecimal() else around
            left += [(child, own) for child in element]

    def of(self, element: Any) -> Place:
        """Return the place of *element*, empty if it has none."""
        return self._found.get(element, ())


def faults_of(document: Any, places: Places) -> list[Remark]:
    """Return what does not fit on the pages of *document*, each thing once."""
    pages = [page_box(page) for page in document.pages]
    found = [*_spoiled(pages, places.root), *_long_notes(pages)]
    found += [finding for page in pages for finding in _on_page(page)]
    told: dict[Any, Remark] = {}
    for message, box in found:  # of a block whose lines are all too wide, the first
        element = getattr(box, "element", box)
        place = places.of(element)
        told.setdefault(place or element, Remark(message, *place))
    return list(told.values())


# What is said of a box, or of an element that may have none.
Finding = tuple[str, Any]


@dataclass(frozen=True)
class _Limits:
    """How wide the page is, and how far down it something may reach (pixels), also where the
    *notes* stand; how far a ground reaches out of it, to be cut off."""

    width: float
    foot: float
    notes: tuple[Any, ...] = ()
    bleed: float = 0

    def below(self, box: Any) -> float:
        """Return how far down *box* may reach."""
        first, last = _edges(box)
        tops = [
            area.position_y
            for area in self.notes
            if area.children and first < area.position_x + area.width and last > area.position_x
        ]
        return float(min([self.foot, *tops]))


def _spoiled(pages: list[Any], root: Any) -> Iterator[Finding]:
    heads = {
        inner: table
        for table in root.iter("table")
        for head in table.iter("thead")
        for inner in head.iter()
    }
    for words, element in spoiled_elements(pages, root):
        if element in heads:  # WeasyPrint leaves it out
            yield (
                "the head of this table is too high to stand on a page with a row below it; give "
                "it fewer rows, or shorter ones",
                heads[element],
            )
            continue
        yield (
            f"the words “{_shortened(words)}” do not stand on the pages as they should, once: a "
            "fault of the program that makes them; shorten or move what stands about them",
            element,
        )


def _on_page(page: Any) -> Iterator[Finding]:
    foot = page.content_box_y() + page.height
    notes = tuple(each for each in page.children if isinstance(each, boxes.FootnoteAreaBox))
    for child in page.children:
        around = () if child in notes else notes
        limits = _Limits(page.margin_width(), foot, around, max(page.bleed.values()))
        if isinstance(child, boxes.MarginBox):
            limits = _Limits(page.margin_width(), page.margin_height())
        yield from _inspect(child, page, limits)


def _inspect(box: Any, container: Any, limits: _Limits) -> Iterator[Finding]:
    """Yield what is wrong with *box*, which has its width from *container*, and with all in it."""
    box = placed(box)
    if isinstance(box, boxes.TextBox):
        if box.text.strip():
            yield from _check(box, f"“{_shortened(box.text)}”", container, limits)
            yield from _check_letters(box)
        return
    if isinstance(box, boxes.ReplacedBox):
        is_formula = "formula" in box.element.get("class", "").split()
        what = "the formula" if is_formula else "the picture"
        yield from _check(box, what, container, limits)
        return
    if isinstance(box, boxes.TableBox):
        if found := [*_check(box, "the table", container, limits)]:
            yield from found
            return  # of what is in it, the same would be said
        if word := _broken_word(box):
            yield (
                f"the table is too wide for the page: its columns are so narrow that “{word}” is "
                "broken; make two tables of it, or swap its rows and columns",
                box,
            )
    if isinstance(box, boxes.BlockBox) and box.is_in_normal_flow() and _is_seen(box):
        found = [*_out_of_page(box, limits)]
        yield from found
        if found:
            return  # what is in it is as wide as it is
    if box.style["overflow"] != "visible":
        return  # what reaches out of it is cut off
    inner = box if isinstance(box, boxes.BlockContainerBox) else container
    for child in getattr(box, "children", ()):
        yield from _inspect(child, inner, limits)


def _check(box: Any, what: str, container: Any, limits: _Limits) -> Iterator[Finding]:
    """Yield by how much *box* is wider than what it stands in, and whether it leaves the page."""
    left, right = _edges(box)
    first, last = _room(box, container)
    edge = _EDGE if isinstance(box, boxes.TextBox) else 0  # pictures may reach the edge
    first, last = max(first, edge), min(last, limits.width - edge)
    over = max(first - left, right - last)
    if over > _TOLERANCE:
        yield (
            f"{what} is {over / _MM:.0f} mm wider than its place on the page; make it narrower, or "
            "part it",
            box,
        )
    if box.position_y + _height(box) - limits.below(box) > _TOLERANCE or box.position_y < 0:
        yield f"{what} does not fit on the page, which is not high enough; shorten or part it", box


def _check_letters(box: Any) -> Iterator[Finding]:
    """Yield by how much the letters of *box* stand too far apart for words."""
    spacing = box.style["letter_spacing"]
    apart = 0 if spacing == "normal" else spacing / box.style["font_size"]
    if apart > _APART:
        yield (
            f"the letters of “{_shortened(box.text)}” stand {apart:.2g} em apart, so that each is "
            f"read and found as a word of its own; write letter-spacing: {_APART}em, or less",
            box,
        )


def _out_of_page(box: Any, limits: _Limits) -> Iterator[Finding]:
    """Yield by how much the ground or the frame of *box* leaves the page: what is in it may not."""
    left, right = _edges(box)
    over = max(-left, right - limits.width) - limits.bleed
    if over > _TOLERANCE:
        yield (
            f"this coloured or framed block reaches {over / _MM:.0f} mm out of the page; make it "
            "narrower",
            box,
        )


def _is_seen(box: Any) -> bool:
    """Whether *box* has a ground or a frame of its own."""
    sides = ("top", "right", "bottom", "left")
    is_framed = any(box.style[f"border_{side}_width"] for side in sides)
    is_pictured = any(kind != "none" for kind, _ in box.style["background_image"])
    return is_framed or is_pictured or bool(box.background and box.background.color.alpha)


def _edges(box: Any) -> tuple[float, float]:
    if isinstance(box, boxes.TextBox):
        # Kept spaces hang over a line's end, as CSS Text asks (4.1.3); in code all are as wide.
        seen = len(box.text.rstrip(" ")) / len(box.text)
        return box.position_x, box.position_x + box.width * seen
    return box.border_box_x(), box.border_box_x() + box.border_width()


def _height(box: Any) -> float:
    # Of some faces letters are much lower than their box.
    return float(box.baseline if isinstance(box, boxes.TextBox) else box.border_height())


def _room(box: Any, container: Any) -> tuple[float, float]:
    """Return from where to where (pixels) the style sheet lets *box* reach."""
    left = container.content_box_x()
    right = left + container.width
    indent = container.style["text_indent"].value
    margins = [box.style[f"margin_{side}"] for side in ("left", "right")]
    start, end = (0 if margin == "auto" else margin.value for margin in margins)
    return left + min(indent, start, 0), right - min(indent, end, 0)


def _shortened(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else f"{text[:40]}…"


def _broken_word(table: Any) -> str:
    """Return a word of *table* that is broken where nobody would, for there is no room for it."""
    for cell in _all(table, boxes.TableCellBox):
        words = set("".join(_texts(cell.element)).split())
        for line in _all(cell, boxes.LineBox):
            text = "".join(part.text for part in _all(line, boxes.TextBox)).split()
            if text and (end := text[-1]) not in words and end[-1].isalnum():
                for word in sorted(words):
                    rest = word.removeprefix(end)
                    if rest != word and rest[0].isalnum() and len(word) <= _LONG_WORD:
                        return word
    return ""


def _texts(element: Any) -> Iterator[str]:
    """Yield the pieces of text in *element*, with spaces where a word ends without one."""
    edge = "" if WITHIN_WORDS.fullmatch(str(element.tag)) else " "
    yield f"{edge}{element.text or ''}"
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield edge


def _all(box: Any, kind: type[Any]) -> Iterator[Any]:
    return (each for each in box.descendants() if isinstance(each, kind))


def _long_notes(pages: Iterable[Any]) -> Iterator[Finding]:
    parts: dict[Any, float] = defaultdict(float)
    boxes_of: dict[Any, Any] = {}
    for page in pages:
        for area in _all(page, boxes.FootnoteAreaBox):
            for note in area.children:
                parts[note.element] += note.margin_height() / page.height
                boxes_of[note.element] = note
    for element, part in parts.items():
        if part > _NOTE:
            yield (
                f"this note fills {part:.0%} of a page, more than a third; shorten it, or put a "
                "part of it into the text",
                boxes_of[element],
            )
