"""Ways to spoil the structure of a good PDF, one fault each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pikepdf

Tree = Iterator[Any]


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    """The elements of *role*, in the order of reading."""

    def below(element: Any) -> Tree:
        if "/S" in element:
            yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from below(kid)

    found = below(pdf.Root.StructTreeRoot)
    return [each for each in found if str(each.S) == f"/{role}"]


def holds(element: Any, role: str) -> bool:
    return any(isinstance(kid, pikepdf.Dictionary) and kid.get("/S") == role for kid in element.K)


def drop(role: str, key: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        del elements(pdf, role)[0][key]

    return spoil


def put(role: str, key: str, value: str, place: int = 0) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        named = pikepdf.Name(value) if value.startswith("/") else pikepdf.String(value)
        elements(pdf, role)[place][key] = named

    return spoil


def attribute(role: str, key: str, value: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        element = next(each for each in elements(pdf, role) if key in each.get("/A", {}))
        if value:
            element.A[key] = pikepdf.Name(value)
        else:
            del element.A[key]

    return spoil


def split_a_paragraph(pdf: pikepdf.Pdf) -> None:
    whole = max(elements(pdf, "P"), key=lambda each: len(each.K))
    rest = pdf.make_indirect(pikepdf.Dictionary(whole))
    kids, half = list(whole.K), len(whole.K) // 2
    whole.K, rest.K = pikepdf.Array(kids[:half]), pikepdf.Array(kids[half:])
    place = [each.objgen for each in whole.P.K].index(whole.objgen)
    whole.P.K.insert(place + 1, rest)


def swap_paragraphs(pdf: pikepdf.Pdf) -> None:
    section = next(each for each in elements(pdf, "Sect") if holds(each, "/L"))
    kids = list(section.K)
    places = [number for number, kid in enumerate(kids) if kid.S in ("/L", "/Div")]
    first, second = places[0], places[-1]
    kids[first], kids[second] = kids[second], kids[first]
    section.K = pikepdf.Array(kids)


def rewrite(pdf: pikepdf.Pdf, change: Callable[[list[Any], str], Any], number: int = 0) -> None:
    """Let *change* see the operands and the operator of each instruction of a page; it returns the
    operands that it wants, or None to leave the instruction out."""
    kept = []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[number]):
        wanted = change(list(operands), str(operator))
        if wanted is not None:
            kept.append((wanted, operator))
    pdf.pages[number].Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def tag_the_running_feet(pdf: pikepdf.Pdf) -> None:
    """As paragraphs at the end, from page 2 on."""
    tree = pdf.Root.StructTreeRoot
    numbers = [*tree.ParentTree.Nums]
    owners = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
    for number in range(1, len(pdf.pages)):
        paragraph = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, K=pikepdf.Array()))
        paragraph.P, paragraph.Pg = tree.K[0], pdf.pages[number].obj
        tree.K[0].K.append(paragraph)
        rewrite(pdf, partial(take_foot, paragraph, owners[number]), number)


def take_foot(paragraph: Any, owners: Any, operands: list[Any], operator: str) -> list[Any]:
    if operator != "BDC" or operands[1].get("/Subtype") != "/Footer":
        return operands
    paragraph.K.append(len(owners))
    owners.append(paragraph)
    return [pikepdf.Name.Span, pikepdf.Dictionary(MCID=len(owners) - 1)]


def read_hyphens_aloud(pdf: pikepdf.Pdf) -> None:
    def change(operands: list[Any], operator: str) -> list[Any]:
        if operator == "BDC" and "/ActualText" in operands[1]:
            return [operands[0], pikepdf.Dictionary()]
        return operands

    for number in range(len(pdf.pages)):
        rewrite(pdf, change, number)


def mark_nothing(pdf: pikepdf.Pdf) -> None:
    rewrite(pdf, lambda operands, name: None if name in ("BMC", "BDC", "EMC") else operands)


def hide_a_paragraph(pdf: pikepdf.Pdf) -> None:
    """As it would be if its text was marked as decoration."""
    element = next(each for each in elements(pdf, "P") if holds(each, "/Note"))
    parent = element.P
    kept = [kid for kid in parent.K if kid.objgen != element.objgen]
    parent.K = pikepdf.Array(kept)


def add_an_empty_paragraph(pdf: pikepdf.Pdf) -> None:
    parent = elements(pdf, "Sect")[0]
    empty = pikepdf.Dictionary(S=pikepdf.Name.P, P=parent, K=pikepdf.Array())
    parent.K.append(pdf.make_indirect(empty))


def annotations(pdf: pikepdf.Pdf) -> Tree:
    return (each for page in pdf.pages for each in page.get("/Annots", []))


def describe_by_address(pdf: pikepdf.Pdf) -> None:
    for link in annotations(pdf):
        if "/A" in link:
            link.Contents = link.A.URI


def describe_nothing(pdf: pikepdf.Pdf) -> None:
    for link in annotations(pdf):
        del link["/Contents"]


def lead_no_note_back(pdf: pikepdf.Pdf) -> None:
    note = elements(pdf, "Note")[0]
    link = note.K[0].K[0]
    link.K = pikepdf.Array([kid for kid in link.K if not isinstance(kid, pikepdf.Dictionary)])


def lead_to_no_note(pdf: pikepdf.Pdf) -> None:
    for link in annotations(pdf):
        if str(link.Contents).startswith("Note"):
            link.Dest = pikepdf.Array([pdf.pages[-1].obj, pikepdf.Name.Fit])


def same_name_for_notes(pdf: pikepdf.Pdf) -> None:
    for note in elements(pdf, "Note"):
        note.ID = pikepdf.String("note")


def claim_no_accessibility(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1</pdfuaid:part>", b"")
    pdf.Root.Metadata = pdf.make_stream(
        packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


def call_it_otherwise(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Seen"


def show_no_title(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def in_no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def of_no_colours(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def in_any_order(pdf: pikepdf.Pdf) -> None:
    for each in pdf.pages:
        del each["/Tabs"]


def say_the_language_of_none(pdf: pikepdf.Pdf) -> None:
    for each in elements(pdf, "Span"):
        if "/Lang" in each:
            del each["/Lang"]


def abbreviate(pdf: pikepdf.Pdf) -> None:
    for each in elements(pdf, "Span"):
        if "/E" in each:
            del each["/E"]


def no_header(pdf: pikepdf.Pdf) -> None:
    for each in elements(pdf, "TH"):
        each.S = pikepdf.Name.TD


def swap_alternatives(pdf: pikepdf.Pdf) -> None:
    first, *_, last = elements(pdf, "Figure")
    first.Alt, last.Alt = last.Alt, first.Alt


def forget_headers(pdf: pikepdf.Pdf) -> None:
    for cell in elements(pdf, "TD"):
        if "/Headers" in cell.get("/A", {}):
            del cell.A["/Headers"]


def take_bookmarks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Outlines"]


def targets(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    """The annotations in the elements of *role*."""

    def below(element: Any) -> Tree:
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary):
                if "/Obj" in kid:
                    yield kid.Obj
                yield from below(kid)

    return [each for element in elements(pdf, role) for each in below(element)]


def swap_calls(pdf: pikepdf.Pdf) -> None:
    """Let the calls of two notes of a page lead to each other's."""
    first, _, second, *_ = targets(pdf, "Reference")
    first.Dest, second.Dest = second.Dest, first.Dest


