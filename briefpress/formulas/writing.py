"""Write formulas as HTML: MathML for browsers and books, pictures with words for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line."""
    translator.body.append(written(translator, node))
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number."""
    body = written(translator, node)
    if node.get("number"):
        body += f'<span class="eqno">({node["number"]})</span>'
    start = translator.starttag(node, "div", "", CLASS="formula")
    translator.body.append(f"{start}{body}</div>\n")
    raise nodes.SkipNode


def written(translator: HTML5Translator, node: nodes.Element) -> str:
    """Return the formula *node* as HTML."""
    # The element around a block has its id.
    names = node["ids"] if isinstance(node, nodes.math) else []
    name = "".join(f' id="{translator.attval(each)}"' for each in names)
    if "uri" in node:
        in_line = isinstance(node, nodes.math)
        kind = "formula display" if in_line and node.get("display") == "block" else "formula"
        alt = translator.attval(node["alt"])
        return f'<img{name} class="{kind}" src="{node["uri"]}" alt="{alt}" style="{node["style"]}">'
    if "mathml" in node:
        return str(node["mathml"]).replace("<math", f"<math{name}", 1)
    # It could not be read, and its author was told.
    return f"<code>{translator.encode(node.astext())}</code>"
