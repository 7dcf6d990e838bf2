"""Paint with inks what WeasyPrint has painted in RGB."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from briefpress.pdf.inks import BLACK, Mixer, less_ink
from briefpress.pdf.parts import object_at, pages_of
from briefpress.press_settings import Standard


class Unprintable(Exception):
    """Something on a page that the standard does not allow."""


class Painter:
    """Paints with inks what WeasyPrint has painted in RGB."""

    def __init__(self, mixer: Mixer, standard: Standard) -> None:
        self._mixer = mixer
        self._standard = standard

    def paint(self, pdf: pydyf.PDF) -> None:
        """Change all that *pdf* paints."""
        for sheet in pages_of(pdf):
            self._paint_content(object_at(pdf, sheet["Contents"]))
        for thing in pdf.objects:
            if isinstance(thing, pydyf.Stream):
                self._paint_stream(thing)
            elif isinstance(thing, pydyf.Dictionary):
                self._mend_resources(thing)
                if "ShadingType" in thing and thing["ColorSpace"] == "/DeviceRGB":
                    thing["ColorSpace"] = "/DeviceCMYK"
                    self._paint_gradient(thing["Function"])

    def _paint_stream(self, stream: pydyf.Stream) -> None:
        extra = stream.extra
        if extra.get("Subtype") == "/Image":
            if extra["ColorSpace"] not in ("/DeviceCMYK", "/DeviceGray"):
                raise Unprintable("a picture is not in CMYK")
            if "SMask" in extra and not self._standard.transparency:
                raise self._translucent("a picture with transparent parts")
            return
        if "Group" in extra:
            if self._standard.transparency:
                extra["Group"]["CS"] = "/DeviceCMYK"
            else:
                del extra["Group"]  # nothing in it is translucent
        if extra.get("Subtype") == "/Form" or extra.get("Type") == "/Pattern":
            self._paint_content(stream)

    def _paint_content(self, stream: pydyf.Stream) -> None:
        stream.stream = [part for item in stream.stream for part in self._inked(item)]

    def _inked(self, item: Any) -> Iterator[Any]:
        """Yield *item*, an operator of a content stream as pydyf writes it, or those that set the
        inks of the colour that it sets."""
        match item.split() if isinstance(item, bytes) else ():
            case [red, green, blue, (b"rg" | b"RG") as operator]:
                inks = self._mixer.inks(float(red), float(green), float(blue))
                stroke = operator == b"RG"
            case [b"/lab-d50" | b"/lab-d65" | b"/DeviceCMYK", b"cs" | b"CS"]:
                return
            case [lightness, a, b, (b"scn" | b"SCN") as operator]:
                inks = self._mixer.inks_of_lab(float(lightness), float(a), float(b))
                stroke = operator == b"SCN"
            case [cyan, magenta, yellow, black, (b"scn" | b"SCN") as operator]:
                inks = less_ink((float(cyan), float(magenta), float(yellow), float(black)))
                stroke = operator == b"SCN"
            case _:
                yield item
                return
        yield b" ".join([*map(number, inks), b"K" if stroke else b"k"])
        if not stroke:
            # Black is printed over what lies below: no white edge if the plates are not in line.
            yield b"/over gs" if inks == BLACK else b"/knockout gs"

    def _mend_resources(self, resources: pydyf.Dictionary) -> None:
        """Name the states that `_inked` sets; look for what is translucent."""
        if "ExtGState" not in resources:
            return
        states = resources["ExtGState"]
        for state in states.values():
            if self._standard.transparency:
                continue
            if state.get("ca", 1) != 1 or state.get("CA", 1) != 1 or "SMask" in state:
                raise self._translucent("something translucent")
            if state.get("BM", "/Normal") != "/Normal":
                raise self._translucent("something blended with what lies below")
        states["over"] = pydyf.Dictionary({"Type": "/ExtGState", "op": "true", "OPM": 1})
        states["knockout"] = pydyf.Dictionary({"Type": "/ExtGState", "op": "false", "OPM": 0})
        resources.pop("ColorSpace", None)  # Lab, of which nothing is left

    def _translucent(self, what: str) -> Unprintable:
        return Unprintable(
            f"there is {what}, which {self._standard.name} does not allow; make it opaque, or "
            "choose PDF/X-4 in conf.py"
        )

    def _paint_gradient(self, function: pydyf.Dictionary) -> None:
        for part in function.get("Functions", ()):
            self._paint_gradient(part)
        for name in ("C0", "C1"):
            if name in function:
                parts = function[name]
                is_ink = len(parts) == 4
                inks = less_ink(tuple(parts)) if is_ink else self._mixer.inks(*parts)
                function[name] = pydyf.Array(inks)


def number(value: float) -> bytes:
    """Return *value* as it stands in a content stream."""
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()
