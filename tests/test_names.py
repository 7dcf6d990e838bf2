"""Names of headings, figures, formulas and terms: every brief has its own."""

from __future__ import annotations

import re

import pytest
from conftest import SVG, Publication, files

BRIEF = """\
---
title: {title}
authors: [north-desk]
date: 2025-01-01
---

(background)=

## Background of {title}

```{{figure}} flag.svg
:name: fig:flag
:alt: A flag.

The flag of {title}
```

```{{math}}
:label: eq-sum

1 + 1
```

A {{term}}`tariff`, {{numref}}`fig:flag`, {{ref}}`background` and {{eq}}`eq-sum`.

[There]({other}.md#background) and [its flag]({other}.md#fig:flag).

```{{glossary}}
Tariff
  A tax, says {title}.
```
"""
ALICE, BORIS = (f"docs/briefs/{name}.md" for name in ("alice", "boris"))
GUEST = "---\ntitle: Guest\nauthors: [north-desk]\ndate: 2025-01-01\n---\n\nText.\n\n{text}\n"


@pytest.fixture
def namesakes(two_languages: Publication) -> Publication:
    """Two briefs that give the same names."""
    two_languages.write("docs/briefs/flag.svg", SVG)
    two_languages.write(ALICE, BRIEF.format(title="Alice", other="boris"))
    two_languages.write(BORIS, BRIEF.format(title="Boris", other="alice"))
    return two_languages


def test_every_brief_has_its_own_names(namesakes: Publication) -> None:
    assert namesakes.sphinx("html", "en").stderr == ""
    for name, other in (("alice", "boris"), ("boris", "alice")):
        page = namesakes.read(f"build/plain/html/en/briefs/{name}.html")
        for link in ("term-Tariff", "fig-flag", "background", "equation-eq-sum"):
            assert f'href="#{link}"' in page, link
            assert f'href="{other}.html#{link}"' not in page or link in ("fig-flag", "background")
        assert f'href="{other}.html#background">There<' in page
        assert f'href="{other}.html#fig-flag">its flag<' in page
        assert f">Background of {name.title()}</" in page


def test_the_order_of_edits_changes_nothing(namesakes: Publication) -> None:
    """Also where a name stands in several others: whose it is does not change."""
    text = GUEST.format(text="{term}`Tariff`, {numref}`fig:flag`, {ref}`background`, {eq}`eq-sum`")
    namesakes.write("docs/briefs/guest.md", text)
    out = namesakes.path / "build/plain/html/en"
    said, made = [], []
    for path in ("", ALICE, BORIS):
        if path:
            before = namesakes.read(path)
            namesakes.write(path, before.replace("A tax", "A levy"))
            namesakes.sphinx("html", "en", strict=False)
            namesakes.write(path, before)
        said.append(namesakes.sphinx("html", "en", strict=False).stderr)
        made.append(files(out))
    assert made[0] == made[1] == made[2]
    assert said[0] == said[1] == said[2]
    places = "docs/briefs/alice.md:{} and docs/briefs/boris.md:{}"
    for line, what in (
        (29, "the term “Tariff” is explained in"),
        (11, "the name “fig:flag” is given in"),
        (9, "the name “background” is given in"),
        (18, "the name “eq-sum” is given in"),
    ):
        message = f"guest.md:9: WARNING: {what} {places.format(line, line)}"
        assert said[0].count(message) == 1, said[0]
    assert said[0].count("WARNING") == 4


def test_who_takes_a_name_back_leaves_it_to_the_other(namesakes: Publication) -> None:
    namesakes.write("docs/briefs/guest.md", GUEST.format(text="{term}`Tariff`"))
    namesakes.sphinx("html", "en", strict=False)
    text = namesakes.read(BORIS)
    namesakes.write(BORIS, text.partition("A {term}")[0])
    assert namesakes.sphinx("html", "en").stderr == ""
    page = namesakes.read("build/plain/html/en/briefs/guest.html")
    assert 'href="alice.html#term-Tariff"' in page


def test_an_unknown_term_is_told_once_with_its_line(namesakes: Publication) -> None:
    text = "| a |\n| --- |\n| {term}`Tarif` |\n\nAnd {term}`tolls`."
    namesakes.write("docs/briefs/guest.md", GUEST.format(text=text))
    done = namesakes.briefpress("build", "-b", "guest", "-l", "en")
    kind = "[briefpress.unknown-term]"
    said = re.findall(r"docs/briefs/guest\.md:\d+: warning: no glossary.*", done.stderr)
    assert said == [
        "docs/briefs/guest.md:11: warning: no glossary explains the term “Tarif”; did you mean "
        f"“Tariff”? {kind}",
        "docs/briefs/guest.md:13: warning: no glossary explains the term “tolls”; add it to a "
        f"{{glossary}} {kind}",
    ]
