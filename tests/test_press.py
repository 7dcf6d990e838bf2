"""What a printer gets: the print edition."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from conftest import Publication, restored
from PIL import Image

from briefpress.pdf.inks import BLACK, MOST_INK, Mixer
from briefpress.pdf.separation import separate
from briefpress.press_settings import PrintSettings, wrong_settings
from briefpress.themes.tokens import packaged

MM = 72 / 25.4
# Everything that an author or WeasyPrint might paint in the colours of a screen.
COLOURFUL = """
A line with a [link](https://example.org/x).

![A picture](photo.png)

![A drawing](drawing.svg)

<p style="color: #c0392b; border: 2px inset rgb(1, 99, 7); outline: 1px solid teal">Painted.</p>
<p style="color: oklch(60% 0.2 30); background: linear-gradient(90deg, #ff0000, #0000ff)">Ramp.</p>
<p style="box-shadow: 0 0 9px #888; opacity: 0.5; background: lab(50% 40 20)">Shadow.</p>
<p style="color: device-cmyk(0 1 0 0); border: 2px solid device-cmyk(1 1 1 1)">Ink.</p>
<p><mark>Marked</mark> <u style="color: teal">u</u></p>

```python
def answer() -> int:
    return 42  # a comment
```
"""
# What PDF/X-1a can have in the colour that is seen, and what it cannot.
TRANSLUCENT = """
<p style="color: rgba(0, 0, 0, 0.498); background: rgba(255, 255, 255, 0.3)">Grey.</p>
<p style="color: device-cmyk(0 1 0 0 / 0.5); border: 1px solid #0008">Pink.</p>
<p style="opacity: 0.5; background: linear-gradient(#f008, #00f8)">All <b>fades</b>.</p>
<p style="color: transparent">Nothing.</p>
<p><svg aria-label="Two" viewBox="0 0 9 9" width="90"><circle r="5" opacity="0.5"/></svg></p>
"""
FADING = """
<p style="box-shadow: 0 0 9px #888">Shadow.</p>

<div style="opacity: 0.5">

![A picture](photo.png)

</div>

<p style="background: linear-gradient(#f00, #00f); color: #0008">Text.</p>
"""
HAIRLINE = 0.65  # CSS px: half a point
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><defs>
<linearGradient id="g"><stop stop-color="#0a0"/><stop offset="1" stop-color="#a0a"/>
</linearGradient></defs><rect width="20" height="20" fill="url(#g)"/>
<circle cx="30" cy="10" r="8" fill="orange"/></svg>
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, profile: Path) -> Publication:
    """A publication whose brief is as colourful as can be, printed."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("press") / "two-languages")
    made.add("docs/briefs/ports.md", COLOURFUL)
    made.write("docs/briefs/drawing.svg", DRAWING)
    photo = Image.radial_gradient("L").resize((1300, 800))
    Image.merge("RGB", (photo, photo.rotate(180), photo)).save(made.path / "docs/briefs/photo.png")
    made.build("--format", "print", "--language", "en")
    return made


@pytest.fixture(scope="module")
def sheets(printed: Publication) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(printed.path / "build/print/en/ports.pdf") as pdf:
        yield pdf


def painted(pdf: pikepdf.Pdf) -> set[tuple[str, ...]]:
    """Every colour that is set in *pdf*, with its operator."""
    operators = {"rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN", "g", "G", "k", "K"}
    contents: list[pikepdf.Object | pikepdf.Page] = list(pdf.pages)
    contents += [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Stream)
        and (thing.get("/Subtype") == "/Form" or thing.get("/PatternType") == 1)
    ]
    return {
        (str(step.operator), *map(str, step.operands))
        for content in contents
        for step in pikepdf.parse_content_stream(content)
        if str(step.operator) in operators
    }


def total(inks: tuple[str, ...]) -> float:
    return sum(map(float, inks))


# -- Inks ----------------------------------------------------------------------------------------


def test_black_white_and_greys_are_black_alone(profile: Path) -> None:
    mixer = Mixer(profile, ())
    assert mixer.inks(0, 0, 0) == BLACK
    assert mixer.inks(1, 1, 1) == (0, 0, 0, 0)
    assert mixer.inks(0.08, 0.08, 0.08) == BLACK, "no dots of 97 %"
    *colours, black = mixer.inks(0.5, 0.5, 0.5)
    assert colours == [0, 0, 0]
    assert 0.5 < black < 0.75
    for grey in (1, 40, 0x80, 200, 254):
        content = io.BytesIO()
        Image.new("RGB", (2, 2), (grey, grey, grey)).save(content, "PNG")
        made, _ = separate(content.getvalue(), "image/png", profile)
        printed = 1 - Image.open(io.BytesIO(made)).convert("L").getpixel((0, 0)) / 255
        assert mixer.inks(*[grey / 255] * 3)[3] == pytest.approx(printed), "as in a picture"


