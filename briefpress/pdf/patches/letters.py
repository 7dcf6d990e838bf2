"""Tell which letters the glyphs of a PDF stand for, where several are written as one.

WeasyPrint offers no place for it, so that its class of fonts is given a dictionary that corrects
what is put into it.

Faults of WeasyPrint 70 that are mended here:

- A letter and the marks on it are one cluster of two glyphs or more. The glyph that is met first
  stands for all of them and the others for nothing, in the whole document: a search then finds
  neither. The font knows better: what its character map and its substitutions say of a glyph is
  taken wherever a cluster is not one letter (Kozea/WeasyPrint issue 2841).
- Text that runs to the left shows a bracket as its mirror image, which stands for what was typed:
  the whole document has the brackets turned round (not reported).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint.pdf import fonts

from briefpress.fonts import FACES

# The packaged families whose scripts have marks, by the beginning of their faces' names.
_FAMILIES = {"Amiri": "arabic", "Frank Ruhl Libre": "hebrew"}

# For a glyph that adds nothing to what another one stands for. It is never shown: a reader of an
# empty entry would show the glyph's number as a letter.
NOTHING = "\u200d"

_STROKE = "\u0640"  # tatweel

_begin = fonts.Font.__init__


def name_letters() -> None:
    """Let WeasyPrint, in this process, write the right letters for glyphs into a PDF."""
    fonts.Font.__init__ = _begin_with_letters


def _begin_with_letters(font: Any, *arguments: Any) -> None:
    _begin(font, *arguments)
    if face := _FAMILIES.get(font.family):
        font.to_unicode = _Letters(_letters(face))
    else:
        font.to_unicode = _Brackets(font.file_content, font.index)


class _Brackets(dict[int, str]):
    """What each glyph stands for in the font of this *content* and *index*; a bracket for what it
    shows."""

    def __init__(self, content: bytes, index: int) -> None:
        super().__init__()
        self._content, self._index = content, index

    def __setitem__(self, glyph: int, text: str) -> None:
        if len(text) == 1 and unicodedata.mirrored(text):
            text = self._shown.get(glyph, text)
        super().__setitem__(glyph, text)

    @cached_property
    def _shown(self) -> Mapping[int, str]:
        font = TTFont(BytesIO(self._content), fontNumber=self._index)
        codes = {code: name for code, name in font.getBestCmap().items() if code < 0x3000}
        mirrored = {code: name for code, name in codes.items() if unicodedata.mirrored(chr(code))}
        return {font.getGlyphID(name): chr(code) for code, name in mirrored.items()}


class _Letters(dict[int, str]):
    """What each glyph stands for; *known* is what the font says of them."""

    def __init__(self, known: Mapping[int, str]) -> None:
        super().__init__()
        self._known = known

    def __setitem__(self, glyph: int, text: str) -> None:
        known = self._known.get(glyph, text)
        # One glyph may stand for several letters, as two kinds of yeh: the text knows which. But
        # fonts lengthen letters with a stroke that is none.
        if known == NOTHING or known == _STROKE != text:
            text = NOTHING
        elif len(text) != 1:
            text = known or NOTHING
        super().__setitem__(glyph, text)


@cache
def _letters(name: str) -> Mapping[int, str]:
    """Return the letters of each glyph of the face *name* and its like, which number them alike."""
    face = next(face for face in FACES if face.name == name)
    font = TTFont(face.source)
    found: dict[str, str] = {}
    for code, glyph in sorted(font.getBestCmap().items()):
        found.setdefault(glyph, _plain(chr(code)))
    rules = list(_substitutions(font))
    while True:  # a rule may begin with what another one makes
        made: dict[str, str] = {}
        for before, after in rules:
            if all(glyph in found for glyph in before):
                text = "".join(found[glyph] for glyph in before)
                # Of two letters that are joined and parted again each is one; of one letter that is
                # drawn in two parts the first is.
                parts = [text] if len(after) == 1 else list(text)
                if len(parts) == 1:
                    parts += [NOTHING] * (len(after) - 1)
                if len(parts) == len(after):
                    pairs = zip(after, parts, strict=True)
                    made |= {glyph: part for glyph, part in pairs if glyph not in found}
        if not made:
            break
        found |= made
    numbers = font.getReverseGlyphMap()
    return {numbers[glyph]: text for glyph, text in found.items()}


def _plain(letter: str) -> str:
    """Return what stands for *letter* without its form; a letter with marks on it stays one, as its
    parts would be turned round with the line."""
    if " " in (decomposed := unicodedata.decomposition(letter)) and decomposed[0] != "<":
        return letter
    return unicodedata.normalize("NFKC", letter).strip() or letter


def _substitutions(font: TTFont) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield what *font* puts in place of one glyph or several: another, or several others."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for before, after in getattr(table, "mapping", {}).items():
                yield (before,), (after,) if isinstance(after, str) else tuple(after)
            for before, several in getattr(table, "alternates", {}).items():
                yield from (((before,), (after,)) for after in several)
            for first, ligatures in getattr(table, "ligatures", {}).items():
                for ligature in ligatures:
                    yield (first, *ligature.Component), (ligature.LigGlyph,)
