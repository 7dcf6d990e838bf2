"""Take out the links that lead nowhere, and leave their words; that they do was told."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform


class DropDeadLinks(SphinxPostTransform):
    """Makes words of links to what has no place in the document.

    MyST-Parser leaves a link where it finds no target, Sphinx one to a target that another file
    lacks, and citeproc one to each work, listed or not.
    """

    default_priority = ReferencesResolver.default_priority + 1

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        there = {name for node in self.document.findall(nodes.Element) for name in node["ids"]}
        for link in list(self.document.findall(nodes.reference)):
            if link.get("refid", "") not in ("", *there):
                link.replace_self(link.children)
