"""Read figures with their source and credit, and ask for the text alternative of every picture."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.directives.patches import Figure
from sphinx.util.nodes import get_node_line

from briefpress.domain import briefs_domain
from briefpress.elements.lines import OPTIONS, read_lines
from briefpress.languages import language_tag
from briefpress.problems import Kind, log_warning

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx


# The class of a picture that tells nothing: no text alternative is asked for.
DECORATION = "decorative"


class FigureDirective(Figure):
    """``{figure}`` with ``:source:``, ``:credit:`` and ``:note:``, which hold inline text."""

    option_spec: ClassVar[dict[str, Any]] = {**(Figure.option_spec or {}), **OPTIONS}

    def run(self) -> list[Node]:
        """Return the figure."""
        # Docutils takes the spaces of a file's name away.
        self.arguments[0] = self.arguments[0].strip().replace(" ", "%20")
        lines = read_lines(self, OPTIONS)
        for kind in OPTIONS:  # docutils would write them into the picture
            self.options.pop(kind, None)
        result = list(super().run())
        figure = result[0]
        if isinstance(figure, nodes.figure):
            after = next(
                (n for n, child in enumerate(figure.children) if isinstance(child, nodes.legend)),
                len(figure),
            )
            figure[after:after] = lines
        return result


def check_alternatives(app: Sphinx, document: nodes.document) -> None:
    """Warn of each picture of *document* without a text alternative (event ``doctree-read``), once:
    in the language it is written in. It is treated as a decoration then."""
    env = app.env
    docname = env.current_document.docname
    source = briefs_domain(env).index.documents.get(docname)
    is_source = source is None or source.source_language == language_tag(app.config.language)
    for image in document.findall(nodes.image):
        # The front matter has a text for its own; a message holds the others' (`frontmatter`).
        if "key" in image or "spoken" in image:
            continue
        if DECORATION in image["classes"] or image.get("alt", "").strip():
            image["alt"] = "" if DECORATION in image["classes"] else image["alt"]
            continue
        image["alt"] = ""
        if is_source:
            log_warning(
                f"{document['source']}:{get_node_line(image)}",
                Kind.ALTERNATIVE,
                "the picture “%s” has no text alternative; say in one sentence what it shows, with "
                "`:alt:` in a figure, or as in `![what it shows](%s)`. If it only decorates, give "
                "it the class %s",
                PurePosixPath(image["uri"]).name,
                PurePosixPath(image["uri"]).name,
                DECORATION,
            )
