"""Translations that are allowed and such that are refused, with what comes of each."""

from __future__ import annotations

from dataclasses import dataclass


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
