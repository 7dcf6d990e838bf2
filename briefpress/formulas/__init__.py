"""Set formulas: MathML for browsers and books, SVG with a text alternative for paper.

WeasyPrint lays MathML out wrongly, and browsers need no script for it.

1. `latex.py` makes MathML of what stands in ``{math}``, and `authored.py` reads what an author
   wrote as MathML in HTML, which `mathml.py` mends.
2. `words.py` says a formula in words, and `drawing.py` draws it.
3. `transforms.py` puts all that into the document, once for all formats.
4. `writing.py` writes it as HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Register directive and writers with Sphinx; the transforms are added when a build begins."""
    from briefpress.formulas.transforms import FormulaDirective, JoinFormulas
    from briefpress.formulas.writing import visit_math, visit_math_block

    app.add_directive("math", FormulaDirective, override=True)
    app.add_html_math_renderer("briefpress", (visit_math, None), (visit_math_block, None))
    app.add_transform(JoinFormulas)
