"""Cite works from CSL-JSON: clusters are collected while reading, made by pandoc's citeproc in one
process for all documents that changed, and put in when a document is written."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.errors import SphinxError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from briefpress.citation_style import citation_style
from briefpress.languages import language_tag
from briefpress.nodes import citation_cluster, reference_list
from briefpress.problems import Kind, Problem, error
from briefpress.tables import DocumentTables
from briefpress.translation.catalogue import digest
from briefpress.typography.transform import hold_block

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

# Beside index.md; what Zotero exports. A .bib file is read too.
FILES = ("references.json", "references.bib")

_API_VERSION = [1, 23, 1]  # of pandoc's JSON; pandoc 3 reads every 1.23


@dataclass(frozen=True)
class Cite:
    """One work in a citation: ``{see}key{p. 5}`` has a prefix, a key and a suffix."""

    key: str
    prefix: str
    suffix: str
    textual: bool


_CITE = re.compile(
    r"\s*(?:\{(?P<prefix>[^}]*)\})?\s*(?P<key>[^\s{};,]+)\s*(?:\{(?P<suffix>[^}]*)\})?\s*"
)


def parse_cites(content: str, *, textual: bool) -> tuple[Cite, ...]:
    """Read the content of a citation role: keys parted by ``;`` or ``,``, each with a prefix
    and a suffix in braces if need be. Raise `ValueError` on anything else."""
    cites = []
    for part in _split(content):
        match = _CITE.fullmatch(part)
        if match is None:
            raise ValueError(part.strip())
        cites.append(Cite(match["key"], match["prefix"] or "", match["suffix"] or "", textual))
    return tuple(cites)


def _split(content: str) -> Iterator[str]:
    """Split at ``;`` and ``,`` outside braces."""
    part, depth = "", 0
    for character in content:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character in ";," and depth == 0:
            yield part
            part = ""
        else:
            part += character
    yield part


def read_keys(docs: Path, top: Path) -> tuple[frozenset[str], list[Problem]]:
    """Return the keys of all works in the reference files of *docs*."""
    keys: set[str] = set()
    problems: list[Problem] = []
    for file in reference_files(docs):
        path = file.relative_to(top).as_posix() if file.is_relative_to(top) else file.as_posix()
        try:
            content = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as fault:
            line = fault.object[: fault.start].count(b"\n") + 1
            message = "the file is not UTF-8 text; save it again with the encoding UTF-8"
            problems.append(error(Kind.ENCODING, path, line, message))
            continue
        if file.suffix == ".bib":
            keys |= set(re.findall(r"^\s*@\w+\s*\{\s*([^\s,]+)\s*,", content, re.MULTILINE))
            continue
        try:
            works = json.loads(content)
            if not isinstance(works, list):
                raise TypeError
            keys |= {str(work["id"]) for work in works}
        except json.JSONDecodeError as fault:
            message = f"not valid JSON: {fault.msg}; export the references from Zotero again"
            problems.append(error(Kind.REFERENCES, path, fault.lineno, message))
        except (TypeError, KeyError):
            message = "not CSL-JSON: it must be a list of works, each with an id"
            problems.append(error(Kind.REFERENCES, path, 1, message))
    return frozenset(keys), problems


def reference_files(docs: Path) -> list[Path]:
    """Return the reference files that are there."""
    return [docs / name for name in FILES if (docs / name).is_file()]


def references_digest(docs: Path) -> tuple[str, ...]:
    """Return the SHA-256 of each of `FILES`, empty if there is no such file."""
    there = reference_files(docs)
    return tuple(digest(docs / name if docs / name in there else None) for name in FILES)


class CiteRole(SphinxRole):
    """``{cite:p}`key``` (in brackets) and ``{cite:t}`key``` (the author in the sentence)."""

    def __init__(self, *, textual: bool) -> None:
        super().__init__()
        self.textual = textual

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return a cluster that is filled in later."""
        domain = citations_domain(self.env)
        domain.data["references"][self.env.current_document.docname] = domain.references
        try:
            cites = parse_cites(self.text, textual=self.textual)
        except ValueError as fault:
            self._warn(f"cannot read the citation “{fault}”; write {{cite:p}}`key{{p. 5}}`")
            return [nodes.Text(self.text)], []
        for cite in cites:
            if cite.key not in domain.keys:
                where = " or ".join(FILES)
                self._warn(f"no work has the key “{cite.key}” in {where}")
        return [citation_cluster(self.rawtext, self.text, cites=cites)], []

    def _warn(self, message: str) -> None:
        logger.warning(
            message, location=self.get_location(), type="briefpress", subtype=Kind.CITATION.value
        )


