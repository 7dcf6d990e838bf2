"""Ways to spoil one part of a good book."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from PIL import Image


def spoil(book: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Return *book* with one part changed."""
    spoiled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(spoiled, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == f"EPUB/{name}":
                old_text = content.decode(errors="surrogateescape")
                text = change(old_text)
                assert text != old_text, "nothing was spoiled"
                content = text.encode(errors="surrogateescape")
            new.writestr(entry, content)
    return spoiled.getvalue()


def zipped(book: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(f"EPUB/{name}").decode()


def swap(pattern: str, new: str = "") -> Callable[[str], str]:
    return lambda text: re.sub(pattern, new, text, count=1, flags=re.DOTALL)


def move(words: int) -> Callable[[str], str]:
    """Move the mark of a page that begins within a paragraph by so many words, to the end of the
    text if they are positive."""
    passed = rf"(?:\w+\W+){{{abs(words)}}}"
    mark = r'(?P<mark><span[^>]*id="page_\d"[^>]*/>)'
    if words > 0:
        return swap(rf"{mark}(?P<passed>{passed})", r"\g<passed>\g<mark>")
    return swap(rf"(?P<passed> {passed}){mark}", r"\g<mark>\g<passed>")


def drawn(colour: str) -> str:
    """Return a cover without words as `spoil` takes it."""
    picture = io.BytesIO()
    Image.new("RGB", (1200, 1600), colour).save(picture, "PNG")
    return picture.getvalue().decode(errors="surrogateescape")
