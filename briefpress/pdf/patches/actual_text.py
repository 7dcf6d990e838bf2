"""Write beside glyphs what is to be read for them where their font cannot say it.

ISO 32000-1, 14.9.4, has a place for it, which WeasyPrint does not use: the actual text of marked
content.

Faults of WeasyPrint 70 that are mended here:

- A font's map of characters has one place for a glyph, but several letters may be drawn as one: ţ
  with a cedilla as ț with a comma, U+2011 as U+2010. The letter that is met first stands for all
  (not reported).
- Nor does a map tell the order of what runs to the left: it is read as it is seen
  (Kozea/WeasyPrint issue 106).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, pango

from briefpress.pdf.bidi import Cluster, plain, texts_to_read
from briefpress.pdf.patches.letters import NOTHING
from briefpress.pdf.tags.streams import read_as

# What is between the brackets of TJ: a string of glyphs, or what moves the next one.
_SHOWN = re.compile(rb"<([0-9a-f]*)>|([^<]+)")
_STRING = re.compile(rb"<([0-9a-f]*)>")
_LENGTH = 4  # digits of a glyph

_WORDS = re.compile(rf"(?:[^\W\d_]|{NOTHING})+|.", re.DOTALL)

# How many numbers Pango tells of a glyph, which comes first.
_SIZE = ffi.sizeof("PangoGlyphInfo") // ffi.sizeof("guint")

_draw_line = drawing.draw_first_line
_add_font = Stream.add_font


def draw_line(stream: Any, box: Any, *arguments: Any) -> list[Any]:
    """Do what WeasyPrint's ``draw_first_line`` does, and say what the glyphs are read as."""
    begin = len(stream.stream)
    emojis: list[Any] = _draw_line(stream, box, *arguments)
    items = stream.stream[begin:]
    if items:
        runs = list(_runs(stream, box.pango_layout))
        if not all(run.says_itself for run in runs):
            stream.stream[begin:] = _written(items, _texts(runs))
    return emojis


@dataclass(frozen=True)
class _Run:
    """Glyphs of one font and direction, from left to right: of each what it is read as, and the
    byte of the run's ``text`` that the letters begin with which it stands for."""

    text: bytes
    to_left: bool
    read: list[str]
    starts: list[int]

    @property
    def says_itself(self) -> bool:
        """Whether it runs to the right, and what is read is the text."""
        return not self.to_left and plain("".join(self.read)) == plain(self.text.decode())

    def clusters(self) -> Iterator[Cluster]:
        """Yield its clusters, from left to right."""
        text, seen = self.text.decode(), "".join(self.read)
        letters = seen.replace(NOTHING, "")
        if len(seen) == len(self.read) and letters == (text[::-1] if self.to_left else text):
            for part in _WORDS.findall(seen):  # most of a text: no letter need be looked at
                word = part.replace(NOTHING, "")[:: -1 if self.to_left else 1]
                yield Cluster(len(part), word, self.to_left, word)
            return
        order = sorted({*self.starts, len(self.text)})
        ends = dict(pairwise(order))
        pairs = zip(self.starts, self.read, strict=True)
        for start, shown in groupby(pairs, itemgetter(0)):
            read = [letters for _, letters in shown]
            yield Cluster(
                glyphs=len(read),
                text=self.text[start : ends[start]].decode(),
                to_left=self.to_left,
                read="".join(reversed(read) if self.to_left else read),
            )


def _runs(stream: Any, layout: Any) -> Iterator[_Run]:
    """Yield the runs of the line that *layout* begins with, from left to right."""
    line, _ = layout.get_first_line()
    encoded = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        font, _ = _add_font(stream, item.analysis.font)
        count = glyphs.num_glyphs
        numbers = ffi.unpack(ffi.cast("guint *", glyphs.glyphs), count * _SIZE)[::_SIZE]
        places = zip(ffi.unpack(glyphs.log_clusters, count), numbers, strict=True)
        shown = [place for place in places if place[1] != pango.PANGO_GLYPH_EMPTY]
        yield _Run(
            text=encoded[item.offset : item.offset + item.length],
            to_left=bool(item.analysis.level % 2),
            read=[font.to_unicode.get(number, "") for _, number in shown],
            starts=[start for start, _ in shown],
        )


def _texts(runs: list[_Run]) -> dict[int, tuple[int, str]]:
    """Return what is to be read for the glyphs of a line: by the place of the first glyph, the
    place after the last and the text."""
    clusters = [cluster for run in runs for cluster in run.clusters()]
    texts, place = {}, 0
    for cluster, text in zip(clusters, texts_to_read(clusters), strict=True):
        if text is not None:
            texts[place] = place + cluster.glyphs, text
        place += cluster.glyphs
    return texts


def _written(items: list[Any], texts: Mapping[int, tuple[int, str]]) -> Iterator[Any]:
    """Yield the *items* of a stream with *texts*, which `_texts` made."""
    place, inside, starts = 0, -1, sorted(texts, reverse=True)
    for item in items:
        if not (isinstance(item, bytes) and item.endswith(b"] TJ")):
            yield item
            continue
        count = sum(len(string) for string in _STRING.findall(item)) // _LENGTH
        if inside < 0 and (not starts or starts[-1] >= place + count):
            place += count
            yield item
            continue
        shown = b""
        for string, move in _SHOWN.findall(item[1 : -len(b"] TJ")]):
            shown += b" " + move if move and shown[-1:].isdigit() else move
            for at in range(0, len(string), _LENGTH):
                if place == inside or place in texts:
                    yield from [b"[%s] TJ" % shown] if shown else []
                    shown = b""
                if place == inside:
                    yield b"EMC"
                    inside = -1
                if place in texts:
                    inside, text = texts[starts.pop()]
                    yield from read_as(text)
                shown += b"<%s>" % string[at : at + _LENGTH]
                place += 1
        yield from [b"[%s] TJ" % shown.replace(b"><", b"")] if shown else []
        if place == inside:
            yield b"EMC"
            inside = -1
