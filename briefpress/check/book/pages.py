"""Hold the pages that a book tells against those of its PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, zip_longest
from xml.etree import ElementTree as ET

from briefpress.check.book.opened import PACKAGE, TYPE, Book, is_mark, words
from briefpress.check.packages import require
from briefpress.check.result import Finding
from briefpress.check.structure.pdf import INLINE, Element, read_structure
from briefpress.check.text_layer.letters import normal
from briefpress.trees import MATHML, SVG, XHTML

_NAV = "EPUB/nav.xhtml"
_LETTERS = 40  # of a passage are shown

# The elements that begin a passage of their own; all others stand in a line of text.
_BLOCKS = frozenset(
    f"{{{XHTML}}}{name}"
    for name in (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div"),
        *("dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
# What has other words on paper, or stands elsewhere there: pictures, formulas, notes, their calls.
_APART = (f"{{{MATHML}}}", f"{{{SVG}}}")
_ELSEWHERE = frozenset({"doc-backlink", "doc-footnote", "doc-noteref"})
_LINKS = frozenset({"Link", "Reference"})
_ROLES_APART = frozenset({"Figure", "Formula", "Note"})


def findings(book: Book, pdf: bytes) -> Iterator[Finding]:
    """Yield where the list of pages is not that of *pdf*, or leads nowhere, and where a mark does
    not stand at the first words of its page; without *pdf*, what is wrong in the book alone."""
    marks = [
        (name, mark.get("id", ""), mark.get("aria-label", ""))
        for name, tree in book.pages.items()
        for mark in tree.iter()
        if is_mark(mark)
    ]
    entries = [
        (file, id_, words(link))
        for tree in book.pages.values()
        for nav in tree.iter(f"{{{XHTML}}}nav")
        if nav.get(TYPE) == "page-list"
        for link in nav.iter(f"{{{XHTML}}}a")
        for file, _, id_ in [link.get("href", "").partition("#")]
    ]
    if entries != marks:
        listed, marked = next(p for p in zip_longest(entries, marks) if p[0] != p[1])
        message = f"The list of pages has {_entry(listed)} where the text has {_entry(marked)}."
        yield Finding("page-list", message, _NAV)
    if entries and not (set(book.meta("pageBreakSource")) & set(book.dc("source"))):
        message = "The book does not say which edition its pages are of."
        yield Finding("page-source", message, PACKAGE)
    if not pdf:
        return
    labels = _labels(pdf)
    if [label for *_, label in entries] != labels:
        message = f"The PDF has the pages {_span(labels)}, the book lists "
        message += _span([label for *_, label in entries])
        yield Finding("page-list", f"{message}.", _NAV)
    yield from _places(book, pdf, labels)


def _entry(entry: tuple[str, str, str] | None) -> str:
    return f"page {entry[2]} ({entry[0]}#{entry[1]})" if entry else "no page more"


def _labels(pdf: bytes) -> list[str]:
    document = require("pypdfium2").PdfDocument(pdf)
    try:
        pages = range(len(document))
        return [document.get_page_label(page) or str(page + 1) for page in pages]
    finally:
        document.close()


def _span(labels: list[str]) -> str:
    if not labels:
        return "none"
    return f"{labels[0]} to {labels[-1]} ({len(labels)})"


_Text = tuple[int, str]  # its page, from 0, and it


@dataclass(frozen=True)
class _Piece:
    """What a passage has on one page: its label, and the text. *divides* says whether the page
    begins within a word: the mark in the book stands after it."""

    label: str
    text: str
    divides: bool = False

    @property
    def letters(self) -> str:
        """The letters and figures, in no order: what runs to the left is stored as it is seen."""
        return "".join(sorted(filter(str.isalnum, normal(self.text).casefold())))


def _places(book: Book, pdf: bytes, labels: list[str]) -> Iterator[Finding]:
    """Yield the marks that do not stand before the first words of their page."""
    try:
        root = read_structure(pdf).root
    except ValueError:
        return  # the PDF's own checks say so
    on_paper = _first_pieces(list(_pieces_on_paper(root, labels)), labels)
    files = {
        mark.get("aria-label", ""): name
        for name, tree in book.pages.items()
        for mark in tree.iter()
        if is_mark(mark)
    }
    in_book: dict[str, _Piece] = {}
    for piece in _pieces_in_book(book.pages.values()):
        in_book.setdefault(piece.label, piece)
    for label, name in files.items():
        first, here = on_paper.get(label), in_book.get(label)
        if first and label != labels[0] and not (here and _is_same(here, first)):
            before = f"“{_begin(here)}”" if here else "that of another page"
            message = (
                f"Page {label} of the PDF begins with “{_begin(first)}”, its mark in the book "
                f"stands before {before}."
            )
            yield Finding("page-place", message, f"EPUB/{name}")


def _pieces_on_paper(element: Element, labels: list[str]) -> Iterator[_Piece]:
    """Yield what *element* has on each page, and what the blocks in it have, in their order."""
    pieces: list[_Piece] = []
    for is_text, run in groupby(_parts(element), lambda part: isinstance(part, tuple)):
        parts = list(run)
        if is_text:
            pieces += _pieces_of_line([part for part in parts if isinstance(part, tuple)], labels)
            continue
        for part in parts:
            assert isinstance(part, Element)
            pieces += _pieces_on_paper(part, labels)
    if element.role == "TR":  # its cells go on side by side
        pieces.sort(key=lambda piece: labels.index(piece.label))
    yield from pieces


def _pieces_of_line(run: Iterable[_Text], labels: list[str]) -> Iterator[_Piece]:
    texts: dict[int, str] = {}
    for page, text in run:
        texts[page] = texts.get(page, "") + text
    before = " "
    for page, text in texts.items():
        piece = _Piece(labels[page], text, divides=not before[-1:].isspace())
        if piece.letters:
            yield piece
        before = text


def _parts(element: Element) -> Iterator[_Text | Element]:
    """Yield the texts of *element*, with their pages, and the blocks in it. A link is on the page
    where it begins: no mark divides its name."""
    pages = (page for page, _ in element.pieces)
    for kid in element.kids:
        if isinstance(kid, str):
            yield next(pages), kid
        elif kid.role not in INLINE:
            if kid.role not in _ROLES_APART and not _is_bullet(kid):
                yield kid
        else:
            inner = list(_parts(kid))
            first = next((part[0] for part in inner if isinstance(part, tuple)), 0)
            for part in inner:
                if isinstance(part, Element):
                    yield part
                elif kid.note is None:
                    yield (first if kid.role in _LINKS else part[0]), part[1]


def _is_bullet(element: Element) -> bool:
    """Whether it is the mark or number of an item; the terms of a glossary are called so too."""
    lists = [each for each in element.around if each.role == "L"]
    if element.role != "Lbl":
        return False
    # An author's item may stand in no list.
    return not lists or lists[0].attributes.get("ListNumbering") != "None"


def _first_pieces(pieces: list[_Piece], labels: list[str]) -> dict[str, _Piece]:
    """Return what each page begins with in the order of reading: what layout has moved to a later
    page, before text of an earlier one, begins none."""
    numbers = [labels.index(piece.label) for piece in pieces]
    least = list(accumulate(reversed(numbers), min))[::-1]
    found: dict[str, _Piece] = {}
    for piece, number, later in zip(pieces, numbers, least, strict=True):
        if number == later:
            found.setdefault(piece.label, piece)
    return found


def _pieces_in_book(trees: Iterable[ET.Element]) -> list[_Piece]:
    """Return what each passage of *trees* has behind each mark; nothing before the first one."""
    texts: dict[tuple[str, int], str] = {}
    label, passage = "", 0

    def read(element: ET.Element) -> None:
        nonlocal label, passage
        is_block = element.tag in _BLOCKS
        if is_mark(element):
            label = element.get("aria-label", "")
        passage += is_block
        if _is_heard(element):
            add(element.text)
            for child in element:
                read(child)
                add(child.tail)
        passage += is_block

    def add(text: str | None) -> None:
        # Space alone begins no passage.
        if text and (text.strip() or (label, passage) in texts):
            texts[label, passage] = texts.get((label, passage), "") + text

    for tree in trees:
        read(tree)
    pieces = (_Piece(label, text) for (label, _), text in texts.items())
    return [piece for piece in pieces if piece.label and piece.letters]


def _is_heard(element: ET.Element) -> bool:
    """Whether *element* has words that paper has at the same place."""
    if not isinstance(element.tag, str) or element.tag.startswith(_APART):
        return False
    if "status" in element.get("class", "").split():  # a draft's: paper has it on each page
        return False
    return element.get("role") not in _ELSEWHERE and element.get("aria-hidden") != "true"


def _is_same(here: _Piece, paper: _Piece) -> bool:
    """Whether a mark before *here* stands where *paper* begins a page."""
    rest = "".join(paper.text.split(maxsplit=1)[1:]) if paper.divides else paper.text
    return here.letters in (paper.letters, _Piece("", rest).letters)


def _begin(piece: _Piece) -> str:
    text = " ".join(piece.text.split())
    return f"{text[:_LETTERS]}…" if len(text) > _LETTERS else text
