"""Hold what a book says of itself against what it is: accessibility and languages."""

from __future__ import annotations

from collections.abc import Iterator

from briefpress.check.book.opened import PACKAGE, Book
from briefpress.check.result import Finding
from briefpress.epub.accessibility import CONFORMANCE, Accessibility, examine
from briefpress.epub.trees import XHTML
from briefpress.epub.xhtml import XML_LANG
from briefpress.languages import direction
from briefpress.tags import is_tag


def findings(book: Book) -> Iterator[Finding]:
    """Yield what is not true of what *book* says of itself, and what it does not say."""
    found = examine(book.pages.values(), book.pictures)
    yield from _properties(book, found)
    yield from _conformance(book, found)
    yield from _alternatives(book)
    yield from _languages(book)
    yield from _directions(book)


def _properties(book: Book, found: Accessibility) -> Iterator[Finding]:
    for name in dict.fromkeys(name for name, _ in found.properties):
        true = {value for each, value in found.properties if each == name}
        said = set(book.meta(name))
        for value in sorted(said - true):
            yield Finding("untrue", f"The book says {name} “{value}”, which it is not.", PACKAGE)
        for value in sorted(true - said):
            yield Finding("unsaid", f"The book is {name} “{value}” and does not say so.", PACKAGE)
    if not any(book.meta("schema:accessibilitySummary")):
        message = "The book does not tell readers in a summary how accessible it is."
        yield Finding("no-summary", message, PACKAGE)


def _conformance(book: Book, found: Accessibility) -> Iterator[Finding]:
    """Yield where a claim is not spelled as the standard wants it, not true, or nobody's (see
    `CONFORMANCE`)."""
    claims = [*book.meta("dcterms:conformsTo"), *book.links("dcterms:conformsTo")]
    for claim in claims:
        if claim != CONFORMANCE:
            message = (
                f"The book conforms to “{claim}”; EPUB Accessibility 1.1 takes letter by letter"
            )
            yield Finding("conformance", f"{message} “{CONFORMANCE}”.", PACKAGE)
        for fault in found.faults:
            yield Finding("conformance", f"The book claims “{claim}”, but has {fault}.", PACKAGE)
    if len(claims) > 1:
        yield Finding("conformance", "The book claims more than once to be accessible.", PACKAGE)
    certifiers = [
        each for each in book.metas("a11y:certifiedBy") if "".join(each.itertext()).strip()
    ]
    if claims and not certifiers:
        message = "The book claims to be accessible, and does not say who answers for it."
        yield Finding("certifier", message, PACKAGE)
    names = {f"#{each.get('id')}" for each in book.metas("dcterms:conformsTo")}
    if any(each.get("refines") not in names for each in certifiers):
        message = "The book says who answers for it, and not for which claim."
        yield Finding("certifier", message, PACKAGE)


def _alternatives(book: Book) -> Iterator[Finding]:
    for name, tree in book.pages.items():
        for image in tree.iter(f"{{{XHTML}}}img"):
            if image.get("alt") is None:
                message = f"The picture {image.get('src')} has no text alternative."
                yield Finding("alternative", message, f"EPUB/{name}")


def _languages(book: Book) -> Iterator[Finding]:
    """Yield where a language is not said, said twice and differently, or none."""
    said = book.dc("language")
    if book.package.get(XML_LANG) not in said[:1]:
        message = f"The metadata are in “{book.package.get(XML_LANG, '')}”, the book in {said[:1]}."
        yield Finding("language", message, PACKAGE)
    for name, tree in book.pages.items():
        if tree.get("lang") not in said[:1]:
            message = f"The page is in “{tree.get('lang', '')}”, the book in {', '.join(said)}."
            yield Finding("language", message, f"EPUB/{name}")
        for element in tree.iter():
            tag, other = element.get("lang"), element.get(XML_LANG)
            if tag != other:
                message = (
                    f"<{_name(element)}> has lang “{tag or ''}”, but xml:lang “{other or ''}”."
                )
                yield Finding("language", message, f"EPUB/{name}")
            elif tag is not None and not is_tag(tag):
                message = f"<{_name(element)}> is in “{tag}”, which is no language."
                yield Finding("language", message, f"EPUB/{name}")


def _directions(book: Book) -> Iterator[Finding]:
    """Yield where the text or its pages run the other way than the language of the book does."""
    said = book.dc("language")
    if not said or not is_tag(said[0]):
        return
    expected = direction(said[0])
    if (book.progression or "ltr") != expected:
        yield Finding("direction", f"Pages do not follow each other {_WAYS[expected]}.", PACKAGE)
    for name, tree in book.pages.items():
        if (tree.get("dir") or "ltr") != expected:
            message = f"The text does not run {_WAYS[expected]}."
            yield Finding("direction", message, f"EPUB/{name}")


_WAYS = {"ltr": "from left to right", "rtl": "from right to left"}


def _name(element: object) -> str:
    return str(getattr(element, "tag", "")).rpartition("}")[2]
