"""Look at the colour of everything that is painted: four inks and nothing else, black as black."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from briefpress.check.preflight.colour import (
    NO_INK,
    PROCESS,
    REGISTRATION,
    Colour,
    Space,
    entry,
)
from briefpress.check.preflight.document import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefpress.check.preflight.document import Document, Rule, Sheet
    from briefpress.check.preflight.marks import Kind, Mark

PAINTED: tuple[Kind, ...] = ("text", "fill", "stroke", "image", "shading")
_WHAT: Mapping[str, str] = {
    "text": "Text",
    "fill": "An area",
    "stroke": "A line",
    "image": "A picture",
    "shading": "A gradient",
}

HAIRLINE = 0.25
"""In points: the thinnest line that a press prints without gaps."""

_LONG_ENOUGH = 2
"""In points: what is shorter is a dot and no line."""

ROUNDING = 2
"""In percent of ink: what rounding, and a picture's compression, may add to a sum of four inks."""


def _painted(document: Document) -> Iterator[tuple[Sheet, Mark, Colour | None, Space]]:
    """Yield what is painted with its colour, if it has one, and the space of that."""
    for sheet, mark in document.marks(*PAINTED):
        if mark.colour is not None:
            # A pattern's marks are looked at by themselves.
            if mark.colour.pattern is None:
                yield sheet, mark, mark.colour, mark.colour.space
        elif mark.space is not None:
            yield sheet, mark, None, mark.space


def rgb(document: Document) -> Iterator[Fault]:
    """Nothing is painted in the colours of screens."""
    for sheet, mark, colour, space in _painted(document):
        if space.root.model in ("RGB", "Lab"):
            name = colour if colour and space.model == space.root.model else space.root.model
            yield Fault(
                f"{_WHAT[mark.kind]} is in {name}, a colour for screens. It must"
                " be given in the four inks (CMYK), or the press decides how it looks.",
                sheet,
                mark.box,
            )


def unknown_space(document: Document) -> Iterator[Fault]:
    """Every colour can be read."""
    for sheet, mark, _, space in _painted(document):
        if space.root.model == "unknown":
            message = (
                f"{_WHAT[mark.kind]} has a colour that cannot be read ({space.family or '?'})."
            )
            yield Fault(message, sheet, mark.box)


def calibrated(document: Document) -> Iterator[Fault]:
    """No colour management turns an ink into others."""
    intents = document.pdf.Root.get("/OutputIntents")
    streams = [entry(intent, "/DestOutputProfile") for intent in intents or []]
    ours = {s.read_bytes() for s in streams if isinstance(s, pikepdf.Stream)}
    for sheet, mark, _, space in _painted(document):
        root = space.root
        if root.alternate and root.alternate.model != root.model:
            message = (
                f"{_WHAT[mark.kind]} has an ICC profile of {root.model}, and {root.alternate.model}"
                " for programs that cannot read it: it is printed in either."
            )
            yield Fault(message, sheet, mark.box)
        if not root.calibrated or root.model in ("RGB", "Lab", "unknown"):
            continue
        what = _WHAT[mark.kind]
        if not document.standard.transparency:
            message = f"{what} has an ICC profile, which {document.standard.name} forbids."
            yield Fault(message, sheet, mark.box)
        elif root.profile in ours:
            message = (
                f"{what} has the profile of the press, which {document.standard.name} forbids."
            )
            yield Fault(message, sheet, mark.box)
        else:
            message = f"{what} has an ICC profile: what is one ink may be printed with several."
            yield Fault(message, sheet, mark.box)


def default_space(document: Document) -> Iterator[Fault]:
    """No resource says that colours mean something else."""
    for thing in document.dictionaries:
        spaces = entry(thing, "/ColorSpace")
        if isinstance(spaces, pikepdf.Dictionary):
            for name in ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK"):
                if name in spaces:
                    yield Fault(f"Colours are given another meaning than they say ({name[1:]}).")


def spot_ink(document: Document) -> Iterator[Fault]:
    """Nothing needs a fifth plate, and what is for all plates is on none of the pages."""
    for sheet, mark, colour, space in _painted(document):
        if REGISTRATION in space.inks and _is_inside(sheet, mark):
            message = (
                f"{_WHAT[mark.kind]} is in the colour of crop marks, which is all inks at once."
            )
            yield Fault(message, sheet, mark.box)
        elif (colour is None or colour.inks is None) and (names := _spot_inks(space)):
            message = f"{_WHAT[mark.kind]} needs an ink of its own, {names}, which costs extra."
            yield Fault(message, sheet, mark.box)


