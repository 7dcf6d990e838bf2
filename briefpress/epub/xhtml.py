"""Make XHTML of HTML, as the books of EPUB 3.3 need it."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

import tinyhtml5

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"

ET.register_namespace("", XHTML)
ET.register_namespace("epub", OPS)
ET.register_namespace("svg", "http://www.w3.org/2000/svg")

# What reading systems look for beside the ARIA role (EPUB SSV: noteref, footnote).
_TYPES: Mapping[str, str] = {"doc-noteref": "noteref", "doc-footnote": "footnote"}


def to_xhtml(page: str) -> bytes:
    """Return the HTML document *page* as XHTML."""
    tree = tinyhtml5.parse(page)
    tag = tree.get("lang", "")
    tree.set("{http://www.w3.org/XML/1998/namespace}lang", tag)
    for element in tree.iter():
        if isinstance(element.tag, str) and element.get("lang"):
            element.set("{http://www.w3.org/XML/1998/namespace}lang", element.get("lang", ""))
        # Templates, which are HTML, write data-type for epub:type.
        if kind := element.attrib.pop("data-type", "") or _TYPES.get(element.get("role", "")):
            element.set(f"{{{OPS}}}type", kind)
    body = ET.tostring(tree, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{body}\n'.encode()
