"""Hold what a book says of its brief or collection against the web page of the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

import tinyhtml5

from briefpress.check.book.chapter import Site
from briefpress.check.book.opened import PACKAGE, Book, of_class, words
from briefpress.check.result import Finding
from briefpress.epub.builder import group_position
from briefpress.languages import comma
from briefpress.trees import XHTML

_ROLES = {"author": "aut", "contributor": "aut", "translator": "trl"}
_IDENTIFIER = re.compile("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-.{12}")


def findings(book: Book, site: Site) -> Iterator[Finding]:
    """Yield what *book* says in other words than its page in *site*, and who is not called what
    he or she is."""
    if any(site.sources[:1]):
        web = _without_briefs(tinyhtml5.parse(site.sources[0]))
        yield from _differences(book, {**_written(web), **_modified(web, site)}, site.address(0))
    is_collection = any(name.startswith("chapter-") for name in book.texts)
    yield from _roles(book, is_collection=is_collection)
    yield from _identifier(book)


def _without_briefs(web: ET.Element) -> ET.Element:
    """Return the page of a collection without what it tells of its briefs."""
    for element in web.iter():
        for listing in [each for each in element if "chapters" in each.get("class", "").split()]:
            element.remove(listing)
    return web


def _modified(web: ET.Element, site: Site) -> dict[str, list[str]]:
    """Return the last of the days that the brief or collection, and the corrections of its
    chapters, are of."""
    pages = [web, *(page for page in site.pages[1:] if page is not None)]
    places = [next(of_class(page, "corrections"), None) for page in pages]
    corrected = [time for place in places if place is not None for time in _times(place)]
    dates = _dates(web)
    return {"modified": [f"{max([*dates, *corrected])}T00:00:00Z"] if dates else []}


def _differences(book: Book, page: Mapping[str, Sequence[str]], address: str) -> Iterator[Finding]:
    said = _said(book)
    for name, written in page.items():
        values = [" ".join(value.split()) for value in written]
        if said[name] != values:
            message = (
                f"The web page has {_listed(values)} as {name}, the book {_listed(said[name])}."
            )
            yield Finding("metadata", message, PACKAGE)
    pdf = f"{address.removesuffix('.html')}.pdf"
    for source in book.meta("pageBreakSource"):
        if address and source != pdf:
            message = f"The book has the pages of {source}, and not of {pdf}."
            yield Finding("page-source", message, PACKAGE)


def _roles(book: Book, *, is_collection: bool) -> Iterator[Finding]:
    """Yield who has another part in the book than its kind gives."""
    roles = {e.get("refines", ""): words(e) for e in book.metas("role")}
    for id_, name in book.people():
        kind = id_.partition("-")[0]
        expected = "edt" if kind == "author" and is_collection else _ROLES.get(kind, "")
        if (role := roles.get(f"#{id_}", "")) != expected:
            message = f"{name} has the role “{role}” in the book, and should have “{expected}”"
            yield Finding("role", f"{message} (MARC relators).", PACKAGE)


def _identifier(book: Book) -> Iterator[Finding]:
    """Yield where the book has no identifier of the form that briefpress gives."""
    name = book.package.get("unique-identifier")
    found = [words(e) for e in book.elements("identifier") if e.get("id") == name]
    if not any(map(_IDENTIFIER.fullmatch, found)):
        message = f"The book has the identifier {_listed(found)}, and no UUID of version 5."
        yield Finding("identifier", message, PACKAGE)


def _written(web: ET.Element) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for meta in web.iter(f"{{{XHTML}}}meta"):
        metas.setdefault(meta.get("name", ""), []).append(meta.get("content", ""))
    # An author's text may have elements of these classes too; the cover comes first.
    cover = next(of_class(web, "cover"), web)
    colophon = next(reversed([*of_class(web, "colophon")]), web)
    series = [link for link in _in(cover, "label", "a") if "/series/" in link.get("href", "")]
    numbers = (group_position((each.tail or "").partition("·")[0].strip()) for each in series)
    licence = [
        *_entry(colophon, "license"),
        *(each.get("href", "") for each in _in(colophon, "license", "a")),
    ]
    orcids = [
        each for each in _in(cover, "author", "a") if "orcid" in each.get("class", "").split()
    ]
    # On a draft's page no link tells the series from the topic.
    of_series = {
        "series": [words(link) for link in series],
        "number": list(filter(None, numbers)),
    }
    return {
        **({} if [*of_class(web, "status")] else of_series),
        "title": [words(heading) for heading in cover.iter(f"{{{XHTML}}}h1")],
        "subtitle": [words(each) for each in of_class(cover, "subtitle")],
        "creator": metas.get("author", []),
        "ORCID": [link.get("href", "") for link in orcids],
        "translator": _entry(colophon, "translators"),
        "publisher": [words(each) for each in of_class(web, "institution")][:1],
        "date": _dates(web),
        "description": metas.get("description", []),
        "language": [web.get("lang", "")],
        "DOI": [words(link) for link in _in(cover, "doi", "a")],
        "subject": [", ".join(metas.get("keywords", []))],
        "licence": [", ".join(licence)] if licence else [],
        "ISSN": [words(each).removeprefix("ISSN ") for each in of_class(cover, "issn")],
        "ISBN": [number.replace("-", "") for number in _entry(colophon, "isbn")],
    }


def _dates(web: ET.Element) -> list[str]:
    cover = next(of_class(web, "cover"), web)
    return [date for byline in of_class(cover, "byline") for date in _times(byline)]


def _times(element: ET.Element) -> list[str]:
    return [time.get("datetime", "") for time in element.iter(f"{{{XHTML}}}time")]


def _said(book: Book) -> dict[str, list[str]]:
    titles, languages = book.dc("title"), book.dc("language")
    names = book.contributors("translator")
    translators = comma(languages[0] if languages else "en").join(names)
    numbers = [(e.get("refines", ""), words(e)) for e in book.metas("dcterms:identifier")]
    return {
        "title": titles[:1],
        "subtitle": titles[1:],
        "creator": book.dc("creator"),
        "ORCID": [number for of, number in numbers if of.startswith("#author-")],
        "translator": [translators] if translators else [],
        "publisher": book.dc("publisher"),
        "date": book.dc("date"),
        # Of a work without a date it is no date of its page.
        "modified": book.meta("dcterms:modified") if book.dc("date") else [],
        "description": book.dc("description"),
        "language": languages[:1],
        "DOI": [each for each in book.dc("identifier") if each.startswith("https://doi.org/")],
        "subject": [", ".join(book.dc("subject"))],
        "licence": book.dc("rights"),
        "series": book.meta("belongs-to-collection"),
        "number": book.meta("group-position"),
        "ISSN": [number.removeprefix("urn:ISSN:") for of, number in numbers if of == "#series"],
        "ISBN": [
            each.removeprefix("urn:isbn:")
            for each in book.dc("identifier")
            if each.startswith("urn:isbn:")
        ],
    }


def _entry(web: ET.Element, name: str) -> list[str]:
    """Return what the page says of the brief under a *name* in its last part."""
    return [words(each) for each in of_class(web, name) if each.tag == f"{{{XHTML}}}dd"]


def _in(tree: ET.Element, kind: str, tag: str) -> Iterator[ET.Element]:
    """Yield the elements *tag* in those of the class *kind*."""
    for element in of_class(tree, kind):
        yield from element.iter(f"{{{XHTML}}}{tag}")


def _listed(values: list[str]) -> str:
    return ", ".join(f"“{value}”" for value in values) or "nothing"
