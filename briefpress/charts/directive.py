"""Make a figure of the numbers in a ``{chart}``, its words ready to be translated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from briefpress.charts.data import BadData, Table, read_table
from briefpress.confinement import is_within
from briefpress.elements.lines import OPTIONS, content_line, option_line, read_lines
from briefpress.nodes import chart, plain_text
from briefpress.problems import Kind, log_error, log_warning

if TYPE_CHECKING:
    from docutils.nodes import Node


KINDS = ("bar", "column", "line")


class ChartDirective(SphinxDirective):
    """``{chart} What it shows``: the argument is the title; the content, or ``:file:``, are
    lines of CSV (see `data`), the first one with the names of the series."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {
        **OPTIONS,
        "alt": directives.unchanged,
        "class": directives.class_option,
        "file": directives.unchanged_required,
        "kind": directives.unchanged_required,
        "name": directives.unchanged,
        "unit": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Return the figure; nothing if the data cannot be drawn."""
        kind = self.options.get("kind", "column")
        if kind not in KINDS:
            self._error(f"“{kind}” is no kind of chart; there are: {', '.join(KINDS)}", self.lineno)
            return []
        path, first, text = self._text()
        if text is None:
            return []
        try:
            table = read_table(text)
        except BadData as fault:
            self._error(str(fault), first + fault.line, path)
            return []
        return [self._figure(kind, table, path, first)]

    def _text(self) -> tuple[str, int, Sequence[str] | None]:
        """Return the lines of the data, their file, and the number there of the first one."""
        here = self.get_source_info()[0]
        if "file" not in self.options:
            if not self.content:
                self._error("the chart has no numbers; write them below its options", self.lineno)
                return here, 0, None
            return here, content_line(self), list(self.content)
        if self.content:
            message = "the chart has numbers of its own and a file; remove one of the two"
            self._error(message, content_line(self))
            return here, 0, None
        name, path = self.env.relfn2path(self.options["file"])
        self.env.note_dependency(name)
        if not is_within(Path(path), [Path(self.env.srcdir)]):
            return here, 0, None  # `confinement.refuse_outside_files` says why
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except OSError:
            self._error(f"there is no file {name}; put it beside the brief", self.lineno)
            return here, 0, None
        except UnicodeDecodeError:
            self._error("the file is not UTF-8 text; save it as “CSV UTF-8”", 1, path)
            return here, 0, None
        return path, 1, text.split("\n")

    def _figure(self, kind: str, table: Table, path: str, first: int) -> nodes.figure:
        title = self.arguments[0]
        figure = nodes.figure(classes=["chart", *self.options.get("class", ())])
        self.set_source_info(figure)
        figure += self._inline(nodes.caption, title)
        drawing = chart(
            kind=kind,
            rows=table.rows,
            places=table.places,
            stem=self.options.get("name", "chart"),
            classes=["chart-drawing"],
        )
        self.set_source_info(drawing)
        alt = self.options.get("alt", "")
        if not alt:
            log_warning(
                self.get_location(),
                Kind.CHART,
                "the chart has no text alternative; say with `:alt:` in a sentence what it shows",
            )
        here = self.get_source_info()[0]
        drawing += _text("alt", alt or title, here, option_line(self, "alt"))
        drawing += _text("unit", self.options.get("unit", ""), here, option_line(self, "unit"))
        drawing += _text("head", table.head, path, first + table.first_line)
        for name in table.series:
            drawing += _text("series", name, path, first + table.first_line)
        for name, row in zip(table.categories, table.lines, strict=True):
            drawing += _text("category", name, path, first + row)
        figure += drawing
        figure += read_lines(self, OPTIONS)
        self.add_name(figure)
        return figure

    def _inline(self, kind: type[nodes.TextElement], text: str) -> nodes.TextElement:
        children, messages = self.parse_inline(text, lineno=self.lineno)
        node = kind(text, "", *children, *messages)
        self.set_source_info(node)
        return node

    def _error(self, message: str, line: int, path: str = "") -> None:
        log_error(f"{path or self.get_source_info()[0]}:{line}", Kind.CHART, "%s", message)


def _text(key: str, text: str, path: str, line: int) -> plain_text:
    """Return a word of the chart; years and other numbers are no messages."""
    node = plain_text(text, text, key=key)
    node.source, node.line = path, line
    node["translatable"] = any(letter.isalpha() for letter in text)
    return node
