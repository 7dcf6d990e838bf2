"""HTML of an author is written as XHTML that books may hold, or refused where it stands."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2 as pdfium
import pytest
from conftest import Publication
from PIL import Image

from briefpress.check import glyphs, structure, text_layer
from briefpress.epub.xhtml import to_bytes, to_tree

# What is refused, and a word of what its author is told.
REFUSED = {
    "<script>alert(1)</script>": "script",
    '<iframe src="https://example.org"></iframe>': "another page",
    "<form><p>x</p></form>": "answer",
    "A <title> of a word.": "swallows",
    "<xmp>x": "swallows",
    '<p><input type="text"></p>': "answer",
    '<video src="film.mp4"></video>': "film",
    '<audio controls src="https://example.org/a.mp3"></audio>': "sound",
    '<p onclick="x()">x</p>': "onclick",
    '<p><img alt="x" src="https://example.org/x.png"></p>': "from the web",
    '<p><img alt="x" src="x.png"></p>': "![text alternative](file)",
    '<svg><image href="//example.org/x.png"/></svg>': "from the web",
    '<p><a href="javascript:x()">x</a></p>': "leads to nothing",
    '<p><a href="paper.pdf">x</a></p>': "leads to nothing",
    '<p><a href="#nowhere">x</a></p>': "no such id",
    '<p><a href="https://[x">x</a></p>': "leads to nothing",
    '<p><a href="https:x.org">x</a> <a href="https://e.org:99999">': "leads to nothing",
    "<style>@font-face { font-family: x }</style>": "bring a font",
    '<p><img alt="x" src="https://[x"></p>': "into a book",
    '<p><span lang="X-NONE">x</span></p>': "is no language",
    '<p style="background: url(https://example.org/x.png)">x</p>': "style cannot take",
    '<p style="background: u\\72l(https://example.org/x.png)">x</p>': "style cannot take",
    "<style>@import 'x.css';</style>": "style cannot take",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the build of books says of each, by file and line."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("html") / "publication")
    for number, written in enumerate(REFUSED):
        made.write(f"docs/briefs/html-{number}.md", f"# A title\n\nWords.\n\n{written}\n")
    made.write("docs/briefs/only.md", "# T\n\n:::{only} builder_html\n<script>x</script>\n:::\n")
    inline = (
        "# T\n\nWords\nand <b id='here'>more</b>, <a href='#here'>up</a>:\n<b onclick='x'>b</b>"
        " <svg width='9' height='9'><title>Nine</title></svg>"
    )
    made.write("docs/briefs/inline.md", inline)
    done = made.sphinx("briefepub", "en", strict=False)
    lines = (line.partition(": ERROR: ") for line in done.stderr.splitlines() if "ERROR" in line)
    return {Path(place).name: message for place, _, message in lines}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(REFUSED)), ids=list(REFUSED))
def test_what_no_book_can_hold_is_refused_on_its_line(said: dict[str, str], number: int) -> None:
    assert list(REFUSED.values())[number] in said[f"html-{number}.md:5"]


def test_what_swallows_the_text_behind_it_is_refused_in_all_formats(
    two_languages: Publication,
) -> None:
    two_languages.write("docs/briefs/lost.md", "# T\n\nA <title> of words.\n\nLost.\n")
    done = two_languages.sphinx("html", "en", strict=False)
    assert "lost.md:3: ERROR: <title> swallows all that follows" in done.stderr


@pytest.mark.slow
def test_html_for_the_web_page_alone_is_no_fault_of_the_book(said: dict[str, str]) -> None:
    assert not any(place.startswith("only") for place in said)


@pytest.mark.slow
def test_html_within_a_paragraph_is_looked_at_too(said: dict[str, str]) -> None:
    [message] = [message for place, message in said.items() if place.startswith("inline")]
    assert "onclick" in message


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<font color="red">x</font>', "<div>x</div>"),
        ('<p><font color="red">x</font></p>', "<p><span>x</span></p>"),
        ("<center><p>x</p></center>", "<div><p>x</p></div>"),
        ("<p><tt>x</tt> <strike>y</strike></p>", "<p><code>x</code> <s>y</s></p>"),
        ('<table border="1"><tr><td bgcolor="red" width="9">x', "<td>x</td>"),
        ('<p foo="1" data-a="b" aria-label="c">x</p>', '<p data-a="b" aria-label="c">x</p>'),
        ('<div><b class="x">a<p>b</div>', "<div>a<p>b</p></div>"),
        ('<img src="a" alt="b" width="3">', 'width="3"'),
        ('<ul type="square"><li value="3">x</ul>', "<ul><li>x</li></ul>"),
        ('<ol type="a" start="4"><li value="3">x</ol>', '<ol type="a" start="4"><li value="3">x'),
        ('<table><tr><td colspan="2" rowspan="all" scope="row">x', '<td colspan="2">x</td>'),
        ('<p cite="x" open value="1" datetime="2024">x</p>', "<p>x</p>"),
        ('<img src="a" alt="b" width="50%">', '<img src="a" alt="b" />'),
        ('<p id="a" aria-describedby="a">x</p>', '<p id="a" aria-describedby="a">x</p>'),
        ('<p aria-labelledby="a" aria-owns="a b">x</p><p id="a">y</p>', '<p aria-labelledby="a">x'),
        ("<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>", "<ruby>a<rt>b</rt></ruby>"),
        ('<table><tr><td colspan="0">x', "<td>x</td>"),
        (
            "<table><tfoot><tr><td>z<tbody><tr><td>y<style></style><caption>x",
            "<caption>x</caption><tbody>",
        ),
        ('<p lang="">x <bdo>y</bdo> <data>z</data></p>', "<p>x <span>y</span> <span>z</span></p>"),
        ('<p role="foo" dir="RTL" hidden="x">a</p>', '<p dir="rtl" hidden="">a</p>'),
        ('<p style="color:red;position:fixed;}">x</p>', '<p style="color: red">x</p>'),
        ('<p style="direction:rtl">x</p>', '<p dir="rtl">x</p>'),
        ("<style>p{color:red;direction:rtl", "<style>p { color: red }</style>"),
        ('<a href="tel:+39 06">x</a>', 'href="tel:+39%2006"'),
        ("<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>", 'alttext="a/2"'),
        ("<math><mfrac>a</mfrac></math>", "<m:mrow><m:mtext>a</m:mtext></m:mrow>"),
        ("<math><mtable>1</mtable></math>", "<m:mtr><m:mtd><m:mtext>1</m:mtext></m:mtd></m:mtr>"),
        (
            '<svg><rect width="1" height="1" heigth="2"/><path/><foo/></svg>',
            '<svg:svg><svg:rect width="1" height="1" /></svg:svg>',
        ),
        ('<map name="m"></map>', '<map name="m" />'),
        ('<del cite="mailto:a" datetime="">x&#1;</del>', "<del>x </del>"),
        ('<p id="a">x</p><p id="a">y</p><p id="b c">z</p>', '<p id="a">x</p><p>y</p><p>z</p>'),
    ],
)
def test_what_html_had_before_is_written_as_it_is_now(written: str, expected: str) -> None:
    assert expected in to_bytes(to_tree(written)).decode()


LONE = 'style="list-style: none"'
MISPLACED = {
    "<ul><ul><li>a</ul></ul>": f"<ul><li {LONE}><ul><li>a</li></ul></li></ul>",
    "<ul><li>a</li><ul><li>b</ul><li>c</ul>": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "<ul>a <b>b</b><li>c<p>d</ul>": f"<ul><li {LONE}>a <b>b</b></li><li>c<p>d</p></li></ul>",
    "<dl><dt>a<dd>b</dd><p>c</dl>": "<dl><dt>a</dt><dd>b</dd><dd><p>c</p></dd></dl>",
    "<dl><dt>a</dl>": "<div><div>a</div></div>",
    "<dl><div><dt>a<dd>b</div></dl>": "<dl><div><dt>a</dt><dd>b</dd></div></dl>",
    "<dl><div><dt>a</div></dl>": "<div><div><div>a</div></div></div>",
    "<div><li value='2'>a</li></div>": "<div><div>a</div></div>",
    "<p><rt>a</rt></p>": "<p><span>a</span></p>",
    "<ruby>a<rt>b</rt>c</ruby>": "<ruby>a<rt>b</rt>c<rt /></ruby>",
    "<ruby>a</ruby>": "<span>a</span>",
    "<details>a</details>": "<div>a</div>",
    "<details>a<summary>b</summary></details>": "<details><summary>b</summary>a</details>",
    "<figure>a<figcaption>b</figcaption>c<figcaption>d</figcaption></figure>": (
        "<figure>ac<div>d</div><figcaption>b</figcaption></figure>"
    ),
    "<table><tr><td>a<caption>b<caption>c</table>": "<caption>b<div>c</div></caption>",
    "<h2><p>a</p></h2>": '<h2><span style="display: block">a</span></h2>',
    "<h2><ul><li>a</ul></h2>": "<div><ul><li>a</li></ul></div>",
    "<dfn><dfn>a</dfn></dfn>": "<dfn><span>a</span></dfn>",
    "<header><header>a</header></header>": "<header><div>a</div></header>",
    "<a href='https://e.org'><details>a</details></a>": '<a href="https://e.org"><div>a</div></a>',
    "a<img>b<img alt='c'>": "ab<span>c</span>",
    "a<title>b</title>c<area>d": "acd",
    "<picture><source srcset='#'><img src='#' alt='a'></picture>": '<img src="#" alt="a" />',
}


@pytest.mark.parametrize(("written", "expected"), MISPLACED.items(), ids=list(MISPLACED))
def test_what_stands_where_it_must_not_is_put_right(written: str, expected: str) -> None:
    page = f"<!DOCTYPE html><title>T</title><div>{written}"
    assert expected in to_bytes(to_tree(page)).decode()


def test_a_style_sheet_in_the_text_comes_to_the_head() -> None:
    tree = to_tree("<!DOCTYPE html><title>T</title><p>a</p><style>p { margin: 0 }</style> b")
    page = to_bytes(tree).decode()
    assert page.index("<style>") < page.index("</head>") < page.index("<p>a</p>")
    assert "".join(ET.fromstring(page.encode()).itertext()).endswith("a b")


# All that is hard for a book at once, in a language that runs from right to left.
STRESS = """\
---
title: موجز صعب
language: ar
authors: [desk]
doi: 10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2
---

