"""Say where lines and pages are not to end: before a caption's last word, after what announces."""

from __future__ import annotations

import re

from docutils import nodes

from briefpress.typography.rules import NO_BREAK

# A paragraph of fewer letters has one line, and under a heading stays with what follows it.
_ONE_LINE = 68


def hold_together(doctree: nodes.document) -> None:
    """Mark in *doctree* what lines and pages are not to part."""
    _mark_lead_ins(doctree)
    _hold_captions(doctree)
    _hold_initials(doctree)


def keep_last_words(title: str) -> str:
    """Put no break before the last word of *title* (HTML), which would stand on a line alone;
    WeasyPrint does not balance lines. A long word may."""
    last = r" (?=(?:<[^>]*>)*[^ <>]{1,12}(?:<[^>]*>)*$)"
    return re.sub(last, NO_BREAK, title) if title.count(" ") > 3 else title


def _hold_captions(doctree: nodes.document) -> None:
    """Do so in the captions of *doctree*."""
    titles = (
        title for title in doctree.findall(nodes.title) if isinstance(title.parent, nodes.table)
    )
    for caption in (*doctree.findall(nodes.caption), *titles):
        last = caption.children[-1] if caption.children else None
        if isinstance(last, nodes.Text) and (held := keep_last_words(last)) != last:
            caption.replace(last, nodes.Text(held))


def _hold_initials(doctree: nodes.document) -> None:
    """Break no line at the hyphen of initials in the references of *doctree*: J.-P."""
    lists = [each for each in doctree.findall(nodes.bullet_list) if "references" in each["classes"]]
    for text in [text for each in lists for text in each.findall(nodes.Text)]:
        parts = re.split(r"(\b\w\.-\w\.)", text)
        if len(parts) > 1:
            pieces = [
                nodes.inline("", part, classes=["whole"]) if place % 2 else nodes.Text(part)
                for place, part in enumerate(parts)
            ]
            text.parent[(place := text.parent.index(text)) : place + 1] = pieces


def _mark_lead_ins(doctree: nodes.document) -> None:
    """Mark each paragraph of *doctree* that announces what follows it, or is a line alone under a
    heading: the page does not end between the two."""
    for paragraph in doctree.findall(nodes.paragraph):
        words = "".join(
            child.astext()
            for child in paragraph.children
            if not isinstance(child, nodes.footnote_reference)
        )
        # The second is Chinese and Japanese.
        announces = words.rstrip().endswith((":", "\uff1a"))
        before = paragraph.previous_sibling()
        if announces or (isinstance(before, nodes.title) and len(words) < _ONE_LINE):
            paragraph["classes"].append("lead-in")
