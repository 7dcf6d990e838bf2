"""Add to a brief what stands around its text: its notes under a heading, and its authors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefpress.bibliography import citations_domain
from briefpress.brief import Author, Brief
from briefpress.directives import HEADINGS
from briefpress.domain import briefs_domain
from briefpress.interface import interface
from briefpress.languages import language_classes, language_tag
from briefpress.nodes import (
    brief_part,
    chart,
    chart_data,
    citation_cluster,
    front_matter,
    is_bibliography,
    plain_text,
    reference_list,
)


class NameParts(SphinxPostTransform):
    """Gives the parts of a brief their ids, those without a heading the author's one right above
    them or the usual one, and those that are sections of their own their place among the sections:
    the key messages come first."""

    default_priority = 3  # before anything else is added
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        parts = list(self.document.findall(brief_part))
        if not parts:
            return
        dirs = briefs_domain(self.env).publication.locale_dirs
        _ = interface(language_tag(self.config.language), dirs)
        top = top_section(self.document)
        for part in parts:
            kind = part["kind"]
            if kind == "pull-quote":
                continue
            part["ids"].append(free_id(self.document, kind))
            if part.get("label"):
                part["label"] = _(part["label"])
            if kind not in HEADINGS:
                continue
            if not isinstance(part.children[0], nodes.title) and not _take_heading(part):
                part.insert(0, nodes.title("", _(HEADINGS[kind])))
            _lift(part, top)
        if _lead_with_messages(top, parts):
            _number_notes(self.document)


def _lead_with_messages(top: nodes.section, parts: Sequence[brief_part]) -> bool:
    """Put the key messages before all else: a reader has them in the first seconds, also where
    the summary before them is long. Return whether there are any."""
    for part in parts:
        if part["kind"] == "key-messages" and part.parent is top:
            top.remove(part)
            top.insert(1 if isinstance(top[0], nodes.title) else 0, part)
            return True
    return False


def _number_notes(document: nodes.document) -> None:
    """Number the notes of *document* anew, in the order of their calls."""
    notes = {name: note for note in document.findall(nodes.footnote) for name in note["ids"]}
    calls = [call for call in document.findall(nodes.footnote_reference) if call["refid"] in notes]
    order = list(dict.fromkeys([*(call["refid"] for call in calls), *notes]))
    labels = {name: str(number) for number, name in enumerate(order, 1)}
    for call in calls:
        call.children = []
        call += nodes.Text(labels[call["refid"]])
    places = [(note.parent, note.parent.index(note)) for note in notes.values()]
    for (parent, place), name in zip(places, order, strict=True):
        notes[name][0] = nodes.label("", labels[name])
        notes[name]["backrefs"] = [
            back for call in calls if call["refid"] == name for back in call["ids"]
        ]
        parent[place] = notes[name]


def _take_heading(part: brief_part) -> bool:
    """Give *part* the heading that it stands right below; return whether there was one.

    The section goes: what follows *part* in it follows it still.
    """
    if not _is_headed(part):
        return False
    section = part.parent
    part.insert(0, section.pop(0))
    part["ids"] = [*section["ids"], *part["ids"]]
    section.parent.replace(section, section.children)
    return True


def _is_headed(part: brief_part) -> bool:
    """Whether *part* stands right below a heading other than a document's."""
    section = part.parent
    is_first = section.index(part) == 1 and isinstance(section[0], nodes.title)
    return is_first and isinstance(section.parent, nodes.section)


def _lift(part: brief_part, top: nodes.section) -> None:
    """Let *part* stand beside the sections: Markdown puts it into the one before it.

    What follows it there follows it still.
    """
    section = part.parent
    while isinstance(section, nodes.section) and section is not top:
        place = section.index(part)
        moved = section.children[place:]
        del section[place:]
        after = section.parent.index(section) + 1
        section.parent[after:after] = moved
        section = part.parent


