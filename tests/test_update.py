"""The author edits, ``briefpress update`` runs, the translator finds all work where it belongs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from conftest import Publication
from desk import Desk, article
from test_catalogue import BROKEN

from briefpress.catalogues.update import update

PORTS = "briefs/ports"
TEXTS, ITALIAN = article()
FIRST = TEXTS[1]
RISE = next(text for text in TEXTS if text.startswith("Since 1900"))
COST = next(text for text in TEXTS if text.startswith("A metre of new quay"))
LAW = next(text for text in TEXTS if text.startswith("The law asks"))
DOCKERS = next(text for text in TEXTS if text.startswith("Dockers"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The article, completely translated."""
    return Desk(tmp_path).started(TEXTS, ITALIAN)


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


def others_are_kept(entries: dict[str, polib.POEntry]) -> bool:
    return all(
        entry.msgstr == ITALIAN[text] and not entry.fuzzy
        for text, entry in entries.items()
        if text in ITALIAN
    )


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


# What other briefs have


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


# What is a translator's stays


RICH = """\
# Translated by the desk.
# Ask before you change “quay”.
msgid ""
msgstr ""
"X-Zebra: first\\n"
"Project-Id-Version: Ports\\n"
"Language-Team: Desk <desk@example.org>\\n"
"Language: it\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Generator: Poedit 3.4\\n"
"POT-Creation-Date: 2020-01-01 00:00+0000\\n"

# A remark, at length.
#
#   indented
#. paragraph
#: docs/briefs/ports.md
#, no-wrap, python-format
msgid "One \\"quoted\\"\\tword and 5 % in a year\\\\"
msgstr "Una parola"

#. paragraph
#: docs/briefs/ports.md
#, fuzzy
#| msgid "Tow"
msgid "Two"
msgstr "Due"

#~ msgid "Gone"
#~ msgstr "Andato"

# The end.
"""
RICH_TEXTS = ['One "quoted"\tword and 5 % in a year\\', "Two"]


