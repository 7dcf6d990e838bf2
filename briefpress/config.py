"""The settings of a publication in conf.py, and what they mean for Sphinx and MyST-Parser."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError, ExtensionError
from sphinx.locale import init, translators

from briefpress.bibliography import citations_domain
from briefpress.catalogues.collect import CollectMessages
from briefpress.charts.write import DrawCharts
from briefpress.domain import briefs_domain
from briefpress.elements.html import WriteHtml
from briefpress.elements.titles import WriteTitles
from briefpress.formulas.transforms import SetAuthoredFormulas, SetFormulas
from briefpress.languages import gettext_code, language_tag, sphinx_codes
from briefpress.pictures import TranslatePictures
from briefpress.problems import Kind, PublicationError, log_warning
from briefpress.pseudo import PseudoTranslations, is_pseudo
from briefpress.publication import CATALOGUES, Publication
from briefpress.references import references_digest
from briefpress.settings import Settings, check_settings
from briefpress.tags import BadTag, read_tag
from briefpress.tools import code_digest
from briefpress.translation.transform import Translate
from briefpress.typography.transform import replace_smart_quotes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# What MyST-Parser understands in a brief beyond CommonMark, tables and notes.
# "substitution" runs no code here (see elements/). Not "dollarmath": a brief says $5 often.
MYST_EXTENSIONS = ("attrs_block", "attrs_inline", "colon_fence", "deflist", "substitution")


def register(app: Sphinx) -> None:
    """Register every setting with Sphinx."""
    for entry in fields(Settings):
        app.add_config_value(
            f"briefpress_{entry.name}",
            getattr(Settings(), entry.name),
            entry.metadata["rebuild"],
            types=entry.metadata["types"],
            description=entry.metadata["text"],
        )


def set_defaults(app: Sphinx, config: Config) -> None:
    """Set what a publication needs of Sphinx and MyST-Parser (event ``config-inited``)."""
    try:
        settings = {entry.name: entry.value for entry in config}
        warnings = check_settings(settings, Path(app.confdir, "conf.py"))
    except PublicationError as fault:
        raise ConfigError(str(fault)) from None
    for warning in warnings:
        log_warning(f"{warning.path}:{warning.line}", Kind(warning.kind), "%s", warning.message)
    try:
        tag = language_tag(config.language)
        tag = tag if is_pseudo(tag) else read_tag(tag)
    except BadTag as fault:  # of -D language=…
        raise ConfigError(str(fault)) from None
    languages = [read_tag(entry) for entry in config.briefpress_languages or (tag,)]
    if tag not in languages and not is_pseudo(tag):
        raise ConfigError(
            f"the language {tag} is none of this publication's ({', '.join(languages)}); "
            "add it to briefpress_languages in conf.py"
        )
    for name in ("project", "author"):
        if getattr(config, name) == f"{name.capitalize()} name not set":  # Sphinx's default
            setattr(config, name, "")
    if config.locale_dirs is Config.config_values["locale_dirs"].default:
        config.locale_dirs = [str(Path(app.confdir, CATALOGUES))]
    config.briefpress_languages = languages
    config.briefpress_code = code_digest()
    config.language = gettext_code(tag)
    _speak(app, tag)
    config.gettext_compact = False
    config.gettext_auto_build = False  # briefpress reads the .po files itself
    config.gettext_uuid = False
    # Sphinx makes messages of the others that nobody can put in again.
    config.gettext_additional_targets = sorted(
        {"literal-block"}.intersection(config.gettext_additional_targets)
    )
    config.source_suffix = {".md": "markdown"}
    config.myst_title_to_header = True
    config.myst_heading_anchors = max(config.myst_heading_anchors or 0, 6)
    config.myst_footnote_transition = False
    config.myst_update_mathjax = False
    config.html_math_renderer = "briefpress"  # any other loads a script
    config.myst_enable_extensions = sorted({*MYST_EXTENSIONS, *config.myst_enable_extensions})
    config.numfig = True
    config.math_numfig = False  # equations are counted by document, whatever figures are
    config.html_permalinks = False
    config.html_copy_source = False
    config.html_use_index = False
    config.html_domain_indices = False
    config.html_scaled_image_link = False


def _speak(app: Sphinx, tag: str) -> None:
    """Let Sphinx's own words be those of the language *tag*: it has looked for a catalogue of the
    name that conf.py gives, and calls some of its own otherwise."""
    translators.clear()
    if is_pseudo(tag):
        app.translator = translators["general", "sphinx"] = PseudoTranslations()
        return
    for code in sphinx_codes(tag):
        app.translator, found = init([Path(sphinx.__file__).with_name("locale")], code)
        if found:
            return


def begin_build(app: Sphinx) -> None:
    """Index the publication (event ``builder-inited``).

    An exception raised here, unlike one raised later, leaves the environment and all outputs as
    they were.
    """
    # Sphinx would compile .mo files and read each catalogued document again at every build.
    app.builder.use_message_catalog = False  # type: ignore[misc]  # declared for classes alone
    extracts = app.builder.name == "gettext"
    if extracts:
        app.add_transform(CollectMessages)
    else:
        app.add_transform(Translate)
        app.add_transform(DrawCharts)
        app.add_transform(SetFormulas)
        app.add_transform(TranslatePictures)
        app.add_transform(WriteHtml)
        app.add_transform(SetAuthoredFormulas)
        app.add_transform(WriteTitles)
    if app.config.briefpress_typography:
        replace_smart_quotes(app)
    settings = {entry.name: entry.value for entry in app.config}
    publication = Publication.from_settings(settings, Path(app.confdir), Path(app.srcdir))
    citations = citations_domain(app.env)
    # Before they are read: what is saved in between is then noticed by the next build.
    citations.references = references_digest(publication.docs)
    # For every builder: Sphinx leaves the theme's folders out for those of HTML alone.
    app.builder.get_asset_paths = lambda: list(publication.excluded)  # type: ignore[method-assign]
    try:
        index, works = publication.index([] if extracts else [language_tag(app.config.language)])
    except PublicationError as fault:
        raise ExtensionError(f"the publication has errors:\n{fault}") from None
    domain = briefs_domain(app.env)
    domain.index = index
    domain.publication = publication
    domain.extracts = extracts
    citations.works = works
