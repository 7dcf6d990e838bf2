"""An institution's colours, said in conf.py, are those of all that is made."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Publication, files, restored
from PIL import Image, ImageColor

from briefpress.colour import contrast, hue_of, luminance, parsed
from briefpress.colour_settings import DARK, LIGHT, wrong_colours
from briefpress.epub.cover import HEIGHT, MASTHEAD
from briefpress.pattern import shade
from briefpress.pdf.inks import Mixer
from briefpress.pdf.profile import profile_file
from briefpress.themes.tokens import Tokens, packaged

OWN = {"ink": "#101820", "accent": "#7A1F3D", "signal": "#5b3a00", "quiet": "#4a4f3a"}
OWN |= {"rule": "#c8c0a8", "paper": "#fffdf8", "chart-2": "#00695c"}
OWN |= {"chart-3": "#6d7f00", "chart-4": "#a87900"}
ON_DARK = {"accent": "#f0b3c8"}
TOKENS = Tokens.chosen(OWN, ON_DARK)
CONF = f"briefpress_colours = {OWN}\nbriefpress_dark_colours = {ON_DARK}\n"

BRIEF = """---
title: Ports
description: Ships carry most of what is traded.
authors: [north-desk]
---

## Ships

{math}`E = m c^2`, and [a link](https://example.org/).

```{chart} Trade grows
:name: trade
:kind: line
:alt: Trade grows.
:source: Us.

Year,North,South,East,West
2020,1,2,3,4
2021,2,3,5,7
```
"""
DRAFT = """---
title: Rivers
description: What rivers carry.
authors: [north-desk]
status: draft
---

## Boats

Few.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publication]:
    """A small publication in colours of its own, in all formats."""
    folder = tmp_path_factory.mktemp("colours") / "publication"
    publication = Publication.of("two-languages", folder)
    publication.replace("conf.py", '["en", "it"]', '["en"]')
    publication.add("conf.py", CONF)
    publication.write("docs/briefs/ports.md", BRIEF)
    publication.write("docs/briefs/rivers.md", DRAFT)
    formats = [f"--format={name}" for name in ("html", "epub", "pdf", "print")]
    publication.build(*formats)
    return publication


