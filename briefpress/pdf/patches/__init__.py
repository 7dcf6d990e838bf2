"""Mend WeasyPrint, in this process, where it offers no other way: its private names stand here.

Each module puts a mended function in the place of one of WeasyPrint's, says why, and names the
issue there; a test of each fails when its patch no longer applies or is no longer needed.
"""

from __future__ import annotations

from briefpress.pdf.patches.breaks import mend_breaks
from briefpress.pdf.patches.gradients import mend_gradients
from briefpress.pdf.patches.letters import name_letters
from briefpress.pdf.patches.lines import mend_lines
from briefpress.pdf.patches.notes import keep_notes_with_calls
from briefpress.pdf.patches.outline import order_bookmarks
from briefpress.pdf.patches.pictures import embed_inks
from briefpress.pdf.patches.tags import mend_tags
from briefpress.pdf.patches.whereabouts import note_whereabouts
from briefpress.pdf.patches.words import know_words


def mend_weasyprint() -> None:
    """Put all mended functions in their places."""
    embed_inks()
    keep_notes_with_calls()
    know_words()
    mend_breaks()
    mend_gradients()
    mend_lines()
    mend_tags()
    name_letters()
    note_whereabouts()
    order_bookmarks()
