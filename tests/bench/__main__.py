"""Measure what briefpress does with a big publication: ``python -m tests.bench``.

Each step runs in a process of its own, one after the other, with an empty cache. Its time, its CPU
seconds (those of all its processes) and the memory of the largest process are told beside the
targets, and written into build/bench.json with what is known of the machine. Nothing fails here:
times depend on the machine. What to compare are figures of one run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from .measure import Measure, run
from .publication import LANGUAGES, write_publication

# Reads one language and makes nothing of it.
_READ = """
import sys
from pathlib import Path
from briefpress.build import open_publication
from briefpress.worker import Language, read
top = Path(sys.argv[1])
found = read(Language(open_publication(top, top / "docs"), sys.argv[2], top / "build/stage"))
sys.exit("\\n".join(map(str, found.problems)) or None)
"""


@dataclass(frozen=True)
class _Bench:
    """The publication at *top* with so many *messages* in each language."""

    top: Path
    messages: int

    def run(self, *arguments: str) -> Measure:
        """Run Python with *arguments*; raise `SystemExit` with what it says if it fails."""
        return run([sys.executable, *arguments], self.top / "cache")

    def verb(self, what: str, *arguments: str, target: float | None = None) -> Measure:
        """Measure a verb of the command line; *target*: at most so many seconds."""
        found = self.run("-m", "briefpress", "-C", str(self.top), *arguments)
        return _within(found, what, target)

    def read(self, what: str, tag: str, target: float | None = None) -> Measure:
        """Measure the reading of one language."""
        return _within(self.run("-c", _READ, str(self.top), tag), what, target)

    def steps(self, briefs: int, *, is_full: bool) -> Iterator[Measure]:
        """Yield one measure after the other, in the order of an editor's work."""
        tag = LANGUAGES[0]
        yield self.verb("extract", "gettext")
        yield self.verb("update, the first", "update")
        source = self.read("read the source language", "en")
        yield source
        translated = self.read("read a translated language", tag)
        ratio = translated.cpu / source.cpu
        yield _judged(translated, f"{ratio:.2f} x, {translated.memory:.0f} MB", "1.6 x, 400 MB")
        yield self.verb("stats of it", "stats", "-l", tag)
        self.change(tag, 0)
        yield self.read("read it again, one .po changed", tag, 3)
        self.change(tag, 1)
        yield self.verb("stats of it, one .po changed", "stats", "-l", tag)
        lint = self.verb("lint-po of it", "lint-po", "-l", tag)
        yield _judged(lint, f"{self.messages / lint.cpu:.0f} messages/s", "2000 messages/s")
        write_publication(self.top, briefs, edit=0)
        yield self.verb("update, each fifth brief edited", "update", target=10)
        yield self.verb("update, nothing to do", "update")
        write_publication(self.top, briefs, edit=1)
        yield self.verb("extract, another fifth edited", "gettext")
        yield self.verb("update with these templates", "update")
        if is_full:
            yield self.verb("build -f html", "build", "-f", "html")

    def change(self, tag: str, number: int) -> None:
        """Change one translation."""
        file = self.top / f"locale/{tag}/LC_MESSAGES/briefs/b{number:03}.po"
        head, translation, rest = file.read_text(encoding="utf-8").rpartition('msgstr "')
        file.write_text(f"{head}{translation}Ecco {rest}", encoding="utf-8")


def _within(found: Measure, what: str, target: float | None) -> Measure:
    found = replace(found, what=what)
    return _judged(found, f"{found.seconds:.1f} s", f"{target:g} s") if target else found


def _judged(found: Measure, figure: str, target: str) -> Measure:
    return replace(found, figure=figure, target=target)


def machine() -> dict[str, object]:
    """Return what one must know of the machine to compare its times."""
    packages = ("docutils", "markdown-it-py", "myst-parser", "polib", "rapidfuzz", "Sphinx")
    return {
        "processor": _first("/proc/cpuinfo", r"model name\s*: (.*)") or platform.processor(),
        "processors": os.cpu_count(),
        "memory": _first("/proc/meminfo", r"MemTotal:\s*(.*)"),
        "load": [round(load, 1) for load in os.getloadavg()],
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def _first(file: str, pattern: str) -> str:
    """Return what *pattern* finds in a *file* that not every system has."""
    path = Path(file)
    found = re.search(pattern, path.read_text(encoding="utf-8")) if path.is_file() else None
    return found[1] if found else ""


def _table(title: str, measures: list[Measure]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in ("", "seconds", "CPU", "MB", "figure", "target"):
        table.add_column(name, justify="right" if name else "left")
    for each in measures:
        numbers = (f"{each.seconds:.1f}", f"{each.cpu:.1f}", f"{each.memory:.0f}")
        table.add_row(each.what, *numbers, each.figure, each.target)
    return table


def main() -> None:
    """Write the publication, measure, and tell what was found."""
    parser = argparse.ArgumentParser(description="Measure briefpress on a big publication.")
    parser.add_argument("--briefs", type=int, default=500, help="how many [default: 500]")
    parser.add_argument("--full", action="store_true", help="also make the web pages")
    parser.add_argument("--output", type=Path, default=Path("build"), help="[default: build]")
    options = parser.parse_args()

    facts = machine()
    top = (options.output / "bench").resolve()
    shutil.rmtree(top, ignore_errors=True)
    messages = write_publication(top, options.briefs)
    console = Console(width=110)
    measures = []
    for measure in _Bench(top, messages).steps(options.briefs, is_full=options.full):
        console.print(f"{measure.what}: {measure.seconds:.1f} s", highlight=False)
        measures.append(measure)
    load = "–".join(f"{load:.1f}" for load in (facts["load"][0], os.getloadavg()[0]))
    title = (
        f"{options.briefs} briefs, {len(LANGUAGES)} translations, {messages} messages each; "
        f"{facts['processors']} processors, load {load}"
    )
    console.print(_table(title, measures))
    found = {
        "briefs": options.briefs,
        "messages": messages,
        "machine": facts,
        "steps": [asdict(measure) for measure in measures],
    }
    file = options.output / "bench.json"
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
