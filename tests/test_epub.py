"""A book is what reading systems expect: its container, its metadata, its parts as XML."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import SVG, Publication

from briefpress.epub.builder import group_position
from briefpress.epub.xhtml import to_bytes, to_tree

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "html": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "ocf": "urn:oasis:names:tc:opendocument:xmlns:container",
}
TYPE = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# What an author writes or pastes that browsers take and XML does not.
AUTHORS_HTML = """\
# Tags & entities < "all"

First<br>second.

<table><tr><td>cell<td>next</table>

<p>open &nbsp; &copy; <b class=x>bold</b>

<!-- a remark -- with hyphens --->

<p xmlns:o="urn:x"><o:p>of a word processor</o:p></p>

Page one.\x0cPage two.

![A square](square.svg)
"""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Built as books in Italian."""
    made = Publication.of("two-languages", tmp_path_factory.mktemp("epub") / "publication")
    made.write("docs/briefs/html.md", AUTHORS_HTML)
    made.write("docs/briefs/square.svg", SVG)
    done = made.sphinx("briefepub", "it")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return made


def open_book(books: Publication, name: str, language: str = "it") -> zipfile.ZipFile:
    return zipfile.ZipFile(books.path / f"build/plain/briefepub/{language}/briefs/{name}.epub")


@pytest.fixture(scope="module")
def ports(books: Publication) -> dict[str, bytes]:
    """The files of one book, in their order."""
    with open_book(books, "ports") as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.fixture(scope="module")
def package(ports: dict[str, bytes]) -> ET.Element:
    return ET.fromstring(ports["EPUB/package.opf"])


def metadata(package: ET.Element, name: str) -> list[str]:
    return [element.text or "" for element in package.findall(f"opf:metadata/dc:{name}", NAMES)]


def properties(package: ET.Element) -> dict[str, str]:
    """The values of the elements ``meta``, by property."""
    return {
        element.get("property", ""): element.text or ""
        for element in package.findall("opf:metadata/opf:meta", NAMES)
    }


# The container


def test_the_media_type_comes_first_and_can_be_read_without_unpacking(
    books: Publication,
) -> None:
    """EPUB 3.3, 4.3.4: at a fixed place of the file, with no extra field before it."""
    content = (books.path / "build/plain/briefepub/it/briefs/ports.epub").read_bytes()
    assert content[:4] == b"PK\x03\x04"
    assert struct.unpack("<H", content[8:10]) == (0,)  # stored
    assert struct.unpack("<HH", content[26:30]) == (len("mimetype"), 0)
    assert content[30:58] == b"mimetypeapplication/epub+zip"


def test_the_container_names_the_package(ports: dict[str, bytes]) -> None:
    assert list(ports)[:3] == ["mimetype", "META-INF/container.xml", "EPUB/package.opf"]
    container = ET.fromstring(ports["META-INF/container.xml"])
    root = container.find("ocf:rootfiles/ocf:rootfile", NAMES)
    assert root is not None
    assert root.get("full-path") == "EPUB/package.opf"


def test_the_manifest_lists_every_file_once(ports: dict[str, bytes], package: ET.Element) -> None:
    items = package.findall("opf:manifest/opf:item", NAMES)
    listed = [f"EPUB/{item.get('href')}" for item in items]
    assert sorted(listed) == sorted(name for name in ports if name not in list(ports)[:3])
    ids = [item.get("id") for item in items]
    assert len(set(ids)) == len(ids)
    spine = [entry.get("idref") for entry in package.findall("opf:spine/opf:itemref", NAMES)]
    assert set(spine) <= set(ids)
    by_id = {item.get("id"): item.get("href") for item in items}
    assert [by_id[entry] for entry in spine] == ["cover.xhtml", "nav.xhtml", "text.xhtml"]
    marked = {item.get("properties"): item.get("href") for item in items if item.get("properties")}
    assert marked == {"nav": "nav.xhtml", "cover-image": "cover.png"}


def test_a_picture_is_in_the_book(books: Publication) -> None:
    with open_book(books, "html") as book:
        (name,) = (name for name in book.namelist() if name.startswith("EPUB/_images/square-"))
        assert book.read(name).decode() == SVG
        package = ET.fromstring(book.read("EPUB/package.opf"))
        text = book.read("EPUB/text.xhtml").decode()
    types = {
        item.get("href"): item.get("media-type")
        for item in package.findall("opf:manifest/opf:item", NAMES)
    }
    href = name.removeprefix("EPUB/")
    assert types[href] == "image/svg+xml"
    assert f'<img alt="A square" lang="en" src="{href}"' in text  # not translated


