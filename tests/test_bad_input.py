"""What authors hand in that is no good: a good page, or an error with file and line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pypdfium2 as pdfium
import pytest
from conftest import Publication
from PIL import Image, ImageDraw

pytestmark = pytest.mark.slow

HEAD = "---\ntitle: {title}\nauthors: [north-desk]\ndate: 2025-01-01\n---\n\n## One\n\n"
FIRST = HEAD.count("\n") + 1  # the line of the text's first one
LOREM = "Nine tenths of trade go by ship, and most of the rest by rail. "
WORD = "w" * 300
COLOUR = (200, 40, 120)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'


@dataclass(frozen=True)
class Bad:
    """*text* is a brief with something on its *line* (from 1) of which *message* is said."""

    text: str
    line: int
    message: str
    begin: str = "no PDF in en: "


def figure(name: str) -> str:
    return f"Text.\n\n```{{figure}} {name}\n:alt: a\n\nCaption\n```\n"


def row(cell: str, columns: int) -> str:
    return "|" + f" {cell} |" * columns + "\n"


def table(columns: int, word: str) -> str:
    return row(word, columns) + row("---", columns) + row(word, columns)


# Found as the sources are read: in all formats.
PICTURES = {
    "gone.png": "there is no picture “gone.png”",
    "empty.png": "“empty.png” is empty",
    "cut.png": "“cut.png” is damaged or not whole; fetch it again",
    "cut.jpg": "“cut.jpg” is damaged or not whole",
    "cut.webp": "“cut.webp” is damaged or not whole",
    "cut.avif": "“cut.avif” cannot be read as image/avif",
    "text.png": "“text.png” cannot be read as image/png",
    "huge.png": "“huge.png” has 20,000 × 20,000 pixels, more than the 64 million that can be shown",
    "large.png": "“large.png” has 9,000 × 9,000 pixels",
    "a.bmp": "“a.bmp” is of a kind that not all readers' programs show; save a drawing as .svg",
    "a.pdf": "“a.pdf” is of a kind",
    "a.heic": "“a.heic” is of a kind",
    "moving.gif": "“moving.gif” moves, and readers cannot stop it (WCAG 2.2, 2.2.2)",
}

# Found on the pages: the PDF of this brief alone is not made.
PAGES = {
    "note": Bad(f"Text.[^a]\n\nMore.\n\n[^a]: {LOREM * 40}\n", 5, "this note fills 4"),
    "table": Bad(f"Text.\n\n{table(20, 'Infrastructure')}", 3, "that “Infrastructure” is broken"),
    "formula": Bad(f"Text.\n\nSo {{math}}`{'x+' * 120}y`.\n", 3, "the formula is 7"),
    "html": Bad(
        f'Text.\n\n<p style="width: 300mm">{LOREM * 5}</p>\n', 3, "mm wider than its place"
    ),
    "font": Bad('Text.\n\n<p style="font-family: Comic">x</p>\n', 3, "“x” asks for the font Comic"),
    "embedded": Bad(
        "Text.\n\n<p>a</p>\n<img src=\"data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/"
        "svg'></svg>\" alt=b>\n",
        4,
        "put the picture beside the brief",
    ),
    "base": Bad(
        'Text.\n\n<base href="http://x/">\n\n<img src="ok.png" alt="">\n',
        3,
        "<base> changes the whole page, which nothing in a PDF or an ePub can do",
        begin="",
    ),
    "field": Bad("Text.\n\nYour name: <input value='Ann'>\n", 3, "<input> waits for", begin=""),
    "tab": Bad(
        'Text.\n\n<div>\n<img src="ht\ttp://x/ok.png" alt=""></div>\n', 4, "may not read http://x"
    ),
    "style": Bad(
        'Text.\n\n<p style="background:attr(title url)" title="x">x</p>\n',
        3,
        "WeasyPrint stopped: AssertionError; take “background:attr(title url)” out of the style",
    ),
    "drawing": Bad(figure("comic.svg"), 3, "the picture asks for the font Comic Neue"),
    "thai": Bad("Text.\n\n- item\n- นย\n", 4, "no font of the PDF has “นย” (U+0E19, U+0E22)"),
    "emoji": Bad("Text.\n\n| a |\n|---|\n| 😀 |\n", 5, "no font of the PDF has “😀” (U+1F600)"),
    "alphabets": Bad("```{box} 政策\nText.\n```\n", 1, "no font of the PDF has “政策”"),
    "picture": Bad(figure("words.svg"), 3, "no font of the PDF has “政”"),
}

GOOD = f"""\
<b id="docs" style="font-weight: normal"><p>From</p><div><p>the web</p></div></b>

