"""Name pictures as their files are called, which Markdown does not."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.transforms import SphinxTransform


class UnquotePictures(SphinxTransform):
    """Takes back the percent-encoding that MyST-Parser gives to every address: Sphinx looks for a
    file of that very name, and finds none for ``città.png`` or ``<a b.png>``."""

    # After translations are put in (Sphinx's Locale, 20): they name pictures too.
    default_priority = 700

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for image in self.document.findall(nodes.image):
            if "://" not in image["uri"] and not image["uri"].startswith("data:"):
                image["uri"] = unquote(image["uri"])
