"""Say why WeasyPrint stopped, and find what on a page it was at: its own errors do not say."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import tinycss2
from tinycss2.ast import Declaration
from weasyprint.urls import FatalURLFetchingError

from briefpress.pdf.diagnosis import Place, Places
from briefpress.pdf.painting import Unprintable


def place_of(fault: BaseException, places: Places) -> Place:
    """Return the file and line of the element that WeasyPrint was at; empty if it was at none."""
    for value in _at_hand(fault):
        element = getattr(value, "element", value)  # that of a box
        if isinstance(element, ET.Element) and (place := places.of(element)):
            return place
    return ()


def reason(fault: BaseException) -> str:
    """Say for an author why there is no PDF."""
    if isinstance(fault, (FatalURLFetchingError, Unprintable)):
        return str(fault)
    if isinstance(fault, RecursionError):
        return "elements are nested too deep to be laid out; use fewer in the HTML"
    message = f"WeasyPrint stopped: {type(fault).__name__} {fault}".strip()
    styles = (value for value in _at_hand(fault) if isinstance(value, Declaration))
    if style := next(styles, None):
        written = f"{style.name}:{tinycss2.serialize(style.value)}"
        return f"{message}; take “{written}” out of the style"
    return f"{message}; write what stands here more simply"


def _at_hand(fault: BaseException) -> Iterator[Any]:
    """Yield what the functions that *fault* went through had at hand, the innermost's first."""
    for frame, _ in reversed([*traceback.walk_tb(fault.__traceback__)]):
        yield from frame.f_locals.values()
