"""Show a person at a terminal, or a log file, what happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor
from types import TracebackType

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as RichProgress
from rich.table import Table
from rich.text import Text

from briefpress.catalogues.stats import Line as Statistic
from briefpress.check import Result as CheckResult
from briefpress.problems import Problem
from briefpress.stamp import FORMATS, USUAL_FORMATS
from briefpress.summary import Line


class TerminalProgress:
    """One bar over everything if the console is a terminal, a plain line for each step if not."""

    def __init__(self, console: Console, *, is_quiet: bool = False) -> None:
        """*is_quiet*: nothing but the bar."""
        self._console = console
        self._is_quiet = is_quiet
        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("reading", total=None)

    def __enter__(self) -> TerminalProgress:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def expect(self, cells: int) -> None:
        """So many cells (brief x language x format) are to be made."""
        self._bar.update(self._task, total=cells)

    def step(self, what: str, cells: int = 0) -> None:
        """A step is done, and with it so many cells."""
        if self._console.is_terminal:
            self._bar.update(self._task, advance=cells, description=what)
        elif not self._is_quiet:
            self._console.print(what, highlight=False, markup=False)

    def say(self, what: str) -> None:
        """Something worth a line."""
        self._console.print(what, highlight=False, markup=False)


def wide_console(*, stderr: bool = False) -> Console:
    """Return a console as wide as the terminal, or as wide as the tables if there is none."""
    console = Console(stderr=stderr, emoji=False)
    return console if console.is_terminal else Console(stderr=stderr, width=120, emoji=False)


def print_problems(console: Console, problems: Iterable[Problem]) -> None:
    """Print each problem on a line of its own, never folded: editors jump to file:line."""
    for problem in problems:
        style = "bold red" if problem.is_error else "yellow"
        console.print(str(problem), style=style, soft_wrap=True, highlight=False, markup=False)


def print_table(console: Console, lines: Iterable[Line]) -> None:
    """Print what was made of each brief in each language."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("brief", overflow="fold")
    table.add_column("lang", no_wrap=True)
    lines = list(lines)
    # The print edition has a column where there is one.
    formats = [
        format_
        for format_ in FORMATS
        if format_ in USUAL_FORMATS or any(format_ in line.sizes for line in lines)
    ]
    for name in ("done", "words", "pages", *formats, "warn", "time"):
        table.add_column(name, justify="right", no_wrap=True)
    for line in lines:
        done = line.row.translated / line.row.messages if line.row.messages else 1
        translated = "source" if line.row.is_source else f"{int(done * 100)} %"
        if not line.row.is_made:
            table.add_row(line.brief, line.language, translated, "not published", style="dim")
            continue
        instead = f" ({line.row.instead})" if line.row.instead else ""
        table.add_row(
            f"{line.brief}{instead}",
            line.language,
            translated,
            str(line.words),
            str(line.pages or "–"),
            *(size(line.sizes.get(format_)) for format_ in formats),
            str(line.warnings or "–"),
            f"{line.seconds:.1f} s" if line.seconds else "–",
        )
    console.print(table)


def print_statistics(console: Console, lines: Sequence[Statistic], title: str) -> None:
    """Print how far each translation of a group is, and below it what is to be known of some."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column(title, overflow="fold", min_width=12)
    table.add_column("lang", no_wrap=True)
    for name in ("done", "fuzzy", "open", "words\nleft", "%"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("last\nchange", no_wrap=True)
    table.add_column("published", no_wrap=True)
    for line in lines:
        name = line.document.id if line.is_brief else line.document.docname
        is_published = "yes" if line.row.published else line.row.instead or "no"
        if line.row.is_source:
            table.add_row(name, line.language, *["–"] * 4, "source", "–", is_published)
            continue
        coverage = line.coverage
        numbers = (
            coverage.translated,
            coverage.fuzzy,
            coverage.untranslated + coverage.refused,
            coverage.words_left,
            floor(line.percent),
        )
        changed = coverage.last_change.isoformat() if coverage.last_change else "–"
        style = "" if line.row.published else "bold"
        table.add_row(name, line.language, *map(str, numbers), changed, is_published, style=style)
    console.print(table)
    for line in lines:
        name = line.document.id if line.is_brief else line.document.docname
        for note in line.notes:
            text = f"{name}, {line.language}: {note}"
            console.print(Padding(Text(text), (0, 0, 0, 2)))


def size(number: int | None) -> str:
    """Return a number of bytes in kB, for people."""
    return f"{max(1, round(number / 1000))} kB" if number is not None else "–"


def print_checks(console: Console, errors: Console, results: Sequence[CheckResult]) -> None:
    """Print what each check found, then a table: for each brief, language and format what it was
    held against and how that ended; all other pages of a language are one row."""
    rows: dict[tuple[str, ...], list[CheckResult]] = {}
    for result in results:
        for finding in result.findings:
            place = f"{result.path} {finding.location}".strip()
            text = f"{place}: {finding.severity}: {finding.message} [{finding.rule}]"
            style = "bold red" if finding.severity == "error" else "yellow"
            errors.print(text, style=style, soft_wrap=True, highlight=False, markup=False)
        name = result.brief if result.is_brief else ""
        rows.setdefault((name, result.language, result.format), []).append(result)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("brief", overflow="fold")
    for column in ("lang", "format"):
        table.add_column(column, no_wrap=True)
    table.add_column("result", overflow="fold")
    for (name, *cells), found in rows.items():
        paths = {result.path for result in found}
        if not name:
            pages = f"({len(paths)} other page{'s' if len(paths) > 1 else ''})"
            name = pages if cells[1] == "html" else found[0].brief
        style = "" if all(result.passed for result in found) else "bold red"
        table.add_row(name, *cells, _outcomes(found), style=style)
    console.print(table)
    tools = dict.fromkeys((result.check, result.tool) for result in results)
    for check, tool in tools:
        console.print(f"{check}: {tool}", style="dim", highlight=False, markup=False)
    console.print(_total(results), highlight=False, markup=False)


def _outcomes(results: Iterable[CheckResult]) -> str:
    """Return what some files were held against, by how it ended: what failed stands first."""
    ends: dict[str, dict[str, int]] = {}
    for result in sorted(results, key=lambda result: result.passed):
        checks = ends.setdefault(result.status, {})
        checks[result.check] = checks.get(result.check, 0) + 1
    return "; ".join(
        f"{status}: "
        + ", ".join(f"{check} ({n})" if n > 1 else check for check, n in checks.items())
        for status, checks in ends.items()
    )


def _total(results: Iterable[CheckResult]) -> str:
    files: dict[str, bool] = {}
    for result in results:
        files[result.path] = files.get(result.path, True) and result.passed
    failed = sum(not passed for passed in files.values())
    if failed:
        return (
            f"{failed} of {len(files)} files failed: mend what is written above, then make again."
        )
    return f"All of {len(files)} files are as they should be."
