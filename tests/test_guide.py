"""What the handbook shows works, and what there is stands in the handbook."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import ClassVar

import pytest
import yaml
from conftest import REPOSITORY, Publication
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from briefpress.brief import KINDS, Document, keys_of
from briefpress.index import read_index
from briefpress.settings import Settings

GUIDE = REPOSITORY / "docs" / "guide"
PAGES = sorted(path.stem for path in GUIDE.glob("*.md"))


def text(page: str) -> str:
    return (GUIDE / f"{page}.md").read_text(encoding="utf-8")


def blocks(page: str, name: str) -> Iterator[str]:
    """Yield what stands in the fences of *page* that are called *name*."""
    pattern = rf"^(`{{3,}}){re.escape(name)}\n(.*?)^\1$"
    for fence in re.finditer(pattern, text(page), re.MULTILINE | re.DOTALL):
        yield fence[2]


def front_matters() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for block in blocks(page, "yaml"):
            if block.startswith("---\n"):
                yield page, block


@pytest.mark.parametrize(("page", "block"), list(front_matters()))
def test_every_front_matter_shown_is_one(page: str, block: str, tmp_path: Path) -> None:
    keys = set(yaml.safe_load(block.strip("-\n")))
    kinds = [folder for folder, kind in KINDS.items() if keys <= set(keys_of(kind))]
    assert kinds, f"{page}: no kind of document takes {keys}"

    folder = kinds[0]
    docs = tmp_path / "docs"
    for kind in KINDS:
        shutil.copytree(REPOSITORY / "docs" / kind, docs / kind)
    for picture in re.findall(r"[\w/-]+\.(?:svg|jpg)", block):
        (docs / folder / picture).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(GUIDE / "pictures" / "profile.svg", docs / folder / picture)
    (docs / folder / "shown.md").write_text(block, encoding="utf-8")
    docnames = [name.relative_to(docs).with_suffix("").as_posix() for name in docs.rglob("*.md")]

    _, problems = read_index(docs, sorted(docnames), ["en", "it", "fr", "uk", "ar"], tmp_path)

    assert problems == []


def test_every_key_of_the_front_matter_is_in_the_handbook() -> None:
    shown = text("front-matter") + text("collections")
    for kind in (Document, *KINDS.values()):
        for key in keys_of(kind):
            assert re.search(rf"`{key}`|^\s*{key}:", shown, re.MULTILINE), f"{kind.kind}: {key}"


def test_every_setting_is_in_the_handbook() -> None:
    shown = "".join(map(text, PAGES))
    for entry in fields(Settings):
        if not entry.metadata["text"].startswith("Set by"):
            assert f"briefpress_{entry.name}" in shown


class Noting(Sphinx):
    """Sphinx that notes which directives are briefpress's own."""

    noted: ClassVar[set[str]] = set()

    def add_directive(self, name: str, cls: type[Directive], override: bool = False) -> None:
        if cls.__module__.startswith("briefpress."):
            self.noted.add(name)
        super().add_directive(name, cls, override)

    def add_directive_to_domain(
        self, domain: str, name: str, cls: type[Directive], override: bool = False
    ) -> None:
        self.noted.add(name)
        super().add_directive_to_domain(domain, name, cls, override)


def test_every_directive_is_in_the_handbook(publication: Callable[[str], Publication]) -> None:
    top = publication("handbook").path
    with docutils_namespace():
        Noting(top / "docs", top, top / "out", top / "out", "html", status=None)
    assert {"box", "chart", "figure", "glossary", "summary", "table"} <= Noting.noted
    shown = "".join(map(text, PAGES))
    for name in Noting.noted - {"example"}:  # which is for the handbook itself
        assert f"{{{name}}}" in shown, name


@pytest.mark.slow
def test_every_example_is_a_good_page_book_and_pdf(
    publication: Callable[[str], Publication],
) -> None:
    handbook = publication("handbook")
    docs = handbook.path / "docs"
    shutil.copytree(GUIDE, docs / "briefs")
    shutil.copy(REPOSITORY / "docs" / "references.json", docs)
    shown = [f"--brief={page}" for page in PAGES if [*blocks(page, "{example}")]]
    assert len(shown) > 10

    built = handbook.briefpress("build", "-W", *shown)
    assert built.returncode == 0, built.stdout + built.stderr
    # The pages of the handbook show them on the web, and are checked there (`make check`).
    checked = handbook.briefpress("check", "-f", "epub", "-f", "pdf", *shown)
    assert checked.returncode == 0, checked.stdout + checked.stderr
