"""The command line: ``briefpress VERB``."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import click

from briefpress import __version__
from briefpress.pseudo import is_pseudo
from briefpress.stamp import FORMATS, Request, is_done, last_warnings

_FOLDER = click.Path(file_okay=False)
# Where in build/ pseudo-translations are made: nothing of them is ever uploaded with the site.
_PSEUDO = "pseudo"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefpress")
@click.option(
    "--project", "-C", type=_FOLDER, default=".", help="The folder of conf.py [default: this one]."
)
@click.option("--docs", default="docs", help="The folder of the sources in it.")
@click.pass_context
def main(context: click.Context, project: str, docs: str) -> None:
    """Publish policy briefs in several languages as web page, ePub and PDF."""
    top = Path(project).resolve()
    context.obj = (top, (top / docs).resolve(), top / "build")


_formats = click.option(
    "--format",
    "-f",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    help="Only this format (may be repeated).",
)


def _tags(
    context: click.Context, option: click.Parameter, tags: tuple[str, ...]
) -> tuple[str, ...]:
    """Return *tags* as they are kept; what is none is complained of with all that is known."""
    if all(map(is_pseudo, tags)):
        return tags  # also without any, without loading Babel
    from briefpress.tags import is_tag, read_tag

    return tuple(read_tag(tag) if is_tag(tag) else tag for tag in tags)


_languages = click.option(
    "--language",
    "-l",
    "languages",
    multiple=True,
    callback=_tags,
    help="Only this language (may be repeated).",
)
_briefs = click.option(
    "--brief",
    "-b",
    "briefs",
    multiple=True,
    help="Only this brief or collection (may be repeated).",
)


@main.command()
@_formats
@_languages
@_briefs
@click.option("--fail-on-warning", "-W", is_flag=True, help="Take a warning for an error.")
@click.pass_obj
def build(
    places: tuple[Path, Path, Path],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    briefs: tuple[str, ...],
    fail_on_warning: bool,
) -> None:
    """Make every brief in every language: web page, ePub and PDF; for a printer only if asked for
    (--format print)."""
    top, docs, target = places
    request = Request(formats, languages, briefs)
    if request.is_pseudo:
        target /= _PSEUDO
    if is_done(target, top, docs, request, strict=fail_on_warning):
        for warning in last_warnings(target):
            click.echo(warning, err=True)
        made = "print" if formats == ("print",) else "site"
        click.echo(f"Nothing to do: {target.relative_to(top).as_posix()}/{made} is up to date.")
        return

    # Loaded now: Sphinx, which the answer above does not need.
    from briefpress import build as building
    from briefpress.problems import PublicationError
    from briefpress.terminal import (
        TerminalProgress,
        print_problems,
        print_table,
        wide_console,
    )

    console, errors = wide_console(), wide_console(stderr=True)
    try:
        publication = building.open_publication(top, docs)
        with TerminalProgress(console) as progress:
            result = building.build(publication, target, request, progress, strict=fail_on_warning)
    except PublicationError as fault:
        print_problems(errors, fault.problems)
        errors.print("Nothing was touched.")
        sys.exit(1)
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        message = f"{where}{fault.strerror or fault}; mend it, then run the same command again"
        raise click.ClickException(message) from None
    print_problems(errors, result.problems)
    if result.lines:
        print_table(console, result.lines)
    place = target.relative_to(top).as_posix()
    if not result.assembled:
        why = "" if any(p.is_error for p in result.problems) else " (warnings count as errors)"
        errors.print(
            f"Not published{why}: what is in {place} is as it was before.",
            style="bold red",
        )
        sys.exit(1)
    if request.made_formats != ("print",):
        has_pages = (target / "site" / "index.html").is_file()
        where = "Open {}/site/index.html in a browser." if has_pages else "It is in {}/site."
        console.print(where.format(place), highlight=False)
    if "print" in request.made_formats:
        console.print(f"What the printer gets is in {place}/print.", highlight=False)
    if (target / "drafts").is_dir():
        console.print(f"What is not public yet is in {place}/drafts.", highlight=False)


@main.command()
@click.pass_obj
def gettext(places: tuple[Path, Path, Path]) -> None:
    """Extract what is to be translated into build/gettext."""
    from briefpress.build import open_publication
    from briefpress.catalogues.extract import extract
    from briefpress.problems import PublicationError

    top, docs, target = places
    try:
        publication = open_publication(top, docs)
        publication.index([])
        count = extract(publication, target)
    except PublicationError as fault:
        _stop(fault)
    click.echo(f"{count} templates in build/gettext.")


@main.command()
@_languages
@click.pass_obj
def update(places: tuple[Path, Path, Path], languages: tuple[str, ...]) -> None:
    """Bring the catalogues in locale/ up to date with the sources."""
    from briefpress.build import open_publication
    from briefpress.catalogues.extract import extract
    from briefpress.catalogues.update import update as update_catalogues
    from briefpress.problems import PublicationError
    from briefpress.terminal import print_problems, wide_console

    top, docs, target = places
    try:
        publication = open_publication(top, docs)
        unknown = sorted(set(languages) - set(publication.languages))
        if unknown:
            known = ", ".join(publication.languages)
            raise click.ClickException(
                f"“{unknown[0]}” is none of the publication's languages: {known}"
            )
        tags = languages or publication.languages
        updated = update_catalogues(publication, target, tags, lambda: extract(publication, target))
    except PublicationError as fault:
        _stop(fault)
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        message = f"{where}{fault.strerror or fault}; mend it, then run the same command again"
        raise click.ClickException(message) from None
    for language in updated:
        if language.problems:
            print_problems(wide_console(stderr=True), language.problems)
            click.echo(f"{language.tag}: nothing was written.", err=True)
        else:
            for line in (str(language), *language.notes):
                click.echo(line)
    if any(language.problems for language in updated):
        sys.exit(1)


@main.command()
@_languages
@_briefs
@click.option("--all", "everything", is_flag=True, help="Also what is no brief.")
@click.option("--json", "as_json", is_flag=True, help="For other programs: all, as JSON.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="End with exit code 1 if a brief is translated less in one of the languages.",
)
@click.pass_obj
def stats(
    places: tuple[Path, Path, Path],
    languages: tuple[str, ...],
    briefs: tuple[str, ...],
    everything: bool,
    as_json: bool,
    fail_under: float | None,
) -> None:
    """Say how far the translations are, and which briefs are published in which languages."""
    from rich.console import Console

    from briefpress import build as building
    from briefpress.catalogues.stats import statistics
    from briefpress.problems import PublicationError
    from briefpress.terminal import TerminalProgress, print_statistics

    top, docs, target = places
    errors = Console(stderr=True, emoji=False)
    try:
        publication = building.open_publication(top, docs)
        index, _ = publication.index(languages or publication.languages)
        building.check_request(Request((), languages, briefs), publication, index)
        tags = [tag for tag in publication.languages if tag in (languages or publication.languages)]
        with TerminalProgress(errors, is_quiet=True) as progress:
            readings = building.read_languages(publication, target, tags, progress)
        found = statistics(publication, index, readings, briefs)
    except PublicationError as fault:
        _stop(fault)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    else:
        console = Console(emoji=False)
        groups = {"brief": [line for line in found.lines if line.is_brief]}
        if everything or not index.briefs:
            groups["document"] = [line for line in found.lines if not line.is_brief]
        for title, lines in groups.items():
            if lines:
                print_statistics(console, lines, title)
        for path in found.ignored:
            click.echo(f"{path} is not used: the document is written in this language")
    behind = [line for line in found.lines if line.is_brief and line.falls_under(fail_under or 0)]
    for line in behind:
        click.echo(
            f"{line.document.id} in {line.language}: {line.percent:g} % are translated, less than "
            f"{fail_under:g} %",
            err=True,
        )
    if behind:
        sys.exit(1)


@main.command("lint-po")
@_languages
@_briefs
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    help="Lines for people [default], JSON, or SARIF 2.1.0 for code hosts.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.pass_obj
def lint_po(
    places: tuple[Path, Path, Path],
    languages: tuple[str, ...],
    briefs: tuple[str, ...],
    format_: str,
    strict: bool,
) -> None:
    """Check the translations in locale/."""
    from briefpress.build import open_publication
    from briefpress.catalogues.lint.report import FORMATS, line_of, summary
    from briefpress.catalogues.lint.run import lint
    from briefpress.problems import PublicationError
    from briefpress.terminal import wide_console

    top, docs, _ = places
    try:
        report = lint(open_publication(top, docs), languages, briefs)
    except PublicationError as fault:
        _stop(fault)
    if format_ in FORMATS:
        click.echo(FORMATS[format_](report))
    else:
        console = wide_console()
        for finding in report.findings:
            style = "bold red" if finding.severity == "error" else "yellow"
            line = line_of(finding)
            console.print(line, style=style, soft_wrap=True, highlight=False, markup=False)
        console.print(summary(report), soft_wrap=True, highlight=False, markup=False)
    if report.errors or (strict and report.findings):
        sys.exit(1)


@main.command()
@click.argument("named", nargs=-1, type=click.Choice(FORMATS), metavar="[FORMAT]...")
@_formats
@_languages
@_briefs
@click.pass_obj
def check(
    places: tuple[Path, Path, Path],
    named: tuple[str, ...],
    formats: tuple[str, ...],
    languages: tuple[str, ...],
    briefs: tuple[str, ...],
) -> None:
    """Verify what was made with the standards' own validators, and check the translations.

    Of some formats only: briefpress check pdf print
    """
    from briefpress.build import open_publication
    from briefpress.catalogues.lint.report import as_results
    from briefpress.catalogues.lint.run import lint
    from briefpress.check import CheckError, check_build
    from briefpress.check.palette import check_palettes
    from briefpress.problems import PublicationError
    from briefpress.terminal import TerminalProgress, print_checks, wide_console

    top, docs, target = places
    formats += named
    errors = wide_console(stderr=True)
    if Request((), languages).is_pseudo:
        target /= _PSEUDO
    try:
        publication = open_publication(top, docs)
        with TerminalProgress(errors, is_quiet=True) as progress:
            progress.step("checking")
            results = check_build(
                target,
                languages=languages,
                briefs=briefs,
                formats=formats,
                publication=publication,
                progress=progress,
            )
    except PublicationError as fault:
        _stop(fault)
    except CheckError as fault:
        raise click.ClickException(str(fault)) from None
    if not results:
        raise click.ClickException("there is nothing to check; make something first: make")
    try:
        results.append(check_palettes(target, publication.tokens))
        if not formats and target == places[2]:
            results += as_results(lint(publication, languages, briefs))
    except PublicationError as fault:
        _stop(fault)
    print_checks(wide_console(), errors, results)
    if not all(result.passed for result in results):
        sys.exit(1)


@main.command()
@click.pass_obj
def clean(places: tuple[Path, Path, Path]) -> None:
    """Delete build/."""
    shutil.rmtree(places[2], ignore_errors=True)


def _stop(fault: Exception) -> NoReturn:
    from briefpress.problems import PublicationError
    from briefpress.terminal import print_problems, wide_console

    assert isinstance(fault, PublicationError)
    print_problems(wide_console(stderr=True), fault.problems)
    sys.exit(1)


if __name__ == "__main__":
    main()
