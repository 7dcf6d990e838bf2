"""Let a link without words show the heading that it leads to as readers have it."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxSmartQuotes, SphinxTransform
from sphinx.util.nodes import clean_astext


class NameHeadings(SphinxTransform):
    """Gives the headings that MyST-Parser remembers for ``[](#heading)`` the words that they have
    by now: a translation's, those for a name in braces, with the marks of the language."""

    default_priority = SphinxSmartQuotes.default_priority + 1

    def apply(self, **kwargs: Any) -> None:
        """Change what is remembered, in place: the environment has it too."""
        slugs: dict[str, tuple[int | None, str, str]] = getattr(self.document, "myst_slugs", {})
        for slug, (line, name, _) in slugs.items():
            section = self.document.ids.get(name)
            title = section.next_node(nodes.title) if section is not None else None
            if title is not None:
                slugs[slug] = (line, name, clean_astext(title))
