"""Say for an author what docutils, MyST-Parser and Sphinx say in the words of their makers."""

from __future__ import annotations

import difflib
import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sphinx.util.logging import NAMESPACE

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Known = Callable[["Sphinx", "re.Match[str]"], Iterable[str]]

# Those that briefs are written with; docutils and Sphinx have a hundred more.
DIRECTIVES = (
    *("bibliography", "box", "chart", "code-block", "csv-table", "example", "figure", "glossary"),
    *("image", "include", "key-messages", "list-table", "math", "note", "pull-quote"),
    *("recommendations", "summary", "table", "toctree", "warning"),
)
ROLES = (
    *("abbr", "cite:p", "cite:t", "cspan", "doc", "download", "eq", "lang", "math", "numref"),
    *("ref", "rspan", "sub", "sup", "term"),
)


OTHERWISE = "briefs are written with …; one of a Sphinx extension needs that named in conf.py"


def _options(app: Sphinx, match: re.Match[str]) -> Iterable[str]:
    return re.findall(r"'([^']+)'", match["allowed"])


def _files(app: Sphinx, match: re.Match[str]) -> Iterable[str]:
    suffix = PurePosixPath(match["name"]).suffix
    names = app.env.found_docs if suffix in ("", ".md") else ()
    return {f"{PurePosixPath(name).name}{suffix}" for name in names}


def _names(app: Sphinx, match: re.Match[str]) -> Iterable[str]:
    return app.env.domains.standard_domain.anonlabels


@dataclass(frozen=True)
class Wording:
    r"""What is said instead of messages like *pattern*; nothing, if *words* is empty.

    Groups of the pattern stand in *words* as ``\g<name>``. Something like the group ``name`` that
    is *known* is proposed; if there is none, the message ends with *otherwise*. *is_error*: what
    was a warning is none, for a part of the text is lost.
    """

    pattern: str
    words: str
    known: Known | None = None
    otherwise: str = ""
    is_error: bool = False

    def text(self, app: Sphinx, match: re.Match[str]) -> str:
        """Return what is said of *match*."""
        said = match.expand(self.words)
        if self.known is None:
            return said
        known = list(self.known(app, match))
        close = difflib.get_close_matches(match["name"], sorted(known), n=1, cutoff=0.75)
        return f"{said}; " + (f"did you mean “{close[0]}”?" if close else self._cure(match, known))

    def _cure(self, match: re.Match[str], known: Iterable[str]) -> str:
        return match.expand(self.otherwise).replace("…", ", ".join(sorted(known)))


