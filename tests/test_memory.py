"""``briefpress update`` offers what other briefs have; nobody translates twice."""

from __future__ import annotations

from pathlib import Path

import polib
from desk import COST, ITALIAN, PORTS, TEXTS, Desk


def test_memory_offers_what_another_brief_has(desk: Desk) -> None:
    near = COST.replace("40,000", "50,000")
    desk.document("briefs/costs", [COST, near, "sea level", "Nothing of the kind."])
    [updated] = desk.update("it")
    entries = desk.entries("briefs/costs")
    assert entries[COST].msgstr == entries[near].msgstr == ITALIAN[COST]
    assert entries["sea level"].msgstr == "livello del mare"
    assert all(entries[text].fuzzy for text in (COST, near, "sea level"))
    assert entries[COST].previous_msgid is None and entries[near].previous_msgid == COST
    for text in (COST, near, "sea level"):
        assert entries[text].comment.splitlines()[-1] == f"from {PORTS}.md"
    assert not entries["Nothing of the kind."].msgstr
    assert str(updated) == f"it: 1 new, 3 from memory ({PORTS}), {len(TEXTS) + 1} unchanged"
    before = desk.files()
    desk.update("it")
    assert desk.files() == before


def test_memory_offers_what_was_translated_since_for_what_nobody_edited(desk: Desk) -> None:
    for name in ("briefs/a", "briefs/b"):
        desk.document(name, ["Barges carry sand."])
    desk.update("it")
    desk.update("it")
    desk.translate("briefs/a", {"Barges carry sand.": "Le chiatte portano sabbia."})
    desk.update("it")
    entry = desk.entries("briefs/b")["Barges carry sand."]
    assert entry.msgstr == "Le chiatte portano sabbia." and entry.fuzzy


def test_memory_puts_sentences_of_several_briefs_together(desk: Desk) -> None:
    desk.document("briefs/rivers", ["Rivers bring sand. The delta is shrinking."])
    desk.update("it")
    river = "I fiumi portano sabbia. Il delta si restringe."
    desk.translate("briefs/rivers", {"Rivers bring sand. The delta is shrinking.": river})
    text = "The delta is shrinking. They knew the low places better than the maps did."
    desk.document("briefs/both", [text])
    desk.update("it")
    entry = desk.entries("briefs/both")[text]
    assert entry.msgstr == "Il delta si restringe. Conoscevano i punti bassi meglio delle carte."
    assert entry.fuzzy
    where = "from sentences of briefs/rivers.md, briefs/ports.md"
    assert entry.comment.splitlines()[-1] == where


def test_where_a_suggestion_comes_from_is_said_until_it_is_approved(desk: Desk) -> None:
    desk.document("briefs/costs", [COST, "x", "sea level"])
    desk.update("it")
    desk.translate("briefs/costs", {COST: "Costa."})
    desk.update("it")
    entries = desk.entries("briefs/costs")
    assert entries[COST].comment == "paragraph, under “A title”"
    assert entries["sea level"].comment.endswith(f"\nfrom {PORTS}.md")


def test_memory_offers_no_suggestion_that_nobody_approved(desk: Desk) -> None:
    desk.document("briefs/a", ["Wholly new words here."])
    desk.update("it")
    text = desk.text("briefs/a")
    text = text.replace('msgid "Wholly', '#, fuzzy\nmsgid "Wholly')
    text = text.replace('here."\nmsgstr ""', 'here."\nmsgstr "Boh"')
    desk.file("briefs/a").write_text(text, encoding="utf-8")
    desk.document("briefs/b", ["Wholly new words here."])
    desk.update("it")
    assert not desk.entries("briefs/b")["Wholly new words here."].msgstr


def test_memory_is_of_one_pair_of_languages(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("en", "it", "fr"))
    desk.document("briefs/a", ["Transport", "Only here"])
    desk.update()
    desk.translate("briefs/a", {"Transport": "Trasporti"})
    desk.document("briefs/b", ["Transport"], language="fr")
    desk.document("briefs/c", ["Transport"])
    desk.update()
    assert not desk.entries("briefs/b")["Transport"].msgstr
    assert desk.entries("briefs/c")["Transport"].msgstr == "Trasporti"
    assert not desk.entries("briefs/c", "fr")["Transport"].msgstr
    # Nobody translates a document into its own language.
    assert not desk.file("briefs/b", "fr").exists() and not desk.file("briefs/a", "en").exists()
    assert desk.file("briefs/b", "en").exists()


def test_a_context_parts_what_reads_the_same(desk: Desk) -> None:
    desk.document(PORTS, [("keyword", "trade"), *TEXTS])
    desk.update("it")
    po = polib.pofile(str(desk.file(PORTS)))
    first = po[0]
    assert (first.msgctxt, first.msgid) == ("keyword", "trade")
    assert first.fuzzy and first.previous_msgid == "trade"  # it was meant otherwise
    assert not po.find("trade", msgctxt=None).fuzzy
    before = desk.files()
    desk.update("it")
    assert desk.files() == before
