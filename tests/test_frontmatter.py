"""A document has one title, wherever its author wrote it, and headings below it in steps of one."""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass

import pytest
from conftest import Publication


@dataclass(frozen=True)
class Case:
    """A source; the title, the headings (level, text) and the first paragraph that a reader finds;
    the lines at which MyST-Parser warns of levels left out."""

    source: str
    title: str
    headings: tuple[tuple[int, str], ...] = ()
    opening: str = ""
    warnings: tuple[int, ...] = ()


CASES = {
    "in-the-front-matter": Case(
        "---\ntitle: The title\n---\n\nText.\n\n## One\n\n### Inner\n\n## Two\n",
        "The title",
        ((2, "One"), (3, "Inner"), (2, "Two")),
        "Text.",
    ),
    "first-heading": Case(
        "# The heading\n\nText.\n\n## One\n", "The heading", ((2, "One"),), "Text."
    ),
    "first-heading-after-front-matter": Case(
        "---\ndate: 2024-01-01\n---\n\n# The heading\n\nText.\n", "The heading", (), "Text."
    ),
    "underlined-heading": Case(
        "The heading\n===\n\nText.\n\nOne\n---\n", "The heading", ((2, "One"),)
    ),
    "from_the-file_name": Case("Only text.\n\nMore.\n", "From the file name", (), "Only text."),
    "only-front-matter": Case("---\ntitle: Alone\n---\n", "Alone"),
    "same-title-twice": Case(
        "---\ntitle: The title\n---\n\n# The title\n\nText.\n\n## One\n",
        "The title",
        ((2, "One"),),
        "Text.",
    ),
    "same-title-twice-with-emphasis": Case(
        "---\ntitle: The *title*\n---\n\n# The *title*\n\nText.\n", "The title", (), "Text."
    ),
    "same-title-after-text": Case(
        "---\ntitle: The title\n---\n\nBefore.\n\n# The title\n\nAfter.\n\n## One\n",
        "The title",
        ((2, "One"),),
        "Before.",
    ),
    "several-titles": Case(
        "# One\n\nText.\n\n## A\n\n# Two\n\n## B\n\n### C\n\n# Three\n",
        "One",
        ((2, "A"), (2, "Two"), (3, "B"), (4, "C"), (2, "Three")),
        "Text.",
    ),
    "text-before-the-title": Case(
        "Before.\n\n- item\n\n# The heading\n\nAfter.\n\n## One\n",
        "The heading",
        ((2, "One"),),
        "Before.",
    ),
    "begins-at-level-two": Case(
        "## The heading\n\nText.\n\n### One\n\n## Two\n",
        "The heading",
        ((2, "One"), (2, "Two")),
        "Text.",
        (1, 7),
    ),
    "skips-a-level": Case(
        "---\ntitle: The title\n---\n\n### Deep\n\n##### Deeper\n\n## Two\n",
        "The title",
        ((2, "Deep"), (3, "Deeper"), (2, "Two")),
        "",
        (5, 7),
    ),
    "marks-up": Case(
        '---\ntitle: "The *Moskva*, `x < y` & co."\nsubtitle: 1 < 2\n---\n\nText.\n',
        "The Moskva, x < y & co.",
        (),
        "Text.",
    ),
    "begins-like-a-list": Case("---\ntitle: 1. Heading\n---\n\nText.\n", "1. Heading", (), "Text."),
    "comment-first": Case("% a remark\n\n# The heading\n\nText.\n", "The heading", (), "Text."),
}

# What YAML takes for something else, and what Markdown does.
for number, title in enumerate(("Yes", "No", "12:30", "0x1F", "2025", "C #", "- dash", "null x")):
    CASES[f"odd-{number}"] = Case(
        f'---\ntitle: "{title}"\n---\n\nText.\n\n## One\n'
        if title in ("C #", "- dash")
        else f"---\ntitle: {title}\nsubtitle: S\n---\n\nText.\n\n## One\n",
        title,
        ((2, "One"),),
        "Text.",
        (8,) if title == "No" else (),  # MyST-Parser sees no title there
    )


# What a template adds at the end of every brief.
COLOPHON = (2, "About this brief")


