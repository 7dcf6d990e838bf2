"""Pictures and other files beside the pages: whose they are, and what they are called."""

from __future__ import annotations

import json
import shutil
import struct
import zlib
from pathlib import Path

import pytest
from conftest import Publication, files
from filelock import FileLock

pytestmark = pytest.mark.slow


def png(shade: int) -> bytes:
    """A grey picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture
def pictured(two_languages: Publication) -> Publication:
    """Two briefs, each with a picture of the same file name."""
    for shade, (brief, last) in enumerate((("ports", "(rivers.md)."), ("rivers", "poco."))):
        folder = two_languages.path / f"docs/briefs/{brief}"
        folder.mkdir()
        (folder / "figure.png").write_bytes(png(shade))
        picture = f"\n\n![A figure]({brief}/figure.png)"
        two_languages.replace(f"docs/briefs/{brief}.md", last, f"{last}{picture}")
    catalogue = "locale/it/LC_MESSAGES/briefs/ports.po"
    text = two_languages.read(catalogue)
    two_languages.write(catalogue, f'{text}\nmsgid "A figure"\nmsgstr "Una figura"\n')
    return two_languages


def pictures_of(publication: Publication, page: str) -> list[Path]:
    html = publication.read(f"build/site/{page}")
    names = [part.split('"')[0] for part in html.split('src="')[1:]]
    names = [name for name in names if "/cover-" not in name]
    return [(publication.site / page).parent / name for name in names]


def test_one_brief_alone_leaves_the_others_their_pictures(pictured: Publication) -> None:
    pictured.build("--format", "html")
    pictured.replace("docs/briefs/ports.md", "Measured in tons.", "Counted in tons.")
    pictured.replace("locale/it/LC_MESSAGES/briefs/ports.po", "Measured in", "Counted in")
    pictured.build("--format", "html", "--brief", "ports")
    for page in ("it/briefs/rivers.html", "it/briefs/ports.html", "en/briefs/ports.html"):
        (picture,) = pictures_of(pictured, page)
        assert picture.is_file()


def test_a_picture_is_called_the_same_whatever_was_built_before(
    pictured: Publication, tmp_path: Path
) -> None:
    clean = Publication(tmp_path / "clean")
    shutil.copytree(pictured.path, clean.path)
    original = pictured.read("docs/briefs/ports.md")
    pictured.replace("docs/briefs/ports.md", "![A figure](ports/figure.png)", "")
    formats = ("--format", "html", "--format", "epub")
    pictured.briefpress("build", *formats)
    pictured.write("docs/briefs/ports.md", original)
    pictured.build(*formats)
    clean.build(*formats)
    assert files(pictured.site) == files(clean.site)


def test_pictures_are_called_as_the_author_calls_them(two_languages: Publication) -> None:
    """Links are not followed to names that no author wrote, nor is %20 a space in every name."""
    folder = two_languages.path / "docs/briefs"
    (folder / "a%20b.png").write_bytes(png(0))
    (folder / "broken.png").symlink_to("nowhere")
    (folder / "out.png").symlink_to("/etc/hostname")
    pictures = "![a](a%20b.png)\n\n![b](broken.png)\n\n![c](out.png)"
    two_languages.replace("docs/briefs/rivers.md", "poco.", f"poco.\n\n{pictures}")
    said = two_languages.sphinx("html", "it").stderr
    assert "“broken.png” is a link to a file that is not there" in said
    assert "“out.png” is hidden or lies outside" in said
    assert said.count("rivers.md:") == 2


def test_a_lost_receipt_is_written_again(two_languages: Publication) -> None:
    two_languages.build("--format", "html")
    shutil.rmtree(two_languages.path / "build/receipts")
    two_languages.build("--format", "html")
    assert json.loads(two_languages.read("build/receipts/it/ports.html.json"))["brief"] == "ports"


def test_the_first_page_names_only_languages_that_are_there(two_languages: Publication) -> None:
    two_languages.build("--format", "html", "--language", "it")
    assert 'href="en/' not in two_languages.read("build/site/index.html")
    two_languages.build("--format", "html")
    assert 'href="en/index.html"' in two_languages.read("build/site/index.html")


def test_a_page_that_cannot_be_written_is_an_error(two_languages: Publication) -> None:
    two_languages.build("--format", "html")
    before = files(two_languages.site)
    page = two_languages.path / "build/stage/html/en/briefs/ports.html"
    page.unlink()
    page.mkdir()
    two_languages.replace("docs/briefs/ports.md", "Measured in tons.", "Counted in tons.")
    done = two_languages.briefpress("build", "--format", "html", "--language", "en")
    assert done.returncode == 1
    assert "ports.html" in done.stderr
    assert files(two_languages.site) == before


def test_two_builds_at_once_do_not_meet(two_languages: Publication) -> None:
    two_languages.build("--format", "html")
    two_languages.replace("docs/briefs/ports.md", "Measured in tons.", "Counted in tons.")
    with FileLock(two_languages.path / "build/.lock"):
        done = two_languages.briefpress("build", "--format", "html")
    assert done.returncode == 1
    assert "another build is at work here" in done.stderr


def test_a_drawing_brings_the_faces_it_names(two_languages: Publication) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        "<text font-family=\"'%s', sans-serif\">Words</text></svg>"
    )
    for name, family in (("own", "Source Sans 3"), ("other", "Comic Neue")):
        two_languages.write(f"docs/briefs/{name}.svg", drawing % family)
    two_languages.write("docs/briefs/drawn.md", "# Drawn\n\n![1](own.svg) ![2](other.svg)\n")
    done = two_languages.sphinx("html", "en")
    assert (done.returncode, done.stderr) == (0, "")
    images = two_languages.path / "build/plain/html/en/_images"
    (own,) = images.glob("own-*.svg")
    (other,) = images.glob("other-*.svg")
    assert own.read_text().count("@font-face") == 1, "nothing in it is bold"
    assert 'src: url("data:font/woff2;base64,' in own.read_text()
    assert len(own.read_bytes()) < 12000
    assert other.read_text() == drawing % "Comic Neue"
