"""Make the faces that pages are set in, and let the renderer know them and none of the system's.

The packaged families are variable fonts. WeasyPrint would embed one more of each for every size
and weight, and shape text with other widths than it draws; so each face is made a font of its own
first. HarfBuzz needs a hundredth of a second for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

import uharfbuzz

from briefpress.files import write_atomically


@dataclass(frozen=True)
class Face:
    """One face of a packaged family: the place on the axes of the variable font *file*."""

    name: str
    package: str
    file: str
    axes: Mapping[str, float] = field(default_factory=dict)
    folder: str = "files"

    @property
    def source(self) -> Path:
        """The file in its package, which is not imported: one draws formulas and takes long."""
        spec = find_spec(self.package)
        assert spec is not None
        assert spec.origin is not None
        return Path(spec.origin).with_name(self.folder) / self.file

    def font(self) -> bytes:
        """Return the face as a font that varies no more."""
        if not self.axes:
            return self.source.read_bytes()
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self.source)))
        plan = uharfbuzz.SubsetInput()
        plan.keep_everything()
        for axis, value in self.axes.items():
            if not plan.pin_axis_location(face, axis, value):
                raise ValueError(f"{self.file} has no axis {axis}")
        return bytes(uharfbuzz.subset(face, plan).blob.data)


_LITERATA = ("fontpkg_literata", "Literata[opsz,wght].ttf")
_LITERATA_ITALIC = ("fontpkg_literata", "Literata-Italic[opsz,wght].ttf")
_SANS = ("fontpkg_source_sans_3", "SourceSans3[wght].ttf")
_SANS_ITALIC = ("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf")
_CODE = ("fontpkg_source_code_pro", "SourceCodePro[wght].ttf")
_HEBREW = ("fontpkg_frank_ruhl_libre", "FrankRuhlLibre[wght].ttf")

# Text is drawn for its size in points (opsz), headings for a larger one. A brief is set in the
# first four; the others are there for what an author may write, bold in a table or Arabic.
FACES = (
    Face("text", *_LITERATA, {"opsz": 10, "wght": 400}),
    Face("text-italic", *_LITERATA_ITALIC, {"opsz": 10, "wght": 400}),
    Face("text-semibold", *_LITERATA, {"opsz": 20, "wght": 600}),
    Face("furniture", *_SANS, {"wght": 400}),
    Face("text-semibold-italic", *_LITERATA_ITALIC, {"opsz": 20, "wght": 600}),
    Face("furniture-italic", *_SANS_ITALIC, {"wght": 400}),
    Face("furniture-semibold", *_SANS, {"wght": 600}),
    Face("code", *_CODE, {"wght": 400}),
    Face("arabic", "fontpkg_amiri", "Amiri-Regular.ttf"),
    Face("arabic-italic", "fontpkg_amiri", "Amiri-Italic.ttf"),
    Face("arabic-bold", "fontpkg_amiri", "Amiri-Bold.ttf"),
    Face("hebrew", *_HEBREW, {"wght": 400}),
    Face("hebrew-semibold", *_HEBREW, {"wght": 600}),
)

# For formulas in browsers; paper has them as drawings, made with the same face.
MATH = Face("math", "ziamath", "STIXTwoMath-Regular.ttf", folder="fonts")


def write_fontconfig(folder: Path) -> Path:
    """Write into *folder* the faces, and a fontconfig configuration that knows them alone.

    Its path is what the environment variable FONTCONFIG_FILE of the renderer must hold. An empty
    set of fonts would crash Pango as soon as it needs a fallback.
    """
    for face in FACES:
        target, font = folder / "faces" / f"{face.name}.ttf", face.font()
        # Not touched without need: fontconfig's cache goes by the time of writing.
        if not target.is_file() or target.read_bytes() != font:
            write_atomically(target, font, shared=True)
    # Of two workers that make the cache's folder at the same time one would complain.
    (folder / "cache").mkdir(parents=True, exist_ok=True)
    faces, cache = escape(str(folder / "faces")), escape(str(folder / "cache"))
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n  <dir>{faces}</dir>\n  <cachedir>{cache}</cachedir>\n{_aliases()}"
        "</fontconfig>\n",
        encoding="utf-8",
    )
    return file


# The families that stand for the generic ones, which drawings ask for.
_GENERIC = {
    "monospace": "Source Code Pro",
    "sans-serif": "Source Sans 3",
    "serif": "Literata",
}


def _aliases() -> str:
    return "".join(
        f"  <alias><family>{generic}</family><prefer><family>{family}</family></prefer></alias>\n"
        for generic, family in _GENERIC.items()
    )
