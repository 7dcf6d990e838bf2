"""Number the figures and tables of each document from 1, and say which brief a number is of.

In a book of several they are numbered on (see `briefpress.numbers`). Sphinx counts through all
documents of the toctree, and passes over those that are in none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform

from briefpress.domain import briefs_domain
from briefpress.elements.lines import WRITTEN
from briefpress.interface import interface
from briefpress.languages import language_classes, language_tag
from briefpress.typography.rules import NO_BREAK

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    Numbers = dict[str, dict[str, tuple[int, ...]]]

# The words before each kind of number; the interface translates them.
FORMATS = {"figure": "Figure %s", "table": "Table %s", "code-block": "Listing %s"}


def count_elements(app: Sphinx, document: nodes.document) -> None:
    """Number what has a caption in *document* (event ``doctree-read``)."""
    env = app.env
    standard = env.domains.standard_domain
    numbers: Numbers = {}
    for node in document.findall(nodes.Element):
        kind = standard.get_enumerable_node_type(node)
        if kind in FORMATS and node["ids"] and standard.get_numfig_title(node):
            found = numbers.setdefault(kind, {})
            found[node["ids"][0]] = (len(found) + 1,)
    briefs_domain(env).data["numbers"][env.current_document.docname] = numbers


def name_numbers(app: Sphinx, builder: Builder) -> None:
    """Give the numbers their words (event ``write-started``; before, other words would make Sphinx
    read all documents again)."""
    dirs = briefs_domain(app.env).publication.locale_dirs
    _ = interface(language_tag(app.config.language), dirs)
    app.config.numfig_format |= {kind: _(FORMATS[kind]).replace(" ", NO_BREAK) for kind in FORMATS}


def number_by_document(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Put these numbers in place of Sphinx's; return the documents whose numbers are others now
    (event ``env-get-updated``)."""
    before, env.toc_fignumbers = env.toc_fignumbers, dict(briefs_domain(env).data["numbers"])
    return sorted(name for name, new in env.toc_fignumbers.items() if before.get(name, {}) != new)


class NameBriefs(SphinxPostTransform):
    """Adds the title of the document to a number of another one: “Figure 2 (The ports)”."""

    default_priority = ReferencesResolver.default_priority - 1
    formats = WRITTEN

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        standard, domain = self.env.domains.standard_domain, briefs_domain(self.env)
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("refdomain") != "std" or node.get("reftype") != "numref":
                continue
            target = node["reftarget"]
            docname = (standard.labels.get(target) or standard.anonlabels.get(target) or ("",))[0]
            if node["refexplicit"] or docname in ("", node["refdoc"]):
                continue
            self._write_number(node, docname)
            if domain.bound and domain.bound.holds(docname):
                continue  # there is one Figure 2 in a book
            language = domain.language_of(docname, "title")
            words = [child.deepcopy() for child in self.env.titles[docname].children]
            title = nodes.inline(
                "", "", *words, classes=[*language_classes(language), "other-document"]
            )
            node.parent.insert(
                node.parent.index(node) + 1, [nodes.Text(" ("), title, nodes.Text(")")]
            )

    def _write_number(self, node: addnodes.pending_xref, docname: str) -> None:
        """Let the words of *node* be what it names in *docname*: a book has nothing else where
        Sphinx finds no address (``html_baseurl``) to link to."""
        standard, target = self.env.domains.standard_domain, node["reftarget"]
        label = (standard.labels.get(target) or standard.anonlabels[target])[1]
        numbered = self.env.get_doctree(docname).ids.get(label)
        kind = standard.get_enumerable_node_type(numbered) if numbered is not None else None
        number = self.env.toc_fignumbers.get(docname, {}).get(kind or "", {}).get(label)
        if kind and number:
            words = self.config.numfig_format[kind] % ".".join(map(str, number))
            node[:] = [nodes.inline("", words, classes=["std", "std-numref"])]
