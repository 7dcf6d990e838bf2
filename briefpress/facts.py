"""Gather what templates say of a document beside its text, in the reader's language."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from os import environ
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.util.nodes import clean_astext

from briefpress.addresses import doi_address, encoded
from briefpress.bibliography import citations_domain
from briefpress.books import Book, book_of
from briefpress.brief import Author, Brief, Collection, Document, Series, Status, Topic, Work
from briefpress.citeproc import to_nodes
from briefpress.domain import BriefsDomain, FrontPicture, briefs_domain
from briefpress.incomplete import follows_threshold, notice
from briefpress.languages import (
    join,
    language_attributes,
    long_date,
    name_of_language,
    reading_time,
)
from briefpress.licences import licence
from briefpress.pattern import shade
from briefpress.published import Published
from briefpress.qr import qr_code
from briefpress.status import watermark, withdrawal
from briefpress.themes.tokens import tokens_of
from briefpress.typography.engine import typeset

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Facts:
    """What is to be said of the documents of *env* in the language *tag* (BCP 47).

    *words* translates the interface, *url* gives the link from a document to another (empty if
    there is none), *source_url* the link to a document as it was written (likewise),
    *picture_url* and *pattern_url* the address, in a document, of a picture and of
    the pattern of a work, *render* makes HTML of a node.
    """

    env: BuildEnvironment
    tag: str
    published: Published
    words: Callable[[str], str]
    url: Callable[[str, str], str]
    source_url: Callable[[str], str]
    picture_url: Callable[[str, FrontPicture], str]
    pattern_url: Callable[[str, Work], str]
    render: Callable[[nodes.Node], str]

    @property
    def domain(self) -> BriefsDomain:
        """What reading found out."""
        return briefs_domain(self.env)

    def hue(self, work: Work) -> int:
        """Return the hue, in degrees, of the cover of *work*."""
        own = self.domain.index.hue(work)
        return tokens_of(self.env.config).hue if own is None else own

    def document(self, docname: str) -> dict[str, Any]:
        """Return the facts of *docname*."""
        domain = self.domain
        document = domain.index.documents[docname]
        facts = self._any(document)
        if isinstance(document, Author):
            facts |= self._author(document, docname)
        if isinstance(document, Series):
            facts["issn"] = document.issn
        if isinstance(document, Work):
            facts |= self._work(document, docname) | self._imprint(document)
        if isinstance(document, Collection):
            facts |= self._collection(document)
        if isinstance(document, (Author, Topic, Series)):
            facts |= self._lists(docname, self.works_of(document))
        if docname == self.env.config.root_doc:
            facts |= self._lists(docname, domain.index.works.values())
        return facts

    def _lists(self, here: str, works: Iterable[Work]) -> dict[str, Any]:
        """Return the lists of *works* that stand in *here*."""
        listed = list(works)
        return {
            "briefs": self.cards(here, listed, Brief),
            "collections": self.cards(here, listed, Collection),
        }

    def _any(self, document: Document) -> dict[str, Any]:
        """Return what every document has."""
        domain, docname = self.domain, document.docname
        return {
            "description": domain.text(docname, "description"),
            "docname": docname,
            "incomplete": self._incomplete(document),
            "keyword_languages": [
                domain.language_of(docname, "keywords", place)
                for place in range(len(domain.texts(docname, "keywords")))
            ],
            "keywords": domain.texts(docname, "keywords"),
            "kind": document.kind,
            "languages": domain.languages(docname),
            "name": self.title(docname),
            "short_title": domain.text(docname, "short_title"),
            "subtitle": domain.text(docname, "subtitle"),
        }

    def _incomplete(self, document: Document) -> dict[str, str] | None:
        if not follows_threshold(document, self.env.config.root_doc):
            return None
        coverage = self.domain.coverage[document.docname]
        url = self.source_url(document.docname)
        return notice(document, self.tag, coverage, self.words, self.day, url)

    def _author(self, author: Author, here: str) -> dict[str, Any]:
        return name_parts(author, self.env) | {
            "affiliations": self.all_shown(author.docname, "affiliations"),
            "orcid": author.orcid,
            "portrait": self._picture(author.docname, "portrait", here),
            "website": author.url,
            "website_address": encoded(author.url) if author.url else "",
        }

    def _work(self, work: Work, here: str) -> dict[str, Any]:
        """Return what stands at the head of *work*, and in lists of works in *here*."""
        domain = self.domain
        index = domain.index
        authors = [index.authors[author] for author in work.authors or ()]
        named = {"topic": work.topic and f"topics/{work.topic}"}
        named["series"] = work.series and f"series/{work.series}"
        facts: dict[str, Any] = {
            "authors": [
                self._link(here, each.docname) | self._author(each, here) for each in authors
            ],
            "banner": self._banner(work, here),
            "byline": join([self.named(author.docname) for author in authors], self.tag),
            "date": self.day(work.date) if work.date else "",
            "doi": work.doi,
            "doi_address": doi_address(work.doi) if work.doi else "",
            "ground": shade(self.hue(work)),
            "iso_date": work.date.isoformat() if work.date else "",
            "issn": index.series[work.series].issn if work.series else None,
            "number": work.number,
            "pattern": self.pattern_url(here, work),
            "reading_time": reading_time(self._words(work), self.tag),
            "source_language": work.source_language,
            "status": work.status.value,
            "watermark": watermark(work, self.tag, self.words),
            "withdrawal": withdrawal(work, self.tag, self.words, domain),
        }
        for key, docname in named.items():
            facts[key] = self._link(here, docname) if docname else None
        links = [
            f'<a href="{html.escape(each["url"])}">{each["html"]}</a>'
            if each["url"]
            else each["html"]
            for each in facts["authors"]
        ]
        facts["linked_byline"] = join(links, self.tag)
        return facts

    def _imprint(self, work: Work) -> dict[str, Any]:
        """Return what a reader is told of *work* around its text: its rights, its makers, its
        history."""
        _, config = self.words, self.env.config
        docname = work.docname
        spdx = work.license or config.briefpress_license
        address = canonical_url(config, self.tag, docname) if config.html_baseurl else ""
        corrections = [
            {
                "date": self.day(correction.date),
                "html": self.shown(docname, f"corrections.{place}.text"),
                "iso_date": correction.date.isoformat(),
            }
            for place, correction in enumerate(work.corrections or ())
        ]
        # Those of one day stay in their order.
        corrections.sort(key=lambda correction: correction["iso_date"], reverse=True)
        is_brief = isinstance(work, Brief)
        return {
            "about": _("About this brief") if is_brief else _("About this collection"),
            "acknowledgements": self.shown(docname, "acknowledgements"),
            "address": address,
            "citation": self._citation(docname),
            "corrections": corrections,
            "disclaimer": self._disclaimer(work),
            "funding": self.all_shown(docname, "funding"),
            "license": licence(spdx, self.tag, _) if spdx else None,
            "marked_keywords": self.all_shown(docname, "keywords"),
            "qr": qr_code(address, _("QR code of this page’s address")) if address else "",
            "translators": self._translators(work),
            "volumes": [self._link(docname, each.docname) for each in self._volumes(work)],
        }

    def _banner(self, work: Work, here: str) -> dict[str, str] | None:
        if not work.banner:
            return None
        return {
            "alt": self.domain.text(work.docname, "banner.alt"),
            "credit": self.shown(work.docname, "banner.credit"),
            "language": self.domain.language_of(work.docname, "banner.alt"),
            "position": work.banner.position.value,
            "url": self._picture(work.docname, "banner.image", here),
        }

    def _picture(self, docname: str, key: str, here: str) -> str:
        """Return the address, in *here*, of the picture *key* of *docname*, empty if there is
        none."""
        picture = self.domain.data["pictures"].get(docname, {}).get(key)
        return self.picture_url(here, picture) if picture else ""

    def _citation(self, docname: str) -> str:
        """Return how *docname* is cited, as HTML of one paragraph."""
        _, inlines = citations_domain(self.env).data["own"][docname]
        return self.render(nodes.inline("", "", *to_nodes(inlines)))

    def _disclaimer(self, work: Work) -> str:
        """Return the text of the series, else that of conf.py."""
        own = self.shown(f"series/{work.series}", "disclaimer") if work.series else ""
        return own or self.shown(self.env.config.root_doc, "briefpress_disclaimer")

    def _translators(self, work: Work) -> list[dict[str, Any]]:
        """Return who made this edition of *work*; none if it was written in this language."""
        authors = self.domain.index.authors
        return [
            self._link(work.docname, f"authors/{name}") | self._author(authors[name], work.docname)
            if name in authors
            else {"html": html.escape(name), "name": name, "url": ""}
            for name in (work.translators or {}).get(self.tag, ())
        ]

    def _link(self, here: str, docname: str) -> dict[str, str]:
        published = self.published.everything or self.published.languages(docname)
        return {
            "docname": docname,
            "html": self.named(docname),
            "language": self.domain.language_of(docname, "title"),
            "name": self.title(docname),
            "url": self.url(here, docname) if published else "",
        }

    def named(self, docname: str) -> str:
        """Return the title of *docname* as HTML, with its language if that is not the page's."""
        return self.marked(docname, "title", self.title(docname))

    def shown(self, docname: str, key: str) -> str:
        """Return the string *key* of *docname* as HTML, likewise; empty if there is none."""
        return self.marked(docname, key, self.domain.text(docname, key))

    def all_shown(self, docname: str, key: str) -> list[str]:
        """Return the strings of the list *key* of *docname*, likewise."""
        texts = self.domain.texts(docname, key)
        return [self.marked(docname, key, text, place) for place, text in enumerate(texts)]

    def marked(self, docname: str, key: str, text: str, place: int = 0) -> str:
        """Return *text*, what *key* has in *docname* at a *place*, as HTML with its language."""
        language = self.domain.language_of(docname, key, place) if text else ""
        escaped = html.escape(text)
        if not language:
            return escaped
        found = language_attributes(language, self.tag)
        attributes = " ".join(f'{name}="{value}"' for name, value in found.items())
        return f"<span {attributes}>{escaped}</span>"

    def day(self, day: date) -> str:
        """Return *day* as it is set in a text."""
        text = long_date(day, self.tag)
        return typeset(text, self.tag) if self.env.config.briefpress_typography else text

    def title(self, docname: str) -> str:
        """Return the title of *docname* as plain text."""
        return clean_astext(self.env.titles[docname])

    def works_of(self, companion: Document) -> list[Work]:
        """Return the works that name *companion*."""
        index = self.domain.index
        return [work for work in index.works.values() if companion in index.companions(work)]

    def cards(self, here: str, works: Iterable[Work], kind: type[Work]) -> list[dict[str, Any]]:
        """Return the facts of those of *works* that are of *kind* and published, newest first."""
        found = [
            work
            for work in works
            if isinstance(work, kind)
            and work.status is Status.PUBLISHED
            and self.published.is_published(work.docname, self.tag)
        ]
        found.sort(key=lambda work: work.id)
        found.sort(key=lambda work: work.date or date.min, reverse=True)
        return [self._card(here, work) for work in found]

    def _card(self, here: str, work: Work) -> dict[str, Any]:
        """Return the facts of *work* for a list in the document *here*."""
        return self._any(work) | self._work(work, here) | {"url": self.url(here, work.docname)}

    def book(self, work: Work) -> Book:
        """Return the book of *work*."""
        return book_of(work, self.domain.index, self.published, self.tag)

    def _words(self, work: Work) -> int:
        """Return how many words the book of *work* has."""
        counts = self.domain.data["words"]
        return sum(counts[chapter.docname] for chapter in self.book(work).chapters)

    def _collection(self, collection: Collection) -> dict[str, Any]:
        """Return what is told of *collection* alone: its briefs in the order of the book, those
        that are *missing* in this language, its ISBN."""
        here, book = collection.docname, self.book(collection)
        return {
            "briefs": [self._card(here, brief) for brief in book.briefs],
            "isbn": collection.isbn_in(self.tag),
            "missing": [self._elsewhere(here, brief) for brief in book.missing],
        }

    def _volumes(self, work: Work) -> Iterator[Collection]:
        """Yield the published collections whose book holds *work* in this language."""
        for collection in self.domain.index.collections.values():
            is_public = self.published.is_published(collection.docname, self.tag)
            held = self.book(collection).briefs if is_public else ()
            if collection.status is Status.PUBLISHED and work in held:
                yield collection

    def _elsewhere(self, here: str, brief: Brief) -> dict[str, str]:
        """Return the link from *here* to *brief*, which is not published in this language, and the
        words for the language that it leads to."""
        docname = brief.docname
        tag = self.published.nearest(docname, self.tag, brief.source_language) or ""
        link = {"html": self.named(docname), "name": self.title(docname)}
        return link | {
            "language": tag,
            "in_language": name_of_language(tag, self.tag),
            "url": self.url(here, docname),
        }


