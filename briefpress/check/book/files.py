"""Hold the files of a book that are no pages against what they must be: pictures, cover, style."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from PIL import Image, ImageColor

from briefpress.check.book.chapter import Site
from briefpress.check.book.opened import PACKAGE, Book, of_class, words
from briefpress.check.result import Finding
from briefpress.epub.spine import COVER
from briefpress.themes import stylesheet
from briefpress.themes.tokens import Tokens
from briefpress.trees import XHTML

_DIGEST = re.compile(r".+-([0-9a-f]{12})\.\w+")  # as `PublicationBuilder.picture_name` gives it
_GROUND = re.compile(r"--band:\s*(#[0-9a-fA-F]{6})")
# What `builder` gives paths that draw nothing; the name is of the picture before that.
_EMPTY_PATH = (b'<path d=""', b"<path")
_NEAR = 12  # of a colour's 255 shades, as JPEG may change them


def findings(book: Book, site: Site) -> Iterator[Finding]:
    """Yield which files of *book* have other content than the program gave them, and which are not
    the pictures of the pages of *site*."""
    for name, content in book.pictures.items():
        digest = _DIGEST.fullmatch(PurePosixPath(name).name)
        if digest and digest[1] not in map(_digest, (content, content.replace(*_EMPTY_PATH))):
            message = "The picture is broken, or another one; build the book again."
            yield Finding("picture", message, f"EPUB/{name}")
    yield from _cover(book, site)
    yield from _styles(book)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _cover(book: Book, site: Site) -> Iterator[Finding]:
    """Yield what is wrong with the picture of the cover, and with what is said of it."""
    from briefpress.epub.cover import HEIGHT, WIDTH  # loads NumPy, which is slow

    marked = [n for n, e in book.items.items() if "cover-image" in e.get("properties", "").split()]
    tree = book.pages.get(COVER, ET.Element("html"))
    images = [*tree.iter(f"{{{XHTML}}}img")]
    if len(marked) != 1 or [unquote(each.get("src", "")) for each in images] != marked:
        message = "The package names no cover, or another picture than the page of the cover shows."
        yield Finding("cover", message, PACKAGE)
        return
    bands = [_GROUND.search(each.get("style", "")) for each in _covers(site)]
    content = book.files[marked[0]]
    try:
        Image.open(io.BytesIO(content)).verify()  # WeasyPrint has Pillow read what is cut off
        with Image.open(io.BytesIO(content)) as picture:
            corner = (0, picture.height - 1, 1, picture.height)
            ground = picture.convert("RGB").crop(corner).tobytes()
            is_drawn = picture.size == (WIDTH, HEIGHT)
    except (OSError, SyntaxError):
        yield Finding("cover", "The picture of the cover is broken.", f"EPUB/{marked[0]}")
        return
    for band in filter(None, bands):
        colours = zip(ground, ImageColor.getrgb(band[1]), strict=True)
        is_drawn &= all(abs(one - other) <= _NEAR for one, other in colours)
    if not is_drawn:
        message = "The cover has another size or colour than briefpress draws for this brief."
        yield Finding("cover", message, f"EPUB/{marked[0]}")
    name = " – ".join([*book.dc("title")[:1], *_status(book)])
    said = " ".join(images[0].get("alt", "").split())
    if said.partition(": ")[2] != name:
        message = f"The cover is described as “{said}”, and shows “{name}”."
        yield Finding("cover", message, f"EPUB/{COVER}")


def _covers(site: Site) -> Iterator[ET.Element]:
    """Yield what the web page has as its cover."""
    for page in site.pages[:1]:
        if page is not None:
            yield from (each for each in of_class(page, "cover") if "style" in each.attrib)


def _status(book: Book) -> list[str]:
    """Return what a draft says of itself."""
    return [words(each) for tree in book.texts.values() for each in of_class(tree, "status")][:1]


def _styles(book: Book) -> Iterator[Finding]:
    """Yield where a style sheet has other rules than the theme; colours are the publication's."""
    for name, content in book.files.items():
        if name.endswith(".css"):
            css = content.decode(errors="replace")
            if stylesheet("book", Tokens.read(css)) != css:
                message = "The style sheet is not that of briefpress, and may hide the text or"
                message += " take its contrast; build the book again."
                yield Finding("style", message, f"EPUB/{name}")
