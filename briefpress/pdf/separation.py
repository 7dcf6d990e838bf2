"""Turn the pictures of a page into pictures in the inks of a press.

Colours are converted colorimetrically, white as paper and black as the darkest that the press
prints (black point compensation): perceptual tables differ from one maker of profiles to the next,
and briefpress's own profile has none. Greys become black alone, so that they cannot get a cast.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageCms, ImageOps

from briefpress.files import MEDIA_TYPES

MOST_INK = 300
"""Percent of all four inks together, at any place: more does not dry."""

_SVG, _JPEG, _WEBP = MEDIA_TYPES[".svg"], MEDIA_TYPES[".jpg"], MEDIA_TYPES[".webp"]
_TIFF = "image/tiff"  # `patches.pictures` takes it

_GREY = 3  # of 255, that the three colours of a grey may differ by: JPEG does not keep them
_NEUTRAL = 10  # the same beside the edges of letters in a drawing
_WHITE = 250
_FEW = 16
_QUALITY = 95
_BAND = 1 << 20  # pixels to work on at a time

Inks = npt.NDArray[np.uint8]  # lines x columns x cyan, magenta, yellow, black; 255 is full


def separate(content: bytes, media_type: str, profile: Path) -> tuple[bytes, str]:
    """Return a picture of one of `MEDIA_TYPES` without other colours than those that *profile*
    describes, and its media type.

    The colours of a drawing are mixed when it is painted; what it holds in pixels is fetched, and
    comes here, by itself.
    """
    if media_type == _SVG:
        return content, _SVG
    with Image.open(io.BytesIO(content)) as picture:
        if picture.mode == "CMYK":
            return _dried(content, picture), media_type
        is_photograph = media_type in (_JPEG, _WEBP)
        return _separated(ImageOps.exif_transpose(picture), profile, is_photograph)


def _separated(picture: Image.Image, profile: Path, is_photograph: bool) -> tuple[bytes, str]:
    own = picture.info.get("icc_profile")
    opacity, picture = _taken_apart(picture)
    shown = _in_srgb(picture, own)
    if _is_grey(shown):
        tones = black_tones(profile)
        grey = shown.convert("L").point([255 - tone for tone in tones])
        if opacity is not None:
            grey = Image.merge("LA", (grey, opacity))
        return _saved(grey, "PNG"), MEDIA_TYPES[".png"]
    inks = np.array(_converted(picture, own, shown, profile))
    is_drawing = _is_drawing(shown)
    if is_drawing:
        _blacken(inks, shown, profile, is_lossy=is_photograph)
    if is_photograph and not is_drawing and opacity is None:
        return _photograph(inks), _JPEG
    _limit(inks, MOST_INK)
    more = [] if opacity is None else [opacity]
    return _saved(_picture(inks), "TIFF", save_all=True, append_images=more), _TIFF


def _taken_apart(picture: Image.Image) -> tuple[Image.Image | None, Image.Image]:
    """Return how opaque each pixel of *picture* is (None: all are), and its colours: grey or
    RGB, with 8 bits each."""
    opacity = None
    if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA", "RGBa", "La"):
        is_grey = picture.mode in ("1", "L", "LA", "La")
        picture = picture.convert("RGBA")
        found = picture.getchannel("A")
        opacity = found if any(found.histogram()[:255]) else None
        return opacity, picture.convert("L" if is_grey else "RGB")
    if picture.mode.startswith("I"):  # 16 bits of grey; Pillow would cut off all above 255
        tones = np.asarray(picture).astype(np.uint16) >> 8
        return None, Image.fromarray(tones.astype(np.uint8))
    return None, picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _in_srgb(picture: Image.Image, own: bytes | None) -> Image.Image:
    """Return *picture* in the colours of sRGB; *own* is the profile in the file."""
    transform = _transform_from(own, picture.mode, _usual("sRGB"), "RGB")
    return _applied(picture, transform) if transform else picture


def _converted(
    picture: Image.Image, own: bytes | None, shown: Image.Image, profile: Path
) -> Image.Image:
    """Return *picture* in the inks of *profile*."""
    press = ImageCms.getOpenProfile(str(profile))
    if transform := _transform_from(own, picture.mode, press, "CMYK"):
        return _applied(picture, transform)
    return _applied(shown.convert("RGB"), _from_srgb(profile))


def _transform_from(
    own: bytes | None, mode: str, target: ImageCms.ImageCmsProfile, target_mode: str
) -> ImageCms.ImageCmsTransform | None:
    """Return the way from the profile *own* to *target*; None if there is none, or if it is of no
    use for a picture of that *mode*: the colours are taken for sRGB then, as browsers do."""
    if not own:
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(own))
        return _transform(source, target, mode, target_mode)
    except (OSError, ImageCms.PyCMSError):
        return None


def _transform(
    source: ImageCms.ImageCmsProfile, target: ImageCms.ImageCmsProfile, mode: str, target_mode: str
) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        source,
        target,
        mode,
        target_mode,
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


@cache
def _from_srgb(profile: Path) -> ImageCms.ImageCmsTransform:
    return _transform(_usual("sRGB"), ImageCms.getOpenProfile(str(profile)), "RGB", "CMYK")


def _usual(name: Literal["LAB", "sRGB"]) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name))


def _applied(picture: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    made = ImageCms.applyTransform(picture, transform)
    assert made is not None  # it is only where the picture itself is changed
    return made


def _is_grey(picture: Image.Image) -> bool:
    if picture.mode == "L":
        return True
    red, green, blue = picture.split()
    pairs = ((red, green), (green, blue), (red, blue))
    return not any(sum(ImageChops.difference(*pair).histogram()[_GREY + 1 :]) for pair in pairs)


@cache
def black_tones(profile: Path) -> tuple[int, ...]:
    """Return, for each grey of sRGB, how much black (0 to 255) looks the same on paper."""
    ramp = np.zeros((1, 256, 4), np.uint8)
    ramp[..., 3] = np.arange(256)
    to_lab = _transform(ImageCms.getOpenProfile(str(profile)), _usual("LAB"), "CMYK", "LAB")
    lightness = np.asarray(_applied(_picture(ramp), to_lab))[0, :, 0] / 2.55
    printed = _luminance(np.minimum.accumulate(lightness))
    grey = np.arange(256) / 255
    wanted = np.where(grey <= 0.04045, grey / 12.92, ((grey + 0.055) / 1.055) ** 2.4)
    # From all of black to paper, whatever these two are.
    wanted = printed[-1] + (printed[0] - printed[-1]) * wanted
    tones = np.interp(wanted, printed[::-1], np.arange(256)[::-1]).round().astype(int)
    return (255, *tones[1:-1].tolist(), 0)


def _luminance(lightness: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return Y of CIE L*."""
    return np.where(lightness > 8, ((lightness + 16) / 116) ** 3, lightness / 903.3)


