"""Read what changed, by content and not by times, and nothing of a reading that was stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.builders import Builder
from sphinx.util.i18n import get_image_filename_for_language

from briefpress.bibliography import citations_domain
from briefpress.domain import briefs_domain
from briefpress.translation.catalogue import digest

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def note_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Remember what *docname* is made of, before it is parsed (event ``source-read``).

    What is saved while it is read is then another content, and is read by the next build.
    """
    briefs_domain(app.env).data["sources"][docname] = _sources(app.env, docname, content[0])


def note_files(app: Sphinx, document: nodes.document) -> None:
    """Remember the files that *document* reads (event ``doctree-read``), and those that it would
    read if they were there: pictures for the reader's language."""
    env = app.env
    docname = env.current_document.docname
    names = {str(name) for name in env.dependencies.get(docname, ())}
    names.update(_pictures_of_language(env, document))
    briefs_domain(env).data["files"][docname] = {
        name: _digest(Path(env.srcdir, name)) for name in sorted(names)
    }


def _pictures_of_language(env: BuildEnvironment, document: nodes.document) -> Iterator[str]:
    """Yield what Sphinx would show of *document* for its pictures in this language, if it were
    there (``figure_language_filename``): it may be, at the next build."""
    for image in document.findall(nodes.image):
        uri = image.get("original_uri", image["uri"])
        if "://" not in uri and not uri.startswith("data:"):
            yield env.relfn2path(get_image_filename_for_language(uri, env))[0]


def reread_changed(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> Iterable[str]:
    """Return the documents that are made of something else now (event ``env-get-outdated``).

    Sphinx itself compares times: a file that is changed for an older one would never be read.
    """
    known = env.found_docs - added
    # Extraction reads without translating: what it read is of no use to others, nor theirs to it.
    extracted = briefs_domain(env).data["templates"].keys()
    unfit = known - extracted if briefs_domain(env).extracts else known & extracted
    return {*unfit, *_changed(env, known), *citations_domain(env).changed_documents()}


def _changed(env: BuildEnvironment, docnames: Iterable[str]) -> Iterable[str]:
    data = briefs_domain(env).data
    for docname in docnames:
        text = Path(env.doc2path(docname)).read_text(encoding="utf-8-sig")
        files = data["files"].get(docname, {})
        if data["sources"].get(docname) != _sources(env, docname, text) or any(
            read != _digest(Path(env.srcdir, name)) for name, read in files.items()
        ):
            yield docname


def _sources(env: BuildEnvironment, docname: str, text: str) -> tuple[str, ...]:
    """Return the SHA-256 of the text and of its catalogue, and what conf.py adds to the text."""
    domain = briefs_domain(env)
    return (
        hashlib.sha256(text.encode()).hexdigest(),
        domain.catalogue_digest(docname),
        repr(domain.site_strings(docname)),
        # The words of conf.py for names are translated with the root document.
        domain.catalogue_digest(env.config.root_doc) if env.config.myst_substitutions else "",
    )


def _digest(file: Path) -> str:
    return digest(file if file.is_file() else None)


def forget_environment(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Delete the stored environment before documents are read (event ``env-before-read-docs``).

    Doctrees are overwritten one by one, and the environment is stored when all are. One that is
    left from before would vouch for the doctrees of a reading that was stopped.
    """
    if docnames:
        Path(env.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)


class ReadBuilder(Builder):
    """The builder ``briefread``: reads all documents of a language and writes nothing."""

    name = "briefread"

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield nothing: there is nothing to write."""
        return iter(())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return nothing: nothing is linked to."""
        return ""

    def write_documents(self, docnames: Set[str]) -> None:
        """Write nothing."""

    def finish(self) -> None:
        """Check the consistency also when nothing was read: a warning stays until it is mended."""
        self.env.check_consistency()
