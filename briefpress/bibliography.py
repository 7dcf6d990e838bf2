"""Cite works from CSL-JSON: clusters are collected while reading, made by `citeproc` in one process
for all documents that changed, and put in when a document is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from briefpress.citeproc import Cite, Made, run_citeproc, to_nodes
from briefpress.languages import language_tag
from briefpress.nodes import citation_cluster, is_bibliography, reference_list
from briefpress.problems import Kind, log_warning
from briefpress.references import FILES, Listed, reference_files
from briefpress.tables import DocumentTables
from briefpress.typography.transform import hold_block

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


_CITE = re.compile(
    r"\s*(?:\{(?P<prefix>[^}]*)\})?\s*(?P<key>[^\s{};,]+)\s*(?:\{(?P<suffix>[^}]*)\})?\s*"
)


def parse_cites(content: str, *, textual: bool) -> tuple[Cite, ...]:
    """Read the content of a citation role: keys parted by ``;`` or ``,``, each with a prefix
    and a suffix in braces if need be. Raise `ValueError` on anything else."""
    cites = []
    for part in _split(content):
        match = _CITE.fullmatch(part)
        if match is None:
            raise ValueError(part.strip())
        cites.append(Cite(match["key"], match["prefix"] or "", match["suffix"] or "", textual))
    return tuple(cites)


def _split(content: str) -> Iterator[str]:
    """Split at ``;`` and ``,`` outside braces."""
    part, depth = "", 0
    for character in content:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character in ";," and depth == 0:
            yield part
            part = ""
        else:
            part += character
    yield part


class CiteRole(SphinxRole):
    """``{cite:p}`key``` (in brackets) and ``{cite:t}`key``` (the author in the sentence)."""

    def __init__(self, *, textual: bool) -> None:
        super().__init__()
        self.textual = textual

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return a cluster that is filled in later."""
        domain = citations_domain(self.env)
        domain.data["references"][self.env.current_document.docname] = domain.references
        try:
            cites = parse_cites(self.text, textual=self.textual)
        except ValueError as fault:
            self._warn(f"cannot read the citation “{fault}”; write {{cite:p}}`key{{p. 5}}`")
            return [nodes.Text(self.text)], []
        for cite in cites:
            work = domain.works.get(cite.key)
            if work is None:
                message = f"no work has the key “{cite.key}” in {' or '.join(FILES)}"
                close = _closest(cite.key, domain.works)
                self._warn(f"{message}; did you mean “{close}”?" if close else message)
                continue
            for flaw in work.flaws:
                log_warning(f"{work.path}:{work.line}", Kind.REFERENCES, flaw)
        return [citation_cluster(self.rawtext, self.text, cites=cites)], []

    def _warn(self, message: str) -> None:
        log_warning(self.get_location(), Kind.CITATION, message)


def _closest(key: str, keys: Iterable[str]) -> str:
    """Return which of *keys* was meant by *key*, most likely; empty if none is like it."""
    alike = {other.casefold(): other for other in keys}
    close = difflib.get_close_matches(key.casefold(), sorted(alike), n=1)
    return alike[close[0]] if close else ""


class BibliographyDirective(SphinxDirective):
    """``{bibliography}``: the list of the works that the document cites."""

    def run(self) -> list[Node]:
        """Return a node that is filled in later."""
        node = reference_list()
        self.set_source_info(node)
        return [node]


class CitationsDomain(DocumentTables):
    """The citations of every document and what citeproc made of them.

    ``clusters``: a list of tuples of `Cite` per document, in the order of the text.
    ``made``: per document what `Made` holds. ``references``: per document with citations the
    `references_digest` when it was read. ``own``: per brief what it is as an item of CSL-JSON,
    and how it is cited itself, as pandoc's JSON inlines (`briefpress.self_citation`).
    """

    name = "cite"
    label = "Citations"
    roles: ClassVar[dict[str, Any]] = {"p": CiteRole(textual=False), "t": CiteRole(textual=True)}
    data_version = 2  # one more whenever the shape of the data changes
    tables = ("clusters", "made", "own", "references")

    # Set anew for every build, never pickled.
    works: Mapping[str, Listed]
    references: tuple[str, ...]

    def changed_documents(self) -> list[str]:
        """Return the documents with citations that were read with other files of references."""
        return [name for name, read in self.data["references"].items() if read != self.references]

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Collect the citations of *document*."""
        clusters = list(document.findall(citation_cluster))
        if not clusters:
            return
        self.data["clusters"][docname] = [node["cites"] for node in clusters]
        lists = list(document.findall(reference_list))
        if not lists:
            log_warning(
                clusters[0],
                Kind.CITATION,
                "works are cited, but their list is missing; add the directive {bibliography}",
            )
        for again in lists[1:]:
            log_warning(again, Kind.CITATION, "the list of works stands above; take out this one")

    def texts(self, docname: str) -> list[str]:
        """Return the citations of *docname* as plain text, in their order."""
        made: Made | None = self.data["made"].get(docname)
        clusters = made.clusters if made else []
        return ["".join(node.astext() for node in to_nodes(inlines)) for inlines in clusters]


def citations_domain(env: BuildEnvironment) -> CitationsDomain:
    """Return the domain of *env*."""
    return cast("CitationsDomain", env.get_domain(CitationsDomain.name))


def make_citations(app: Sphinx, env: BuildEnvironment) -> None:
    """Make the citations of all documents that were read (event ``env-updated``)."""
    data = citations_domain(env).data
    todo = sorted(set(data["clusters"]) - set(data["made"]))
    if todo:
        made = run_citeproc(
            [data["clusters"][docname] for docname in todo],
            reference_files(Path(env.srcdir)),
            language_tag(env.config.language),
        )
        data["made"].update(zip(todo, made, strict=True))


class PutCitations(SphinxPostTransform):
    """Puts the citations and the list of references in."""

    # While they stand in the order they were made in: `furniture.NameParts` (3) moves parts.
    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        docname = self.env.current_document.docname
        tag = language_tag(self.config.language)
        made: Made | None = citations_domain(self.env).data["made"].get(docname)
        if made is not None:
            clusters = list(self.document.findall(citation_cluster))
            for node, inlines in zip(clusters, made.clusters, strict=True):
                cluster = nodes.inline("", "", *to_nodes(inlines))
                hold_block(cluster, tag)
                node.replace_self(cluster.children)
        entries = made.entries if made else []
        for place in list(self.document.findall(reference_list)):
            self._put_list(place, _list(entries, tag) if entries else None)
            entries = []

    def _put_list(self, place: reference_list, entries: nodes.bullet_list | None) -> None:
        """Put *entries* in; readers are told where they are, be it a section or a part of one."""
        parent = place.parent
        if entries is None:
            parent.remove(place)
            return
        parent.replace(place, entries)
        if not is_bibliography(parent):
            parent.replace(entries, nodes.container("", entries))


def _list(entries: list[tuple[str, list[Any]]], tag: str) -> nodes.bullet_list:
    items = []
    for name, inlines in entries:
        paragraph = nodes.paragraph("", "", *to_nodes(inlines))
        hold_block(paragraph, tag)
        items.append(nodes.list_item("", paragraph, ids=[f"ref-{name}"]))
    return nodes.bullet_list("", *items, classes=["references"])
