"""Write what was found in translations: as text for people, as JSON, as SARIF for code hosts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from briefpress import __version__
from briefpress.catalogues.lint.rules import OTHERS, RULES
from briefpress.catalogues.lint.run import Finding, Report
from briefpress.check.result import Finding as CheckFinding
from briefpress.check.result import Result
from briefpress.files import sha256


def line_of(finding: Finding) -> str:
    """Return *finding* as one line, which editors jump from."""
    place = f"{finding.path}:{finding.line}" if finding.line else finding.path
    begin = f" “{finding.begin}”:" if finding.begin else ""
    return f"{place}: {finding.severity}: {finding.rule}:{begin} {finding.message}"


def as_text(report: Report) -> list[str]:
    """Return a line for each finding and one that counts them."""
    return [*map(line_of, report.findings), summary(report)]


def summary(report: Report) -> str:
    """Return how much was checked and found."""
    what = f"{_count(report.messages, 'message')} in {_count(len(report.catalogues), 'catalogue')}"
    if not report.findings:
        return f"{what} checked, nothing found."
    rules = Counter(finding.rule for finding in report.findings)
    most = ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items(), key=_often))
    errors = _count(report.errors, "error")
    warnings = _count(len(report.findings) - report.errors, "warning")
    return f"{what} checked: {errors}, {warnings} ({most})."


def _often(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def as_json(report: Report) -> str:
    """Return the findings as JSON, with what was checked."""
    content = {
        "catalogues": len(report.catalogues),
        "messages": report.messages,
        "errors": report.errors,
        "warnings": len(report.findings) - report.errors,
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_sarif(report: Report) -> str:
    """Return the findings as SARIF 2.1.0 (OASIS), which GitHub and GitLab show beside the lines."""
    rows = [(rule.id, rule.severity, rule.text) for rule in RULES]
    rows += [(rule, severity, text) for rule, (severity, text) in OTHERS.items()]
    place = {rule: number for number, (rule, _, _) in enumerate(rows)}
    driver = {
        "name": "briefpress lint-po",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": text.replace("`", "")},
                "help": {"text": _help(rule, text), "markdown": _help(rule, text)},
                "defaultConfiguration": {"level": severity},
            }
            for rule, severity, text in rows
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "TOP": {"description": {"text": "The folder of the publication's conf.py."}}
        },
        "results": [_result(finding, place[finding.rule]) for finding in report.findings],
    }
    content = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _help(rule: str, text: str) -> str:
    return (
        f"{text} To excuse one message, write a translator's comment above it: "
        f"`# lint: ignore={rule} (reason)`. To switch the rule off, add it to "
        "`briefpress_lint_ignore` in conf.py."
    )


def _result(finding: Finding, index: int) -> dict[str, Any]:
    location: dict[str, Any] = {
        "artifactLocation": {"uri": quote(finding.path), "uriBaseId": "TOP"}
    }
    if finding.line:
        location["region"] = {"startLine": finding.line}
    begin = f"“{finding.begin}”: " if finding.begin else ""
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": begin + finding.message},
        "locations": [{"physicalLocation": location}],
    }


def as_results(report: Report) -> list[Result]:
    """Return what was found as results of ``check``, one for each catalogue."""
    found = defaultdict(list)
    for finding in report.findings:
        begin = f"“{finding.begin}”: " if finding.begin else ""
        place = f"line {finding.line}" if finding.line else ""
        found[finding.path].append(
            CheckFinding(finding.rule, begin + finding.message, place, finding.severity)
        )
    return [
        Result(
            brief=catalogue.docname.removeprefix("briefs/"),
            language=catalogue.language,
            format="po",
            is_brief=catalogue.docname.startswith("briefs/"),
            path=catalogue.path,
            sha256=sha256(catalogue.file),
            check="translation",
            tool=f"lint-po {__version__}",
            findings=tuple(found[catalogue.path]),
        )
        for catalogue in report.catalogues
    ]


FORMATS = {"json": as_json, "sarif": as_sarif}
