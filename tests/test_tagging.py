"""The structure of a PDF is what a person hears; what is wrong with it is found."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import Publication
from spoiling import (
    abbreviate,
    add_an_empty_paragraph,
    attribute,
    call_it_otherwise,
    call_no_more,
    claim_no_accessibility,
    decorate,
    describe_by_address,
    describe_nothing,
    drop,
    flatten_bookmarks,
    forget_headers,
    go_round,
    hide_a_paragraph,
    hold_itself,
    in_any_order,
    in_no_language,
    lead_bookmarks_to,
    lead_elsewhere,
    lead_no_note_back,
    lead_to_no_note,
    mark_nothing,
    move_a_note_to_the_end,
    name_a_file,
    no_header,
    of_no_colours,
    put,
    read_hyphens_aloud,
    same_name_for_notes,
    say_nothing_of_links,
    say_the_language_of_none,
    show_no_title,
    split_a_paragraph,
    swap_alternatives,
    swap_calls,
    swap_kids,
    swap_labels,
    swap_paragraphs,
    swap_ways_back,
    tag_one_running_foot,
    tag_the_running_feet,
    take_a_list_out,
    take_bookmarks,
)
from test_text_layer import page, printed

from briefpress.check import verapdf
from briefpress.check.structure import compare
from briefpress.check.structure.pdf import SOFT_HYPHEN, Element, read_structure

ROWS = "\n".join(f"* - Row {n}\n  - {n}.5\n  - {'Some words for it. ' * 4}" for n in range(40))
LINES = "The administration of internationalised organisations is incomprehensible. " * 40

BRIEF = f"""\
---
title: Heard
authors: [ann]
description: What a screen reader tells.
keywords: [hearing, reading]
license: CC-BY-4.0
date: 2025-02-03
---

## Notes and links

Ports[^one] follow [**bold** and `code`](https://example.org/a), the [raison
d’être]{{lang=fr}}, {{abbr}}`EU (European Union)` and <https://example.org/address>.

Again the first[^one], and a second one[^two].

{{lang=ar}}
هذه فقرة (مثال) باللغة العربية.

{LINES}

## Elements

