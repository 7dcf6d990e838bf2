"""The mistakes that authors make, and what they are told: where, what, and what to do."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Publication
from PIL import Image

from briefpress.problems import Kind, Problem, told_once
from briefpress.terminal import print_problems, wide_console

HEAD = "---\ntitle: {title}\nauthors: [north-desk]\ndate: 2025-01-01\n---\n\n## One\n\n"
FIRST = HEAD.count("\n") + 1  # the line of the text's first one


@dataclass(frozen=True)
class Mistake:
    """*text* is a brief with a mistake on its *line* (from 1), of which *message* is said."""

    name: str
    text: str
    line: int
    message: str
    level: str = "WARNING"


MISTAKES = (
    Mistake("open-backquotes", "```{box} T\nIn.\n\n## Two\n", 1, "this {box} is not", "ERROR"),
    Mistake("open-colons", "a\n\n:::{box} T\nIn.\n\n## Two\n", 3, "this {box} is not", "ERROR"),
    Mistake(
        "same-colons",
        ":::{box} T\nText.\n:::{pull-quote}\nIn.\n:::\n:::\n",
        3,
        "this {pull-quote} is not closed, so that it takes in what follows; write a line ::: where",
        "ERROR",
    ),
    Mistake(
        "backquotes-in-title",
        "a\n\n```{table} T {abbr}`x (y)`\n\n| a |\n|---|\n| 1 |\n```\n\nb\n\n```\n",
        3,
        "this {table} is not read, because its first line holds another backquote; begin and end",
        "ERROR",
    ),
    Mistake("no-text", "```{include} right.jpg\n```\n", 1, "“right.jpg” is not UTF-8", "ERROR"),
    Mistake("no-code", "```{literalinclude} right.jpg\n```\n", 1, "is not UTF-8 text", "ERROR"),
    Mistake("address", "a [x]()\n", 1, "this link has no address; write one between its"),
    Mistake("letter", "a\nb &#27;\n", 2, "U+FFFD stands here for a letter that", "ERROR"),
    Mistake("stray", ":::{pull-quote}\nIn.\n:::\n:::\n", 4, "this ::: closes nothing", "ERROR"),
    Mistake("cell", "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", 3, "so that “3” is lost"),
    Mistake("cell-in-quote", "> | a |\n> |---|\n> | 1 | 2 |\n", 3, "so that “2” is lost"),
    Mistake("cell-of-code", "| a | b |\n|---|---|\n| `x|y` | 2 |\n", 3, "so that “2” is lost"),
    Mistake(
        "directive", "```{key-mesages}\n- a\n```\n", 1, "did you mean “key-messages”?", "ERROR"
    ),
    Mistake("directive-2", "```{qqqq}\n```\n", 1, "there is no directive {qqqq}", "ERROR"),
    Mistake("directive-3", "```{eval-rst}\n.. qqqq::\n```\n", 2, "no directive .. qqqq::", "ERROR"),
    Mistake("contents", "```{toctree}\nquays\n```\n", 1, "names the document “quays”, but there"),
    Mistake("role", "a {cit:p}`b`\n", 1, "did you mean “cite:p”?", "ERROR"),
    Mistake("option", "```{box} T\n:knid: case\nIn.\n```\n", 2, "did you mean “kind”?"),
    Mistake(
        "value",
        "```{box} T\n:kind: caes\nIn.\n```\n",
        2,
        '{box} cannot have “caes” as :kind:; choose from "case", "definition", or "method"',
    ),
    Mistake("argument", "```{box}\nIn.\n```\n", 1, "{box} lacks what stands behind", "ERROR"),
    Mistake("empty", "```{summary}\n```\n", 1, "{summary} is empty", "ERROR"),
    Mistake("table", "```{table} T\nNone.\n```\n", 1, "{table} must hold one table", "ERROR"),
    Mistake(
        "row-with-a-rule",
        "```{list-table} T\n- - a\n  - b\n- - c\n  - --\n- - d\n  - e\n```\n",
        5,
        "a cell of hyphens alone (“- --”) is a rule in Markdown; write a dash (“- –”), or leave",
        "ERROR",
    ),
    Mistake(
        "row",
        "```{list-table} T\n- - a\n  - b\n- - c\n```\n",
        1,
        "row 2 of {list-table} has another number of cells (1) than row 1 (2)",
        "ERROR",
    ),
    Mistake("note", "a[^gone]\n", 1, "the note [^gone] has no text", "ERROR"),
    Mistake("uncalled", "a\n\n[^b]: c\n", 3, "no text calls this note"),
    Mistake("twice", "(x)=\n## Two\n\n(x)=\n## Three\n", 4, "the name “x” is given twice"),
    Mistake("level", "#### Four\n", 1, "a heading of level 4 follows one of level 2"),
    Mistake("windows", "![a](C:\\Users\\me.png)\n", 1, "a place on one computer alone", "ERROR"),
    Mistake(
        "windows-figure",
        "```{figure} C:\\Users\\me.png\n:alt: a\n```\n",
        1,
        "me.png” is a place on one computer alone; put the file beside the brief",
        "ERROR",
    ),
    Mistake("server", "![a](\\\\\\\\srv\\\\a.png)\n", 1, "“\\\\srv\\a.png” is a place on", "ERROR"),
    Mistake("scheme", "a\n![a](file:///a.png)\n", 2, "“file:///a.png” is a place on one", "ERROR"),
    Mistake("scheme-link", "a\n[a](file:///a.pdf)\n", 2, "“file:///a.pdf” is a place on", "ERROR"),
    Mistake("web", "![a](https://example.org/a.png)\n", 1, "is read from the web, which", "ERROR"),
    Mistake("web-2", "a\n![a](//example.org/a.png)\n", 2, "is read from the web, which", "ERROR"),
    Mistake("script", "[a](javascript:x)\n", 1, "“javascript:x” is nothing that a brief", "ERROR"),
    Mistake("third-line", "a\n`b\nc` d ![a](gone.png)\n", 3, "no picture “gone.png”", "ERROR"),
    Mistake("third-role", "> a\n> *b*\n> {cit:p}`b`\n", 3, "did you mean “cite:p”?", "ERROR"),
    Mistake("second-cell", "| a |\n|---|\n| ![a](gone.png) |\n", 3, "“gone.png”", "ERROR"),
    Mistake("spaces", "a\n![a](my map.png)\n", 2, "write “(<my map.png>)”, or give", "ERROR"),
    Mistake("apart", "![a] (map.png)\n", 1, "“![what it shows](map.png)”", "ERROR"),
    Mistake("spaces-link", "[a](my paper.pdf)\n", 1, "write “(<my paper.pdf>)”, or give"),
    Mistake("apart-link", "a\n[a] (https://example.org)\n", 2, "a space stands between ] and ("),
    Mistake("open-link", "[a](https://example.org\n", 1, "this link does not end"),
    Mistake(
        "note-in-link",
        "[a[^n]](https://example.org)\n\n[^n]: b\n",
        1,
        "no note and no other link; put that behind “](https://example.org)”",
    ),
    Mistake(
        "link-in-link", "[a [*b*](https://b.org)](mailto:a@b.org)\n", 1, "no other link; put that"
    ),
    Mistake("reverse", "(a)[https://example.org]\n", 1, "write “[words](https://example.org)”"),
    Mistake("apart-role", "{cite:p} `rossi2020`\n", 1, "a space stands behind {cite:p}"),
    Mistake("pandoc", "a [@rossi2020, p. 5]\n", 1, "write “{cite:p}`rossi2020`”"),
    Mistake("dollars", "a\n$\\alpha_1$\n", 2, "formulas stand in other signs"),
    Mistake("heading", "##Two\n", 1, "write “## Two”"),
    Mistake("bullets", "Text:\n• a\n• b\n", 2, "this is no list; begin each of its lines"),
    Mistake("headless", "| a | b |\n| 1 | 2 |\n", 1, "this is no table; write a line like"),
    Mistake("dash", "—\ntitle: A\n—\n", 1, "this is no front matter; write three", "ERROR"),
    Mistake("language", "a\n\n{lang=zzz}\nb\n", 4, "“zzz” is no language tag"),
    Mistake("noted-twice", "a[^n]\n\n[^n]: b\n[^n]: c\n", 4, "the note [^n] has two texts"),
    Mistake("no-list", "a\n\nb\nc {cite:p}`rossi2020`\n", 4, "but their list is missing; add"),
    Mistake("comma", "```{csv-table} T\n\nA, B\n1, 2, or 3\n```\n", 4, "this row has 3 cells, and"),
    Mistake("open-cell", '```{csv-table} T\n\n"1,2\n```\n', 1, '(") is not closed; add', "ERROR"),
    Mistake(
        "columns",
        "```{list-table} T\n:widths: 1 2 3\n\n- - a\n  - b\n```\n",
        1,
        "{list-table} has 2 columns, and :widths: another number of them",
        "ERROR",
    ),
    Mistake("unit", "```{image} right.jpg\n:alt: a\n:width: 5 pc.\n```\n", 3, "like 60% or 8cm"),
    Mistake("whole", "```{image} right.jpg\n:alt: a\n:scale: big\n```\n", 3, "a whole number"),
    Mistake("stars", "a\n**b ** c\n", 2, "these stars are shown as they are"),
    Mistake("picture", "![a](gone.png)\n", 1, "there is no picture “gone.png”", "ERROR"),
    Mistake("download", "{download}`gone.pdf`\n", 1, "there is no file “gone.pdf”"),
    Mistake("include", "```{include} gone.md\n```\n", 1, "there is no file “gone.md”", "ERROR"),
    Mistake("file", "```{csv-table} T\n:file: gone.csv\n```\n", 1, "no file “gone.csv”", "ERROR"),
    Mistake("tiff", "![a](a.tiff)\n", 1, "“a.tiff” is of a kind that not all readers'", "ERROR"),
    Mistake("fake", "![a](fake.png)\n", 1, "“fake.png” cannot be read as image/png", "ERROR"),
    Mistake("jpeg", "![a](jpeg.png)\n", 1, "is called .png, but is image/jpeg", "ERROR"),
    Mistake("huge", "![a](huge.png)\n", 1, "“huge.png” has 12,000 × 15,000 pixels", "ERROR"),
    Mistake("link", "[](rivrs.md)\n", 1, "did you mean “rivers.md”?"),
    Mistake("anchor", "[a](#nowhere)\n", 1, "nothing has the name “nowhere”; check it, or write"),
    Mistake("anchor-there", "[a](ports.md#nope)\n", 1, "nothing in ports.md has the name “nope”"),
    Mistake("number", "(here)=\n## Two\n\n{numref}`hree`\n", 4, "did you mean “here”?"),
    Mistake("unnumbered", "(there)=\n## Two\n\n{numref}`there`\n", 4, "“there” has no number"),
    Mistake("alone", "```{glossary}\nAlpha\n  A tax.\nBeta\n```\n", 4, "“Beta” is not expl"),
    Mistake("parted", "```{glossary}\nGamma\n\nDelta\n  A.\n```\n", 4, "the term above is not"),
    Mistake(
        "defined-twice",
        "```{glossary}\n:sorted:\n\nTwice\n  A tax.\nTwice\n  A tax.\n```\n",
        6,
        "the term “Twice” is explained twice in this file",
    ),
    Mistake("explained", "```{glossary}\nT3\n  {cit:p}`b`\n```\n", 3, "mean “cite:p”?", "ERROR"),
    Mistake("formula", "a\n{math}`\\frac{1}`\n", 2, "the formula “\\frac{1}” cannot be", "ERROR"),
    Mistake("term", "```{glossary}\nTarif\n  A tax.\n```\n{term}`Tariff`\n", 5, "mean “Tarif”?"),
    Mistake("element", "a\nThe <odd> b\n", 2, "there is no element <odd> in HTML", "ERROR"),
    Mistake("element-2", "a\n\n<odd>b</odd>\n", 3, "there is no element <odd> in HTML", "ERROR"),
    Mistake(
        "same-id",
        '<p id="x">b</p>\n\nc <b id="x">d</b>\n',
        3,
        "another element has the id “x” already",
        "ERROR",
    ),
    Mistake("open-tag", "a\nb <b>c\nd\n\ne\n", 2, "<b> is not ended in its paragraph", "ERROR"),
    Mistake("open-anchor", 'a <a id="x"/> b\n', 1, "<a> is not ended in its", "ERROR"),
    Mistake("open-cell-tag", "| a |\n|---|\n| <i>b |\n", 3, "<i> is not ended in its", "ERROR"),
    Mistake("hyphen", "The <health-care> b\n", 1, "<health-care> is not ended", "ERROR"),
    Mistake("lexer", "a\n\n```pyhton\nx = 1\n```\n", 3, "did you mean “python”?"),
    Mistake("lexer-2", "```qqqqq\nx = 1\n```\n", 1, "“qqqqq” is no language of code"),
    Mistake(
        "works",
        "{cite:p}`rossi2020`\n\n```{bibliography}\n```\n\n```{bibliography}\n```\n",
        6,
        "the list of works stands above; take out this one",
    ),
    Mistake("work", "{cite:p}`rosi2020`\n\n```{bibliography}\n```\n", 1, "mean “rossi2020”?"),
)

WELL = """\
::::{box} Around
:::{pull-quote}
Within.
:::
::::

