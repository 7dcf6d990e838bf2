"""What the web, paper and book builders share: which documents to write, where links lead, and
where pictures lie."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

from briefpress.brief import Document, Status, Work
from briefpress.domain import BriefsDomain, FrontPicture, briefs_domain
from briefpress.facts import Facts
from briefpress.files import MEDIA_TYPES, sha256
from briefpress.furniture import top_section
from briefpress.interface import interface
from briefpress.languages import (
    comma,
    direction,
    language_attributes,
    language_classes,
    language_name,
    language_tag,
)
from briefpress.problems import Kind, log_warning
from briefpress.published import Published
from briefpress.raster import remade
from briefpress.status import link_to
from briefpress.translator import BriefTranslator

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.config import Config


class PublicationBuilder(StandaloneHTMLBuilder):
    """Writes all published documents of its language, every time.

    To serialise a page is cheap; whether an output is out of date is decided by its content
    (see `briefpress.build`), never by Sphinx's list of updated documents, which is empty for the
    second builder that works on the same doctrees.
    """

    default_translator_class = BriefTranslator
    search = False  # Sphinx's search knows one language
    copysource = False
    kinds: ClassVar[tuple[type[Document], ...]] = (Document,)
    theme_name: ClassVar[str] = ""
    # What this format shows as a picture if it is drawn.
    drawn: ClassVar[tuple[type[nodes.Element], ...]] = (nodes.image,)
    # The kinds of pictures that this format shows, and whether those of one kind are not alike to
    # it; others are remade.
    shown: ClassVar[Collection[str]] = tuple(MEDIA_TYPES.values())
    shows_plain: ClassVar[bool] = False

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """Return the builder's own theme."""
        return self.theme_name, {}

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield every document."""
        yield from sorted(self.env.found_docs)

    def init_js_files(self) -> None:
        """Use no script but those that conf.py asks for."""
        for filename, attributes in self.config.html_js_files:
            self.add_js_file(filename, **attributes)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Make ready what all documents share."""
        self.domain: BriefsDomain = briefs_domain(self.env)
        self.tag = language_tag(self.config.language)
        self.published = published(self.config)
        self.words = interface(self.tag, self.domain.publication.locale_dirs)
        self._links: dict[str, str] = {}
        self.drawings: dict[str, bytes] = {}
        self._picture_names: dict[str, str] = {}
        self._remade_names: dict[str, str] = {}
        super().prepare_writing(docnames)
        # Docutils would break addresses up, also in PDFs and books.
        self.docsettings.cloak_email_addresses = False
        # No links to the documents before and after in a toctree: they may stand in another
        # language or in none, and Sphinx's code for them does not expect that.
        self.relations = {}
        for toc in self.env.tocs.values():
            for toctree in toc.findall(addnodes.toctree):
                self._drop_unpublished(toctree)
        self.facts_of = Facts(
            env=self.env,
            pattern_url=self.pattern_url,
            picture_url=self.picture_url,
            source_url=self.source_url,
            render=lambda node: self.render_partial(node)["fragment"],
            published=self.published,
            tag=self.tag,
            url=self.url,
            words=self.words,
        )
        root, shown = self.config.root_doc, self.facts_of.shown
        publication = self.domain.text(root, "project") or self.title(root)
        marked_publication = shown(root, "project") or self.facts_of.named(root)
        named = (key for key in ("author", "project") if self.domain.text(root, key))
        self.globalcontext |= {
            "_": lambda word: html.escape(self.words(word)),
            "block": lambda name: "",  # the web has no pages
            "copyright": self.domain.text(root, "copyright"),
            "direction": direction(self.tag),
            "institution": self.domain.text(root, "author") or publication,
            "institution_language": self.domain.language_of(root, next(named, "title")),
            "comma": comma(self.tag),
            "isolated": ' dir="ltr"' if direction(self.tag) == "rtl" else "",  # addresses
            "lang": self._lang,
            "language_name": language_name,
            "languages": {},  # of a page that is no document
            "marked_copyright": shown(root, "copyright"),
            "marked_institution": shown(root, "author") or marked_publication,
            "marked_publication": marked_publication,
            "publication": publication,
            "tag": self.tag,
        }
        self._foreign_titles = {
            self.title(docname): language
            for docname in self.domain.index.documents
            if docname in self.env.titles
            if (language := self.domain.language_of(docname, "title"))
        }

    def _lang(self, tag: str) -> str:
        """Return the attributes of a passage in the language *tag*, for templates."""
        found = language_attributes(tag, self.tag)
        return "".join(f' {name}="{value}"' for name, value in found.items())

    def write_documents(self, docnames: Set[str]) -> None:
        """Write those of *docnames* that this build makes."""
        super().write_documents({docname for docname in docnames if self.makes(docname)})

    def makes(self, docname: str) -> bool:
        """Whether this build writes *docname*."""
        document = self.domain.index.documents.get(docname)
        if document is None or not isinstance(document, self.kinds):
            return False
        public = self.published.is_published(docname, self.tag)
        if not public and not self.published.is_draft(docname, self.tag):
            return False
        chosen = self.config.briefpress_briefs
        return not chosen or document.id in chosen or not isinstance(document, Work)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write *docname*; its title is set by the template, with what belongs around it."""
        top = top_section(doctree)
        if isinstance(top[0], nodes.title):
            del top[0]
        for reference in list(doctree.findall(nodes.reference)):
            _unwrap(reference)
            if reference.get("internal") and not reference.get_language_code():
                # Words of the author that are that title are in its language too.
                language = self._foreign_titles.get(reference.astext(), "")
                reference["classes"] += language_classes(language)
        super().write_doc(docname, doctree)

    def pictures(self, doctree: nodes.document) -> dict[str, str]:
        """Return the pictures of *doctree*, not yet written: name in _images -> file in srcdir."""
        uris = {str(image["uri"]) for image in doctree.findall(nodes.image)}
        return {self.images[uri]: uri for uri in sorted(uris) if uri in self.images}

    def note_language(self, uri: str, tag: str) -> None:
        """Remember that *uri* leads to a page in the language *tag*."""
        if tag != self.tag:
            self._links[uri] = tag

    def post_process_images(self, doctree: nodes.Node) -> None:
        """Name each picture after itself: Sphinx's names depend on what was read before."""
        self.place_drawings(doctree)
        super().post_process_images(doctree)
        remade = set()
        for image in doctree.findall(nodes.image):
            uri = image["uri"]
            if uri not in self.images:
                continue
            if name := self._remade(uri):
                image["file"], image["uri"] = name, f"{self.imgpath}/{name}"
                remade.add(uri)
            else:
                self.images[uri] = self.picture_name(uri)
        for uri in remade:
            del self.images[uri]

    def picture_name(self, uri: str) -> str:
        """Return what the picture *uri*, a file in srcdir, is called in _images."""
        if uri not in self._picture_names:
            file = Path(self.srcdir, uri)
            name = f"{_file_stem(file.stem)}-{sha256(file)[:12]}{file.suffix}"
            self._picture_names[uri] = name
        return self._picture_names[uri]

    def picture_url(self, here: str, picture: FrontPicture) -> str:
        """Return the address of *picture* as the document *here* names it."""
        if picture.drawing:
            name = self.note_drawing(picture.stem, picture.drawing.encode())
        else:
            name = self._remade(picture.uri) or self.picture_name(picture.uri)
        return f"{relative_uri(self.get_target_uri(here), '_images')}/{name}"

    def _remade(self, uri: str) -> str:
        """Return what the picture *uri* is called as it was remade for this format, empty if it is
        shown as it is."""
        if uri not in self._remade_names:
            file = Path(self.srcdir, uri)
            name = ""
            if file.suffix.lower() != ".svg" and file.is_file():
                made = remade(file, self.shown, plain=self.shows_plain)
                name = self.note_drawing(file.stem, *made) if made else ""
            self._remade_names[uri] = name
        return self._remade_names[uri]

    def note_drawing(self, stem: str, content: bytes, suffix: str = ".svg") -> str:
        """Remember to write *content*, and return what it is called in _images."""
        name = f"{_file_stem(stem)}-{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
        self.drawings[name] = content
        return name

    def pattern_url(self, here: str, work: Work) -> str:
        """Return the address of the pattern of *work* as the document *here* names it; empty, for
        only the web has lists of briefs."""
        return ""

    def place_drawings(self, doctree: nodes.Node) -> None:
        """Make a file of what briefpress has drawn for *doctree*, and let its node name it."""
        for node in doctree.findall(nodes.Element):
            if isinstance(node, self.drawn) and node.get("drawing"):
                node["file"] = self.note_drawing(node["stem"], node["drawing"].encode())
                node["uri"] = f"{self.imgpath}/{node['file']}"
                if isinstance(node, nodes.image):
                    node["candidates"] = {"?": node["uri"]}  # Sphinx leaves it alone

    def drawings_in(self, doctree: nodes.Node) -> list[str]:
        """Return what the pictures in *doctree* that are not the author's own files are called in
        _images: those that were drawn, and those that were remade."""
        shown = (node for node in doctree.findall(nodes.Element) if isinstance(node, self.drawn))
        return sorted({node["file"] for node in shown if node.get("file")})

    def link_to_language(self, here: str, there: str, tag: str) -> str:
        """Return the link from *here* to the page of *there* in the language *tag*, empty if there
        is none."""
        raise NotImplementedError

    def source_url(self, docname: str) -> str:
        """Return the link to *docname* in the language in which it was written, empty if it is not
        made in it."""
        tag = self.domain.index.documents[docname].source_language
        made = self.published.languages(docname) or self.published.drafts.get(docname, ())
        return self.link_to_language(docname, docname, tag) if tag in made else ""

    def language_of_link(self, uri: str) -> str:
        """Return the language of the page that *uri* leads to, if it is another one."""
        return self._links.get(uri.partition("#")[0], "")

    def nearest(self, here: str, there: str) -> str:
        """Return the language in which to link from *here* to *there*; warn and raise `NoUri` if
        it is published in none."""
        tag = self._nearest(here, there)
        if tag is None:
            self._warn_of_unpublished(here, there)
            raise NoUri(there)
        return tag

    def _nearest(self, here: str, there: str) -> str | None:
        source_language = self.domain.index.documents[there].source_language
        in_draft = here in self.published.drafts
        return self.published.nearest(there, self.tag, source_language, in_draft=in_draft)

    def init(self) -> None:
        """Look at toctrees before Sphinx resolves them."""
        super().init()
        self.events.connect("doctree-resolved", self.prepare_toctrees, 900)

    def prepare_toctrees(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Leave what is published in no language out of the toctrees that *docname* shows: Sphinx
        does not expect `NoUri` there."""
        for toctree in doctree.findall(addnodes.toctree):
            if not toctree.get("hidden"):
                dropped = self._drop_unpublished(toctree)
                # Whoever lists all briefs there are did not mean the drafts.
                for there in dropped if not toctree.get("glob") else ():
                    self._warn_of_unpublished(docname, there, toctree)

    def _drop_unpublished(self, toctree: addnodes.toctree) -> list[str]:
        """Take out of *toctree* what is published in no language, and return it."""
        documents = self.domain.index.documents
        dropped = [
            name
            for _, name in toctree["entries"]
            if name in documents and not self.published.languages(name)
            if not self.published.everything
        ]
        toctree["entries"] = [entry for entry in toctree["entries"] if entry[1] not in dropped]
        return dropped

    def _warn_of_unpublished(
        self, here: str, there: str, place: nodes.Element | None = None
    ) -> None:
        """Warn that *here* names *there*, at *place* or where the text of *here* links to it."""
        index = self.domain.index
        target = index.documents[there]
        if here in index.documents and self._is_no_surprise(index.documents[here], target):
            return
        why = "because no published brief names it"
        if isinstance(target, Work):
            why = f"because its status is {target.status.value}"
        log_warning(
            place or link_to(there, self.env.get_doctree(here), self.env) or here,
            Kind.LINK,
            "%s is published in no language, %s; the link is left out",
            target.path,
            why,
        )

    def _is_no_surprise(self, here: Document, there: Document) -> bool:
        """Whether *here* may name *there*, which is published in no language: the author of a draft
        has a page when it is published; of what is withdrawn nobody sees the text."""
        if not isinstance(here, Work) or here.status is Status.PUBLISHED:
            return False
        return here.status is Status.WITHDRAWN or there in self.domain.index.companions(here)

    def url(self, here: str, there: str) -> str:
        """Return the link from the document *here* to *there*, empty if there is none."""
        if self._nearest(here, there) is None:
            return ""
        try:
            return self.get_relative_uri(here, there)
        except NoUri:
            return ""

    def facts(self, docname: str) -> dict[str, Any]:
        """Return what templates say of *docname* beside its text."""
        return self.facts_of.document(docname)

    def title(self, docname: str) -> str:
        """Return the title of *docname* as plain text."""
        return self.facts_of.title(docname)


def published(config: Config) -> Published:
    """Return the decision that the `briefpress` command passed; everything without one."""
    if config.briefpress_published is None:
        return Published({}, everything=True)
    documents, drafts = (
        {name: tuple(tags) for name, tags in found.items()}
        for found in (config.briefpress_published, config.briefpress_drafts)
    )
    return Published(documents, drafts)


def _file_stem(name: str) -> str:
    """Return *name* in letters that need no quoting anywhere: EPUB 3.3, 4.2.3, wants no spaces."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "picture"


_WRAPPER_CLASSES = {"doc", "myst", "std", "std-doc", "std-ref", "xref"}


def _unwrap(reference: nodes.reference) -> None:
    """Take out the element that Sphinx wraps around the words of a link: it says nothing to a
    reader, and WeasyPrint tags the link as its child (PDF/UA-1, 7.18.5)."""
    for inline in [child for child in reference.children if type(child) is nodes.inline]:
        if set(inline["classes"]) <= _WRAPPER_CLASSES:
            place = reference.index(inline)
            reference[place : place + 1] = inline.children