def held(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as book:
        return {name: book.read(name) for name in book.namelist()}


def painted(file: Path) -> set[tuple[str, ...]]:
    """The operators that choose a colour of a PDF: ``("rg", "0.48", …)``."""
    found = set()
    with pikepdf.open(file) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        drawn = [o for o in forms if o.get("/Subtype") == "/Form"]
        for content in (*pdf.pages, *drawn):
            for operands, operator in pikepdf.parse_content_stream(content):
                if str(operator) in ("rg", "RG", "k", "K"):
                    found.add((str(operator), *(f"{float(part):.2f}" for part in operands)))
    return found


def as_light(colour: str) -> tuple[str, ...]:
    return tuple(f"{part / 255:.2f}" for part in parsed(colour))


# Black and white are colours of much else.
DEFAULTS = {
    value
    for name, value in packaged().light.items()
    if re.fullmatch("#[0-9a-f]{6}", value) and name != "paper"
}
DEFAULTS |= {packaged().dark[name] for name in ("accent", "signal", "tint", "chart-1", "chart-2")}


@pytest.mark.slow
def test_no_text_that_is_made_has_a_colour_of_the_theme(made: Publication) -> None:
    texts = {
        file.name: file.read_text("utf-8")
        for file in (made.path / "build").glob("*/en/**/*")
        if file.suffix in (".css", ".html", ".svg")
    }
    texts |= {
        f"{book.stem}/{name}": content.decode()
        for book in (made.path / "build").glob("[sd]*/**/*.epub")
        for name, content in held(book).items()
        if name.endswith((".css", ".xhtml", ".svg"))
    }
    assert {"ports.html", "style.css", "ports/EPUB/style.css", "rivers/EPUB/style.css"} <= {*texts}
    told = {name: re.findall("#[0-9a-f]{6}", text) for name, text in texts.items()}
    assert not [name for name, colours in told.items() if {*colours} & DEFAULTS]


@pytest.mark.slow
def test_web_pages_have_the_colours_on_light_and_dark_screens(made: Publication) -> None:
    light, _, dark = made.read("build/site/en/_static/style.css").partition("@media (prefers")
    for name, value in OWN.items():
        assert f"--{name}: {value.lower()};" in light
    assert f"--accent: {ON_DARK['accent']};" in dark
    # The chart is coloured by the page.
    page = made.read("build/site/en/briefs/ports.html")
    assert "var(--chart-1)" in page
    assert "var(--ink)" in page
    assert f"--band: {shade(TOKENS.hue)}" in page


@pytest.mark.slow
def test_books_and_their_covers_have_them(made: Publication) -> None:
    book = held(made.site / "en/briefs/ports.epub")
    style = book["EPUB/style.css"].decode()
    assert "--accent: #7a1f3d;" in style
    [chart] = [content.decode() for name, content in book.items() if name.endswith(".svg")]
    assert {TOKENS[f"chart-{number}"] for number in (1, 2, 3, 4)} <= {*re.findall("#.{6}", chart)}
    draft = held(made.path / "build/drafts/en/rivers.epub")
    cover = Image.open(io.BytesIO(draft["EPUB/cover.png"])).convert("RGB")
    for y, colour in ((5, OWN["paper"]), (MASTHEAD + 5, OWN["signal"])):
        assert cover.getpixel((5, y)) == ImageColor.getrgb(colour)
    assert cover.getpixel((5, HEIGHT - 5)) == ImageColor.getrgb(shade(TOKENS.hue))


@pytest.mark.slow
def test_pdfs_have_them(made: Publication) -> None:
    found = painted(made.site / "en/briefs/ports.pdf")
    for name in ("ink", "accent", "quiet", *(f"chart-{number}" for number in (1, 2, 3, 4))):
        assert ("rg", *as_light(TOKENS[name])) in found, name
    assert ("rg", *as_light(shade(TOKENS.hue))) in found
    # That of words across the pages of a draft.
    draft = painted(made.path / "build/drafts/en/rivers.pdf")
    assert ("rg", *as_light(OWN["signal"])) in draft
    for name in ("ink", "accent", "signal", "quiet", "chart-2"):
        assert not {("rg", *as_light(packaged()[name]))} & (found | draft), name


@pytest.mark.slow
def test_the_press_mixes_them(made: Publication) -> None:
    found = painted(made.path / "build/print/en/ports.pdf")
    mixer = Mixer(profile_file(), ())
    for name in ("accent", "chart-2", "chart-3", "chart-4"):
        inks = mixer.inks(*(part / 255 for part in parsed(TOKENS[name])))
        assert ("k", *(f"{ink:.2f}" for ink in inks)) in found, name
    # Text is black alone.
    assert ("k", "0.00", "0.00", "0.00", "1.00") in found
    assert inks_of_black(found) >= 2
    theirs = packaged().press["accent"]
    assert ("k", *(f"{ink / 100:.2f}" for ink in theirs)) not in found


def inks_of_black(found: set[tuple[str, ...]]) -> int:
    """How many tints of black alone there are."""
    return len([1 for _, *inks in found if inks[:3] == ["0.00"] * 3])


@pytest.mark.slow
def test_another_colour_makes_everything_anew_and_the_same_nothing(made: Publication) -> None:
    formats = ("--format", "html", "--format", "epub", "--format", "pdf")
    before = files(made.site)
    with restored(made):
        made.replace("conf.py", "#7A1F3D", "#1f5c3d")
        made.build(*formats)
        after = files(made.site)
        changed = {name for name, content in after.items() if before.get(name) != content}
        assert {f"en/briefs/ports.{kind}" for kind in ("epub", "pdf")} <= changed
        assert "en/_static/style.css" in changed
        assert ("rg", *as_light("#1f5c3d")) in painted(made.site / "en/briefs/ports.pdf")
        book = held(made.site / "en/briefs/ports.epub")
        assert b"#1f5c3d" in book["EPUB/style.css"]
        # The chart is drawn when the brief is read.
        assert any(b"#1f5c3d" in book[name] for name in book if name.endswith(".svg"))
        made.replace("conf.py", "#1f5c3d", "#7A1F3D")
        made.build(*formats)
        assert files(made.site) == before


# -- What hangs together --------------------------------------------------------------------------


def test_one_colour_is_enough() -> None:
    made = Tokens.chosen({"accent": "#0b5d1e"})
    assert made["chart-1"] == "#0b5d1e"
    assert made.hue == round(hue_of(parsed("#0b5d1e"))[0])
    assert made["tint"] != packaged()["tint"]
    assert made["ink"] == packaged()["ink"]
    for name in ("accent", "chart-1"):
        dark = parsed(made.dark[name])
        assert hue_of(dark)[0] == pytest.approx(made.hue, abs=3)
        assert luminance(dark) == pytest.approx(luminance(parsed(packaged().dark[name])), abs=0.01)
    assert made.dark["signal"] == packaged().dark["signal"]
    assert "accent" not in made.press
    assert made.press["signal"] == packaged().press["signal"]


def test_what_is_named_is_as_it_is_said() -> None:
    own = {"accent": "#0b5d1e", "chart-1": "#222222", "tint": "#f0f0f0", "hue": 20}
    made = Tokens.chosen(own, {"chart-1": "#dddddd"}, {"accent": (80, 0, 90, 30)})
    assert [made[name] for name in own] == ["#0b5d1e", "#222222", "#f0f0f0", "20"]
    assert made.dark["chart-1"] == "#dddddd"
    assert made.press["accent"] == (80, 0, 90, 30)


def test_a_grey_has_no_hue() -> None:
    assert Tokens.chosen({"accent": "#333333"}).hue == packaged().hue


def test_the_theme_alone_is_as_it_is() -> None:
    assert Tokens.chosen() == packaged()


def test_inks_of_a_colour_are_those_of_all_that_has_it() -> None:
    press = Tokens.chosen(inks={"accent": (90, 40, 0, 50)}).press
    assert press["accent"] == press["chart-1"] == (90, 40, 0, 50)


# -- Mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        (LIGHT, {"acent": "#7a1f3d"}, "no such colour; did you mean “accent”?"),
        (LIGHT, {"text-face": "Arial"}, "“text-face”, and there is no such colour"),
        (LIGHT, {"accent": "red"}, "“accent” is 'red', but takes a colour like '#12395b'"),
        (LIGHT, {"accent": "#7a1"}, "but takes a colour like"),
        (LIGHT, {"accent": "#7a1f3d; }"}, "but takes a colour like"),
        (LIGHT, {"accent": 0x7A1F3D}, "but takes a colour like"),
        (LIGHT, {"hue": 360}, "“hue” is 360, but takes degrees from 0 (red) to 359"),
        (LIGHT, {"hue": "#7a1f3d"}, "but takes degrees"),
        (LIGHT, {"hue": True}, "but takes degrees"),
        (DARK, {"hue": 20}, "“hue”, and there is no such colour"),
        (DARK, {"accent": None}, "“accent” is None, but takes a colour like '#9cc3e6'"),
    ],
)
def test_a_wrong_colour_is_told(setting: str, value: dict[str, Any], message: str) -> None:
    [(_, said)] = wrong_colours(setting, value)
    assert message in said


