"""Render jobs, one after the other, in this process.

Imported by workers alone: it takes a second and loads Pango, which must find FONTCONFIG_FILE set.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urljoin

from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from briefpress.pdf.blocks import find_blocks
from briefpress.pdf.complaints import is_passed_over, reworded, styles_passed_over
from briefpress.pdf.diagnosis import Complaint, Place, Places, faults_of, letters_apart
from briefpress.pdf.drawn import drawn
from briefpress.pdf.fetcher import BASE_URL, ConfinedFetcher, Refused
from briefpress.pdf.finish import finish
from briefpress.pdf.flatten import flatten
from briefpress.pdf.job import Job, Remark, Rendered
from briefpress.pdf.patches import mend_weasyprint
from briefpress.pdf.press import finisher, missing_pages, separation
from briefpress.pdf.resolution import coarse_pictures
from briefpress.pdf.stopped import place_of, reason


def render(job: Job) -> Rendered:
    """Return the PDF of *job*, or why there is none."""
    mend_weasyprint()
    begin = time.monotonic()
    press = job.edition.press
    change = separation(press) if press else None
    fetcher = ConfinedFetcher([job.base / "_images"], job.base, change)
    address = BASE_URL + quote(job.page)
    images: dict[str, Any] = {}
    variant = job.edition.variant
    places = Places()
    try:
        theme = _theme(job.css)
        with _Complaints() as complaints:
            page = HTML(string=job.html, base_url=address, url_fetcher=fetcher)
            places = Places(page.etree_element)
            _name_once(page.etree_element)
            document = page.render(
                stylesheets=[theme.sheet],
                font_config=_fonts(),
                # Copied: the page may add some of its own.
                counter_style=theme.counters.copy(),
                color_profiles=theme.profiles.copy(),
                pdf_variant=variant,
                cache=images,
            )
            faults = []
            if press and not press.standard.transparency:
                faults = flatten(document, places, press)
            if faults:
                return Rendered(faults=tuple(faults))
            blocks = find_blocks(document)  # before a press gets its marks
            identifier = hashlib.sha256(f"{job.text}{job.css}".encode()).hexdigest()[:32]
            pdf = document.write_pdf(
                finisher=finisher(document, press, identifier) if press else finish,
                pdf_variant=variant,
                pdf_version=press and press.standard.version,
                pdf_identifier=identifier.encode(),
            )
    # A bug in the renderer costs this document, not the build. What is refused is no `Exception`.
    except (Exception, FatalURLFetchingError) as fault:
        at = _place(job, fault.url) if isinstance(fault, Refused) else ()
        return Rendered(faults=(Remark(reason(fault), *(at or place_of(fault, places))),))
    sheets = _said_of_sheets(page.etree_element) if complaints.all else {}
    said = [(message, sheets.get(message, culprit)) for message, culprit in complaints.all]
    passed_over = [each for each in said if each[0] in sheets or is_passed_over(each)]
    letters, others = letters_apart(
        reworded(each, page.etree_element) for each in said if each not in passed_over
    )
    faults = [Remark(message) for message, _ in theme.complaints]
    for (message, culprit), lacking in (*letters, *((each, "") for each in others)):
        at = _place(job, culprit) if isinstance(culprit, str) else places.of(culprit)
        path, line = at or ("", 0)
        faults.append(Remark(message.replace(BASE_URL, ""), path, line, lacking))
    faults += faults_of(document, places)
    if faults:
        # A page that lacks a picture, or that is not set as it was asked to, is not published.
        return Rendered(faults=tuple(dict.fromkeys(faults)))
    styles = (
        Remark(message, *places.of(element))
        for message, element in styles_passed_over(passed_over, page.etree_element)
    )
    missing = map(Remark, missing_pages(len(document.pages), press) if press else ())
    return Rendered(
        pdf=pdf,
        pages=len(document.pages),
        blocks=blocks,
        warnings=tuple(dict.fromkeys([*styles, *coarse_pictures(job, images), *missing])),
        seconds=time.monotonic() - begin,
    )


def _name_once(page: Any) -> None:
    """Take the ids away that stand on *page* already: of an element that is not ended where it must
    be, as in texts of Google Docs, the parser makes one in each block (HTML, 13.2.4.3)."""
    known: set[str] = set()
    for element in page.iter():
        if (name := element.get("id")) in known:
            del element.attrib["id"]
        elif name:
            known.add(name)


def _said_of_sheets(page: Any) -> dict[str, Any]:
    """Return what WeasyPrint says of each style sheet in *page* by itself, and the element that
    holds it: of the page it does not say of which."""
    found: dict[str, Any] = {}
    for element in page.iter("style"):
        with _Complaints() as complaints:
            CSS(string=element.text or "", url_fetcher=ConfinedFetcher([]))
        for message, _ in complaints.all:
            found.setdefault(message, element)
    return found


def _place(job: Job, url: str) -> Place:
    """Return the file and line of what has the address *url*."""
    bases = (BASE_URL, BASE_URL + quote(job.page))
    places = {_joined(base, name): at for name, at in job.places.items() for base in bases}
    return places.get(url, ())


def _joined(base: str, name: str) -> str:
    """Return the address that *name* is on the page *base*; *name* itself if it is no address, as
    “https://[a”."""
    try:
        return urljoin(base, name)
    except ValueError:
        return name


@cache
def _fonts() -> FontConfiguration:
    """Return the faces, found once for all jobs; no page adds one, for none can be fetched."""
    return FontConfiguration()


@dataclass(frozen=True)
class _Theme:
    """A style sheet, what else it defines, and what is wrong with it."""

    sheet: CSS
    counters: CounterStyle
    profiles: dict[str, Any]
    complaints: tuple[Complaint, ...]


@cache
def _theme(css: str) -> _Theme:
    """Parse *css* once for all jobs of its edition."""
    counters = CounterStyle()
    profiles: dict[str, Any] = {}
    with _Complaints() as complaints:
        sheet = CSS(
            string=css,
            font_config=_fonts(),
            counter_style=counters,
            color_profiles=profiles,
            url_fetcher=ConfinedFetcher([]),
        )
    return _Theme(sheet, counters, profiles, tuple(complaints.all))


class _Complaints(logging.Handler):
    """Collects what WeasyPrint logs meanwhile: in library use its logger says nothing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.all: list[Complaint] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.all.append((record.getMessage(), drawn()))

    def __enter__(self) -> _Complaints:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)
