"""The parts of a brief that an author marks: summary, key messages, recommendations, boxes, pull
quotes. What they hold is ordinary text, so that it is translated, cited and linked like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from briefpress.domain import briefs_domain
from briefpress.languages import language_tag
from briefpress.nodes import brief_part
from briefpress.problems import Kind, log_warning

if TYPE_CHECKING:
    from docutils.nodes import Node


# The words of `brief_part`s that have no heading of their own; the interface translates them.
HEADINGS = {
    "summary": "Summary",
    "key-messages": "Key messages",
    "recommendations": "Recommendations",
}

# The kinds of boxes, and the label that tells them apart without colour.
BOXES = {"case": "Case", "definition": "Definition", "method": "Method"}


class PartDirective(SphinxDirective):
    """``{summary}``, ``{key-messages}``, ``{recommendations}``: a part with a heading.

    The argument is a heading instead of the usual one.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"class": directives.class_option}

    def run(self) -> list[Node]:
        """Return the part."""
        part = self._part(self.name)
        self._check(part)
        return [part]

    def _part(self, kind: str) -> brief_part:
        self.assert_has_content()
        part = brief_part(kind=kind, classes=[kind, *self.options.get("class", ())])
        self.set_source_info(part)
        if self.arguments:
            part += self._heading(self.arguments[0])
        part += self.parse_content_to_nodes()
        return part

    def _heading(self, text: str) -> nodes.title:
        children, messages = self.parse_inline(text, lineno=self.lineno)
        title = nodes.title(text, "", *children, *messages)
        self.set_source_info(title)
        return title

    def _check(self, part: brief_part) -> None:
        """Warn of what is out of the institute's limits, in the language it is written in."""
        document = briefs_domain(self.env).index.documents.get(self.env.current_document.docname)
        if document is None or document.source_language != language_tag(self.config.language):
            return
        for what, number, (least, most) in _measures(part, self.config.briefpress_limits):
            if least <= number <= most:
                continue
            log_warning(
                self.get_location(),
                Kind.LIMIT,
                "%s: %d, but this institute wants %d to %d (briefpress_limits in conf.py)",
                what,
                number,
                least,
                most,
            )


def _measures(
    part: brief_part, limits: dict[str, tuple[int, int]]
) -> Iterator[tuple[str, int, tuple[int, int]]]:
    """Yield what is measured of *part*: its name, the number, and the limits."""
    items = [
        item
        for child in part.children
        if isinstance(child, (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list))
        for item in child.children
        if isinstance(item, nodes.Element)
    ]
    if part["kind"] == "summary" and "summary_words" in limits:
        text = [child for child in part.children if not isinstance(child, nodes.title)]
        yield "words of the summary", sum(map(_words, text)), limits["summary_words"]
    if part["kind"] == "key-messages":
        if "key_messages" in limits:
            yield "key messages", len(items), limits["key_messages"]
        if "key_message_words" in limits:
            for place, item in enumerate(items, 1):
                what = f"words of key message {place}"
                yield what, _words(item), limits["key_message_words"]
    if part["kind"] == "recommendations" and "recommendations" in limits:
        yield "recommendations", len(items), limits["recommendations"]


def _words(node: nodes.Node) -> int:
    return len(node.astext().split())


class BoxDirective(PartDirective):
    """``{box} Title``: a case, a method or a definition beside the argument."""

    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar[dict[str, Any]] = {
        "class": directives.class_option,
        "kind": lambda value: directives.choice(value, tuple(BOXES)),
    }

    def run(self) -> list[Node]:
        """Return the box."""
        box = self._part("box")
        kind = self.options.get("kind", "")
        box["label"] = BOXES.get(kind, "")
        box["classes"] += [f"{kind}-box"] if kind else []
        return [box]


class PullQuoteDirective(SphinxDirective):
    """``{pull-quote}``: a sentence of the text, set large. Screen readers pass over it."""

    has_content = True

    def run(self) -> list[Node]:
        """Return the quote."""
        self.assert_has_content()
        quote = brief_part(kind="pull-quote", classes=["pull-quote"])
        self.set_source_info(quote)
        quote += self.parse_content_to_nodes()
        return [quote]
