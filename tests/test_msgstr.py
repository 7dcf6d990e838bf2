"""A translator changes words and nothing else: what a msgstr may hold, and what is refused.

All cases are messages of one brief, built once in every format.
"""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from conftest import Publication

from briefpress.catalogues.lint.run import parser_for
from briefpress.translation.rules import Refused, check_letters

BRIEF = "hostile"
CATALOGUE = f"locale/it/LC_MESSAGES/briefs/{BRIEF}.po"
SECRET = "the-secret-of-the-publication"


@dataclass(frozen=True)
class Case:
    """A message, its translation, and the HTML that a reader gets or the reason for the refusal."""

    name: str
    original: str
    translation: str
    expected: str


ALLOWED = [
    Case("plain text", "Plain.", "Semplice.", "<p>Semplice.</p>"),
    Case("the same words", "NATO.", "NATO.", "<p>NATO.</p>"),
    Case("emphasis", "A *b*.", "*A* __b__ c.", "<p><em>A</em> <strong>b</strong> c.</p>"),
    Case("emphasis added", "Stress.", "**Forza**.", "<p><strong>Forza</strong>.</p>"),
    Case("code", "Code `x`.", "Codice `x < y`.", '<span class="pre">&lt;</span>'),
    Case("link to a brief", "See [b](rivers.md).", "[I](rivers.md).", 'href="rivers.html">I</a>'),
    Case(
        "link without words takes the title",
        "Here: [](rivers.md).",
        "Qui: [](rivers.md).",
        '<p>Qui: <a class="reference internal" href="rivers.html">I fiumi</a>.</p>',
    ),
    Case(
        "link to the edition in one's language",
        "On [the web](https://en.example.org/).",
        "In [rete](https://it.example.org/).",
        'href="https://it.example.org/">rete</a>',
    ),
    Case(
        "link to a site that the institution trusts",
        "By [law 1](https://law.example.org/).",
        "Per [la legge 1](https://www.eur-lex.example/it).",
        'href="https://www.eur-lex.example/it">la legge 1</a>',
    ),
    Case("mail", "Write <a@b.example>.", "Scrivete <c@b.example>.", "mailto:c"),
    Case(
        "link defined elsewhere",
        "By [the law][law].",
        "Per [la legge][law].",
        '<p>Per <a class="reference external" href="https://law.example.org/">la legge</a>.</p>',
    ),
    Case(
        "notes in another order",
        "First[^one] then[^two].",
        "Prima[^two] poi[^one].",
        'href="#two"',
    ),
    Case("one note called twice", "Here[^one], there[^one].", "Qui[^one], là[^one].", "<p>Qui<a"),
    Case("citation", "So {cite:p}`rossi2020`.", "Così {cite:t}`rossi2020`.", "<p>Così Rossi (<a"),
    Case(
        "citation with a prefix",
        "Also {cite:p}`{see}rossi2020`.",
        "Anche {cite:p}`{vedi <b>}rossi2020`.",
        "<p>Anche (vedi &lt;b&gt; <a",
    ),
    Case("subscript", "Gas CO{sub}`2`.", "Il gas CO{sub}`2`.", "<p>Il gas CO<sub>2</sub>.</p>"),
    Case(
        "abbreviation",
        "The {abbr}`EU (European Union)`.",
        "La {abbr}`UE (Unione <i>)`.",
        '<abbr title="Unione &lt;i&gt;">UE</abbr>',
    ),
    Case("formula", "Thus $a^2$.", "Ecco $a^2$.", "<p>Ecco <math"),
    Case("hard break", "Two lines.", "Due\\\nrighe.", "<p>Due<br />\nrighe.</p>"),
    Case("soft break", "More lines.", "Più\nrighe.", "<p>Più\nrighe.</p>"),
    Case("number and full stop", "1\\. Heading", "1. Titolo", "<p>1. Titolo</p>"),
    Case("minus", "2.5% less", "- 2.5%", "<p>- 2.5%</p>"),
    Case("plus", "2.5% more", "+ 2,5%", "<p>+ 2,5%</p>"),
    Case("greater than", "More than x", "> x", "<p>&gt; x</p>"),
    Case("number sign", "Number 3", "# 3", "<p># 3</p>"),
    Case("rule", "Dashes", "***", "<p>***</p>"),
    Case("escapes", "Signs 1.", "\\*a\\* &lt;b&gt; &amp;", "<p>*a* &lt;b&gt; &amp;</p>"),
    Case("braces", "Signs 2.", "{} { x } {a} {{ {% if %}", "<p>{} { x } {a} {{ {% if %}</p>"),
    Case("signs alone", "Signs 3.", "* e _ e ` e **x", "<p>* e _ e ` e **x</p>"),
    Case("per cent", "Signs 4.", "100 %s %(x)d %", "%s %(x)d"),
    Case("spaces around", "Spaces.", " \t Spazi.\n ", "<p>Spazi.</p>"),
    Case("quotes", "Quotes.", "\"Sì\" e 'no'", "<p>«Sì» e “no”</p>"),
    Case("parenthesis", "Number 4", "4) y", "<p>4) y</p>"),
    Case("keys", "Key {kbd}`Enter`.", "Tasto {kbd}`Invio`.", "Tasto <kbd"),
    Case(
        "a role that stands there too", "In {file}`x`.", "In {file}`x`.", '<p>In <code class="file'
    ),
    Case(
        "several links to one document",
        "See [a](ports.md#ships) and [b](ports.md#sources) and [c](ports.md).",
        "[b2](ports.md#sources), [c2](ports.md), [a2](ports.md#ships).",
        '<p><a class="reference internal" href="ports.html#sources">b2</a>, '
        '<a class="reference internal" href="ports.html">c2</a>, '
        '<a class="reference internal" href="ports.html#ships">a2</a>.</p>',
    ),
    Case(
        "the translated heading of another document",
        "There: [](ports.md#ships).",
        "Là: [](ports.md#ships).",
        '<p>Là: <a class="reference internal" href="ports.html#ships">Le navi</a>.</p>',
    ),
    Case(
        "the translated heading of this document",
        "Below: [](#the-last).",
        "Sotto: [](#the-last).",
        '<p>Sotto: <a class="reference internal" href="#the-last">L’ultimo</a>.</p>',
    ),
    Case(
        "term of the source",
        "The {term}`tariff`.",
        "Il {term}`tariff`.",
        '<p>Il <a class="reference internal" href="#term-tariff">'
        '<span class="xref std std-term">dazio</span></a>.</p>',
    ),
    Case(
        "term of the translation",
        "All {term}`tariffs <tariff>`.",
        "Tutti i {term}`dazi <dazio>`.",
        '<p>Tutti i <a class="reference internal" href="#term-tariff">'
        '<span class="xref std std-term">dazi</span></a>.</p>',
    ),
    Case(
        "words of another language",
        "Its reason.",
        "La sua [raison d'être]{lang=fr}.",
        '<p>La sua <span lang="fr">raison d’être</span>.</p>',
    ),
    Case("name in braces", "By {{ pact }}.", "Con {{ pact }}.", "<p>Con un patto.</p>"),
    Case(
        "attributes that stand there too",
        "A [b](https://b.example){.wide}.",
        "Un [c](https://b.example){.wide}.",
        'class="wide reference external"',
    ),
]

