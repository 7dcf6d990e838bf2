"""Mark passages in another language: their lang attribute and their quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import normalize_language_tag, smartquotes
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from briefpress.languages import is_language, language_tag
from briefpress.problems import Kind

if TYPE_CHECKING:
    from docutils.nodes import Node

logger = logging.getLogger(__name__)

PREFIX = "language-"


def language_class(tag: str, location: Node | str) -> list[str]:
    """Return the class that docutils' writers turn into the attribute lang; none, and a warning,
    if *tag* is no language."""
    if is_language(language_tag(tag)):
        return [f"{PREFIX}{language_tag(tag).lower()}"]
    logger.warning(
        "“%s” is no language tag; write one like fr, it or zh-Hans",
        tag,
        location=location,
        type="briefpress",
        subtype=Kind.UNKNOWN_LANGUAGE.value,
    )
    return []


class PassageRole(SphinxRole):
    """The role ``lang`` of reStructuredText: ``:lang:`fr: raison d'être```."""

    def run(self) -> tuple[list[Node], list[nodes.system_message]]:
        """Return the passage."""
        tag, _, text = self.text.partition(":")
        classes = language_class(tag.strip(), self.get_location()) if text else []
        return [nodes.inline(self.rawtext, text.strip() or tag, classes=classes)], []


class QuotePassages(SphinxSmartQuotes):
    """Sets the quotation marks within a passage by its own language: Sphinx takes those of the
    paragraph around it."""

    default_priority = SphinxSmartQuotes.default_priority - 5

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        if not self.is_available():
            return
        for passage in self.document.findall(nodes.inline):
            tag = passage.get_language_code() if _has_language(passage) else ""
            known = (t for t in normalize_language_tag(tag) if t in smartquotes.smartchars.quotes)
            language = next(known, "")
            if not language:
                continue
            texts = list(passage.findall(nodes.Text))
            taught = smartquotes.educate_tokens(
                self.get_tokens(texts), attr=self.config.smartquotes_action, language=language
            )
            for text, better in zip(texts, list(taught), strict=True):
                text.parent.replace(text, nodes.Text(better))


def _has_language(passage: nodes.inline) -> bool:
    return any(name.startswith(PREFIX) for name in passage["classes"])
