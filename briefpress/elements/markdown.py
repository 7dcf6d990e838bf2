"""Read Markdown as MyST-Parser does, with the line of every cell and the language of a passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markdown_it.rules_block.table import escapedSplit
from myst_parser.config.main import TopmatterReadError, merge_file_level, read_topmatter
from myst_parser.mdit_to_docutils.base import token_line
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser

from briefpress.elements.leftovers import note_leftovers
from briefpress.elements.passages import passage_classes
from briefpress.nodes import substitution
from briefpress.problems import Kind, log_error, log_warning
from briefpress.sources import PAGE_END

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.tree import SyntaxTreeNode
    from myst_parser.config.main import MdParserConfig


# What MyST-Parser or briefpress understands in braces, and what Markdown itself sets.
ATTRIBUTES = frozenset(
    [
        "a",
        "align",
        "alt",
        "attribution",
        "class",
        "context",
        "emphasize-lines",
        "h",
        "height",
        "href",
        "id",
        "lang",
        "lineno-start",
        "src",
        "start",
        "style",
        "title",
        "w",
        "width",
    ]
)


# CommonMark takes such a line for a paragraph, and the fence's end for the begin of another.
_BROKEN_FENCE = re.compile(r"(?P<fence>`{3,})(?P<name>\{[\w:-]+\})(?!.*(?P=fence)).*`")


# A list in a list counts two. What is deeper than markdown-it's own 20 it would leave out silently.
_NESTING = 100


class BriefRenderer(SphinxRenderer):
    """MyST-Parser's renderer, with the line of every table cell and ``lang`` in braces."""

    def render_fence(self, token: SyntaxTreeNode) -> None:
        """Say that it is not closed, if so."""
        self._check_closed(token)
        super().render_fence(token)

    def render_colon_fence(self, token: SyntaxTreeNode) -> None:
        """Say that it is not closed, if so."""
        self._check_closed(token)
        super().render_colon_fence(token)

    def _check_closed(self, token: SyntaxTreeNode) -> None:
        """CommonMark closes a fence where the text, or what is around it, ends; no author means
        that."""
        assert token.map is not None
        content = token.content
        lines = content.count("\n") + (not content.endswith("\n") and content != "")
        if token.map[1] - token.map[0] > lines + 1:
            return
        place = f"{self.document['source']}:{token_line(token)}"
        if not token.info.strip():
            log_error(
                place,
                Kind.UNCLOSED,
                "this %s closes nothing; delete it, or give the box that it should close more "
                "signs, at both ends, than what is within has",
                token.markup,
            )
            return
        log_error(
            place,
            Kind.UNCLOSED,
            "this %s is not closed, so that it takes in what follows; write a line %s where it "
            "ends (a box around it needs more signs, at both ends)",
            token.info.split()[0],
            token.markup,
        )

    def render_paragraph(self, token: SyntaxTreeNode) -> None:
        """Say that it should have been a box or the like, if it begins so."""
        if found := _BROKEN_FENCE.match(token.children[0].content if token.children else ""):
            log_error(
                f"{self.document['source']}:{token_line(token)}",
                Kind.UNCLOSED,
                "this %s is not read, because its first line holds another backquote; begin and "
                "end it with ::: instead",
                found["name"],
            )
        super().render_paragraph(token)

    def render_inline(self, token: SyntaxTreeNode) -> None:
        """Give what stands in a line that line, where MyST-Parser gives it the first of its block;
        tell what was meant for markup."""
        _note_lines(token)
        for offset, leftover, words in token.meta.get("leftovers", ()):
            place = f"{self.document['source']}:{token_line(token) + offset}"
            log = log_error if leftover.is_error else log_warning
            log(place, Kind.MARKUP, "%s", words)
        super().render_inline(token)

    def render_table_row(self, token: SyntaxTreeNode) -> None:
        """Give the cells their file and line: without a file they would not be translated."""
        if lost := token.meta.get("lost"):
            log_warning(
                f"{self.document['source']}:{token_line(token)}",
                Kind.TABLE,
                "the row has more cells than the head of the table, so that “%s” is lost; take a | "
                "away, write \\| for one that belongs to the text, or add a column to the head",
                lost,
            )
        super().render_table_row(token)
        for paragraph in self.current_node.children[-1].findall(nodes.paragraph):
            self.add_line_and_source_path(paragraph, token)

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        """Give what a role makes its line, for docutils gives it that of what stands before."""
        before = len(self.current_node)
        super().render_myst_role(token)
        for node in self.current_node.children[before:]:
            node.line = token_line(token)

    def render_substitution_inline(self, token: SyntaxTreeNode) -> None:
        """Put a mark instead of running a template."""
        mark = substitution("", f"{{{{ {token.content} }}}}", name=token.content)
        self.add_line_and_source_path(mark, token)
        self.current_node.append(mark)

    def render_substitution_block(self, token: SyntaxTreeNode) -> None:
        """Put a mark into a paragraph of its own, in which is nothing else to translate."""
        paragraph = nodes.paragraph(translatable=False)
        self.add_line_and_source_path(paragraph, token)
        with self.current_node_context(paragraph, append=True):
            self.render_substitution_inline(token)

    def render_restructuredtext(self, token: SyntaxTreeNode) -> None:
        """Remember in which markup these texts are written: their translations are in it too."""
        before = len(self.current_node)
        super().render_restructuredtext(token)
        for node in self.current_node.children[before:]:
            for text in node.findall(nodes.TextElement):
                text["markup"] = "rst"
            for element in node.findall(nodes.Element):
                self._admit(element)

    def _admit(self, element: nodes.Element) -> None:
        """Let *element*, of a passage of reStructuredText, be one of this document: MyST-Parser
        counts ids in each passage anew, and does not know of its notes."""
        if element["ids"] and not element["names"]:
            element["ids"].clear()
            self.document.set_id(element)
        auto = element.get("auto")
        if isinstance(element, nodes.footnote):
            {1: self.document.note_autofootnote, "*": self.document.note_symbol_footnote}.get(
                auto, self.document.note_footnote
            )(element)
        elif isinstance(element, nodes.footnote_reference):
            if auto == 1:
                self.document.note_autofootnote_ref(element)
            elif auto == "*":
                self.document.note_symbol_footnote_ref(element)
            if "refname" in element:
                self.document.note_footnote_ref(element)

    def copy_attributes(
        self,
        token: SyntaxTreeNode,
        node: nodes.Element,
        keys: Sequence[str] = ("class",),
        *,
        converters: dict[str, Callable[[str], Any]] | None = None,
        aliases: dict[str, str] | None = None,
    ) -> None:
        """Copy the language too, and warn of what does nothing."""
        super().copy_attributes(token, node, keys, converters=converters, aliases=aliases)
        place: nodes.Node | str = node if node.line else self.current_node
        if token.map:
            place = f"{self.document['source']}:{token_line(token)}"
        if context := token.attrs.get("context"):
            node["msgctxt"] = str(context)
        if tag := token.attrs.get("lang"):
            node["classes"] += passage_classes(str(tag), place)
        # markdown-it takes event handlers out itself, and keeps them here.
        unknown = {*token.attrs, *token.meta.get("insecure_attrs", ())} - ATTRIBUTES
        for name in sorted(map(str, unknown)):
            log_warning(
                place,
                Kind.ATTRIBUTE,
                "“%s” in braces does nothing; take it out, or write lang, class or id",
                name,
            )