REFUSED = [
    Case("role of another markup", "See :ref:`x`.", "Vedi :ref:`x`.", "write {ref}`x`"),
    Case("script", "Script.", "<script>alert(1)</script>", "HTML"),
    Case("tags turned round", "So <b>bold</b>.", "Così </b>forte<b>.", "ends before it begins"),
    Case("handler", "Handler.", "<b onclick='alert(1)'>x</b>", "HTML"),
    Case("frame", "Frame.", '<iframe src="https://evil.example"></iframe>', "HTML"),
    Case("comment", "Comment.", "Testo <!-- nascosto -->", "HTML"),
    Case("picture", "Picture.", "![x](../secret.txt)", "the picture"),
    Case("picture from afar", "Afar.", "![x](https://evil.example/x.png)", "the picture"),
    Case("directive", "Fence.", "```{include} ../secret.txt\n```", "a directive"),
    Case("directive with colons", "Colons.", ":::{literalinclude} ../secret.txt\n:::", "directive"),
    Case("raw directive", "Raw fence.", "~~~{raw} html\n<b onclick=x>\n~~~", "a directive"),
    Case("include", "Include.", "{include}`../secret.txt`", "{include}"),
    Case("download", "Download.", "{download}`x <../secret.txt>`", "{download}"),
    Case("reStructuredText", "Rst.", "{eval-rst}`.. include:: ../secret.txt`", "{eval-rst}"),
    Case("raw role", "Raw.", "{raw}`<b onclick=x>`", "{raw}"),
    Case("document role", "Doc.", "{doc}`rivers`", "{doc}"),
    Case("another role", "Set {envvar}`X`.", "Imposta {envvar}`Y`.", "{envvar}"),
    Case("reference to others", "Ref.", "{ref}`words <ships>`", "{ref}"),
    Case("role that nobody knows", "Role.", "{evil}`x`", "{evil}"),
    Case("code with colours", "Colours.", "{code-block}`x`", "{code-block}"),
    Case("another work", "So {cite:p}`rossi2020`!", "Così {cite:p}`nobody`!", "“nobody”"),
    Case("work added", "Cited.", "Citato {cite:p}`rossi2020`.", "“rossi2020”"),
    Case("command in a formula", "By $c$.", "$\\href{javascript:x}{c}$", "the formula"),
    Case("words of conf.py", "Conf.", "{{ project }} {{ author }}", "{{ project }}"),
    Case("directive of reStructuredText", "Dots.", ".. raw:: html\n\n   <b>", "paragraphs"),
    Case("directive in one line", "Dots 2.", ".. include:: ../secret.txt", "a directive"),
    Case("definition", "Define.", "[law]: https://evil.example/", "a definition"),
    Case("target in a line", "Name.", "(ships)=\nTesto", "a definition"),
    Case(
        "another site", "On [c](https://c.example).", "[c](https://evil.example/)", "evil.example"
    ),
    Case(
        "site that looks alike",
        "On [d](https://d.example).",
        "[d](https://d.example.evil.example)",
        "evil",
    ),
    Case(
        "site behind a name",
        "On [e](https://e.example).",
        "[e](https://e.example@evil.example)",
        "evil",
    ),
    Case(
        "site without encryption",
        "On [f](https://f.example/).",
        "[f](http://f.example/)",
        "not encrypted",
    ),
    Case("link added", "No link.", "Un [link](https://evil.example/)", "evil.example"),
    Case("mail to others", "Mail <a@g.example>.", "<a@evil.example>", "evil.example"),
    Case(
        "mail to more", "Mail <a@h.example>.", "[x](mailto:a@h.example?cc=b@evil.example)", "evil"
    ),
    Case("link without scheme", "Slashes.", "[x](//evil.example/)", "//evil.example/"),
    Case("visual basic", "Vb.", "[x](vbscript:x)", "vbscript:"),
    Case("scheme with a line end", "Js 4.", "[x](<java&#10;script:alert(1)>)", "java"),
    Case("scheme with a tab", "Js 5.", "[x](java&Tab;script:alert(1))", "java"),
    Case("scheme of entities", "Js 6.", "[x](&#x6A;avascript&colon;alert(1))", "javascript:"),
    Case(
        "handler in braces",
        "Here [i](https://i.example).",
        "[i](https://i.example){onclick=x}",
        "onclick",
    ),
    Case(
        "style in braces",
        "Here [j](https://j.example).",
        "[j](https://j.example){style=x}",
        "style",
    ),
    Case("no such language", "Tag.", "[x]{lang=nonsense}", "no language tag"),
    Case("letters turned round", "Rtl.", "gpj.\u202egnp.exe", "U+202E"),
    Case("direction without end", "Rtl 2.", "abc \u2067def", "U+2067"),
    Case("letter that nobody sees", "Hidden.", "pay\u200bpal", "U+200B"),
    Case("control character", "Bell.", "a\x1b[31mb", "U+001B"),
    Case("without end", "Long.", "parola " * 150_000, "1049999 characters"),
    Case("deep emphasis", "Deep.", "*a **b " * 6 + "b** a*" * 6, "emphasis"),
    Case("signs without end", "Signs.", "[^" * 100, "100 times the sign"),
    Case(
        "template",
        "Jinja.",
        "{{ cycler.__init__.__globals__.os.system('touch ../executed') }}",
        "is not in the original",
    ),
    Case("environment", "Env.", "{{ env.srcdir }}", "is not in the original"),
    Case("script link", "Js.", "[x](javascript:alert(1))", "javascript:"),
    Case("script link disguised", "Js 2.", "[x](JaVaScRiPt&#58;alert(1))", "not in the original"),
    Case("bare script link", "Js 3.", "<javascript:alert(1)>", "javascript:"),
    Case("data link", "Data.", "[x](data:text/html;base64,PGI+)", "data:"),
    Case("file link", "File.", "[x](file:///etc/hostname)", "file:"),
    Case("other scheme", "Ftp.", "[x](ftp://evil.example/x)", "ftp:"),
    Case("local file", "Local.", "[x](../secret.txt)", "../secret.txt"),
    Case("other document", "Go [there](rivers.md).", "Qui [là](ports.md).", "ports.md"),
    Case("target", "Anchor.", "[x](#ships)", "#ships"),
    Case("path link", "Path.", "<path:../secret.txt>", "path:"),
    Case("project link", "Project.", "<project:#ships>", "project:"),
    Case("inventory link", "Inventory.", "[x](inv:*:*:index)", "inv:"),
    Case("target of a link", "On [b](https://b.example).", "[b](https://b.example){#x}", "id=x"),
    Case("class", "Word.", "`codice`{.wide}", "class=wide"),
    Case("outside link", "At [b](rivers.md).", "[b](rivers.md){.external}", "external"),
    Case("span", "Span.", "[x]{.wide}", "class=wide"),
    Case("note lost", "Lost[^one].", "Persa.", "[^one] is lost"),
    Case("note added", "Added.", "Aggiunta[^one].", "[^one] is not in the original"),
    Case("note unknown", "Unknown.", "Ignota[^none].", "[^none] is not in the original"),
    Case("note changed", "Changed[^one].", "Cambiata[^two].", "[^two] is not in the original"),
    Case("two paragraphs", "Two.", "Uno.\n\nDue.", "several paragraphs"),
    Case("formula changed", "Sum $a+b$.", "Somma $a-b$.", "formula “a-b”"),
    Case("formula added", "Cost: 5 and 6 dollars.", "Costa $5 e 6$.", "formula “5 e 6”"),
]

