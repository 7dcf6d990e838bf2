"""Parse a translation as inline Markdown, from an allow-list: a translator changes words only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from docutils import nodes
from docutils.utils import new_document
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_parser.parsers.mdit import create_md_parser
from sphinx.util.docutils import NullReporter

from briefpress.elements.markdown import BriefRenderer
from briefpress.markup import wordless
from briefpress.translation.rules import Contents, Refused, check_blocks, judge

if TYPE_CHECKING:
    from docutils.frontend import Values
    from myst_parser.config.main import MdParserConfig

# What a translation may hold; what else of it must be the original's is judged by `rules.py`.
ALLOWED = frozenset(
    [
        "code_inline",
        "em_close",
        "em_open",
        "footnote_ref",
        "hardbreak",
        "html_inline",
        "image",
        "link_close",
        "link_open",
        "math_inline",
        "myst_role",
        "softbreak",
        "span_close",
        "span_open",
        "strong_close",
        "strong_open",
        "substitution_inline",
        "text",
    ]
)

# No sign that Markdown, or an extension of it, gives a meaning, and no address.
_PLAIN = re.compile(r"(?:(?!www)[^\\`*_~^{}\[\]<>&!$:@|§\n])+")

# Where a link may be defined, not a note.
_DEFINED = re.compile(r"^[ \t>]*\[(?!\^)[^\]]+\]:", re.MULTILINE)

# The role of a passage in reStructuredText, which would be shown as it is typed.
_RST_ROLE = re.compile(r"(?<![\w`:]):(?P<name>[a-z][a-z:-]*):`(?P<content>[^`]+)`(?!`)")

_NAMES = {"s_open": "struck-through text"}
_DEEPEST = 10  # emphasis in emphasis in …

_PICTURES_OWN = frozenset({("image", "src"), ("image", "alt")})


class MsgstrParser:
    """Parses the translations of one document; *config* is MyST's configuration for it."""

    def __init__(
        self,
        config: MdParserConfig,
        settings: Values,
        source: str,
        hosts: Collection[str] = (),
    ) -> None:
        """*source* is the text of the document: links may be defined anywhere in it. *hosts* are
        those that every translation may link to."""
        self._markdown = create_md_parser(config, _Renderer)
        # Of each link the rules judge; markdown-it would show some as plain text.
        self._markdown.validateLink = lambda url: True  # type: ignore[method-assign]
        self._renderer: _Renderer = self._markdown.renderer  # type: ignore[assignment]
        # Once for all: it makes docutils settings each time, and they take longer than the rest.
        self._renderer.setup_render(dict(self._markdown.options), {})
        options = self._markdown.options
        self._replaces = bool(options.get("typographer") or options.get("linkify"))
        self._settings = settings
        self._hosts = hosts
        self._definitions: dict[str, Any] = {}
        if _DEFINED.search(source):
            MarkdownIt("commonmark").disable("inline").parse(source, self._definitions)

    def parse(
        self, msgid: str, msgstr: str, path: str, line: int, *, has_html: bool = True
    ) -> list[nodes.Node]:
        """Return *msgstr* as inline nodes; raise `Refused` if it holds what it must not hold.

        *path* and *line* are those of the message in the ``.po`` file. Without *has_html* tags are
        words, as in a title, if the original has some.
        """
        return self._render(self.check(msgid, msgstr, has_html=has_html), path, line)

    def check(self, msgid: str, msgstr: str, *, has_html: bool = True) -> list[Token]:
        """Return *msgstr* parsed; raise `Refused` if it holds what it must not hold."""
        check_blocks(msgid, msgstr)
        if role := _RST_ROLE.search(msgstr):
            raise Refused(
                f"{role[0]} is reStructuredText; write {{{role['name']}}}`{role['content']}` in a "
                "translation"
            )
        original, inline = self._parse(msgid), self._parse(msgstr)
        if not has_html and (tags := _tags(original)):
            for tag in [*tags, *_tags(inline)]:
                tag.type = "text"
        judge(_contents(original), _contents(inline), self._hosts)
        return inline

    def tokens(self, text: str) -> list[Token]:
        """Return the inline tokens of *text*."""
        return list(_inline_tokens(self._parse(text)))

    def _parse(self, text: str) -> list[Token]:
        if self._is_plain(text):
            return [Token("text", "", 0, content=text)]
        return self._markdown.parseInline(text, dict(self._definitions))

    def _is_plain(self, text: str) -> bool:
        """Whether *text* holds no sign of markup: many do not, and need no parser."""
        return not self._replaces and bool(_PLAIN.fullmatch(text))

    def _render(self, inline: list[Token], path: str, line: int) -> list[nodes.Node]:
        if [token.type for token in inline] == ["text"]:
            return [nodes.Text(inline[0].content)]
        document, paragraph = new_document(path, self._settings), nodes.paragraph()
        document.reporter = NullReporter()
        document += paragraph
        tokens = list(_inline_tokens(inline))
        for token in tokens:
            token.map = [line, line]
        self._renderer.document, self._renderer.reporter = document, document.reporter
        with self._renderer.current_node_context(paragraph):
            self._renderer.render_children(SyntaxTreeNode(tokens))
        refuse_problems(document)
        return paragraph.children


class _Renderer(BriefRenderer):
    """Refuses what MyST-Parser would only warn of, at the line of another file."""

    def create_warning(self, message: str, *arguments: Any, **options: Any) -> NoReturn:
        """Refuse the translation."""
        raise Refused(f"{message.rstrip('.')}; keep what the original has")


def refuse_problems(document: nodes.document) -> None:
    """Raise `Refused` with the first thing that docutils did not understand in *document*."""
    for message in document.findall(nodes.system_message):
        if message["level"] > 1:
            raise Refused(f"{message.children[0].astext().rstrip('.')}; mend it")


def _contents(inline: list[Token]) -> Contents:
    found = Contents()
    depth = deepest = 0
    for token in _inline_tokens(inline):
        depth += token.nesting
        deepest = max(deepest, depth)
        if token.type not in ALLOWED:
            found.others.append(_NAMES.get(token.type, token.type.replace("_", " ")))
        elif token.type == "link_open":
            found.links.append(str(token.attrs.get("href", "")))
        elif token.type == "myst_role":
            found.roles.append((str(token.meta["name"]), token.content))
        elif token.type == "footnote_ref":
            found.calls.append(f"[^{token.meta['label']}]")
        elif token.type == "html_inline":
            found.tags.append(wordless(token.content))
        elif token.type == "image":
            found.pictures.append(str(token.attrs.get("src")))
        elif token.type == "math_inline":
            found.formulas.append(token.content)
        elif token.type == "substitution_inline":
            found.names.append(token.content)
        found.attributes += _attributes(token)
    if deepest > _DEEPEST:
        found.others.append("emphasis within emphasis without end")
    return found


def _tags(inline: list[Token]) -> list[Token]:
    return [token for token in _inline_tokens(inline) if token.type == "html_inline"]


def _inline_tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "inline":
            yield from token.children or []
        else:
            yield token


def _attributes(token: Token) -> Iterator[tuple[str, str]]:
    for name, value in token.attrs.items():
        if name not in ("href", "title") and (token.type, name) not in _PICTURES_OWN:
            yield name, str(value)
    # markdown-it takes event handlers out itself, and keeps them here.
    for name, value in token.meta.get("insecure_attrs", {}).items():
        yield name, str(value)
