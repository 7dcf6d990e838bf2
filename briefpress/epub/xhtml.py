"""Make XHTML of HTML, as the books of EPUB 3.3 need it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import tinyhtml5

from briefpress.addresses import encoded, is_outside
from briefpress.epub.foreign import mend_drawing, mend_formula
from briefpress.epub.structure import arrange
from briefpress.epub.styles import mended_declarations, mended_sheet
from briefpress.epub.trees import MATHML, OPS, SVG, XHTML, local_name, name_in, remove
from briefpress.html_tags import ELEMENTS, REFERENCES, names

_XLINK = "{http://www.w3.org/1999/xlink}href"
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
    audio base button canvas datalist dialog embed fieldset form hgroup iframe input label legend
    noscript object optgroup option picture script select slot template textarea track video
""")
# The new names of what it had before (HTML, 16.2).
_NEW_NAMES = {"acronym": "abbr", "dir": "ul", "rtc": "rt", "strike": "s", "tt": "code"}
# Attributes that all elements may have, without those of what waits for the reader (WAI-ARIA 1.2),
# and those that some have (HTML, index of attributes).
_ATTRIBUTES = names("""
    aria-current aria-describedby aria-details aria-flowto aria-hidden aria-label aria-labelledby
    aria-owns class dir hidden id lang role style tabindex title translate
""")
# What an element may be said to be (DPUB-ARIA 1.1; ARIA in HTML, 4): these anything.
_FREE = names("""
    abbr address b blockquote cite code del dfn div em figure i ins mark p pre q s samp small span
    strong sub sup table td th time tr u var
""")
_PARTS = """
    abstract acknowledgments afterword appendix bibliography chapter colophon conclusion credit
    credits dedication endnotes epigraph epilogue errata example foreword glossary index
    introduction notice pagelist part preface prologue pullquote qna toc
"""
_ROLES = "|".join(
    [
        *(f"doc-{part}" for part in sorted(names(_PARTS))),
        "doc-backlink|doc-biblioref|doc-cover|doc-footnote|doc-glossref|doc-noteref|doc-pagebreak",
        "doc-subtitle|doc-tip|article|complementary|definition|figure|group|img|list|listitem|main",
        "navigation|none|note|presentation|region|separator|term",
    ]
)
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
    "type": names("link ol"),
    "usemap": names("img"),
    "value": names("data li meter progress"),
    "width": names("img source"),
}
# What the value of an attribute must be, of some elements or of all, in small letters; and those
# that say all by being there.
_NUMBER = r"-?\d+(\.\d+)?"
_DATE = r"\d{4}-\d\d-\d\d"
_TIME = r"[t ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(z|[+-]\d\d:?\d\d)"
_VALUES: Mapping[str, str] = {
    **dict.fromkeys(("colspan", "span"), r"0*[1-9]\d*"),
    **dict.fromkeys(("height", "rowspan", "width"), r"\d+"),
    **dict.fromkeys(("li value", "start", "tabindex"), r"-?\d+"),
    **dict.fromkeys(("high", "low", "max", "meter value", "min", "optimum"), _NUMBER),
    **dict.fromkeys(("progress max", "progress value"), r"\d*[1-9]\d*(\.\d+)?"),
    "aria-current": "date|false|location|page|step|time|true",
    "aria-hidden": "true|false",
    "coords": r"\d+(,\d+)*",
    "datetime": rf"{_DATE}({_TIME})?",
    "dir": "auto|ltr|rtl",
    "lang": ".+",
    "ol type": "[1ai]",
    **dict.fromkeys((f"{name} role" for name in _FREE), _ROLES),
    **dict.fromkeys(("dl role", "ol role", "ul role"), "group|list|none|presentation"),
    "a role": "doc-(backlink|biblioref|glossref|noteref)",
    "aside role": "doc-(dedication|example|footnote|glossary|pullquote|tip)|none|note|presentation",
    "hr role": "doc-pagebreak|none|presentation|separator",
    "img role": "doc-cover|img|none|presentation",
    "li role": "listitem|none|presentation",
    "nav role": "doc-(index|pagelist|toc)|navigation",
    "role": "(?!)",  # of others none
    "section role": f"doc-({'|'.join(_PARTS.split())})|group|none|note|presentation|region",
    "scope": "(col|row)(group)?",
    "shape": "circle|default|poly|rect",
    "time datetime": rf"\d{{4}}(-\d\d)?|{_DATE}({_TIME})?|\d\d:\d\d",
    "translate": "yes|no",
}
_SWITCHES = names("hidden open reversed")
# Those whose names begin with this are an author's own.
_OWN = re.compile(r"data-[a-z_][a-z0-9._-]*")
_HOLDERS = names("""
    article aside blockquote body dd details div figcaption figure footer header li main nav
    section td th
""")


