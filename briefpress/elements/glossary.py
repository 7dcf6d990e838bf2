"""Read glossaries with the line of each term, and say what abbreviations and terms mean."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList
from myst_parser.mocking import MockState
from sphinx import addnodes
from sphinx.domains.std import Glossary
from sphinx.transforms.post_transforms import ReferencesResolver, SphinxPostTransform

from briefpress.domain import briefs_domain
from briefpress.elements.lines import WRITTEN, content_line
from briefpress.languages import language_classes, language_of_classes
from briefpress.names import TERMS, near, warn_of_several
from briefpress.problems import Kind, log_warning

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class GlossaryDirective(Glossary):
    """``{glossary}`` whose terms know their lines, and need no empty line before them.

    MyST-Parser counts the lines of the content, and Sphinx takes that for those of the file.
    """

    def run(self) -> list[Node]:
        """Return the glossary."""
        if isinstance(self.state, MockState):
            self._count_from_file(self.state)
        self._part_entries()
        result = super().run()
        for node in result:
            for entry in node.findall(nodes.definition_list_item):
                if isinstance(entry[-1], nodes.definition) and not entry[-1].children:
                    log_warning(
                        entry[0],
                        Kind.GLOSSARY,
                        "the term “%s” is not explained; write what it means on the next line, "
                        "indented by two spaces",
                        entry[0].astext(),
                    )
        return result

    def _count_from_file(self, state: MockState) -> None:
        """Give the content the lines of the file, and take them back where MyST-Parser adds that
        of the directive."""
        first = content_line(self)
        lines = self.content
        begin = lines.items[0][1] if lines else 0
        items = [(source, first + number - begin) for source, number in lines.items]
        self.content = StringList(list(lines), items=items)
        parse, parse_inline = state.nested_parse, state.inline_text

        def nested_parse(block: StringList, offset: int, *others: Any, **named: Any) -> None:
            parse(block, offset - 1 - self.lineno, *others, **named)

        def inline_text(text: str, lineno: int) -> tuple[list[Any], list[Any]]:
            return parse_inline(text, lineno - 1)

        # This one was made for this directive.
        vars(state).update(nested_parse=nested_parse, inline_text=inline_text)

    def _part_entries(self) -> None:
        """Put an empty line before each term that follows an explanation, as Sphinx wants it."""
        parted = StringList()
        for text, (source, number) in zip(self.content, self.content.items, strict=True):
            if parted and parted[-1][:1].isspace() and text and not text[0].isspace():
                parted.append("", source, number)
            parted.append(text, source, number)
        self.content = parted


def note_terms(app: Sphinx, document: nodes.document) -> None:
    """Remember the terms of *document* in the language of the build (event ``doctree-read``)."""
    found = {name: term.astext() for term in document.findall(nodes.term) for name in term["ids"]}
    briefs_domain(app.env).data["terms"][app.env.current_document.docname] = found


class NameTerms(SphinxPostTransform):
    """Leads to the nearest glossary that has a term, and shows it as that has it in the language of
    the build: ``{term}`tariff``` names it in that of the source."""

    default_priority = ReferencesResolver.default_priority - 1
    formats = WRITTEN

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        references = [
            node
            for node in self.document.findall(addnodes.pending_xref)
            if node.get("reftype") == "term"
        ]
        if not references:
            return
        names = briefs_domain(self.env).data["names"]
        docnames = list(dict.fromkeys([*near(self.env), *sorted(names)]))
        glossaries = [_Glossary.of(self.env, docname) for docname in docnames if docname in names]
        for node in references:
            target = node["reftarget"]
            found = {each.docname: each for each in glossaries if each.name(target)}
            if not found:
                self._warn(node, glossaries)
                node.replace_self(node.children)
                continue
            here = next(iter(found.values()))
            if here.docname not in near(self.env) and len(found) > 1:
                ids = {docname: each.ids[each.name(target)] for docname, each in found.items()}
                message = f"the term “{target}” is explained in %s, and not here; explain it here"
                warn_of_several(node, self.env, ids, message)
            node["reftarget"] = here.name(target)
            if not _is_untranslated(node):
                _show(node, here.shown.get(here.name(target), ""))

    def _warn(self, node: addnodes.pending_xref, glossaries: list[_Glossary]) -> None:
        known = sorted(name for glossary in glossaries for name in glossary.ids)
        close = difflib.get_close_matches(node["reftarget"], known, n=1, cutoff=0.75)
        cure = f"did you mean “{close[0]}”?" if close else "add it to a {glossary}"
        message = "no glossary explains the term “%s”; %s"
        log_warning(node, Kind.UNKNOWN_TERM, message, node["reftarget"], cure)


@dataclass(frozen=True)
class _Glossary:
    """The terms of *docname* as its author wrote them: their *ids*, and how they are *shown*."""

    docname: str
    ids: dict[str, str]
    shown: dict[str, str]

    @classmethod
    def of(cls, env: BuildEnvironment, docname: str) -> _Glossary:
        """Return that of *docname*; empty if it explains nothing."""
        data = briefs_domain(env).data
        found = data["names"][docname][TERMS].items()
        ids = {name: place for (kind, name), (_, place) in found if kind == "term"}
        texts = data["terms"].get(docname, {})
        return cls(docname, ids, {name: texts.get(place, "") for name, place in ids.items()})

    def name(self, written: str) -> str:
        """Return the term that is *written*, in small letters or capitals, as the author wrote it;
        empty if there is none. A translator may name it as the translated glossary has it."""
        if written in self.ids:
            return written
        alike = {text.casefold(): name for name, text in self.shown.items()}
        alike |= {name.casefold(): name for name in self.ids}
        return alike.get(written.casefold(), "")


def _show(node: addnodes.pending_xref, text: str) -> None:
    """Show *text* for the term, if the author has no other words for it."""
    if text and not node["refexplicit"] and text.casefold() != node.astext().casefold():
        for words in list(node.findall(nodes.Text)):
            words.parent.replace(words, nodes.Text(text))


def _is_untranslated(node: nodes.Element) -> bool:
    """Whether *node* stands in text that is left in the language of the source."""
    return bool(node.get_language_code())


class FillAbbreviations(SphinxPostTransform):
    """Gives an abbreviation that is explained once its explanation everywhere."""

    default_priority = 7  # after the biographies are put in (4)
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        known: dict[str, str] = {}
        for node in self.document.findall(nodes.abbreviation):
            if node.get("explanation"):
                known.setdefault(node.astext(), node["explanation"])
        for node in self.document.findall(nodes.abbreviation):
            if not node.get("explanation") and node.astext() in known:
                node["explanation"] = known[node.astext()]


class ExpandAbbreviations(SphinxPostTransform):
    """Writes the explanation of an abbreviation after its first use: on paper, in a book and on a
    telephone no pointer can ask for it."""

    default_priority = FillAbbreviations.default_priority + 1
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        expanded: set[str] = set()
        for node in list(self.document.findall(nodes.abbreviation)):
            short, explanation = node.astext(), node.get("explanation")
            if not explanation or short in expanded or _in_heading(node):
                continue
            expanded.add(short)
            # In the language of the abbreviation, if it has one.
            classes = language_classes(language_of_classes(node["classes"]))
            words: nodes.Node = nodes.Text(f" ({explanation})")
            if classes:
                words = nodes.inline("", "", words, classes=classes)
            node.parent.insert(node.parent.index(node) + 1, words)


def _in_heading(node: nodes.Element) -> bool:
    parent = node.parent
    while parent is not None and not isinstance(parent, nodes.title):
        parent = parent.parent
    return parent is not None
