"""`make bench` runs every step; how long they take is no matter of tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench import pdf

from briefpress.pdf.editions import SCREEN
from briefpress.pdf.job import Job

TOP = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_bench_measures_every_step(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench", "--briefs", "2", "--output", str(tmp_path)]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert {"processor", "load", "python", "Sphinx"} <= found["machine"].keys()
    assert [step["target"] for step in found["steps"] if step["target"]] == [
        "1.6 x, 400 MB",
        "3 s",
        "2000 messages/s",
        "10 s",
    ]
    assert all(step["cpu"] > 0 and step["memory"] > 0 for step in found["steps"])
    # The edits reached the catalogues, and the last update found nothing to do.
    catalogue = tmp_path / "bench/locale/it/LC_MESSAGES/briefs/b000.po"
    assert "is wholly new here." in catalogue.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_rendering_is_compared_with_plain_weasyprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "TURNS", 1)
    html = '<html lang="en"><title>T</title><p>Text.</p></html>'
    job = Job(html, "", tmp_path, "x.html", (), SCREEN, "x.md", tmp_path / "x.pdf")
    assert all(0 < seconds < 60 for seconds in pdf.compare([job], tmp_path))
