"""Bring the catalogues (``.po``) up to date with the templates, each language by itself."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Container, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polib
from babel import Locale, UnknownLocaleError

from briefpress.catalogues import completion
from briefpress.catalogues.divide import shares
from briefpress.catalogues.memory import Memory
from briefpress.catalogues.merge import Counts, Merge, carry, fill, shares_most, untouched
from briefpress.catalogues.po import PoFile, plural_forms, read_plain, read_po, render
from briefpress.catalogues.settled import key_of, read_settled, write_settled
from briefpress.collector import rarely_collecting
from briefpress.files import write_all
from briefpress.languages import gettext_code
from briefpress.problems import Kind, Problem, error
from briefpress.translation.catalogue import (
    INTERFACE,
    catalogue_file,
    catalogue_files,
    check_catalogues,
    domain_of,
)

if TYPE_CHECKING:  # the processes need nothing of Sphinx, and are ready sooner
    from briefpress.publication import Publication


@dataclass(frozen=True)
class Updated:
    """What became of the catalogues of the language *tag*: the *counts* of messages, *notes* on
    catalogues without a document, and the problems for which nothing was written."""

    tag: str
    counts: Counts = field(default_factory=Counts)
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        counts = self.counts
        most = sorted(counts.sources, key=lambda name: (-counts.sources[name], name))
        names = ", ".join(most[:3]) + (" …" if most[3:] else "")
        parts = [
            (counts.new, "new"),
            (counts.fuzzy, "fuzzy"),
            (counts.remembered, f"from memory ({names})"),
            (counts.restored, "restored"),
            (counts.carried, "carried over"),
            (counts.gone, "gone"),
            (counts.unchanged, "unchanged"),
        ]
        return f"{self.tag}: " + (", ".join(f"{n} {what}" for n, what in parts if n) or "nothing")


@dataclass(frozen=True)
class _Task:
    """What is to be done in one language: the source language of each document that is not
    written in it, the domains that are no documents' or need no catalogue, and the keys of the
    catalogues that are *settled*."""

    tag: str
    top: Path
    templates: Path
    locale_dirs: tuple[Path, ...]
    documents: Mapping[str, str]
    others: frozenset[str]
    settled: frozenset[str]
    title: str


@dataclass(frozen=True)
class _Done:
    updated: Updated
    files: Mapping[Path, bytes] = field(default_factory=dict)
    """What is to be written."""
    settled: frozenset[str] = frozenset()


def update(
    publication: Publication, target: Path, tags: Iterable[str], extract: Callable[[], object]
) -> list[Updated]:
    """Bring ``locale/<lang>`` up to date for the languages *tags* with the templates that *extract*
    writes.

    A document written in a language needs no catalogue in it, and gets none. Of a language with a
    catalogue that cannot be read whole nothing is written; files that stay the same are not
    touched.
    """
    index, _ = publication.index([])
    languages = {name: document.source_language for name, document in index.documents.items()}
    settled = read_settled(target / "stage")
    tasks = [
        _Task(
            tag=tag,
            top=publication.top,
            templates=target / "gettext",
            locale_dirs=publication.locale_dirs,
            documents={name: lang for name, lang in languages.items() if lang != tag},
            others=frozenset(index.documents) | INTERFACE,
            settled=settled.get(tag, frozenset()),
            title=publication.title,
        )
        for tag in dict.fromkeys(tags)
    ]
    done = _work_out(tasks, extract)
    # Everything is known before the first file is written; an interruption leaves each file as it
    # was or as it is to be.
    for found in done:
        write_all(found.files)
    settled |= {found.updated.tag: found.settled for found in done}
    write_settled(target / "stage", settled)
    return [found.updated for found in done]


# With fewer catalogues than this, a process is started in vain.
_MANY = 200


def _work_out(tasks: list[_Task], extract: Callable[[], object]) -> list[_Done]:
    """Work out the catalogues side by side; the processes read them while *extract* is at work."""
    workers = min(len(tasks), os.cpu_count() or 1)
    if workers < 2 or sum(len(task.documents) for task in tasks) < _MANY:
        extract()
        return _update_some(tasks)
    shares = [tasks[number::workers] for number in range(workers)]
    context = multiprocessing.get_context("spawn")
    # An interruption ends them without a word; they write nothing.
    quiet = (signal.SIGINT, signal.SIG_DFL)
    with ExitStack() as stack:
        # A pool for each: its one process keeps what it has parsed.
        pools = [
            stack.enter_context(ProcessPoolExecutor(1, context, signal.signal, quiet))
            for _ in shares
        ]
        for pool, share in zip(pools, shares, strict=True):
            pool.submit(_parse_some, share)
        extract()
        running = [
            pool.submit(_update_some, share) for pool, share in zip(pools, shares, strict=True)
        ]
        done = {found.updated.tag: found for future in running for found in future.result()}
    return [done[task.tag] for task in tasks]


_parsed: dict[tuple[str, str], PoFile | None] = {}
"""What this process has parsed already, by the text and the language."""


def _parse_some(tasks: list[_Task]) -> None:
    """Parse the catalogues of a few languages, for `_parse` to find those that stay as they are."""
    with rarely_collecting():
        for task in tasks:
            for file in catalogue_files(task.locale_dirs, [task.tag]):
                text = file.read_text(encoding="utf-8", errors="replace")
                _parsed[text, task.tag] = read_plain(text, task.tag)


def _parse(text: str, tag: str) -> PoFile | None:
    return _parsed.pop((text, tag), None) or read_plain(text, tag)


def _update_some(tasks: list[_Task]) -> list[_Done]:
    """Work out the catalogues of a few languages, which have the templates in common."""
    with rarely_collecting():
        names = {name: task.templates for task in tasks for name in task.documents}
        files = {name: folder / f"{name}.pot" for name, folder in names.items()}
        templates = {name: _Template(file) for name, file in files.items() if file.is_file()}
        return [_update(task, templates) for task in tasks]


@dataclass(frozen=True)
class _Template:
    """A template, read when it is asked for, and once for all languages."""

    file: Path

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self.file.read_bytes()

    @cached_property
    def po(self) -> PoFile:
        """What it asks for."""
        return read_plain(self.content.decode()) or read_po(self.file)


def _update(task: _Task, templates: Mapping[str, _Template]) -> _Done:
    """Work out the catalogues of one language; write nothing."""
    catalogues: dict[Path, PoFile] = {}
    others = []
    for file in catalogue_files(task.locale_dirs, [task.tag]):
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            po = None
        else:
            po = _parse(text, task.tag)
        if po is None:
            others.append(file)
        else:
            catalogues[file] = po
    problems = check_catalogues(others, task.top)
    for file in () if problems else others:
        try:
            catalogues[file] = read_po(file)
        except ValueError as fault:
            line, _, reason = str(fault).partition(": ")
            message = f"the catalogue cannot be read whole: {reason}"
            problems.append(error(Kind.CATALOGUE, _path(file, task), int(line), message))
    if problems:
        return _Done(Updated(task.tag, problems=tuple(problems)))
    return _merge_all(task, templates, catalogues)


def _merge_all(
    task: _Task, templates: Mapping[str, _Template], catalogues: Mapping[Path, PoFile]
) -> _Done:
    domains = {domain_of(file, task.locale_dirs, task.tag): file for file in catalogues}
    orphans = {name: catalogues[file] for name, file in domains.items() if name not in task.others}
    adopted: dict[str, list[str]] = {name: [] for name in orphans}
    places = {
        name: catalogue_file(task.locale_dirs, task.tag, name)
        for name in task.documents
        if name in templates
    }
    without = {name for name, file in places.items() if file is None and templates[name].po.live}
    divided = shares({n: catalogues[f] for n, f in domains.items()}, task.documents, without)
    given = {id(entry) for share in divided.values() for entry in share.entries}
    before = {file: file.read_bytes() for file in places.values() if file}
    settled = {}
    merges: dict[Path, Merge] = {}
    for name, file in places.items():
        if file and not without:  # or it may give away what is another's
            key = key_of(templates[name].content, before[file])
            if key in task.settled:
                settled[file] = key
                merges[file] = untouched(catalogues[file], name)
                continue
        template = templates[name].po
        if not template.live:
            continue
        if file is not None:
            old = _without(catalogues[file], given, template)
        else:
            file = task.locale_dirs[0] / gettext_code(task.tag) / "LC_MESSAGES" / f"{name}.po"
            if share := divided.get(name):
                former: str | None = share.name
                old = _copied(catalogues[domains[share.name]], share.entries)
            elif former := shares_most(template, orphans.items()):
                old = _copied(orphans[former], orphans[former].entries)
            else:
                old = PoFile("", _header(task, name), [])
            if former in adopted:
                adopted[former].append(name)
        merges[file] = carry(template, old, name)
    if any(merge.new or merge.empty for merge in merges.values()):
        memory = _Memories(task, merges.values(), orphans)
        for merge in merges.values():
            fill(merge, memory.of(merge.document))
    counts = Counts()
    files = {}
    for file, merge in merges.items():
        counts.add(merge.counts)
        if merge.has_changed:
            _record(merge.old)
        elif file in settled:
            continue
        result = merge.result
        _record(result)
        content = render(result).encode()
        settled[file] = key_of(templates[merge.document].content, content)
        if content != before.get(file):
            files[file] = content
    notes = tuple(
        _note(domains[name], orphans[name], names, task) for name, names in sorted(adopted.items())
    )
    return _Done(Updated(task.tag, counts, notes), files, frozenset(settled.values()))


class _Memories:
    """A memory for each source language, made when it is asked for."""

    def __init__(self, task: _Task, merges: Iterable[Merge], orphans: Mapping[str, PoFile]) -> None:
        # As they are before anything is suggested: the next run must come to the same.
        pairs = [pair for merge in merges for pair in merge.pairs()]
        for name, po in sorted(orphans.items()):
            pairs += Merge(name, po, po.live, po.obsolete, {}, [], Counts()).pairs()
        documents = task.documents
        self._source_language = documents

        def memory(language: str) -> Memory:
            return Memory(p for p in pairs if documents.get(p.document, language) == language)

        self._memory: Callable[[str], Memory] = cache(memory)

    def of(self, document: str) -> Memory:
        """Return what is remembered of the source language of *document*."""
        return self._memory(self._source_language[document])


def _path(file: Path, task: _Task) -> str:
    """Return *file* as seen from the publication's top."""
    return (file.relative_to(task.top) if file.is_relative_to(task.top) else file).as_posix()


