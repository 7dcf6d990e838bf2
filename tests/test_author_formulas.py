"""Formulas that an author wrote as MathML: the same on screens, in books and on paper."""

from __future__ import annotations

import re
import zipfile

import pytest
from conftest import Publication
from test_charts import add, translate

from briefpress.check import text_layer
from briefpress.check.text_layer import readers
from briefpress.formulas.authored import formulas_in, read_authored
from briefpress.formulas.drawing import draw
from briefpress.formulas.latex import read
from briefpress.formulas.mathml import BadFormula

BRIEF = "docs/briefs/ports.md"
TEXT = """\
So <math><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mn>3</mn></math>, see [it](#far).

<math display="block" id="far" alttext="Trade falls with distance."><mi>F</mi><mo>∼</mo>
<mfrac><mi>m</mi><msup><mi>d</mi><mn>2</mn></msup></mfrac></math>

<div><p>Cost <math><msub><mi>k</mi><mn>0</mn></msub></math> and
<math display="block"><msqrt><mi>y</mi></msqrt></math> more.</p></div>

```{raw} html
<p><mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>z</mml:mi>

<mml:mo>=</mml:mo><mml:mn>7</mml:mn></mml:math></p>
```

```{eval-rst}
.. raw:: html

   <math>
   <mi>w</mi><mo>≠</mo><mn>1</mn>
   </math>
```
"""
SPOKEN = ["x^2 < 3", "Il commercio cala con la distanza.", "k_0", "√y", "z = 7", "w ≠ 1"]
ITALIAN = {
    "So <math><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mn>3</mn></math>, see [it](#far).": (
        "Così <math><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mn>3</mn></math>, si "
        "[veda](#far)."
    ),
    "Trade falls with distance.": "Il commercio cala con la distanza.",
    "Cost": "Costo",
    "and": "e",
    "more.": "altro.",
}


@pytest.mark.slow
def test_they_are_set_as_those_in_latex_are(two_languages: Publication) -> None:
    add(two_languages, TEXT)
    translate(two_languages, ITALIAN)
    done = two_languages.briefpress("build", "-l", "it", "-b", "ports")
    assert (done.returncode, done.stderr) == (0, "")
    html = two_languages.read("build/site/it/briefs/ports.html")
    formulas = re.findall(r"<math[^>]*>.*?</math>", html, re.DOTALL)
    assert re.findall(r'alttext="([^"]*)"', "".join(formulas)) == [
        each.replace("<", "&lt;") for each in SPOKEN
    ]
    assert '<msup><mi class="variable">x</mi><mn>2</mn></msup><mo>&lt;</mo>' in formulas[0]
    assert '<div class="formula" id="far">' in html
    assert "mml:" not in html
    with zipfile.ZipFile(two_languages.site / "it/briefs/ports.epub") as book:
        assert book.read("EPUB/text.xhtml").decode().count("<m:math") == len(SPOKEN)
    pdf = (two_languages.site / "it/briefs/ports.pdf").read_bytes()
    assert readers.alternatives(pdf)[-len(SPOKEN) :] == SPOKEN
    assert text_layer.compare(html, pdf).findings == ()


def test_a_formula_is_nothing_to_translate(two_languages: Publication) -> None:
    add(two_languages, "<math><mi>velocity</mi></math>\n\n- <math><mi>mass</mi></math>\n")
    assert two_languages.sphinx("gettext", "en").returncode == 0
    template = two_languages.read("build/plain/gettext/en/briefs/ports.pot")
    assert "Nine tenths" in template
    assert "velocity" not in template
    assert "mass" not in template


def test_faults_are_told_with_their_lines(two_languages: Publication) -> None:
    text = (
        "A <math><msup><mi>x</mi></msup></math>.\n\n"
        "<div>\n<p>a</p>\n<math><mfoo>b</mfoo></math>\n</div>\n\n"
        "B <math><mi>a</mi><mo>*</mo><mi>b</mi><mo>*</mo></math>.\n\n"
        'C <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"></mml:math>.\n'
    )
    line = add(two_languages, text)
    said = two_languages.sphinx("html", "en", strict=False).stderr
    wanted = ["<msup> has 1 parts", "<mfoo> is nothing", "Markdown takes some", "taken for words"]
    for offset, words in zip((0, 4, 7, 9), wanted, strict=True):
        assert re.search(f"{BRIEF}:{line + offset}: ERROR: [^\n]*{words}", said)


def test_other_builders_say_it_in_words(two_languages: Publication) -> None:
    add(two_languages, "So <math><mi>x</mi><mo>=</mo><mn>2</mn></math>.\n")
    assert two_languages.sphinx("text", "en").returncode == 0
    assert "So x = 2." in two_languages.read("build/plain/text/en/briefs/ports.txt")


def drawn(written: str) -> str:
    return draw(read_authored(written), "#123456")[0]


