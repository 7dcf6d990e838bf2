"""Put a pseudo-translation (`briefpress.pseudo`) in the place of a document's messages.

Not by way of a ``msgstr``: the words of a message are changed where they stand, so that its links,
notes, formulas, code and names in braces are those of the original whatever they look like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from docutils import nodes
from sphinx import addnodes

from briefpress.citeproc import Cite
from briefpress.formulas.authored import formulas_in
from briefpress.nodes import citation_cluster, plain_text
from briefpress.pseudo import accented, ending, pseudo
from briefpress.translation.messages import DocumentMessage, is_wordless

# What an element is called by assistive software, or shows on demand.
_SPOKEN = ("alt", "explanation", "reftitle", "spoken", "title")


def pseudo_translate(messages: Iterable[DocumentMessage]) -> None:
    """Change the nodes of *messages* in place."""
    for message in messages:
        node = message.node
        if isinstance(node, addnodes.translatable):
            node.apply_translated_message(message.text, pseudo(message.text))
        elif isinstance(node, nodes.image):
            node["alt"] = pseudo(node["alt"])
        elif isinstance(node, nodes.meta):
            node["content"] = pseudo(node["content"])
        elif isinstance(node, (plain_text, nodes.literal_block)):
            node[:] = [nodes.Text(pseudo(node.astext()))]
            node.rawsource = (
                node.astext() if isinstance(node, nodes.literal_block) else message.text
            )
        else:
            pseudo_translate_inline(node)
        node["translated"] = True


def pseudo_translate_inline(node: nodes.Element) -> None:
    """Change the words in *node*, which holds inline elements, in place."""
    texts = list(_words(node))
    for text in texts:
        text.parent.replace(text, nodes.Text(accented(str(text))))
    for cluster in node.findall(citation_cluster):
        cluster["cites"] = tuple(map(_accented_cite, cluster["cites"]))
    for raw in node.findall(nodes.raw):  # a tag, which may say something
        if not any(formulas_in(raw.astext())):
            raw[:] = [nodes.Text(accented(raw.astext()))]
    for element in list(node.findall(nodes.Element)):
        for name in _SPOKEN:
            if element is not node and isinstance(element.get(name), str) and element[name]:
                element[name] = pseudo(element[name])
    node.insert(0, nodes.Text("["))
    node.append(nodes.Text(ending(map(str, texts))))


def _accented_cite(cite: Cite) -> Cite:
    """Return *cite* with what the author says of the work; where in it, citeproc must understand:
    ``p. 5``."""
    has_place = any(map(str.isdigit, cite.suffix))
    suffix = cite.suffix if has_place else accented(cite.suffix)
    return replace(cite, prefix=accented(cite.prefix), suffix=suffix)


def _words(node: nodes.Element) -> Iterator[nodes.Text]:
    for text in list(node.findall(nodes.Text)):
        if not is_wordless(text.parent, node):
            yield text
