"""Ask the Nu HTML checker, the W3C's validator, whether pages follow the HTML standard.

It is a jar in the npm package ``vnu-jar``. One run takes all pages, because the start takes time.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from briefpress.check import node_packages
from briefpress.check.java import run_jar
from briefpress.check.packages import ToolFailed
from briefpress.check.result import Finding, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from briefpress.check.result import Severity

OPTIONS = ("--format", "json", "--verbose", "--exit-zero-always")
"""Its verdict goes to stderr; verbose, it names each page that it has looked at on stdout."""

PAGES_PER_RUN = 200
"""Windows takes no more than 32,767 characters on a command line."""


def version() -> str:
    """Return the version, which is a date."""
    return node_packages.version("vnu-jar")


def validate(pages: Sequence[Path]) -> list[Report]:
    """Return a report for each of *pages*; raise ToolFailed if there is no verdict."""
    reports: list[Report] = []
    for start in range(0, len(pages), PAGES_PER_RUN):
        reports += _validate(pages[start : start + PAGES_PER_RUN])
    return reports


def _validate(pages: Sequence[Path]) -> list[Report]:
    jar = node_packages.package_file("vnu-jar", "build/dist/vnu.jar")
    process = run_jar(jar, [*OPTIONS, *map(str, pages)], pages[0].parent)
    try:
        messages = json.loads(process.stderr.splitlines()[-1])["messages"]
    except (IndexError, KeyError, ValueError):
        messages = []
    looked_at = process.stdout.decode(errors="replace").splitlines()
    # Of type non-document-error is a fault of the checker.
    faults = [message for message in messages if message["type"] not in ("error", "info")]
    if looked_at != [str(page) for page in pages] or faults:
        said = process.stderr.decode(errors="replace").strip() or "nothing"
        raise ToolFailed(
            f"The Nu HTML checker gave no verdict (exit code {process.returncode}); it said: {said}"
        )
    by_page = defaultdict(list)
    for message in messages:
        by_page[unquote(urlsplit(message["url"]).path).lstrip("/")].append(message)
    return [_report(by_page[page.as_posix().lstrip("/")]) for page in pages]


def _report(messages: Sequence[Mapping[str, Any]]) -> Report:
    graded = [(_severity(message), message) for message in messages]
    findings = [
        Finding(_rule(message), message["message"], _place(message), severity)
        for severity, message in graded
        if severity
    ]
    return Report(tuple(findings), len(messages) - len(findings))


def _severity(message: Mapping[str, Any]) -> Severity | None:
    if message["type"] == "error":
        return "error"
    return "warning" if message.get("subType") == "warning" else None


def _rule(message: Mapping[str, Any]) -> str:
    """Return a name for the rule, since the checker's have none."""
    return "html" if message["type"] == "error" else "html-advice"


def _place(message: Mapping[str, Any]) -> str:
    # A message about a single line has no first line of its own.
    line = message.get("firstLine", message.get("lastLine"))
    column = message.get("firstColumn")
    return f"line {line}, column {column}" if column else f"line {line}" if line else ""
