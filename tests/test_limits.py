"""A brief that takes too much, or kills the renderer, is an error of its own."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Publication
from PIL import Image

from briefpress.fonts import write_fontconfig
from briefpress.pdf.editions import SCREEN
from briefpress.pdf.job import Job, Rendered
from briefpress.pdf.limits import Limits
from briefpress.pdf.pool import render_jobs

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
LEVELS = range(1, 10)
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in LEVELS)
USES = [f'<use href="#g{n}"/>' * 10 for n in range(10)]
COPIES = "".join(f'<g id="g{n}">{USES[n - 1]}</g>' for n in LEVELS)
BLUR = '<feGaussianBlur stdDeviation="9999"/>'
PICTURES = {
    "entities.svg": f'<!DOCTYPE svg [<!ENTITY e0 "e">{ENTITIES}]>'
    + SVG.format("<text>&e9;</text>"),
    "copies.svg": SVG.format(f'<g id="g0"><path d="M0 0h1"/></g>{COPIES}<use href="#g9"/>'),
    "deep.svg": SVG.format("<g>" * 20_000 + "</g>" * 20_000),
    "filters.svg": SVG.format(
        f'<filter id="f">{BLUR * 9999}</filter><rect width="9" height="9" filter="url(#f)"/>'
    ),
}
LONG = '<div style="display: flex">' * 30 + "x" + "</div>" * 30
WIDE = "x<p style='height: 5cm; background: repeating-linear-gradient(red 0, blue 0.00001px)'>"

# A page, and what is said of it; nothing is said of those that are made.
PAGES = {
    "boxes without end": (LONG, "it took more than 1 s of CPU time to lay out; is there a table"),
    "a gradient without end": (WIDE, "it took more than 300 MB of memory to lay out; is there"),
    "100,000 cells": (f"<table>{('<tr>' + '<td>x</td>' * 10 + '</tr>') * 10_000}</table>", "took"),
    "divisions in one another": ("<div>" * 5000 + "x" + "</div>" * 5000, "are nested too deep"),
    "tables in one another": ("<table><tr><td>" * 40 + "x" + "</td></tr></table>" * 40, ""),
    "a cell over all": ('<table><tr><td colspan="100000000">x</td></tr></table>', "it took more"),
    "copies of copies": ('<img src="../_images/copies.svg" alt="x">', "it took more than 1 s"),
    "entities of entities": ('<img src="../_images/entities.svg" alt="x">', "entities.svg"),
    "deep groups": ('<img src="../_images/deep.svg" alt="x">', "deep.svg"),
    "filters": ('<img src="../_images/filters.svg" alt="x">', ""),
    "a huge picture": ('<img src="../_images/huge.png" alt="x">', "huge.png"),
    "a page": ("<p>Good.</p>", ""),
}
ENDLESS = PAGES["boxes without end"][0]

pytestmark = pytest.mark.slow
limited = pytest.mark.skipif(sys.platform == "win32", reason="only the clock is watched there")


def job(folder: Path, name: str, body: str, limits: Limits) -> Job:
    html = f'<html lang="en"><title>T</title><p>Text.</p>{body}</html>'
    target = folder / "pdf" / f"{name}.pdf"
    return Job(html, "", folder, "briefs/x.html", (), SCREEN, "docs/x.md", target, limits)


def rendered(folder: Path, jobs: list[Job]) -> dict[str, Rendered]:
    found: dict[str, Rendered] = {}

    def keep(job: Job, result: Rendered) -> None:
        assert job.target.stem not in found
        found[job.target.stem] = result
        assert job.target.is_file() == (not result.faults)

    (folder / "_images").mkdir(exist_ok=True)
    render_jobs(jobs, write_fontconfig(folder / "fonts"), keep)
    assert not multiprocessing.active_children()
    return found


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rendered]:
    folder = tmp_path_factory.mktemp("bombs")
    (folder / "_images").mkdir()
    for name, drawing in PICTURES.items():
        (folder / "_images" / name).write_text(drawing)
    Image.new("L", (20_000, 20_000)).save(folder / "_images" / "huge.png")
    # However busy the machine is, what is made, or takes memory, has time enough, and nothing is
    # given up by the clock.
    short, long = Limits(seconds=1, megabytes=300), Limits(seconds=60, megabytes=300)
    jobs = [
        job(folder, name, body, long if "MB" in said or "took" not in said else short)
        for name, (body, said) in PAGES.items()
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Limits, "patience", 600)
        return rendered(folder, jobs)


@limited
@pytest.mark.parametrize("name", PAGES)
def test_what_takes_too_much_is_an_error_of_its_page_alone(
    bombs: dict[str, Rendered], name: str
) -> None:
    message = PAGES[name][1]
    assert message in "".join(fault.text for fault in bombs[name].faults)
    assert bool(bombs[name].pdf) == (not message)


def test_a_worker_that_is_killed_costs_its_page_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    pages = [job(tmp_path, "bad", ENDLESS, Limits()), job(tmp_path, "good", "x", Limits())]

    def kill() -> None:
        for child in multiprocessing.active_children():
            child.kill()

    timer = threading.Timer(2, kill)
    timer.start()
    found = rendered(tmp_path, pages)
    timer.join()

    assert "the renderer was ended from outside" in found["bad"].faults[0].text
    assert found["good"].faults == ()


def test_a_worker_that_does_not_answer_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limits, "patience", 2)
    found = rendered(tmp_path, [job(tmp_path, "bad", ENDLESS, Limits())])

    assert "it took more than 2 s to lay out" in found["bad"].faults[0].text


def test_time_is_counted_for_each_page_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One worker for all, which has soon used more than one page may."""
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    text = "<p>Some words to set.</p>" * 500
    one = job(tmp_path, "0", text, Limits(seconds=2))
    pages = [replace(one, target=one.target.with_stem(str(n))) for n in range(9)]

    found = rendered(tmp_path, pages)

    assert [page.faults for page in found.values()] == [()] * 9
    assert sum(page.seconds for page in found.values()) > 2


@limited
def test_a_build_names_the_brief_and_makes_the_others(two_languages: Publication) -> None:
    two_languages.add("conf.py", '\nbriefpress_render_limits = {"seconds": 3}\n')
    two_languages.write("docs/briefs/endless.md", f"---\ntitle: Endless\n---\n\n{ENDLESS}\n")

    done = two_languages.briefpress("build", "-f", "pdf")

    assert done.returncode == 1
    assert "docs/briefs/endless.md:1: error: no PDF in en: it took more than 3 s" in done.stderr
    made = sorted(file.name for file in two_languages.path.glob("build/stage/pdf/en/**/*.pdf"))
    assert made == ["ports.pdf"]