class BibliographyDirective(SphinxDirective):
    """``{bibliography}``: the list of the works that the document cites."""

    def run(self) -> list[Node]:
        """Return a node that is filled in later."""
        return [reference_list()]


class CitationsDomain(DocumentTables):
    """The citations of every document and what citeproc made of them.

    ``clusters``: a list of tuples of `Cite` per document, in the order of the text.
    ``made``: per document what `Made` holds. ``references``: per document with citations the
    `references_digest` when it was read. ``own``: per brief what it is as an item of CSL-JSON,
    and how it is cited itself, as pandoc's JSON inlines (`briefpress.self_citation`).
    """

    name = "cite"
    label = "Citations"
    roles: ClassVar[dict[str, Any]] = {"p": CiteRole(textual=False), "t": CiteRole(textual=True)}
    data_version = 2  # one more whenever the shape of the data changes
    initial_data: ClassVar[dict[str, Any]] = {
        "clusters": {},
        "made": {},
        "own": {},
        "references": {},
    }

    # Set anew for every build, never pickled.
    keys: frozenset[str]
    references: tuple[str, ...]

    def changed_documents(self) -> list[str]:
        """Return the documents with citations that were read with other files of references."""
        return [name for name, read in self.data["references"].items() if read != self.references]

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Collect the citations of *document*."""
        clusters = [node["cites"] for node in document.findall(citation_cluster)]
        if not clusters:
            return
        self.data["clusters"][docname] = clusters
        if not any(document.findall(reference_list)):
            logger.warning(
                "works are cited, but their list is missing; add the directive {bibliography}",
                location=docname,
                type="briefpress",
                subtype=Kind.CITATION.value,
            )

    def texts(self, docname: str) -> list[str]:
        """Return the citations of *docname* as plain text, in their order."""
        made: Made | None = self.data["made"].get(docname)
        clusters = made.clusters if made else []
        return ["".join(node.astext() for node in to_nodes(inlines)) for inlines in clusters]


def citations_domain(env: BuildEnvironment) -> CitationsDomain:
    """Return the domain of *env*."""
    return cast("CitationsDomain", env.get_domain(CitationsDomain.name))


@dataclass(frozen=True)
class Made:
    """What citeproc made for one document, as pandoc's JSON inlines: each cluster's text, and
    each work's entry with its key, in the order of the list."""

    clusters: list[list[Any]]
    entries: list[tuple[str, list[Any]]]


def make_citations(app: Sphinx, env: BuildEnvironment) -> None:
    """Make the citations of all documents that were read (event ``env-updated``)."""
    data = citations_domain(env).data
    todo = sorted(set(data["clusters"]) - set(data["made"]))
    if todo:
        made = run_citeproc(
            [data["clusters"][docname] for docname in todo],
            reference_files(Path(env.srcdir)),
            language_tag(env.config.language),
        )
        data["made"].update(zip(todo, made, strict=True))


class UnreadableReferences(SphinxError):
    """Pandoc cannot read a file of references."""

    category = "References"


