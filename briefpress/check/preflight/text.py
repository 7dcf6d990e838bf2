"""Look at text: body text in pure black, small text in few inks, every letter in the file."""

from __future__ import annotations

from collections import Counter, defaultdict
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

from briefpress.check.preflight.colour import Inks, entry
from briefpress.check.preflight.document import Fault
from briefpress.press_settings import SOLID, looks_black

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefpress.check.preflight.document import Document, Rule, Sheet
    from briefpress.check.preflight.marks import Mark

SMALL = 8
"""In points: text below this shows when its inks do not meet exactly."""

_CARRYING = 0.5
"""Of black, from 0 to 1: so much of it gives letters their edges, whatever comes besides."""

_FAINT = 0.1
"""Of an ink, from 0 to 1: less does not show where inks do not meet."""

FEW_INKS = 2

_OVERPRINTED = 12
"""In points: black text below this must overprint, in larger the edges do not disturb."""

_LEAST, _LEAST_WHITE = 5, 6
"""In points: the smallest text, and the smallest that is left white in a colour."""

_ROUNDING = 0.01
"""In points."""

_FONT_FILES: Mapping[str, tuple[str, ...]] = {
    "/Type1": ("/FontFile", "/FontFile3"),
    "/MMType1": ("/FontFile", "/FontFile3"),
    "/TrueType": ("/FontFile2", "/FontFile3"),
    "/CIDFontType0": ("/FontFile3",),
    "/CIDFontType2": ("/FontFile2", "/FontFile3"),
}
"""Where a font of each kind is kept (ISO 32000-1, table 126)."""
_FONT_KINDS: Mapping[str, tuple[str, ...]] = {
    "/Type1": ("/Type1C", "/OpenType"),
    "/MMType1": ("/Type1C", "/OpenType"),
    "/TrueType": ("/OpenType",),
    "/CIDFontType0": ("/CIDFontType0C", "/OpenType"),
    "/CIDFontType2": ("/OpenType",),
}
"""What it says of itself if it is in /FontFile3."""
_TWO_BYTES = ("/Identity-H", "/Identity-V")


def body_black(document: Document) -> Iterator[Fault]:
    """What most of the text is painted with is black ink, all of it and no other."""
    colours: Counter[tuple[float, str]] = Counter()
    first: dict[tuple[float, str], tuple[Sheet, Mark]] = {}
    for sheet, mark in document.marks("text"):
        key = round(mark.size, 1), str(mark.colour)
        colours[key] += len(mark.text)
        first.setdefault(key, (sheet, mark))
    if not colours:
        return
    (key, _) = colours.most_common(1)[0]
    sheet, mark = first[key]
    if mark.colour and mark.colour.space.model != "pattern" and mark.colour.inks != (0, 0, 0, 1):
        message = (
            f"The running text ({key[0]:g} pt) is {key[1]}. It should be black only: 0/0/0/100."
        )
        yield Fault(message, sheet, mark.box)


def black_text(document: Document) -> Iterator[Fault]:
    """No black letter is made of several inks: its edges would be coloured."""

    def wanted(inks: Inks, size: float) -> bool:
        return any(inks[:3]) and _count(inks) > 1 and looks_black(inks)

    for inks, sheet, mark, pages in _smallest(document, wanted):
        yield Fault(
            f"Black text is made of {_count(inks)} inks ({mark.colour}), {pages}. It must be black"
            " only (0/0/0/100), or its edges are blurred and coloured.",
            sheet,
            mark.box,
        )


def screened(document: Document) -> Iterator[Fault]:
    """No black letter is nearly black: in 99 % it is made of dots, and has no sharp edge."""

    def wanted(inks: Inks, size: float) -> bool:
        return not any(inks[:3]) and SOLID <= inks[3] < 1

    for inks, sheet, mark, pages in _smallest(document, wanted):
        yield Fault(
            f"Black text is in {100 * inks[3]:.0f} % of black, {pages}, and so made of dots. It"
            " must be black only (0/0/0/100).",
            sheet,
            mark.box,
        )


def black_overprint(document: Document) -> Iterator[Fault]:
    """Black text below 12 pt is printed over what is below (GWG 2015, 4.10 and 4.11): else white
    edges show around it where inks do not meet. DeviceGray would take the other inks away."""
    for sheet, mark in document.marks("text"):
        colour, state = mark.colour, mark.state
        if mark.size >= _OVERPRINTED - _ROUNDING or not colour or colour.inks != (0, 0, 0, 1):
            continue
        keeps = colour.space.model == "ink" or (
            colour.space.model == "CMYK" and state.overprint_mode == 1
        )
        if not (mark.overprints and keeps):
            message = (
                "Black text is not set to overprint: white edges show where it is on a colour."
            )
            yield Fault(message, sheet, mark.box)


def invisible(document: Document) -> Iterator[Fault]:
    """All text is painted: what only programs can read is lost on paper."""
    for sheet, mark in document.marks("invisible"):
        yield Fault("Text is there and not painted (text rendering mode 3).", sheet, mark.box)


def tiny_text(document: Document) -> Iterator[Fault]:
    """No text is so small that it fills up or breaks: 5 pt, and 6 pt of white on a colour."""
    for sheet, mark in document.marks("text"):
        white = mark.colour is not None and mark.colour.inks == (0, 0, 0, 0)
        least = _LEAST_WHITE if white else _LEAST
        if mark.size < least - _ROUNDING:
            what = "White text" if white else "Text"
            message = (
                f"{what} is as small as {mark.size:.1f} pt. Below {least} pt it is hard to print."
            )
            yield Fault(message, sheet, mark.box, "warning")


