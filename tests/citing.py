"""What tests cite, and how it reads."""

from __future__ import annotations

from typing import Any

from briefpress.citeproc import Cite, to_nodes

ROSSI = {"family": "Rossi", "given": "Maria"}


def cite(key: str, prefix: str = "", suffix: str = "", *, textual: bool = False) -> Cite:
    return Cite(key, prefix, suffix, textual)


def text(inlines: list[Any]) -> str:
    return "".join(node.astext() for node in to_nodes(inlines))
