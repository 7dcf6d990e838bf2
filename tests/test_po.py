"""Our own form of a catalogue is read as strictly as msgfmt does, and nothing of it is lost."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_catalogue import BROKEN
from test_update_files import RICH

from briefpress.catalogues.po import PoFile, read_plain, read_po, render

# Letters that mean something in a .po file, and some that do not.
TEXT = st.text(alphabet='ab \\"\n\t#~|.:,é—\u2028%{}', max_size=12).map(
    lambda text: text.strip("\n")  # msgfmt wants the same line ends in both
)
COMMENT = st.text(alphabet='ab "#~|.:,é\n', max_size=8).map(
    lambda text: "\n".join(line.rstrip() for line in text.split("\n")).strip()
)


@st.composite
def files(draw: st.DrawFn) -> PoFile:
    header = read_po_text(RICH).header
    keys = draw(
        st.lists(
            st.tuples(st.none() | TEXT, TEXT.filter(bool)), max_size=4, unique_by=lambda key: key
        )
    )
    entries = [
        polib.POEntry(
            msgctxt=context,
            msgid=msgid,
            msgstr=draw(TEXT),
            tcomment=draw(COMMENT.filter(lambda text: text[:1] not in list("~|.:,#"))),
            obsolete=draw(st.booleans()),
            flags=draw(st.sampled_from([[], ["fuzzy"], ["fuzzy", "no-wrap"]])),
        )
        for context, msgid in keys
    ]
    entries.sort(key=lambda entry: bool(entry.obsolete))
    return PoFile("", header, entries)


def read_po_text(text: str) -> PoFile:
    po = read_plain(text.replace("\n# The end.\n", ""))
    assert po
    return po


def values(po: PoFile) -> list[object]:
    names = "msgctxt msgid msgstr tcomment comment flags occurrences previous_msgid obsolete"
    return [[getattr(entry, name) for name in names.split()] for entry in (po.header, *po.entries)]


def msgfmt_takes(file: Path) -> bool:
    command = ["msgfmt", "--check-header", "--check-domain", "-o", os.devnull, str(file)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


LIMITS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(po=files())
@LIMITS
def test_what_is_written_is_read_again_by_all(po: PoFile, tmp_path: Path) -> None:
    text = render(po)
    file = tmp_path / "it.po"
    file.write_text(text, encoding="utf-8")
    assert values(read_po(file)) == values(po)
    assert render(read_po(file)) == text
    plain = read_plain(text)
    if plain is not None:  # polib wants what is rare
        assert values(plain) == values(po)
    assert msgfmt_takes(file)


@given(at=st.integers(0, len(RICH)), length=st.integers(0, 3), put=TEXT)
@example(at=RICH.index("Una parola"), length=0, put='"')
@LIMITS
def test_what_is_read_fast_is_what_msgfmt_takes(
    at: int, length: int, put: str, tmp_path: Path
) -> None:
    """A file that is damaged anywhere."""
    text = RICH[:at] + put + RICH[at + length :]
    po = read_plain(text)
    if po is None or po.header.msgstr.count("\n") != 10 or po.fields != FIELDS:
        return
    file = tmp_path / "it.po"
    file.write_text(text, encoding="utf-8")
    assert msgfmt_takes(file)
    assert values(po) == values(read_po(file))


FIELDS = read_po_text(RICH).fields
PLAIN = RICH.replace("\n# The end.\n", "").replace(
    '"X-Zebra: first\\n"', '"PO-Revision-Date: x\\n"\n"Last-Translator: x\\n"'
)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_not_read_fast(name: str) -> None:
    content = BROKEN[name][0]
    if not isinstance(content, bytes):
        assert read_plain(content, "it") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("utf-8", "latin-1"),
        ("(n != 1)", "(n != "),
        ("Language: it", "Language: fr"),
        ("Last-Translator", "Last-Translated"),
        ("Una parola", "<<<<<<< ours"),
    ],
)
def test_a_doubtful_file_is_left_to_msgfmt(old: str, new: str) -> None:
    assert read_plain(PLAIN, "it")
    assert old in PLAIN
    assert read_plain(PLAIN.replace(old, new), "it") is None
