"""Let every document have its own names: those of headings, figures, formulas and terms.

Authors who never met call a figure alike. Sphinx has one table of the names of all documents, in
which the one that was read last has a name, so that it depended on the order of editing where a
link leads. Here every document is read as if it were the only one. A name is then looked for in the
document that says it, in the book that it is bound in, and in the others in their order.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import ItemsView, Mapping
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform
from sphinx.util.nodes import get_node_line

from briefpress.domain import briefs_domain
from briefpress.elements.lines import WRITTEN
from briefpress.languages import join
from briefpress.problems import Kind, log_warning

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    Table = tuple[str, str]  # a domain, and what it calls the table
    Row = tuple[Any, ...]  # a document, and what it has there
    Names = dict[Table, dict[Any, Row]]

EQUATIONS = ("math", "objects")
TERMS = ("std", "objects")
_LABELS = (("citation", "citations"), EQUATIONS, ("std", "anonlabels"), ("std", "labels"))
_TABLES = (*_LABELS, TERMS, ("std", "terms"))

# What names something without saying in which document.
_REFERENCES = ("eq", "myst", "numref", "ref")


def read_alone(app: Sphinx, docname: str, content: list[str]) -> None:
    """Forget all names before *docname* is read (event ``source-read``)."""
    for domain, table in _TABLES:
        app.env.domaindata[domain][table] = _of_no_document(app.env, (domain, table))


def note_names(app: Sphinx, document: nodes.document) -> None:
    """Remember the names in *document* (event ``doctree-read``)."""
    docname = app.env.current_document.docname
    briefs_domain(app.env).data["names"][docname] = {
        (domain, table): {
            name: row
            for name, row in app.env.domaindata[domain][table].items()
            if row[0] == docname
        }
        for domain, table in _TABLES
    }


def join_names(app: Sphinx, env: BuildEnvironment) -> None:
    """Give Sphinx the names of all documents (event ``env-updated``)."""
    names = briefs_domain(env).data["names"]
    for domain, table in _TABLES:
        joined = _of_no_document(env, (domain, table))
        for docname in sorted(names, reverse=True):
            joined.update(names[docname][domain, table])
        env.domaindata[domain][table] = joined


def _of_no_document(env: BuildEnvironment, table: Table) -> dict[Any, Row]:
    """Return what Sphinx itself names: its index, its search."""
    rows = env.domaindata[table[0]].setdefault(table[1], {})
    return {name: row for name, row in rows.items() if row[0] not in env.found_docs}


def near(env: BuildEnvironment) -> list[str]:
    """Return the documents whose names come first, in that order: the one that is being written,
    and those that it is bound with."""
    domain, docname = briefs_domain(env), env.current_document.docname
    chapters = domain.bound.chapters if domain.bound else ()
    return list(dict.fromkeys([docname, *(chapter.docname for chapter in chapters)]))


def warn_of_several(
    node: nodes.Element, env: BuildEnvironment, found: Mapping[str, str], message: str
) -> None:
    """Warn at *node* of a name that no document near has and several others do: *found* are the
    ids that it has in them."""
    documents, places = briefs_domain(env).index.documents, []
    for docname, name in sorted(found.items()):
        named = env.get_doctree(docname).ids.get(name)
        line = get_node_line(named) if named is not None else None
        path = documents[docname].path
        places.append(f"{path}:{line}" if line else path)
    log_warning(node, Kind.AMBIGUOUS, message, join(places, "en"))


class _Seen(ChainMap[Any, "Row"]):
    """A table of names as a document sees it. Who goes through all meets those of every document:
    so does MyST-Parser, for links that say in which."""

    def __init__(
        self, first: list[dict[Any, Row]], joined: dict[Any, Row], every: list[dict[Any, Row]]
    ) -> None:
        super().__init__(*first, joined)
        self.joined, self._every = joined, every

    def items(self) -> ItemsView[Any, Row]:
        """Return the names of every document with what they are of."""
        found = [item for rows in (*self._every, self.joined) for item in rows.items()]
        return cast("ItemsView[Any, Row]", found)


def _id(name: str, row: Row) -> str:
    return row[1] if isinstance(row[1], str) else nodes.make_id(f"equation-{name}")


class FindNames(SphinxPostTransform):
    """Puts the names of a document, and of those it is bound with, before those of others."""

    default_priority = ReferencesResolver.default_priority - 2  # before anything looks for one
    formats = WRITTEN

    def run(self, **kwargs: Any) -> None:
        """Let Sphinx have the names so until `ForgetNames`."""
        names: dict[str, Names] = briefs_domain(self.env).data["names"]
        first = [names[docname] for docname in near(self.env) if docname in names]
        for domain, table in _TABLES:
            data = self.env.domaindata[domain]
            every = [rows[domain, table] for rows in names.values()]
            data[table] = _Seen([rows[domain, table] for rows in first], data[table], every)
        for node in self.document.findall(addnodes.pending_xref):
            name, is_named = node["reftarget"], node["reftype"] in _REFERENCES
            is_near = any(name in rows[table] for rows in first for table in _LABELS)
            if is_named and not is_near and node["refdomain"] != "doc":
                self._warn(node, name, names)

    def _warn(self, node: nodes.Element, name: str, names: Mapping[str, Names]) -> None:
        """Warn if several other documents have *name*."""
        found = {
            docname: _id(name, tables[table][name])
            for docname, tables in names.items()
            for table in _LABELS
            if name in tables[table]
        }
        if len(found) > 1:
            message = f"the name “{name}” is given in %s; give all but one of them another"
            warn_of_several(node, self.env, found, message)


class ForgetNames(SphinxPostTransform):
    """Gives Sphinx the names of all documents again."""

    default_priority = ReferencesResolver.default_priority + 1
    formats = WRITTEN

    def run(self, **kwargs: Any) -> None:
        """Take back what `FindNames` did."""
        for domain, table in _TABLES:
            data = self.env.domaindata[domain]
            data[table] = data[table].joined
