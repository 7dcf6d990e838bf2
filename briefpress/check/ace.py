"""Ask Ace, by the DAISY Consortium, what in a book keeps people with disabilities from reading it.

Ace opens each document of a book in a browser, holds it against axe's rules and its own, and looks
for the metadata that EPUB Accessibility 1.1 asks for. All books share one browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefpress.check import node_packages
from briefpress.check.result import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

STANDARD = "EPUB Accessibility 1.1"


def version() -> str:
    """Return the version of Ace."""
    return node_packages.version("@daisy/ace-core")


def validate(books: Sequence[Path]) -> list[Report]:
    """Return a report for each of *books*."""
    job = {"books": [str(book.absolute()) for book in books]}
    answers = node_packages.run_in_browser("books.mjs", job, "Ace")
    return [
        Report(tuple(_finding(entry) for entry in answer if entry["outcome"] == "fail"))
        for answer in answers
    ]


def _finding(entry: Mapping[str, Any]) -> Finding:
    place = " ".join(filter(None, (entry["document"].lstrip("/"), entry["place"])))
    return Finding(entry["rule"], f"{entry['what']}: {' '.join(entry['why'].split())}", place)
