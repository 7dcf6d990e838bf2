"""Put the index's strings into the doctree as translatable nodes, and the title on top."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.transforms import SphinxTransform

from briefpress.brief import Author, Document, Series, Topic
from briefpress.domain import FrontPicture, briefs_domain
from briefpress.html_tags import ELEMENTS, tags_of
from briefpress.nodes import (
    brief_part,
    citation_cluster,
    front_matter,
    front_matter_text,
    reference_list,
)
from briefpress.problems import Kind, log_warning

if TYPE_CHECKING:
    from sphinx.application import Sphinx


# The class of code that is a message: a form, an output with words.
TRANSLATE = "translate"

# What belongs into briefs alone, by its name in messages.
_APPARATUS: Mapping[type[nodes.Element], str] = {
    brief_part: "part",
    citation_cluster: "citation",
    nodes.footnote: "note",
    nodes.section: "heading",
    nodes.target: "target",
    reference_list: "list of references",
}


class ReadFrontMatter(SphinxTransform):
    """Replaces MyST's field list, whose keys depend on the language and whose values lose their
    lines, by the index's strings; gives every document exactly one top section, its title."""

    # Before Sphinx collects the translatable messages (PreserveTranslatableMessages, 10).
    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        docname = self.env.current_document.docname
        domain = briefs_domain(self.env)
        document = domain.index.documents.get(docname)
        if document is None:
            return
        self._remove_fields(docname)
        self._leave_out_wordless()
        top = self._set_title(document)
        conf = str(domain.publication.top / "conf.py")
        # After the title: a translator meets them in the order of a reader.
        top.insert(1, self._strings(document, domain.site_strings(docname), conf))
        if isinstance(document, (Author, Topic, Series)):
            self._refuse_apparatus(top)
        # Found through lists and links: a toctree is one way among others.
        self.env.metadata[docname]["orphan"] = ""

    def _remove_fields(self, docname: str) -> None:
        for node in list(self.document.children):
            if isinstance(node, nodes.field_list):
                self.document.remove(node)
                for name in node.findall(nodes.field_name):
                    self.env.metadata[docname].pop(name.astext(), None)
                return
            if isinstance(node, nodes.section):
                return

    def _leave_out_wordless(self) -> None:
        """Make no messages of code, unless its class wants one, of formulas, and of paragraphs that
        are a picture and nothing else (its alternative text is one): nobody could translate them,
        and the brief with them. The alternative text of a picture among words is part of their
        message."""
        for formula in self.document.findall(nodes.math_block):
            formula["translatable"] = False
        for code in self.document.findall(nodes.literal_block):
            if TRANSLATE in code["classes"]:
                code["translatable"] = True
        for paragraph in self.document.findall(nodes.paragraph):
            if paragraph.children and all(isinstance(n, nodes.image) for n in paragraph.children):
                paragraph["translatable"] = False
        for image in self.document.findall(nodes.image):
            block: nodes.Node = image.parent
            while isinstance(block, nodes.Inline):
                block = block.parent
            # reStructuredText names a picture, and has its text elsewhere.
            if (
                isinstance(block, nodes.TextElement)
                and block.get("translatable", True)
                and "![" in block.rawsource
                and image.get("alt")
            ):
                image["spoken"] = image.attributes.pop("alt")

    def _strings(
        self, document: Document, site: dict[str, tuple[str, int]], conf: str
    ) -> front_matter:
        holder = front_matter()
        source = self.document["source"]
        strings = [
            _text_node(key, value, source, document.lines.get(f"{key}.{n}", document.lines[key]))
            for key, values in document.strings.items()
            for n, value in enumerate(values)
        ]
        holder += sorted(strings, key=lambda node: node.line or 0)
        for key, (value, line) in site.items():
            holder += _text_node(key, value, conf, line)
        for key, path in document.pictures.items():
            # No text alternative: it would be a message once more.
            image = nodes.image("", uri=quote(path), key=key)
            image.source, image.line = source, document.lines[key]
            holder += image
        return holder

    def _set_title(self, document: Document) -> nodes.section:
        sections = [node for node in self.document.children if isinstance(node, nodes.section)]
        if not sections or not self._is_title(sections[0], document):
            sections.insert(0, self._section(document.heading))
            self.document.insert(0, sections[0])
        top = sections[0]
        # Text before the first heading; the sections take what follows them.
        loose = [
            node
            for node in self.document.children
            if not isinstance(node, (nodes.section, nodes.footnote))
        ]
        for node in loose:
            self.document.remove(node)
        top[1:1] = loose
        title = top.children[0]
        assert isinstance(title, nodes.title)
        self._clean_title(title)
        if document.title_from != "heading":
            title.source, title.line = self.document["source"], document.title_line
        # MyST reads `title: 12:30` and `title: Yes` as YAML does; and a heading may be empty.
        written = document.title if document.title_from == "front matter" else None
        if not title.astext() or (written and title.rawsource != written):
            title.rawsource = written or document.heading
            title[:] = [nodes.Text(document.heading)]
            title["is_plain"] = True
        for later in sections[1:]:
            self.document.remove(later)
            same = later[0].astext() == title.astext() and later is sections[1]
            # A heading that repeats the front matter's title is that title.
            top.extend(later.children[1:] if same else [later])
        return top

    def _clean_title(self, title: nodes.title) -> None:
        """Leave words and emphasis in *title*: it stands in lists, links and metadata too, where
        a note has no foot and a picture no place. Tags of HTML are words, as in all other values
        of the front matter."""
        title["tags_are_words"] = True
        unfit = False
        for node in list(title.findall(nodes.Element)):
            if isinstance(node, nodes.footnote_reference):
                self.document.footnote_refs[node["refname"]].remove(node)
            elif isinstance(node, (nodes.raw, nodes.problematic)):
                _warn_of_tags(node.astext(), title)
                node.parent[node.parent.index(node)] = nodes.Text(node.astext())
                continue
            elif not isinstance(node, (nodes.image, nodes.system_message)):
                continue
            unfit = unfit or not isinstance(node, nodes.system_message)
            node.parent.remove(node)
        if unfit:
            log_warning(
                title,
                Kind.TITLE,
                "a title holds words and emphasis; put this note or picture into the text",
            )

    def _refuse_apparatus(self, top: nodes.section) -> None:
        """Warn of what a text that briefs embed must not hold: it would be there twice."""
        for node in self.document.findall(nodes.Element):
            name = next((name for kind, name in _APPARATUS.items() if isinstance(node, kind)), "")
            if name and node is not top:
                log_warning(
                    node,
                    Kind.BIOGRAPHY,
                    "a biography, topic or series text holds paragraphs, lists and links; "
                    "write this %s in a brief",
                    name,
                )

    def _is_title(self, section: nodes.section, document: Document) -> bool:
        """Whether *section* is headed by the title. MyST sets the one of the front matter on line
        1, but none that YAML takes for false (``title: No``) and no author's name."""
        if document.title_from != "front matter":
            return document.title_from == "heading"
        return (section.children[0].line or 0) <= 1

    def _section(self, heading: str) -> nodes.section:
        title = nodes.title(heading, "", nodes.Text(heading), is_plain=True)
        section = nodes.section("", title, names=[nodes.fully_normalize_name(heading)])
        self.document.note_implicit_target(section, section)
        return section


