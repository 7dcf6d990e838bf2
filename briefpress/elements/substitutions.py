"""Put words for names: ``{{ name }}`` in a text is what `substitutions` of the front matter, or
`myst_substitutions` of conf.py, has under that name.

MyST-Parser runs what stands between the braces as a Jinja template; here it is a name and nothing
else. The words are inline Markdown and are translated as a message of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform

from briefpress.domain import briefs_domain
from briefpress.languages import language_classes, language_tag
from briefpress.nodes import front_matter, substitution, substitution_words
from briefpress.problems import Kind, log_error
from briefpress.pseudo import is_pseudo
from briefpress.translation.catalogue import catalogue_file, read_catalogue
from briefpress.translation.msgstr import MsgstrParser
from briefpress.translation.pseudo import pseudo_translate_inline
from briefpress.translation.rules import Refused, check_letters
from briefpress.translation.transform import Translate

if TYPE_CHECKING:
    from myst_parser.config.main import MdParserConfig


class Words(NamedTuple):
    """The words for a name, the file and line (1-based) where they stand, and whether they are
    messages of the document."""

    text: str
    path: str
    line: int
    is_message: bool = True


class ReadSubstitutions(SphinxTransform):
    """Puts the words for all names beside the strings of the front matter."""

    # After these (5), before Sphinx collects the translatable messages (10).
    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        holder = self.document.next_node(front_matter)
        if holder is None:
            return
        metadata = self.env.metadata[self.env.current_document.docname]
        saved = dict(metadata)  # MyST writes the word count of each text it parses there
        found = self._all_words()
        if not found:
            return
        parser = _parser(self.document, self.env)
        for name, words in found.items():
            node = substitution_words(words.text, "", name=name)
            node.source, node.line = words.path, words.line
            if not words.is_message:
                node["translatable"] = False
                self._translate(node, words, parser)
            if not node.children:
                node += _parse_source(parser, words)
            holder += node
        metadata.clear()
        metadata.update(saved)
        for child in holder.findall():
            child.document = self.document  # the parser's own holds the environment

    def _all_words(self) -> dict[str, Words]:
        """Return the words of conf.py, those of the front matter over them."""
        docname = self.env.current_document.docname
        domain = briefs_domain(self.env)
        in_root = docname == self.config.root_doc
        used = {node["name"] for node in self.document.findall(substitution)}
        found = {
            name: Words(text, path, line, is_message=in_root)
            for name, (text, path, line) in domain.site_substitutions.items()
            if in_root or name in used
        }
        document = domain.index.documents[docname]
        path = self.document["source"]
        for name, text, line in document.substitutions or ():
            found[name] = Words(text, path, line)
        return found

    def _translate(self, node: substitution_words, words: Words, parser: MsgstrParser) -> None:
        """Translate words of conf.py with the catalogue of the root document."""
        domain = briefs_domain(self.env)
        source = domain.index.documents[self.config.root_doc].source_language
        target = language_tag(self.config.language)
        if target == source:
            return
        if is_pseudo(target):
            node += _parse(parser, words.text, words.text, words)
            pseudo_translate_inline(node)
            return
        file = catalogue_file(domain.publication.locale_dirs, target, self.config.root_doc)
        message = read_catalogue(file).messages.get(("", words.text)) if file else None
        if file and message:
            place = Words(words.text, str(file), message.line)
            with suppress(Refused):  # which is warned of with the root document
                node += _parse(parser, words.text, message.msgstr.strip(), place)
        if not node.children:
            node["classes"] += language_classes(source)


class Substitute(SphinxTransform):
    """Puts the words, translated by now, where their names stand."""

    default_priority = Translate.default_priority + 2

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        words = {node["name"]: node for node in self.document.findall(substitution_words)}
        for node in list(self.document.findall(substitution)):
            found = words.get(node["name"])
            if found is None or _holds(node):
                self._complain(node, words)
                node.replace_self(nodes.Text(node.astext()))
                continue
            copies = [child.deepcopy() for child in found.children]
            tag, around = found.get_language_code(), node.get_language_code()
            if tag != around:
                classes = language_classes(tag or language_tag(self.config.language))
                copies = [nodes.inline("", "", *copies, classes=classes)]
            node.replace_self(copies)

    def _complain(self, node: substitution, words: Mapping[str, nodes.Element]) -> None:
        known = ", ".join(sorted(words)) or "none is defined"
        reason = "this is not one of those defined under `substitutions:` in the front matter"
        if node["name"] in words:
            reason = "words for a name must not hold another name"
        log_error(
            node,
            Kind.SUBSTITUTION,
            "“{{ %s }}”: between the braces stands a name, and %s (%s); "
            "for the braces themselves, write \\{{",
            node["name"],
            reason,
            known,
        )


def _holds(node: nodes.Element) -> bool:
    """Whether *node* stands in the words for a name."""
    return isinstance(node.parent, substitution_words)


def _parser(document: nodes.document, env: Any) -> MsgstrParser:
    """Return a parser of inline Markdown that lets through what a translation may hold."""
    config = cast("MdParserConfig", env.myst_config)
    return MsgstrParser(config, document.settings, "", env.config.briefpress_link_hosts)


def _parse(parser: MsgstrParser, msgid: str, text: str, words: Words) -> list[nodes.Node]:
    check_letters(msgid, text)
    children = parser.parse(msgid, text, words.path, words.line)
    if "[^" in text or any(child.next_node(nodes.footnote_reference) for child in children):
        raise Refused("it holds a note; put the note into the text")
    if any(True for child in children for _ in child.findall(nodes.raw)):
        raise Refused("it holds HTML; write words and the signs of Markdown")
    return children


def _parse_source(parser: MsgstrParser, words: Words) -> list[nodes.Node]:
    try:
        return _parse(parser, words.text, words.text, words)
    except Refused as reason:
        log_error(
            f"{words.path}:{words.line}",
            Kind.SUBSTITUTION,
            "the words “%s” cannot be put for a name: %s",
            words.text,
            reason,
        )
        return [nodes.Text(words.text)]
