"""Ask EPUBCheck, the W3C's validator, whether an ePub follows the EPUB standard.

EPUBCheck is a jar in the Python package ``epubcheck``. Each book is a process of its own, about
3.5 s, because EPUBCheck's command line takes one book.
"""

from __future__ import annotations

import json
import zipfile
from email import message_from_bytes
from functools import cache
from typing import TYPE_CHECKING, Any

from briefpress.check.java import run_jar
from briefpress.check.packages import ToolFailed, installed_file
from briefpress.check.result import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefpress.check.result import Severity

STANDARD = "EPUB 3.3"
"""What EPUBCheck 5 checks a book of version 3.0 against."""

OPTIONS = ("--json", "-", "--usage", "--quiet", "--locale", "en")

SEVERITIES: Mapping[str, Severity] = {"FATAL": "error", "ERROR": "error", "WARNING": "warning"}


@cache
def version() -> str:
    """Return the version that stands in the jar, which the Python package's need not equal."""
    with zipfile.ZipFile(_jar()) as archive:
        manifest = message_from_bytes(archive.read("META-INF/MANIFEST.MF"))
    return str(manifest["Implementation-Version"])


def validate(book: Path) -> Report:
    """Run EPUBCheck over *book*; raise ToolFailed if it gives no verdict."""
    process = run_jar(_jar(), [book.name, *OPTIONS], book.parent)
    try:
        messages = json.loads(process.stdout)["messages"]
    except (ValueError, KeyError):
        messages = []
    findings = tuple(finding for message in messages for finding in _findings(message, book.name))
    failed = any(finding.severity == "error" for finding in findings)
    # A book that it could not open gets an empty list of messages and only the exit code tells.
    if failed != (process.returncode != 0):
        said = process.stderr.decode(errors="replace").strip() or "nothing"
        raise ToolFailed(
            f"EPUBCheck gave no verdict on {book.name}"
            f" (exit code {process.returncode}); it said: {said}"
        )
    return Report(findings, sum(message["severity"] not in SEVERITIES for message in messages))


def _jar() -> Path:
    return installed_file("epubcheck", "epubcheck.jar")


def _findings(message: Mapping[str, Any], book: str) -> Iterator[Finding]:
    """Yield one finding for each place that a message names, and one more if it hides others."""
    if (severity := SEVERITIES.get(message["severity"])) is None:
        return
    places = [_place(location, book) for location in message["locations"]]
    if message["additionalLocations"]:
        places.append(f"and {message['additionalLocations']} more places")
    for place in places or [""]:
        yield Finding(message["ID"], message["message"], place, severity)


def _place(location: Mapping[str, Any], book: str) -> str:
    """Write a place as editors do, ``EPUB/nav.xhtml:12:5``; the book as a whole is no place."""
    path = location["path"].removeprefix("./")
    # EPUBCheck says -1 where there is no line or column.
    numbers = [str(location[key]) for key in ("line", "column") if location[key] > 0]
    return "" if path == book else ":".join([path, *numbers])
