"""The text layer of a PDF has the words of its page in their order, and what it lacks is found."""

from __future__ import annotations

import base64
import io
import re

import pikepdf
import pytest
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from briefpress.check import Finding, text_layer
from briefpress.check.text_layer import letters
from briefpress.check.text_layer.faults import Comparison
from briefpress.check.text_layer.page import Page
from briefpress.check.text_layer.readers import Reading
from briefpress.fonts import FACES


def face(name: str) -> str:
    """Return a packaged face as an address, so that the tests need none of the machine's."""
    font = next(each for each in FACES if each.name == name).font()
    return f"data:font/ttf;base64,{base64.b64encode(font).decode()}"


STYLE = f"""
@font-face {{ font-family: Literata; src: url("{face("text")}") }}
@font-face {{ font-family: Amiri; src: url("{face("arabic")}") }}
h1, b, th {{ font-weight: normal }}
@page {{ size: 90mm 120mm; margin: 12mm; @top-left {{ content: "Running head" }}
         @bottom-right {{ content: counter(page) }} }}
html {{ font-family: Literata, Amiri; font-size: 11pt }}
"""
PRINT_STYLE = """
[data-web-only] { display: none }
p { hyphens: auto; text-align: justify }
h1 { text-transform: uppercase; letter-spacing: 0.03em }
a[role=doc-noteref] { vertical-align: super; font-size: 60% }
aside[role=doc-footnote] { float: footnote }
aside { margin-left: -5mm }
.columns { columns: 2 }
"""
ITALIAN = (
    "L’amministrazione dell’infrastruttura ferroviaria internazionale è straordinariamente"
    " importante, contemporaneamente responsabile della co-operazione franco-italiana. "
)
ENGLISH = "The administration of the international railway infrastructure is important. "


def page(body: str, language: str = "it", title: str = "<title>Ferrovie</title>") -> str:
    direction = ' dir="rtl"' if language == "ar" else ""
    return (
        f'<!doctype html><html lang="{language}"{direction}><head><meta charset="utf-8">{title}'
        f"</head><body><nav>Indice</nav><article data-brief>{body}</article></body></html>"
    )


def printed(html: str, style: str = "", variant: str | None = "pdf/ua-1") -> bytes:
    fonts = FontConfiguration()
    sheet = CSS(string=STYLE + style, font_config=fonts)
    return HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=variant)


def rules(html: str, pdf: bytes) -> set[str]:
    return {finding.rule for finding in text_layer.compare(html, pdf).findings}


# ---- the words of a page ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>Uno</p><p>due</p>", ["uno", "due"]),
        ("<p>inter<em>nazio</em>nale CO<sub>2</sub></p>", ["internazionale", "co2"]),
        ("<p>uno<br>due</p><!-- tre -->", ["uno", "due"]),
        ("<p>co-operazione, pre- e post</p>", ["cooperazione", "pre", "e", "post"]),
        ("<p>straordi&shy;nario ﬁne e\u0300</p>", ["straordinario", "fine", "è"]),
        ("<p>il 15\u00a0giugno</p>", ["il", "15", "giugno"]),
        ('<p>no<a role="doc-noteref" href="#n">3</a></p>', ["no"]),
        ('<aside role="doc-footnote"><a role="doc-backlink">3</a> Nota</aside>', ["nota"]),
        ("<p data-web-only>PDF <b>qui</b></p> resta<script>x()</script>", ["resta"]),
        ("<p>da https://example.org/a-b. Poi</p>", ["da", "httpsexampleorgab", "poi"]),
        ("<table><tr><th>Uno<td><p>due</table>", ["uno", "due"]),
    ],
)
def test_the_words_of_a_page(body: str, words: list[str]) -> None:
    found = []
    for block in Page(page(body)).blocks:
        spelling = letters.spell(block.text, to_left=False)
        found += [spelling.letters[start:stop] for start, stop in spelling.words()]
    assert found == words


def test_words_outside_the_brief_are_not_the_pages_body() -> None:
    assert Page("<html><body><p>menu</p></body></html>").blocks == []


def test_a_row_is_one_block_and_so_is_a_term_with_what_is_said_of_it() -> None:
    body = "<table><tr><td><p>Uno</p><td>due</table><dl><dt>Tre<dd><p>quattro</p><p>cinque</dl>"
    texts = [" ".join(block.text.split()) for block in Page(page(body)).blocks]
    assert texts == ["Uno due", "Tre quattro", "cinque"]


