"""Read WeasyPrint's boxes into a tree with one structure element for each element of the HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

from briefpress.pdf.bidi import is_turned
from briefpress.pdf.drawn import complain
from briefpress.pdf.parts import POINTS, object_at, page_box, placed
from briefpress.pdf.tags.lines import ending, plain
from briefpress.pdf.tags.notes import PageNote
from briefpress.pdf.tags.roles import (
    alternative,
    description,
    expansion,
    is_hidden,
    numbering,
    roles,
    spoken,
)
from briefpress.pdf.tags.streams import PageContent
from briefpress.pdf.tags.tree import GROUPING, INLINE, Annotation, Mark, Node

_PICTURES = frozenset({"Figure", "Formula"})


class Reader:
    """Reads the boxes of *pdf* page by page, of which these are the *contents*."""

    def __init__(self, pdf: pydyf.PDF, contents: Sequence[PageContent]) -> None:
        self.root = Node("Document")
        self.notes: list[PageNote] = []
        self._pdf = pdf
        self._contents = contents
        self._parents: dict[Any, Any] = {}
        self._order: dict[Any, int] = {}
        self._nodes: dict[tuple[Any, str], Node] = {}
        self._implied: set[Node] = set()
        self._repeated: set[Any] = set()
        self._taken: dict[Any, int | None] = {}
        self._turned: dict[tuple[int, int], Node] = {}
        self._line_ends: dict[Any, tuple[int, int, str]] = {}
        self._source: tuple[Any, str] = (None, "")

    def read_page(self, number: int, page: Any) -> None:
        """Read the page with this *number*, from 0."""
        self._page, self._height = number, page.height
        self._content = self._contents[number]
        # Notes last: their places in the text must be known.
        for box in sorted(page_box(page).children, key=_is_notes):
            if not self._parents and box.element is not None:
                pairs = ((child, each) for each in box.element.iter() for child in each)
                self._parents = dict(pairs)
                self._order = {each: place for place, each in enumerate(box.element.iter(), 1)}
            self._read(box)

    def _read(self, box: Any, *, in_link: bool = False) -> None:
        box = placed(box)
        if isinstance(box, boxes.MarginBox):
            edge = "Header" if box.at_keyword.startswith("@top") else "Footer"
            self._make_artifacts(box, Type="/Pagination", Subtype=f"/{edge}")
            return
        if self._is_repeated(box):
            self._make_artifacts(box, Type="/Pagination")
            return
        if self._is_hidden(box.element):
            self._make_artifacts(box)
            return
        node = self._node(box)
        if box.link_annotation is not None:
            self._link(box, None if in_link else node)
            in_link = True
        if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
            self._put(box, node)
            return
        for child in box.children:
            self._read(child, in_link=in_link)
        if isinstance(box, boxes.LineBox):
            self._end_lines(box)

    def _is_repeated(self, box: Any) -> bool:
        """Whether *box* is the head or foot of a table, which stood on another page already."""
        if not isinstance(box, boxes.TableRowGroupBox) or not (box.is_header or box.is_footer):
            return False
        met = box.element in self._repeated
        self._repeated.add(box.element)
        return met and box.element is not None

    def _is_hidden(self, element: Any) -> bool:
        """Whether *element* is not to be heard, as is the note of what is not."""
        while element is not None and not is_hidden(element):
            element = self._parents.get(element)
        return element is not None

    def _make_artifacts(self, box: Any, **properties: str) -> None:
        """Make artifacts of all in *box*, which leads nowhere then."""
        box = placed(box)
        if box.link_annotation is not None:
            self._drop(box.link_annotation)
        if (number := self._content.take(box)) is not None:
            self._content.make_artifact(number, **properties)
        for child in getattr(box, "children", ()):
            self._make_artifacts(child, **properties)

    # -- Elements ----------------------------------------------------------------------------

    def _node(self, box: Any) -> Node:
        """Return the structure element that holds what is in *box*."""
        if box.element is None:
            return self.root
        pseudo = box.element_tag.partition("::")[2]
        if pseudo not in ("footnote-call", "footnote-marker", "marker"):
            return self._element(box.element, box)
        key = (box.element, pseudo)
        if key not in self._nodes:
            make = {
                "footnote-call": self._call,
                "footnote-marker": self._back,
                "marker": self._label,
            }[pseudo]
            self._nodes[key] = make(box)
        return self._nodes[key]

    def _element(self, element: Any, box: Any = None) -> Node:
        """Return the structure element for what stands in *element*, made of *box* if it is new."""
        key = (element, "")
        if key not in self._nodes:
            parent = self._parents.get(element)
            is_page = element.tag in ("html", "body")
            above = self.root if is_page or parent is None else self._element(parent)
            self._nodes[key] = above if is_page else self._grow(above, element, box)
        return self._nodes[key]

    def _grow(self, above: Node, element: Any, box: Any) -> Node:
        """Add to *above* the structure elements of *element*; return the one for its content."""
        if element.tag in ("dt", "dd"):
            node = outer = _entry(above, "Lbl" if element.tag == "dt" else "LBody")
        else:
            node, outer = above, None
            for role in roles(element, self._parents):
                node = self._add(node, role, box, 0 if outer else self._order[element])
                outer = outer or node
        if outer is None:
            return node
        if language := element.get("lang"):
            outer.entries["Lang"] = language
        if words := expansion(element):
            outer.entries["E"] = words
        if node.role in _PICTURES:
            self._describe(node, element, box)
        if node.role in ("TD", "TH") and box is not None:
            node.spans = getattr(box, "rowspan", 1), getattr(box, "colspan", 1)
            spans = zip(("RowSpan", "ColSpan"), node.spans, strict=True)
            node.attributes["Table"] = {name: count for name, count in spans if count > 1}
        if outer.role == "LI" and above.role == "L" and box is not None:
            above.attributes.setdefault("List", {"ListNumbering": f"/{numbering(box.style)}"})
        return node

    def _add(self, above: Node, role: str, box: Any, order: int = 0) -> Node:
        if role in INLINE and above.role in GROUPING:
            above = self._paragraph(above)
        return above.add(role, box, order)

    def _paragraph(self, group: Node) -> Node:
        """Return a paragraph for words that stand in *group* without one."""
        last = group.kids[-1] if group.kids else None
        if not isinstance(last, Node) or last not in self._implied:
            last = group.add("P")
            self._implied.add(last)
        return last

    def _describe(self, node: Node, element: Any, box: Any) -> None:
        """Give a picture its alternative text and its place."""
        if text := alternative(element):
            node.entries["Alt"] = text
        else:
            name = element.get("src", "").rpartition("/")[2] or "svg"
            complain(
                element,
                "the picture “%s” has no text for those who do not see it; give it one, in HTML as "
                'alt="…" (aria-label="…" of a drawing)',
                name,
            )
        if box is not None:
            x, y = box.content_box_x(), box.content_box_y()
            edges = (x, self._height - y - box.height, x + box.width, self._height - y)
            node.attributes["Layout"] = {"BBox": [POINTS * edge for edge in edges]}

    def _label(self, box: Any) -> Node:
        """Return the element of a list item's number or bullet."""
        body = self._element(box.element)
        item = body.parent if body.role == "LBody" else body
        assert item is not None
        label = Node("Lbl", item)
        item.kids.insert(0, label)
        return label

    def _call(self, box: Any) -> Node:
        """Return the link of a note's number in the text; what is in the note goes to its own."""
        element = box.element
        call = self._add(self._element(self._parents[element]), "Reference", box).add("Link")
        note = Node("Note", box=box)
        if language := element.get("lang"):
            note.entries["Lang"] = language
        self._nodes[element, ""] = note
        self.notes.append(PageNote(element, note, call, box, self._page))
        return call

    def _back(self, box: Any) -> Node:
        """Return the link of a note's number at the page's foot."""
        note = next(note for note in self.notes if note.element is box.element)
        note.back = note.node.add("Lbl").add("Link")
        note.back_box, note.back_page = box, self._page
        return note.back

    # -- Content -----------------------------------------------------------------------------

    def _put(self, box: Any, node: Node) -> None:
        """Put what *box* shows into *node*; a picture that is no element is decoration."""
        number = self._content.take(box)
        if number is None:
            return
        is_text = isinstance(box, boxes.TextBox)
        is_blank = is_text and not box.text.strip()
        if is_blank or (not is_text and node.role not in _PICTURES):
            self._content.make_artifact(number)
            self._taken[box] = None
            return
        if node.role in GROUPING:
            node = self._paragraph(node)
        if is_text and is_turned(box.text, box.style["direction"]):
            # Who hears the text has no use for the order in which it is seen.
            node = node.add("Span")
            node.entries["ActualText"] = box.text
            self._turned[self._page, number] = node
        node.kids.append(Mark(self._page, number))
        self._taken[box] = number

    def _end_lines(self, line: Any) -> None:
        """End the words of *line*, and the line before it, as the text goes on."""
        texts = [(text, self._taken[text]) for text in _texts(line) if text in self._taken]
        ends = self._line_ends.get(line.element)
        begins = True
        for text, number in texts:
            if number is not None:
                if ends and begins:
                    page, last, words = ends
                    if end := ending(words, text.text, self._text(line.element)):
                        self._end(page, last, end)
                ends, begins = (self._page, number, text.text), False
            elif ends and not begins:  # WeasyPrint shows nothing for a space alone
                self._end(self._page, ends[1], " ")
        if ends:
            self._line_ends[line.element] = ends

    def _end(self, page: int, number: int, end: str) -> None:
        """End the text marked with *number* on a page with a space, or a hyphen of no word."""
        if node := self._turned.get((page, number)):
            text = node.entries["ActualText"]
            node.entries["ActualText"] = (text.rstrip() if end == " " else text[:-1]) + end
        else:
            self._contents[page].end(number, end)

    def _text(self, element: Any) -> str:
        """Return the plain text of *element*, whose lines are being read."""
        if element is not self._source[0]:
            self._source = element, plain(spoken(element))
        return self._source[1]

    def _link(self, box: Any, node: Node | None) -> None:
        """Put the link of *box* into the element of the link in which *node* is; drop it if there
        is none, or if the box around it has the link already."""
        while node is not None and node.role != "Link":
            node = node.parent
        if node is None:
            self._drop(box.link_annotation)
            return
        element = box.element
        while element.tag != "a":
            element = self._parents[element]
        target = element.get("href", "").removeprefix("#")
        notes = (each.element for each in self.notes if each.element.get("id") == target)
        note = next(notes, None)
        words = description(element, self._parents) if note is None else note.get("data-call", "")
        box.link_annotation["Contents"] = pydyf.String(words or element.get("href"))
        node.kids.append(Annotation(self._page, box.link_annotation))

    def _drop(self, annotation: Any) -> None:
        page = object_at(self._pdf, self._pdf.page_references[self._page])
        page["Annots"].remove(annotation.reference)
        if not page["Annots"]:
            del page["Annots"]


def _is_notes(box: Any) -> bool:
    return isinstance(box, boxes.FootnoteAreaBox)


def _entry(listing: Node, role: str) -> Node:
    """Return a new label or body in *listing*, of terms and definitions: in the last item, unless
    that has a body and this is a label."""
    listing.attributes["List"] = {"ListNumbering": "/None"}
    item = listing.kids[-1] if listing.kids else None
    has_body = isinstance(item, Node) and any(
        isinstance(kid, Node) and kid.role == "LBody" for kid in item.kids
    )
    if not isinstance(item, Node) or (role == "Lbl" and has_body):
        item = listing.add("LI")
    return item.add(role)


def _texts(line: Any) -> Iterator[Any]:
    """Yield the boxes of text in *line*, but for what is placed or set as a block in it."""
    for child in line.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)
