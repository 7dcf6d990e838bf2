"""Hold the structure of a document, before it is written into a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Mark:
    """A piece of a page's content: the page, from 0, and the number that it is marked with."""

    page: int
    number: int


@dataclass(eq=False)
class Annotation:
    """A link's place on a page, from 0; ``dictionary`` is the annotation, of pydyf."""

    page: int
    dictionary: Any


@dataclass(eq=False)
class Node:
    """A structure element: its ``role`` (ISO 32000-1, 14.8.4), its ``entries`` of text such as Alt
    and Lang, its ``attributes`` by owner (14.8.5); ``box`` is the first box that it was made of."""

    role: str
    parent: Node | None = None
    box: Any = None
    order: int = 0
    spans: tuple[int, int] = (1, 1)
    kids: list[Node | Mark | Annotation] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, role: str, box: Any = None, order: int = 0) -> Node:
        """Append a new element and return it. If its place in the HTML is known it stands there:
        a figure that had no room on a page comes after the text that filled it."""
        child, place = Node(role, self, box, order), len(self.kids)
        while order and place and _follows(self.kids[place - 1], order):
            place -= 1
        self.kids.insert(place, child)
        return child

    def nodes(self) -> Iterator[Node]:
        """Yield this element and all below it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.nodes()


def _follows(kid: Node | Mark | Annotation, order: int) -> bool:
    return isinstance(kid, Node) and kid.order > order


# Elements that hold others, and no words of their own (ISO 32000-1, 14.8.4.2).
GROUPING = frozenset({"Art", "BlockQuote", "Div", "Document", "Part", "Sect", "TOC"})

# Elements within a line of text (ISO 32000-1, 14.8.4.4).
INLINE = frozenset({"Code", "Link", "Note", "Quote", "Reference", "Span"})

# A table needs a cell also where there is nothing in it.
_STAY_EMPTY = frozenset({"TD", "TH"})


def drop_empty(node: Node) -> bool:
    """Drop all below *node* that holds nothing, and return whether *node* itself is to be."""
    node.kids = [kid for kid in node.kids if not (isinstance(kid, Node) and drop_empty(kid))]
    return not node.kids and node.role not in _STAY_EMPTY


def level_headings(root: Node) -> None:
    """Let no heading below *root* be more than one level deeper than the one before it."""
    above: list[str] = []
    for node in root.nodes():
        if node.role[:1] == "H" and node.role[1:].isdecimal():
            while above and above[-1] >= node.role:
                above.pop()
            above.append(node.role)
            node.role = f"H{len(above)}"