def _is_drawing(picture: Image.Image) -> bool:
    """Whether half of *picture*, its white ground apart, is grey or has one of a few colours: a
    diagram, or a page with letters on it."""
    pixels = np.asarray(picture).reshape(-1, 3)
    pixels = pixels[:: max(1, len(pixels) // _BAND)]
    pixels = pixels[pixels.min(axis=1) < _WHITE]
    is_grey = np.ptp(pixels, axis=1) <= 1
    colours = pixels[~is_grey].astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    counts = np.sort(np.unique(colours, return_counts=True)[1])
    return bool((is_grey.sum() + counts[-_FEW:].sum()) * 2 >= len(pixels))


def _blacken(inks: Inks, picture: Image.Image, profile: Path, *, is_lossy: bool) -> None:
    """Print what is grey in *picture* with black alone: letters and lines stay sharp if the inks
    do not meet exactly."""
    tones = np.array(black_tones(profile), np.uint8)
    pixels = np.asarray(picture)
    for band in _bands(inks):
        part = pixels[band]
        spread = np.ptp(part, axis=2).astype(np.uint16)
        # A light tint differs as little from grey, but that is most of what it has of colour. So do
        # the grains that a lossy picture has around letters.
        is_tint = (spread > _GREY) & (spread * 3 > 255 - part.min(axis=2))
        is_neutral = (spread <= _NEUTRAL) & (is_lossy | ~is_tint)
        grey = part[is_neutral].mean(axis=1).round().astype(np.uint8)
        inks[band][is_neutral] = 0
        inks[band][is_neutral, 3] = tones[grey]


def _limit(inks: Inks, most: int) -> int:
    """Take as much of the three colours where there is more than *most* percent; black keeps the
    drawing of the shadows. Return how much there was."""
    top = 0
    room = most * 255 // 100
    for band in _bands(inks):
        part = inks[band]
        total = part.sum(axis=2, dtype=np.uint16)
        top = max(top, int(total.max(initial=0)))
        if top > room:
            wet = part[total > room]
            colours = wet[:, :3].sum(axis=1, dtype=np.uint16)
            share = (room - wet[:, 3].astype(np.int16)) / colours
            wet[:, :3] = np.floor(wet[:, :3] * share[:, np.newaxis])
            part[total > room] = wet
    return top * 100 // 255


def _bands(inks: Inks) -> list[slice]:
    lines = max(1, _BAND // max(1, inks.shape[1]))
    return [slice(top, top + lines) for top in range(0, inks.shape[0], lines)]


def _photograph(inks: Inks) -> bytes:
    """Return *inks* as JPEG, whose losses do not take it over the limit."""
    for most in range(MOST_INK, 0, -5):
        _limit(inks, most)
        made = _saved(_picture(inks), "JPEG", quality=_QUALITY)
        if _limit(np.array(Image.open(io.BytesIO(made))), MOST_INK) <= MOST_INK:
            break
    return made


def _dried(content: bytes, picture: Image.Image) -> bytes:
    """Return a JPEG file in inks as it is if it has not too much of them and stands upright: who
    made it knew the press."""
    inks = np.array(picture)
    if "adobe" not in picture.info:
        inks = 255 - inks  # Pillow takes each for one of Adobe's, whose inks are inverted
    upright = picture.getexif().get(0x0112, 1) == 1
    if upright and _limit(inks.copy(), MOST_INK) <= MOST_INK:
        return content
    turned = _picture(inks)
    turned.getexif().update(picture.getexif())
    return _photograph(np.array(ImageOps.exif_transpose(turned)))


def _picture(inks: Inks) -> Image.Image:
    return Image.frombytes("CMYK", (inks.shape[1], inks.shape[0]), inks.tobytes())


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