def test_beside_a_cell_over_several_rows_no_row_is_read_as_one() -> None:
    below = "<tr><th>moli<th>rimorchi"
    head = f"<tr><th rowspan=2>Livello<th colspan=2>Misure<th rowspan=2>Costo{below}"
    rows = "<tr><td>Allerta<td>liste<td>chiamate<td>basso"
    body = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    texts = [" ".join(block.text.split()) for block in Page(page(body)).blocks]
    assert texts == [
        *("Livello", "Misure", "Costo", "moli", "rimorchi"), "Allerta liste chiamate basso"
    ]  # fmt: skip
    style = "th { vertical-align: bottom }"
    assert rules(page(body), printed(page(body), style)) == set()


# ---- the text layer of real PDFs ---------------------------------------------------------------

CALL = '<a role="doc-noteref" href="#n">1</a>'
NOTE = f"<aside role='doc-footnote' id='n'><p>Una nota responsabile. {ENGLISH}</p></aside>"
FIRST = f"<p>Il primo capoverso parla di ferrovie e di altre cose utili. {ITALIAN}</p>"
SECOND = "<p>Il secondo dice che le linee costiere sono più lente di quelle interne.</p>"
THIRD = f"<p>Nel 2024{CALL} la rete (CO<sub>2</sub>) è su https://example.org/una/lunga-pagina.</p>"
QUOTE = "<aside><p>Le linee costiere sono più lente.</p></aside>"
LAST = "<table><caption>Le linee</caption><tr><th>Linea<th>Durata<tr><td>Costa<td>due ore</table>"
LONG = (
    f"<h1>Ferrovie</h1><p data-web-only>Scarica</p>{FIRST}{SECOND}{THIRD}<p>{ITALIAN * 3}</p>{NOTE}"
    f"<p>{ITALIAN * 12}</p>{QUOTE}<div class='columns'><p>{ITALIAN * 5}</p></div>{LAST}"
)


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    # On paper the note stands where it is called.
    return printed(page(LONG.replace(NOTE, "").replace(CALL, CALL + NOTE)), PRINT_STYLE)


def test_a_long_text_set_with_all_the_printers_arts_has_every_word(long_pdf: bytes) -> None:
    assert text_layer.compare(page(LONG), long_pdf).findings == ()


# What is done to the page, so that the PDF differs from it the other way round.
SEEDED = {
    "a lost word": ("sono più lente di", "sono molto più lente di", "missing-word"),
    "a doubled word": ("che che", "che", "extra-word"),
    "a word too many": ("dice che le", "dice le", "extra-word"),
    "a changed word": ("secondo", "terzo", "changed-word"),
    "a wrong letter": ("costiere sono", "costiete sono", "changed-word"),
    "another number": ("2024", "2042", "changed-word"),
    "swapped words": ("linee costiere sono più", "costiere linee sono più", "extra-word"),
    "swapped paragraphs": (FIRST + SECOND, SECOND + FIRST, "displaced"),
    "a lost paragraph": (SECOND, f"{SECOND}<p>Una frase che nessuno trova.</p>", "missing-text"),
    "parted words": ("di ferrovie e", "diferrovie e", "split-word"),
    "joined words": ("altre cose", "al tre cose", "joined-words"),
    "a lost cell": ("<td>due ore", "<td>due ore o tre", "missing-word"),
    "a lost heading": ("<h1>Ferrovie", "<h1>Ferrovie del mare", "missing-word"),
    "a lost note": (NOTE, NOTE.replace("responsabile", "irresponsabile"), "changed-word"),
    "an address cut short": ("lunga-pagina", "lunga-pagina/2", "missing-word"),
}


@pytest.mark.parametrize("defect", SEEDED)
def test_a_defect_is_found_by_both_readers(long_pdf: bytes, defect: str) -> None:
    before, after, rule = SEEDED[defect]
    if defect == "a doubled word":
        long_pdf = printed(page(LONG.replace("dice che", "dice che che")), PRINT_STYLE)
        before, after = "dice che", "dice che"
    assert before in LONG
    findings = text_layer.compare(page(LONG.replace(before, after)), long_pdf).findings
    for reader in ("PDFium", "Poppler"):
        found = {finding.rule for finding in findings if reader in finding.message}
        assert rule in found, [str(finding) for finding in findings]


def test_a_paragraph_that_stands_twice_is_found(long_pdf: bytes) -> None:
    doubled = printed(page(LONG.replace(SECOND, SECOND * 2)), PRINT_STYLE)
    findings = text_layer.compare(page(LONG), doubled).findings
    assert {finding.rule for finding in findings} >= {"doubled"}
    assert any("secondo dice" in finding.message for finding in findings)


