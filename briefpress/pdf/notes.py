"""Lay notes at the foot of the page that calls them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from docutils import nodes

from briefpress.nodes import page_note
from briefpress.problems import Kind, log_warning

# The class of each link to a note but the first, which paper itself makes.
LATER_CALL = "later-call"


def place_notes(doctree: nodes.document) -> None:
    """Move each note of *doctree* to its first call, where CSS lays it at the foot of the page.

    A note stands inside a sentence then, so all it holds becomes inline; later calls of the same
    note link to it. At a page's foot no note is called: one that only another calls stands below
    that, as part of it.
    """
    notes = {note["ids"][0]: note for note in list(doctree.findall(nodes.footnote))}
    for note in notes.values():
        note.parent.remove(note)
    calls = list(doctree.findall(nodes.footnote_reference))
    placed: set[str] = set()
    below = set(notes) - {call.get("refid", "") for call in calls}
    for call in calls:
        name = call.get("refid", "")
        if name not in notes:
            continue
        label = call.astext()
        if name in placed:
            link = nodes.reference("", label, refid=name, internal=True, classes=[LATER_CALL])
            call.replace_self(nodes.superscript("", "", link))
            continue
        placed.add(name)
        placed_note = _inline_note(notes[name], name, label)
        call.replace_self(placed_note)
        # Those that are put below may call others.
        while inner := next(iter(placed_note.findall(nodes.footnote_reference)), None):
            label, name = inner.astext(), inner.get("refid", "")
            inner.replace_self(nodes.superscript("", label))
            if name in below:
                below.remove(name)
                for place, line in enumerate(_lines(notes[name])):
                    number = [] if place else [nodes.superscript("", label), nodes.Text(" ")]
                    placed_note += [nodes.raw("", "<br>", format="html"), *number, *line]


def _inline_note(note: nodes.footnote, name: str, label: str) -> page_note:
    inline = page_note("", "", label=label, ids=[name])
    inline.source, inline.line = note.source, note.line
    for place, line in enumerate(_lines(note)):
        if place:
            inline += nodes.raw("", "<br>", format="html")
        inline += line
    return inline


def _lines(element: nodes.Element) -> Iterator[list[nodes.Node]]:
    """Yield what stands in *element* as lines of inline nodes, for a browser takes no block in a
    sentence: items with their bullets or numbers, rows with their cells, code as it is."""
    for child in element.children:
        if isinstance(child, (nodes.label, nodes.comment, nodes.target, nodes.Text)):
            continue
        if isinstance(child, nodes.paragraph):
            yield child.children
        elif isinstance(child, (nodes.literal_block, nodes.doctest_block)):
            for text in child.astext().splitlines():
                yield [nodes.literal(text, text)]
        elif isinstance(child, nodes.math_block):
            formula = nodes.math(child.astext(), child.astext())
            formula.attributes |= child.attributes
            yield [formula]
        elif isinstance(child, nodes.image):
            yield [child]
        elif isinstance(child, nodes.raw):
            log_warning(
                child,
                Kind.RENDERING,
                "the HTML of a note cannot stand at the foot of a page; write it in Markdown",
            )
        elif isinstance(child, (nodes.bullet_list, nodes.enumerated_list)):
            yield from _items(child)
        elif isinstance(child, nodes.row):
            cells = [[*chain.from_iterable(_lines(cell))] for cell in child.findall(nodes.entry)]
            yield [*chain.from_iterable([*cell, nodes.Text(" ")] for cell in cells)]
        elif isinstance(child, nodes.TextElement):
            yield child.children
        elif isinstance(child, nodes.Element):
            yield from _lines(child)


def _items(listing: nodes.Element) -> Iterator[list[nodes.Node]]:
    numbered = isinstance(listing, nodes.enumerated_list)
    items = (child for child in listing.children if isinstance(child, nodes.list_item))
    for number, item in enumerate(items, listing.get("start", 1)):
        mark = nodes.Text(f"{number}. " if numbered else "• ")
        for place, line in enumerate(_lines(item)):
            yield line if place else [mark, *line]
