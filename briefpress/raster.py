"""Find what is wrong with a picture made of pixels, and remake what a format does not show.

What is remade has eight bits a channel, the colours of sRGB, and stands upright.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path

import imagesize  # type: ignore[import-untyped]
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

# More are of no use on a page: 300 on an inch are 2500 across A4. To open these takes 256 MB.
MAX_PIXELS = 64_000_000

# Longer movements must have a button that stops them (WCAG 2.2, 2.2.2).
MAX_SECONDS = 5

_ORIENTATION = 0x0112  # of EXIF
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

# As few colours has a drawing, which JPEG would blur.
_FEW_COLOURS = 256


# Pillow lets through what its decoders stumble over.
_DAMAGES = (EOFError, OSError, SyntaxError, TypeError, ValueError)


def fault_of(file: Path, media_type: str) -> str:
    """Return what is wrong with *file*, which is called *media_type*, and what to do; nothing if it
    can be shown."""
    cure = "open it in a program for pictures and save it anew"
    if not file.stat().st_size:
        return f"is empty; {cure}"
    try:
        with _opened(file) as image:
            found = _kind(image)
            if found != media_type:
                name = file.suffix
                return f"is called {name}, but is {found}; save it anew, or name it as what it is"
            if image.width * image.height > MAX_PIXELS:
                return _too_large(*image.size)
            with _strict():
                image.load()
    except UnidentifiedImageError:
        return f"cannot be read as {media_type}; {cure}"
    except Image.DecompressionBombError:
        return _too_large(*imagesize.get(file))
    except _DAMAGES:
        return f"is damaged or not whole; fetch it again from where it came, or {cure}"
    return ""


def _too_large(width: int, height: int) -> str:
    return (
        f"has {width:,} × {height:,} pixels, more than the {MAX_PIXELS // 1_000_000} million that "
        "can be shown; save it smaller, about 2000 pixels wide"
    )


def moves_on(file: Path) -> bool:
    """Whether *file* is an animation of more than `MAX_SECONDS`, or without an end."""
    with _opened(file) as image:
        frames = getattr(image, "n_frames", 1)
        if frames < 2:
            return False
        rounds = image.info.get("loop", 1)
        milliseconds = 0
        for frame in range(frames):
            image.seek(frame)
            milliseconds += image.info.get("duration", 0)
    return bool(rounds == 0 or milliseconds * rounds > MAX_SECONDS * 1000)


def remade(file: Path, shown: Container[str], *, plain: bool) -> tuple[bytes, str] | None:
    """Return *file* as a JPEG or PNG picture, and its suffix, if its kind is none of *shown*, or
    its colours are those of a press.

    With *plain* also if it must be turned, has 16 bits a channel, or colours that only a profile
    tells right: a PDF has none of it. One that cannot be read stays as it is (see `fault_of`).
    """
    try:
        return _remade(file, shown, plain=plain)
    except (*_DAMAGES, Image.DecompressionBombError):
        return None


def _remade(file: Path, shown: Container[str], *, plain: bool) -> tuple[bytes, str] | None:
    with _opened(file) as image:
        profile = _profile(image)
        is_plain = image.mode in _PLAIN and not profile and _is_upright(image)
        is_shown = _kind(image) in shown and image.mode != "CMYK"
        if is_shown and (is_plain or not plain):
            return None
        pixels = ImageOps.exif_transpose(image)
        if image.mode.startswith("I"):  # 16 bits of grey
            pixels = pixels.convert("I").point(lambda value: value * (255 / 65535) + 0.5)
            return _saved(pixels.convert("L"))
        mode = "L" if image.mode in ("1", "L", "LA") else "RGB"
        if image.has_transparency_data:
            mode += "A"
        if profile and mode in ("L", "RGB"):
            pixels = ImageCms.profileToProfile(pixels, profile, _SRGB, outputMode="RGB") or pixels
            mode = "RGB"
        elif profile and mode == "RGBA":
            alpha = pixels.convert(mode).getchannel("A")
            pixels = ImageCms.profileToProfile(pixels.convert("RGB"), profile, _SRGB) or pixels
            pixels.putalpha(alpha)
        return _saved(pixels.convert(mode))


# What WeasyPrint takes as it is.
_PLAIN = ("1", "L", "LA", "P", "RGB", "RGBA")


def _opened(file: Path) -> Image.Image:
    with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
        return Image.open(file)  # our limit is lower


@contextmanager
def _strict() -> Iterator[None]:
    """Let Pillow refuse what is cut short; WeasyPrint lets it take that, in the whole process."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _kind(image: Image.Image) -> str:
    return Image.MIME.get(image.format or "", "")


def _is_upright(image: Image.Image) -> bool:
    return bool(image.getexif().get(_ORIENTATION, 1) == 1)


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Return the colour profile of *image*; nothing if it is sRGB, or cannot be used: browsers
    pass over it too."""
    content = image.info.get("icc_profile")
    if not content:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(content))
        space = profile.profile.xcolor_space.strip()
        is_srgb = "sRGB" in ImageCms.getProfileDescription(profile)
    except (ImageCms.PyCMSError, OSError):
        return None
    wanted = {"CMYK": "CMYK", "L": "GRAY", "LA": "GRAY", "1": "GRAY"}.get(image.mode, "RGB")
    return None if is_srgb or space != wanted else profile


def _saved(image: Image.Image) -> tuple[bytes, str]:
    """Return *image* as a file: a photograph as JPEG, a drawing or what is transparent as PNG."""
    content = io.BytesIO()
    is_drawing = image.getcolors(_FEW_COLOURS) is not None
    if "A" in image.mode or is_drawing:
        image.save(content, "PNG")
        return content.getvalue(), ".png"
    image.save(content, "JPEG", quality=92, subsampling="4:4:4")
    return content.getvalue(), ".jpg"
