"""Every word stands once on the pages, whatever these are and whatever stands about it."""

from __future__ import annotations

from random import Random

import pytest
from mending import mended
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from briefpress.pdf.patches import mend_weasyprint
from briefpress.pdf.patches.words import spoiled_elements
from briefpress.press_settings import Paper
from briefpress.themes import paper_stylesheet
from briefpress.themes.tokens import packaged

pytestmark = pytest.mark.slow

# Words are parted by spaces; those in elements by tabs.
TEXT = (
    "amministrazione infrastruttura ferroviaria è straordinariamente importante responsabile di e "
    "contemporaneamente co-operazione franco-italiana la che per il Ministero degli Esteri "
    "https://example.org/una/lunga-pagina/ancora 27 gennaio (CO2) dell’interdipendenza "
    "<em>molto\tdi</em> <a\thref='#x'>un’accelerazione</a> <code>rete</code> fine<br>"
)
WORDS = TEXT.split(" ")
NUMBER = "<span class=caption-number>1</span> "
COLUMNS = ".columns { columns: 2; column-gap: 5mm }"
# Pages too small for the margin column have none.
SMALL = "@page { margin: 12mm } .wide { margin: 0 !important; width: auto !important }"
SIZES = ((110, 130), (148, 100), (148, 210), (170, 240), (210, 297))


class Author:
    """Writes what nobody would, but all of what a brief may hold, and the same with each seed."""

    def __init__(self, seed: int, *, columns: bool) -> None:
        self.random = Random(seed)
        one = self.random.randint
        self.kinds = [*[self.paragraph] * 8, self.list, self.list, self.table, self.figure]
        self.kinds += [self.figure, self.box, self.definitions, self.lead_in]
        self.kinds += [lambda: f"<blockquote>{self.paragraph()}</blockquote>"]
        self.kinds += [lambda: f"<aside class=pull-quote><p>{self.plain(12)}</aside>"]
        if columns:
            inner = (self.paragraph, self.list, self.paragraph)
            self.kinds += [
                lambda: f"<div class=columns>{''.join(each() for each in inner[: one(1, 3)])}</div>"
            ] * 6

    def plain(self, count: int) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(count))

    def text(self, count: int) -> str:
        """Words, of which one in forty has a note."""
        words = []
        for word in self.plain(count).split(" "):
            words.append(word)
            if self.random.random() < 0.025 and word.isalpha():
                note = self.plain(self.random.randint(3, 45))
                words[-1] += f"<span class=page-note data-label=1>{note}</span>"
        return " ".join(words)

    def paragraph(self) -> str:
        return f"<p>{self.text(self.random.choice([3, 8, 20, 40, 80, 120]))}</p>"

    def list(self) -> str:
        items = (self.text(self.random.randint(2, 30)) for _ in range(self.random.randint(1, 7)))
        return f"<ul>{''.join(f'<li><p>{item}</p></li>' for item in items)}</ul>"

    def lead_in(self) -> str:
        return f"<p class=lead-in>{self.text(6)}:</p>{self.list()}"

    def definitions(self) -> str:
        return f"<dl>{f'<dt>{self.plain(2)}<dd><p>{self.text(12)}</p>' * 3}</dl>"

    def table(self) -> str:
        rows = self.random.choice([2, 4, 8, 20])
        row = "".join(f"<td>{self.text(self.random.choice([1, 2, 3]))}" for _ in range(3))
        kind = self.random.choice(["", "wide "]) + ("long" if rows > 9 else "")
        return (
            f"<div class=table-block><table class='{kind}'><caption>{NUMBER}{self.plain(5)}"
            f"</caption><thead><tr>{'<th>Anno' * 3}</thead><tbody>{f'<tr>{row}' * rows}</tbody>"
            f"</table><p class=source>{self.plain(6)}</div>"
        )

    def figure(self) -> str:
        height = self.random.randint(10, 60)
        caption = f"<figcaption><p>{NUMBER}{self.text(9)}</p></figcaption>"
        return f"<figure><div style='height: {height}mm'></div>{caption}</figure>"

    def box(self) -> str:
        kind = self.random.choice(["box", "box long"])
        inner = self.paragraph() + self.random.choice(["", self.list()]) + self.paragraph()
        return f"<aside class='{kind}'><p class=box-label>Metodo</p>{inner}</aside>"

    def section(self, level: int = 2) -> str:
        blocks = (self.random.choice(self.kinds)() for _ in range(self.random.randint(1, 6)))
        inner = [*blocks, *(self.section(level + 1) for _ in range(self.random.choice([0, 0, 1])))]
        return f"<section><h{level}>{self.plain(3)}</h{level}>{''.join(inner)}</section>"


@mended(mend_weasyprint)
def lost(body: str, size: tuple[int, int], style: str = "", kind: str = "") -> list[str]:
    """Which texts stand not once on pages of that size (mm)."""
    fonts = FontConfiguration()
    html = f"<html lang=it class='{kind}'><body data-head-start=a>{body}</body></html>"
    page = HTML(string=html)
    css = paper_stylesheet(packaged(), Paper(*size)) + style
    document = page.render(stylesheets=[CSS(string=css, font_config=fonts)], font_config=fonts)
    pages = [each._page_box for each in document.pages]
    return [words for words, _ in spoiled_elements(pages, page.etree_element)]


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_every_word_stands_once(size: tuple[int, int], columns: bool) -> None:
    author = Author(size[0], columns=columns)
    style = COLUMNS + (SMALL if size[0] < 148 else "")
    assert lost(author.section() + author.section(), size, style, "justified" * columns) == []
