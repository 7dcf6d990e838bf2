"""Write as HTML what web page, paper and book have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from briefpress.addresses import shows_address
from briefpress.blocks import BLOCK
from briefpress.elements.writing import ElementsTranslator
from briefpress.formulas.writing import written
from briefpress.languages import (
    direction,
    direction_of,
    language_attributes,
    language_classes,
    language_of_classes,
)
from briefpress.nodes import brief_part, chart, is_bibliography

if TYPE_CHECKING:
    from briefpress.builders import PublicationBuilder


class BriefTranslator(ElementsTranslator):
    """Sphinx's HTML, with what a reader's software needs to know beyond it."""

    def starttag(
        self,
        node: nodes.Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """Write what begins an element, with attributes beyond Sphinx's."""
        attributes |= self.attributes_of(node, tagname)
        if tagname == "figcaption" and isinstance(node, nodes.caption):
            # The number before the words is in the reader's language; they have an element.
            languages = language_classes(language_of_classes(node["classes"]))
            classes = [name for name in node["classes"] if name not in languages]
            node = nodes.caption("", ids=node["ids"], classes=classes)
        if tag := language_of_classes(node.get("classes", ())):
            found = language_attributes(tag, self._language_around(node))
            attributes |= {name: value for name, value in found.items() if name == "dir"}
        if isinstance(node, (nodes.literal, nodes.literal_block)) and direction(self._tag) == "rtl":
            attributes["dir"] = "ltr"  # by an attribute: EPUB 3.3, 6.3.1.1, wants no such style
        return str(super().starttag(node, tagname, suffix, empty, **attributes))

    def _language_around(self, node: nodes.Element) -> str:
        """Return the language of what *node* stands in."""
        parent = node.parent
        while parent is not None:
            if tag := language_of_classes(parent.get("classes", ())):
                return tag
            parent = parent.parent
        return self._tag

    @property
    def _tag(self) -> str:
        return cast("PublicationBuilder", self.builder).tag  # no other has this translator

    def attributes_of(self, node: nodes.Element, tagname: str) -> dict[str, str]:
        """Return the language and role of a link, and the mark for the checks of what paper does
        not have."""
        found = {}
        if tagname == "a" and isinstance(node, nodes.reference):
            builder = cast("PublicationBuilder", self.builder)  # no other has this translator
            if tag := builder.language_of_link(node.get("refuri", "")):
                found["hreflang"] = tag
            if shows_address(node) and direction(self._tag) == "rtl":
                found["dir"] = "ltr"  # an address
            if "citation-reference" in node["classes"]:
                found["role"] = "doc-biblioref"
        elif isinstance(node, nodes.list_item) and "references" in node.parent["classes"]:
            # No role: biblioentry, which EPUB and ARIA once had for it, is deprecated in both; an
            # item of the list in a bibliography says the same (DPUB-ARIA 1.1; EPUBCheck warns).
            # A work is named in its own language, which may run the other way.
            if (own := direction_of(node.astext())) != direction(self._tag):
                found["dir"] = own
        elif tagname != "ul" and is_bibliography(node):
            found["role"] = "doc-bibliography"
        elif isinstance(node, nodes.title) and node.get("web_only"):
            found["data-web-only"] = ""
        if number := node.get("block"):
            found[BLOCK] = number
        return found

    def visit_raw(self, node: nodes.raw) -> None:
        """Write HTML of the author, and the formulas in it as all are written."""
        if "html" in node.get("format", "").split():
            whole = nodes.raw("", "".join(self._parts(node)))
            whole.attributes, whole.parent = node.attributes, node.parent
            node = whole
        super().visit_raw(node)

    def _parts(self, node: nodes.raw) -> Iterator[str]:
        offset = 0
        for part in node.children:
            text = part.astext()
            if isinstance(part, nodes.math):
                yield written(self, part)
            else:
                yield self.html_of_author(text, node, offset)
            offset += text.count("\n")

    def html_of_author(self, text: str, node: nodes.raw, offset: int) -> str:
        """Return *text*, which stands in *node* so many lines behind its begin, as it is written
        here."""
        return text

    def depart_document(self, node: nodes.document) -> None:
        """Give the formulas in links names, of which the name of the link is made: of their words
        (alttext) it is not (Accessible Name and Description Computation 1.2, 4.3.2)."""
        self.body[:] = [_LINK.sub(_with_names, "".join(self.body))]
        super().depart_document(node)

    def visit_title(self, node: nodes.title) -> None:
        """Write the heading of a part one level below the section that it stands in."""
        if not isinstance(node.parent, brief_part):
            super().visit_title(node)
            return
        tag = f"h{self.section_level + 1}"
        name = f"{node.parent['ids'][0]}-heading"
        self.body.append(self.starttag(node, tag, "", ids=[name]))
        self.context.append(f"</{tag}>\n")

    def depart_caption(self, node: nodes.caption) -> None:
        """End the caption; docutils ends the element around it at the figure's end, with what
        stands below the caption. That of a chart stands above it."""
        super().depart_caption(node)
        if _has_chart(node.parent):
            self.body.append("</figcaption>\n")

    def visit_legend(self, node: nodes.legend) -> None:
        """Begin what stands below the caption, or below a chart."""
        if _has_chart(node.parent):
            self.body.append(self.starttag(node, "div", CLASS="legend"))
            return
        super().visit_legend(node)

    def depart_figure(self, node: nodes.figure) -> None:
        """End the figure."""
        if _has_chart(node):
            self.body.append("</figure>\n")
            return
        super().depart_figure(node)


_LINK = re.compile(r"<a\s[^<>]*>.*?</a>", re.DOTALL)
_FORMULA = re.compile(r"<math\b[^<>]*?\salttext=\"(?P<words>[^\"]+)\"")


def _with_names(link: re.Match[str]) -> str:
    return _FORMULA.sub(r'\g<0> aria-label="\g<words>"', link[0])


def _has_chart(figure: nodes.Element) -> bool:
    return any(isinstance(child, chart) for child in figure.children)
