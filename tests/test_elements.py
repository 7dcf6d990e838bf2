"""Figures, tables, numbers, quotes and passages, as a reader meets them and a translator."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import polib
import pypdfium2
import pytest
from conftest import Publication

from briefpress.check import verapdf

BRIEF = "docs/briefs/elements.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The publication, its pages in each language and its messages, without a warning."""
    publication = Publication.of("elements", tmp_path_factory.mktemp("elements") / "publication")
    for builder, language in (("html", "en"), ("html", "it"), ("gettext", "en")):
        done = publication.sphinx(builder, language)
        assert (done.returncode, done.stderr) == (0, "")
    return publication


@pytest.fixture(scope="module")
def pages(built: Publication) -> dict[str, str]:
    """The page of the brief in each language."""
    return {tag: built.read(f"build/plain/html/{tag}/briefs/elements.html") for tag in ("en", "it")}


@pytest.fixture
def elements(tmp_path: Path) -> Publication:
    """A copy to spoil."""
    return Publication.of("elements", tmp_path / "elements")


def text_of(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", "", html).split())


def element(page: str, name: str, tag: str) -> str:
    """The element *tag* with the id *name*."""
    found = re.search(rf'<{tag}[^>]* id="{name}".*?</{tag}>', page, re.DOTALL)
    assert found is not None
    return found[0]


# Figures


def test_a_figure_says_where_it_is_from_and_who_made_it(pages: dict[str, str]) -> None:
    figure = element(pages["it"], "fig-trade", "figure")
    caption = figure.split("<figcaption>")[1]
    assert 'alt="Due barre; la seconda è più alta."' in figure
    assert re.search(r'<p class="source"><span class="label">Fonte:</span> Elaborazione', caption)
    assert 'href="#ref-rossi2020"' in caption
    assert 'href="https://example.org/data">dati aperti</a>' in caption
    assert "Crediti:</span> Jane <em>Doe</em></p>" in caption
    assert "Source:</span> An archive" in element(pages["en"], "fig-rst", "figure")


@pytest.mark.slow
def test_a_line_without_translation_keeps_its_language_and_not_its_label(
    elements: Publication,
) -> None:
    elements.replace(
        "locale/it/LC_MESSAGES/briefs/elements.po", 'msgstr "Un archivio"', 'msgstr ""'
    )
    assert elements.sphinx("html", "it").stderr == ""
    page = elements.read("build/plain/html/it/briefs/elements.html")
    assert 'Fonte:</span> <span lang="en">An archive</span></p>' in page


def test_every_word_is_one_message_at_its_line(built: Publication) -> None:
    entries = polib.pofile(built.path / "build/plain/gettext/en/briefs/elements.pot")
    lines = {entry.msgid: [int(line) for _, line in entry.occurrences] for entry in entries}
    source = built.read(BRIEF).splitlines()
    for words in (
        "Jane *Doe*",
        "An archive",
        "Port authorities",
        "In million tonnes[^tab].",
        "Genoa[^cell]",
        "Trieste",
        "Ports by year",
        "Country",
        "no data",
    ):
        (line,) = lines[words]
        assert words in source[line - 1]
    assert not any("span}" in words or ":source:" in words for words in lines)
    assert lines["Ada Lovelace, *Notes*"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("![](chart.svg){.decorative}", "![](chart.svg)", 27),
        (":alt: Two bars; the second is higher.\n", "", 7),
    ],
)
def test_a_picture_without_alternative_is_warned_of_where_it_stands(
    elements: Publication, old: str, new: str, line: int
) -> None:
    elements.replace(BRIEF, old, new)
    done = elements.sphinx("html", "en")
    assert done.returncode != 0
    assert f"elements.md:{line}: WARNING: the picture “chart.svg” has no text" in done.stderr
    assert elements.sphinx("html", "it").stderr == ""
    assert 'alt=""' in elements.read("build/plain/html/it/briefs/elements.html")


@pytest.mark.slow
def test_a_picture_without_alternative_costs_no_pdf(elements: Publication) -> None:
    elements.replace(BRIEF, ":alt: Two bars; the second is higher.\n", "")
    done = elements.briefpress("build", "-f", "pdf", "--brief", "elements", "--language", "en")
    assert done.returncode == 0
    assert done.stderr.count("has no text alternative") == 1
    pdf = elements.site / "en/briefs/elements.pdf"
    assert verapdf.validate(pdf.read_bytes(), "PDF/UA-1").findings == ()


# Tables


