"""What a PDF shows is looked at: letters that are not what they should be are found."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from briefpress.check import glyphs
from briefpress.check.characters import letters_of
from briefpress.check.glyphs import look, words
from briefpress.colour import contrast
from briefpress.fonts import FACES

TEXTS = {
    "it": "Le <i>ferrovie</i> della costa sono più lente di quelle interne, con 1234567890 posti"
    " difficili da affiggere. <b>Titolo grande</b> <small>Etichetta piccola 2024</small>"
    " <q>contro la quiete</q> <kbd>codice abc</kbd> <u>sedie senza schienale</u>",
    "uk": "Ставши нейтральним, Союз робить торгівлю дорожчою й захищає <i>будівлі</i> в країні.",
    "ar": "تدرس وحدة الأمن الأوروبي الدفاع عن القارة للأوروبيين وتقترح تصويبات يمكن تطبيقها",
    "fa": "تقاضای ابرازنشده را نمی‌بینند، گروه‌های پایدار می‌آیند و هیچ‌یک خواسته‌ای نمی‌نویسد. "
    "هزینهٔ خانهٔ ما در سال گذشته بیشتر شد و مسئلهٔ آب به اندازهٔ کافی دیده شد",
}
STYLE = """
@page { size: 120mm 80mm; margin: 8mm }
html { font: 10pt Literata, Amiri; color: #1c1b1a; font-variant-numeric: oldstyle-nums }
b { font-weight: 600; font-size: 18pt; color: #12395b }
small { font-feature-settings: "smcp"; letter-spacing: 0.05em; color: #55524e }
q { quotes: none; padding: 2mm; background: #12395b; color: #fff }
kbd { font-family: "Source Code Pro" } u { font-family: "Source Sans 3"; text-decoration: none }
"""
USED = ("text", "text-italic", "text-semibold", "furniture", "code", "arabic")


@pytest.fixture(scope="module")
def style(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder, rules = tmp_path_factory.mktemp("faces"), []
    for face in FACES:
        if face.name in USED:
            (folder / f"{face.name}.ttf").write_bytes(face.font())
            with TTFont(folder / f"{face.name}.ttf") as font:
                name = font["name"].getBestFamilyName()
            weight = 600 if "bold" in face.name else 400
            slope = "italic" if "italic" in face.name else "normal"
            source = (folder / f"{face.name}.ttf").as_uri()
            rules.append(
                f"@font-face {{ font-family: '{name}'; font-weight: {weight}; font-style: {slope};"
                f' src: url("{source}") }}'
            )
    return "\n".join(rules) + STYLE


def printed(body: str, style: str, language: str = "it") -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    direction = "rtl" if language in ("ar", "fa") else "ltr"
    html = f"<html lang='{language}' dir='{direction}'><p>{body}</p>"
    sheet = CSS(string=style, font_config=fonts)
    return HTML(string=html).write_pdf(stylesheets=[sheet], font_config=fonts)


@pytest.fixture(scope="module")
def pdfs(style: str) -> dict[str, bytes]:
    return {language: printed(text, style, language) for language, text in TEXTS.items()}


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        opened.save(target := io.BytesIO())
    return target.getvalue()


def fonts_of(pdf: pikepdf.Pdf) -> list[Any]:
    found = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
    return [thing for thing in found if thing.get("/Subtype") == "/Type0"]


def rules(pdf: bytes) -> set[str]:
    return {finding.rule for finding in glyphs.validate(pdf).findings}


@pytest.mark.parametrize("language", TEXTS)
def test_letters_of_every_script_look_as_they_should(pdfs: dict[str, bytes], language: str) -> None:
    """Small capitals, old-style figures, italics, wide letters, white text, joined letters."""
    assert glyphs.validate(pdfs[language]).findings == ()


def test_every_letter_of_every_font_is_looked_at(pdfs: dict[str, bytes]) -> None:
    import pypdfium2

    all_words = list(words.words_of(pypdfium2.PdfDocument(pdfs["it"])))
    alone = [word for word in all_words if word.stands_alone]
    chosen = look.sample(all_words)
    assert chosen == look.sample(all_words)
    assert {(w.font, letter) for w in chosen for letter in w.text} == {
        (w.font, letter) for w in alone for letter in w.text
    }


def exchange(face: str, one: str, other: str) -> Callable[[pikepdf.Pdf], None]:
    """Let a font draw one letter for another: its text layer stays right."""

    def change(pdf: pikepdf.Pdf) -> None:
        for font in fonts_of(pdf):
            if str(font.BaseFont).endswith(face):
                stream = font.DescendantFonts[0].FontDescriptor.FontFile2
                numbers = [numbers_of(font)[letter] for letter in (one, other)]
                with TTFont(io.BytesIO(stream.read_bytes())) as opened:
                    glyf = opened["glyf"]
                    first, second = (opened.getGlyphName(number) for number in numbers)
                    glyf[first], glyf[second] = glyf[second], glyf[first]
                    opened.save(target := io.BytesIO())
                stream.write(target.getvalue())

    return change


def numbers_of(font: Any) -> dict[str, int]:
    pairs = re.findall(r"^<(\w{4})> <(\w{4})>$", font.ToUnicode.read_bytes().decode(), re.MULTILINE)
    # Letters before small capitals, which stand for the same.
    return {bytes.fromhex(text).decode("utf-16-be"): int(code, 16) for code, text in pairs[::-1]}


@pytest.mark.parametrize(
    ("language", "face", "one", "other"),
    [
        ("it", "+Literata", "n", "u"),
        ("it", "+Literata", "c", "e"),
        ("it", "+Literata-Italic", "v", "r"),
        ("uk", "+Literata", "т", "р"),
        ("ar", "+Amiri", "و", "ر"),
    ],
)
def test_two_exchanged_glyphs_are_seen(
    pdfs: dict[str, bytes], language: str, face: str, one: str, other: str
) -> None:
    broken = changed(pdfs[language], exchange(face, one, other))
    assert rules(broken) == {"wrong-picture"}


@pytest.mark.parametrize(
    ("font", "name"),
    [
        ("+Source-Code-Pro", "Literata"),
        ("+Literata-Semi-Bold", "Literata"),
        ("+Literata", "Literata-Semi-Bold"),
        ("+Literata-Italic", "Literata"),
    ],
)
def test_another_face_under_the_name_of_a_packaged_one_is_seen(
    pdfs: dict[str, bytes], font: str, name: str
) -> None:
    def rename(pdf: pikepdf.Pdf) -> None:
        found = [each for each in fonts_of(pdf) if str(each.BaseFont).endswith(font)]
        assert found
        for each in found:
            each.BaseFont = pikepdf.Name(f"/ABCDEF+{name}")
            each.DescendantFonts[0].BaseFont = each.BaseFont
            each.DescendantFonts[0].FontDescriptor.FontName = each.BaseFont

    assert "wrong-picture" in rules(changed(pdfs["it"], rename))


def rename(pdf: pikepdf.Pdf) -> None:
    fonts_of(pdf)[0].BaseFont = pikepdf.Name("/ABCDEF+DejaVu-Sans")


def forget(pdf: pikepdf.Pdf) -> None:
    del fonts_of(pdf)[0].DescendantFonts[0].FontDescriptor["/FontFile2"]


def be_silent(pdf: pikepdf.Pdf) -> None:
    del fonts_of(pdf)[0]["/ToUnicode"]


def be_silent_of_one(pdf: pikepdf.Pdf) -> None:
    stream = fonts_of(pdf)[0].ToUnicode
    lines = stream.read_bytes().splitlines()
    last = max(place for place, line in enumerate(lines) if line.count(b"<") == 2)
    stream.write(b"\n".join(lines[:last] + lines[last + 1 :]))


def lose(pdf: pikepdf.Pdf) -> None:
    code = f"<{numbers_of(fonts_of(pdf)[0])['L']:04x}>".encode()
    stream = pdf.pages[0].Contents
    assert code in stream.read_bytes()
    stream.write(stream.read_bytes().replace(code, b"<0000>"))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (rename, "fallback-font"),
        (forget, "not-embedded"),
        (be_silent, "no-unicode"),
        (be_silent_of_one, "no-unicode"),
        (lose, "missing-glyph"),
    ],
)
def test_what_is_wrong_with_a_font_is_found(
    pdfs: dict[str, bytes], change: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    assert rule in rules(changed(pdfs["it"], change))


def test_pale_text_is_found(style: str) -> None:
    pdf = printed("Testo <i>chiaro</i> e <b>grande e chiaro</b>", style + "i, b { color: #8a8a8a }")
    (finding,) = glyphs.validate(pdf).findings
    assert finding.rule == "contrast"
    assert "#8a8a8a on #ffffff, as “chiaro”, has a contrast of 3.5:1; it needs 4.5:1" in (
        finding.message
    )


def paint(rectangle: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[0].Contents
        stream.write(b"q " + stream.read_bytes() + b" Q q 1 1 1 rg " + rectangle + b" re f Q")

    return change


def set_on_one_another(pdf: pikepdf.Pdf) -> None:
    stream = pdf.pages[0].Contents
    lines = stream.read_bytes().splitlines()
    places = [number for number, line in enumerate(lines) if line.endswith(b" Tm")]
    for place in places[1:4]:
        lines[place] = lines[places[0]]
    stream.write(b"\n".join(lines))


def test_a_covered_word_is_found(pdfs: dict[str, bytes]) -> None:
    import pypdfium2

    all_words = list(words.words_of(pypdfium2.PdfDocument(pdfs["it"])))
    covered = next(word for word in all_words if word not in look.sample(all_words))
    left, bottom, right, top = covered.box
    box = f"{left - 1} {bottom - 1} {right - left + 2} {top - bottom + 2}"
    (finding,) = glyphs.validate(changed(pdfs["it"], paint(box.encode()))).findings
    assert finding.rule == "unseen"
    assert f"“{covered.text}”" in finding.message


def test_lines_on_one_another_are_found(pdfs: dict[str, bytes]) -> None:
    assert "overlap" in rules(changed(pdfs["it"], set_on_one_another))


def test_words_that_shine_through_are_seen(style: str) -> None:
    half = printed("<b style='opacity: 0.55'>Titolo</b>", style)
    assert "unseen" not in rules(half)
    gone = printed("Testo <b style='color: #fefefe'>bianco</b>", style)
    assert "unseen" in rules(gone)


def test_contrasts_are_those_of_the_standard() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    assert round(contrast((118, 118, 118), (255, 255, 255)), 2) == 4.54


def test_what_is_no_pdf_cannot_be_looked_at() -> None:
    (finding,) = glyphs.validate(b"no PDF").findings
    assert finding.rule == "unreadable"


def test_a_map_of_characters_is_read_with_its_ranges() -> None:
    rows = b"""begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange\n<0001> <0003> <00660041>\n<0004> <0005> [<0061> <00660069>]\nendbfrange
1 beginbfchar\n<0009> <>\n<000a> <d83dde00>\nendbfchar"""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(ToUnicode=pdf.make_stream(rows))
        assert letters_of(font) == {1: "fA", 2: "fB", 3: "fC", 4: "a", 5: "fi", 10: "😀"}
    assert letters_of(pikepdf.Dictionary()) == {}
