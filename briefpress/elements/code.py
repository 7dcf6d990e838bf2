"""Tell of code in a language that there is not: its name is mistyped, and nothing is coloured."""

from __future__ import annotations

import difflib
from typing import Any

from docutils import nodes
from pygments.lexers import find_lexer_class_by_name, get_all_lexers
from pygments.util import ClassNotFound
from sphinx.highlighting import lexer_classes, lexers
from sphinx.transforms import SphinxTransform

from briefpress.confinement import line_in
from briefpress.problems import Kind, log_warning

# Sphinx's own, besides those that extensions add to its tables.
_OWN = frozenset(["default", "guess", "py", "py3", "pycon3", "python3"])


class CheckCode(SphinxTransform):
    """Warns of names of languages that Pygments does not know; here and not in a writer, for paper
    has no colours."""

    # Beside the other looks at what an author wrote.
    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for block in self.document.findall(nodes.literal_block):
            name = block.get("language", "none")
            if _is_known(name):
                continue
            known = [alias for _, aliases, _, _ in get_all_lexers() for alias in aliases]
            close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.75)
            log_warning(
                f"{block.source or self.document['source']}:{line_in(block)}",
                Kind.CODE,
                "“%s” is no language of code that is known here; %s",
                name,
                f"did you mean “{close[0]}”?" if close else "write “text” for one without colours",
            )
            block["language"] = "none"  # Sphinx would say it once more


def _is_known(name: str) -> bool:
    if name in _OWN or name in lexers or name in lexer_classes:
        return True
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return False
    return True
