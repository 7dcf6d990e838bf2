"""Replace the messages of a document by their translations and count them."""

from __future__ import annotations

import re
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
from briefpress.translation.msgstr import MsgstrParser, Refused
from briefpress.translation.pseudo import pseudo_translate

if TYPE_CHECKING:
    from myst_parser.config.main import MdParserConfig

logger = logging.getLogger(__name__)


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
        source = self.env.doc2path(docname).read_text(encoding="utf-8-sig")
        parser = MsgstrParser(self._myst_config(), self.document.settings, source)
        done: set[tuple[str, str]] = set()
        refused: set[tuple[str, str]] = set()
        for original in messages:
            message = catalogue.messages.get(original.key)
            if message is None or original.key in refused:
                continue
            try:
                self._replace(original.node, message, parser, catalogue)
            except Refused as reason:
                refused.add(original.key)
                self._warn(message, catalogue, str(reason))
                continue
            done.add(original.key)
        metadata.clear()
        metadata.update(saved)
        return done

    def _replace(
        self, node: nodes.Element, message: Message, parser: MsgstrParser, catalogue: Catalogue
    ) -> None:
        if isinstance(node, html_text) and (reason := refusal(message.msgid, message.msgstr)):
            raise Refused(reason)
        if isinstance(node, plain_text):
            node[:] = [nodes.Text(message.msgstr)]
        elif isinstance(node, addnodes.translatable):
            node.apply_translated_message(message.msgid, message.msgstr)
        elif isinstance(node, nodes.image):
            node["alt"] = message.msgstr
        elif isinstance(node, nodes.meta):
            node["content"] = message.msgstr
        elif isinstance(node, nodes.literal_block):
            node.rawsource = message.msgstr
            node[:] = [nodes.Text(message.msgstr)]
        elif isinstance(node, LITERAL_TYPE_NODES):
            raise Refused("the original is code; take the message out of the catalogue")
        else:
            path = str(catalogue.path)
            children = parser.parse(message.msgid, message.msgstr, path, message.line)
            notes: dict[str, list[nodes.footnote_reference]] = {}
            for note in _notes(node):
                notes.setdefault(note["refname"], []).append(note)
            pictures: dict[str, list[nodes.image]] = {}
            for picture in _pictures(node):
                pictures.setdefault(picture["uri"], []).append(picture)
            node[:] = children
            for picture in _pictures(node):
                # What was found out about the original's is true of this one.
                for name, value in pictures[picture["uri"]].pop(0).attributes.items():
                    if name not in ("alt", "spoken", "title"):
                        picture[name] = value
            for note in _notes(node):
                # docutils has the original's calls on its lists: put them in instead (not with
                # replace_self, which would add the ids of the new call to them).
                note.parent[note.parent.index(note)] = notes[note["refname"]].pop(0)
        node["translated"] = True

    def _myst_config(self) -> MdParserConfig:
        # MyST-Parser hangs its configuration on the environment and offers no other way to it.
        return cast("MdParserConfig", cast("Any", self.env).myst_config)

    def _warn(self, message: Message, catalogue: Catalogue, reason: str) -> None:
        begin = re.sub(r"\s+", " ", message.msgid)[:50]
        logger.warning(
            "the translation of “%s…” is not used: %s",
            begin,
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


def _notes(node: nodes.Node) -> list[nodes.footnote_reference]:
    return list(node.findall(nodes.footnote_reference))


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
