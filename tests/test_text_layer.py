"""The text layer of a PDF has the words of its page, and what it lacks is found."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from briefpress.check import Finding, text_layer

# A font with a fixed place, so that the tests need none of the machine's.
FONT = Path(str(files("fontpkg_literata"))) / "files" / "Literata[opsz,wght].ttf"
STYLE = f"""
@font-face {{ font-family: Literata; src: url("{FONT.as_uri()}") }}
@page {{ size: 90mm 120mm; margin: 12mm; @top-left {{ content: "Running head" }}
         @bottom-right {{ content: counter(page) }} }}
html {{ font-family: Literata; font-size: 11pt }}
"""
PRINT_STYLE = """
[data-web-only] { display: none }
p { hyphens: auto; text-align: justify }
h1 { text-transform: uppercase; letter-spacing: 0.03em }
a[role=doc-noteref] { vertical-align: super; font-size: 60% }
aside { float: footnote }
.columns { columns: 2 }
.initial::first-letter { float: left; font-size: 3em; line-height: 1 }
"""
ITALIAN = (
    "L’amministrazione dell’infrastruttura ferroviaria internazionale è straordinariamente"
    " importante, contemporaneamente responsabile della co-operazione franco-italiana. "
)
ENGLISH = "The administration of the international railway infrastructure is important. "


def page(body: str, language: str = "it", title: str = "<title>Ferrovie</title>") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">{title}</head>'
        f"<body><nav>Indice</nav><article data-brief>{body}</article></body></html>"
    )


def printed(html: str, style: str = "", variant: str | None = "pdf/ua-1") -> bytes:
    # Imported here: tests that make no PDF need no Pango.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = CSS(string=STYLE + style, font_config=fonts)
    return HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=variant)


# ---- the words of a page and of a PDF ----------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>Uno</p><p>due</p>", ["Uno", "due"]),
        ("<p>inter<em>nazio</em>nale CO<sub>2</sub></p>", ["internazionale", "CO2"]),
        ("<p>uno<br>due</p><!-- tre -->", ["uno", "due"]),
        ("<p>co-operazione, pre- e post</p>", ["co-operazione", "pre", "e", "post"]),
        ("<p>straordi&shy;nario ﬁne e\u0300</p>", ["straordinario", "fine", "è"]),
        ('<p>no<a role="doc-noteref" href="#n">3</a></p>', ["no"]),
        ('<aside role="doc-footnote"><a role="doc-backlink">3</a> Nota</aside>', ["Nota"]),
        ("<p data-web-only>PDF <b>qui</b></p> resta<script>x()</script>", ["resta"]),
        ("<p>da https://example.org/a-b/c. Poi</p>", ["da", "https://example.org/a-b/c.", "Poi"]),
        ("<p>铁路 rete</p>", ["铁", "路", "rete"]),
    ],
)
def test_the_words_of_a_page(body: str, words: list[str]) -> None:
    assert text_layer.html_words(page(body)) == words


def test_words_outside_the_brief_are_not_the_pages_body() -> None:
    assert text_layer.html_words("<html><body><p>menu</p></body></html>") == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["Ferrovie", "italiane"], ["FERROVIE", "ITALIANE", "4"]),
        (["internazionale"], ["inter\u00adnazionale"]),
        (["co-operazione"], ["co\u00adoperazione"]),
        (["pre", "e", "post"], ["pre\u00ade", "post"]),
        (["internazionale", "Nota"], ["inter\u00adNota", "Running", "2", "nazionale"]),
        (["internazionale"], ["inter\u00ad", "nazionale3"]),
        (["ferroviaria", "nel", "2024"], ["ferroviaria1", "nel", "202412"]),
        (["Nota"], ["1Nota"]),
        (["Dalla", "rete"], ["D", "rete", "alla"]),
        (["https://example.org/molto-lungo"], ["https", "example", "org", "molto", "lun\u00adgo"]),
        (["https://example.org/molto"], ["https", "example", "org", "mol", "Running", "to"]),
    ],
)
def test_words_that_only_look_different_are_not_missing(words: list[str], text: list[str]) -> None:
    assert text_layer.missing_words(words, text) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("la rete la ferroviaria", [("italiana", "la rete la ferroviaria [italiana]")]),
        ("la rete ferroviaria italiana", [("la", "la rete [la] ferroviaria italiana")]),
        ("rete la ferroviaria italiana", [("la", "[la] rete la ferroviaria italiana")]),
        ("la re te la ferroviaria italiana", [("rete", "la [rete] la ferroviaria italiana")]),
    ],
)
def test_a_missing_word_is_found_where_it_is_missing(
    text: str, missing: list[tuple[str, str]]
) -> None:
    found = text_layer.missing_words(["la", "rete", "la", "ferroviaria", "italiana"], text.split())
    assert [(word.word, word.context) for word in found] == missing


def test_an_address_that_is_cut_short_is_missing() -> None:
    found = text_layer.missing_words(["https://example.org/ab"], ["https", "example", "org"])
    assert [word.word for word in found] == ["https://example.org/ab"]


# ---- the text layer of real PDFs ---------------------------------------------------------------

NOTE = '<a role="doc-noteref" href="#n">1</a>'
LONG = (
    f"<h1>Ferrovie</h1><p data-web-only>Scarica</p><p class='initial'>{ITALIAN * 2}</p>"
    f"<p>Nel 2024{NOTE} la rete (CO<sub>2</sub>) è su https://example.org/una-pagina/molto-lunga."
    f"</p><p>{ITALIAN * 6}</p><aside role='doc-footnote' id='n'>{ITALIAN}</aside>"
    f"<p>{ITALIAN * 12}</p><div class='columns'><p>{ITALIAN * 5}</p></div>"
)


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    return printed(page(LONG), PRINT_STYLE)


def test_a_long_text_set_with_all_the_printers_arts_has_every_word(long_pdf: bytes) -> None:
    assert any(text_layer.SOFT_HYPHEN in word for word in text_layer.pdf_words(long_pdf))
    assert text_layer.compare(page(LONG), long_pdf).findings == ()


def test_a_word_that_the_pdf_lacks_is_shown_with_its_context(long_pdf: bytes) -> None:
    whole = page(LONG.replace("la rete (CO", "la rete costiera (CO"))
    (finding,) = text_layer.compare(whole, long_pdf).findings
    assert '"costiera"' in finding.message
    assert "la rete [costiera] CO2" in finding.location


def test_a_pdf_in_another_language_lacks_many_words_and_twenty_are_shown() -> None:
    pdf = printed(page(ENGLISH * 9, "en"))
    language, *missing, rest = text_layer.compare(page(ITALIAN * 9), pdf).findings
    assert language == Finding(
        "language", 'The PDF says that its language is "en", the page says "it".'
    )
    assert len(missing) == text_layer.MOST_SHOWN
    assert rest.message.startswith("The text layer lacks ")


def test_letters_set_so_wide_that_a_reader_takes_them_for_words_are_found() -> None:
    pdf = printed(page("<h1>Ferrovie</h1>"), "h1 { letter-spacing: 0.2em }")
    assert [
        finding.rule for finding in text_layer.compare(page("<h1>Ferrovie</h1>"), pdf).findings
    ] == ["missing-word"]


def test_what_is_no_pdf_cannot_be_read() -> None:
    (finding,) = text_layer.compare(page("Uno"), b"no PDF").findings
    assert finding.rule == "unreadable"
