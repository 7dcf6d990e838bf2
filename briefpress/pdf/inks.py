"""Turn the colours of the screen into the inks of a press.

All that a page paints passes here, whoever chose its colour: the theme, Pygments, a drawing, an
author. Colours of the theme have the inks that its tokens name; greys, and what is nearly
black, are tints of black alone; the profile of the printing condition mixes all others, with no
more ink than `MOST_INK`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import hypot
from pathlib import Path

from PIL import Image, ImageCms

from briefpress.colour import luminance
from briefpress.pdf.srgb import encoded
from briefpress.press_settings import MOST_INK, NEUTRAL, SOLID, looks_black

Inks = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, each from 0 to 1."""

Colour = tuple[int, ...]
"""A pixel of Pillow's: for CIE L*a*b* 255 is a lightness of 100, and 128 neither red nor green,
neither yellow nor blue."""

BLACK: Inks = (0, 0, 0, 1)
# How far apart, of 255, the parts of a grey may be.
_GREY = 4


class Mixer:
    """Mixes the inks of colours for one printing condition."""

    def __init__(self, profile: Path, palette: Iterable[tuple[str, Inks]]) -> None:
        """*palette* gives some colours, as ``#rrggbb``, inks of their own."""
        # Imported here: NumPy is slow to load, and builds without a print edition need none.
        from briefpress.pdf.separation import black_tones

        self._known = dict(palette)
        screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        eye = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        press = ImageCms.ImageCmsProfile(str(profile))
        self._to_inks = _transform(eye, press, "LAB", "CMYK")
        self._to_lab = _transform(screen, eye, "RGB", "LAB")
        self._from_inks = _transform(press, eye, "CMYK", "LAB")
        self._tones = black_tones(profile)

    def inks(self, red: float, green: float, blue: float) -> Inks:
        """Return the inks of a colour of sRGB, each part from 0 to 1."""
        parts = tuple(min(255, max(0, round(255 * part))) for part in (red, green, blue))
        name = f"#{bytes(parts).hex()}"
        if name not in self._known:
            spread = max(parts) - min(parts)
            if spread <= _GREY:
                inks = self._grey(parts)
            else:
                (lab,) = _applied(self._to_lab, "RGB", [parts])
                inks = self._mixed(lab)
            # Text is printed in it, which must be of one ink.
            if spread <= NEUTRAL * 255 and looks_black(inks):
                inks = self._grey(parts)
            self._known[name] = inks
        return self._known[name]

    def inks_of_lab(self, lightness: float, a: float, b: float) -> Inks:
        """Return the inks of a colour of CIE L*a*b*."""
        lab = (2.55 * lightness, a + 128, b + 128)
        return self._mixed(tuple(min(255, max(0, round(part))) for part in lab))

    def _grey(self, parts: Colour) -> Inks:
        """Return the tint of black that the same grey of a picture has beside it; nearly all of it
        is all, or letters in it have edges of dots."""
        red, green, blue = parts
        black = self._tones[round(255 * encoded(luminance((red, green, blue))))] / 255
        return BLACK if black >= SOLID else (0, 0, 0, black)

    def _mixed(self, lab: Colour) -> Inks:
        """Return the inks, in whole percents, that look most like the colour."""
        (found,) = _applied(self._to_inks, "LAB", [lab])
        cyan, magenta, yellow, black = (part / 255 for part in found)
        begin = less_ink((cyan, magenta, yellow, black))
        percents = self._nearest([int(part * 100) for part in begin], lab)
        cyan, magenta, yellow, black = (percent / 100 for percent in percents)
        return cyan, magenta, yellow, black

    def _nearest(self, percents: list[int], wanted: Colour) -> list[int]:
        """Return the inks that look most like *wanted*, by steps from *percents*."""
        for step in (8, 4, 2, 1):
            better = True
            while better:
                around = [
                    tried
                    for moves in product((0, -step, step), repeat=4)
                    if min(tried := [p + move for p, move in zip(percents, moves, strict=True)])
                    >= 0
                    and max(tried) <= 100
                    and sum(tried) <= MOST_INK
                ]
                colours = [tuple(round(2.55 * part) for part in tried) for tried in around]
                shown = _applied(self._from_inks, "CMYK", colours)
                # The lightness has 255 for 100.
                distances = [
                    hypot((lab[0] - wanted[0]) / 2.55, lab[1] - wanted[1], lab[2] - wanted[2])
                    for lab in shown
                ]
                # The first is where we stand: no step without a gain.
                nearest = distances.index(min(distances))
                better = nearest > 0
                percents = around[nearest]
        return percents


def less_ink(inks: Inks) -> Inks:
    """Return *inks* of at most `MOST_INK`, the black as it is."""
    *colours, black = inks
    share = (MOST_INK / 100 - black) / (sum(colours) or 1)
    if share >= 1:
        return inks
    cyan, magenta, yellow = (int(part * share * 100) / 100 for part in colours)
    return cyan, magenta, yellow, black


def _transform(
    source: ImageCms.ImageCmsProfile, target: ImageCms.ImageCmsProfile, mode: str, target_mode: str
) -> ImageCms.ImageCmsTransform:
    # Without compensation for the black of paper: what is painted flat looks as it was chosen.
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.buildTransform(source, target, mode, target_mode, intent)


def _applied(
    transform: ImageCms.ImageCmsTransform, mode: str, colours: Sequence[Colour]
) -> list[Colour]:
    """Return what *transform* makes of *colours*."""
    strip = Image.new(mode, (len(colours), 1))
    for place, colour in enumerate(colours):
        strip.putpixel((place, 0), colour)
    made = ImageCms.applyTransform(strip, transform)
    assert made is not None  # it is only where the picture itself is changed
    pixels = [made.getpixel((place, 0)) for place in range(len(colours))]
    return [pixel for pixel in pixels if isinstance(pixel, tuple)]
