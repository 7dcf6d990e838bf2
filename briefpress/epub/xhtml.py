"""Make XHTML of HTML, as the books of EPUB 3.3 need it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import tinyhtml5

from briefpress.html_tags import ELEMENTS, REFERENCES, names

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_PREFIXES: Mapping[str, str] = {
    "": XHTML,
    "epub": OPS,
    "m": MATHML,
    "svg": SVG,
}

# What reading systems look for beside the ARIA role (EPUB 3 Structural Semantics Vocabulary 1.1).
_TYPES: Mapping[str, str] = {
    "doc-abstract": "abstract",
    "doc-bibliography": "bibliography",
    "doc-biblioref": "biblioref",
    "doc-chapter": "chapter",
    "doc-colophon": "colophon",
    "doc-footnote": "footnote",
    "doc-introduction": "introduction",
    "doc-noteref": "noteref",
}

# What an author's HTML may hold and XML may not: characters (XML 1.0, 2.2; pasted text has form
# feeds) and names (Namespaces in XML, 4; Word's <o:p>).
_NO_CHARACTER = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_XMLNS = "http://www.w3.org/2000/xmlns/"  # declarations are the serialiser's own


# What else HTML has runs, or asks the reader for something.
_ELEMENTS = ELEMENTS - names("""
    audio base button canvas datalist dialog embed fieldset form iframe input label legend object
    optgroup option script select slot template textarea track video
""")
# The new names of what it had before (HTML, 16.2).
_NEW_NAMES = {"acronym": "abbr", "dir": "ul", "strike": "s", "tt": "code"}
# What some are nothing without, and the order of what is in a table, which HTML 4 had another way.
_NEEDED = {"bdo": names("dir"), "data": names("value"), "map": names("name")}
_ROWS = {"caption": 1, "colgroup": 2, "thead": 3, "tbody": 4, "tfoot": 5}
# Attributes that all elements may have, those that some have (HTML, index of attributes), and what
# else is no attribute: those whose names begin so.
_ATTRIBUTES = names("class dir hidden id lang role style tabindex title translate")
_OWN_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "alt": names("area img"),
    "colspan": names("td th"),
    "coords": names("area"),
    "datetime": names("del ins time"),
    "download": names("a area"),
    "headers": names("td th"),
    "height": names("img source"),
    "high": names("meter"),
    "href": names("a area link"),
    "hreflang": names("a link"),
    "ismap": names("img"),
    "low": names("meter"),
    "max": names("meter progress"),
    "media": names("link source"),
    "min": names("meter"),
    "name": names("map"),
    "open": names("details"),
    "optimum": names("meter"),
    "rel": names("a area link"),
    "reversed": names("ol"),
    "rowspan": names("td th"),
    "scope": names("th"),
    "shape": names("area"),
    "sizes": names("img source"),
    "span": names("col colgroup"),
    "src": names("img source"),
    "srcset": names("img source"),
    "start": names("ol"),
    "type": names("a link ol source"),
    "usemap": names("img"),
    "value": names("data li meter progress"),
    "width": names("img source"),
}
# What the value of an attribute must be.
_VALUES: Mapping[str, str] = {
    **dict.fromkeys(("colspan", "span"), r"0*[1-9]\d*"),
    **dict.fromkeys(("height", "rowspan", "width"), r"\d+"),
    **dict.fromkeys(("start", "tabindex"), r"-?\d+"),
    **dict.fromkeys(("datetime", "lang"), ".+"),
}
_OPEN_NAMES = ("aria-", "data-")
_HOLDERS = names("""
    article aside blockquote body dd details div figcaption figure footer header li main nav
    section td th
""")
_BLOCKS = names("""
    address article aside blockquote details div dl figure footer h1 h2 h3 h4 h5 h6 header hgroup hr
    main nav ol p pre search section table ul
