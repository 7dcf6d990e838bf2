"""Compare a PDF's text layer with the page that it prints: every word, in the right language.

A reader never sees the text layer; search, copying and screen readers have nothing else. It must
hold the words of the web page next to the PDF. Words that only the PDF has (running heads, page
numbers, addresses after links) are no fault.

What a text layer may do to a word without losing it is undone here: hyphenation, ligatures,
capitals set by CSS, a note's number stuck to a word, a drop cap on a line of its own, an address
broken anywhere. The text of pictures is not compared: the PDF draws it. So it does with formulas,
each of which must have on paper the alternative text that the page gives it.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version as installed
from itertools import pairwise
from typing import TYPE_CHECKING

import tinyhtml5

from briefpress.check.packages import DISTRIBUTIONS, require
from briefpress.check.result import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from xml.etree.ElementTree import Element

MOST_SHOWN = 20
"""How many missing words are listed; the others are counted."""

MOST_NOTE_DIGITS = 3
"""How long a note's number may be that is taken off a word."""

CONTEXT_WORDS = 4
"""How many words before and after a missing one are shown."""

SOFT_HYPHEN = "\u00ad"
"""In a word of the PDF: a line ended here with a hyphen, which the word itself may have or not."""

# Elements whose edges do not end a word.
INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong"
    "|sub|sup|time|u|var|wbr"
)

_NOT_TEXT = frozenset({"math", "noscript", "script", "style", "svg", "template"})

_NOTE_MARKS = frozenset({"doc-noteref", "doc-backlink"})
"""Roles of what calls a note and leads back from it: the PDF sets numbers of its own."""

LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}

INVISIBLE = re.compile("[\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Joiners and marks of direction, which a text layer may keep or not."""

_VOWELS = re.compile("[ \u00a0]?[\u0591-\u05bd\u05bf-\u05c7\u064b-\u0652\u0670]+")
"""Marks of Hebrew and Arabic, which stand over letters: PDFium sees a space before some."""

_REORDERED = re.compile("(?=.*[\u0590-\u08ff])(?=.*[A-Za-z])|.*_")
"""In a line that runs to the left PDFium turns round the pieces of what runs to the right: of an
address, of code, of a word with a prefix in other letters."""

_LINE_END_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u00ad][ \t]*(?:\r?\n\s*|\Z)|\ufffe\s*")
"""PDFium puts U+FFFE for U+002D with the end of its line, and leaves U+2010 as it is."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana, Han, Hangul: a line may end after any character, so each counts
as a word."""

_LETTERS = rf"(?:(?![{_UNSPACED}])\w)+"
_WORD = re.compile(rf"[{_UNSPACED}]|{_LETTERS}(?:[-\u2010\u2011\u00ad]{_LETTERS})*\u00ad?")
_CHUNK = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_ADDRESS = re.compile(r"://|www\.|@|\b10\.\d{4,}/|\u200b")
"""In web and mail addresses, DOIs, and what the author lets break. A line may end anywhere there,
so they are compared as a whole and without spaces."""

_DIGITS = "0123456789\u00b2\u00b3\u00b9\u2070\u2074\u2075\u2076\u2077\u2078\u2079"


@dataclass(frozen=True)
class MissingWord:
    """A word of the page that the text layer has not."""

    word: str
    context: str
    """The words around it on the page, with the word in brackets."""


def version() -> str:
    """Return the tools with their versions: the rules are briefpress's, PDFium reads the PDF."""
    require("pypdfium2")
    pdfium = DISTRIBUTIONS["pypdfium2"]
    return f"briefpress {installed('briefpress')} with {pdfium} {installed(pdfium)}"


def compare(page: str, pdf: bytes) -> Report:
    """Return what the text layer of *pdf* lacks of *page*, an HTML document."""
    pdfium = require("pypdfium2")
    try:
        text = pdf_words(pdf)
        language = pdf_language(pdf)
        spoken = pdf_alternatives(pdf)
    except pdfium.PdfiumError as error:
        return Report((Finding("unreadable", f"PDFium cannot read this file: {error}"),))
    return Report((*_findings(page, text, language), *_unspoken_formulas(page, spoken)))


def html_words(html: str) -> list[str]:
    """List the words of a page's body: `<article data-brief>` without what is for the web alone.

    A web address or the like is one word; so is each character of a script without spaces.
    """
    root = parse_page(html)
    articles = root.iterfind(".//article[@data-brief]")
    text = _normal("".join(piece for article in articles for piece in _texts(article)))
    words = _words_of(text)
    if root.get("dir") != "rtl":
        return words
    return [word for word in words if not (_ADDRESS.search(word) or _REORDERED.match(word))]