def canonical_url(config: Config, tag: str, docname: str) -> str:
    """Return the web address of *docname* in the language *tag*."""
    return f"{config.html_baseurl.rstrip('/')}/{tag}/{quote(docname)}.html"


def name_parts(author: Author, env: BuildEnvironment) -> dict[str, str]:
    """Return family and given name of a person, as far as there are any, in the language of the
    build. None, if only the name as it is printed is translated, and into other letters."""
    domain, docname = briefs_domain(env), author.docname
    parts = {key: domain.text(docname, key) for key in ("family", "given")}
    name = clean_astext(env.titles[docname])
    if domain.language_of(docname, "family") and parts["family"] not in name:
        return {}
    return {key: part for key, part in parts.items() if part}


def publication_time(work: Work) -> datetime:
    """Return the moment that metadata give *work*: its date, else SOURCE_DATE_EPOCH
    (https://reproducible-builds.org/specs/source-date-epoch/), else 1980-01-01, the first day
    that a ZIP archive can name. Never the clock."""
    if work.date:
        return _midnight(work.date)
    if epoch := environ.get("SOURCE_DATE_EPOCH"):
        return max(datetime.fromtimestamp(int(epoch), UTC), _FIRST)
    return _FIRST


def modification_time(book: Book) -> datetime:
    """Return the moment since which *book* is as it is: its `publication_time`, or the day of the
    newest correction of one of its chapters."""
    corrections = (each for chapter in book.chapters for each in chapter.corrections or ())
    days = [_midnight(correction.date) for correction in corrections]
    return max([publication_time(book.work), *days])


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


_FIRST = datetime(1980, 1, 1, tzinfo=UTC)
