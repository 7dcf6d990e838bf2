"""Read the text layer of a PDF with two programs that know nothing of each other."""

from __future__ import annotations

import ctypes
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed

from briefpress.check.packages import DISTRIBUTIONS, ToolFailed, program, require
from briefpress.needs import PDFTOTEXT

PDFIUM, POPPLER = "PDFium", "Poppler"
"""PDFium is in Chromium, and so in most browsers; Poppler in the readers of Linux."""


@dataclass(frozen=True)
class Reading:
    """The text of a PDF as one program tells it, page by page."""

    reader: str
    pages: tuple[str, ...]
    in_order: bool
    """Whether passages come in the order in which they were written; else as they stand on the
    page. Poppler turns lines that run to the left round only when it looks where they stand."""
    whole: bool
    """Whether a passage is interrupted by the end of a page alone. Lines that run to the left may
    change places if vowel marks stand over them."""
    has_words: bool
    """Whether its spaces are those between words: in Arabic, Poppler sees more."""


class Unreadable(ValueError):
    """No program can read the file."""


def readings(data: bytes, *, to_left: bool) -> Iterator[Reading]:
    """Yield what each program reads in a PDF; raise `Unreadable` if it is none."""
    whole = not to_left
    yield Reading(PDFIUM, tuple(_pdfium_pages(data)), in_order=True, whole=whole, has_words=True)
    pages = tuple(_poppler_pages(data, () if to_left else ("-raw",)))
    yield Reading(POPPLER, pages, in_order=whole, whole=whole, has_words=whole)


def tools() -> str:
    """Return both programs with their versions."""
    require("pypdfium2")
    pdfium = DISTRIBUTIONS["pypdfium2"]
    return f"{pdfium} {installed(pdfium)} and Poppler {_poppler_version()}"


def language(data: bytes) -> str:
    """Return the /Lang of a PDF's catalogue, a BCP 47 tag; empty without one."""
    pdfium = require("pypdfium2")
    read = pdfium.raw.FPDFCatalog_GetLanguage
    with closing(pdfium.PdfDocument(data)) as document:
        size = read(document, None, 0)
        buffer = ctypes.create_string_buffer(size)
        read(document, ctypes.cast(buffer, ctypes.POINTER(pdfium.raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def alternatives(data: bytes) -> list[str] | None:
    """List the alternative texts (/Alt) of a PDF's structure, as often as they are there; None
    without a structure."""
    pdfium = require("pypdfium2")
    raw = pdfium.raw

    def below(element: object) -> Iterator[str]:
        size = raw.FPDF_StructElement_GetAltText(element, None, 0)
        if size:
            buffer = ctypes.create_string_buffer(size)
            raw.FPDF_StructElement_GetAltText(element, buffer, size)
            yield buffer.raw.decode("utf-16-le").rstrip("\0")
        for place in range(raw.FPDF_StructElement_CountChildren(element)):
            # Null for marked content, which is no element.
            if child := raw.FPDF_StructElement_GetChildAtIndex(element, place):
                yield from below(child)

    found: list[str] = []
    with closing(pdfium.PdfDocument(data)) as document:
        if not document.is_tagged():
            return None
        for page in document:
            tree = raw.FPDF_StructTree_GetForPage(page)
            for place in range(raw.FPDF_StructTree_CountChildren(tree) if tree else 0):
                found += below(raw.FPDF_StructTree_GetChildAtIndex(tree, place))
            if tree:
                raw.FPDF_StructTree_Close(tree)
    return found


def _pdfium_pages(data: bytes) -> Iterator[str]:
    pdfium = require("pypdfium2")
    try:
        with closing(pdfium.PdfDocument(data)) as document:
            for page in document:
                yield str(page.get_textpage().get_text_range())
    except pdfium.PdfiumError as error:
        raise Unreadable(f"{PDFIUM} cannot read this file: {error}") from error


def _poppler_pages(data: bytes, options: tuple[str, ...]) -> list[str]:
    command = [program(PDFTOTEXT), "-enc", "UTF-8", *options, "-", "-"]
    run = subprocess.run(command, input=data, capture_output=True, check=False)
    if run.returncode:
        why = " ".join(run.stderr.decode(errors="replace").split())
        raise Unreadable(f"{POPPLER} cannot read this file: {why}")
    return run.stdout.decode("utf-8", "replace").split("\f")[:-1]


@cache
def _poppler_version() -> str:
    run = subprocess.run([program(PDFTOTEXT), "-v"], capture_output=True, text=True, check=False)
    found = re.search(r"version (\S+)", run.stderr + run.stdout)
    if found is None:
        raise ToolFailed(f"{PDFTOTEXT.name} does not say its version.")
    return found[1]
