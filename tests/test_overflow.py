"""What does not fit on a page is an error of its brief, with the line that it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from mending import mended
from PIL import Image
from weasyprint import CSS, HTML
from weasyprint.formatting_structure.boxes import LineBox

from briefpress.fonts import write_fontconfig
from briefpress.pdf.editions import SCREEN
from briefpress.pdf.fetcher import ConfinedFetcher
from briefpress.pdf.job import LINE, Job, Rendered
from briefpress.pdf.patches.lines import mend_lines
from briefpress.pdf.pool import render_jobs
from briefpress.press_settings import A4
from briefpress.themes import paper_stylesheet
from briefpress.themes.tokens import packaged

pytestmark = pytest.mark.slow

AT = f'{LINE}="docs/x.md:7"'
PLACE = ("docs/x.md", 7)
LOREM = "Nine tenths of trade go by ship, and most of the rest by rail. "
WORD = "w" * 300
CODE = "\n".join(f"    <b>{'x' * n} = None</b>" for n in range(40, 60))
CELLS = "".join(f"<td>Infrastructure {n}</td>" for n in range(20))


@dataclass(frozen=True)
class Page:
    """A page, and what is said of it."""

    body: str
    message: str


WRONG = {
    "a wide block": Page(
        f'<p {AT} style="width: 300mm">{LOREM * 5}</p>', "mm wider than its place"
    ),
    "a wide ground": Page(
        f'<div {AT} style="width: 300mm; background: teal"><p>Short</p></div>',
        "this coloured or framed block reaches 1",
    ),
    "a wide frame": Page(
        f'<div {AT} style="margin-left: -99mm; border: 1px solid">Short</div>',
        "framed block reaches",
    ),
    "a block far right": Page(
        f'<p {AT} style="margin-left: 140mm">Far</p>', "wider than its place"
    ),
    "a block far left": Page(f'<p {AT} style="margin-left: -62mm">Far</p>', "“Far” is "),
    "words that stay together": Page(
        f'<p {AT} style="white-space: nowrap">{LOREM * 3}</p>', "“Nine tenths of trade"
    ),
    "words in the margin": Page(
        f'<aside class="pull-quote"><p {AT} style="white-space: nowrap">{LOREM}</p></aside>',
        "mm wider than its place",
    ),
    "lost words": Page(
        f'<div {AT} style="max-lines: 1"><p>{LOREM * 3}</p><p>Two</p></div>',
        "the words “Nine tenths of trade go by ship, and mos…” do not stand on the pages",
    ),
    "a wide picture": Page(
        f'<img {AT} src="../_images/p.png" alt="x" style="max-width: none; width: 150mm">',
        "the picture is 24 mm wider",
    ),
    "a high picture": Page(
        f'<img {AT} src="../_images/p.png" alt="x" style="max-height: none; height: 290mm">',
        "the picture does not fit on the page",
    ),
    "a wide table": Page(f"<table {AT}><tr>{CELLS}</tr></table>", "the table is 264 mm wider"),
    "a table of broken words": Page(
        f'<table {AT} class="wide tight"><tr>{CELLS}</tr></table>',
        "that “Infrastructure” is broken",
    ),
    "a table whose head is higher than the page": Page(
        f"<table {AT} class='long'><thead>{'<tr><th>Head</th></tr>' * 60}</thead>"
        "<tbody><tr><td>Cell</td></tr></tbody></table>",
        "the head of this table is too high",
    ),
    "words that are placed": Page(
        f'<p {AT} style="position: absolute; left: 110mm; width: 40mm">{LOREM}</p>', "wider than"
    ),
    "text that is not parted": Page(
        f'<p {AT} style="break-inside: avoid; display: inline-block">{LOREM * 99}</p>',
        "does not fit on the page",
    ),
    "a long note": Page(
        f'<p>Text.<span class="page-note" data-label="1" {AT}>{LOREM * 60}</span></p>',
        "this note fills 71% of a page",
    ),
    "a note of many pages": Page(
        f'<p>Text.<span class="page-note" data-label="1" {AT}>{LOREM * 400}</span></p>',
        "more than a third",
    ),
    "letters far apart": Page(
        f'<p {AT} style="letter-spacing: 2px">Words</p>', "write letter-spacing: 0.08em, or less"
    ),
    "a font": Page(f'<p {AT} style="font-family: Comic Neue">Words</p>', "the font Comic Neue"),
    "a font of a drawing": Page(
        '<img src="../_images/f.svg" alt="x">', "the picture asks for the font"
    ),
    "letters": Page(
        f"<p><b {AT}>政 😀</b> 政</p>", "no font of the PDF has “政😀” (U+653F, U+1F600)"
    ),
    "letters that are made": Page(
        f'<style>p::before {{ content: "政" }}</style><p {AT}>x</p>', "no font of the PDF has “政”"
    ),
}

RIGHT = {
    "letters somewhat apart": "<p style='letter-spacing: 0.08em'>Words</p>",
    "a long word": f"<h2>{WORD}</h2><p>{WORD}</p><ul><li>{WORD}</li></ul>",
    "a long address": f"<p>See <a href='https://a.b/'>https://a.b/{'abcdef/' * 50}</a></p>",
    "a long word in a cell": f'<table class="tight"><tr><td>{WORD}</td><td>b</td></tr></table>',
    "a wide table": f'<table class="wide"><tr>{"<td>Two words</td>" * 7}</tr></table>',
    "lines of a cell": "<table><tr><td>street<br>Town</td><td>b</td></tr></table>",
    "tables in a table": f"<table><tr><td>{'<table><tr><td>a</td></tr></table>' * 2}</table>",
    "code": f"<pre>{'x = 1; ' * 60}\ny = {WORD}</pre>",
    "code of lines as long as their place is wide": (f'<pre style="width: 60.2ch">{CODE}</pre>'),
    "a pull-quote": f'<aside class="pull-quote"><p>{LOREM}</p></aside><p>{LOREM * 9}</p>',
    "a large picture": '<p><img src="../_images/p.png" alt="x"></p>',
    "a high picture": '<p><img src="../_images/high.png" alt="x"></p>',
    "notes": "".join(
        f'<p>{LOREM}<span class="page-note" data-label="{n}">{LOREM}</span></p>' for n in range(60)
    ),
    "notes of one block": "<p>{}</p>".format(
        "".join(f'x <span class="page-note" data-label="{n}">{LOREM}</span>' for n in range(90))
    ),
    "a note of a cell that is not broken": (
        '<table><tr><td class="whole">12'
        f'<span class="page-note" data-label="1">{LOREM}</span></td></tr></table>'
    ),
    "a generic font": '<p style="font-family: Arial, serif">x</p>',
    "a generic font of a drawing": '<img src="../_images/g.svg" alt="x">',
    "letters of other scripts": "<p>سياسة מדיניות πολιτική політика</p>",
    "the number of a chapter whose title has the other direction": (
        '<div class="chapter"><h1 dir="rtl"><span class="chapter-number">1</span>שלום</h1></div>'
    ),
    "long items": f"<ul>{f'<li>{LOREM * 70}</li>' * 3}</ul>",
}


# Mistakes in styles: the page goes without them, and what is said of them names their line.
PASSED_OVER = {
    "a rule that is not whole": Page(
        f"<style>p {{ color: red }}</style><style {AT}>\n.a: b\n</style>",
        "in the PDF: Parse error at 2:6: EOF",
    ),
    "a selector": Page(f"<style {AT}>p..b {{ color: red }}</style>", "in the PDF: Invalid or"),
    "a property": Page(
        f"<style>p {{ color: red }}</style><style {AT}>p {{ o: x }}</style>", "goes without “o: x”"
    ),
    "a style that is not whole": Page(
        f'<p style="color: red">x</p><p {AT} style="color red">x</p>', "in the PDF: Error: "
    ),
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rendered]:
    base = tmp_path_factory.mktemp("stage")
    (base / "_images").mkdir()
    Image.new("L", (3000, 2000), 90).save(base / "_images" / "p.png")
    Image.new("L", (100, 3000), 90).save(base / "_images" / "high.png")
    for name, family in (("f", "Comic Neue"), ("g", "Comic Neue, serif")):
        (base / "_images" / f"{name}.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99">'
            f'<text y="9" font-family="{family}">Words</text></svg>'
        )
    css, found = paper_stylesheet(packaged(), A4), {}

    def job(name: str, body: str) -> Job:
        html = f'<html lang="en"><title>T</title><body>{body}</body></html>'
        places = {"_images/f.svg": PLACE}
        target = base / f"{name}.pdf"
        return Job(html, css, base, "briefs/x.html", (), SCREEN, "docs/x.md", target, places=places)

    def keep(job: Job, result: Rendered) -> None:
        found[job.target.stem] = result

    jobs = [job(f"wrong {name}", page.body) for name, page in WRONG.items()]
    jobs += [job(f"right {name}", body) for name, body in RIGHT.items()]
    jobs += [job(f"passed over {name}", page.body) for name, page in PASSED_OVER.items()]
    render_jobs(jobs, write_fontconfig(base / "fonts"), keep)
    return found


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_told_once_with_its_line(
    rendered: dict[str, Rendered], name: str
) -> None:
    (fault,) = rendered[f"wrong {name}"].faults
    assert WRONG[name].message in fault.text
    assert (fault.path, fault.line) == PLACE
    assert rendered[f"wrong {name}"].pdf == b""


@pytest.mark.parametrize("name", RIGHT)
def test_what_fits_is_not_accused(rendered: dict[str, Rendered], name: str) -> None:
    assert rendered[f"right {name}"].faults == ()


@pytest.mark.parametrize("name", PASSED_OVER)
def test_a_mistake_in_a_style_is_told_with_its_line(
    rendered: dict[str, Rendered], name: str
) -> None:
    result = rendered[f"passed over {name}"]
    assert result.faults == ()
    (warning,) = result.warnings
    assert PASSED_OVER[name].message in warning.text
    assert (warning.path, warning.line) == PLACE


def test_a_long_word_begins_beside_what_stands_in_the_margin() -> None:
    """Not below it."""
    body = f'<aside class="facts"><p>{LOREM * 5}</p></aside><main><p>{WORD}</p></main>'
    sheet = CSS(string=paper_stylesheet(packaged(), A4), url_fetcher=ConfinedFetcher([]))
    with mended(mend_lines):
        (page,) = HTML(string=body).render(stylesheets=[sheet]).pages
    facts, text = page._page_box.children[0].children[0].children
    line = next(box for box in text.descendants() if isinstance(box, LineBox))
    assert line.position_y < facts.position_y + facts.height


def test_a_biography_of_the_other_direction_stands_below_its_name() -> None:
    name, text = "<p class=author-name>اسم</p>", "<p lang=en dir=ltr>A short biography.</p>"
    body = f"<section class=about-authors><div class=biography>{name}{text}</div></section>"
    sheet = CSS(string=paper_stylesheet(packaged(), A4), url_fetcher=ConfinedFetcher([]))
    html = HTML(string=f"<html lang=ar dir=rtl><main>{body}</main>")
    (page,) = html.render(stylesheets=[sheet]).pages
    found = (box for box in page._page_box.descendants() if isinstance(box, LineBox))
    ends = [round(line.position_x + line.width) for line in found if line.element_tag == "p"]
    assert len(ends) == 2
    assert ends[0] == ends[1]


def test_lines_alone_make_no_other_pdf(tmp_path: Path) -> None:
    def job(line: int) -> Job:
        html = f'<p {LINE}="docs/x.md:{line}">x</p>'
        return Job(html, "", tmp_path, "x.html", (), SCREEN, "docs/x.md", tmp_path / "x.pdf")

    assert job(3).key == job(4).key
