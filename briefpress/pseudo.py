"""Write text as a pseudo-translation: accented, a third longer, in brackets.

It is for authors and designers: what is left plain does not reach translators, what is cut off has
no room for other languages. Nobody reads it, so it is made for a build and kept in no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from gettext import NullTranslations

TAGS = ("qps", "qps-Arab")
"""Its languages, of those that ISO 639 leaves to private use; the second is set right to left."""

# A word without accents is one that was not translated. All are in all the packaged faces;
# there is nothing for V and X.
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUWYZabcdefghijklmnopqrstuwyz"
_ACCENTED = "ÀẞÇĐÉƒĜĤÎĴĶĹṂÑÖÞǪŔŠŢÛŴÝŽàßçđéƒĝĥîĵķĺṃñöþǫŕšţûŵýž"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)

# What is the same in every language, or is put in later: tags and entities of HTML, names in
# braces, Python's placeholders, addresses.
_KEPT = re.compile(
    r"</?[a-z][^<>]*> | &\#?\w+; | \{\{?[^{}]*\}\}? | %(?:\(\w+\))?[sd]"
    r"| \b[a-z][a-z0-9+.-]*://[^\s<>\"“”«»]+ | \bwww\.\S+ | \b10\.\d{4,9}/\S+"
    r"| [\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.VERBOSE,
)
# What a tag says to readers.
_SPOKEN = re.compile(r"(\b(?:alt|aria-label|title)=[\"'])([^\"'<>]+)")
_LONGER = 0.3


def is_pseudo(tag: str) -> bool:
    """Whether *tag* is the language of a pseudo-translation."""
    return tag in TAGS


def accented(text: str) -> str:
    """Return *text* with an accent on each letter, but for what must stay as it is."""
    pieces = []
    end = 0
    for kept in _KEPT.finditer(text):
        tag = _SPOKEN.sub(lambda said: f"{said[1]}{pseudo(said[2])}", kept[0])
        pieces += [text[end : kept.start()].translate(_ACCENTS), tag]
        end = kept.end()
    return "".join([*pieces, text[end:].translate(_ACCENTS)])


def ending(texts: Iterable[str]) -> str:
    """Return what makes *texts* longer, and the closing bracket: `` ~~~]``, in pieces of the
    length of words."""
    count = round(_LONGER * sum(len(text) for text in texts))
    pieces = ["~" * min(6, count - done) for done in range(0, count, 6)]
    return " ".join(["", *pieces]) + "]"


def pseudo(text: str) -> str:
    """Return *text*, which has no markup but HTML's, as a pseudo-translation."""
    if not any(map(str.isalpha, text)):
        return text
    return f"[{accented(text)}{ending([_KEPT.sub('', text)])}"


class PseudoTranslations(NullTranslations):
    """Stands in for a catalogue of GNU gettext's, for the words of Sphinx."""

    def gettext(self, message: str) -> str:
        """Return *message* pseudo-translated."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the message for *n* things, pseudo-translated."""
        return pseudo(msgid1 if n == 1 else msgid2)
