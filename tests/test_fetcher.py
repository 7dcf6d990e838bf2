"""Let a page read pictures of the publication: no network, no file outside, nothing else."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import zlib
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from conftest import Publication
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
        pytest.param("data:text/css,a{{}}", "a page may not read data:", id="data"),
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


# Each would show or carry a file beside _images, or open a socket: {secret} is the file's address
# without suffix, {host} that of a server on this machine.
LEAKS = {
    "img": '<img src="{secret}.png" alt="x">',
    "img with dots": '<img src="../_images/../secret.png" alt="x">',
    "img with encoded dots": '<img src="../_images/%2e%2e/secret.png" alt="x">',
    "img with an encoded slash": '<img src="../_images/..%2fsecret.png" alt="x">',
    "img srcset": '<img srcset="{secret}.png 2x" src="{secret}.png" alt="x">',
    "img through a link": '<img src="../_images/linked.png" alt="x">',
    "img with a null character": '<img src="../_images/open.png%00/../../secret.png" alt="x">',
    "img of the system": '<img src="file:///etc/passwd" alt="x">',
    "img of a share": '<img src="file://127.0.0.1/secret.png" alt="x">',
    "img of a share, four strokes": '<img src="file:////127.0.0.1/share/secret.png" alt="x">',
    "img of a share, as Windows writes it": r'<img src="\\127.0.0.1\share\secret.png" alt="x">',
    "img of a server": '<img src="http://{host}/a.png" alt="x">',
    "img of the same server": '<img src="//{host}/a.png" alt="x">',
    "img of a safe server": '<img src="https://{host}/a.png" alt="x">',
    "img of a server of files": '<img src="ftp://{host}/a.png" alt="x">',
    "img of no host": '<img src="http://[/a.png" alt="x">',
    "img in its address": '<img src="data:image/svg+xml,<svg/>" alt="x">',
    "picture of a picture": '<img src="../_images/nested.svg" alt="x">',
    "picture of a server's": '<img src="../_images/web.svg" alt="x">',
    "object": '<object data="{secret}.png">x</object>',
    "object with a page": '<object data="data:text/html,<img src={secret}.png>">x</object>',
    "embed": '<embed src="{secret}.png">',
    "base": '<base href="{secret}.d/"><img src="in.png" alt="x">',
    "base of a server": '<base href="http://{host}/"><img src="in.png" alt="x">',
    "svg": '<svg viewBox="0 0 9 9"><image href="{secret}.png" width="9" height="9"/></svg>',
    "svg, old": (
        '<svg viewBox="0 0 9 9" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<image xlink:href="{secret}.png" width="9" height="9"/></svg>'
    ),
    "attachment": '<link rel="attachment" href="{secret}.txt">',
    "attachment in the text": '<a rel="attachment" href="{secret}.txt">x</a>',
    "attachment of a server": '<link rel="attachment" href="http://{host}/a.txt">',
    "style sheet": '<link rel="stylesheet" href="{secret}.css">',
    "style sheet of a server": '<link rel="stylesheet" href="http://{host}/a.css">',
    "style sheet in its address": '<link rel="stylesheet" href="data:text/css,p{{color:red}}">',
    "import": '<style>@import "{secret}.css";</style>',
    "import url": "<style>@import url({secret}.css);</style>",
    "import of a server": '<style>@import "http://{host}/a.css";</style>',
    "background": '<p style="background: url({secret}.png)">x</p>',
    "content": '<style>p::before {{ content: url("{secret}.png") }}</style>',
    "list": '<ul><li style="list-style-image: url({secret}.png)">x</li></ul>',
    "border": '<p style="border: 9px solid; border-image: url({secret}.png) 3">x</p>',
    "page": '<style>@page {{ background: url("{secret}.png") }}</style>',
    "variable": '<p style="--x: url({secret}.png); background: var(--x)">x</p>',
    "colours": (
        '<style>@color-profile --x {{ src: url("{secret}.icc"); components: c, m, y, k }}'
        " p {{ color: color(--x 1 0 0 0) }}</style>"
    ),
    "font": (
        '<style>@font-face {{ font-family: S; src: url("{secret}.ttf") }}'
        " p {{ font-family: S }}</style>"
    ),
    "font of a server": "<style>@font-face {{ font-family: S; src: url(http://{host}/a) }}</style>",
    "font of the system": (
        '<style>@font-face {{ font-family: S; src: local("Literata") }}</style>'
    ),
}
# These are no way in at all: WeasyPrint does not read them.
HARMLESS = {
    "icon": '<link rel="icon" href="{secret}.png">',
    "svg use": '<svg viewBox="0 0 9 9"><use href="{secret}.svg#mark"/></svg>',
    "svg use of a server": '<svg viewBox="0 0 9 9"><use href="http://{host}/a.svg#mark"/></svg>',
    "svg filter": (
        '<svg viewBox="0 0 9 9"><filter id="f"><feImage href="{secret}.png"/></filter>'
        '<rect width="9" height="9" filter="url(#f)"/></svg>'
    ),
    "svg with a page": (
        '<svg viewBox="0 0 9 9"><foreignObject><iframe src="{secret}.html"/></foreignObject></svg>'
    ),
    "input": '<input type="image" src="{secret}.png">',
    "iframe": '<iframe src="{secret}.html">x</iframe>',
    "frames": '<frameset><frame src="http://{host}/a.html"></frameset>',
    "script": '<script src="{secret}.txt"></script>',
    "film": '<video src="http://{host}/a.mp4" poster="{secret}.png"><source src="http://{host}/a"></video>',
    "sound": '<audio src="http://{host}/a.mp3"></audio>',
    "refresh": '<meta http-equiv="refresh" content="0; url={secret}.html">',
    "preload": '<link rel="preload" as="image" href="http://{host}/a.png">',
    "form": '<form action="http://{host}/"><button formaction="http://{host}/">x</button></form>',
    "table": '<table background="{secret}.png"><tr><td>x</td></tr></table>',
    "cursor": '<p style="cursor: url({secret}.png), auto">x</p>',
    "set of pictures": '<p style="background: image-set(url({secret}.png) 1x)">x</p>',
    "filter": '<p style="filter: url({secret}.svg#mark)">x</p>',
    "mask": '<p style="mask-image: url({secret}.png); clip-path: url({secret}.svg#mark)">x</p>',
    "filename": '<img filename="{secret}.png" alt="x"><object filename="{secret}.png"></object>',
    "attribute": '<style>img {{ content: attr(alt url) }}</style><img alt="{secret}.png">',
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}.txt">]><p>&e;</p>',
    "picture with an entity": '<img src="../_images/entity.svg" alt="x">',
    "picture with an inclusion": '<img src="../_images/xinclude.svg" alt="x">',
    "picture with a style sheet": '<img src="../_images/styled.svg" alt="x">',
    "link": '<a href="{secret}.txt">x</a>',
}
ALLOWED = {
    "picture": '<img src="../_images/open.png" alt="x">',
    "picture in a picture": (
        '<svg viewBox="0 0 9 9" aria-label="x">'
        '<image href="../_images/open.png" width="9" height="9"/></svg>'
    ),
}


def _drawing(content: str) -> str:
    return SVG.replace("/></svg>", f"/>{content}</svg>")


def _write_files(base: Path, host: str) -> None:
    """Write pictures into *base*/_images that lead out of it, and what they lead to beside it."""
    (base / "_images").mkdir(parents=True)
    (base / "secret.d").mkdir()
    for name in ("secret.png", "secret.d/in.png", "_images/open.png"):
        (base / name).write_bytes(picture(OPEN if "open" in name else SECRET))
    (base / "secret.txt").write_text(MARK)
    (base / "secret.icc").write_text(MARK)
    (base / "secret.html").write_text(f"<p>{MARK}</p>")
    (base / "secret.css").write_text(f'p::before {{ content: "{MARK}" }} p {{ color: #123456 }}')
    (base / "secret.svg").write_text(SVG.replace("<rect", '<rect id="mark"'))
    shutil.copy(FACES[0].source, base / "secret.ttf")
    (base / "_images" / "linked.png").symlink_to(base / "secret.png")
    secret, web = (base / "secret").as_uri(), f"http://{host}"
    drawings = {
        "nested": _drawing(f'<image href="{secret}.png" width="9" height="9"/>'),
        "web": _drawing(f'<image href="{web}/a.png" width="9" height="9"/>'),
        "entity": f'<!DOCTYPE svg [<!ENTITY e SYSTEM "{secret}.txt">]>'
        + _drawing('<text font-size="1">&e;</text>'),
        "xinclude": _drawing(
            '<text font-size="1"><i:include xmlns:i="http://www.w3.org/2001/XInclude" '
            f'href="{secret}.txt" parse="text"/></text>'
        ),
        "styled": f'<?xml-stylesheet href="{secret}.css"?>'
        + _drawing(f'<style>@import "{web}/b.css"; @import "{secret}.css";</style>'),
    }
    for name, drawing in drawings.items():
        (base / "_images" / f"{name}.svg").write_text(drawing)


# Writes into a file what a process opens.
_AUDIT = """
import os, sys
log = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def note(event, arguments):
    if event.startswith(("open", "socket", "urllib", "ftplib", "http")):
        os.write(log, f"{event} {arguments}\\n".encode(errors="replace"))
