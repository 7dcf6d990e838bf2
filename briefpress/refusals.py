"""Find in the HTML of an author what no file can hold, and the line where it stands: what waits for
an answer or plays, and in a book whatever it would have to fetch."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from docutils import nodes
from sphinx.util.nodes import get_node_source

from briefpress.addresses import is_outside
from briefpress.confinement import line_in
from briefpress.markup import unescaped
from briefpress.tags import is_tag

# What runs, or asks the reader for something: it is dead on paper. EPUB 3.3 allows some of it (5.5
# and 6.1.4); few reading systems do.
_FIELDS = ("button", "datalist", "form", "input", "select", "textarea")
_ACTIVE = {
    **dict.fromkeys(("audio", "video"), "plays sound or film"),
    **dict.fromkeys(("applet", "embed", "frame", "iframe", "object"), "shows another page"),
    **dict.fromkeys(_FIELDS, "waits for an answer"),
    **dict.fromkeys(("base", "link", "meta"), "changes the whole page"),
    **dict.fromkeys(("canvas", "script"), "runs a script"),
}
_READ = ("background", "poster", "src", "srcset")
_SVG_LINKS = ("feimage", "image", "use")
_FONT = re.compile(r"@font-face\b", re.IGNORECASE)
_REMOTE_STYLE = re.compile(r"url\(\s*[\"']?(?!\s*data:)[^)]*\)|@import[^;]*", re.IGNORECASE)


class Refusal(NamedTuple):
    """What is refused, in words for its author, and where it stands."""

    path: str
    line: int
    message: str


def refused(doctree: nodes.document, *, of_books: bool) -> Iterator[Refusal]:
    """Yield what is refused in *doctree*, before it is written; *of_books*: all that a book cannot
    hold, else what no file can."""
    blocks = [node for node in doctree.findall(nodes.raw) if "html" in node["format"].split()]
    ids = {name for node in doctree.findall(nodes.Element) for name in node["ids"]}
    readers = [_Reader(of_books) for _ in blocks]
    for block, reader in zip(blocks, readers, strict=True):
        reader.feed(block.astext())
        reader.close()
        ids |= reader.ids
    for block, reader in zip(blocks, readers, strict=True):
        for line, message in reader.found(ids):
            yield Refusal(get_node_source(block), line_in(block) + line - 1, message)


class _Reader(HTMLParser):
    """Reads a piece of HTML, and remembers what is wrong with it by line (from 1)."""

    def __init__(self, of_books: bool) -> None:
        super().__init__()
        self._of_books = of_books
        self.ids: set[str] = set()
        self._found: list[tuple[int, str]] = []
        self._targets: list[tuple[int, str]] = []
        self._in_style = False

    def found(self, ids: Container[str]) -> Iterator[tuple[int, str]]:
        """Yield line and message; *ids* are the places that there are."""
        lost = [
            (line, f"the link “#{target}” leads nowhere: there is no such id in the brief")
            for line, target in self._targets
            if target not in ids
        ]
        yield from sorted([*self._found, *lost])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element."""
        if why := _ACTIVE.get(tag):
            self._refuse(
                f"<{tag}> {why}, which nothing in a PDF or an ePub can do; for the web page "
                "alone, put it between “:::{only} builder_html” and “:::”"
            )
        if why or not self._of_books:
            return
        self._in_style = tag == "style"
        for name, value in attrs:
            self._look(tag, name, (value or "").strip())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element that ends at once."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        self._in_style &= tag != "style"

    def handle_data(self, data: str) -> None:
        """Look at a style sheet."""
        if self._in_style:
            self._look_at_style(data)

    def _look(self, tag: str, name: str, value: str) -> None:
        if name == "id":
            self.ids.add(value)
        elif name.startswith("on"):
            self._refuse(f"{name}=… is a script, which a book has not; leave it out")
        elif name == "style":
            self._look_at_style(value)
        elif name == "lang" and value and not is_tag(value):
            self._refuse(
                f"“{value}” is no language; write its tag, as en or pt-BR, or leave it out"
            )
        elif name in _READ or (tag in _SVG_LINKS and name in ("href", "xlink:href")):
            self._look_at_resource(value)
        elif name == "href":
            self._look_at_link(value)

    def _look_at_resource(self, value: str) -> None:
        if value.startswith(("#", "data:")):
            return
        if _parts(value).netloc:
            message = f"“{value}” is read from the web, which a book must not; save it beside the "
            self._refuse(f"{message}brief and write ![text alternative](file)")
        else:
            self._refuse(f"HTML cannot take “{value}” into a book; write ![text alternative](file)")

    def _look_at_link(self, value: str) -> None:
        if value.startswith("#") and len(value) > 1:
            self._targets.append((self.getpos()[0], value[1:]))
        elif not is_outside(value):
            message = f"the link “{value}” leads to nothing that a book has; write an address that"
            self._refuse(f"{message} begins with https:// or mailto:, or link in Markdown")

    def _look_at_style(self, style: str) -> None:
        for match in _REMOTE_STYLE.finditer(unescaped(style)):
            self._refuse(f"style cannot take “{match[0].strip()}” into a book; leave it out")
        if _FONT.search(unescaped(style)):
            self._refuse(
                "style cannot bring a font (@font-face) into a book: readers choose theirs; leave "
                "it out"
            )

    def _refuse(self, message: str) -> None:
        self._found.append((self.getpos()[0], message))


def _parts(address: str) -> SplitResult:
    """Return the parts of *address*; none of them if it is no address, as “https://[a”."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