def test_comments_headers_and_flags_are_kept_to_the_byte(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.document(PORTS, RICH_TEXTS, ["paragraph", "paragraph"])
    desk.file(PORTS).parent.mkdir(parents=True)
    desk.file(PORTS).write_text(RICH, encoding="utf-8")
    desk.update("it")
    assert desk.text(PORTS) == RICH


def test_files_are_written_as_msgcat_would(desk: Desk) -> None:
    desk.document(PORTS, [*TEXTS[:-3], COST.replace("new", "old"), "a\\\nb \u2028 c", 'd "e"'])
    desk.update("it")
    done = subprocess.run(
        ["msgcat", "--no-wrap", str(desk.file(PORTS))], capture_output=True, check=True
    )
    assert done.stdout.decode() == desk.text(PORTS)


@pytest.mark.parametrize(
    "tool",
    [
        ["msgcat", "--width=79"],  # as Poedit wraps
        ["msgattrib", "--width=77"],  # as Weblate does
        ["msgcat", "--no-wrap", "--sort-output"],
        ["msgmerge", "--quiet", "--previous", "{po}", "{pot}", "-o", "-"],
    ],
    ids=lambda tool: " ".join(tool[:2]),
)
def test_what_other_tools_saved_comes_to_the_same(tool: list[str], desk: Desk) -> None:
    desk.document(PORTS, [text.replace("20 centim", "21 centim") for text in TEXTS if text != LAW])
    desk.update("it")
    before = desk.text(PORTS)
    po, pot = desk.file(PORTS), desk.path / "build" / "gettext" / f"{PORTS}.pot"
    places = [word.format(po=po, pot=pot) for word in tool]
    command = places if "{po}" in tool else [*places, str(po)]
    saved = subprocess.run(command, capture_output=True, check=True).stdout
    assert saved.decode() != before
    po.write_bytes(saved.replace(b"\n", b"\r\n") if tool[0] == "msgattrib" else saved)
    desk.update("it")
    assert desk.text(PORTS) == before


def as_poedit_saves(text: str) -> str:
    return text.replace('"Language: it', '"X-Generator: Poedit 3.2.2\\n"\n"Language: it', 1)


def as_weblate_saves(text: str) -> str:
    """The header on one line, and its fields in another form."""
    head, body = text.split("\n\n", 1)
    first, fields = head.split('msgstr ""\n', 1)
    joined = "".join(line.strip('"') for line in fields.splitlines())
    joined = joined.replace("plural=(n != 1)", "plural=n != 1") + r"X-Generator: Weblate 5.14\n"
    return f'{first}msgstr "{joined}"\n\n{body}'


def as_weblate_wraps(text: str) -> str:
    """What was edited is wrapped, and nothing else."""
    line = f'msgstr "{ITALIAN[COST]}"'
    assert line in text
    words = ITALIAN[COST].split(" ")
    half = len(words) // 2
    return text.replace(
        line, f'msgstr ""\n"{" ".join(words[:half])} "\n"{" ".join(words[half:])}"', 1
    )


@pytest.mark.parametrize(
    ("save", "changed"), [(as_poedit_saves, 0), (as_weblate_saves, 14), (as_weblate_wraps, 4)]
)
def test_an_edit_in_another_program_is_kept_and_changes_few_lines(
    save: Callable[[str], str], changed: int, desk: Desk
) -> None:
    saved = save(desk.text(PORTS).replace(ITALIAN[FIRST], "Altro."))
    desk.file(PORTS).write_text(saved, encoding="utf-8")
    desk.update("it")
    lines = desk.text(PORTS).splitlines()
    assert len(set(lines) - set(saved.splitlines())) <= changed
    for sign in ("X-Generator", "X-Complete-For"):
        assert desk.text(PORTS).count(sign) == saved.count(sign)
    entries = desk.entries(PORTS)
    assert entries.pop(FIRST).msgstr == "Altro."
    assert others_are_kept(entries)
    before = desk.files()
    desk.update("it")
    assert desk.files() == before


@pytest.mark.slow
def test_sphinx_intl_works_on_the_same_files(desk: Desk) -> None:
    before = desk.entries(PORTS)
    desk.publication  # writes the index  # noqa: B018
    command = [sys.executable, "-m", "sphinx_intl", "update", "-p", "build/gettext", "-l", "it"]
    desk.document(PORTS, [*TEXTS, "Barges carry sand."])
    subprocess.run([*command, "-d", "locale"], cwd=desk.path, check=True, capture_output=True)
    desk.update("it")
    after = desk.entries(PORTS)
    assert others_are_kept(after) and list(after) == [*before, "Barges carry sand."]
    files = desk.files()
    desk.update("it")
    assert desk.files() == files


# What is broken is not written, nor from


@pytest.mark.parametrize("name", BROKEN)
def test_nothing_is_written_from_a_broken_file(name: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("en", "it", "fr"))
    desk.document(PORTS, ["ports", "ships"])
    desk.document("briefs/b", ["ships"])
    file = desk.file(PORTS)
    file.parent.mkdir(parents=True)
    content, line, _ = BROKEN[name]
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = desk.files()
    found = {updated.tag: updated for updated in desk.update("it", "fr")}
    places = [(problem.path, problem.line) for problem in found["it"].problems]
    assert ("locale/it/LC_MESSAGES/briefs/ports.po", line) in places
    assert {n: v for n, v in desk.files().items() if "/it/" in n} == before
    # The other language is done.
    assert not found["fr"].problems and desk.file(PORTS, "fr").exists()


def test_an_escape_that_would_be_spoilt_is_refused(desk: Desk) -> None:
    text = desk.text(PORTS)
    desk.file(PORTS).write_text(text.replace("La maggior", "La\\a maggior"), encoding="utf-8")
    before = desk.files()
    [problem] = desk.update("it")[0].problems
    assert problem.line == 1 + text[: text.index("La maggior")].count("\n")
    assert desk.files() == before


def test_a_file_that_stays_the_same_is_not_touched(desk: Desk) -> None:
    desk.document("briefs/other", ["Something new."])
    before = desk.files()
    desk.update("it")
    after = desk.files()
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1


def test_a_new_catalogue_begins_properly_and_without_a_clock(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("en", "ar", "uk", "zh-Hans"))
    desk.document(PORTS, TEXTS)
    desk.update()
    for code, plural in {"ar": "nplurals=6", "uk": "nplurals=3", "zh_Hans": "nplurals=1"}.items():
        header = polib.pofile(str(desk.file(PORTS, code))).metadata
        assert header["Language"] == code and header["Plural-Forms"].startswith(plural)
        assert header["PO-Revision-Date"] == "YEAR-MO-DA HO:MI+ZONE"
        assert header["Content-Type"] == "text/plain; charset=UTF-8"


def test_the_state_of_the_source_is_recorded_before_it_changes(desk: Desk) -> None:
    record = next(line for line in desk.text(PORTS).splitlines() if "X-Complete-For" in line)
    assert record.endswith(' 2025-03-17\\n"')
    desk.document(PORTS, [*TEXTS, "Barges carry sand."])
    desk.update("it")
    assert record in desk.text(PORTS)


def test_an_interruption_leaves_each_file_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.document("briefs/costs", [COST])
    desk.document(PORTS, TEXTS[:-2])
    before = desk.files()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefpress.catalogues.update.fill", interrupted)
    with pytest.raises(KeyboardInterrupt):
        desk.update("it")
    assert desk.files() == before


@pytest.mark.slow
def test_many_languages_are_done_side_by_side(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("en", "it", "fr", "de"))
    for number in range(80):
        desk.document(f"briefs/b{number}", [f"{number} {text}" for text in TEXTS[:3]])
    found = desk.update("fr", "it", "de")
    assert [str(each) for each in found] == [f"{tag}: 241 new" for tag in ("fr", "it", "de")]
    before = desk.files()
    assert len(before) == 3 * 81
    assert [str(each) for each in desk.update("it", "de")] == [
        "it: 241 unchanged",
        "de: 241 unchanged",
    ]
    assert desk.files() == before


@pytest.mark.slow
def test_what_is_saved_during_extraction_is_not_lost(tmp_path: Path) -> None:
    desk = Desk(tmp_path, ("en", "it", "fr"))
    for number in range(100):
        desk.document(f"briefs/b{number}", [f"{number} {text}" for text in TEXTS[:3]])
    desk.update()

    def extract() -> None:
        time.sleep(2)  # by now everything has been read once
        desk.translate("briefs/b7", {f"7 {TEXTS[0]}": "Salvato adesso."})
        desk.document("briefs/b8", [f"8 {TEXTS[0]}", "Wholly new."])

    update(desk.publication, tmp_path / "build", ["it", "fr"], extract)
    assert desk.entries("briefs/b7")[f"7 {TEXTS[0]}"].msgstr == "Salvato adesso."
    assert desk.entries("briefs/b8").keys() == {f"8 {TEXTS[0]}", "Wholly new."}


@pytest.mark.slow
def test_the_command_says_what_it_did(two_languages: Publication) -> None:
    done = two_languages.briefpress("update", "-l", "it")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("it: ")
    files = sorted((two_languages.path / "locale").rglob("*.po"))
    before = {file: file.read_bytes() for file in files}
    assert two_languages.briefpress("update", "-l", "it").returncode == 0
    assert {file: file.read_bytes() for file in files} == before
    files[0].write_text('msgid "\n', encoding="utf-8")
    done = two_languages.briefpress("update")
    assert done.returncode == 1
    assert "it: nothing was written." in done.stderr and "en: " in done.stdout
