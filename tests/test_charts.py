"""Charts: what is drawn of which numbers, in every language and format, and what is refused."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import polib
import pytest
from conftest import Publication
from PIL import Image

from briefpress.charts.canvas import COLOURS
from briefpress.charts.data import BadData, read_table
from briefpress.charts.draw import draw
from briefpress.charts.names import are_ordered, named
from briefpress.charts.picture import Picture
from briefpress.charts.room import PAGE, TELEPHONE, Room, room_on
from briefpress.drawings import rasterised
from briefpress.languages import number
from briefpress.press_settings import Paper
from briefpress.themes.tokens import packaged

BRIEF = "docs/briefs/ports.md"
CATALOGUE = "locale/it/LC_MESSAGES/briefs/ports.po"
CHART = """\
```{chart} China buys a *growing* share
:name: fig-exports
:kind: line
:unit: % of exports
:alt: China's share rises.
:source: [Eurostat](https://ec.europa.eu)
:note: First half of 2024.
year,China,Others & more
2020,5,60.5
2021,,50
2024,1136,12
```
"""
WORDS = {
    "China buys a *growing* share": "La Cina compra *sempre* più",
    "% of exports": "% dell’export",
    "China's share rises.": "La quota della Cina sale.",
    "year": "anno",
    "China": "Cina",
    "Others & more": "Altri & < b",
    "First half of 2024.": "Primo semestre 2024.",
    "[Eurostat](https://ec.europa.eu)": "[Eurostat IT](https://ec.europa.eu)",
}


def add(publication: Publication, text: str) -> int:
    """Put *text* into the brief and return the line that it begins on."""
    publication.replace(BRIEF, "## Sources", f"{text}\n## Sources")
    before = publication.read(BRIEF).partition(text)[0]
    return before.count("\n") + 1


def translate(publication: Publication, words: dict[str, str]) -> None:
    entries = (f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in words.items())
    publication.add(CATALOGUE, "".join(entries))


@pytest.fixture
def charted(two_languages: Publication) -> Publication:
    """A brief with a chart, translated."""
    add(two_languages, CHART)
    translate(two_languages, WORDS)
    return two_languages


def page(publication: Publication, language: str) -> str:
    done = publication.sphinx("html", language)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return publication.read(f"build/plain/html/{language}/briefs/ports.html")


@pytest.mark.slow
def test_a_chart_is_drawn_in_the_readers_language(charted: Publication) -> None:
    english, italian = page(charted, "en"), page(charted, "it")
    assert '<svg class="drawing" role="img" aria-label="China’s share rises." ' in english
    assert 'aria-label="La quota della Cina sale." ' in italian
    assert "La Cina compra <em>sempre</em> più" in italian
    # The words of a drawing are outlines: that they differ is seen, not read.
    drawings = [re.findall(r"<svg.*?</svg>", html, re.DOTALL)[0] for html in (english, italian)]
    assert drawings[0] != drawings[1]
    assert "var(--chart-2)" in drawings[0]
    assert "#" not in re.sub(r'(?:href="|url\()#', "", drawings[0])  # no colour of its own
    assert '<p class="source"><span class="label">Fonte:</span>' in italian
    assert italian.count("<figcaption>") == italian.count("</figcaption>") == 1
    assert "Eurostat IT" in italian
    assert "Primo semestre 2024.</p>" in italian


@pytest.mark.slow
def test_its_numbers_are_a_table(charted: Publication) -> None:
    html = page(charted, "it")
    details = html.partition('chart-data">')[2].partition("</details>")[0]
    assert "<summary data-web-only>Dati</summary>" in details
    assert ">Dati della figura\u00a01</span>: % dell’export</span></caption>" in details
    cells = re.findall(r"<t[hd][^>]*><p>(.*?)</p>", details)
    head = ["anno", "Cina", "Altri &amp; &lt; b"]
    assert cells == [*head, "2020", "5", "60,5", "2021", "–", "50,0", "2024", "1.136", "12,0"]
    assert details.count('scope="col"') == 3
    assert details.count('scope="row"') == 3


def test_its_words_are_messages_and_its_numbers_are_none(charted: Publication) -> None:
    assert charted.sphinx("gettext", "en").returncode == 0
    found = {
        entry.msgid: entry
        for entry in polib.pofile(str(charted.path / "build/plain/gettext/en/briefs/ports.pot"))
    }
    assert set(WORDS) <= set(found)
    assert not {"2020", "1136", "60.5"} & set(found)
    line = charted.read(BRIEF).splitlines().index("year,China,Others & more") + 1
    assert found["China"].occurrences[0][1] == str(line)


@pytest.mark.slow
def test_books_and_pdfs_have_it_too(charted: Publication) -> None:
    done = charted.briefpress("build", "-W")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(charted.site / "it/briefs/ports.epub") as book:
        names = [name for name in book.namelist() if "fig-exports" in name]
        text = book.read("EPUB/text.xhtml").decode()
        (drawing,) = [book.read(name).decode() for name in names]
    name = Path(names[0]).name
    assert re.search(f'<img alt="La quota della Cina sale." [^>]*src="_images/{name}"', text)
    assert "<details" not in text
    assert "1.136" in text
    assert packaged()["chart-2"] in drawing


def test_other_builders_show_the_numbers(charted: Publication) -> None:
    assert charted.sphinx("text", "it").returncode == 0
    text = charted.read("build/plain/text/it/briefs/ports.txt")
    assert "La quota della Cina sale." in text
    assert "1.136" in text


@pytest.mark.slow
def test_numbers_may_lie_in_a_file_of_their_own(two_languages: Publication) -> None:
    add(two_languages, "```{chart} Title\n:file: ../numbers.csv\n:alt: Alt.\n```\n")
    two_languages.write("docs/numbers.csv", "\ufeffyear,Ships\n2020,5\n2021,7\n")
    assert ">7</p>" in page(two_languages, "en")
    two_languages.write("docs/numbers.csv", "year,Ships\n2020,5\n2021,8\n")
    assert ">8</p>" in page(two_languages, "en")
    two_languages.write("docs/numbers.csv", "year,Ships\n2020,5\n2021,many\n")
    done = two_languages.sphinx("html", "en")
    assert "docs/numbers.csv:3: ERROR: “many” is no number" in done.stderr


@pytest.mark.parametrize("name", ["../../conf.py", "/etc/passwd"])
def test_no_file_outside_is_read(two_languages: Publication, name: str) -> None:
    two_languages.add("conf.py", "\n# secret,stuff\n")
    add(two_languages, f"```{{chart}} Title\n:file: {name}\n:alt: Alt.\n```\n")
    done = two_languages.sphinx("html", "en")
    assert done.returncode != 0
    assert "secret" not in done.stderr


# What is written into a chart, in which of its lines it is wrong, and what is said.
BAD = [
    (":kind: pie\n:alt: A.\na,b\nc,1\n", 0, "“pie” is no kind of chart"),
    (":alt: A.\na,b\nc,1\nd,ten\n", 4, "“ten” is no number"),
    (":alt: A.\na,b\nc,1\nd,1,000\n", 4, "the row has 3 cells, the first one 2"),
    (':alt: A.\na,b\nc,1\nd,"1,000"\n', 4, "nothing between the thousands"),
    (":alt: A.\na,b,c,d,e,f\nx,1,2,3,4,5\n", 2, "has 5 series"),
    (":alt: A.\na,b\n", 2, "the chart has no numbers"),
    (":alt: A.\na\nc\n", 2, "names no series"),
    (":alt: A.\n", 0, "the chart has no numbers"),
    (":alt: A.\na,b,b\nx,1,2\n", 2, "the same name"),
    (":alt: A.\na,b\nx,中\n", 3, "“中” is no number"),
    ("a,b\nc,1\n", 0, "no text alternative"),
    (":alt: A.\na,中\nc,1\n", 2, "the font has no “中” (U+4E2D)"),
    (":alt: A.\na,b\nc,1\nहिन्दी,1\n", 4, "the font has no “हिन्दी”"),
    (":alt: A.\na,b\nx\u2060y,1\n", 3, "(U+2060)"),
    (
        ":alt: A.\na,b\n" + "".join(f"c{'x' * n},1\n" for n in range(60)),
        0,
        "the chart has 60 names, and a page has room for ",
    ),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is said of briefs with one of the `BAD` charts each."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("bad") / "publication")
    for place, (text, _, _) in enumerate(BAD):
        chart = f"```{{chart}} Title\n{text}```\n"
        made.write(f"docs/briefs/bad-{place}.md", f"---\ntitle: Bad\n---\n{chart}")
    done = made.sphinx("html", "en")
    assert done.returncode != 0
    return done.stderr.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(BAD)))
def test_bad_charts_are_named_with_their_line(told: list[str], number: int) -> None:
    _, place, message = BAD[number]
    (found,) = [line for line in told if f"/bad-{number}.md:" in line]
    assert f"bad-{number}.md:{4 + place}: " in found
    assert message in found


def test_the_line_is_right_in_restructuredtext_too(two_languages: Publication) -> None:
    text = "```{eval-rst}\n.. chart:: Title\n   :alt: A.\n\n   a,b\n   c,1\n   d,ten\n```\n"
    line = add(two_languages, text)
    assert f"{BRIEF}:{line + 6}: ERROR: “ten”" in two_languages.sphinx("html", "en").stderr


def picture(kind: str, series: int, categories: int = 5) -> Picture:
    rows = [[Decimal(i * 7 - 9 + j) for j in range(series)] for i in range(categories)]
    return Picture(
        kind=kind,
        series=[f"Series {i}" for i in range(series)],
        categories=[f"A category {i}" for i in range(categories)],
        rows=[[None, *row[1:]] if i == 2 else row for i, row in enumerate(rows)],
        unit="%",
        written=lambda value, place: number(value, "it", 1),
        language="it",
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["bar", "column", "line"])
@pytest.mark.parametrize(("series", "categories"), [(1, 1), (1, 14), (4, 3)])
def test_every_kind_is_drawn_the_same_each_time(kind: str, series: int, categories: int) -> None:
    svg = draw(picture(kind, series, categories), packaged())
    assert svg == draw(picture(kind, series, categories), packaged())
    assert "<text" not in svg
    assert "<style" not in svg


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["bar", "column", "line"])
def test_a_telephone_has_a_narrow_drawing_of_its_own(kind: str) -> None:
    """The style sheet shows one of the two."""
    svg = draw(picture(kind, 4, 3), packaged(), TELEPHONE)
    assert float(re.findall(r'viewBox="0 0 ([\d.]+) ', svg)[0]) == TELEPHONE.width
    assert not set(re.findall(r'id="([^"]+)"', svg)) & set(
        re.findall(r'id="([^"]+)"', draw(picture(kind, 4, 3), packaged()))
    )


@pytest.mark.slow
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", ["bar", "column"])
def test_of_zero_there_is_no_bar(kind: str) -> None:
    """A press prints what is painted without width as a hairline."""
    colour = packaged()["chart-1"]
    some = picture(kind, 1)
    assert colour in draw(some, packaged())
    assert colour not in draw(replace(some, rows=[[Decimal(0)]] * 5), packaged())


@pytest.mark.slow
def test_columns_without_room_for_their_names_lie_down() -> None:
    months = picture("column", 1, 12)
    named = replace(months, categories=[f"Septembers{n}" for n in range(12)])
    assert draw(named, packaged(), TELEPHONE) == draw(
        replace(named, kind="bar"), packaged(), TELEPHONE
    )


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänspatentprüfungsordnung"


def test_names_without_room_are_thinned_out_evenly() -> None:
    """Each reader knows those between; the last one is what they look for."""

    def chosen(names: list[str], wide: float) -> list[str]:
        spans = [(6 * n, 6 * n + wide) for n in range(len(names))]
        places = named(names, spans, (0, 6 * len(names) + wide), are_even=True)
        return [names[place] for place in places]

    years = [str(1965 + n) for n in range(60)]
    months = [f"{MONTHS[n % 12]} {2020 + n // 12}" for n in range(60)]
    quarters = [f"{2010 + n // 4}, Q{n % 4 + 1}" for n in range(60)]
    assert chosen(years, 23) == [str(year) for year in range(1969, 2025, 5)]
    assert chosen(months, 40) == [f"Dec {year}" for year in range(2020, 2025)]
    assert chosen(quarters, 40) == [f"{year}, Q4" for year in range(2010, 2025, 2)]
    assert all(map(are_ordered, (years, months, quarters)))
    assert not are_ordered(["Fund A (2019)", "Fund B (2021)", "Fund C (2020)"])
    assert not are_ordered(["North", "South"])


def test_years_far_apart_are_named_where_they_have_room() -> None:
    spans = [(year - 1990, year - 1990 + 8.0) for year in (1990, 2000, 2010, 2020, 2022, 2024)]
    assert named(["1990", "…", "…", "…", "…", "2024"], spans, (0, 50), are_even=False) == [
        0,
        1,
        2,
        5,
    ]


@pytest.mark.slow
@pytest.mark.parametrize("room", [PAGE, TELEPHONE, room_on(Paper(170, 240))])
@pytest.mark.parametrize("kind", ["bar", "column", "line"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_no_name_leaves_the_drawing(kind: str, room: Room, language: str) -> None:
    """Letters that reached the edge would be cut off there."""
    names = [LONG, "Bund", f"{LONG} und {LONG}"] if language == "de" else ["المساعدات الدولية"] * 3
    drawn = replace(picture(kind, 2, 3), categories=names, series=[f"{names[0]} {n}" for n in "ab"])
    mirrored = replace(drawn, language=language, is_mirrored=language == "ar")
    _assert_whole(mirrored, room)


def _assert_whole(picture: Picture, room: Room) -> None:
    svg, width = draw(picture, packaged(), room), room.width
    high = float(re.findall(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg)[0])
    around = re.sub(
        r'width="[^"]+" height="[^"]+" viewBox="[^"]+"',
        f'viewBox="-50 -50 {width + 100} {high + 100}"',
        svg,
    )
    assert around != svg
    left, top, right, bottom = rasterised(around, width=int(width) + 100).getbbox()
    assert 49 <= left < right <= width + 51
    assert 49 <= top < bottom <= high + 51


@pytest.mark.parametrize("numbers", [("-3.2", "11.1"), ("-12345678901.5", "12345678901.5")])
def test_bars_on_both_sides_leave_room_for_long_labels(numbers: tuple[str, str]) -> None:
    row = [Decimal(number) for number in numbers]
    series = ["Small municipalities of the south", "Large municipalities and cities"]
    drawn = replace(picture("bar", 2, 2), series=series, rows=[row, row], language="he")
    _assert_whole(replace(drawn, is_mirrored=True), TELEPHONE)
    _assert_whole(replace(drawn, is_mirrored=True), PAGE)


def test_rows_may_be_quoted_and_empty() -> None:
    table = read_table(["", 'a,"b, c"', "", '"x ""y""",1.50', "z,−2"])
    assert (table.series, table.categories) == (("b, c",), ('x "y"', "z"))
    assert table.rows == ((Decimal("1.50"),), (Decimal(-2),))
    assert table.places == (2,)
    assert table.lines == (3, 4)
    with pytest.raises(BadData) as fault:
        read_table(["a,b", '"x,1'])
    assert fault.value.line == 1
    with pytest.raises(BadData, match=r"U\+0000 may not stand here") as fault:
        read_table(["a,b", "c,1", "d\0e,2"])
    assert fault.value.line == 2
    with pytest.raises(BadData, match=r"“123456789012345…” has more than 15 digits") as fault:
        read_table(["a,b", "c,1", "d,1234567890123456"])
    assert fault.value.line == 2
    assert read_table(["a,b", "c\u2028d,1"]).categories == ("c d",)  # no end of a line


