"""A document holds text: it runs no code, reads no file elsewhere, and loads nothing."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import polib
import pytest
from conftest import Publication
from docutils import nodes

RIVERS = "docs/briefs/rivers.md"
PAGE = "build/plain/html/it/briefs/rivers.html"
HEADER = 'msgid ""\nmsgstr ""\n"Language: it\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
HEADER += '"Content-Transfer-Encoding: 8bit\\n"\n"MIME-Version: 1.0\\n"\n\n'


def add(publication: Publication, text: str) -> int:
    """Write *text* at the end of a brief; return its line there."""
    before = publication.read(RIVERS)
    publication.write(RIVERS, f"{before}\n{text}\n")
    return before.count("\n") + 2


@pytest.fixture
def secrets(two_languages: Publication) -> Publication:
    """What must not be published lies in, above and beside the sources."""
    for name in (".env", "../secret.txt", "build/old.txt", ".git/config", "docs/.hidden"):
        two_languages.write(name, "a,SECRET\n")
    two_languages.write("docs/briefs/data.csv", "a,b\n")
    return two_languages


def test_code_and_sums_of_money_stay_text(two_languages: Publication) -> None:
    add(two_languages, "Costa $240 o $5: {{ 6 * 7 }} {{ env.srcdir }}.")
    done = two_languages.sphinx("html", "it")
    assert done.stderr.count("between the braces stands a name") == 2
    assert "<p>Costa $240 o $5: {{ 6 * 7 }} {{ env.srcdir }}.</p>" in two_languages.read(PAGE)


@pytest.mark.parametrize(
    "setting", ["substitutions:\n    a: b", "enable_extensions: [substitution]", "html_meta: {}"]
)
def test_a_document_cannot_change_how_it_is_read(two_languages: Publication, setting: str) -> None:
    two_languages.replace(RIVERS, "---\n", f"---\nmyst:\n  heading_anchors: 2\n  {setting}\n")
    done = two_languages.sphinx("html", "it")
    assert done.returncode != 0
    name = setting.partition(":")[0]
    assert f"{RIVERS}:4: error: `myst` does not take “{name}” in one document" in done.stderr
    assert "[briefpress.bad-value]" in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```{{literalinclude}} {}\n```", id="literalinclude"),
        pytest.param("```{{literalinclude}} data.csv\n:diff: {}\n```", id="difference"),
        pytest.param("```{{include}} {}\n```", id="include"),
        pytest.param("```{{include}} {}\n:literal:\n```", id="include as it is"),
        pytest.param("```{{raw}} html\n:file: {}\n```", id="raw"),
        pytest.param("```{{csv-table}}\n:file: {}\n```", id="table"),
        pytest.param("{{download}}`{}`", id="download"),
        pytest.param("[x]({})", id="link"),
        pytest.param("```{{image}} {}\n```", id="image"),
        pytest.param("```{{figure}} {}\n```", id="figure"),
        pytest.param("```{{eval-rst}}\n.. include:: {}\n```", id="reStructuredText"),
    ],
)
def test_a_file_elsewhere_is_not_read(secrets: Publication, text: str) -> None:
    add(secrets, text.format("../../../secret.txt"))
    done = secrets.sphinx("html", "it")
    assert done.returncode != 0
    assert "secret.txt” is hidden or lies outside the publication's folder" in done.stderr
    assert not (secrets.path / PAGE).exists()


@pytest.mark.parametrize(
    "name",
    ["../../.env", "../../.git/config", "../../build/old.txt", "../.hidden", "../../conf.py", "l"],
)
def test_what_is_no_source_is_not_read(secrets: Publication, name: str) -> None:
    (secrets.path / "docs/briefs/l").symlink_to("../../.env")
    line = add(secrets, f"```{{literalinclude}} {name}\n```")
    done = secrets.briefpress("build")
    assert done.returncode == 1
    shown = ".env" if name == "l" else Path(name).name
    assert f"{RIVERS}:{line}: error: “{shown}” is hidden or lies outside" in done.stderr
    assert "[briefpress.outside]" in done.stderr


def test_a_file_that_is_not_there_is_named_at_its_line_with_all_else(secrets: Publication) -> None:
    secrets.write("docs/about.md", "---\ntitle: About\n---\n\n```{qqqq}\n```\n")
    line = add(secrets, "Text.\n\n```{literalinclude} ../../../src/gone.py\n```")
    done = secrets.briefpress("build")
    assert f"{RIVERS}:{line + 2}: error: “gone.py” is hidden or lies outside" in done.stderr
    assert "docs/about.md:5: error: there is no directive {qqqq}" in done.stderr


def test_all_files_elsewhere_are_told_at_once(secrets: Publication) -> None:
    """One build names them all, and keeps none of them."""
    secrets.write("docs/about.md", "---\ntitle: About\n---\n\n```{include} ../secret.txt\n```\n")
    text = "```{{csv-table}}\n:file: ../../{0}\n```\n\n```{{literalinclude}} ../../{1}\n```"
    (secrets.path / "docs/briefs/l.csv").symlink_to("../../secret.txt")
    chart = "\n\n```{chart} Title\n:file: /briefs/l.csv\n```"
    line = add(secrets, text.format("conf.py", ".env") + chart)
    done = secrets.briefpress("build")
    outside = re.findall(r"(\S+): error: “(\S+)” is hidden or lies outside", done.stderr)
    assert outside == [
        ("docs/about.md:5", "secret.txt"),
        (f"{RIVERS}:{line + 1}", "conf.py"),
        (f"{RIVERS}:{line + 4}", ".env"),
        (f"{RIVERS}:{line + 8}", "secret.txt"),
    ]
    assert not (secrets.path / "build/site").exists()


@pytest.mark.parametrize("way", ["{include} {}", "{eval-rst}\n.. include:: {}\n  "])
def test_an_included_file_has_no_front_matter(two_languages: Publication, way: str) -> None:
    """Read by a parser of its own, it could allow itself to run code."""
    front = "---\nmyst:\n  enable_extensions: [substitution]\n---\n\n"
    two_languages.write("docs/briefs/code.txt", f"{front}{{{{ 6 * 7 }}}}\n")
    text = way.replace("{}", "code.txt")
    add(two_languages, f"```{text}\n:parser: myst_parser.sphinx_\n```".replace("  \n:", "  :"))
    done = two_languages.sphinx("html", "it")
    assert done.returncode != 0
    assert "parser" in done.stderr
    page = two_languages.path / PAGE
    assert not page.exists() or "<p>42</p>" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("directive", ["raw} html", "csv-table}"])
@pytest.mark.parametrize("scheme", ["file://{}/.env", "http://127.0.0.1:9/"])
def test_nothing_is_read_from_an_address(secrets: Publication, directive: str, scheme: str) -> None:
    line = add(secrets, f"```{{{directive}\n:url: {scheme.format(secrets.path)}\n```")
    done = secrets.sphinx("html", "it")
    assert done.returncode != 0
    name = directive.partition("}")[0]
    assert f"{RIVERS}:{line}: ERROR: {{{name}}} takes nothing" in done.stderr


def test_files_among_the_sources_are_read(secrets: Publication) -> None:
    secrets.replace("conf.py", "project =", 'html_static_path = ["static"]\nproject =')
    secrets.write("static/note.txt", "STATIC\n")
    add(secrets, "```{csv-table}\n:file: data.csv\n```\n\n```{raw} html\n<i>raw</i>\n```\n")
    add(secrets, "```{literalinclude} ../../static/note.txt\n```")
    done = secrets.sphinx("html", "it")
    assert (done.returncode, done.stderr) == (0, "")
    page = secrets.read(PAGE)
    assert "<p>b</p>" in page
    assert "<i>raw</i>" in page
    assert "STATIC" in page


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("docs/briefs/new.md", ".env"),
        ("docs/references.bib", "../secret.txt"),
        ("docs/shared", ".."),
        ("locale/it/LC_MESSAGES/index.po", "../secret.txt"),
        ("locale/it/LC_MESSAGES/topics", ".."),
    ],
)
def test_a_link_out_stops_before_anything_is_read(
    secrets: Publication, link: str, target: str
) -> None:
    (secrets.path / link).symlink_to((secrets.path / target).resolve())
    done = secrets.sphinx("html", "it")
    assert done.returncode != 0
    assert f"{link}: error: this is a link to what lies outside" in done.stderr
    assert "SECRET" not in done.stderr


@pytest.mark.slow
def test_words_of_a_catalogue_are_text(two_languages: Publication) -> None:
    mark = "\"'<script>x</script>"
    catalogue = polib.POFile()
    catalogue.metadata = {"Language": "it", "Content-Type": "text/plain; charset=UTF-8"}
    catalogue.metadata |= {"Content-Transfer-Encoding": "8bit", "MIME-Version": "1.0"}
    for word in ("Contents", "Cover", "Keywords", "Briefs", "Notes", "Case", "Text", "Languages"):
        catalogue.append(polib.POEntry(msgid=word, msgstr=word + mark))
    catalogue.save(str(two_languages.path / "locale/it/LC_MESSAGES/briefpress.po"))
    add(two_languages, ":::{box} Un caso\n:kind: case\n\nParole.\n:::")
    two_languages.replace(RIVERS, "---\n", "---\nkeywords: [fiumi]\n")
    done = two_languages.sphinx("html", "it")
    assert (done.returncode, done.stderr) == (0, "")
    for page in (two_languages.path / "build/plain/html").rglob("*.html"):
        assert "<script" not in page.read_text(encoding="utf-8"), page
    page_text = two_languages.read(PAGE)
    assert '<p class="box-label">Case&quot;' in page_text
    assert '<dt class="keywords" data-web-only="">Keywords&quot;&#x27;&lt;script&gt;' in page_text


@pytest.mark.slow
def test_the_description_in_the_head_is_translated(two_languages: Publication) -> None:
    two_languages.replace("conf.py", "project =", 'myst_html_meta = {"x": "A word"}\nproject =')
    catalogue = "locale/it/LC_MESSAGES/briefs/ports.po"
    text = two_languages.read(catalogue)
    two_languages.write(catalogue, f'{text}\nmsgid "A word"\nmsgstr "Una “parola” & più"\n')
    done = two_languages.sphinx("html", "it")
    assert (done.returncode, done.stderr) == (0, "")
    stored = two_languages.path / "build/plain/html/it/.doctrees/briefs/ports.doctree"
    [meta] = pickle.loads(stored.read_bytes()).findall(nodes.meta)
    assert (meta["name"], meta["content"]) == ("x", "Una “parola” & più")
    assert not meta.children


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('briefpress_languages = "it"', "briefpress_languages is 'it', but takes a list of texts"),
        ("briefpress_limits = {'key_messages': 3}", "but takes least and most for each name"),
        ('briefpress_license = "CC BY"', "briefpress_license is 'CC BY', but takes a licence as"),
        ('briefpress_render_limits = {"seconds": 0}', 'but takes whole numbers for "seconds" and'),
        ('briefpress_render_limits = {"memory": 9}', '"megabytes", like {"seconds": 300}'),
        ("briefpress_publish_threshold = 101", "is 101, but takes a percentage from 0 to 100"),
        ("briefpress_publish_threshold = True", "is True, but takes a percentage"),
        ('briefpress_publish_threshold = "80 %"', "is '80 %', but takes a percentage"),
        ('briefpress_publish_threshold = {"it": -1}', "or one for each language, like {"),
        (
            'briefpress_publish_threshold = {"ti": 80}',
            "“ti” in briefpress_publish_threshold is none",
        ),
        (
            "briefpress_pagesize = 'A4'",
            "no setting briefpress_pagesize; did you mean briefpress_page_",
        ),
        ("briefpress_limits = {'key_messages': (5, 2)}", "but takes least and most for each name"),
        ("briefpress_limits = {'key_message': (2, 5)}", "did you mean “key_messages”?"),
        ("html_baseurl = 1", "html_baseurl is 1, but takes a text"),
        ("briefpress_disclaimer = 1", "briefpress_disclaimer is 1, but takes a text"),
        ('exclude_patterns = "drafts"', "exclude_patterns is 'drafts', but takes a list"),
        ('locale_dirs: list[str] = "locale"', "locale_dirs is 'locale', but takes a list of names"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_refused_at_its_line(
    two_languages: Publication, setting: str, message: str
) -> None:
    line = two_languages.add("conf.py", f"{setting}\n")
    for done in (two_languages.sphinx("html", "it"), two_languages.briefpress("build")):
        assert done.returncode != 0
        assert f"conf.py:{line}: error: " in done.stderr
        assert message in done.stderr
        assert "[briefpress.bad-value]" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("x = [1", "this is no Python: '[' was never closed; look here, and on the line before"),
        ("x = it", "name 'it' is not defined; a text stands in quotation marks"),
        ("import gone", "Python stops here: ModuleNotFoundError: No module named 'gone'"),
        ('html_theme = "gone"', "html_theme: there is no theme “gone”"),
        ('extensions = ["briefpress", "gone"]', "extensions: there is no extension “gone”"),
        ('myst_enable_extensions = ["gone"]', "MyST-Parser has no extension 'gone'"),
        ('briefpress_print = {"profile": "gone.icc"}', "there is no colour profile gone.icc"),
        ('briefpress_print = {"profile": "bad.icc"}', "cannot be read as a colour profile"),
        ('briefpress_page_size = "A4 landscape"', "is 'A4 landscape', but takes"),
        ("briefpress_page_size = 3", "is 3, but takes"),
        ('briefpress_page_size = "0mm"', "is '0mm', but takes"),
    ],
)
def test_what_conf_py_cannot_say_is_told_at_its_line(
    two_languages: Publication, wrong: str, message: str
) -> None:
    number = two_languages.add("conf.py", f"{wrong}\n")
    two_languages.write("bad.icc", "no profile")
    formats = [f"--format={'print' if 'profile' in wrong else 'html'}"]
    done = two_languages.briefpress("build", "--language=en", *formats)
    assert done.returncode == 1
    [line] = [line for line in done.stderr.splitlines() if "conf.py" in line]
    assert line.startswith(f"conf.py:{number}: error: ")
    assert message in line