def _note(file: Path, po: PoFile, heirs: list[str], task: _Task) -> str:
    what = f"{task.tag}: {_path(file, task)} belongs to no document"
    if not any(entry.msgstr.strip() for entry in po.entries):
        return f"{what} and holds no translation: delete the file"
    if heirs:
        return f"{what} any more; its translations are in {', '.join(heirs)} now: delete the file"
    return f"{what}; its translations are offered to the others: keep it, or delete it"


def _record(po: PoFile) -> None:
    """Record in the header which state of the source the catalogue is complete for."""
    value = completion.recorded(po.live, po.fields)
    if value and value != po.fields.get(completion.HEADER):
        po.set_field(completion.HEADER, value)


def _without(po: PoFile, given: Container[int], template: PoFile) -> PoFile:
    """Return *po* without what was *given* (by `id`) to other documents, and is not of this one."""
    wanted = {(entry.msgctxt, entry.msgid) for entry in template.live}
    entries = [e for e in po.entries if id(e) not in given or (e.msgctxt, e.msgid) in wanted]
    return PoFile(po.comment, po.header, entries, po.tail)


def _copied(po: PoFile, entries: list[polib.POEntry]) -> PoFile:
    header = polib.POEntry(
        msgid="", msgstr=po.header.msgstr, flags=list(po.header.flags), tcomment=po.header.tcomment
    )
    return PoFile(po.comment, header, entries, po.tail)


def _header(task: _Task, document: str) -> polib.POEntry:
    """Return the header of a new catalogue; no clock is in it."""
    code = gettext_code(task.tag)
    try:
        name = Locale.parse(code, sep="_").get_display_name("en") or task.tag
    except (UnknownLocaleError, ValueError):
        name = task.tag
    fields = {
        "Project-Id-Version": task.title or "briefs",
        "Report-Msgid-Bugs-To": "",
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": name,
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(task.tag),
    }
    return polib.POEntry(
        msgid="",
        msgstr="".join(f"{key}: {value}\n" for key, value in fields.items()),
        flags=[],
    )
