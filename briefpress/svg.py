"""Find the words of an SVG picture and put others in their place; refuse pictures that do things.

The picture is read as a stream with the place of every word, and nothing but words is written anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

SVG = "http://www.w3.org/2000/svg"
XML = "http://www.w3.org/XML/1998/namespace"

_WITH_WORDS = frozenset({"desc", "text", "textPath", "title", "tspan"})
_REFUSED = frozenset(
    {"audio", "embed", "foreignObject", "handler", "iframe", "listener", "object", "script"}
    | {"video"}
)
_RASTER = re.compile(r"data:image/(?:gif|jpeg|png|webp)[;,]", re.IGNORECASE)
_WEB = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_OUTSIDE = re.compile(r"@import|(?:url|src|image|image-set)\(\s*[\"']?(?!\s*[#\"'])", re.IGNORECASE)
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_ESCAPE = re.compile(r"\\[0-9a-f]", re.IGNORECASE)  # of CSS, which could hide the others

# What EPUB 3.3 allows (2.2, XML conformance), old programs write, and nothing reads.
_DOCTYPE = ("-//W3C//DTD SVG 1.1//EN", "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd")

# Symbols that are the same in every language: SI (brochure, tables 2, 4, 7 and 8) and some more.
_UNITS = re.compile(
    r"(?:[kMGTmcdµμn]?(?:m|g|W|Wh|J|V|A|Hz|Pa|l|L|t|s|b|B)|ha|h|min|d|K|°C|°F|[€$£¥%‰×x]|CO2|CO₂)"
    r"(?:[²³23]|/(?:[kcm]?m[²³23]?|h|s|min|a|kg|t|ha))?"
)


class BadPicture(Exception):
    """The picture cannot be used; *line* (1-based) is where, the message says why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Words:
    """Words in one place: without line ends, the *line* (1-based) where they begin, and from
    where to where (in bytes) they go."""

    text: str
    line: int
    begin: int
    end: int


@dataclass
class Picture:
    """The bytes of an SVG picture, its words, where its first tag ends (bytes), and the same of
    its language if it says one; how wide it is, and its smallest letters, in its own unit."""

    content: bytes
    words: list[Words] = field(default_factory=list)
    head: int = 0
    language: tuple[int, int] | None = None
    width: float = 0.0
    letters: float = 0.0

    def least_width(self, pixels: float) -> int:
        """Return how wide the picture is where its smallest letters have so many *pixels*; 0 if it
        does not say."""
        return round(self.width * pixels / self.letters) if self.letters else 0

    def translated(self, words: Mapping[str, str], tag: str) -> str:
        """Return the picture with *words* in place of its own and the language *tag*."""
        changes = [(*(self.language or (self.head, self.head)), f' xml:lang="{tag}"')]
        changes += [(w.begin, w.end, escape(words[w.text])) for w in self.words if w.text in words]
        content = self.content
        for begin, end, text in sorted(changes, reverse=True):
            content = content[:begin] + text.encode() + content[end:]
        return content.decode()