def to_tree(page: str) -> ET.Element:
    """Return the HTML document *page* as XHTML that a book may hold."""
    tree: ET.Element = tinyhtml5.parse(page)
    for parent in list(tree.iter()):
        for child in list(parent):
            if name_in(SVG, child) == "svg" and not name_in(SVG, parent):
                mend_drawing(child)
            elif name_in(MATHML, child) == "math" and not mend_formula(child):
                remove(parent, child)
    _mend(tree, "")
    arrange(tree)
    _move_styles(tree)
    ids: set[str] = set()
    for element in tree.iter():
        element.text, element.tail = _known(element.text), _known(element.tail)
        if not isinstance(element.tag, str):  # a comment
            element.text = re.sub("-+", "-", element.text or "").strip("-")
            continue
        for name, value in element.items():
            element.set(name, _known(value) or "")
        _mend_style(element)
        for name in ("href", _XLINK):
            if is_outside(element.get(name, "")):
                element.set(name, encoded(element.get(name, "")))
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


def _mend_style(element: ET.Element) -> None:
    """Take out of what *element* says of looks what no book may have."""
    if local_name(element) == "style":
        element.text = mended_sheet(element.text or "")
    if "style" not in element.attrib:
        return
    style, direction = mended_declarations(element.get("style", ""))
    if direction and name_in(XHTML, element) and "dir" not in element.attrib:
        element.set("dir", direction)
    if style:
        element.set("style", style)
    else:
        del element.attrib["style"]


def _mend(element: ET.Element, parent: str) -> None:
    """Give *element*, which stands in an element called *parent*, and what is in it, names that XML
    and HTML know; what they hold stays."""
    space, _, name = element.tag.rpartition("}")
    is_html = space == f"{{{XHTML}"
    if not _NAME.fullmatch(name) or (is_html and name not in _ELEMENTS):
        name = _NEW_NAMES.get(name) or ("div" if parent in _HOLDERS else "span")
        element.tag = f"{{{XHTML}}}{name}"
    for attribute in list(element.attrib):
        where, _, local = attribute.rpartition("}")
        is_name = _NAME.fullmatch(local) and local != "xmlns" and where != f"{{{_XMLNS}"
        if not is_name or (is_html and not _is_attribute(attribute, element, parent)):
            del element.attrib[attribute]
        elif is_html and attribute in _SWITCHES:
            element.set(attribute, "")
        elif is_html and attribute in ("dir", "role", "scope", "translate"):
            element.set(attribute, element.get(attribute, "").lower())
    for child in list(element):
        if child.tag == f"{{{XHTML}}}rp":  # for who cannot show ruby; EPUBCheck warns of it
            remove(element, child)
        elif isinstance(child.tag, str):
            _mend(child, name)


def _is_attribute(attribute: str, element: ET.Element, parent: str) -> bool:
    """Whether *element* of HTML, which stands in an element called *parent*, may have
    *attribute*, with that value."""
    name = name_in(XHTML, element)
    rule = _VALUES.get(f"{name} {attribute}", _VALUES.get(attribute))
    value = element.get(attribute, "")
    if rule is not None and not re.fullmatch(rule, value.lower(), re.DOTALL):
        return False
    if attribute == "value" and name == "li" and parent != "ol":
        return False
    if attribute in _OWN_ATTRIBUTES:
        return name in _OWN_ATTRIBUTES[attribute]
    return attribute in _ATTRIBUTES or bool(_OWN.fullmatch(attribute))


def _move_styles(tree: ET.Element) -> None:
    """Put the style sheets in the text of *tree* into its head: elsewhere HTML has none."""
    head = tree.find(f"{{{XHTML}}}head")
    assert head is not None  # the parser makes one
    for parent in list(tree.iter()):
        for style in [child for child in parent if child.tag == f"{{{XHTML}}}style"]:
            if parent is not head:
                remove(parent, style)
                head.append(style)


def to_bytes(tree: ET.Element) -> bytes:
    """Return *tree* as a file."""
    # Now, not once and for all: docutils gives SVG the empty prefix when it embeds a picture.
    for prefix, space in _PREFIXES.items():
        ET.register_namespace(prefix, space)
    body = ET.tostring(tree, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{body}\n'.encode()
