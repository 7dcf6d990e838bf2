"""Look for what paper cannot do: links, forms, scripts, attachments, layers, encryption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from briefpress.check.preflight.colour import entry
from briefpress.check.preflight.document import Fault
from briefpress.check.preflight.geometry import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefpress.check.preflight.document import Document, Rule

_PRINTERS_OWN = ("/PrinterMark",)
_ACTIONS = frozenset(
    [
        "/GoTo",
        "/GoToR",
        "/GoToE",
        "/Launch",
        "/Thread",
        "/URI",
        "/Sound",
        "/Movie",
        "/Hide",
        "/Named",
        "/SubmitForm",
        "/ResetForm",
        "/ImportData",
        "/JavaScript",
        "/SetOCGState",
        "/Rendition",
        "/Trans",
        "/GoTo3DView",
    ]
)
_VIEWS = ("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip")


def encryption(document: Document) -> Iterator[Fault]:
    """Every printer can open the file."""
    if document.pdf.is_encrypted:
        yield Fault("The file is encrypted.")


def annotated(document: Document) -> Iterator[Fault]:
    """No page has links, notes or fields."""
    for sheet in document.sheets:
        for annotation in sheet.annotations:
            kind = str(entry(annotation, "/Subtype"))
            if kind not in _PRINTERS_OWN:
                message = f"The page has an annotation ({kind[1:]}), which is not for paper."
                yield Fault(message, sheet)
            elif Box.read(annotation.Rect).within(sheet.bleed):
                message = f"A printer's mark ({kind[1:]}) stands on the page or its bleed."
                yield Fault(message, sheet, Box.read(annotation.Rect))


def actions(document: Document) -> Iterator[Fault]:
    """Nothing happens when the file is opened or clicked."""
    root = document.pdf.Root
    if "/OpenAction" in root:
        yield Fault("The file does something when it is opened (OpenAction).")
    if entry(root, "/Names", "/JavaScript") is not None:
        yield Fault("The file holds JavaScript.")
    found = {str(thing.S) for thing in document.dictionaries if _is_action(thing)}
    if found:
        names = ", ".join(name[1:] for name in sorted(found))
        yield Fault(f"The file holds actions: {names}.")
    if any("/AA" in thing for thing in document.dictionaries):
        yield Fault("The file does something when a page or a field is entered or left (AA).")


def _is_action(thing: Any) -> bool:
    if isinstance(thing, pikepdf.Stream) or str(thing.get("/S")) not in _ACTIONS:
        return False
    # Structure elements and page transitions have an /S too.
    return thing.get("/Type") in (None, "/Action") and not {"/P", "/K"} & set(thing.keys())


def forms(document: Document) -> Iterator[Fault]:
    """There is nothing to fill in."""
    if "/AcroForm" in document.pdf.Root:
        yield Fault("The file is a form to be filled in (AcroForm).")


def attachments(document: Document) -> Iterator[Fault]:
    """All that is printed is in the file, and nothing else."""
    root = document.pdf.Root
    if entry(root, "/Names", "/EmbeddedFiles") is not None or "/AF" in root:
        yield Fault("Other files are attached to the file.")
    elif any(thing.get("/Type") == "/Filespec" for thing in document.dictionaries):
        yield Fault("The file refers to other files.")
    for thing in document.dictionaries:
        if isinstance(thing, pikepdf.Stream) and ("/F" in thing or "/Ref" in thing):
            yield Fault("A part of the file is not in it but in another file.")
            break


def layers(document: Document) -> Iterator[Fault]:
    """Nobody need know which layers are to be printed."""
    layers = document.pdf.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary):
        return
    if not document.standard.transparency:
        yield Fault(f"The file has layers, which {document.standard.name} forbids.")
        return
    default = layers.get("/D")
    more = layers.get("/Configs")
    configurations = [default, *(more if isinstance(more, pikepdf.Array) else [])]
    for configuration in configurations:
        if not entry(configuration, "/Name"):
            yield Fault("A set of layers has no name.")
        if entry(configuration, "/AS") is not None:
            yield Fault("The file's layers switch themselves on and off (AS).")
    if entry(default, "/OFF") or entry(default, "/BaseState") == "/OFF":
        yield Fault("A layer is hidden: it may be printed all the same.")


def shown_area(document: Document) -> Iterator[Fault]:
    """Nothing tells a program to show or print only a part of the page."""
    preferences = document.pdf.Root.get("/ViewerPreferences")
    for key in _VIEWS:
        area = entry(preferences, key)
        if area is not None and str(area) not in ("/MediaBox", "/BleedBox"):
            yield Fault(f"The file tells programs to show only its {str(area)[1:]} ({key[1:]}).")


RULES: Mapping[str, Rule] = {
    "encryption": encryption,
    "annotation": annotated,
    "action": actions,
    "form": forms,
    "attachment": attachments,
    "layer": layers,
    "shown-area": shown_area,
}
