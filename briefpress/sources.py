"""Split a Markdown file into its front matter, with the line of every value, and its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

from briefpress.controls import fit, unfit
from briefpress.problems import Kind, Problem, error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

_FENCE = "---"
_YAML_END = "..."

_CURE = 'put a text that holds a colon or begins with a sign in straight quotation marks ("…")'


@dataclass(frozen=True)
class Value:
    """A value of the front matter and the line (1-based) on which its key, or the item, stands.

    A scalar is the text as written (so ``no`` is the language, not a falsehood, and a number
    keeps its zeros); ``None`` is an empty value.
    """

    data: str | tuple[Value, ...] | Mapping[str, Value] | None
    line: int


@dataclass(frozen=True)
class Heading:
    """A heading of the body: its level (1 to 6), its plain text and its line (1-based)."""

    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Source:
    """A source file, read. *values* is ``None`` where there is no front matter at all; *lines* are
    those of the file, empty where the front matter is."""

    values: Mapping[str, Value] | None
    lines: tuple[str, ...] = ()

    def heading(self, level: int = 0) -> Heading | None:
        """Return the first heading of the text, or the first of *level* 1; None without one."""
        mark = _TOP_MARK if level else _MARK
        near = next((end for end, line in enumerate(self.lines, 1) if mark.match(line)), 0)
        # What stands below a heading does not make it one: few texts are parsed to their end.
        for end in (near, len(self.lines)) if near else ():
            for heading in self.headings(end):
                if level in (0, heading.level):
                    return heading
        return None

    def headings(self, end: int | None = None) -> Iterator[Heading]:
        """Yield the headings of the text, up to the line *end* (1-based)."""
        tokens = _BLOCKS.parse("\n".join(self.lines[:end]))
        for token, content in pairwise(tokens):
            if token.type == "heading_open" and token.map and token.level == 0:
                text = plain_text(content.content)
                yield Heading(int(token.tag[1]), text, token.map[0] + 1)


# What a heading is made with: signs before it, or a line below it.
_MARK = re.compile(r" {0,3}(?:#{1,6}(?:[ \t]|$)|(?:=+|-+)[ \t]*$)")
_TOP_MARK = re.compile(r" {0,3}(?:#(?:[ \t]|$)|=+[ \t]*$)")

PAGE_END = "\f"
"""Ends a page in text that is copied from a PDF. It is a space, as in reStructuredText."""


def read_source(text: str, path: str) -> tuple[Source, list[Problem]]:
    """Read the *text* of a Markdown file; *path* is what its problems are called by."""
    text = text.replace(PAGE_END, " ")
    lines = text.split("\n")
    if strange := unfit(text):
        return Source({}), [error(Kind.ENCODING, path, strange.line + 1, strange.message)]
    end = _front_matter_end(lines)
    if end is None and (line := _misplaced(lines)):
        problem = error(
            Kind.FRONT_MATTER,
            path,
            line,
            "the front matter must begin on line 1, with nothing before its three hyphens (---); "
            "delete the empty lines and spaces before them",
        )
        return Source({}), [problem]
    if end is None:
        return Source(None, tuple(lines)), []
    if end < 0:
        problem = error(
            Kind.FRONT_MATTER,
            path,
            1,
            "the front matter is not closed: begin and end it with a line of three hyphens (---); "
            "if it is a rule, put an empty line before it",
        )
        return Source({}), [problem]
    values, problems = _values("\n".join(lines[1:end]), path)
    return Source(values, ("",) * (end + 1) + tuple(lines[end + 1 :])), problems


def plain_text(markup: str) -> str:
    """Return inline Markdown without its markup: ``The *Moskva*`` -> ``The Moskva``."""
    return _inline_text(_INLINE.parseInline(markup)).strip()


def _front_matter_end(lines: list[str]) -> int | None:
    """Return the index of the closing line, ``None`` without front matter, -1 if not closed."""
    if not re.fullmatch(r"-{3,}", lines[0].rstrip()):  # four are front matter for MyST too
        return None
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in (_FENCE, _YAML_END) and lines[0].rstrip() == _FENCE:
            return number
    return -1


def _misplaced(lines: list[str]) -> int:
    """Return the line (1-based) of front matter that is none, for empty lines or spaces stand
    before it; 0 if there is no such."""
    first = next((place for place, line in enumerate(lines) if line.strip()), len(lines) - 1)
    if lines[first].strip() != _FENCE:
        return 0
    is_key = first + 1 < len(lines) and re.match(r"\s*\w[\w-]*:(?:\s|$)", lines[first + 1])
    is_closed = any(line.strip() == _FENCE for line in lines[first + 2 :])
    return first + 1 if is_key and is_closed else 0


def _values(block: str, path: str) -> tuple[Mapping[str, Value], list[Problem]]:
    try:
        node = yaml.compose(block, Loader=_Loader)
    except yaml.MarkedYAMLError as fault:
        # A quotation mark or bracket that is not closed is wrong where it stands, not where the
        # text ends; a block only begins at its context.
        in_block = "block" in (fault.context or "")
        mark = (not in_block and fault.context_mark) or fault.problem_mark
        line = _line(block, mark.index) if mark else 1
        cure = "indent with spaces" if "'\\t'" in (fault.problem or "") else _CURE
        message = f"not valid YAML: {fault.problem}; {cure}"
        return {}, [error(Kind.FRONT_MATTER, path, line, message)]
    if node is None:
        return {}, []
    if not isinstance(node, yaml.MappingNode):
        message = (
            "the front matter must be lines of the form `key: value`, with a space after the colon"
        )
        return {}, [error(Kind.FRONT_MATTER, path, 2, message)]
    problems: list[Problem] = []
    value = _convert(node, block, path, problems)
    assert isinstance(value.data, dict)
    return value.data, problems


class _Loader(yaml.SafeLoader):
    """Refuses aliases: they may hold themselves, or grow without end."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.current_event.start_mark
            raise yaml.composer.ComposerError(None, None, "an asterisk begins no text", mark)
        return super().compose_node(parent, index)


