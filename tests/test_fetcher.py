"""Let a page read pictures of the publication: no network, no file outside, nothing else."""

from __future__ import annotations

import io
import re
import shutil
import zlib
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from weasyprint.urls import FatalURLFetchingError

from briefpress.fonts import FACES, write_fontconfig
from briefpress.pdf import fetcher
from briefpress.pdf.editions import SCREEN
from briefpress.pdf.fetcher import MEDIA_TYPES, ConfinedFetcher
from briefpress.pdf.job import Job, Rendered
from briefpress.pdf.pool import render_jobs

OPEN, SECRET = (20, 90, 160), (201, 77, 33)
MARK = "Zq7Kp3Xw9"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def picture(colour: tuple[int, int, int]) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (16, 16), colour).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """A folder that pages may read, beside one that they may not."""
    for folder, colour in (("inside", OPEN), ("outside", SECRET), ("inside-too", SECRET)):
        (tmp_path / folder / "deep").mkdir(parents=True)
        (tmp_path / folder / "a.png").write_bytes(picture(colour))
        (tmp_path / folder / "deep" / "b c.PNG").write_bytes(picture(colour))
    return tmp_path / "inside"


@pytest.mark.parametrize(
    "url",
    [
        "{inside}/a.png",
        "{inside}/deep/b%20c.PNG",
        "{inside}/deep/../a.png",
        "{inside}/a.png?version=2",
        "{inside}/a.png#part",
        "{outside}/../inside/a.png",
        "FILE{path}/a.png",
        "{localhost}/a.png",
    ],
)
def test_a_picture_in_the_folder_is_read(inside: Path, url: str) -> None:
    places = {
        "inside": inside.as_uri(),
        "outside": inside.with_name("outside").as_uri(),
        "path": inside.as_uri().removeprefix("file"),
        "localhost": inside.as_uri().replace("file://", "file://localhost"),
    }

    response = ConfinedFetcher([inside]).fetch(url.format(**places))

    assert response.read() == picture(OPEN)
    assert response.content_type == "image/png"


@pytest.mark.parametrize("suffix", sorted(MEDIA_TYPES))
def test_every_kind_of_picture_is_read_and_named(inside: Path, suffix: str) -> None:
    (inside / f"x{suffix}").write_bytes(b"content")

    response = ConfinedFetcher([inside]).fetch((inside / f"x{suffix}").as_uri())

    assert response.read() == b"content"
    assert response.content_type == MEDIA_TYPES[suffix]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        pytest.param("http://example.org/a.png", "a page may not read http:", id="http"),
        pytest.param("https://example.org/a.png", "beside the brief", id="https"),
        pytest.param("ftp://example.org/a.png", "a page may not read ftp:", id="ftp"),
        pytest.param("data:image/png;base64,AAAA", "a page may not read data:", id="data"),
        pytest.param("file://example.org{path}/a.png", "a page may not read", id="another host"),
        pytest.param("file://example.org/share/a.png", "a page may not read", id="a share"),
        pytest.param("//example.org/a.png", "a page may not read", id="no scheme"),
        pytest.param("a.png", "a page may not read", id="no address"),
        pytest.param("{outside}/a.png", "outside the publication", id="outside"),
        pytest.param(
            "{inside}-too/a.png", "outside the publication", id="a name that begins alike"
        ),
        pytest.param("{inside}/../outside/a.png", "outside the publication", id="dots"),
        pytest.param("{inside}/%2e%2e/outside/a.png", "outside the publication", id="dots encoded"),
        pytest.param(
            "{inside}/..%2foutside%2fa.png", "outside the publication", id="slash encoded"
        ),
        pytest.param("{inside}/%252e%252e/outside/a.png", "there is no file", id="encoded twice"),
        pytest.param("{inside}/link.png", "outside the publication", id="a link out"),
        pytest.param("{inside}/linked/a.png", "outside the publication", id="a folder linked out"),
        pytest.param("{inside}/circle.png", "there is no file", id="a link to itself"),
        pytest.param("{inside}/a%00.png", "there is no file", id="a null character"),
        pytest.param("{inside}", "outside the publication", id="the folder"),
        pytest.param("{inside}/folder.png", "outside the publication", id="a folder"),
        pytest.param("{inside}/none.png", "there is no file none.png", id="no file"),
        pytest.param("{inside}/notes.txt", "notes.txt is no picture", id="no picture"),
        pytest.param("{inside}/disguise.png", "disguise.png is no picture", id="a link to none"),
        pytest.param("{inside}/style.css", "style.css is no picture", id="a style sheet"),
        pytest.param("{inside}/font.ttf", "font.ttf is no picture", id="a font"),
        pytest.param("{inside}/page", "page is no picture", id="no suffix"),
        pytest.param("{inside}/big.png", "big.png has more than", id="too big"),
        pytest.param("file:///etc/passwd", "", id="a file of the system"),
        pytest.param("file:///dev/zero", "", id="a device"),
    ],
)
def test_all_else_is_refused_and_stops_the_page(
    inside: Path, monkeypatch: pytest.MonkeyPatch, url: str, message: str
) -> None:
    outside = inside.with_name("outside")
    (inside / "link.png").symlink_to(outside / "a.png")
    (inside / "linked").symlink_to(outside)
    (inside / "circle.png").symlink_to("circle.png")
    (inside / "disguise.png").symlink_to("notes.txt")
    (inside / "folder.png").mkdir()
    for name in ("notes.txt", "style.css", "font.ttf", "page"):
        (inside / name).write_text(MARK)
    monkeypatch.setattr(fetcher, "MAX_BYTES", 2000)
    (inside / "big.png").write_bytes(bytes(2001))
    places = {
        "inside": inside.as_uri(),
        "outside": outside.as_uri(),
        "path": inside.as_uri().removeprefix("file://"),
    }

    with pytest.raises(FatalURLFetchingError, match=re.escape(message) or None) as caught:
        ConfinedFetcher([inside]).fetch(url.format(**places))

    # An author's message names no folder of the machine that builds.
    if "may not read file:" not in str(caught.value):
        assert str(inside.parent) not in str(caught.value)


