"""Write the web pages of one language."""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from docutils import nodes
from platformdirs import user_cache_dir
from sphinx.util.osutil import relative_uri

from briefpress.books import is_whole
from briefpress.brief import Work
from briefpress.builders import PublicationBuilder
from briefpress.domain import briefs_domain
from briefpress.facts import canonical_url
from briefpress.files import write_atomically
from briefpress.languages import language_name, language_tag
from briefpress.outline import outline
from briefpress.pattern import write_pattern
from briefpress.themes import stylesheet
from briefpress.themes.tokens import tokens_of
from briefpress.web.fonts import font_faces, make_web_fonts, with_faces
from briefpress.web.sheets import take_sheets
from briefpress.web.translator import PageTranslator, pair_notes


@dataclass(frozen=True)
class Output:
    """A finished file: the document that it is for (empty: for all), its name in the output folder
    and its place below build/."""

    docname: str
    name: str
    path: str


class BriefHtmlBuilder(PublicationBuilder):
    """The builder ``html`` of a publication."""

    name = "html"
    theme_name: ClassVar[str] = "briefpress-web"
    default_translator_class = PageTranslator

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """Return the theme of conf.py, briefpress's own if conf.py names none."""
        if self.config.html_theme == "alabaster":  # Sphinx's default
            return self.theme_name, {}
        return super(PublicationBuilder, self).get_theme_config()

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the link from one document to another, which may stand in another language."""
        if to not in self.domain.index.documents:
            return super().get_relative_uri(from_, to, typ)
        tag = self.nearest(from_, to)
        place = self.published.place
        if tag == self.tag and place(from_) == place(to):
            return super().get_relative_uri(from_, to, typ)
        uri = self.link_to_language(from_, to, tag)
        self.note_language(uri, tag)
        return uri

    def link_to_language(self, here: str, there: str, tag: str) -> str:
        """Return the link from *here* to the page of *there* in the language *tag*: the folders
        of the languages stand beside each other (build/site/<lang>), so do site and drafts."""
        base, target = (
            f"{self.published.place(docname)}/{language}/{self.get_target_uri(docname)}"
            for docname, language in ((here, self.tag), (there, tag))
        )
        return relative_uri(base, target) or posixpath.basename(target)  # the page itself

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the page of *docname* as seen from the folder of its language. A draft is written
        where all pages are, with the links that are right in its place, build/drafts/<lang>."""
        is_draft = docname in self.published.drafts
        return super().get_target_uri(posixpath.basename(docname) if is_draft else docname, typ)

    def init(self) -> None:
        """Begin with no patterns drawn."""
        super().init()
        self._patterns: set[str] = set()
        self._neighbours: dict[str, list[str | None]] | None = None

    @cached_property
    def fonts(self) -> dict[str, Path]:
        """The file of each face of the pages, by its name."""
        return make_web_fonts(
            language_tag(self.config.language),
            briefs_domain(self.env).publication.languages,
            _font_cache(Path(self.doctreedir)),
        )

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write *docname*."""
        pair_notes(doctree)
        self._sheets = take_sheets(doctree)
        super().write_doc(docname, doctree)

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Write one page with the template of its kind."""
        # The faces of the first screen; the others come when they are needed.
        first = ("text", "text-italic", "text-semibold", "furniture")
        addctx["preloaded"] = [self.fonts[name].name for name in first]
        if pagename in self.domain.index.documents:
            addctx |= self.facts(pagename)
            addctx["outline"] = outline(event_arg)
            addctx["sheets"] = self._sheets
            addctx["switch"] = self.switch(pagename)
            addctx["downloads"] = self.downloads(pagename)
            addctx["neighbours"] = self.neighbours(pagename)
            if self.config.html_baseurl and pagename not in self.published.drafts:
                addctx["canonical"] = canonical_url(self.config, self.tag, pagename)
            templatename = f"{addctx['kind']}.html"
            if addctx.get("withdrawal"):
                templatename = "withdrawn.html"
                addctx |= {"description": "", "keywords": ()}
            for alias in self._aliases(pagename):
                self._write_alias(alias, addctx)
        super().handle_page(
            pagename, addctx, templatename, outfilename=outfilename, event_arg=event_arg
        )

    def pattern_url(self, here: str, work: Work) -> str:
        """Draw the pattern of *work*, and return its address as the document *here* names it."""
        hue = self.facts_of.hue(work)
        name = f"_images/{write_pattern(work.id, hue, Path(self.outdir, self.imagedir))}"
        self._patterns.add(name)
        return relative_uri(self.get_target_uri(here), name)

    def update_page_context(
        self, pagename: str, templatename: str, ctx: dict[str, Any], event_arg: Any
    ) -> None:
        """Let a draft's template link to the pages of the site, which lie in another folder."""
        super().update_page_context(pagename, templatename, ctx, event_arg)
        if pagename not in self.published.drafts:
            return
        path_to = ctx["pathto"]

        def path_from_draft(target: str, resource: bool = False) -> str:
            return str(path_to(target, 1) if resource else self.url(pagename, target) or "#")

        ctx["pathto"] = path_from_draft

    def _aliases(self, docname: str) -> tuple[str, ...]:
        """Return the names of the pages that send to *docname*; none to what is not public."""
        work = self.domain.index.documents[docname]
        if not isinstance(work, Work) or work.status.is_hidden:
            return ()
        return tuple(f"{posixpath.dirname(docname)}/{alias}" for alias in work.aliases or ())

    def _write_alias(self, name: str, context: dict[str, Any]) -> None:
        """Write the page *name*, which sends a reader on without a script."""
        target = posixpath.basename(self.get_target_uri(context["docname"]))
        links = {"style": relative_uri(name, "_static/style.css"), "target": target}
        page = self.templates.render("alias.html", self.globalcontext | context | links)
        write_atomically(self.get_output_path(name), page.encode())

    def switch(self, docname: str) -> list[dict[str, str]]:
        """Return the languages in which *docname* can be read: tag, own name, link."""
        return [
            {
                "tag": tag,
                "name": language_name(tag),
                "url": self.link_to_language(docname, docname, tag),
            }
            for tag in self.published.languages(docname) or self.published.drafts.get(docname, ())
        ]

    def downloads(self, docname: str) -> list[dict[str, str]]:
        """Return the other formats of a work; none in a plain build, which does not make them, and
        none of what is withdrawn."""
        document = self.domain.index.documents[docname]
        if self.published.everything or not is_whole(document):
            return []
        return [
            {"name": name, "type": media_type, "url": quote(f"{document.id}.{suffix}")}
            for name, suffix, media_type in (
                ("PDF", "pdf", "application/pdf"),
                ("ePub", "epub", "application/epub+zip"),
            )
        ]

    def neighbours(self, docname: str) -> dict[str, dict[str, str]]:
        """Return the pages above, before and after the page *docname* in the tables of contents,
        those that can be read in this language; none of a brief, which stands alone."""
        if self._neighbours is None:
            self._neighbours = self.env.collect_relations()
        documents = self.domain.index.documents
        near = zip(("above", "before", "after"), self._neighbours.get(docname, ()), strict=False)
        return {
            place: {"name": self.title(there), "url": self.get_relative_uri(docname, there)}
            for place, there in near
            if there is not None and there in documents
            if {documents[docname].kind, documents[there].kind} == {"page"}
            if there != self.config.root_doc  # every page's head leads there
            if self.published.is_published(there, self.tag)
        }

    def copy_static_files(self) -> None:
        """Make the folder of styles anew: nothing in it is left from an earlier build."""
        static = Path(self.outdir, "_static")
        shutil.rmtree(static, ignore_errors=True)
        static.mkdir(parents=True)
        self.create_pygments_style_file()
        style = f"{font_faces(self.fonts)}{stylesheet('web', tokens_of(self.config))}"
        (static / "style.css").write_text(style, encoding="utf-8")
        (static / "fonts").mkdir()
        for file in self.fonts.values():
            shutil.copyfile(file, static / "fonts" / file.name)
        self.copy_html_static_files(dict(self.globalcontext))
        self.copy_html_logo()
        self.copy_html_favicon()

    def copy_image_files(self) -> None:
        """Copy the pictures, and write those that briefpress has drawn."""
        super().copy_image_files()
        drawings = dict(self.drawings)
        for uri, name in self.images.items():
            if name.endswith(".svg"):
                drawings[name] = Path(self.srcdir, uri).read_bytes()
        for name, drawing in drawings.items():
            content = with_faces(drawing) if name.endswith(".svg") else drawing
            write_atomically(Path(self.outdir, "_images", name), content)

    def dump_inventory(self) -> None:
        """Write no inventory: nobody links to policy briefs through intersphinx."""

    def outputs(self) -> list[Output]:
        """Return the files that were made, each with its place in build/site or build/drafts."""
        made = {docname for docname in self.env.found_docs if self.makes(docname)}
        found: dict[str, Output] = {}
        for place, decision in (
            ("site", self.published.documents),
            ("drafts", self.published.drafts),
        ):
            # Of the whole decision: a narrowed build makes the styles of what it leaves alone too.
            if any(self.tag in tags for tags in decision.values()):
                shown = {docname for docname in made if self.published.place(docname) == place}
                found |= {output.path: output for output in self._outputs(place, shown)}
        return [found[path] for path in sorted(found)]

    def _outputs(self, place: str, made: set[str]) -> Iterator[Output]:
        """Yield the files of *place* in build/ that the documents *made* need."""
        folder = f"{place}/{self.tag}"
        pages: dict[str, str] = {}
        for docname in sorted(made):
            file = self.get_output_path(docname)
            pages[docname] = file.read_text(encoding="utf-8") if file.is_file() else ""
            name = f"{docname}{self.out_suffix}"
            yield Output(docname, name, self.published.path(docname, self.tag, self.out_suffix))
            for alias in self._aliases(docname):
                name = f"{alias}{self.out_suffix}"
                yield Output(docname, name, f"{folder}/{name}")
        shared = {f"_static/{name}": "" for name in _files_in(Path(self.outdir, "_static"))}
        # Asked of the pages: a brief shows pictures of its authors too, a withdrawn one none.
        images = (f"_images/{name}" for name in (*self.images.values(), *self.drawings))
        for name in (*images, *self._patterns):
            if owners := _pages_with(name, pages):
                shared[name] = min(owners)
        for _, download in self.env.dlfiles.values():
            if owners := _pages_with(f"_downloads/{posixpath.dirname(download)}/", pages):
                shared[f"_downloads/{download}"] = min(owners)
        for extra in self.config.html_extra_path if place == "site" else ():
            source = Path(self.confdir, str(extra))
            copied = [source.name] if source.is_file() else _files_in(source)
            shared |= {path: "" for path in copied if Path(self.outdir, path).is_file()}
        for name, docname in shared.items():
            yield Output(docname, name, f"{folder}/{name}")


def _font_cache(fallback: Path) -> Path:
    """Return the folder where the faces of web pages are kept: the user's, or one in *fallback* if
    that cannot be written."""
    folder = Path(user_cache_dir("briefpress"), "fonts")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return fallback / "fonts"
    return folder if os.access(folder, os.W_OK) else fallback / "fonts"


def _pages_with(name: str, pages: Mapping[str, str]) -> list[str]:
    return [docname for docname, page in pages.items() if name in page]


def _files_in(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files)
