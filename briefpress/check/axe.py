"""Hold pages against axe's rules of accessibility, as readers meet them, and see if they fit.

Each page is opened in one headless Chromium: in light and dark colours, on a phone and on a desk.
Afterwards it is made as narrow as WCAG 2.2 asks for (criterion 1.4.10, Reflow): it must not have to
be scrolled sideways. Axe finds some of what can be wrong with a page, never all of it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from briefpress.check import node_packages
from briefpress.check.result import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

STANDARD = "WCAG 2.2 AA"

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The sets of axe's rules that pages are held against."""

WIDTHS = (1280, 360)
"""In CSS pixels: a desk and a phone."""

SCHEMES = ("light", "dark")

NARROWEST = 320
"""In CSS pixels: a page must fit it (WCAG 2.2, criterion 1.4.10)."""

PLACES_PER_RULE = 10
"""How many places are shown where a page breaks one rule in many."""


def version() -> str:
    """Return the version of axe."""
    return node_packages.version("axe-core")


def validate(pages: Sequence[Path]) -> list[Report]:
    """Return a report for each of *pages*."""
    job = {
        "narrowest": NARROWEST,
        "pages": [page.absolute().as_uri() for page in pages],
        "tags": TAGS,
        "views": [{"scheme": scheme, "width": width} for scheme in SCHEMES for width in WIDTHS],
    }
    answers = node_packages.run_in_browser("pages.mjs", job, "axe")
    return [_report(answer) for answer in answers]


def _report(answer: Mapping[str, Any]) -> Report:
    findings = [*_findings(answer["views"]), *_overflow(answer["overflow"])]
    return Report(tuple(findings), max(view["incomplete"] for view in answer["views"]))


def _findings(views: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Yield each violation once, with the views in which it is one."""
    seen: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    violations: dict[tuple[str, str], Mapping[str, Any]] = {}
    for view in views:
        for violation in view["nodes"]:
            key = (violation["rule"], violation["place"])
            violations.setdefault(key, violation)
            seen[key].append(view["view"])
    shown: dict[str, int] = defaultdict(int)
    for key, violation in violations.items():
        rule, place = key
        shown[rule] += 1
        if shown[rule] <= PLACES_PER_RULE:
            where = f"{place} ({_views(seen[key])})" if len(seen[key]) < len(views) else place
            yield Finding(rule, _message(violation), where)
    for rule, count in shown.items():
        if count > PLACES_PER_RULE:
            yield Finding(rule, f"and in {count - PLACES_PER_RULE} more places")


def _message(violation: Mapping[str, Any]) -> str:
    """Join the rule and what axe saw: of a list of remedies each one would do."""
    return f"{violation['help']}: {' / '.join(dict.fromkeys(violation['why']))}"


def _views(views: Sequence[Mapping[str, Any]]) -> str:
    """Write views as "dark", "360 px", or "dark at 360 px"."""
    schemes = list(dict.fromkeys(view["scheme"] for view in views))
    widths = [f"{width} px" for width in dict.fromkeys(view["width"] for view in views)]
    if len(widths) == len(WIDTHS):
        return ", ".join(schemes)
    if len(schemes) == len(SCHEMES):
        return ", ".join(widths)
    return ", ".join(f"{view['scheme']} at {view['width']} px" for view in views)


def _overflow(overflow: Mapping[str, Any] | None) -> Iterator[Finding]:
    if overflow:
        yield Finding(
            "reflow",
            f"The page is {overflow['width']} px wide where the screen has {NARROWEST} px, so"
            " readers must scroll sideways. Let this part wrap, shrink or scroll by itself.",
            " ".join(filter(None, (overflow["place"], f"“{overflow['text']}”"))),
        )