def test_a_picture_of_just_the_greatest_size_is_read(
    inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetcher, "MAX_BYTES", 2000)
    (inside / "big.png").write_bytes(bytes(2000))

    assert len(ConfinedFetcher([inside]).fetch((inside / "big.png").as_uri()).read()) == 2000


def test_several_folders_may_be_read_and_the_folder_may_be_a_link(inside: Path) -> None:
    linked = inside.with_name("linked")
    linked.symlink_to(inside)

    for roots in ([linked], [inside / "deep", inside]):
        for root in (inside, linked):
            response = ConfinedFetcher(roots).fetch((root / "a.png").as_uri())
            assert response.read() == picture(OPEN)


# Each would show or carry a file beside _images: {secret} is its address without suffix.
LEAKS = {
    "img": '<img src="{secret}.png" alt="x">',
    "img with dots": '<img src="../_images/../secret.png" alt="x">',
    "img srcset": '<img srcset="{secret}.png 2x" src="{secret}.png" alt="x">',
    "img through a link": '<img src="../_images/linked.png" alt="x">',
    "picture of a picture": '<img src="../_images/nested.svg" alt="x">',
    "object": '<object data="{secret}.png">x</object>',
    "embed": '<embed src="{secret}.png">',
    "base": '<base href="{secret}.d/"><img src="in.png" alt="x">',
    "svg": '<svg viewBox="0 0 9 9"><image href="{secret}.png" width="9" height="9"/></svg>',
    "svg, old": (
        '<svg viewBox="0 0 9 9" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<image xlink:href="{secret}.png" width="9" height="9"/></svg>'
    ),
    "attachment": '<link rel="attachment" href="{secret}.txt">',
    "attachment in the text": '<a rel="attachment" href="{secret}.txt">x</a>',
    "style sheet": '<link rel="stylesheet" href="{secret}.css">',
    "import": '<style>@import "{secret}.css";</style>',
    "import url": "<style>@import url({secret}.css);</style>",
    "background": '<p style="background: url({secret}.png)">x</p>',
    "content": '<style>p::before {{ content: url("{secret}.png") }}</style>',
    "list": '<ul><li style="list-style-image: url({secret}.png)">x</li></ul>',
    "border": '<p style="border: 9px solid; border-image: url({secret}.png) 3">x</p>',
    "page": '<style>@page {{ background: url("{secret}.png") }}</style>',
    "variable": '<p style="--x: url({secret}.png); background: var(--x)">x</p>',
    "font": (
        '<style>@font-face {{ font-family: S; src: url("{secret}.ttf") }}'
        " p {{ font-family: S }}</style>"
    ),
}
# These are no way in at all: WeasyPrint does not read them.
HARMLESS = {
    "icon": '<link rel="icon" href="{secret}.png">',
    "svg use": '<svg viewBox="0 0 9 9"><use href="{secret}.svg#mark"/></svg>',
    "input": '<input type="image" src="{secret}.png">',
    "iframe": '<iframe src="{secret}.html">x</iframe>',
    "script": '<script src="{secret}.txt"></script>',
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}.txt">]><p>&e;</p>',
    "picture with an entity": '<img src="../_images/entity.svg" alt="x">',
    "link": '<a href="{secret}.txt">x</a>',
}
ALLOWED = {
    "picture": '<img src="../_images/open.png" alt="x">',
    "picture in a picture": (
        '<svg viewBox="0 0 9 9"><image href="../_images/open.png" width="9" height="9"/></svg>'
    ),
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rendered]:
    """What real renderings of all these pages gave, in workers as of a build."""
    base = tmp_path_factory.mktemp("stage") / "html"
    (base / "_images").mkdir(parents=True)
    (base / "secret.d").mkdir()
    for name in ("secret.png", "secret.d/in.png", "_images/open.png"):
        colour = OPEN if "open" in name else SECRET
        (base / name).write_bytes(picture(colour))
    secret = (base / "secret").as_uri()
    (base / "secret.txt").write_text(MARK)
    (base / "secret.html").write_text(f"<p>{MARK}</p>")
    (base / "secret.css").write_text(f'p::before {{ content: "{MARK}" }} p {{ color: #123456 }}')
    (base / "secret.svg").write_text(SVG.replace("<rect", '<rect id="mark"'))
    shutil.copy(FACES[0].source, base / "secret.ttf")
    (base / "_images" / "linked.png").symlink_to(base / "secret.png")
    nested = SVG.replace("/></svg>", f'/><image href="{secret}.png" width="9" height="9"/></svg>')
    (base / "_images" / "nested.svg").write_text(nested)
    entity = SVG.replace("<rect", '<text font-size="1">&e;</text><rect')
    (base / "_images" / "entity.svg").write_text(
        f'<!DOCTYPE svg [<!ENTITY e SYSTEM "{secret}.txt">]>{entity}'
    )
    pages = {**ALLOWED, **LEAKS, **HARMLESS}
    jobs = {}
    for name, body in pages.items():
        html = f'<html lang="en"><title>T</title><p>Text.</p>{body.format(secret=secret)}</html>'
        target = base.parent / "pdf" / f"{name}.pdf"
        jobs[name] = Job(html, "", base, "briefs/x.html", (), SCREEN, "docs/x.md", target)
    found: dict[Path, Rendered] = {}

    def keep(job: Job, result: Rendered) -> None:
        found[job.target] = result
        assert job.target.is_file() == (not result.faults)

    render_jobs(jobs.values(), write_fontconfig(base.parent / "fonts"), keep)
    return {name: found[job.target] for name, job in jobs.items()}


