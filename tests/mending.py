"""Mend WeasyPrint for a while: other tests of the process take it as it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_MENDED = ("pyphen", "weasyprint")


@contextmanager
def mended(*patches: Callable[[], None]) -> Iterator[Mapping[str, Any]]:
    """Apply *patches*, of `briefpress.pdf.patches`, and put all back that they have replaced; what
    that is, by its name, is what the block is given."""
    before = _names()
    try:
        for patch in patches:
            patch()
        yield {
            f"{_module(owner)}{owner.__name__}.{name}": value
            for (owner, name), value in before.items()
            if vars(owner).get(name) is not value
        }
    finally:
        for (owner, name), value in before.items():
            if vars(owner).get(name) is not value:
                setattr(owner, name, value)


def _module(owner: ModuleType | type) -> str:
    return f"{owner.__module__}." if isinstance(owner, type) else ""


def _names() -> dict[tuple[ModuleType | type, str], Any]:
    """Return the value of each name of the loaded modules, and of the classes that they define."""
    modules = [each for name, each in sys.modules.items() if name.partition(".")[0] in _MENDED]
    owners: list[ModuleType | type] = [*modules]
    for module in modules:
        owners += [
            value
            for value in vars(module).values()
            if isinstance(value, type) and value.__module__ == module.__name__
        ]
    return {(owner, name): value for owner in owners for name, value in vars(owner).items()}
