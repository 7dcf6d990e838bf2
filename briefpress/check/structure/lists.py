"""Compare the lists of a PDF with those of its page: how deep they are, and how numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefpress.check.result import Finding
from briefpress.check.structure.page import Page
from briefpress.check.structure.pdf import Element, Structure
from briefpress.check.structure.words import key, shown

_NUMBERED = re.compile("Decimal|(Lower|Upper)(Alpha|Roman)")


def lists(structure: Structure, page: Page) -> Iterator[Finding]:
    """Yield what is wrong with lists."""
    found: dict[str, list[tuple[int, str]]] = {}
    for element in structure.root:
        if element.role == "L":
            bodies = (each.own_text for each in element if each.role in ("LBody", "P"))
            first = next(filter(str.strip, bodies), "")
            depth = sum(each.role == "L" for each in element.around)
            numbering = element.attributes.get("ListNumbering", "")
            found.setdefault(key(first), []).append((depth, numbering))
            yield from _labels(element)
    for depth, is_numbered, first in page.lists:
        kinds = found.get(key(first))
        if kinds is None:
            yield Finding("list", f"The PDF has no list that begins with {shown(first)}.")
        elif depth not in [found for found, _ in kinds]:
            where = "in another list" if depth else "in no other list"
            yield Finding("list", f"On the page this list stands {where}: {shown(first)}.")
        elif not any(bool(_NUMBERED.fullmatch(kind)) == is_numbered for _, kind in kinds):
            kind = "numbered" if is_numbered else "not numbered"
            yield Finding("list-numbering", f"On the page this list is {kind}: {shown(first)}.")


def _labels(element: Element) -> Iterator[Finding]:
    """Yield what is wrong with the labels of a list: each before its item, the numbers rising."""
    last: int | None = None
    kind = element.attributes.get("ListNumbering")
    for item in (kid for kid in element.kids if isinstance(kid, Element)):
        roles = [kid.role for kid in item.kids if isinstance(kid, Element)]
        if roles.count("LBody") > 1:
            yield Finding("list", f"Several items are heard as one: {shown(item.text)}.")
        if item.role == "LI" and "Lbl" not in roles and kind != "None":
            yield Finding("label", f"This item has no label: {shown(item.text)}.")
        if "Lbl" in roles and roles[0] != "Lbl":
            yield Finding("label", f"The label is heard after its item: {shown(item.text)}.")
        label = next((kid for kid in item.kids if isinstance(kid, Element)), item).text
        number = re.fullmatch(r"\W*(\d+)\W*", label)
        if number and kind != "Decimal" and _NUMBERED.fullmatch(kind or ""):
            yield Finding("list-numbering", f"It is not numbered {kind}: {shown(item.text)}.")
        if number is None or kind != "Decimal":
            continue
        if last is not None and int(number[1]) != last + 1:
            yield Finding("label", f"After {last} follows {number[1]}: {shown(item.text)}.")
        last = int(number[1])
