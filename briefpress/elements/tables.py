"""Read tables with a source and a note, with cells over several columns and rows, and with their
numbers aligned."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.directives.tables import ListTable, RSTTable, Table
from docutils.utils import SystemMessagePropagation
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxRole

from briefpress.confinement import CsvTableDirective
from briefpress.elements.lines import OPTIONS, content_line, read_lines
from briefpress.nodes import span_mark
from briefpress.problems import Kind, log_error, log_warning

if TYPE_CHECKING:
    from docutils.nodes import Node

_SIDES = {"l": "left", "c": "center", "r": "right"}


def _sides(argument: str | None) -> list[str]:
    """Take one letter a column: ``l``, ``c`` or ``r``."""
    letters = (argument or "").replace(",", " ").split()
    if not letters or not set(letters) <= set(_SIDES):
        raise ValueError("takes one letter for each column: l, c or r, as in “l r r”")
    return [_SIDES[letter] for letter in letters]


_OPTIONS = {"note": OPTIONS["note"], "source": OPTIONS["source"], "align-columns": _sides}


class _WithLines(Table):
    """A table with a note and a source below it.

    They are added where docutils asks for the title: MyST-Parser joins a title of two lines only
    if ``run`` is docutils' own.
    """

    def make_title(self) -> tuple[nodes.title | None, list[Node]]:
        """Return the title, and the lines behind the messages that follow the table."""
        title, messages = super().make_title()  # type: ignore[no-untyped-call]
        return title, [*messages, *read_lines(self, ("note", "source"))]

    def set_table_width(self, table: nodes.table) -> None:
        """Remember the alignment too, and the columns that name the rows."""
        super().set_table_width(table)
        for spec in [*table.findall(nodes.colspec)][: self.options.get("stub-columns", 0)]:
            spec["stub"] = True
        if "align-columns" in self.options:
            table["align-columns"] = self.options["align-columns"]


class TableDirective(_WithLines, RSTTable):
    """``{table} Title`` around a Markdown table."""

    option_spec: ClassVar[dict[str, Any]] = {
        **RSTTable.option_spec,
        **_OPTIONS,
        "stub-columns": directives.nonnegative_int,
    }


class CsvTable(_WithLines, CsvTableDirective):
    """``{csv-table} Title``."""

    option_spec: ClassVar[dict[str, Any]] = {**CsvTableDirective.option_spec, **_OPTIONS}

    def run(self) -> list[Any]:
        """Return the table; each cell has the line of its row, and the file."""
        try:
            result = list(super().run())
        except UnicodeDecodeError as fault:
            file = self.env.relfn2path(self.options["file"])[1]
            line = fault.object[: fault.start].count(b"\n") + 1
            message = "the file is not UTF-8 text; save it as “CSV UTF-8”"
            log_error(f"{file}:{line}", Kind.TABLE, message)
            return []
        for node in result:
            if isinstance(node, nodes.table):
                self._place(node)
        return result

    def _place(self, table: nodes.table) -> None:
        path, first, lines = "", 0, list(self.content)
        if lines:
            first = content_line(self)
        elif "file" in self.options:
            path = self.env.relfn2path(self.options["file"])[1]
            file = Path(path)
            text = file.read_text("utf-8-sig").removesuffix("\n") if file.is_file() else ""
            first, lines = 1, text.split("\n")
        reader = csv.reader((f"{line}\n" for line in lines), self.DocutilsDialect(self.options))
        found, begins = [], [first]
        for cells in reader:
            found.append((begins[-1], cells))
            begins.append(first + reader.line_num)
        self._compare(found, str(path or self.env.doc2path(self.env.docname)))
        rows = list(table.findall(nodes.row))[1 - len(begins) :]  # `:header:` adds some on top
        for row, line in zip(rows, begins, strict=False):
            for node in row.findall(nodes.TextElement):
                node.line = line
                node.source = path or node.source

    def _compare(self, rows: Sequence[tuple[int, list[str]]], path: str) -> None:
        """Warn of those *rows* of *path*, each with its line, that have more cells than the first:
        docutils adds a column to the table."""
        dialect = self.DocutilsDialect(self.options)
        head = self.options.get("header", "").splitlines()
        heads = [*csv.reader(head, dialect), *(cells for _, cells in rows)]
        width = next((len(cells) for cells in heads if cells), 0)
        for line, cells in rows:
            if len(cells) > width:
                log_warning(
                    f"{path}:{line}",
                    Kind.TABLE,
                    "this row has %d cells, and the first one %d; put a cell that holds “%s” "
                    "between quotation marks",
                    len(cells),
                    width,
                    dialect.delimiter,
                )


class ListTableDirective(_WithLines, ListTable):
    """``{list-table} Title``, whose cells may span: ``{cspan}`1``` and ``{rspan}`1``` say over how
    many more columns and rows, as in flat-table of linuxdoc."""

    option_spec: ClassVar[dict[str, Any]] = {**ListTable.option_spec, **_OPTIONS}

    def check_list_content(self, node: nodes.Element) -> tuple[int, list[int]]:
        """Return the number of columns and their widths."""
        if rule := _rule(node):
            message = (
                "a cell of hyphens alone (“- --”) is a rule in Markdown; write a dash (“- –”), or "
                "leave the cell empty (“-”)"
            )
            raise SystemMessagePropagation(self.reporter.error(message, line=rule.line))
        rows = _rows(node)
        if not any(row.next_node(span_mark) for row in rows):
            columns, widths = super().check_list_content(node)  # type: ignore[no-untyped-call]
            return columns, widths
        lengths = [length for length, _ in _places([[*_spans(row)] for row in rows])]
        for number, length in enumerate(lengths, 1):
            if length != lengths[0]:
                error = self.reporter.error(
                    f"row {number} of the table fills {length} columns, row 1 fills {lengths[0]}; "
                    "count the cells, and the columns that cspan and rspan add",
                    line=self.lineno,
                )
                raise SystemMessagePropagation(error)
        widths = self.get_column_widths(lengths[0])  # type: ignore[no-untyped-call]
        return lengths[0], widths

    def check_table_dimensions(
        self, rows: list[list[list[nodes.Element]]], header_rows: int, stub_columns: int
    ) -> None:
        """Check the rows; those below a cell that spans them may be short."""
        spans = any(n.next_node(span_mark) for row in rows for cell in row for n in cell)
        super().check_table_dimensions(rows, header_rows, 0 if spans else stub_columns)

    def build_table_from_list(self, *arguments: Any) -> nodes.table:
        """Return the table, its spans as docutils has them in those of reStructuredText."""
        table: nodes.table = super().build_table_from_list(*arguments)
        for entry in table.findall(nodes.entry):
            for mark in list(entry.findall(span_mark)):
                entry[mark["over"]] = mark["count"]
                _take_out(mark)
        return table


DIRECTIVES: dict[str, type[Directive]] = {
    "csv-table": CsvTable,
    "list-table": ListTableDirective,
    "table": TableDirective,
}


class SpanRole(SphinxRole):
    """The roles ``cspan`` and ``rspan``."""

    def run(self) -> tuple[list[Node], list[nodes.system_message]]:
        """Return the mark, which the table takes out again."""
        over = {"cspan": "morecols", "rspan": "morerows"}[self.name]
        if not re.fullmatch(r"[1-9]\d?", self.text):
            message = self.inliner.reporter.error(
                f"{self.name} takes a number, that of the further columns or rows, as in "
                f"{{{self.name}}}`1`",
                line=self.lineno,
            )
            return [], [message]
        return [span_mark(over=over, count=int(self.text))], []


def _take_out(mark: span_mark) -> None:
    """Take *mark* out of its paragraph, and out of what translators see."""
    paragraph = mark.parent
    place = paragraph.index(mark)
    paragraph.remove(mark)
    written = r"(?:\{[cr]span\}|:[cr]span:)`\d+`\s*"
    paragraph.rawsource = re.sub(written, "", paragraph.rawsource)
    after = paragraph[place] if place < len(paragraph) else None
    if place == 0 and isinstance(after, nodes.Text):
        paragraph[0] = nodes.Text(after.lstrip())


def _rule(node: nodes.Element) -> nodes.transition | None:
    """Return the first rule among the rows of a list of lists, or among the cells of one."""
    among = [*node, *(child for rows in node for row in rows.children for child in row.children)]
    return next((child for child in among if isinstance(child, nodes.transition)), None)


def _rows(node: nodes.Element) -> list[nodes.bullet_list]:
    """Return the rows of a list of lists, none if *node* is something else."""
    if len(node) != 1 or not isinstance(node[0], nodes.bullet_list):
        return []
    found = [item.children for item in node[0].children if isinstance(item, nodes.list_item)]
    rows = [row for children in found for row in children if isinstance(row, nodes.bullet_list)]
    return rows if all(len(children) == 1 for children in found) and len(rows) == len(found) else []


def _spans(row: nodes.bullet_list) -> Iterator[tuple[int, int]]:
    """Yield over how many more columns and rows each cell of *row* goes."""
    for cell in row.children:
        found = {mark["over"]: mark["count"] for mark in cell.findall(span_mark)}
        yield found.get("morecols", 0), found.get("morerows", 0)


def _places(rows: list[list[tuple[int, int]]]) -> Iterator[tuple[int, list[int]]]:
    """Yield for each row how many columns it fills, and the first column of each of its cells."""
    open_rows: dict[int, int] = {}  # column -> rows that a cell above still covers
    for row in rows:
        column, places = 0, []
        covered = {place for place, count in open_rows.items() if count}
        below = {place: count - 1 for place, count in open_rows.items() if count > 1}
        for more_columns, more_rows in row:
            while column in covered:
                column += 1
            places.append(column)
            for place in range(column, column + more_columns + 1):
                if more_rows:
                    below[place] = more_rows
            column += more_columns + 1
        while column in covered:
            column += 1
        open_rows = below
        yield column, places


class AlignColumns(SphinxTransform):
    """Tells every cell its column, and aligns columns of numbers to the right, unless the author
    says how columns are aligned."""

    default_priority = 15  # before translations are put in (20): "." and "," say what a number is

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for table in self.document.findall(nodes.table):
            columns: dict[int, list[nodes.entry]] = {}
            for part in table.findall(lambda n: isinstance(n, (nodes.thead, nodes.tbody))):
                rows = [list(row.findall(nodes.entry)) for row in part.findall(nodes.row)]
                spans = [[(e.get("morecols", 0), e.get("morerows", 0)) for e in r] for r in rows]
                for entries, (_, places) in zip(rows, _places(spans), strict=True):
                    for entry, place in zip(entries, places, strict=True):
                        entry["column"] = place
                        if _NUMBER.fullmatch(_text(entry)):
                            entry["classes"].append("number")  # it stands in one line
                        columns.setdefault(place, []).append(entry)
            _align(table, columns)


def _align(table: nodes.table, columns: dict[int, list[nodes.entry]]) -> None:
    if "align-columns" in table:
        sides = dict(enumerate(table["align-columns"]))
    elif any(name.startswith("text-") for e in table.findall(nodes.entry) for name in e["classes"]):
        return
    else:
        stubs = [bool(spec.get("stub")) for spec in table.findall(nodes.colspec)]
        sides = {
            place: "right"
            for place, entries in columns.items()
            # What stands first names the row, also if it is a year.
            if place and not stubs[place] and _is_numeric(entries)
        }
    for place, side in sides.items():
        for entry in columns.get(place, ()):
            # Titles over several columns stand in the middle of them, or where the first does.
            if "morecols" not in entry:
                entry["classes"].append(f"text-{side}")


# "1,234.5", "−3 %", "€ 1.2 bn", "(4)", "12–15", "~ 30", and what stands where there is no number.
_NUMBER = re.compile(
    r"[(<>~≈±+\-–−]?\s*(?:[A-Z]{0,3}[€$£¥])?\s*[+\-–−]?\d[\d.,'’\s\u00a0\u202f]*"
    r"(?:[–-]\s*\d[\d.,]*)?\s*(?:%|‰|[€$£¥]|[a-zA-Z]{1,3})?\)?\*{0,3}"
)
# The latter without spaces, in small letters: in English, German, Italian, French, Spanish.
_NOTHING = frozenset(
    {"", "-", "--", "–", "—", "…", "..", "...", ".", "·", "x", "*", "/", "na", "nd", "n/a", "n/d"}
    | {"n.a.", "n.v.", "n.d.", "k.a.", "o.a.", "s.d.", "s.o.", "н/д"}
)


def _is_numeric(entries: list[nodes.entry]) -> bool:
    body = [entry for entry in entries if isinstance(entry.parent.parent, nodes.tbody)]
    texts = [_text(entry) for entry in body if "morecols" not in entry]
    numbers = [text for text in texts if "".join(text.split()).casefold() not in _NOTHING]
    return bool(numbers) and all(_NUMBER.fullmatch(text) for text in numbers)


def _text(entry: nodes.entry) -> str:
    """Return the words of *entry* without the numbers of its notes."""
    texts = entry.findall(nodes.Text)
    return "".join(
        text for text in texts if not isinstance(text.parent, nodes.footnote_reference)
    ).strip()
