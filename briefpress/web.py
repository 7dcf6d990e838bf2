"""Write the web pages of one language."""

from __future__ import annotations

import posixpath
import shutil
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from briefpress.brief import Brief
from briefpress.builders import BriefTranslator, PublicationBuilder, canonical_url
from briefpress.languages import language_name
from briefpress.outline import outline
from briefpress.themes import stylesheet


class PageTranslator(BriefTranslator):
    """The HTML of pages, which are read on screens of any width, with any device."""

    def visit_table(self, node: nodes.table) -> None:
        """Write the table into a box that scrolls where the screen is narrow, also by keyboard."""
        self.body.append('<div class="table-scroll" tabindex="0">\n')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        """End the box too."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_section(self, node: nodes.section) -> None:
        """Write what has no heading, since the template wrote it, as no section."""
        if _has_heading(node):
            super().visit_section(node)
            return
        self.section_level += 1
        self.body.append(self.starttag(node, "div"))

    def depart_section(self, node: nodes.section) -> None:
        """End what `visit_section` began."""
        if _has_heading(node):
            super().depart_section(node)
            return
        self.section_level -= 1
        self.body.append("</div>\n")


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
        if tag == self.tag:
            return super().get_relative_uri(from_, to, typ)
        uri = self.link_to_language(from_, to, tag)
        self.note_language(uri, tag)
        return uri

    def link_to_language(self, here: str, there: str, tag: str) -> str:
        """Return the link from *here* to the page of *there* in the language *tag*: the folders
        of the languages stand beside each other (build/site/<lang>)."""
        target = self.get_target_uri(there)
        uri = relative_uri(f"{self.tag}/{self.get_target_uri(here)}", f"{tag}/{target}")
        return uri or posixpath.basename(target)  # the page itself

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
        if pagename in self.domain.index.documents:
            addctx |= self.facts(pagename)
            addctx["outline"] = outline(event_arg)
            addctx["switch"] = self.switch(pagename)
            addctx["downloads"] = self.downloads(pagename)
            if self.config.html_baseurl:
                addctx["canonical"] = canonical_url(self.config, self.tag, pagename)
            templatename = f"{addctx['kind']}.html"
        super().handle_page(
            pagename, addctx, templatename, outfilename=outfilename, event_arg=event_arg
        )

    def switch(self, docname: str) -> list[dict[str, str]]:
        """Return the languages in which *docname* can be read: tag, own name, link."""
        return [
            {
                "tag": tag,
                "name": language_name(tag),
                "url": self.link_to_language(docname, docname, tag),
            }
            for tag in self.published.languages(docname)
        ]

    def downloads(self, docname: str) -> list[dict[str, str]]:
        """Return the other formats of a brief; none in a plain build, which does not make them."""
        document = self.domain.index.documents[docname]
        if self.published.everything or not isinstance(document, Brief):
            return []
        return [
            {"name": name, "type": media_type, "url": quote(f"{document.id}.{suffix}")}
            for name, suffix, media_type in (
                ("PDF", "pdf", "application/pdf"),
                ("ePub", "epub", "application/epub+zip"),
            )
        ]

    def copy_static_files(self) -> None:
        """Make the folder of styles anew: nothing in it is left from an earlier build."""
        shutil.rmtree(self._static_dir, ignore_errors=True)
        self._static_dir.mkdir(parents=True)
        self.create_pygments_style_file()
        (self._static_dir / "style.css").write_text(stylesheet("web"), encoding="utf-8")
        self.copy_html_static_files(dict(self.globalcontext))
        self.copy_html_logo()
        self.copy_html_favicon()

    def dump_inventory(self) -> None:
        """Write no inventory: nobody links to policy briefs through intersphinx."""

    def outputs(self) -> list[tuple[str, str]]:
        """Return the files that belong to the site, relative to the output folder, each with the
        document that it is for (empty: for all)."""
        made = {docname for docname in self.env.found_docs if self.makes(docname)}
        found = {f"{docname}{self.out_suffix}": docname for docname in made}
        found |= {f"_static/{name}": "" for name in _files_in(Path(self._static_dir))}
        for uri, name in self.images.items():
            owners = self.env.images[uri][0] & made
            found[f"_images/{name}"] = min(owners, default="")
        for docnames, file in self.env.dlfiles.values():
            if owners := docnames & made:
                found[f"_downloads/{file}"] = min(owners)
        for extra in self.config.html_extra_path:
            source = Path(self.confdir, str(extra))
            copied = [source.name] if source.is_file() else _files_in(source)
            found |= {path: "" for path in copied if Path(self.outdir, path).is_file()}
        return sorted((docname, name) for name, docname in found.items())


def _has_heading(section: nodes.section) -> bool:
    return any(isinstance(child, nodes.title) for child in section.children)


def _files_in(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files)