class AddAuthors(SphinxPostTransform):
    """Appends a section with the portrait, name and biography of every author of a brief; in a
    collection, of those whom no earlier chapter is by.

    Not when messages are extracted: biographies have catalogues of their own.
    """

    default_priority = 4  # before references are resolved (10): biographies hold some
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        docname = self.env.current_document.docname
        domain = briefs_domain(self.env)
        brief = domain.index.documents.get(docname)
        if not isinstance(brief, Brief):
            return
        known = self._known(brief)
        authors = [author for author in brief.authors or () if author not in known]
        if not authors:
            return
        _ = interface(language_tag(self.config.language), domain.publication.locale_dirs)
        heading = _("About the author") if len(authors) == 1 else _("About the authors")
        title = nodes.title("", heading)
        section = nodes.section("", title, apparatus=True, classes=["about-authors"])
        section["ids"] = [free_id(self.document, "about-the-authors")]
        for author in authors:
            section += self._author(domain.index.authors[author], docname, _)
        top_section(self.document).append(section)

    def _known(self, brief: Brief) -> set[str]:
        """Return the authors of the chapters before *brief* in the book that it is bound in."""
        bound = briefs_domain(self.env).bound
        briefs = bound.briefs[: bound.briefs.index(brief)] if bound and bound.briefs else ()
        return {author for before in briefs for author in before.authors or ()}

    def _author(self, author: Author, brief: str, _: Callable[[str], str]) -> nodes.Node:
        doctree = self.env.get_doctree(author.docname)
        block = nodes.container(classes=["biography"])
        block += self._portrait(author, doctree, _)
        block += nodes.paragraph("", "", *self._name(author, brief), classes=["author-name"])
        block += self._biography(author.docname, doctree, brief)
        links = (author.orcid and f"https://orcid.org/{author.orcid}", author.url)
        if shown := [nodes.reference("", url, refuri=url) for url in links if url]:
            block += nodes.paragraph("", "", *separate(shown, " · "), classes=["author-links"])
        return block

    def _portrait(
        self, author: Author, doctree: nodes.document, _: Callable[[str], str]
    ) -> Iterator[nodes.image]:
        for image in doctree.findall(nodes.image):
            if image.get("key") == "portrait":
                portrait = image.deepcopy()
                del portrait["key"]
                portrait["alt"] = f"{_('Portrait')}: {self.env.titles[author.docname].astext()}"
                portrait["classes"].append("portrait")
                yield portrait

    def _name(self, author: Author, brief: str) -> Iterator[nodes.Node]:
        name = self.env.titles[author.docname]
        link = addnodes.pending_xref(
            "",
            nodes.inline("", "", *(child.deepcopy() for child in name.children)),
            refdomain="doc",
            refdoc=brief,
            reftarget=author.docname,
            reftargetid=None,
            reftype="myst",
            refexplicit=True,
        )
        domain = briefs_domain(self.env)
        language = domain.language_of(author.docname, "title")
        yield nodes.strong("", "", link, classes=language_classes(language))
        for place, affiliation in enumerate(domain.texts(author.docname, "affiliations")):
            classes = language_classes(domain.language_of(author.docname, "affiliations", place))
            yield nodes.Text(", ")
            yield (
                nodes.inline("", affiliation, classes=classes)
                if classes
                else nodes.Text(affiliation)
            )

    def _biography(self, author: str, doctree: nodes.document, brief: str) -> Iterator[nodes.Node]:
        _make_embeddable(doctree, citations_domain(self.env).texts(author), author, brief)
        for child in top_section(doctree).children:
            if not isinstance(child, (nodes.title, front_matter)):
                yield child


def separate(items: Sequence[nodes.Node], separator: str) -> Iterator[nodes.Node]:
    """Yield *items* with *separator* between them."""
    for place, item in enumerate(items):
        if place:
            yield nodes.Text(separator)
        yield item


def _make_embeddable(
    doctree: nodes.document, citations: Sequence[str], author: str, docname: str
) -> None:
    """Take out of a biography what the brief *docname* has one of, and name the rest apart.

    Its citations become the words *citations*. The author was warned (`ReadFrontMatter`).
    """
    clusters = list(doctree.findall(citation_cluster))
    for cluster, text in zip(clusters, citations, strict=True):
        cluster.replace_self(nodes.Text(text))
    for kind in (nodes.footnote, nodes.footnote_reference, reference_list):
        for node in list(doctree.findall(kind)):
            node.parent.remove(node)
    for part in list(doctree.findall(brief_part)):
        for title in [child for child in part.children if isinstance(child, nodes.title)]:
            title.replace_self(nodes.paragraph("", "", nodes.strong("", "", *title.children)))
        part.parent.replace(part, part.children)
    for node in doctree.findall(nodes.Element):
        node["ids"] = [f"{author.replace('/', '-')}-{name}" for name in node["ids"]]
        if "refid" in node:
            node["refid"] = f"{author.replace('/', '-')}-{node['refid']}"
        if isinstance(node, addnodes.pending_xref):
            node["refdoc"] = docname


