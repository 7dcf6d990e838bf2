"""Hold what the rules look at: the file, its pages with their boxes and marks, and the limits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf

from briefpress.check.preflight.colour import entry
from briefpress.check.preflight.content import Follower
from briefpress.check.preflight.geometry import POINTS_PER_MM, Box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from briefpress.check.preflight.limits import Limits
    from briefpress.check.preflight.marks import Kind, Mark
    from briefpress.check.result import Severity
    from briefpress.press_settings import Standard

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")

DAMAGE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RuntimeError,  # also of recursion
    TypeError,
    ValueError,
    pikepdf.PdfError,
)
"""What is raised by an array where a number should be, by a stream that cannot be unpacked."""

_MOST_ANCESTORS = 50
_A4 = Box(0, 0, 595.28, 841.89)


class Fault(NamedTuple):
    """What a rule has against a document."""

    message: str
    sheet: Sheet | None = None
    box: Box | None = None
    severity: Severity = "error"


if TYPE_CHECKING:
    Rule = Callable[["Document"], Iterator[Fault]]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A page."""

    number: int
    """From 1."""
    page: pikepdf.Page

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """The boxes that the page has, those that can be read."""
        found = {}
        for name in BOXES:
            array = self.inherited(name)
            try:
                found[name] = Box.read(array)
            except (TypeError, ValueError):
                continue
        return found

    @property
    def paper(self) -> Box:
        """All there is of the page."""
        return self.boxes.get("/MediaBox", _A4)

    @property
    def bleed(self) -> Box:
        """Up to where colour is printed, to be cut off."""
        return self.boxes.get("/BleedBox", self.trim)

    @property
    def trim(self) -> Box:
        """What is left when the paper is cut."""
        return self.boxes.get("/TrimBox", self.boxes.get("/ArtBox", self.paper))

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """What is on the page."""
        return tuple(self._marks())

    def _marks(self) -> Iterator[Mark]:
        follower = Follower()
        yield from follower.page(self.page, self.inherited("/Resources"), self.paper)
        for annotation in self.annotations:
            looks = entry(annotation, "/AP", "/N")
            states = [looks] if isinstance(looks, pikepdf.Stream) else []
            if isinstance(looks, pikepdf.Dictionary):
                states = [look for look in looks.values() if isinstance(look, pikepdf.Stream)]
            for look in states:
                yield from follower.appearance(look)

    @property
    def annotations(self) -> list[Any]:
        """The page's links, notes and fields."""
        found = self.page.obj.get("/Annots")
        return list(found) if isinstance(found, pikepdf.Array) else []

    def inherited(self, key: str) -> Any:
        """Return an entry of the page, or of the nearest ancestor in the tree of pages."""
        node: Any = self.page.obj
        for _ in range(_MOST_ANCESTORS):
            if not isinstance(node, pikepdf.Dictionary):
                break
            if key in node:
                return node[key]
            node = node.get("/Parent")
        return None

    def place(self, box: Box | None) -> str:
        """Tell where on the trimmed page *box* begins, as one finds it with a ruler."""
        if box is None:
            return f"page {self.number}"
        left = (box.left - self.trim.left) / POINTS_PER_MM
        top = (self.trim.top - box.top) / POINTS_PER_MM
        return f"page {self.number}, {left:.0f} mm from the left, {top:.0f} mm from the top"


@dataclass(frozen=True, eq=False)
class Document:
    """A PDF that is to be printed."""

    pdf: pikepdf.Pdf
    file: Path
    standard: Standard
    limits: Limits

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Its pages."""
        return tuple(Sheet(number, page) for number, page in enumerate(self.pdf.pages, 1))

    def marks(self, *kinds: Kind) -> Iterator[tuple[Sheet, Mark]]:
        """Yield what is on the pages of the given *kinds*."""
        for sheet in self.sheets:
            for mark in sheet.marks:
                if mark.kind in kinds:
                    yield sheet, mark

    @cached_property
    def dictionaries(self) -> tuple[Any, ...]:
        """Every dictionary and stream of the file, also those that stand within others."""
        found = []
        due: list[Any] = list(self.pdf.objects)
        while due:
            thing = due.pop()
            if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                found.append(thing)
                children = list(dict(thing.items()).values())
            elif isinstance(thing, pikepdf.Array):
                children = list(thing)
            else:
                continue
            due += [
                child
                for child in children
                if isinstance(child, (pikepdf.Array, pikepdf.Dictionary)) and not child.is_indirect
            ]
        return tuple(found)