def _line(block: str, index: int) -> int:
    """Return the line in the file of the character *index*; YAML counts U+2028 as a new line."""
    return block.count("\n", 0, index) + 2  # 1-based, after the opening line


def _convert(node: yaml.Node, block: str, path: str, problems: list[Problem]) -> Value:
    line = _line(block, node.start_mark.index)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key_line = _line(block, key_node.start_mark.index)
            if not isinstance(key_node, yaml.ScalarNode):
                message = f"a key must be a word; {_CURE}"
                problems.append(error(Kind.FRONT_MATTER, path, key_line, message))
                continue
            key = fit(key_node.value)
            if key in mapping:
                message = f"the key `{key}` stands twice; keep one of the two"
                problems.append(error(Kind.DUPLICATE_KEY, path, key_line, message))
                continue
            mapping[key] = replace(_convert(value_node, block, path, problems), line=key_line)
        return Value(mapping, line)
    if isinstance(node, yaml.SequenceNode):
        return Value(tuple(_convert(item, block, path, problems) for item in node.value), line)
    if node.tag == "tag:yaml.org,2002:null":
        return Value(None, line)
    if strange := unfit(node.value):  # written as an escape
        problems.append(error(Kind.ENCODING, path, line, strange.message))
    return Value(fit(node.value).strip(), line)


# Blocks only: the index needs headings, and most of the time goes into inline markup. All blocks
# that MyST-Parser knows: a line of = or - in or below one of them makes no heading.
_BLOCKS = (
    MarkdownIt("commonmark")
    .enable("table")
    .use(colon_fence_plugin)
    .use(footnote_plugin, inline=False, move_to_end=False)
    .use(myst_block_plugin)
    .disable("inline")
)
_INLINE = MarkdownIt("commonmark")


def _inline_text(tokens: list[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.children:
            parts.append(_inline_text(token.children))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type in ("text", "code_inline", "html_inline"):
            parts.append(token.content)
    return "".join(parts)
