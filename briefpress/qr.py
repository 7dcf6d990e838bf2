"""Make the QR code (ISO/IEC 18004) of an address."""

from __future__ import annotations

import segno

# In modules, on each side; it is part of the symbol.
_QUIET = 4


def qr_code(address: str, title: str) -> str:
    """Return the code of *address* as SVG, with *title* for who cannot see it."""
    svg = _code(address).svg_inline(
        title=title, border=_QUIET, omitsize=True, svgclass="qr", lineclass=None
    )
    return str(svg)


def qr_modules(address: str) -> list[list[bool]]:
    """Return for each module of the code of *address*, row by row, whether it is dark."""
    return [[bool(module) for module in row] for row in _code(address).matrix_iter(border=_QUIET)]


def _code(address: str) -> segno.QRCode:
    # Level M survives a fold in the paper.
    return segno.make(address, error="m", micro=False)
