"""Read conf.py, and find the line on which it says something."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from typing import Any

from sphinx.config import eval_config_file
from sphinx.errors import ConfigError
from sphinx.util.tags import Tags

from briefpress.problems import Kind, Problem, PublicationError, error


def read_conf(file: Path) -> dict[str, Any]:
    """Return the names that the *file* sets; raise `PublicationError` with the line on which it
    cannot be read."""
    try:
        return eval_config_file(file, Tags())
    except ConfigError as fault:
        raise PublicationError([_fault(fault, file)]) from None


def _fault(fault: ConfigError, file: Path) -> Problem:
    cause = fault.__cause__
    if isinstance(cause, SyntaxError) and cause.filename == str(file):
        message = (
            f"this is no Python: {cause.msg}; look here, and on the line before, for a quotation "
            "mark, a comma or a bracket that is missing or one too many"
        )
        return error(Kind.BUILD, file.name, cause.lineno or 0, message)
    frames = traceback.extract_tb(cause.__traceback__) if cause else []
    lines = [frame.lineno for frame in frames if frame.filename == str(file)]
    if not lines:
        return error(Kind.BUILD, file.name, 0, str(fault).strip())
    cure = "; a text stands in quotation marks" if isinstance(cause, NameError) else ""
    message = f"Python stops here: {type(cause).__name__}: {cause}{cure}"
    return error(Kind.BUILD, file.name, lines[-1] or 0, message)


def line_of(name: str, lines: list[str]) -> int:
    """Return the line (1-based) of conf.py on which *name* is assigned, the last one if there are
    several, 0 if it is not found."""
    assignment = re.compile(rf"{name}\s*(?::[^=]*)?=(?!=)")
    return max(
        (number for number, line in enumerate(lines, 1) if assignment.match(line)), default=0
    )


def line_of_key(key: str, line: int, lines: list[str]) -> int:
    """Return the line of conf.py on which *key* stands in the dictionary that begins on *line*."""
    quoted = re.compile(rf"""["']{re.escape(key)}["']\s*:""")
    rest = enumerate(lines[max(0, line - 1) :], line)
    return next((number for number, text in rest if quoted.search(text)), line)


def place_of(conf: Path, name: str, key: str = "") -> str:
    """Return *conf* and the line on which *name* is assigned there, or its *key* stands; without
    a line if it is not found."""
    lines = conf.read_text(encoding="utf-8").split("\n") if conf.is_file() else []
    line = line_of(name, lines)
    line = line_of_key(key, line, lines) if key else line
    return f"{conf}:{line}" if line else str(conf)


# What Sphinx and MyST-Parser say of a setting, which it is, and what is said instead.
_SAID = (
    (r"Could not import extension (\S+) .*", "extensions", r"there is no extension “\1”"),
    (r"no theme named '([^']+)' found.*", "html_theme", r"there is no theme “\1”"),
    (
        r"myst configuration invalid: 'enable_extensions' items not recognised: \{(.*)\}",
        "myst_enable_extensions",
        r"MyST-Parser has no extension \1",
    ),
)


def placed(problem: Problem, conf: Path) -> Problem:
    """Return *problem* with its line in *conf* if it is of no file, but of a setting there."""
    for pattern, name, words in () if problem.path else _SAID:
        if match := re.fullmatch(pattern, problem.message, re.DOTALL):
            lines = conf.read_text(encoding="utf-8").split("\n")
            cure = "correct its name, install what brings it, or take it out"
            message = f"{name}: {match.expand(words)}; {cure}"
            return error(Kind.BAD_VALUE, conf.name, line_of(name, lines), message)
    return problem