Two\u2028lines of a program for layout.

Text {WORD} and <https://example.org/{"abcdef/" * 50}>, `{WORD}`.[^n]

## {WORD}

| Head | {WORD} |
| --- | --- |
| {WORD} | b |

{table(7, "Two words")}

```{{figure}} plain.png
:alt: a

Caption {WORD}
```

```{{box}} Title {WORD}
In it {WORD}.
```

```python
x = "{"a b " * 90}"
y = {WORD}
```

{"".join(f"{'  ' * level}- level-{level}" + chr(10) for level in range(14))}

{"".join(f"Calls[^m{note}] " for note in range(60))}

{"".join(f"{LOREM}[^p{note}]" + chr(10) * 2 for note in range(60))}

[^n]: Note {WORD}.
{"".join(f"[^m{note}]: Many-{note}." + chr(10) for note in range(60))}
{"".join(f"[^p{note}]: Paragraph-{note}." + chr(10) for note in range(60))}
"""

SHOWN = ("plain.png", "plain.webp", "plain.avif", "cmyk.jpg", "turned.jpg", "deep.png")
SHOWN += ("few.png", "once.gif", "strip.png", "percent.svg", "alpha.avif")


def make_pictures(folder: Path) -> None:
    """Write pictures of all kinds, good and bad ones, into *folder*."""
    plain = Image.effect_noise((300, 200), 9).convert("RGB")
    plain.paste(COLOUR, (0, 0, 150, 100))
    for name in ("plain.png", "plain.webp", "plain.avif", "a.bmp", "a.pdf"):
        plain.save(folder / name)
    plain.convert("CMYK").save(folder / "cmyk.jpg", quality=95)
    alpha = plain.convert("RGBA")
    alpha.putalpha(128)
    alpha.save(folder / "alpha.avif")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned to the right
    turned = plain.transpose(Image.Transpose.ROTATE_90)
    turned.save(folder / "turned.jpg", exif=exif, quality=95)
    Image.new("I;16", (40, 30), 65535 // 2).save(folder / "deep.png")
    plain.quantize(9).save(folder / "few.png")
    Image.new("L", (20_000, 100), 90).save(folder / "strip.png")
    Image.new("L", (20_000, 20_000)).save(folder / "huge.png")
    Image.new("L", (9_000, 9_000)).save(folder / "large.png")
    frames = [plain.copy() for _ in range(3)]
    for place, frame in enumerate(frames):
        ImageDraw.Draw(frame).rectangle((200, place * 20, 220, place * 20 + 9), fill="white")
    for name, rounds in (("once.gif", {}), ("moving.gif", {"loop": 0})):
        frames[0].save(
            folder / name, save_all=True, append_images=frames[1:], duration=300, **rounds
        )
    for suffix in ("png", "jpg", "webp", "avif"):
        buffer = folder / f"whole.{suffix}"
        plain.save(buffer)
        whole = buffer.read_bytes()
        (folder / f"cut.{suffix}").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.png").write_bytes(b"")
    (folder / "text.png").write_text("Sent to you from my phone.")
    (folder / "a.heic").write_bytes(b"\0\0\0\x18ftypheic")
    size = 'viewBox="0 0 90 60" width="100%" height="100%"'
    words = '<text y="30" font-family="{}">{}</text>'
    drawings = {
        "comic": words.format("Comic Neue", "x"),
        "percent": words.format("Arial, sans-serif", "x"),
        "words": words.format("sans-serif", "政"),
    }
    for name, drawing in drawings.items():
        (folder / f"{name}.svg").write_text(SVG.format(size, drawing))


def write(publication: Publication, name: str, text: str, more: str = "") -> None:
    head = HEAD.format(title=name.capitalize()).replace("\n---\n\n##", f"\n{more}---\n\n##")
    publication.write(f"docs/briefs/{name}.md", head + text)


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    made = Publication.of("two-languages", tmp_path_factory.mktemp("bad") / "p")
    make_pictures(made.path / "docs/briefs")
    return made


@pytest.fixture
def emptied(publication: Publication) -> Publication:
    """The publication without the briefs of another test."""
    for file in publication.path.glob("docs/briefs/*.md"):
        if file.stem not in ("ports", "rivers"):
            file.unlink()
    return publication


def test_a_bad_picture_is_told_with_the_line_that_shows_it(emptied: Publication) -> None:
    shown = {
        "figure": ("Text.\n\n```{{figure}} {}\n:alt: a\n```\n", 3),
        "cell": ("| a |\n|---|\n| ![a]({}) |\n", 3),
        "words": ("- one\n- two ![a]({})\n", 2),
    }
    for kind, (text, _) in shown.items():
        write(emptied, kind, "Text.\n\n".join(text.format(name) for name in PICTURES))
    done = emptied.briefpress("build", "-f", "html", "-f", "pdf")
    assert done.returncode == 1
    told = [line.partition(" [briefpress")[0] for line in done.stderr.splitlines()]
    for kind, (text, line) in shown.items():
        step = text.count("\n") + 2
        for place, (name, message) in enumerate(PICTURES.items()):
            level = "warning" if name == "moving.gif" else "error"
            at = f"docs/briefs/{kind}.md:{FIRST + place * step + line - 1}: {level}: the picture "
            at = at.removesuffix("the picture ") if name == "gone.png" else at
            found = [each for each in told if each.startswith(at) and message in each]
            assert len(found) == 1, (at, message, done.stderr)
    assert not (emptied.path / "build/site").exists()


def test_what_a_page_cannot_show_fails_its_brief_alone(emptied: Publication) -> None:
    for name, bad in PAGES.items():
        write(emptied, name, bad.text)
    write(emptied, "long", f"{LOREM}\n\n" * 150, "page_budget: {en: 2, it: 1}\n")
    emptied.write("docs/authors/guest.md", "---\nname: Guest\n---\n\nSmiles: 😀\n")
    write(emptied, "guests", "Text.\n")
    emptied.replace("docs/briefs/guests.md", "[north-desk]", "[guest]")
    for _ in range(2):  # what is up to date still has too many pages
        done = emptied.briefpress("build", "-f", "pdf", "-l", "en")
        assert done.returncode == 1
        told = done.stderr.splitlines()
        for name, bad in PAGES.items():
            place = f"docs/briefs/{name}.md:{FIRST + bad.line - 1}: error: {bad.begin}"
            about = [line for line in told if line.startswith(f"docs/briefs/{name}.md:")]
            assert about[0].startswith(place), about
            assert bad.message in about[0]
        budget = "docs/briefs/long.md:5: warning: the PDF in en has "
        (over,) = [line for line in told if "page_budget" in line]
        assert over.startswith(budget)
        assert "more than page_budget; shorten the brief" in over
        assert any(line.startswith("docs/authors/guest.md:5: error: no PDF") for line in told)
        (row,) = [line for line in done.stdout.splitlines() if line.startswith("guests ")]
        assert row.split()[-2:] == ["1", "–"]  # so many warnings, and nothing was rendered
    stage = emptied.path / "build/stage/pdf/en/briefs"
    assert {file.stem for file in stage.glob("*.pdf")} == {"field", "long", "ports"}
    assert not (emptied.path / "build/site").exists()


def test_what_is_unusual_becomes_a_good_page(emptied: Publication) -> None:
    write(emptied, "good", GOOD)
    write(emptied, "shown", "".join(figure(name) for name in SHOWN))
    write(emptied, "figure", figure("plain.png").removeprefix("Text.\n\n"))
    emptied.write("docs/briefs/heading.md", "# A heading\n")
    emptied.write("docs/briefs/titled.md", "---\ntitle: A title\npage_budget: 1\n---\n")
    emptied.build("-l", "en")
    text = words_of(emptied.site / "en/briefs/good.pdf")
    for what, number in (("level", 14), ("Many", 60), ("Paragraph", 60)):
        assert [f"{what}-{n}" for n in range(number) if f"{what}-{n}" not in text] == []
    assert text.count("w") > 300 * 9
    with ZipFile(emptied.site / "en/briefs/shown.epub") as book:
        in_book = {Path(name).suffix for name in book.namelist() if "_images/" in name}
    assert in_book == {".gif", ".jpg", ".png", ".svg", ".webp"}
    on_web = {
        file.name.split("-")[0] + file.suffix for file in (emptied.site / "en/_images").iterdir()
    }
    assert {"plain.avif", "plain.webp", "cmyk.jpg", "once.gif"} <= on_web
    for file in (emptied.path / "build/stage/pdf/en/_images").iterdir():
        if file.suffix == ".svg":
            continue
        with Image.open(file) as image:
            assert image.format in ("JPEG", "PNG"), file
            assert image.mode in ("L", "P", "RGB", "RGBA"), file
            if file.stem.startswith("deep"):
                assert image.getpixel((9, 9)) == 127
            elif not file.stem.startswith(("strip", "few")):
                near = zip(image.convert("RGB").getpixel((50, 50)), COLOUR, strict=True)
                assert all(abs(one - other) < 12 for one, other in near), file


def words_of(pdf: Path) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
