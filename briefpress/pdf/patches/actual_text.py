"""Write beside glyphs what is to be read for them where their font cannot say it.

A font's map of characters has one place for a glyph, but several letters may be drawn as one: ţ
with a cedilla as ț with a comma, U+2011 as U+2010. WeasyPrint 70 lets the letter that it meets
first stand for all. Nor does a map tell the order of what runs to the left. ISO 32000-1, 14.9.4,
has a place for both, which WeasyPrint does not know: the actual text of marked content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, pango

from briefpress.pdf.bidi import Cluster, texts_to_read
from briefpress.pdf.tags.streams import read_as

# What is between the brackets of TJ: a string of glyphs, or what moves the next one.
_SHOWN = re.compile(rb"<([0-9a-f]*)>|([^<]+)")
_LENGTH = 4  # digits of a glyph

_draw_line = drawing.draw_first_line
_add_font = Stream.add_font


def draw_line(stream: Any, box: Any, *arguments: Any) -> list[Any]:
    """Do what WeasyPrint's ``draw_first_line`` does, and say what the glyphs are read as."""
    begin = len(stream.stream)
    emojis: list[Any] = _draw_line(stream, box, *arguments)
    items = stream.stream[begin:]
    if items:
        clusters = list(_clusters(stream, box.pango_layout))
        texts, place = {}, 0
        for cluster, text in zip(clusters, texts_to_read(clusters), strict=True):
            if text is not None:
                texts[place] = place + cluster.glyphs, text
            place += cluster.glyphs
        if texts:
            stream.stream[begin:] = _written(items, texts)
    return emojis


def _clusters(stream: Any, layout: Any) -> Iterator[Cluster]:
    """Yield the clusters of the line that *layout* begins with, from left to right."""
    line, _ = layout.get_first_line()
    encoded = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        font, _ = _add_font(stream, item.analysis.font)
        to_left = bool(item.analysis.level % 2)
        starts = ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)
        order = sorted({*starts, item.length})
        ends = dict(zip(order, order[1:], strict=False))
        shown = glyphs.glyphs
        for start, numbers in groupby(range(glyphs.num_glyphs), starts.__getitem__):
            places = [n for n in numbers if shown[n].glyph != pango.PANGO_GLYPH_EMPTY]
            if not places:
                continue
            read = [font.to_unicode.get(shown[n].glyph, "") for n in places]
            text = encoded[item.offset + start : item.offset + ends[start]].decode()
            yield Cluster(
                glyphs=len(places),
                text=text,
                to_left=to_left,
                read="".join(reversed(read) if to_left else read),
            )


def _written(items: list[Any], texts: Mapping[int, tuple[int, str]]) -> Iterator[Any]:
    """Yield the *items* of a stream with *texts*: by the place of the first glyph that one is of,
    the place after the last, and the text."""
    place, inside = 0, -1
    for item in items:
        if not (isinstance(item, bytes) and item.endswith(b"] TJ")):
            yield item
            continue
        shown = b""
        for string, move in _SHOWN.findall(item[1 : -len(b"] TJ")]):
            shown += move
            for at in range(0, len(string), _LENGTH):
                if place == inside or place in texts:
                    yield from [b"[%s] TJ" % shown] if shown else []
                    shown = b""
                if place == inside:
                    yield b"EMC"
                    inside = -1
                if place in texts:
                    inside, text = texts[place]
                    yield from read_as(text)
                shown += b"<%s>" % string[at : at + _LENGTH]
                place += 1
        yield from [b"[%s] TJ" % shown.replace(b"><", b"")] if shown else []
        if place == inside:
            yield b"EMC"
            inside = -1
