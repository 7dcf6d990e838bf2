"""Look at the fonts in a PDF: every one embedded, a packaged one, and every letter told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf

from briefpress.check.characters import letters_of
from briefpress.check.glyphs.faces import family
from briefpress.check.result import Finding

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


class _Use:
    """The codes of one font that a document shows, and the first page of each."""

    def __init__(self, font: Any) -> None:
        self.font = font
        self.codes: dict[int, int] = {}


def font_findings(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield what is wrong with the fonts of an open document."""
    uses: dict[tuple[int, int], _Use] = {}
    for number, page in enumerate(pdf.pages, 1):
        _follow(page.obj, page.obj.get("/Resources", {}), number, uses, set())
    for use in uses.values():
        yield from _findings(use)


def _findings(use: _Use) -> Iterator[Finding]:
    font = use.font
    name = str(font.get("/BaseFont", "/without a name"))[1:]
    first = f"page {min(use.codes.values(), default=1)}"
    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    if not any(key in descriptor for key in _FILES):
        yield Finding("not-embedded", f"The font {name} is not in the file.", first)
    if not family(name):
        yield Finding("fallback-font", f"The font {name} is none of the packaged ones.", first)
    if "/ToUnicode" not in font:
        yield Finding("no-unicode", f"The font {name} does not tell what its letters are.", first)
        return
    known = letters_of(font)
    pages = defaultdict(list)
    for code, page in use.codes.items():
        if code == 0:
            yield Finding("missing-glyph", f"A character has no letter in {name}.", f"page {page}")
        elif code not in known:
            pages[page].append(code)
    for page, codes in sorted(pages.items()):
        numbers = ", ".join(map(str, sorted(codes)))
        message = f"The font {name} does not tell what its glyphs {numbers} are."
        yield Finding("no-unicode", message, f"page {page}")


def _follow(
    stream: Any, resources: Any, page: int, uses: dict[tuple[int, int], _Use], seen: set[Any]
) -> None:
    """Note the codes that a page or a form shows."""
    use: _Use | None = None
    for step in pikepdf.parse_content_stream(stream):
        name, operands = str(step.operator), step.operands
        if name == "Tf":
            font = resources.get("/Font", {}).get(str(operands[0]))
            use = None if font is None else uses.setdefault(font.objgen, _Use(font))
        elif name in ("Tj", "TJ", "'", '"') and use is not None:
            shown = operands[0] if name == "TJ" else operands[-1:]
            wide = 2 if "/DescendantFonts" in use.font else 1
            for piece in shown:
                if isinstance(piece, pikepdf.String):
                    text = bytes(piece)
                    for place in range(0, len(text), wide):
                        code = int.from_bytes(text[place : place + wide], "big")
                        use.codes.setdefault(code, page)
        elif name == "Do":
            form = resources.get("/XObject", {}).get(str(operands[0]))
            if form is not None and form.get("/Subtype") == "/Form" and form.objgen not in seen:
                inner = form.get("/Resources", resources)
                _follow(form, inner, page, uses, seen | {form.objgen})