def test_colours_of_the_eye_are_mixed_as_they_look(profile: Path) -> None:
    cyan, magenta, *_ = Mixer(profile, ()).inks_of_lab(50, 60, 20)
    assert magenta > 0.7 > 0.2 > cyan
    cyan, magenta, *_ = Mixer(profile, ()).inks_of_lab(50, -50, 20)
    assert cyan > 0.7 > 0.2 > magenta


@pytest.mark.parametrize("name", ["#12395b", "#174422", "#000080", "#ff00ff", "#8f2f0f"])
def test_no_colour_takes_too_much_ink(profile: Path, name: str) -> None:
    red, green, blue = (part / 255 for part in bytes.fromhex(name[1:]))
    inks = Mixer(profile, ()).inks(red, green, blue)
    assert 0 < sum(inks) <= MOST_INK / 100 + 1e-9
    assert Mixer(profile, [(name, (0, 0, 0, 0.5))]).inks(red, green, blue) == (0, 0, 0, 0.5)


def test_the_palette_of_the_press_is_dry_and_covers_the_theme() -> None:
    palette = packaged().press
    assert palette["ink"] == (0, 0, 0, 100)
    assert all(sum(inks) <= MOST_INK for inks in palette.values())
    assert {name: packaged()[name][0] for name in palette} == dict.fromkeys(palette, "#")
    by_colour: dict[str, set[tuple[float, ...]]] = {}
    for name, inks in palette.items():
        by_colour.setdefault(packaged()[name], set()).add(inks)
    assert all(len(inks) == 1 for inks in by_colour.values()), "one colour has two mixtures"


# -- Settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"standard": "PDF/X-3"}, "“standard” is 'PDF/X-3', but takes PDF/X-4 or PDF/X-1a:2003"),
        ({"bleed": "3mm"}, "“bleed” is '3mm', but takes millimetres from 0 to 20"),
        ({"bleed": True}, "but takes millimetres"),
        ({"marks": 1}, "“marks” is 1, but takes True or False"),
        ({"multiple": 2.5}, "but takes a number of pages"),
        ({"bleeds": 3}, "“bleeds”, and there is no such setting; did you mean “bleed”?"),
        ({"inks": {"accent": (100, 100, 100, 0)}}, "together at most 200"),
        ({"inks": {"acent": (100, 0, 0, 0)}}, "did you mean “accent”?"),
        ({"inks": (1, 0, 0, 0)}, "but takes cyan, magenta, yellow and black"),
    ],
)
def test_a_wrong_setting_is_told(setting: dict[str, object], message: str) -> None:
    [(_, said)] = wrong_settings(setting, tuple(packaged().press))
    assert message in said


def test_settings_as_documented_are_right() -> None:
    settings = PrintSettings()
    inks = {"accent": [92, 50, 0, 58]}
    right = {"standard": settings.standard, "bleed": 3.5, "multiple": 4, "inks": inks}
    assert not list(wrong_settings(right, tuple(packaged().press)))


def test_a_wrong_setting_is_told_with_its_line(two_languages: Publication) -> None:
    settings = 'briefpress_print = {\n    "marks": True,\n    "bled": 3,\n}\n'
    line = two_languages.add("conf.py", settings) + 2
    done = two_languages.briefpress("build")
    assert f"conf.py:{line}: error: briefpress_print: it has “bled”" in done.stderr
    two_languages.replace("conf.py", settings, 'briefpress_page_size = "A3"\n')
    done = two_languages.briefpress("build")
    assert "briefpress_page_size is 'A3', but takes" in done.stderr


# -- The file ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_page_has_its_boxes(sheets: pikepdf.Pdf) -> None:
    for page in sheets.pages:
        media, bleed, trim = (
            [float(edge) / MM for edge in page[name]]
            for name in ("/MediaBox", "/BleedBox", "/TrimBox")
        )
        assert trim == pytest.approx([0, 0, 210, 297], abs=0.001)
        assert bleed == pytest.approx([-3, -3, 213, 300], abs=0.001)
        assert media[0] < bleed[0]
        assert media[3] > bleed[3]
        assert page["/Group"]["/CS"] == "/DeviceCMYK"
        assert "/Annots" not in page