class GatherNotes(SphinxPostTransform):
    """Puts a document's notes under a heading, before its references or at its end.

    Not on paper: there a note stands at the foot of the page.
    """

    default_priority = 6  # after the authors are (4)
    builders = ("html", "briefepub")

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        notes = [node for node in self.document.children if isinstance(node, nodes.footnote)]
        if not notes:
            return
        domain = briefs_domain(self.env)
        _ = interface(language_tag(self.config.language), domain.publication.locale_dirs)
        section = nodes.section("", nodes.title("", _("Notes"), web_only=True))
        section["ids"] = [free_id(self.document, "notes")]
        for note in notes:
            self.document.remove(note)
            section += note
        top = top_section(self.document)
        top.insert(_place_of_notes(top), section)


def _place_of_notes(top: nodes.section) -> int:
    """Return where in *top* its notes belong: behind all that calls one, and before the references
    and the authors if these are there."""
    behind = 0
    for place, child in enumerate(top.children):
        if any(child.findall(nodes.footnote_reference)):
            behind = place + 1
    after = (
        place
        for place, child in enumerate(top.children[behind:], behind)
        if is_bibliography(child) or (isinstance(child, nodes.section) and child.get("apparatus"))
    )
    return next(after, len(top.children))


class Flatten(SphinxPostTransform):
    """Makes ordinary nodes of briefpress's own for Sphinx's builders that know no others: text and
    headings stay."""

    default_priority = 6  # after the authors are (4)
    formats = ("latex", "man", "texinfo", "text")

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        domain = briefs_domain(self.env)
        _ = interface(language_tag(self.config.language), domain.publication.locale_dirs)
        for strings in list(self.document.findall(front_matter)):
            strings.parent.remove(strings)
        # One document made of several has no citations of its own.
        for cluster in list(self.document.findall(citation_cluster)):
            cluster.replace_self(nodes.Text(cluster.astext()))
        for formula in list(self.document.findall(nodes.Element)):
            # Of one that an author wrote as MathML there is no LaTeX.
            if isinstance(formula, nodes.math) and "display" in formula:
                formula.replace_self(nodes.Text(formula["alt"]))
            elif isinstance(formula, nodes.math_block) and "display" in formula:
                formula.replace_self(nodes.paragraph("", formula["alt"]))
        for drawing in list(self.document.findall(chart)):
            alt = next(text for text in drawing.findall(plain_text) if text["key"] == "alt")
            drawing.replace_self(nodes.paragraph("", alt.astext()))
        for data in list(self.document.findall(chart_data)):
            data.parent.replace(data, data.children)
        for part in list(self.document.findall(brief_part)):
            titles = [child for child in part.children if isinstance(child, nodes.title)]
            if not titles and part["kind"] in HEADINGS and not _is_headed(part):
                part.insert(0, nodes.rubric("", _(HEADINGS[part["kind"]])))
            for title in titles:
                title.replace_self(nodes.rubric("", "", *title.children))
            if part.get("label"):
                part.insert(0, nodes.paragraph("", _(part["label"])))
            part.parent.replace(part, part.children)


def free_id(document: nodes.document, wanted: str) -> str:
    """Return *wanted*, numbered if *document* has it: an author may write “Notes” too."""
    taken = {name for node in document.findall(nodes.Element) for name in node["ids"]}
    names = (f"{wanted}-{number}" if number > 1 else wanted for number in count(1))
    return next(name for name in names if name not in taken)


def top_section(document: nodes.document) -> nodes.section:
    """Return the one section that holds all of *document*."""
    return next(node for node in document.children if isinstance(node, nodes.section))