def test_a_table_has_its_note_and_source_below(pages: dict[str, str]) -> None:
    _, table, below = re.split("<table|</table>", pages["it"], maxsplit=2)
    assert "Genova" in table
    assert text_of(below).startswith("Nota: In milioni di tonnellate[3]. Fonte: Autorità portuali")


def test_cells_span_and_name_what_they_head(pages: dict[str, str]) -> None:
    table = element(pages["en"], "tab-list", "table")
    heads = [(a, text_of(words)) for a, words in re.findall(r"<th([^>]*)>(.*?)</th>", table)]
    assert [(re.findall(r'(?:row|col)span="\d"|scope="\w+"', a), words) for a, words in heads] == [
        (['rowspan="2"', 'scope="col"'], "Country"),
        (['colspan="2"', 'scope="col"'], "Trade"),
        (['scope="col"'], "Exports"),
        (['scope="col"'], "Imports"),
        (['scope="row"'], "France"),
        (['scope="row"'], "Spain"),
    ]
    assert '<td colspan="2"><p>no data</p></td>' in table
    growth = pages["en"].split("Growth")[1].split("</table>")[0]
    assert "<td" in growth.split("North")[0]  # the corner says nothing
    assert '<th class="stub" scope="row"><p>Goods</p></th>' in growth


def test_numbers_stand_to_the_right(pages: dict[str, str]) -> None:
    for page in pages.values():
        table = element(page, "tab-list", "table")
        assert '<td class="number text-right"><p>−3\N{NO-BREAK SPACE}%</p></td>' in table
        assert not re.search(r'text-right"[^>]*><p>(France|Francia)', table)
    assert re.search(
        r'<td class="number text-right"><p>12\N{NO-BREAK SPACE}%</p></td>', pages["en"]
    )


def test_the_author_says_how_columns_are_aligned(elements: Publication) -> None:
    elements.replace(BRIEF, ":header: Sector, Share\n", ":header: A, B\n:align-columns: r c\n")
    elements.add(BRIEF, "\n\n| Land | Rate |\n|---|---|\n| A | 7 |\n| B | k. A. |\n| C | N/A |\n")
    assert elements.sphinx("html", "en").stderr == ""
    page = elements.read("build/plain/html/en/briefs/elements.html")
    assert '<td class="text-right"><p>Steel</p></td>' in page
    assert page.count('text-right"><p>k. A.') == 1  # no number: the column's side
    assert '<td class="text-right"><p>N/A</p></td>' in page
    assert '<td class="number text-center"><p>12\N{NO-BREAK SPACE}%</p></td>' in page


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "* - Spain\n",
            "* - Spain\n  - more\n",
            "row 4 of the table fills 4 columns, row 1 fills 3",
        ),
        ("{cspan}`1` no", "{cspan}`one` no", "cspan takes a number"),
        (":name: tab-list\n", ":align-columns: x y\n", "takes one letter for each column"),
    ],
)
def test_a_wrong_table_is_named(elements: Publication, old: str, new: str, message: str) -> None:
    elements.replace(BRIEF, old, new)
    done = elements.sphinx("html", "en")
    assert done.returncode != 0
    assert re.search(rf"elements\.md:\d+: (ERROR|WARNING): .*{message}", done.stderr)


# Numbers


def test_every_document_counts_from_one(pages: dict[str, str], built: Publication) -> None:
    numbers = re.findall(r'<span class="caption-number">(.*?) </span>', pages["it"])
    numbers = [number.replace("\u00a0", "~") for number in numbers]  # never on two lines
    figures = ["Figura~1", "Figura~2"]
    assert numbers == [*figures, "Tabella~1", "Tabella~2", "Tabella~3", "Tabella~4"]
    other = built.read("build/plain/html/it/briefs/other.html")
    assert re.findall(r'<span class="caption-number">(.*?) </span>', other) == ["Figura\u00a01"]


def test_a_number_of_another_document_says_which(pages: dict[str, str], built: Publication) -> None:
    assert "Si vedano Figura 1, Tabella 2 e Figura 1 (Un altro brief)." in text_of(pages["it"])
    assert 'href="other.html#fig-other"' in pages["it"]
    other = text_of(built.read("build/plain/html/en/briefs/other.html"))
    assert "It follows Figure 1 (Elements), quota" in other


