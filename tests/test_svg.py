"""Pictures per language: the words of an SVG picture are translated, and nothing else changes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import polib
import pytest
from conftest import Publication
from test_charts import add, translate

from briefpress.svg import BadPicture, is_wordy, read_picture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">'
MAP = f"""\
<?xml version="1.0"?>
{HEAD}
  <title>A map of the
    harbour</title>
  <text x="1" y="30" font-size="14">North &amp; South <tspan dy="2">harbour</tspan> 5 km</text>
  <text x="1" y="60">12.5 %</text>
</svg>
"""
WORDS = {
    "A map of the harbour": "Carta del porto",
    "North & South": 'Nord & < \\"Sud\\"',
    "harbour": "porto",
    "A map.": "Una carta.",
    "The map": "La carta",
    "A small map": "Una carta piccola",
}
FIGURE = """\
```{figure} map.svg
:alt: A map.

The map
```

![A small map](map.svg)
"""


@pytest.fixture
def mapped(two_languages: Publication) -> Publication:
    """A brief that shows an SVG picture twice, translated."""
    two_languages.write("docs/briefs/map.svg", MAP)
    add(two_languages, FIGURE)
    translate(two_languages, WORDS)
    return two_languages


def make(publication: Publication, language: str, builder: str = "html") -> None:
    done = publication.sphinx(builder, language)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def shown(publication: Publication, language: str) -> list[Path]:
    html = publication.read(f"build/plain/html/{language}/briefs/ports.html")
    folder = publication.path / f"build/plain/html/{language}/briefs"
    return [folder / name for name in re.findall(r'<img [^>]*src="([^"]*/map[^"]+)"', html)]


@pytest.mark.slow
def test_words_are_translated_and_nothing_else(mapped: Publication) -> None:
    make(mapped, "it")
    first, second = shown(mapped, "it")
    assert first == second
    assert [file.name for file in first.parent.glob("map*")] == [first.name]
    expected = MAP.replace('100">', '100" xml:lang="it">')
    expected = expected.replace("A map of the\n    harbour", "Carta del porto")
    expected = expected.replace("North &amp; South", 'Nord &amp; &lt; "Sud"')
    assert first.read_text(encoding="utf-8") == expected.replace(">harbour<", ">porto<")
    make(mapped, "en")
    assert shown(mapped, "en")[0].read_text(encoding="utf-8") == MAP


def test_words_are_messages_once_with_their_line(mapped: Publication) -> None:
    make(mapped, "en", "gettext")
    file = mapped.path / "build/plain/gettext/en/briefs/ports.pot"
    found = {entry.msgid: entry.occurrences for entry in polib.pofile(str(file))}
    places = [(Path(path).name, line) for path, line in found["North & South"]]
    assert places == [("map.svg", "5")]
    assert Path(found["A map of the harbour"][0][0]).name == "map.svg"
    assert not {"12.5 %", "5 km", "km"} & set(found)


@pytest.mark.slow
def test_a_word_that_is_not_translated_counts(mapped: Publication) -> None:
    def done() -> str:
        built = mapped.briefpress("build", "--format", "html")
        assert built.returncode == 0, built.stderr
        return next(line for line in built.stdout.splitlines() if re.match(r"ports +it", line))

    assert "100 %" in done()
    catalogue = "locale/it/LC_MESSAGES/briefs/ports.po"
    mapped.replace(catalogue, 'msgstr "Carta del porto"', 'msgstr ""')
    assert "100 %" not in done()


def test_a_picture_of_the_front_matter_is_translated_too(mapped: Publication) -> None:
    banner = "banner:\n  image: map.svg\n  alt: A map.\n"
    mapped.replace("docs/briefs/ports.md", "number: 1\n", f"number: 1\n{banner}")
    make(mapped, "it")
    drawings = set(shown(mapped, "it"))
    assert len(shown(mapped, "it")) == 3
    (drawing,) = drawings
    assert ">porto<" in drawing.read_text(encoding="utf-8")
    make(mapped, "en")
    assert {file.read_text(encoding="utf-8") for file in shown(mapped, "en")} == {MAP}


INLINE = "The ![gate](map.svg) opens for ![a *ship*](map.svg)."


def test_a_picture_among_words_is_translated_with_them(mapped: Publication) -> None:
    add(mapped, f"{INLINE}\n")
    make(mapped, "en", "gettext")
    file = mapped.path / "build/plain/gettext/en/briefs/ports.pot"
    found = {entry.msgid for entry in polib.pofile(str(file))}
    assert INLINE in found
    assert not {"gate", "a ship"} & found
    assert "A small map" in found
    make(mapped, "en")
    page = mapped.read("build/plain/html/en/briefs/ports.html")
    assert 'alt="gate"' in page
    assert 'alt="a ship"' in page
    translate(mapped, {INLINE: "A ![una nave](map.svg) apre la ![porta](map.svg)."})
    make(mapped, "it")
    page = mapped.read("build/plain/html/it/briefs/ports.html")
    assert re.search('A <img alt="una nave"[^>]*> apre la <img alt="porta"[^>]*>[.]', page)
    assert len(shown(mapped, "it")) == 4
    assert len(set(shown(mapped, "it"))) == 1


@pytest.mark.parametrize(
    ("translation", "reason"),
    [
        ("La ![porta](map.svg) si apre.", "the picture map.svg is lost"),
        ("![a](map.svg) ![b](map.svg) ![c](map.svg)", "more often than in the original"),
        ("![a](map.svg) ![b](other.svg)", "the picture other.svg is not in the original"),
    ],
)
def test_a_translation_has_the_pictures_of_the_original(
    mapped: Publication, translation: str, reason: str
) -> None:
    add(mapped, f"{INLINE}\n")
    translate(mapped, {INLINE: translation})
    done = mapped.sphinx("html", "it")
    assert done.returncode != 0
    assert reason in done.stderr
    assert "locale/it/LC_MESSAGES/briefs/ports.po:" in done.stderr


@pytest.mark.slow
def test_a_changed_picture_is_read_again(mapped: Publication) -> None:
    make(mapped, "it")
    before = shown(mapped, "it")[0].name
    mapped.replace("docs/briefs/map.svg", 'y="60"', 'y="61"')
    make(mapped, "it")
    assert shown(mapped, "it")[0].name != before
    assert 'y="61"' in shown(mapped, "it")[0].read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_picture_for_one_language_stands_for_the_other(mapped: Publication) -> None:
    make(mapped, "it")
    mapped.write("docs/briefs/map.it.svg", f"{HEAD}<text>Tutta italiana</text></svg>")
    make(mapped, "it")
    assert "Tutta italiana" in shown(mapped, "it")[0].read_text(encoding="utf-8")
    mapped.replace("docs/briefs/map.it.svg", "Tutta", "Molto")
    make(mapped, "it")
    assert "Molto italiana" in shown(mapped, "it")[0].read_text(encoding="utf-8")
    (mapped.path / "docs/briefs/map.it.svg").unlink()
    make(mapped, "it")
    assert "Carta del porto" in shown(mapped, "it")[0].read_text(encoding="utf-8")


@pytest.mark.slow
def test_all_formats_take_the_translated_picture(mapped: Publication) -> None:
    mapped.build()
    (site,) = (mapped.site / "it/_images").glob("map*")
    with zipfile.ZipFile(mapped.site / "it/briefs/ports.epub") as book:
        assert book.read(f"EPUB/_images/{site.name}") == site.read_bytes()
    assert b"Carta del porto" in site.read_bytes()
    pdf = mapped.path / "build/stage/pdf/it"
    assert (pdf / "_images" / site.name).read_bytes() == site.read_bytes()


BAD = {
    "<script>alert(1)</script>": "<script>",
    '<g onload="alert(1)"/>': "an action (onload)",
    "<foreignObject/>": "<foreignObject>",
    '<image href="https://example.org/a.png"/>': "an address",
    '<image href="../../conf.py"/>': "an address",
    '<image href="data:image/svg+xml,x"/>': "an address",
    '<use href="other.svg#a"/>': "an address",
    '<a href="javascript:alert(1)"/>': "an address",
    '<rect fill="url(https://example.org/a)"/>': "a style",
    "<style>@import 'a.css';</style>": "a style",
    "<style>g { fill: url('a.png') }</style>": "a style",
    '<rect style="fill: u\\72l(a.png)"/>': "a style",
    '<animate attributeName="href" to="javascript:alert(1)"/>': "an animation",
    "<g>": "cannot be read",
}


@pytest.mark.parametrize("inner", BAD)
def test_pictures_that_do_things_are_refused(inner: str) -> None:
    with pytest.raises(BadPicture) as fault:
        read_picture(f"{HEAD}\n<g>\n{inner}</g></svg>".encode())
    assert BAD[inner] in str(fault.value)
    assert fault.value.line == 3


def test_other_bad_pictures_are_refused() -> None:
    for content, line in (
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>\n{HEAD}&a;</svg>'.encode(), 1),
        (f'<?xml-stylesheet href="a.css"?>{HEAD}</svg>'.encode(), 1),
        (f'<!DOCTYPE svg SYSTEM "a.dtd">\n{HEAD}</svg>'.encode(), 1),
        (b"<html/>", 1),
        (f"{HEAD}\n<text>citt\u00e0</text></svg>".encode("latin-1"), 2),
    ):
        with pytest.raises(BadPicture) as fault:
            read_picture(content)
        assert fault.value.line == line


def test_a_bad_picture_is_named_with_its_line(mapped: Publication) -> None:
    mapped.replace("docs/briefs/map.svg", "</svg>", "<script/>\n</svg>")
    done = mapped.sphinx("html", "it")
    assert done.returncode != 0
    assert "docs/briefs/map.svg:7: ERROR: the picture cannot be used: it holds <script>" in (
        done.stderr
    )


GOOD = f"""{HEAD}<style>.a {{ fill: url("#b") }}</style><defs><linearGradient id="b"/></defs>
<a href="https://example.org"><use href="#c"/></a><image href="data:image/png;base64,AA=="/>
<text><![CDATA[One <two>]]> &#233;</text><metadata><title xmlns="urn:x">Not me</title></metadata>
<text xml:space="preserve">  Three  <!-- a remark -->four </text></svg>"""


def test_the_place_of_words_is_found_in_any_picture() -> None:
    picture = read_picture(GOOD.encode())
    assert [words.text for words in picture.words] == ["One <two> é", "Three", "four"]
    written = picture.translated({"One <two> é": "Ä", "four": "4 & 5"}, "de")
    assert "<text>Ä</text>" in written
    assert '<text xml:space="preserve">  Three  <!-- a remark -->4 &amp; 5 </text>' in written
    french = read_picture(f'{HEAD[:-1]} xml:lang="en"><text>a b</text></svg>'.encode())
    assert french.translated({"a b": "c"}, "fr").count("xml:lang") == 1


@pytest.mark.parametrize(
    "text", ["2024", "12.5 %", "5 km", "1,200 t", "−3 °C", "30 €", "μg/m³", "–"]
)
def test_numbers_with_units_are_no_words(text: str) -> None:
    assert not is_wordy(text)


@pytest.mark.parametrize("text", ["Oslo", "5 ships", "12 % of all", "km from Rome", "Q1"])
def test_words_are_words(text: str) -> None:
    assert is_wordy(text)
