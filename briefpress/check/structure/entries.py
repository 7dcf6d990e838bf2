"""Find what a PDF for the screen can do besides being read: what of its parts is none of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_FILE = frozenset(
    {"Lang", "MarkInfo", "Metadata", "Names", "Outlines", "OutputIntents", "Pages"}
    | {"StructTreeRoot", "Type", "Version", "ViewerPreferences"}
)
_NAMES = frozenset({"Dests"})
_PREFERENCES = frozenset({"DisplayDocTitle"})
_FACTS = frozenset({"Author", "Creator", "Keywords", "Producer", "Subject", "Title"}) | {
    "CreationDate",
    "ModDate",
}
_PAGE = frozenset(
    {"Annots", "BleedBox", "Contents", "Group", "MediaBox", "Parent", "Resources"}
    | {"StructParents", "Tabs", "TrimBox", "Type"}
)
_LINK = frozenset(
    {"A", "BS", "Border", "Contents", "Dest", "F", "Rect", "StructParent", "Subtype", "Type"}
)
_ACTION = frozenset({"S", "Type", "URI"})
_BOOKMARK = frozenset({"Count", "Dest", "First", "Last", "Next", "Parent", "Prev", "Title", "Type"})


def strange_entries(pdf: Any) -> Iterator[str]:
    """Yield the entries of *pdf* that editions for the screen have not, each with its place:
    scripts and actions, files within, layers, other ways to open and to show a page."""
    yield from _others(pdf.Root, _FILE, "the file")
    yield from _others(pdf.Root.get("/Names", {}), _NAMES, "the file")
    yield from _others(pdf.Root.get("/ViewerPreferences", {}), _PREFERENCES, "the file")
    yield from _others(pdf.docinfo, _FACTS, "the file")
    for number, page in enumerate(pdf.pages, 1):
        yield from _others(page.obj, _PAGE, f"page {number}")
        for link in page.obj.get("/Annots", ()):
            where = f"a link on page {number}"
            kinds = str(link.get("/Subtype")), str(link.get("/A", {}).get("/S", "/URI"))
            yield from (kind[1:] for kind in kinds if kind not in ("/Link", "/URI"))
            yield from _others(link, _LINK, where)
            yield from _others(link.get("/A", {}), _ACTION, where)
    yield from _of_bookmarks(pdf.Root.get("/Outlines", {}))


def _of_bookmarks(above: Any) -> Iterator[str]:
    seen, due = set[Any](), [above]
    while due:
        each = due.pop()
        yield from _others(each, _BOOKMARK, f"the bookmark “{each.get('/Title', '')}”")
        following = (each[key] for key in ("/First", "/Next") if key in each)
        due += [other for other in following if other.objgen not in seen]
        seen.update(other.objgen for other in due)


def _others(entries: Any, known: frozenset[str], where: str) -> Iterator[str]:
    names = (str(key)[1:] for key in entries.keys())  # noqa: SIM118  # pikepdf's are no mappings
    yield from (f"{name} of {where}" for name in sorted(names) if name not in known)