# Messages that stand in {eval-rst} are in reStructuredText, and so are their translations.
RST_ALLOWED = [
    Case("rST", "Rst *a* ``b``.", "Rst ``b`` **a**.", "<p>Rst <code"),
    Case(
        "rST link",
        "Rst `c <https://c.example>`_.",
        "Rst `d <https://c.example>`_.",
        '<p>Rst <a class="reference external" href="https://c.example">d</a>.</p>',
    ),
    Case(
        "rST link by name",
        "Rst e_ and f_.",
        "Rst `g <f_>`_ e `h <e_>`_.",
        '<p>Rst <a class="reference external" href="https://f.example">g</a> e '
        '<a class="reference external" href="https://e.example">h</a>.</p>',
    ),
    Case(
        "rST role",
        "Rst :term:`tariff`.",
        "Rst :term:`dazi <tariff>`.",
        '<p>Rst <a class="reference internal" href="#term-tariff">'
        '<span class="xref std std-term">dazi</span></a>.</p>',
    ),
    Case(
        "rST citation",
        "Rst :cite:p:`rossi2020`.",
        "Rst :cite:t:`rossi2020`.",
        "<p>Rst Rossi (<a",
    ),
    Case("rST number", "Rst number.", "1. Rst", "<p>1. Rst</p>"),
    Case("rST with Markdown", "Rst star.", "Rst [x](y) __z__", "<p>Rst [x](y) __z__</p>"),
]