def test_semicolons_stand_between_cells_and_commas_before_decimals() -> None:
    """As spreadsheets write them in most of Europe."""
    table = read_table(["Anno;Export, mld;Import", "2023;3,5;", '"2024";1234,75;-1.5', ""])
    assert table.series == ("Export, mld", "Import")
    assert table.rows == ((Decimal("3.5"), None), (Decimal("1234.75"), Decimal("-1.5")))
    with pytest.raises(BadData, match=r"“1\.234” is no number; write it like 1234,5"):
        read_table(["Anno;Export", "2023;1.234"])
    # One that is part of a name, as a text has it, separates nothing.
    assert read_table(["year,A; B", "2023,1"]).series == ("A; B",)


def test_a_file_of_a_spreadsheet_is_drawn(two_languages: Publication) -> None:
    two_languages.write("docs/briefs/dati.csv", "Anno;Export\r\n20\u202823;3,5\r\n2024;4,25\r\n")
    add(two_languages, "```{chart} Title\n:file: dati.csv\n:alt: Alt.\n```\n")
    assert '<td class="text-right"><p>3.50</p></td>' in page(two_languages, "en")


def test_the_hues_stay_apart_in_grey() -> None:
    hues = [Image.new("RGB", (1, 1), packaged()[name]).convert("L") for name in COLOURS]
    greys = sorted(hue.getpixel((0, 0)) for hue in hues)
    assert all(b - a >= 18 for a, b in pairwise(greys)), greys


def test_who_draws_nothing_waits_for_no_drawing_tools() -> None:
    """They take half a second to load."""
    code = (
        "import sys, briefpress.worker; print(sorted({n.partition('.')[0] for n in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout
    assert "sphinx" in loaded
    assert not {"matplotlib", "numpy", "ziamath", "latex2mathml"} & set(re.findall(r"\w+", loaded))


@pytest.mark.slow
def test_a_chart_is_drawn_also_where_marks_are_left_as_typed(two_languages: Publication) -> None:
    add(two_languages, CHART)
    two_languages.add("conf.py", "briefpress_typography = False\n")
    built = two_languages.sphinx("html", "en")
    assert built.returncode == 0, built.stderr
    assert "<svg" in two_languages.read("build/plain/html/en/briefs/ports.html")
