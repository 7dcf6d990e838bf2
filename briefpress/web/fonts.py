"""Make the faces of the web pages: one small WOFF2 file each, with the letters of a language."""

from __future__ import annotations

import hashlib
import html
import io
import re
from base64 import b64encode
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont

from briefpress.files import write_atomically
from briefpress.fonts import FACES, MATH, Face
from briefpress.languages import language_name, script
from briefpress.svg import SVG, read_picture

# What a page in any language shows, as blocks of Unicode: Latin and its diacritics, punctuation,
# currencies, the signs of notes, arrows, the commonest of mathematics.
_COMMON = (
    *((0x0020, 0x024F), (0x02B0, 0x02FF), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F)),
    *((0x20A0, 0x20CF), (0x2100, 0x214F), (0x2190, 0x2193), (0x2212, 0x2212), (0x2248, 0x2265)),
)

# The other scripts that the packaged families have (ISO 15924).
_SCRIPTS = {
    "Arab": ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF)),
    "Cyrl": ((0x0400, 0x052F),),
    "Hebr": ((0x0590, 0x05FF),),
    "Grek": ((0x0370, 0x03FF), (0x1F00, 0x1FFF)),
}

# The italics of mathematics, which are letters of their own.
_ITALICS = ((0x210E, 0x210E), (0x1D434, 0x1D467), (0x1D6E2, 0x1D71B))

# What formulas are made of: Latin, Greek, accents, letterlike signs, arrows, operators, brackets,
# and the alphabets that mathematics has of its own (italic and bold).
_MATHEMATICS = (
    *((0x0020, 0x007E), (0x00A0, 0x00FF), (0x0302, 0x0338), (0x0391, 0x03F6), (0x2010, 0x2044)),
    *((0x2100, 0x214F), (0x2190, 0x21D5), (0x2200, 0x22FF), (0x2308, 0x230B), (0x23DE, 0x23DF)),
    *((0x27E8, 0x27EB), (0x2A00, 0x2A0C), (0x1D400, 0x1D49B), (0x1D6A8, 0x1D71B)),
)

# Small capitals, and the kinds of figures; what HarfBuzz keeps anyhow is kept too.
_FEATURES = ("c2sc", "lnum", "onum", "smcp", "tnum")

# The faces of a page: family, weight, style. What is not here the browser slants or thickens.
# It fetches those that a page shows: code and formulas are in few.
_WEB = {
    "text": ("Literata", 400, "normal"),
    "text-italic": ("Literata", 400, "italic"),
    "text-semibold": ("Literata", 600, "normal"),
    "furniture": ("Source Sans 3", 400, "normal"),
    "furniture-semibold": ("Source Sans 3", 600, "normal"),
    "code": ("Source Code Pro", 400, "normal"),
    "math": ("STIX Two Math", 400, "normal"),
}
_OF_SCRIPT = {
    "Arab": {"arabic": ("Amiri", 400, "normal"), "arabic-bold": ("Amiri", 600, "normal")},
    "Hebr": {
        "hebrew": ("Frank Ruhl Libre", 400, "normal"),
        "hebrew-semibold": ("Frank Ruhl Libre", 600, "normal"),
    },
}
_ALL = {name: face for faces in (_WEB, *_OF_SCRIPT.values()) for name, face in faces.items()}


def make_web_fonts(tag: str, languages: Iterable[str], cache: Path) -> dict[str, Path]:
    """Return the file of each face that pages in the language *tag* are set in, by its name.

    Their links to the page in the other *languages* name these as they name themselves, for which
    the faces have the letters.

    To make one takes half a second, so they are kept in *cache*, the user's: publications in the
    same languages have the same.
    """
    written = script(tag)
    wanted = _WEB | _OF_SCRIPT.get(written, {})
    ranges = dict.fromkeys(wanted, (*_COMMON, *_SCRIPTS.get(written, ())))
    for other in languages:
        if script(other) != written:
            letters = tuple((ord(letter),) * 2 for letter in sorted(set(language_name(other))))
            name = next(iter(_OF_SCRIPT.get(script(other), ())), "furniture")
            ranges[name] = (*ranges.get(name, ()), *letters)
    found = {
        face.name: _made(face, ranges[face.name], cache) for face in FACES if face.name in ranges
    }
    return found | {MATH.name: _made(MATH, _MATHEMATICS, cache)}


