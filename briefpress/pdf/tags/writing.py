"""Write a structure tree into a PDF (ISO 32000-1, 14.7)."""

from __future__ import annotations

from typing import Any

import pydyf

from briefpress.pdf.tags.tree import Annotation, Mark, Node


def write_tree(pdf: pydyf.PDF, root: Node) -> None:
    """Add the tree below *root*, its ``Document``, to *pdf*, which says then that it is tagged."""
    tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(tree)
    writer = _Writer(pdf)
    top = writer.write(root, tree.reference)
    tree["K"] = pydyf.Array([top])
    tree["ParentTree"] = writer.parent_tree()
    tree["ParentTreeNextKey"] = len(pdf.page_references) + len(writer.annotations)
    if writer.names:
        names = [part for pair in sorted(writer.names.items()) for part in pair]
        tree["IDTree"] = pydyf.Dictionary(
            {
                "Names": pydyf.Array(
                    [pydyf.String(part) if isinstance(part, str) else part for part in names]
                )
            }
        )
    pdf.catalog["StructTreeRoot"] = tree.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


class _Writer:
    """Makes dictionaries of elements, and remembers whose the pieces of the pages are."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.names: dict[str, bytes] = {}
        self.annotations: list[bytes] = []
        self._pdf = pdf
        self._owners: list[dict[int, bytes]] = [{} for _ in pdf.page_references]

    def write(self, node: Node, parent: bytes) -> bytes:
        """Add *node* and all below it; return its reference."""
        written = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self._pdf.add_object(written)
        own: bytes = written.reference
        for name, text in sorted(node.entries.items()):
            written[name] = pydyf.String(text)
        if "ID" in node.entries:
            self.names[node.entries["ID"]] = own
        attributes = [_attributes(owner, of) for owner, of in sorted(node.attributes.items()) if of]
        if attributes:
            written["A"] = attributes[0] if len(attributes) == 1 else pydyf.Array(attributes)
        page = next((kid.page for kid in node.kids if isinstance(kid, (Mark, Annotation))), None)
        if page is not None:
            written["Pg"] = self._pdf.page_references[page]
        written["K"] = pydyf.Array([self._kid(kid, own, page) for kid in node.kids])
        return own

    def _kid(self, kid: Node | Mark | Annotation, own: bytes, page: int | None) -> Any:
        if isinstance(kid, Node):
            return self.write(kid, own)
        here = {"Pg": self._pdf.page_references[kid.page]}
        if isinstance(kid, Annotation):
            kid.dictionary["StructParent"] = len(self._owners) + len(self.annotations)
            self.annotations.append(own)
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.dictionary.reference, **here})
        self._owners[kid.page][kid.number] = own
        if kid.page == page:
            return kid.number
        return pydyf.Dictionary({"Type": "/MCR", "MCID": kid.number, **here})

    def parent_tree(self) -> pydyf.Dictionary:
        """Return the tree that leads from a page's content, and from annotations, to elements."""
        numbers = pydyf.Array()
        for page, owners in enumerate(self._owners):
            places = range(max(owners, default=-1) + 1)
            numbers += [page, pydyf.Array([owners.get(place, "null") for place in places])]
        for place, owner in enumerate(self.annotations, len(self._owners)):
            numbers += [place, owner]
        return pydyf.Dictionary({"Nums": numbers})


def _attributes(owner: str, values: dict[str, Any]) -> pydyf.Dictionary:
    written = pydyf.Dictionary({"O": f"/{owner}"})
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], str):
            value = [pydyf.String(item) for item in value]
        written[name] = pydyf.Array(value) if isinstance(value, list) else value
    return written