WORDINGS = (
    # Directives and roles.
    Wording(
        r"Unknown directive type: '(?P<name>[^']+)'",
        r"there is no directive {\g<name>}, so that what it holds is lost",
        lambda app, match: DIRECTIVES,
        OTHERWISE,
        is_error=True,
    ),
    Wording(
        r'Unknown interpreted text role "(?P<name>[^"]+)"\.',
        r"there is no role {\g<name>}, so that its words are lost",
        lambda app, match: ROLES,
        OTHERWISE,
        is_error=True,
    ),
    Wording(
        r'Unknown directive type "(?P<name>[^"]+)"\.',
        r"there is no directive .. \g<name>::, so that what it holds is lost",
        lambda app, match: DIRECTIVES,
        OTHERWISE,
        is_error=True,
    ),
    # Sphinx says the same before, and not where.
    Wording(r"unknown (?:role|directive) name: .*", ""),
    Wording(
        r"'(?P<directive>[^']+)': Unknown option keys?: '?(?P<name>[\w-]+).* "
        r"\(allowed: (?P<allowed>.*)\)",
        r"{\g<directive>} does not know the option :\g<name>:",
        _options,
        "it knows …",
    ),
    Wording(
        r"'(?P<directive>[^']+)': Invalid option value for '(?P<option>[^']+)': (?P<value>.*): "
        r'"[^"]*" unknown; (?P<cure>choose from .*)',
        r"{\g<directive>} cannot have “\g<value>” as :\g<option>:; \g<cure>",
    ),
    Wording(
        r"'(?P<directive>[^']+)': Invalid option value for '(?P<option>[^']+)': (?P<value>.*): "
        r"invalid literal for int\(\).*",
        r"{\g<directive>} cannot have “\g<value>” as :\g<option>:; write a whole number",
    ),
    Wording(
        r"'(?P<directive>[^']+)': Invalid option value for '(?P<option>[^']+)': (?P<value>.*): "
        r"(?:.* is no valid measure\.|not a positive (?:number|integer)[^\n]*(?:\n.*)?)",
        r"{\g<directive>} cannot have “\g<value>” as :\g<option>:; write a number with a unit, "
        "like 60% or 8cm",
    ),
    Wording(
        r"'(?P<directive>[^']+)': Invalid option value for '(?P<option>[^']+)': (?P<value>.*?): "
        r"(?P<reason>.*)",
        r"{\g<directive>} cannot have “\g<value>” as :\g<option>:; \g<reason>",
    ),
    Wording(
        r"'(?P<directive>[^']+)': Has content, but none permitted",
        r"{\g<directive>} holds nothing; write its text below it, after its closing line",
    ),
    Wording(
        r"Directive '(?P<name>[^']+)': \d+ argument\(s\) required, 0 supplied",
        r"{\g<name>} lacks what stands behind its name, on the same line: a title, or a file",
    ),
    Wording(
        r"Content block expected for the \"(?P<name>[^\"]+)\" directive; none found\.",
        r"{\g<name>} is empty; write its text between its first line and its last",
    ),
    # Tables.
    Wording(
        r'Error parsing content block for the "(?P<name>[\w-]+)" directive: exactly one table '
        r"expected\.",
        r"{\g<name>} must hold one table and nothing else; write it with | between the cells, and "
        "| --- | below its head",
    ),
    Wording(
        r'Error parsing content block for the "(?P<name>[\w-]+)" directive: uniform two-level '
        r"bullet list expected, but row (?P<row>\d+) does not contain the same number of items as "
        r"row 1 \((?P<has>\d+) vs (?P<first>\d+)\)\.",
        r"row \g<row> of {\g<name>} has another number of cells (\g<has>) than row 1 (\g<first>); "
        "write a line with a hyphen for each cell, an empty one too",
    ),
    Wording(
        r'Error parsing content block for the "(?P<name>[\w-]+)" directive: two-level bullet list '
        r"expected, but row (?P<row>\d+) does not contain a second-level bullet list\.",
        r"row \g<row> of {\g<name>} has no cells; write it as “* - first cell”, each further cell "
        "on a line of its own, “  - next cell”",
    ),
    Wording(
        r'Error parsing content block for the "(?P<name>[\w-]+)" directive: exactly one bullet '
        r"list expected\.",
        r"{\g<name>} must hold one list and nothing else; begin each row with “* - first cell”",
    ),
    Wording(
        r'Problems with "(?P<name>[^"]+)" directive path:\n\[Errno 2\].*'
        r"'(?:[^']*/)?(?P<path>[^'/]+)'\.",
        r"there is no file “\g<path>”; check its name, or put it beside the brief",
    ),
    Wording(
        r"""Directive "include": file not found: '(?:.*/)?(?P<path>[^'/]+)'""",
        r"there is no file “\g<path>”; check its name, or put it beside the brief",
    ),
    Wording(
        r'"(?P<name>[\w-]+)" widths do not match the number of columns in table '
        r"\((?P<has>\d+)\)\.",
        r"{\g<name>} has \g<has> columns, and :widths: another number of them; write one number "
        "for each column",
    ),
    Wording(
        r'Error with CSV data in "(?P<name>[^"]+)" directive:\nunexpected end of data',
        r'the lines of {\g<name>} cannot be read: a quotation mark (") is not closed; add it, or '
        "write two for one that belongs to the text",
    ),
    Wording(
        r'Error with CSV data in "(?P<name>[^"]+)" directive:\n(?P<reason>[^\n]*)',
        r"the lines of {\g<name>} cannot be read: \g<reason>",
    ),
    # Notes and names. docutils says of a note without a text first that it has no number.
    Wording(r"Too many autonumbered footnote references: .*", ""),
    Wording(
        r'Unknown target name: "(?P<name>.+)"\.',
        r"the note [^\g<name>] has no text; write it on a line of its own: “[^\g<name>]: …”",
    ),
    Wording(
        r"Duplicate footnote definition found for label: '(?P<name>.+)'",
        r"the note [^\g<name>] has two texts; keep one, or give the other another name",
    ),
    Wording(
        r"Footnote \[.*\] is not referenced\.",
        r"no text calls this note; write its mark where it belongs, or delete the note",
    ),
    Wording(
        r'Duplicate explicit target name: "(?P<name>.+)"\.',
        r"the name “\g<name>” is given twice in this file; give one of the two another",
    ),
    Wording(
        r"duplicate label (?:of equation )?(?P<name>.+), other instance in .*",
        r"the name “\g<name>” is given twice in this file; give one of the two another",
    ),
    Wording(
        r"Non-consecutive header level increase; H(?P<from>\d) to H(?P<to>\d)",
        r"a heading of level \g<to> follows one of level \g<from>; take away signs (#) until no "
        "level is left out",
    ),
    # Glossaries.
    Wording(
        r"glossary terms must not be separated by empty lines",
        r"the term above is not explained; write what it means on the next line, indented by two "
        r"spaces, or take the empty line out if both mean the same",
    ),
    Wording(
        r"glossary seems to be misformatted, check indentation",
        r"{glossary} must begin with a term: write it at the very beginning of its line, and what "
        "it means on the next line, indented by two spaces",
    ),
    Wording(
        r"duplicate term description of (?P<name>.+), other instance in .*",
        r"the term “\g<name>” is explained twice in this file; keep one of the two",
    ),
    # Pictures and files.
    Wording(
        r"""Directive "include": error reading file: (?:.*/)?(?P<path>[^/\n]+)\n.*codec can't.*""",
        r"“\g<path>” is not UTF-8 text; save it again with the encoding UTF-8",
        is_error=True,
    ),
    Wording(
        r"Encoding 'utf-8-sig' used for reading included file '(?:.*/)?(?P<path>[^'/]+)' seems .*",
        r"“\g<path>” is not UTF-8 text; save it again with the encoding UTF-8",
        is_error=True,
    ),
    Wording(
        r"download file not readable: (?:.*/)?(?P<path>[A-Za-z]:.*|.*\\.*)",
        r"“\g<path>” is a place on one computer alone; put the file beside the brief, and write "
        "its name alone",
    ),
    Wording(
        r"image file not readable: (?:.*/)?(?P<path>[^/]+)",
        r"there is no picture “\g<path>”; check its name, with capital and small letters, or put "
        "it beside the brief",
        is_error=True,
    ),
    Wording(
        r"download file not readable: (?:.*/)?(?P<path>[^/]+)",
        r"there is no file “\g<path>”; check its name, with capital and small letters, or put it "
        "beside the brief",
    ),
    # Links and references.
    Wording(
        r"'myst' (?:cross-reference|reference) target not found: ''",
        "this link has no address; write one between its round brackets",
    ),
    Wording(
        r"toctree contains reference to non-?existing document '(?:.*/)?(?P<name>[^/']+)'",
        r"{toctree} names the document “\g<name>”, but there is none",
        _files,
        "check its name, or take its line out",
    ),
    Wording(
        r"(?:'myst' cross-reference target not found|'myst' reference target not found|"
        r"unknown document|Unknown source document):? '(?:.*/)?(?P<name>[^/']+\.\w+)'",
        r"this link leads to “\g<name>”, but there is no such file",
        _files,
        "check its name, or put the file there",
    ),
    Wording(
        r"(?:unknown document|Unknown source document):? '(?:.*/)?(?P<name>[^/']+)'",
        r"this link leads to the document “\g<name>”, but there is none",
        _files,
        "check its name",
    ),
    Wording(
        r"(?:'myst' cross-reference target not found|'myst' reference target not found|"
        r"undefined label): '(?P<name>.+)'",
        r"nothing has the name “\g<name>”",
        _names,
        r"check it, or write (\g<name>)= above a heading, :name: \g<name> in a figure or table",
    ),
    Wording(
        r"local id not found in doc '(?:.*/)?(?P<file>[^/']+)': '(?P<name>.+)'",
        r"nothing in \g<file>.md has the name “\g<name>”",
        _names,
        r"check it, or write (\g<name>)= above a heading there",
    ),
    Wording(
        r"Failed to create a cross reference\. Any number is not assigned: (?P<name>.+)",
        r"“\g<name>” has no number; figures and tables have one if they have a caption: write it",
    ),
)
_PATTERNS = tuple((re.compile(wording.pattern), wording) for wording in WORDINGS)


class Reword(logging.Filter):
    """Gives a message its other words, and drops what is said twice."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self._app = app

    def filter(self, record: logging.LogRecord) -> bool:
        """Change *record* in place; say whether it is to be shown."""
        if record.levelno < logging.WARNING or record.name.startswith(f"{NAMESPACE}.briefpress"):
            return True
        # Sphinx's own getMessage() puts place and level before the message.
        message = logging.LogRecord.getMessage(record)
        for pattern, wording in _PATTERNS:
            # docutils has the source of a directive follow, after an empty line.
            if match := pattern.fullmatch(message.partition("\n\n")[0]):
                if not wording.words:
                    return False
                record.msg, record.args = wording.text(self._app, match), ()
                if wording.is_error or record.levelno > logging.ERROR:
                    record.levelno, record.levelname = logging.ERROR, "ERROR"
                return True
        return True


def reword(app: Sphinx, handler: logging.Handler) -> None:
    """Let *handler* say it; before its other filters, which add to the message."""
    handler.filters.insert(0, Reword(app))


def reword_all(app: Sphinx) -> None:
    """Let all of Sphinx's handlers say it (event ``builder-inited``)."""
    for handler in logging.getLogger(NAMESPACE).handlers:
        reword(app, handler)
