"""Seed defects that no standard forbids and printers send back, each with its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Dictionary, Name
from print_files import (
    AT,
    HEIGHT,
    MM,
    SLUG,
    WIDTH,
    image,
    page,
    picture,
    separation,
    use,
)

from briefpress.check.preflight import Limits

if TYPE_CHECKING:
    from collections.abc import Callable


def turned(pdf: pikepdf.Pdf) -> None:
    """Let inks add up on a page that is turned."""
    heavy = "/T gs 1 1 0 0 k 50 60 90 90 re f 0 0 1 1 k 50 60 90 90 re f"
    use("/ExtGState", lambda pdf: Dictionary(OP=True, op=True, OPM=1), heavy)(pdf)
    page(Rotate=90)(pdf)


def blank(pdf: pikepdf.Pdf) -> None:
    """Leave on the first page what stands beside it."""
    pdf.pages[0].obj.Contents = pdf.make_stream(b"0 0 0 1 K 0.25 w 2 2 m 2 15 l S")


def spot_picture(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return image(mode="L", ColorSpace=separation("PANTONE 185 C")(pdf))(pdf)


def packed_by_lzw(pdf: pikepdf.Pdf) -> pikepdf.Object:
    made = picture(pdf, "L", 2)
    made.write(bytes.fromhex("800B6050220C0C8501"), filter=Name.LZWDecode)
    return made


def hidden_layer(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Note"))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(Name="All", OFF=[layer]))


def text(
    size: float, colour: str, settings: dict[str, object] | None = None
) -> Callable[..., None]:
    """Return what sets a word in *colour*, with *settings* of the graphics state."""
    content = f"/T gs BT /F {size} Tf {colour} {AT} Td <0040> Tj ET"
    return use("/ExtGState", lambda pdf: Dictionary(settings or {}), content)


OVER = {"/op": True, "/OPM": 1}

PRINTERS: list[tuple[str, Callable[[pikepdf.Pdf], None], str]] = [
    ("turned page", page(Rotate=180), "upright"),
    ("ink that adds up on a turned page", turned, "ink"),
    ("blank page", blank, "blank-page"),
    ("black text that knocks out", text(10, "0 0 0 1 k"), "black-overprint"),
    ("black text of mode 0", text(10, "0 0 0 1 k", {"/op": True}), "black-overprint"),
    ("grey space that takes inks away", text(10, "0 g", OVER), "black-overprint"),
    (
        "only lines overprint",
        text(10, "0 0 0 1 k", {"/OP": True, "/op": False, "/OPM": 1}),
        "black-overprint",
    ),
    ("black text of dots", text(20, "0 0 0 0.99 k", OVER), "screened-text"),
    ("tiny text", text(4.5, "0 0 0 1 k", OVER), "tiny-text"),
    ("small white text", text(5.5, "0 0 0 0 k"), "tiny-text"),
    ("text that is not painted", text(10, "3 Tr"), "invisible-text"),
    ("coloured text that overprints", text(10, "1 0.5 0 0 k", OVER), "coloured-overprint"),
    (
        "coloured line that overprints",
        use("/ExtGState", lambda pdf: Dictionary(OP=True), "/T gs 1 0 0 0 K 9 9 m 99 99 l S"),
        "coloured-overprint",
    ),
    (
        "picture in a spot ink",
        use("/XObject", spot_picture, f"q 80 0 0 80 {AT} cm /T Do Q"),
        "extra-ink",
    ),
    (
        "picture packed by LZW",
        use("/XObject", packed_by_lzw, f"q 4 0 0 4 {AT} cm /T Do Q"),
        "compression",
    ),
    ("hidden layer", hidden_layer, "layer"),
]


def marked(*missing: int, moved: float = 0) -> Callable[[pikepdf.Pdf], None]:
    """Return what draws crop marks, without those of the numbers *missing*."""
    left, right, bottom, top = SLUG, SLUG + WIDTH, SLUG, SLUG + HEIGHT
    low, high = 2, 2 * SLUG - 2
    lines = [(x, y, x, y + 13) for x in (left, right) for y in (low, HEIGHT + high - 13)]
    lines += [(x, y, x + 13, y) for x in (low, WIDTH + high - 13) for y in (bottom, top)]
    drawn = " ".join(
        f"{a + moved} {b} m {c + moved} {d} l S"
        for number, (a, b, c, d) in enumerate(lines)
        if number not in missing
    )

    def draw(pdf: pikepdf.Pdf) -> None:
        for each in pdf.pages:
            content = each.obj.Contents.read_bytes() + f" 0 0 0 1 K 0.25 w {drawn}".encode()
            each.obj.Contents = pdf.make_stream(content)

    return draw


ORDERED: list[tuple[str, Limits, Callable[[pikepdf.Pdf], None], str]] = [
    ("lost page", Limits(pages=2), lambda pdf: pdf.pages.__delitem__(1), "page-count"),
    ("pages that cannot be folded", Limits(multiple=4), lambda pdf: None, "page-count"),
    ("lost mark", Limits(marks=True), marked(3), "crop-marks"),
    ("moved marks", Limits(marks=True), marked(moved=0.2 * MM), "crop-marks"),
    ("no marks", Limits(marks=True), lambda pdf: None, "crop-marks"),
    ("another press", Limits(condition="FOGRA51"), lambda pdf: None, "output-intent"),
    ("another profile", Limits(profile="0" * 64), lambda pdf: None, "output-intent"),
]
