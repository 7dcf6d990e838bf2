"""A PDF says of every glyph which letters it stands for, and where they stand in the text."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import unicodedata
from collections import defaultdict
from contextlib import closing
from functools import cache

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from mending import mended
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from briefpress.check.structure.pdf import read_structure
from briefpress.fonts import FACES
from briefpress.pdf.bidi import Cluster, is_turned, texts_to_read
from briefpress.pdf.finish import finish
from briefpress.pdf.patches import mend_weasyprint

FAMILIES = {"text": "Literata", "furniture": "Source Sans 3"}
FAMILIES |= {"code": "Source Code Pro", "arabic": "Amiri", "hebrew": "Frank Ruhl Libre"}


@cache
def face(name: str) -> bytes:
    return next(each for each in FACES if each.name == name).font()


@cache
def style() -> str:
    rules = "".join(
        f"@font-face {{ font-family: '{family}'; src: url('data:font/ttf;base64,"
        f"{base64.b64encode(face(name)).decode()}') }}"
        for name, family in FAMILIES.items()
    )
    return rules + "html { font: 11pt Literata, Amiri, 'Frank Ruhl Libre' }"


def made(body: str, language: str = "en") -> bytes:
    fonts = FontConfiguration()
    direction = "rtl" if language in ("ar", "he") else "ltr"
    html = HTML(string=f"<html lang='{language}' dir='{direction}'><title>T</title>{body}")
    sheet = CSS(string=style(), font_config=fonts)
    pdf = html.write_pdf(
        stylesheets=[sheet], font_config=fonts, finisher=finish, pdf_variant="pdf/ua-1"
    )
    assert pdf is not None
    return bytes(pdf)


printed = mended(mend_weasyprint)(made)


MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u200d]")


def lines(text: str) -> list[str]:
    """Return the lines of *text* without marks that nobody sees."""
    text = unicodedata.normalize("NFC", MARKS.sub("", text))
    return [line.strip() for line in re.split("[\r\n\f]+", text) if line.strip()]


def read_by_pdfium(pdf: bytes) -> list[str]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return lines("\n".join(page.get_textpage().get_text_range() for page in document))


def read_by_poppler(pdf: bytes) -> list[str]:
    run = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return lines(run.stdout.decode())


def heard(pdf: bytes) -> list[str]:
    """Return the paragraphs as the structure has them."""
    root = read_structure(pdf).root
    return lines("\n".join(each.text for each in root if each.role == "P"))


# ---- one glyph for several letters ---------------------------------------------------------------


def twins(name: str) -> list[list[str]]:
    """Return the letters of a face that are drawn alike and are not the same to Unicode."""
    with TTFont(io.BytesIO(face(name))) as font:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for code, glyph in font.getBestCmap().items():
            found[glyph].append(chr(code))
    seen = ({unicodedata.normalize("NFC", each) for each in like} for like in found.values())
    # Neither spaces nor what has no glyph of its own is meant to be told apart.
    kinds = ("Zs", "Cf")
    return [
        sorted(each for each in like if unicodedata.category(each) not in kinds)
        for like in seen
        if len(like) > 1 and not all(unicodedata.category(each) in kinds for each in like)
    ]


@pytest.mark.parametrize("name", ["text", "furniture", "code", "hebrew"])
@pytest.mark.parametrize("backwards", [False, True])
def test_letters_that_are_drawn_alike_are_told_apart(name: str, backwards: bool) -> None:
    words = [f"nn{each}nn" for like in twins(name) for each in like]
    if name == "furniture":
        assert {"nn\u2010nn", "nn\u2011nn", "nn\u00b5nn", "nn\u03bcnn"} <= {*words}
    words = words[::-1] if backwards else words
    body = "".join(f"<p style=\"font-family: '{FAMILIES[name]}'\">{word}</p>" for word in words)
    if words:
        pdf = printed(body)
        assert read_by_pdfium(pdf) == read_by_poppler(pdf) == heard(pdf) == lines("\n".join(words))


@pytest.mark.parametrize(
    "words", ["Ţara ţării, Țara țării", "Țara țării, Ţara ţării", "Şi şi Și și ŞŢ"]
)
def test_romanian_with_cedillas_keeps_them(words: str) -> None:
    """The face draws a cedilla as a comma there, by the language."""
    pdf = printed(f"<p>{words}</p>", "ro")
    assert read_by_pdfium(pdf) == read_by_poppler(pdf) == heard(pdf) == [words]


def test_capitals_and_ligatures_are_the_letters_that_were_typed() -> None:
    words = "Waffle office fjord AVAST e\u0301te\u0301"
    pdf = printed(f'<p style=\'font-feature-settings: "smcp", "c2sc"\'>{words}</p><p>{words}</p>')
    assert read_by_pdfium(pdf) == read_by_poppler(pdf) == lines(f"{words}\n{words}")


def test_a_text_whose_glyphs_say_it_has_nothing_beside_them() -> None:
    pdf = printed("<p>Plain words, with 2024 – and “marks” (all).</p>")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert b"ActualText" not in opened.pages[0].Contents.read_bytes()


def test_a_line_ends_with_a_space_after_a_letter_that_is_drawn_as_another() -> None:
    words = "Ț " + " ".join(["straţ"] * 60)
    pdf = printed(f"<p style='width: 20mm'>{words}</p>", "ro")
    assert heard(pdf) == [words]
    assert " ".join(read_by_poppler(pdf)) == words


# ---- what runs to the left -----------------------------------------------------------------------

ARABIC = [
    "هذه كلمة (مثال) بين قوسين، ثم أخرى.",
    "ارتفعت النسبة بنسبة 25% في عام 2023، و٣٠٪ بعدها.",
    "بين 2014–2020 وبين 10/11/2012 وما بعدها",
    "انخفض بمقدار \u200e−3 نقاط أو \u200e−2.5% في عام 2020.",
    'قال «نعم» ثم [لا] و{ربما} و"كذا".',
    "قالت وكالة Reuters إن الخبر (الدورة 16) صحيح",
    "7.5 مليون دولار و$5 مليارات و€7.2 مليار",
    "\u200e−3",
    "(2024)",
]
HEBREW = [
    'הדו"ח בדק את הסחר של ישראל ב-2008 ושל סוריה ב-1979.',
    "זוהי מילה (דוגמה) בסוגריים, ואחריה עוד אחת.",
    'שיעור של 25% מתוך 1,234.5 מיליון ש"ח',
]
# PDFium turns the words of another script round one by one; Poppler does not on a page of Arabic.
LATIN = "قالت وكالة Reuters News إن الأمر (Sher, 2024) واضح، انظر https://example.org/a-b?c=1 هنا"


@pytest.mark.parametrize(("language", "texts"), [("ar", ARABIC), ("he", HEBREW)])
def test_what_runs_to_the_left_is_read_in_its_order(language: str, texts: list[str]) -> None:
    pdf = printed("".join(f"<p>{text}</p>" for text in texts), language)
    expected = lines("\n".join(texts))
    assert heard(pdf) == expected
    assert read_by_pdfium(pdf) == expected
    assert read_by_poppler(pdf) == expected


def test_words_to_the_right_stay_in_order_within_those_to_the_left() -> None:
    pdf = printed("".join(f"<p>{text}</p>" for text in [*ARABIC, LATIN]), "ar")
    assert heard(pdf) == read_by_poppler(pdf) == lines("\n".join([*ARABIC, LATIN]))


def test_marked_letters_are_heard_as_they_are_written() -> None:
    texts = ["يبيّن هذا الموجز أنّ التعاون أرخص لأنّ الآلات", "בֵּית הַסֵּפֶר"]
    pdf = printed("".join(f"<p>{text}</p>" for text in texts), "ar")
    assert heard(pdf) == lines("\n".join(texts))


def test_a_passage_to_the_left_in_a_text_to_the_right_is_heard_in_its_order() -> None:
    text = "The word مثال (كلمة، 2024) in a text of 25% words."
    assert heard(printed(f"<p>{text}</p>")) == [text]


def test_paragraphs_to_the_left_are_one_element_whose_lines_are_parted() -> None:
    text = " ".join([ARABIC[0]] * 8)
    assert heard(printed(f"<p style='width: 60mm'>{text}</p>", "ar")) == [text]


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("Plain 2024", "ltr", False),
        ("the word مثال", "ltr", True),
        ("Reuters ", "rtl", False),
        ("2024 Reuters", "rtl", True),
        ("(2024)", "rtl", True),
        ("مثال", "rtl", True),
    ],
)
def test_it_is_known_what_is_turned(text: str, direction: str, expected: bool) -> None:
    assert is_turned(text, direction) == expected


def test_a_letter_of_two_glyphs_is_read_once() -> None:
    found = texts_to_read([Cluster(2, "خ", True, "خخ"), Cluster(1, "ا", True, "ا")])
    assert list(found) == ["خ", None]
