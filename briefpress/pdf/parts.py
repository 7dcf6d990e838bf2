"""Reach the parts of what WeasyPrint has made; its private names are read here alone.

`tests/test_private_names.py` fails when one of them is not what it was.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

import pydyf

POINTS = 0.75
"""In a pixel of CSS."""


def page_box(page: Any) -> Any:
    """Return the box of *page*, in which stand all others of it."""
    return page._page_box


def placed(box: Any) -> Any:
    """Return *box*, or the one that it is a placeholder of, for what is placed absolutely."""
    return getattr(box, "_box", box)


def drawing_root(image: Any) -> Any:
    """Return the root element of *image*, a drawing."""
    return image._svg.tree._etree_node


def drawing_address(image: Any) -> Any:
    """Return the address of *image*, a drawing; that of its page if it stands in the HTML."""
    return image._base_url


def marks_of(stream: Any) -> MutableMapping[Any, Mapping[str, Any]]:
    """Return what the content in *stream* of each box is marked with."""
    tags: MutableMapping[Any, Mapping[str, Any]] = stream._tags
    return tags


def object_at(pdf: pydyf.PDF, reference: bytes) -> Any:
    """Return the object of *pdf* that a *reference* leads to."""
    return pdf.objects[int(reference.split()[0])]


def pages_of(pdf: pydyf.PDF) -> list[pydyf.Dictionary]:
    """Return the pages of *pdf*, in their order."""
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
