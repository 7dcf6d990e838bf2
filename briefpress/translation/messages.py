"""List the messages of a document: what a translator reads, and the nodes that it stands in.

Extraction writes these into templates, and the translated build looks for these in catalogues: one
list for both, or a template would hold what no build asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import LITERAL_TYPE_NODES, is_translatable

from briefpress.addresses import shows_address
from briefpress.nodes import citation_cluster, plain_text, substitution


class DocumentMessage(NamedTuple):
    """A message in its *node*: its *context* (``msgctxt``, empty if it has none) and its text
    (``msgid``)."""

    node: nodes.Element
    context: str
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """What a catalogue finds it by."""
        return self.context, self.text


def document_messages(document: nodes.document) -> list[DocumentMessage]:
    """Return the messages of *document*, which is not translated yet, in the order of reading."""
    return [
        DocumentMessage(node, _context(node), text)
        for node in document.findall(is_translatable)
        if isinstance(node, nodes.Element) and not isinstance(node.parent, nodes.system_message)
        for text in _texts(node)
    ]


def _texts(node: nodes.Element) -> Iterator[str]:
    """Yield the messages of *node* that a translator can do something with."""
    if isinstance(node, addnodes.translatable):  # several; it knows them itself
        found = list(node.extract_original_messages())
    elif isinstance(node, LITERAL_TYPE_NODES):
        # msgfmt wants a translation to end as its original does.
        found = [(node.rawsource or node.astext()).rstrip("\n")]
    elif isinstance(node, nodes.image):
        found = [node.get("alt", "")]
    elif isinstance(node, nodes.meta):
        found = [node["content"]]
    elif isinstance(node, plain_text) or _has_words(node):
        found = [_one_line(node)]
    else:
        return
    yield from filter(has_words, found)


_BREAK = re.compile(r"(?:[ \t]*\\|[ ]{2,})\n|\s*<br\s*/?>\s*")
_ESCAPED_END = re.compile(r"[ \t]*\\[ \t]*$", re.MULTILINE)


def _one_line(node: nodes.Element) -> str:
    """Return the source of *node* without its line ends, but with the breaks that readers see."""
    lines = [node.rawsource]
    if any("<br" in raw.astext() for raw in node.findall(nodes.raw)):
        lines = _BREAK.split(node.rawsource)
    # A backslash at the end of a line is a sign of reStructuredText, for a line that goes on.
    lines = [_ESCAPED_END.sub("", line).replace("\n", " ").strip() for line in lines]
    return "\\\n".join(lines)


# What is shown is not what is written, or is the same in every language.
_WORDLESS = (
    citation_cluster,
    nodes.footnote_reference,
    nodes.literal,
    nodes.math,
    nodes.raw,
    substitution,
)

# References that are named by their target if the author gives no words.
_NAMED_BY_TARGET = frozenset({"doc", "eq", "myst", "numref", "ref"})


def _has_words(node: nodes.Element) -> bool:
    """Whether *node* holds words of its own, and not only code, formulas, names and addresses."""
    for child in node.findall(lambda n: isinstance(n, (nodes.Text, nodes.image, nodes.Inline))):
        if isinstance(child, nodes.Text):
            if has_words(child.astext()) and not is_wordless(child.parent, node):
                return True
        elif isinstance(child, nodes.image):
            if child.get("spoken"):
                return True
        elif isinstance(child, nodes.Element) and any(map(child.get, ("explanation", "reftitle"))):
            return True
    return False


def is_wordless(node: nodes.Element, block: nodes.Element) -> bool:
    """Whether the words in *node*, within *block*, are none to be translated."""
    while node is not block:
        if isinstance(node, _WORDLESS):
            return True
        if isinstance(node, nodes.reference) and shows_address(node):
            return True
        if (
            isinstance(node, addnodes.pending_xref)
            and not node.get("refexplicit")
            and node.get("reftype") in _NAMED_BY_TARGET
        ):
            return True
        node = node.parent
    return False


# “1,234.5” and “€5” are written in another way in other languages, “54” and “12–15” are not.
_LOCAL_NUMBER = re.compile(r"\d[.,'’ \u00a0\u202f]\d|[$£¥€]")
# What catalogues of books and papers call them by.
_IDENTIFIER = re.compile(
    r"(?:doi:?\s*|https?://doi\.org/)?10\.\d{4,9}/\S+|(?:ISBN|ISSN):?\s*[\dX–-]+|https?://\S+",
    re.IGNORECASE,
)


def has_words(text: str) -> bool:
    """Whether a translator can do something with *text*: nobody can with a bare number."""
    if _IDENTIFIER.fullmatch(text.strip()):
        return False
    return any(map(str.isalpha, text)) or bool(_LOCAL_NUMBER.search(text))


def _context(node: nodes.Element) -> str:
    """Return what the author wrote on *node*, or on the block that it is part of."""
    holder: nodes.Node | None = node
    while isinstance(holder, nodes.Element) and not isinstance(holder, nodes.section):
        if "msgctxt" in holder:
            return str(holder["msgctxt"])
        holder = holder.parent
    return ""