def test_the_cover_has_the_size_that_shelves_expect(ports: dict[str, bytes]) -> None:
    assert ports["EPUB/cover.png"][:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", ports["EPUB/cover.png"][16:24]) == (1200, 1600)
    cover = ports["EPUB/cover.xhtml"].decode()
    assert 'alt="Copertina: I porti: nozioni di base"' in cover


# The metadata


def test_the_metadata_are_those_of_the_translation(package: ET.Element) -> None:
    assert metadata(package, "title") == ["I porti: nozioni di base", "Che cosa portano le navi"]
    assert metadata(package, "language") == ["it"]
    assert metadata(package, "creator") == ["North Desk"]
    assert metadata(package, "publisher") == ["Test Institute"]
    assert metadata(package, "date") == ["2024-05-06"]
    assert metadata(package, "subject") == ["porti", "navi"]
    assert metadata(package, "description") == ["Le navi portano gran parte di ciò che si scambia."]
    assert package.get(LANG) == "it"
    facts = properties(package)
    assert facts["dcterms:modified"] == "2024-05-06T00:00:00Z"
    assert facts["belongs-to-collection"] == "Papers"
    assert facts["group-position"] == "1"


def test_names_left_in_another_language_say_so(package: ET.Element) -> None:
    names = package.findall("opf:metadata/*[@xml:lang]", NAMES | {"xml": LANG[1:-5]})
    assert {(each.text, each.get(LANG)) for each in names} == {
        ("North Desk", "en"),
        ("Papers", "en"),
        ("Test Institute", "en"),
    }


def test_special_characters_are_escaped(books: Publication) -> None:
    with open_book(books, "html") as book:
        package = ET.fromstring(book.read("EPUB/package.opf"))
        contents = ET.fromstring(book.read("EPUB/nav.xhtml"))
    title = "Tags & entities < “all”"
    assert metadata(package, "title") == [title]
    entry = contents.find(".//html:nav/html:ol/html:li/html:a", NAMES)
    assert entry is not None
    assert entry.text == title


@pytest.mark.slow
def test_an_identifier_stays_and_is_each_languages_own(books: Publication, tmp_path: Path) -> None:
    def identifier(language: str) -> str:
        with open_book(books, "ports", language) as book:
            [found] = metadata(ET.fromstring(book.read("EPUB/package.opf")), "identifier")
            return found

    first = identifier("it")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", first)
    # Of a name in RFC 9562, version 5: written down, so that no later version changes it.
    assert first == "urn:uuid:caa7cda2-0353-5ab6-bdbb-778564b10841"
    books.sphinx("briefepub", "en")
    assert identifier("en") != first
    # The site moves, and the brief is given another file name.
    moved = Publication(tmp_path / "moved")
    shutil.copytree(books.path, moved.path, ignore=shutil.ignore_patterns("build", "rivers.*"))
    moved.replace("conf.py", "https://briefs.example.org", "https://elsewhere.example.org")
    (moved.path / "docs/briefs/ports.md").rename(moved.path / "docs/briefs/harbours.md")
    moved.replace(
        "docs/briefs/harbours.md",
        "---\n",
        "---\naliases: [ports]\n",
    )
    moved.sphinx("briefepub", "en", strict=False)
    with open_book(moved, "harbours", "en") as book:
        [found] = metadata(ET.fromstring(book.read("EPUB/package.opf")), "identifier")
    assert found == identifier("en")


@pytest.mark.parametrize(
    ("number", "position"),
    [
        ("1", "1"),
        ("12", "12"),
        ("1/2024", "1.2024"),
        ("2024-03", "2024.03"),
        ("1.2", "1.2"),
        ("IV", ""),
        ("12a", ""),
        ("n. 12", ""),
        ("1/", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_number_is_a_position_only_if_it_is_made_of_integers(
    number: str | None, position: str
) -> None:
    """EPUB 3.3, D.3.6; EPUBCheck refuses others."""
    assert group_position(number) == position


# The parts


def test_every_part_is_well_formed_and_in_its_language(books: Publication) -> None:
    for name in ("ports", "rivers", "html"):
        with open_book(books, name) as book:
            for part in book.namelist():
                if part.endswith((".xhtml", ".opf", ".xml")):
                    tree = ET.fromstring(book.read(part))
                    if part.endswith(".xhtml"):
                        assert tree.tag == "{http://www.w3.org/1999/xhtml}html"
                        assert (tree.get("lang"), tree.get(LANG)) == ("it", "it")


def test_every_link_leads_somewhere(ports: dict[str, bytes]) -> None:
    """Within the book to a part and an id in it; outside to the web."""
    trees = {name: ET.fromstring(ports[name]) for name in ports if name.endswith(".xhtml")}
    ids = {name: [e.get("id") for e in tree.iter() if e.get("id")] for name, tree in trees.items()}
    for name, tree in trees.items():
        assert len(set(ids[name])) == len(ids[name]), name
        for element in tree.iter():
            link = element.get("href") or element.get("src") or ""
            if not link or link.startswith("https://"):
                continue
            path, _, anchor = link.partition("#")
            target = posixpath.join("EPUB", path) if path else name
            assert target in ports, link
            assert not anchor or anchor in ids[target], link


def test_contents_and_landmarks(ports: dict[str, bytes]) -> None:
    tree = ET.fromstring(ports["EPUB/nav.xhtml"])
    navs = {nav.get(TYPE): nav for nav in tree.iter("{http://www.w3.org/1999/xhtml}nav")}
    assert set(navs) == {"toc", "landmarks"}
    entries = [entry.text for entry in navs["toc"].iterfind(".//html:a", NAMES)]
    text = ["I porti: nozioni di base", "Le navi", "Note", "Fonti", "L’autore"]
    assert entries == [*text, "Informazioni sul brief"]
    landmarks = {
        entry.get(TYPE): entry.get("href")
        for entry in navs["landmarks"].iterfind(".//html:a", NAMES)
    }
    assert landmarks == {
        "cover": "cover.xhtml",
        "toc": "nav.xhtml#toc",
        "bodymatter": "text.xhtml",
    }


def test_notes_are_marked_for_reading_systems(ports: dict[str, bytes]) -> None:
    """For pop-ups: the call and the note, with EPUB's name and ARIA's."""
    tree = ET.fromstring(ports["EPUB/text.xhtml"])
    [call] = [element for element in tree.iter() if element.get(TYPE) == "noteref"]
    [note] = [element for element in tree.iter() if element.get(TYPE) == "footnote"]
    assert call.get("role") == "doc-noteref"
    assert note.get("role") == "doc-footnote"
    assert call.get("href") == f"#{note.get('id')}"
    assert "Misurate in tonnellate." in "".join(note.itertext())


def test_the_language_of_a_part_of_the_text_is_said_twice(ports: dict[str, bytes]) -> None:
    """Old reading systems know only xml:lang."""
    tree = ET.fromstring(ports["EPUB/text.xhtml"])
    [biography] = [e for e in tree.iter("{http://www.w3.org/1999/xhtml}p") if e.get("lang")]
    assert (biography.text, biography.get("lang"), biography.get(LANG)) == (
        "The desk looks north.",
        "en",
        "en",
    )


def test_links_to_other_briefs_lead_to_the_web(ports: dict[str, bytes]) -> None:
    assert b'href="https://briefs.example.org/it/briefs/rivers.html"' in ports["EPUB/text.xhtml"]


def test_nothing_that_an_author_wrote_is_lost(books: Publication) -> None:
    with open_book(books, "html") as book:
        tree = ET.fromstring(book.read("EPUB/text.xhtml"))
    words = " ".join("".join(tree.itertext()).split())
    for text in ("First second.", "cell next", "open © bold", "of a word processor", "Page two."):
        assert text.replace(" ", "") in words.replace(" ", ""), text
    assert "Page one. Page two." in words


@pytest.mark.parametrize(
    "written",
    [
        "a<br>b<hr>c<wbr>d",
        "<ul><li>one<li>two</ul>",
        "<table><tr><td>x",
        "<b><i>crossed</b></i>",
        "<!-- a -- b -->",
        "<!---->",
        "<!-- ends in a hyphen --->",
        "<p @click='x' v:on='y' \"z\" =a>x</p>",
        "<o:p>x</o:p><a-b:c>y</a-b:c><a<b>z",
        '<p lang="en" xml:lang="it">x</p>',
        '<p xmlns="urn:x" xmlns:o="urn:y">x</p>',
        "<input type=checkbox checked disabled>",
        "a\x0cb\x01c\x1bd\ufffee",
        "&nbsp;&copy;&hellip;&notanentity; & <1a> < >",
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<use xlink:href="#a"/></svg>',
        "<math><mi>x</mi></math>",
        "<?xml version='1.0'?><![CDATA[x]]>",
        "<script>if (a < b && c) {}</script><style>a > b {}</style>",
    ],
)
def test_any_html_becomes_xml(written: str) -> None:
    page = f'<!DOCTYPE html>\n<html lang="it"><head><title>T</title></head><body>{written}</body>'
    tree = ET.fromstring(to_bytes(to_tree(page)))
    assert tree.find("html:body", NAMES) is not None
    assert not re.search(rb"<!DOCTYPE html .", to_bytes(to_tree(page)))


# The same bytes


@pytest.mark.slow
def test_the_same_sources_give_the_same_bytes(books: Publication, tmp_path: Path) -> None:
    """In another folder, time zone and order of hashes, and from files of another age."""
    other = tmp_path / "elsewhere" / "copy"
    shutil.copytree(books.path, other, ignore=shutil.ignore_patterns("build"))
    for file in other.rglob("*"):
        os.utime(file, (1, 1))
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-c", ".", "-b", "briefepub"]
    done = subprocess.run(
        [*command, "-D", "language=it", "docs", "out"],
        cwd=other,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    names = ("html", "ports", "rivers")
    for name in names:
        first = books.path / f"build/plain/briefepub/it/briefs/{name}.epub"
        assert first.read_bytes() == (other / f"out/briefs/{name}.epub").read_bytes(), name


def test_xhtml_has_no_prefix_whatever_else_is_loaded() -> None:
    ET.register_namespace("", "http://www.w3.org/2000/svg")  # as docutils does
    assert b"<p>Words</p>" in to_bytes(to_tree("<p>Words</p>"))
