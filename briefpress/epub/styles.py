"""Take out of an author's style sheets what no book may hold, and what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tinycss2

# EPUB 3.3, 6.3.1.1: the direction of text is said by ``dir``. What stands fast hides the text of a
# page that the reader turns.
_LEFT_OUT = ("direction", "unicode-bidi")
_FAST = ("position", "fixed")
# Rules that hold rules; of the others none means anything in a book.
_HOLDERS = ("media", "supports")


def mended_declarations(style: str) -> tuple[str, str]:
    """Return the declarations *style* without those, and the direction that they say, ``ltr``,
    ``rtl`` or none."""
    parts = _without_space(tinycss2.parse_blocks_contents(style))
    direction = next((_value(part) for part in parts if _name(part) == "direction"), "")
    text = _written([part for part in parts if _is_good(part)])
    return text, direction if direction in ("ltr", "rtl") else ""


def mended_sheet(css: str) -> str:
    """Return the style sheet *css* without those, all its braces closed."""
    return "\n".join(_rules(tinycss2.parse_stylesheet(css, skip_comments=True)))


def _rules(rules: Sequence[Any]) -> list[str]:
    found = []
    for rule in _without_space(rules):
        if rule.type == "qualified-rule":
            parts = tinycss2.parse_blocks_contents(rule.content)
            text = _written([part for part in _without_space(parts) if _is_good(part)])
        elif rule.type == "at-rule" and rule.lower_at_keyword in _HOLDERS and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True)
            text = " ".join(_rules(inner))
        else:
            continue
        if not rule.prelude or not _can_be_read(rule.prelude):
            continue
        name = f"@{rule.lower_at_keyword} " if rule.type == "at-rule" else ""
        found.append(f"{name}{tinycss2.serialize(rule.prelude).strip()} {{ {text} }}")
    return found


def _without_space(parts: Sequence[Any]) -> list[Any]:
    return [part for part in parts if part.type not in ("comment", "whitespace")]


def _name(part: Any) -> str:
    return str(part.lower_name) if part.type == "declaration" else ""


def _value(part: Any) -> str:
    return str(tinycss2.serialize(part.value)).strip().lower()


def _is_good(part: Any) -> bool:
    name = _name(part)
    if not name or name in _LEFT_OUT or (name, _value(part)) == _FAST:
        return False
    return bool(_value(part)) and _can_be_read(part.value)


def _can_be_read(tokens: Sequence[Any]) -> bool:
    return all(token.type not in ("error", "{} block") for token in tokens)


def _written(parts: Sequence[Any]) -> str:
    return "; ".join(
        f"{part.name}: {tinycss2.serialize(part.value).strip()}{' !important' * part.important}"
        for part in parts
    )
