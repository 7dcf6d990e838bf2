"""Say what a message is and under which heading it stands, in the words of a template's ``#.``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from docutils import nodes
from sphinx import addnodes

from briefpress.nodes import (
    brief_part,
    chart,
    element_line,
    front_matter,
    front_matter_text,
    picture_words,
    plain_text,
    substitution_words,
)
from briefpress.translation.places import Place

_FRONT_MATTER: Mapping[str, Place] = {
    "subtitle": Place.SUBTITLE,
    "short_title": Place.SHORT_TITLE,
    "description": Place.DESCRIPTION,
    "keywords": Place.KEYWORD,
    "banner.alt": Place.ALT_TEXT,
    "banner.credit": Place.CREDIT,
}
_SITE = frozenset({"project", "author", "copyright", "briefpress_disclaimer"})

_LINES: Mapping[str, Place] = {
    "credit": Place.CREDIT,
    "note": Place.NOTE,
    "source": Place.SOURCE,
}

# What a paragraph is, by the nearest of these around it.
_AROUND: Mapping[type[nodes.Element], Place] = {
    nodes.definition: Place.DEFINITION,
    nodes.block_quote: Place.QUOTATION,
    nodes.entry: Place.TABLE_CELL,
    nodes.footnote: Place.NOTE,
    nodes.legend: Place.CAPTION,
    nodes.list_item: Place.LIST_ITEM,
}


def comments_of(node: nodes.Element, text: str) -> tuple[str, ...]:
    """Return what a translator is told of the message *text* in *node*: what it is, and what the
    author says."""
    what = _what(node, text)
    if not _is_outside(node):
        section = _section(node.parent.parent if _is_heading(node) else node.parent)
        # The first heading is the title of the whole.
        if section is not None and _section(section.parent) is not None:
            what += f", under “{_shown(section[0])}”"
    return (what, *_remarks(node))


def _is_outside(node: nodes.Element) -> bool:
    return isinstance(node.parent, (front_matter, picture_words))


def _is_heading(node: nodes.Element) -> bool:
    return isinstance(node, nodes.title) and isinstance(node.parent, nodes.section)


def _section(node: nodes.Node | None) -> nodes.section | None:
    """Return the nearest section, *node* or one around it, that has a heading."""
    while node is not None:
        if isinstance(node, nodes.section) and node.children:
            return node
        node = node.parent
    return None


def _what(node: nodes.Element, text: str) -> str:
    for kind, describe in _DESCRIBED.items():
        if isinstance(node, kind):
            return describe(node, text)
    return _block(node)


def _string(node: nodes.Element, text: str) -> str:
    key = str(node["key"])
    if key in _SITE:
        return f"{Place.SITE.value}: {key.removeprefix('briefpress_')}"
    place = _FRONT_MATTER.get(key)
    if place is None:
        # Without the numbers of a list, which change when it does.
        words = [word for word in key.split(".") if not word.isdigit() and word != "text"]
        return f"{Place.FRONT_MATTER.value}: {' '.join(words)}"
    return _named(place, "the banner" if key.startswith("banner.") else "")


def _words(node: nodes.Element, text: str) -> str:
    """Describe a message without markup."""
    key = str(node.get("key", ""))
    if isinstance(node.parent, picture_words):
        return _named(Place.DRAWING, PurePosixPath(node.parent["file"]).name)
    if isinstance(node.parent, chart):
        name = _name(node.parent.parent)
        if key == "alt":
            return _named(Place.ALT_TEXT, name)
        return _named(Place.CHART, name, f", {_CHART[key]}")
    if key == "html":
        place = Place.ALT_TEXT if node["attribute"] == "alt" else Place.PARAGRAPH
        return place.value
    if key == "link":
        return f"{Place.OTHER.value} of a link, shown on its own"
    if key == "formula":
        return _named(Place.ALT_TEXT, "a formula")
    return Place.OTHER.value


_CHART = {
    "category": "category",
    "head": "name of the categories",
    "series": "series",
    "unit": "unit",
}


def _picture(node: nodes.Element, text: str) -> str:
    return _named(Place.ALT_TEXT, _name(node.parent) or PurePosixPath(node["uri"]).name)


def _line(node: nodes.Element, text: str) -> str:
    owner = node.parent
    if not isinstance(owner, nodes.figure):
        before = node.previous_sibling()
        while isinstance(before, element_line):
            before = before.previous_sibling()
        owner = before if isinstance(before, nodes.Element) else owner
    return _named(_LINES[node["kind"]], _name(owner))


def _title(node: nodes.Element, text: str) -> str:
    if isinstance(node.parent, nodes.table):
        return _named(Place.CAPTION, _name(node.parent))
    if _is_heading(node) and _section(node.parent.parent) is None:
        return Place.TITLE.value
    return Place.HEADING.value


def _caption(node: nodes.Element, text: str) -> str:
    return _named(Place.CAPTION, _name(node.parent))


def _toctree(node: nodes.Element, text: str) -> str:
    return (
        Place.HEADING.value if text == node.get("rawcaption") else f"{Place.OTHER.value} of a link"
    )


def _substitution(node: nodes.Element, text: str) -> str:
    return f"{Place.OTHER.value} for {{{{ {node['name']} }}}}"


_DESCRIBED: Mapping[type[nodes.Element], Callable[[nodes.Element, str], str]] = {
    front_matter_text: _string,
    plain_text: _words,
    substitution_words: _substitution,
    element_line: _line,
    nodes.image: _picture,
    nodes.title: _title,
    nodes.caption: _caption,
    addnodes.toctree: _toctree,
    nodes.subtitle: lambda node, text: Place.HEADING.value,
    nodes.rubric: lambda node, text: Place.HEADING.value,
    nodes.field_name: lambda node, text: Place.TERM.value,
    nodes.term: lambda node, text: Place.TERM.value,
    nodes.attribution: lambda node, text: Place.ATTRIBUTION.value,
    nodes.literal_block: lambda node, text: Place.CODE.value,
}


def _block(node: nodes.Element) -> str:
    """Describe a paragraph by what it stands in."""
    around: nodes.Node | None = node.parent
    while isinstance(around, nodes.Element) and not isinstance(around, (nodes.section, brief_part)):
        if isinstance(around, nodes.entry):
            return _cell(around)
        if isinstance(around, nodes.legend):
            return _named(Place.CAPTION, _name(around.parent))
        for kind, place in _AROUND.items():
            if isinstance(around, kind):
                return place.value
        around = around.parent
    return Place.PARAGRAPH.value


def _cell(entry: nodes.entry) -> str:
    if isinstance(entry.parent.parent, nodes.thead):
        return Place.TABLE_HEADER.value
    group = entry.parent.parent.parent
    heads = [
        _shown(head)
        for row in group.findall(nodes.row)
        if isinstance(row.parent, nodes.thead)
        for head in row.findall(nodes.entry)
        if head.get("column") == entry.get("column")
    ]
    header = heads[-1] if heads else ""
    return Place.TABLE_CELL.value + (f", column {header}" if header else "")


def _shown(node: nodes.Node) -> str:
    """Return the words of *node* in one line, without HTML and the calls of notes."""
    unseen = (nodes.raw, nodes.footnote_reference)
    texts = [" " if isinstance(t.parent, unseen) else t for t in node.findall(nodes.Text)]
    return " ".join("".join(texts).split())


def _named(place: Place, name: str, detail: str = "") -> str:
    return f"{place.value}{detail}" + (f" of {name}" if name else "")


def _name(node: nodes.Element) -> str:
    """Return the name that the author gave to *node*, a section's being its heading."""
    named = bool(node.get("names")) and not isinstance(node, nodes.section)
    return str(node["names"][0]) if named else ""


def _remarks(node: nodes.Element) -> tuple[str, ...]:
    """Return what the author tells translators of *node* and the block that it is part of."""
    found: list[str] = []
    holder: nodes.Node | None = node
    while isinstance(holder, nodes.Element) and not isinstance(holder, nodes.section):
        found[:0] = holder.get("translators", ())
        holder = holder.parent
    return tuple(found)