RST_REFUSED = [
    Case("rST raw", "Rst raw.", ":raw:`<b>`", "{raw}"),
    Case("rST raw by another name", "Rst html.", ":raw-html:`<b>`", "{raw-html}"),
    Case("rST download", "Rst download.", ":download:`../secret.txt`", "{download}"),
    Case(
        "rST link changed", "Rst `i <https://i.example>`_.", "`i <https://evil.example>`_", "evil"
    ),
    Case("rST script", "Rst script.", "`x <javascript:alert(1)>`_", "javascript:"),
    Case("rST bare link", "Rst bare.", "https://evil.example/x", "evil.example"),
    Case("rST name", "Rst name.", "e_", "“e_”"),
    Case("rST substitution", "Rst bars.", "|release|", "{{ release }}"),
    Case("rST note", "Rst note.", "Nota [#one]_", "[#one]_"),
    Case("rST target", "Rst target.", "_`evil`", "a target"),
    Case("rST sign alone", "Rst sign.", "*x", "start-string"),
    Case("rST directive", "Rst dots.", ".. include:: ../secret.txt", "a directive"),
]

EVERY_ALLOWED = [*ALLOWED, *RST_ALLOWED]
EVERY_REFUSED = [*REFUSED, *RST_REFUSED]

# Put in, but not silently: what it leads to is known when all documents are read.
UNKNOWN = Case(
    "unknown term",
    "Any {term}`tariff`.",
    "Un {term}`nulla`.",
    "no glossary explains the term “nulla”",
)