def _warn_of_tags(text: str, title: nodes.title) -> None:
    """Warn of the elements of HTML that *text*, a part of *title*, begins."""
    for tag in tags_of(text):
        if tag.name in ELEMENTS and not tag.is_end:
            log_warning(
                title,
                Kind.TITLE,
                "a title shows %s as it is written; write *word* for emphasis, {sub}`2` for a low "
                "number, and no line breaks",
                tag.written,
            )


def note_pictures(app: Sphinx, document: nodes.document) -> None:
    """Remember the pictures of the front matter of *document* (event ``doctree-read``)."""
    pictures = {
        image["key"]: FrontPicture(image["uri"], image.get("drawing", ""), image.get("stem", ""))
        for image in document.findall(nodes.image)
        if "key" in image
    }
    briefs_domain(app.env).data["pictures"][app.env.current_document.docname] = pictures


# Nobody means its signs for words.
_LINK = re.compile(r"\[[^\]\n]+\]\((?:https?://|mailto:)[^)\s]*\)")


def _text_node(key: str, value: str, source: str, line: int) -> front_matter_text:
    node = front_matter_text(value, value, key=key)
    node.source, node.line = source, line
    if link := _LINK.search(value):
        log_warning(
            node,
            Kind.MARKUP,
            "“%s” is shown as it is written, for this value is words alone; write it without its "
            "signs, and the link into the text",
            link[0],
        )
    return node
