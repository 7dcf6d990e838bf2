"""Mark passages in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from briefpress.languages import language_classes
from briefpress.problems import Kind, log_warning
from briefpress.tags import BadTag, read_tag

if TYPE_CHECKING:
    from docutils.nodes import Node


def passage_classes(tag: str, location: Node | str) -> list[str]:
    """Return the class of a passage in the language *tag*; none, and a warning, if there is no
    such language."""
    try:
        return language_classes(read_tag(tag))
    except BadTag as fault:
        log_warning(location, Kind.UNKNOWN_LANGUAGE, "%s", fault)
        return []


class PassageRole(SphinxRole):
    """The role ``lang`` of reStructuredText: ``:lang:`fr: raison d'être```."""

    def run(self) -> tuple[list[Node], list[nodes.system_message]]:
        """Return the passage."""
        tag, _, text = self.text.partition(":")
        classes = passage_classes(tag.strip(), self.get_location()) if text else []
        return [nodes.inline(self.rawtext, text.strip() or tag, classes=classes)], []