def test_tags_are_words_in_a_title_if_its_original_has_some() -> None:
    parser = parser_for("")
    [inline] = parser.check("Heat <health> costs", "Costi <salute>", has_html=False)
    assert {token.type for token in inline.children or ()} == {"text"}
    with pytest.raises(Refused, match="HTML"):
        parser.check("Heat", "<b>Caldo</b>", has_html=False)


# These are plain text, shown as it is written: in the front matter, a chart, a drawing, a picture.
PLAIN = [
    Case("subtitle", "A subtitle", "<b onclick='x'>{{ 7*7 }}</b>", "HTML"),
    Case("keyword", "a keyword", "{{ 7*7 }}", "a template"),
    Case("funding", "By a fund", "[x](https://evil.example)", "a link"),
    Case("description", "In a sentence", "<!-- x -->", "HTML"),
    Case("chart", "Exports", "</text><script>alert(1)</script>", "HTML"),
    Case("category", "North", "{raw}`x`", "a role"),
    Case("alternative text", "A ship", 'x" onerror="alert(1)" <img src=x>', "HTML"),
    Case("drawing", "Port", "]]><script>alert(1)</script>", "HTML"),
]

FRONT = """\
---
title: Hostile
subtitle: A subtitle
description: In a sentence
keywords: [a keyword]
funding: By a fund
substitutions:
  pact: a pact
---

"""

END = """\
{.wide}
![A ship](ship.svg)

![A drawing](port.svg)

```{chart} Chart
:alt: A chart
:unit: $mn

Country,Exports
North,1
South,2
```

```{glossary}
tariff
  A tax.
```

```{eval-rst}
RST
```

## The last

```{bibliography}
```

[law]: https://law.example.org/
[^one]: Note one.
[^two]: Note two.
"""


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


WORDS = {
    "Hostile": "Ostile",
    "Note one.": "Nota una.",
    "Note two.": "Nota due.",
    "tariff": "dazio",
    "A tax.": "Una tassa.",
    "a pact": "un patto",
    "The last": "L'ultimo",
    "A drawing": 'Un "disegno" <',
    "Chart": "Grafico",
    "A chart": "Un grafico",
    "$mn": r"$\frac{1}{0}$",  # of matplotlib's mathematics
    "Country": "=cmd|' /C calc'!A0",  # a formula for a spreadsheet
    "South": "Sud,2;3",
}


