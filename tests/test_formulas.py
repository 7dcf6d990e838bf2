"""Formulas: MathML on screens, drawings with words on paper, and no script anywhere."""

from __future__ import annotations

import re
import zipfile

import polib
import pytest
from conftest import Publication
from test_charts import add, page, translate

from briefpress.check import text_layer
from briefpress.check.text_layer import readers
from briefpress.formulas.drawing import draw
from briefpress.formulas.latex import read
from briefpress.formulas.mathml import BadFormula
from briefpress.formulas.words import in_words

BRIEF = "docs/briefs/ports.md"
DISPLAY = """\
```{math}
:label: gravity
:alt: Trade falls with distance.
F = \\frac{M m}{d^2}
```

By {eq}`gravity`.
"""
LINK = "See [{math}`a^2`](https://example.org)."
WORDS = {
    LINK: LINK.replace("See", "Vedi"),
    "Trade falls with distance.": "Il commercio cala con la distanza.",
    "By {eq}`gravity`.": "Secondo la {eq}`gravity`.",
    "So {math}`E = mc^2 < 3`.": "Così {math}`E = mc^2 < 3`.",
}


@pytest.fixture
def reckoned(two_languages: Publication) -> Publication:
    """A brief with a formula in a line and a numbered one on its own, translated."""
    add(two_languages, f"So {{math}}`E = mc^2 < 3`.\n\n{DISPLAY}\n{LINK}\n")
    translate(two_languages, WORDS)
    return two_languages


def test_browsers_get_mathml(reckoned: Publication) -> None:
    html = page(reckoned, "it")
    inline = re.findall(r"<math[^>]*>.*?</math>", html)[0]
    assert 'display="inline"' in inline
    assert 'alttext="E = m c^2 &lt; 3"' in inline
    assert '<msup><mi class="variable">c</mi><mn>2</mn></msup><mo>&lt;</mo><mn>3</mn>' in inline
    assert 'display="block"' in html
    assert 'alttext="Il commercio cala con la distanza."' in html
    assert '<span class="eqno">(1)</span>' in html
    assert 'Secondo la <a class="reference internal" href="#equation-gravity">(1)</a>' in html
    assert "<script" not in html
    # The name of a link is made of what is said of the elements in it, but not of alttext.
    (link,) = re.findall(r'<a[^>]*href="https://example\.org"[^>]*>(<math[^>]*>)', html)
    assert 'aria-label="a^2"' in link
    assert "aria-label" not in inline


def test_its_words_are_a_message(reckoned: Publication) -> None:
    assert reckoned.sphinx("gettext", "en").returncode == 0
    file = reckoned.path / "build/plain/gettext/en/briefs/ports.pot"
    assert set(WORDS) <= {entry.msgid for entry in polib.pofile(str(file))}


@pytest.mark.slow
def test_books_and_pdfs_have_them_too(reckoned: Publication) -> None:
    done = reckoned.briefpress("build", "-W")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(reckoned.site / "it/briefs/ports.epub") as book:
        assert "<m:math" in book.read("EPUB/text.xhtml").decode()
        package = book.read("EPUB/package.opf").decode()
        style = book.read("EPUB/style.css").decode()
    assert re.search(r'href="text.xhtml"[^>]*properties="mathml"', package)
    assert (
        "woff2" not in package + style
    )  # reading systems have a font, and EPUBCheck remarks on one
    # The page loads the face if it needs it, not before.
    assert "math-" not in reckoned.read("build/site/it/briefs/ports.html")
    assert 'url("fonts/math-' in reckoned.read("build/site/it/_static/style.css")
    spoken = readers.alternatives((reckoned.site / "it/briefs/ports.pdf").read_bytes())
    assert spoken[-3:-1] == ["E = m c^2 < 3", "Il commercio cala con la distanza."]