""")
_LEAKING = names(
    "abbr b bdi bdo cite code dfn em i kbd mark q s samp small span strong sub sup u var"
)


def to_tree(page: str) -> ET.Element:
    """Return the HTML document *page* as XHTML that a book may hold."""
    tree: ET.Element = tinyhtml5.parse(page)
    _mend(tree, "")
    _move_styles(tree)
    ids: set[str] = set()
    for element in tree.iter():
        element.text, element.tail = _known(element.text), _known(element.tail)
        if not isinstance(element.tag, str):  # a comment
            element.text = re.sub("-+", "-", element.text or "").strip("-")
            continue
        for name, value in element.items():
            element.set(name, _known(value) or "")
        name = element.get("id", "")
        if name in ids or len(name.split()) != 1:
            element.attrib.pop("id", None)
        ids.add(name)
        if element.get("lang"):
            element.set(XML_LANG, element.get("lang", ""))
        # Templates, which are HTML, write data-type for epub:type.
        if kind := element.attrib.pop("data-type", "") or _TYPES.get(element.get("role", "")):
            element.set(f"{{{OPS}}}type", kind)
    for element in tree.iter():
        for name in REFERENCES.intersection(element.attrib):
            if not ids.issuperset(element.get(name, "").split()):
                del element.attrib[name]
    return tree


def _known(text: str | None) -> str | None:
    """Return *text* with spaces for what no XML may hold, not even as a reference."""
    return text and _NO_CHARACTER.sub(" ", text)


def _mend(element: ET.Element, parent: str) -> None:
    """Give *element*, which stands in an element called *parent*, and what is in it, names that XML
    and HTML know; what they hold stays."""
    space, _, name = element.tag.rpartition("}")
    is_html = space == f"{{{XHTML}"
    if not _NAME.fullmatch(name) or (is_html and not _is_element(element)):
        name = _NEW_NAMES.get(name) or ("div" if parent in _HOLDERS else "span")
        element.tag = f"{{{XHTML}}}{name}"
    for attribute in list(element.attrib):
        where, _, local = attribute.rpartition("}")
        is_name = _NAME.fullmatch(local) and local != "xmlns" and where != f"{{{_XMLNS}"
        if not is_name or (is_html and not _is_attribute(attribute, element, parent)):
            del element.attrib[attribute]
    for child in list(element):
        if child.tag == f"{{{XHTML}}}rp":  # for who cannot show ruby; EPUBCheck warns of it
            remove(element, child)
        elif isinstance(child.tag, str):
            _mend(child, name)
    if is_html and name == "table":
        element[:] = sorted(element, key=lambda child: _ROWS.get(_local_name(child), 0))
    if is_html and name in _LEAKING and any(_local_name(child) in _BLOCKS for child in element):
        # It was not closed, or closed too late: it is not meant for what follows it.
        element.tag = f"{{{XHTML}}}div"
        element.attrib.pop("class", None)


def _is_element(element: ET.Element) -> bool:
    """Whether *element* is one of HTML, and says what it must."""
    name = _local_name(element)
    return name in _ELEMENTS and all(element.get(each) for each in _NEEDED.get(name, ()))


def _is_attribute(attribute: str, element: ET.Element, parent: str) -> bool:
    """Whether *element* of HTML, which stands in an element called *parent*, may have
    *attribute*, with that value."""
    name = _local_name(element)
    if not re.fullmatch(_VALUES.get(attribute, ".*"), element.get(attribute, ""), re.DOTALL):
        return False
    if attribute == "value" and name == "li" and parent != "ol":
        return False
    if attribute in _OWN_ATTRIBUTES:
        return name in _OWN_ATTRIBUTES[attribute]
    return attribute in _ATTRIBUTES or attribute.startswith(_OPEN_NAMES)


def _local_name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _move_styles(tree: ET.Element) -> None:
    """Put the style sheets in the text of *tree* into its head: elsewhere HTML has none."""
    head = tree.find(f"{{{XHTML}}}head")
    assert head is not None  # the parser makes one
    for parent in list(tree.iter()):
        for style in [child for child in parent if child.tag == f"{{{XHTML}}}style"]:
            if parent is not head:
                remove(parent, style)
                head.append(style)


def remove(parent: ET.Element, child: ET.Element) -> None:
    """Take *child* out of *parent*; the words after it stay."""
    place = list(parent).index(child)
    if place:
        before = parent[place - 1]
        before.tail = (before.tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    child.tail = None
    parent.remove(child)


def to_bytes(tree: ET.Element) -> bytes:
    """Return *tree* as a file."""
    # Now, not once and for all: docutils gives SVG the empty prefix when it embeds a picture.
    for prefix, space in _PREFIXES.items():
        ET.register_namespace(prefix, space)
    body = ET.tostring(tree, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{body}\n'.encode()