@pytest.mark.slow
def test_nothing_is_painted_in_colours_of_the_screen(sheets: pikepdf.Pdf) -> None:
    found = painted(sheets)
    assert {operator for operator, *_ in found} <= {"k", "K", "cs", "scn"}
    assert {tuple(inks) for operator, *inks in found if operator == "cs"} <= {("/Pattern",)}
    assert ("k", "0", "1", "0", "0") in found, "an author's own inks stay as they are"
    assert ("k", "0", "0", "0", "1") in found
    for operator, *inks in found:
        if operator in ("k", "K"):
            assert total(tuple(inks)) <= MOST_INK / 100 + 1e-6
    spaces = re.findall(
        rb"/(DeviceRGB|CalRGB|Lab|ICCBased)\b", b"".join(map(_written, sheets.objects))
    )
    assert not spaces


def _written(thing: pikepdf.Object) -> bytes:
    if isinstance(thing, pikepdf.Stream):
        return bytes(pikepdf.Dictionary(dict(thing.items())).unparse())
    return bytes(thing.unparse())


@pytest.mark.slow
def test_no_hairline_is_made_of_dots(sheets: pikepdf.Pdf) -> None:
    hairlines = []
    for page in sheets.pages:
        ink, height = [""], 0.0
        for step in pikepdf.parse_content_stream(page):
            if str(step.operator) == "k":
                ink = [*map(str, step.operands)]
            # A rule is what two rectangles do not share.
            thick = float(step.operands[3]) - height if str(step.operator) == "re" else 0
            if height and 0 < thick < HAIRLINE:
                hairlines.append(ink)
            height = float(step.operands[3]) if str(step.operator) == "re" else 0
    assert len(hairlines) > 2
    assert all(ink == ["0", "0", "0", "1"] for ink in hairlines)


@pytest.mark.slow
def test_black_is_printed_over_and_white_is_not(sheets: pikepdf.Pdf) -> None:
    steps = [
        (str(step.operator), tuple(map(str, step.operands)))
        for step in pikepdf.parse_content_stream(sheets.pages[0])
    ]
    after = {
        inks: steps[place + 1][1] for place, (operator, inks) in enumerate(steps) if operator == "k"
    }
    assert after["0", "0", "0", "1"] == ("/over",)
    assert after["0", "0", "0", "0"] == ("/knockout",)


@pytest.mark.slow
def test_it_says_what_it_is(sheets: pikepdf.Pdf, profile: Path) -> None:
    [intent] = sheets.Root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFX"
    assert intent["/OutputConditionIdentifier"] == "FOGRA39"
    assert intent["/DestOutputProfile"].read_bytes() == profile.read_bytes()
    assert sheets.docinfo["/Trapped"] == "/False"
    assert "/Outlines" not in sheets.Root
    packet = sheets.Root["/Metadata"].read_bytes().decode()
    assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in packet
    day = str(sheets.docinfo["/CreationDate"])
    assert re.fullmatch(r"D:\d{8}000000Z", day)
    assert f"<xmp:CreateDate>{day[2:6]}-{day[6:8]}-{day[8:10]}T00:00:00Z</xmp:CreateDate>" in packet


@pytest.mark.slow
def test_marks_stand_outside_of_the_bleed(sheets: pikepdf.Pdf) -> None:
    content = sheets.pages[0].Contents.read_bytes().decode("latin-1")
    marks = content[content.rindex("\nq ") :]
    assert marks.split("\n")[1] == "q 0 0 0 1 K 0.25 w"
    lines = re.findall(r"^(\S+) (\S+) m (\S+) (\S+) l S$", marks, re.MULTILINE)
    assert len(lines) == 8
    left, bottom, right, top = (float(edge) for edge in sheets.pages[0]["/BleedBox"])
    for line in lines:
        for x, y in (map(float, line[:2]), map(float, line[2:])):
            assert not (left <= x <= right and bottom <= y <= top)


@pytest.mark.slow
def test_it_is_no_part_of_the_site_and_of_what_is_made_unasked(printed: Publication) -> None:
    receipt = json.loads(printed.read("build/receipts/en/ports.print.json"))
    assert receipt["path"] == "print/en/ports.pdf"
    assert receipt["claims"] == ["PDF/X-4"]
    assert receipt["order"]["pages"] == receipt["pages"] >= 2
    assert receipt["order"]["marks"]
    assert "Nothing to do" in printed.build("--format", "print", "--language", "en")
    with restored(printed):
        said = printed.briefpress("build", "--language", "en").stdout
        [columns] = [line.split() for line in said.splitlines() if line.startswith("brief ")]
        assert "print" not in columns
        assert (printed.path / "build/print/en/ports.pdf").is_file()
        assert not list(printed.site.rglob("*print*"))
        printed.replace("docs/briefs/ports.md", "---\ntitle:", "---\nstatus: draft\ntitle:")
        printed.build("--format", "print", "--language", "en")
        assert not (printed.path / "build/print/en/ports.pdf").exists()