More stands [below](#far).

1. First
2. Second

   - Inner

Term
: Its meaning.

```{{figure}} chart.svg
:alt: Two bars; the second is higher.

Trade grew.
```

![](chart.svg){{.decorative}} ![A second picture.](chart.svg)

```{{math}}
:alt: the sum of all n
\\sum n
```

```{{pull-quote}}
Ports follow.
```

(far)=
### Deeper

> Quoted words.

```{{list-table}} Trade of all
:header-rows: 2
:stub-columns: 1

* - {{rspan}}`1` Name[^three]
  - {{cspan}}`1` Trade
* - Exports
  - Imports
{ROWS}
```

[^one]: The first note.
[^two]: The second, with [a link](https://example.org/note).

    - item
[^three]: In the head of a table.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF, with its page beside it."""
    made = Publication.of("elements", tmp_path_factory.mktemp("tagging") / "publication")
    made.write("docs/briefs/heard.md", BRIEF)
    made.write("docs/authors/ann.md", "---\nname: Ann Bell\n---\n")
    made.build("-b", "heard", "-l", "en", "-f", "html", "-f", "pdf")
    return made.site / "en/briefs/heard.pdf"


@pytest.fixture(scope="module")
def root(built: Path) -> Element:
    """Its structure."""
    return read_structure(built.read_bytes()).root


def words(element: Element) -> str:
    return " ".join(element.text.replace(SOFT_HYPHEN, "").split())


def of_role(root: Element, *roles: str) -> list[Element]:
    return [element for element in root if element.role in roles]


# ---- what is heard -----------------------------------------------------------------------------


@pytest.mark.slow
def test_one_file_is_accessible_and_can_be_archived(built: Path) -> None:
    data = built.read_bytes()
    assert verapdf.validate(data, "PDF/UA-1").findings == ()
    assert verapdf.validate(data, "PDF/A-2a").findings == ()
    assert compare(built.with_suffix(".html").read_text("utf-8"), data).findings == ()


@pytest.mark.slow
def test_what_pages_break_is_one_element(root: Element) -> None:
    (paragraph,) = (each for each in of_role(root, "P") if words(each) == LINES.strip())
    (table,) = of_role(root, "Table")
    assert len(of_role(table, "THead")) == 1
    assert len(of_role(table, "TR")) == 42
    assert [len(each.pages) > 1 for each in (paragraph, table)] == [True, True]


@pytest.mark.slow
def test_a_note_stands_in_the_paragraph_of_its_first_call(root: Element) -> None:
    first, second, third = of_role(root, "Note")
    assert [note.entries["ID"] for note in (first, second, third)] == [
        "note-one", "note-two", "note-three"
    ]  # fmt: skip
    assert first.parent is not None
    assert words(first.parent).startswith("Ports1 follow bold and code")
    assert words(first.parent).endswith("1. The first note.")
    assert words(second) == "2. The second, with a link. • item"
    calls = [each for each in root if each.note]
    assert [(words(call), call.note) for call in calls] == [
        ("1", first), ("1", first), ("2", second), ("3", third)
    ]  # fmt: skip
    said = [link.contents for call in calls for each in call for link in each.links]
    assert said == ["Note 1", "Note 1", "Note 2", "Note 3"]


@pytest.mark.slow
def test_a_link_is_one_and_says_where_it_leads(root: Element) -> None:
    links = {words(each): {link.contents for link in each.links} for each in of_role(root, "Link")}
    assert links["bold and code"] == {"bold and code"}
    (address,) = links["https://example.org/address"]
    assert address == (
        "Ports follow bold and code, the raison d’être, EU (European Union) and"
        " https://example.org/address"
    )


@pytest.mark.slow
def test_headers_of_two_levels_and_two_columns_are_those_of_their_cells(root: Element) -> None:
    cells = of_role(root, "TH", "TD")
    names = {each.entries.get("ID"): words(each) for each in cells}
    heads = [[names[name] for name in each.attributes.get("Headers", ())] for each in cells]
    assert [each.attributes["Scope"] for each in cells[:5]] == ["Column"] * 4 + ["Row"]
    name = words(cells[0])
    assert heads[:7] == [
        [], [], ["Trade"], ["Trade"], [name],
        ["Trade", "Exports", "Row 0"], ["Trade", "Imports", "Row 0"],
    ]  # fmt: skip


@pytest.mark.slow
def test_lists_pictures_and_languages_are_told(root: Element) -> None:
    numbered, inner, terms, *_ = of_role(root, "L")
    kinds = [each.attributes["ListNumbering"] for each in (numbered, inner, terms)]
    assert kinds == ["Decimal", "Circle", "None"]
    assert [words(each) for each in of_role(terms, "Lbl", "LBody")] == ["Term", "Its meaning."]
    assert [each.entries["Alt"] for each in of_role(root, "Formula")] == ["the sum of all n"]
    alternatives = [each.entries["Alt"] for each in of_role(root, "Figure")]
    assert alternatives.count("Two bars; the second is higher.") == 1
    assert [words(each) for each in root if each.entries.get("Lang") == "fr"] == ["raison d’être"]
    assert [words(each) for each in root if each.entries.get("E") == "European Union"] == ["EU"]
    heard = " ".join(words(each) for each in root)
    assert "Ports follow." not in heard  # it is where it stands


@pytest.mark.slow
def test_what_the_file_says_of_itself_agrees(built: Path) -> None:
    with pikepdf.open(built) as pdf:
        assert pdf.docinfo["/Title"] == "Heard"
        with pdf.open_metadata() as packet:
            assert packet["dc:creator"] == ["Ann Bell"]
            assert packet["dc:subject"] == {"hearing", "reading"}
            assert packet["dc:language"] == {"en"}
            assert (
                packet["xmpRights:UsageTerms"] == "Creative Commons Attribution 4.0 International"
            )
            address = packet["xmpRights:WebStatement"]
            assert address == "https://creativecommons.org/licenses/by/4.0/deed.en"
            assert packet["xmp:CreateDate"].startswith("2025-02-03")


# ---- seeded faults -----------------------------------------------------------------------------

UA, A, OWN = "PDF/UA-1", "PDF/A-2a", "structure"

FAULTS = [
    # What veraPDF sees.
    (drop("Figure", "/Alt"), UA, "7.3-1"),
    (drop("Note", "/ID"), UA, "7.9-1"),
    (same_name_for_notes, UA, "7.9-2"),
    (put("H2", "/S", "/H5"), UA, "7.4.2-1"),
    (mark_nothing, UA, "7.1-3"),
    (show_no_title, UA, "7.1-10"),
    (claim_no_accessibility, UA, "5-1"),
    (in_no_language, UA, "7.2-"),
    (in_any_order, UA, "7.18.3-1"),
    (describe_nothing, UA, "7.18.5-2"),
    (attribute("TH", "/ColSpan", ""), UA, "7.2-"),
    (of_no_colours, A, "6.2."),
    # What it does not see.
    (split_a_paragraph, OWN, "text"),
    (hide_a_paragraph, OWN, "text"),
    (read_hyphens_aloud, OWN, "text"),
    (swap_paragraphs, OWN, "order"),
    (tag_the_running_feet, OWN, "running-head"),
    (lead_no_note_back, OWN, "note-back"),
    (lead_to_no_note, OWN, "note-call"),
    (put("Note", "/S", "/Span"), OWN, "notes"),
    (put("Figure", "/Alt", "A picture.", place=-1), OWN, "alternative"),
    (put("Formula", "/S", "/Figure"), OWN, "alternative"),
    (put("H3", "/S", "/P"), OWN, "heading"),
    (put("Caption", "/S", "/P"), OWN, "caption"),
    (attribute("L", "/ListNumbering", ""), OWN, "list-numbering"),
    (attribute("L", "/ListNumbering", "/Disc"), OWN, "list-numbering"),
    (put("L", "/S", "/Div"), OWN, "list"),
    (attribute("TH", "/Scope", "/Row"), OWN, "scope"),
    (no_header, OWN, "cells"),
    (say_the_language_of_none, OWN, "language"),
    (abbreviate, OWN, "expansion"),
    (describe_by_address, OWN, "link"),
    (add_an_empty_paragraph, OWN, "empty"),
    (call_it_otherwise, OWN, "metadata"),
    (swap_alternatives, OWN, "alternative"),
    (forget_headers, OWN, "headers"),
    (take_bookmarks, OWN, "bookmark"),
    (move_a_note_to_the_end, OWN, "note-place"),
    (lead_elsewhere, OWN, "link"),
    (put("H2", "/Alt", "Another heading"), OWN, "replaced"),
    (put("P", "/ActualText", "Other words"), OWN, "replaced"),
    (put("BlockQuote", "/S", "/Div"), OWN, "role"),
    (put("Code", "/S", "/Span"), OWN, "role"),
    (swap_calls, OWN, "note-call"),
    (swap_ways_back, OWN, "note-back"),
    (call_no_more, OWN, "note-call"),
    (say_nothing_of_links, OWN, "link"),
    (swap_kids("LI"), OWN, "label"),
    (swap_labels, OWN, "label"),
    (take_a_list_out, OWN, "list"),
    (swap_kids("TR", "TD"), OWN, "cells"),
    (decorate, OWN, "alternative"),
    (name_a_file, OWN, "alternative"),
    (tag_one_running_foot, OWN, "stray"),
    (put("P", "/Lang", "de", place=-1), OWN, "language"),
    (lead_bookmarks_to(0), OWN, "bookmark"),
    (flatten_bookmarks, OWN, "bookmark"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("spoil", "check", "rule"), FAULTS)
def test_a_fault_is_found(
    built: Path, spoil: Callable[[pikepdf.Pdf], None], check: str, rule: str
) -> None:
    with pikepdf.open(built) as pdf:
        spoil(pdf)
        spoiled = io.BytesIO()
        pdf.save(spoiled)
    if check == OWN:
        report = compare(built.with_suffix(".html").read_text("utf-8"), spoiled.getvalue())
        assert rule in {finding.rule for finding in report.findings}
    else:
        report = verapdf.validate(spoiled.getvalue(), check)
        assert any(finding.rule.startswith(rule) for finding in report.findings), report


def test_a_pdf_without_structure_does_not_pass() -> None:
    html = page("<p>Uno</p>")
    for data in (b"no PDF", printed(html, variant=None)):
        (finding,) = compare(html, data).findings
        assert finding.rule == "unreadable"


@pytest.mark.parametrize("spoil", [hold_itself, go_round])
def test_what_has_no_end_is_not_read_for_ever(
    built: Path, spoil: Callable[[pikepdf.Pdf], None]
) -> None:
    with pikepdf.open(built) as pdf:
        spoil(pdf)
        spoiled = io.BytesIO()
        pdf.save(spoiled)
    html = built.with_suffix(".html").read_text("utf-8")
    (finding,) = compare(html, spoiled.getvalue()).findings
    assert finding.rule == "unreadable"