def small_text(document: Document) -> Iterator[Fault]:
    """Small coloured text needs few inks."""

    def wanted(inks: Inks, size: float) -> bool:
        showing = inks[:3] if inks[3] >= _CARRYING else inks
        return size < SMALL and _count(showing, _FAINT) > FEW_INKS and not looks_black(inks)

    for _, sheet, mark, pages in _smallest(document, wanted):
        yield Fault(
            f"Text is as small as {mark.size:.1f} pt in a colour of more than {FEW_INKS} inks"
            f" ({mark.colour}), {pages}. Below {SMALL} pt it may look blurred.",
            sheet,
            mark.box,
            "warning",
        )


def _smallest(
    document: Document, wanted: Callable[[Inks, float], bool]
) -> Iterator[tuple[Inks, Sheet, Mark, str]]:
    """Yield each colour of text that is *wanted*, the smallest text in it, on how many pages."""
    found: dict[Inks, list[tuple[Sheet, Mark]]] = defaultdict(list)
    for sheet, mark in document.marks("text"):
        inks = mark.colour.inks if mark.colour else None
        if inks and wanted(inks, mark.size):
            found[inks].append((sheet, mark))
    for inks, places in found.items():
        sheet, mark = min(places, key=lambda place: place[1].size)
        count = len({sheet.number for sheet, _ in places})
        yield inks, sheet, mark, f"on {count} page{'s' if count > 1 else ''}"


def _count(inks: tuple[float, ...], least: float = 0) -> int:
    return sum(ink > least for ink in inks)


def embedded(document: Document) -> Iterator[Fault]:
    """Every font is in the file."""
    for sheet, mark, font in _fonts(document):
        name = str(font.get("/BaseFont", "/without a name"))[1:]
        descriptor = entry(font, "/FontDescriptor")
        kind = str(font.get("/Subtype"))
        file = next((key for key in _FONT_FILES.get(kind, ()) if key in (descriptor or ())), None)
        if file is None:
            message = f"The font {name} is not in the file: the printer would use another one."
            yield Fault(message, sheet, mark.box)
        elif not _is_of_kind(descriptor[file], file, kind):
            message = f"The font {name} is empty, or kept as another kind than it is ({kind[1:]})."
            yield Fault(message, sheet, mark.box)
        elif not document.standard.transparency and _is_open_type(descriptor):
            message = (
                f"The font {name} is kept as OpenType, which {document.standard.name} forbids."
            )
            yield Fault(message, sheet, mark.box)


def _fonts(document: Document) -> Iterator[tuple[Any, Mark, Any]]:
    """Yield the fonts that text is set in, those with letters from outside the page's own marks."""
    for sheet, mark in document.marks("text"):
        subtype = entry(mark.thing, "/Subtype")
        if subtype == "/Type0":
            for font in mark.thing.get("/DescendantFonts", []):
                yield sheet, mark, font
        elif subtype != "/Type3" and mark.thing is not None:
            yield sheet, mark, mark.thing


def _is_of_kind(program: Any, key: str, kind: str) -> bool:
    if key == "/FontFile3" and str(program.get("/Subtype")) not in _FONT_KINDS[kind]:
        return False
    return bool(program.read_bytes())


def _is_open_type(descriptor: Any) -> bool:
    return bool(entry(descriptor, "/FontFile3", "/Subtype") == "/OpenType")


def missing_glyph(document: Document) -> Iterator[Fault]:
    """Every character has a letter, and no empty box instead of one."""
    known: dict[tuple[int, int], int | None] = {}
    for sheet, mark in document.marks("text"):
        font = mark.thing
        if entry(font, "/Subtype") != "/Type0":
            names = _differences(font)
            if any(names.get(code) == "/.notdef" for code in mark.text):
                yield Fault("A character has no letter in its font.", sheet, mark.box)
            continue
        if font.get("/Encoding") not in _TWO_BYTES:
            continue
        (descendant,) = font.DescendantFonts
        key = descendant.objgen
        if key not in known or key == (0, 0):
            known[key] = _glyph_count(descendant)
        count = known[key]
        codes = [int.from_bytes(mark.text[i : i + 2]) for i in range(0, len(mark.text), 2)]
        name = str(descendant.get("/BaseFont"))[1:]
        if count == 0:
            yield Fault(f"The font {name} is damaged.", sheet, mark.box)
        elif 0 in codes or (count is not None and max(codes) >= count):
            yield Fault(f"A character has no letter in its font, {name}.", sheet, mark.box)


def _differences(font: Any) -> dict[int, str]:
    """Return the names of the letters that a font with one byte a character gives them."""
    names: dict[int, str] = {}
    code = 0
    for item in entry(font, "/Encoding", "/Differences") or ():
        if isinstance(item, pikepdf.Name):
            names[code] = str(item)
            code += 1
        else:
            code = int(item)
    return names


def _glyph_count(font: Any) -> int | None:
    """Return how many letters a TrueType font has, 0 if it is damaged, None if it is another."""
    stream = entry(font, "/FontDescriptor", "/FontFile2")
    if stream is None or font.get("/CIDToGIDMap", "/Identity") != "/Identity":
        return None
    try:
        with TTFont(BytesIO(stream.read_bytes()), lazy=True) as opened:
            return int(opened["maxp"].numGlyphs)
    except (TTLibError, KeyError, ValueError, AssertionError, OSError, pikepdf.PdfError):
        return 0


RULES: Mapping[str, Rule] = {
    "body-black": body_black,
    "black-text": black_text,
    "screened-text": screened,
    "black-overprint": black_overprint,
    "tiny-text": tiny_text,
    "invisible-text": invisible,
    "small-text": small_text,
    "font": embedded,
    "missing-glyph": missing_glyph,
}
