"""Spell words as they are compared, and as they are shown."""

from __future__ import annotations

import re
import unicodedata

from briefpress.check.structure.pdf import SOFT_HYPHEN
from briefpress.check.text_layer.letters import INVISIBLE, LIGATURES, SPLIT

MOST_LETTERS = 60
"""How many letters of a text are shown."""


def key(text: str) -> str:
    """Return *text* as it is compared: CSS may have changed its capitals."""
    text = INVISIBLE.sub("", re.sub(f"[{SOFT_HYPHEN}{SPLIT}]", "", text))
    text = unicodedata.normalize("NFC", text.translate(LIGATURES)).casefold()
    return " ".join(text.split())


def plain(text: str) -> str:
    """Return *text* as it is compared where spaces and marks may differ: paper sets quotation marks
    (``q``), and has other spaces for tabs."""
    return re.sub(r"[\W_]", "", key(text))


def letters(text: str) -> str:
    """Return the letters of *text* in an order of their own."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sorted(letter for letter in plain if letter.isalnum()))


def shown(text: str) -> str:
    """Return the beginning of *text*, in quotation marks."""
    text = " ".join(text.split())
    return f"“{text[:MOST_LETTERS]}…”" if len(text) > MOST_LETTERS else f"“{text}”"
