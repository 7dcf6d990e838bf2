"""Compare the rendering of the sample briefs with others': ``python -m tests.bench.pdf``.

Plain WeasyPrint is given the same HTML, style and kind of PDF, without our patches, finishers and
fetcher. Both render everything three times, in turns, each time in a new process that has rendered
something before, and the least CPU time of each PDF counts. Sphinx-SimplePDF, and Pandoc with
Typst, make one brief in one language from nothing, as we do of a publication that has no other.
Ratios of one run can be compared; times cannot.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

import pypandoc
from rich.console import Console
from rich.table import Table

from briefpress.build import open_publication
from briefpress.fonts import write_fontconfig
from briefpress.pdf.job import Job
from briefpress.published import decide
from briefpress.worker import Language, read, write

from .measure import run

TOP = Path(__file__).parent.parent.parent
TURNS = 3
TARGET = 1.1
NEIGHBOURS = ("myst-parser", "sphinx-simplepdf", "typst")
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output='page.pdf', root='..')"


def jobs_of(top: Path, stage: Path) -> list[Job]:
    """Return a job for each PDF that the publication at *top* has."""
    publication = open_publication(top, top / "docs")
    index, _ = publication.index(publication.languages)
    languages = [Language(publication, tag, stage) for tag in publication.languages]
    coverage = {language.tag: read(language).coverage for language in languages}
    published, _ = decide(index, coverage, publication.root_doc, publication.thresholds)
    return [
        job
        for language in languages
        for job in write(language, ("pdf",), published, ())["pdf"].jobs
    ]


def time_jobs(renderer: str, file: Path) -> list[float]:
    """Return the CPU seconds of each job in *file*; the first one is rendered once before."""
    render = {"ours": _ours, "plain": _plain}[renderer]()
    jobs: list[Job] = pickle.loads(file.read_bytes())
    render(jobs[0])
    found = []
    for job in jobs:
        begin = time.process_time()
        render(job)
        found.append(time.process_time() - begin)
    return found


def _ours() -> Callable[[Job], object]:
    from briefpress.pdf.render import render

    return render


def _plain() -> Callable[[Job], object]:
    from weasyprint import CSS, HTML

    def render(job: Job) -> object:
        page = HTML(string=job.html, base_url=(job.base / job.page).as_uri())
        return page.write_pdf(
            stylesheets=[CSS(string=job.css)],
            pdf_variant=job.edition.variant,
            custom_metadata=True,
        )

    return render


def compare(jobs: list[Job], folder: Path) -> tuple[float, float]:
    """Return the CPU seconds of our rendering of *jobs*, and of the plain one."""
    file = folder / "jobs.pickle"
    file.write_bytes(pickle.dumps(jobs))
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(write_fontconfig(folder / "fonts")),
        "SOURCE_DATE_EPOCH": "315532800",
    }
    found: dict[str, list[list[float]]] = {"ours": [], "plain": []}
    for _ in range(TURNS):
        for renderer, times in found.items():
            command = [sys.executable, "-m", "tests.bench.pdf", "--time", renderer, str(file)]
            done = subprocess.run(
                command, env=environment, cwd=TOP, stdout=subprocess.PIPE, check=True
            )
            times.append(json.loads(done.stdout))
    ours, plain = (sum(map(min, zip(*times, strict=True))) for times in found.values())
    return ours, plain


def write_alone(brief: str, place: Path) -> None:
    """Write at *place* a publication of one *brief* of ours, in its own language alone."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(TOP / "docs", place / "docs", ignore=shutil.ignore_patterns("guide"))
    (place / "docs" / "index.md").write_text("# One brief\n", encoding="utf-8")
    for other in (place / "docs" / "briefs").glob("*.md"):
        if other.stem != brief:
            other.unlink()
    # Links to what is not there become links to the web; there is one language.
    web = re.compile(r"\]\([\w./-]+\.md")
    languages = re.compile(r"^language:.*\n|^translators:\n(?: .*\n)+", re.MULTILINE)
    for file in (place / "docs").rglob("*.md"):
        text = web.sub("](https://briefs.example.org/", file.read_text("utf-8"))
        file.write_text(languages.sub("", text), encoding="utf-8")
    conf = (TOP / "conf.py").read_text("utf-8")
    alone = 'briefpress_languages = ["en"]\nbriefpress_publish_threshold = 100\n'
    (place / "conf.py").write_text(f"{conf}\n{alone}", encoding="utf-8")


