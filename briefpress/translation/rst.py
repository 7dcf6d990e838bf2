"""Parse the translation of a message in reStructuredText as inline text, from an allow-list."""

from __future__ import annotations

from collections.abc import Collection
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.languages import get_language
from docutils.nodes import unescape
from docutils.parsers.rst.states import Inliner
from docutils.utils import new_document
from sphinx.util.docutils import NullReporter

from briefpress.translation.msgstr import refuse_problems
from briefpress.translation.rules import Contents, check_blocks, judge

if TYPE_CHECKING:
    from docutils.frontend import Values


class RstMsgstrParser:
    """Parses the translations of what stands in reStructuredText in a document."""

    def __init__(self, settings: Values, hosts: Collection[str] = ()) -> None:
        """*hosts* are those that every translation may link to."""
        self._settings = settings
        self._hosts = hosts

    def parse(
        self, msgid: str, msgstr: str, path: str, line: int, *, has_html: bool = False
    ) -> list[nodes.Node]:
        """Return *msgstr* as inline nodes; raise `Refused` if it holds what it must not hold.

        *path* and *line* are those of the message in the ``.po`` file. In reStructuredText tags
        are words: *has_html* says nothing.
        """
        check_blocks(msgid, msgstr)
        before, after = (self._contents(text, path, line) for text in (msgid, msgstr))
        judge(before, after, self._hosts)
        paragraph = self._parse(msgstr, Inliner(), path, line)
        for target in list(paragraph.findall(nodes.target)):
            target.parent.remove(target)  # the original's stays
        return paragraph.children

    def _contents(self, text: str, path: str, line: int) -> Contents:
        roles: list[tuple[str, str]] = []
        return _contents(self._parse(text, _role_reader(roles), path, line), roles)

    def _parse(self, text: str, inliner: Inliner, path: str, line: int) -> nodes.paragraph:
        document = new_document(path, self._settings)
        document.reporter = reporter = NullReporter()

        def place(number: int | None = None) -> tuple[str, int]:
            return path, line

        # As docutils' own parser sets it: roles ask there where they stand.
        reporter.get_source_and_line = place
        inliner.init_customizations(self._settings)
        language = get_language(self._settings.language_code, reporter)
        memo = SimpleNamespace(document=document, reporter=reporter, language=language)
        paragraph = nodes.paragraph()
        document += paragraph
        children, messages = inliner.parse(text, line, memo, paragraph)
        paragraph += children
        document += messages
        refuse_problems(document)
        for node in paragraph.findall(nodes.Element):
            node.source, node.line = path, line
        return paragraph


def _role_reader(found: list[tuple[str, str]]) -> Inliner:
    """Return a parser that adds the roles of a text to *found* and runs none."""

    def note(
        rawsource: str, text: str, role: str, lineno: int
    ) -> tuple[list[nodes.Node], list[Any]]:
        found.append((role.lower() or "title-reference", unescape(text)))
        return [nodes.inline(rawsource, unescape(text))], []

    reader = Inliner()
    # Not in a class of its own: docutils looks for its patterns in the very class.
    reader.interpreted = note  # type: ignore[method-assign]
    return reader


def call_of(node: nodes.Element) -> str:
    """Return what calls a note or a citation, as it is written: ``[#label]_``."""
    label = node.get("refname", "")
    sign = {1: "#", "*": "*"}.get(node.get("auto", ""), "")
    return f"[{sign}{label}]_"


def _contents(paragraph: nodes.paragraph, roles: list[tuple[str, str]]) -> Contents:
    found = Contents(roles=roles)
    for node in paragraph.findall(nodes.Element):
        if isinstance(node, nodes.reference):
            if "refuri" in node:
                found.links.append(node["refuri"])
            elif "refname" in node:
                found.links.append(f"{node['refname']}_")
            else:
                found.calls.append("__")
        elif isinstance(node, (nodes.footnote_reference, nodes.citation_reference)):
            found.calls.append(call_of(node))
        elif isinstance(node, nodes.substitution_reference):
            found.names.append(node.astext())
        elif isinstance(node, nodes.target) and not ("refuri" in node or "refname" in node):
            found.others.append("a target")
    return found
