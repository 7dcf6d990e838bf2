"""What the handbook shows works, and what there is stands in the handbook."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from conftest import REPOSITORY, Publication

import briefpress
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


@pytest.mark.parametrize(("page", "block"), front_matters())
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

    _, problems = read_index(docs, sorted(docnames), ["en", "it"], tmp_path)

    assert problems == []


def test_every_key_of_the_front_matter_is_in_the_handbook() -> None:
    shown = text("front-matter")
    for kind in (Document, *KINDS.values()):
        for key in keys_of(kind):
            assert re.search(rf"`{key}`|^\s*{key}:", shown, re.MULTILINE), f"{kind.kind}: {key}"


def test_every_setting_is_in_the_handbook() -> None:
    shown = "".join(map(text, PAGES))
    for entry in fields(Settings):
        if not entry.metadata["text"].startswith("Set by"):
            assert f"briefpress_{entry.name}" in shown


def test_every_directive_is_in_the_handbook() -> None:
    source = Path(briefpress.__file__).read_text(encoding="utf-8")
    names = re.findall(r'add_directive\("([\w-]+)"', source)
    shown = "".join(map(text, PAGES))
    assert len(names) > 2
    for name in names:
        assert f"{{{name}}}" in shown, name


@pytest.mark.slow
def test_every_example_is_a_good_page_book_and_pdf(
    publication: Callable[[str], Publication],
) -> None:
    handbook = publication("handbook")
    docs = handbook.path / "docs"
    shutil.copytree(GUIDE, docs / "guide")
    shutil.copy(REPOSITORY / "docs" / "references.json", docs)
    for page in PAGES:
        examples = list(blocks(page, "{example}"))
        if not examples:
            continue
        title = re.search("^title: (.*)", text(page), re.MULTILINE)
        assert title
        body = "\n\n".join(examples).replace("first-brief.md", "../guide/first-brief.md")
        handbook.write(f"docs/briefs/{page}.md", f"---\ntitle: {title[1]}\n---\n\n{body}")
        shutil.copytree(GUIDE / "pictures", docs / "briefs" / "pictures", dirs_exist_ok=True)

    built = handbook.briefpress("build", "-W")
    assert built.returncode == 0, built.stdout + built.stderr
    checked = handbook.briefpress("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