@pytest.mark.parametrize(
    ("conf", "line", "message"),
    [
        (
            'briefpress_colours = {\n    "signal": "#5b3a00",\n    "acent": "#7a1f3d",\n}',
            3,
            "error: briefpress_colours: it names “acent”",
        ),
        ('briefpress_colours = "#7a1f3d"', 1, "error: briefpress_colours is '#7a1f3d', but takes"),
        (
            'briefpress_colours = {\n    "accent": "#e8a0b8"}',
            2,
            "error: briefpress_colours: in the palette “light”, accent (#e8a0b8) on paper "
            "(#ffffff) has a contrast of 2.07:1; it needs 4.5:1",
        ),
        (
            'briefpress_dark_colours = {\n    "accent": "#40101d"}',
            2,
            "error: briefpress_dark_colours: in the palette “dark”, accent (#40101d) on paper",
        ),
    ],
)
def test_colours_that_cannot_be_are_refused_with_their_line(
    two_languages: Publication, conf: str, line: int, message: str
) -> None:
    first = two_languages.add("conf.py", f"{conf}\n")
    done = two_languages.briefpress("build")
    assert done.returncode == 1
    assert f"conf.py:{first + line - 1}: {message}" in done.stderr


@pytest.mark.slow
def test_colours_that_tire_are_warned_of_once(two_languages: Publication) -> None:
    accent = "#c8102e"
    assert 4.5 < contrast(parsed(accent), parsed("#ffffff")) < 7
    line = two_languages.add("conf.py", f'briefpress_colours = {{"accent": "{accent}"}}\n')
    done = two_languages.briefpress("build", "--format", "html")
    assert done.returncode == 0
    message = f"conf.py:{line}: warning: briefpress_colours: in the palette “light”, accent"
    assert done.stderr.count(message) == 1
    assert done.stderr.count("contrast of 5.88:1; that can be read, but 7:1 tires less") == 1
    done = two_languages.sphinx("html", "en", strict=False)
    assert f"conf.py:{line}: WARNING: briefpress_colours: in the palette" in done.stderr
    more = 'suppress_warnings = ["briefpress.contrast"]\n'
    two_languages.add("conf.py", more)
    two_languages.build("--format", "html")
