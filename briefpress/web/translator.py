"""Write the HTML of web pages: tables that scroll, notes that can stand beside the text."""

from __future__ import annotations

from docutils import nodes

from briefpress.translator import BriefTranslator


class PageTranslator(BriefTranslator):
    """The HTML of pages, which are read on screens of any width, with any device."""

    def attributes_of(self, node: nodes.Element, tagname: str) -> dict[str, str]:
        """Hand the style sheet the names that tie a note to its call and to the note before."""
        found = super().attributes_of(node, tagname)
        if "anchors" in node and tagname in ("a", "aside"):
            found["style"] = "; ".join(f"--{key}: --{name}" for key, name in node["anchors"])
        return found

    def visit_table(self, node: nodes.table) -> None:
        """Write the table into a box that scrolls where the screen is narrow, also by keyboard."""
        self.body.append('<div class="table-scroll" tabindex="0">\n')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        """End the box too."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_image(self, node: nodes.image) -> None:
        """Write a drawing with small letters into a box that scrolls where they would be too
        small to read."""
        if _is_scrolled(node):
            least = f"--least: {node['least-width']}px"
            self.body.append(f'<div class="picture-scroll" tabindex="0" style="{least}">\n')
        super().visit_image(node)

    def depart_image(self, node: nodes.image) -> None:
        """End the box too."""
        super().depart_image(node)
        if _is_scrolled(node):
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


def pair_notes(doctree: nodes.document) -> None:
    """Name the notes of *doctree* and their first calls for CSS Anchor Positioning
    (https://www.w3.org/TR/css-anchor-position-1/): on a wide screen a note stands level with its
    call, or below the note before it if that is still in the way."""
    calls: dict[str, nodes.footnote_reference] = {}
    for call in doctree.findall(nodes.footnote_reference):
        calls.setdefault(call.get("refid", ""), call)
    before = ""
    for number, note in enumerate(doctree.findall(nodes.footnote), 1):
        if note["ids"][0] not in calls:
            continue
        calls[note["ids"][0]]["anchors"] = [("call", f"call-{number}")]
        note["anchors"] = [("call", f"call-{number}"), ("note", f"note-{number}")]
        if before:
            note["anchors"].append(("before", before))
        before = f"note-{number}"


_TELEPHONE = 280  # pixels: the text column of the narrowest


def _is_scrolled(image: nodes.image) -> bool:
    return isinstance(image.parent, nodes.figure) and image.get("least-width", 0) > _TELEPHONE


def _has_heading(section: nodes.section) -> bool:
    return any(isinstance(child, nodes.title) for child in section.children)
