"""What a book maker minds on every page of a brief, however the text falls on its pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from bench.pdf import jobs_of
from conftest import Publication
from mending import mended
from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes

from briefpress.pdf.fetcher import BASE_URL, ConfinedFetcher
from briefpress.pdf.job import Job
from briefpress.pdf.patches import mend_weasyprint

pytestmark = pytest.mark.slow

TEXTS = {
    "en": "Most governments count what is easy to count, and publish it late. A ministry that "
    "knows its own numbers could act upon them before the year ends, which few of them do today.",
    "de": "Die meisten Regierungen zählen, was leicht zu zählen ist, und veröffentlichen es spät. "
    "Ein Ministerium, das seine Zahlen kennt, könnte handeln, bevor das Haushaltsjahr endet.",
    "ar": "تحصي معظم الحكومات ما يسهل إحصاؤه وتنشره متأخرا. والوزارة التي تعرف أرقامها تستطيع أن "
    "تتصرف قبل نهاية السنة، وهذا ما لا تفعله اليوم إلا قلة منها في المنطقة كلها.",
    "uk": "Більшість урядів рахує те, що легко порахувати, і публікує це із запізненням. "
    "Міністерство, яке знає власні показники, могло б діяти раніше, та мало хто це робить.",
}
ROWS = (3, 12, 30)
SHIFTS = (0, 30, 75, 130, 190)  # points: the text begins lower and lower on page one

FRONT = "---\ntitle: {title}\nlanguage: {language}\nkeywords: [a]\n---\n\n"
PART = """\
## {short}

### {short}

{text}{note} {text}{note} {text}

{short}:

- {short}{note}
- {text}{note}
- {text}{note} {text}
- {short}
- {text}{note}

```{{table}} {text}
:name: t-{language}-{rows}
:source: {short}
:note: {text}

| A | B | C |
|---|--:|---|
{cells}
```

{text} {text}{note}

{short}

### {short}

{short}

```{{box}} {short}
{text} {text}
```

> {text}

{text}{note}

#### {short}

{text} {text}

```{{chart}} {text}
:name: c-{language}-{rows}
:kind: bar
:source: {short}

 ,A
B,1
C,2
D,3
```

{text} {text}{note} {text}

{text} {text}{note}

"""


def brief(language: str) -> str:
    """Return a brief with everything that a page may end in."""
    text = TEXTS[language]
    short = text[:30].strip()
    whole = FRONT.format(title=short, language=language)
    for rows in ROWS:
        cells = "\n".join(f"| {short} | {row} | {text[40:90]} |" for row in range(rows))
        whole += PART.format(
            short=short, text=text, language=language, rows=rows, cells=cells, note="{note}"
        )
    notes = whole.count("{note}")
    for number in range(1, notes + 1):
        whole = whole.replace("{note}", f"[^{number}]", 1)
    return whole + "\n".join(f"[^{number}]: {number} {text}" for number in range(1, notes + 1))


@dataclass
class Page:
    """What stands on one page, from top to bottom."""

    lines: list[Element] = field(default_factory=list)
    """Of which element each line is; a picture counts as a line."""
    rows: Counter[Element] = field(default_factory=Counter)
    """How many rows of each table's body."""
    heads: set[Element] = field(default_factory=set)
    """The tables with a head."""
    blocks: list[Element] = field(default_factory=list)
    calls: list[Element] = field(default_factory=list)
    """The notes that are called."""
    notes: list[Element] = field(default_factory=list)
    white: float = 0
    """Which share of the page is white between the text and the notes."""


@dataclass
class Layout:
    """The pages of one PDF."""

    name: str
    parents: dict[Element, Element]
    pages: list[Page] = field(default_factory=list)

    def around(self, element: Element) -> Iterator[Element]:
        """Yield *element* and those it is in, the outermost last."""
        yield element
        while element in self.parents:
            element = self.parents[element]
            yield element

    def read(self, box: Any) -> Page:
        """Return what is on the page that WeasyPrint made of *box*."""
        page = Page()
        end = box.content_box_y() + box.height
        low = box.content_box_y()
        for part in box.descendants():
            if note := getattr(part, "footnote", None):
                page.calls.append(note.element)
        for child in box.children:
            if isinstance(child, boxes.FootnoteAreaBox):
                page.notes += [note.element for note in child.children]
                end = child.position_y if child.children else end
        for part in _in_flow(box):
            if isinstance(part, (boxes.LineBox, boxes.ReplacedBox)):
                page.lines.append(part.element)
                low = max(low, part.position_y + part.height)
            elif isinstance(part, boxes.TableRowBox):
                group, table = list(self.around(part.element))[1:3]
                if group.tag == "thead":
                    page.heads.add(table)
                else:
                    page.rows[table] += 1
            elif isinstance(part, boxes.BlockLevelBox):
                page.blocks.append(part.element)
        page.white = (end - low) / box.height
        return page


