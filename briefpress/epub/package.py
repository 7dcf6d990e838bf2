"""Put the parts of a book together as an EPUB container (EPUB 3.3, section 4: OCF)."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

MIMETYPE = "application/epub+zip"

CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""

# The first moment a ZIP archive can name, for every entry: no clock, no file's age.
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    """A file of the book: its name below EPUB/, its media type, its bytes, and the properties
    that the manifest gives it (EPUB 3.3, section 5.6.3)."""

    name: str
    media_type: str
    content: bytes
    properties: str = ""

    @property
    def href(self) -> str:
        """The part's relative URL, as the pages name it (EPUB 3.3, section 5.6.2)."""
        return quote(self.name)

    @property
    def id(self) -> str:
        """The part's id in the manifest: an XML name, whatever a picture is called."""
        if "/" in self.name:
            return f"picture-{hashlib.sha256(self.name.encode()).hexdigest()[:16]}"
        return self.name.replace(".", "-")


def pack(package: str, parts: Iterable[Part]) -> bytes:
    """Return the book: its media type first and uncompressed, then the *package* document, then
    *parts* in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "mimetype", MIMETYPE.encode(), zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", CONTAINER.encode())
        _add(archive, "EPUB/package.opf", package.encode())
        for part in parts:
            _add(archive, f"EPUB/{part.name}", part.content)
    return buffer.getvalue()


def _add(
    archive: zipfile.ZipFile, name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED
) -> None:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # Unix, wherever it is made
    archive.writestr(entry, content)
