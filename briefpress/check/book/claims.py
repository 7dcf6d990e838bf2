"""Hold what a book says of itself against what it is: accessibility and languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from briefpress.check.book.opened import PACKAGE, Book
from briefpress.check.result import Finding
from briefpress.epub.accessibility import CONFORMANCE, Accessibility, examine, summary
from briefpress.epub.trees import XHTML, local_name
from briefpress.epub.xhtml import XML_LANG
from briefpress.interface import interface
from briefpress.languages import direction
from briefpress.tags import is_tag


def findings(book: Book, locale_dirs: Iterable[Path], certifier: str | None) -> Iterator[Finding]:
    """Yield what is not true of what *book* says of itself, and what it does not say; conf.py names
    *certifier*, if that is known."""
    found = examine(book.pages.values(), book.pictures)
    yield from _properties(book, found)
    yield from _summary(book, found, locale_dirs)
    yield from _conformance(book, found)
    if certifier is not None:
        yield from _certifier(book, certifier if not found.faults else "")
    yield from _alternatives(book)
    yield from _languages(book)
    yield from _directions(book)


def _properties(book: Book, found: Accessibility) -> Iterator[Finding]:
    for name in dict.fromkeys(name for name, _ in found.properties):
        true = {value for each, value in found.properties if each == name}
        said = set(book.meta(name))
        for value in sorted(said - true):
            yield Finding(
                "untrue",
                f"{name} “{value}” is said, and not true of the book.",
                PACKAGE,
            )
        for value in sorted(true - said):
            yield Finding(
                "unsaid",
                f"{name} “{value}” is true of the book, and not said.",
                PACKAGE,
            )


def _summary(book: Book, found: Accessibility, locale_dirs: Iterable[Path]) -> Iterator[Finding]:
    """Yield where readers are told otherwise, or in another language, how accessible it is."""
    said = " ".join(book.meta("schema:accessibilitySummary"))
    languages = book.dc("language")
    if not languages or not is_tag(languages[0]):
        return
    expected = " ".join(summary(found, interface(languages[0], locale_dirs)).split())
    if not said:
        message = "The book does not tell readers in a summary how accessible it is."
        yield Finding("no-summary", message, PACKAGE)
    elif said != expected:
        message = f"Readers are told “{said}”, and should be told “{expected}”."
        yield Finding("summary", message, PACKAGE)


def _certifier(book: Book, expected: str) -> Iterator[Finding]:
    """Yield where another answers for the book than the one *expected*; empty if nobody does."""
    said = " ".join(book.meta("a11y:certifiedBy"))
    if said != expected:
        message = f"“{said}” answers for the accessibility of the book; by `briefpress_certifier`"
        yield Finding("certifier", f"{message} in conf.py it is “{expected}”.", PACKAGE)


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
    if (own := book.package.get(XML_LANG, "")) not in said[:1]:
        message = f"The metadata are in “{own}”, the book in “{', '.join(said[:1])}”."
        yield Finding("language", message, PACKAGE)
    for name, tree in book.pages.items():
        if tree.get("lang") not in said[:1]:
            own = tree.get("lang", "")
            message = f"The page is in “{own}”, the book in “{', '.join(said[:1])}”."
            yield Finding("language", message, f"EPUB/{name}")
        for element in tree.iter():
            tag, other = element.get("lang"), element.get(XML_LANG)
            if tag != other:
                message = (
                    f"<{local_name(element)}> has lang “{tag or ''}”, but xml:lang “{other or ''}”."
                )
                yield Finding("language", message, f"EPUB/{name}")
            elif tag is not None and not is_tag(tag):
                message = f"<{local_name(element)}> is in “{tag}”, which is no language."
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