def test_a_word_is_shown_with_its_page_and_its_context(long_pdf: bytes) -> None:
    whole = page(LONG.replace("le linee costiere", "le linee lente costiere"))
    first, second = text_layer.compare(whole, long_pdf).findings
    assert first.message == "PDFium does not find the word “lente”."
    assert first.location == "page 2: dice che le linee [lente] costiere sono più lente"
    assert second.message == "Poppler does not find the word “lente”."


def test_a_note_on_another_page_than_its_call_is_found(long_pdf: bytes) -> None:
    assert "note-page" not in rules(page(LONG), long_pdf)
    apart = printed(page(LONG), PRINT_STYLE.replace("float: footnote", "break-before: page"))
    findings = text_layer.compare(page(LONG), apart).findings
    (found,) = [finding for finding in findings if finding.rule == "note-page"]
    assert re.search(r"is called on page 2 and stands on page [3-9]", found.message)


def rewritten(pdf: bytes, before: str, after: str) -> bytes:
    """Let the glyph of one text stand for another."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                source = thing.ToUnicode.read_bytes()
                old, new = (text.encode("utf-16-be").hex().encode() for text in (before, after))
                thing.ToUnicode.write(source.replace(b"<" + old + b">", b"<" + new + b">"))
        opened.save(target := io.BytesIO())
    return target.getvalue()


@pytest.mark.parametrize(("before", "after"), [("z", "x"), ("‐", "q"), ("è", "e"), ("p", "")])
def test_a_glyph_that_stands_for_another_letter_is_found(
    long_pdf: bytes, before: str, after: str
) -> None:
    found = rules(page(LONG), rewritten(long_pdf, before, after))
    assert found & {"changed-word", "missing-word", "extra-word"}


def test_a_ligature_that_stands_for_half_of_its_letters_is_found() -> None:
    html = page("<p>Un ufficio difficile da fissare, e affine.</p>")
    pdf = printed(html)
    assert text_layer.compare(html, pdf).findings == ()
    assert "changed-word" in rules(html, rewritten(pdf, "ffi", "ff"))


def test_a_wrong_replacement_text_is_found() -> None:
    html = page("<p>Le ferrovie della costa</p>")
    with pikepdf.open(io.BytesIO(printed(html))) as opened:
        stream = opened.pages[0].Contents
        source = stream.read_bytes().replace(b"/MCID 1", b"/ActualText (Le strade) /MCID 1")
        stream.write(source)
        opened.save(target := io.BytesIO())
    assert rules(html, target.getvalue()) & {"missing-word", "missing-text", "changed-word"}


def test_letters_set_so_wide_that_a_reader_takes_them_for_words_are_found() -> None:
    pdf = printed(page("<h1>Ferrovie</h1>"), "h1 { letter-spacing: 0.2em }")
    assert rules(page("<h1>Ferrovie</h1>"), pdf) == {"split-word"}


def test_many_faults_of_one_kind_are_counted() -> None:
    pdf = printed(page(ENGLISH * 9, "en"))
    html = page("".join(f"<p>Parola{n}</p>" for n in range(30)))
    findings = text_layer.compare(html, pdf).findings
    assert findings[0].rule == "missing-text"
    assert Finding("missing-text", "and 40 more") in findings
    assert [f.message for f in findings if f.rule == "language"] == [
        "The PDF says that it is in “en”, the page says “it”."
    ]


# ---- text that runs to the left ---------------------------------------------------------------

ARABIC_TEXT = [
    "تدرس وحدة الأمن الأوروبي الدفاع عن القارة والأدوات الاقتصادية التي تسنده، من العقوبات إلى"
    " ضوابط التصدير.",
    "ففي عام 2023 وفّرت الصين نحو تسعة أعشار السلع (Sher, 2024) التي استوردتها روسيا من الخارج.",
    "وأضيف رسم بياني لتجارة الاتحاد مع الصين ولم يتغيّر أي رقم في الجدول.",
]
PERSIAN = "هزینهٔ خانهٔ ما در سال گذشته بیشتر شد و مسئلهٔ آب به اندازهٔ کافی دیده شد."


def arabic(texts: list[str]) -> str:
    return page("".join(f"<p>{text}</p>" for text in texts), "ar")


@pytest.fixture(scope="module")
def arabic_pdf() -> bytes:
    return printed(arabic(ARABIC_TEXT * 2))


def test_arabic_with_numbers_and_latin_words_has_every_word(arabic_pdf: bytes) -> None:
    assert text_layer.compare(arabic(ARABIC_TEXT * 2), arabic_pdf).findings == ()


def test_persian_has_every_word_wherever_its_hamza_is_read() -> None:
    html = arabic([PERSIAN])
    assert text_layer.compare(html, printed(html)).findings == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [("الأوروبي ", "الأوروبي الشرقي "), ("وحدة", "وحذة"), ("2023", "2024 و2025"), ("Sher", "Cher")],
)
def test_defects_of_arabic_are_found(arabic_pdf: bytes, before: str, after: str) -> None:
    html = arabic([text.replace(before, after) for text in ARABIC_TEXT * 2])
    assert rules(html, arabic_pdf) & {"missing-word", "changed-word", "missing-text"}


def test_arabic_paragraphs_that_have_changed_places_are_found(arabic_pdf: bytes) -> None:
    first, second, third = ARABIC_TEXT
    html = arabic([first, third, second, first, second, third])
    assert "displaced" in rules(html, arabic_pdf)


def test_what_follows_a_parted_word_may_begin_as_its_rest() -> None:
    """PDFium ends no line after a hyphen: the running head follows at once."""
    pages = ("La rete ferrovia\ufffeRunning head", "ria internazionale e le altre linee")
    reading = Reading("PDFium", pages, in_order=True, whole=True, has_words=True)
    whole = Page(page("<p>La rete ferroviaria internazionale e le altre linee</p>"))
    assert list(Comparison(whole, reading).findings()) == []


def test_a_note_may_have_a_sentence_of_a_box() -> None:
    """The longer one is found first: it stands in one place alone."""
    one, other = "La rete ferroviaria è lenta.", "Le altre linee sono chiuse."
    notes = '<a role="doc-noteref" href="#n">1</a></p><p>Fine<aside role="doc-footnote" id="n"><p>'
    whole = Page(
        page(f"<p>Inizio{notes}{one}</p></aside><aside class=box><p>{one} {other}</p></aside>")
    )
    text = f"Inizio1\r\nFine\r\n{one} {other}\r\n1. {one}"
    reading = Reading("PDFium", (text,), in_order=True, whole=True, has_words=True)
    assert list(Comparison(whole, reading).findings()) == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # Beside its label, and again at the page's foot.
        ("<p>La rete è lenta.</p><p>Istituto</p>", "La rete è lenta.\nChi Istituto\nIstituto"),
        # In the midst of a note's line, at whose end it could be left.
        (
            "<p>Inizio</p><p>Linee nuove e rapide per quasi nulla.</p><aside>"
            "<p>Cfr. Linee nuove e rapide per quasi tutti.</p></aside>",
            "Inizio\n1. Cfr. Linee nuove e rapide per quasi\ntutti."
            "\fLinee nuove e rapide per quasi\nnulla.",
        ),
    ],
)
def test_a_text_is_found_where_it_stands(body: str, text: str) -> None:
    pages = tuple(text.replace("\n", "\r\n").split("\f"))
    reading = Reading("PDFium", pages, in_order=True, whole=True, has_words=True)
    assert list(Comparison(Page(page(body)), reading).findings()) == []


def test_a_word_is_not_looked_for_in_two_lines_in_turn() -> None:
    """Both begin as what is looked for does, and none goes on as it."""
    pages = ("שלום\r\nאבגד הו\r\nאבג זח",)
    reading = Reading("PDFium", pages, in_order=True, whole=False, has_words=True)
    whole = Page(page("<p>שלום אבגדט</p>").replace('lang="it"', 'lang="he" dir="rtl"'))
    rules = {finding.rule for finding in Comparison(whole, reading).findings()}
    assert rules == {"missing-word"}


def test_a_caption_may_have_the_words_of_the_cover() -> None:
    """They stand where the others are looked for, and of what is beside them nothing is doubled."""
    words, day, end = "הרשות", "יום", "סוף"

    def found(between: str, *more: str) -> list[str]:
        body = f"<header><h1>{words}</h1></header><p>Cite {words}</p>{between}"
        body += f"<figure>Figure 1 {words}</figure><p>{end}</p>"
        whole = Page(page(body).replace('lang="it"', 'lang="he" dir="rtl"'))
        text = "\r\n".join((words, day, f"Cite {words}", *more, f"Figure 1 {words}", end))
        reading = Reading("PDFium", (text,), in_order=True, whole=False, has_words=True)
        return [finding.rule for finding in Comparison(whole, reading).findings()]

    assert found("") == []
    assert found("<p>אמצע</p>", words, "אמצע") == ["doubled"]


def test_what_is_no_pdf_cannot_be_read() -> None:
    (finding,) = text_layer.compare(page("Uno"), b"no PDF").findings
    assert finding.rule == "unreadable"


def test_a_page_without_a_brief_cannot_be_compared() -> None:
    (finding,) = text_layer.compare("", b"").findings
    assert finding.rule == "no-page"
