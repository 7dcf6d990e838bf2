"""Compare two pictures by thumbnails of them: what is light, what is dark, of which hue.

Colours must not be equal, as few screens' colours can be printed: what is light must be light, and
a colour of about the same hue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageCms, ImageOps

if TYPE_CHECKING:
    from collections.abc import Iterable

SCREEN = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

SIDE = 12
"""In pixels: what is left of a picture for the comparison."""

ALIKE = 0.9
"""How much of the light and dark of one picture explains that of another, at least."""

_FLAT = 3.0
"""In CIE L*: a picture whose lightness varies less has no light and dark to compare."""

_COLOURED = 12.0
"""In CIE C*: a picture is in colour from there on."""

_PALE = 0.25
"""Of its colour a picture keeps so much, at least, in inks."""

_HUE = 0.6
"""The cosine of the angle, about 53°, by which a picture's hues may turn."""

_STRETCHED = 1.03
"""How much wider or narrower for its height a picture may be."""

_SHOWN = 0.5
"""How opaque it is, from 0 to 1, what belongs to a picture."""


@dataclass(frozen=True)
class Thumbnail:
    """What is left of a picture."""

    shape: float
    """Its width on paper by its height."""
    lab: Any
    """Lightness and colour of its rows, as CIE L*, a* and b*."""
    opacity: Any
    """How opaque its pixels are, from 0 to 1."""

    @property
    def is_seen(self) -> bool:
        """Whether anything of it is."""
        return bool((self.opacity > _SHOWN).any())

    def placed(self, across: tuple[float, float], up: tuple[float, float]) -> Thumbnail:
        """Return it as a page shows it, on which its width and its height, as vectors, become
        *across* and *up*. The rows of a picture begin at its top."""
        lab, opacity = self.lab, self.opacity
        (a, b), (c, d) = across, up
        if is_lying := abs(b) > abs(a):
            lab, opacity = lab.swapaxes(0, 1), opacity.T
        flipped = ((0, b > 0), (1, c > 0)) if is_lying else ((0, d < 0), (1, a < 0))
        axes = [axis for axis, is_flipped in flipped if is_flipped]
        shape = np.hypot(c, d) / np.hypot(a, b) if is_lying else np.hypot(a, b) / np.hypot(c, d)
        return Thumbnail(float(shape), np.flip(lab, tuple(axes)), np.flip(opacity, tuple(axes)))


def photograph(content: bytes) -> Image.Image | None:
    """Return the picture of pixels in the file *content*, upright and with its opacity; None if it
    cannot be read."""
    try:
        image = ImageOps.exif_transpose(Image.open(BytesIO(content)))
        if image.mode.startswith("I"):  # 16 bits of grey
            image = image.convert("I").point(lambda value: value / 257).convert("L")
        return image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def thumbnail(
    image: Image.Image,
    opacity: Image.Image | None = None,
    profile: ImageCms.ImageCmsProfile = SCREEN,
) -> Thumbnail:
    """Return what is left of *image*, if it has inks those of *profile*; *opacity* is a mask."""
    size = (SIDE, SIDE)
    small = image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    if small.mode != "CMYK":
        small = small.convert("RGB")
    lab = np.asarray(ImageCms.applyTransform(small, _to_lab(small.mode, profile)))
    parts = lab.astype(np.float32)
    parts[..., 1:] -= np.where(parts[..., 1:] > 127, 256, 0)
    parts[..., 0] /= 2.55
    mask = Image.new("L", size, 255) if opacity is None else opacity.resize(size)
    # As on white paper, where a press that knows no transparency has put it already.
    share = np.asarray(mask.convert("L"))[..., None] / 255
    shown = parts * share + np.array([100, 0, 0]) * (1 - share)
    return Thumbnail(image.width / image.height, shown, share[..., 0])


@lru_cache(maxsize=4)
def _to_lab(mode: str, profile: ImageCms.ImageCmsProfile) -> ImageCms.ImageCmsTransform:
    """Return what makes colours for the eye of inks of *profile*, or of a screen's."""
    source = profile if mode == "CMYK" else ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(source, ImageCms.createProfile("LAB"), mode, "LAB")


def find(picture: Thumbnail, there: Iterable[Thumbnail]) -> int | None:
    """Return which of those that are *there* shows *picture*, None if none does."""
    return next((place for place, each in enumerate(there) if is_alike(picture, each)), None)


def is_alike(one: Thumbnail, other: Thumbnail, least: float = ALIKE) -> bool:
    """Whether *other* shows what is opaque of *one*: its light and dark explain at *least* so much
    of the other's, from 0 to 1."""
    if max(one.shape / other.shape, other.shape / one.shape) > _STRETCHED:
        return False
    there = one.opacity > _SHOWN
    these, those = one.lab[there], other.lab[there]
    if these[:, 0].std() > _FLAT:
        if likeness(one, other) < least:
            return False
    elif those[:, 0].std() > 2 * _FLAT:
        return False
    colours, colours_too = these[:, 1:].ravel(), those[:, 1:].ravel()
    strong, kept = np.linalg.norm(colours), np.linalg.norm(colours_too)
    if strong < _COLOURED * len(these) ** 0.5:
        return True
    return bool(kept >= _PALE * strong and colours @ colours_too >= _HUE * strong * kept)


def likeness(one: Thumbnail, other: Thumbnail) -> float:
    """Return how much of the light and dark of what is opaque of *one* explains that of *other*:
    1 if all of it, 0 if nothing."""
    there = one.opacity > _SHOWN
    light, light_too = one.lab[there][:, 0], other.lab[there][:, 0]
    if not light.std() or not light_too.std():
        return 0
    return float(np.corrcoef(light, light_too)[0, 1])
