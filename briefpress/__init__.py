"""Publish policy briefs in several languages as web page, ePub and PDF.

The way of the data, and where each step is:

1. Index (`index.py`, of what `brief.py` describes and `values.py` takes; `relations.py`): all
   front matter, checked before anything else.
2. Read (Sphinx and MyST-Parser; `frontmatter.py`, `translation/`, `typography/`,
   `bibliography.py`, `citeproc.py`): one doctree per document and language, again if
   `reading.py` finds it made of something else. `domain.py` keeps what only reading tells,
   `names.py` which names are whose, `elements/` what a text holds beyond paragraphs; `wording.py`
   rewords the messages of others.
3. Decide (`published.py`): which document is published in which language.
4. Write (`web/`, `pdf/`, `epub/`, upon `builders.py` and `facts.py`): three ways of writing one
   doctree. `binding.py` binds several, those of a collection, to one PDF and one ePub, and
   `refusals.py` names what of an author's HTML neither can hold.
5. Assemble (`assemble.py`, `site.py`): finished files are moved into build/site, one by one.
6. Check (`check/`): what was made is verified.

`setup` registers steps 1, 2 and 4 with Sphinx, so that plain ``sphinx-build`` works; `build.py`
runs all of them for all languages and formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register briefpress with Sphinx."""
    # Imported here: the command line must be able to say "nothing to do" without loading Sphinx.
    from briefpress import (
        bibliography,
        blocks,
        config,
        confinement,
        controls,
        directives,
        domain,
        elements,
        example,
        formulas,
        frontmatter,
        furniture,
        names,
        nodes,
        pictures,
        reading,
        self_citation,
        status,
        themes,
        wording,
    )
    from briefpress.catalogues.extract import TemplateBuilder
    from briefpress.charts import write as charts
    from briefpress.charts.directive import ChartDirective
    from briefpress.epub import BriefEpubBuilder
    from briefpress.pdf.builder import BriefPdfBuilder, BriefPrintBuilder
    from briefpress.translation import transform
    from briefpress.web import BriefHtmlBuilder

    app.setup_extension("myst_parser")
    config.register(app)
    themes.register(app)

    app.connect("config-inited", config.set_defaults)
    app.connect("builder-inited", config.begin_build)
    app.connect("builder-inited", wording.reword_all)
    app.connect("env-get-outdated", reading.reread_changed)
    app.connect("env-before-read-docs", reading.forget_environment)
    # Before other extensions (500), which may change the text.
    app.connect("source-read", reading.note_source, priority=0)
    app.connect("source-read", names.read_alone, priority=0)
    # After Sphinx's own collectors (500), which gather the files that a document reads.
    app.connect("doctree-read", confinement.refuse_outside_files, priority=600)
    app.connect("doctree-read", controls.refuse_unfit, priority=700)
    app.connect("doctree-read", pictures.check_files, priority=700)
    app.connect("doctree-read", reading.note_files, priority=700)
    app.connect("doctree-read", frontmatter.note_pictures, priority=700)
    app.connect("doctree-read", names.note_names, priority=900)  # after those of extensions
    app.connect("env-updated", confinement.stop_outside, priority=0)
    app.connect("env-updated", names.join_names, priority=0)
    app.connect("env-updated", bibliography.make_citations)
    app.connect("env-updated", self_citation.cite_works)

    app.add_domain(domain.BriefsDomain)
    app.add_domain(bibliography.CitationsDomain)
    app.add_directive("bibliography", bibliography.BibliographyDirective)
    for name in directives.HEADINGS:
        app.add_directive(name, directives.PartDirective)
    app.add_directive("box", directives.BoxDirective)
    app.add_directive("example", example.ExampleDirective)
    app.add_directive("pull-quote", directives.PullQuoteDirective, override=True)
    app.add_directive("chart", ChartDirective)
    for name, directive in confinement.DIRECTIVES.items():
        app.add_directive(name, directive, override=True)
    elements.register(app)
    formulas.register(app)
    app.add_node(nodes.front_matter, html=(nodes.skip, None))
    app.add_node(nodes.brief_part, html=(nodes.visit_brief_part, nodes.depart_brief_part))
    app.add_node(nodes.chart, html=(charts.visit_chart, None))
    app.add_node(nodes.chart_data, html=(charts.visit_chart_data, charts.depart_chart_data))
    app.add_node(nodes.page_note, html=(nodes.visit_page_note, nodes.depart_page_note))

    transform.replace_locale(app.registry.transforms)
    app.add_transform(frontmatter.ReadFrontMatter)
    app.add_transform(pictures.ReadPictures)
    app.add_transform(pictures.UnquotePictures)
    app.add_post_transform(bibliography.PutCitations)
    app.add_post_transform(names.FindNames)
    app.add_post_transform(names.ForgetNames)
    app.add_post_transform(furniture.NameParts)
    app.add_post_transform(furniture.AddAuthors)
    app.add_post_transform(blocks.NumberBlocks)
    app.add_post_transform(furniture.GatherNotes)
    app.add_post_transform(charts.AddChartData)
    app.add_post_transform(charts.NarrowCharts)
    app.add_post_transform(charts.PaperCharts)
    app.add_post_transform(furniture.Flatten)
    app.add_post_transform(status.RefuseTitles)

    app.add_builder(reading.ReadBuilder)
    app.add_builder(BriefHtmlBuilder, override=True)
    app.add_builder(TemplateBuilder, override=True)
    app.add_builder(BriefEpubBuilder)
    app.add_builder(BriefPdfBuilder)
    app.add_builder(BriefPrintBuilder)

    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