def meet_neighbours(job: Job, folder: Path) -> dict[str, float]:
    """Return the CPU seconds of the PDF of *job* with us and with others, from nothing: the others
    get its page as Markdown."""
    tools = folder / "neighbours"
    if not tools.is_dir():
        venv.create(tools, with_pip=True)
        subprocess.run([tools / "bin" / "pip", "install", "-qq", *NEIGHBOURS], check=True)
    python = tools / "bin" / "python"
    place, cache = folder / "brief", folder / "cache"
    write_alone(job.target.stem, place)
    found = {
        "ours": run(
            [sys.executable, "-m", "briefpress", "-C", place, "build", "-f", "pdf"], cache
        ).cpu
    }

    theirs = place / "theirs" / "text"
    theirs.mkdir(parents=True)
    shutil.copytree(job.base / "_images", place / "theirs" / "_images")
    page = re.sub(r' href="#[^"]*"', "", job.html)  # Markdown has no such targets
    (theirs / "page.html").write_text(page, encoding="utf-8")
    (theirs / "conf.py").write_text('extensions = ["myst_parser", "sphinx_simplepdf"]\n')
    pandoc = pypandoc.get_pandoc_path()
    run([pandoc, "page.html", "-t", "gfm-raw_html", "-o", "index.md"], cache, theirs)
    simple = [python, "-m", "sphinx", "-q", "-b", "simplepdf", ".", "../simple"]
    found["sphinx-simplepdf"] = run(simple, cache, theirs, python.parent).cpu
    to_typst = [pandoc, "index.md", "--standalone", "-o", "page.typ"]
    steps = [to_typst, [python, "-c", _TYPST, "page.typ"]]
    found["Pandoc and Typst"] = sum(run(step, cache, theirs).cpu for step in steps)
    return found


def main() -> None:
    """Measure, and tell the ratios."""
    parser = argparse.ArgumentParser(description="Compare the rendering of PDFs.")
    parser.add_argument("--neighbours", action="store_true", help="install others and compare")
    parser.add_argument("--output", type=Path, default=Path("build"), help="[default: build]")
    parser.add_argument("--time", nargs=2, metavar=("RENDERER", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.time:
        print(json.dumps(time_jobs(options.time[0], Path(options.time[1]))))  # noqa: T201
        return

    folder = (options.output / "bench-pdf").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    jobs = jobs_of(TOP, folder / "stage")
    ours, plain = compare(jobs, folder)
    table = Table(title=f"PDFs of {len(jobs)} sample briefs, in CPU time", title_justify="left")
    for name in ("", "ratio", "target"):
        table.add_column(name, justify="right" if name else "left")
    table.add_row("ours / plain WeasyPrint", f"{ours / plain:.2f} x", f"{TARGET:g} x")
    ratios = {"plain WeasyPrint": ours / plain}
    if options.neighbours:
        longest = max((job for job in jobs if job.base.name == "en"), key=lambda j: len(j.html))
        times = meet_neighbours(longest, folder)
        for name, seconds in times.items():
            if name != "ours":
                ratios[name] = times["ours"] / seconds
                table.add_row(f"ours / {name}, one brief from nothing", f"{ratios[name]:.2f} x", "")
    else:
        table.add_row("others: BENCH_NEIGHBOURS=1 installs and compares them", "", "")
    Console(width=110).print(table)
    file = options.output / "bench-pdf.json"
    file.write_text(json.dumps(ratios, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
