"""Check the catalogues of a publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from docutils.frontend import get_default_settings
from myst_parser.config.main import MdParserConfig

from briefpress.catalogues.lint.entries import Entry, read_entries
from briefpress.catalogues.lint.rules import BY_ID, CATALOGUE, EXCUSE, RULES, Context, Severity
from briefpress.catalogues.lint.terms import TermBase, read_terms
from briefpress.catalogues.lint.text import Text, read_myst
from briefpress.config import MYST_EXTENSIONS
from briefpress.index import Index, relative
from briefpress.problems import Kind, Problem, PublicationError, error
from briefpress.publication import Publication
from briefpress.translation.catalogue import catalogue_files, check_catalogues, domain_of
from briefpress.translation.msgstr import MsgstrParser


@dataclass(frozen=True, order=True)
class Finding:
    """What a rule has against a message: *path* is relative to the publication's top, *line*
    1-based (0: the whole file), *begin* the beginning of the message."""

    path: str
    line: int
    rule: str
    message: str
    begin: str = ""
    severity: Severity = "error"
    language: str = ""


@dataclass(frozen=True)
class Checked:
    """A catalogue, its path relative to the publication's top, and what it translates."""

    file: Path
    path: str
    docname: str
    language: str
    source_language: str


@dataclass(frozen=True)
class Report:
    """What was found, by file and line, in so many *messages* of the *catalogues*."""

    findings: tuple[Finding, ...]
    messages: int
    catalogues: tuple[Checked, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)


def lint(
    publication: Publication, languages: Collection[str] = (), briefs: Collection[str] = ()
) -> Report:
    """Check the catalogues of *publication*, or those of some *languages* (BCP 47) and *briefs*
    (slugs, of collections too). Raise `PublicationError` if the sources or the file of terms have
    errors, or if there is no such language or brief."""
    index, _ = publication.index([])
    _check_request(publication, index, languages, briefs)
    chosen = {index.works[name].docname for name in briefs}
    terms = _terms(publication)
    tags = languages or publication.languages
    catalogues = [
        catalogue
        for catalogue in _catalogues(publication, index, tags)
        if not chosen or catalogue.docname in chosen
    ]
    broken: dict[str, list[Problem]] = defaultdict(list)
    for problem in check_catalogues([c.file for c in catalogues], publication.top):
        broken[problem.path].append(problem)
    findings = [
        Finding(problem.path, problem.line, CATALOGUE, problem.message)
        for problems in broken.values()
        for problem in problems
    ]
    messages = 0
    for catalogue in catalogues:
        if catalogue.path in broken:
            continue
        source = _source(publication, catalogue.docname)
        parser = parser_for(source, publication.markup, publication.link_hosts)
        context = Context(terms, parser.check)
        for entry in _entries(catalogue, parser):
            messages += 1
            findings += findings_of(entry, catalogue.path, context, publication.lint_ignore)
    return Report(tuple(sorted(findings)), messages, tuple(catalogues))


def _check_request(
    publication: Publication, index: Index, languages: Collection[str], briefs: Collection[str]
) -> None:
    for asked, known, what in (
        (languages, publication.languages, "languages"),
        (briefs, index.works, "briefs"),
    ):
        if unknown := sorted(set(asked) - set(known)):
            message = f"“{unknown[0]}” is none of the publication's {what}: {', '.join(known)}"
            raise PublicationError([error(Kind.BUILD, "", 0, message)])


def _terms(publication: Publication) -> TermBase:
    terms = []
    for folder in publication.locale_dirs:
        file = folder / "terms.csv"
        found, problems = read_terms(file, relative(file, publication.top))
        if problems:
            raise PublicationError(problems)
        terms += found
    return TermBase(terms)


def _catalogues(publication: Publication, index: Index, tags: Collection[str]) -> Iterator[Checked]:
    """Yield the catalogues of the languages *tags*, but for those that nothing reads."""
    for tag in tags:
        for file in catalogue_files(publication.locale_dirs, [tag]):
            docname = domain_of(file, publication.locale_dirs, tag)
            document = index.documents.get(docname)
            source = document.source_language if document else publication.languages[0]
            if source != tag:
                path = relative(file, publication.top)
                yield Checked(file, path, docname, tag, source)


def _source(publication: Publication, docname: str) -> str:
    file = publication.docs / f"{docname}.md"
    return file.read_text(encoding="utf-8-sig") if file.is_file() else ""


def parser_for(
    source: str, extensions: Collection[str] = (), hosts: Collection[str] = ()
) -> MsgstrParser:
    """Return the parser of the translations of a document, whose text is *source*."""
    config = MdParserConfig(enable_extensions={*MYST_EXTENSIONS, *extensions})
    # Nothing is rendered, so that docutils' settings are not asked.
    return MsgstrParser(config, get_default_settings(), source, hosts)


def _entries(catalogue: Checked, parser: MsgstrParser) -> Iterator[Entry]:
    @lru_cache(256)  # the original of a message and what it is compared with are often the same
    def read(raw: str) -> Text:
        return read_myst(raw, parser.tokens)

    return read_entries(catalogue.file, catalogue.source_language, catalogue.language, read)


def check(entry: Entry, context: Context, ignored: Collection[str] = ()) -> dict[str, list[str]]:
    """Return what each rule that is not *ignored* has against *entry*."""
    found = {
        rule.id: said
        for rule in RULES
        if rule.id not in ignored and (said := list(rule.check(entry, context)))
    }
    # The build's own word is told only where no rule says more.
    if "refused" in found and any(
        BY_ID[rule].severity == "error" for rule in found.keys() - {"refused"}
    ):
        del found["refused"]
    return found


def findings_of(
    entry: Entry, path: str, context: Context, ignored: Collection[str] = ()
) -> Iterator[Finding]:
    """Yield what is wrong with *entry* of the catalogue *path*, but for what is excused."""
    found = check(entry, context, ignored)
    for rule, said in found.items():
        if rule not in entry.excused or not BY_ID[rule].excusable:
            for message in said:
                severity = BY_ID[rule].severity
                yield Finding(
                    path, entry.line, rule, message, entry.begin, severity, entry.language
                )
    if EXCUSE in ignored:
        return
    for rule in entry.excused:
        if rule not in BY_ID:
            message = f"“{rule}” is the name of no rule; write one of those in the guide"
        elif not BY_ID[rule].excusable:
            message = f"nobody can excuse “{rule}”; mend the translation and delete the comment"
        elif rule not in found and rule not in ignored:
            message = f"“{rule}” finds nothing here; delete the comment that excuses it"
        else:
            continue
        yield Finding(path, entry.line, EXCUSE, message, entry.begin, "warning", entry.language)
