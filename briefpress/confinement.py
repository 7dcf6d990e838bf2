"""Keep a document within the folder of the sources: refuse files and addresses elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.directives.misc import Raw
from sphinx import addnodes
from sphinx.directives.code import LiteralInclude
from sphinx.directives.other import Include
from sphinx.directives.patches import CSVTable
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective

from briefpress.domain import briefs_domain
from briefpress.problems import Kind, log_error

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class OutsideError(SphinxError):
    """Documents read what they may not; each of them was told."""


class _NoAddress(SphinxDirective):
    """Refuses the option ``url``, with which docutils loads a page or, with file://, any file."""

    def run(self) -> list[Node]:
        """Return what docutils makes of the directive without the option."""
        if "url" in self.options:
            log_error(
                self.get_location(),
                Kind.OUTSIDE,
                "{%s} takes nothing from an address; save the file beside the brief and name it "
                "with `:file:`",
                self.name,
            )
            return []
        return list(super().run())


class RawDirective(_NoAddress, Raw):
    """``{raw}`` without ``:url:``."""

    option_spec: ClassVar[dict[str, Any]] = {**(Raw.option_spec or {}), "url": directives.unchanged}


class CsvTableDirective(_NoAddress, CSVTable):  # type: ignore[misc]  # untyped in docutils
    """``{csv-table}`` without ``:url:``."""

    option_spec: ClassVar[dict[str, Any]] = {**CSVTable.option_spec, "url": directives.unchanged}


class IncludeDirective(Include):
    """``{include}`` without ``:parser:``: another parser would heed a front matter of its own, in
    which the settings that `briefpress.brief` refuses could stand."""

    option_spec: ClassVar[dict[str, Any]] = {
        name: check for name, check in (Include.option_spec or {}).items() if name != "parser"
    }


class LiteralIncludeDirective(LiteralInclude):
    """``{literalinclude}`` that owns to the file that it compares with."""

    def run(self) -> list[Node]:
        """Return the block; Sphinx notes the first file alone as read."""
        if "diff" in self.options:
            self.env.note_dependency(self.env.relfn2path(self.options["diff"])[0])
        return super().run()


DIRECTIVES: dict[str, type[Directive]] = {
    "include": IncludeDirective,
    "literalinclude": LiteralIncludeDirective,
    "raw": RawDirective,
}


def source_folders(app: Sphinx) -> list[Path]:
    """Return the folders that documents may read files of."""
    return [Path(app.srcdir), *(Path(app.confdir, p) for p in app.config.html_static_path)]


def refuse_outside_files(app: Sphinx, document: nodes.document) -> None:
    """Tell which files *document* reads that are none of the sources (event ``doctree-read``).

    Neither a path with ``..`` nor a link leads out, nor to a hidden file: what is read would be
    published.
    """
    env = app.env
    docname = env.current_document.docname
    folders = source_folders(app)
    docutils_conf = Path(app.confdir, "docutils.conf")  # Sphinx notes it for every document
    for dependency in sorted(env.dependencies.get(docname, ())):
        file = Path(os.path.normpath(Path(env.srcdir, dependency)))
        if file == docutils_conf or is_within(file, folders):
            continue
        source = env.doc2path(docname)
        node = next((n for n in document.findall() if _shows(n, file, env)), None)
        line = line_in(node) if node else _line_that_names(file, source, Path(env.srcdir))
        log_error(
            f"{source}:{line}",
            Kind.OUTSIDE,
            "“%s” is hidden or lies outside the publication's folder of sources, %s/, and is not "
            "read; put the file beside the brief",
            Path(node.get("original_uri", file) if isinstance(node, nodes.image) else file).name,
            Path(env.srcdir).name,
        )
        briefs_domain(env).data["outside"][docname] = True


def stop_outside(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop before anything is written or kept of what was read outside (event ``env-updated``)."""
    if briefs_domain(env).data["outside"]:
        raise OutsideError("nothing is written, for files outside of the sources would be in it")


def _line_that_names(file: Path, source: Path, top: Path) -> int:
    """Return the line (1-based) of the text *source* that names *file*, or a link to it, as seen
    from its folder or, with a slash before it, from *top*; 1 if none does."""
    real = os.path.realpath(file)
    for number, line in enumerate(source.read_text(encoding="utf-8-sig").split("\n"), 1):
        words = re.findall(r"[^\s`\"'<>()\[\]{}]+", line)
        paths = (top / w.lstrip("/") if w.startswith("/") else source.parent / w for w in words)
        if file.name in line or real in map(os.path.realpath, paths):
            return number
    return 1


def is_within(file: Path, folders: Iterable[Path]) -> bool:
    """Whether *file* lies, links followed, in one of *folders*, and is not hidden there."""
    real = Path(os.path.realpath(file))  # unlike Path.resolve it takes a link to itself
    for folder in folders:
        base = Path(os.path.realpath(folder))
        if real.is_relative_to(base):
            return not any(part.startswith(".") for part in real.relative_to(base).parts)
    return False


def links_out(folder: Path, folders: Iterable[Path], suffixes: Iterable[str]) -> Iterator[Path]:
    """Yield what lies below *folder*, is a link out of *folders*, and would be read: folders, and
    files with one of *suffixes*. Hidden ones, as an editor's locks, are never read."""
    allowed, wanted = list(folders), tuple(suffixes)
    for parent, subfolders, files in os.walk(folder):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        read = [*subfolders, *sorted(name for name in files if name.endswith(wanted))]
        for path in (Path(parent, name) for name in read if not name.startswith(".")):
            if path.is_symlink() and path.exists() and not is_within(path, allowed):
                yield path


def _shows(node: Node, file: Path, env: BuildEnvironment) -> bool:
    """Whether *node* is what was made of *file*."""
    if isinstance(node, nodes.image):
        shown = node["uri"]
    elif isinstance(node, addnodes.download_reference):
        shown = env.relfn2path(node["reftarget"])[0]
    elif isinstance(node, (nodes.literal_block, nodes.raw)) and node.get("source"):
        shown = Path.cwd() / node["source"]
    else:
        return False
    return os.path.normpath(Path(env.srcdir, shown)) == str(file)


def line_in(node: Node) -> int:
    """Return the line of *node* or of the nearest element around it that has one, else 1."""
    element: Node | None = node
    while element is not None:
        if element.line:
            return int(element.line)
        element = element.parent
    return 1
