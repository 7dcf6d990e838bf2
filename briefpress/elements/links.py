"""Take out the links that nobody can follow, and leave their words."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform

from briefpress.nodes import brief_part


class DropDeadLinks(SphinxPostTransform):
    """Makes words of links to what has no place in the document, which was told, and of those in
    pull quotes, which screen readers pass over.

    MyST-Parser leaves a link where it finds no target, Sphinx one to a target that another file
    lacks, and citeproc one to each work, listed or not.
    """

    default_priority = ReferencesResolver.default_priority + 1

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        there = {name for node in self.document.findall(nodes.Element) for name in node["ids"]}
        for link in list(self.document.findall(nodes.reference)):
            if link.get("refid", "") not in ("", *there) or _is_passed_over(link):
                link.parent.replace(link, link.children)


def _is_passed_over(node: nodes.Node) -> bool:
    while node := node.parent:
        if isinstance(node, brief_part) and node["kind"] == "pull-quote":
            return True
    return False
