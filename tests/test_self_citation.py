"""How a brief is to be cited, in the style of the references."""

from __future__ import annotations

import re
from html import unescape

import pytest
from conftest import Publication

pytestmark = pytest.mark.slow

SITE = "https://briefs.example.org"

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

# front matter without the title -> the citation in English
CASES = {
    "bare": ("title: Bare", f"Bare. (n.d.). Test Institute. {SITE}/en/briefs/bare.html"),
    "question": (
        "title: Why ships?\nsubtitle: A look\ndate: 2024-02-01\nauthors: [north-desk]",
        f"North Desk. (2024). Why ships? A look. Test Institute. {SITE}/en/briefs/question.html",
    ),
    "colon": (
        'title: "Ports: a primer"\nsubtitle: Second edition\ndate: 2024-02-01\nauthors: [rossi]',
        "Rossi, M. (2024). Ports: a primer. Second edition. Test Institute. "
        f"{SITE}/en/briefs/colon.html",
    ),
    # Not taken apart into given and family names, nor at its "and".
    "organisation": (
        "title: T\ndate: 2024-02-01\nauthors: [land-and-sea]",
        f"Ministry of Land and Sea. (2024). T. Test Institute. {SITE}/en/briefs/organisation.html",
    ),
    "persons": (
        "title: T\ndate: 2024-02-01\nauthors: [de-vries, plato]\ndoi: 10.1234/x",
        "de Vries, A. B., & Plato. (2024). T. Test Institute. https://doi.org/10.1234/x",
    ),
    # The translator of the second has left his parts in other letters.
    "translated": (
        "title: T\ndate: 2024-02-01\nauthors: [haddad, saleh]\ndoi: 10.1234/x",
        "Haddad, L., & Omar Saleh. (2024). T. Test Institute. https://doi.org/10.1234/x",
    ),
    "series": (
        'title: T *e*\ndate: 2024-02-01\nauthors: [rossi]\nseries: papers\nnumber: "2024/2"',
        f"Rossi, M. (2024). T e (Papers 2024/2). Test Institute. {SITE}/en/briefs/series.html",
    ),
}


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    made = Publication.of("furniture", tmp_path_factory.mktemp("cited") / "publication")
    for name, (front_matter, _) in CASES.items():
        made.write(f"docs/briefs/{name}.md", f"---\n{front_matter}\n---\n\nText.\n")
    made.write("docs/authors/land-and-sea.md", "---\nname: Ministry of Land and Sea\n---\n")
    made.write("docs/authors/plato.md", "---\nname: Plato\nfamily: Plato\n---\n")
    person = "---\nname: Anna Bea de Vries\ngiven: Anna Bea\nfamily: de Vries\n---\n"
    made.write("docs/authors/de-vries.md", person)
    people = {"haddad": "ليلى حداد", "saleh": "عمر صالح"}
    names = {"haddad": ["Leila Haddad", "Leila", "Haddad"], "saleh": ["Omar Saleh", "", ""]}
    for name, arabic in people.items():
        parts = [arabic, *arabic.split()]
        keys = zip(("name", "given", "family"), parts, strict=True)
        lines = "".join(f"{key}: {part}\n" for key, part in keys)
        made.write(f"docs/authors/{name}.md", f"---\nlanguage: it\n{lines}---\n")
        messages = zip(parts, names[name], strict=True)
        catalogue = "".join(f'msgid "{part}"\nmsgstr "{word}"\n\n' for part, word in messages)
        made.write(f"locale/en/LC_MESSAGES/authors/{name}.po", HEADER + catalogue)
    done = made.sphinx("html", "en", "-d", "build/doctrees")
    assert (done.returncode, done.stderr) == (0, "")
    return made


def citation(publication: Publication, name: str) -> str:
    page = publication.read(f"build/plain/html/en/briefs/{name}.html")
    found = re.search(r'<dd class="citation">(.*?)</dd>', page, re.DOTALL)
    assert found
    return unescape(re.sub(r"<[^>]+>", "", found[1])).strip()


@pytest.mark.parametrize("name", CASES)
def test_a_brief_is_cited_like_a_report(cited: Publication, name: str) -> None:
    assert citation(cited, name) == CASES[name][1]


def test_what_changes_elsewhere_is_cited_anew(cited: Publication) -> None:
    """The address is none of the document's sources, and the name of a series stands elsewhere."""
    cited.replace("docs/series/papers.md", "title: Papers", "title: Notes")
    cited.replace("conf.py", SITE, "https://other.example.org")
    done = cited.sphinx("html", "en", "-d", "build/doctrees")
    assert (done.returncode, done.stderr) == (0, "")
    assert "(Notes 2024/2)" in citation(cited, "series")
    assert "https://other.example.org/en/briefs/series.html" in citation(cited, "series")
    assert "https://other.example.org/en/briefs/bare.html" in citation(cited, "bare")
