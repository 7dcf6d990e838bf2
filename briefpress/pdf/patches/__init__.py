"""Mend WeasyPrint, in this process, where it offers no other way: its private names stand here.

Each module puts a mended function in the place of one of WeasyPrint's, and lists the faults that it
mends with their issue in Kozea/WeasyPrint; “not reported” was one that had none in November 2026.
`tests/test_patches.py` shows each fault and that it is mended: when WeasyPrint mends it, a test
fails and the patch can go. `tests/test_private_names.py` fails when a name that is replaced or read
here is not what it was.
"""

from __future__ import annotations

from briefpress.pdf.patches.breaks import mend_breaks
from briefpress.pdf.patches.columns import mend_columns
from briefpress.pdf.patches.gradients import mend_gradients
from briefpress.pdf.patches.letters import name_letters
from briefpress.pdf.patches.lines import mend_lines
from briefpress.pdf.patches.notes import keep_notes_with_calls
from briefpress.pdf.patches.outline import order_bookmarks
from briefpress.pdf.patches.pictures import mend_pictures
from briefpress.pdf.patches.tags import mend_tags
from briefpress.pdf.patches.whereabouts import note_whereabouts
from briefpress.pdf.patches.words import know_words


def mend_weasyprint() -> None:
    """Put all mended functions in their places."""
    keep_notes_with_calls()
    know_words()
    mend_breaks()
    mend_columns()
    mend_gradients()
    mend_lines()
    mend_pictures()
    mend_tags()
    name_letters()
    note_whereabouts()
    order_bookmarks()
