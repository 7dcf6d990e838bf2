"""Read the marked pieces of a page's content: their words, and where on the page they are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from briefpress.check.characters import letters_of

Point = tuple[float, float]

_Matrix = tuple[float, float, float, float, float, float]

_WHOLE: _Matrix = (1, 0, 0, 1, 0, 0)

_READ = ("/ActualText", "/Alt", "/E")
"""What a mark may have to be read in place of what it holds."""


_NO_INK = (3, 7)
"""Modes of text that draw nothing."""

_LEAST_OPACITY, _LEAST_HEIGHT = 0.5, 4
"""Of text that can be seen; the height is in points."""


@dataclass
class Piece:
    """What a page marks with one number."""

    text: str = ""
    language: str = ""
    """If the mark tells one, and not the structure."""
    is_hidden: bool = False
    """Whether some of it cannot be seen: neither filled nor outlined, as good as transparent, or
    too small."""
    lines: list[Point] = field(default_factory=list)
    """Where its lines of text begin, in points from the left and the foot of the page."""
    drawn: list[Point] = field(default_factory=list)
    """Corners of what is drawn."""


@dataclass(frozen=True)
class _State:
    """The graphics state, as far as it matters (ISO 32000-1, 8.4)."""

    matrix: _Matrix = _WHOLE
    mode: int = 0
    opacity: float = 1

    def hides(self, size: float, line: _Matrix) -> bool:
        """Whether text of a *size*, set by a matrix for its *line*, cannot be seen."""
        a, b, c, d, *_ = _times(line, self.matrix)
        height = size * abs(a * d - b * c) ** 0.5
        return self.mode in _NO_INK or self.opacity < _LEAST_OPACITY or height < _LEAST_HEIGHT


class Contents:
    """Reads the pages of one file, which share their fonts."""

    def __init__(self, pikepdf: Any) -> None:
        self._pikepdf = pikepdf
        self._maps: dict[tuple[int, int], dict[int, str]] = {}

    def pieces(self, page: Any) -> dict[int, Piece]:
        """Return the marked pieces of a *page*, by their numbers."""
        found: dict[int, Piece] = {}
        marks: list[tuple[Piece | None, bool]] = []
        fonts = page.Resources.get("/Font", {})
        states = page.Resources.get("/ExtGState", {})
        letters: dict[int, str] = {}
        state, line, size = _State(), _WHOLE, 0.0
        kept: list[_State] = []
        for operands, operator in self._pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                marks.append(self._mark(found, marks, operands))
            elif name == "EMC":
                marks.pop()
            elif name == "q":
                kept.append(state)
            elif name == "Q":
                state = kept.pop()
            elif name == "cm":
                state = replace(state, matrix=_times(operands, state.matrix))
            elif name == "Tr":
                state = replace(state, mode=int(operands[0]))
            elif name == "gs":
                opacity = states[str(operands[0])].get("/ca", state.opacity)
                state = replace(state, opacity=float(opacity))
            elif name == "Tf":
                letters, size = self._letters(fonts[str(operands[0])]), float(operands[1])
            elif name == "Tm":
                line = _times(operands, _WHOLE)
            elif marks and (piece := marks[-1][0]) is not None:
                if name in ("TJ", "Tj"):
                    piece.lines.append(_at(state.matrix, *line[4:]))
                    piece.is_hidden |= state.hides(size, line)
                    piece.text += "" if marks[-1][1] else self._words(operands, letters)
                elif name in ("m", "l"):
                    piece.drawn.append(_at(state.matrix, *operands))
                elif name == "re":
                    x, y, width, height = map(float, operands)
                    piece.drawn += [
                        _at(state.matrix, x, y),
                        _at(state.matrix, x + width, y + height),
                    ]
                elif name == "Do":
                    piece.drawn += [_at(state.matrix, 0, 0), _at(state.matrix, 1, 1)]
        return found

    @staticmethod
    def _mark(
        found: dict[int, Piece], marks: list[tuple[Piece | None, bool]], operands: Any
    ) -> tuple[Piece | None, bool]:
        """Return the piece that a mark is of, and whether what it holds is not what is read."""
        piece, is_replaced = marks[-1] if marks else (None, False)
        said = operands[1] if len(operands) > 1 else {}
        if "/MCID" in said:
            piece = found.setdefault(int(said["/MCID"]), Piece())
        if piece is not None:
            if not is_replaced:
                piece.text += next((str(said[key]) for key in _READ if key in said), "")
            piece.language = str(said.get("/Lang", piece.language))
        return piece, is_replaced or any(key in said for key in _READ)

    def _words(self, operands: Any, letters: dict[int, str]) -> str:
        shown = operands[0] if isinstance(operands[0], self._pikepdf.Array) else operands
        pieces = [bytes(each) for each in shown if isinstance(each, self._pikepdf.String)]
        return "".join(_decode(piece, letters) for piece in pieces)

    def _letters(self, font: Any) -> dict[int, str]:
        key = font.objgen
        if key not in self._maps:
            self._maps[key] = letters_of(font)
        return self._maps[key]


def _decode(piece: bytes, letters: dict[int, str]) -> str:
    codes = (int.from_bytes(piece[at : at + 2], "big") for at in range(0, len(piece), 2))
    return "".join(letters.get(code, "\ufffd") for code in codes)


def _times(operands: Any, other: _Matrix) -> _Matrix:
    """Return the product of two matrices (ISO 32000-1, 8.3.4)."""
    a, b, c, d, x, y = map(float, operands)
    turned = (*other[:4], 0.0, 0.0)
    return (*_at(turned, a, b), *_at(turned, c, d), *_at(other, x, y))


def _at(matrix: _Matrix, x: Any, y: Any) -> Point:
    a, b, c, d, e, f = matrix
    x, y = float(x), float(y)
    return a * x + c * y + e, b * x + d * y + f
