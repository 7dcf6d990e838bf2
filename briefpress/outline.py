"""Tell a document's sections, for its contents."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util.nodes import clean_astext

from briefpress.directives import HEADINGS
from briefpress.furniture import top_section
from briefpress.languages import language_of_classes
from briefpress.nodes import brief_part


def outline(doctree: nodes.document) -> list[dict[str, Any]]:
    """Return the sections below the title: ``id``, ``title`` (plain text) and its ``language`` if
    it is another one, ``parts``."""
    return _parts(top_section(doctree))


def _parts(section: nodes.section) -> list[dict[str, Any]]:
    return [
        {
            "id": part["ids"][0],
            "language": language_of_classes(_title(part)["classes"]),
            "title": _heading(part),
            "parts": _parts(part) if isinstance(part, nodes.section) else [],
        }
        for part in section.children
        if isinstance(part, nodes.section)
        or (isinstance(part, brief_part) and part["kind"] in HEADINGS)
    ]


def _title(section: nodes.Element) -> nodes.Element:
    title = section.children[0]
    assert isinstance(title, nodes.Element)
    return title


def _heading(section: nodes.Element) -> str:
    title = _title(section).deepcopy()
    for note in list(title.findall(nodes.footnote_reference)):
        note.parent.remove(note)
    return clean_astext(title).strip()
