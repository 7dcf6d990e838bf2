"""Number figures, tables, listings, equations and notes on from chapter to chapter of a book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docutils import nodes

from briefpress.domain import briefs_domain
from briefpress.names import EQUATIONS

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from briefpress.books import Book


@contextmanager
def bound(env: BuildEnvironment, book: Book) -> Iterator[None]:
    """Let what is resolved and written meanwhile have the numbers that it has in *book*."""
    domain = briefs_domain(env)
    figures, names = env.toc_fignumbers, domain.data["names"]
    counts: Counter[str] = Counter()
    running: dict[str, dict[str, dict[str, tuple[int, ...]]]] = {}
    renamed = {}
    for chapter in book.chapters:
        own = domain.data["numbers"].get(chapter.docname, {})
        running[chapter.docname] = {
            kind: {name: (counts[kind] + number[0],) for name, number in found.items()}
            for kind, found in own.items()
        }
        counts.update({kind: len(found) for kind, found in own.items()})
        here = names[chapter.docname][EQUATIONS]
        equations = {
            label: (docname, counts["equation"] + n) for label, (docname, n) in here.items()
        }
        renamed[chapter.docname] = names[chapter.docname] | {EQUATIONS: equations}
        counts["equation"] += max((n for _, n in here.values()), default=0)
    domain.bound = book
    env.toc_fignumbers = figures | running
    domain.data["names"] = names | renamed
    try:
        yield
    finally:
        domain.bound = None
        env.toc_fignumbers, domain.data["names"] = figures, names


def number_on(doctrees: Iterable[nodes.document]) -> None:
    """Number the notes and equations of *doctrees*, the chapters of a book, from one to the
    next."""
    notes = equations = 0
    for doctree in doctrees:
        labels = [note[0] for note in doctree.findall(nodes.footnote)]
        for label in (*labels, *doctree.findall(nodes.footnote_reference)):
            assert isinstance(label, nodes.TextElement)
            if label.astext().isdecimal():  # an author may have written a sign
                label[:] = [nodes.Text(str(int(label.astext()) + notes))]
        numbered = [node for node in doctree.findall(nodes.math_block) if node.get("number")]
        for node in numbered:
            node["number"] += equations
        notes += sum(label.astext().isdecimal() for label in labels)
        equations = max((node["number"] for node in numbered), default=equations)