def run_citeproc(
    documents: list[list[tuple[Cite, ...]]],
    references: list[Path],
    tag: str,
    works: list[dict[str, Any]] | None = None,
) -> list[Made]:
    """Return the citations of each of *documents*, in APA style and the language *tag*.

    Besides the files *references* each may have one of *works*, an item of CSL-JSON, of its own.
    Raise `UnreadableReferences` with what pandoc says of a file in *references*.
    """
    meta: dict[str, Any] = {
        "bibliography": {"t": "MetaList", "c": [_string(str(file)) for file in references]},
        "lang": _string(tag),
        "link-citations": {"t": "MetaBool", "c": True},
    }
    with tempfile.TemporaryDirectory() as folder:
        style, lines = Path(folder, "style.csl"), Path(folder, "documents.jsonl")
        style.write_bytes(citation_style(tag))
        meta["csl"] = _string(str(style))
        with lines.open("w", encoding="utf-8") as stream:
            for place, clusters in enumerate(documents):
                blocks = [_paragraph(number, cites) for number, cites in enumerate(clusters, 1)]
                if works is not None:
                    meta["references"] = _metadata([works[place]])
                document = {"pandoc-api-version": _API_VERSION, "meta": meta, "blocks": blocks}
                stream.write(json.dumps(document) + "\n")
        script = files("briefpress") / "citeproc.lua"
        done = subprocess.run(
            [pandoc(), "lua", str(script), str(lines)],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode:
        said = done.stderr.removeprefix("Error running Lua:\n").split("\nstack traceback:")[0]
        message = f"pandoc cannot read the references: {said.strip()}{_entry(said, references)}"
        raise UnreadableReferences(message)
    return [_made(json.loads(line)) for line in done.stdout.splitlines()]


def _entry(said: str, references: list[Path]) -> str:
    """Return which work pandoc means by its number in a JSON file, and where it is; empty if it
    means none."""
    number = re.search(r"^Error in \$\[(\d+)\]", said, re.MULTILINE)
    file = next((file for file in references if f"{file}:" in said), None)
    if number is None or file is None:
        return ""
    content = file.read_text(encoding="utf-8")
    key = json.loads(content)[int(number[1])]["id"]
    before = re.split(rf'"id"\s*:\s*{re.escape(json.dumps(key, ensure_ascii=False))}', content)[0]
    line = before.count("\n") + 1
    return f"\nthis is the work “{key}”, line {line}; correct it in Zotero and export it again"


@cache
def pandoc() -> str:
    """Return the path of the packaged pandoc; one on the PATH may be of any version."""
    folder = files("pypandoc") / "files"
    for name in ("pandoc", "pandoc.exe"):
        if (program := folder / name).is_file():
            return str(program)
    raise FileNotFoundError("the package pypandoc_binary holds no pandoc; install it again")


def _string(text: str) -> dict[str, str]:
    return {"t": "MetaString", "c": text}


def _metadata(value: Any) -> dict[str, Any]:
    """Return JSON as pandoc's metadata; a text is not parsed as Markdown."""
    if isinstance(value, dict):
        return {"t": "MetaMap", "c": {key: _metadata(entry) for key, entry in value.items()}}
    if isinstance(value, list):
        return {"t": "MetaList", "c": [_metadata(entry) for entry in value]}
    return _string(str(value))


def _paragraph(number: int, cites: Iterable[Cite]) -> dict[str, Any]:
    citations = [
        {
            "citationId": cite.key,
            "citationPrefix": _inlines(cite.prefix),
            "citationSuffix": _inlines(f", {cite.suffix}" if cite.suffix else ""),
            "citationMode": {
                "t": "AuthorInText" if cite.textual and not place else "NormalCitation"
            },
            "citationNoteNum": number,
            "citationHash": 0,
        }
        for place, cite in enumerate(cites)
    ]
    return {"t": "Para", "c": [{"t": "Cite", "c": [citations, []]}]}


def _inlines(text: str) -> list[dict[str, Any]]:
    inlines: list[dict[str, Any]] = []
    for word in text.split(" "):
        inlines += [{"t": "Space"}, {"t": "Str", "c": word}] if inlines else []
        if not inlines and word:
            inlines.append({"t": "Str", "c": word})
    return inlines


def _made(document: Mapping[str, Any]) -> Made:
    clusters = [block["c"] for block in document["blocks"] if block["t"] == "Para"]
    entries = []
    for block in document["blocks"]:
        if block["t"] != "Div":
            continue
        for entry in block["c"][1]:
            name = entry["c"][0][0].removeprefix("ref-")
            inlines = [inline for part in entry["c"][1] for inline in part["c"]]
            entries.append((name, inlines))
    return Made(clusters, entries)


class PutCitations(SphinxPostTransform):
    """Puts the citations and the list of references in."""

    default_priority = 5  # before references are resolved (10): entries hold none

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        docname = self.env.current_document.docname
        tag = language_tag(self.config.language)
        made: Made | None = citations_domain(self.env).data["made"].get(docname)
        if made is not None:
            clusters = list(self.document.findall(citation_cluster))
            for node, inlines in zip(clusters, made.clusters, strict=True):
                cluster = nodes.inline("", "", *to_nodes(inlines))
                hold_block(cluster, tag)
                node.replace_self(cluster.children)
            self._unlink({f"ref-{name}" for name, _ in made.entries})
        for place in list(self.document.findall(reference_list)):
            place.replace_self(_list(made.entries, tag) if made and made.entries else [])

    def _unlink(self, listed: set[str]) -> None:
        """Leave no link to a work that is not *listed* in the document; that was warned of."""
        if not any(self.document.findall(reference_list)):
            listed = set()
        for link in list(self.document.findall(nodes.reference)):
            if "citation-reference" in link["classes"] and link["refid"] not in listed:
                link.parent.replace(link, link.children)


def _list(entries: list[tuple[str, list[Any]]], tag: str) -> nodes.bullet_list:
    items = []
    for name, inlines in entries:
        paragraph = nodes.paragraph("", "", *to_nodes(inlines))
        hold_block(paragraph, tag)
        items.append(nodes.list_item("", paragraph, ids=[f"ref-{name}"]))
    return nodes.bullet_list("", *items, classes=["references"])


_WRAPPERS: Mapping[str, type[nodes.TextElement]] = {
    "Emph": nodes.emphasis,
    "Strikeout": nodes.inline,
    "Strong": nodes.strong,
    "Superscript": nodes.superscript,
    "Subscript": nodes.subscript,
    "Underline": nodes.emphasis,
}
_LITERALS: Mapping[str, type[nodes.TextElement]] = {"Code": nodes.literal, "Math": nodes.math}


def to_nodes(inlines: list[Any]) -> list[nodes.Node]:
    """Turn pandoc's JSON inlines into docutils nodes."""
    found: list[nodes.Node] = []
    text = ""

    def flush() -> None:
        nonlocal text
        if text:
            found.append(nodes.Text(text))
        text = ""

    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            text += content
            continue
        if kind in ("Space", "SoftBreak", "LineBreak"):
            text += " "
            continue
        flush()
        if kind in _WRAPPERS:
            found.append(_WRAPPERS[kind]("", "", *to_nodes(content)))
        elif kind in _LITERALS:  # of a .bib file: $x$, \texttt{x}
            found.append(_LITERALS[kind]("", content[1]))
        elif kind == "SmallCaps":
            found.append(nodes.inline("", "", *to_nodes(content), classes=["small-caps"]))
        elif kind == "Quoted":
            left, right = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
            found += [nodes.Text(left), *to_nodes(content[1]), nodes.Text(right)]
        elif kind == "Link":
            found.append(_reference(content[2][0], to_nodes(content[1])))
        elif kind in ("Span", "Cite"):
            found += to_nodes(content[1])
        else:
            raise ValueError(f"citeproc made a {kind}, which briefpress does not know")
    flush()
    return found


def _reference(target: str, children: list[nodes.Node]) -> nodes.reference:
    if target.startswith("#"):
        classes = ["citation-reference"]
        return nodes.reference("", "", *children, internal=True, refid=target[1:], classes=classes)
    return nodes.reference("", "", *children, internal=False, refuri=target)
