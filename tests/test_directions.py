"""Set what runs from right to left: pages, books, PDFs, passages, charts."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from conftest import Publication

from briefpress.charts.canvas import Unprintable
from briefpress.charts.draw import draw
from briefpress.charts.picture import Picture
from briefpress.charts.room import PAGE
from briefpress.check.structure import compare
from briefpress.languages import direction_of
from briefpress.themes.tokens import packaged

BRIEF = """\
---
title: موانئ شرق المتوسط
language: ar
series: papers
---

## الخلفية

يبيّن هذا الموجز أن التعاون أرخص، و`code_here(x)` وعبارة [raison d’être]{lang=fr} ثم
<https://example.org/a> و[*كلمة*]{lang=he}.

[A passage of its own (see there).]{lang=en}

انخفض −3 نقاط (25% في عام 2023، بحسب Reuters News).

:::{chart} ارتفعت الحركة
:kind: bar
:alt: بيروت 940.

الميناء,2024
بورسعيد,4310
بيروت,940
:::
"""


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    made = Publication.of("two-languages", tmp_path_factory.mktemp("directions") / "p")
    made.replace("conf.py", '["en", "it"]', '["en", "it", "ar"]')
    made.write("docs/briefs/arabic.md", BRIEF)
    made.replace("docs/series/papers.md", "title:", "issn: 2049-3630\ntitle:")
    draft = "---\ntitle: مسودة\nlanguage: ar\nstatus: draft\n---\n\nنص.\n"
    made.write("docs/briefs/unfinished.md", draft)
    made.build("-b", "arabic", "-b", "unfinished")
    return made


def _page(arabic: Publication) -> str:
    return arabic.read("build/site/ar/briefs/arabic.html")


@pytest.mark.slow
def test_a_page_has_its_direction_and_so_has_what_runs_the_other_way(arabic: Publication) -> None:
    page = _page(arabic)
    assert '<html lang="ar" dir="rtl">' in page
    assert re.search(
        r'<span[^>]* lang="fr"[^>]* dir="ltr"|<span[^>]* dir="ltr"[^>]* lang="fr"', page
    )
    assert re.search(r'<a [^>]*dir="ltr"[^>]*>https://example.org/a', page)
    assert re.search(r'<span[^>]*lang="he"[^>]*>', page)
    assert not re.search(r'<span[^>]*lang="he"[^>]*dir=', page)  # the page's own
    assert "\u200e−3" in page


@pytest.mark.slow
def test_a_book_turns_its_pages_to_the_right(arabic: Publication) -> None:
    with zipfile.ZipFile(arabic.site / "ar" / "briefs" / "arabic.epub") as book:
        assert '<spine page-progression-direction="rtl"' in book.read("EPUB/package.opf").decode()
        text = book.read("EPUB/text.xhtml").decode()
    assert 'dir="rtl"' in text
    assert "\u200e−3" in text  # a sign stays before its number, as on the page and in the PDF


@pytest.mark.slow
def test_a_marked_letter_is_found_in_a_pdf(arabic: Publication) -> None:
    file = Path(arabic.site / "ar" / "briefs" / "arabic.pdf")
    with pypdfium2.PdfDocument(file) as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "يبيّن" in text.replace(" ّ", "ّ")  # PDFium sees a space before the mark
    assert "انخفض −3 نقاط (25% في" in re.sub("[\u200e\u200f]", "", text)
    assert not re.search("[\u0600-\u06ff][a-z]", text)


@pytest.mark.slow
def test_a_number_of_its_own_direction_stands_at_the_edge_of_its_column(
    arabic: Publication,
) -> None:
    with pypdfium2.PdfDocument(arabic.site / "ar" / "briefs" / "arabic.pdf") as pdf:
        text = pdf[0].get_textpage()
        edges = []
        for words in ("ISSN 2049-3630", "مدة"):
            found = text.search(words).get_next()
            assert found is not None
            edges.append(max(text.get_charbox(found[0] + n)[2] for n in range(found[1])))
    assert abs(edges[0] - edges[1]) < 2


@pytest.mark.slow
def test_a_pdf_is_heard_in_the_order_of_its_page(arabic: Publication) -> None:
    pdf = (arabic.site / "ar" / "briefs" / "arabic.pdf").read_bytes()
    assert compare(_page(arabic), pdf).findings == ()


@pytest.mark.slow
def test_the_words_across_a_draft_have_a_face(arabic: Publication) -> None:
    with pypdfium2.PdfDocument(arabic.path / "build/drafts/ar/unfinished.pdf") as pdf:
        assert "ليست للتداول" in pdf[0].get_textpage().get_text_range()


def _picture(names: tuple[str, ...], *, is_mirrored: bool) -> Picture:
    rows = [(Decimal(4310),), (Decimal(940),)]
    return Picture("bar", ("2024",), names, rows, "", lambda n, _: str(n), "ar", is_mirrored)


def test_the_bars_of_a_mirrored_chart_begin_at_the_right() -> None:
    def bars(svg: str) -> list[tuple[float, float]]:
        found = re.findall(r'd="M ([\d.]+) [\d.]+\s+L ([\d.]+) [^"]*"[^>]*fill: ?#12395b', svg)
        return [(min(map(float, pair)), max(map(float, pair))) for pair in found]

    plain = draw(_picture(("Port Said", "Beirut"), is_mirrored=False), packaged())
    mirrored = draw(_picture(("بورسعيد", "بيروت"), is_mirrored=True), packaged())
    assert len({begin for begin, _ in bars(plain)}) == 1  # they begin together
    assert len({end for _, end in bars(mirrored)}) == 1
    assert bars(plain)[0][0] < PAGE.width / 2 < bars(mirrored)[0][1]


def test_a_chart_in_letters_that_no_face_has_is_not_drawn() -> None:
    with pytest.raises(Unprintable, match="中"):
        draw(_picture(("中", "b"), is_mirrored=False), packaged())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kluge, J. (2024).", "ltr"),
        ("(2024) كلوغه", "rtl"),
        ("«שלום»", "rtl"),
        ("2024", "ltr"),
        ("حسيني, A., & Silva, B. (2007). Distance.", "ltr"),
        ("Silva, A. (2007). المسافة والرعاية الأولية.", "rtl"),
    ],
)
def test_a_text_runs_as_most_of_its_letters(text: str, expected: str) -> None:
    assert direction_of(text) == expected
