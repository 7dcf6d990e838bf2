"""Say formulas in words."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET


def in_words(tree: ET.Element) -> str:
    """Return a formula as a line of text, for those who hear it: ``E = m c^2``."""
    return re.sub(r"\s+", " ", _line(tree)).strip()


def is_line(tree: ET.Element) -> bool:
    """Whether a formula is a line of signs, without fractions, roots, indices and tables."""
    return all(element.tag.rpartition("}")[2] in _IN_LINE for element in tree.iter())


_IN_LINE = frozenset(["math", "mi", "mn", "mo", "mrow", "mspace", "mstyle", "mtext"])


# Signs that say how a formula is heard, and have no words: function application and the like.
_UNSEEN = re.compile("[\u2061-\u2064]")


def _line(element: ET.Element) -> str:
    parts = [_line(child) for child in element]
    tag = element.tag.rpartition("}")[2]
    if tag == "mo":
        return f" {_UNSEEN.sub('', element.text or '')} "
    if tag == "mphantom":
        return " "
    if not parts:
        return element.text or ""
    if tag == "mfrac":
        return f"{_group(parts[0])}/{_group(parts[1])}"
    if tag == "msqrt":
        return f"√{_group(' '.join(parts))}"
    if tag == "mroot":
        return f"{_group(parts[1])}√{_group(parts[0])}"
    if tag in ("msub", "munder"):
        return f"{parts[0].strip()}_{_group(parts[1])}"
    if tag in ("msup", "mover"):
        return f"{parts[0].strip()}^{_group(parts[1])}"
    if tag in ("msubsup", "munderover"):
        return f"{parts[0].strip()}_{_group(parts[1])}^{_group(parts[2])}"
    if tag == "mmultiscripts":
        return _indices([child.tag.rpartition("}")[2] for child in element], parts)
    if tag == "mfenced":
        inner = f"{element.get('separators', ',').strip()[:1]} ".join(parts)
        return f"{element.get('open', '(')}{inner}{element.get('close', ')')}"
    return ("; " if tag == "mtable" else " ").join(parts)


def _indices(tags: list[str], parts: list[str]) -> str:
    """Return ``mmultiscripts``: what stands before its first part, that, and what stands behind."""
    at = tags.index("mprescripts") if "mprescripts" in tags else len(tags)
    behind, before = (
        "".join(
            f"{sign}{_group(part)}"
            for sign, part in zip(itertools.cycle("_^"), found, strict=False)
            if part.strip()
        )
        for found in (parts[1:at], parts[at + 1 :])
    )
    return f" {before} {parts[0].strip()}{behind} "


def _group(text: str) -> str:
    text = text.strip()
    return text if re.fullmatch(r"\w*", text) else f"({text})"
