"""Make XHTML of HTML, as the books of EPUB 3.3 need it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import tinyhtml5

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
    "doc-colophon": "colophon",
    "doc-footnote": "footnote",
    "doc-noteref": "noteref",
}

# What an author's HTML may hold and XML may not: characters (XML 1.0, 2.2; pasted text has form
# feeds) and names (Namespaces in XML, 4; Word's <o:p>).
_NO_CHARACTER = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_XMLNS = "http://www.w3.org/2000/xmlns/"  # declarations are the serialiser's own


def to_tree(page: str) -> ET.Element:
    """Return the HTML document *page* as XHTML."""
    tree: ET.Element = tinyhtml5.parse(_NO_CHARACTER.sub(" ", page))
    for element in tree.iter():
        if not isinstance(element.tag, str):  # a comment
            element.text = re.sub("-+", "-", element.text or "").strip("-")
            continue
        _mend_names(element)
        if element.get("lang"):
            element.set(XML_LANG, element.get("lang", ""))
        # Templates, which are HTML, write data-type for epub:type.
        if kind := element.attrib.pop("data-type", "") or _TYPES.get(element.get("role", "")):
            element.set(f"{{{OPS}}}type", kind)
    return tree


def to_bytes(tree: ET.Element) -> bytes:
    """Return *tree* as a file."""
    # Now, not once and for all: docutils gives SVG the empty prefix when it embeds a picture.
    for prefix, space in _PREFIXES.items():
        ET.register_namespace(prefix, space)
    body = ET.tostring(tree, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{body}\n'.encode()


def _mend_names(element: ET.Element) -> None:
    """Leave out of *element* the names that XML does not take; its content stays."""
    if not _NAME.fullmatch(element.tag.rpartition("}")[2]):
        element.tag = f"{{{XHTML}}}span"
    for name in list(element.attrib):
        space, _, local = name.rpartition("}")
        if not _NAME.fullmatch(local) or local == "xmlns" or space == f"{{{_XMLNS}":
            del element.attrib[name]
