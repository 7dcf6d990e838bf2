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

from briefpress.pdf.fetcher import BASE_URL, ConfinedFetcher, Refused
from briefpress.pdf.finish import finish
from briefpress.pdf.job import Job, Remark, Rendered
from briefpress.pdf.patches import mend_weasyprint
from briefpress.pdf.resolution import coarse_pictures

# How WeasyPrint begins to tell of declarations that it passes over.
_IGNORED = ("Ignored `", "Error: ")


def render(job: Job) -> Rendered:
    """Return the PDF of *job*, or why there is none."""
    mend_weasyprint()
    begin = time.monotonic()
    fetcher = ConfinedFetcher([job.base / "_images"], job.base)
    address = BASE_URL + quote(job.page)
    images: dict[str, Any] = {}
    variant = job.edition.variant
    try:
        theme = _theme(job.css)
        with _Complaints() as complaints:
            document = HTML(string=job.html, base_url=address, url_fetcher=fetcher).render(
                stylesheets=[theme.sheet],
                font_config=_fonts(),
                # Copied: the page may add some of its own.
                counter_style=theme.counters.copy(),
                color_profiles=theme.profiles.copy(),
                pdf_variant=variant,
                cache=images,
            )
            pdf = document.write_pdf(
                finisher=finish,
                pdf_variant=variant,
                custom_metadata=True,  # the licence
                pdf_identifier=hashlib.sha256(job.html.encode()).hexdigest()[:32].encode(),
            )
    except Refused as fault:
        return Rendered(fault=str(fault), place=_place(job, fault.url))
    except FatalURLFetchingError as fault:
        return Rendered(fault=str(fault))
    except RecursionError:
        return Rendered(fault="elements are nested too deep to be laid out; use fewer in the HTML")
    except Exception as fault:  # a bug in the renderer costs this document, not the build
        return Rendered(fault=f"WeasyPrint stopped: {type(fault).__name__} {fault}".strip())
    messages = [message.replace(BASE_URL, "") for message in complaints.messages]
    ignored = [message for message in messages if message.startswith(_IGNORED)]
    faults = [*theme.faults, *(message for message in messages if message not in ignored)]
    if faults:
        # A page that lacks a picture, or that is not set as it was asked to, is not published.
        return Rendered(fault="; ".join(faults))
    anchors = {
        name: number for number, page in enumerate(document.pages, 1) for name in page.anchors
    }
    passed_over = (Remark(f"in the PDF: {message}") for message in ignored)
    return Rendered(
        pdf=pdf,
        pages=len(document.pages),
        anchors=dict(sorted(anchors.items())),
        warnings=tuple(dict.fromkeys([*passed_over, *coarse_pictures(job, images)])),
        seconds=time.monotonic() - begin,
    )


def _place(job: Job, url: str) -> tuple[str, int] | None:
    """Return the file and line of what has the address *url*."""
    bases = (BASE_URL, BASE_URL + quote(job.page))
    places = {urljoin(base, name): at for name, at in job.places.items() for base in bases}
    return places.get(url)


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
    faults: tuple[str, ...]


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
    return _Theme(sheet, counters, profiles, tuple(complaints.messages))


class _Complaints(logging.Handler):
    """Collects what WeasyPrint logs meanwhile: in library use its logger says nothing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.messages.append(record.getMessage())

    def __enter__(self) -> _Complaints:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)
