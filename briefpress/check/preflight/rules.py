"""Hold a document against every rule, and say what was found so that a printer can be asked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pikepdf

from briefpress.check.preflight import (
    boxes,
    colours,
    drawing,
    edge,
    identity,
    images,
    ink,
    interaction,
    pages,
    text,
)
from briefpress.check.preflight.document import DAMAGE, Document, Fault
from briefpress.check.result import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from briefpress.check.preflight.document import Rule
    from briefpress.check.preflight.limits import Limits
    from briefpress.press_settings import Standard

RULES: Mapping[str, Rule] = {
    name: rule
    for module in (identity, interaction, pages, boxes, drawing, colours, images, text, edge, ink)
    for name, rule in module.RULES.items()
}
"""Every rule by its name, in the order in which they are shown."""

PLACES_PER_RULE = 10
"""How many places are shown where a file breaks one rule in many."""


def judge(file: Path, standard: Standard, limits: Limits) -> Report:
    """Return what the rules have against *file*."""
    try:
        pdf = pikepdf.Pdf.open(file, suppress_warnings=True)
    except pikepdf.PasswordError:
        return _unreadable("The file is encrypted and asks for a password.")
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        return _unreadable(f"The file cannot be read as a PDF: {_reason(error, file)}")
    with pdf:
        document = Document(pdf, file, standard, limits)
        if not document.sheets:
            return _unreadable("The file has no pages.")
        return Report(
            tuple(
                finding
                for name, rule in RULES.items()
                for finding in _findings(name, _held(rule, document))
            )
        )


def _held(rule: Rule, document: Document) -> Iterator[Fault]:
    """Yield what a rule finds, and one fault more if it meets what no PDF should hold."""
    try:
        yield from rule(document)
    except DAMAGE as error:
        reason = _reason(error, document.file)
        yield Fault(f"The file is damaged, so that this cannot be looked at: {reason}")


def _unreadable(message: str) -> Report:
    return Report((Finding("unreadable", message),))


def _reason(error: Exception, file: Path) -> str:
    """Return an error's words without the path of this machine."""
    return str(error).replace(str(file), file.name) or type(error).__name__


def _findings(rule: str, faults: Iterable[Fault]) -> Iterator[Finding]:
    """Write the faults of a rule, each message once on a page, and count those beyond a few."""
    first: dict[tuple[str, int], Fault] = {}
    for fault in faults:
        first.setdefault((fault.message, fault.sheet.number if fault.sheet else 0), fault)
    shown: Counter[str] = Counter()
    for fault in first.values():
        shown[fault.severity] += 1
        if shown[fault.severity] <= PLACES_PER_RULE:
            place = fault.sheet.place(fault.box) if fault.sheet else ""
            yield Finding(rule, fault.message, place, fault.severity)
    for severity in ("error", "warning"):
        if (more := shown[severity] - PLACES_PER_RULE) > 0:
            yield Finding(rule, f"and in {more} more places", severity=severity)