@pytest.mark.slow
def test_the_same_sources_give_the_same_bytes(printed: Publication, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere"
    shutil.copytree(printed.path, again, ignore=shutil.ignore_patterns("build"))
    Publication(again).build("--format", "print", "--language", "en")
    name = "build/print/en/ports.pdf"
    assert (again / name).read_bytes() == (printed.path / name).read_bytes()


@pytest.mark.slow
def test_blank_pages_fill_the_last_sheet_or_are_asked_for(
    two_languages: Publication, profile: Path
) -> None:
    conf = two_languages.read("conf.py")
    order = ("--format", "print", "--language", "en", "--brief", "ports")
    for blanks in (True, False):
        settings = {"multiple": 16, "blanks": blanks, "marks": False}
        two_languages.write("conf.py", f"{conf}briefpress_print = {settings}\n")
        done = two_languages.briefpress("build", *order)
        with pikepdf.open(two_languages.path / "build/print/en/ports.pdf") as pdf:
            assert (len(pdf.pages) == 16) is blanks
            assert pdf.pages[0]["/MediaBox"] == pdf.pages[0]["/BleedBox"]
        assert ("no multiple of 16" in done.stderr) is not blanks


@pytest.mark.slow
def test_pdf_x_1a_has_no_transparency(printed: Publication, profile: Path) -> None:
    order = ("--format", "print", "--language", "en", "--brief", "ports")
    with restored(printed):
        conf = printed.read("conf.py")
        printed.write("conf.py", f'{conf}briefpress_print = {{"standard": "PDF/X-1a:2003"}}\n')
        before = printed.read("docs/briefs/ports.md")
        printed.write("docs/briefs/ports.md", before + FADING)
        done = printed.briefpress("build", *order)
        told = re.findall(
            r"ports.md:(\d+): error: no print edition in en: here is (.*?),", done.stderr
        )
        line = before.count("\n") + 2
        colourful = before[: before.index('<p style="box-shadow')].count("\n") + 1
        assert told == [
            (str(colourful), "a shadow that fades out"),
            (str(line), "a shadow that fades out"),
            (str(line + 4), "a picture that is translucent as a whole"),
            (str(line + 8), "text translucent on a picture or a gradient"),
        ]
        text = before.replace("box-shadow: 0 0 9px #888; ", "") + TRANSLUCENT
        printed.write("docs/briefs/ports.md", text)
        printed.build(*order)
        with pikepdf.open(printed.path / "build/print/en/ports.pdf") as pdf:
            assert pdf.pdf_version == "1.4"
            assert pdf.docinfo["/GTS_PDFXVersion"] == "PDF/X-1a:2003"
            assert {operator for operator, *_ in painted(pdf)} <= {"k", "K", "cs", "scn"}
            assert not any("/Group" in page for page in pdf.pages)
            written = b"".join(map(_written, pdf.objects))
            assert b"/SMask" not in written
            assert b"/Transparency" not in written
            inks = {tuple(map(float, inks)) for operator, *inks in painted(pdf) if operator == "k"}
        # Half of what is opaque: (0, 0, 0, 1) and (0, 1, 0, 0) on paper.
        assert (0, 0.5, 0, 0) in inks
        grey = Mixer(profile, ()).inks(0.5, 0.5, 0.5)
        assert any(ink == pytest.approx(grey, abs=0.01) for ink in inks)


@pytest.mark.slow
def test_sphinx_alone_prints_too(two_languages: Publication, profile: Path) -> None:
    done = two_languages.sphinx("briefprint", "en")
    assert (done.returncode, done.stderr) == (0, "")
    file = two_languages.path / "build/plain/briefprint/en/briefs/ports.pdf"
    with pikepdf.open(file) as pdf:
        assert "/OutputIntents" in pdf.Root
    two_languages.add("conf.py", 'briefpress_print = {"profile": "no.icc"}\n')
    done = two_languages.sphinx("briefprint", "en")
    assert "there is no colour profile no.icc" in done.stderr
