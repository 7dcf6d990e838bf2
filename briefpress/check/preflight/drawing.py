"""Look at how things are drawn: transparency, and orders that belong to the press alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from briefpress.check.preflight.colour import entry
from briefpress.check.preflight.document import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefpress.check.preflight.document import Document, Rule

_BLENDS = frozenset(
    [
        "/Normal",
        "/Compatible",
        "/Multiply",
        "/Screen",
        "/Overlay",
        "/Darken",
        "/Lighten",
        "/ColorDodge",
        "/ColorBurn",
        "/HardLight",
        "/SoftLight",
        "/Difference",
        "/Exclusion",
        "/Hue",
        "/Saturation",
        "/Color",
        "/Luminosity",
    ]
)
_OPAQUE_BLENDS = ("/Normal", "/Compatible")
_INTENTS = ("/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation")
_HALFTONES = (1, 5)
_BLENDING_MODELS = ("CMYK", "grey")


def readable(document: Document) -> Iterator[Fault]:
    """Every page can be drawn as it says."""
    for sheet, mark in document.marks("broken"):
        yield Fault(f"What the page shows {mark.text.decode(errors='replace')}.", sheet)
    for sheet, mark in document.marks("unknown"):
        yield Fault(
            f"The page has the unknown order “{mark.text.decode(errors='replace')}”.", sheet
        )


def transparency(document: Document) -> Iterator[Fault]:
    """Nothing shines through what lies over it, where the standard forbids that."""
    if document.standard.transparency:
        return
    ending = f", which {document.standard.name} forbids. It must be painted in its final colour."
    for sheet, mark in document.marks("settings", "form", "image"):
        thing = mark.thing
        if mark.kind == "settings":
            for how in _translucent(thing):
                yield Fault(f"Something is transparent ({how}){ending}", sheet)
        elif mark.kind == "form" and thing.get("/S") == "/Transparency":
            yield Fault(f"Things are grouped for transparency{ending}", sheet)
        elif mark.kind == "image" and ("/SMask" in thing or thing.get("/SMaskInData", 0)):
            yield Fault(f"A picture is transparent{ending}", sheet, mark.box)


def _translucent(settings: Any) -> Iterator[str]:
    for key in ("/ca", "/CA"):
        if float(settings.get(key, 1)) < 1:
            yield f"opacity {100 * float(settings[key]):.0f} %"
    blends = _blends(settings)
    if blends and blends[0] not in _OPAQUE_BLENDS:
        yield f"blending {blends[0][1:]}"
    if str(settings.get("/SMask", "/None")) != "/None":
        yield "a soft mask"


def _blends(settings: Any) -> list[str]:
    found = settings.get("/BM")
    if found is None:
        return []
    return [str(name) for name in found] if isinstance(found, pikepdf.Array) else [str(found)]


def blending(document: Document) -> Iterator[Fault]:
    """What shines through is mixed from the four inks."""
    if not document.standard.transparency:
        return
    for sheet in document.sheets:
        used = False
        for mark in sheet.marks:
            if mark.kind == "settings":
                used = used or any(_translucent(mark.thing))
                for name in _blends(mark.thing):
                    if name not in _BLENDS:
                        yield Fault(f"Unknown way of blending: {name[1:]}.", sheet)
            elif mark.kind == "image":
                used = used or "/SMask" in mark.thing
            elif mark.kind == "form" and mark.space and mark.space.model not in _BLENDING_MODELS:
                message = (
                    f"Transparency is mixed in {mark.space.model}, so that black text below it may"
                    " be printed with four inks. It must be mixed in CMYK."
                )
                yield Fault(message, sheet, mark.box)
        if used and entry(sheet.page.obj, "/Group", "/CS") is None:
            yield Fault(
                "The page has transparency and does not say in which colours to mix it: programs"
                " differ.",
                sheet,
                severity="warning",
            )


def press_orders(document: Document) -> Iterator[Fault]:
    """The file does not tell the press how to do its work."""
    for sheet, mark in document.marks("settings"):
        settings = mark.thing
        if "/TR" in settings or settings.get("/TR2", "/Default") != "/Default":
            yield Fault("Colours are changed by a curve when they are printed (TR).", sheet)
        if "/HTP" in settings:
            yield Fault("The file wants to shift the halftone dots (HTP).", sheet)
        halftone = settings.get("/HT")
        if isinstance(halftone, (pikepdf.Dictionary, pikepdf.Stream)) and (
            "/HalftoneName" in halftone or halftone.get("/HalftoneType") not in _HALFTONES
        ):
            yield Fault("The file wants halftone dots of its own (HT).", sheet)
        if settings.get("/RI", _INTENTS[0]) not in _INTENTS:
            yield Fault(f"Unknown rendering intent: {str(settings.RI)[1:]}.", sheet)
    for sheet, mark in document.marks("intent"):
        if mark.thing not in _INTENTS:
            yield Fault(f"Unknown rendering intent: {str(mark.thing)[1:]}.", sheet)


def postscript(document: Document) -> Iterator[Fault]:
    """Nothing is drawn by a program that only PostScript printers understand."""
    for sheet, mark in document.marks("form"):
        kinds = (mark.thing.get("/Subtype"), mark.thing.get("/Subtype2"))
        if "/PS" in kinds or "/PS" in mark.thing:
            yield Fault(
                "A part of the page is PostScript, which no printer takes.", sheet, mark.box
            )
        elif "/OPI" in mark.thing:
            yield Fault("A picture is to be put in by the printer (OPI).", sheet, mark.box)


RULES: Mapping[str, Rule] = {
    "broken": readable,
    "transparency": transparency,
    "blending": blending,
    "press-order": press_orders,
    "postscript": postscript,
}
