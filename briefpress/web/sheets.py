"""Take an author's style sheets out of a text: HTML has them in the head of a page alone."""

from __future__ import annotations

from docutils import nodes

from briefpress.html_tags import tags_of


def take_sheets(doctree: nodes.document) -> list[str]:
    """Return the style sheets in *doctree*, which has them no more; those of drawings stay."""
    found: list[str] = []
    for raw in doctree.findall(nodes.raw):
        if "html" in raw["format"].split():
            for part in [each for each in raw.children if isinstance(each, nodes.Text)]:
                raw.replace(part, nodes.Text(_without_sheets(part.astext(), found)))
    return found


def _without_sheets(html: str, found: list[str]) -> str:
    """Return *html* without the style sheets that are ended in it, which come to *found*."""
    parts, begin, end, drawings = [], -1, 0, 0
    for tag in tags_of(html):
        if tag.name == "svg" and not tag.written.endswith("/>"):
            drawings += -1 if tag.is_end else 1
        elif tag.name == "style" and not tag.is_end:
            begin = -1 if drawings else tag.begin
        elif tag.name == "style" and begin >= 0:
            parts.append(html[end:begin])
            found.append(html[begin : tag.end])
            begin, end = -1, tag.end
    return "".join([*parts, html[end:]])
