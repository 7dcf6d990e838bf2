"""Front matter, sound and with seeded faults, and an index of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from briefpress.index import Index, read_index
from briefpress.problems import Problem
from briefpress.publication import find_documents

SOUND: Mapping[str, str] = {
    "index.md": "---\ntitle: Briefs\n---\n",
    "authors/north-desk.md": "---\nname: North Desk\n---\n\nThe desk looks north.\n",
    "authors/rossi.md": "---\nname: Maria Rossi\norcid: 0000-0002-1825-0097\n---\n",
    "topics/trade.md": "---\ntitle: Trade\n---\n",
    "series/papers.md": "---\ntitle: Papers\nissn: 2049-3630\n---\n",
    "briefs/ports.md": """\
---
title: "Ports: a primer"
subtitle: What ships carry
description: Ships carry most of what is traded.
keywords: [ports, ships]
authors: [north-desk, rossi]
date: 2024-05-06
topic: trade
series: papers
number: 1
doi: 10.1234/ports
language: en
---

## Ships
""",
}
BRIEF = "docs/briefs/ports.md"

Read = Callable[..., tuple[Index, list[Problem]]]


def reader(top: Path) -> Read:
    """Return a function that indexes the sound publication below *top*, some files replaced."""

    def index(files: Mapping[str, str | bytes] | None = None) -> tuple[Index, list[Problem]]:
        docs = top / "docs"
        for name, content in {**SOUND, **(files or {})}.items():
            file = docs / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_index(docs, find_documents(docs), ["en", "it"], top)

    return index


def brief(**keys: str) -> str:
    """Return a brief whose front matter has a title and *keys*."""
    lines = [f"{name}: {value}" for name, value in {"title": "T", **keys}.items()]
    return "\n".join(["---", *lines, "---", "", "Text.", ""])


# A file, what it holds, the line of its fault, the fault's kind and a part of the message.
FAULTS = [
    pytest.param(
        BRIEF, "---\nnumber: 1\nseries: papers\n---\n\nText.\n", 1, "missing-title", "title: …"
    ),
    pytest.param(BRIEF, "---\n---\n\nText.\n", 1, "missing-title", "title: …", id="empty"),
    pytest.param(BRIEF, brief(subtitel="S"), 3, "unknown-key", "did you mean `subtitle`?"),
    pytest.param(BRIEF, brief(zzz="S"), 3, "unknown-key", "it knows title", id="unlike any"),
    pytest.param(BRIEF, brief(name="S"), 3, "unknown-key", "a brief does not know `name`"),
    pytest.param(
        "docs/topics/trade.md", brief(date="2025-01-27"), 3, "unknown-key", "a topic does not know"
    ),
    pytest.param(
        "docs/authors/rossi.md",
        "---\nname: R\ntitle: T\n---\n",
        3,
        "unknown-key",
        "an author does not know `title`",
    ),
    pytest.param(
        BRIEF, "---\ntitle: T\ndate: 2025-01-27\ntitle: T\n---\n", 4, "duplicate-key", "`title`"
    ),
    pytest.param(BRIEF, brief(date="27/01/2025"), 3, "bad-date", "write it as year-month-day"),
    pytest.param(BRIEF, brief(date="2025-02-30"), 3, "bad-date", "there is no day “2025-02-30”"),
    pytest.param(BRIEF, brief(date="2025-1-27"), 3, "bad-date", "for example 2025-01-27"),
    pytest.param(BRIEF, brief(date="20250127"), 3, "bad-date", "“20250127”"),
    pytest.param(BRIEF, brief(date="2025-01-27T10:00:00"), 3, "bad-date", "year-month-day"),
    pytest.param(BRIEF, brief(date="0025-01-27"), 3, "bad-date", "too long ago"),
    pytest.param(BRIEF, brief(license="CC BY 4.0"), 3, "bad-value", "did you mean CC-BY-4.0?"),
    pytest.param(BRIEF, brief(license="MIT"), 3, "bad-value", "or all-rights-reserved"),
    pytest.param(BRIEF, brief(funding="[]"), 3, "bad-value", "this one is empty"),
    pytest.param(
        BRIEF, brief(authors="\n  - rossi\n  - rossi"), 5, "bad-value", "“rossi” stands twice"
    ),
    pytest.param(BRIEF, brief(translators="Verdi"), 3, "bad-value", "a list for each language"),
    pytest.param(
        BRIEF, brief(translators="\n  it: V\n  fr: V"), 5, "unknown-language", "into “fr”"
    ),
    pytest.param(BRIEF, brief(translators="\n  en: V"), 4, "bad-value", "is written in “en”"),
    pytest.param(BRIEF, brief(translators="\n  it:"), 4, "bad-value", "takes a text"),
    pytest.param(BRIEF, brief(banner="hero.svg"), 3, "bad-value", "takes `image: …`, `alt: …`"),
    pytest.param(BRIEF, brief(banner="\n  image: hero.svg"), 3, "bad-value", "line `alt: …`"),
    pytest.param(
        BRIEF, brief(banner="\n  alt: A\n  image: hero.svg"), 5, "picture", "check its name"
    ),
    pytest.param(
        BRIEF,
        brief(banner="\n  alt: A\n  image: ../../conf.svg"),
        5,
        "picture",
        "lies outside the sources",
    ),
    pytest.param(
        BRIEF, brief(banner="\n  alt: A\n  image: /etc/a.svg"), 5, "picture", "lies outside"
    ),
    pytest.param(
        BRIEF,
        brief(banner="\n  alt: A\n  image: a.tiff"),
        5,
        "bad-value",
        "is wrong: `image`",
    ),
    pytest.param(
        BRIEF, brief(banner="\n  alt: A\n  legend: L"), 5, "bad-value", "does not know `legend`"
    ),
    pytest.param(BRIEF, brief(corrections="none"), 3, "bad-value", "takes a list"),
    pytest.param(
        BRIEF, brief(corrections="\n  - text: T\n    date: 1.2.2025"), 5, "bad-date", "“1.2.2025”"
    ),
    pytest.param(BRIEF, brief(corrections="\n  - text: T"), 4, "bad-value", "`date: …`"),
    pytest.param(
        BRIEF,
        brief(corrections="\n  - {date: 2025-01-01, text: T}\n  - {date: 2025-01-01, text: }"),
        5,
        "bad-value",
        "`text` takes a text",
    ),
    pytest.param(
        "docs/authors/rossi.md", "---\nname: R\nportrait: r.png\n---\n", 3, "picture", "“r.png”"
    ),
    pytest.param(
        "docs/authors/rossi.md", "---\nname: R\ngiven: G\n---\n", 3, "missing-key", "family: …"
    ),
    pytest.param(
        "docs/authors/rossi.md",
        "---\nname: R\naffiliation: A\n---\n",
        3,
        "unknown-key",
        "did you mean `affiliations`?",
    ),
    pytest.param(BRIEF, brief(date="27 January 2025"), 3, "bad-date", "“27 January 2025”"),
    pytest.param(
        BRIEF, brief(authors="[north-desk, verdi]"), 3, "unknown-author", "authors/verdi.md"
    ),
    pytest.param(
        BRIEF,
        brief(authors="\n- north-desk\n- north-dsek"),
        5,
        "unknown-author",
        "did you mean “north-desk”?",
        id="an author on a line of its own",
    ),
    pytest.param(
        BRIEF,
        brief(authors="Maria Rossi"),
        3,
        "unknown-author",
        "did you mean “rossi”?",
        id="an author by the printed name",
    ),
    pytest.param(BRIEF, brief(authors="verdi"), 3, "unknown-author", "there is no author “verdi”"),
    pytest.param(BRIEF, brief(topic="war"), 3, "unknown-topic", "write the file topics/war.md"),
    pytest.param(BRIEF, brief(series="paper"), 3, "unknown-series", "there is no series “paper”"),
    pytest.param(BRIEF, brief(language="de"), 3, "unknown-language", "(en, it)"),
    pytest.param(BRIEF, brief(language="english"), 3, "unknown-language", "no language tag"),
    pytest.param(
        "docs/topics/trade.md", brief(language="de"), 3, "unknown-language", "briefpress_languages"
    ),
    pytest.param(
        "docs/authors/rossi.md",
        "---\nname: R\norcid: 0000-0002-1825-0098\n---\n",
        3,
        "bad-orcid",
        "check digit",
    ),
    pytest.param(
        "docs/authors/rossi.md",
        "---\nname: R\norcid: 0000-0002-1825-009\n---\n",
        3,
        "bad-orcid",
        "four groups of four",
    ),
    pytest.param(
        "docs/authors/rossi.md", "---\nurl: https://a.org\n---\n", 1, "missing-key", "`name`"
    ),
    pytest.param(
        "docs/authors/rossi.md", "---\nname: R\nurl: a.org\n---\n", 3, "bad-value", "https://"
    ),
    pytest.param(BRIEF, brief(doi="1234/abc"), 3, "bad-doi", "it has the form 10.1234/abc"),
    pytest.param(BRIEF, brief(doi="10.1234"), 3, "bad-doi", "“10.1234”"),
    pytest.param(BRIEF, brief(doi="10.1234/a b"), 3, "bad-doi", "“10.1234/a b”"),
    pytest.param(
        "docs/series/papers.md",
        "---\ntitle: P\nissn: 2049-3631\n---\n",
        3,
        "bad-issn",
        "check digit",
    ),
    pytest.param(
        "docs/series/papers.md", "---\ntitle: P\nissn: 20493630\n---\n", 3, "bad-issn", "1234-5679"
    ),
    *(
        pytest.param(
            "docs/topics/trade.md", f"---\ntitle: T\nhue: {hue}\n---\n", 3, "bad-value", "0 to 359"
        )
        for hue in ("360", "-1", "blue", "12.5")
    ),
    pytest.param(
        "docs/briefs/rivers.md",
        brief(series="papers", number="1"),
        4,
        "same-number",
        "already that of docs/briefs/ports.md (line 10)",
    ),
    pytest.param(BRIEF, brief(number="7"), 3, "missing-key", "add a line `series: …`"),
    pytest.param(BRIEF, brief(status="drafted"), 3, "bad-value", "did you mean `draft`?"),
    pytest.param(
        BRIEF, brief(status="secret"), 3, "bad-value", "takes draft, embargoed, published"
    ),
    pytest.param(BRIEF, brief(status="withdrawn"), 3, "missing-key", "add `withdrawal:`"),
    pytest.param(
        BRIEF,
        brief(status="draft", withdrawal="\n  date: 2025-02-03\n  text: Wrong."),
        4,
        "bad-value",
        "`withdrawal` belongs to a brief with `status: withdrawn`",
    ),
    pytest.param(
        BRIEF,
        brief(status="withdrawn", withdrawal="Wrong."),
        4,
        "bad-value",
        "`withdrawal` takes `date: …`, `text: …`, one a line",
    ),
    pytest.param(
        BRIEF,
        brief(status="withdrawn", withdrawal="\n  date: 2025-02-03\n  why: Wrong."),
        6,
        "bad-value",
        "does not know `why`; it knows date, text",
    ),
    pytest.param(
        BRIEF,
        brief(status="withdrawn", withdrawal="\n  text: Wrong.\n  date: 3 May"),
        6,
        "bad-date",
        "for example 2025-01-27",
    ),
    pytest.param(BRIEF, brief(aliases="\n- harbours\n- old/ports"), 5, "bad-value", "“old/ports”"),
    pytest.param(BRIEF, brief(aliases="harbours.html"), 3, "bad-value", "without .html"),
    pytest.param(
        BRIEF,
        brief(aliases="Ports"),
        3,
        "same-alias",
        "is the name of docs/briefs/ports.md (line 2) already",
        id="its own name",
    ),
    pytest.param(
        "docs/briefs/rivers.md",
        brief(aliases="[streams, ports]"),
        3,
        "same-alias",
        "the alias “ports” is the name of docs/briefs/ports.md (line 2) already",
    ),
    pytest.param(
        BRIEF,
        brief(aliases="\n- harbours\n- harbours"),
        5,
        "same-alias",
        "stands in docs/briefs/ports.md (line 4) too",
    ),
    pytest.param(BRIEF, "---\ntitle: T\n---\n\n# Another\n", 5, "title-twice", "(line 2) and here"),
    pytest.param(BRIEF, "---\ntitle: T\n---\n\nAnother\n===\n", 5, "title-twice", "two signs (##)"),
    pytest.param(
        "docs/authors/rossi.md", "---\nname: R\n---\n\n# Another\n", 5, "title-twice", "keep one"
    ),
    pytest.param(
        BRIEF, "---\ntitle:\n---\n", 2, "bad-value", "`title` takes a text", id="no title"
    ),
    pytest.param(BRIEF, '---\ntitle: " "\n---\n', 2, "bad-value", "`title` takes a text"),
    pytest.param(BRIEF, "---\ntitle: [a, b]\n---\n", 2, "bad-value", "`title` takes a text"),
    pytest.param(BRIEF, brief(subtitle=""), 3, "bad-value", "`subtitle` takes a text"),
    pytest.param(BRIEF, brief(date=""), 3, "bad-value", "`date` takes a text"),
    pytest.param(BRIEF, brief(keywords=""), 3, "bad-value", "`keywords` takes a text"),
    pytest.param(BRIEF, brief(keywords="[]"), 3, "bad-value", "`keywords` takes a list"),
    pytest.param(BRIEF, brief(keywords="\n- a\n-"), 5, "bad-value", "`keywords` takes a text"),
    pytest.param(BRIEF, brief(keywords="{a: b}"), 3, "bad-value", "`keywords` takes a text"),
    pytest.param(BRIEF, brief(series="", number="1"), 3, "bad-value", "`series` takes a text"),
    pytest.param(BRIEF, brief(myst="yes"), 3, "bad-value", "`myst` takes MyST's settings"),
    pytest.param(
        "docs/authors/rossi.md", "---\nname:\n---\n", 2, "bad-value", "`name` takes a text"
    ),
    pytest.param(BRIEF, "---\ntitle: T\n", 1, "front-matter", "not closed"),
    pytest.param(BRIEF, "---\ntitle: T: U\n---\n", 2, "front-matter", "quotation marks"),
    pytest.param(BRIEF, b"---\ntitle: T\n---\n\nPerch\xe9\n", 5, "encoding", "UTF-8"),
    pytest.param("docs/authors/rossi.md", b"---\nname: Ren\xe9e\n---\n", 2, "encoding", "UTF-8"),
    pytest.param(
        "docs/index.md", brief(date="2025-01-27"), 3, "unknown-key", "a page does not know"
    ),
]
