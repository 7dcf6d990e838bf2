"""Say for an author what WeasyPrint says of a page, and find what it says that of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2

from briefpress.pdf.diagnosis import Complaint

# An element of a page, or the address of what it reads, if it is found.
Find = Callable[[Any, "re.Match[str]"], Any]


@dataclass(frozen=True)
class _Said:
    """What is said instead of complaints like *pattern*, whose groups stand in *words*; *find*
    returns what of a page it is said of, None for what was drawn then."""

    pattern: re.Pattern[str]
    words: str
    find: Find | None = None


def _link(page: Any, match: re.Match[str]) -> Any:
    return next((each for each in page.iter() if each.get("href") == f"#{match['name']}"), None)


def _address(page: Any, match: re.Match[str]) -> Any:
    return match["address"]


_SAID = (
    _Said(
        re.compile(r"No anchor #(?P<name>.*) for internal URI reference"),
        r"this link leads to “\g<name>”, and nothing in the brief has that name; check it",
        _link,
    ),
    _Said(
        re.compile(
            r"Failed to load image at '(?P<address>(?P<begin>.{0,40})[^']*)': .*", re.DOTALL
        ),
        r"the picture “\g<begin>…” cannot be read; save it anew, in a file beside the brief",
        _address,
    ),
    _Said(
        re.compile(r"Failed to render SVG image .*?(?P<name>[^/]+\.svg)"),
        r"the drawing “\g<name>” cannot be drawn; save it as “plain SVG”, or as a picture (.png)",
    ),
    _Said(
        re.compile(r"Failed to (?:load inline SVG: .*|render SVG image .*)", re.DOTALL),
        "this drawing cannot be drawn, or reads what a page may not; save it as “plain SVG” in a "
        "file beside the brief, or as a picture (.png)",
    ),
)


# A declaration of an author's style that is passed over, and the beginning of what is said of those
# that cannot be read at all.
_DECLARATION = re.compile(
    r"Ignored `(?P<name>[\w-]+):\s*(?P<value>.*)` at \d+:\d+, (?P<why>.*?)\.?", re.DOTALL
)
_PASSED_OVER = ("Ignored `", "Error: ")

# Properties that word processors and browsers have for themselves.
_OWN = ("-", "mso-")


def is_passed_over(complaint: Complaint) -> bool:
    """Whether *complaint* is of a style that the page goes without."""
    return complaint[0].startswith(_PASSED_OVER)


def styles_passed_over(complaints: Iterable[Complaint], page: Any) -> Iterator[Complaint]:
    """Yield *complaints* of styles in the HTML *page* in the words of an author, but those of
    properties that were not meant for paper."""
    for message, culprit in complaints:
        match = _DECLARATION.fullmatch(message)
        if match is None:
            broken = (e for e in page.iter() if _is_broken(e.get("style") or ""))
            yield f"in the PDF: {message}", next(broken, None) if culprit is None else culprit
        elif not match["name"].startswith(_OWN):
            value = match["value"].strip()
            words = f"the PDF goes without “{match['name']}: {value}”: {match['why']}"
            if culprit is None:
                written = re.compile(rf"(?<![\w-]){re.escape(match['name'])}\s*:", re.IGNORECASE)
                found = (e for e in page.iter() if written.search(e.get("style") or ""))
                culprit = next(found, None)
            yield words, culprit


def _is_broken(style: str) -> bool:
    return any(each.type == "error" for each in tinycss2.parse_blocks_contents(style))


def reworded(complaint: Complaint, page: Any) -> Complaint:
    """Return *complaint*, of the HTML *page*, in the words of an author."""
    message, culprit = complaint
    for said in _SAID:
        if match := said.pattern.fullmatch(message):
            found = said.find(page, match) if said.find else culprit
            return match.expand(said.words), culprit if found is None else found
    return complaint
