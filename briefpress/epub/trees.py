"""Name, change and remove the elements of a page."""

from __future__ import annotations

from collections.abc import Set
from xml.etree import ElementTree as ET

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"


def local_name(element: ET.Element) -> str:
    """Return the name of *element* in whatever language it is of; empty if it is a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def name_in(space: str, element: ET.Element) -> str:
    """Return the name of *element*, empty if it is not of the language *space*, or a comment."""
    if not isinstance(element.tag, str):
        return ""
    where, _, name = element.tag.rpartition("}")
    return name if where == f"{{{space}" else ""


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


def gather(parent: ET.Element, alone: Set[str], tag: str) -> list[ET.Element]:
    """Put what stands in *parent* beside the elements with the tags *alone* into new elements
    called *tag*, what stands together into one; return these. Spaces do not count."""
    parts: list[ET.Element | str] = [parent.text or ""]
    for child in list(parent):
        parts += [child, child.tail or ""]
        child.tail = None
        parent.remove(child)
    parent.text = None
    made: list[ET.Element] = []
    run: ET.Element | None = None
    for part in parts:
        if isinstance(part, ET.Element) and (part.tag in alone or not isinstance(part.tag, str)):
            parent.append(part)
            run = None
        elif run is None and isinstance(part, str) and not part.strip():
            append(parent, part)
        else:
            if run is None:
                run = ET.SubElement(parent, tag)
                made.append(run)
            append(run, part)
    return made


def append(parent: ET.Element, part: ET.Element | str) -> None:
    """Put an element or words at the end of *parent*."""
    if isinstance(part, ET.Element):
        parent.append(part)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + part
    else:
        parent.text = (parent.text or "") + part