def _in_flow(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, (boxes.FootnoteAreaBox, boxes.MarginBox)):
            continue
        if child.is_in_normal_flow() and child.element is not None:
            yield child
            if not isinstance(child, boxes.LineBox):
                yield from _in_flow(child)


@pytest.fixture(scope="module")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> list[Layout]:
    folder = tmp_path_factory.mktemp("making")
    made = Publication.of("two-languages", folder / "publication")
    made.replace("conf.py", '["en", "it"]', repr([*TEXTS, "it"]))
    for language in TEXTS:
        made.write(f"docs/briefs/stress-{language}.md", brief(language))
    jobs = [job for job in jobs_of(made.path, folder / "stage") if "stress" in job.page]
    assert len(jobs) == len(TEXTS)
    with mended(mend_weasyprint):
        # Half of all, so that each shift and each language is there twice or more.
        return [
            _lay_out(job, shift)
            for number, job in enumerate(jobs)
            for shift in SHIFTS[number % 2 :: 2]
        ]


def _lay_out(job: Job, shift: int) -> Layout:
    text = job.html.replace("<main>", f'<main><div style="height: {shift}pt"></div>')
    fetcher = ConfinedFetcher([job.base / "_images"], job.base)
    html = HTML(string=text, base_url=BASE_URL + job.page, url_fetcher=fetcher)
    sheet = CSS(string=job.css, url_fetcher=ConfinedFetcher([]))
    document = html.render(stylesheets=[sheet])
    parents = {child: parent for parent in html.etree_element.iter() for child in parent}
    layout = Layout(f"{job.target.stem} + {shift}", parents)
    layout.pages += [layout.read(page._page_box) for page in document.pages]
    return layout


def pages(layouts: list[Layout]) -> Iterator[tuple[str, Layout, Page]]:
    for layout in layouts:
        for number, page in enumerate(layout.pages, 1):
            yield f"{layout.name}, page {number}", layout, page


def test_notes_stand_on_the_page_of_their_call(layouts: list[Layout]) -> None:
    assert {place for place, _, page in pages(layouts) if page.notes} != set()
    faults = [place for place, _, page in pages(layouts) if set(page.calls) != set(page.notes)]
    assert faults == []


def test_no_heading_and_no_line_stands_alone(layouts: list[Layout]) -> None:
    """Two lines or more follow a heading; the first and last lines of a text are not alone."""
    faults, breaks = [], 0
    for layout in layouts:
        for number, (page, following) in enumerate(pairwise(layout.pages), 1):
            for line in page.lines[-2:]:
                if any(each.tag in HEADINGS for each in layout.around(line)):
                    faults.append(f"{layout.name}, page {number}: heading")
            last = page.lines[-1]
            if last.tag in ("p", "li", "blockquote") and last in following.lines:
                breaks += 1
                if 1 in (page.lines.count(last), following.lines.count(last)):
                    faults.append(f"{layout.name}, page {number}: line")
    assert faults == []
    assert breaks > 20  # or this proves nothing


HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def test_a_table_has_its_head_and_no_lonely_row_on_each_page(layouts: list[Layout]) -> None:
    faults, parted = [], set()
    for place, layout, page in pages(layouts):
        for table, rows in page.rows.items():
            whole = sum(each.rows[table] for each in layout.pages)
            parted |= {table} if rows < whole else set()
            if table not in page.heads and "chart-data" not in layout.parents[table].get(
                "class", ""
            ):
                faults.append(f"{place}: no head")
            if rows < min(whole, 3):
                faults.append(f"{place}: {rows} of {whole} rows")
    assert faults == []
    assert parted


def test_captions_and_sources_stand_with_their_figure_or_table(layouts: list[Layout]) -> None:
    faults = []
    for layout in layouts:
        places = defaultdict(set)
        for number, page in enumerate(layout.pages, 1):
            for element in (*page.blocks, *page.lines):
                for each in layout.around(element):
                    places[each].add(number)
            for table in page.rows:
                places[table].add(number)
        for element, on in places.items():
            kind = element.get("class", "").split()
            if element.tag == "figure" and len(on) > 1:
                faults.append(f"{layout.name}, page {min(on)}: figure in parts")
            if "table-block" in kind:
                tables = [each for each in element.iter("table") if places[each]]
                rest = [each for each in element if each.tag == "p"]
                captions = [each for table in tables for each in table.iter("caption")]
                with_rows = [n for n, p in enumerate(layout.pages, 1) if p.rows[tables[0]]]
                if any(places[each] != {with_rows[0]} for each in captions):
                    faults.append(f"{layout.name}, page {min(on)}: caption")
                if any(places[each] != {with_rows[-1]} for each in rest):
                    faults.append(f"{layout.name}, page {max(on)}: source")
    assert faults == []


def test_pages_are_full(layouts: list[Layout]) -> None:
    """But for the last one."""
    whites = [page.white for layout in layouts for page in layout.pages[:-1]]
    assert max(whites) < 0.4
    assert sum(whites) / len(whites) < 0.1