@pytest.fixture(scope="module")
def titles(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    made = Publication.of("two-languages", tmp_path_factory.mktemp("frontmatter") / "publication")
    for name, case in CASES.items():
        made.write(f"docs/briefs/{name}.md", case.source)
    return made


@pytest.fixture(scope="module")
def built(titles: Publication) -> str:
    """What Sphinx said of all cases."""
    return titles.sphinx("html", "en", "-d", "build/doctrees").stderr


def page_of(titles: Publication, name: str) -> str:
    return titles.read(f"build/plain/html/en/briefs/{name}.html")


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def headings(markup: str) -> list[tuple[int, str]]:
    found = re.findall(r"<h([1-6])\b[^>]*>(.*?)</h\1>", markup, re.DOTALL)
    return [(int(level), plain(text)) for level, text in found]


@pytest.mark.parametrize("name", CASES)
def test_a_page_has_its_title_and_headings(name: str, titles: Publication, built: str) -> None:
    page, case = page_of(titles, name), CASES[name]
    assert headings(page) == [(1, case.title), *case.headings, COLOPHON]
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert html.unescape(title[1]) == f"{case.title} – Test briefs"


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.opening])
def test_the_text_begins_where_its_author_began(name: str, titles: Publication, built: str) -> None:
    page = page_of(titles, name)
    opening = re.search(r'<(?:section|div) id=".*?<p>(.*?)</p>', page, re.DOTALL)
    assert opening
    assert opening[1] == CASES[name].opening


def test_no_text_is_lost(titles: Publication, built: str) -> None:
    page = page_of(titles, "same-title-after-text")
    assert re.findall(r"<p>(\w+\.)</p>", page) == ["Before.", "After."]
    page = page_of(titles, "text-before-the-title")
    assert [plain(text) for text in re.findall(r"<p>(\w+\.?)</p>", page)] == [
        "Before.",
        "item",
        "After.",
    ]


def test_only_a_level_left_out_is_warned_of(built: str) -> None:
    found = re.findall(r"/briefs/([\w-]+)\.md:(\d+): WARNING: ", built)
    assert len(found) == len(built.strip().splitlines())
    assert sorted((name, int(line)) for name, line in found) == sorted(
        (name, line) for name, case in CASES.items() for line in case.warnings
    )


def test_the_title_may_hold_emphasis_and_code(titles: Publication, built: str) -> None:
    page = page_of(titles, "marks-up")
    assert "<h1>The <em>Moskva</em>, <code" in page
    assert "<title>The Moskva, x &lt; y &amp; co. – Test briefs</title>" in page
    assert '<p class="subtitle">1 &lt; 2</p>' in page


def test_every_title_stands_in_the_list_of_briefs(titles: Publication, built: str) -> None:
    page = titles.read("build/plain/html/en/index.html")
    listed = re.findall(r'<h3><a href="briefs/([\w-]+)\.html">(.*?)</a></h3>', page)
    titles = {name: html.unescape(title) for name, title in listed}
    assert {name: titles[name] for name in CASES} == {
        name: case.title for name, case in CASES.items()
    }


@pytest.mark.slow
def test_books_have_the_same_headings(titles: Publication, built: str) -> None:
    done = titles.sphinx("briefepub", "en", "-d", "build/doctrees")
    assert (done.returncode, done.stderr) == (0, "")
    for name, case in CASES.items():
        with zipfile.ZipFile(titles.path / f"build/plain/briefepub/en/briefs/{name}.epub") as book:
            text = book.read("EPUB/text.xhtml").decode()
            contents = book.read("EPUB/nav.xhtml").decode()
        assert headings(text) == [(1, case.title), *case.headings, COLOPHON], name
        contents = contents[: contents.index("</nav>")]
        entries = [plain(entry) for entry in re.findall(r"<a [^>]*>(.*?)</a>", contents)]
        shown = [case.title, *(text for _, text in case.headings), COLOPHON[1]]
        assert entries == shown, name


def test_a_title_holds_words_and_emphasis(two_languages: Publication) -> None:
    two_languages.replace(
        "docs/briefs/rivers.md", "title: I fiumi", 'title: "I *fiumi*[^a] <br> {nosuch}`x`"'
    )
    two_languages.replace("docs/briefs/rivers.md", "poco.", "poco.\n\n[^a]: Una nota.")
    done = two_languages.sphinx("html", "it")
    assert "rivers.md:2: WARNING: a title holds words and emphasis" in done.stderr
    assert "rivers.md:2: WARNING: a title shows <br> as it is written" in done.stderr
    page = two_languages.read("build/plain/html/it/briefs/rivers.html")
    assert "<h1>I <em>fiumi</em> &lt;br&gt;" in page
    assert "system-message" not in page


def test_a_title_takes_one_line(two_languages: Publication) -> None:
    two_languages.replace("docs/briefs/rivers.md", "title: I fiumi", "title: |\n  I\n  fiumi")
    done = two_languages.sphinx("html", "it")
    assert "docs/briefs/rivers.md:2: error: `title` takes one line" in done.stderr


def test_a_link_leads_to_a_section_of_another_brief(two_languages: Publication) -> None:
    two_languages.replace("docs/briefs/rivers.md", "poco.", "poco.\n\n## Il Po\n\nLungo.")
    two_languages.replace("docs/briefs/ports.md", "(rivers.md)", "(rivers.md#il-po)")
    done = two_languages.sphinx("html", "en")
    assert done.stderr == ""
    page = two_languages.read("build/plain/html/en/briefs/ports.html")
    assert 'href="rivers.html#il-po"' in page