def swap_ways_back(pdf: pikepdf.Pdf) -> None:
    first, second, *_ = targets(pdf, "Lbl")
    first.Dest, second.Dest = second.Dest, first.Dest


def call_no_more(pdf: pikepdf.Pdf) -> None:
    """Make a number and nothing else of the second call of a note."""
    call = elements(pdf, "Reference")[1]
    link = call.K[0]
    link.S = pikepdf.Name.Span
    link.K = pikepdf.Array([kid for kid in link.K if not isinstance(kid, pikepdf.Dictionary)])


def say_nothing_of_links(pdf: pikepdf.Pdf) -> None:
    for link in annotations(pdf):
        if "/A" in link:
            link.Contents = pikepdf.String("Link")


def swap_kids(role: str, child: str = "") -> Callable[[pikepdf.Pdf], None]:
    """Return what swaps the first two kids, those of the role *child*, of an element of *role*."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        for element in elements(pdf, role):
            kids = list(element.K)
            places = [n for n, kid in enumerate(kids) if not child or f"/{child}" == kid.S]
            if len(places) > 1:
                break
        first, second = places[:2]
        kids[first], kids[second] = kids[second], kids[first]
        element.K = pikepdf.Array(kids)

    return spoil


def swap_labels(pdf: pikepdf.Pdf) -> None:
    first, second, *_ = [each.K[0] for each in elements(pdf, "LI")]
    first.K, second.K = second.K, first.K


def take_a_list_out(pdf: pikepdf.Pdf) -> None:
    """Let a list within another follow it."""
    outer, inner, *_ = elements(pdf, "L")
    body = inner.P
    body.K = pikepdf.Array([kid for kid in body.K if not same(kid, inner)])
    around = outer.P
    place = next(n for n, kid in enumerate(around.K) if same(kid, outer))
    around.K.insert(place + 1, inner)


def decorate(pdf: pikepdf.Pdf) -> None:
    """Tag a decoration."""
    figure = elements(pdf, "Figure")[-1]
    more = pdf.make_indirect(pikepdf.Dictionary(figure))
    more.Alt = pikepdf.String("A line of flowers")
    figure.P.K.append(more)


def tag_one_running_foot(pdf: pikepdf.Pdf) -> None:
    """As a paragraph of the text, on one page alone."""
    parents = pdf.Root.StructTreeRoot.ParentTree.Nums
    paragraph = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, K=pikepdf.Array()))
    paragraph.P, paragraph.Pg = elements(pdf, "Sect")[-1], pdf.pages[1].obj
    paragraph.P.K.append(paragraph)
    rewrite(pdf, partial(take_foot, paragraph, parents[3]), 1)


def lead_bookmarks_to(page: int) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        bookmark = pdf.Root.Outlines.First.First.Next
        bookmark.Dest = pikepdf.Array([pdf.pages[page].obj, pikepdf.Name.Fit])

    return spoil


def flatten_bookmarks(pdf: pikepdf.Pdf) -> None:
    top = pdf.Root.Outlines.First
    top.Next = top.First
    del top["/First"]


def name_a_file(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[-1].Alt = pikepdf.String("chart-2.svg")


def same(kid: Any, element: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.objgen == element.objgen


def move_a_note_to_the_end(pdf: pikepdf.Pdf) -> None:
    note = elements(pdf, "Note")[0]
    kids = note.P.K
    del kids[next(place for place, kid in enumerate(kids) if same(kid, note))]
    elements(pdf, "Document")[0].K.append(note)


def lead_elsewhere(pdf: pikepdf.Pdf) -> None:
    """Let a piece of a link lead to another place."""
    links = [
        (link, kid)
        for link in elements(pdf, "Link")
        for kid in link.K
        if isinstance(kid, pikepdf.Dictionary) and "/A" in kid.get("/Obj", {})
    ]
    link, piece = links[0]
    link.K.append(next(kid for _, kid in links if kid.Obj.A.URI != piece.Obj.A.URI))


def hold_itself(pdf: pikepdf.Pdf) -> None:
    """Put an element into itself."""
    section = elements(pdf, "Sect")[0]
    section.K = pikepdf.Array([section])


def go_round(pdf: pikepdf.Pdf) -> None:
    """Let a bookmark be followed by itself."""
    first = pdf.Root.Outlines.First
    first.Next = first
