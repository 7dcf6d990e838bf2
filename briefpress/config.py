"""The settings of a publication in conf.py, and what they mean for Sphinx and MyST-Parser."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError, ExtensionError

from briefpress.bibliography import citations_domain
from briefpress.domain import briefs_domain
from briefpress.languages import gettext_code, is_language, language_tag
from briefpress.problems import PublicationError
from briefpress.publication import Publication
from briefpress.tools import code_digest
from briefpress.translation.transform import Translate

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def _setting(default: Any, text: str, *, rebuild: str = "") -> Any:
    if isinstance(default, dict):
        return field(
            default_factory=lambda: dict(default), metadata={"text": text, "rebuild": rebuild}
        )
    return field(default=default, metadata={"text": text, "rebuild": rebuild})


@dataclass(frozen=True)
class Settings:
    """The config values ``briefpress_*``."""

    languages: tuple[str, ...] = _setting(
        (),
        "BCP 47 tags of the publication's languages; the first is the one a document is written "
        "in if it does not say. Empty: the value of `language` alone.",
        rebuild="env",
    )
    published: dict[str, list[str]] | None = _setting(
        None,
        "Set by the `briefpress` command: in which languages each document is published. "
        "None: every document is written, and nothing outside the output folder is linked to.",
    )
    briefs: tuple[str, ...] = _setting(
        (), "Set by the `briefpress` command: the briefs to write. Empty: all."
    )
    limits: dict[str, tuple[int, int]] = _setting(
        {
            "key_messages": (2, 5),
            "key_message_words": (4, 45),
            "recommendations": (1, 10),
            "summary_words": (25, 200),
        },
        "How many of what an institute wants: least and most. What is out of the limits is "
        "warned of. A limit that is not named is not watched.",
        rebuild="env",
    )
    code: str = _setting(
        "",
        "Set by briefpress: its own version, so that a new one reads everything again.",
        rebuild="env",
    )
    render: bool = _setting(
        True, "Set by the `briefpress` command: whether the builder `briefpdf` renders by itself."
    )


# What MyST-Parser understands in a brief beyond CommonMark, tables and notes.
MYST_EXTENSIONS = ("attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution")


def register(app: Sphinx) -> None:
    """Register every setting with Sphinx."""
    for entry in fields(Settings):
        app.add_config_value(
            f"briefpress_{entry.name}",
            getattr(Settings(), entry.name),
            entry.metadata["rebuild"],
            types=(bool, dict, list, str, tuple, type(None)),
            description=entry.metadata["text"],
        )


def set_defaults(app: Sphinx, config: Config) -> None:
    """Set what a publication needs of Sphinx and MyST-Parser (event ``config-inited``)."""
    tag = language_tag(config.language)
    languages = [language_tag(entry) for entry in config.briefpress_languages or (tag,)]
    for entry in languages:
        if not is_language(entry):
            raise ConfigError(
                f"“{entry}” in briefpress_languages is no language tag; "
                "write one like en, it or zh-Hans"
            )
    if tag not in languages:
        raise ConfigError(
            f"the language {tag} is none of this publication's ({', '.join(languages)}); "
            "add it to briefpress_languages in conf.py"
        )
    for name in ("project", "author"):
        if getattr(config, name) == f"{name.capitalize()} name not set":  # Sphinx's default
            setattr(config, name, "")
    config.briefpress_languages = languages
    config.briefpress_code = code_digest()
    config.language = gettext_code(config.language)
    config.gettext_compact = False
    config.gettext_auto_build = False  # briefpress reads the .po files itself
    config.gettext_uuid = False
    config.source_suffix = {".md": "markdown"}
    config.myst_title_to_header = True
    config.myst_footnote_transition = False
    config.myst_update_mathjax = False
    config.myst_enable_extensions = sorted({*MYST_EXTENSIONS, *config.myst_enable_extensions})
    config.html_permalinks = False
    config.html_copy_source = False
    config.html_use_index = False
    config.html_domain_indices = False
    config.html_scaled_image_link = False


def begin_build(app: Sphinx) -> None:
    """Index the publication (event ``builder-inited``).

    An exception raised here, unlike one raised later, leaves the environment and all outputs as
    they were.
    """
    # Sphinx would compile .mo files and read each catalogued document again at every build.
    app.builder.use_message_catalog = False  # type: ignore[misc]  # declared for classes alone
    extracts = app.builder.name == "gettext"
    if not extracts:
        app.add_transform(Translate)
    settings = {entry.name: entry.value for entry in app.config}
    publication = Publication.from_settings(settings, Path(app.confdir), Path(app.srcdir))
    try:
        index, keys = publication.index([] if extracts else [language_tag(app.config.language)])
    except PublicationError as fault:
        raise ExtensionError(f"the publication has errors:\n{fault}") from None
    domain = briefs_domain(app.env)
    domain.index = index
    domain.publication = publication
    citations_domain(app.env).keys = keys
