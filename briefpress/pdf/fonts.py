"""Give the renderer the packaged fonts and none of the system's."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

# Packages whose folder `files` holds the fonts.
PACKAGES = ("fontpkg_literata", "fontpkg_source_sans_3")


def font_folders() -> list[Path]:
    """Return the folders of the packaged fonts."""
    return [Path(str(files(package) / "files")) for package in PACKAGES]


def write_fontconfig(folder: Path) -> Path:
    """Write into *folder* a fontconfig configuration that knows the packaged fonts alone.

    Its path is what the environment variable FONTCONFIG_FILE of the renderer must hold. An empty
    set of fonts would crash Pango as soon as it needs a fallback.
    """
    # Of two workers that make the cache's folder at the same time one would complain.
    (folder / "cache").mkdir(parents=True, exist_ok=True)
    dirs = "".join(f"  <dir>{escape(str(path))}</dir>\n" for path in font_folders())
    cache = escape(str(folder / "cache"))
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>\n{dirs}  <cachedir>{cache}</cachedir>\n</fontconfig>\n",
        encoding="utf-8",
    )
    return file