فقرة أولى<br>مع سطر ثان، و<font color="red">خط قديم</font> و[English words]{lang=en}.

<math alttext="س تربيع"><msup><mi>x</mi><mn>2</mn></msup></math>

<center><p>وسط &nbsp; &copy; <b class=x>غامق</b></center>

<table border="1" cellpadding=3><tr><th>رأس<th>آخر<tr><td bgcolor=red>خلية<td>
<table><tr><th>داخل <tr><td> ١ </table></table>

<ul type="square"><li value="3">أ<ul><li>ب<ul><li>ج</ul></ul></ul>

<p xmlns:o="urn:x" aria-owns="none"><o:p>من معالج كلمات</o:p> <custom-tag foo="1">x</custom-tag></p>

<svg width="40" height="40" viewBox="0 0 40 40" role="img" aria-label="دائرة"><circle r="15"/></svg>

<style>.x { font-style: normal }</style>

![صورة](photo.webp) ![أخرى](other.avif)

- بند

   | أ | ب |
   |---|---|
   | 1 | 2 |

ملاحظة[^1] وأخرى[^2].

[^1]: نص الحاشية.
[^2]: نص **ثان** مع [رابط](https://example.org).

<a name="there">هناك</a> و <a href="#there">هنا</a> و{cite:p}`sici`.

```{bibliography}
```
"""


WORK = {
    "id": "sici",
    "type": "article-journal",
    "title": "Old & <good>",
    "author": [{"family": "Müller"}],
    "DOI": "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
}


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Two books full of HTML, checked together: one in Arabic, one of what is misplaced."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("hard") / "publication")
    made.replace("conf.py", '["en", "it"]', '["en", "it", "ar"]')
    made.write("docs/briefs/hard.md", STRESS)
    works = json.loads(made.read("docs/references.json"))
    made.write("docs/references.json", json.dumps([*works, WORK]))
    made.write("docs/authors/desk.md", "---\nname: مكتب\nlanguage: ar\n---\n")
    picture = Image.effect_noise((60, 40), 90)
    for name in ("photo.webp", "other.avif"):
        picture.save(made.path / "docs/briefs" / name)
    written = "\n\n".join(each for each in MISPLACED if not re.search("title|src", each))
    head = "---\ntitle: Misplaced\nlanguage: en\n---\n\nWords.\n\n"
    made.write("docs/briefs/misplaced.md", f"{head}{written}\n")
    for brief, language in (("hard", "ar"), ("misplaced", "en")):
        built = made.briefpress("build", "-b", brief, "-l", language)
        assert (built.returncode, built.stderr) == (0, "")
    made.briefpress("check", "-b", "hard", "-b", "misplaced", "-f", "epub")
    return made


def checks(made: Publication, name: str) -> list[tuple[list[object], int]]:
    found = json.loads(made.read(f"build/checks/{name}.epub.json"))["checks"]
    return [(check["findings"], check["notes"]) for check in found]


@pytest.mark.slow
def test_a_hard_book_is_a_sound_one(hard: Publication) -> None:
    assert checks(hard, "ar/hard") == [([], 0)] * 3
    book = zipfile.ZipFile(hard.site / "ar/briefs/hard.epub")
    package = book.read("EPUB/package.opf").decode()
    assert 'page-progression-direction="rtl"' in package
    assert 'href="text.xhtml" media-type="application/xhtml+xml" properties="mathml svg"' in package
    assert 'media-type="image/webp"' in package
    assert "avif" not in package
    text = book.read("EPUB/text.xhtml").decode()
    assert '<a id="there">' in text
    assert text.count('"https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16%3C1661::') == 4


@pytest.mark.slow
def test_a_book_of_misplaced_html_is_valid(hard: Publication) -> None:
    assert checks(hard, "en/misplaced")[0] == ([], 0)


PASTED = """\
<p>The <ruby>base<rp>(</rp><rt>upper</rt><rp>)</rp></ruby> and <ruby>two<rt>zwei</rt></ruby>.</p>

<pre>
one\ttwo
</pre>

```text
three\tfour
```

<noscript>Never seen</noscript>

<p>Say <q>quoted</q>, H<sub>2</sub>O and <s>struck</s> <del>deleted</del>.</p>

<p><meter value="0.6">60%</meter> of <progress value="30" max="100">a third</progress></p>

<p style="display:none">Not shown</p>

<p>Some <span style="visibility: hidden">unseen</span> words<o:p></o:p></p>

<p><a href="https://example.org/a b?x=1">A link</a></p>
"""


@pytest.mark.slow
def test_pasted_html_is_on_paper_what_it_is_on_the_page(two_languages: Publication) -> None:
    two_languages.write("docs/briefs/pasted.md", f"---\ntitle: Pasted\n---\n\n{PASTED}")
    built = two_languages.briefpress("build", "-b", "pasted", "-l", "en", "-f", "html", "-f", "pdf")
    assert (built.returncode, built.stderr) == (0, "")
    html = two_languages.read("build/site/en/briefs/pasted.html")
    pdf = (two_languages.site / "en/briefs/pasted.pdf").read_bytes()
    found = [text_layer.compare(html, pdf), structure.compare(html, pdf), glyphs.validate(pdf)]
    assert [report.findings for report in found] == [()] * 3
    with pdfium.PdfDocument(pdf) as document:
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
    assert "Never seen" not in text
    for words in ("base(upper)", "two zwei", "one two", "three four", "60% of a third"):
        assert words in text