def shows(pdf: bytes, colour: tuple[int, int, int]) -> bool:
    """Whether a pixel of a page has the colour."""
    with pdfium.PdfDocument(pdf) as document:
        pages = [page.render(scale=1).to_pil().convert("RGB") for page in document]
    return any(colour == found for page in pages for _, found in page.getcolors(1 << 24))


def says(pdf: bytes, words: str) -> bool:
    """Whether *words* are in the text, or in what the file carries."""
    carried = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            carried.append(zlib.decompress(match[1]))
        except zlib.error:  # a stream that is not compressed
            continue
    with pdfium.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return words in text or words.encode() in b"\n".join(carried)


@pytest.mark.slow
def test_what_may_be_read_is_shown(rendered: dict[str, Rendered]) -> None:
    for name in ("picture", "picture in a picture"):
        assert rendered[name].faultss == ()
        assert shows(rendered[name].pdf, OPEN)
        assert says(rendered[name].pdf, "Text.")
        assert not shows(rendered[name].pdf, SECRET)


@pytest.mark.slow
@pytest.mark.parametrize("name", LEAKS)
def test_a_page_that_would_read_a_file_outside_is_not_made(
    rendered: dict[str, Rendered], name: str
) -> None:
    assert rendered[name].faults
    assert rendered[name].pdf == b""


@pytest.mark.slow
@pytest.mark.parametrize("name", HARMLESS)
def test_what_weasyprint_does_not_read_is_not_in_the_pdf(
    rendered: dict[str, Rendered], name: str
) -> None:
    pdf = rendered[name].pdf
    assert not pdf or not (shows(pdf, SECRET) or says(pdf, MARK))
