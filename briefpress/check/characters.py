"""Read which letters the codes of a font in a PDF stand for (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TABLE = re.compile(rb"begin(?P<kind>bfchar|bfrange)(?P<rows>.*?)end", re.DOTALL)
_NUMBER = re.compile(rb"<([0-9a-fA-F]+)>")


def letters_of(font: Any) -> dict[int, str]:
    """Return what each code of *font* stands for, of pikepdf; codes that stand for nothing are
    left out."""
    if "/ToUnicode" not in font:
        return {}
    return dict(_pairs(font["/ToUnicode"].read_bytes()))


def _pairs(source: bytes) -> Iterator[tuple[int, str]]:
    for table in _TABLE.finditer(source):
        for row in table["rows"].splitlines():
            numbers = [number.decode() for number in _NUMBER.findall(row)]
            if table["kind"] == b"bfchar" and len(numbers) == 2:
                yield int(numbers[0], 16), _text(numbers[1])
            elif table["kind"] == b"bfrange" and len(numbers) >= 3:
                first, last, *texts = numbers
                codes = range(int(first, 16), int(last, 16) + 1)
                if b"[" in row:
                    yield from zip(codes, map(_text, texts), strict=False)
                else:
                    text = _text(texts[0])
                    for place, code in enumerate(codes):
                        yield code, text[:-1] + chr(ord(text[-1]) + place)


def _text(number: str) -> str:
    return bytes.fromhex(number).decode("utf-16-be", "replace")
