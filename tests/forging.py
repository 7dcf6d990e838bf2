"""More ways to spoil a good PDF: what is drawn, how its parts find each other, what it says of
itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from spoiling import annotations, elements, rewrite, same


def read_otherwise(entry: str, value: str) -> Callable[[pikepdf.Pdf], None]:
    """Return what says in the content of page 1, not in the structure, how all is read."""

    def change(operands: list[Any], operator: str) -> list[Any]:
        if operator == "BDC" and "/MCID" in operands[1]:
            return [operands[0], pikepdf.Dictionary({**operands[1], entry: value})]
        return operands

    return lambda pdf: rewrite(pdf, change)


def show_no_text(pdf: pikepdf.Pdf) -> None:
    """Draw the text of page 1 without ink."""
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(b"3 Tr " + page.Contents.read_bytes())


def set_in_small_letters(pdf: pikepdf.Pdf) -> None:
    def change(operands: list[Any], operator: str) -> list[Any]:
        return [operands[0], 3] if operator == "Tf" else operands

    rewrite(pdf, change)


def draw_no_pictures(pdf: pikepdf.Pdf) -> None:
    def change(operands: list[Any], operator: str) -> Any:
        return None if operator in ("Do", "re", "m", "l") else operands

    for number in range(len(pdf.pages)):
        rewrite(pdf, change, number)


def place_elsewhere(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[-1].A.BBox = pikepdf.Array([0, 0, 9, 9])


def _links_of_text(pdf: pikepdf.Pdf) -> list[Any]:
    links = [each for each in annotations(pdf) if "/A" in each]
    return [each for each in links if str(each.A.URI).startswith("https://example.org/")]


def swap_addresses(pdf: pikepdf.Pdf) -> None:
    first, *_, second = _links_of_text(pdf)
    first.A, second.A = second.A, first.A


def swap_places_of_links(pdf: pikepdf.Pdf) -> None:
    first, *_, second = [each for each in annotations(pdf) if "/A" in each]
    first.Rect, second.Rect = second.Rect, first.Rect


def forget_names(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot["/IDTree"]


def belong_to_another(pdf: pikepdf.Pdf) -> None:
    first, second, *_ = elements(pdf, "P")
    first.P = second


def swap_owners(pdf: pikepdf.Pdf) -> None:
    """Let two pieces of page 1 say that they are in each other's element."""
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    owners[0], owners[len(owners) - 1] = owners[len(owners) - 1], owners[0]


def move_the_head(pdf: pikepdf.Pdf) -> None:
    head = elements(pdf, "THead")[0]
    head.S = pikepdf.Name.TBody


def join_cells(pdf: pikepdf.Pdf) -> None:
    first, second, *_ = elements(pdf, "TD")
    first.K = pikepdf.Array([*first.K, *second.K])
    second.K = pikepdf.Array()


def join_items(pdf: pikepdf.Pdf) -> None:
    first, second, *_ = elements(pdf, "LI")
    first.K = pikepdf.Array([*first.K, *second.K])
    second.P.K = pikepdf.Array([kid for kid in second.P.K if not same(kid, second)])


def take_a_label(pdf: pikepdf.Pdf) -> None:
    item = elements(pdf, "LI")[0]
    item.K = pikepdf.Array(list(item.K)[1:])


def call_it_otherwise_throughout(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as packet:
        packet["dc:title"] = "Seen"


def write_by_another(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as packet:
        packet["dc:creator"] = ["Bob"]


def mark_what_is_not(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Appendix", 0))


def take_links_off_the_page(pdf: pikepdf.Pdf) -> None:
    page = next(each for each in pdf.pages if "/Annots" in each)
    page.Annots = pikepdf.Array(list(page.Annots)[1:])


def open_an_address(pdf: pikepdf.Pdf) -> None:
    address = pikepdf.String("https://example.org/other")
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)


def call_pages_otherwise(pdf: pikepdf.Pdf) -> None:
    roman = pikepdf.Dictionary(S=pikepdf.Name.r)
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, roman]))


def make_it_older(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/CreationDate"] = "D:19990101"


def swap_bookmarks(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        last = outline.root[0].children or outline.root
        last[-1], last[-2] = last[-2], last[-1]


def add_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(595, 842))


def lead_inner_links(by: float) -> Callable[[pikepdf.Pdf], None]:
    """Return what lets each link to a part of the text lead so far *by* its place, on its page."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        names = pdf.Root.Names.Dests.Names
        for place in range(1, len(names), 2):
            names[place][3] = float(names[place][3]) + by

    return spoil


def lead_to_whole_pages(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.Dests.Names
    for place in range(1, len(names), 2):
        names[place] = pikepdf.Array([names[place][0], pikepdf.Name.Fit])


def lead_bookmarks_lower(pdf: pikepdf.Pdf) -> None:
    bookmark = pdf.Root.Outlines.First.First.Next
    bookmark.Dest[3] = float(bookmark.Dest[3]) - 90


def do_more_than_lead(*entries: str) -> Callable[[pikepdf.Pdf], None]:
    """Return what lets a link do something else, too."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        link = _links_of_text(pdf)[0]
        *outer, last = entries
        for entry in outer:
            link[entry] = link.get(entry, pikepdf.Dictionary())
            link = link[entry]
        address = pikepdf.String("https://example.org/other")
        link[last] = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)

    return spoil


def enlarge_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.UserUnit = 2


def lead_all_elsewhere(pdf: pikepdf.Pdf) -> None:
    pdf.Root.URI = pikepdf.Dictionary(Base=pikepdf.String("https://example.org/"))


def show_another_thumbnail(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Thumb = pdf.make_stream(b"")
