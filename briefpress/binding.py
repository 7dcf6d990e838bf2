"""Bind documents to files that are read anywhere: one for a brief, several for a collection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri

from briefpress.blocks import BLOCK
from briefpress.books import Book
from briefpress.brief import Collection, Status, Work
from briefpress.builders import PublicationBuilder
from briefpress.facts import canonical_url
from briefpress.furniture import top_section
from briefpress.nodes import front_matter
from briefpress.numbers import bound, number_on
from briefpress.problems import Kind, log_error
from briefpress.refusals import refused

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What a book says once, at its end, if its chapters have it alike.
SAID_ONCE = ("disclaimer", "issn", "license")


@dataclass(frozen=True)
class Chapter:
    """The text of *work*, as HTML in *context*, which is what templates are told, and as the
    *doctree* that was written."""

    work: Work
    context: dict[str, Any]
    doctree: nodes.document

    @property
    def is_collection(self) -> bool:
        """Whether it is a collection's own text, the introduction."""
        return isinstance(self.work, Collection)

    @property
    def has_text(self) -> bool:
        """Whether there is a text; an introduction may be empty."""
        return has_text(self.doctree)


class FileBuilder(PublicationBuilder):
    """Writes every work as a file of its own, which is read anywhere: its links are web addresses,
    but for those within the file."""

    format = "html"
    kinds = (Work,)
    is_book: ClassVar[bool] = False  # an ePub

    def makes(self, docname: str) -> bool:
        """Whether this build writes *docname*; of a withdrawn work there is nothing to keep, and
        of a collection without briefs nothing to read."""
        work = self.domain.index.documents.get(docname)
        if not isinstance(work, Work) or work.status is Status.WITHDRAWN:
            return False
        return super().makes(docname) and not self.facts_of.book(work).is_empty

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write the file of *docname*, chapter after chapter."""
        work = self.domain.index.documents[docname]
        assert isinstance(work, Work)
        self.book = self.facts_of.book(work)
        self.chapters: list[Chapter] = []
        with bound(self.env, self.book):
            self.texts = [doctree] if self.book.is_single else []
            if not self.book.is_single:
                self._resolve_texts()
            for chapter, text in zip(self.book.chapters, self.texts, strict=True):
                self.write_chapter(chapter, text)
        self.write_book(self.book, self.chapters)

    def _resolve_texts(self) -> None:
        """Gather the texts of the chapters, with the numbers and links that they have within the
        book and not by themselves."""
        for chapter in self.book.chapters:
            doctree = self.env.get_and_resolve_doctree(chapter.docname, self, tags=self.tags)
            self.write_doc_serialized(chapter.docname, doctree)
            self.texts.append(doctree)
        number_on(self.texts)

    def write_chapter(self, work: Work, doctree: nodes.document) -> None:
        """Write *work*; what could be downloaded from its page is named, and not linked to."""
        for path, line, message in refused(doctree, of_books=self.is_book):
            log_error(f"{path}:{line}", Kind.HTML, "%s", message)
        for download in list(doctree.findall(addnodes.download_reference)):
            download.replace_self(download.children)
        super().write_doc(work.docname, doctree)

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Keep one chapter for its book; *event_arg* is its doctree."""
        work = self.domain.index.documents[pagename]
        assert isinstance(work, Work)
        context = self.globalcontext | addctx | self.facts(pagename)
        number = len(self.chapters)
        context["chapter"] = number  # 0: what gives the book its name
        context["block"] = _block(self.book.prefix(work))
        if number:
            whole = self.chapters[0].context
            context |= {key: "" for key in SAID_ONCE if context[key] == whole[key]}
        self.chapters.append(Chapter(work, context, event_arg))

    def write_book(self, book: Book, chapters: Sequence[Chapter]) -> None:
        """Write *book* of *chapters*; the first is the work's own text."""
        raise NotImplementedError

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the place of *to* in the book if it is there, else its web address in the nearest
        language. `NoUri` if conf.py names no ``html_baseurl``, which leaves the words without a
        link."""
        if from_ == to:
            return ""
        if to not in self.domain.index.documents:
            raise NoUri(to)
        if self.domain.bound and self.domain.bound.holds(to):
            return self.uri_within(to)
        tag = self.nearest(from_, to)
        uri = self.link_to_language(from_, to, tag)
        if not uri:
            raise NoUri(to)
        self.note_language(uri, tag)
        return uri

    def uri_within(self, docname: str) -> str:
        """Return how a chapter of the book names that of *docname*."""
        raise NotImplementedError

    def link_to_language(self, here: str, there: str, tag: str) -> str:
        """Return the web address of *there* in the language *tag*, empty if it has none."""
        if not self.config.html_baseurl or there in self.published.drafts:
            return ""
        return canonical_url(self.config, tag, there)

    def prepare_toctrees(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Make plain lists of toctrees if there are no addresses to link to."""
        super().prepare_toctrees(app, doctree, docname)
        if self.config.html_baseurl:
            return
        for toctree in list(doctree.findall(addnodes.toctree)):
            names = [
                title or (self.title(name) if name in self.env.titles else name)
                for title, name in toctree["entries"]
                if not toctree.get("hidden")
            ]
            items = (nodes.list_item("", nodes.paragraph("", name)) for name in names)
            toctree.replace_self([nodes.bullet_list("", *items)] if names else [])

    def copy_assets(self) -> None:
        """Nothing: every file holds what it needs."""


def has_text(doctree: nodes.document) -> bool:
    """Whether *doctree* holds more than a title and what templates say."""
    return any(
        not isinstance(node, (nodes.title, front_matter)) for node in top_section(doctree).children
    )


def _block(prefix: str) -> Callable[[str], str]:
    """Return what lets templates name the blocks that they write, as `blocks` numbers those of the
    text; a chapter of several begins the names with *prefix*."""
    return lambda name: f' {BLOCK}="{prefix}{name}"'
