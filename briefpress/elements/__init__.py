"""The elements of a text beyond paragraphs: figures, tables, quotes, passages, abbreviations.

1. `markdown.py` reads Markdown as MyST-Parser does, with what translators and readers need more.
2. `figures.py`, `tables.py` and `lines.py` hold the directives, `passages.py` what stands in
   another language, `glossary.py` terms and abbreviations, `substitutions.py` names for words.
   `html.py` and `titles.py` find words that stand in no paragraph, `remarks.py` what authors tell
   translators; `code.py`, `tags.py`, `open_tags.py` and `styles.py` look for mistakes in code and
   in HTML.
3. `numbering.py` counts figures and tables, brief by brief; `links.py` sees where links lead.
4. `writing.py` writes them as HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Register the elements with Sphinx."""
    from briefpress.elements import (
        code,
        figures,
        glossary,
        headings,
        html,
        lines,
        links,
        markdown,
        numbering,
        passages,
        remarks,
        styles,
        substitutions,
        tables,
        tags,
        titles,
    )

    app.add_source_parser(markdown.BriefParser, override=True)
    app.add_directive("figure", figures.FigureDirective, override=True)
    app.add_directive_to_domain("std", "glossary", glossary.GlossaryDirective, override=True)
    for name, directive in tables.DIRECTIVES.items():
        app.add_directive(name, directive, override=True)
    for name in ("cspan", "rspan"):
        app.add_role(name, tables.SpanRole())
    app.add_role("lang", passages.PassageRole())
    app.add_transform(tables.AlignColumns)
    app.add_transform(tags.CheckTags)
    app.add_transform(styles.CheckStyles)
    app.add_transform(html.ReadHtml)
    app.add_transform(code.CheckCode)
    app.add_transform(titles.ReadTitles)
    app.add_transform(remarks.ReadRemarks)
    app.add_transform(substitutions.ReadSubstitutions)
    app.add_transform(substitutions.Substitute)
    app.add_transform(headings.CheckLevels)
    app.add_transform(headings.NameHeadings)
    app.add_transform(lines.OrderNotes)
    app.add_post_transform(lines.NameLines)
    app.add_post_transform(links.DropDeadLinks)
    app.add_post_transform(numbering.NameBriefs)
    app.add_post_transform(glossary.NameTerms)
    app.add_post_transform(glossary.FillAbbreviations)
    app.add_post_transform(glossary.ExpandAbbreviations)
    app.connect("doctree-read", figures.check_alternatives)
    app.connect("doctree-read", glossary.note_terms)
    app.connect("doctree-read", numbering.count_elements)
    app.connect("write-started", numbering.name_numbers)
    # After Sphinx's own numbering (500), which it replaces.
    app.connect("env-get-updated", numbering.number_by_document, priority=600)