def font_faces(fonts: Mapping[str, Path]) -> str:
    """Return the ``@font-face`` rules of *fonts*, for a style sheet beside their folder.

    ``font-display: swap``: a page is readable at once. The faces of its first screen are
    preloaded (layout.html), so that they are rarely late.
    """
    rules = []
    for name, file in fonts.items():
        family, weight, style = _ALL[name]
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
            f'font-display: swap; src: url("fonts/{file.name}") format("woff2") }}\n'
        )
    return "".join(rules)


def math_font(letters: Iterable[str]) -> bytes:
    """Return the face of formulas as WOFF2, with *letters* and what browsers show for them: those
    of names are set in italics (MathML Core, 4.2)."""
    wanted = {ord(letter) for letter in letters}
    return _woff2(MATH, (*((code, code) for code in sorted(wanted)), *_ITALICS))


def with_faces(drawing: bytes) -> bytes:
    """Return an SVG picture with the packaged faces that it names in it, as letters of its own: a
    picture in a page takes no fonts of the page (SVG 2, 2.7.1) and would be set in the system's."""
    text = drawing.decode("utf-8-sig")
    letters = {ord(letter) for letter in html.unescape(text)}
    rules = []
    for face in FACES:
        family, weight, style = _WEB.get(face.name, ("", 400, ""))
        if not family or family not in text or not _is_used(text, weight, style):
            continue
        font = b64encode(_woff2(face, tuple((code, code) for code in sorted(letters)))).decode()
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
            f'src: url("data:font/woff2;base64,{font}") format("woff2") }}'
        )
    if not rules:
        return drawing
    place = read_picture(drawing).head + 1
    drawing = drawing.removeprefix(BOM_UTF8)
    style_element = f'<style xmlns="{SVG}">{"".join(rules)}</style>'
    return drawing[:place] + style_element.encode() + drawing[place:]


def _is_used(text: str, weight: int, style: str) -> bool:
    """Whether an SVG picture may set words in that weight and style; the regular it always may."""
    if style == "italic":
        return "italic" in text
    return weight == 400 or re.search(r"font[^;>]*\b(?:bold|[5-9]00)\b", text) is not None


def _made(face: Face, ranges: tuple[tuple[int, int], ...], cache: Path) -> Path:
    """Return the file of *face* with the letters of *ranges*; made if *cache* does not have it."""
    recipe = (face.name, dict(face.axes), ranges, _FEATURES, uharfbuzz.__version__)
    digest = hashlib.sha256(repr(recipe).encode() + face.source.read_bytes()).hexdigest()
    file = cache / f"{face.name}-{digest[:12]}.woff2"
    if not file.is_file():
        write_atomically(file, _woff2(face, ranges), shared=True)
    return file


def _woff2(face: Face, ranges: tuple[tuple[int, int], ...]) -> bytes:
    plan = uharfbuzz.SubsetInput()
    plan.unicode_set.update(letter for begin, end in ranges for letter in range(begin, end + 1))
    plan.layout_feature_tag_set.update(_tags())
    whole = uharfbuzz.Face(uharfbuzz.Blob(face.font()))
    subset = uharfbuzz.subset(whole, plan).blob.data
    font = TTFont(io.BytesIO(subset), recalcTimestamp=False)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _tags() -> Iterator[int]:
    """Yield the features as HarfBuzz numbers them: four letters, one byte each."""
    for feature in _FEATURES:
        yield int.from_bytes(feature.encode("ascii"), "big")
