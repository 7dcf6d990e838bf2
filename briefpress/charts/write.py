"""Put a chart's drawing into a document, and its numbers as a table below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefpress.charts.bars import Crowded
from briefpress.charts.canvas import Unprintable, on_page
from briefpress.charts.draw import draw
from briefpress.charts.picture import Picture
from briefpress.charts.room import PAGE, TELEPHONE, room_on
from briefpress.domain import briefs_domain
from briefpress.interface import interface
from briefpress.languages import (
    direction,
    language_attributes,
    language_classes,
    language_of_classes,
    language_tag,
    number,
)
from briefpress.nodes import chart, chart_data, plain_text
from briefpress.press_settings import paper_of
from briefpress.problems import Kind, log_error
from briefpress.themes.tokens import tokens_of
from briefpress.translation.transform import Translate
from briefpress.typography.rules import NO_BREAK

if TYPE_CHECKING:
    from briefpress.translator import BriefTranslator


NO_NUMBER = "–"
# So many series, and categories, of numbers fit into the margin column of paper.css, beside the
# drawing.
NARROW, LOW = 2, 12
# So many letters of its rows stand on a line there, or in a third of the text column.
NARROW_LETTERS = 30
# So many categories stand in three columns.
HIGH = 18


class DrawCharts(SphinxTransform):
    """Draws every chart in the language of the build, once for all formats."""

    default_priority = Translate.default_priority + 1

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        tag = language_tag(self.config.language)
        tokens = tokens_of(self.config)
        page = room_on(paper_of(self.config.briefpress_page_size))
        web = replace(PAGE, height=max(PAGE.height, page.height))
        for node in self.document.findall(chart):
            node["drawing"] = node["narrow"] = node["paper"] = ""
            try:
                picture = _picture(node, tag)
                node["drawing"] = draw(picture, tokens, web)
                node["narrow"] = draw(picture, tokens, TELEPHONE)
                node["paper"] = node["drawing"] if page == web else draw(picture, tokens, page)
            except Crowded as fault:
                log_error(node, Kind.CHART, "%s", fault)
            except Unprintable as fault:
                # A translation of a word is mended in its catalogue.
                for text in node.findall(plain_text):
                    letters = dict.fromkeys(x for x in text.astext() if x in str(fault))
                    if letters:
                        log_error(
                            text,
                            Kind.CHART,
                            "the chart cannot be drawn: the font has no “%s” (%s); write it in "
                            "other letters",
                            "".join(letters),
                            ", ".join(f"U+{ord(letter):04X}" for letter in letters),
                        )


def _picture(node: chart, tag: str) -> Picture:
    places = node["places"]

    def written(value: Decimal, series: int | None) -> str:
        own = max(0, -int(value.as_tuple().exponent))
        return number(value, tag, own if series is None else places[series])

    return Picture(
        kind=node["kind"],
        series=_words(node, "series"),
        categories=_words(node, "category"),
        rows=node["rows"],
        unit=" ".join(_words(node, "unit")),
        written=written,
        language=tag,
        is_mirrored=direction(tag) == "rtl",
    )


def _words(node: chart, key: str) -> list[str]:
    return [text.astext() for text in _texts(node, key)]


def _texts(node: chart, key: str) -> Iterator[plain_text]:
    return (text for text in node.findall(plain_text) if text["key"] == key)


class AddChartData(SphinxPostTransform):
    """Adds to every chart its numbers as a table, for those who do not see it and those who want
    to know exactly."""

    default_priority = 6  # after the parts have their ids; the table needs no number
    formats = ("html", "latex", "man", "texinfo", "text")

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        dirs = briefs_domain(self.env).publication.locale_dirs
        _ = interface(language_tag(self.config.language), dirs)
        for node in list(self.document.findall(chart)):
            figure = node.parent
            number = self._number(figure)
            words = (
                _("Data of Figure %s").replace(" %s", f"{NO_BREAK}%s") % number
                if number
                else _("Data")
            )
            title = nodes.title("", "", nodes.inline("", words, classes=["numbered"]))
            table = _table(node, title, language_tag(self.config.language))
            table["ids"] = [f"{name}-data" for name in figure["ids"][:1]]
            data = chart_data("", table, summary=_("Data"))
            count, columns = len(node["rows"]), len(_words(node, "series")) + 1
            if columns <= NARROW + 1 and count <= LOW and _is_narrow(table, columns):
                data["classes"].append("narrow")
            elif count >= HIGH and _is_narrow(table, columns):
                table["classes"].append("folded")
            figure.append(data)

    def _number(self, figure: nodes.Element) -> str:
        """Return the number of *figure*, empty if it has none."""
        numbers = self.env.toc_fignumbers.get(self.env.current_document.docname, {}).get(
            "figure", {}
        )
        found = (numbers[name] for name in figure["ids"] if name in numbers)
        return ".".join(map(str, next(found, ()))) if self.config.numfig else ""


class NarrowCharts(SphinxPostTransform):
    """Takes for books the narrow drawing: they are read on telephones too, and have one picture."""

    default_priority = AddChartData.default_priority
    builders: tuple[str, ...] = ("briefepub",)
    drawing = "narrow"

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for node in self.document.findall(chart):
            node["drawing"] = node[self.drawing]


class PaperCharts(NarrowCharts):
    """Takes for paper the drawing that is made for its size."""

    builders = ("briefpdf", "briefprint")
    drawing = "paper"


def _marked(text: nodes.Element) -> nodes.Node:
    """Return the words of *text*, with their language if it is another one."""
    languages = language_classes(language_of_classes(text["classes"]))
    words = nodes.Text(text.astext())
    return nodes.inline("", "", words, classes=languages) if languages else words


def _table(node: chart, title: nodes.title, tag: str) -> nodes.table:
    series = list(_texts(node, "series"))
    unit = next(_texts(node, "unit"), None)
    if unit is not None and unit.astext() not in ("", *(each.astext() for each in series)):
        title += [nodes.Text(": "), _marked(unit)]
    width = 72 // (len(series) + 1)  # letters, for text
    columns = [nodes.colspec(colwidth=width, stub=place == 0) for place in range(len(series) + 1)]
    head = nodes.row("", *(_cell(text) for text in _texts(node, "head")))
    head += [_cell(text, "text-right") for text in series]
    body = nodes.tbody()
    for category, numbers in zip(_texts(node, "category"), node["rows"], strict=True):
        cells = [
            NO_NUMBER if value is None else number(value, tag, places)
            for value, places in zip(numbers, node["places"], strict=True)
        ]
        body += nodes.row(
            "", _cell(category), *(_cell(nodes.Text(cell), "text-right") for cell in cells)
        )
    group = nodes.tgroup("", *columns, nodes.thead("", head), body, cols=len(columns))
    for row in group.findall(nodes.row):
        for column, cell in enumerate(row.findall(nodes.entry)):
            cell["column"] = column
    return nodes.table("", title, group, classes=["chart-numbers"])


def _is_narrow(table: nodes.table, columns: int) -> bool:
    """Whether the longest words of the *columns* of *table* fit into the margin, side by side."""
    widest = [0] * columns
    for cell in table.findall(nodes.entry):
        longest = max(map(len, cell.astext().split()), default=0)
        widest[cell["column"]] = max(widest[cell["column"]], longest + 2)  # and the space between
    return sum(widest) <= NARROW_LETTERS


def _cell(text: nodes.Node, *classes: str) -> nodes.entry:
    paragraph = nodes.paragraph("", text.astext())
    if isinstance(text, plain_text):
        paragraph["classes"] += text["classes"]  # the language, if it is another one
    return nodes.entry("", paragraph, classes=list(classes))


def visit_chart(translator: BriefTranslator, node: chart) -> None:
    """Write the drawing: on the web as part of the page, so that it follows its colours."""
    text = next(_texts(node, "alt"))
    alt, language = translator.attval(text.astext()), language_of_classes(text["classes"])
    tag = language_tag(translator.config.language)
    if "uri" in node:
        attributes = language_attributes(language, tag)
        image = translator.emptytag(node, "img", src=node["uri"], alt=alt, **attributes)
        translator.body.append(image)
    else:
        # The style sheet shows one of the two.
        translator.body.append(translator.starttag(node, "div"))
        tokens = tokens_of(translator.config)
        for name in ("drawing", "narrow"):
            translator.body.append(on_page(node[name], tokens, alt, language, name))
        translator.body.append("</div>\n")
    raise nodes.SkipNode


def visit_chart_data(translator: BriefTranslator, node: chart_data) -> None:
    """Begin the table's surroundings: on the web it is opened on demand."""
    if translator.builder.name == "html":
        summary = f"<summary data-web-only>{translator.encode(node['summary'])}</summary>"
        translator.body.append(translator.starttag(node, "details", summary, CLASS="chart-data"))
    else:
        translator.body.append(translator.starttag(node, "div", CLASS="chart-data"))


def depart_chart_data(translator: BriefTranslator, node: chart_data) -> None:
    """End them."""
    translator.body.append("</details>\n" if translator.builder.name == "html" else "</div>\n")