BAD = {
    "<math></math>": "nothing in it",
    "<math><mrow></mrow></math>": "nothing in it",
    "<math><mfrac><mn>1</mn></mfrac></math>": "must have 2",
    "<math><mmultiscripts><mi>C</mi><mn>6</mn></mmultiscripts></math>": "none above or below",
    "<math><mi>x</mi><p>y</p></math>": "HTML within it",
    "<math><mglyph src='x.png'></mglyph></math>": "<mglyph> is nothing",
    "<math><mtext><svg></svg></mtext></math>": "no pictures",
    "<math dir=rtl><mi>x</mi></math>": "left to right",
    "<math><mi href='javascript:x()'>x</mi></math>": "no link",
    "<math><mtext>日本</mtext></math>": "has no “日本”",
    "<math><menclose notation='radical'><mi>x</mi></menclose></math>": "“radical” (menclose)",
    "<math><mtable rowlines='solid'><mtr><mtd><mi>x</mi></mtd></mtr></mtable></math>": "lines",
    "<math><mtable><mtr><mtd columnspan=2><mi>x</mi></mtd></mtr></mtable></math>": "more than one",
    "<math><semantics></semantics></math>": "<semantics> is empty",
}


@pytest.mark.parametrize(("written", "message"), BAD.items(), ids=list(BAD))
def test_what_cannot_be_set_is_refused(written: str, message: str) -> None:
    with pytest.raises(BadFormula, match=re.escape(message)):
        drawn(written)


READ = {
    "<math>x = 1</math>": "x = 1",
    "<math><mi>a</mi><!-- c --><mi>b</mi></math>": "a b",
    "<math><mi mathvariant='double-struck'>R</mi></math>": "R",
    "<math mathvariant='bold'><mi>v</mi></math>": "v",
    "<math><mtext>if\n  so </mtext></math>": "if so",
    "<math><mi>sin</mi><mo>&#x2061;</mo><mi>x</mi></math>": "sin x",
    "<math><mphantom><mi>x</mi></mphantom><mi>y</mi></math>": "y",
    "<math><mfenced open='[' close=')'><mi>a</mi><mi>b</mi></mfenced></math>": "[a, b)",
    "<math><mmultiscripts><mi>C</mi><none/><none/><mprescripts/><mn>6</mn><mn>14</mn>"
    "</mmultiscripts></math>": "_6^14 C",
    "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>y</annotation>"
    "</semantics></math>": "x",
    "<m:math><m:mi>x</m:mi><m:mo>=</m:mo><m:mspace width='1em'/><m:mn>2</m:mn></m:math>": "x = 2",
    "<math alttext='Words.'><mi>x</mi></math>": "Words.",
}


@pytest.mark.parametrize(("written", "words"), READ.items(), ids=list(READ))
def test_what_is_heard_of_it(written: str, words: str) -> None:
    assert read_authored(written).get("alttext") == words
    assert drawn(written).startswith("<svg")


def test_a_variant_is_a_letter_that_all_have() -> None:
    tree = read_authored("<math mathvariant='double-struck'><mi>R</mi><mn>1</mn></math>")
    assert "".join(tree.itertext()) == "ℝ𝟙"


def test_style_leaves_nothing_but_colours() -> None:
    tree = read_authored("<math style='float:left;color:#f00;x'><mi style='top:1px'>x</mi></math>")
    assert (tree.get("mathcolor"), tree.get("style"), tree[0].get("style")) == ("#f00", None, None)
    assert "#f00" in draw(tree, "#123456")[0]


def test_all_of_it_is_drawn() -> None:
    """ziamath drops what stands behind the first part of ``mstyle``, and cuts off what is smashed;
    it has no box for an empty cell, and draws no bar for a word."""
    styled = "<math><msup><mstyle><mi>a</mi><mi>b</mi></mstyle><mn>2</mn></msup></math>"
    assert drawn(styled).count("<path") == 3
    _, depth, height = draw(read(r"\smash{\frac{a}{b}}", block=False), "#123456")
    assert height > 1
    assert depth > 0.3
    table = "<math><mtable><mtr><mtd></mtd></mtr><mtr><mtd><mi>x</mi></mtd></mtr></mtable></math>"
    assert draw(read_authored(table), "#123456")[2] < 3
    fraction = "<math><mfrac linethickness='thick'><mi>a</mi><mi>b</mi></mfrac></math>"
    assert re.search(r'height="0?\.[0-9]*[1-9]', drawn(fraction))


def test_where_they_stand() -> None:
    html = "a</math> <!-- <math> --> <math>b</math><M:math/><math><math></math>c</math> <math>d"
    assert [html[each] for each in formulas_in(html)] == [
        "<math>b</math>",
        "<M:math/>",
        "<math><math></math>c</math>",
    ]