def _words_of(text: str) -> list[str]:
    return [
        word
        for chunk in _CHUNK.findall(text.replace(SOFT_HYPHEN, ""))
        for word in ([chunk] if _ADDRESS.search(chunk) else _WORD.findall(chunk))
        if _key(word)
    ]


def pdf_words(data: bytes) -> list[str]:
    """List the words of a PDF's text layer, page by page.

    A word that goes on in the next line is one word with a SOFT_HYPHEN there. Raise PdfiumError for
    what is no PDF.
    """
    with closing(require("pypdfium2").PdfDocument(data)) as document:
        pages = [str(page.get_textpage().get_text_range()) for page in document]
    return [
        word
        for page in pages
        for word in _WORD.findall(_LINE_END_HYPHEN.sub(SOFT_HYPHEN, _normal(page)))
    ]


def pdf_language(data: bytes) -> str:
    """Return the /Lang of a PDF's catalogue, a BCP 47 tag; empty without one."""
    pdfium = require("pypdfium2")
    read = pdfium.raw.FPDFCatalog_GetLanguage
    with closing(pdfium.PdfDocument(data)) as document:
        size = read(document, None, 0)
        buffer = ctypes.create_string_buffer(size)
        read(document, ctypes.cast(buffer, ctypes.POINTER(pdfium.raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def pdf_alternatives(data: bytes) -> list[str]:
    """List the alternative texts (/Alt) of a PDF's structure, as often as they are there."""
    pdfium = require("pypdfium2")
    raw = pdfium.raw

    def below(element: object) -> Iterator[str]:
        size = raw.FPDF_StructElement_GetAltText(element, None, 0)
        if size:
            buffer = ctypes.create_string_buffer(size)
            raw.FPDF_StructElement_GetAltText(element, buffer, size)
            yield buffer.raw.decode("utf-16-le").rstrip("\0")
        for place in range(raw.FPDF_StructElement_CountChildren(element)):
            # Null for marked content, which is no element.
            if child := raw.FPDF_StructElement_GetChildAtIndex(element, place):
                yield from below(child)

    found: list[str] = []
    with closing(pdfium.PdfDocument(data)) as document:
        for page in document:
            tree = raw.FPDF_StructTree_GetForPage(page)
            for place in range(raw.FPDF_StructTree_CountChildren(tree) if tree else 0):
                found += below(raw.FPDF_StructTree_GetChildAtIndex(tree, place))
            if tree:
                raw.FPDF_StructTree_Close(tree)
    return found


LONG_WORD = 20  # letters


def missing_words(page: Sequence[str], text: Sequence[str]) -> list[MissingWord]:
    """Return the words of a page that its text layer has not, or has too few times.

    Order is not compared, as notes, figures and running heads stand elsewhere in a PDF.
    """
    keys = Counter(map(_key, page))
    # Addresses, and words too long for a line or a cell, may be broken without a hyphen.
    addresses = {_key(word) for word in page if _ADDRESS.search(word) or len(word) >= LONG_WORD}
    flow = "".join(map(_key, text))
    lost = Counter({key: keys[key] for key in addresses if not _in_flow(key, flow)})
    lost += _unmatched(Counter({key: keys[key] for key in keys if key not in addresses}), text)
    return [MissingWord(page[index], _context(page, index)) for index in _places(page, lost, text)]


def _findings(page: str, text: Sequence[str], language: str) -> Iterator[Finding]:
    words = html_words(page)
    if not words:
        yield Finding("no-page", "There is no page beside it with words in <article data-brief>.")
        return
    expected = parse_page(page).get("lang", "")
    if language.casefold() != expected.casefold():
        message = f'The PDF says that its language is "{language}", the page says "{expected}".'
        yield Finding("language", message)
    missing = missing_words(words, text)
    for word in missing[:MOST_SHOWN]:
        message = f'The text layer lacks the word "{word.word}".'
        yield Finding("missing-word", message, word.context)
    if hidden := len(missing[MOST_SHOWN:]):
        yield Finding("missing-word", f"The text layer lacks {hidden} more words.")


def _unspoken_formulas(page: str, spoken: Sequence[str]) -> Iterator[Finding]:
    """Yield what is read aloud for a formula of the page and for none of the PDF."""
    articles = parse_page(page).iterfind(".//article[@data-brief]")
    formulas = (f for article in articles for f in article.iterfind(".//{*}math[@alttext]"))
    for text, times in (Counter(f.get("alttext", "") for f in formulas) - Counter(spoken)).items():
        yield Finding("missing-formula", f"The PDF lacks the formula “{text}”, {times} times.")


def parse_page(html: str) -> Element:
    """Return the root of a page; elements of HTML have plain names."""
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def _texts(element: Element) -> Iterator[str]:
    """Yield an element's text as it reads: a space at each edge of a block, none at a span's."""
    if is_left_out(element):
        return
    inline = INLINE.fullmatch(element.tag) and element.get("role") != "doc-footnote"
    edge = "" if inline else " "
    yield edge
    if element.tag == "wbr":
        yield "\u200b"
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield edge


def is_left_out(element: Element) -> bool:
    """Whether what *element* holds is not compared."""
    # The tag of a comment is a function; those of MathML and SVG begin with their namespace.
    return (
        not isinstance(element.tag, str)
        or element.tag.rpartition("}")[2] in _NOT_TEXT
        or "data-web-only" in element.attrib
        or "hidden" in element.attrib
        or not _NOTE_MARKS.isdisjoint(element.get("role", "").split())
    )


def _normal(text: str) -> str:
    plain = _VOWELS.sub("", INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", plain.translate(LIGATURES))


def _key(word: str) -> str:
    """Return a word as it is compared: capitals and hyphens are a matter of typesetting."""
    return re.sub(r"\W", "", word).casefold()


def _in_flow(address: str, flow: str) -> bool:
    """Find an address in text without spaces, if need be in two pieces, on two pages."""
    return any(address[:cut] in flow and address[cut:] in flow for cut in range(len(address)))


def _unmatched(needed: Counter[str], text: Sequence[str]) -> Counter[str]:
    """Strike off the needed words those that the text has, in ever freer readings of the text."""
    left = needed.copy()

    def take(*readings: str) -> bool:
        for key in map(_key, readings):
            if left[key] > 0:
                left[key] -= 1
                return True
        return False

    spare = [word for word in text if not take(word)]
    spare = [word for word in spare if not take(*_without_number(word))]
    pieces = [
        (piece, waits)
        for word in spare
        for piece, waits in _pieces(word)
        if not take(piece, *_without_number(piece))
    ]
    heads = Counter(_key(piece) for piece, waits in pieces if waits)
    tails = Counter(_key(piece).strip(_DIGITS) for piece, _ in pieces)
    for key in +left:
        for head, tail in ((key[:cut], key[cut:]) for cut in range(1, len(key))):
            found = min(left[key], heads[head], tails[tail])
            left[key] -= found
            heads[head] -= found
            tails[tail] -= found
    return +left


def _pieces(word: str) -> Iterator[tuple[str, bool]]:
    """Split a word where its lines ended, and say of each piece whether another should follow.

    Both pieces may be words: "pre-" at a line's end, and "and". If a note or a running head stands
    between the two halves of a word, the first is none, nor is the letter that is a drop cap.
    """
    *firsts, last = word.split(SOFT_HYPHEN)
    yield from ((piece, True) for piece in firsts)
    if last:
        yield last, len(last) == 1


def _without_number(word: str) -> Iterator[str]:
    """Yield a word without a note's number, of one digit to three, after or before it.

    How many digits are the word's own cannot be known: "20243" is 2024 and note 3.
    """
    for length in range(1, min(len(word), MOST_NOTE_DIGITS + 1)):
        if word[-length] in _DIGITS:
            yield word[:-length]
        if word[length - 1] in _DIGITS:
            yield word[length:]


def _places(page: Sequence[str], lost: Counter[str], text: Sequence[str]) -> list[int]:
    """Return where on the page the lost words stand: for each, where its neighbours differ most."""
    keys = [_key(word) for word in page]
    pairs = set(pairwise(map(_key, text)))
    places = defaultdict(list)
    for index, key in enumerate(keys):
        if lost[key]:
            places[key].append((_kept(keys, index, pairs), index))
    return sorted(index for key in places for _, index in sorted(places[key])[: lost[key]])


def _kept(keys: Sequence[str], index: int, pairs: Collection[tuple[str, str]]) -> int:
    """Count how many of a word's two neighbours stand beside it in the text layer too."""
    return sum(pair in pairs for pair in pairwise(keys[max(index - 1, 0) : index + 2]))


def _context(page: Sequence[str], index: int) -> str:
    before = page[max(index - CONTEXT_WORDS, 0) : index]
    after = page[index + 1 : index + 1 + CONTEXT_WORDS]
    return " ".join([*before, f"[{page[index]}]", *after])
