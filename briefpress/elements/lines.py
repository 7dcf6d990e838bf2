"""The lines below a figure or a table: where it comes from, who made it, how to read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from briefpress.domain import briefs_domain
from briefpress.interface import interface
from briefpress.languages import language_classes, language_of_classes, language_tag
from briefpress.nodes import brief_part, element_line

# The words before each kind of line; the interface translates them.
LABELS = {"note": "Note:", "source": "Source:", "credit": "Credit:"}

# Post-transforms run when messages are extracted too, where nothing may change.
WRITTEN = ("html", "latex", "man", "texinfo", "text")

_BLOCK = "table-block"  # the class of a table with its lines

OPTIONS = dict.fromkeys(LABELS, directives.unchanged_required)


def read_lines(directive: Directive, kinds: Iterable[str]) -> list[element_line]:
    """Return the lines of *kinds* that are among the options of *directive*."""
    found = []
    for kind in kinds:
        if kind not in directive.options:
            continue
        text = " ".join(directive.options[kind].split())
        number = option_line(directive, kind)
        children, messages = directive.state.inline_text(text, number)
        line = element_line(text, "", *children, *messages, kind=kind)
        line.source, line.line = directive.state_machine.get_source_and_line(number)
        found.append(line)
    return found


def option_line(directive: Directive, name: str) -> int:
    """Return the line (1-based) of the option *name*, that of *directive* if it is not found."""
    for offset, text in enumerate(directive.block_text.splitlines()):
        if re.match(rf"\s*:?{name}:", text):
            return int(directive.lineno + offset)
    return int(directive.lineno)


def content_line(directive: Directive) -> int:
    """Return the line (1-based) of the file on which the content of *directive* begins: docutils
    counts from the file's begin, MyST-Parser from the directive's."""
    offset = directive.content_offset
    absolute = 0 < offset == directive.content.items[0][1]
    return int(offset + 1 + (0 if absolute else directive.lineno))


class OrderNotes(SphinxTransform):
    """Lets notes be numbered in the order of reading: that of a translation, and of the parts of a
    figure or a table, is not that of parsing. A pull quote calls none: its sentence does."""

    default_priority = 25  # after translations are put in (20), before docutils numbers (620)

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for part in self.document.findall(brief_part):
            if part["kind"] == "pull-quote":
                for call in list(part.findall(nodes.footnote_reference)):
                    self.document.footnote_refs[call["refname"]].remove(call)
                    call.parent.remove(call)
        self.document.autofootnote_refs = [
            note
            for note in self.document.findall(nodes.footnote_reference)
            if note.get("auto") == 1
        ]


class NameLines(SphinxPostTransform):
    """Makes paragraphs of the lines, with their words in the language of the build, and keeps a
    table and its lines together."""

    default_priority = 3  # before references are resolved (10) and notes gathered
    formats = WRITTEN

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        lines = list(self.document.findall(element_line))
        if not lines:
            return
        dirs = briefs_domain(self.env).publication.locale_dirs
        _ = interface(language_tag(self.config.language), dirs)
        for line in lines:
            if line.parent is None or _is_gathered(line):
                continue  # with an earlier one
            _gather(line)
        for line in lines:
            # Not with replace_self, which would give the label the language of the words too.
            line.parent.replace(line, _paragraph(line, _(LABELS[line["kind"]])))


def _is_gathered(line: element_line) -> bool:
    return isinstance(line.parent, nodes.legend) or _BLOCK in line.parent["classes"]


def _gather(first: element_line) -> None:
    """Put *first* and the lines after it into the legend of their figure, or into one block with
    their table."""
    parent = first.parent
    place = parent.index(first)
    end = place
    while end < len(parent) and isinstance(parent[end], element_line):
        end += 1
    lines = parent.children[place:end]
    if isinstance(parent, nodes.figure):
        legend = next((n for n in parent.children if isinstance(n, nodes.legend)), None)
        del parent[place:end]
        if legend is None:
            legend = nodes.legend()
            parent.append(legend)
        legend.extend(lines)
    else:
        holder = nodes.container(classes=[_BLOCK])
        begin = place - 1 if place and isinstance(parent[place - 1], nodes.table) else place
        holder.extend(parent.children[begin:end])
        parent[begin:end] = [holder]


def _paragraph(line: element_line, label: str) -> nodes.paragraph:
    """Return *line* with its *label*, which stays in the reader's language if the rest does not."""
    languages = language_classes(language_of_classes(line["classes"]))
    words: list[nodes.Node] = line.children
    if languages:
        words = [nodes.inline("", "", *words, classes=languages)]
    head = nodes.inline("", label, classes=["label"])
    return nodes.paragraph("", "", head, nodes.Text(" "), *words, classes=[line["kind"]])