def read_picture(content: bytes) -> Picture:
    """Read an SVG picture; raise `BadPicture` for what is none, or does more than show itself."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode()
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise BadPicture(line, "it is not UTF-8 text; save it as “plain SVG”") from None
    return _Reader(content).read()


class _Reader:
    """Follows the parser through a picture."""

    def __init__(self, content: bytes) -> None:
        self._picture = Picture(content)
        self._stack: list[str] = []
        self._run: list[str] = []
        self._begin = self._line = -1
        self._parser = parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartCdataSectionHandler = self._mark
        parser.CommentHandler = lambda text: self._flush()
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = self._doctype

    def read(self) -> Picture:
        try:
            self._parser.Parse(self._picture.content, True)
        except expat.ExpatError as fault:
            reason = expat.ErrorString(fault.code)
            raise BadPicture(fault.lineno, f"it cannot be read: {reason}") from None
        return self._picture

    def _refuse(self, what: str) -> None:
        raise BadPicture(
            self._parser.CurrentLineNumber,
            f"it holds {what}, and a picture only shows itself; remove it, or save the picture as "
            "“plain SVG”",
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._flush()
        space, _, name = tag.rpartition(" ")
        if not self._stack:
            self._head(name, attributes)
        self._stack.append(name if space in (SVG, "") else "")
        if name in _REFUSED:
            self._refuse(f"<{name}>")
        self._measure(attributes)
        for attribute, value in attributes.items():
            self._check(name, attribute, value.strip())

    def _measure(self, attributes: dict[str, str]) -> None:
        written = f"font-size:{attributes.get('font-size', '')};{attributes.get('style', '')}"
        for size in re.findall(r"font-size:\s*([\d.]+)(?:px)?\s*(?:;|$)", written):
            least = self._picture.letters or float("inf")
            self._picture.letters = min(float(size), least) if size.strip(".") else 0.0

    def _head(self, name: str, attributes: dict[str, str]) -> None:
        if name != "svg":
            raise BadPicture(self._parser.CurrentLineNumber, "it is no SVG picture")
        width, height = _size(attributes)
        self._picture.width = width
        if width <= 0 or height <= 0:
            raise BadPicture(
                self._parser.CurrentLineNumber,
                "it does not say how large it is; write a viewBox into its first tag, or save it "
                "as “plain SVG”",
            )
        begin = self._parser.CurrentByteIndex
        tag = re.compile(rb"<(?:[\w.-]+:)?svg(?:[^>\"']|\"[^\"]*\"|'[^']*')*>").match(
            self._picture.content, begin
        )
        assert tag is not None  # the parser has read it
        self._picture.head = tag.end() - (2 if tag[0].endswith(b"/>") else 1)
        if f"{XML} lang" in attributes:
            found = re.search(rb"\sxml:lang\s*=\s*(?:\"[^\"]*\"|'[^']*')", tag[0])
            assert found is not None
            self._picture.language = (begin + found.start(), begin + found.end())

    def _check(self, element: str, attribute: str, value: str) -> None:
        space, _, name = attribute.rpartition(" ")
        if not space and name.lower().startswith("on"):
            self._refuse(f"an action ({name})")
        if space == XML and name == "base":
            self._refuse("xml:base")
        if name == "attributeName" and re.search(r"href|^on", value, re.IGNORECASE):
            self._refuse(f"an animation of {value}")
        if name in ("href", "src") and value and not value.startswith("#"):
            allowed = _RASTER if element in ("image", "feImage") else _WEB
            if not allowed.match(value) or (allowed is _WEB and element != "a"):
                self._refuse(f"an address ({value[:60]})")
        self._check_style(value, is_style=name == "style")

    def _check_style(self, text: str, *, is_style: bool) -> None:
        if _OUTSIDE.search(text) and (is_style or "url" in text.lower()):
            self._refuse("a style that names a file or an address")
        if is_style and _ESCAPE.search(text):
            self._refuse("a style with escaped letters")

    def _text(self, text: str) -> None:
        self._mark()
        self._run.append(text)

    def _mark(self) -> None:
        if not self._run and self._begin < 0:
            self._begin = self._parser.CurrentByteIndex
            self._line = self._parser.CurrentLineNumber

    def _flush(self) -> None:
        """End a run of letters where another thing begins."""
        text, begin = "".join(self._run), self._begin
        self._run, self._begin = [], -1
        if not self._stack or begin < 0:
            return
        if self._stack[-1] == "style":
            self._check_style(text, is_style=True)
        if self._stack[-1] not in _WITH_WORDS or not is_wordy(text):
            return
        end = self._parser.CurrentByteIndex
        raw = self._picture.content[begin:end]
        before = len(raw) - len(raw.lstrip())
        line = self._line + raw[:before].count(b"\n")
        end -= len(raw) - len(raw.rstrip())
        words = " ".join(text.split())
        self._picture.words.append(Words(words, line, begin + before, end))

    def _end(self, tag: str) -> None:
        self._flush()
        self._stack.pop()

    def _instruction(self, target: str, data: str) -> None:
        self._flush()
        if target.lower() == "xml-stylesheet":
            self._refuse("a style sheet of its own")

    def _doctype(self, name: str, system: str | None, public: str | None, inner: bool) -> None:
        if inner:
            self._refuse("declarations (<!DOCTYPE … [ … ]>)")
        if (system or public) and (public, system) != _DOCTYPE:
            raise BadPicture(
                self._parser.CurrentLineNumber,
                f"it names a file that defines what stands in it (<!DOCTYPE … “{system}”>), which "
                "a picture must not; delete this line, or save the picture as “plain SVG”",
            )


def _size(attributes: Mapping[str, str]) -> tuple[float, float]:
    """Return width and height of a picture in its own unit; (0, 0) if it has none, as with 100 %
    and no viewBox: each program would show something else."""
    box = [float(number) for number in _NUMBER.findall(attributes.get("viewBox", ""))]
    if len(box) == 4:
        return box[2], box[3]
    return _length(attributes.get("width", "")), _length(attributes.get("height", ""))


def _length(written: str) -> float:
    number = _NUMBER.match(written.strip())
    return float(number[0]) if number and "%" not in written else 0.0


def is_wordy(text: str) -> bool:
    """Whether *text* has words to translate: not only numbers with their units."""
    pieces = re.findall(r"[^\s\d.,:;()+\-−–/]+[^\s]*", text)
    return any(
        any(letter.isalpha() for letter in piece) and not _UNITS.fullmatch(piece.strip("().,:;"))
        for piece in pieces
    )
