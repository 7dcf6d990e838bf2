"""Hold what a check found in one file, store it beside the build and read it again."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from briefpress.files import read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Severity = Literal["error", "warning"]

Merit = Literal["verified", "preflighted", "passed", "not compared"]
"""A standard is ``verified``, and only by its validator, or ``preflighted`` by rules of our own if
it has no free one; other checks are ``passed``, those that lack what a file is held against not
even that."""


@dataclass(frozen=True)
class Finding:
    """One thing that a check has against a file."""

    rule: str
    """The tool's own name of the rule: ``7.3-1`` (clause and test), ``RSC-005``,
    ``missing-word``."""
    message: str
    location: str = ""
    """Where in the file, as well as the tool can tell; empty if it concerns the whole file."""
    severity: Severity = "error"


@dataclass(frozen=True)
class Report:
    """What a tool said about one file."""

    findings: tuple[Finding, ...] = ()
    notes: int = 0
    """How many remarks the tool made that are neither errors nor warnings."""


def shortened(findings: Iterable[Finding], most: int) -> tuple[Finding, ...]:
    """Return *findings* with no more than *most* of each rule; the others are counted."""
    shown: list[Finding] = []
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.rule] += 1
        if counts[finding.rule] <= most:
            shown.append(finding)
    hidden = ((rule, count - most) for rule, count in counts.items())
    return (*shown, *(Finding(rule, f"and {more} more") for rule, more in hidden if more > 0))


@dataclass(frozen=True)
class Result:
    """What one check said about one file, and all that its verdict depends on."""

    brief: str
    """The brief's id; of a page that is no brief its name, ``authors/north-desk``."""
    language: str
    """BCP 47."""
    format: str
    """html, epub, pdf or print."""
    is_brief: bool
    """Whether it is an edition of a brief; else it is a page that leads to briefs or helps."""
    path: str
    """Relative to the build directory, with slashes."""
    sha256: str
    """Of the bytes that were checked."""
    check: str
    """What the file was held against: ``PDF/UA-1``, ``EPUB 3.3``, ``text layer``."""
    tool: str
    """With its version, since another version may think otherwise."""
    findings: tuple[Finding, ...] = ()
    notes: int = 0
    """As in `Report`."""
    merit: Merit = "passed"
    """What *check* may be called if nothing is wrong."""
    inputs: tuple[tuple[str, str], ...] = ()
    """Path and SHA-256 of all else that the verdict depends on: other files of the build, and the
    code of the checks."""

    @property
    def passed(self) -> bool:
        """Whether no finding is an error."""
        return all(finding.severity != "error" for finding in self.findings)

    @property
    def status(self) -> Merit | Literal["failed"]:
        """What the file has earned."""
        return self.merit if self.passed else "failed"


# The fields that all results of one file have in common, and those that only one result has.
_OF_THE_FILE = ("brief", "format", "is_brief", "language", "path", "sha256")
_OF_THE_CHECK = ("check", "merit", "notes", "tool")


def write_results(target: Path, results: Sequence[Result]) -> None:
    """Store the results of one file, in the same bytes for the same results."""
    checks = [
        {name: getattr(result, name) for name in _OF_THE_CHECK}
        | {
            "findings": [asdict(finding) for finding in result.findings],
            "inputs": dict(result.inputs),
            "status": result.status,
        }
        for result in results
    ]
    write_json(
        target, {name: getattr(results[0], name) for name in _OF_THE_FILE} | {"checks": checks}
    )


def read_results(stored: Path) -> list[Result]:
    """Return the results in *stored*, none if it is not there or not of this version's shape."""
    content = read_json(stored)
    try:
        return [_result(content, entry) for entry in content["checks"]]
    except (KeyError, TypeError):
        return []


def _result(content: dict[str, Any], entry: dict[str, Any]) -> Result:
    return Result(
        **{name: content[name] for name in _OF_THE_FILE},
        **{name: entry[name] for name in _OF_THE_CHECK},
        findings=tuple(Finding(**finding) for finding in entry["findings"]),
        inputs=tuple(entry["inputs"].items()),
    )
