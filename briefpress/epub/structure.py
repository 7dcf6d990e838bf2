"""Put the elements of an author's HTML where the standard has them; what they say stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from briefpress.html_tags import names
from briefpress.trees import XHTML, gather, name_in, remove

# What some stand in and nowhere else; what some do not stand in, however deep; and what some are
# nothing without. Elsewhere, and without it, they are a block or words like others.
_PARENTS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("dd", "dt"), names("dl div")),
    "figcaption": names("figure"),
    "li": names("menu ol ul"),
    "rt": names("ruby"),
    "source": names("picture"),
    "summary": names("details"),
    "title": names("head"),
}
_STRANGERS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("details", "menu"), names("a")),
    **dict.fromkeys(("footer", "header"), names("address footer header")),
    **{name: names(name) for name in ("address", "dfn", "meter", "progress")},
}
_NEEDED = {"bdo": "dir", "data": "value", "img": "src", "map": "name", "meter": "value"}
_UNSEEN = names("area source title")
# What each list holds, and what stands in it beside these becomes.
_ITEMS = {"dl": "dd", "menu": "li", "ol": "li", "ul": "li"}
_LISTS = names("menu ol ul")
# The order of what is in a table, which HTML 4 had another way.
_ROWS = {"caption": 1, "colgroup": 2, "thead": 3, "tbody": 4, "tfoot": 5}
# What holds words alone, and the blocks among which those are that can be words.
_HEADS = names("h1 h2 h3 h4 h5 h6 p pre rt summary")
_INLINE = names("""
    abbr b bdi bdo cite code data dfn em i kbd map mark meter output progress q rt s samp small span
    strong sub sup time u var
""")
_PLAIN = names("""
    address article aside blockquote div footer h1 h2 h3 h4 h5 h6 header main nav p pre search
    section
""")
_BLOCKS = _PLAIN | names("details dl figure hgroup hr menu ol table ul")
# What an element keeps that becomes another.
_KEPT = names("class dir id lang style title")


def arrange(element: ET.Element, around: tuple[str, ...] = ()) -> None:
    """Put what is in *element* in its place; *around* are the names of those that it is in."""
    name = name_in(XHTML, element)
    within = (*around, name)
    for child in list(element):
        if not isinstance(child.tag, str):
            continue
        if _is_lost(child, within):
            inner = name_in(XHTML, child)
            if inner in _UNSEEN or (inner == "img" and not child.get("alt")):
                remove(element, child)
                continue
            if inner == "img":
                child.text = child.get("alt")
            _rename(child, "span" if inner in _INLINE | {"img"} else "div")
        arrange(child, within)
    if name in _ITEMS:
        _arrange_items(element, name)
    if name == "dl":
        _arrange_terms(element)
    if name == "table":
        _keep_one(element, "caption", "div")
        for part in ("thead", "tfoot"):
            _keep_one(element, part, "tbody")
        element[:] = sorted(element, key=lambda child: _ROWS.get(name_in(XHTML, child), 0))
    elif name == "figure":
        _arrange_caption(element)
    elif name == "details":
        _arrange_summary(element)
    elif name == "ruby":
        _arrange_ruby(element)
    elif name == "img" and "a" in around:
        element.attrib.pop("usemap", None)
    _part_words_and_blocks(element)


def _is_lost(child: ET.Element, around: tuple[str, ...]) -> bool:
    name = name_in(XHTML, child)
    parent = around[-1]
    if parent not in _PARENTS.get(name, (parent,)) or (
        name in ("dd", "dt") and parent == "div" and around[-2:-1] != ("dl",)
    ):
        return True
    if name == "area" and "map" not in around:
        return True
    is_strange = not _STRANGERS.get(name, frozenset()).isdisjoint(around)
    return is_strange or (name in _NEEDED and not child.get(_NEEDED[name]))


def _rename(element: ET.Element, name: str) -> None:
    element.tag = f"{{{XHTML}}}{name}"
    for attribute in list(element.attrib):
        if attribute not in _KEPT:
            del element.attrib[attribute]


def _arrange_items(element: ET.Element, name: str) -> None:
    """Make items of what stands in a list beside them; a list belongs to the item before it."""
    item = f"{{{XHTML}}}{_ITEMS[name]}"
    held = {item}
    if name == "dl":
        held |= {f"{{{XHTML}}}dt", f"{{{XHTML}}}div"}
    before: ET.Element | None = None
    for child in list(element):
        if before is not None and name_in(XHTML, child) in _LISTS and name != "dl":
            remove(element, child)
            before.append(child)
        elif child.tag == item:
            before = child
    for made in gather(element, held, item):
        if name != "dl":
            made.set("style", "list-style: none")


def _arrange_terms(element: ET.Element) -> None:
    """Make blocks of a list in which a term or what is said of it lacks."""
    groups = [child for child in element if name_in(XHTML, child) == "div"]
    parts = [child for child in element if isinstance(child.tag, str)]
    if groups == parts and all(_are_terms(list(group)) for group in groups):
        return
    if not _are_terms(parts):
        for child in [*parts, *(child for group in groups for child in group)]:
            if name_in(XHTML, child) in ("dt", "dd"):
                _rename(child, "div")
        _rename(element, "div")


def _are_terms(parts: Sequence[ET.Element]) -> bool:
    found = [name_in(XHTML, part) for part in parts]
    return set(found) == {"dt", "dd"} and (found[0], found[-1]) == ("dt", "dd")


def _keep_one(element: ET.Element, name: str, other: str) -> ET.Element | None:
    """Make *other* of all but the first that are called *name* in *element*; return this."""
    found = [child for child in element if name_in(XHTML, child) == name]
    for child in found[1:]:
        _rename(child, other)
        if name == "caption":
            remove(element, child)
            found[0].append(child)
    return found[0] if found else None


def _arrange_caption(element: ET.Element) -> None:
    """Put the caption of a figure behind it, if it does not stand before it."""
    caption = _keep_one(element, "figcaption", "div")
    if caption is not None and ((element.text or "").strip() or element[0] is not caption):
        remove(element, caption)
        element.append(caption)


def _arrange_summary(element: ET.Element) -> None:
    """Put the summary first; without one nothing is hidden."""
    summary = _keep_one(element, "summary", "div")
    if summary is None:
        _rename(element, "div")
        return
    remove(element, summary)
    summary.tail, element.text = element.text, None
    element.insert(0, summary)


def _arrange_ruby(element: ET.Element) -> None:
    """Give what stands last a note too; what has none at all are words like others."""
    notes = [child for child in element if name_in(XHTML, child) == "rt"]
    if not notes:
        _rename(element, "span")
    elif element[-1] is not notes[-1] or (notes[-1].tail or "").strip():
        ET.SubElement(element, f"{{{XHTML}}}rt")


def _part_words_and_blocks(element: ET.Element) -> None:
    """Make words of the blocks in what holds words alone, or a block of it."""
    name = name_in(XHTML, element)
    if name not in _HEADS | _INLINE:
        return
    blocks = [each for each in element.iter() if name_in(XHTML, each) in _BLOCKS]
    blocks = [each for each in blocks if each is not element]
    if name in _INLINE and blocks:
        # It was not closed, or closed too late: it is not meant for what follows it.
        _rename(element, "div")
        element.attrib.pop("class", None)
    elif {name_in(XHTML, each) for each in blocks} <= _PLAIN:
        for each in blocks:
            _rename(each, "span")
            each.set("style", f"display: block; {each.get('style', '')}".strip("; "))
    else:
        _rename(element, "div")
