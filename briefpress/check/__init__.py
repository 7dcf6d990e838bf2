"""Verify what was made: phase 6, which reads a build and alone may call a standard "verified".

For each receipt in ``build/receipts``:

1. The file must still have the SHA-256 of its receipt. If not, nothing else is looked at.
2. `checks` says what a file of its format is held against: a PDF against each standard that it
   claims and that veraPDF knows (`verapdf`), and against the words of the page beside it
   (`text_layer`); an ePub against its standard (`epubcheck`).
3. A result that is stored for the same bytes and the same version of the tool is taken as it is.
4. The results of a file are stored in ``build/checks``, under the name of its receipt (`result`).

A stored result holds no clock and no path of this machine. The validators are optional packages,
``briefpress[check]`` (`packages`); one that is missing stops the check when it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefpress.check.checks import Check, Made, checks_of
from briefpress.check.packages import CheckError, MissingTool, ToolFailed
from briefpress.check.result import Finding, Report, Result, read_results, write_results
from briefpress.files import read_json, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

__all__ = ["CheckError", "Finding", "MissingTool", "Result", "ToolFailed", "check_build"]


def check_build(
    build: Path,
    *,
    languages: Collection[str] = (),
    briefs: Collection[str] = (),
    on_result: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Check every file of *build*, or those of some *languages* (BCP 47) and *briefs* (slugs).

    *on_result* gets each result as soon as its file is checked. Raise MissingTool if a validator is
    not installed and ToolFailed if one gives no verdict; what was checked until then is stored.
    """
    results = []
    receipts = build / "receipts"
    for receipt in sorted(receipts.rglob("*.json")):
        made = _read_receipt(receipt)
        if (languages and made.language not in languages) or (briefs and made.brief not in briefs):
            continue
        for result in _check(build, made, build / "checks" / receipt.relative_to(receipts)):
            results.append(result)
            if on_result:
                on_result(result)
    return results


def _check(build: Path, made: Made, stored: Path) -> list[Result]:
    """Run the checks of one file that have no result in *stored* yet, and store all results."""
    file = build / made.path
    if sha256(file) != made.sha256:
        happened = "has changed since it was built" if file.exists() else "is missing"
        finding = Finding("changed", f"The file {happened}. Run `make` to build it again.")
        return [_result(made, Check("receipt", "SHA-256", Report), Report((finding,)))]
    known = {(old.sha256, old.check, old.tool, old.inputs): old for old in read_results(stored)}
    results = []
    for check in checks_of(made, file):
        old = known.get((made.sha256, check.check, check.tool, check.inputs))
        results.append(old or _result(made, check, check.run()))
    if results:
        write_results(stored, results)
    return results


def _read_receipt(file: Path) -> Made:
    content = read_json(file)
    try:
        return Made(
            brief=content["brief"],
            language=content["language"],
            format=content["format"],
            path=content["path"],
            sha256=content["sha256"],
            claims=tuple(content["claims"]),
        )
    except KeyError as error:
        raise CheckError(
            f"The receipt {file} does not say its {error}. Run `make` to build again."
        ) from error


def _result(made: Made, check: Check, report: Report) -> Result:
    return Result(
        brief=made.brief,
        language=made.language,
        format=made.format,
        path=made.path,
        sha256=made.sha256,
        check=check.check,
        tool=check.tool,
        findings=report.findings,
        notes=report.notes,
        validator=check.validator,
        inputs=check.inputs,
    )
