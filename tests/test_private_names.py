"""The private names of libraries that briefpress replaces or reads are what they were.

When one of these tests fails after a library's new release, look at what uses the name before the
pin is changed.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import weasyprint.pdf
from mending import mended
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from sphinx.locale import translators
from sphinx.registry import SphinxComponentRegistry
from weasyprint import HTML, images
from weasyprint.formatting_structure.boxes import TextBox

import briefpress
from briefpress.elements.markdown import BriefRenderer
from briefpress.pdf.patches import mend_weasyprint

# Of each name that a patch replaces, the parameters.
REPLACED = {
    "pyphen.Pyphen": "filename, lang, left, right, cache",
    "weasyprint.document.build_formatting_structure": "element_tree, style_for, "
    "get_image_from_uri, base_url, target_collector, counter_style, footnotes",
    "weasyprint.document.Document.make_bookmark_tree": "self, scale, transform_pages",
    "weasyprint.draw.text.draw_first_line": "stream, textbox, text_overflow, block_ellipsis, "
    "matrix",
    "weasyprint.images.RasterImage": "pillow_image, image_id, image_data, filename, cache, "
    "orientation, options",
    "weasyprint.images.SVGImage.draw": "self, stream, concrete_width, concrete_height, _style",
    "weasyprint.layout.LayoutContext.layout_footnote": "self, footnote",
    "weasyprint.layout.LayoutContext.unlayout_footnote": "self, footnote",
    "weasyprint.layout.block._linebox_layout": "context, box, index, child, new_children, "
    "page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins, bottom_space, position_y, "
    "skip_stack, first_letter_style, first_line_style, draw_bottom_decoration, max_lines",
    "weasyprint.layout.block.block_box_layout": "context, box, bottom_space, skip_stack, "
    "containing_block, page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins, "
    "first_letter_style, first_line_style, discard, max_lines",
    "weasyprint.layout.block.block_container_layout": "context, box, bottom_space, skip_stack, "
    "page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins, first_letter_style, "
    "first_line_style, discard, max_lines",
    "weasyprint.layout.block.find_earlier_page_break": "context, children, absolute_boxes, "
    "fixed_boxes",
    "weasyprint.layout.inline.inline_min_content_width": "context, box, outer, skip_stack, "
    "first_line, is_line_start",
    "weasyprint.layout.inline.inline_replaced_box_layout": "box, containing_block",
    "weasyprint.layout.inline.split_first_line": "text, style, context, max_width, "
    "justification_spacing, is_line_start, minimum",
    "weasyprint.layout.inline.split_inline_box": "context, box, position_x, max_x, bottom_space, "
    "skip_stack, containing_block, absolute_boxes, fixed_boxes, line_placeholders, "
    "waiting_floats, line_children, first_letter_style, first_line_style",
    "weasyprint.layout.inline.split_text_box": "context, box, available_width, skip, is_line_start",
    "weasyprint.layout.page.make_page": "context, root_box, page_type, resume_at, page_number, "
    "page_state",
    "weasyprint.pdf.add_tags": "pdf, document, pdf_version, page_streams",
    "weasyprint.pdf.fonts.Font.__init__": "self, pango_font, description, font_size",
    "weasyprint.pdf.stream.Stream.add_font": "self, pango_font",
    "weasyprint.svg.defs.color": "string",
    "weasyprint.svg.draw_gradient": "svg, node, gradient, font_size, opacity, stroke",
}


# The same of what is replaced in an object or a subclass, and of what is called and not documented.
USED = {
    "pyphen.Pyphen.iterate": "self, word",
    "weasyprint.document.make_page_bookmark_tree": "page, skipped_levels, last_by_depth, "
    "previous_level, page_number, matrix",
    "weasyprint.draw.color.get_color": "style, key",
    "weasyprint.images.RasterImage.draw": "self, stream, concrete_width, concrete_height, style",
    "weasyprint.images.RasterImage.get_x_object": "self, interpolate, dpi_ratio",
    "weasyprint.layout.block.remove_placeholders": "context, box_list, absolute_boxes, fixed_boxes",
    "weasyprint.layout.replaced.replacedbox_layout": "box",
    "weasyprint.pdf.stream.Stream.add_group": "self, x, y, width, height",
    "weasyprint.pdf.stream.Stream.add_pattern": "self, x, y, width, height, repeat_width, "
    "repeat_height, matrix",
    "weasyprint.svg.SVG.calculate_bounding_box": "self, node, font_size, stroke",
    "weasyprint.svg.defs.transform": "transform_string, transform_origin, font_size, "
    "normalized_diagonal",
}

# Of each private name that is read or called, why.
READ = {
    "_base_url": "SVGImage: which drawing has a fault",
    "_box": "AbsolutePlaceholder: what is placed absolutely",
    "_etree_node": "Tree of an SVGImage: whether something may show through it, and its line",
    "_get_png_data": "RasterImage: pixels as they are packed in a PDF",
    "_page_box": "Page: what stands on a page, and where",
    "_svg": "SVGImage: its tree",
    "_tags": "Stream: which box each mark is of",
}

# Underscores that are no private names.
PUBLIC = {"_exit", "_replace"}


def test_what_is_replaced_takes_what_it_did() -> None:
    with mended(mend_weasyprint) as replaced:
        assert {name: _parameters(each) for name, each in replaced.items()} == REPLACED


def test_what_is_used_takes_what_it_did() -> None:
    assert {name: _parameters(pkgutil.resolve_name(name)) for name in USED} == USED


def _parameters(function: Any) -> str:
    return ", ".join(inspect.signature(function).parameters)


def test_no_other_private_name_is_read() -> None:
    top = Path(briefpress.__file__).parent
    trees = {file: ast.parse(file.read_text("utf-8")) for file in top.rglob("*.py")}
    own = {name for tree in trees.values() for name in _defined(tree)}
    found: dict[str, set[str]] = {}
    for file, tree in trees.items():
        names = {*_read(tree, of_self=True)} - own
        names |= {*_read(tree, of_self=False)} - {*_defined(tree)}
        for name in names - {each.rpartition(".")[2] for each in REPLACED} - PUBLIC:
            found.setdefault(name, set()).add(file.relative_to(top).as_posix())
    assert found.keys() == READ.keys()
    assert found.pop("_get_png_data") == {"pdf/patches/pictures.py"}
    assert set().union(*found.values()) == {"pdf/parts.py"}


def _defined(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _read(tree: ast.AST, *, of_self: bool) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if _is_private(node.attr) and _is_self(node.value) == of_self:
                yield node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr":
            name = node.args[1].value if isinstance(node.args[1], ast.Constant) else ""
            if _is_private(str(name)):
                yield str(name)


def _is_self(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in ("cls", "self")


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_what_is_read_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    streams: list[Any] = []
    monkeypatch.setattr(weasyprint.pdf, "add_tags", lambda *arguments: streams.extend(arguments[3]))
    style = "<style>svg { display: block } div { position: absolute }</style>"
    document = HTML(string=f"{style}<svg width=1 height=1></svg><div>a").render()
    document.write_pdf(pdf_tags=True)
    ((body,),) = (html.children for html in document.pages[0]._page_box.children)
    drawing, placed = body.children[0].replacement, body.children[1]._box
    (stream,) = streams
    assert drawing._svg.tree._etree_node.tag.endswith("svg")
    assert hasattr(drawing, "_base_url")
    (text,) = (each for each in placed.descendants() if isinstance(each, TextBox))
    assert "mcid" in stream._tags[text]
    assert _parameters(images.RasterImage._get_png_data) == "pillow_image"


def test_what_the_renderer_of_markdown_replaces_is_called() -> None:
    own = {name: each for name, each in vars(BriefRenderer).items() if inspect.isfunction(each)}
    for name, method in own.items():
        if not _is_private(name):
            assert _parameters(method) == _parameters(getattr(SphinxRenderer, name)), name


def test_sphinx_has_its_tables_of_transforms_and_words() -> None:
    """It has no other way to leave a transform out, or to forget the words of another language."""
    assert SphinxComponentRegistry().transforms == []
    assert isinstance(translators, dict)
