"""Replace the messages of a document by their translations and count them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import SphinxError
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale
from sphinx.util import logging
from sphinx.util.nodes import LITERAL_TYPE_NODES

from briefpress.catalogues.completion import digest_of, last_change
from briefpress.catalogues.completion import read as read_completion
from briefpress.domain import Coverage, briefs_domain, word_count
from briefpress.languages import language_classes, language_tag
from briefpress.markup import refusal
from briefpress.nodes import html_text, plain_text
from briefpress.problems import Kind
from briefpress.pseudo import is_pseudo
from briefpress.translation.catalogue import Catalogue, Message, catalogue_file, read_catalogue
from briefpress.translation.messages import DocumentMessage, document_messages
from briefpress.translation.msgstr import MsgstrParser
from briefpress.translation.pseudo import pseudo_translate
from briefpress.translation.rst import RstMsgstrParser, call_of
from briefpress.translation.rules import Refused, check_letters, check_plain

if TYPE_CHECKING:
    from myst_parser.config.main import MdParserConfig

logger = logging.getLogger(__name__)

Parser = MsgstrParser | RstMsgstrParser


# What is shown as it is written.
_PLAIN = (plain_text, addnodes.translatable, nodes.image, nodes.meta)

# What must reach readers at once is shown untranslated rather than keep a page back.
_NOT_COUNTED = frozenset({"withdrawal.text"})


class Translate(SphinxTransform):
    """Stands in place of Sphinx's ``Locale``: reads the ``.po`` file itself, so that it needs no
    ``.mo`` file and can name the line of a message, and lets nothing but words through."""

    default_priority = Locale.default_priority

    def apply(self, **kwargs: Any) -> None:
        """Translate the document into the language of the build."""
        docname = self.env.current_document.docname
        domain = briefs_domain(self.env)
        source = domain.index.documents.get(docname)
        if source is None:
            return
        # Numbered before anything changes: replacing a node's children changes what follows.
        messages = document_messages(self.document)
        target = language_tag(self.config.language)
        counted = {m.key for m in messages if m.node.get("key") not in _NOT_COUNTED}
        if target == source.source_language:
            domain.note_coverage(docname, Coverage(len(counted), len(counted)))
            return
        if is_pseudo(target):
            pseudo_translate(messages)
            domain.note_coverage(docname, Coverage(len(counted), len(counted)))
            return
        file = catalogue_file(domain.publication.locale_dirs, target, docname)
        catalogue = read_catalogue(file) if file else None
        done = self._translate(messages, catalogue)
        coverage = _coverage(counted, done, digest_of(m.key for m in messages), catalogue)
        domain.note_coverage(docname, coverage)
        self._mark_untranslated(messages, done, source.source_language)
        self._restore_document()

    def _translate(
        self, messages: list[DocumentMessage], catalogue: Catalogue | None
    ) -> set[tuple[str, str]]:
        """Put the translations in and return the keys of the messages that have one."""
        if catalogue is None:
            return set()
        docname = self.env.current_document.docname
        metadata = self.env.metadata[docname]
        saved = dict(metadata)  # MyST writes the word count of each text it parses there
        parsers = self._parsers()
        done: set[tuple[str, str]] = set()
        refused: set[tuple[str, str]] = set()
        for original in messages:
            message = catalogue.messages.get(original.key)
            if message is None or original.key in refused:
                continue
            try:
                self._replace(original.node, message, parsers, str(catalogue.path))
            except Refused as reason:
                refused.add(original.key)
                self._warn(message, catalogue, str(reason))
                continue
            done.add(original.key)
        metadata.clear()
        metadata.update(saved)
        return done

    def _parsers(self) -> Mapping[str, Parser]:
        """Return the parser of each kind of markup that a document may hold."""
        settings, hosts = self.document.settings, self.config.briefpress_link_hosts
        source = self.env.doc2path(self.env.current_document.docname).read_text(
            encoding="utf-8-sig"
        )
        # MyST-Parser hangs its configuration on the environment and offers no other way to it.
        config = cast("MdParserConfig", cast("Any", self.env).myst_config)
        return {
            "": MsgstrParser(config, settings, source, hosts),
            "rst": RstMsgstrParser(settings, hosts),
        }

    def _replace(
        self, node: nodes.Element, message: Message, parsers: Mapping[str, Parser], path: str
    ) -> None:
        text = message.msgstr.strip()
        check_letters(message.msgid, text)
        if isinstance(node, html_text):
            if reason := refusal(message.msgid, text):
                raise Refused(reason)
            _replace_plain(node, message.msgid, text)
        elif node.get("is_plain") or isinstance(node, _PLAIN):
            check_plain(message.msgid, text)
            _replace_plain(node, message.msgid, _in_one_line(text))
        elif isinstance(node, nodes.literal_block):
            node.rawsource = message.msgstr
            node[:] = [nodes.Text(message.msgstr)]
        elif isinstance(node, LITERAL_TYPE_NODES):
            raise Refused("the original is code; take the message out of the catalogue")
        else:
            text = _in_one_line(text) if isinstance(node, nodes.title) else text
            parser = parsers[node.get("markup", "")]
            has_html = not node.get("tags_are_words")
            children = parser.parse(message.msgid, text, path, message.line, has_html=has_html)
            self._exchange(node, children)
        node["translated"] = True
        # What is found later to be wrong with these words is to be mended there.
        node.source, node.line = path, message.line

    def _exchange(self, node: nodes.Element, children: list[nodes.Node]) -> None:
        """Put *children* into *node*, and what the document keeps on lists into them: docutils has
        the calls of notes, the pictures and the targets of the original there."""
        calls: dict[str, list[nodes.Element]] = {}
        for call in _calls(node):
            calls.setdefault(call_of(call), []).append(call)
        pictures: dict[str, list[nodes.image]] = {}
        for picture in _pictures(node):
            pictures.setdefault(picture["uri"], []).append(picture)
        node[:] = [*children, *node.findall(nodes.target)]
        for picture in _pictures(node):
            # What was found out about the original's is true of this one.
            for name, value in pictures[picture["uri"]].pop(0).attributes.items():
                if name not in ("alt", "spoken", "title"):
                    picture[name] = value
        for call in _calls(node):
            # Not with replace_self, which would add the ids of the new call to them.
            call.parent[call.parent.index(call)] = calls[call_of(call)].pop(0)
        for reference in node.findall(nodes.reference):
            if "refname" in reference:
                self.document.note_refname(reference)

    def _warn(self, message: Message, catalogue: Catalogue, reason: str) -> None:
        begin = re.sub(r"\s+", " ", message.msgid)
        logger.warning(
            "“%s”: the translation is not used: %s",
            begin if len(begin) <= 50 else f"{begin[:49]}…",
            reason,
            location=f"{catalogue.path}:{message.line}",
            type="briefpress",
            subtype=Kind.TRANSLATION.value,
        )

    def _mark_untranslated(
        self, messages: list[DocumentMessage], done: set[tuple[str, str]], source_language: str
    ) -> None:
        """Give what stays in the source language that language.

        A class ``language-xx`` becomes a lang attribute in docutils' writers and chooses the
        quotation marks; an attribute ``lang`` would not do the second.
        """
        for message in messages:
            if message.key in done:
                continue
            if isinstance(message.node, nodes.TextElement):
                message.node["translated"] = False
            elif not isinstance(message.node, nodes.image):
                continue
            message.node["classes"] += language_classes(source_language)

    def _restore_document(self) -> None:
        """Make the document own its new nodes.

        Parsed nodes belong to a throw-away document whose settings hold the environment, which
        would be pickled with every doctree.
        """
        for node in self.document.findall():
            node.document = self.document


def _replace_plain(node: nodes.Element, msgid: str, text: str) -> None:
    """Put *text*, which is no markup, into *node*."""
    if isinstance(node, addnodes.translatable):
        node.apply_translated_message(msgid, text)
    elif isinstance(node, nodes.image):
        node["alt"] = text
    elif isinstance(node, nodes.meta):
        node["content"] = text
    else:
        node[:] = [nodes.Text(text)]


def _in_one_line(text: str) -> str:
    return re.sub(r"[ \t]*\\?\n\s*", " ", text)


def _calls(node: nodes.Node) -> list[nodes.Element]:
    kinds = (nodes.footnote_reference, nodes.citation_reference)
    return [found for found in node.findall(nodes.Element) if isinstance(found, kinds)]


def _coverage(
    counted: set[tuple[str, str]],
    done: set[tuple[str, str]],
    digest: str,
    catalogue: Catalogue | None,
) -> Coverage:
    """Return how many of the messages *counted* are *done*; *digest* is that of the source."""
    left = counted - done
    words = sum(word_count(msgid) for _, msgid in left)
    coverage = Coverage(len(counted), len(counted) - len(left), words_left=words)
    if catalogue is None:
        return coverage
    completion = read_completion(catalogue.header)
    return replace(
        coverage,
        fuzzy=len(left & catalogue.fuzzy),
        refused=len(left & catalogue.messages.keys()),
        last_change=last_change(catalogue.header),
        complete_for=completion.day if completion and completion.digest != digest else None,
    )


def _pictures(node: nodes.Node) -> list[nodes.image]:
    return list(node.findall(nodes.image))


def replace_locale(transforms: list[type[Any]]) -> None:
    """Take Sphinx's ``Locale`` out of the registered *transforms*.

    It would put the ``.mo`` files of an editor in, past the allow-list. Sphinx has no switch for
    it (sphinx-doc/sphinx issue 8852).
    """
    if Locale not in transforms:
        raise SphinxError("Sphinx no longer registers its Locale transform where it did")
    transforms.remove(Locale)
