"""What the checkers of HTML and of accessibility say of pages, most with a seeded defect."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from made_files import DOT, make, publish, refuse

from briefpress.check import (
    Finding,
    MissingTool,
    Result,
    ToolFailed,
    axe,
    check_build,
    checks,
    node_packages,
    vnu,
)
from briefpress.terminal import print_checks, wide_console
from briefpress.themes import stylesheet
from briefpress.themes.tokens import packaged


def web_page(body: str, head: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="it"><head><meta charset="utf-8"><title>Ferrovie</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>'
        f"<body><main><h1>Ferrovie</h1>{body}</main></body></html>"
    )


DARK = "<style>@media (prefers-color-scheme: dark) {body {background: #111; color: #444}}</style>"
LINE = "Orario ferroviario internazionale delle linee principali e secondarie"
# As `themes/parts/byline.html` writes them, at a phone's width below each other.
AUTHOR = "<li class=author><a href='#{0}'>Maria Rossi {0}</a> <a class=orcid href='#o{0}'>ORCID</a>"
AUTHORS = f"<ul class=authors>{''.join(map(AUTHOR.format, range(4)))}</ul>"
SCROLLING = f"<div style='overflow-x: auto; white-space: nowrap'><p>{LINE}</p></div>"
PAGES = {
    "it/briefs/rail.html": web_page("<p>Uno</p>"),
    "it/authors/twice.html": web_page("<p id='a'>Uno</p><p id='a'>due</p>"),
    "it/authors/nested.html": web_page("<p>Uno<div>due</div></p>"),
    "it/authors/advice.html": web_page("<section><p>Uno</p></section>"),
    "it/topics/picture.html": web_page(f'<p><img src="{DOT.replace(" ", "%20")}"></p>'),
    "it/topics/dark.html": web_page("<p>Uno</p>", DARK),
    "it/topics/wide.html": web_page("<p style='width: 340px'>Uno <b>due</b></p>"),
    "it/topics/scrolling.html": web_page(SCROLLING),
    "it/topics/authors.html": web_page(AUTHORS, f"<style>{stylesheet('web', packaged())}</style>"),
    "it/topics/outside.html": web_page(
        "<p>Uno</p><script src='https://localhost:9/x.js'></script>"
    ),
    "index.html": web_page("<p>Uno</p>", "<script>location.replace('it/none.html')</script>"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[tuple[str, str], Result]]:
    """A build of all `PAGES`, and its results by page and check."""
    build = tmp_path_factory.mktemp("pages") / "così è"
    make(build, "it/rail.html", PAGES["it/briefs/rail.html"].encode())
    publish(build, PAGES)
    return build, {(result.path, result.check): result for result in check_build(build)}


Site = tuple[Path, dict[tuple[str, str], Result]]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "check", "found"),
    [
        ("it/briefs/rail", "HTML", []),
        ("it/briefs/rail", axe.STANDARD, []),
        ("it/authors/twice", "HTML", ["Duplicate ID “a”.", "The first occurrence of ID “a” was"]),
        ("it/authors/nested", "HTML", ["No “p” element in scope but a “p” end tag seen."]),
        ("it/topics/picture", axe.STANDARD, ["Images must have alternative text: "]),
        ("it/topics/dark", axe.STANDARD, ["Elements must meet minimum color contrast"] * 2),
        ("it/topics/wide", axe.STANDARD, ["The page is 348 px wide where the screen has 320 px"]),
        ("it/topics/scrolling", axe.STANDARD, ["Scrollable region must have keyboard access: "]),
        ("it/topics/authors", axe.STANDARD, []),
        ("it/topics/outside", axe.STANDARD, []),
        ("index", axe.STANDARD, []),
    ],
)
def test_a_page_is_checked(site: Site, page: str, check: str, found: list[str]) -> None:
    result = site[1][f"site/{page}.html", check]
    messages = [finding.message for finding in result.findings]
    assert len(messages) == len(found)
    assert all(map(str.startswith, messages, found)), messages
    assert result.passed is not bool(found)


@pytest.mark.slow
def test_findings_say_where_and_for_whom(site: Site) -> None:
    found = {
        (result.brief, finding.rule): finding.location
        for result in site[1].values()
        for finding in result.findings
    }
    assert found["topics/dark", "color-contrast"] == "p (dark)"
    assert found["topics/scrolling", "scrollable-region-focusable"] == "div (360 px)"
    assert found["topics/wide", "reflow"] == "p “Uno due”"
    assert found["authors/nested", "html"].startswith("line 1, column ")


@pytest.mark.slow
def test_advice_is_a_warning(site: Site) -> None:
    result = site[1]["site/it/authors/advice.html", "HTML"]
    assert (result.status, [f.severity for f in result.findings]) == ("verified", ["warning"])


@pytest.mark.slow
def test_results_of_pages_are_kept_until_what_they_depend_on_changes(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, results = site
    stored = build / "checks" / "it"
    assert (stored / "rail.html.json").is_file()
    assert (stored / "pages" / "topics" / "dark.html.json").is_file()
    (stored / "pages" / "gone.html.json").write_text("{}", encoding="utf-8")
    checks._furniture.cache_clear()
    monkeypatch.setattr(vnu, "validate", refuse)
    monkeypatch.setattr(axe, "validate", refuse)
    assert {(r.path, r.check): r for r in check_build(build)} == results
    assert not (stored / "pages" / "gone.html.json").exists()
    (build / "site" / "it" / "style.css").write_text("p { color: red }", encoding="utf-8")
    checks._furniture.cache_clear()
    with pytest.raises(AssertionError, match="stored result"):
        check_build(build, briefs=["rail"])


def test_a_page_that_is_no_brief_belongs_to_its_language(tmp_path: Path) -> None:
    publish(tmp_path, {"it/topics/rail.html": "", "en/topics/rail.html": "", "index.html": ""})
    for file in (tmp_path / "site").rglob("*.html"):
        file.unlink()
    found = check_build(tmp_path)
    assert [(r.language, r.brief) for r in found] == [
        ("en", "topics/rail"),
        ("", "index"),
        ("it", "topics/rail"),
    ]
    assert [r.language for r in check_build(tmp_path, languages=["it"])] == ["it"]
    assert check_build(tmp_path, briefs=["topics/rail"]) == []


def test_the_terminal_shows_other_pages_together(capsys: pytest.CaptureFixture[str]) -> None:
    def result(name: str, *findings: Finding) -> Result:
        is_brief = "/" not in name
        path = f"site/it/{name}.html"
        return Result(name, "it", "html", is_brief, path, "0", "HTML", "Nu", findings)

    finding = Finding("html", "Duplicate ID.", "line 3")
    results = [result("authors/a"), result("authors/b", finding), result("rail")]
    print_checks(wide_console(), wide_console(stderr=True), results)
    shown = capsys.readouterr()
    assert shown.err == "site/it/authors/b.html line 3: error: Duplicate ID. [html]\n"
    *rows, last = shown.out.splitlines()[1:]
    assert [row.split() for row in rows] == [
        ["(2", "other", "pages)", "it", "html", "failed:", "HTML;", "passed:", "HTML"],
        ["rail", "it", "html", "passed:", "HTML"],
        ["HTML:", "Nu"],
    ]
    assert last == "1 of 3 files failed: mend what is written above, then make again."


@pytest.mark.slow
def test_vnu_without_a_verdict_is_no_success(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match=r"none\.html"):
        vnu.validate([tmp_path / "none.html"])


def test_what_comes_from_npm_is_pinned_by_hash_and_without_address() -> None:
    wanted = json.loads((node_packages.SCRIPTS / "package.json").read_bytes())["dependencies"]
    _, *locked = json.loads(node_packages.LOCK.read_bytes())["packages"].items()
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted.values())
    assert wanted == {name: node_packages.version(name) for name in wanted}
    for name, entry in locked:
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_npm_packages_that_are_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(node_packages, "STAMP", tmp_path / "none")
    make(tmp_path, "it/rail.html", b"as built")
    with pytest.raises(MissingTool) as caught:
        check_build(tmp_path)
    assert "npm packages that are not installed" in caught.value.message
    assert "python -m briefpress.check.install" in caught.value.message


def test_a_browser_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(MissingTool, match="apt-get install --no-install-recommends chromium"):
        axe.validate([tmp_path / "page.html"])
