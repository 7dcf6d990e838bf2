"""The author edits, ``briefpress update`` runs, the translator finds all work where it belongs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from desk import COST, ITALIAN, LAW, PORTS, TEXTS, Desk, others_are_kept

FIRST = TEXTS[1]
RISE = next(text for text in TEXTS if text.startswith("Since 1900"))
DOCKERS = next(text for text in TEXTS if text.startswith("Dockers"))


def edited(desk: Desk, edit: Callable[[list[str]], list[str]]) -> dict[str, polib.POEntry]:
    """Return the entries after an edit of the article; that the next update changes nothing,
    whether it remembers this one or not, and that msgfmt takes the file, is true of every edit."""
    desk.document(PORTS, edit(list(TEXTS)))
    desk.update("it")
    before = desk.files()
    desk.update("it")
    assert desk.files() == before
    desk.forget()
    desk.update("it")
    assert desk.files() == before
    command = ["msgfmt", "--check-header", "--check-domain", "-o", os.devnull]
    subprocess.run([*command, str(desk.file(PORTS))], check=True)
    return desk.entries(PORTS)


def swapped(old: str, new: str) -> Callable[[list[str]], list[str]]:
    def edit(texts: list[str]) -> list[str]:
        changed = [text.replace(old, new) for text in texts]
        assert changed != texts
        return changed

    return edit


# What an author does to an article


def test_an_inserted_paragraph_changes_ten_lines_at_most(desk: Desk) -> None:
    before = desk.text(PORTS)
    new = "Barges carry sand."
    entries = edited(desk, lambda texts: [*texts[:7], new, *texts[7:]])
    assert others_are_kept(entries) and not entries[new].msgstr
    lines, after = before.splitlines(), desk.text(PORTS).splitlines()
    assert len(after) - len(lines) <= 10
    at = next(i for i, (a, b) in enumerate(zip(lines, after, strict=False)) if a != b)
    assert after[at + len(after) - len(lines) :] == lines[at:]


def test_a_deleted_paragraph_is_put_by_and_comes_back(desk: Desk) -> None:
    before = desk.text(PORTS)
    entries = edited(desk, lambda texts: [text for text in texts if text != COST])
    assert others_are_kept(entries) and COST not in entries
    assert f'#~ msgid "{COST}"' in desk.text(PORTS)
    edited(desk, lambda texts: texts)
    assert desk.text(PORTS) == before


def test_a_moved_section_keeps_all(desk: Desk) -> None:
    entries = edited(desk, lambda texts: [*texts[:2], *texts[12:18], *texts[2:12], *texts[18:]])
    assert others_are_kept(entries) and len(entries) == len(TEXTS)


def test_a_heading_of_another_level_keeps_all(desk: Desk) -> None:
    """Only what is said of the messages changes."""
    desk.document(PORTS, TEXTS, comments=["paragraph, under “Another title”"] * len(TEXTS))
    desk.update("it")
    assert others_are_kept(desk.entries(PORTS))
    assert desk.text(PORTS).count("#. paragraph, under “Another title”") == len(TEXTS)


def test_a_parted_paragraph_keeps_both_halves(desk: Desk) -> None:
    half, rest = RISE.split(" In the Adriatic")
    rest = f"In the Adriatic{rest}"

    def edit(texts: list[str]) -> list[str]:
        at = texts.index(RISE)
        return [*texts[:at], half, rest, *texts[at + 1 :]]

    entries = edited(desk, edit)
    assert others_are_kept(entries)
    head, tail = ITALIAN[RISE].split(" Nell’Adriatico")
    assert entries[half].msgstr == head
    assert entries[rest].msgstr == f"Nell’Adriatico{tail}"
    for text in (half, rest):
        assert entries[text].fuzzy and entries[text].previous_msgid == RISE
        assert entries[text].comment.splitlines()[1] == f"from sentences of {PORTS}.md"


def test_a_translation_of_other_sentences_is_parted_too(desk: Desk) -> None:
    """Two sentences of the original are one of the translation."""
    head, tail = ITALIAN[RISE].split(". Nell’Adriatico")
    desk.translate(PORTS, {RISE: f"{head}; nell’Adriatico{tail}"})
    one, two, three = RISE.split(". ")
    halves = f"{one}. {two}.", three

    def edit(texts: list[str]) -> list[str]:
        at = texts.index(RISE)
        return [*texts[:at], *halves, *texts[at + 1 :]]

    entries = edited(desk, edit)
    first, second = tail.split(". I [")
    assert entries[halves[0]].msgstr == f"{head}; nell’Adriatico{first}."
    assert entries[halves[1]].msgstr == f"I [{second}"
    # Where the cut goes through a sentence of the translation, it is offered whole.
    parts = f"{one}.", f"{two}. {three}"

    def edit_again(texts: list[str]) -> list[str]:
        at = texts.index(RISE)
        return [*texts[:at], *parts, *texts[at + 1 :]]

    desk.document(PORTS, TEXTS)
    desk.update("it")
    entries = edited(desk, edit_again)
    assert all("nell’Adriatico" in entries[part].msgstr for part in parts)
    assert all(entries[part].fuzzy for part in parts)


def test_joined_paragraphs_keep_both_translations(desk: Desk) -> None:
    joined = f"{LAW} {DOCKERS}"

    def edit(texts: list[str]) -> list[str]:
        return [joined if text == LAW else text for text in texts if text != DOCKERS]

    entries = edited(desk, edit)
    assert others_are_kept(entries)
    entry = entries[joined]
    assert entry.msgstr == f"{ITALIAN[LAW]} {ITALIAN[DOCKERS]}"
    assert entry.fuzzy and entry.previous_msgid == f"{LAW}\n\n{DOCKERS}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the same offices", "the very same offices"),  # a word more
        ("centimetres", "centimeters"),  # a correction
        ("20 centimetres", "21 centimetres"),  # a number
        ("*Each of them*", "Each of them"),  # emphasis is meant
        (
            "Raising an old one costs a third of that if the piles bear it.",
            "To lift what is there comes much cheaper, where nothing is rotten.",
        ),
        ("Nobody has counted how many do.", "Engineers went there."),
    ],
)
def test_a_changed_sentence_is_fuzzy_and_shows_what_it_was(old: str, new: str, desk: Desk) -> None:
    text = next(text for text in TEXTS if old in text)
    entries = edited(desk, swapped(old, new))
    entry = entries[text.replace(old, new)]
    assert others_are_kept(entries)
    assert (entry.msgstr, entry.fuzzy, entry.previous_msgid) == (ITALIAN[text], True, text)
    # Nothing is said of where it comes from: from here.
    assert entry.comment == "paragraph, under “A title”"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Europe’s", "Europe's"),
        ("three quarters", "three\u00a0quarters"),
        ("quay. Nine", "quay.  Nine"),
        ("above the sea.", "above the sea. "),
        ("Yet few", "“Yet” – few"),
        ("go by ship", "go by ship…"),
        ("north-south", "north–south"),
    ],
)
def test_a_purely_typographic_edit_needs_no_review(old: str, new: str, tmp_path: Path) -> None:
    plain = {"“Yet” – few": '"Yet" -- few', "go by ship…": "go by ship..."}.get(new, old)
    text = f"{FIRST} north-south".replace(old, plain)
    desk = Desk(tmp_path).started([text, DOCKERS], {text: "Il mare.", DOCKERS: "I portuali."})
    changed = text.replace(plain, new)
    assert changed != text
    desk.document(PORTS, [changed, DOCKERS])
    [updated] = desk.update("it")
    entry = desk.entries(PORTS)[changed]
    assert (entry.msgstr, entry.fuzzy, updated.counts.carried) == ("Il mare.", False, 1)
    assert "#~" not in desk.text(PORTS)
    before = desk.files()
    desk.update("it")
    assert desk.files() == before


def test_a_changed_address_is_changed_in_the_translation(desk: Desk) -> None:
    entries = edited(desk, swapped("example.org/gauges", "example.net/tides"))
    entry = entries[RISE.replace("example.org/gauges", "example.net/tides")]
    assert entry.msgstr == ITALIAN[RISE].replace("example.org/gauges", "example.net/tides")
    assert not entry.fuzzy


def test_an_address_that_the_translator_chose_is_left_to_the_translator(desk: Desk) -> None:
    own = ITALIAN[RISE].replace("example.org/gauges", "example.org/mareografi")
    desk.translate(PORTS, {RISE: own})
    entries = edited(desk, swapped("example.org/gauges", "example.net/tides"))
    entry = entries[RISE.replace("example.org/gauges", "example.net/tides")]
    assert (entry.msgstr, entry.fuzzy) == (own, True)


def test_a_renamed_document_keeps_all_and_the_old_file_is_not_touched(desk: Desk) -> None:
    text = desk.text(PORTS).replace("#. ", "# A remark.\n#. ", 1)
    text += '\n#~ msgid "An old text."\n#~ msgstr "Un vecchio testo."\n'
    desk.file(PORTS).write_text(text, encoding="utf-8")
    desk.remove(PORTS)
    desk.document("briefs/harbours", TEXTS)
    [updated] = desk.update("it")
    entries = desk.entries("briefs/harbours")
    assert others_are_kept(entries) and list(entries) == TEXTS
    assert desk.text("briefs/harbours") == text.replace("docs/briefs/ports", "docs/briefs/harbours")
    assert desk.text(PORTS) == text
    assert updated.notes == (
        "it: locale/it/LC_MESSAGES/briefs/ports.po belongs to no document any more; its "
        "translations are in briefs/harbours now: delete the file",
    )
    desk.file(PORTS).unlink()
    before = desk.files()
    assert desk.update("it")[0].notes == ()
    assert desk.files() == before


def test_a_document_that_is_parted_keeps_all(desk: Desk) -> None:
    desk.remove(PORTS)
    desk.document("briefs/first", [*TEXTS[:15], "New here."])
    desk.document("briefs/second", ["New there.", *TEXTS[15:]])
    desk.document("briefs/third", ["This and that.", "The other.", TEXTS[3]])
    [updated] = desk.update("it")
    for name in ("briefs/first", "briefs/second"):
        assert others_are_kept(desk.entries(name))
    assert "briefs/first, briefs/second now" in updated.notes[0]
    # Of this one it is not the catalogue; what fits is suggested.
    assert desk.entries("briefs/third")[TEXTS[3]].fuzzy
    assert "#~" not in desk.text("briefs/third")
    before = desk.files()
    desk.update("it")
    assert desk.files() == before


def compact(desk: Desk, name: str, texts: dict[str, tuple[str, str]]) -> None:
    """Write a catalogue of several documents as sphinx-intl does, which says where each of the
    texts is from."""
    po = polib.POFile(wrapwidth=76)
    po.metadata = {"Content-Type": "text/plain; charset=utf-8", "Generated-By": "Babel 2.10.3"}
    for text, (document, translation) in texts.items():
        places = [(f"../../pages/{document}.md", "5")]
        po.append(polib.POEntry(msgid=text, msgstr=translation, occurrences=places))
    desk.file(name).parent.mkdir(parents=True, exist_ok=True)
    po.save(str(desk.file(name)))


@pytest.mark.parametrize("name", ["manual", "index"])
def test_a_catalogue_of_several_documents_is_divided(name: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.document("index", ["Briefs"])
    desk.document("manual/index", ["Handbook", "Read this first, then that."])
    desk.document("briefs/ebb", ["Ebb", "It goes.", "It comes.", "It goes again."])
    desk.document("manual/tide", ["Tides", "A tide rises.", "It falls.", "Then it rests."])
    texts = {
        "Briefs": ("index", "Brief"),
        "Handbook": ("manual/index", "Manuale"),
        "Tides": ("manual/tide", "Maree"),
        "Ebb": ("manual/ebb", "Riflusso"),  # where it was before
        "Of a page that is no more.": ("manual/gone", "Di una pagina che non c’è più."),
    }
    whole_site = name == "index"
    held = {text: of for text, of in texts.items() if whole_site or of[0].startswith(name)}
    compact(desk, name, held)
    [updated] = desk.update("it")
    documents = ("manual/tide", "manual/index", "briefs/ebb")
    entries = {text: e for document in documents for text, e in desk.entries(document).items()}
    for text in ("Handbook", "Tides", "Ebb"):
        assert (entries[text].msgstr, entries[text].fuzzy) == (texts[text][1], False)
    assert "#~" not in desk.text("manual/tide")
    kept = "index" if whole_site else "briefs/ebb"
    assert desk.text(kept).count('#~ msgstr "Di una pagina') == 1
    if whole_site:
        assert desk.entries("index")["Briefs"].msgstr == "Brief"
        assert "Maree" not in desk.text("index")
    else:
        assert "in briefs/ebb, manual/index, manual/tide now: delete" in updated.notes[0]
        desk.file(name).unlink()
    before = desk.files()
    assert desk.update("it")[0].notes == ()
    assert desk.files() == before


def test_a_document_that_is_taken_out_and_put_back_keeps_all(desk: Desk) -> None:
    before = desk.files()
    desk.remove(PORTS)
    [updated] = desk.update("it")
    assert "belongs to no document; its translations are offered" in updated.notes[0]
    desk.document(PORTS, TEXTS)
    desk.update("it")
    assert desk.files() == before


def test_many_edits_at_once(desk: Desk) -> None:
    """What a second version of a brief looks like."""

    def edit(texts: list[str]) -> list[str]:
        texts = [text.replace("’", "'") for text in texts if text != DOCKERS]
        texts[4:4] = ["A word of thanks goes to all who lent us their gauges."]
        at = texts.index(LAW)
        texts[at : at + 1] = LAW.split(" Two ports")[0], "Two ports" + LAW.split(" Two ports")[1]
        texts[20:24] = texts[22:24] + texts[20:22]
        return [text.replace("1.2 billion", "1.4 billion") for text in texts]

    entries = edited(desk, edit)
    empty = [text for text, entry in entries.items() if not entry.msgstr]
    fuzzy = [text for text, entry in entries.items() if entry.fuzzy]
    assert empty == ["A word of thanks goes to all who lent us their gauges."]
    assert [text.split()[0] for text in fuzzy] == ["Rotterdam", "The", "Two"]
