"""Let pandoc's citeproc make citations and lists of references, and turn them into nodes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.errors import SphinxError

from briefpress.addresses import encoded, is_outside
from briefpress.citation_style import citation_style
from briefpress.references import list_items

_API_VERSION = [1, 23, 1]  # of pandoc's JSON; pandoc 3 reads every 1.23


@dataclass(frozen=True)
class Cite:
    """One work in a citation: ``{see}key{p. 5}`` has a prefix, a key and a suffix."""

    key: str
    prefix: str
    suffix: str
    textual: bool


@dataclass(frozen=True)
class Made:
    """What citeproc made for one document, as pandoc's JSON inlines: each cluster's text, and
    each work's entry with its key, in the order of the list."""

    clusters: list[list[Any]]
    entries: list[tuple[str, list[Any]]]


class UnreadableReferences(SphinxError):
    """Pandoc cannot read a file of references; the message begins with file and line."""

    category = "References"


def run_citeproc(
    documents: list[list[tuple[Cite, ...]]],
    references: list[Path],
    tag: str,
    works: list[dict[str, Any]] | None = None,
) -> list[Made]:
    """Return the citations of each of *documents*, in APA style and the language *tag*.

    Besides the files *references* each may have one of *works*, an item of CSL-JSON, of its own.
    Raise `UnreadableReferences` if pandoc cannot read a file in *references*.
    """
    # Pandoc gets no path: where the locale is C, it opens none that is not ASCII.
    names = {f"{number}{file.suffix}": file for number, file in enumerate(references)}
    meta: dict[str, Any] = {
        "bibliography": {"t": "MetaList", "c": [_string(name) for name in names]},
        "csl": _string("style.csl"),
        "lang": _string(tag),
        "link-citations": {"t": "MetaBool", "c": True},
    }
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder)
        for name, file in names.items():
            shutil.copyfile(file, given / name)
        (given / "style.csl").write_bytes(citation_style(tag))
        (given / "citeproc.lua").write_bytes(
            files("briefpress").joinpath("citeproc.lua").read_bytes()
        )
        with (given / "documents.jsonl").open("w", encoding="utf-8") as stream:
            for place, clusters in enumerate(documents):
                blocks = [_paragraph(number, cites) for number, cites in enumerate(clusters, 1)]
                if works is not None:
                    meta["references"] = _metadata([works[place]])
                document = {"pandoc-api-version": _API_VERSION, "meta": meta, "blocks": blocks}
                stream.write(json.dumps(document) + "\n")
        done = subprocess.run(
            [pandoc(), "lua", "citeproc.lua", "documents.jsonl"],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode:
        said = done.stderr.removeprefix("Error running Lua:\n").split("\nstack traceback:")[0]
        raise UnreadableReferences(_explained(said.strip(), names))
    return [_made(json.loads(line)) for line in done.stdout.split("\n") if line]


def _explained(said: str, names: Mapping[str, Path]) -> str:
    """Return what pandoc *said* of a file with the place that it means: a line of a ``.bib`` file,
    a part of a work, by its number, in JSON."""
    name = next((name for name in names if f"{name}:" in said), None)
    if name is None:
        return f"pandoc cannot make the citations: {said}"
    file, why = names[name], said.partition(f"{name}:")[2].strip()
    if found := re.match(r"\(line (?P<line>\d+), column \d+\):\s*(?P<why>.*)", why, re.DOTALL):
        why = " ".join(found["why"].split())
        return f"{file}:{found['line']}: pandoc cannot read this ({why}); correct the work here"
    if found := re.match(r"Error in \$\[(?P<number>\d+)\][^:]*: (?P<why>.*)", why):
        line, work = list_items(file.read_text(encoding="utf-8"))[int(found["number"])]
        return (
            f"{file}:{line}: pandoc cannot read the work “{work['id']}” ({found['why']}); "
            "correct it in Zotero and export it again"
        )
    return f"{file}:1: pandoc cannot read the references: {why}"


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
    for cluster in clusters:
        for inline in cluster:
            if inline["t"] == "Cite":
                _mend(inline["c"][1])
    entries = []
    for block in document["blocks"]:
        if block["t"] != "Div":
            continue
        for entry in block["c"][1]:
            name = entry["c"][0][0].removeprefix("ref-")
            inlines = [inline for part in entry["c"][1] for inline in part["c"]]
            entries.append((name, inlines))
    return Made(clusters, entries)


_SEMICOLONS = {",": ";", "،": "؛"}


def _mend(inlines: list[dict[str, Any]]) -> None:
    """Part works of one author with semicolons if each is cited by its title, as laws are; citeproc
    takes them for years. Do not say twice the year that a law has in its number."""
    for place, inline in enumerate(inlines):
        if inline["t"] != "Link":
            continue
        words = inline["c"][1]
        if place > 1 and len(words) > 1 and _word(inlines[place - 2]) in _SEMICOLONS:
            inlines[place - 2]["c"] = _SEMICOLONS[inlines[place - 2]["c"]]
        for begin in range(len(words) - 2):
            number, year = _word(words[begin]), _word(words[begin + 2])
            found = re.fullmatch(r"(?P<year>\d{4})/\d+[,،](?P=year)(?P<mark>[,،]?)", number + year)
            if found:
                text = {"t": "Str", "c": number[:-1] + found["mark"]}
                words[begin : begin + 3] = [text]
                break


def _word(inline: dict[str, Any]) -> str:
    """Return the word that *inline* is, empty if it is a space, emphasis or the like."""
    return str(inline["c"]) if inline["t"] == "Str" else ""


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


def _reference(target: str, children: list[nodes.Node]) -> nodes.Element:
    if target.startswith("#"):
        classes = ["citation-reference"]
        return nodes.reference("", "", *children, internal=True, refid=target[1:], classes=classes)
    if not is_outside(target):  # its author is told
        return nodes.inline("", "", *children)
    return nodes.reference("", "", *children, internal=False, refuri=encoded(target))
