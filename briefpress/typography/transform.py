"""Set the text of a document by the rules of its languages, in place of Sphinx's smart quotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx.transforms import SphinxSmartQuotes, SphinxTransform
from sphinx.util.nodes import is_smartquotable

from briefpress.languages import language_of_classes, language_tag
from briefpress.nodes import citation_cluster
from briefpress.typography.engine import NOTE, held, pieces
from briefpress.typography.quotes import HIDDEN

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

# Blocks that are no prose, as docutils' own transform sees it.
_BLOCKS_LEFT = (nodes.FixedTextElement, nodes.Special)


class Typeset(SphinxTransform):
    """Sets what an author or a translator typed, passage by passage.

    After the translation (20), on the text that is shown; never when messages are extracted.
    """

    default_priority = SphinxSmartQuotes.default_priority

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        tag = language_tag(self.config.language)
        marks = marks_of(self.config)
        for block in self.document.findall(nodes.TextElement):
            # A block is set as a whole: what stands in italics has neighbours.
            if isinstance(block, _BLOCKS_LEFT) or isinstance(block.parent, nodes.TextElement):
                continue
            _set_block(block, tag, partial(pieces, marks=marks))


def hold_block(block: nodes.TextElement, tag: str) -> None:
    """Keep on one line in *block*, of the language *tag*, what belongs together, and change nothing
    else."""
    _set_block(block, tag, held)


def marks_of(config: Config) -> str:
    """Return which marks are set, by Sphinx's settings for them in *config*."""
    excluded = config.smartquotes_excludes.get("languages", ())
    if not config.smartquotes or config.language in excluded:
        return ""
    return str(config.smartquotes_action)


def _set_block(block: nodes.TextElement, tag: str, setter: Callable[[str, str], list[str]]) -> None:
    # Tags of HTML between two words are no part of either.
    texts = [text for text in block.findall(nodes.Text) if not isinstance(text.parent, nodes.raw)]
    languages = [_language_of(text, tag) for text in texts]
    # A set would give another order each time.
    for language in dict.fromkeys(filter(None, languages)):
        shown = "".join(
            str(text) if own == language else _masked(text, own)
            for text, own in zip(texts, languages, strict=True)
        )
        done = setter(shown, language)
        place = 0
        for number, (text, own) in enumerate(zip(list(texts), languages, strict=True)):
            end = place + len(text)
            if own == language and (new := "".join(done[place:end])) != str(text):
                texts[number] = nodes.Text(new)
                text.parent.replace(text, texts[number])
            place = end


def _language_of(text: nodes.Text, tag: str) -> str:
    """Return the language of *text*, *tag* if nothing around it says another, empty if it is no
    prose: code, a formula, the key of a citation, an address."""
    if not is_smartquotable(text):
        return ""
    node: Any = text.parent
    if isinstance(node, nodes.reference) and str(text) == node.get("refuri"):
        return ""
    found = ""
    while node is not None:
        if isinstance(node, (citation_cluster, nodes.footnote_reference)):
            return ""
        found = found or _own_language(node)
        node = node.parent
    return found or tag


def _own_language(node: nodes.Element) -> str:
    return language_tag(node.get("lang", "")) or language_of_classes(node.get("classes", ()))


def _masked(text: nodes.Text, language: str) -> str:
    """Return what the words around *text*, which is in another *language* or no prose, have beside
    them: a mark at their end stands before a space, not before a word."""
    if isinstance(text.parent, nodes.footnote_reference):
        return NOTE * len(text)
    return re.sub(r"[^\s.,;:!?()]" if language else "(?s).", HIDDEN, str(text))


def replace_smart_quotes(app: Sphinx) -> None:
    """Put `Typeset` in the place of Sphinx's ``SmartQuotes`` for a builder that shows texts.

    Sphinx's sets whole blocks by one language and warns of languages that it has no marks for.
    """
    if SphinxSmartQuotes not in app.registry.transforms:
        raise SphinxError("Sphinx no longer registers its SmartQuotes transform where it did")
    app.registry.transforms.remove(SphinxSmartQuotes)
    excluded = app.config.smartquotes_excludes.get("builders", ())
    if app.builder.name not in ("gettext", *excluded):
        app.add_transform(Typeset)