def entries() -> Iterator[tuple[str, str]]:
    yield from WORDS.items()
    for case in [*EVERY_ALLOWED, *EVERY_REFUSED, *PLAIN, UNKNOWN]:
        yield case.original, case.translation


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The publication of two languages, with a brief that has all cases for messages."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("msgstr") / "publication")
    # The worst that an institution can choose.
    conf = 'myst_enable_extensions = ["dollarmath", "substitution"]\n'
    conf += 'briefpress_link_hosts = ["eur-lex.example"]\n'
    made.write("conf.py", made.read("conf.py") + conf)
    originals = "\n\n".join(case.original for case in [*ALLOWED, *REFUSED, UNKNOWN])
    rst = "\n\n".join(case.original for case in [*RST_ALLOWED, *RST_REFUSED])
    end = END.replace("RST\n", f"{rst}\n\n.. _e: https://e.example\n.. _f: https://f.example\n")
    made.write(f"docs/briefs/{BRIEF}.md", f"{FRONT}{originals}\n\n{end}")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>{}</text></svg>'
    made.write("docs/briefs/port.svg", svg.format("Port"))
    made.write("docs/briefs/ship.svg", svg.format(1))
    header = made.read("locale/it/LC_MESSAGES/briefs/ports.po").partition("\n\n")[0]
    messages = [
        f"# A remark.\n#: docs/briefs/x.md\nmsgid {quoted(key)}\nmsgstr {quoted(text)}"
        for key, text in entries()
    ]
    made.write(CATALOGUE, "\n\n".join([header, *messages]) + "\n")
    made.write("docs/secret.txt", SECRET)
    made.write("secret.txt", SECRET)
    return made


def build(hostile: Publication, builder: str) -> str:
    """Build on the doctrees that all builders share, and return what Sphinx said."""
    return hostile.sphinx(builder, "it", "-d", "build/doctrees").stderr


@pytest.fixture(scope="module")
def built(hostile: Publication) -> str:
    """What Sphinx said when it read everything and wrote the pages."""
    return build(hostile, "html")


@pytest.fixture(scope="module")
def page(hostile: Publication, built: str) -> str:
    assert built
    return hostile.read(f"build/plain/html/it/briefs/{BRIEF}.html")


def warnings(text: str) -> list[tuple[int, str]]:
    """The line of every warning at the catalogue, and what it says."""
    pattern = re.compile(rf"^.*{re.escape(CATALOGUE)}:(\d+): WARNING: (.*)$", re.MULTILINE)
    return [(int(line), message) for line, message in pattern.findall(text)]


def line_of(hostile: Publication, case: Case) -> int:
    lines = hostile.read(CATALOGUE).splitlines()
    return lines.index(f"msgid {quoted(case.original)}") + 1


def by_name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", EVERY_ALLOWED, ids=by_name)
def test_allowed(case: Case, page: str) -> None:
    assert case.expected in page


@pytest.mark.parametrize("case", [*EVERY_REFUSED, *PLAIN], ids=by_name)
def test_refused_at_its_line(case: Case, hostile: Publication, built: str) -> None:
    line = line_of(hostile, case)
    [message] = [message for place, message in warnings(built) if place == line]
    assert case.expected in message
    assert "is not used" in message
    assert message.endswith("[briefpress.translation]")


@pytest.mark.parametrize("case", EVERY_REFUSED, ids=by_name)
def test_the_original_is_shown_instead(case: Case, page: str) -> None:
    """With its language, so that it is read and hyphenated as what it is."""
    words = re.match(r"[\w .:]+", case.original)
    assert words
    assert f'<p lang="en">{words[0].rstrip()}' in page


def test_what_is_found_later_is_warned_of_at_the_catalogue(
    hostile: Publication, built: str
) -> None:
    line = line_of(hostile, UNKNOWN)
    [message] = [message for place, message in warnings(built) if place == line]
    assert UNKNOWN.expected in message


def test_nothing_else_is_warned_of(built: str) -> None:
    """One warning for each refusal."""
    assert len(warnings(built)) == len([*EVERY_REFUSED, *PLAIN, UNKNOWN])
    assert len(built.strip().splitlines()) == len([*EVERY_REFUSED, *PLAIN, UNKNOWN])


def test_notes_are_numbered_in_the_order_of_the_translation(page: str) -> None:
    text = page[page.index("<p>Prima") :]
    calls = re.findall(r'href="#(one|two)" id="(\w+)"[^>]*>.*?</span>(\d)<', text)[:2]
    assert [(name, number) for name, _, number in calls] == [("two", "1"), ("one", "2")]
    notes = page[page.index('id="notes"') :]
    assert notes.index("Nota due.") < notes.index("Nota una.")


