"""Remember what is being drawn, for what goes wrong then is told of that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from weasyprint.logger import LOGGER

_drawn: ContextVar[Any] = ContextVar("drawn", default=None)


def drawn() -> Any:
    """Return what is being drawn: an element, the address of a drawing, or nothing."""
    return _drawn.get()


@contextmanager
def drawing(what: Any) -> Iterator[None]:
    """Let `drawn` return *what* meanwhile."""
    place = _drawn.set(what)
    try:
        yield
    finally:
        _drawn.reset(place)


def complain(element: Any, message: str, *arguments: object) -> None:
    """Log what is wrong with *element*, as WeasyPrint does of what it draws."""
    with drawing(element):
        LOGGER.error(message, *arguments)