@pytest.mark.slow
def test_numbers_change_with_the_document_and_in_parallel(elements: Publication) -> None:
    for number in range(6):  # Sphinx reads in parallel from six documents on
        elements.write(f"docs/briefs/more-{number}.md", f"# More {number}\n\n{{numref}}`fig-rst`\n")
    assert elements.sphinx("html", "en", "-j", "2").stderr == ""
    other = "build/plain/html/en/briefs/more-3.html"
    assert "Figure 2 (Elements)" in text_of(elements.read(other))
    text = elements.read(BRIEF)
    first = text[text.index("```{eval-rst}") : text.index("See {numref}")]
    elements.write(BRIEF, text.replace(first, "").replace("## Figures", f"## Figures\n\n{first}"))
    assert elements.sphinx("html", "en", "-j", "2").stderr == ""
    assert "Figure 1 (Elements)" in text_of(elements.read(other))


@pytest.mark.slow
def test_notes_of_restructuredtext_are_counted_with_the_others(elements: Publication) -> None:
    passage = "```{{eval-rst}}\n{0} [#{0}]_, see `it <https://a.org>`__\n\n.. [#{0}] Note.\n```\n\n"
    text = (
        "Three.[^three]\n\n" + "".join(map(passage.format, ("one", "two", ""))) + "Four.[^four]\n"
    )
    text = elements.read(BRIEF) + text + "\n[^four]: A note.\n\n[^three]: A note.\n"
    elements.write(BRIEF, text)
    assert elements.sphinx("html", "en").stderr == ""
    page = elements.read("build/plain/html/en/briefs/elements.html")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    calls = re.findall(
        r'<a class="footnote-reference[^>]* href="#([^"]+)" id="([^"]+)".*?</span>(\d+)<', page
    )
    # The first is in the note above it, and notes follow all that calls one.
    assert [name for name, *_ in calls[3:]] == ["one", "two", calls[5][0], "four", "three"]
    assert sorted(int(number) for *_, number in calls) == [*range(1, len(calls) + 1)]
    for note, call, _ in calls:
        assert f'id="{note}"' in page
        assert f'role="doc-backlink" href="#{call}"' in page


# Quotes and passages


def test_whose_a_quote_is_stands_outside_it(pages: dict[str, str]) -> None:
    quotes = re.findall(r'<figure class="quotation">.*?</figure>', pages["it"], re.DOTALL)
    assert [text_of(quote.split("</blockquote>")[1]) for quote in quotes] == [
        "— Ada Lovelace, Note",
        "— Albert Einstein (fisico)",
    ]


def test_a_passage_has_its_language_and_its_quotation_marks(pages: dict[str, str]) -> None:
    french = '<span lang="fr">raison d’être «\u202fmême\u202f»</span>'
    assert french in pages["en"].replace("\u00a0", "\u202f")
    assert french in pages["it"].replace("\u00a0", "\u202f")
    assert "the pact “itself”" in pages["en"]
    assert "del «patto»" in pages["it"]
    assert '<p lang="de">Ein Absatz „auf Deutsch“.</p>' in pages["en"]


def test_the_language_of_a_text_is_a_tag_of_the_web(elements: Publication) -> None:
    elements.replace("conf.py", '["en", "it"]', '["en", "it", "zh_Hans"]')
    source = "---\nlanguage: zh-Hans\n---\n\n# 港口\n\n船。[船]{lang=ZH-hant}\n"
    elements.write("docs/briefs/harbours.md", source)
    assert elements.sphinx("html", "en").stderr == ""
    page = elements.read("build/plain/html/en/briefs/harbours.html")
    assert '<h1 lang="zh-Hans">港口</h1>' in page
    assert '<p lang="zh-Hans">船。<span lang="zh-Hant">船</span></p>' in page