def _spot_inks(space: Space) -> str:
    """Return the names of the inks of *space* that are neither the four nor all of them."""
    return " and ".join(i for i in space.inks if i not in (*PROCESS, *NO_INK, REGISTRATION))


def heavy_colour(document: Document) -> Iterator[Fault]:
    """No single colour has more ink than paper takes."""
    most = document.limits.ink
    for sheet, mark, colour, _ in _painted(document):
        inks = colour.inks if colour else None
        if inks and _is_inside(sheet, mark) and 100 * sum(inks) > most + ROUNDING:
            yield Fault(
                f"{_WHAT[mark.kind]} has {100 * sum(inks):.0f} % of ink ({colour}), more than"
                f" {most:g} %: it would not dry.",
                sheet,
                mark.box,
            )


def white_overprint(document: Document) -> Iterator[Fault]:
    """Nothing white is printed over what is below: it would vanish."""
    for sheet, mark, colour, space in _painted(document):
        if colour is None or colour.inks is None or any(colour.inks):
            continue
        keeps = space.model != "CMYK" or mark.state.overprint_mode == 1
        if mark.overprints and keeps:
            message = f"{_WHAT[mark.kind]} is white and set to overprint: it vanishes on press."
            yield Fault(message, sheet, mark.box)


def coloured_overprint(document: Document) -> Iterator[Fault]:
    """Only black is printed over what is below: a colour would mix with it."""
    for sheet, mark, colour, space in _painted(document):
        if colour and mark.overprints and REGISTRATION not in space.inks and any(colour.tints):
            message = (
                f"{_WHAT[mark.kind]} in {colour} is set to overprint: it mixes with what is below."
            )
            yield Fault(message, sheet, mark.box)


def profile_overprint(document: Document) -> Iterator[Fault]:
    """No CMYK with a profile overprints ink by ink (ISO 15930-7, as ISO 19005-2, 6.2.4.2)."""
    for sheet, mark, colour, space in _painted(document):
        one = mark.state.overprint_mode == 1
        if (
            colour
            and mark.overprints
            and one
            and space.family == "/ICCBased"
            and space.count == len("CMYK")
        ):
            message = f"{_WHAT[mark.kind]} has an ICC profile and overprints ink by ink (OPM 1)."
            yield Fault(message, sheet, mark.box)


def hairline(document: Document) -> Iterator[Fault]:
    """No line is so thin that it breaks up on press."""
    for sheet, mark in document.marks("stroke", "fill"):
        box, colour = mark.box, mark.colour
        if not box or not colour or (colour.inks is not None and not any(colour.inks)):
            continue
        is_line = mark.kind == "stroke" or max(box.width, box.height) > _LONG_ENOUGH
        if is_line and mark.size < HAIRLINE - 0.005:
            message = f"A line is {mark.size:.2f} pt thin. Below {HAIRLINE:g} pt it may break up."
            yield Fault(message, sheet, box, "warning")


def marks_black(document: Document) -> Iterator[Fault]:
    """What stands beside the page, such as crop marks, is black only."""
    for sheet, mark, colour, space in _painted(document):
        if mark.box and not _is_inside(sheet, mark):
            registers = REGISTRATION in space.inks
            if not registers and not (colour and colour.is_black_only):
                message = (
                    f"{_WHAT[mark.kind]} outside the bleed is not black only ({colour or ''})."
                )
                yield Fault(message.replace(" ()", ""), sheet, mark.box)


def _is_inside(sheet: Sheet, mark: Mark) -> bool:
    """Whether any of it is on the page or its bleed; what only touches the edge is not."""
    return mark.box is None or mark.box.within(sheet.bleed) is not None


RULES: Mapping[str, Rule] = {
    "rgb": rgb,
    "unknown-colour": unknown_space,
    "icc-colour": calibrated,
    "default-colour": default_space,
    "extra-ink": spot_ink,
    "heavy-colour": heavy_colour,
    "white-overprint": white_overprint,
    "coloured-overprint": coloured_overprint,
    "profile-overprint": profile_overprint,
    "hairline": hairline,
    "marks-black": marks_black,
}
