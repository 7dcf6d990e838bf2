"""Keep tables with a row per document in Sphinx's environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.domains import Domain

if TYPE_CHECKING:
    from collections.abc import Set

    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class DocumentTables(Domain):
    """A domain whose data are `tables` by document, and which is no target of links."""

    tables: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Begin with empty tables."""
        cls.initial_data = {table: {} for table in cls.tables}

    def clear_doc(self, docname: str) -> None:
        """Forget *docname*."""
        for table in self.tables:
            self.data[table].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for table in self.tables:
            for docname in docnames:
                if docname in otherdata[table]:
                    self.data[table][docname] = otherdata[table][docname]

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return nothing: no link leads to what the tables hold."""
        return []