@pytest.mark.slow
def test_a_formula_that_the_pdf_lacks_is_found(reckoned: Publication) -> None:
    assert reckoned.sphinx("briefpdf", "it").returncode == 0
    pdf = (reckoned.path / "build/plain/briefpdf/it/briefs/ports.pdf").read_bytes()
    html = page(reckoned, "it")
    assert text_layer.compare(html, pdf).findings == ()
    more = html.replace("</article>", '<math alttext="a = b"><mi>a</mi></math></article>')
    (finding,) = text_layer.compare(more, pdf).findings
    assert "a = b" in finding.message


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["dollarmath", "amsmath"])
def test_dollars_and_ams_environments_if_conf_py_wants_them(
    two_languages: Publication, extension: str
) -> None:
    text = "\\begin{align}\na &= b \\\\ c &= d\n\\end{align}\n\nIt costs $5 and $a<b$.\n"
    add(two_languages, text)
    assert "<math" not in page(two_languages, "en")
    two_languages.add("conf.py", f'\nmyst_enable_extensions = ["{extension}"]\n')
    first = page(two_languages, "en")
    assert first.count("<math") == 1
    assert page(two_languages, "en") == first
    two_languages.replace(BRIEF, "It costs", "It cost")
    assert page(two_languages, "en").replace("It cost $", "It costs $") == first.replace(
        "It costs", "It cost"
    ).replace("It cost $", "It costs $")


@pytest.mark.parametrize("name", ["align", "align*", "aligned", "gather", "gathered", "split"])
def test_rows_of_every_environment_stand_in_rows(name: str) -> None:
    tree = read(rf"\begin{{{name}}} a = b \\ c = d \end{{{name}}}", block=True)
    assert len(tree.findall(".//mtr")) == 2


BAD = [
    (r"\foo{x}", r"\foo is no command"),
    (r"\begin{rows}a & b\end{rows}", "rows is no environment that is known here"),
    (r"\frac{1}{2", "a brace is not closed"),
    (r"\frac{1}", "lacks a part"),
    ("x^", "missing super script or subscript"),
    ("a & b", "stands outside of a table"),
    (r"\left( x", "extra left or missing right"),
]


@pytest.mark.parametrize(("latex", "message"), BAD)
def test_what_cannot_be_read_is_refused(latex: str, message: str) -> None:
    with pytest.raises(BadFormula, match=re.escape(message)):
        read(latex, block=False)


@pytest.mark.parametrize("begin", [r"\frac{2}", r"\sqrt", "x^", r"\hat"])
def test_a_formula_in_a_formula_is_drawn_if_it_takes_no_minutes(begin: str) -> None:
    def nested(levels: int) -> str:
        return f"{begin}{{" * levels + "1" + "}" * levels

    draw(read(nested(5), block=False), "#000")
    with pytest.raises(BadFormula, match="too deep in each other; part it"):
        draw(read(nested(20), block=False), "#000")


def test_bad_formulas_are_named_with_their_line(two_languages: Publication) -> None:
    text = "Some {math}`\\foo`.\n\n```{math}\nx^\n```\n"
    line = add(two_languages, text)
    done = two_languages.sphinx("html", "en")
    assert done.returncode != 0
    assert f"{BRIEF}:{line}: ERROR: the formula “\\foo” cannot be read" in done.stderr
    assert f"{BRIEF}:{line + 2}: ERROR: the formula “x^” cannot be read" in done.stderr


@pytest.mark.parametrize(
    "latex", [r"\href{javascript:alert(1)}{x}", r"\style{position:fixed}{y}", r"\class{a}{y}"]
)
def test_a_formula_is_no_way_into_the_page(latex: str) -> None:
    try:
        tree = read(latex, block=False)
    except BadFormula:
        return
    assert not {"href", "style", "class"} & {name for node in tree.iter() for name in node.attrib}


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (r"\frac{a+b}{2} \le \sqrt{x_{ij}}", "(a + b)/2 ≤ √(x_(i j))"),
        (r"\sum_{i=1}^n \text{R\&D}_i", "∑_(i = 1)^n R&D_i"),
        (r"50\,\%", "50 %"),
    ],
)
def test_a_formula_can_be_read_aloud(latex: str, words: str) -> None:
    assert in_words(read(latex, block=False)) == words


def test_a_drawing_is_the_same_each_time_and_stands_on_the_line() -> None:
    def drawn(latex: str) -> tuple[str, float, float]:
        return draw(read(latex, block=False), "#123456")

    assert drawn(r"\hat{x}\frac{1}{2}") == drawn(r"\hat{x}\frac{1}{2}")
    letter, depth, height = drawn("x")
    assert "<text" not in letter
    assert depth < 0.1  # it stands on the line
    assert drawn("y")[1] > depth + 0.1  # it hangs below it
    assert height < 0.7