class BriefParser(MystParser):
    """MyST-Parser with `BriefRenderer`, which it offers no other way to choose."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse the text *inputstring* into *document*."""
        inputstring = inputstring.replace(PAGE_END, " ")
        config: MdParserConfig = document.settings.env.myst_config
        try:
            front_matter = read_topmatter(inputstring)
        except TopmatterReadError:
            front_matter = None  # the renderer reports it
        if front_matter:
            config = merge_file_level(config, front_matter, lambda kind, message: None)
        parser = create_md_parser(config, BriefRenderer)
        parser.options["document"] = document
        parser.options["maxNesting"] = _NESTING
        parser.core.ruler.after("block", "lost_cells", _note_lost_cells)
        parser.core.ruler.before("text_join", "leftovers", note_leftovers)
        parser.render(inputstring)


def _note_lines(inline: SyntaxTreeNode) -> None:
    """Note at each part of *inline* the line (1-based) on which it begins."""
    first, place, text = token_line(inline), 0, inline.content
    for part in _parts(inline):
        wanted = "\n" if part.type in ("softbreak", "hardbreak") else part.content
        # It is not found if what is written is not what is meant, as with code over two lines.
        found = text.find(wanted, place)
        place = max(place, found)
        line = first + text.count("\n", 0, place)
        token = part.nester_tokens.opening if part.nester_tokens else part.token
        assert token is not None  # a node has one or the other
        token.map = [line, line + 1]
        place += len(wanted) if found >= 0 else 0


def _parts(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    """Yield what is in *node*, in the order of the text; the words of a picture are its own."""
    for part in node.children:
        yield part
        if part.type != "image":
            yield from _parts(part)


def _note_lost_cells(state: StateCore) -> None:
    """Note at each row of a table what it has beyond the columns: markdown-it leaves it out."""
    lines = state.src.split("\n")
    columns = 0
    for token in state.tokens:
        if token.type == "thead_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and columns and token.map:
            cells = escapedSplit(lines[token.map[0]].lstrip(" \t>").rstrip())
            lost = [cell.strip() for cell in cells[cells[0] == "" :][columns:]]
            token.meta["lost"] = " | ".join(filter(None, lost))