- In a list:

  :::{pull-quote}
  Within.
  :::

  ```python
  code = 1
  ```

> ```
> In a quote.
> ```

| a | b |
| --- | --- |
| 1 |
| 1 | 2 | |
| `x\\|y` | 2 |

- | a | b |
  | - | - |
  | 1 | 2 |

![a](right.jpg)

It costs $5 and \\$6, 2 ** 3 is 8, **bold**, **so** **too**, \\[a\\](file:///a), `[a](file:///b)`,
[sic](see below), \\## no heading, [a][] | b | and 5\\*\\* [c].

Tags: <B class=x>b</b><br/>, <abbr title="a > b">c</abbr>, <o:p>d</o:p>, <tt>e</tt>, <!-- <odd> -->
<svg width="9" height="9" role="img" aria-label="f"><g><path d="M0 0h9v9z"/></g></svg>, `<odd>`,
1<2, &lt;odd&gt;, <my-word>g</my-word>, <https://example.org>, [j](#_Toc1), [k](well.md#_Toc1),
<p>h.

<a name="_Toc1"></a><a class="x" name='_Toc2'></a><a title="a name=b" href="#_Toc2">l</a>

<svg width="9" height="9" role="img" aria-label="i">

<g><path d="M0 0h9v9z"/></g>

</svg>

```pycon3
>>> code
```

```text
none
```

```{glossary}
quay
  Where ships lie.
pier
jetty
  Where
  people walk.

  Twice.
mole

  Where waves break.
```

````{example}
```{box} Shown
In.
```
````
"""


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publication, list[str]]:
    """A publication with all mistakes, each in a brief of its own, and what its build says."""
    publication = Publication.of("two-languages", tmp_path_factory.mktemp("mistakes") / "p")
    briefs = publication.path / "docs/briefs"
    for mistake in MISTAKES:
        text = HEAD.format(title=mistake.name) + mistake.text
        publication.write(f"docs/briefs/{mistake.name}.md", text)
    thanks = "---\nacknowledgements: To [a](https://example.org)"
    publication.write("docs/briefs/thanks.md", HEAD.format(title="T").replace("---", thanks, 1))
    table = "```{csv-table} T\n:file: right.jpg\n```\n"
    publication.write("docs/briefs/no-table.md", HEAD.format(title="T") + table)
    publication.write("docs/briefs/well.md", HEAD.format(title="well") + WELL)
    _make_pictures(briefs)
    return publication, publication.sphinx("html", "en", strict=False).stderr.splitlines()


@pytest.fixture(scope="module")
def said(mistaken: tuple[Publication, list[str]]) -> list[str]:
    return mistaken[1]


def _make_pictures(folder: Path) -> None:
    picture = Image.new("1", (12000, 15000))
    picture.save(folder / "huge.png")
    picture = picture.crop((0, 0, 4, 4))
    picture.save(folder / "a.tiff")
    picture.save(folder / "jpeg.png", "JPEG")
    picture.save(folder / "right.jpg", "JPEG")
    (folder / "fake.png").write_text("Sent to you from my phone.")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_once_with_its_line(said: list[str], mistake: Mistake) -> None:
    about = [line for line in said if f"/{mistake.name}.md:" in line]
    place = f"/{mistake.name}.md:{FIRST + mistake.line - 1}: {mistake.level}: "
    assert sum(place in line and mistake.message in line for line in about) == 1, about
    # What is a mistake twice, as a fence that another one closed, is told of each.
    assert len(about) == (2 if mistake.name == "same-colons" else 1)


def test_a_table_that_is_no_text_is_told_of_its_file(said: list[str]) -> None:
    assert any("/right.jpg:1: ERROR: the file is not UTF-8 text; save it" in line for line in said)


def test_markup_in_a_value_that_is_words_alone_is_told_of(said: list[str]) -> None:
    about = [line for line in said if "/thanks.md:" in line]
    assert len(about) == 1
    assert "/thanks.md:2: WARNING: “[a](https://example.org)” is shown as it is" in about[0]


def test_nobody_hears_the_words_of_the_tools(said: list[str]) -> None:
    messages = "\n".join(said)
    foreign = r"Unknown|directive'|cross-reference|autonumbered|target name|not readable|\ballowed"
    assert re.findall(foreign, messages) == []
    assert all(re.match(r"\S+\.\w+:\d+: (ERROR|WARNING): \S", line) for line in said), messages


def test_what_leads_nowhere_is_no_link(mistaken: tuple[Publication, list[str]]) -> None:
    """So that nobody is told of it a second time, by the PDF."""
    for name in ("link", "anchor", "number", "works"):
        page = mistaken[0].read(f"build/plain/html/en/briefs/{name}.html")
        _, _, text = page.partition("<main")
        targets = re.findall(r'<a[^>]* href="#([^"]+)"', text)
        assert all(text.count(f'id="{target}"') == 1 for target in targets), targets


def test_what_is_written_well_is_not_accused(said: list[str]) -> None:
    assert [line for line in said if "/well.md" in line] == []


def test_what_word_processors_name_can_be_linked_to(
    mistaken: tuple[Publication, list[str]],
) -> None:
    page = mistaken[0].read("build/plain/html/en/briefs/well.html")
    assert page.count('href="#_Toc1"') == 2
    assert '<a id="_Toc1">' in page
    assert "<a class=\"x\" id='_Toc2'>" in page


def test_the_command_says_the_same_and_publishes_nothing(two_languages: Publication) -> None:
    text = HEAD.format(title="Wrong") + "```{key-mesages}\n- a\n```\n"
    two_languages.write("docs/briefs/wrong.md", text)
    done = two_languages.briefpress("build", "--format", "html")
    assert done.returncode == 1
    expected = f"docs/briefs/wrong.md:{FIRST}: error: there is no directive {{key-mesages}}"
    assert done.stderr.startswith(expected)
    assert done.stderr.count("[myst.directive_unknown]") == 1, done.stderr


@pytest.mark.parametrize("before", ["\n", " ", "\n\n  "])
def test_front_matter_below_the_first_line_is_refused(
    two_languages: Publication, before: str
) -> None:
    text = before + two_languages.read("docs/briefs/ports.md")
    two_languages.write("docs/briefs/ports.md", text)
    done = two_languages.briefpress("build")
    line = before.count("\n") + 1
    assert f"docs/briefs/ports.md:{line}: error: the front matter must begin on line 1" in (
        done.stderr
    )


def test_a_line_across_the_page_is_no_front_matter(two_languages: Publication) -> None:
    two_languages.write("docs/briefs/rule.md", "\n---\n\n# Rule\n\nThen: so.\n\n---\n\nEnd.\n")
    done = two_languages.briefpress("build", "--format", "html", "--fail-on-warning")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_fault_that_a_translation_repeats_is_told_of_its_original_alone() -> None:
    problems = [Problem(path, 9, "there is no x") for path in ("a.md", "it/a.po", "it/b.po")]
    own = Problem("it/a.po", 9, "there is no y")
    originals = {"it/a.po": "a.md", "it/b.po": "b.md"}
    assert told_once([*problems, own], originals) == [problems[0], problems[2], own]


@pytest.mark.parametrize("is_error", [False, True])
def test_a_line_number_is_not_taken_for_a_picture(is_error: bool) -> None:
    out = io.StringIO()
    console = wide_console()
    console.file = out
    print_problems(
        console, [Problem("a.po", 100, "bad :1234: [link]", Kind.CATALOGUE.value, is_error)]
    )
    assert out.getvalue().startswith("a.po:100: ")
    assert "bad :1234: [link]" in out.getvalue()