def test_restructuredtext_has_passages_too(elements: Publication) -> None:
    role = 'The :lang:`fr: entente "cordiale"`.\n'
    elements.replace(BRIEF, "An indented quote follows.\n", role)
    assert elements.sphinx("html", "en").stderr == ""
    page = elements.read("build/plain/html/en/briefs/elements.html").replace("\u00a0", "\u202f")
    assert '<span lang="fr">entente «\u202fcordiale\u202f»</span>' in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ("lang=french!x", ""),
        ("lang=xx-yy-zz", "“xx-yy-zz” is no language tag"),
        ("lang=fr onclick=x", "“onclick” in braces does nothing"),
        ("lang=fr data-x=y", "“data-x” in braces does nothing"),
    ],
)
def test_other_attributes_do_nothing(elements: Publication, attributes: str, message: str) -> None:
    elements.replace(BRIEF, "{lang=fr}", f"{{{attributes}}}")
    done = elements.sphinx("html", "en")
    assert "onclick" not in elements.read("build/plain/html/en/briefs/elements.html")
    if message:
        assert re.search(rf"elements\.md:\d+: WARNING: {message}", done.stderr)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("translation", "found"),
    [
        ("La [ragione]{lang=fr}.", '<span lang="fr">ragione</span>'),
        ("La ragione.", "<p>La ragione.</p>"),
        ("La [ragione]{lang=de}.", ""),
        ("La [ragione]{lang=fr .wide}.", ""),
    ],
)
def test_a_translator_keeps_or_drops_a_language(
    elements: Publication, translation: str, found: str
) -> None:
    name = "locale/it/LC_MESSAGES/briefs/elements.po"
    text = elements.read(name)
    old = re.search(r'msgstr "La \[raison.*', text)
    assert old is not None
    elements.write(name, text.replace(old[0], f'msgstr "{translation}"'))
    done = elements.sphinx("html", "it")
    assert ("is not in the original" in done.stderr) == (not found)
    page = elements.read("build/plain/html/it/briefs/elements.html")
    assert found in page
    assert found or '<p lang="en">The <span lang="fr">' in page


# Terms, abbreviations, code, references


def test_terms_lead_to_their_glossary_and_speak_the_readers_language(
    pages: dict[str, str], built: Publication
) -> None:
    assert '<dt id="term-tariff">dazio</dt>' in pages["it"]
    assert re.search(r'href="#term-tariff"><span[^>]*>dazio<', pages["it"])
    assert re.search(r'href="#term-tariff"><span[^>]*>tariff<', pages["en"])
    other = built.read("build/plain/html/it/briefs/other.html")
    assert re.search(r'href="elements.html#term-quota"><span[^>]*>contingentamento<', other)
    assert 'href="elements.html#tables">le sue tabelle</a>' in other


def test_a_term_is_extracted_at_its_line(built: Publication) -> None:
    entries = polib.pofile(built.path / "build/plain/gettext/en/briefs/elements.pot")
    source = built.read(BRIEF).splitlines()
    for entry in entries:
        if entry.msgid in ("tariff", "quota"):
            ((_, line),) = entry.occurrences
            assert source[int(line) - 1] == entry.msgid


def test_an_abbreviation_is_explained_at_every_use(pages: dict[str, str]) -> None:
    assert pages["it"].count('<abbr title="Unione europea">UE</abbr>') == 2
    # In words after the first: no finger can ask for it.
    assert pages["it"].count("</abbr> (Unione europea)") == 1


def test_a_translation_gives_a_picture_in_the_text_other_words(pages: dict[str, str]) -> None:
    assert re.search(r'Un’icona <img alt="una nave" src="[^"]*chart-[^"]*"', pages["it"])


@pytest.mark.slow
def test_a_book_explains_an_abbreviation_at_its_first_use(elements: Publication) -> None:
    assert elements.sphinx("briefepub", "it").stderr == ""
    with zipfile.ZipFile(elements.path / "build/plain/briefepub/it/briefs/elements.epub") as book:
        text = book.read("EPUB/text.xhtml").decode()
        style = book.read("EPUB/style.css").decode()
    assert text.count("UE</abbr> (Unione europea)") == 1
    assert 'lang="fr" xml:lang="fr"' in text or 'xml:lang="fr"' in text
    assert ".highlight .k {" not in style  # the colour of text is the reader's


# All of it


@pytest.mark.slow
def test_all_elements_pass_all_checks(elements: Publication) -> None:
    done = elements.briefpress("build", "-W")
    assert (done.returncode, done.stderr) == (0, "")
    done = elements.briefpress("check", "-b", "elements", "-b", "other", "-l", "it")
    assert done.returncode == 0, done.stdout + done.stderr
    with pypdfium2.PdfDocument(elements.site / "it/briefs/elements.pdf") as pdf:
        words = " ".join(page.get_textpage().get_text_range() for page in pdf)
    for word in (
        "Figura 1",
        "Fonte: Elaborazione",
        "Crediti: Jane",
        "Tabella 4",
        "« même »",
        "UE (Unione europea)",
    ):
        assert word in " ".join(words.replace("\u00a0", " ").split())


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["text", "latex", "briefepub"])
def test_other_builders_know_the_elements(elements: Publication, builder: str) -> None:
    elements.write("docs/index.md", "# All\n\n```{toctree}\nbriefs/elements\nbriefs/other\n```\n")
    done = elements.sphinx(builder, "it")
    assert (done.returncode, done.stderr) == (0, "")