def test_every_call_of_a_note_can_be_returned_to(page: str) -> None:
    """An id stands once in the page, and every link leads somewhere."""
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_plain_text_is_never_markup(page: str) -> None:
    assert '<p class="subtitle" lang="en">A subtitle</p>' in page
    assert 'alt="Un &quot;disegno&quot; &lt;"' in page
    assert "$\\frac{1}{0}$" in page  # as it is written, in the table of the chart too


@pytest.mark.parametrize("signs", ["[^", "{{", "*a ", "`a <", "{", "<a ", "a@b.c ", "![", "*_"])
def test_no_translation_keeps_a_parser_busy(signs: str) -> None:
    """Ten thousand of these took up to twelve seconds, or Python's whole stack."""
    with pytest.raises(Refused, match=r"times the sign|characters"):
        check_letters("A long original. " * 200, signs * (10_000 // len(signs)))
    check_letters("A long original. " * 200, signs * 20)


def outputs(hostile: Publication) -> Iterator[tuple[str, str]]:
    """All that a reader can get, as text."""
    for file in sorted((hostile.path / "build" / "plain").rglob("*")):
        name = file.relative_to(hostile.path).as_posix()
        if file.suffix in (".html", ".css", ".js"):
            yield name, file.read_text(encoding="utf-8")
        elif file.suffix == ".epub":
            with zipfile.ZipFile(file) as book:
                for part in book.namelist():
                    if not part.endswith((".png", ".woff2")):
                        yield f"{name}/{part}", book.read(part).decode()
        elif file.suffix == ".pdf":
            for command in (["pdftotext", str(file), "-"], ["pdfinfo", "-url", str(file)]):
                done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
                yield f"{name} ({command[0]})", done.stdout


@pytest.mark.slow
def test_nothing_hostile_reaches_a_reader(hostile: Publication, built: str) -> None:
    assert built
    # These read nothing again.
    for builder in ("briefepub", "briefpdf"):
        later = warnings(build(hostile, builder))
        assert [line for line, _ in later] == [line_of(hostile, UNKNOWN)]
    found = dict(outputs(hostile))
    for name in (".html", ".epub/EPUB/text.xhtml", ".pdf (pdftotext)", ".pdf (pdfinfo)"):
        assert any(f"{BRIEF}{name}" in output for output in found)
    for name, text in found.items():
        assert SECRET not in text, name
        assert "evil.example" not in text, name
        assert not re.search(r"\b(?:javascript|data|file|ftp):", text), name
        if "(" not in name:  # what pdftotext gives has no tags
            assert not re.search(r"<script>|<iframe|<\w[^<>]*\son\w+=", text), name


def test_nothing_was_run_or_copied(hostile: Publication, built: str) -> None:
    assert built
    assert not list(hostile.path.rglob("*executed*"))
    assert not list(hostile.path.rglob("_downloads"))
    copies = [file for file in hostile.path.rglob("*") if file.name.startswith("secret")]
    assert sorted(file.relative_to(hostile.path).as_posix() for file in copies) == [
        "docs/secret.txt",
        "secret.txt",
    ]


@pytest.mark.slow
def test_a_refused_translation_does_not_count(hostile: Publication) -> None:
    """So the brief is not published in that language, and the command says where and why."""
    done = hostile.briefpress("build", "--format", "html", "--brief", BRIEF)
    assert done.returncode == 0, done.stderr
    row = json.loads(hostile.read("build/published.json"))[BRIEF]["it"]
    assert row["messages"] == len(list(entries()))
    assert row["translated"] == row["messages"] - len([*EVERY_REFUSED, *PLAIN])
    assert row["published"] is False
    assert not (hostile.site / "it" / "briefs" / f"{BRIEF}.html").exists()
    for case in [*EVERY_REFUSED, *PLAIN]:
        assert f"{CATALOGUE}:{line_of(hostile, case)}: warning:" in done.stderr
