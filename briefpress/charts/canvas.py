"""Give matplotlib the packaged fonts, and make its SVG one that a page can hold."""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from briefpress.fonts import FACES
from briefpress.themes.tokens import Tokens

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

COLOURS = ("chart-1", "chart-2", "chart-3", "chart-4")
OTHERS = ("ink", "quiet", "rule")


class Unprintable(Exception):
    """The packaged font lacks letters of the chart: those that are said."""


@contextmanager
def fonts(letters: str, size: float) -> Iterator[tuple[FontProperties, FontProperties]]:
    """Give the first faces that have all *letters*, in text weight and semibold, in *size* points;
    raise `Unprintable` if none has."""
    from fontTools.ttLib import TTFont
    from matplotlib.font_manager import FontProperties

    with tempfile.TemporaryDirectory() as folder:
        made = []
        for name, scale in _pair(letters):
            face = next(face for face in FACES if face.name == name)
            font = TTFont(io.BytesIO(face.font()), recalcTimestamp=False)
            # Outlines in the drawing are named after it, and the two weights have one name.
            font["name"].setName(f"briefpress-{face.name}", 6, 3, 1, 0x409)
            file = Path(folder, f"{face.name}.ttf")
            font.save(file)
            made.append(FontProperties(fname=str(file), size=size * scale))
        yield made[0], made[1]


# The faces for charts, and how much larger they are set: Arabic letters are small in their size.
_PAIRS = (
    (("furniture", 1.0), ("furniture-semibold", 1.0)),
    (("arabic", 1.2), ("arabic-bold", 1.2)),
    (("hebrew", 1.05), ("hebrew-semibold", 1.05)),
)


def _pair(letters: str) -> tuple[tuple[str, float], ...]:
    from fontTools.ttLib import TTFont

    lacking = []
    for pair in _PAIRS:
        face = next(face for face in FACES if face.name == pair[0][0])
        known = TTFont(face.source).getBestCmap()
        missing = sorted({x for x in letters if ord(x) not in known} - {"\n", *_MARKS})
        if not missing:
            return pair
        lacking.append("".join(missing))
    raise Unprintable(min(lacking, key=len))


# Of direction: they are never drawn.
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"


_UNUSED = re.compile(
    r"<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>"
    r"|<!--.*?-->",
    re.DOTALL,
)


def tidied(svg: str) -> str:
    """Take out of matplotlib's *svg* what it has no need of, and make its names unlike those of
    any other drawing on the page."""
    svg = _UNUSED.sub("", svg).strip()
    svg = svg.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
    used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg))
    names = {name for pair in used for name in pair if name}
    prefix = f"chart-{hashlib.sha256(svg.encode()).hexdigest()[:10]}-"
    svg = re.sub(r' id="([^"]*)"', lambda m: f' id="{prefix}{m[1]}"' if m[1] in names else "", svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}", svg)
    return re.sub(r"\n\s*", "\n", svg) + "\n"


def on_page(svg: str, tokens: Tokens, alt: str, language: str, kind: str) -> str:
    """Return *svg*, which has colours of *tokens*, as an element of the class *kind* of a web page,
    whose style sheet gives it its colours; *language* is that of *alt*, if it is another one."""
    for name in (*COLOURS, *OTHERS):
        svg = svg.replace(tokens[name], f"var(--{name})")
    own = f' lang="{language}"' if language else ""
    return svg.replace("<svg ", f'<svg class="{kind}" role="img" aria-label="{alt}"{own} ', 1)