sys.addaudithook(note)
"""


@dataclass(frozen=True)
class Renderings:
    """What real renderings of all these pages gave, in workers as of a build; what the workers
    opened meanwhile, and whether somebody asked the server."""

    pages: dict[str, Rendered]
    opened: str
    was_asked: bool


@pytest.fixture(scope="module")
def renderings(tmp_path_factory: pytest.TempPathFactory) -> Renderings:
    base = tmp_path_factory.mktemp("stage") / "html"
    hooks = base.parent / "hooks"
    hooks.mkdir(parents=True)
    log = base.parent / "opened.txt"
    (hooks / "sitecustomize.py").write_text(_AUDIT.replace("{log!r}", repr(str(log))))
    found: dict[str, Rendered] = {}

    def keep(job: Job, result: Rendered) -> None:
        found[job.target.stem] = result
        assert job.target.is_file() == (not result.faults)

    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
        _write_files(base, host)
        jobs = []
        for name, body in {**ALLOWED, **LEAKS, **HARMLESS}.items():
            body = body.format(secret=(base / "secret").as_uri(), host=host)
            html = f'<html lang="en"><title>T</title><p>Text.</p>{body}</html>'
            target = base.parent / "pdf" / f"{name}.pdf"
            jobs.append(Job(html, "", base, "briefs/x.html", (), SCREEN, "docs/x.md", target))
        patch.setenv("PYTHONPATH", str(hooks), prepend=os.pathsep)
        render_jobs(jobs, write_fontconfig(base.parent / "fonts"), keep)
        server.setblocking(False)
        try:
            server.accept()
            was_asked = True
        except BlockingIOError:
            was_asked = False
    return Renderings(found, log.read_text(), was_asked)


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
def test_what_may_be_read_is_shown(renderings: Renderings) -> None:
    for name in ALLOWED:
        assert renderings.pages[name].faults == ()
        assert shows(renderings.pages[name].pdf, OPEN)
        assert says(renderings.pages[name].pdf, "Text.")
        assert not shows(renderings.pages[name].pdf, SECRET)


@pytest.mark.slow
@pytest.mark.parametrize("name", LEAKS)
def test_a_page_that_would_read_elsewhere_is_not_made(renderings: Renderings, name: str) -> None:
    assert renderings.pages[name].faults
    assert renderings.pages[name].pdf == b""


@pytest.mark.slow
@pytest.mark.parametrize("name", HARMLESS)
def test_what_weasyprint_does_not_read_is_not_in_the_pdf(renderings: Renderings, name: str) -> None:
    pdf = renderings.pages[name].pdf
    assert not pdf or not (shows(pdf, SECRET) or says(pdf, MARK))


@pytest.mark.slow
def test_no_page_opens_a_file_elsewhere_or_a_socket(renderings: Renderings) -> None:
    assert "open.png" in renderings.opened  # what is opened is noted
    assert "secret" not in renderings.opened
    assert "passwd" not in renderings.opened
    events = {line.split(" ")[0] for line in renderings.opened.splitlines()}
    assert events == {"open"}
    assert not renderings.was_asked


REFUSED = {
    "block": (
        '<p>\nA\n<img src="https://example.org/a.png" alt="x">\n</p>',
        9,
        "read https://exam",
    ),
    "sentence": ('A <img src="../../conf.png" alt="x"> word.', 7, "there is no file conf.png"),
    "style": (
        '```{raw} html\n<p style="background: url(/etc/passwd)">x</p>\n```',
        7,
        "read passwd",
    ),
}


@pytest.mark.slow
def test_a_refusal_names_the_file_and_the_line(two_languages: Publication) -> None:
    for name, (text, _, _) in REFUSED.items():
        no_address = "<a href='https://[x'>is no address</a>"
        brief = f"---\ntitle: Bad\n---\n\nThis {no_address}.\n\n{text}\n"
        two_languages.write(f"docs/briefs/{name}.md", brief)
    done = two_languages.briefpress("build", "-f", "pdf")
    told = [each for each in done.stderr.splitlines() if "no PDF in en" in each]
    assert len(told) == len(REFUSED)
    for name, (_, line, message) in REFUSED.items():
        begin = f"docs/briefs/{name}.md:{line}: error: "
        assert [each for each in told if each.startswith(begin) and message in each]
